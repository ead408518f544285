//! The main job without a mouse.

use stories::{
    PASSPHRASE, empty_folder,
    window::{Launch, Window},
};

use crate::desk::{CLIENT, TODAY, sample_practice};

#[tokio::test]
async fn a_session_is_booked_marked_and_paid_by_keyboard_alone() {
    let practice = sample_practice().await;
    let dialogs = empty_folder();
    let launch = Launch::on(practice.path()).today(TODAY).environment("DAYBOOK_DIALOGS", dialogs.path());
    let window = launch.open().await;

    window.field("Passphrase").shown().await;
    focus_is(&window, "Passphrase").await;
    window.type_text(PASSPHRASE).await;
    window.press("Enter").await;
    window.heading("Today").exactly().shown().await;
    window.sees("Lucas da Silva").await;

    // Book.
    window.press("n").await;
    focus_is(&window, "Book session").await;
    window.press("Enter").await;
    focus_is(&window, "Client").await;
    window.type_text(CLIENT).await;
    window.role("option", CLIENT).shown().await;
    window.press("Enter").await;
    tab_to(&window, "Time").await;
    window.press("Control+a").await;
    window.type_text("18:00").await;
    window.press("Enter").await;
    window.role("dialog", "Book session").gone().await;

    // Mark: from the attendance icons of that session, the third and back.
    let label = format!("Attendance of {CLIENT}");
    window.role("group", &label).shown().await;
    tab_until(&window, &label, async || group_of_focus(&window).await.starts_with(&label)).await;
    window.press("Right").await;
    focus_is(&window, "Late cancelled").await;
    window.press("Left").await;
    focus_is(&window, "Attended").await;
    window.press("Enter").await;
    window.link("INV-").inside(&window.role("listitem", CLIENT).nth(0)).shown().await;

    // Pay.
    window.press("n").await;
    focus_is(&window, "Book session").await;
    for _ in 0..3 {
        window.press("Down").await;
    }
    focus_is(&window, "Record payment").await;
    window.press("Enter").await;
    focus_is(&window, "Client").await;
    window.type_text(CLIENT).await;
    window.role("option", CLIENT).shown().await;
    window.press("Enter").await;
    tab_to(&window, "Amount").await;
    window.press("Control+a").await;
    window.type_text("140.00").await;
    tab_to(&window, "Reference").await;
    window.type_text("by hand").await;
    window.press("Control+Enter").await;
    window.role("dialog", "Record payment").gone().await;
    tab_to(&window, "Receipt").await;
    window.press("Enter").await;
    window.heading("R-").shown().await;
    window.sees("by hand").await;
    window.close().await;
}

/// Waits until what is called `name` has the focus.
pub async fn focus_is(window: &Window, name: &str) {
    window
        .until(&format!("the focus on `{name}`"), async || {
            let focused = window.focused().await;
            if focused.starts_with(name) { Ok(Some(())) } else { Err(format!("it is on `{focused}`").into()) }
        })
        .await;
}

/// Goes by Tab to what is called `name`.
pub async fn tab_to(window: &Window, name: &str) {
    tab_until(window, name, async || window.focused().await.starts_with(name)).await;
}

async fn tab_until(window: &Window, what: &str, there: impl AsyncFn() -> bool) {
    for _ in 0..80 {
        if there().await {
            return;
        }
        window.press("Tab").await;
    }
    panic!("Tab does not lead to `{what}`; it is on `{}`", window.focused().await);
}

async fn group_of_focus(window: &Window) -> String {
    let script = "return document.activeElement?.closest('[role=group]')?.getAttribute('aria-label') ?? ''";
    window.run(script, &[]).await.as_str().unwrap_or_default().to_owned()
}
