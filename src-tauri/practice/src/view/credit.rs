//! Credits, refunds and links between clients, as the page sees them.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{ClientId, CreditId, InvoiceId, LinkId, RefundId, SourceId};

use super::{ApplicationRow, HistoryRow, SourceRef, SuppliedRow};

/// Where a credit comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CreditOriginView {
    /// Goodwill for a client of long standing.
    Loyalty,
    /// Goodwill because the client sent somebody.
    Referral,
    /// Goodwill to make up for something.
    Courtesy,
    /// Goodwill as the reason says.
    Other,
    /// The client had it before the books began.
    OpeningBalance,
    /// Money of a linked client.
    Transfer,
}

/// A credit, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CreditForm {
    /// Whose.
    pub client_id: Option<ClientId>,
    /// Where it comes from; not `transfer`, which is an act of its own.
    pub origin: CreditOriginView,
    /// How much.
    pub amount: String,
    /// YYYY-MM-DD.
    pub given_on: String,
    /// The last day on which it can be used; empty for none. Only goodwill has one.
    pub expires_on: String,
    /// Why it was given.
    pub reason: String,
    /// The invoice that it is made from: it is applied to it up to what is outstanding. Only when it is made.
    pub invoice_id: Option<InvoiceId>,
}

/// Where a credit or credit note stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CreditStatus {
    /// Something of it can be used.
    Available,
    /// All of it is used.
    Used,
    /// It was deactivated.
    Inactive,
    /// Its last day is past with something left.
    Lapsed,
    /// A credit that was deleted, a credit note that is void, a payment that was reversed.
    Withdrawn,
}

/// Money of a client by its origin: a credit, a credit note, or what remains of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CreditRow {
    /// The source.
    pub source: SourceRef,
    /// Whose.
    pub client_id: ClientId,
    /// Given and family name.
    pub client_name: String,
    /// Where a credit made by hand comes from.
    pub origin: Option<CreditOriginView>,
    /// The day from which it counts.
    pub from_on: String,
    /// The last day on which it can be used.
    pub expires_on: Option<String>,
    /// What it was made for.
    pub amount: String,
    /// What is on invoices.
    pub applied: String,
    /// What went back to the client.
    pub refunded: String,
    /// What was moved to a linked client.
    pub transferred: String,
    /// What is used by nothing.
    pub remaining: String,
    /// What can be used today.
    pub available: String,
    /// What can be used no more, because its last day is past.
    pub lapsed: String,
    /// Where it stands.
    pub status: CreditStatus,
    /// Why nothing more of it can be used, if so.
    pub cannot_use: Option<String>,
    /// Why it cannot be deleted, or made void, if so.
    pub cannot_withdraw: Option<String>,
}

/// What part of the list of credits is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CreditsQuery {
    /// Of one client only.
    pub client_id: Option<ClientId>,
    /// Part of a number or of the client's name.
    pub search: String,
    /// Which.
    pub filter: CreditFilter,
    /// In which order.
    pub sort: CreditSort,
    /// The other way round.
    pub descending: bool,
    /// Which page, from 0.
    pub page: u32,
}

/// Which credits a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CreditFilter {
    /// Credits, and what remains of payments and credit notes.
    All,
    /// With something that remains.
    Remaining,
    /// Credits made by hand only.
    Credits,
    /// Credit notes only.
    CreditNotes,
}

/// The order of the list of credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CreditSort {
    /// By the order in which they were made.
    Made,
    /// By the client's name.
    Client,
    /// By what remains.
    Remaining,
}

/// A credit on its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CreditPage {
    /// Which.
    pub id: CreditId,
    /// The row that lists show.
    pub row: CreditRow,
    /// What can be edited, as it is now.
    pub form: CreditForm,
    /// What it pays, oldest first.
    pub applications: Vec<ApplicationRow>,
    /// Refunds of it, oldest first.
    pub refunds: Vec<RefundRow>,
    /// What of it moved to linked clients, and from which it came, in their order.
    pub transfers: Vec<TransferRow>,
    /// What happened to it, newest first.
    pub history: Vec<HistoryRow>,
    /// Why it cannot be edited, if so.
    pub cannot_edit: Option<String>,
    /// Why nothing of it can be refunded, if so.
    pub cannot_refund: Option<String>,
}

/// A refund, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RefundForm {
    /// From which source.
    pub source_id: SourceId,
    /// How much goes back.
    pub amount: String,
    /// YYYY-MM-DD.
    pub refunded_on: String,
    /// The name of a payment method.
    pub method: String,
    /// Number of a cheque, a transfer, a card slip.
    pub reference: String,
    /// Why.
    pub reason: String,
    /// The invoice that it is applied to, where it is: what becomes of that part.
    pub applied: Option<RefundOfApplied>,
}

/// What becomes of an invoice whose money is refunded: *does the client still owe it?*
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RefundOfApplied {
    /// The invoice that the money comes off.
    pub invoice_id: InvoiceId,
    /// Yes: it is outstanding again. No: a credit note lowers the invoice by as much.
    pub still_owed: bool,
}

/// A refund in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RefundRow {
    /// Which.
    pub id: RefundId,
    /// `RF-00007`.
    pub number: String,
    /// Whose.
    pub client_id: ClientId,
    /// Given and family name.
    pub client_name: String,
    /// From which source.
    pub source: SourceRef,
    /// YYYY-MM-DD.
    pub refunded_on: String,
    /// How it went.
    pub method: String,
    /// Number of a cheque, a transfer, a card slip.
    pub reference: String,
    /// Why.
    pub reason: String,
    /// How much.
    pub amount: String,
    /// It was taken back.
    pub reversed: bool,
}

/// A refund on its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RefundPage {
    /// The row that lists show.
    pub row: RefundRow,
    /// Copies of the advice that left the practice.
    pub supplied: Vec<SuppliedRow>,
    /// What happened to it, newest first.
    pub history: Vec<HistoryRow>,
    /// Why it cannot be reversed, if so.
    pub cannot_reverse: Option<String>,
}

/// What part of the list of refunds is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RefundsQuery {
    /// Of one client only.
    pub client_id: Option<ClientId>,
    /// Part of a number, a reference or of the client's name.
    pub search: String,
    /// The other way round.
    pub descending: bool,
    /// Which page, from 0.
    pub page: u32,
}

/// A refund by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RefundRef {
    /// Which.
    pub id: RefundId,
    /// `RF-00007`.
    pub number: String,
}

/// Why two clients may use each other's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// One pays for the other.
    Payer,
    /// They are a family.
    Family,
}

/// A client who is linked with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LinkedClient {
    /// The link.
    pub id: LinkId,
    /// The other client.
    pub client_id: ClientId,
    /// Given and family name.
    pub name: String,
    /// Why.
    pub kind: LinkKind,
}

/// A linked client by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LinkedRef {
    /// Which.
    pub id: ClientId,
    /// Given and family name.
    pub name: String,
}

/// Money that moved between linked clients, seen from one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TransferRow {
    /// It came from the other client; else it went there.
    pub came: bool,
    /// The other client.
    pub other: LinkedRef,
    /// What the other client gave it from, or has it as.
    pub source: SourceRef,
    /// YYYY-MM-DD.
    pub on: String,
    /// How much.
    pub amount: String,
    /// Why.
    pub reason: String,
    /// Who agreed to it, and how.
    pub consent: String,
    /// It was undone.
    pub undone: bool,
}

/// Money that moves to a linked client, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TransferForm {
    /// From which source.
    pub source_id: SourceId,
    /// To whom.
    pub to_client_id: Option<ClientId>,
    /// How much.
    pub amount: String,
    /// Why.
    pub reason: String,
    /// Who agreed to it, and how.
    pub consent: String,
}
