//! `ui/src/lib/bindings.ts`: the commands as the page sees them.

use std::{fs, path::Path};

use crate::command::{Done, built, cargo, program, project, run};

const BINDINGS: &str = "ui/src/lib/bindings.ts";

/// Writes the bindings anew.
pub fn write() -> Done {
    export(&project().join(BINDINGS))
}

/// Fails when the bindings are not those of the commands.
pub fn check() -> Done {
    let fresh = built("bindings.ts");
    export(&fresh)?;
    let read = |file: &Path| fs::read(file).map_err(|error| format!("{BINDINGS} cannot be read: {error}"));
    if read(&fresh)? == read(&project().join(BINDINGS))? {
        return Ok(());
    }
    Err(format!("{BINDINGS} is not what the commands are now. Run: cargo xtask bindings").into())
}

fn export(file: &Path) -> Done {
    run("Build the bindings", cargo("build").args(["--example", "bindings"]))?;
    run("Write the bindings", program(built("examples/bindings")).arg(file))
}
