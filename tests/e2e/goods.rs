//! Goods in the real window: given, sold, counted, brought back and given back, by keyboard where it is the main job.

use practice::view::RecordsChoice;
use stories::{Story, fee, line, practice, returned, window::Window};

use crate::{
    access::Tour,
    desk::{Desk, TODAY, act, dialog, go, noted},
    keyboard::{focus_is, tab_to},
};

const ANA: &str = "Ana Lima";

/// Ana was given two workbooks, which are paid, and cards, which are not.
async fn shop() -> Story {
    let story = practice().today(TODAY).client(ANA, fee("100.00")).await;
    let book = story.product("Workbook", "24.90", Some("30")).await;
    let cards = story.product("Conversation cards", "32.00", Some("2")).await;
    story.give(ANA, book, "2").await;
    story.pay(ANA, "54.03").await;
    story.give(ANA, cards, "1").await;
    story
}

async fn open_client(window: &Window) {
    go(window, "Clients").await;
    window.link(ANA).exactly().click().await;
    window.heading(ANA).shown().await;
}

#[tokio::test]
async fn goods_are_returned_by_keyboard_alone() {
    let desk = Desk::on(shop().await).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    window.press("Control+k").await;
    window.type_text(ANA).await;
    window.role("option", ANA).nth(0).shown().await;
    window.press("Enter").await;
    window.heading(ANA).shown().await;

    tab_to(window, "New return").await;
    window.press("Enter").await;
    dialog(window, "New return").shown().await;
    tour.look("return-new").await;
    window.press("Control+Enter").await;
    window.heading("Return of Ana Lima").shown().await;
    tour.look("return-empty").await;

    tab_to(window, "New item").await;
    window.press("Enter").await;
    let sheet = dialog(window, "New item");
    sheet.reads("which has 34.72 left to pay").await;
    window.press("Space").await;
    focus_is(window, "Workbook").await;
    tab_to(window, "Return").await;
    window.type_text("3").await;
    window.press("Control+Enter").await;
    sheet.reads("Only 2 of “Workbook” can be returned. Enter 2 or less.").await;
    sheet.reads("Choose what becomes of the record").await;
    tour.look("return-item-wrong").await;
    focus_is(window, "Return").await;
    window.press("Control+a").await;
    window.type_text("2").await;
    tab_to(window, "Restock").await;
    window.press("Control+a").await;
    window.type_text("1").await;
    tab_to(window, "Deactivate the record").await;
    window.press("Space").await;
    tour.look("return-item").await;
    window.press("Control+Enter").await;
    sheet.gone().await;
    window.sees("54.03").await;
    tour.look("return-draft").await;

    tab_to(window, "Post return").await;
    window.press("Enter").await;
    let sheet = dialog(window, "Post the return of Ana Lima");
    act(window, "Post the return of Ana Lima").reads("Post and keep 54.03 as credit").await;
    sheet.reads("Stock, Workbook").await;
    tour.look("return-post-credit").await;
    focus_is(window, "Keep it as credit").await;
    window.press("Down").await;
    focus_is(window, "Refund it").await;
    act(window, "Post the return of Ana Lima").reads("Post and refund 54.03").await;
    tab_to(window, "Method").await;
    window.type_text("Cheque").await;
    tab_to(window, "Reference").await;
    window.type_text("1004").await;
    tour.look("return-post-refund").await;
    window.press("Control+Enter").await;
    sheet.gone().await;
    window.heading("RT-00001").shown().await;
    noted(window, "Posted RT-00001").shown().await;
    window.link("CN-00001").shown().await;
    window.link("RF-00001").shown().await;
    tour.look("return-posted").await;
    tour.end();
    desk.window.close().await;
}

#[tokio::test]
async fn a_return_is_looked_at_everywhere_reversed_and_taken_back() {
    let story = shop().await;
    let record = story.records(ANA).await.into_iter().find(|row| row.description == "Workbook").unwrap().id;
    story.post_return(ANA, &[returned(record, "1", "1", RecordsChoice::Deactivate)]).await;
    let desk = Desk::on(story).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    go(window, "Billing").await;
    window.role("tab", "Returns").click().await;
    window.link("RT-00001").shown().await;
    tour.look("returns-billing").await;
    window.link("RT-00001").click().await;
    window.heading("RT-00001").shown().await;
    window.link("CN-00001").nth(0).click().await;
    window.heading("CN-00001").shown().await;
    window.link("RT-00001").shown().await;
    tour.look("return-note").await;
    open_client(window).await;
    window.role("tab", "Returns").click().await;
    tour.look("returns-client").await;
    window.role("tab", "Records").click().await;
    window.sees("1 returned").await;
    tour.look("records-client").await;
    window.role("tab", "Credits").click().await;
    window.sees("came back with").await;
    go(window, "Products").await;
    tour.look("products").await;
    window.link("Workbook").exactly().click().await;
    window.sees("Returned with").await;
    tour.look("product-movements").await;
    window.role("tab", "Returns").click().await;
    window.link("RT-00001").click().await;
    window.heading("RT-00001").shown().await;
    window.button("Reverse return").nth(0).click().await;
    let sheet = dialog(window, "Reverse RT-00001");
    sheet.reads("Stock, Workbook").await;
    tour.look("return-reverse").await;
    act(window, "Reverse RT-00001").click().await;
    sheet.gone().await;
    window.sees("Reversed").await;
    window.button("Undo").inside(&noted(window, "Reversed RT-00001")).click().await;
    window.sees("Posted").await;
    tour.end();
    desk.window.close().await;
}

#[tokio::test]
async fn goods_are_given_counted_and_taken_off_an_invoice() {
    let desk = Desk::on(shop().await).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    open_client(window).await;
    window.button("Add record").nth(0).click().await;
    let sheet = dialog(window, "Add record");
    window.role("combobox", "Product or service").inside(&sheet).fill("Conversation").await;
    window.role("option", "Conversation cards").click().await;
    window.field("Quantity").inside(&sheet).fill("2").await;
    sheet.reads("Only 1 of “Conversation cards” is in stock, and 2 would go out.").await;
    tour.look("record-short").await;
    window.field("Why more than there is?").inside(&sheet).fill("Delivered tomorrow").await;
    sheet.reads("Stock, Conversation cards").await;
    tour.look("record-add").await;
    act(window, "Add record").click().await;
    sheet.gone().await;
    noted(window, "Gave Ana Lima 2 × Conversation cards").shown().await;

    go(window, "Products").await;
    window.link("Conversation cards").exactly().click().await;
    window.sees("−1").await;
    for (button, sheet, name) in [
        ("Edit…", "Edit Conversation cards", "product-edit"),
        ("Correct…", "Correct the stock of Conversation cards", "product-correct"),
        ("Archive…", "Archive Conversation cards?", "product-archive"),
    ] {
        window.button(button).exactly().click().await;
        act(window, sheet).shown().await;
        tour.look(name).await;
        window.press("Escape").await;
        dialog(window, sheet).gone().await;
    }
    window.button("Count…").exactly().click().await;
    let sheet = dialog(window, "Count Conversation cards");
    window.field("How many there are").inside(&sheet).fill("4").await;
    act(window, "Count Conversation cards").reads("Set the stock to 4").await;
    tour.look("product-count").await;
    act(window, "Count Conversation cards").click().await;
    sheet.gone().await;
    window.sees("Counted 4").await;
    tour.look("product").await;

    open_client(window).await;
    window.role("tab", "Invoices").click().await;
    window.link("INV-00002").nth(0).click().await;
    window.heading("INV-00002").shown().await;
    window.button("Void").nth(0).click().await;
    let sheet = dialog(window, "INV-00002");
    sheet.reads("Back into stock").await;
    tour.look("invoice-void-goods").await;
    window.field("Back into stock").nth(0).inside(&sheet).fill("0").await;
    act(window, "INV-00002").click().await;
    sheet.gone().await;
    go(window, "Products").await;
    window.row("Conversation cards").reads("6").await;
    tour.end();
    desk.window.close().await;
}

#[tokio::test]
async fn an_item_on_an_unpaid_invoice_leads_to_its_line() {
    let story = shop().await;
    story.issue(ANA, vec![line("Letter", "1", "45.00")]).await;
    let desk = Desk::on(story).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    open_client(window).await;
    window.button("New return").nth(0).click().await;
    act(window, "New return").click().await;
    window.heading("Return of Ana Lima").shown().await;
    window.button("New item").nth(0).click().await;
    let sheet = dialog(window, "New item");
    tour.look("return-unpaid").await;
    window.link("Open INV-00002").inside(&sheet).click().await;
    window.heading("INV-00002").shown().await;
    let marked = window.css("[aria-current=true]");
    marked.reads("Conversation cards").await;
    tour.look("invoice-at-line").await;
    tour.end();
    desk.window.close().await;
}
