//! On which day money counts: on no day is more used of a source, or on an invoice, than there is (money-rules 3.2).

use billing::{Money, day_in_words, first_over, fits_from};
use chrono::NaiveDate;

use crate::{
    error::Error,
    ids::{ClientId, InvoiceId, SourceId},
    store::{
        self, Entity,
        ledger::{self, AppliedOn, Link},
    },
    transact::Act,
};

/// The day of an act on an invoice: today, or the day on which the invoice is issued where that is to come.
pub(crate) fn day_of_act(act: &Act<'_>, issued_on: NaiveDate) -> NaiveDate {
    act.now.on.max(issued_on)
}

/// The first day from `wanted` on from which `amount` of a source is free.
pub(crate) async fn free_from(
    act: &mut Act<'_>,
    source: SourceId,
    wanted: NaiveDate,
    amount: Money,
) -> Result<NaiveDate, Error> {
    let used = ledger::list_used_of_source(act.db(), source).await?;
    Ok(fits_from(&used, -amount.minor()).map_or(wanted, |day| day.max(wanted)))
}

/// The first day from `wanted` on from which `amount` of a source can be on an invoice. `gone` no longer counts, by day.
pub(crate) async fn applicable_from(
    act: &mut Act<'_>,
    link: Link,
    (wanted, amount): (NaiveDate, Money),
    gone: &[(NaiveDate, i64)],
) -> Result<NaiveDate, Error> {
    // Nothing moved after today but on the day of an invoice that is still to come.
    if wanted >= act.now.on {
        return Ok(wanted);
    }
    let mut first = wanted;
    let used = ledger::list_used_of_source(act.db(), link.source).await?;
    let settled = ledger::list_settled_of_invoice(act.db(), link.invoice).await?;
    for mut moved in [used, settled] {
        moved.extend(gone.iter().map(|(day, minor)| (*day, -minor)));
        first = first.max(fits_from(&moved, -amount.minor()).unwrap_or(wanted));
    }
    Ok(first)
}

/// The first day from `wanted` on from which `amount` of a source is on an invoice, so that it can come off.
pub(crate) async fn on_invoice_from(
    act: &mut Act<'_>,
    link: Link,
    wanted: NaiveDate,
    amount: Money,
) -> Result<NaiveDate, Error> {
    let days = ledger::list_days_of_source(act.db(), link.source).await?;
    let off: Vec<(NaiveDate, i64)> = days
        .iter()
        .filter(|applied| applied.invoice_id == link.invoice)
        .map(|applied| (applied.on_day, -applied.amount_minor))
        .collect();
    Ok(fits_from(&off, -amount.minor()).map_or(wanted, |day| day.max(wanted)))
}

/// Refuses a first day of a source, typed in `field` and written already, before which it was used.
pub(crate) async fn refuse_used_before(
    act: &mut Act<'_>,
    source: SourceId,
    field: &str,
    number: &str,
) -> Result<(), Error> {
    let used = ledger::list_used_of_source(act.db(), source).await?;
    refuse_over(&used, field, |day| format!("{number} was used on {day}. Enter that day or an earlier one."))
}

/// Refuses a day of an invoice, written already, before which a part of it was written off.
pub(crate) async fn refuse_written_off_before(
    act: &mut Act<'_>,
    invoice: InvoiceId,
    number: &str,
) -> Result<(), Error> {
    let settled = ledger::list_settled_of_invoice(act.db(), invoice).await?;
    refuse_over(&settled, "issued_on", |day| {
        format!("A part of {number} was written off on {day}. Enter that day or an earlier one.")
    })
}

/// Refuses an earlier day of an invoice to come of which a part is written off from its day on.
pub(crate) async fn refuse_written_off_to_come(
    act: &mut Act<'_>,
    invoice: InvoiceId,
    (number, issued_on): (&str, NaiveDate),
) -> Result<(), Error> {
    let first = day_of_act(act, issued_on);
    let days = ledger::list_write_off_days(act.db(), invoice).await?;
    days.iter().map(|(day, _)| *day).find(|day| *day > first).map_or(Ok(()), |day| {
        let day = day_in_words(day);
        let words = format!("A part of {number} is written off from {day} on. Reverse that write-off first.");
        Err(Error::field("issued_on", words))
    })
}

fn refuse_over(moved: &[(NaiveDate, i64)], field: &str, say: impl Fn(String) -> String) -> Result<(), Error> {
    first_over(moved, 0).map_or(Ok(()), |day| Err(Error::field(field, say(day_in_words(day).to_string()))))
}

/// The last day on which money of a source is put on an invoice, if it is after `last`.
pub(crate) async fn used_after(
    act: &mut Act<'_>,
    source: SourceId,
    last: NaiveDate,
) -> Result<Option<NaiveDate>, Error> {
    let applied = ledger::list_days_of_source(act.db(), source).await?;
    Ok(applied.iter().filter(|row| row.amount_minor > 0).map(|row| row.on_day).filter(|day| *day > last).max())
}

/// What moves on an invoice after today, by day, though its day has come.
pub(crate) async fn moving_later(act: &mut Act<'_>, invoice: InvoiceId) -> Result<Vec<(NaiveDate, i64)>, Error> {
    let issued_on = store::invoice::load(act.db(), invoice).await?.issued_on;
    let last = day_of_act(act, issued_on);
    let applied = ledger::list_days_of_invoice(act.db(), invoice).await?;
    let given_up = ledger::list_write_off_days(act.db(), invoice).await?;
    let days = applied.iter().map(|row| (row.on_day, row.amount_minor)).chain(given_up);
    Ok(days.filter(|(day, _)| *day > last).collect())
}

/// Whether on some day more is used of a source, or on an invoice, than there is, or less than nothing.
pub(crate) async fn has_impossible_day(act: &mut Act<'_>, entity: Entity, id: i64) -> Result<bool, Error> {
    let (used, applied, given_up) = match entity {
        Entity::Invoice => (
            ledger::list_settled_of_invoice(act.db(), id.into()).await?,
            ledger::list_days_of_invoice(act.db(), id.into()).await?,
            ledger::list_write_off_rows(act.db(), id.into()).await?,
        ),
        Entity::Payment | Entity::Credit | Entity::CreditNote => (
            ledger::list_used_of_source(act.db(), id.into()).await?,
            ledger::list_days_of_source(act.db(), id.into()).await?,
            Vec::new(),
        ),
        _ => return Ok(false),
    };
    let below = |moved: &[(NaiveDate, i64)]| {
        let taken: Vec<_> = moved.iter().map(|(day, minor)| (*day, -minor)).collect();
        first_over(&taken, 0).is_some()
    };
    let off = applied
        .chunk_by(|one, next| one.link() == next.link())
        .any(|rows| below(&rows.iter().map(|row| (row.on_day, row.amount_minor)).collect::<Vec<_>>()));
    Ok(first_over(&used, 0).is_some() || off || below(&given_up))
}

/// What lets amounts by day count anew, where the first day was `before` and is `now`: what was of that first day, what
/// would be of an earlier one, and by what it was raised later, is of `now`; what it was lowered by later stays. In an
/// order in which the sum is at no moment less than it was.
pub(crate) fn redated(days: &[(NaiveDate, i64)], (before, now): (NaiveDate, NaiveDate)) -> Vec<(NaiveDate, i64)> {
    let goes = |(day, minor): &&(NaiveDate, i64)| *day != now && (*minor > 0 || moves(*day, (before, now)));
    let mut gone: Vec<_> = days.iter().filter(goes).copied().collect();
    gone.sort_by_key(|(_, minor)| *minor);
    let moved = gone.iter().map(|(_, minor)| minor).sum();
    std::iter::once((now, moved)).chain(gone.into_iter().map(|(day, minor)| (day, -minor))).collect()
}

/// Whether what is of `on_day` moves, where the first day possible was `before` and is `now`.
fn moves(on_day: NaiveDate, (before, now): (NaiveDate, NaiveDate)) -> bool {
    on_day != now && (on_day == before || on_day < now)
}

/// Lets what a source comes to count from another day.
pub(crate) async fn redate_amount(
    act: &mut Act<'_>,
    (source, client): (SourceId, ClientId),
    days: (NaiveDate, NaiveDate),
) -> Result<(), Error> {
    let operation = act.operation;
    let amounts = ledger::list_amount_days(act.db(), source).await?;
    for (on_day, amount_minor) in redated(&amounts, days) {
        ledger::save_source_amount(act.db(), operation, (source, client), on_day, amount_minor).await?;
    }
    Ok(())
}

/// Lets a source count anew with what of it came on invoices, where its first day was `before` and is `now`.
pub(crate) async fn redate_source(
    act: &mut Act<'_>,
    (source, client): (SourceId, ClientId),
    (before, now): (NaiveDate, NaiveDate),
) -> Result<(), Error> {
    redate_amount(act, (source, client), (before, now)).await?;
    let days = ledger::list_days_of_source(act.db(), source).await?;
    for applied in days.chunk_by(|one, next| one.invoice_id == next.invoice_id) {
        let Some(first) = applied.first() else { continue };
        let issued_on = store::invoice::load(act.db(), first.invoice_id).await?.issued_on;
        redate(act, applied, (before.max(issued_on), now.max(issued_on))).await?;
    }
    Ok(())
}

/// Lets what came on an invoice count anew, where the day of the invoice was `before` and is `now`.
pub(crate) async fn redate_invoice(
    act: &mut Act<'_>,
    invoice: InvoiceId,
    (before, now): (NaiveDate, NaiveDate),
) -> Result<(), Error> {
    let days = ledger::list_days_of_invoice(act.db(), invoice).await?;
    for applied in days.chunk_by(|one, next| one.source_id == next.source_id) {
        let Some(first) = applied.first() else { continue };
        let from_on = store::source::load(act.db(), first.source_id).await?.from_on;
        redate(act, applied, (before.max(from_on), now.max(from_on))).await?;
    }
    Ok(())
}

/// Lets what one source has on one invoice count anew, where the first day possible was `before` and is `now`: what was
/// applied on that first day keeps to it, and nothing stays on an earlier one.
async fn redate(act: &mut Act<'_>, applied: &[AppliedOn], (before, now): (NaiveDate, NaiveDate)) -> Result<(), Error> {
    let days = applied.iter().map(|row| (row.on_day, row.amount_minor));
    let gone: Vec<(NaiveDate, i64)> = days.filter(|(day, _)| moves(*day, (before, now))).collect();
    let (Some(link), Some((first, _))) = (applied.first().map(AppliedOn::link), gone.first()) else { return Ok(()) };
    let present: i64 = applied.iter().map(|row| row.amount_minor).sum();
    let moved: i64 = gone.iter().map(|(_, minor)| minor).sum();
    if present == 0 || moved == 0 {
        return if *first < now { Err(came_off(act, link, *first).await?) } else { Ok(()) };
    }
    let mut rows: Vec<(NaiveDate, i64)> = gone.iter().map(|(day, minor)| (*day, -minor)).collect();
    let amount = store::money(act.currency, moved)?;
    let on_day = applicable_from(act, link, (now, amount), &gone).await?;
    if *first < on_day {
        refuse_lapsed(act, link, on_day).await?;
    }
    rows.push((on_day, moved));
    save_within(act, link, rows, present).await?;
    act.touched(Entity::Invoice, link.invoice.get());
    act.touched_source(link.source).await
}

/// Writes rows that together take no more off the invoice than the `present`, in parts and in an order in which at no
/// moment more is on it than that, or less than nothing.
pub(crate) async fn save_within(
    act: &mut Act<'_>,
    link: Link,
    rows: Vec<(NaiveDate, i64)>,
    present: i64,
) -> Result<(), Error> {
    let (operation, mut on_it) = (act.operation, present);
    let (mut off, mut on): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, minor)| *minor < 0);
    loop {
        let (rows, least, most) =
            if on_it > 0 && !off.is_empty() { (&mut off, -on_it, 0) } else { (&mut on, 0, present - on_it) };
        let Some((on_day, left)) = rows.last_mut() else { return Ok(()) };
        let part = (*left).clamp(least, most);
        ledger::save_application(act.db(), operation, link, *on_day, part).await?;
        (*left, on_it) = (*left - part, on_it + part);
        if *left == 0 {
            rows.pop();
        }
    }
}

/// Refuses a later day of an invoice on which a source that is on it can be used no more (money-rules 5, *Expiry*).
async fn refuse_lapsed(act: &mut Act<'_>, link: Link, on_day: NaiveDate) -> Result<(), Error> {
    let source = store::source::load(act.db(), link.source).await?;
    let Some(last) = source.expires_on.filter(|last| *last < on_day) else { return Ok(()) };
    let (source, invoice) = (source.number, store::invoice::load(act.db(), link.invoice).await?.number);
    Err(Error::field(
        "issued_on",
        format!(
            "Money of {source} is on {invoice} and can be used until {} only. Enter that day or an earlier one, or \
             give {source} a later last day first.",
            day_in_words(last)
        ),
    ))
}

async fn came_off(act: &mut Act<'_>, link: Link, on_day: NaiveDate) -> Result<Error, Error> {
    let invoice = store::invoice::load(act.db(), link.invoice).await?.number;
    let source = store::source::load(act.db(), link.source).await?.number;
    Ok(Error::rule(format!(
        "Money of {source} was on {invoice} on {} and came off again later. Enter that day or an earlier one.",
        day_in_words(on_day)
    )))
}
