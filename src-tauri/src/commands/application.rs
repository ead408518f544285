//! Apply, unapply and move.

use practice::{
    InvoiceId, SourceId,
    view::{ActKey, Acted, InvoiceSheet, InvoiceSheetForm, Remainder, SourceSheet, SourceSheetForm},
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// Where the money of a source is, and where it could be.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn source_sheet(desk: State<'_, Desk>, id: SourceId) -> Result<SourceSheet, CommandError> {
    desk.read(move |practice, now| async move { practice.source_sheet(id, now).await }).await
}

/// The sources that are or can be on an invoice.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn invoice_sheet(desk: State<'_, Desk>, id: InvoiceId) -> Result<InvoiceSheet, CommandError> {
    desk.read(move |practice, now| async move { practice.invoice_sheet(id, now).await }).await
}

/// Gives invoices other amounts of a source.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn apply_source(
    desk: State<'_, Desk>,
    id: SourceId,
    form: SourceSheetForm,
    ask: ActKey,
) -> Result<Acted<Remainder>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.apply_source(id, &form, &ask).await }).await
}

/// Gives an invoice other amounts of several sources.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn apply_to_invoice(
    desk: State<'_, Desk>,
    id: InvoiceId,
    form: InvoiceSheetForm,
    ask: ActKey,
) -> Result<Acted<Remainder>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.apply_to_invoice(id, &form, &ask).await }).await
}
