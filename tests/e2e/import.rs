//! Import of spreadsheets through the window.

use std::{fs, path::Path};

use practice::import::sample::SPREADSHEETS;

use crate::desk::{Desk, go};

#[tokio::test]
async fn bad_files_end_in_sentences_and_change_nothing() {
    let desk = Desk::open().await;
    let window = &desk.window;
    let bad = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/bad");
    for name in ["clients-broken-rows.csv", "sessions-unknown-client.csv"] {
        fs::copy(bad.join(name), desk.dialogs.path().join(name)).unwrap();
    }
    choose_files(&desk).await;
    let problems = window.role("table", "To look at");
    for sentence in ["“not-an-address”", "Nobody Atall", "25:00", "Perhaps", "02:30"] {
        problems.reads(sentence).await;
    }
    let import = window.button("Import ").inside(&window.role("main", ""));
    assert!(!import.is_enabled().await, "rows with an error can be imported");
    go(window, "Clients").await;
    window.sees("40 clients").await;
    assert!(!window.run("return document.body.innerText", &[]).await.as_str().unwrap().contains("Mallory"));
    desk.window.close().await;
}

#[tokio::test]
async fn spreadsheets_come_in_with_their_counts() {
    let desk = Desk::empty().await;
    let window = &desk.window;
    for (name, bytes) in SPREADSHEETS {
        fs::write(desk.dialogs.path().join(name), bytes).unwrap();
    }
    choose_files(&desk).await;
    window.button("Import ").inside(&window.role("main", "")).click().await;
    window.heading("Your data is here").shown().await;
    let counts = window.css("dl");
    for (what, count) in [("Clients", "42"), ("Products", "5"), ("Sessions", "1,825"), ("Payments", "1,019")] {
        counts.reads(what).await;
        counts.reads(count).await;
    }
    window.button("Undo this import").click().await;
    window.sees("Undid: Imported 42 clients").await;
    go(window, "Clients").await;
    window.sees("No clients yet").await;
    choose_files(&desk).await;
    window.button("Import ").inside(&window.role("main", "")).click().await;
    window.heading("Your data is here").shown().await;
    go(window, "Clients").await;
    window.sees("40 clients").await;
    desk.window.close().await;
}

async fn choose_files(desk: &Desk) {
    go(&desk.window, "Settings").await;
    desk.window.link("Data").click().await;
    desk.window.link("Import spreadsheets").click().await;
    desk.window.button("Choose files").click().await;
    desk.window.heading("Your files").shown().await;
}
