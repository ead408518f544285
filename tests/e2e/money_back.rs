//! Money that comes off an invoice that was paid: an item is removed, or the invoice is void.

use stories::{Story, fee, line, practice, window::Window};

use crate::{
    access::Tour,
    desk::{Desk, act, dialog, go, noted, open_from, stands, take_back},
    keyboard::{focus_is, tab_to},
};

const ANA: &str = "Ana Lima";
const EDIT: &str = "Edit INV-00001";
const VOID: &str = "Void INV-00001";
/// Where a sheet says what will happen.
const FORESEEN: &str = "[role=dialog] .effects";

/// A session of Ana's two days ago.
async fn attended(amount: &str) -> Story {
    let story = practice().today("2026-11-18").client(ANA, fee(amount)).await;
    story.attend(ANA, "2026-11-18").await;
    story
}

#[tokio::test]
async fn an_item_removed_from_a_paid_invoice_goes_back_to_the_payment_and_is_undone() {
    let story = attended("140.00").await;
    story.edit("INV-00001", |form| form.lines.push(line("Workbook", "1", "24.90"))).await.unwrap();
    story.pay(ANA, "164.90").await;
    let desk = Desk::on(story).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    open_invoice(window).await;
    is_paid(window, "164.90").await;

    tab_to(window, "Edit").await;
    window.press("Enter").await;
    let sheet = dialog(window, EDIT);
    sheet.reads("to take something off, use a credit note").await;
    window.button("Credit note instead").inside(&sheet).shown().await;
    tab_to(window, "Remove line 2").await;
    window.press("Enter").await;
    focus_is(window, "Add line").await;
    window.field("Description").inside(&sheet).nth(1).gone().await;
    stands(window, FORESEEN, "Total", "140.00").await;
    stands(window, FORESEEN, "Credit available", "0.00 becomes 24.90").await;
    sheet.reads("24.90 of R-00001 goes back to credit.").await;
    tour.look("item-removed").await;
    window.press("Control+Enter").await;
    sheet.gone().await;
    is_paid(window, "140.00").await;

    open_credits(window).await;
    stands(window, "main", "Credit available", "24.90").await;
    remains(window, "Payment", "24.90").await;
    let occasion = window.row("R-00001: item removed from INV-00001.");
    window.role("cell", "24.90").exactly().inside(&occasion).nth(1).shown().await;
    window.button("Undo").inside(&noted(window, "Changed INV-00001 from 164.90 to 140.00")).click().await;
    occasion.gone().await;
    stands(window, "main", "Credit available", "0.00").await;
    open_invoice(window).await;
    is_paid(window, "164.90").await;
    tour.end();
    desk.window.close().await;
}

#[tokio::test]
async fn goods_removed_from_a_paid_invoice_go_back_into_stock_and_out_again() {
    let story = attended("140.00").await;
    let book = story.product("Workbook", "24.90", Some("30")).await;
    story.give(ANA, book, "1").await;
    story.pay(ANA, "167.02").await;
    let desk = Desk::on(story).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    open_invoice(window).await;
    is_paid(window, "167.02").await;

    window.button("Edit").exactly().click().await;
    let sheet = dialog(window, EDIT);
    sheet.reads("to take something off, use a return of the products or a credit note").await;
    window.button("Return instead").inside(&sheet).shown().await;
    window.button("Remove line 2").inside(&sheet).click().await;
    stands(window, FORESEEN, "Stock, Workbook", "29 becomes 30").await;
    window.role("group", "Workbook").inside(&sheet).shown().await;
    tab_to(window, "Back into stock").await;
    window.press("Control+a").await;
    window.type_text("2").await;
    sheet.reads("No more than what comes back can go back into stock. Enter 1 or less.").await;
    window.press("Control+a").await;
    window.type_text("1").await;
    stands(window, FORESEEN, "Stock, Workbook", "29 becomes 30").await;
    stands(window, FORESEEN, "Credit available", "0.00 becomes 27.02").await;
    tour.look("goods-removed").await;
    act(window, EDIT).click().await;
    sheet.gone().await;
    is_paid(window, "140.00").await;
    in_stock(window, "30").await;

    open_from(window, "Payments", "R-00001").await;
    stands(window, "main", "Applied", "140.00").await;
    stands(window, "main", "Remaining", "27.02").await;
    tour.look("goods-removed-payment").await;
    take_back(window, "Changed INV-00001 from 167.02 to 140.00").await;
    stands(window, "main", "Applied", "167.02").await;
    stands(window, "main", "Remaining", "0.00").await;
    in_stock(window, "29").await;
    open_invoice(window).await;
    is_paid(window, "167.02").await;
    tour.end();
    desk.window.close().await;
}

#[tokio::test]
async fn money_on_an_invoice_is_released_as_it_is_void_and_applied_again_by_undo() {
    let story = attended("100.00").await;
    story.pay(ANA, "60.00").await;
    story.credit(ANA, "50.00").await;
    story.apply("CR-00001", "30.00").to("INV-00001").await;
    let desk = Desk::on(story).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    open_invoice(window).await;

    tab_to(window, "Void").await;
    window.press("Enter").await;
    let sheet = dialog(window, VOID);
    focus_is(window, "Reason").await;
    window.type_text("Booked by mistake").await;
    window.press("Control+Enter").await;
    let form = window.css(".form").inside(&sheet);
    form.reads("90.00 of 100.00 is applied to INV-00001, so it cannot be void.").await;
    form.reads("Unapply it first, or release it in the same act.").await;
    tour.look("void-refused").await;
    tab_to(window, "Give ").await;
    window.press("Space").await;
    stands(window, FORESEEN, "Credit available", "20.00 becomes 110.00").await;
    stands(window, FORESEEN, "INV-00001", "part paid, 10.00 outstanding becomes void").await;
    sheet.reads("30.00 of CR-00001 goes back to credit.").await;
    sheet.reads("60.00 of R-00001 goes back to credit.").await;
    tour.look("void-release").await;
    window.press("Control+Enter").await;
    sheet.gone().await;
    window.css("main .badge").reads("Void").await;
    window.sees("Nothing is applied yet.").await;
    stands(window, "main", "Outstanding", "0.00").await;

    open_credits(window).await;
    stands(window, "main", "Balance owing", "0.00").await;
    stands(window, "main", "Credit available", "110.00").await;
    remains(window, "Payment", "60.00").await;
    remains(window, "Courtesy", "50.00").await;
    window.button("Undo").inside(&noted(window, "Made INV-00001 void")).click().await;
    stands(window, "main", "Balance owing", "10.00").await;
    stands(window, "main", "Credit available", "20.00").await;
    remains(window, "Courtesy", "20.00").await;
    open_invoice(window).await;
    window.css("main .badge").reads("Part paid").await;
    stands(window, "main", "Applied", "90.00").await;
    stands(window, "main", "Outstanding", "10.00").await;
    tour.end();
    desk.window.close().await;
}

async fn open_invoice(window: &Window) {
    open_from(window, "Invoices", "INV-00001").await;
}

async fn open_credits(window: &Window) {
    go(window, "Clients").await;
    window.link(ANA).exactly().click().await;
    window.heading(ANA).shown().await;
    window.role("tab", "Credits").click().await;
}

/// The invoice on screen is paid in full, by the payment.
async fn is_paid(window: &Window, total: &str) {
    window.css("main .badge").reads("Paid").await;
    stands(window, "main", "Total", total).await;
    stands(window, "main", "Applied", total).await;
    stands(window, "main", "Outstanding", "0.00").await;
}

/// What remains of the source that comes from there, in the client's list of credits.
async fn remains(window: &Window, origin: &str, amount: &str) {
    let row = window.row(origin).inside(&window.role("table", "Credits").exactly());
    window.role("cell", "").inside(&row).nth(6).reads(amount).await;
}

/// How many workbooks are in stock.
async fn in_stock(window: &Window, units: &str) {
    go(window, "Products").await;
    let row = window.row("Workbook");
    window.role("cell", units).exactly().inside(&row).shown().await;
}
