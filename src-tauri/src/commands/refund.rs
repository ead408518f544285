//! Refunds.

use practice::{
    RefundId,
    view::{ActKey, Acted, Listed, RefundForm, RefundPage, RefundRef, RefundRow, RefundsQuery},
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// One page of the refunds that match.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn list_refunds(desk: State<'_, Desk>, query: RefundsQuery) -> Result<Listed<RefundRow>, CommandError> {
    desk.read(move |practice, _| async move { practice.list_refunds(&query).await }).await
}

/// A refund with all that its page shows.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn refund_page(desk: State<'_, Desk>, id: RefundId) -> Result<RefundPage, CommandError> {
    desk.read(move |practice, _| async move { practice.refund_page(id).await }).await
}

/// Gives money back to a client.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn refund(desk: State<'_, Desk>, form: RefundForm, ask: ActKey) -> Result<Acted<RefundRef>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.refund(&form, &ask).await }).await
}

/// Takes a refund back.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn reverse_refund(desk: State<'_, Desk>, id: RefundId, ask: ActKey) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.reverse_refund(id, &ask).await }).await
}
