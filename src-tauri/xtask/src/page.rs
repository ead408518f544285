//! The page in `ui/`: its packages, its build, its own tests.

use std::{fs, io, path::Path, time::SystemTime};

use crate::command::{Done, npm, project, run};

/// Gets the npm packages that `folder`'s lock file names, unless they are there.
pub fn packages(folder: &Path) -> Done {
    let there = changed_at(&folder.join("node_modules/.package-lock.json"));
    if there.is_some_and(|there| changed_at(&folder.join("package-lock.json")) <= Some(there)) {
        return Ok(());
    }
    let name = folder.strip_prefix(project()).unwrap_or(folder).display().to_string();
    run(&format!("Get the packages of {name}"), npm(folder).args(["ci", "--no-audit", "--no-fund"]))
}

/// Builds `ui/dist`, unless it is newer than everything it is made from.
pub fn build() -> Done {
    let ui = project().join("ui");
    let built = changed_at(&ui.join("dist/index.html"));
    let sources = ["src", "static", "package-lock.json", "svelte.config.js", "vite.config.ts", "tsconfig.json"];
    let newest = sources.iter().filter_map(|source| newest(&ui.join(source)).ok().flatten()).max();
    if built.is_some() && newest <= built {
        return Ok(());
    }
    run("Build the page", npm(&ui).args(["run", "build"]))
}

/// The page's type check, lints and unit tests.
pub fn test() -> Done {
    let ui = project().join("ui");
    run("Check the page's types", npm(&ui).args(["run", "check"]))?;
    run("Check the page's lints", npm(&ui).args(["run", "lint"]))?;
    run("Test the page", npm(&ui).args(["run", "test"]))
}

fn changed_at(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|data| data.modified()).ok()
}

/// When the newest file in or under `path` was changed.
fn newest(path: &Path) -> io::Result<Option<SystemTime>> {
    if !path.is_dir() {
        return Ok(changed_at(path));
    }
    // The folder itself tells of files that were removed.
    let mut newest_yet = changed_at(path);
    for entry in fs::read_dir(path)? {
        newest_yet = newest_yet.max(newest(&entry?.path())?);
    }
    Ok(newest_yet)
}
