//! Assistants for common mistakes.

use practice::view::{ActKey, Acted, AssistForm, Assisted};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// Puts a mistake right in one act.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn assist(desk: State<'_, Desk>, form: AssistForm, ask: ActKey) -> Result<Acted<Assisted>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.assist(&form, &ask).await }).await
}
