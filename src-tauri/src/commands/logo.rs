//! The logo of the practice.

use practice::view::{ActKey, Acted};
use tauri::{AppHandle, Runtime, State};

use super::error::CommandError;
use crate::{desk::Desk, dialogs};

/// A file beyond this is no logo; it is not even read.
const MOST_BYTES: u64 = 20 * 1024 * 1024;

/// Asks for a picture and prints it on documents from now on; nothing is answered if the user thought better of it.
///
/// # Errors
/// Why the picture cannot be taken.
#[tauri::command]
#[specta::specta]
pub async fn choose_logo<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    ask: ActKey,
) -> Result<Option<Acted<()>>, CommandError> {
    let Some(path) = dialogs::open(&app, dialogs::PICTURES).await.into_iter().next() else { return Ok(None) };
    let unread = |_| CommandError::field("logo", "The file could not be read. Choose another one.");
    let size = tokio::fs::metadata(&path).await.map_err(unread)?.len();
    if size > MOST_BYTES {
        let message =
            format!("This file has {} MB, which is too much for a logo. Choose a smaller picture.", size >> 20);
        return Err(CommandError::field("logo", message));
    }
    let bytes = tokio::fs::read(&path).await.map_err(unread)?;
    desk.act(ask, move |practice, ask| async move { practice.save_logo(&bytes, &ask).await }).await.map(Some)
}
