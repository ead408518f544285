//! Clients, as the page sees them.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{ClientId, ServiceId};

use super::InvoicingView;

/// The details of a client, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ClientForm {
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// One address, or nothing.
    pub email: String,
    /// As written.
    pub phone: String,
    /// Street and number; may have several rows.
    pub address: String,
    /// Town.
    pub city: String,
    /// State or region.
    pub state: String,
    /// Postal code.
    pub zip: String,
    /// Country.
    pub country: String,
    /// YYYY-MM-DD, or nothing.
    pub born_on: String,
    /// Free text, never printed.
    pub notes: String,
    /// Who pays, if not the client: a person or an organisation.
    pub bill_to_name: String,
    /// Where to; may have several rows.
    pub bill_to_address: String,
    /// Where invoices go by e-mail, if not to the client.
    pub bill_to_email: String,
    /// When this client's invoices are made; nothing follows the practice's setting.
    pub invoicing: Option<InvoicingView>,
    /// What happens with available credit; nothing for as the practice does.
    pub use_credit: Option<super::UseCredit>,
    /// Pays prices with tax 0.
    pub tax_exempt: bool,
    /// Fees agreed for single services.
    pub agreed_fees: Vec<AgreedFeeForm>,
}

/// A fee agreed with a client for one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AgreedFeeForm {
    /// Which service.
    pub service_id: ServiceId,
    /// The fee, as typed.
    pub fee: String,
}

/// What part of the list of clients is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ClientsQuery {
    /// Part of a name, an e-mail address or a phone number.
    pub search: String,
    /// Which clients.
    pub status: ClientStatus,
    /// By what they owe.
    pub balance: BalanceFilter,
    /// In which order.
    pub sort: ClientSort,
    /// The other way round.
    pub descending: bool,
    /// Which page, from 0.
    pub page: u32,
}

/// Whether clients are still seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ClientStatus {
    /// Still seen.
    Active,
    /// Put away, with their history.
    Archived,
    /// Both.
    All,
}

/// By what clients owe or are owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum BalanceFilter {
    /// Any.
    Any,
    /// With a balance owing.
    Owing,
    /// With credit available.
    Credit,
}

/// The order of the list of clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ClientSort {
    /// By family name.
    Name,
    /// By balance owing.
    Owing,
    /// By credit available.
    Credit,
    /// By the day of the latest session up to today.
    LastSession,
}

/// One client in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ClientRow {
    /// Which.
    pub id: ClientId,
    /// Given and family name.
    pub name: String,
    /// One address, or nothing.
    pub email: String,
    /// As written.
    pub phone: String,
    /// Put away.
    pub archived: bool,
    /// Balance owing.
    pub owing: String,
    /// Credit available.
    pub credit: String,
    /// Day of the latest session up to today.
    pub last_session_on: Option<String>,
}

/// The head of a client's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ClientPage {
    /// Which.
    pub id: ClientId,
    /// Given and family name.
    pub name: String,
    /// All details.
    pub form: ClientForm,
    /// Since when it is put away.
    pub archived_on: Option<String>,
    /// Balance owing.
    pub owing: String,
    /// Credit available.
    pub credit: String,
    /// Charged sessions without an invoice.
    pub not_invoiced_count: u32,
    /// Start of the next session.
    pub next_session_at: Option<String>,
    /// How many sessions there are.
    pub session_count: u32,
    /// How many invoices there are.
    pub invoice_count: u32,
    /// How many payments there are.
    pub payment_count: u32,
    /// How many credits and credit notes there are.
    pub credit_count: u32,
    /// Why it cannot be deleted, if so.
    pub cannot_delete: Option<String>,
}

/// What a client owes and has in credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ClientBalance {
    /// Which client.
    pub client_id: ClientId,
    /// Balance owing.
    pub owing: String,
    /// Credit available.
    pub credit: String,
}
