//! The practice as a whole: what there is to do, search, history, undo.

use practice::{
    OperationId,
    view::{ActKey, Acted, HistoryRow, Listed, SearchHit, TodayView},
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// Today's sessions, and what waits to be done.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn today(desk: State<'_, Desk>) -> Result<TodayView, CommandError> {
    desk.read(move |practice, now| async move { practice.today(now).await }).await
}

/// The clients, invoices and payments that match.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn search(desk: State<'_, Desk>, text: String) -> Result<Vec<SearchHit>, CommandError> {
    desk.read(move |practice, now| async move { practice.search(&text, now).await }).await
}

/// One page of all acts, newest first.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn recent_operations(desk: State<'_, Desk>, page: u32) -> Result<Listed<HistoryRow>, CommandError> {
    desk.read(move |practice, _| async move { practice.recent_operations(page).await }).await
}

/// Takes back an act.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn undo(desk: State<'_, Desk>, operation: OperationId, ask: ActKey) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.undo(operation, &ask).await }).await
}
