//! `make-practice SESSIONS DIR`: a practice with that many sessions of plausible history in a new folder.

use std::{error::Error, path::Path, process::ExitCode};

use bench::{PASSPHRASE, TODAY, make};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let (Some(sessions), Some(folder)) = (words.next().and_then(|word| word.parse().ok()), words.next()) else {
        eprintln!("usage: make-practice SESSIONS DIR");
        return ExitCode::from(2);
    };
    match run(sessions, Path::new(&folder)) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("The practice could not be made: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(sessions: u32, folder: &Path) -> Result<String, Box<dyn Error>> {
    let made = tokio::runtime::Runtime::new()?.block_on(make(sessions, folder))?;
    Ok(format!(
        "{} sessions, {} invoices and {} payments up to {TODAY}; the passphrase is “{PASSPHRASE}”.",
        made.counts.sessions, made.counts.invoices, made.counts.payments
    ))
}
