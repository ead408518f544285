//! What the journeys share: a practice to work on, and what a person does again and again.

use std::{fs, path::PathBuf, process::Command, sync::atomic::AtomicBool};

use practice::{Ask, Folder, Now, Practice, import::sample::SPREADSHEETS};
use stories::{
    PASSPHRASE, Story, empty_folder, first_start, source,
    window::{Launch, Target, Window},
};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// Today in every journey: the day up to which the sample practice is marked.
pub const TODAY: &str = "2026-11-20";
/// A client of the sample practice with nothing booked today.
pub const CLIENT: &str = "Priya Raghunathan";

/// The files of the sample practice, made once.
static SAMPLE: OnceCell<Vec<(String, Vec<u8>)>> = OnceCell::const_new();

/// The sample practice in a folder of its own; [`PASSPHRASE`] opens it.
pub async fn sample_practice() -> TempDir {
    let folder = empty_folder();
    for (name, bytes) in SAMPLE.get_or_init(make_sample).await {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

async fn make_sample() -> Vec<(String, Vec<u8>)> {
    let folder = empty_folder();
    let practice = Practice::in_folder(Folder::take(folder.path()).unwrap());
    let mut form = first_start();
    form.sample = true;
    practice.create(&form).await.unwrap();
    let sources: Vec<_> = SPREADSHEETS.iter().map(|(file, bytes)| source(file, bytes)).collect();
    let ask = Ask::new(Now::noon(TODAY.parse().unwrap()), "sample");
    practice.import(&sources, false, |_| (), &AtomicBool::new(false), &ask).await.unwrap();
    practice.lock().await;
    ["practice.db", "vault.json"].map(|name| (name.to_owned(), fs::read(folder.path().join(name)).unwrap())).into()
}

/// Daybook on a practice, unlocked and at Today.
pub struct Desk {
    pub window: Window,
    /// Where the dialogs save to and open from.
    pub dialogs: TempDir,
    /// The folder of the practice.
    pub practice: TempDir,
}

impl Desk {
    /// On the sample practice.
    pub async fn open() -> Self {
        Self::at(sample_practice().await).await
    }

    /// On a practice with nothing in it.
    pub async fn empty() -> Self {
        let folder = empty_folder();
        let practice = Practice::in_folder(Folder::take(folder.path()).unwrap());
        practice.create(&first_start()).await.unwrap();
        practice.lock().await;
        drop(practice);
        Self::at(folder).await
    }

    /// On the practice of a story.
    pub async fn on(story: Story) -> Self {
        Self::at(story.left().await).await
    }

    async fn at(practice: TempDir) -> Self {
        let dialogs = empty_folder();
        let launch = Launch::on(practice.path()).today(TODAY).environment("DAYBOOK_DIALOGS", dialogs.path());
        let window = launch.open().await;
        unlock(&window, PASSPHRASE).await;
        window.heading("Today").exactly().shown().await;
        Self { window, dialogs, practice }
    }
}

/// Types the passphrase on the unlock screen.
pub async fn unlock(window: &Window, passphrase: &str) {
    window.field("Passphrase").fill(passphrase).await;
    window.button("Open").exactly().click().await;
}

/// Goes to a page by the rail.
pub async fn go(window: &Window, place: &str) {
    window.link(place).exactly().inside(&window.role("navigation", "Daybook")).click().await;
    window.heading(place).exactly().shown().await;
}

/// Opens a document from its list in Billing.
pub async fn open_from(window: &Window, tab: &str, number: &str) {
    go(window, "Billing").await;
    // The figures above the tabs move them down once they come.
    window.sees("Received this month").await;
    window.role("tab", tab).exactly().click().await;
    window.css("[role=tab][aria-selected=true]").reads(tab).await;
    window.link(number).click().await;
    window.heading(number).shown().await;
}

/// The sheet or window on top that is called `name`.
pub fn dialog<'w>(window: &'w Window, name: &str) -> Target<'w> {
    window.role("dialog", name)
}

/// The button by which the sheet `name` does what it is for.
pub fn act<'w>(window: &'w Window, sheet: &str) -> Target<'w> {
    window.css("button[type=submit]").inside(&dialog(window, sheet))
}

/// The note about an act, which says `text`.
pub fn noted<'w>(window: &'w Window, text: &str) -> Target<'w> {
    window.role("group", text).inside(&window.role("region", "Notes")).nth(0)
}

/// The sheet in which an act is taken back from a history.
pub const UNDO: &str = "Undo this act";

/// Takes an act back from the history on the page, once its sheet says what will happen.
pub async fn take_back(window: &Window, sentence: &str) {
    window.button(&format!("Undo: {sentence}")).click().await;
    dialog(window, UNDO).reads("What will happen").await;
    act(window, UNDO).click().await;
    dialog(window, UNDO).gone().await;
}

/// Chooses `client` in the sheet's field for the client.
pub async fn choose_client(window: &Window, sheet: &str, client: &str) {
    window.field("Client").inside(&dialog(window, sheet)).fill(client).await;
    window.role("option", client).click().await;
}

/// Waits until each figure that is called `name` is exactly `amount`, nothing where there is none; `place` is a
/// selector, as `main`.
pub async fn stands(window: &Window, place: &str, name: &str, amount: &str) {
    let script = "const [place, name] = arguments; const words = (one) => { const copy = one.cloneNode(true); \
                  copy.querySelectorAll('button').forEach((ask) => ask.remove()); \
                  return copy.textContent.replace(/[\\s$]+/g, ' ').trim() }; \
                  const called = (tag) => [...document.querySelectorAll(`${place} ${tag}`)] \
                  .filter((one) => words(one) === name).map((one) => words(one.nextElementSibling)); \
                  const [figures, parts] = [called('dt'), called('h2')]; \
                  return [...new Set(figures.length ? figures : parts)].join(' and ')";
    window
        .until(&format!("`{name}` to be `{amount}`"), async || {
            let read = window.run(script, &[place.into(), name.into()]).await;
            if read == amount { Ok(Some(())) } else { Err(format!("it is {read}").into()) }
        })
        .await;
}

/// Books a session of [`CLIENT`] for today at `time`.
pub async fn book(window: &Window, time: &str) {
    window.button("Book session").nth(0).click().await;
    choose_client(window, "Book session", CLIENT).await;
    window.field("Time").fill(time).await;
    act(window, "Book session").click().await;
    dialog(window, "Book session").gone().await;
}

/// The attendance icons of [`CLIENT`]'s session today.
pub fn icons(window: &Window) -> Target<'_> {
    window.role("group", &format!("Attendance of {CLIENT}, 20 Nov 2026"))
}

/// Whether the controls of a row that `selector` finds begin at the same height.
pub async fn are_level(window: &Window, selector: &str) -> bool {
    let script = "const tops = [...document.querySelectorAll(arguments[0])].map((one) => \
                  one.getBoundingClientRect().top); return tops.length > 1 && Math.max(...tops) - Math.min(...tops) < 2";
    window.run(script, &[selector.into()]).await == true
}

/// Text of a PDF, read back by another program, and proof that it is sound.
pub fn read_pdf(file: &PathBuf) -> String {
    assert!(fs::read(file).unwrap().starts_with(b"%PDF"), "{} is no PDF", file.display());
    let checked = Command::new("qpdf").arg("--check").arg(file).output().unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    let read = Command::new("pdftotext").arg("-layout").arg(file).arg("-").output().unwrap();
    String::from_utf8(read.stdout).unwrap()
}
