//! The books as a whole.

use practice::view::{ActKey, Acted};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// Closes the books up to a day; an empty one opens them again.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn close_books(desk: State<'_, Desk>, through: String, ask: ActKey) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.close_books(&through, &ask).await }).await
}
