//! The undo of an import: the practice as it was before, whatever happens meanwhile.

use std::{
    fs,
    future::{Future, poll_fn},
    io::ErrorKind,
    path::Path,
    pin::pin,
    sync::atomic::AtomicBool,
    task::Poll,
};

use practice::{
    Ask, Error, Folder, ImportCounts, OperationId, Practice,
    import::Source,
    view::{Acted, HistoryRow},
};
use stories::{PASSPHRASE, SmallDisk, Story, empty_folder, fee, practice, source};

const IMPORTED: &str = "Imported 1 clients, 1 sessions and 1 payments; 1 invoices came of it";
const TODAY: &str = "2026-03-20";

fn sources() -> Vec<Source> {
    let files: [(&str, &[u8]); 4] = [
        ("clients.csv", b"First Name,Last Name\nBea,Berg\n"),
        ("services.csv", b"Code,Name,Minutes,Fee\nIND,Individual,50,80.00\n"),
        ("sessions.csv", b"Date,Start,Client,Service,Minutes,Attendance\n2026-03-03,09:00,Bea Berg,IND,50,Attended\n"),
        ("payments.csv", b"Date,Client,Amount,Method\n2026-03-04,Bea Berg,100.00,Cash\n"),
    ];
    files.map(|(name, bytes)| source(name, bytes)).into()
}

async fn import(p: &Story, ask: &Ask) -> Result<Acted<ImportCounts>, Error> {
    p.practice.import(&sources(), false, |_| {}, &AtomicBool::new(false), ask).await
}

async fn latest(p: &Story) -> HistoryRow {
    p.practice.recent_operations(0).await.unwrap().rows.remove(0)
}

/// What the folder holds beside the practice itself.
fn beside(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> =
        names.filter(|name| !["lock", "practice.db", "practice.db-journal", "vault.json"].contains(&&**name)).collect();
    names.sort();
    names
}

fn folder(p: &Story) -> &Path {
    p.practice.folder().path()
}

/// A practice with an invoice, and then an import.
async fn imported() -> (Story, String, OperationId) {
    let p = practice().today(TODAY).client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let before = p.books().await;
    let operation = import(&p, &p.ask()).await.unwrap().operation.unwrap();
    (p, before, operation)
}

#[tokio::test]
async fn an_import_is_undone_as_if_it_had_not_been_and_both_stay_on_record() {
    let p = practice().today(TODAY).client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let (before, key) = (p.books().await, p.ask());
    let done = import(&p, &key).await.unwrap();
    assert_eq!(done.sentence, IMPORTED);
    assert_ne!(p.books().await, before);
    assert!(latest(&p).await.can_undo);
    assert_eq!(beside(folder(&p)).len(), 1, "the copy from before");

    let (operation, undo) = (done.operation.unwrap(), p.ask());
    let undone = p.practice.undo(operation, &undo).await.unwrap();
    assert_eq!(undone.sentence, format!("Undid: {IMPORTED}"));
    assert_eq!(undone.operation, None, "it is not done again from here");
    assert_eq!(p.books().await, before);
    p.check_books().await;
    assert_eq!(beside(folder(&p)), [""; 0]);

    let history = p.practice.recent_operations(0).await.unwrap().rows;
    let told: Vec<_> = history.iter().map(|row| (&*row.sentence, row.undone, row.is_undo, row.can_undo)).collect();
    let undid = format!("Undid: {IMPORTED}");
    assert_eq!(told[..2], [(&*undid, false, true, false), (IMPORTED, true, false, false)]);

    let file = p.dump().await;
    assert_eq!(import(&p, &key).await.unwrap().answer, done.answer, "the same key imports nothing again");
    assert_eq!(p.practice.undo(operation, &undo).await.unwrap(), undone, "the same key, the same answer");
    assert_eq!(p.dump().await, file);
    assert_eq!(
        p.refused(async |it, ask| it.undo(operation, ask).await).await,
        format!("“{IMPORTED}” was undone already.")
    );
    assert_eq!(
        p.refused(async |it, ask| it.undo(history[0].operation, ask).await).await,
        "An import that was undone is not done again from here. Choose its files and import them again."
    );
    assert_eq!(import(&p, &p.ask()).await.unwrap().answer, done.answer, "its files can be imported again");
    assert_eq!(p.attend("Ana", TODAY).await, "INV-00003", "and its numbers are given once");
    p.check_books().await;
}

#[tokio::test]
async fn an_import_is_undone_only_until_the_next_act_which_is_named() {
    let (p, _, operation) = imported().await;
    p.pay("Ana", "40.00").await;
    assert_eq!(
        p.refused(async |it, ask| it.undo(operation, ask).await).await,
        "An import can be undone only until the next act, and “Recorded 40.00 from Ana (R-00002)” came since. \
         Correct single documents instead."
    );
    let history = p.practice.recent_operations(0).await.unwrap().rows;
    assert!(history.iter().filter(|row| row.operation == operation).all(|row| !row.can_undo));
    assert_eq!(beside(folder(&p)), [""; 0], "the copy is no use any more");
}

#[tokio::test]
async fn a_look_at_the_undo_of_an_import_and_one_that_lost_its_copy_change_nothing() {
    let (p, before, operation) = imported().await;
    let file = p.dump().await;
    let preview = p.practice.undo(operation, &p.preview()).await.unwrap();
    assert_eq!(preview.sentence, format!("Undoes: {IMPORTED}"));
    assert_eq!(p.dump().await, file);
    let copy = folder(&p).join(&beside(folder(&p))[0]);
    let bytes = fs::read(&copy).unwrap();
    fs::write(&copy, &bytes[..bytes.len() / 2]).unwrap();
    p.refused(async |it, ask| it.undo(operation, ask).await).await;
    fs::remove_file(&copy).unwrap();
    assert_eq!(
        p.refused(async |it, ask| it.undo(operation, ask).await).await,
        "The copy of your practice from before this import is not there any more, so the import cannot be undone. \
         Correct single documents instead."
    );
    fs::write(&copy, bytes).unwrap();
    p.practice.undo(operation, &p.ask()).await.unwrap();
    assert_eq!(p.books().await, before);
}

#[tokio::test]
async fn an_import_that_is_refused_leaves_the_one_before_it_to_be_undone() {
    let (p, before, operation) = imported().await;
    let copies = beside(folder(&p));
    let refusal = import(&p, &p.ask()).await.unwrap_err().to_string();
    assert_eq!(refusal, "There is nothing new in these files.");
    assert_eq!(beside(folder(&p)), copies);
    p.practice.undo(operation, &p.ask()).await.unwrap();
    assert_eq!(p.books().await, before);
}

#[tokio::test]
async fn a_practice_that_was_closed_since_still_undoes_its_import() {
    let (p, before, operation) = imported().await;
    fs::write(folder(&p).join("practice-before-import-99.db"), b"half a copy").unwrap();
    let copies = beside(folder(&p));
    p.practice.lock().await;
    p.practice.unlock(PASSPHRASE).await.unwrap();
    assert_eq!(beside(folder(&p)), copies[..1], "what an import that was cut short left is taken away");
    p.practice.undo(operation, &p.ask()).await.unwrap();
    assert_eq!(p.books().await, before);
}

#[tokio::test]
async fn an_import_on_a_full_disk_is_refused_and_changes_nothing() {
    let Some(disk) = SmallDisk::of_kib(4096) else { return };
    let p = practice().today(TODAY).on_disk(disk.path()).await;
    let before = p.dump().await;
    disk.fill();
    let full = "The disk is full, so nothing was saved. Free some space, then do it again.";
    assert_eq!(import(&p, &p.ask()).await.unwrap_err().to_string(), full);
    assert_eq!(beside(folder(&p)), [""; 0]);
    disk.make_room();
    assert_eq!(p.dump().await, before);
    let operation = import(&p, &p.ask()).await.unwrap().operation.unwrap();
    let after = p.dump().await;
    disk.fill();
    assert_eq!(p.practice.undo(operation, &p.ask()).await.unwrap_err().to_string(), full);
    disk.make_room();
    assert_eq!(p.dump().await, after);
    p.practice.undo(operation, &p.ask()).await.unwrap();
    p.check_books().await;
}

/// Takes so many steps of `work` and lets go of it; whether it came to its end.
async fn cut_after(steps: usize, work: impl Future) -> bool {
    let (mut work, mut left) = (pin!(work), steps);
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        work.as_mut().poll(context).map(|_| true)
    })
    .await
}

/// Copies what is in a folder; a file that is taken away meanwhile, such as a journal, is not there.
fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        match fs::copy(entry.path(), to.join(entry.file_name())) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            copied => {
                copied.unwrap();
            }
        }
    }
}

fn in_folder(path: &Path) -> Practice {
    Practice::in_folder(Folder::take(path).unwrap())
}

#[tokio::test]
async fn an_undo_of_an_import_that_is_cut_short_anywhere_leaves_a_practice_that_opens() {
    let (p, _, operation) = imported().await;
    p.practice.lock().await;
    let (mut seen_old, mut seen_new, mut steps) = (0, 0, 0);
    loop {
        let (at_work, after) = (empty_folder(), empty_folder());
        copy_folder(folder(&p), at_work.path());
        let practice = in_folder(at_work.path());
        practice.unlock(PASSPHRASE).await.unwrap();
        let ask = p.ask();
        let ended = cut_after(steps, practice.undo(operation, &ask)).await;
        // What the store was told last it still does to the practice; a file in motion is no state of a disk.
        practice.lock().await;
        copy_folder(at_work.path(), after.path());

        let reopened = in_folder(after.path());
        reopened.unlock(PASSPHRASE).await.unwrap_or_else(|error| panic!("cut after {steps} steps: {error}"));
        let newest = reopened.recent_operations(0).await.unwrap().rows.remove(0).sentence;
        let clients = reopened.find_clients("", p.now()).await.unwrap().len();
        match (newest.as_str(), clients) {
            (IMPORTED, 2) => seen_old += 1,
            (undid, 1) if undid == format!("Undid: {IMPORTED}") => seen_new += 1,
            other => panic!("cut after {steps} steps: {other:?}"),
        }
        let undone = reopened.undo(operation, &ask).await.unwrap();
        assert_eq!(undone.sentence, format!("Undid: {IMPORTED}"), "tried again after {steps} steps");
        assert_eq!(reopened.find_clients("", p.now()).await.unwrap().len(), 1);
        assert_eq!(beside(after.path()), [""; 0], "cut after {steps} steps");
        if ended {
            break;
        }
        steps += 1;
    }
    // How often it waits, and so can be cut, depends on the load of the machine.
    assert!(seen_old > 0 && seen_new > 0, "{seen_old} times as before, {seen_new} times undone");
}
