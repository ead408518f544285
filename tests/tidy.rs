//! The arrows of the architecture and the names of the house, held over every file of the project.
//! Each failure names what to write instead.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise, and that is its report")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file of the project, by its path from the root.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// Its lines that are not comments, with their numbers.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines()).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The files below `folder` whose names end so, without what is fetched or built.
fn sources(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root().join(folder), endings, &mut found);
    assert!(!found.is_empty(), "{folder} has no {endings:?}");
    found
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<Source>) {
    const NOT_OURS: [&str; 6] = ["node_modules", "target", "gen", "dist", ".svelte-kit", "out"];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !NOT_OURS.contains(&name.as_str()) {
            walk(&path, endings, found);
        } else if path.is_file() && endings.iter().any(|ending| name.ends_with(ending)) {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            found.push(Source { path, text });
        }
    }
}

/// Fails with every place that breaks a rule.
fn held(rule: &str, broken: Vec<String>) {
    assert!(broken.is_empty(), "{rule}\n  {}", broken.join("\n  "));
}

/// Where one of `words` stands in a file that may not have it.
fn places(sources: &[Source], words: &[&str], may: impl Fn(&str) -> bool) -> Vec<String> {
    let mut broken = Vec::new();
    for source in sources.iter().filter(|source| !may(&source.path)) {
        for (number, line) in source.lines().filter(|(_, line)| words.iter().any(|word| line.contains(word))) {
            broken.push(format!("{}:{number}: {}", source.path, line.trim()));
        }
    }
    broken
}

/// The crates that a manifest names under `[dependencies]`.
fn dependencies(manifest: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(manifest)).unwrap();
    let section = text.split("\n[dependencies]\n").nth(1).unwrap();
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    lines.filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim().to_owned()).collect()
}

#[test]
fn billing_depends_on_nothing_that_reads_or_writes() {
    let others: Vec<String> = dependencies("src-tauri/billing/Cargo.toml")
        .into_iter()
        .filter(|name| !["chrono", "rust_decimal", "thiserror"].contains(&name.as_str()))
        .collect();
    held("billing holds the rules alone: load and save in practice, and pass facts and the day in.", others);
    let words = ["std::fs", "std::io", "std::env", "std::net", "SystemTime", "Instant::now", "Utc::now", "Local::now"];
    held(
        "billing has no clock and no files: pass the day in as an argument.",
        places(&sources("src-tauri/billing/src", &[".rs"]), &words, |_| false),
    );
}

#[test]
fn practice_never_names_tauri() {
    let names = dependencies("src-tauri/practice/Cargo.toml");
    let tauri: Vec<String> = names.into_iter().filter(|name| name.starts_with("tauri")).collect();
    held("practice knows no window: what needs one belongs in src-tauri/src.", tauri);
    held(
        "practice knows no window: what needs one belongs in src-tauri/src.",
        places(&sources("src-tauri/practice/src", &[".rs"]), &["tauri::"], |_| false),
    );
}

#[test]
fn only_the_store_has_sql() {
    let all = sources("src-tauri", &[".rs"]);
    let may = |path: &str| {
        path.starts_with("src-tauri/practice/src/store/")
            // Settings of the connection and migrations, before there is anything to store.
            || path == "src-tauri/practice/src/folder.rs"
            || path == "src-tauri/practice/build.rs"
    };
    held(
        "SQL belongs in src-tauri/practice/src/store/<concept>.rs: write a load_, save_, list_ or find_ there.",
        places(&all, &["sqlx::query", "QueryBuilder", "raw_sql"], may),
    );
}

#[test]
fn one_module_knows_each_great_library() {
    let all = sources("src-tauri", &[".rs"]);
    for (words, home, instead) in [
        (&["printpdf"][..], "documents/pdf.rs", "lay the document out as a page model"),
        (&["lettre"], "mail/", "call mail::message"),
        (&["argon2", "chacha20poly1305"], "vault/", "ask the vault"),
        (&["calamine"], "import/workbook.rs", "read tables by import::Table"),
    ] {
        let may = |path: &str| path.starts_with(&format!("src-tauri/practice/src/{home}"));
        held(&format!("{words:?} belongs in practice/src/{home} alone: {instead}."), places(&all, words, may));
    }
}

#[test]
fn the_page_reaches_rust_by_one_module() {
    let page = sources("ui/src", &[".ts", ".svelte"]);
    let may = |path: &str| path.starts_with("ui/src/lib/host") || path == "ui/src/lib/bindings.ts";
    let tests = |path: &str| may(path) || path.ends_with(".test.ts");
    held(
        "The page reaches Rust by src/lib/host.ts alone: import what is needed from there.",
        places(&page, &["@tauri-apps/"], tests),
    );
    let mut broken = places(&page, &["/bindings'", "/bindings\""], may);
    broken.retain(|place| !place.contains("import type") && !place.contains(".test.ts"));
    held("The page calls commands through src/lib/host.ts, which knows errors and topics.", broken);
}

#[test]
fn names_say_what_a_thing_is() {
    const VAGUE: [&str; 4] = ["Manager", "Service", "Helper", "Util"];
    // A service is a thing that a practice offers; these are services.
    const OFFERED: [&str; 3] = ["KnownService", "PlannedService", "Service"];
    let mut broken = Vec::new();
    let code =
        ["src-tauri", "tests", "ui/src"].into_iter().flat_map(|folder| sources(folder, &[".rs", ".ts", ".svelte"]));
    for source in code {
        let stem = source.path.rsplit('/').next().unwrap().split('.').next().unwrap().to_lowercase();
        let stem = stem.trim_end_matches('s');
        if ["manager", "helper", "util", "common", "misc"].iter().any(|vague| stem.ends_with(vague)) {
            broken.push(source.path.clone());
        }
        for (number, line) in source.lines() {
            let mut words = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            while let Some(word) = words.next() {
                if !["struct", "enum", "trait", "class", "interface", "type", "mod"].contains(&word) {
                    continue;
                }
                let Some(name) = words.next() else { break };
                let bare = name.trim_end_matches('s');
                if VAGUE.iter().any(|vague| bare.ends_with(vague)) && !OFFERED.contains(&name) {
                    broken.push(format!("{}:{number}: {name}", source.path));
                }
            }
        }
    }
    held("Name a thing after its concept and a function after its verb (see the glossary).", broken);
}

#[test]
fn files_fit_in_the_head() {
    const MOST_LINES: usize = 500;
    let mut all = sources("src-tauri", &[".rs", ".sql"]);
    all.extend(sources("ui/src", &[".ts", ".svelte", ".css"]));
    let long = all
        .iter()
        .filter(|source| source.path != "ui/src/lib/bindings.ts" && !source.path.contains("/tests"))
        .map(|source| (source.text.lines().count(), &source.path))
        .filter(|(lines, _)| *lines > MOST_LINES);
    let long: Vec<String> = long.map(|(lines, path)| format!("{path}: {lines} lines")).collect();
    held(&format!("A file has at most {MOST_LINES} lines: look for the second concept in it."), long);
}

#[test]
fn no_money_is_a_float() {
    let all = sources("src-tauri/billing/src", &[".rs"]);
    held(
        "Money is whole minor units: use Money, Quantity, UnitPrice and Rate.",
        places(&all, &["f32", "f64"], |_| false),
    );
    let store = sources("src-tauri/practice/src/store", &[".rs"]);
    held("Money is stored as INTEGER minor units.", places(&store, &["f32", "f64"], |_| false));
    let schema = sources("src-tauri/practice/migrations", &[".sql"]);
    held("Money is stored as INTEGER minor units.", places(&schema, &[" real", " REAL", "numeric"], |_| false));
}
