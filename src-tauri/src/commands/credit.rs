//! Credits, and money that moves to linked clients.

use practice::{
    CreditId,
    view::{
        ActKey, Acted, CreditForm, CreditOccasion, CreditPage, CreditRow, CreditsQuery, Listed, SourceRef,
        TrackingQuery, TransferForm,
    },
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// One page of the money of clients by its origin.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn list_credits(desk: State<'_, Desk>, query: CreditsQuery) -> Result<Listed<CreditRow>, CommandError> {
    desk.read(move |practice, now| async move { practice.list_credits(&query, now).await }).await
}

/// One page of the occasions on which credit came about, by day.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn credit_tracking(
    desk: State<'_, Desk>,
    query: TrackingQuery,
) -> Result<Listed<CreditOccasion>, CommandError> {
    desk.read(move |practice, _| async move { practice.credit_tracking(&query).await }).await
}

/// A credit with all that its page shows.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn credit_page(desk: State<'_, Desk>, id: CreditId) -> Result<CreditPage, CommandError> {
    desk.read(move |practice, now| async move { practice.credit_page(id, now).await }).await
}

/// Makes a credit.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn make_credit(
    desk: State<'_, Desk>,
    form: CreditForm,
    ask: ActKey,
) -> Result<Acted<SourceRef>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.make_credit(&form, &ask).await }).await
}

/// Changes a credit.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn edit_credit(
    desk: State<'_, Desk>,
    id: CreditId,
    form: CreditForm,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.edit_credit(id, &form, &ask).await }).await
}

/// Deletes a credit of which nothing is used.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn delete_credit(desk: State<'_, Desk>, id: CreditId, ask: ActKey) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.delete_credit(id, &ask).await }).await
}

/// Puts what is unused of a credit to sleep, or wakes it.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn activate_credit(
    desk: State<'_, Desk>,
    id: CreditId,
    active: bool,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.activate_credit(id, active, &ask).await }).await
}

/// Moves money of a source to a linked client.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn transfer(
    desk: State<'_, Desk>,
    form: TransferForm,
    ask: ActKey,
) -> Result<Acted<SourceRef>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.transfer(&form, &ask).await }).await
}
