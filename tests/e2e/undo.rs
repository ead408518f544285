//! Taking back from the note what was just done.

use crate::desk::{CLIENT, Desk, act, book, dialog, icons};

#[tokio::test]
async fn what_was_marked_and_paid_is_taken_back_from_the_note() {
    let desk = Desk::open().await;
    let window = &desk.window;
    book(window, "18:00").await;
    let row = window.role("listitem", CLIENT).nth(0);
    let attended = window.button("Attended").exactly().inside(&icons(window));
    let notes = window.role("region", "Notes");
    let undo = window.button("Undo").inside(&window.role("group", "INV-").inside(&notes));

    attended.click().await;
    window.link("INV-").inside(&row).shown().await;
    undo.click().await;
    window.link("INV-").inside(&row).gone().await;
    assert_eq!(attended.attribute("aria-pressed").await.as_deref(), Some("false"));

    attended.click().await;
    window.link("INV-").inside(&row).shown().await;
    window.button("18:00").inside(&row).click().await;
    let overview = dialog(window, CLIENT);
    overview.reads("Unpaid").await;
    window.button("Record payment").inside(&overview).click().await;
    act(window, "Record payment").reads("140.00").await;
    act(window, "Record payment").click().await;
    dialog(window, "Record payment").gone().await;
    overview.reads("Paid").await;
    let paid = window.role("group", "R-").inside(&notes);
    window.button("Undo").inside(&paid).click().await;
    overview.reads("Unpaid").await;
    desk.window.close().await;
}
