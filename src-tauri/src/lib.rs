//! The desktop shell: a window, the page in it, and the commands that the page may call. No rule lives here.
//!
//! What may be written to stderr: what failed, by kind. Never a client's name, a path, a statement to the database,
//! or anything that was typed.

mod clock;
pub mod commands;
mod desk;
mod dialogs;
pub mod engine;
pub mod invocation;
mod printer;
mod startup;

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use desk::Desk;
use specta_typescript::Typescript;
use startup::Startup;
use tauri::{Context, Manager, Wry, plugin};

/// Every command that the page may call, for a window of the runtime; answers are `{ status: "ok", data }` or
/// `{ status: "error", error }`.
macro_rules! builder_for {
    ($runtime:ty) => {
        tauri_specta::Builder::<$runtime>::new()
            .error_handling(tauri_specta::ErrorHandlingMode::Result)
            .disable_serde_phases()
            .typ::<$crate::commands::error::CommandError>()
            .events(tauri_specta::collect_events![$crate::commands::import::ImportProgressed])
            .commands(tauri_specta::collect_commands![
                $crate::commands::shell::page_ready,
                $crate::commands::shell::page_defect,
                $crate::commands::shell::app_info::<$runtime>,
                $crate::commands::opening::practice_state,
                $crate::commands::opening::check_first_start,
                $crate::commands::opening::create_practice::<$runtime>,
                $crate::commands::opening::unlock,
                $crate::commands::opening::unlock_with_recovery_code,
                $crate::commands::opening::change_passphrase,
                $crate::commands::opening::reset_passphrase,
                $crate::commands::opening::lock,
                $crate::commands::logo::choose_logo::<$runtime>,
                $crate::commands::document::preview_document,
                $crate::commands::document::supplied_document,
                $crate::commands::document::save_document::<$runtime>,
                $crate::commands::document::printers,
                $crate::commands::document::print_document::<$runtime>,
                $crate::commands::document::email_document::<$runtime>,
                $crate::commands::document::save_supplied::<$runtime>,
                $crate::commands::import::import_choose::<$runtime>,
                $crate::commands::import::import_sample,
                $crate::commands::import::import_correct,
                $crate::commands::import::import_commit::<$runtime>,
                $crate::commands::import::import_stop,
                $crate::commands::export::export_list::<$runtime>,
                $crate::commands::settings::settings,
                $crate::commands::settings::save_profile,
                $crate::commands::settings::remove_logo,
                $crate::commands::settings::save_service,
                $crate::commands::settings::archive_service,
                $crate::commands::settings::delete_service,
                $crate::commands::settings::save_tax,
                $crate::commands::settings::archive_tax,
                $crate::commands::settings::save_method,
                $crate::commands::settings::archive_method,
                $crate::commands::settings::move_method,
                $crate::commands::client::list_clients,
                $crate::commands::client::find_clients,
                $crate::commands::client::client_page,
                $crate::commands::client::client_history,
                $crate::commands::client::client_documents,
                $crate::commands::client::save_client,
                $crate::commands::client::archive_client,
                $crate::commands::client::delete_client,
                $crate::commands::session::calendar_sessions,
                $crate::commands::session::list_sessions,
                $crate::commands::session::session_overview,
                $crate::commands::session::share_session_fee,
                $crate::commands::session::book_session,
                $crate::commands::session::change_session,
                $crate::commands::session::move_session,
                $crate::commands::session::delete_session,
                $crate::commands::session::save_session_note,
                $crate::commands::session::mark_attendance,
                $crate::commands::session::mark_keeping_charge,
                $crate::commands::session::mark_crediting_charge,
                $crate::commands::session::invoice_sessions,
                $crate::commands::session::invoice_all,
                $crate::commands::session::invoice_month,
                $crate::commands::invoice::list_invoices,
                $crate::commands::invoice::billing_summary,
                $crate::commands::invoice::invoice_page,
                $crate::commands::invoice::price_invoice,
                $crate::commands::invoice::issue_invoice,
                $crate::commands::invoice::edit_invoice,
                $crate::commands::invoice::lock_invoice,
                $crate::commands::invoice::unlock_invoice,
                $crate::commands::invoice::void_invoice,
                $crate::commands::application::source_sheet,
                $crate::commands::application::invoice_sheet,
                $crate::commands::application::apply_source,
                $crate::commands::application::apply_to_invoice,
                $crate::commands::assist::assist,
                $crate::commands::credit::list_credits,
                $crate::commands::credit::credit_tracking,
                $crate::commands::credit::credit_page,
                $crate::commands::credit::make_credit,
                $crate::commands::credit::edit_credit,
                $crate::commands::credit::delete_credit,
                $crate::commands::credit::activate_credit,
                $crate::commands::credit::transfer,
                $crate::commands::credit_note::credit_note_proposal,
                $crate::commands::credit_note::credit_note_page,
                $crate::commands::credit_note::issue_credit_note,
                $crate::commands::credit_note::void_credit_note,
                $crate::commands::credit_note::credit_and_rebill,
                $crate::commands::refund::list_refunds,
                $crate::commands::refund::refund_page,
                $crate::commands::refund::refund,
                $crate::commands::refund::reverse_refund,
                $crate::commands::product::list_products,
                $crate::commands::product::product_page,
                $crate::commands::product::stock_movements,
                $crate::commands::product::save_product,
                $crate::commands::product::archive_product,
                $crate::commands::product::count_stock,
                $crate::commands::product::correct_stock,
                $crate::commands::record::list_records,
                $crate::commands::record::record_proposal,
                $crate::commands::record::add_record,
                $crate::commands::record::activate_record,
                $crate::commands::record::goods_back,
                $crate::commands::returns::list_returns,
                $crate::commands::returns::return_page,
                $crate::commands::returns::returnable,
                $crate::commands::returns::save_return,
                $crate::commands::returns::save_return_item,
                $crate::commands::returns::remove_return_item,
                $crate::commands::returns::discard_return,
                $crate::commands::returns::post_return,
                $crate::commands::returns::reverse_return,
                $crate::commands::link::linked_clients,
                $crate::commands::link::link_clients,
                $crate::commands::link::unlink_clients,
                $crate::commands::write_off::write_off,
                $crate::commands::write_off::reverse_write_off,
                $crate::commands::books::close_books,
                $crate::commands::report::aging,
                $crate::commands::report::statement,
                $crate::commands::report::payment_report,
                $crate::commands::report::check_books,
                $crate::commands::report::why,
                $crate::commands::payment::list_payments,
                $crate::commands::payment::payment_page,
                $crate::commands::payment::payment_proposal,
                $crate::commands::payment::record_payment,
                $crate::commands::payment::edit_payment,
                $crate::commands::payment::reverse_payment,
                $crate::commands::practice::today,
                $crate::commands::practice::search,
                $crate::commands::practice::recent_operations,
                $crate::commands::practice::undo,
            ])
    };
}

#[cfg(all(test, feature = "test-wire"))]
mod wire_tests;

/// Opens the window and stays until it is closed: on the practice in `folder`, else on the one in the platform's data
/// folder. `started` is when the program began.
///
/// # Errors
/// When the system cannot show a window at all.
pub fn run(context: Context<Wry>, started: Instant, folder: Option<PathBuf>) -> tauri::Result<()> {
    startup::silence_panics();
    let specta = builder_for!(Wry);
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

/// Writes the commands and their types as TypeScript to `file`.
///
/// # Errors
/// When a type has no TypeScript counterpart (such as a whole number that JavaScript would round), or `file` cannot be
/// written.
pub fn export_bindings(file: &Path) -> Result<(), specta_typescript::Error> {
    builder_for!(Wry).export(Typescript::default().header("// Written by `cargo xtask bindings`.\n"), file)
}
