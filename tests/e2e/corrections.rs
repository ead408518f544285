//! Mistakes that are found late: an attendance that changes after it was paid, and what *Put something right* offers.

use practice::view::AttendanceView::Attended;
use stories::{
    Story, fee, practice,
    window::{Target, Window},
};

use crate::{
    access::Tour,
    desk::{Desk, TODAY, act, dialog, go, noted},
};

const ANA: &str = "Ana Lima";
const BEN: &str = "Ben Ode";
const CHARGE: &str = "What becomes of the charge?";

/// A session of Ana's this morning for 100.00, attended and paid.
async fn paid() -> Story {
    let story = practice().today(TODAY).client(ANA, fee("100.00")).client(BEN, fee("80.00")).await;
    let session = story.book(ANA, TODAY).await;
    story.mark(&[session], Attended).await.unwrap();
    story.pay(ANA, "100.00").await;
    story
}

#[tokio::test]
async fn an_attendance_that_changes_after_it_was_paid_asks_what_becomes_of_the_charge() {
    let desk = Desk::on(paid().await).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    let row = window.role("listitem", ANA).nth(0);
    let sheet = dialog(window, CHARGE);

    press(window, "No-show").await;
    sheet.reads("INV-00001 charges this session and 100.00 is applied to it.").await;
    sheet.reads("The fee of 100.00 becomes 80.00.").await;
    sheet.reads("CN-00001 over 100.00: 80.00 on INV-00002, 20.00 kept as credit.").await;
    tour.look("charge-no-show").await;
    act(window, CHARGE).reads("Keep the charge").await;
    act(window, CHARGE).click().await;
    sheet.gone().await;
    pressed(window, "No-show").await;
    window.button("Undo").inside(&noted(window, "kept the charge on INV-00001")).click().await;
    pressed(window, "Attended").await;

    // By keyboard: the choice that is made has the focus, arrows walk on, Enter does it.
    press(window, "Cancelled").await;
    sheet.reads("With this mark the session charges nothing").await;
    sheet.reads("CN-00001 over 100.00: 100.00 kept as credit.").await;
    window.press("Down").await;
    act(window, CHARGE).reads("Make it free of charge").await;
    sheet.reads("Credit available").await;
    tour.look("charge-cancelled").await;
    window.press("Enter").await;
    sheet.gone().await;
    pressed(window, "Cancelled").await;
    window.link("INV-00001").inside(&row).gone().await;
    window.button("Undo").inside(&noted(window, "free of charge (CN-00001)")).click().await;
    pressed(window, "Attended").await;

    press(window, "No-show").await;
    window.role("radio", "Charge the fee for this mark instead").inside(&sheet).click().await;
    act(window, CHARGE).reads("Charge the fee instead").await;
    act(window, CHARGE).click().await;
    sheet.gone().await;
    window.link("INV-00002").inside(&row).shown().await;
    window.button("Undo").inside(&noted(window, "and charged INV-00002")).click().await;
    window.link("INV-00001").inside(&row).shown().await;
    make_free(window, &tour).await;
    tour.end();
    desk.window.close().await;
}

#[tokio::test]
async fn several_sessions_are_marked_once_the_charges_in_the_way_are_decided() {
    let story = paid().await;
    let other = story.book(ANA, "2026-11-19").await;
    story.mark(&[other], Attended).await.unwrap();
    let desk = Desk::on(story).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    go(window, "Clients").await;
    window.link(ANA).click().await;
    window.role("tab", "Sessions").click().await;
    window.role("checkbox", "Select all on this page").click().await;
    window.button("Mark").exactly().click().await;
    window.role("menuitem", "No-show").click().await;
    let held = dialog(window, "One session cannot simply be marked");
    held.reads(&format!("{ANA}, 20 Nov 2026")).await;
    tour.look("sessions-held").await;
    window.button("Choose what becomes of the charge").inside(&held).click().await;
    act(window, CHARGE).reads("Keep the charge").await;
    act(window, CHARGE).click().await;
    dialog(window, CHARGE).gone().await;
    held.gone().await;
    act(window, "Mark the other one").click().await;
    dialog(window, "Mark the other one").gone().await;
    window.css("button[aria-pressed=true][aria-label='No-show']").nth(1).shown().await;
    tour.end();
    desk.window.close().await;
}

/// An attended session is made free of charge from its window, which says so.
async fn make_free(window: &Window, tour: &Tour<'_>) {
    window.button("09:00").inside(&window.role("listitem", ANA).nth(0)).click().await;
    let overview = dialog(window, ANA);
    window.button("What can be done with this session").inside(&overview).click().await;
    window.role("menuitem", "Free of charge").click().await;
    let sheet = dialog(window, CHARGE);
    sheet.reads("The fee of 100.00 becomes 0.00.").await;
    act(window, CHARGE).reads("Make it free of charge").await;
    tour.look("charge-free").await;
    act(window, CHARGE).click().await;
    sheet.gone().await;
    overview.reads("free of charge").await;
    overview.reads("0.00").await;
    tour.look("session-free").await;
    window.button("Undo").inside(&noted(window, "free of charge")).click().await;
    overview.reads("Paid").await;
    window.press("Escape").await;
    overview.gone().await;
}

/// Presses one of the icons of Ana's session.
async fn press(window: &Window, mark: &str) {
    window.button(mark).exactly().inside(&marks(window)).click().await;
}

/// Waits until Ana's session is marked so.
async fn pressed(window: &Window, mark: &str) {
    window.css(&format!("button[aria-pressed=true][aria-label='{mark}']")).inside(&marks(window)).shown().await;
}

fn marks(window: &Window) -> Target<'_> {
    window.role("group", &format!("Attendance of {ANA}, 20 Nov 2026")).nth(0)
}

#[tokio::test]
async fn a_payment_is_put_right_where_its_amount_or_its_client_was_wrong() {
    let story = paid().await;
    story.attend(BEN, "2026-11-18").await;
    let desk = Desk::on(story).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    go(window, "Billing").await;
    window.role("tab", "Payments").exactly().click().await;
    window.link("R-00001").click().await;
    window.heading("R-00001").shown().await;
    let money = window.role("region", "Amount");
    let sheet = dialog(window, "Put R-00001 right");

    window.button("Put something right").click().await;
    let amount = window.field("The right amount").inside(&sheet);
    amount.fill("0").await;
    sheet.reads("above 0.00").await;
    amount.fill("60").await;
    sheet.reads("40.00 of it comes off INV-00001.").await;
    sheet.reads("part paid, 40.00 outstanding").await;
    tour.look("right-amount").await;
    act(window, "Put R-00001 right").click().await;
    sheet.gone().await;
    money.reads("60.00").await;
    window.button("Undo").inside(&noted(window, "from 100.00 to 60.00")).click().await;
    money.reads("100.00").await;

    window.button("Put something right").click().await;
    window.role("radio", "Another client paid it").inside(&sheet).click().await;
    window.field("Who really paid").inside(&sheet).fill(BEN).await;
    window.role("option", BEN).click().await;
    sheet.reads("INV-00002").await;
    tour.look("right-client").await;
    act(window, "Put R-00001 right").click().await;
    sheet.gone().await;
    window.sees("Reversed").await;
    window.button("Undo").inside(&noted(window, &format!("from {ANA} to {BEN}"))).click().await;
    money.reads("INV-00001").await;

    window.button("Put something right").click().await;
    window.role("radio", "The date, method or reference is wrong").inside(&sheet).click().await;
    window.field("The right date").inside(&sheet).fill("2026-11-30").await;
    sheet.reads("30 Nov 2026 is still to come.").await;
    tour.look("right-details").await;
    window.press("Escape").await;
    window.button("Discard").click().await;
    sheet.gone().await;
    tour.end();
    desk.window.close().await;
}

#[tokio::test]
async fn an_invoice_and_a_cancelled_session_are_put_right_and_taken_back() {
    let desk = Desk::on(paid().await).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    go(window, "Billing").await;
    window.link("INV-00001").click().await;
    window.heading("INV-00001").shown().await;
    let sheet = dialog(window, "Put INV-00001 right");
    window.button("Put something right").click().await;
    sheet.reads("becomes void; any other is credited in full").await;
    sheet.reads("CN-00001").await;
    tour.look("right-charged-twice").await;
    act(window, "Put INV-00001 right").click().await;
    sheet.gone().await;
    window.button("Undo").inside(&noted(window, "it charged twice")).click().await;
    window.sees_no_more("credits a part of INV-00001").await;

    window.button("Put something right").click().await;
    window.role("radio", "A discount was forgotten").inside(&sheet).click().await;
    let percent = window.field("Percent").inside(&sheet);
    percent.fill("150").await;
    sheet.reads("100").await;
    percent.fill("10").await;
    sheet.reads("Credits 10.00 of INV-00001 as a discount with CN-").await;
    tour.look("right-discount").await;
    act(window, "Put INV-00001 right").click().await;
    sheet.gone().await;
    window.button("Undo").inside(&noted(window, "as a discount")).click().await;
    cancel_and_refund(window, &tour).await;
    tour.end();
    desk.window.close().await;
}

/// A session that is paid was cancelled: the money goes back.
async fn cancel_and_refund(window: &Window, tour: &Tour<'_>) {
    go(window, "Today").await;
    window.button("09:00").inside(&window.role("listitem", ANA).nth(0)).click().await;
    let overview = dialog(window, ANA);
    window.button("What can be done with this session").inside(&overview).click().await;
    window.role("menuitem", "Put something right").click().await;
    let sheet = dialog(window, "Put the session right");
    window.role("radio", "Give it back to the client").inside(&sheet).click().await;
    sheet.reads("refunds 100.00 (RF-00001)").await;
    tour.look("right-cancelled").await;
    act(window, "Put the session right").click().await;
    sheet.gone().await;
    window.button("Refund").exactly().inside(&noted(window, "RF-00001")).shown().await;
    window.button("Undo").inside(&noted(window, "RF-00001")).click().await;
    overview.reads("Paid").await;
}
