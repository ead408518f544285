//! Credit notes, as the page sees them.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{ClientId, CreditNoteId, InvoiceId, RecordId};

use super::{ApplicationRow, CreditRow, HistoryRow, InvoiceRef, RefundRow, ReturnRef, SuppliedRow, TransferRow};

/// Why a credit note is issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CreditCause {
    /// The invoice was too high.
    Correction,
    /// A service was not given, or not as agreed.
    Service,
    /// Goodwill.
    Goodwill,
    /// Products came back.
    Return,
}

/// What can be credited of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CreditNoteProposal {
    /// `INV-00007`.
    pub number: String,
    /// Which wording of the invoice the lines are of.
    pub version: u32,
    /// What is left to pay.
    pub outstanding: String,
    /// What can still be credited in all.
    pub left: String,
    /// The lines, in their order.
    pub lines: Vec<CreditableLine>,
    /// Why nothing can be credited, if so.
    pub cannot_credit: Option<String>,
}

/// A line of an invoice, with what is left of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CreditableLine {
    /// What it says.
    pub description: String,
    /// How many.
    pub quantity: String,
    /// What it came to, tax and all.
    pub total: String,
    /// How many can still be credited; 0 for none.
    pub left_quantity: String,
    /// How much can still be credited, tax and all.
    pub left: String,
    /// The record of the goods that it is for.
    pub record_id: Option<RecordId>,
    /// Whether they can go back into stock.
    pub counted: bool,
}

/// A credit note, as typed: on an invoice, or free-standing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CreditNoteForm {
    /// Whose.
    pub client_id: Option<ClientId>,
    /// The invoice that it lowers; nothing for a free-standing one.
    pub invoice_id: Option<InvoiceId>,
    /// Which wording of the invoice the lines are of.
    pub version: u32,
    /// Why.
    pub cause: CreditCause,
    /// Printed on it.
    pub note: String,
    /// On an invoice a row for each of its lines, in their order; else what the note is for.
    pub lines: Vec<NoteLineForm>,
    /// What becomes of the money.
    pub settlement: SettlementForm,
}

/// A line of a credit note, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NoteLineForm {
    /// What it says; taken from the invoice's line where there is one.
    pub description: String,
    /// What is credited.
    pub wanted: WantedForm,
    /// How many of the goods that are credited go back into stock; empty for none.
    pub restock: String,
    /// Whether the record of the goods is deactivated.
    pub deactivate: bool,
}

/// What is credited of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum WantedForm {
    /// Nothing.
    Nothing,
    /// So many units.
    Units(String),
    /// So much money, tax and all.
    Amount(String),
    /// All that is left.
    Rest,
}

/// What becomes of a credit note's money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind", content = "split")]
pub enum SettlementForm {
    /// First against what is outstanding on its invoice, the rest kept as credit.
    Usual,
    /// As typed; what is named nowhere is kept as credit.
    Split(SplitForm),
}

/// A credit note's money, shared out by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SplitForm {
    /// Against its invoice; empty for nothing.
    pub applied: String,
    /// Back to the client; empty for nothing.
    pub refunded: String,
    /// YYYY-MM-DD; the day of the refund.
    pub refunded_on: String,
    /// How the refund goes.
    pub method: String,
    /// Number of a cheque, a transfer, a card slip.
    pub reference: String,
}

/// A credit note by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CreditNoteRef {
    /// Which.
    pub id: CreditNoteId,
    /// `CN-00007`.
    pub number: String,
}

/// What came of crediting an invoice and billing it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Rebilled {
    /// The note over the wrong invoice.
    pub credit_note: CreditNoteRef,
    /// The copy, open to be corrected.
    pub invoice: InvoiceRef,
}

/// A credit note on its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CreditNotePage {
    /// Which.
    pub id: CreditNoteId,
    /// The row that lists show.
    pub row: CreditRow,
    /// Why it was issued.
    pub cause: CreditCause,
    /// The invoice that it lowers.
    pub invoice: Option<InvoiceRef>,
    /// The return that it was made by.
    pub returned: Option<ReturnRef>,
    /// Printed on it.
    pub note: String,
    /// Its lines.
    pub lines: Vec<NoteLineView>,
    /// Without tax.
    pub net: String,
    /// All taxes together.
    pub tax: String,
    /// What it pays, oldest first.
    pub applications: Vec<ApplicationRow>,
    /// Refunds of it, oldest first.
    pub refunds: Vec<RefundRow>,
    /// What of it moved to linked clients, and from which it came, in their order.
    pub transfers: Vec<TransferRow>,
    /// Copies that left the practice.
    pub supplied: Vec<SuppliedRow>,
    /// What happened to it, newest first.
    pub history: Vec<HistoryRow>,
    /// Why nothing of it can be refunded, if so.
    pub cannot_refund: Option<String>,
}

/// A line of a credit note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NoteLineView {
    /// What it says.
    pub description: String,
    /// How many; empty where only money was named.
    pub quantity: String,
    /// Without tax.
    pub net: String,
    /// All its taxes together.
    pub tax: String,
    /// Net and tax together.
    pub total: String,
}
