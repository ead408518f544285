//! Writes the page's bindings to the file named by the first argument, without opening a window.

use std::{env, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let Some(file) = env::args_os().nth(1) else {
        eprintln!("usage: bindings FILE");
        return ExitCode::FAILURE;
    };
    match daybook_lib::export_bindings(Path::new(&file)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The bindings cannot be written: {error}");
            ExitCode::FAILURE
        }
    }
}
