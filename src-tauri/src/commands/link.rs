//! Links between clients.

use practice::{
    ClientId, LinkId,
    view::{ActKey, Acted, LinkKind, LinkedClient},
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// The clients linked with one.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn linked_clients(desk: State<'_, Desk>, id: ClientId) -> Result<Vec<LinkedClient>, CommandError> {
    desk.read(move |practice, _| async move { practice.linked_clients(id).await }).await
}

/// Links two clients.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn link_clients(
    desk: State<'_, Desk>,
    id: ClientId,
    other: Option<ClientId>,
    kind: LinkKind,
    ask: ActKey,
) -> Result<Acted<LinkId>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.link_clients(id, other, kind, &ask).await }).await
}

/// Takes a link between two clients away.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn unlink_clients(desk: State<'_, Desk>, id: LinkId, ask: ActKey) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.unlink_clients(id, &ask).await }).await
}
