//! Each act with money and its undo: the figures before, after, and before again.

use stories::{Story, fee, line, practice, window::Window};

use crate::{
    access::Tour,
    desk::{Desk, TODAY, UNDO, act, dialog, go, noted, open_from, stands, take_back},
    keyboard::{focus_is, tab_to},
};

const ANA: &str = "Ana Lima";
const APPLY: &str = "Apply R-00001";
const REFUND: &str = "Refund of R-00001";
/// Where a sheet says what will happen.
const FORESEEN: &str = "[role=dialog] .effects";

/// R-00001 over 120.00 paid INV-00001 over 100.00; INV-00002 over 90.00 is unpaid and CR-00001 over 50.00 unused.
async fn account() -> Story {
    let story = practice().today(TODAY).client(ANA, fee("100.00")).await;
    story.attend(ANA, TODAY).await;
    story.pay(ANA, "120.00").await;
    story.issue(ANA, vec![line("Letter", "1", "90.00")]).await;
    story.credit(ANA, "50.00").await;
    story
}

#[tokio::test]
async fn a_recorded_overpayment_is_undone() {
    let desk = Desk::on(account().await).await;
    let window = &desk.window;
    go(window, "Clients").await;
    window.link(ANA).exactly().click().await;
    window.heading(ANA).shown().await;
    window.role("tab", "Invoices").click().await;
    position(window, "90.00", "70.00").await;
    window.row("INV-00002").reads("Unpaid").await;

    tab_to(window, "Record payment").await;
    window.press("Enter").await;
    let sheet = dialog(window, "Record payment");
    focus_is(window, "Amount").await;
    act(window, "Record payment").reads("Record 90.00").await;
    window.press("Control+a").await;
    window.type_text("150").await;
    act(window, "Record payment").reads("Record 150").await;
    stands(window, FORESEEN, "Credit available", "70.00 becomes 130.00").await;
    window.press("Control+Enter").await;
    sheet.gone().await;
    position(window, "0.00", "130.00").await;
    window.row("INV-00002").reads("Paid").await;

    window.button("Undo").inside(&noted(window, "Recorded 150.00 from Ana Lima (R-00002)")).click().await;
    position(window, "90.00", "70.00").await;
    window.row("INV-00002").reads("Unpaid").await;
    window.role("tab", "Payments").click().await;
    window.row("R-00002").reads("Reversed").await;
    desk.window.close().await;
}

#[tokio::test]
async fn money_applied_to_the_next_invoice_unapplied_and_refunded_is_undone_each_time() {
    let desk = Desk::on(account().await).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    open_from(window, "Payments", "R-00001").await;
    used(window, "100.00", "", "20.00").await;

    apply(window, "As much as fits on INV-00002").await;
    stands(window, FORESEEN, "INV-00002", "90.00 outstanding, due 4 Dec 2026 becomes part paid, 70.00 outstanding")
        .await;
    done(window, APPLY).await;
    used(window, "120.00", "", "0.00").await;
    window.link("INV-00002").inside(&window.role("region", "Amount")).click().await;
    window.heading("INV-00002").shown().await;
    owed(window, "Part paid", "70.00").await;
    window.button("Undo: Applied R-00001").focus().await;
    window.press("Enter").await;
    stands(window, FORESEEN, "INV-00002", "part paid, 70.00 outstanding becomes 90.00 outstanding, due 4 Dec 2026")
        .await;
    tour.look("undo-applied").await;
    window.press("Escape").await;
    dialog(window, UNDO).gone().await;
    owed(window, "Part paid", "70.00").await;
    take_back(window, "Applied R-00001").await;
    owed(window, "Unpaid", "90.00").await;

    open_from(window, "Payments", "R-00001").await;
    used(window, "100.00", "", "20.00").await;
    apply(window, "Take it off INV-00001").await;
    stands(window, FORESEEN, "INV-00001", "paid becomes 100.00 outstanding, due 4 Dec 2026").await;
    done(window, APPLY).await;
    used(window, "0.00", "", "120.00").await;
    window.button("Undo").inside(&noted(window, "Unapplied R-00001")).click().await;
    used(window, "100.00", "", "20.00").await;

    window.button("Refund").nth(0).click().await;
    act(window, REFUND).reads("Refund 20.00").await;
    stands(window, FORESEEN, "Credit available", "70.00 becomes 50.00").await;
    done(window, REFUND).await;
    used(window, "100.00", "20.00", "0.00").await;
    let refunds = window.role("region", "Amount");
    window.link("RF-00001").inside(&refunds).shown().await;
    window.button("Undo").inside(&noted(window, "RF-00001")).click().await;
    used(window, "100.00", "", "20.00").await;
    refunds.reads("Reversed").await;
    tour.look("undone-refund").await;
    tour.end();
    desk.window.close().await;
}

#[tokio::test]
async fn a_deleted_credit_is_there_again_after_undo() {
    let desk = Desk::on(account().await).await;
    let window = &desk.window;
    open_from(window, "Credits", "CR-00001").await;
    window.css("main .badge").reads("Available").await;
    used(window, "0.00", "", "50.00").await;

    tab_to(window, "Delete").await;
    window.press("Enter").await;
    stands(window, FORESEEN, "Credit available", "70.00 becomes 20.00").await;
    done(window, "Delete CR-00001?").await;
    window.css("main .badge").reads("Deleted").await;
    used(window, "0.00", "", "0.00").await;
    window.button("Undo").inside(&noted(window, "Deleted CR-00001")).click().await;
    window.css("main .badge").reads("Available").await;
    used(window, "0.00", "", "50.00").await;
    desk.window.close().await;
}

#[tokio::test]
async fn a_write_off_and_a_lock_are_undone() {
    let desk = Desk::on(account().await).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    open_from(window, "Invoices", "INV-00002").await;
    owed(window, "Unpaid", "90.00").await;

    tab_to(window, "Write off").await;
    window.press("Enter").await;
    focus_is(window, "Amount").await;
    window.press("Control+a").await;
    window.type_text("40").await;
    stands(window, FORESEEN, "INV-00002", "90.00 outstanding, due 4 Dec 2026 becomes part paid, 50.00 outstanding")
        .await;
    done(window, "Write off INV-00002").await;
    owed(window, "Part paid", "50.00").await;
    stands(window, "main", "Written off", "40.00").await;
    window.button("Undo").inside(&noted(window, "Wrote off 40.00 of INV-00002")).click().await;
    owed(window, "Unpaid", "90.00").await;
    stands(window, "main", "Written off", "").await;

    let edit = window.button("Edit").exactly();
    assert_eq!(edit.attribute("aria-disabled").await, None);
    tab_to(window, "Lock…").await;
    window.press("Enter").await;
    dialog(window, "Lock INV-00002").reads("No figure changes.").await;
    done(window, "Lock INV-00002").await;
    window.button("Unlock").nth(0).shown().await;
    assert_eq!(edit.attribute("aria-disabled").await.as_deref(), Some("true"));
    owed(window, "Unpaid", "90.00").await;
    take_back(window, "Locked INV-00002").await;
    window.button("Unlock").gone().await;
    assert_eq!(edit.attribute("aria-disabled").await, None);
    owed(window, "Unpaid", "90.00").await;
    tour.look("undone-lock").await;
    tour.end();
    desk.window.close().await;
}

/// Changes one amount in the sheet by which the payment is applied.
async fn apply(window: &Window, change: &str) {
    tab_to(window, "Apply, unapply or move").await;
    window.press("Enter").await;
    window.button(change).inside(&dialog(window, APPLY)).click().await;
}

/// Does what the sheet is for, by keyboard.
async fn done(window: &Window, sheet: &str) {
    window.press("Control+Enter").await;
    dialog(window, sheet).gone().await;
}

/// The client's figures on its page.
async fn position(window: &Window, owing: &str, credit: &str) {
    stands(window, "main", "Balance owing", owing).await;
    stands(window, "main", "Credit available", credit).await;
}

/// What is used of the payment or credit on screen, and what remains.
async fn used(window: &Window, applied: &str, refunded: &str, remaining: &str) {
    stands(window, "main", "Applied", applied).await;
    stands(window, "main", "Refunded", refunded).await;
    stands(window, "main", "Remaining", remaining).await;
}

/// The status of the invoice on screen, and what is left to pay.
async fn owed(window: &Window, status: &str, outstanding: &str) {
    window.css("main .badge").nth(0).reads(status).await;
    stands(window, "main", "Outstanding", outstanding).await;
}
