//! The desktop shell: a window, the page in it, and the commands that the page may call. No rule lives here.
//!
//! What may be written to stderr: what failed, by kind. Never a client's name, a path, a statement to the database,
//! or anything that was typed.

mod clock;
pub mod commands;
mod desk;
mod dialogs;
pub mod invocation;
mod startup;

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use commands::error::CommandError;
use desk::Desk;
use specta_typescript::Typescript;
use startup::Startup;
use tauri::{Context, Manager, Wry, plugin};
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

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
            app.manage(Desk::new(folder));
            startup::watch(app.handle().clone());
            Ok(())
        })
        .run(context)
}

/// Every command that the page may call; answers are `{ status: "ok", data }` or `{ status: "error", error }`.
pub fn specta_builder() -> Builder<Wry> {
    Builder::new()
        .error_handling(ErrorHandlingMode::Result)
        .disable_serde_phases()
        .typ::<CommandError>()
        .events(collect_events![commands::import::ImportProgressed])
        .commands(collect_commands![
            commands::shell::page_ready,
            commands::shell::page_defect,
            commands::shell::app_info,
            commands::opening::practice_state,
            commands::opening::create_practice,
            commands::opening::unlock,
            commands::opening::unlock_with_recovery_code,
            commands::opening::change_passphrase,
            commands::opening::reset_passphrase,
            commands::opening::lock,
            commands::logo::choose_logo,
            commands::document::preview_document,
            commands::document::supplied_document,
            commands::document::save_document,
            commands::document::print_document,
            commands::document::email_document,
            commands::document::save_supplied,
            commands::import::import_choose,
            commands::import::import_sample,
            commands::import::import_correct,
            commands::import::import_commit,
            commands::import::import_stop,
            commands::export::export_list,
            commands::settings::settings,
            commands::settings::save_profile,
            commands::settings::remove_logo,
            commands::settings::save_service,
            commands::settings::archive_service,
            commands::settings::delete_service,
            commands::settings::save_tax,
            commands::settings::archive_tax,
            commands::settings::save_product,
            commands::settings::archive_product,
            commands::settings::save_method,
            commands::settings::archive_method,
            commands::settings::move_method,
            commands::client::list_clients,
            commands::client::find_clients,
            commands::client::client_page,
            commands::client::client_history,
            commands::client::client_documents,
            commands::client::save_client,
            commands::client::archive_client,
            commands::client::delete_client,
            commands::session::calendar_sessions,
            commands::session::list_sessions,
            commands::session::session_overview,
            commands::session::book_session,
            commands::session::change_session,
            commands::session::move_session,
            commands::session::delete_session,
            commands::session::save_session_note,
            commands::session::mark_attendance,
            commands::session::invoice_sessions,
            commands::session::invoice_all,
            commands::invoice::list_invoices,
            commands::invoice::billing_summary,
            commands::invoice::invoice_page,
            commands::invoice::price_invoice,
            commands::invoice::issue_invoice,
            commands::invoice::edit_invoice,
            commands::invoice::lock_invoice,
            commands::invoice::unlock_invoice,
            commands::invoice::void_invoice,
            commands::payment::list_payments,
            commands::payment::payment_page,
            commands::payment::payment_proposal,
            commands::payment::record_payment,
            commands::payment::edit_payment,
            commands::payment::reverse_payment,
            commands::practice::today,
            commands::practice::search,
            commands::practice::recent_operations,
            commands::practice::undo,
        ])
}

/// Writes the commands and their types as TypeScript to `file`.
///
/// # Errors
/// When a type has no TypeScript counterpart (such as a whole number that JavaScript would round), or `file` cannot be
/// written.
pub fn export_bindings(file: &Path) -> Result<(), specta_typescript::Error> {
    specta_builder().export(Typescript::default().header("// Written by `cargo xtask bindings`.\n"), file)
}
