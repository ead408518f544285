//! Every test there is, the quick ones first.

use crate::{
    check,
    command::{Done, built, cargo, run},
    page, setup,
};

/// Sets up, checks, then tests the page, the rules, the practice file, and the real window.
pub fn test() -> Done {
    setup::set_up()?;
    check::check()?;
    page::test()?;
    run("Build Daybook", cargo("build").args(["--bin", "daybook"]))?;
    run("Test Daybook", cargo("test").env("DAYBOOK_PROGRAM", built("daybook")))?;
    println!("\nAll checks and tests passed.");
    Ok(())
}
