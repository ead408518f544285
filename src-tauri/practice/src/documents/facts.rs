//! What documents are laid out from: frozen when a document is issued, so a reprint says the same.

use billing::{Currency, Money};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{logo::Logo, wire};

/// Who issues the document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Letterhead {
    /// The practice's name.
    pub practice: String,
    /// Its owner, as clients know them, such as `Marta Lindqvist, LCSW`.
    pub owner: Option<String>,
    /// The lines of its address.
    pub address: Vec<String>,
    /// Its telephone number.
    pub phone: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Its number with the tax office.
    pub tax_id: Option<String>,
    /// The owner's licence to practise.
    pub licence: Option<String>,
    /// The United States' National Provider Identifier.
    pub npi: Option<String>,
    /// Its logo.
    pub logo: Option<Logo>,
    /// How invoices are to be paid, in the practice's words; may have several lines.
    pub how_to_pay: Option<String>,
    /// What stands at the foot of each page.
    pub footer: Option<String>,
}

/// Who a document is addressed to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Recipient {
    /// Their name.
    pub name: String,
    /// The lines of their address.
    pub address: Vec<String>,
    /// Their e-mail address.
    pub email: Option<String>,
}

/// All that an invoice says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InvoiceFacts {
    /// Its number, such as `INV-00007`.
    pub number: String,
    /// 1 at first; each change of a supplied invoice makes the next.
    pub revision: u32,
    /// The day that it was issued.
    pub issued_on: NaiveDate,
    /// The last day for paying it.
    pub due_on: NaiveDate,
    /// The currency of every amount on it.
    #[serde(with = "wire::currency")]
    pub currency: Currency,
    /// Who issues it.
    pub letterhead: Letterhead,
    /// Who is to pay it.
    pub bill_to: Recipient,
    /// The client, if somebody else is to pay.
    pub client: Option<String>,
    /// What is charged.
    pub lines: Vec<InvoiceLine>,
    /// The sum of the lines' amounts.
    #[serde(with = "wire::money")]
    pub subtotal: Money,
    /// Taken off the whole invoice.
    #[serde(with = "wire::money")]
    pub discount: Money,
    /// Tax by rate.
    pub taxes: Vec<TaxRow>,
    /// What it comes to.
    #[serde(with = "wire::money")]
    pub total: Money,
    /// What lowered the amount due, in order of day.
    pub applied: Vec<AppliedRow>,
    /// What is left to pay.
    #[serde(with = "wire::money")]
    pub due: Money,
    /// A note to the client; may have several lines.
    pub notes: Option<String>,
    /// Whether it should never have existed; then nothing is owed on it.
    pub void: bool,
}

/// One line of an invoice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// The day of the service.
    pub service_on: Option<NaiveDate>,
    /// What it was.
    pub description: String,
    /// How many; up to 3 decimals.
    #[serde(with = "wire::decimal")]
    pub quantity: Decimal,
    /// The price of one; up to 4 decimals.
    #[serde(with = "wire::decimal")]
    pub unit_price: Decimal,
    /// Taken off the line.
    #[serde(with = "wire::money")]
    pub discount: Money,
    /// The tax on it in words, such as `8.5 %`.
    pub tax: Option<String>,
    /// What the line comes to, before the invoice's discount and added tax.
    #[serde(with = "wire::money")]
    pub amount: Money,
}

/// The tax of one rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRow {
    /// Its name and rate, such as `Sales tax 8.5 %`.
    pub label: String,
    /// What it is counted on.
    #[serde(with = "wire::money")]
    pub base: Money,
    /// The tax.
    #[serde(with = "wire::money")]
    pub amount: Money,
    /// Whether the prices include it already.
    pub included: bool,
}

/// Something that lowered an invoice's amount due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedRow {
    /// What it was.
    pub kind: AppliedKind,
    /// Its number, if it has one.
    pub number: Option<String>,
    /// The day on which it was received, made or given up.
    pub on: NaiveDate,
    /// By how much.
    #[serde(with = "wire::money")]
    pub amount: Money,
}

/// The kinds of what lowers an amount due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppliedKind {
    /// Money came in.
    Payment,
    /// A credit was applied.
    Credit,
    /// A credit note was applied.
    CreditNote,
    /// It was given up.
    WriteOff,
}

/// All that a receipt says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReceiptFacts {
    /// Its number, such as `R-00001`.
    pub number: String,
    /// 1 at first; each change of a supplied receipt makes the next.
    pub revision: u32,
    /// The day on which the money came.
    pub received_on: NaiveDate,
    /// The currency of every amount on it.
    #[serde(with = "wire::currency")]
    pub currency: Currency,
    /// Who received it.
    pub letterhead: Letterhead,
    /// Who paid.
    pub received_from: Recipient,
    /// The client, if somebody else paid.
    pub client: Option<String>,
    /// How it was paid, such as `Card`.
    pub method: String,
    /// A cheque's number or the like.
    pub reference: Option<String>,
    /// A word to the payer; may have several lines.
    pub comment: Option<String>,
    /// What was received.
    #[serde(with = "wire::money")]
    pub amount: Money,
    /// What became of it.
    pub used: Used,
    /// The day on which the payment was taken back, if it was.
    pub reversed_on: Option<NaiveDate>,
}

/// What became of the money of a payment or credit note; the parts add up to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// The invoices that it pays.
    pub applied: Vec<PaidInvoice>,
    /// What went back.
    pub refunded: Vec<RefundedRow>,
    /// What was moved to the account of a linked client.
    #[serde(with = "wire::money")]
    pub transferred: Money,
    /// What is not used yet.
    #[serde(with = "wire::money")]
    pub credit: Money,
}

/// An invoice that a source of money pays, in whole or in part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidInvoice {
    /// Its number.
    pub number: String,
    /// The day that it was issued.
    pub issued_on: NaiveDate,
    /// How much is applied to it.
    #[serde(with = "wire::money")]
    pub amount: Money,
}

/// A part of a source of money that went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundedRow {
    /// The refund's number.
    pub number: String,
    /// The day on which the money went back.
    pub on: NaiveDate,
    /// How much.
    #[serde(with = "wire::money")]
    pub amount: Money,
}

/// All that a credit note says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreditNoteFacts {
    /// Its number, such as `CN-00001`.
    pub number: String,
    /// The day that it was issued.
    pub issued_on: NaiveDate,
    /// The currency of every amount on it.
    #[serde(with = "wire::currency")]
    pub currency: Currency,
    /// Who issues it.
    pub letterhead: Letterhead,
    /// Whose account it lowers.
    pub credited_to: Recipient,
    /// The client, if somebody else pays.
    pub client: Option<String>,
    /// Why it was issued.
    pub cause: NoteCause,
    /// The invoice that was too high; none for a note that stands by itself.
    pub invoice: Option<CreditedInvoice>,
    /// What is credited.
    pub lines: Vec<CreditNoteLine>,
    /// The sum of the lines before tax.
    #[serde(with = "wire::money")]
    pub net: Money,
    /// Tax by rate; with the net it adds up to the total.
    pub taxes: Vec<TaxRow>,
    /// What it comes to.
    #[serde(with = "wire::money")]
    pub total: Money,
    /// How it was settled.
    pub used: Used,
    /// A note to the client; may have several lines.
    pub notes: Option<String>,
    /// The day on which it became void, if it did.
    pub void_on: Option<NaiveDate>,
}

/// Why a credit note was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteCause {
    /// The invoice was too high.
    Correction,
    /// A credit for a service.
    Service,
    /// Goodwill.
    Goodwill,
    /// Something was returned.
    Return,
}

/// The invoice that a credit note lowers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditedInvoice {
    /// Its number.
    pub number: String,
    /// The day that it was issued.
    pub issued_on: NaiveDate,
}

/// One line of a credit note.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreditNoteLine {
    /// The day of the service.
    pub service_on: Option<NaiveDate>,
    /// What it was.
    pub description: String,
    /// How many; 0 where only money was named.
    #[serde(with = "wire::decimal")]
    pub quantity: Decimal,
    /// What is credited of it before tax.
    #[serde(with = "wire::money")]
    pub net: Money,
    /// The tax that is credited with it.
    #[serde(with = "wire::money")]
    pub tax: Money,
    /// Both together.
    #[serde(with = "wire::money")]
    pub total: Money,
}

/// All that an account summary says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementFacts {
    /// The first day; none where the account is told from its beginning.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: NaiveDate,
    /// The currency of every amount on it.
    #[serde(with = "wire::currency")]
    pub currency: Currency,
    /// Who issues it.
    pub letterhead: Letterhead,
    /// Whose account it is, or who pays for it.
    pub account_of: Recipient,
    /// The client, if somebody else pays.
    pub client: Option<String>,
    /// The position before the first day.
    pub opening: StatementPosition,
    /// What moved it, by day.
    pub rows: Vec<StatementRow>,
    /// The position after the last day.
    pub closing: StatementPosition,
    /// What was owed then.
    #[serde(with = "wire::money")]
    pub owing: Money,
    /// What of credit could be used then.
    #[serde(with = "wire::money")]
    pub available: Money,
    /// The invoices that were open then; they come to what was owed.
    pub open: Vec<OpenRow>,
}

/// What is owed less what is available.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementPosition {
    /// How much.
    #[serde(with = "wire::money")]
    pub amount: Money,
    /// Whether the practice owes it.
    pub in_favour: bool,
}

/// One movement of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementRow {
    /// Its day.
    pub on: NaiveDate,
    /// What moved it.
    pub moved_by: MovedBy,
    /// The number of its document.
    pub document: String,
    /// By how much.
    #[serde(with = "wire::money")]
    pub amount: Money,
    /// Whether less is owed after it.
    pub lowers: bool,
    /// The position after it.
    pub position: StatementPosition,
}

/// What moves an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovedBy {
    /// An invoice.
    Invoice,
    /// A payment.
    Payment,
    /// A credit made by hand.
    Credit,
    /// A credit note.
    CreditNote,
    /// Money that went back.
    Refund,
    /// Part of an invoice that was given up.
    WriteOff,
    /// Credit that can be used no more.
    Lapse,
    /// Money for or from a linked client.
    Linked,
}

/// An invoice with something left to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenRow {
    /// Its number.
    pub number: String,
    /// The last day for paying it.
    pub due_on: NaiveDate,
    /// What is left to pay.
    #[serde(with = "wire::money")]
    pub outstanding: Money,
}

/// All that the advice of a refund says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefundFacts {
    /// Its number, such as `RF-00001`.
    pub number: String,
    /// The day on which the money went back.
    pub refunded_on: NaiveDate,
    /// The currency of every amount on it.
    #[serde(with = "wire::currency")]
    pub currency: Currency,
    /// Who paid it back.
    pub letterhead: Letterhead,
    /// Who got it.
    pub paid_to: Recipient,
    /// The client, if somebody else got it.
    pub client: Option<String>,
    /// What kind of money it is paid from.
    pub source_kind: AppliedKind,
    /// The number of that payment, credit or credit note.
    pub source_number: String,
    /// The day from which that counts.
    pub source_on: NaiveDate,
    /// How it was paid, such as `Bank transfer`.
    pub method: String,
    /// A cheque's number or the like.
    pub reference: Option<String>,
    /// Why; may have several lines.
    pub reason: Option<String>,
    /// How much.
    #[serde(with = "wire::money")]
    pub amount: Money,
    /// The day on which the refund was taken back, if it was.
    pub reversed_on: Option<NaiveDate>,
}
