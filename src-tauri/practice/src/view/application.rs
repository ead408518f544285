//! Money of sources on invoices, as the page sees and changes it.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{InvoiceId, SourceId};

use super::{ShareForm, SourceRef};

/// One sheet to apply, unapply and move the money of a source: a row for each invoice that it is or can be on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SourceSheet {
    /// The source.
    pub source: SourceRef,
    /// What it came to.
    pub amount: String,
    /// What is used of it by nothing.
    pub remaining: String,
    /// What can be used of it today.
    pub available: String,
    /// Why nothing more of it can be applied, if so; what is applied can come off.
    pub cannot_use: Option<String>,
    /// The invoices, oldest service first.
    pub rows: Vec<SourceSheetRow>,
}

/// An invoice that a source is or can be on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SourceSheetRow {
    /// Which.
    pub invoice_id: InvoiceId,
    /// `INV-00007`.
    pub number: String,
    /// Whose, where it is a linked client's.
    pub linked_client: Option<String>,
    /// Day of its oldest service.
    pub service_on: String,
    /// YYYY-MM-DD.
    pub due_on: String,
    /// Past its due date.
    pub overdue: bool,
    /// What is left to pay.
    pub outstanding: String,
    /// What this source has on it.
    pub applied: String,
    /// The most that it can have on it: what it has, and what more fits.
    pub most: String,
}

/// What a source is to have on invoices from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SourceSheetForm {
    /// Each invoice that changes, with what it is to have; empty or 0 for nothing.
    pub shares: Vec<ShareForm>,
}

/// What is left once money was applied, unapplied or moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Remainder {
    /// What remains of the source, or what is left to pay on the invoice: of that which the act began from.
    pub left: String,
}

/// One sheet to apply and unapply several sources on one invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct InvoiceSheet {
    /// `INV-00007`.
    pub number: String,
    /// What is left to pay.
    pub outstanding: String,
    /// The sources, in the order in which they would be used by themselves.
    pub rows: Vec<InvoiceSheetRow>,
}

/// A source that is or can be on an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct InvoiceSheetRow {
    /// The source.
    pub source: SourceRef,
    /// Whose, where it is a linked client's.
    pub linked_client: Option<String>,
    /// The day from which it counts.
    pub from_on: String,
    /// The last day on which it can be used.
    pub expires_on: Option<String>,
    /// What can be used of it today.
    pub available: String,
    /// What it has on this invoice.
    pub applied: String,
    /// The most that it can have on it: what it has, and what more fits.
    pub most: String,
    /// What would be used of it by itself.
    pub proposed: String,
    /// Why nothing more of it can be applied, if so.
    pub cannot_use: Option<String>,
}

/// What sources are to have on an invoice from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct InvoiceSheetForm {
    /// Each source that changes, with what it is to have; empty or 0 for nothing.
    pub shares: Vec<SourceShareForm>,
}

/// What one source is to have on an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SourceShareForm {
    /// Which source.
    pub source_id: SourceId,
    /// How much; empty for nothing.
    pub amount: String,
}
