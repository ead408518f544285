//! Import from spreadsheets: files are chosen, understood, corrected, and taken over all at once.

use std::{
    path::Path,
    sync::{Arc, atomic::Ordering},
};

use practice::{
    ImportCounts, ImportProgress,
    import::{ImportFileView, ImportPlanView, Mapping, Source, Table, guess, sample},
    view::{ActKey, Acted},
};
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Runtime, State};
use tauri_specta::Event;

use super::error::{CommandError, ErrorCode};
use crate::{desk::Desk, dialogs};

/// How far an import is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, Type, Event)]
pub struct ImportProgressed(pub ImportProgress);

/// What an import would do.
#[derive(Debug, Clone, Serialize, Type)]
pub struct ImportPreview {
    /// The files, as they are understood.
    pub files: Vec<ImportFileView>,
    /// Files that could not be read, with the reason.
    pub unread: Vec<UnreadFile>,
    /// What would be taken over.
    pub plan: ImportPlanView,
}

/// A file that could not be read.
#[derive(Debug, Clone, Serialize, Type)]
pub struct UnreadFile {
    /// Its name, without a folder.
    pub file: String,
    /// Why.
    pub message: String,
}

/// Asks for spreadsheets and reads them; nothing is answered if the user thought better of it.
///
/// # Errors
/// No practice is open.
#[tauri::command]
#[specta::specta]
pub async fn import_choose<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
) -> Result<Option<ImportPreview>, CommandError> {
    let paths = dialogs::open(&app, dialogs::SPREADSHEETS).await;
    if paths.is_empty() {
        return Ok(None);
    }
    let (mut sources, mut unread) = (Vec::new(), Vec::new());
    for path in paths {
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match read(&path, &file).await {
            Ok(source) => sources.push(source),
            Err(message) => unread.push(UnreadFile { file, message }),
        }
    }
    *desk.import.lock().await = sources;
    preview(&desk, unread).await.map(Some)
}

/// Reads the spreadsheets of the sample practice.
///
/// # Errors
/// No practice is open.
#[tauri::command]
#[specta::specta]
pub async fn import_sample(desk: State<'_, Desk>) -> Result<ImportPreview, CommandError> {
    *desk.import.lock().await = sample_sources()?;
    preview(&desk, vec![]).await
}

/// Understands the file at place `file` by `mapping` from now on.
///
/// # Errors
/// There is no such file.
#[tauri::command]
#[specta::specta]
pub async fn import_correct(desk: State<'_, Desk>, file: u32, mapping: Mapping) -> Result<ImportPreview, CommandError> {
    let place = usize::try_from(file).unwrap_or(usize::MAX);
    match desk.import.lock().await.get_mut(place) {
        Some(source) if source.mapping.kind == mapping.kind => source.mapping = mapping,
        // Another kind has other fields: they are looked for anew.
        Some(source) => {
            let Mapping { kind, date_order, decimal_comma, .. } = mapping;
            source.mapping = Mapping { date_order, decimal_comma, ..Mapping::of_kind(kind, &source.table) };
        }
        None => return Err(CommandError::new(ErrorCode::NotFound, "This file is not part of the import any more.")),
    }
    preview(&desk, vec![]).await
}

/// Takes over what the files hold, all of it or nothing.
///
/// # Errors
/// Rows with an error, unless they are to be left out; it was stopped.
#[tauri::command]
#[specta::specta]
pub async fn import_commit<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    leave_out_rows_with_errors: bool,
    ask: ActKey,
) -> Result<Acted<ImportCounts>, CommandError> {
    let acted = commit(&app, &desk, leave_out_rows_with_errors, ask).await?;
    desk.import.lock().await.clear();
    Ok(acted)
}

/// Stops the import that is under way; nothing of it is kept.
///
/// # Errors
/// None; every command answers in the same form.
#[tauri::command]
#[specta::specta]
pub async fn import_stop(desk: State<'_, Desk>) -> Result<(), CommandError> {
    desk.stop_import.store(true, Ordering::Relaxed);
    Ok(())
}

/// Takes over the sample practice, for a first start that only looks around.
pub(super) async fn take_over_sample<R: Runtime>(app: &AppHandle<R>, desk: &Desk) -> Result<(), CommandError> {
    *desk.import.lock().await = sample_sources()?;
    let ask = ActKey { key: "sample practice".to_owned(), preview: false };
    commit(app, desk, false, ask).await?;
    desk.import.lock().await.clear();
    Ok(())
}

async fn commit<R: Runtime>(
    app: &AppHandle<R>,
    desk: &Desk,
    leave_out_rows_with_errors: bool,
    ask: ActKey,
) -> Result<Acted<ImportCounts>, CommandError> {
    desk.stop_import.store(false, Ordering::Relaxed);
    let (sources, stop, app) = (desk.import.lock().await.clone(), Arc::clone(&desk.stop_import), app.clone());
    desk.act(ask, move |practice, ask| async move {
        let progress = |progress| {
            // Progress that nobody hears is no reason to stop.
            let _ = ImportProgressed(progress).emit(&app);
        };
        practice.import(&sources, leave_out_rows_with_errors, progress, &stop, &ask).await
    })
    .await
}

async fn preview(desk: &Desk, unread: Vec<UnreadFile>) -> Result<ImportPreview, CommandError> {
    let sources = desk.import.lock().await.clone();
    let (sources, plan) = desk
        .read(move |practice, now| async move {
            let plan = practice.plan_import(&sources, now).await?;
            Ok((sources, plan))
        })
        .await?;
    Ok(ImportPreview {
        files: sources.iter().map(ImportFileView::new).collect(),
        unread,
        plan: ImportPlanView::from(&plan),
    })
}

async fn read(path: &Path, file: &str) -> Result<Source, String> {
    let bytes = tokio::fs::read(path).await.map_err(|_| "The file could not be read. Is it still there?".to_owned())?;
    source(file, &bytes).map_err(|error| error.to_string())
}

fn source(file: &str, bytes: &[u8]) -> Result<Source, practice::import::FileError> {
    let table = Table::read(file, bytes)?;
    let mapping = guess(&table);
    Ok(Source { table, mapping })
}

fn sample_sources() -> Result<Vec<Source>, CommandError> {
    sample::SPREADSHEETS
        .iter()
        .map(|(file, bytes)| {
            source(file, bytes).map_err(|error| CommandError::new(ErrorCode::Failed, error.to_string()))
        })
        .collect()
}
