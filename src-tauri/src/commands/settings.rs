//! Settings and the catalogue.

use practice::{
    MethodId, ServiceId, TaxId,
    view::{ActKey, Acted, ProfileForm, ServiceForm, SettingsView, TaxForm},
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// Everything the page needs to know about the practice at all times.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn settings(desk: State<'_, Desk>) -> Result<SettingsView, CommandError> {
    desk.read(move |practice, now| async move { practice.settings(now).await }).await
}

/// Saves who the practice is and how it bills.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn save_profile(desk: State<'_, Desk>, form: ProfileForm, ask: ActKey) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.save_profile(&form, &ask).await }).await
}

/// Prints no logo from now on.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn remove_logo(desk: State<'_, Desk>, ask: ActKey) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.remove_logo(&ask).await }).await
}

/// Saves a service.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn save_service(
    desk: State<'_, Desk>,
    id: Option<ServiceId>,
    form: ServiceForm,
    ask: ActKey,
) -> Result<Acted<ServiceId>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.save_service(id, &form, &ask).await }).await
}

/// Puts a service away or takes it back.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn archive_service(
    desk: State<'_, Desk>,
    id: ServiceId,
    archived: bool,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.archive_service(id, archived, &ask).await }).await
}

/// Deletes a service that nothing refers to.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn delete_service(desk: State<'_, Desk>, id: ServiceId, ask: ActKey) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.delete_service(id, &ask).await }).await
}

/// Saves a tax.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn save_tax(
    desk: State<'_, Desk>,
    id: Option<TaxId>,
    form: TaxForm,
    ask: ActKey,
) -> Result<Acted<TaxId>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.save_tax(id, &form, &ask).await }).await
}

/// Puts a tax away or takes it back.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn archive_tax(
    desk: State<'_, Desk>,
    id: TaxId,
    archived: bool,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.archive_tax(id, archived, &ask).await }).await
}

/// Saves a way of paying.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn save_method(
    desk: State<'_, Desk>,
    id: Option<MethodId>,
    name: String,
    ask: ActKey,
) -> Result<Acted<MethodId>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.save_method(id, &name, &ask).await }).await
}

/// Puts a way of paying away or takes it back.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn archive_method(
    desk: State<'_, Desk>,
    id: MethodId,
    archived: bool,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.archive_method(id, archived, &ask).await }).await
}

/// Moves a way of paying one place up or down.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn move_method(
    desk: State<'_, Desk>,
    id: MethodId,
    up: bool,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.move_method(id, up, &ask).await }).await
}
