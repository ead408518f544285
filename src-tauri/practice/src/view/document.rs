//! Printed documents, as the page sees them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{ClientId, CreditNoteId, InvoiceId, PaymentId, RefundId, SuppliedId};

/// A document that can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum DocumentRef {
    /// An invoice.
    Invoice(InvoiceId),
    /// The receipt of a payment.
    Receipt(PaymentId),
    /// A credit note.
    CreditNote(CreditNoteId),
    /// The advice of a refund.
    Refund(RefundId),
    /// An account summary.
    Statement(StatementOf),
}

/// Whose account from when to when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct StatementOf {
    /// Whose.
    pub client_id: ClientId,
    /// The first day, YYYY-MM-DD; none from its beginning on.
    #[specta(type = Option<String>)]
    pub from: Option<NaiveDate>,
    /// The last day, YYYY-MM-DD.
    #[specta(type = String)]
    pub to: NaiveDate,
}

/// How a document leaves the practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// As a PDF file.
    Pdf,
    /// On paper.
    Print,
    /// As a ready e-mail.
    Email,
}

/// A document as it would leave the practice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DocumentPreview {
    /// What the file is called.
    pub file_name: String,
    /// The PDF, in base 64.
    pub pdf: String,
    /// What could not be printed as written.
    pub warnings: Vec<String>,
    /// The very bytes of a copy that was supplied before.
    pub supplied: Option<SuppliedId>,
}

/// A copy that left the practice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SuppliedRow {
    /// Which.
    pub id: SuppliedId,
    /// What it is.
    pub document: DocumentRef,
    /// `INV-00007`.
    pub number: String,
    /// What the file is called.
    pub file_name: String,
    /// Which wording.
    pub revision: u32,
    /// Day of the first delivery.
    pub supplied_on: String,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// How and when it was delivered, oldest first.
    pub deliveries: Vec<DeliveryRow>,
}

/// One time that a copy was supplied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DeliveryRow {
    /// How.
    pub way: Way,
    /// To whom, for an e-mail; the file's name otherwise.
    pub recipient: String,
    /// When, in UTC.
    pub delivered_at: String,
}
