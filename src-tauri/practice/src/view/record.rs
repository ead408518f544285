//! Records, what a client was given, as the page sees them.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{ClientId, InvoiceId, ProductId, RecordId, ServiceId};

use super::InvoiceRef;

/// A product or service that is given to a client, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RecordForm {
    /// To whom.
    pub client_id: Option<ClientId>,
    /// The product; else a service.
    pub product_id: Option<ProductId>,
    /// The service; else a product.
    pub service_id: Option<ServiceId>,
    /// How many; of a product whole ones.
    pub quantity: String,
    /// YYYY-MM-DD.
    pub given_on: String,
    /// The invoice that asks for it.
    pub onto: RecordOnto,
    /// Why more is given than there is in stock; empty where that is not so.
    pub stock_reason: String,
}

/// The invoice that asks for what a client is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum RecordOnto {
    /// The proposed one: the client's newest open invoice, else a new one.
    Proposed,
    /// A new one.
    New,
    /// This open one.
    Invoice(InvoiceId),
}

/// The invoices that a line can be put on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RecordProposal {
    /// The client's open invoices, newest first.
    pub invoices: Vec<ChangeableInvoice>,
    /// The one that is proposed; nothing for a new one.
    pub proposed: Option<InvoiceId>,
}

/// An invoice whose lines can change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChangeableInvoice {
    /// Which.
    pub invoice: InvoiceRef,
    /// YYYY-MM-DD.
    pub issued_on: String,
    /// What it comes to.
    pub total: String,
    /// What is left to pay.
    pub outstanding: String,
}

/// What came of giving a client something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Recorded {
    /// The record in the client's file.
    pub record_id: RecordId,
    /// The invoice that asks for it.
    pub invoice: InvoiceRef,
}

/// What part of a client's records is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RecordsQuery {
    /// Whose.
    pub client_id: ClientId,
    /// Part of what it says.
    pub search: String,
    /// Which records.
    pub filter: RecordFilter,
    /// Which page, from 0.
    pub page: u32,
}

/// Which records a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RecordFilter {
    /// All.
    All,
    /// The client has it.
    Active,
    /// Deactivated.
    Deactivated,
}

/// What a client was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RecordRow {
    /// Which.
    pub id: RecordId,
    /// YYYY-MM-DD.
    pub given_on: String,
    /// What it is called.
    pub description: String,
    /// How many.
    pub quantity: String,
    /// How many came back; 0 for none.
    pub returned: String,
    /// The product, if it is one.
    pub product_id: Option<ProductId>,
    /// The client has it; else it is deactivated.
    pub active: bool,
    /// The invoice that asks for it; nothing where its line was taken off.
    pub invoice: Option<InvoiceRef>,
    /// What that asks for it, tax and all; empty without one.
    pub amount: String,
    /// Why it cannot be returned, if so.
    pub cannot_return: Option<String>,
}

/// What becomes of goods whose line an act takes off an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct GoodsBackForm {
    /// The record of the line.
    pub record_id: RecordId,
    /// How many go back into stock; empty for all that come off.
    pub restock: String,
    /// Whether the record is deactivated, where all of it comes off.
    pub deactivate: bool,
}

/// Goods whose line an act would take off an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct GoodsBackRow {
    /// The record of the line.
    pub record_id: RecordId,
    /// What it is called.
    pub description: String,
    /// How many come off.
    pub units: String,
    /// Whether all of the line comes off, so that its record can be deactivated.
    pub whole: bool,
    /// Whether they can go back into stock.
    pub counted: bool,
}
