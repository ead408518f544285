//! `make-practice SESSIONS DIR`: a practice with that many sessions of plausible history in a new folder.
//! `make-practice sample DIR`: the sample practice.

use std::{error::Error, path::Path, process::ExitCode};

use bench::{PASSPHRASE, TODAY, make, make_sample};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let (Some(what), Some(folder)) = (words.next(), words.next()) else {
        eprintln!("usage: make-practice SESSIONS|sample DIR");
        return ExitCode::from(2);
    };
    match run(&what, Path::new(&folder)) {
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

fn run(what: &str, folder: &Path) -> Result<String, Box<dyn Error>> {
    let runtime = tokio::runtime::Runtime::new()?;
    let made = match what {
        "sample" => runtime.block_on(make_sample(folder))?,
        sessions => runtime.block_on(make(sessions.parse()?, folder))?,
    };
    Ok(format!(
        "{} sessions, {} invoices and {} payments up to {TODAY}; the passphrase is “{PASSPHRASE}”.",
        made.counts.sessions, made.counts.invoices, made.counts.payments
    ))
}
