//! The desktop shell: a window, the page in it, and the commands that the page may call. No rule lives here.
//!
//! What may be written to stderr: what failed, by kind. Never a client's name, a path, a statement to the database,
//! or anything that was typed.

pub mod commands;
pub mod invocation;
mod startup;

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use commands::error::CommandError;
use specta_typescript::Typescript;
use startup::Startup;
use tauri::{Context, Manager, Wry, plugin};
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands};

/// The folder of the practice that this window is about.
#[derive(Debug, Clone)]
pub struct PracticeFolder(pub PathBuf);

/// Opens the window and stays until it is closed: on the practice in `folder`, else on the one in the platform's data
/// folder. `started` is when the program began.
///
/// # Errors
/// When the system cannot show a window at all.
pub fn run(context: Context<Wry>, started: Instant, folder: Option<PathBuf>) -> tauri::Result<()> {
    startup::silence_panics();
    let specta = specta_builder();
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .plugin(plugin::Builder::<Wry>::new("defects").js_init_script(include_str!("defects.js")).build())
        .manage(Startup::new(started))
        .invoke_handler(specta.invoke_handler())
        .setup(move |app| {
            specta.mount_events(app);
            let folder = folder.map_or_else(|| app.path().app_data_dir(), Ok)?;
            app.manage(PracticeFolder(folder));
            startup::watch(app.handle().clone());
            Ok(())
        })
        .run(context)
}

/// Every command that the page may call; answers are `{ status: "ok", data }` or `{ status: "error", error }`.
pub fn specta_builder() -> Builder<Wry> {
    Builder::new().error_handling(ErrorHandlingMode::Result).disable_serde_phases().typ::<CommandError>().commands(
        collect_commands![commands::shell::page_ready, commands::shell::page_defect, commands::shell::app_info],
    )
}

/// Writes the commands and their types as TypeScript to `file`.
///
/// # Errors
/// When a type has no TypeScript counterpart (such as a whole number that JavaScript would round), or `file` cannot be
/// written.
pub fn export_bindings(file: &Path) -> Result<(), specta_typescript::Error> {
    specta_builder().export(Typescript::default().header("// Written by `cargo xtask bindings`.\n"), file)
}
