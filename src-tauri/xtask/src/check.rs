//! Format, lints, bindings.

use crate::{
    bindings,
    command::{Done, cargo, program, run},
};

/// Fails at the first thing that is not as it should be; changes nothing.
pub fn check() -> Done {
    run("Check the format", program("cargo").args(["fmt", "--all", "--check"]))?;
    run("Check the lints", cargo("clippy").args(["--all-targets", "--", "--deny", "warnings"]))?;
    bindings::check()
}
