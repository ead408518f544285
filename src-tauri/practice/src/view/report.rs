//! Reports, as the page sees them.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{ClientId, PaymentId};

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

/// Which payments a report is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaymentReportQuery {
    /// The first day on which they came in, YYYY-MM-DD; empty for any.
    pub from: String,
    /// The last day; empty for any.
    pub to: String,
    /// Only those that made credit.
    pub credits_only: bool,
    /// Which page, from 0.
    pub page: u32,
}

/// Payments of a period, and what of them became credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaymentReport {
    /// The payments of this page, by day.
    pub rows: Vec<PaymentReportRow>,
    /// All of them together, on every page.
    pub total: PaymentReportSums,
    /// How many there are.
    pub count: u32,
    /// Which page this is, from 0.
    pub page: u32,
    /// How many rows a page has at most.
    pub page_size: u32,
}

/// One payment of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaymentReportRow {
    /// Which.
    pub id: PaymentId,
    /// `R-00007`.
    pub number: String,
    /// Whose.
    pub client_id: ClientId,
    /// Given and family name.
    pub client_name: String,
    /// YYYY-MM-DD.
    pub received_on: String,
    /// How it came.
    pub method: String,
    /// How much.
    pub sums: PaymentReportSums,
}

/// What came in, and what of it became credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaymentReportSums {
    /// What came in; nothing for a reversed payment.
    pub amount: String,
    /// What of it is not where it was recorded for. It stays as it is used.
    pub created: String,
    /// What of that was put on other invoices.
    pub applied: String,
    /// What of that went back to the client, or to a linked one.
    pub returned: String,
    /// What of that is used by nothing.
    pub current: String,
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
    /// What became of it, or whose money it is, such as `corrected` or `from Ben`; empty for most.
    pub detail: String,
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
    /// What breaks it, by number or name; the first of them.
    pub rows: Vec<String>,
    /// How many there are in all.
    pub row_count: u32,
}
