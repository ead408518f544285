//! Credit notes.

use practice::{
    CreditNoteId, InvoiceId,
    view::{ActKey, Acted, CreditNoteForm, CreditNotePage, CreditNoteProposal, CreditNoteRef, Rebilled},
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// What can be credited of an invoice, line by line.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn credit_note_proposal(desk: State<'_, Desk>, id: InvoiceId) -> Result<CreditNoteProposal, CommandError> {
    desk.read(move |practice, _| async move { practice.credit_note_proposal(id).await }).await
}

/// A credit note with all that its page shows.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn credit_note_page(desk: State<'_, Desk>, id: CreditNoteId) -> Result<CreditNotePage, CommandError> {
    desk.read(move |practice, now| async move { practice.credit_note_page(id, now).await }).await
}

/// Issues a credit note and settles it.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn issue_credit_note(
    desk: State<'_, Desk>,
    form: CreditNoteForm,
    ask: ActKey,
) -> Result<Acted<CreditNoteRef>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.issue_credit_note(&form, &ask).await }).await
}

/// Makes a credit note void, of which nothing is used.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn void_credit_note(
    desk: State<'_, Desk>,
    id: CreditNoteId,
    reason: String,
    stock_reason: String,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.void_credit_note(id, &reason, &stock_reason, &ask).await })
        .await
}

/// Credits a wrong invoice in full and opens a copy of it.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn credit_and_rebill(
    desk: State<'_, Desk>,
    id: InvoiceId,
    ask: ActKey,
) -> Result<Acted<Rebilled>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.credit_and_rebill(id, &ask).await }).await
}
