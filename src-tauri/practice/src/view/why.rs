//! *Why?*: a figure, and the rows that add up to it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{PaymentReportQuery, SearchKind, StatementOf};
use crate::ids::{ClientId, CreditNoteId, InvoiceId, SourceId};

/// A figure that can say why it is what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind", content = "of")]
pub enum Figure {
    /// Balance owing.
    Owing(AccountsOf),
    /// Credit available.
    Credit(AccountsOf),
    /// What of the balance owing is of one age.
    Due(DueOf),
    /// What came in this month, less what went back; of one client or of all.
    Received(Option<ClientId>),
    /// The position with which an account summary begins.
    Opening(StatementOf),
    /// The position with which it ends.
    Closing(StatementOf),
    /// What is owed after its last day.
    SummaryOwing(StatementOf),
    /// What of credit can be used after its last day.
    SummaryCredit(StatementOf),
    /// A total of the payment report.
    Reported(ReportedOf),
    /// What the lines of a document come to.
    Lines(LinesOf),
    /// What is left to pay on an invoice.
    Outstanding(InvoiceId),
    /// What is applied to an invoice.
    Applied(InvoiceId),
    /// What of an invoice was given up.
    WrittenOff(InvoiceId),
    /// What remains of a payment, a credit or a credit note.
    Remaining(SourceId),
    /// What of a payment, a credit or a credit note is used.
    Used(UsedOf),
}

/// Whose account at the end of which day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AccountsOf {
    /// One client's; every client's together where none is named.
    pub client_id: Option<ClientId>,
    /// YYYY-MM-DD; empty for now.
    pub as_of: String,
}

/// What of an account has been due for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DueOf {
    /// Whose account at the end of which day.
    pub account: AccountsOf,
    /// For how long it has been due.
    pub age: Age,
}

/// How long something has been due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// Not past its due day.
    Current,
    /// 1 to 30 days past it.
    To30,
    /// 31 to 60 days past it.
    To60,
    /// 61 to 90 days past it.
    To90,
    /// More than 90 days past it.
    Over90,
    /// Past it, however long.
    Overdue,
}

/// A total of the payment report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReportedOf {
    /// Which payments; all of them, whatever its page.
    pub query: PaymentReportQuery,
    /// Which of the totals.
    pub sum: ReportedSum,
}

/// One of the totals of the payment report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReportedSum {
    /// What came in.
    Amount,
    /// What of it is not where it was recorded for.
    Created,
    /// What of that was put on other invoices.
    Applied,
    /// What of that went back to the client, or to a linked one.
    Returned,
    /// What of that is used by nothing.
    Current,
}

/// What the lines of a document come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LinesOf {
    /// Whose lines.
    pub document: LinedDocument,
    /// Which of its sums.
    pub sum: LineSum,
}

/// A document with lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum LinedDocument {
    /// An invoice, as it is worded now.
    Invoice(InvoiceId),
    /// A credit note.
    CreditNote(CreditNoteId),
}

/// A sum over the lines of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind", content = "at")]
pub enum LineSum {
    /// Before the discount on all of them.
    Subtotal,
    /// The discount on all of them.
    Discount,
    /// Before tax.
    Net,
    /// One tax, by its place among those of the document.
    Tax(u32),
    /// All taxes.
    Taxes,
    /// With tax.
    Total,
}

/// What of a source is used in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct UsedOf {
    /// The payment, the credit or the credit note.
    pub source: SourceId,
    /// In which way.
    pub by: UsedBy,
}

/// How money of a source is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UsedBy {
    /// It is applied to invoices.
    Applied,
    /// It went back to the client.
    Refunded,
    /// It was moved to a linked client.
    Transferred,
}

/// A figure with the rows that add up to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WhyView {
    /// What the figure is called.
    pub title: String,
    /// Whose it is, or of which document; empty for the whole practice.
    pub about: String,
    /// What it is made of, in one sentence.
    pub meaning: String,
    /// How many rows come before these, on earlier pages.
    pub earlier_count: u32,
    /// What they add up to.
    pub earlier: String,
    /// The rows of this page, by day.
    pub rows: Vec<WhyRow>,
    /// How many rows come after these, on later pages.
    pub later_count: u32,
    /// What they add up to.
    pub later: String,
    /// The figure: all rows together.
    pub total: String,
    /// Which page this is, from 0.
    pub page: u32,
    /// How many documents are left out because what moved them adds up to nothing.
    pub settled_count: u32,
}

/// One row of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WhyRow {
    /// Its day, YYYY-MM-DD; empty for the rows of several days together.
    pub on: String,
    /// What happened, in one sentence that leads to what it names.
    pub sentence: Vec<WhyPart>,
    /// The act that wrote it, where the sentence does not say it.
    pub act: String,
    /// What it adds to the figure; below 0 takes off.
    pub amount: String,
    /// The figure that this row is itself, where it has rows of its own.
    pub figure: Option<Figure>,
}

/// Part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WhyPart {
    /// The words.
    pub text: String,
    /// Where they lead.
    pub place: Option<Place>,
}

/// Something that has a page of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Place {
    /// What it is.
    pub kind: SearchKind,
    /// Its id.
    pub id: String,
}
