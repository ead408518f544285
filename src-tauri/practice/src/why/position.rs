//! The position of an account summary: each movement of the account, before a period and in it.

use billing::{Currency, Position, day_in_words};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::{
    Reason, Told,
    rows::{made, of_invoice, of_source, taken},
    sentence,
};
use crate::{
    error::Error,
    ids::{ClientId, OperationId},
    now::Now,
    report::unusable,
    sentence::Sentence,
    statement::refuse_backwards,
    store::{
        self,
        why::{Rows, SignedRow, list_signed},
    },
    view::{Figure, StatementOf},
};

/// The position before the first day of an account summary.
pub(super) async fn opening(db: &mut SqliteConnection, of: StatementOf, now: Now) -> Result<Told, Error> {
    let about = store::client::load(db, of.client_id).await?.name();
    let (meaning, reasons) = match of.from {
        Some(from) => (
            format!("What was owed less the credit available before {}: each movement up to then.", day_in_words(from)),
            moved(db, of.client_id, now, |on| on < from).await?,
        ),
        None => ("The account is told from its beginning.".to_owned(), vec![]),
    };
    Ok(Told { title: "Opening position".to_owned(), about, meaning, reasons, settled: 0 })
}

/// The position after the last day of an account summary.
pub(super) async fn closing(
    db: &mut SqliteConnection,
    of: StatementOf,
    currency: Currency,
    now: Now,
) -> Result<Told, Error> {
    refuse_backwards(of.from, of.to)?;
    let before = opening(db, of, now).await?;
    let opening_minor: i64 = before.reasons.iter().map(|reason| reason.minor).sum();
    let mut reasons = Vec::new();
    if opening_minor != 0 {
        let position = Position::new(opening_minor, currency.zero());
        let side = if position.minor() < 0 { "in the client's favour" } else { "owed by the client" };
        reasons.push(Reason {
            on: None,
            sentence: Sentence::default().words(&format!("The opening position, {side}")).end(),
            act: String::new(),
            minor: opening_minor,
            figure: Some(Figure::Opening(of)),
        });
    }
    reasons.extend(moved(db, of.client_id, now, |on| on <= of.to && of.from.is_none_or(|from| from <= on)).await?);
    let meaning = format!(
        "What was owed less the credit available at the end of {}: the opening position and each movement since.",
        day_in_words(of.to)
    );
    Ok(Told { title: "Closing position".to_owned(), about: before.about, meaning, reasons, settled: 0 })
}

/// What moved the position on the days that count, by day, then in the order of entry. Money on the client's own
/// invoices moves nothing; what is used for a linked client does.
async fn moved(
    db: &mut SqliteConnection,
    client: ClientId,
    now: Now,
    counts: impl Fn(NaiveDate) -> bool,
) -> Result<Vec<Reason>, Error> {
    let mut found: Vec<(NaiveDate, Option<OperationId>, Reason)> = Vec::new();
    let moves = |row: &SignedRow| row.kind != "application" || row.other_id.is_some();
    let rows = list_signed(db, Rows::InvoicesOf(client), None).await?;
    let first = made(&rows);
    let invoices = rows.into_iter().filter(moves);
    found.extend(invoices.map(|row| (row.on_day, Some(row.operation_id), of_invoice(row, &first))));
    let rows = list_signed(db, Rows::SourcesOf(client), None).await?;
    let first = made(&rows);
    let sources = rows.into_iter().filter(moves);
    found.extend(sources.map(|row| (row.on_day, Some(row.operation_id), taken(of_source(row, &first)))));
    for lapse in unusable(store::report::list_credit_events(db, Some(client)).await?, now.on) {
        let sentence = sentence::of_lapse(&lapse);
        let reason = Reason { on: Some(lapse.on), sentence, act: String::new(), minor: lapse.minor, figure: None };
        found.push((lapse.on, lapse.operation, reason));
    }
    found.retain(|(on, ..)| counts(*on));
    found.sort_by_key(|(on, operation, _)| (*on, *operation));
    Ok(found.into_iter().map(|(.., reason)| reason).collect())
}
