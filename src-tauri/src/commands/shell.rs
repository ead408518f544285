//! What the page asks of the program itself.

use std::env::consts::OS;

use serde::Serialize;
use specta::Type;
use tauri::{AppHandle, Runtime, State};

use super::error::CommandError;
use crate::startup::Startup;

/// What *About Daybook* shows.
#[derive(Debug, Clone, Serialize, Type)]
pub struct AppInfo {
    /// The program's version, such as `0.1.0`.
    pub version: String,
    /// The system it runs on: `linux`, `macos` or `windows`.
    pub platform: String,
}

/// The page reports that it is usable.
///
/// # Errors
/// None; every command answers in the same form.
#[tauri::command]
#[specta::specta]
pub fn page_ready(startup: State<'_, Startup>) -> Result<(), CommandError> {
    startup.page_is_ready();
    Ok(())
}

/// The page met a defect of its own: `kind` is the error's name, `place` where in the page's code it is.
///
/// The message may quote what was typed, so it is written only by a debug build.
///
/// # Errors
/// None; every command answers in the same form.
#[tauri::command]
#[specta::specta]
pub fn page_defect(kind: String, place: String, message: String) -> Result<(), CommandError> {
    if cfg!(debug_assertions) {
        eprintln!("The page met a defect: {kind} at {place}: {message}");
    } else {
        eprintln!("The page met a defect: {kind} at {place}");
    }
    Ok(())
}

/// The program's version and the system that it runs on.
///
/// # Errors
/// None; every command answers in the same form.
#[tauri::command]
#[specta::specta]
pub fn app_info<R: Runtime>(app: AppHandle<R>) -> Result<AppInfo, CommandError> {
    Ok(AppInfo { version: app.package_info().version.to_string(), platform: OS.to_owned() })
}
