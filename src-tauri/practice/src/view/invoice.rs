//! Invoices, as the page sees them.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{ClientId, InvoiceId, ProductId, RecordId, ServiceId, SessionId};

use super::{CreditNoteRef, GoodsBackForm, HistoryRow, InvoiceRef, LinkedRef, MonthToInvoice, SourceRef, SuppliedRow};

/// Where an invoice stands (money-rules 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceStatus {
    /// It should never have existed.
    Void,
    /// Nothing is left to pay.
    Paid,
    /// Part is paid.
    PartPaid,
    /// Nothing is paid.
    Unpaid,
    /// Something is left to pay and the due date is past.
    Overdue,
}

/// What part of the list of invoices is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct InvoicesQuery {
    /// Of one client only.
    pub client_id: Option<ClientId>,
    /// Part of a number or of the client's name.
    pub search: String,
    /// Which invoices.
    pub filter: InvoiceFilter,
    /// Issued on or after this day; empty for any.
    pub from: String,
    /// Issued on or before this day; empty for any.
    pub to: String,
    /// In which order.
    pub sort: InvoiceSort,
    /// The other way round.
    pub descending: bool,
    /// Which page, from 0.
    pub page: u32,
}

/// Which invoices a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceFilter {
    /// All.
    All,
    /// With something left to pay.
    Outstanding,
    /// With something left to pay after the due date.
    Overdue,
    /// Paid.
    Paid,
    /// Void.
    Void,
    /// Never supplied, not void, and not brought along by an import.
    NotSupplied,
}

/// The order of the list of invoices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceSort {
    /// By number.
    Number,
    /// By issue day.
    IssuedOn,
    /// By due day.
    DueOn,
    /// By the client's name.
    Client,
    /// By total.
    Total,
    /// By what is left to pay.
    Outstanding,
}

/// One invoice in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct InvoiceRow {
    /// Which.
    pub id: InvoiceId,
    /// `INV-00007`.
    pub number: String,
    /// Whose.
    pub client_id: ClientId,
    /// Given and family name.
    pub client_name: String,
    /// What the first line says.
    pub summary: String,
    /// YYYY-MM-DD.
    pub issued_on: String,
    /// YYYY-MM-DD.
    pub due_on: String,
    /// What it comes to.
    pub total: String,
    /// What of it was given up.
    pub written_off: String,
    /// What is left to pay.
    pub outstanding: String,
    /// Where it stands.
    pub status: InvoiceStatus,
    /// Its lines cannot change.
    pub locked: bool,
    /// A copy left the practice.
    pub supplied: bool,
}

/// Counts and sums above the list of invoices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct BillingSummary {
    /// Invoices with something left to pay.
    pub outstanding_count: u32,
    /// What is left to pay on them.
    pub outstanding: String,
    /// Of these, past their due date.
    pub overdue_count: u32,
    /// What is left to pay on those.
    pub overdue: String,
    /// Charged sessions without an invoice.
    pub not_invoiced_count: u32,
    /// Months that are over and have sessions to gather.
    pub months: Vec<MonthToInvoice>,
    /// Credit that clients have available.
    pub credit: String,
    /// Received in this calendar month, less what was reversed.
    pub received_this_month: String,
}

/// An invoice on its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct InvoicePage {
    /// Which.
    pub id: InvoiceId,
    /// `INV-00007`.
    pub number: String,
    /// Which wording of it; more than 1 after a supplied one was changed.
    pub revision: u32,
    /// Whose.
    pub client_id: ClientId,
    /// Given and family name.
    pub client_name: String,
    /// Who pays, and where to.
    pub bill_to: Vec<String>,
    /// Where it stands.
    pub status: InvoiceStatus,
    /// Its lines cannot change.
    pub locked: bool,
    /// What can be edited, as it is now.
    pub form: InvoiceForm,
    /// The lines with what they come to.
    pub priced: PricedView,
    /// What is applied.
    pub applied: String,
    /// What of it was given up.
    pub written_off: String,
    /// What is left to pay.
    pub outstanding: String,
    /// Money applied to it, oldest first.
    pub applications: Vec<ApplicationRow>,
    /// The credit notes on it, oldest first.
    pub credit_notes: Vec<NoteOnInvoice>,
    /// Copies that left the practice.
    pub supplied: Vec<SuppliedRow>,
    /// What happened to it, newest first.
    pub history: Vec<HistoryRow>,
    /// Why lines cannot change, if so.
    pub cannot_edit: Option<String>,
    /// Why it cannot be void, if so.
    pub cannot_void: Option<String>,
    /// Why no payment can be recorded on it, if so.
    pub cannot_pay: Option<String>,
}

/// A credit note on an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NoteOnInvoice {
    /// Which.
    pub note: CreditNoteRef,
    /// YYYY-MM-DD.
    pub issued_on: String,
    /// What it takes off.
    pub total: String,
    /// It was made void since.
    pub void: bool,
    /// The invoice that the same act issued instead.
    pub instead: Option<InvoiceRef>,
}

/// Money applied to an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ApplicationRow {
    /// Where the money comes from.
    pub source: SourceRef,
    /// The invoice it pays.
    pub invoice_id: InvoiceId,
    /// Number of that invoice.
    pub invoice_number: String,
    /// Who is on the other side, where source and invoice belong to different clients.
    pub linked_client: Option<LinkedRef>,
    /// Day of the latest change.
    pub applied_on: String,
    /// How much.
    pub amount: String,
}

/// An invoice, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct InvoiceForm {
    /// Whose.
    pub client_id: Option<ClientId>,
    /// YYYY-MM-DD.
    pub issued_on: String,
    /// YYYY-MM-DD; empty follows the payment terms.
    pub due_on: String,
    /// Off all lines together.
    pub discount: DiscountForm,
    /// Printed below the lines.
    pub note: String,
    /// What is charged.
    pub lines: Vec<LineForm>,
    /// What becomes of goods that come off the invoice; what is not named goes back into stock, and its record is
    /// deactivated.
    pub goods: Vec<GoodsBackForm>,
    /// Why more is sold than there is in stock; empty where that is not so.
    pub stock_reason: String,
}

/// One line, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LineForm {
    /// The session it charges.
    pub session_id: Option<SessionId>,
    /// The service it is for.
    pub service_id: Option<ServiceId>,
    /// The product it is for.
    pub product_id: Option<ProductId>,
    /// The record in the client's file; nothing for a product that is new on the invoice.
    pub record_id: Option<RecordId>,
    /// What it says.
    pub description: String,
    /// YYYY-MM-DD, or nothing.
    pub service_on: String,
    /// Above 0, up to 3 decimals.
    pub quantity: String,
    /// 0 or more, up to 4 decimals.
    pub unit_price: String,
    /// Off this line.
    pub discount: DiscountForm,
    /// Taxes on it.
    pub taxes: Vec<LineTaxForm>,
}

/// How an invoice is made void, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct VoidForm {
    /// Why; may be empty.
    pub reason: String,
    /// Whether money that is applied to it goes back to where it came from in the same act.
    pub release: bool,
    /// What becomes of its goods; what is not named goes back into stock, and its record is deactivated.
    pub goods: Vec<GoodsBackForm>,
}

/// A tax on a line, fixed when the line is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LineTaxForm {
    /// Its name.
    pub name: String,
    /// Percent with up to 4 decimals.
    pub rate: String,
    /// The price has it in already.
    pub included: bool,
}

/// A discount, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct DiscountForm {
    /// How it is meant.
    pub kind: DiscountKind,
    /// The amount or the percent; empty without one.
    pub value: String,
}

/// How a discount is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DiscountKind {
    /// There is none.
    None,
    /// A sum of money.
    Amount,
    /// A percent.
    Percent,
}

/// What lines come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PricedView {
    /// Line by line, in their order.
    pub lines: Vec<PricedLineView>,
    /// The lines before the discount on all of them.
    pub subtotal: String,
    /// The discount on all of them.
    pub discount: String,
    /// Before tax.
    pub net: String,
    /// Tax by rate.
    pub taxes: Vec<TaxTotalView>,
    /// All taxes.
    pub tax: String,
    /// What is asked for.
    pub total: String,
}

/// What one line comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PricedLineView {
    /// Its own discount.
    pub line_discount: String,
    /// After its own discount; what the document prints at its end.
    pub amount: String,
    /// Its share of the discount on all lines.
    pub document_discount: String,
    /// Its tax.
    pub tax: String,
}

/// One tax of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TaxTotalView {
    /// Its name.
    pub name: String,
    /// `8.5 %`.
    pub rate: String,
    /// The prices have it in already.
    pub included: bool,
    /// What it is on.
    pub base: String,
    /// What it comes to.
    pub tax: String,
}
