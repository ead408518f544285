//! Money that moves on: to a linked client, from an invoice to its corrected copy, into a credit note of its own, and
//! past the last day of a credit.

use stories::{
    PASSPHRASE, fee, practice,
    window::{Launch, Window},
};

use crate::{
    access::Tour,
    desk::{Desk, TODAY, act, choose_client, dialog, go, noted, take_back, unlock},
};

const ANA: &str = "Ana Lima";
const BEN: &str = "Ben Lima";

#[tokio::test]
async fn money_moves_to_a_linked_client_with_reason_and_consent_and_back() {
    let story = practice().today(TODAY).client(ANA, fee("100.00")).client(BEN, fee("80.00")).await;
    story.attend(BEN, "2026-11-18").await;
    story.pay(ANA, "60.00").await;
    let desk = Desk::on(story).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    open_payment(window).await;
    let sheet = dialog(window, "Move money of R-00001");
    window.button("Move to linked client").click().await;
    sheet.reads("No client is linked with this one.").await;
    tour.look("transfer-nobody").await;
    window.button("Open Details").inside(&sheet).click().await;
    window.button("Link a client").click().await;
    let linking = dialog(window, &format!("Link {ANA} with another client"));
    window.field("Link with").fill(BEN).await;
    window.role("option", BEN).click().await;
    linking.reads(&format!("Links {ANA} with {BEN}")).await;
    linking.reads("No figure changes.").await;
    tour.look("client-link").await;
    act(window, &format!("Link {ANA} with another client")).click().await;
    linking.gone().await;
    window.link(BEN).focus().await;
    tour.look("client-linked").await;

    open_payment(window).await;
    window.button("Move to linked client").click().await;
    let amount = window.field("Amount").exactly().inside(&sheet);
    amount.fill("90").await;
    window.field("Reason").inside(&sheet).fill("Pays for his brother").await;
    window.field("Who agreed to it").inside(&sheet).fill("Ana, by telephone").await;
    sheet.reads("60.00").await;
    amount.fill("40").await;
    sheet.reads(&format!("Credit available, {BEN}")).await;
    tour.look("transfer").await;
    act(window, "Move money of R-00001").click().await;
    sheet.gone().await;
    let money = window.role("region", "Amount");
    money.reads("20.00").await;
    window.button("Undo").inside(&noted(window, "Moved 40.00")).click().await;
    money.reads("60.00").await;
    tour.end();
    desk.window.close().await;
}

#[tokio::test]
async fn a_wrong_invoice_is_credited_and_billed_anew_and_a_note_can_stand_alone() {
    let story = practice().today(TODAY).client(ANA, fee("100.00")).await;
    story.attend(ANA, "2026-11-18").await;
    story.pay(ANA, "100.00").await;
    let desk = Desk::on(story).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    go(window, "Billing").await;
    window.link("INV-00001").click().await;
    window.heading("INV-00001").shown().await;
    window.button("Credit and rebill").click().await;
    let sheet = dialog(window, "Credit and rebill INV-00001");
    sheet.reads("INV-00002").await;
    tour.look("rebill").await;
    act(window, "Credit and rebill INV-00001").click().await;
    sheet.gone().await;
    act(window, "Edit INV-00002").shown().await;
    window.press("Escape").await;
    dialog(window, "Edit INV-00002").gone().await;
    window.heading("INV-00002").shown().await;
    window.sees("CN-00001").await;
    window.button("Undo").inside(&noted(window, "INV-00002")).click().await;
    window.sees("Void").await;

    go(window, "Billing").await;
    window.role("tab", "Credit notes").click().await;
    window.button("New credit note").nth(0).click().await;
    let sheet = dialog(window, "New credit note");
    choose_client(window, "New credit note", ANA).await;
    window.field("What it is for").inside(&sheet).fill("Room was closed").await;
    window.field("Amount").exactly().inside(&sheet).fill("0").await;
    sheet.reads("Enter an amount above 0.00.").await;
    tour.look("note-nothing").await;
    window.field("Amount").exactly().inside(&sheet).fill("30").await;
    sheet.reads("Credit available").await;
    tour.look("note-alone").await;
    act(window, "New credit note").click().await;
    sheet.gone().await;
    window.button("Credit note").exactly().inside(&noted(window, "over 30.00")).click().await;
    window.css("canvas[data-drawn]").shown().await;
    window.role("region", "Amount").reads("30.00").await;
    window.button("Void…").exactly().click().await;
    act(window, "Void CN-").shown().await;
    tour.look("note-void").await;
    window.press("Escape").await;
    dialog(window, "Void CN-").gone().await;
    take_back(window, "Issued CN-").await;
    window.sees("Void").await;
    tour.end();
    desk.window.close().await;
}

#[tokio::test]
async fn a_credit_lapses_after_its_last_day_and_a_later_one_wakes_it() {
    let story = practice().today(TODAY).client(ANA, fee("100.00")).await;
    story.attend(ANA, "2026-11-18").await;
    story.expiring(ANA, "50.00", "2026-11-25").await;
    story.rearrange("CR-00001", &[("INV-00001", "30.00")]).await.unwrap();
    let folder = story.left().await;
    let window = &Launch::on(folder.path()).today("2026-11-26").open().await;
    unlock(window, PASSPHRASE).await;
    let tour = Tour::of(window).await;
    go(window, "Billing").await;
    window.role("tab", "Credits").exactly().click().await;
    window.link("CR-00001").click().await;
    window.heading("CR-00001").shown().await;
    let money = window.role("region", "Amount");
    money.reads("Lapsed").await;
    money.reads("20.00").await;
    tour.look("credit-lapsed").await;

    window.button("Apply, unapply or move").click().await;
    let sheet = dialog(window, "Apply CR-00001");
    window.button("Take it off INV-00001").inside(&sheet).click().await;
    sheet.reads("30.00 of CR-00001 lapses at once: it could be used until 25 Nov 2026.").await;
    tour.look("credit-lapses").await;
    act(window, "Apply CR-00001").click().await;
    sheet.gone().await;
    money.reads("50.00").await;
    window.button("Undo").inside(&noted(window, "Unapplied CR-00001")).click().await;
    money.reads("20.00").await;

    window.button("Edit…").exactly().click().await;
    let sheet = dialog(window, "Edit CR-00001");
    window.field("Last day").inside(&sheet).fill("2026-12-31").await;
    sheet.reads("Credit available").await;
    tour.look("credit-edit").await;
    act(window, "Edit CR-00001").click().await;
    sheet.gone().await;
    window.css("main").reads("Available").await;
    window.button("Undo").inside(&noted(window, "CR-00001")).click().await;
    money.reads("Lapsed").await;
    tour.end();
}

async fn open_payment(window: &Window) {
    go(window, "Billing").await;
    window.role("tab", "Payments").click().await;
    window.link("R-00001").click().await;
    window.heading("R-00001").shown().await;
}
