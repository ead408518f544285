//! Money of a client on its way: overpaid, used, taken off, moved, given back, and each taken back again.

use stories::{fee, practice, window::Window};

use crate::{
    access::Tour,
    desk::{Desk, TODAY, act, choose_client, dialog, go, noted, take_back},
};

const ANA: &str = "Ana Lima";
const APPLY: &str = "Apply R-00001";

#[tokio::test]
async fn an_overpayment_is_used_taken_off_moved_and_refunded() {
    let story = practice().today(TODAY).client(ANA, fee("100.00")).await;
    story.attend(ANA, "2026-11-18").await;
    let desk = Desk::on(story).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    overpay(window).await;
    use_what_is_left(window, &tour).await;
    take_off_and_move(window, &tour).await;
    refund_what_is_not_owed(window, &tour).await;
    look_at_lists(window, &tour).await;
    tour.end();
    desk.window.close().await;
}

#[tokio::test]
async fn a_credit_that_is_used_is_not_deleted_and_a_note_is_shared_out() {
    let story = practice().today(TODAY).client(ANA, fee("100.00")).await;
    story.attend(ANA, "2026-11-18").await;
    story.pay(ANA, "80.00").await;
    let desk = Desk::on(story).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    give_credit(window, &tour).await;
    delete_is_refused(window, &tour).await;
    issue_a_note(window, &tour).await;
    write_off_and_reverse(window, &tour).await;
    look_at_settings(window, &tour).await;
    tour.end();
    desk.window.close().await;
}

async fn overpay(window: &Window) {
    open_client(window).await;
    window.button("Record payment").nth(0).click().await;
    let sheet = dialog(window, "Record payment");
    act(window, "Record payment").reads("100.00").await;
    window.field("Amount").exactly().inside(&sheet).fill("120").await;
    sheet.reads("Credit available").await;
    act(window, "Record payment").reads("Record 120").await;
    act(window, "Record payment").click().await;
    sheet.gone().await;
    noted(window, "R-00001").shown().await;
}

/// The next session is attended: its note offers what is left of the payment, and one click applies it.
async fn use_what_is_left(window: &Window, tour: &Tour<'_>) {
    go(window, "Today").await;
    window.button("Book session").nth(0).click().await;
    choose_client(window, "Book session", ANA).await;
    window.field("Time").fill("18:00").await;
    act(window, "Book session").click().await;
    dialog(window, "Book session").gone().await;
    let marks = window.role("group", &format!("Attendance of {ANA}, 20 Nov 2026"));
    window.button("Attended").exactly().inside(&marks).click().await;
    window.button("Use it for INV-00002").shown().await;
    tour.look("credits-today").await;
    window.button("Use it for INV-00002").click().await;
    let sheet = dialog(window, "Credits on INV-00002");
    sheet.reads("part paid, 80.00 outstanding").await;
    assert_eq!(window.field("Amount of R-00001").inside(&sheet).value().await, "20.00");
    tour.look("credits-on-invoice").await;
    act(window, "Credits on INV-00002").click().await;
    sheet.gone().await;
    window.button("Use it for INV-00002").gone().await;
}

async fn take_off_and_move(window: &Window, tour: &Tour<'_>) {
    open_payment(window).await;
    let money = window.role("region", "Amount");
    money.reads("INV-00002").await;
    tour.look("credits-payment").await;
    window.button("Apply, unapply or move").click().await;
    let sheet = dialog(window, APPLY);
    window.button("Take it off INV-00002").inside(&sheet).click().await;
    window.role("status", "").inside(&sheet).reads("20.00").await;
    act(window, APPLY).click().await;
    sheet.gone().await;
    noted(window, "Unapplied R-00001").shown().await;
    look_at_payment(window, tour).await;

    window.button("Apply, unapply or move").click().await;
    window.field("Amount on INV-00001").inside(&sheet).fill("40").await;
    window.field("Amount on INV-00002").inside(&sheet).fill("80").await;
    sheet.reads("part paid, 60.00 outstanding").await;
    sheet.reads("part paid, 20.00 outstanding").await;
    tour.look("credits-move").await;
    window.field("Amount on INV-00002").inside(&sheet).fill("90").await;
    sheet.reads("Lower one by 10.00.").await;
    window.field("Amount on INV-00002").inside(&sheet).fill("80").await;
    sheet.reads("part paid, 20.00 outstanding").await;
    act(window, APPLY).click().await;
    sheet.gone().await;
    money.reads("80.00").await;
    window.button("Undo").inside(&noted(window, "Moved R-00001")).click().await;
    money.reads("100.00").await;
}

/// What else can be done with a payment is looked at and left alone.
async fn look_at_payment(window: &Window, tour: &Tour<'_>) {
    for (button, sheet, name) in
        [("Edit…", "Edit R-00001", "payment-edit"), ("Reverse…", "Reverse R-00001", "payment-reverse")]
    {
        window.button(button).exactly().click().await;
        act(window, sheet).shown().await;
        tour.look(name).await;
        window.press("Escape").await;
        dialog(window, sheet).gone().await;
    }
}

async fn refund_what_is_not_owed(window: &Window, tour: &Tour<'_>) {
    window.button("Refund").nth(0).click().await;
    let sheet = dialog(window, "Refund of R-00001");
    act(window, "Refund of R-00001").reads("Refund 20.00").await;
    window.role("radio", "that is on INV-00001").inside(&sheet).click().await;
    act(window, "Refund of R-00001").reads("Refund 100.00").await;
    window.role("radio", "No").exactly().inside(&sheet).click().await;
    window.field("Amount").exactly().inside(&sheet).fill("30").await;
    sheet.reads("Refunds 30.00 of R-00001").await;
    tour.look("credits-refund-sheet").await;
    act(window, "Refund of R-00001").click().await;
    sheet.gone().await;
    window.link("RF-00001").click().await;
    window.heading("RF-00001").shown().await;
    window.css("canvas[data-drawn]").shown().await;
    tour.look("credits-refund").await;
    window.button("Reverse…").click().await;
    dialog(window, "Reverse RF-00001").reads("50.00").await;
    tour.look("refund-reverse").await;
    act(window, "Reverse RF-00001").click().await;
    dialog(window, "Reverse RF-00001").gone().await;
    window.sees("Reversed").await;
    window.button("Undo").inside(&noted(window, "Reversed RF-00001")).click().await;
    window.button("Undo: Refunded").shown().await;
}

async fn look_at_lists(window: &Window, tour: &Tour<'_>) {
    go(window, "Billing").await;
    // The figures above the tabs move them down once they come.
    window.sees("Received this month").await;
    for (tab, number) in [("Credits", "R-00001"), ("Credit notes", "CN-00001"), ("Refunds", "RF-00001")] {
        window.role("tab", tab).exactly().click().await;
        window.css("[role=tab][aria-selected=true]").reads(tab).await;
        window.link(number).nth(0).shown().await;
        tour.look(&format!("billing-{}", tab.to_lowercase().replace(' ', "-"))).await;
    }
}

async fn give_credit(window: &Window, tour: &Tour<'_>) {
    go(window, "Billing").await;
    window.button("New credit").nth(0).click().await;
    choose_client(window, "New credit", ANA).await;
    let sheet = dialog(window, "New credit");
    let amount = window.field("Amount").exactly().inside(&sheet);
    amount.fill("0").await;
    sheet.reads("above 0.00").await;
    amount.fill("50").await;
    window.field("Last day").inside(&sheet).fill("2026-12-31").await;
    window.text("becomes").nth(0).inside(&sheet).shown().await;
    tour.look("credits-new").await;
    act(window, "New credit").click().await;
    sheet.gone().await;
    window.button("Credit").exactly().inside(&noted(window, "CR-00001")).click().await;
    window.heading("CR-00001").shown().await;
}

async fn delete_is_refused(window: &Window, tour: &Tour<'_>) {
    window.button("Apply, unapply or move").click().await;
    let sheet = dialog(window, "Apply CR-00001");
    window.button("As much as fits on INV-00001").inside(&sheet).click().await;
    window.role("status", "").inside(&sheet).reads("30.00").await;
    sheet.reads("paid").await;
    act(window, "Apply CR-00001").click().await;
    sheet.gone().await;
    window.sees("20.00 of CR-00001 is applied to invoices, so it cannot be deleted. Unapply it first.").await;
    assert_eq!(window.button("Delete").attribute("aria-disabled").await.as_deref(), Some("true"));
    tour.look("credits-credit").await;
    take_back(window, "Applied CR-00001").await;
    window.sees_no_more("Unapply it first").await;
    window.button("Deactivate").click().await;
    let sheet = dialog(window, "Deactivate CR-00001?");
    sheet.reads("0.00").await;
    tour.look("credit-deactivate").await;
    act(window, "Deactivate CR-00001?").click().await;
    sheet.gone().await;
    window.css("main").reads("Inactive").await;
    tour.look("credit-inactive").await;
    take_back(window, "Deactivated CR-00001").await;
    window.css("main").reads("Available").await;
    window.button("Delete").click().await;
    dialog(window, "Delete CR-00001?").shown().await;
    tour.look("credits-delete").await;
    act(window, "Delete CR-00001?").click().await;
    dialog(window, "Delete CR-00001?").gone().await;
    window.sees("Deleted").await;
}

async fn issue_a_note(window: &Window, tour: &Tour<'_>) {
    open_invoice(window).await;
    window.button("Credit note").nth(0).click().await;
    let sheet = dialog(window, "Credit note on INV-00001");
    let line = window.field("What to credit of line 1").inside(&sheet);
    line.choose("An amount").await;
    window.field("Amount of line 1").inside(&sheet).fill("60").await;
    window.role("radio", "Share it out").inside(&sheet).click().await;
    window.field("Against INV-00001").exactly().inside(&sheet).fill("20").await;
    window.field("Back to the client").exactly().inside(&sheet).fill("30").await;
    sheet.reads("CN-00001 over 60.00").await;
    tour.look("credits-note-sheet").await;
    act(window, "Credit note on INV-00001").click().await;
    sheet.gone().await;
    window.button("Credit note").exactly().inside(&noted(window, "CN-00001")).click().await;
    window.heading("CN-00001").shown().await;
    window.css("canvas[data-drawn]").shown().await;
    window.role("region", "Amount").reads("RF-00001").await;
    window.role("region", "Amount").reads("10.00").await;
    tour.look("credits-note").await;
    take_back(window, "Issued CN-00001").await;
    window.sees("Void").await;
}

async fn write_off_and_reverse(window: &Window, tour: &Tour<'_>) {
    open_invoice(window).await;
    window.button("Write off").click().await;
    act(window, "Write off INV-00001").shown().await;
    dialog(window, "Write off INV-00001").reads("paid").await;
    tour.look("credits-write-off").await;
    act(window, "Write off INV-00001").click().await;
    dialog(window, "Write off INV-00001").gone().await;
    window.sees("Written off").await;
    assert_eq!(window.button("Record payment").attribute("aria-disabled").await, None);
    tour.look("credits-invoice").await;
    window.button("Reverse the write-off").click().await;
    dialog(window, "Reverse the write-off of INV-00001").reads("20.00 outstanding").await;
    tour.look("credits-write-off-reverse").await;
    act(window, "Reverse the write-off of INV-00001").click().await;
    window.sees_no_more("Written off").await;
    look_at_invoice(window, tour).await;
}

/// What else can be done with an invoice that is partly paid.
async fn look_at_invoice(window: &Window, tour: &Tour<'_>) {
    for (button, sheet, name) in
        [("Edit", "Edit INV-00001", "invoice-edit"), ("Void…", "Void INV-00001", "invoice-void")]
    {
        window.button(button).exactly().click().await;
        act(window, sheet).shown().await;
        tour.look(name).await;
        window.press("Escape").await;
        dialog(window, sheet).gone().await;
    }
    window.button("Lock…").exactly().click().await;
    let locking = dialog(window, "Lock INV-00001");
    locking.reads("Locks INV-00001").await;
    locking.reads("No figure changes.").await;
    tour.look("invoice-lock").await;
    act(window, "Lock INV-00001").click().await;
    window.sees("Locked INV-00001").await;
    window.button("Unlock…").shown().await;
    tour.look("invoice-locked").await;
    window.button("Unlock…").click().await;
    dialog(window, "Unlock INV-00001").reads("Unlocks INV-00001").await;
    act(window, "Unlock INV-00001").click().await;
    window.sees("Unlocked INV-00001").await;
}

async fn look_at_settings(window: &Window, tour: &Tour<'_>) {
    open_client(window).await;
    window.role("tab", "Credits").click().await;
    window.link("CR-00001").nth(0).shown().await;
    window.sees("goodwill as a courtesy").await;
    tour.look("credits-client").await;
    window.role("tab", "Details").click().await;
    window.heading(ANA).shown().await;
    window.button("Link a client").shown().await;
    go(window, "Settings").await;
    window.link("Billing").exactly().inside(&window.role("navigation", "Settings")).click().await;
    window.button("Close the books…").click().await;
    window.field("Up to and with").fill("2026-11-21").await;
    window.sees("is not over yet").await;
    tour.look("settings-billing-wrong-day").await;
    window.field("Up to and with").fill("").await;
    window.field("Up to and with").fill("2026-11-19").await;
    dialog(window, "Close the books").reads("Closes the books up to 19 Nov 2026").await;
    act(window, "Close the books").click().await;
    window.sees("The books are closed up to").await;
    tour.look("settings-billing-closed").await;
    window.button("Open them again").click().await;
    dialog(window, "Open the books again").reads("Opens the books again").await;
    tour.look("settings-billing-open").await;
    act(window, "Open the books again").click().await;
    window.sees("The books are open.").await;
}

async fn open_client(window: &Window) {
    go(window, "Clients").await;
    window.link(ANA).click().await;
    window.heading(ANA).shown().await;
}

async fn open_payment(window: &Window) {
    go(window, "Billing").await;
    window.role("tab", "Payments").click().await;
    window.link("R-00001").click().await;
    window.heading("R-00001").shown().await;
}

async fn open_invoice(window: &Window) {
    go(window, "Billing").await;
    window.role("tab", "Invoices").click().await;
    window.link("INV-00001").click().await;
    window.heading("INV-00001").shown().await;
}
