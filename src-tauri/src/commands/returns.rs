//! Returns.

use practice::{
    ClientId, RecordId, ReturnId,
    view::{
        ActKey, Acted, Listed, PostedReturn, ReturnForm, ReturnItemForm, ReturnMoney, ReturnPage, ReturnRow,
        Returnable, ReturnsQuery,
    },
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// One page of the returns that match.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn list_returns(desk: State<'_, Desk>, query: ReturnsQuery) -> Result<Listed<ReturnRow>, CommandError> {
    desk.read(move |practice, _| async move { practice.list_returns(&query).await }).await
}

/// A return with all that its page shows.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn return_page(desk: State<'_, Desk>, id: ReturnId) -> Result<ReturnPage, CommandError> {
    desk.read(move |practice, _| async move { practice.return_page(id).await }).await
}

/// What a client can return, and what not and why.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn returnable(desk: State<'_, Desk>, client: ClientId) -> Result<Vec<Returnable>, CommandError> {
    desk.read(move |practice, _| async move { practice.returnable(client).await }).await
}

/// Saves a return that is not posted.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn save_return(
    desk: State<'_, Desk>,
    id: Option<ReturnId>,
    form: ReturnForm,
    ask: ActKey,
) -> Result<Acted<ReturnId>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.save_return(id, &form, &ask).await }).await
}

/// Saves an item of a return: a new one, or that of the record `present`.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn save_return_item(
    desk: State<'_, Desk>,
    id: ReturnId,
    present: Option<RecordId>,
    form: ReturnItemForm,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.save_return_item(id, present, &form, &ask).await }).await
}

/// Takes an item off a return.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn remove_return_item(
    desk: State<'_, Desk>,
    id: ReturnId,
    record: RecordId,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.remove_return_item(id, record, &ask).await }).await
}

/// Discards a return that is not posted.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn discard_return(desk: State<'_, Desk>, id: ReturnId, ask: ActKey) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.discard_return(id, &ask).await }).await
}

/// Posts a return: money, stock and records at once.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn post_return(
    desk: State<'_, Desk>,
    id: ReturnId,
    money: ReturnMoney,
    ask: ActKey,
) -> Result<Acted<PostedReturn>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.post_return(id, &money, &ask).await }).await
}

/// Takes a posted return back.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn reverse_return(
    desk: State<'_, Desk>,
    id: ReturnId,
    reason: String,
    stock_reason: String,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.reverse_return(id, &reason, &stock_reason, &ask).await })
        .await
}
