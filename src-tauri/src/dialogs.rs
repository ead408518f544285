//! The system's file dialogs. A build for journeys takes their answers from the folder `DAYBOOK_DIALOGS`.

use std::path::PathBuf;

use tauri::{AppHandle, Runtime};

/// What kind of file is asked for, and the endings that it has.
pub struct Kind {
    /// The words for it.
    #[cfg_attr(feature = "test-dialogs", expect(dead_code, reason = "dialogs that answer themselves show no words"))]
    pub name: &'static str,
    /// The endings, without the dot.
    pub endings: &'static [&'static str],
}

/// PDF documents.
pub const PDF: Kind = Kind { name: "PDF", endings: &["pdf"] };
/// Spreadsheets.
pub const SPREADSHEETS: Kind = Kind { name: "Spreadsheets", endings: &["csv", "tsv", "txt", "xlsx", "ods"] };
/// Lists as CSV.
pub const CSV: Kind = Kind { name: "CSV", endings: &["csv"] };
/// Pictures for the logo.
pub const PICTURES: Kind = Kind { name: "Pictures", endings: &["png", "jpg", "jpeg"] };

/// Asks where to save a file; `None` if the user thought better of it.
#[cfg(not(feature = "test-dialogs"))]
pub async fn save<R: Runtime>(app: &AppHandle<R>, name: &str, kind: Kind) -> Option<PathBuf> {
    use tauri_plugin_dialog::DialogExt;
    let (answer, chosen) = tokio::sync::oneshot::channel();
    app.dialog().file().set_file_name(name).add_filter(kind.name, kind.endings).save_file(|path| {
        // Nobody waits any more only if the window is gone.
        let _ = answer.send(path);
    });
    chosen.await.ok().flatten().and_then(|path| path.into_path().ok())
}

/// Asks for files to open; none if the user thought better of it.
#[cfg(not(feature = "test-dialogs"))]
pub async fn open<R: Runtime>(app: &AppHandle<R>, kind: Kind) -> Vec<PathBuf> {
    use tauri_plugin_dialog::DialogExt;
    let (answer, chosen) = tokio::sync::oneshot::channel();
    app.dialog().file().add_filter(kind.name, kind.endings).pick_files(|paths| {
        // Nobody waits any more only if the window is gone.
        let _ = answer.send(paths);
    });
    let paths = chosen.await.ok().flatten().unwrap_or_default();
    paths.into_iter().filter_map(|path| path.into_path().ok()).collect()
}

/// The path of that name in the folder `DAYBOOK_DIALOGS`.
#[cfg(feature = "test-dialogs")]
pub async fn save<R: Runtime>(_app: &AppHandle<R>, name: &str, _kind: Kind) -> Option<PathBuf> {
    std::env::var_os("DAYBOOK_DIALOGS").map(|folder| PathBuf::from(folder).join(name))
}

/// The files with these endings in the folder `DAYBOOK_DIALOGS`, by name.
#[cfg(feature = "test-dialogs")]
pub async fn open<R: Runtime>(_app: &AppHandle<R>, kind: Kind) -> Vec<PathBuf> {
    let Some(folder) = std::env::var_os("DAYBOOK_DIALOGS") else { return vec![] };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let fits = |path: &PathBuf| {
        path.extension().is_some_and(|ending| kind.endings.iter().any(|wanted| ending.eq_ignore_ascii_case(wanted)))
    };
    let mut paths: Vec<PathBuf> = entries.filter(fits).collect();
    paths.sort();
    paths
}
