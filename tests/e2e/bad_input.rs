//! What cannot be taken is told at its field, and nothing that was typed is lost.

use stories::window::{Target, Window};

use crate::desk::{CLIENT, Desk, act, choose_client, dialog, go};

#[tokio::test]
async fn an_amount_or_a_day_that_is_none_is_told_at_its_field() {
    let desk = Desk::open().await;
    let window = &desk.window;
    window.button("New").exactly().click().await;
    window.role("menuitem", "Record payment").click().await;
    choose_client(window, "Record payment", CLIENT).await;
    let sheet = dialog(window, "Record payment");
    let [amount, day, comment] = ["Amount", "Date", "Comment"].map(|label| window.field(label).inside(&sheet).nth(0));
    comment.fill("kept").await;
    for (typed, sentence) in [
        ("1,5", "“1,5” is not an amount."),
        ("-3", "“-3” is below zero."),
        ("1e9", "“1e9” is not an amount."),
        ("12.345", "“12.345” has more than 2 decimals."),
        ("1000000000000000", "“1000000000000000” is too large."),
        ("", "Enter an amount"),
    ] {
        amount.fill(typed).await;
        act(window, "Record payment").click().await;
        told(window, &amount, sentence).await;
        assert_eq!(amount.value().await, typed, "the amount is not as it was typed");
    }
    amount.fill("25.00").await;
    day.fill("02/30/2026").await;
    act(window, "Record payment").click().await;
    told(window, &day, "30 Feb 2026 does not exist.").await;
    assert_eq!(amount.value().await, "25.00");
    assert_eq!(comment.value().await, "kept");
    day.fill("11/19/2026").await;
    act(window, "Record payment").click().await;
    sheet.gone().await;
    window.button("Receipt").click().await;
    window.sees("kept").await;
    desk.window.close().await;
}

#[tokio::test]
async fn a_session_in_the_hour_that_the_clock_skips_is_told_at_its_time() {
    let desk = Desk::open().await;
    let window = &desk.window;
    go(window, "Calendar").await;
    window.button("Book session").nth(0).click().await;
    choose_client(window, "Book session", CLIENT).await;
    let sheet = dialog(window, "Book session");
    let [day, time, note] = ["Date", "Time", "Note"].map(|label| window.field(label).inside(&sheet).nth(0));
    note.fill("kept").await;
    day.fill("03/08/2026").await;
    time.fill("02:30").await;
    act(window, "Book session").click().await;
    told(window, &time, "does not exist: the clock is put forward over it.").await;
    assert_eq!(note.value().await, "kept");
    time.fill("03:30").await;
    act(window, "Book session").click().await;
    sheet.gone().await;
    desk.window.close().await;
}

/// Waits until `field` is marked and its own sentence says `sentence`.
async fn told(window: &Window, field: &Target<'_>, sentence: &str) {
    let what = format!("{field} to say `{sentence}`");
    window
        .until(&what, async || {
            let described = field.attribute("aria-describedby").await.unwrap_or_default();
            let script = "return arguments[0].split(' ').map((id) => document.getElementById(id)?.innerText).join(' ')";
            let said = window.run(script, &[described.into()]).await;
            let said = said.as_str().unwrap_or_default();
            let marked = field.attribute("aria-invalid").await.as_deref() == Some("true");
            if marked && said.contains(sentence) { Ok(Some(())) } else { Err(format!("it says `{said}`").into()) }
        })
        .await;
}
