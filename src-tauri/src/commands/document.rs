//! Documents are shown, saved, printed and sent.

use practice::{
    SuppliedId,
    view::{ActKey, Acted, DocumentPreview, DocumentRef},
};
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_opener::OpenerExt;

use tokio::task::spawn_blocking;

use super::error::{CommandError, ErrorCode};
use crate::{desk::Desk, dialogs, printer};

const NOT_PRINTED: &str = "The printer did not take the document. Is it on? Print lets you choose another way.";

/// A document as it would be supplied now.
///
/// # Errors
/// There is no such document.
#[tauri::command]
#[specta::specta]
pub async fn preview_document(desk: State<'_, Desk>, document: DocumentRef) -> Result<DocumentPreview, CommandError> {
    desk.read(move |practice, now| async move { practice.preview_document(document, now).await }).await
}

/// A copy as it left the practice.
///
/// # Errors
/// There is no such copy.
#[tauri::command]
#[specta::specta]
pub async fn supplied_document(desk: State<'_, Desk>, id: SuppliedId) -> Result<DocumentPreview, CommandError> {
    desk.read(move |practice, _| async move { practice.supplied_document(id).await }).await
}

/// Asks where to save a document as PDF, and saves it there; nothing is answered if the user thought better of it.
///
/// # Errors
/// The file cannot be written.
#[tauri::command]
#[specta::specta]
pub async fn save_document<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    document: DocumentRef,
    ask: ActKey,
) -> Result<Option<Acted<()>>, CommandError> {
    let name = desk.read(move |practice, now| async move { practice.document_file_name(document, now).await }).await?;
    let Some(path) = dialogs::save(&app, &name, dialogs::PDF).await else { return Ok(None) };
    desk.act(ask, move |practice, ask| async move { practice.save_document(document, &path, &ask).await })
        .await
        .map(Some)
}

/// The printers that the system prints on by itself; none where it has no `lp`.
///
/// # Errors
/// None; every command answers in the same form.
#[tauri::command]
#[specta::specta]
pub async fn printers() -> Result<Vec<String>, CommandError> {
    Ok(spawn_blocking(printer::list).await.unwrap_or_default())
}

/// Prints a document on `printer`, or opens it in the system's viewer to be printed from there.
///
/// # Errors
/// The file cannot be written; the printer takes nothing; no program opens it.
#[tauri::command]
#[specta::specta]
pub async fn print_document<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    document: DocumentRef,
    printer: Option<String>,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    let folder = desk.outgoing().await?;
    let acted = desk
        .act(ask, move |practice, ask| async move { practice.print_document(document, &folder, &ask).await })
        .await?;
    match printer {
        None => open(&app, &acted.answer, "PDF files")?,
        Some(printer) => {
            let path = acted.answer.clone();
            let printed = spawn_blocking(move || printer::print(&path, &printer)).await.unwrap_or(false);
            if !printed {
                return Err(CommandError::new(ErrorCode::Failed, NOT_PRINTED));
            }
        }
    }
    Ok(acted.without_answer())
}

/// Opens a ready e-mail with a document in the user's mail program.
///
/// # Errors
/// An address that is none; no program opens it.
#[tauri::command]
#[specta::specta]
pub async fn email_document<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    document: DocumentRef,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    let folder = desk.outgoing().await?;
    let acted = desk
        .act(ask, move |practice, ask| async move { practice.email_document(document, &folder, &ask).await })
        .await?;
    open(&app, &acted.answer, "e-mails")?;
    Ok(acted.without_answer())
}

/// Asks where to save a copy as it left the practice, and saves it there; false if the user thought better of it.
///
/// # Errors
/// The file cannot be written.
#[tauri::command]
#[specta::specta]
pub async fn save_supplied<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    id: SuppliedId,
) -> Result<bool, CommandError> {
    let name = desk.read(move |practice, _| async move { practice.supplied_document(id).await }).await?.file_name;
    let Some(path) = dialogs::save(&app, &name, dialogs::PDF).await else { return Ok(false) };
    desk.read(move |practice, _| async move { practice.save_supplied(id, &path).await }).await?;
    Ok(true)
}

/// Opens a file with the program that the system has for it. Journeys have none, so they only find the file.
fn open<R: Runtime>(app: &AppHandle<R>, path: &std::path::Path, what: &str) -> Result<(), CommandError> {
    if cfg!(feature = "test-dialogs") {
        return Ok(());
    }
    app.opener().open_path(path.to_string_lossy(), None::<&str>).map_err(|_| {
        let message = format!("No program on this computer opens {what}. Use Save PDF and open the file yourself.");
        CommandError::new(ErrorCode::Failed, message)
    })
}
