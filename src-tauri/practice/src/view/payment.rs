//! Payments, as the page sees them.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{ClientId, InvoiceId, PaymentId};

use super::{ApplicationRow, HistoryRow, RefundRow, SuppliedRow, TransferRow};

/// A payment, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaymentForm {
    /// Who paid.
    pub client_id: Option<ClientId>,
    /// How much came.
    pub amount: String,
    /// YYYY-MM-DD.
    pub received_on: String,
    /// The name of a payment method.
    pub method: String,
    /// Number of a cheque, a transfer, a card slip.
    pub reference: String,
    /// Printed on the receipt.
    pub comment: String,
    /// What the money is for.
    pub applied: AppliedForm,
}

/// What the money of a payment is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind", content = "shares")]
pub enum AppliedForm {
    /// Open invoices, oldest service first.
    OldestFirst,
    /// These invoices with these amounts.
    ByHand(Vec<ShareForm>),
    /// None: all of it stays as credit.
    ToCredit,
}

/// A part of a payment for one invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ShareForm {
    /// Which invoice.
    pub invoice_id: InvoiceId,
    /// How much; empty for none.
    pub amount: String,
}

/// A payment that was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RecordedPayment {
    /// Which.
    pub id: PaymentId,
    /// `R-00007`.
    pub number: String,
    /// What of it was not applied and stays as credit.
    pub left: String,
}

/// What a payment of some amount would pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaymentProposal {
    /// The client's open invoices, oldest service first, then those of linked clients, for which nothing is proposed.
    pub open: Vec<OpenInvoiceRow>,
    /// What the client owes in all.
    pub owing: String,
    /// What the client has in credit.
    pub credit: String,
    /// Of the amount, what would be applied.
    pub applied: String,
    /// Of the amount, what would stay as credit.
    pub remaining: String,
    /// Charged sessions without an invoice: invoice them first.
    pub not_invoiced_count: u32,
}

/// An invoice that money can be applied to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct OpenInvoiceRow {
    /// Which.
    pub id: InvoiceId,
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
    /// What the proposal applies.
    pub proposed: String,
}

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// Received, and it counts.
    Active,
    /// It was entered in error, or the bank took it back.
    Reversed,
}

/// Why a payment is reversed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReversalReason {
    /// It never came.
    Error,
    /// It came, and the bank took it back.
    Returned,
}

/// What part of the list of payments is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaymentsQuery {
    /// Of one client only.
    pub client_id: Option<ClientId>,
    /// Part of a number, a reference or of the client's name.
    pub search: String,
    /// Which payments.
    pub filter: PaymentFilter,
    /// By this method only; empty for any.
    pub method: String,
    /// Received on or after this day; empty for any.
    pub from: String,
    /// Received on or before this day; empty for any.
    pub to: String,
    /// In which order.
    pub sort: PaymentSort,
    /// The other way round.
    pub descending: bool,
    /// Which page, from 0.
    pub page: u32,
}

/// Which payments a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PaymentFilter {
    /// All.
    All,
    /// With money that is not applied.
    WithCredit,
    /// Reversed.
    Reversed,
}

/// The order of the list of payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PaymentSort {
    /// By number of the receipt.
    Number,
    /// By day.
    ReceivedOn,
    /// By the client's name.
    Client,
    /// By amount.
    Amount,
}

/// One payment in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaymentRow {
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
    /// Number of a cheque, a transfer, a card slip.
    pub reference: String,
    /// How much came.
    pub amount: String,
    /// What of it is not applied.
    pub remaining: String,
    /// Where it stands.
    pub status: PaymentStatus,
}

/// A payment on its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PaymentPage {
    /// Which.
    pub id: PaymentId,
    /// `R-00007`.
    pub number: String,
    /// Which wording of the receipt; more than 1 after a supplied one was changed.
    pub revision: u32,
    /// Given and family name.
    pub client_name: String,
    /// What can be edited, as it is now.
    pub form: PaymentForm,
    /// Where it stands.
    pub status: PaymentStatus,
    /// What of it is applied.
    pub applied: String,
    /// What of it went back to the client.
    pub refunded: String,
    /// What of it was moved to a linked client.
    pub transferred: String,
    /// What of it is not.
    pub remaining: String,
    /// What it pays, oldest first.
    pub applications: Vec<ApplicationRow>,
    /// Refunds of it, oldest first.
    pub refunds: Vec<RefundRow>,
    /// What of it moved to linked clients, and from which it came, in their order.
    pub transfers: Vec<TransferRow>,
    /// Copies of the receipt that left the practice.
    pub supplied: Vec<SuppliedRow>,
    /// What happened to it, newest first.
    pub history: Vec<HistoryRow>,
    /// Why it cannot be edited, if so.
    pub cannot_edit: Option<String>,
    /// Why it cannot be reversed, if so.
    pub cannot_reverse: Option<String>,
    /// Why nothing of it can be refunded, if so.
    pub cannot_refund: Option<String>,
}
