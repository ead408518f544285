//! Write-offs.

use practice::{
    InvoiceId,
    view::{ActKey, Acted},
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// Gives up part of an invoice.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn write_off(
    desk: State<'_, Desk>,
    id: InvoiceId,
    amount: String,
    reason: String,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.write_off(id, &amount, &reason, &ask).await }).await
}

/// Lets what was given up be owed again.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn reverse_write_off(
    desk: State<'_, Desk>,
    id: InvoiceId,
    amount: String,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.reverse_write_off(id, &amount, &ask).await }).await
}
