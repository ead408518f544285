//! Daybook: opens the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::{process::ExitCode, time::Instant};

fn main() -> ExitCode {
    let started = Instant::now();
    match daybook_lib::run(tauri::generate_context!(), started) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Daybook could not open its window: {error}");
            ExitCode::FAILURE
        }
    }
}
