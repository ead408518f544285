//! Invoices.

use practice::{
    InvoiceId,
    view::{
        ActKey, Acted, BillingSummary, InvoiceForm, InvoicePage, InvoiceRef, InvoiceRow, InvoicesQuery, Listed,
        PricedView, VoidForm,
    },
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// One page of the invoices that match.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn list_invoices(desk: State<'_, Desk>, query: InvoicesQuery) -> Result<Listed<InvoiceRow>, CommandError> {
    desk.read(move |practice, now| async move { practice.list_invoices(&query, now).await }).await
}

/// Figures above the lists of *Billing*.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn billing_summary(desk: State<'_, Desk>) -> Result<BillingSummary, CommandError> {
    desk.read(move |practice, now| async move { practice.billing_summary(now).await }).await
}

/// An invoice with all that its page shows.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn invoice_page(desk: State<'_, Desk>, id: InvoiceId) -> Result<InvoicePage, CommandError> {
    desk.read(move |practice, now| async move { practice.invoice_page(id, now).await }).await
}

/// What an invoice as typed would come to: a new one, or `present` once it is changed.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn price_invoice(
    desk: State<'_, Desk>,
    form: InvoiceForm,
    present: Option<InvoiceId>,
) -> Result<PricedView, CommandError> {
    desk.read(move |practice, _| async move { practice.price_invoice(&form, present).await }).await
}

/// Issues an invoice by hand.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn issue_invoice(
    desk: State<'_, Desk>,
    form: InvoiceForm,
    ask: ActKey,
) -> Result<Acted<InvoiceRef>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.issue_invoice(&form, &ask).await }).await
}

/// Changes an open invoice.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn edit_invoice(
    desk: State<'_, Desk>,
    id: InvoiceId,
    form: InvoiceForm,
    ask: ActKey,
) -> Result<Acted<InvoiceRef>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.edit_invoice(id, &form, &ask).await }).await
}

/// Locks an invoice.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn lock_invoice(desk: State<'_, Desk>, id: InvoiceId, ask: ActKey) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.lock_invoice(id, &ask).await }).await
}

/// Unlocks an invoice.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn unlock_invoice(desk: State<'_, Desk>, id: InvoiceId, ask: ActKey) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.unlock_invoice(id, &ask).await }).await
}

/// Makes an invoice void.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn void_invoice(
    desk: State<'_, Desk>,
    id: InvoiceId,
    form: VoidForm,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.void_invoice(id, &form, &ask).await }).await
}
