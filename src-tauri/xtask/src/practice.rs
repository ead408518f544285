//! Practices to look around in: of any size, and the sample.

use std::{env, path::Path};

use crate::command::{Done, program, run};

const USAGE: &str = "usage: cargo xtask practice --sessions N DIR";

/// Makes the practice that the words on the command line ask for.
pub fn practice() -> Done {
    let words: Vec<String> = env::args().skip(2).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--sessions", sessions, folder] | [folder, "--sessions", sessions] if sessions.parse::<u32>().is_ok() => {
            make(sessions, &env::current_dir().map_err(|error| error.to_string())?.join(folder))
        }
        _ => Err(USAGE.into()),
    }
}

/// Makes the sample practice in `folder`.
pub fn sample(folder: &Path) -> Done {
    make("sample", folder)
}

fn make(what: &str, folder: &Path) -> Done {
    let words = ["run", "--quiet", "--release", "--package", "bench", "--bin", "make-practice", "--", what];
    run("Make the practice", program("cargo").args(words).arg(folder))
}
