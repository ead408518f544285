//! Every page in light and dark: axe finds nothing, and with `DAYBOOK_PICTURES=1` each is pictured at both sizes.

use std::{cell::RefCell, env};

use serde_json::json;
use stories::window::{Launch, Window};

use crate::desk::{CLIENT, Desk, TODAY, book, dialog, go};

/// The smallest window that is supported, and a common one.
const SIZES: [(u32, u32); 2] = [(1024, 700), (1440, 900)];

/// Goes from page to page and notes what hinders.
pub struct Tour<'w> {
    window: &'w Window,
    hindrances: RefCell<Vec<String>>,
}

impl<'w> Tour<'w> {
    /// As somebody sees it who wants nothing to move: what is half faded in is no colour to judge.
    pub async fn of(window: &'w Window) -> Self {
        let script = "const still = new CSSStyleSheet(); \
                      still.replaceSync('*, *::before, *::after { animation: none !important; transition: none !important }'); \
                      document.adoptedStyleSheets = [...document.adoptedStyleSheets, still]";
        window.run(script, &[]).await;
        Self { window, hindrances: RefCell::default() }
    }

    /// Looks at what is on screen.
    pub async fn look(&self, name: &str) {
        for theme in ["light", "dark"] {
            self.window.run("document.documentElement.dataset.theme = arguments[0]", &[json!(theme)]).await;
            self.settled().await;
            let found = self.window.hindrances().await;
            self.hindrances.borrow_mut().extend(found.iter().map(|one| format!("{name}, {theme}: {one}")));
            if env::var_os("DAYBOOK_PICTURES").is_some() {
                for (width, height) in SIZES {
                    self.window.resize(width, height).await;
                    self.settled().await;
                    self.window.picture(&format!("{name}-{theme}-{width}")).await;
                }
            }
        }
        self.window.run("document.documentElement.dataset.theme = 'light'", &[]).await;
    }

    /// Waits until nothing is being fetched.
    async fn settled(&self) {
        let script = "return !document.querySelector('[aria-busy=true], .skeleton')";
        let fetched = async || Ok((self.window.run(script, &[]).await == true).then_some(()));
        self.window.until("the page to be complete", fetched).await;
    }

    pub fn end(self) {
        let found = self.hindrances.into_inner();
        assert!(found.is_empty(), "{} hindrances:\n{}", found.len(), found.join("\n"));
    }
}

#[tokio::test]
async fn nobody_is_hindered_at_the_first_start() {
    let window = Launch::fresh().today(TODAY).open().await;
    let tour = Tour::of(&window).await;
    window.heading("Who you are").shown().await;
    tour.look("start-1-who").await;
    window.button("Continue").click().await;
    tour.look("start-2-fees").await;
    window.button("Skip for now").click().await;
    window.button("Continue").click().await;
    tour.look("start-3-protect").await;
    window.field("Passphrase").exactly().fill("kettle violin harbour").await;
    window.field("The same passphrase again").fill("kettle violin harbour").await;
    window.button("Continue").click().await;
    tour.look("start-4-data").await;
    window.button("Create my practice").click().await;
    window.role("checkbox", "I have written it down").shown().await;
    tour.look("start-5-code").await;
    window.role("checkbox", "I have written it down").click().await;
    window.button("Open my practice").click().await;
    window.heading("Today").exactly().shown().await;
    tour.look("empty-today").await;
    for place in ["Calendar", "Clients", "Billing", "Products"] {
        go(&window, place).await;
        tour.look(&format!("empty-{}", place.to_lowercase())).await;
    }
    window.button("Lock").exactly().click().await;
    window.heading("Welcome back").shown().await;
    tour.look("unlock").await;
    window.button("Use the recovery code instead").click().await;
    tour.look("unlock-by-code").await;
    tour.end();
    window.close().await;
}

#[tokio::test]
async fn nobody_is_hindered_by_the_day_and_the_calendar() {
    let desk = Desk::open().await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    window.sees("Lucas da Silva").await;
    tour.look("today").await;
    go(window, "Calendar").await;
    for view in ["Day", "Week", "Month", "List"] {
        window.button(view).exactly().inside(&window.role("group", "Show as")).click().await;
        window.sees("Lucas da Silva").await;
        tour.look(&format!("calendar-{}", view.to_lowercase())).await;
    }
    window.button("Week").exactly().inside(&window.role("group", "Show as")).click().await;
    window.button("Book session").nth(0).click().await;
    window.field("Client").shown().await;
    tour.look("booking").await;
    // The first closes the choices, the second the sheet.
    window.press("Escape").await;
    window.css(".choices").gone().await;
    window.press("Escape").await;
    dialog(window, "Book session").gone().await;
    book(window, "18:00").await;
    window.button(&format!("18:00 {CLIENT}")).click().await;
    window.button("Record payment").inside(&dialog(window, CLIENT)).shown().await;
    tour.look("session-unmarked").await;
    window.button("Attended").exactly().inside(&dialog(window, CLIENT)).click().await;
    dialog(window, CLIENT).reads("Unpaid").await;
    tour.look("session").await;
    window.button("Record payment").inside(&dialog(window, CLIENT)).click().await;
    window.text("becomes").nth(0).inside(&dialog(window, "Record payment")).shown().await;
    tour.look("record-payment").await;
    tour.end();
}

#[tokio::test]
async fn nobody_is_hindered_by_clients_and_billing() {
    let desk = Desk::open().await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    go(window, "Clients").await;
    window.link(CLIENT).shown().await;
    tour.look("clients").await;
    window.button("New client").nth(0).click().await;
    window.field("First name").shown().await;
    tour.look("new-client").await;
    window.press("Escape").await;
    dialog(window, "New client").gone().await;
    window.link(CLIENT).click().await;
    for tab in ["Activity", "Sessions", "Invoices", "Payments", "Credits", "Documents", "Details"] {
        window.role("tab", tab).click().await;
        tour.look(&format!("client-{}", tab.to_lowercase())).await;
    }
    window.button("New invoice").click().await;
    dialog(window, "New invoice").shown().await;
    tour.look("new-invoice").await;
    window.press("Escape").await;
    dialog(window, "New invoice").gone().await;
    go(window, "Billing").await;
    for tab in ["Invoices", "Payments", "Credits", "Credit tracking", "Not invoiced"] {
        window.role("tab", tab).click().await;
        tour.look(&format!("billing-{}", tab.to_lowercase().replace(' ', "-"))).await;
    }
    for (tab, number, name) in [("Invoices", "INV-", "invoice"), ("Payments", "R-", "payment")] {
        go(window, "Billing").await;
        window.role("tab", tab).click().await;
        window.link(number).nth(0).click().await;
        window.css("canvas[data-drawn]").shown().await;
        tour.look(name).await;
    }
    window.button("Search clients").click().await;
    tour.look("palette").await;
    tour.end();
}

#[tokio::test]
async fn nobody_is_hindered_by_reports() {
    let desk = Desk::open().await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    go(window, "Reports").await;
    window.sees("All clients").await;
    tour.look("report-aging").await;
    window.role("tab", "Payments").click().await;
    window.sees("Credit created").await;
    window.sees("All payments").await;
    tour.look("report-payments").await;
    window.role("checkbox", "Credits only").click().await;
    tour.look("report-credits-only").await;
    window.role("tab", "Check the books").click().await;
    window.heading("The books are in order").shown().await;
    tour.look("report-check").await;
    window.role("tab", "Latest acts").click().await;
    window.sees("Imported 42 clients").await;
    tour.look("report-latest").await;
    go(window, "Clients").await;
    window.link(CLIENT).click().await;
    window.button("Account summary").click().await;
    window.heading("Account summary").shown().await;
    window.sees("Closing position").await;
    tour.look("account-summary").await;
    window.role("tab", "Document").click().await;
    window.css("canvas[data-drawn]").nth(0).shown().await;
    tour.look("account-summary-document").await;
    window.role("tab", "Movements").click().await;
    window.field("From").fill("").await;
    window.sees_no_more("Opening position").await;
    window.button("E-mail, print or save").click().await;
    window.role("menuitem", "Save PDF").shown().await;
    tour.look("account-summary-as-of").await;
    tour.end();
}

#[tokio::test]
async fn nobody_is_hindered_by_settings_and_import() {
    let desk = Desk::open().await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    go(window, "Settings").await;
    let parts = window.role("navigation", "Settings");
    for part in ["Practice", "Billing", "Services and fees", "Taxes", "Payment methods", "Look", "Security", "Data"] {
        window.link(part).exactly().inside(&parts).click().await;
        tour.look(&format!("settings-{}", part.to_lowercase().replace(' ', "-"))).await;
    }
    window.link("Services and fees").inside(&parts).click().await;
    window.button("New service").click().await;
    dialog(window, "New service").shown().await;
    tour.look("new-service").await;
    window.press("Escape").await;
    window.link("Data").inside(&parts).click().await;
    window.link("Import spreadsheets").click().await;
    tour.look("import").await;
    window.button("Look at the sample files").click().await;
    window.heading("Your files").shown().await;
    tour.look("import-files").await;
    tour.end();
}

#[tokio::test]
async fn nobody_is_hindered_once_an_import_is_done() {
    let desk = Desk::empty().await;
    let window = &desk.window;
    let tour = Tour::of(window).await;
    go(window, "Settings").await;
    window.link("Data").click().await;
    window.link("Import spreadsheets").click().await;
    window.button("Look at the sample files").click().await;
    window.button("Import ").inside(&window.role("main", "")).click().await;
    window.heading("Your data is here").shown().await;
    tour.look("import-done").await;
    tour.end();
}
