//! The lock, and a practice that is open already.

use stories::{PASSPHRASE, fee, practice, window::Launch};

use crate::{
    access::Tour,
    desk::{Desk, TODAY, dialog, go, unlock},
};

#[tokio::test]
async fn a_second_window_says_that_the_practice_is_open() {
    let desk = Desk::open().await;
    let second = Launch::on(desk.practice.path()).today(TODAY).open().await;
    second.heading("Your practice is open in another window").shown().await;
    let tour = Tour::of(&second).await;
    tour.look("in-use").await;
    tour.end();
    desk.window.close().await;
    // The first program ends a moment after its window is gone.
    let again = second.button("Try again");
    let let_in = async || {
        if again.count().await > 0 {
            again.click().await;
        }
        Ok((second.field("Passphrase").count().await > 0).then_some(()))
    };
    second.until("to be let in", let_in).await;
    unlock(&second, PASSPHRASE).await;
    second.heading("Today").exactly().shown().await;
    second.close().await;
}

#[tokio::test]
async fn a_locked_practice_shows_nothing_until_it_is_unlocked() {
    let desk = Desk::open().await;
    desk.window.sees("Lucas da Silva").await;
    desk.window.button("Lock").exactly().click().await;
    desk.window.heading("Welcome back").shown().await;
    let left = desk.window.run("return document.documentElement.textContent.includes('Lucas')", &[]).await;
    assert_eq!(left, false, "a client can be read while the practice is locked");
    unlock(&desk.window, PASSPHRASE).await;
    desk.window.sees("Lucas da Silva").await;
    desk.window.close().await;
}

#[tokio::test]
async fn locking_asks_before_it_loses_what_is_typed() {
    let story = practice().today(TODAY).client("Ana Lima", fee("100.00")).await;
    let desk = Desk::on(story).await;
    let window = &desk.window;
    go(window, "Clients").await;
    window.link("Ana Lima").click().await;
    window.role("tab", "Details").click().await;
    window.field("Last name").fill("Lima Reis").await;
    window.button("Lock").exactly().click().await;
    let question = dialog(window, "Discard what you typed?");
    question.reads("Locking loses it.").await;
    window.button("Keep editing").inside(&question).click().await;
    question.gone().await;
    assert_eq!(window.field("Last name").value().await, "Lima Reis");
    window.button("Lock").exactly().click().await;
    window.button("Lock without it").click().await;
    window.heading("Welcome back").shown().await;
    desk.window.close().await;
}
