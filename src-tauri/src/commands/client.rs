//! Clients.

use practice::{
    ClientId,
    view::{ActKey, Acted, ClientForm, ClientPage, ClientRow, ClientsQuery, HistoryRow, Listed, SuppliedRow},
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// One page of the clients that match.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn list_clients(desk: State<'_, Desk>, query: ClientsQuery) -> Result<Listed<ClientRow>, CommandError> {
    desk.read(move |practice, now| async move { practice.list_clients(&query, now).await }).await
}

/// The first active clients that match, for a field that looks them up.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn find_clients(desk: State<'_, Desk>, text: String) -> Result<Vec<ClientRow>, CommandError> {
    desk.read(move |practice, now| async move { practice.find_clients(&text, now).await }).await
}

/// The head of a client's page, with all details.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn client_page(desk: State<'_, Desk>, id: ClientId) -> Result<ClientPage, CommandError> {
    desk.read(move |practice, now| async move { practice.client_page(id, now).await }).await
}

/// One page of what happened with a client, newest first.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn client_history(
    desk: State<'_, Desk>,
    id: ClientId,
    page: u32,
) -> Result<Listed<HistoryRow>, CommandError> {
    desk.read(move |practice, _| async move { practice.client_history(id, page).await }).await
}

/// The copies of all documents of a client, newest first.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn client_documents(desk: State<'_, Desk>, id: ClientId) -> Result<Vec<SuppliedRow>, CommandError> {
    desk.read(move |practice, _| async move { practice.client_documents(id).await }).await
}

/// Saves a client.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn save_client(
    desk: State<'_, Desk>,
    id: Option<ClientId>,
    form: ClientForm,
    ask: ActKey,
) -> Result<Acted<ClientId>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.save_client(id, &form, &ask).await }).await
}

/// Puts a client away or takes one back.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn archive_client(
    desk: State<'_, Desk>,
    id: ClientId,
    archived: bool,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.archive_client(id, archived, &ask).await }).await
}

/// Deletes a client without history.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn delete_client(desk: State<'_, Desk>, id: ClientId, ask: ActKey) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.delete_client(id, &ask).await }).await
}
