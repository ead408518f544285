//! Notes about acts lie over no form.

use practice::view::{AttendanceView::Attended, InvoicingView};
use serde_json::json;
use stories::{fee, practice, window::Window};

use crate::{
    access::Tour,
    desk::{Desk, TODAY, dialog, go, noted},
};

const ANA: &str = "Ana Lima";

#[tokio::test]
async fn a_note_lies_over_nothing_that_is_typed_or_pressed_in_a_sheet_or_a_form() {
    let story = practice()
        .today("2026-10-01")
        .settings(|profile| profile.invoicing = InvoicingView::Monthly)
        .client(ANA, fee("100.00"))
        .client("Ben Lima", fee("90.00"))
        .await;
    let session = story.book(ANA, "2026-10-05").await;
    story.on_day(TODAY);
    story.mark(&[session], Attended).await.unwrap();
    story.link(ANA, "Ben Lima").await;
    let desk = Desk::on(story).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;

    go(window, "Clients").await;
    window.link(ANA).click().await;
    window.button("Record payment").exactly().click().await;
    let sheet = dialog(window, "Record payment");
    window.button("Invoice").inside(&sheet).click().await;
    noted(window, "Issued INV-00001").shown().await;
    lies_clear(window, "[role=dialog] .form, [role=dialog] .foot").await;
    tour.look("note-sheet").await;
    window.press("Escape").await;
    sheet.gone().await;

    window.role("tab", "Details").click().await;
    window.button("Unlink Ben Lima").click().await;
    window.css("[role=dialog] button[type=submit]").click().await;
    noted(window, "Unlinked").shown().await;
    window.button("Link a client").focus().await;
    lies_clear(window, "main form, main :focus").await;
    tour.look("note-form").await;
    tour.end();
    desk.window.close().await;
}

/// Holds that no note lies over the form of a sheet, or over a field or a button within what `places` names, at either
/// size.
async fn lies_clear(window: &Window, places: &str) {
    const COVERED: &str = "const [places] = arguments; \
        const inside = (one) => one.matches('.form, input, select, textarea, button') ? [one] \
            : [...one.querySelectorAll('input, select, textarea, button')]; \
        const notes = [...document.querySelectorAll('.toast')].map((note) => note.getBoundingClientRect()); \
        const controls = [...document.querySelectorAll(places)].flatMap(inside); \
        const seen = (one) => { const box = one.getBoundingClientRect(); \
            const port = (one.closest('.form, main') ?? document.body).getBoundingClientRect(); \
            return { left: box.left, right: box.right, top: Math.max(box.top, port.top), \
                bottom: Math.min(box.bottom, port.bottom) }; }; \
        const over = (box, note) => box.top < box.bottom && box.left < note.right && note.left < box.right \
            && box.top < note.bottom && note.top < box.bottom; \
        return controls.filter((one) => notes.some((note) => over(seen(one), note))) \
            .map((one) => one.textContent || one.name || one.id)";
    for (width, height) in [(1024, 700), (1440, 900)] {
        window.resize(width, height).await;
        assert_eq!(window.run(COVERED, &[json!(places)]).await, json!([]), "at {width} x {height}");
    }
}
