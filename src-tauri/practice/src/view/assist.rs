//! Assistants: mistakes that one act puts right, as the page sees them.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{ClientId, InvoiceId, PaymentId, SessionId};

use super::{AttendanceView, CreditNoteRef, DiscountForm, InvoiceRef, PaymentRef, RefundRef};

/// A mistake, with what is right, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind", content = "form")]
pub enum AssistForm {
    /// A payment has the wrong amount.
    WrongAmount(WrongAmountForm),
    /// A payment was recorded for the wrong client.
    WrongClient(WrongClientForm),
    /// A payment has the wrong day, method or reference.
    WrongDetails(WrongDetailsForm),
    /// An invoice charges what another charges already.
    ChargedTwice(ChargedTwiceForm),
    /// An invoice lacks a discount that was agreed.
    ForgottenDiscount(ForgottenDiscountForm),
    /// A session was cancelled after it was paid.
    CancelledAfterPaid(CancelledAfterPaidForm),
}

/// What a payment really came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WrongAmountForm {
    /// Which payment.
    pub payment_id: PaymentId,
    /// The right amount.
    pub amount: String,
}

/// Who really paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WrongClientForm {
    /// Which payment.
    pub payment_id: PaymentId,
    /// The right client.
    pub client_id: Option<ClientId>,
}

/// When and how a payment really came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WrongDetailsForm {
    /// Which payment.
    pub payment_id: PaymentId,
    /// YYYY-MM-DD.
    pub received_on: String,
    /// The name of a payment method.
    pub method: String,
    /// Number of a cheque, a transfer, a card slip.
    pub reference: String,
}

/// The invoice that should not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ChargedTwiceForm {
    /// Which invoice charges the same again.
    pub invoice_id: InvoiceId,
    /// The invoice that what was paid goes to; nothing to keep it as credit.
    pub onto_invoice_id: Option<InvoiceId>,
}

/// The discount that was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ForgottenDiscountForm {
    /// Which invoice.
    pub invoice_id: InvoiceId,
    /// On the whole of it.
    pub discount: DiscountForm,
}

/// How a session was cancelled that was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CancelledAfterPaidForm {
    /// Which session.
    pub session_id: SessionId,
    /// How it is marked now.
    pub attendance: AttendanceView,
    /// How the money goes back; nothing to keep it as credit.
    pub refund: Option<AssistRefundForm>,
}

/// How money goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AssistRefundForm {
    /// YYYY-MM-DD.
    pub refunded_on: String,
    /// The name of a payment method.
    pub method: String,
    /// Number of a cheque, a transfer, a card slip.
    pub reference: String,
}

/// The documents that were made or changed to put a mistake right.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
pub struct Assisted {
    /// Payments.
    pub payments: Vec<PaymentRef>,
    /// Invoices.
    pub invoices: Vec<InvoiceRef>,
    /// Credit notes.
    pub credit_notes: Vec<CreditNoteRef>,
    /// Refunds.
    pub refunds: Vec<RefundRef>,
}
