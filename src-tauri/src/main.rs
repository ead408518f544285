//! Daybook: reads how it was started and opens the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::{env, process::ExitCode, time::Instant};

use daybook_lib::{
    engine,
    invocation::{Invocation, USAGE},
};

fn main() -> ExitCode {
    let started = Instant::now();
    let folder = match Invocation::read(env::args_os().skip(1), env::var_os("DAYBOOK_PRACTICE")) {
        Invocation::Open(folder) => folder,
        Invocation::Version => {
            println!("Daybook {}", env!("CARGO_PKG_VERSION"));
            return ExitCode::SUCCESS;
        }
        Invocation::Unclear => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    engine::paint_plainly();
    match daybook_lib::run(tauri::generate_context!(), started, folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Daybook could not open its window: {error}");
            ExitCode::FAILURE
        }
    }
}
