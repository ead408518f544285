//! Lists as CSV.

use practice::view::ExportList;
use tauri::{AppHandle, Runtime, State};

use super::error::CommandError;
use crate::{desk::Desk, dialogs};

/// Asks where to save a list as CSV, and saves it there; false if the user thought better of it.
///
/// # Errors
/// The file cannot be written.
#[tauri::command]
#[specta::specta]
pub async fn export_list<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    list: ExportList,
) -> Result<bool, CommandError> {
    let Some(path) = dialogs::save(&app, list.file_name(), dialogs::CSV).await else { return Ok(false) };
    desk.read(move |practice, now| async move { practice.export_list(&list, &path, now).await }).await?;
    Ok(true)
}
