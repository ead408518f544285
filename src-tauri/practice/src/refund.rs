//! Refunds: money that goes back to a client, from any source (money-rules 5, *Refund*).

use billing::{Belonging, Currency, Money, Received, SourceStanding, day_in_words, parse_day};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    Practice, application,
    catalogue::required,
    crediting, dating,
    document::supplied_rows,
    error::{Checks, Error},
    frozen, history,
    ids::{ClientId, RefundId, SourceId},
    names,
    store::{
        self, Entity, PAGE_ROWS,
        ledger::{self, PayoutFor},
        money,
        refund::{ListedRefund, NewRefund},
        source::SourceRow,
        stored,
    },
    transact::{Act, Ask, Done},
    view::{
        Acted, CreditNoteRef, Listed, RefundForm, RefundOfApplied, RefundPage, RefundRef, RefundRow, RefundsQuery,
        SourceKindView, SourceRef,
    },
};

impl Practice {
    /// One page of the refunds that match.
    ///
    /// # Errors
    /// What the store says.
    pub async fn list_refunds(&self, query: &RefundsQuery) -> Result<Listed<RefundRow>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let (rows, total) = store::refund::list(&mut db, query, PAGE_ROWS).await?;
        let rows = rows.into_iter().map(|row| line(row, currency)).collect::<Result<_, _>>()?;
        Ok(Listed { rows, total, page: query.page, page_size: PAGE_ROWS })
    }

    /// A refund with all that its page shows.
    ///
    /// # Errors
    /// There is no such refund.
    pub async fn refund_page(&self, id: RefundId) -> Result<RefundPage, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let row = line(store::refund::load_listed(&mut db, id).await?, currency)?;
        Ok(RefundPage {
            cannot_reverse: row.reversed.then(|| reversed_already(&row.number)),
            row,
            supplied: supplied_rows(&mut db, Entity::Refund, id.get()).await?,
            history: history::of(&mut db, Entity::Refund, id.get()).await?,
        })
    }

    /// Gives money back to a client: from what remains of a source, or from an invoice that it is applied to. There the
    /// one question is whether the client still owes it; if not, a credit note lowers the invoice by as much.
    ///
    /// # Errors
    /// [`billing::SourceError`]; fields that cannot be taken; more than the source has on the invoice.
    pub async fn refund(&self, form: &RefundForm, ask: &Ask) -> Result<Acted<RefundRef>, Error> {
        self.transact("refund", ask, async |act| {
            let row = store::source::load(act.db(), form.source_id).await?;
            let typed = read(form, act.currency, act.now.on)?;
            let note = match &form.applied {
                Some(applied) => take_off(act, &row, applied, &typed).await?,
                None => None,
            };
            let refund = pay(act, form.source_id, &typed).await?;
            let name = store::client::load(act.db(), row.client_id).await?.name();
            let credited = note.map(|note| format!(", credited with {}", note.number)).unwrap_or_default();
            let sentence =
                format!("Refunded {} of {} to {name} ({}){credited}", typed.amount, row.number, refund.number);
            Ok(Done::Something(refund, sentence))
        })
        .await
    }

    /// Takes a refund back: the money never went, or came back. It remains of its source again.
    ///
    /// # Errors
    /// It was reversed already.
    pub async fn reverse_refund(&self, id: RefundId, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("reverse_refund", ask, async |act| {
            let row = store::refund::load(act.db(), id).await?;
            if row.standing_minor == 0 {
                return Err(Error::rule(reversed_already(&row.number)));
            }
            let (operation, today) = (act.operation, act.now.on);
            let (link, payout) = ((row.source_id, row.client_id), PayoutFor::Refund(id));
            ledger::save_payout(act.db(), operation, link, payout, today, -row.amount_minor).await?;
            act.touched(Entity::Refund, id.get());
            act.touched_source(row.source_id).await?;
            act.touched(Entity::Client, row.client_id.get());
            Ok(Done::Something((), format!("Reversed {}", row.number)))
        })
        .await
    }
}

fn reversed_already(number: &str) -> String {
    format!("{number} was reversed already.")
}

/// A refund as typed.
pub(crate) struct Typed {
    pub amount: Money,
    /// Where the amount is typed; nothing where it follows from something else.
    pub amount_field: Option<&'static str>,
    pub refunded_on: NaiveDate,
    pub method: String,
    pub reference: String,
    pub reason: String,
}

fn read(form: &RefundForm, currency: Currency, today: NaiveDate) -> Result<Typed, Error> {
    let mut checks = Checks::default();
    let amount = checks.take("amount", currency.parse(&form.amount));
    let refunded_on = checks.take("refunded_on", read_day(&form.refunded_on, today));
    let method = checks.take("method", required(&form.method, "Choose how the money goes back."));
    let ((amount, refunded_on), method) = checks.ready(amount.zip(refunded_on).zip(method))?;
    let text = |text: &str| text.trim().to_owned();
    Ok(Typed {
        amount,
        amount_field: Some("amount"),
        refunded_on,
        method,
        reference: text(&form.reference),
        reason: text(&form.reason),
    })
}

/// A day that is not still to come.
pub(crate) fn read_day(typed: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let day = parse_day(typed).map_err(|error| error.to_string())?;
    if day > today {
        Err(format!("{} is still to come. Enter the day on which the money goes back.", day_in_words(day)))
    } else {
        Ok(day)
    }
}

/// Takes `amount` of a source off the invoice that it is on; where the client does not owe it any more, a credit note
/// lowers the invoice by as much.
async fn take_off(
    act: &mut Act<'_>,
    row: &SourceRow,
    applied: &RefundOfApplied,
    typed: &Typed,
) -> Result<Option<CreditNoteRef>, Error> {
    let amount = typed.amount;
    let present = ledger::list_by_source(act.db(), row.id).await?;
    let on_it = present.iter().find(|present| present.invoice_id == applied.invoice_id);
    let has = money(act.currency, on_it.map_or(0, |present| present.amount_minor))?;
    let Some(link) = on_it.map(ledger::Applied::link).filter(|_| amount <= has) else {
        let number = store::invoice::load(act.db(), applied.invoice_id).await?.number;
        let message = format!("Only {has} of {} is on {number}. Enter {has} or less.", row.number);
        return Err(Error::field("amount", message));
    };
    row.standing(act.currency)?.may_use(act.now.on).map_err(Error::rule)?;
    if amount.is_zero() {
        return Ok(None);
    }
    let on_day = dating::on_invoice_from(act, link, typed.refunded_on, amount).await?;
    application::unapply_on(act, link, on_day, amount).await?;
    if applied.still_owed {
        return Ok(None);
    }
    crediting::lower(act, applied.invoice_id, amount, "amount").await.map(Some)
}

/// Pays back what remains of a source, up to `typed.amount`.
pub(crate) async fn pay(act: &mut Act<'_>, source: SourceId, typed: &Typed) -> Result<RefundRef, Error> {
    let row = store::source::load(act.db(), source).await?;
    let standing = row.standing(act.currency)?;
    let refused = |message: String| match typed.amount_field {
        Some(field) => Error::field(field, message),
        None => Error::rule(message),
    };
    standing.pay_out(typed.amount, act.now.on).map_err(|error| refused(error.to_string()))?;
    if typed.refunded_on < row.from_on {
        let message = format!("{} is of {}. Enter that day or a later one.", row.number, day_in_words(row.from_on));
        return Err(Error::field("refunded_on", message));
    }
    let free_from = dating::free_from(act, source, typed.refunded_on, typed.amount).await?;
    if free_from > typed.refunded_on {
        let day = day_in_words(free_from);
        let message = format!("That much of {} is free since {day} only. Enter that day or a later one.", row.number);
        return Err(Error::field("refunded_on", message));
    }
    let client = store::client::load(act.db(), row.client_id).await?;
    if row.belonging()? == Belonging::Goodwill {
        act.warn(format!("{} is goodwill: the client never paid it. It goes out as money now.", row.number));
    } else {
        let received = received(act, row.client_id, client.name()).await?;
        received.give_back(typed.amount).map_err(|error| refused(error.to_string()))?;
    }
    let first = act.profile.refund_first;
    let sequence = store::refund::next_sequence(act.db(), first).await?;
    let number = act.profile.refund_number(sequence)?;
    let new = NewRefund {
        sequence,
        number: &number,
        source_id: source,
        client_id: row.client_id,
        refunded_on: typed.refunded_on,
        method: &typed.method,
        reference: &typed.reference,
        reason: &typed.reason,
        amount_minor: typed.amount.minor(),
        letterhead_id: frozen::practice(act).await?,
        paid_to_id: frozen::payer(act, &client).await?,
    };
    let operation = act.operation;
    let id = store::refund::insert(act.db(), operation, &new).await?;
    let (link, payout) = ((source, row.client_id), PayoutFor::Refund(id));
    ledger::save_payout(act.db(), operation, link, payout, typed.refunded_on, typed.amount.minor()).await?;
    act.made(Entity::Refund, id.get());
    act.touched_source(source).await?;
    act.touched(Entity::Client, row.client_id.get());
    Ok(RefundRef { id, number })
}

/// What was received for a client and is with the practice still.
pub(crate) async fn received(act: &mut Act<'_>, id: ClientId, client: String) -> Result<Received, Error> {
    let (left_minor, given_beyond) = received_with_others(act.db(), id).await?;
    let mut beyond = Vec::new();
    for other in given_beyond {
        beyond.push(store::client::load(act.db(), other).await?.name());
    }
    Ok(Received { client, left: money(act.currency, left_minor.max(0))?, beyond })
}

/// The same in minor units.
pub(crate) async fn received_left(db: &mut SqliteConnection, client: ClientId) -> Result<i64, Error> {
    Ok(received_minor(db, client).await?.max(0))
}

/// What was received for a client less what went back, below 0 where more did.
pub(crate) async fn received_minor(db: &mut SqliteConnection, client: ClientId) -> Result<i64, Error> {
    Ok(received_with_others(db, client).await?.0)
}

/// What clients with whom money crossed were given beyond what was received for them is not there either; which clients.
async fn received_with_others(db: &mut SqliteConnection, client: ClientId) -> Result<(i64, Vec<ClientId>), Error> {
    let (mut left_minor, mut given_beyond) = (store::source::received_minor(db, client).await?, Vec::new());
    for other in store::source::list_crossed(db, client).await? {
        let others_minor = store::source::received_minor(db, other).await?;
        if others_minor < 0 {
            left_minor += others_minor;
            given_beyond.push(other);
        }
    }
    Ok((left_minor, given_beyond))
}

/// Why nothing of a source can be refunded, if so.
pub(crate) fn cannot(standing: &SourceStanding, today: NaiveDate) -> Option<String> {
    if let Err(error) = standing.may_use(today) {
        return Some(error.to_string());
    }
    let nothing = standing.remaining().is_zero() && standing.applied.is_zero();
    nothing.then(|| format!("Nothing of {} is left to refund.", standing.number))
}

/// The refunds of a source, oldest first.
pub(crate) async fn of_source(
    db: &mut SqliteConnection,
    source: SourceId,
    currency: Currency,
) -> Result<Vec<RefundRow>, Error> {
    store::refund::list_by_source(db, source).await?.into_iter().map(|row| line(row, currency)).collect()
}

pub(crate) fn line(row: ListedRefund, currency: Currency) -> Result<RefundRow, Error> {
    let kind = stored(billing::SourceKind::parse(&row.source_kind), "kind of a source")?;
    Ok(RefundRow {
        id: row.id,
        number: row.number,
        client_id: row.client_id,
        client_name: names::full(&row.first_name, &row.last_name),
        source: SourceRef { id: row.source_id, kind: SourceKindView::of(kind), number: row.source_number },
        refunded_on: row.refunded_on.to_string(),
        method: row.method,
        reference: row.reference,
        reason: row.reason,
        amount: money(currency, row.amount_minor)?.to_string(),
        reversed: row.standing_minor == 0,
    })
}
