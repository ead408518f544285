//! *Why?* in the real window: asked by keyboard, followed from row to row, and left by a link.

use std::fs;

use stories::{
    fee, practice,
    window::{Target, Window},
};

use crate::{
    access::Tour,
    desk::{Desk, TODAY, dialog, go, read_pdf},
};

const ANA: &str = "Ana Lima";

#[tokio::test]
async fn a_figure_is_asked_about_by_keyboard_and_its_rows_are_followed() {
    let story = practice().today("2026-09-01").client(ANA, fee("100.00")).client("לוי דנה", fee("90.00")).await;
    story.link(ANA, "לוי דנה").await;
    for day in ["2026-09-02", "2026-09-09"] {
        story.attend(ANA, day).await;
        story.pay(ANA, "100.00").await;
    }
    story.attend(ANA, "2026-09-16").await;
    story.attend("לוי דנה", "2026-09-16").await;
    story.pay(ANA, "130.00").await;
    story.apply("R-00003", "20.00").to("INV-00004").await;
    story.expiring(ANA, "50.00", "2026-10-31").await;
    story.attend(ANA, "2026-11-18").await;
    story.on_day(TODAY);
    let desk = Desk::on(story).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;

    go(window, "Clients").await;
    window.link(ANA).click().await;
    window.heading(ANA).shown().await;
    window.button("Why? Balance owing").focus().await;
    window.press("Enter").await;
    let owing = panel(window, "Balance owing");
    owing.reads("INV-00005 was issued.").await;
    owing.reads("3 documents that come to nothing").await;
    tour.look("why-owing").await;
    window.button("Show everything").inside(&owing).focus().await;
    window.press("Enter").await;
    owing.reads("R-00001 was applied to INV-00001.").await;
    window.link("R-00001").inside(&owing).focus().await;
    window.press("Enter").await;
    window.heading("R-00001").shown().await;
    owing.gone().await;

    go(window, "Clients").await;
    window.link(ANA).click().await;
    window.button("Why? Credit available").click().await;
    let credit = panel(window, "Credit available");
    credit.reads("a linked client").await;
    credit.reads("CR-00001 lapsed: 31 Oct 2026 was its last day.").await;
    tour.look("why-credit").await;
    window.press("Escape").await;
    credit.gone().await;

    window.button("Account summary").click().await;
    window.button("Why? Closing position").click().await;
    let closing = panel(window, "Closing position");
    closing.reads("R-00003 was applied to INV-00004 of").await;
    tour.look("why-closing").await;
    window.press("Escape").await;
    closing.gone().await;
    tour.look("account-summary").await;

    from_total_to_invoice(window, &tour).await;
    tour.end();
    desk.window.close().await;
}

#[tokio::test]
async fn an_account_summary_is_saved_as_of_a_day_and_a_credit_is_found_by_its_number() {
    let story = practice().today("2026-11-02").client(ANA, fee("100.00")).await;
    story.attend(ANA, "2026-11-02").await;
    story.pay(ANA, "40.00").await;
    story.expiring(ANA, "25.00", "2026-12-31").await;
    let desk = Desk::on(story).await;
    let window = &desk.window;
    go(window, "Clients").await;
    window.link(ANA).click().await;
    window.button("Account summary").click().await;
    window.sees("Closing position").await;
    window.field("From").fill("").await;
    window.field("To").fill("2026-11-20").await;
    window.sees_no_more("Opening position").await;
    window.button("E-mail, print or save").click().await;
    window.role("menuitem", "Save PDF").click().await;
    window.sees("Saved the account summary of Ana Lima").await;
    let text = read_pdf(&desk.dialogs.path().join("account-summary-2026-11-20.pdf"));
    assert!(text.contains("As of") && text.contains("Closing position"), "{text}");
    window.role("tab", "Document").click().await;
    window.css("canvas[data-drawn]").shown().await;
    window.role("region", "Supplied copies").reads("account-summary-2026-11-20.pdf").await;
    window.button("Save as CSV").click().await;
    window.sees("The list was saved").await;
    let list = fs::read_to_string(desk.dialogs.path().join("account-summary.csv")).unwrap();
    assert_eq!(list.lines().last(), Some("Ana Lima,2026-11-20,Closing position,,,,35.00"));

    window.press("Control+k").await;
    dialog(window, "Search and commands").shown().await;
    window.css(".palette-field input").fill("CR-00001").await;
    window.role("option", "CR-00001").click().await;
    window.heading("CR-00001").shown().await;
    desk.window.close().await;
}

async fn from_total_to_invoice(window: &Window, tour: &Tour<'_>) {
    go(window, "Billing").await;
    window.button("Why? Overdue").click().await;
    // Names from right to left stand between marks, so the panel is found by what it is.
    let all = window.css("[role=dialog]");
    all.reads("What לוי דנה owes, past due.").await;
    tour.look("why-overdue").await;
    window.button("Why?").inside(&all).click().await;
    all.reads("INV-00004 was due on this day.").await;
    window.button("Why? INV-00004").inside(&all).click().await;
    panel(window, "Outstanding, INV-00004")
        .reads("R-00003 of Ana Lima, a linked client, was applied to INV-00004.")
        .await;
    tour.look("why-invoice").await;
    window.button("Back to").inside(&all).click().await;
    all.reads("INV-00004 was due on this day.").await;
    window.press("Escape").await;
    go(window, "Reports").await;
    window.button("Why? Unapplied").exactly().click().await;
    panel(window, "Credit available").reads("What Ana Lima has available.").await;
    tour.look("why-unapplied").await;
    window.press("Escape").await;
    from_report_to_lines(window, tour).await;
}

/// The totals of the payment report, and what an invoice comes to.
async fn from_report_to_lines(window: &Window, tour: &Tour<'_>) {
    window.role("tab", "Payments").click().await;
    window.button("Why? Received").click().await;
    panel(window, "Received").reads("R-00001 of Ana Lima was received.").await;
    tour.look("why-received").await;
    window.press("Escape").await;
    tour.look("payment-report").await;
    window.link("R-00003").nth(0).click().await;
    window.heading("R-00003").shown().await;
    window.button("Why? Applied").click().await;
    panel(window, "Applied, R-00003").reads("R-00003 was applied to INV-00003.").await;
    tour.look("why-used").await;
    window.link("INV-00003").inside(&panel(window, "Applied, R-00003")).click().await;
    window.heading("INV-00003").shown().await;
    window.button("Why? Total").nth(0).click().await;
    panel(window, "Total, INV-00003").reads("1 ×").await;
    tour.look("why-total").await;
    window.press("Escape").await;
    tour.look("invoice-sums").await;
}

/// The panel about a figure.
fn panel<'w>(window: &'w Window, name: &str) -> Target<'w> {
    window.role("dialog", &format!("Why? {name}"))
}
