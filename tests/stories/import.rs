//! The sample practice is taken over; every total is held against the spreadsheets by arithmetic of its own.

use std::{
    collections::{BTreeMap, HashMap},
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
};

use practice::{
    Error, ImportCounts,
    import::{Source, sample},
    view::{InvoiceStatus, SessionView},
};
use stories::{Story, fee, practice, source};

const TODAY: &str = "2026-11-20";

fn sample_sources() -> Vec<Source> {
    sample::SPREADSHEETS.iter().map(|(name, bytes)| source(name, bytes)).collect()
}

async fn import(p: &Story, sources: &[Source], leave_out: bool) -> Result<ImportCounts, Error> {
    let stop = AtomicBool::new(false);
    Ok(p.practice.import(sources, leave_out, |_| {}, &stop, &p.ask()).await?.answer)
}

/// The rows of a CSV file, each by its headings.
fn rows(name: &str) -> Vec<HashMap<String, String>> {
    let (_, bytes) = sample::SPREADSHEETS.iter().find(|(file, _)| *file == name).unwrap();
    let mut lines = records(std::str::from_utf8(bytes).unwrap()).into_iter();
    let heads = lines.next().unwrap();
    lines.map(|cells| heads.iter().cloned().zip(cells).collect()).collect()
}

fn records(text: &str) -> Vec<Vec<String>> {
    let (mut all, mut record, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                record.push(std::mem::take(&mut cell));
                all.push(std::mem::take(&mut record));
            }
            '\r' if !quoted => {}
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !record.is_empty() {
        record.push(cell);
        all.push(record);
    }
    all
}

/// Whole cents of `12`, `12.5` or `12.50`.
fn cents(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    whole.parse::<i64>().unwrap() * 100 + format!("{part:0<2}").parse::<i64>().unwrap()
}

fn dollars(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// What the spreadsheets say that each session charges: client, start, cents.
fn charges() -> Vec<(String, String, i64)> {
    let services: HashMap<String, HashMap<String, String>> =
        rows("services.csv").into_iter().map(|row| (row["Code"].clone(), row)).collect();
    // A fee agreed with a client holds for the fifty-minute session, for which it was agreed.
    let agreed: HashMap<String, String> =
        rows("clients.csv").into_iter().map(|row| (who(&row["Email"], &full_name(&row)), row["Fee"].clone())).collect();
    let mut charges = Vec::new();
    for row in rows("sessions.csv") {
        let (service, client) = (&services[&row["Service"]], who(&row["Client email"], &row["Client"]));
        let full = match (row["Fee"].as_str(), agreed[&client].as_str()) {
            ("", fee) if !fee.is_empty() && row["Service"] == "IND50" => cents(fee),
            ("", _) => cents(&service["Fee"]),
            (own, _) => cents(own),
        };
        let charge = match row["Attendance"].as_str() {
            "Attended" => Some(full),
            "Late cancelled" => Some(cents(&service["Late cancel fee"])).filter(|fee| *fee > 0),
            "No-show" => Some(cents(&service["No-show fee"])).filter(|fee| *fee > 0),
            "" | "Cancelled" | "Cancelled by therapist" => None,
            other => panic!("{other}"),
        };
        if let Some(charge) = charge {
            charges.push((client, format!("{}T{}", row["Date"], row["Start"]), charge));
        }
    }
    charges
}

fn full_name(row: &HashMap<String, String>) -> String {
    format!("{} {}", row["First Name"], row["Last Name"]).trim().to_owned()
}

/// Two clients share a name and are told apart by their e-mail; some have none.
fn who(email: &str, name: &str) -> String {
    if email.is_empty() { name.to_owned() } else { email.to_owned() }
}

/// Every rule of the import in one story, because it is the longest one.
#[tokio::test]
async fn the_sample_practice_comes_over_to_the_cent() {
    let p = practice().today(TODAY).await;
    let counts = import(&p, &sample_sources(), false).await.unwrap();
    let charges = charges();
    let payments = rows("payments.csv");
    let expected = ImportCounts {
        clients: 42,
        services: 6,
        products: 5,
        sessions: 1825,
        invoices: u32::try_from(charges.len()).unwrap(),
        payments: u32::try_from(payments.len()).unwrap(),
    };
    assert_eq!(counts, expected);
    p.check_books().await;
    each_product_has_its_stock(&p).await;
    each_charge_has_its_invoice(&p, &charges).await;
    totals_and_balances_agree(&p, &charges, &payments).await;
    money_went_to_the_oldest(&p, &charges, &payments).await;
}

/// Its stock begins with what the file says is there; where the file says nothing, it is not kept.
async fn each_product_has_its_stock(p: &Story) {
    let mut kept: Vec<(String, String)> = Vec::new();
    for product in p.practice.settings(p.now()).await.unwrap().products {
        for row in p.movements(product.id).await {
            assert_eq!(row, format!("{TODAY} +{0} {0} Stock began to be kept.", product.stock.as_ref().unwrap()));
        }
        kept.push((product.form.sku, product.stock.unwrap_or_default()));
    }
    let mut expected: Vec<(String, String)> =
        rows("products.csv").iter().map(|row| (row["SKU"].clone(), row["In stock"].clone())).collect();
    kept.sort();
    expected.sort();
    assert_eq!(kept, expected);
}

async fn each_charge_has_its_invoice(p: &Story, charges: &[(String, String, i64)]) {
    let invoices = p.all_invoices().await;
    assert_eq!(invoices.len(), charges.len(), "one invoice for each charged session");
    let invoiced: HashMap<_, _> = invoices.iter().map(|row| (row.id, row)).collect();
    let sessions = p.all_sessions().await;
    assert_eq!(sessions.len(), 1825);
    let charged: Vec<&SessionView> = sessions.iter().filter(|session| session.invoice_id.is_some()).collect();
    let mut found: Vec<(String, String)> = charged
        .iter()
        .map(|session| {
            let invoice = invoiced[&session.invoice_id.unwrap()];
            assert_eq!(invoice.issued_on, session.starts_at[..10], "dated that day");
            (session.starts_at.clone(), invoice.total.clone())
        })
        .collect();
    let mut expected: Vec<(String, String)> = charges.iter().map(|(_, at, fee)| (at.clone(), dollars(*fee))).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    let days: Vec<_> = invoices.iter().map(|row| row.issued_on.clone()).collect();
    assert!(days.is_sorted(), "numbers follow the days");
}

async fn totals_and_balances_agree(p: &Story, charges: &[(String, String, i64)], payments: &[HashMap<String, String>]) {
    let (invoices, received) = (p.all_invoices().await, p.all_payments().await);
    let charged: i64 = charges.iter().map(|(.., fee)| fee).sum();
    assert_eq!(invoices.iter().map(|row| cents(&row.total)).sum::<i64>(), charged);
    let paid: i64 = payments.iter().map(|row| cents(&row["Amount"])).sum();
    assert_eq!(received.iter().map(|row| cents(&row.amount)).sum::<i64>(), paid);
    let outstanding: i64 = invoices.iter().map(|row| cents(&row.outstanding)).sum();
    let remaining: i64 = received.iter().map(|row| cents(&row.remaining)).sum();
    assert_eq!(charged - outstanding, paid - remaining, "what was applied, from both sides");
    assert!(invoices.iter().all(|row| cents(&row.outstanding) <= cents(&row.total)));
    assert!(invoices.iter().all(|row| row.status != InvoiceStatus::Void));

    let mut position: BTreeMap<String, i64> = BTreeMap::new();
    for (client, _, fee) in charges {
        *position.entry(client.clone()).or_default() += fee;
    }
    for row in payments {
        *position.entry(who(&row["Client email"], &row["Client"])).or_default() -= cents(&row["Amount"]);
    }
    let balances = p.practice.list_balances(p.now()).await.unwrap();
    let mut clients = 0;
    for balance in balances {
        let page = p.practice.client_page(balance.client_id, p.now()).await.unwrap();
        assert_eq!((&page.owing, &page.credit), (&balance.owing, &balance.credit));
        let of = |id| id == balance.client_id;
        let owing: i64 = invoices.iter().filter(|row| of(row.client_id)).map(|row| cents(&row.outstanding)).sum();
        let credit: i64 = received.iter().filter(|row| of(row.client_id)).map(|row| cents(&row.remaining)).sum();
        assert_eq!((cents(&page.owing), cents(&page.credit)), (owing, credit), "every balance equals its rows");
        let expected = position.get(&who(&page.form.email, &page.name)).copied().unwrap_or_default();
        assert_eq!(owing - credit, expected, "{}", page.name);
        clients += 1;
    }
    assert_eq!(clients, 42);
}

/// Each payment pays the invoices issued on or before its day, oldest first; the rest stays as credit.
async fn money_went_to_the_oldest(p: &Story, charges: &[(String, String, i64)], payments: &[HashMap<String, String>]) {
    let mut open: BTreeMap<&str, Vec<(&str, i64)>> = BTreeMap::new();
    for (client, at, fee) in charges {
        open.entry(client).or_default().push((at, *fee));
    }
    open.values_mut().for_each(|invoices| invoices.sort_unstable());
    let mut by_day: Vec<&HashMap<String, String>> = payments.iter().collect();
    by_day.sort_by_key(|row| row["Date"].clone());
    for row in by_day {
        let mut left = cents(&row["Amount"]);
        let client = who(&row["Client email"], &row["Client"]);
        let Some(invoices) = open.get_mut(client.as_str()) else { continue };
        for (_, outstanding) in invoices.iter_mut().filter(|(at, _)| at[..10] <= row["Date"][..]) {
            let share = left.min(*outstanding);
            *outstanding -= share;
            left -= share;
        }
    }
    let mut expected: Vec<String> =
        open.values().flatten().map(|(at, outstanding)| format!("{} {}", &at[..10], dollars(*outstanding))).collect();
    let mut found: Vec<String> =
        p.all_invoices().await.iter().map(|row| format!("{} {}", row.issued_on, row.outstanding)).collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn what_an_import_brought_along_is_not_to_be_sent_again() {
    let p = practice().today("2026-11-20").client("Ana", fee("100.00")).await;
    import(&p, &sample_sources(), false).await.unwrap();
    assert_eq!(p.practice.today(p.ask().now).await.unwrap().not_supplied_count, 0);
    p.attend("Ana", "2026-11-20").await;
    assert_eq!(p.practice.today(p.ask().now).await.unwrap().not_supplied_count, 1);
}

#[tokio::test]
async fn an_import_that_is_stopped_keeps_nothing() {
    let p = practice().today(TODAY).await;
    let (file, stop, heard) = (p.dump().await, AtomicBool::new(false), AtomicU32::new(0));
    let progress = |progress: practice::ImportProgress| {
        heard.store(progress.done, Ordering::Relaxed);
        if progress.done >= 200 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let stopped = p.practice.import(&sample_sources(), false, progress, &stop, &p.ask()).await;
    assert_eq!(stopped.unwrap_err().to_string(), "The import was stopped. Nothing of it was kept.");
    assert_eq!(heard.into_inner(), 200, "it went on until it was stopped");
    assert_eq!(p.dump().await, file);
}

#[tokio::test]
async fn an_import_is_not_done_twice() {
    let p = practice().today(TODAY).await;
    let clients = source("clients.csv", b"First Name,Last Name\nAna,Garc\xc3\xada\n");
    import(&p, std::slice::from_ref(&clients), false).await.unwrap();
    let again = import(&p, &[clients], false).await.unwrap_err().to_string();
    assert_eq!(again, "There is nothing new in these files.");
}

async fn bad(name: &str, bytes: &[u8], expected: &[&str]) {
    let p = practice().today(TODAY).client("Ana", fee("100.00")).await;
    let (file, sources) = (p.dump().await, [source(name, bytes)]);
    let plan = p.practice.plan_import(&sources, p.now()).await.unwrap();
    let told = plan.problems.iter().map(|problem| {
        let (row, column) = (problem.row.unwrap_or_default(), problem.column.clone().unwrap_or_default());
        format!("{row} {column}: {}", problem.message)
    });
    assert_eq!(told.collect::<Vec<_>>(), expected, "{name}");
    assert!(plan.rows_with_errors() > 0, "{name}");
    let refusal = import(&p, &sources, false).await.unwrap_err().to_string();
    assert!(refusal.contains("an error. Correct the files and choose them again"), "{refusal}");
    assert_eq!(p.dump().await, file, "{name}");
}

#[tokio::test]
async fn broken_rows_of_clients_end_in_a_sentence_each_and_no_change() {
    let told = [
        "2 : The row has 6 cells, but there are 5 headings. Put a value with the separator in it, such as 12,50, in \
         quotation marks or write it 12.50.",
        "2 Last Name: “Ann” has no last name. The client is kept under this one.",
        "2 Date of Birth: “31/02/1990” does not exist: February 1990 has 28 days.",
        "2 Email: “not-an-address” is not an e-mail address. Correct it, or leave it empty.",
        "3 : The row is empty and is left out.",
        "4 First Name: “=HYPERLINK(\"http://x.example\")” starts like a formula. It is kept as plain text.",
        "4 Date of Birth: “1990-13-01” does not exist: there is no month 13.",
        "4 Fee: “-5” is below zero. Amounts here are never negative.",
        "5 Fee: “1e9” is not an amount. Write it like 12.00, with a point before the cents and no other signs.",
    ];
    bad("clients-broken-rows.csv", include_bytes!("../data/bad/clients-broken-rows.csv"), &told).await;
}

#[tokio::test]
async fn sessions_of_unknown_clients_end_in_a_sentence_each_and_no_change() {
    let told = [
        "2 : No client is called “Nobody Atall”. Add the client to the clients file, or correct the name.",
        "2 : There is no service “IND50”. Use one of S, or add it to the services file.",
        "3 : No client is called “Emily Brown”. Add the client to the clients file, or correct the name.",
        "3 : There is no service “IND50”. Use one of S, or add it to the services file.",
        "4 Start: 8 Mar 2026, 02:30 does not exist in America/New_York: the clocks go forward over it. \
         Correct the time.",
        "5 Start: “25:00” is not a time of day. Write it like 09:30 or 2:30 pm.",
        "5 Attendance: “Perhaps” is not an attendance. Use Attended, Late cancelled, No-show, Cancelled, \
         Cancelled by therapist, or leave it empty.",
    ];
    bad("sessions-unknown-client.csv", include_bytes!("../data/bad/sessions-unknown-client.csv"), &told).await;
}

#[tokio::test]
async fn a_byte_order_mark_or_another_encoding_and_separator_is_read_as_meant() {
    let p = practice().today(TODAY).await;
    let files: [(&str, &[u8]); 2] = [
        ("clients-bom-crlf.csv", include_bytes!("../data/bad/clients-bom-crlf.csv")),
        ("clients-latin1-semicolon.csv", include_bytes!("../data/bad/clients-latin1-semicolon.csv")),
    ];
    let sources = files.map(|(name, bytes)| source(name, bytes));
    import(&p, &sources, false).await.unwrap();
    let names = p.practice.find_clients("", p.now()).await.unwrap();
    let names: Vec<_> = names.into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["Jane Doe", "Bärbel Groß", "José Nuñez", "Prince"]);
}
