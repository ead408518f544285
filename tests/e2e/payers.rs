//! Sessions that several clients pay for, and invoices that are gathered by month.

use crate::{
    access::Tour,
    desk::{CLIENT, Desk, act, choose_client, dialog, go, icons},
};

/// Another client of the sample practice.
const OTHER: &str = "Lucas da Silva";

#[tokio::test]
async fn a_shared_session_makes_an_invoice_for_each_payer() {
    let desk = Desk::open().await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    window.button("Book session").nth(0).click().await;
    let sheet = dialog(window, "Book session");
    choose_client(window, "Book session", CLIENT).await;
    window.field("Time").inside(&sheet).fill("18:00").await;
    window.button("Share the fee").inside(&sheet).click().await;
    window.field("Also pays").inside(&sheet).fill(OTHER).await;
    window.role("option", OTHER).click().await;
    sheet.reads("the rest, 50 %").await;
    tour.look("shared-booking").await;
    let percent = window.field("Percent").inside(&sheet);
    percent.fill("150").await;
    sheet.reads("“150” is not between 0 and 100 %.").await;
    percent.fill("40").await;
    sheet.reads("the rest, 60 %").await;
    sheet.reads("84.00").await;
    act(window, "Book session").click().await;
    sheet.gone().await;

    window.button("Attended").exactly().inside(&icons(window)).click().await;
    let row = window.role("listitem", CLIENT).nth(0);
    window.link("INV-").nth(1).inside(&row).shown().await;
    assert_eq!(window.link("INV-").inside(&row).count().await, 2);
    tour.look("shared-today").await;
    window.button("18:00").inside(&row).click().await;
    let overview = dialog(window, CLIENT);
    for text in [OTHER, "40 %", "56.00", "60 %", "84.00", "Unpaid"] {
        overview.reads(text).await;
    }
    tour.look("shared-session").await;
    window.link(OTHER).inside(&overview).click().await;
    window.heading(OTHER).shown().await;
    window.role("tab", "Sessions").click().await;
    window.sees(&format!("of {CLIENT}")).await;
    tour.look("shared-client").await;
    go(window, "Calendar").await;
    window.button(&format!("18:00 {CLIENT}")).shown().await;
    tour.look("shared-calendar").await;
    tour.end();
    desk.window.close().await;
}

#[tokio::test]
async fn a_month_that_is_over_is_gathered_in_one_act() {
    let desk = Desk::open().await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    go(window, "Settings").await;
    window.link("Billing").exactly().inside(&window.role("navigation", "Settings")).click().await;
    window.field("Invoices").exactly().choose("Gathered each month").await;
    window.button("Save").exactly().click().await;
    window.sees("Changed the settings of the practice").await;
    go(window, "Today").await;
    window.button("Book session").nth(0).click().await;
    choose_client(window, "Book session", CLIENT).await;
    window.field("Date").fill("2026-10-20").await;
    window.field("Time").fill("18:00").await;
    act(window, "Book session").click().await;
    dialog(window, "Book session").gone().await;
    let marks = window.role("group", &format!("Attendance of {CLIENT}, 20 Oct 2026"));
    window.button("Attended").exactly().inside(&marks).click().await;
    window.button("Invoice October 2026").shown().await;
    tour.look("month-today").await;
    go(window, "Billing").await;
    window.role("tab", "Not invoiced").click().await;
    window.button("Invoice October 2026").shown().await;
    tour.look("month-billing").await;
    window.button("Invoice October 2026").click().await;
    let sheet = dialog(window, "Invoice October 2026");
    sheet.reads("1 session of 1 client").await;
    sheet.reads("INV-").await;
    tour.look("month-sheet").await;
    act(window, "Invoice October 2026").click().await;
    sheet.gone().await;
    window.button("Invoice October 2026").gone().await;
    window.role("group", "Issued INV-").inside(&window.role("region", "Notes")).shown().await;
    tour.end();
    desk.window.close().await;
}
