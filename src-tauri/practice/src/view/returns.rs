//! Returns, as the page sees them.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{ClientId, ProductId, RecordId, ReturnId};

use super::{CreditNoteRef, HistoryRow, InvoiceRef, RefundRef};

/// A return, as typed; its items are saved one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReturnForm {
    /// Whose; stays once it is saved.
    pub client_id: Option<ClientId>,
    /// YYYY-MM-DD: the day on which the goods came back.
    pub returned_on: String,
    /// Printed on the credit note.
    pub note: String,
}

/// An item of a return, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReturnItemForm {
    /// What comes back.
    pub record_id: Option<RecordId>,
    /// How many come back.
    pub units: String,
    /// How many of them go back into stock.
    pub restock: String,
    /// What becomes of the record in the client's file; must be chosen.
    pub records: Option<RecordsChoice>,
}

/// What becomes of the record of returned goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RecordsChoice {
    /// It is deactivated.
    Deactivate,
    /// It stays.
    Keep,
}

/// What a client can return, or why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Returnable {
    /// The record in the client's file.
    pub record_id: RecordId,
    /// What it is called.
    pub description: String,
    /// The invoice that it is on.
    pub invoice: InvoiceRef,
    /// YYYY-MM-DD: the day on which it was given.
    pub given_on: String,
    /// How many were sold.
    pub sold: String,
    /// How many can come back.
    pub most: String,
    /// What all of them come to: what the client paid, tax and all.
    pub value: String,
    /// Whether they can go back into stock.
    pub counted: bool,
    /// Why it cannot be returned, if so.
    pub cannot_return: Option<String>,
    /// It can be taken off its invoice instead, which is not paid.
    pub unpaid: bool,
}

/// Where a return stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReturnStatus {
    /// Nothing happened yet.
    Draft,
    /// Money, stock and records were put right.
    Posted,
    /// It was posted and taken back.
    Reversed,
}

/// What part of the list of returns is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReturnsQuery {
    /// Of one client only.
    pub client_id: Option<ClientId>,
    /// With this product only.
    pub product_id: Option<ProductId>,
    /// Part of a number, of the client's name or of what came back.
    pub search: String,
    /// Which returns.
    pub filter: ReturnFilter,
    /// The newest first.
    pub descending: bool,
    /// Which page, from 0.
    pub page: u32,
}

/// Which returns a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReturnFilter {
    /// All.
    All,
    /// Not posted yet.
    Draft,
    /// Posted.
    Posted,
    /// Posted and taken back.
    Reversed,
}

/// One return in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReturnRow {
    /// Which.
    pub id: ReturnId,
    /// `RT-00001`; nothing for a draft.
    pub number: Option<String>,
    /// Whose.
    pub client_id: ClientId,
    /// Given and family name.
    pub client_name: String,
    /// YYYY-MM-DD.
    pub returned_on: String,
    /// What comes back: `2 × Workbook, 1 × Cards`; empty without items.
    pub summary: String,
    /// What it came to once posted; nothing for a draft.
    pub total: Option<String>,
    /// Where it stands.
    pub status: ReturnStatus,
    /// The credit notes that it made, one for each invoice.
    pub credit_notes: Vec<CreditNoteRef>,
    /// Refunds that were made with it.
    pub refunds: Vec<RefundRef>,
}

/// A return with all that its page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReturnPage {
    /// The row that lists show.
    pub row: ReturnRow,
    /// What can be edited while it is a draft.
    pub form: ReturnForm,
    /// What comes back.
    pub items: Vec<ReturnItemRow>,
    /// What its items come to.
    pub total: String,
    /// Of that, what is kept as credit or paid back: neither goodwill nor what was written off is money to give back.
    pub kept: String,
    /// Of what is kept, what can be paid back: no more than was received for the client.
    pub refundable: String,
    /// Why it cannot be posted, if so.
    pub cannot_post: Option<String>,
    /// Why it cannot be reversed, if so.
    pub cannot_reverse: Option<String>,
    /// What happened to it, newest first.
    pub history: Vec<HistoryRow>,
}

/// An item of a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReturnItemRow {
    /// As it is typed.
    pub form: ReturnItemForm,
    /// What it is called.
    pub description: String,
    /// The product.
    pub product_id: ProductId,
    /// The invoice that it is on; nothing where its line was taken off since.
    pub invoice: Option<InvoiceRef>,
    /// How many can come back.
    pub most: String,
    /// Whether they can go back into stock.
    pub counted: bool,
    /// What it comes to; empty where it cannot be told.
    pub value: String,
    /// What stands in the way of posting it, if something does.
    pub problem: Option<String>,
    /// It can be taken off its invoice instead, which is not paid.
    pub unpaid: bool,
}

/// What becomes of the money of a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind", content = "refund")]
pub enum ReturnMoney {
    /// It is kept as credit.
    Credit,
    /// It goes back to the client.
    Refund(ReturnRefundForm),
}

/// How the money of a return goes back, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReturnRefundForm {
    /// YYYY-MM-DD.
    pub refunded_on: String,
    /// How it goes.
    pub method: String,
    /// Number of a cheque, a transfer, a card slip.
    pub reference: String,
}

/// A return by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ReturnRef {
    /// Which.
    pub id: ReturnId,
    /// `RT-00001`.
    pub number: String,
}

/// What came of posting a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PostedReturn {
    /// Which.
    pub id: ReturnId,
    /// `RT-00001`.
    pub number: String,
    /// The credit notes that it made, one for each invoice.
    pub credit_notes: Vec<CreditNoteRef>,
    /// The refunds that were made of them.
    pub refunds: Vec<RefundRef>,
}
