//! What the page is shown and what it sends: serializable twins, with money as decimal text and ids as text.

mod application;
mod assist;
mod calendar;
mod client;
mod credit;
mod credit_note;
mod document;
mod export;
mod invoice;
mod payment;
mod product;
mod record;
mod report;
mod returns;
mod settings;
mod today;
mod tracking;
mod why;

pub use application::*;
pub use assist::*;
pub use calendar::*;
pub use client::*;
pub use credit::*;
pub use credit_note::*;
pub use document::*;
pub use export::*;
pub use invoice::*;
pub use payment::*;
pub use product::*;
pub use record::*;
pub use report::*;
pub use returns::*;
pub use settings::*;
pub use today::*;
pub use tracking::*;
pub use why::*;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{InvoiceId, OperationId, PaymentId, SourceId};

/// How an act is asked for: with the key that makes it happen once, or only to see what it would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ActKey {
    /// Fresh for each intent of the user; the same key again gives the same answer.
    pub key: String,
    /// Run and roll back, to show the effects.
    pub preview: bool,
}

/// What came of an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Acted<T> {
    /// What the act made.
    pub answer: T,
    /// The operation, for undo; empty in a preview, where nothing had to be done, and where it cannot be undone.
    pub operation: Option<OperationId>,
    /// What happened, in one sentence; in a preview what is to happen.
    pub sentence: String,
    /// What the page has to fetch again.
    pub changed: Vec<Topic>,
    /// Figures and states before and after.
    pub effects: Vec<Effect>,
    /// What the user should know, without being stopped by it.
    pub warnings: Vec<String>,
}

impl<T> Acted<T> {
    /// The same, for a page that needs only to know that it happened.
    #[must_use]
    pub fn without_answer(self) -> Acted<()> {
        let Self { operation, sentence, changed, effects, warnings, .. } = self;
        Acted { answer: (), operation, sentence, changed, effects, warnings }
    }
}

/// One consequence of an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Effect {
    /// Whose figure: `Balance owing`, `INV-00007`.
    pub label: String,
    /// Before the act; empty for something that did not exist.
    pub before: String,
    /// After the act.
    pub after: String,
    /// Whether both are amounts of money.
    pub money: bool,
}

/// What an act touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Who the practice is and how it bills.
    Settings,
    /// Services, taxes, products and payment methods.
    Catalogue,
    /// Clients and their details.
    Clients,
    /// The calendar.
    Sessions,
    /// Invoices.
    Invoices,
    /// Payments and receipts.
    Payments,
    /// Credits, credit notes and refunds.
    Credits,
    /// Stock, records and returns.
    Goods,
    /// Balances of clients.
    Balances,
    /// Copies that were supplied.
    Documents,
}

impl Topic {
    /// All of them.
    pub(crate) const ALL: [Self; 10] = [
        Self::Settings,
        Self::Catalogue,
        Self::Clients,
        Self::Sessions,
        Self::Invoices,
        Self::Payments,
        Self::Credits,
        Self::Goods,
        Self::Balances,
        Self::Documents,
    ];
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Listed<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// How many rows there are in all.
    pub total: u32,
    /// Which page this is, from 0.
    pub page: u32,
    /// How many rows a page has at most.
    pub page_size: u32,
}

/// A document that has a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct InvoiceRef {
    /// Which.
    pub id: InvoiceId,
    /// `INV-00007`.
    pub number: String,
}

/// A payment by the number of its receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaymentRef {
    /// Which.
    pub id: PaymentId,
    /// `R-00007`.
    pub number: String,
}

/// What a source of money is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SourceKindView {
    /// Money that came in; it has a receipt.
    Payment,
    /// Made by hand.
    Credit,
    /// A document that lowers an issued invoice, or stands alone.
    CreditNote,
}

impl SourceKindView {
    /// The same, as its rules call it.
    pub(crate) fn of(kind: billing::SourceKind) -> Self {
        match kind {
            billing::SourceKind::Payment => Self::Payment,
            billing::SourceKind::Credit => Self::Credit,
            billing::SourceKind::CreditNote => Self::CreditNote,
        }
    }
}

/// A payment, a credit or a credit note, by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SourceRef {
    /// Which.
    pub id: SourceId,
    /// What it is.
    pub kind: SourceKindView,
    /// `R-00007`, `CR-00007`, `CN-00007`.
    pub number: String,
}

/// One operation in the history of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct HistoryRow {
    /// Which.
    pub operation: OperationId,
    /// What happened.
    pub sentence: String,
    /// When, in UTC.
    pub acted_at: String,
    /// It is the undo of another, and not what does it again.
    pub is_undo: bool,
    /// It was undone later, and not done again since.
    pub undone: bool,
    /// It is of a kind that can be taken back and no undo of it was written; whether something depends on it shows when it
    /// is tried.
    pub can_undo: bool,
}

/// One hit of the search field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SearchHit {
    /// What it is.
    pub kind: SearchKind,
    /// Its id.
    pub id: String,
    /// Its name or number.
    pub title: String,
    /// What tells it from others.
    pub detail: String,
}

/// What a search can find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SearchKind {
    /// A client.
    Client,
    /// An invoice, by number.
    Invoice,
    /// A payment, by the number of its receipt.
    Payment,
    /// A credit, by number.
    Credit,
    /// A credit note, by number.
    CreditNote,
    /// A refund, by number.
    Refund,
    /// A product, by name or stock keeping unit.
    Product,
    /// A return, by number.
    Return,
}
