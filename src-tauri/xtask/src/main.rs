//! The project's own commands: `cargo xtask run | test | check | bench | practice | bindings`.

mod bench;
mod bindings;
mod check;
mod command;
mod page;
mod practice;
mod run;
mod setup;
mod test;

use std::{env, process::ExitCode};

use command::Done;

const USAGE: &str = "\
cargo xtask run        install what is missing, build, and open Daybook on a sample practice;
                       with no display: do the main job in a window on a virtual one
cargo xtask test       the same set-up, then every test
cargo xtask check      format, lints, bindings
cargo xtask bench      print the figures of the budgets, one line of JSON each
cargo xtask practice --sessions N DIR
                       make a practice with N sessions of plausible history in a new folder
cargo xtask bindings   write ui/src/lib/bindings.ts anew from the commands";

fn main() -> ExitCode {
    match dispatch(env::args().nth(1).as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Option<&str>) -> Done {
    match command {
        Some("run") => run::run(),
        Some("test") => test::test(),
        Some("check") => setup::set_up().and_then(|()| check::check()),
        Some("bench") => setup::set_up().and_then(|()| bench::bench()),
        Some("practice") => setup::set_up().and_then(|()| practice::practice()),
        Some("bindings") => setup::set_up().and_then(|()| bindings::write()),
        _ => Err(USAGE.into()),
    }
}
