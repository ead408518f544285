//! A practice is found, made, opened and locked.

use practice::{
    Contents, OpenError,
    view::{FirstStartForm, OpenProblem, PracticeState},
};
use tauri::{AppHandle, Runtime, State};

use super::{error::CommandError, import};
use crate::desk::Desk;

/// Whether a practice is open, and if not, why.
///
/// # Errors
/// None: what is wrong with the folder is part of the answer.
#[tauri::command]
#[specta::specta]
pub async fn practice_state(desk: State<'_, Desk>) -> Result<PracticeState, CommandError> {
    let folder = desk.folder().display().to_string();
    let state = match desk.practice().await {
        Ok(practice) if practice.is_open().await => return Ok(PracticeState::Open { folder }),
        Ok(practice) => practice.folder().contents(),
        Err(error) => Err(error),
    };
    Ok(match state {
        Ok(Contents::Practice) => PracticeState::Locked { folder },
        Ok(Contents::Nothing) => PracticeState::None { folder, proposal: Box::new(practice::proposal()) },
        Err(error) => PracticeState::Problem { folder, problem: problem(&error), message: error.to_string() },
    })
}

/// Makes a new practice and opens it; the answer is its recovery code, which is shown once.
///
/// # Errors
/// Fields that cannot be taken, or why the file could not be made.
#[tauri::command]
#[specta::specta]
pub async fn create_practice<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    form: FirstStartForm,
) -> Result<String, CommandError> {
    let sample = form.sample;
    let code = desk.with(move |practice| async move { practice.create(&form).await }).await?;
    if sample {
        import::take_over_sample(&app, &desk).await?;
    }
    Ok(code)
}

/// Whether a practice could be made of what is typed so far; what is wrong with a later step is among the rest.
///
/// # Errors
/// Fields that cannot be taken.
#[tauri::command]
#[specta::specta]
pub async fn check_first_start(form: FirstStartForm) -> Result<(), CommandError> {
    Ok(practice::check_first_start(&form)?)
}

/// Opens the practice with its passphrase.
///
/// # Errors
/// Why it does not open.
#[tauri::command]
#[specta::specta]
pub async fn unlock(desk: State<'_, Desk>, passphrase: String) -> Result<(), CommandError> {
    desk.with(move |practice| async move { practice.unlock(&passphrase).await }).await
}

/// Opens the practice with its recovery code and gives it a new passphrase.
///
/// # Errors
/// Why it does not open, or a passphrase that cannot be taken.
#[tauri::command]
#[specta::specta]
pub async fn unlock_with_recovery_code(desk: State<'_, Desk>, code: String) -> Result<(), CommandError> {
    desk.with(move |practice| async move { practice.unlock_with_recovery_code(&code).await }).await
}

/// Gives the practice another passphrase.
///
/// # Errors
/// A wrong old passphrase, or a new one that cannot be taken.
#[tauri::command]
#[specta::specta]
pub async fn change_passphrase(
    desk: State<'_, Desk>,
    old: String,
    new_passphrase: String,
    again: String,
) -> Result<(), CommandError> {
    desk.with(move |practice| async move { practice.change_passphrase(&old, &new_passphrase, &again).await }).await
}

/// Gives a practice that its recovery code opened a new passphrase.
///
/// # Errors
/// A passphrase that cannot be taken.
#[tauri::command]
#[specta::specta]
pub async fn reset_passphrase(
    desk: State<'_, Desk>,
    new_passphrase: String,
    again: String,
) -> Result<(), CommandError> {
    desk.with(move |practice| async move { practice.reset_passphrase(&new_passphrase, &again).await }).await
}

/// Closes the practice until its passphrase is given again.
///
/// # Errors
/// None but those of the folder.
#[tauri::command]
#[specta::specta]
pub async fn lock(desk: State<'_, Desk>) -> Result<(), CommandError> {
    desk.practice().await?.lock().await;
    Ok(())
}

fn problem(error: &OpenError) -> OpenProblem {
    match error {
        OpenError::InUse => OpenProblem::InUse,
        OpenError::ReadOnly | OpenError::DiskFull | OpenError::File(_) => OpenProblem::ReadOnly,
        OpenError::Newer | OpenError::Unreleased => OpenProblem::Newer,
        OpenError::Missing => OpenProblem::Missing,
        OpenError::Synced => OpenProblem::Synced,
        OpenError::Damaged | OpenError::Vault(_) | OpenError::Exists => OpenProblem::Damaged,
    }
}
