//! The books are checked at each start, once the window is in use (requirements G6).

use stories::{fee, practice};

use crate::{
    access::Tour,
    desk::{Desk, TODAY},
};

#[tokio::test]
async fn books_that_hold_are_said_to_quietly_and_broken_ones_clearly() {
    let story = practice().today(TODAY).client("Ana Lima", fee("100.00")).await;
    story.attend("Ana Lima", "2026-11-18").await;
    let desk = Desk::on(story).await;
    let held = "rules hold. Sessions: 1, invoices: 1, payments and credits: 0.";
    desk.window.sees(held).await;
    desk.window.close().await;

    let story = practice().today(TODAY).client("Ana Lima", fee("100.00")).await;
    story.attend("Ana Lima", "2026-11-18").await;
    story.tamper("drop trigger charge_never_changed; update charge set amount_minor = 9000").await;
    let desk = Desk::on(story).await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    window.sees("2 rules do not hold").await;
    tour.look("books-broken").await;
    window.link("See what does not hold").click().await;
    window.sees("the charges of an invoice are its newest total").await;
    tour.end();
    desk.window.close().await;
}
