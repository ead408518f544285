//! Figures of one client or document, from the signed rows.

use std::collections::{BTreeMap, BTreeSet};

use billing::{SourceState, day_in_words};
use chrono::{Datelike, NaiveDate};
use sqlx::SqliteConnection;

use super::{Moment, Reason, Told, as_of, sentence};
use crate::{
    error::Error,
    ids::{ClientId, InvoiceId, SourceId},
    now::Now,
    report::unusable,
    store::{
        self,
        why::{Rows, SignedRow, list_signed, load_number},
    },
    view::{UsedBy, UsedOf, WhyPart},
};

/// What a client owes.
pub(super) async fn owing(
    db: &mut SqliteConnection,
    client: ClientId,
    moment: Moment,
    everything: bool,
) -> Result<Told, Error> {
    let about = store::client::load(db, client).await?.name();
    let rows = list_signed(db, Rows::InvoicesOf(client), moment.until).await?;
    let made = made(&rows);
    let settled = if everything { BTreeSet::new() } else { settled(&rows, |row| row.invoice_id) };
    let open = rows.into_iter().filter(|row| row.invoice_id.is_none_or(|id| !settled.contains(&id)));
    Ok(Told {
        title: "Balance owing".to_owned(),
        about,
        meaning: as_of("What invoices charge, less what is applied to them and what is written off.", moment),
        reasons: open.map(|row| of_invoice(row, &made)).collect(),
        settled: settled.len(),
    })
}

/// What a client has available in credit.
pub(super) async fn credit(
    db: &mut SqliteConnection,
    client: ClientId,
    moment: Moment,
    everything: bool,
) -> Result<Told, Error> {
    let about = store::client::load(db, client).await?.name();
    let rows = list_signed(db, Rows::SourcesOf(client), moment.until).await?;
    let made = made(&rows);
    let settled = if everything { BTreeSet::new() } else { settled(&rows, |row| row.source_id) };
    let left = rows.into_iter().filter(|row| row.source_id.is_none_or(|id| !settled.contains(&id)));
    let mut reasons: Vec<Reason> = left.map(|row| of_source(row, &made)).collect();
    for lapse in unusable(store::report::list_credit_events(db, Some(client)).await?, moment.as_of) {
        if !settled.contains(&lapse.source) {
            let sentence = sentence::of_lapse(&lapse);
            reasons.push(Reason {
                on: Some(lapse.on),
                sentence,
                act: String::new(),
                minor: -lapse.minor,
                figure: None,
            });
        }
    }
    reasons.sort_by_key(|reason| reason.on);
    let meaning = "What payments, credits and credit notes hold, less what is applied, what is refunded and what can \
                   be used no more.";
    Ok(Told {
        title: "Credit available".to_owned(),
        about,
        meaning: as_of(meaning, moment),
        reasons,
        settled: settled.len(),
    })
}

/// What came in from a client in the month of `today`, less what went back.
pub(super) async fn received(db: &mut SqliteConnection, client: ClientId, today: NaiveDate) -> Result<Told, Error> {
    let about = store::client::load(db, client).await?.name();
    let mut rows = list_signed(db, Rows::SourcesOf(client), Some(today)).await?;
    let made = made(&rows);
    let first = today.with_day(1).unwrap_or(today);
    rows.retain(|row| {
        let came = row.kind == "source_amount" && row.source_kind.as_deref() == Some("payment");
        row.on_day >= first && (came || row.refund_id.is_some())
    });
    Ok(Told {
        title: "Received this month".to_owned(),
        about,
        meaning: "Payments of this month, less what was reversed or refunded in it.".to_owned(),
        reasons: rows.into_iter().map(|row| of_source(row, &made)).collect(),
        settled: 0,
    })
}

/// What is left to pay on an invoice.
pub(super) async fn outstanding(db: &mut SqliteConnection, invoice: InvoiceId) -> Result<Told, Error> {
    let about = load_number(db, invoice).await?;
    let rows = list_signed(db, Rows::Invoice(invoice), None).await?;
    let made = made(&rows);
    Ok(Told {
        title: "Outstanding".to_owned(),
        about,
        meaning: "What the invoice charges, less what is applied to it and what is written off.".to_owned(),
        reasons: rows.into_iter().map(|row| of_invoice(row, &made)).collect(),
        settled: 0,
    })
}

/// What is applied to an invoice.
pub(super) async fn applied(db: &mut SqliteConnection, invoice: InvoiceId) -> Result<Told, Error> {
    let about = load_number(db, invoice).await?;
    let mut rows = list_signed(db, Rows::Invoice(invoice), None).await?;
    rows.retain(|row| row.kind == "application");
    let reasons = rows.into_iter().map(|row| of_invoice(row, &BTreeSet::new()));
    Ok(Told {
        title: "Applied".to_owned(),
        about,
        meaning: "The payments, credits and credit notes that are applied to the invoice.".to_owned(),
        reasons: reasons.map(taken).collect(),
        settled: 0,
    })
}

/// What of an invoice was given up.
pub(super) async fn written_off(db: &mut SqliteConnection, invoice: InvoiceId) -> Result<Told, Error> {
    let about = load_number(db, invoice).await?;
    let mut rows = list_signed(db, Rows::Invoice(invoice), None).await?;
    rows.retain(|row| row.kind == "write_off");
    let reasons = rows.into_iter().map(|row| of_invoice(row, &BTreeSet::new()));
    Ok(Told {
        title: "Written off".to_owned(),
        about,
        meaning: "What of the invoice was given up, less what of that is owed again.".to_owned(),
        reasons: reasons.map(taken).collect(),
        settled: 0,
    })
}

/// What of a source is used in one way.
pub(super) async fn used(db: &mut SqliteConnection, of: UsedOf) -> Result<Told, Error> {
    let about = store::source::load(db, of.source).await?.number;
    let mut rows = list_signed(db, Rows::Source(of.source), None).await?;
    rows.retain(|row| match of.by {
        UsedBy::Applied => row.kind == "application",
        UsedBy::Refunded => row.kind == "payout" && row.refund_id.is_some(),
        UsedBy::Transferred => row.kind == "payout" && row.refund_id.is_none(),
    });
    let (title, meaning) = match of.by {
        UsedBy::Applied => ("Applied", "What of it is applied to invoices."),
        UsedBy::Refunded => ("Refunded", "What of it went back to the client."),
        UsedBy::Transferred => ("Moved to linked clients", "What of it was moved to linked clients."),
    };
    let reasons = rows.into_iter().map(|row| of_source(row, &BTreeSet::new()));
    Ok(Told {
        title: title.to_owned(),
        about,
        meaning: meaning.to_owned(),
        reasons: reasons.map(taken).collect(),
        settled: 0,
    })
}

/// What remains of a source, whether it can be used or not.
pub(super) async fn remaining(db: &mut SqliteConnection, source: SourceId, now: Now) -> Result<Told, Error> {
    let row = store::source::load(db, source).await?;
    let rows = list_signed(db, Rows::Source(source), None).await?;
    let made = made(&rows);
    let base = "What it came to, less what is applied to invoices and what is refunded.";
    let meaning = match row.expires_on {
        _ if row.state == SourceState::Inactive.as_str() => format!("{base} It is inactive, so it cannot be used."),
        Some(last) if last < now.on => {
            format!("{base} Its last day was {}, so it can be used no more.", day_in_words(last))
        }
        _ => base.to_owned(),
    };
    let reasons = rows.into_iter().map(|row| of_source(row, &made)).collect();
    Ok(Told { title: "Remaining".to_owned(), about: row.number, meaning, reasons, settled: 0 })
}

/// A row of what is used, where the signed row says what is left.
pub(super) fn taken(reason: Reason) -> Reason {
    Reason { minor: -reason.minor, ..reason }
}

/// The first row of each document: the one that made it.
pub(super) fn made(rows: &[SignedRow]) -> BTreeSet<(String, i64)> {
    let mut first: BTreeMap<(&str, Option<i64>), i64> = BTreeMap::new();
    for row in rows.iter().filter(|row| matches!(row.kind.as_str(), "charge" | "source_amount")) {
        let document = row.invoice_id.map(InvoiceId::get).or(row.source_id.map(SourceId::get));
        let earliest = first.entry((&row.kind, document)).or_insert(row.first_id);
        *earliest = row.first_id.min(*earliest);
    }
    first.into_iter().map(|((kind, _), id)| (kind.to_owned(), id)).collect()
}

/// The documents whose rows add up to nothing.
fn settled<Id: Ord + Copy>(rows: &[SignedRow], id: impl Fn(&SignedRow) -> Option<Id>) -> BTreeSet<Id> {
    let mut sums: BTreeMap<Id, i64> = BTreeMap::new();
    for row in rows {
        if let Some(id) = id(row) {
            *sums.entry(id).or_default() += row.effect_minor;
        }
    }
    sums.into_iter().filter(|(_, sum)| *sum == 0).map(|(id, _)| id).collect()
}

pub(super) fn of_invoice(row: SignedRow, made: &BTreeSet<(String, i64)>) -> Reason {
    let first = made.contains(&(row.kind.clone(), row.first_id));
    let usual = first || (row.effect_minor < 0 && row.kind != "charge");
    let sentence = sentence::of_invoice(&row, first);
    reason(row, sentence, usual)
}

pub(super) fn of_source(row: SignedRow, made: &BTreeSet<(String, i64)>) -> Reason {
    let first = made.contains(&(row.kind.clone(), row.first_id));
    let usual = first || (row.effect_minor < 0 && row.kind != "source_amount");
    let sentence = sentence::of_source(&row, first);
    reason(row, sentence, usual)
}

/// What is out of the usual names its act.
fn reason(row: SignedRow, sentence: Vec<WhyPart>, usual: bool) -> Reason {
    let act = if usual && !row.is_undo { String::new() } else { row.act };
    Reason { on: Some(row.on_day), sentence, act, minor: row.effect_minor, figure: None }
}
