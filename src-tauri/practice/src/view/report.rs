//! Reports, as the page sees them.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::ClientId;

/// What is owed, by days past its due day, at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AgingReport {
    /// YYYY-MM-DD.
    pub as_of: String,
    /// The clients with something owed or unapplied, by name.
    pub rows: Vec<AgingRow>,
    /// All of them together.
    pub total: AgingSums,
}

/// What one client owes, by age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AgingRow {
    /// Who.
    pub client_id: ClientId,
    /// Given and family name.
    pub client_name: String,
    /// How much.
    pub sums: AgingSums,
}

/// Sums of an aging report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AgingSums {
    /// Not past due, 1-30 days, 31-60, 61-90, over 90.
    pub buckets: Vec<String>,
    /// The buckets together: the balance owing.
    pub owing: String,
    /// Money that is on no invoice and can be used.
    pub unapplied: String,
}

/// What moved a client's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// An invoice was issued, changed or made void.
    Invoice,
    /// A payment came in or was reversed.
    Payment,
    /// A credit was given, changed or deleted.
    Credit,
    /// A credit note was issued or made void.
    CreditNote,
    /// Money went back to the client, or the refund was reversed.
    Refund,
    /// Part of an invoice was given up, or is owed again.
    WriteOff,
    /// Credit can be used no more, or again.
    Lapse,
    /// Money was used for, or came from, a linked client.
    Linked,
}

/// An account summary: a client's account in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct StatementView {
    /// Who.
    pub client_id: ClientId,
    /// Given and family name.
    pub client_name: String,
    /// The first day, YYYY-MM-DD; empty where the account is told from its beginning.
    pub from: String,
    /// The last day, YYYY-MM-DD.
    pub to: String,
    /// What is owed less what is available, before the first day; below 0 the practice owes the client.
    pub opening: String,
    /// What moved it, by day, then in the order of entry.
    pub rows: Vec<StatementLine>,
    /// The position after the last day.
    pub closing: String,
    /// What was owed then.
    pub owing: String,
    /// What of credit could be used then.
    pub credit: String,
}

/// A movement of a client's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct StatementLine {
    /// YYYY-MM-DD.
    pub on: String,
    /// What it is.
    pub kind: StatementKind,
    /// The number of its document.
    pub document: String,
    /// What raises the position; empty otherwise.
    pub plus: String,
    /// What lowers it; empty otherwise.
    pub minus: String,
    /// The position after it.
    pub position: String,
}

/// What *Check the books* found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct BooksCheck {
    /// How many rules were held against the rows.
    pub rule_count: u32,
    /// How many clients there are.
    pub client_count: u32,
    /// How many sessions.
    pub session_count: u32,
    /// How many invoices.
    pub invoice_count: u32,
    /// How many payments, credits and credit notes.
    pub source_count: u32,
    /// How many acts.
    pub operation_count: u32,
    /// The rules that do not hold; none where the books are in order.
    pub broken: Vec<BrokenRule>,
}

/// A rule that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct BrokenRule {
    /// The rule, in a sentence.
    pub rule: String,
    /// What breaks it, by number or name; the first few.
    pub rows: Vec<String>,
}
