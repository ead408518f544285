//! The main job in the real window; `cargo xtask run` shows it where there is no display.

use std::{env, fs, path::Path};

use stories::{
    PASSPHRASE,
    window::{Launch, Window, out},
};

use crate::desk::{CLIENT, TODAY, act, book, dialog, go, icons, read_pdf};

#[tokio::test]
async fn main_job() {
    let documents = out().join("documents");
    fs::create_dir_all(&documents).unwrap();
    let launch = Launch::fresh().today(TODAY).environment("DAYBOOK_DIALOGS", &documents);
    let window = launch.open().await;
    println!("The window was usable after {:.0} ms", window.ready_ms().unwrap());
    bring_in_the_sample(&window).await;
    attend(&window).await;
    pay(&window).await;
    let receipt = save_pdf(&window, &documents, "R-").await;
    window.link("INV-").nth(0).click().await;
    window.heading("INV-").shown().await;
    let invoice = save_pdf(&window, &documents, "INV-").await;
    for (text, what) in [(&invoice, "invoice"), (&receipt, "receipt")] {
        for wanted in [CLIENT, "Quiet Harbor Counseling", "140.00"] {
            assert!(text.contains(wanted), "the {what} does not say `{wanted}`:\n{text}");
        }
    }
    assert!(receipt.contains("Thank you"), "the receipt lacks its comment:\n{receipt}");
    look_around(&window).await;
    window.close().await;
}

async fn bring_in_the_sample(window: &Window) {
    window.heading("Who you are").shown().await;
    window.picture("first-start").await;
    window.button("Continue").click().await;
    window.button("Skip for now").click().await;
    window.field("Passphrase").exactly().fill(PASSPHRASE).await;
    window.field("The same passphrase again").fill(PASSPHRASE).await;
    window.button("Continue").click().await;
    window.role("radio", "With a sample practice").click().await;
    window.button("Create my practice").click().await;
    window.role("checkbox", "I have written it down").click().await;
    window.button("Open my practice").click().await;
    window.sees("Lucas da Silva").await;
    println!("Made a practice that holds the sample: 42 clients and a year of sessions");
    window.picture("today").await;
}

async fn attend(window: &Window) {
    go(window, "Calendar").await;
    book(window, "12:00").await;
    println!("Booked a session of {CLIENT} for today at noon");
    window.button("Dismiss").click().await;
    window.button("Attended").exactly().inside(&icons(window)).click().await;
    window.role("group", "INV-").inside(&window.role("region", "Notes")).shown().await;
    for_readme(window, "calendar").await;
    let note = window.role("region", "Notes").text().await;
    println!("Marked it attended: {}", note.lines().next().unwrap_or_default());
}

async fn pay(window: &Window) {
    window.button(&format!("12:00 {CLIENT}")).click().await;
    let overview = dialog(window, CLIENT);
    window.link("INV-").inside(&overview).shown().await;
    window.picture("session").await;
    window.button("Record payment").inside(&overview).click().await;
    let sheet = dialog(window, "Record payment");
    window.field("Comment").inside(&sheet).fill("Thank you").await;
    act(window, "Record payment").reads("140.00").await;
    window.text("becomes").nth(0).inside(&sheet).shown().await;
    for_readme(window, "payment").await;
    act(window, "Record payment").click().await;
    sheet.gone().await;
    window.button("Receipt").click().await;
    window.heading("R-").shown().await;
    println!("Recorded the payment: receipt {}", window.heading("R-").text().await);
    window.css("canvas[data-drawn]").shown().await;
    window.picture("receipt").await;
}

/// Takes a picture; with `DAYBOOK_README_PICTURES=1` it is the README's from then on.
async fn for_readme(window: &Window, name: &str) {
    let file = window.picture(name).await;
    if env::var_os("DAYBOOK_README_PICTURES").is_some() {
        let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures");
        fs::create_dir_all(&pictures).unwrap();
        fs::copy(file, pictures.join(format!("{name}.png"))).unwrap();
    }
}

/// Saves the document on screen as PDF, and reads it back.
async fn save_pdf(window: &Window, documents: &Path, prefix: &str) -> String {
    window.css("canvas[data-drawn]").shown().await;
    let number = window.role("heading", prefix).text().await;
    window.button("Save PDF").click().await;
    window.sees(&format!("Saved {number} as PDF")).await;
    let file = fs::read_dir(documents)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().contains(&number)));
    let file = file.unwrap_or_else(|| panic!("no file is called after {number}"));
    println!("Saved {}", file.display());
    let text = read_pdf(&file);
    assert!(text.contains(&number), "{number} is not on it:\n{text}");
    text
}

async fn look_around(window: &Window) {
    for_readme(window, "invoice").await;
    for place in ["Today", "Clients", "Billing"] {
        go(window, place).await;
        window.picture(&place.to_lowercase()).await;
    }
}
