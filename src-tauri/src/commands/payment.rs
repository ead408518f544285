//! Payments and receipts.

use practice::{
    ClientId, InvoiceId, PaymentId,
    view::{
        ActKey, Acted, Listed, PaymentForm, PaymentPage, PaymentProposal, PaymentRef, PaymentRow, PaymentsQuery,
        RecordedPayment, ReversalReason,
    },
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// One page of the payments that match.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn list_payments(desk: State<'_, Desk>, query: PaymentsQuery) -> Result<Listed<PaymentRow>, CommandError> {
    desk.read(move |practice, _| async move { practice.list_payments(&query).await }).await
}

/// A payment with all that its page shows.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn payment_page(desk: State<'_, Desk>, id: PaymentId) -> Result<PaymentPage, CommandError> {
    desk.read(move |practice, _| async move { practice.payment_page(id).await }).await
}

/// What a payment of some amount would pay.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn payment_proposal(
    desk: State<'_, Desk>,
    client_id: ClientId,
    amount: String,
    first: Option<InvoiceId>,
) -> Result<PaymentProposal, CommandError> {
    desk.read(move |practice, now| async move { practice.payment_proposal(client_id, &amount, first, now).await }).await
}

/// Records a payment; its receipt exists at once.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn record_payment(
    desk: State<'_, Desk>,
    form: PaymentForm,
    ask: ActKey,
) -> Result<Acted<RecordedPayment>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.record_payment(&form, &ask).await }).await
}

/// Changes a payment.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn edit_payment(
    desk: State<'_, Desk>,
    id: PaymentId,
    form: PaymentForm,
    ask: ActKey,
) -> Result<Acted<PaymentRef>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.edit_payment(id, &form, &ask).await }).await
}

/// Reverses a payment.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn reverse_payment(
    desk: State<'_, Desk>,
    id: PaymentId,
    reason: ReversalReason,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.reverse_payment(id, reason, &ask).await }).await
}
