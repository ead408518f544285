//! Figures of the whole practice, a row for each client; and what of a client's account is of one age, a row for each
//! invoice.

use billing::{Aging, Bucket, Currency};
use chrono::{Datelike, NaiveDate};
use sqlx::SqliteConnection;

use super::{Moment, Reason, Told, age_in_words, as_of};
use crate::{
    error::Error,
    ids::ClientId,
    report::{AgedClient, list_aged},
    sentence::Sentence,
    store::{self, why::load_number},
    view::{AccountsOf, Age, DueOf, Figure},
};

/// What all clients owe.
pub(super) async fn owing(db: &mut SqliteConnection, currency: Currency, moment: Moment) -> Result<Told, Error> {
    let reasons = of_clients(list_aged(db, currency, moment.as_of, moment.now.on).await?, "What ", " owes", |client| {
        (client.aging.total().minor(), Figure::Owing(account(client.id, moment)))
    });
    let meaning = as_of("What each client owes.", moment);
    Ok(Told { title: "Balance owing".to_owned(), about: String::new(), meaning, reasons, settled: 0 })
}

/// The credit that all clients have available.
pub(super) async fn credit(db: &mut SqliteConnection, currency: Currency, moment: Moment) -> Result<Told, Error> {
    let clients = list_aged(db, currency, moment.as_of, moment.now.on).await?;
    let reasons = of_clients(clients, "What ", " has available", |client| {
        (client.unapplied_minor, Figure::Credit(account(client.id, moment)))
    });
    let meaning = as_of("What each client has available: money that is on no invoice and can be used.", moment);
    Ok(Told { title: "Credit available".to_owned(), about: String::new(), meaning, reasons, settled: 0 })
}

/// What all clients owe for so long.
pub(super) async fn due(
    db: &mut SqliteConnection,
    currency: Currency,
    age: Age,
    moment: Moment,
) -> Result<Told, Error> {
    let clients = list_aged(db, currency, moment.as_of, moment.now.on).await?;
    let after = format!(" owes, {}", age_in_words(age));
    let reasons = of_clients(clients, "What ", &after, |client| {
        let figure = Figure::Due(DueOf { account: account(client.id, moment), age });
        (of_age(&client.aging, age), figure)
    });
    let meaning = as_of(&format!("What each client owes, {}.", age_in_words(age)), moment);
    Ok(Told { title: due_title(age), about: String::new(), meaning, reasons, settled: 0 })
}

/// What came in from all clients in the month of `today`, less what went back.
pub(super) async fn received(db: &mut SqliteConnection, today: NaiveDate) -> Result<Told, Error> {
    let received = store::why::list_received(db, today.with_day(1).unwrap_or(today), today).await?;
    let mut reasons = Vec::with_capacity(received.len());
    for (id, name) in store::client::list_names(db).await? {
        if let Some((_, minor)) = received.iter().find(|(client, _)| *client == id) {
            let sentence = Sentence::default().words("What came from ").client(id, &name).end();
            reasons.push(Reason {
                on: None,
                sentence,
                act: String::new(),
                minor: *minor,
                figure: Some(Figure::Received(Some(id))),
            });
        }
    }
    let meaning = "Payments of this month, less what was reversed or refunded in it, by client.".to_owned();
    Ok(Told { title: "Received this month".to_owned(), about: String::new(), meaning, reasons, settled: 0 })
}

/// What a client owes for so long, a row for each invoice.
pub(super) async fn due_of_client(
    db: &mut SqliteConnection,
    client: ClientId,
    age: Age,
    moment: Moment,
) -> Result<Told, Error> {
    let about = store::client::load(db, client).await?.name();
    let today = moment.until.is_none();
    let mut rows = if today {
        store::report::list_outstanding_now(db).await?
    } else {
        store::report::list_outstanding(db, moment.as_of).await?
    };
    rows.retain(|row| row.client_id == client && holds(age, Bucket::of(row.due_on, moment.as_of)));
    rows.sort_by_key(|row| (row.due_on, row.invoice_id));
    let mut reasons = Vec::with_capacity(rows.len());
    for row in rows {
        let number = load_number(db, row.invoice_id).await?;
        let due = if row.due_on < moment.as_of { " was due on this day" } else { " is due on this day" };
        reasons.push(Reason {
            on: Some(row.due_on),
            sentence: Sentence::default().invoice(row.invoice_id, &number).words(due).end(),
            act: String::new(),
            minor: row.outstanding_minor,
            figure: today.then_some(Figure::Outstanding(row.invoice_id)),
        });
    }
    let meaning = as_of(&format!("What is left to pay on invoices that are {}.", age_in_words(age)), moment);
    Ok(Told { title: due_title(age), about, meaning, reasons, settled: 0 })
}

fn due_title(age: Age) -> String {
    format!("Balance owing, {}", age_in_words(age))
}

fn account(client: ClientId, moment: Moment) -> AccountsOf {
    AccountsOf { client_id: Some(client), as_of: moment.typed() }
}

/// A row for each client of whom there is something: `before`, the name, `after`.
fn of_clients(
    clients: Vec<AgedClient>,
    before: &str,
    after: &str,
    figure: impl Fn(&AgedClient) -> (i64, Figure),
) -> Vec<Reason> {
    let rows = clients.into_iter().filter_map(|client| {
        let (minor, figure) = figure(&client);
        let sentence = Sentence::default().words(before).client(client.id, &client.name).words(after).end();
        (minor != 0).then(|| Reason { on: None, sentence, act: String::new(), minor, figure: Some(figure) })
    });
    rows.collect()
}

fn of_age(aging: &Aging, age: Age) -> i64 {
    aging.buckets().filter(|(bucket, _)| holds(age, *bucket)).map(|(_, sum)| sum.minor()).sum()
}

fn holds(age: Age, bucket: Bucket) -> bool {
    match age {
        Age::Current => bucket == Bucket::Current,
        Age::To30 => bucket == Bucket::To30,
        Age::To60 => bucket == Bucket::To60,
        Age::To90 => bucket == Bucket::To90,
        Age::Over90 => bucket == Bucket::Over90,
        Age::Overdue => bucket != Bucket::Current,
    }
}
