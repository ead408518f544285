//! Daybook on a sample practice: in a window where there is a display, else by itself on a virtual one.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use crate::{
    command::{Done, Failure, built, cargo, out, program, project, run as run_command},
    practice, setup,
};

/// The journey that does the main job in the real window.
const JOURNEY: &str = "journey::";

/// Sets up, builds, and shows Daybook.
pub fn run() -> Done {
    setup::set_up()?;
    if has_display() { open() } else { journey() }
}

fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    env::consts::OS != "linux" || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Opens Daybook as its users have it: the clock and the dialogs of journeys are not built in.
fn open() -> Done {
    run_command("Build Daybook", program("cargo").args(["build", "--package", "daybook"]))?;
    let practice = sample_practice()?;
    println!("Daybook is open on {}; its passphrase is “look around”. Close its window to end.", shown(&practice));
    run_command("Daybook", program(built("daybook")).arg("--practice").arg(&practice))
}

/// The sample practice, made anew where there is none or the schema is another one since: until the first release a
/// schema is changed in place (docs/decisions/0006).
fn sample_practice() -> Result<PathBuf, Failure> {
    let (practice, made_of) = (out().join("sample-practice"), out().join("sample-practice.sql"));
    let unusable = |error: io::Error| Failure::from(format!("{} cannot be used: {error}", shown(&practice)));
    let mut schema = String::new();
    for file in files(&project().join("src-tauri/practice/migrations")).map_err(unusable)? {
        schema.push_str(&fs::read_to_string(file).map_err(unusable)?);
    }
    if practice.exists() {
        if fs::read_to_string(&made_of).is_ok_and(|made| made == schema) {
            return Ok(practice);
        }
        println!("The sample practice is made anew: Daybook keeps its books otherwise since it was made.");
        fs::remove_dir_all(&practice).map_err(unusable)?;
    }
    practice::sample(&practice)?;
    fs::write(&made_of, schema).map_err(unusable)?;
    Ok(practice)
}

fn journey() -> Done {
    println!("There is no display: the main job is done in a window on a virtual one.");
    run_command("Build Daybook", cargo("build").args(["--bin", "daybook"]))?;
    let left = out().join("run");
    let unusable = |error: io::Error| Failure::from(format!("{} cannot be used: {error}", shown(&left)));
    if left.exists() {
        fs::remove_dir_all(&left).map_err(unusable)?;
    }
    let journeys = ["--test", "window", "--", JOURNEY, "--nocapture"];
    let mut command = cargo("test");
    command.args(journeys).env("DAYBOOK_OUT", &left).env("DAYBOOK_PROGRAM", built("daybook"));
    run_command("Do the main job", &mut command)?;
    println!("\nLeft in {}:", shown(&left));
    for file in files(&left).map_err(unusable)? {
        println!("  {}", shown(&file));
    }
    Ok(())
}

/// Every file under `folder`, in order of name.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// `path` as seen from the project's top folder.
fn shown(path: &Path) -> String {
    path.strip_prefix(project()).unwrap_or(path).display().to_string()
}
