//! The first start by hand, and opening again.

use stories::{empty_folder, window::Launch};

use crate::{
    access::Tour,
    desk::{TODAY, are_level, dialog, go, unlock},
};

const SECRET: &str = "kettle violin harbour";

#[tokio::test]
async fn a_practice_begun_by_hand_is_found_again() {
    let folder = empty_folder();
    let launch = || Launch::on(folder.path()).today(TODAY);
    let window = launch().open().await;
    window.heading("Who you are").shown().await;
    window.field("Name of the practice").fill("Still Water").await;
    window.field("Your name").fill("Ada Mensah").await;
    window.field("Currency").choose("EUR · Euro").await;
    window.button("Continue").click().await;
    window.field("Service").exactly().fill("Session").await;
    window.field("Minutes").fill("50").await;
    window.field("Fee").fill("90,00").await;
    window.button("Continue").click().await;
    // Each step says what is wrong with it before the next.
    window.sees("“90,00” is not an amount.").await;
    assert!(are_level(&window, "fieldset input").await, "what is wrong with the fee moves the fields beside it");
    let tour = Tour::of(&window).await;
    tour.look("start-2-fees-wrong").await;
    tour.end();
    window.field("Fee").fill("90.00").await;
    window.button("Continue").click().await;

    // Each wrong passphrase has its sentence, and what was typed stays.
    let [passphrase, again] = ["Passphrase", "The same passphrase again"].map(|label| window.field(label).exactly());
    window.button("Continue").click().await;
    window.sees("Type a passphrase.").await;
    passphrase.fill(SECRET).await;
    again.fill("kettle violin").await;
    window.button("Continue").click().await;
    window.sees("The two passphrases are not the same.").await;
    assert_eq!(passphrase.value().await, SECRET);
    passphrase.fill("kettle").await;
    again.fill("kettle").await;
    window.button("Continue").click().await;
    window.sees("Use at least").await;
    passphrase.fill(SECRET).await;
    again.fill(SECRET).await;
    window.button("Continue").click().await;
    window.button("Create my practice").click().await;

    let code = window.role("group", "Your recovery code").text().await;
    assert!(!window.button("Open my practice").is_enabled().await, "the code may be passed over unread");
    window.role("checkbox", "I have written it down").click().await;
    window.button("Open my practice").click().await;
    window.heading("Today").exactly().shown().await;
    go(&window, "Clients").await;
    window.button("New client").nth(0).click().await;
    window.field("First name").fill("Noor").await;
    window.field("Last name").fill("de Vries").await;
    window.css("button[type=submit]").inside(&dialog(&window, "New client")).click().await;
    dialog(&window, "New client").gone().await;
    window.close().await;

    // Opened again: a wrong passphrase is told, the right one finds everything.
    let window = launch().open().await;
    unlock(&window, "kettle").await;
    window.sees("This is not the passphrase.").await;
    unlock(&window, SECRET).await;
    go(&window, "Clients").await;
    window.link("Noor de Vries").shown().await;
    go(&window, "Settings").await;
    window.link("Services and fees").click().await;
    window.sees("90.00").await;
    window.close().await;

    // The recovery code opens it as well, and leads to a new passphrase.
    let window = launch().open().await;
    window.button("Use the recovery code instead").click().await;
    window.field("Recovery code").fill("AAAA-BBBB").await;
    window.button("Open").exactly().click().await;
    window.sees("This is not the recovery code").await;
    window.field("Recovery code").fill(&code).await;
    window.button("Open").exactly().click().await;
    window.heading("Choose a new passphrase").shown().await;
    passphrase_of(&window, "lantern orchard tide").await;
    go(&window, "Clients").await;
    window.link("Noor de Vries").shown().await;
    window.button("Lock").exactly().click().await;
    unlock(&window, SECRET).await;
    window.sees("This is not the passphrase.").await;
    unlock(&window, "lantern orchard tide").await;
    window.link("Noor de Vries").shown().await;
    window.close().await;
}

async fn passphrase_of(window: &stories::window::Window, passphrase: &str) {
    window.field("Passphrase").exactly().fill(passphrase).await;
    window.field("The same passphrase again").fill(passphrase).await;
    window.button("Use this passphrase").click().await;
}
