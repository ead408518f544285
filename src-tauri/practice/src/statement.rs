//! Account summaries: a client's account in a period or as of a day, on screen and as a document (money-rules 6).

use billing::{Currency, Movement, MovementKind, Position, day_in_words, parse_day, statement};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    Practice,
    documents::{self, ENGLISH, MovedBy, OpenRow, StatementFacts, StatementPosition, StatementRow},
    error::{Checks, Error},
    frozen,
    ids::ClientId,
    lay_out::{About, Laid, client_if_other, finish, letterhead, paper, recipient},
    names,
    now::Now,
    report::{Lapse, LapseCause, unusable},
    store::{self, Entity, money, report::MovementRow, why::load_number},
    view::{StatementKind, StatementLine, StatementOf, StatementView},
};

impl Practice {
    /// A client's account in a period, both days included: opening position, a row per movement, closing position.
    /// Without a first day it is told from its beginning, which is the account as of the last day. What is still to lapse
    /// is not in it.
    ///
    /// # Errors
    /// Days that do not exist; a last day before the first.
    pub async fn statement(&self, client: ClientId, from: &str, to: &str, now: Now) -> Result<StatementView, Error> {
        let of = read(client, from, to)?;
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let account = load(&mut db, of, currency, now.on).await?;
        Ok(StatementView {
            client_id: client,
            client_name: store::client::load(&mut db, client).await?.name(),
            from: of.from.map(|day| day.to_string()).unwrap_or_default(),
            to: of.to.to_string(),
            opening: account.moved.opening.to_string(),
            rows: account.moved.rows.iter().map(|row| line(&row.movement, row.position, currency)).collect(),
            closing: account.moved.closing.to_string(),
            owing: money(currency, account.owing_minor)?.to_string(),
            credit: money(currency, account.available_minor)?.to_string(),
        })
    }
}

/// Reads whose account from when to when; an empty first day is the beginning.
pub(crate) fn read(client_id: ClientId, from: &str, to: &str) -> Result<StatementOf, Error> {
    let mut checks = Checks::default();
    let from = if from.trim().is_empty() { Some(None) } else { checks.take("from", parse_day(from)).map(Some) };
    let days = from.zip(checks.take("to", parse_day(to)));
    let (from, to) = checks.ready(days)?;
    refuse_backwards(from, to)?;
    Ok(StatementOf { client_id, from, to })
}

/// Refuses a period that ends before it begins.
pub(crate) fn refuse_backwards(from: Option<NaiveDate>, to: NaiveDate) -> Result<(), Error> {
    if from.is_some_and(|from| to < from) {
        return Err(Error::field("to", "The last day is before the first."));
    }
    Ok(())
}

/// A client's account, and what it stands at after the last day.
struct Account {
    moved: billing::Statement,
    owing_minor: i64,
    available_minor: i64,
    /// The invoices with something left to pay then.
    open: Vec<store::report::OutstandingRow>,
}

async fn load(
    db: &mut SqliteConnection,
    of: StatementOf,
    currency: Currency,
    today: NaiveDate,
) -> Result<Account, Error> {
    let StatementOf { client_id, from, to } = of;
    let mut movements = Vec::new();
    for row in store::report::list_movements(db, client_id).await? {
        movements.push((Some(row.operation_id), movement(row)?));
    }
    let lapsed = unusable(store::report::list_credit_events(db, Some(client_id)).await?, to.min(today));
    movements.extend(lapsed.into_iter().map(|lapse| (lapse.operation, lapse_movement(lapse))));
    // What only the day brought about was so before any act of that day.
    movements.sort_by_key(|(operation, _)| *operation);
    let movements: Vec<Movement> = movements.into_iter().map(|(_, movement)| movement).collect();
    let moved = statement(&movements, from.unwrap_or(NaiveDate::MIN), to, currency.zero());
    let mut open = store::report::list_outstanding(db, to).await?;
    open.retain(|row| row.client_id == client_id);
    open.sort_by_key(|row| (row.due_on, row.invoice_id));
    let owing_minor: i64 = open.iter().map(|row| row.outstanding_minor).sum();
    let available_minor = owing_minor - moved.closing.minor();
    Ok(Account { moved, owing_minor, available_minor, open })
}

/// Lays out the account summary of a client as a document.
pub(crate) async fn lay_out(db: &mut SqliteConnection, of: StatementOf, today: NaiveDate) -> Result<Laid, Error> {
    let profile = store::profile::load(db).await?;
    let currency = profile.currency()?;
    let client = store::client::load(db, of.client_id).await?;
    let (practice, payer) = (frozen::practice_now(profile), frozen::payer_now(&client));
    let paper = paper(&practice);
    let account = load(db, of, currency, today).await?;
    let mut open = Vec::with_capacity(account.open.len());
    for row in &account.open {
        open.push(OpenRow {
            number: load_number(db, row.invoice_id).await?,
            due_on: row.due_on,
            outstanding: money(currency, row.outstanding_minor)?,
        });
    }
    let facts = StatementFacts {
        from: of.from,
        to: of.to,
        currency,
        client: client_if_other(&payer),
        account_of: recipient(payer),
        opening: position(account.moved.opening),
        rows: account.moved.rows.iter().map(row).collect(),
        closing: position(account.moved.closing),
        owing: money(currency, account.owing_minor)?,
        available: money(currency, account.available_minor)?,
        open,
        letterhead: letterhead(db, practice).await?,
    };
    let about = About {
        entity: Entity::Statement,
        entity_id: of.client_id.get(),
        client: of.client_id,
        number: format!("the account summary of {}", client.name()),
        title: format!("account summary, {}", in_words(of.from, of.to)),
        revision: 1,
    };
    let laid = finish(db, about, &facts, paper, || documents::statement(&facts, paper, &ENGLISH)).await?;
    let first = of.from.map(|from| format!("{from}-to-")).unwrap_or_default();
    Ok(Laid { file_name: format!("account-summary-{first}{}.pdf", of.to), days: Some((of.from, of.to)), ..laid })
}

/// The days of an account summary: `1 Jan 2026 to 31 Mar 2026`, or `as of 31 Mar 2026`.
pub(crate) fn in_words(from: Option<NaiveDate>, to: NaiveDate) -> String {
    match from {
        Some(from) => format!("{} to {}", day_in_words(from), day_in_words(to)),
        None => format!("as of {}", day_in_words(to)),
    }
}

fn position(position: Position) -> StatementPosition {
    StatementPosition { amount: position.amount(), in_favour: position.minor() < 0 }
}

fn row(row: &billing::StatementRow) -> StatementRow {
    let moved = Position::new(row.movement.minor, row.position.amount());
    StatementRow {
        on: row.movement.on,
        moved_by: match row.movement.kind {
            MovementKind::Invoice => MovedBy::Invoice,
            MovementKind::Payment => MovedBy::Payment,
            MovementKind::Credit => MovedBy::Credit,
            MovementKind::CreditNote => MovedBy::CreditNote,
            MovementKind::Refund => MovedBy::Refund,
            MovementKind::WriteOff => MovedBy::WriteOff,
            MovementKind::Lapse => MovedBy::Lapse,
            MovementKind::Linked => MovedBy::Linked,
        },
        document: printed(&row.movement),
        amount: moved.amount(),
        lowers: moved.minor() < 0,
        position: position(row.position),
    }
}

fn movement(row: MovementRow) -> Result<Movement, Error> {
    let kind = match row.kind.as_str() {
        "invoice" => MovementKind::Invoice,
        "payment" => MovementKind::Payment,
        "credit" => MovementKind::Credit,
        "credit_note" => MovementKind::CreditNote,
        "refund" => MovementKind::Refund,
        "write_off" => MovementKind::WriteOff,
        "linked" => MovementKind::Linked,
        other => return Err(Error::Inconsistent(format!("no such movement as {other}"))),
    };
    let detail = detail(kind, &row);
    Ok(Movement { on: row.on_day, kind, document: row.document, detail, minor: row.amount_minor })
}

/// What became of a document, or whose money it is that crosses a link.
fn detail(kind: MovementKind, row: &MovementRow) -> String {
    let other = row.other_first_name.as_ref().zip(row.other_last_name.as_ref());
    if let Some((first, last)) = other {
        let way = match (row.gives, row.amount_minor > 0) {
            (true, true) => "for",
            (true, false) => "back from",
            (false, false) => "from",
            (false, true) => "back to",
        };
        return format!("{way} {}", names::full(first, last));
    }
    match (kind, row.state.as_deref(), row.again) {
        (MovementKind::Invoice | MovementKind::CreditNote, Some("void" | "withdrawn"), _) => "void",
        (MovementKind::Payment, Some("withdrawn"), _) => "reversed",
        (MovementKind::Credit, Some("withdrawn"), _) => "deleted",
        (MovementKind::Refund | MovementKind::WriteOff, _, true) => "reversed",
        (
            MovementKind::Invoice | MovementKind::Payment | MovementKind::Credit | MovementKind::CreditNote,
            Some(_),
            true,
        ) => "counts again",
        (MovementKind::Payment, None, true) => "corrected",
        (MovementKind::Invoice | MovementKind::Credit | MovementKind::CreditNote, None, true) => "changed",
        _ => "",
    }
    .to_owned()
}

fn lapse_movement(lapse: Lapse) -> Movement {
    let detail = match (lapse.cause, lapse.minor > 0) {
        (LapseCause::LastDay, _) => "lapsed",
        (LapseCause::Activity, true) => "deactivated",
        (LapseCause::Activity, false) => "active again",
        (LapseCause::OtherLastDay, true) => "its last day is past",
        (LapseCause::OtherLastDay, false) => "usable again",
        (LapseCause::Amount, _) => "",
    };
    Movement {
        on: lapse.on,
        kind: MovementKind::Lapse,
        document: lapse.number,
        detail: detail.to_owned(),
        minor: lapse.minor,
    }
}

/// A movement's document as it is printed; who a linked client is does not leave the practice with another's account.
fn printed(movement: &Movement) -> String {
    if movement.detail.is_empty() || movement.kind == MovementKind::Linked {
        movement.document.clone()
    } else {
        format!("{}, {}", movement.document, movement.detail)
    }
}

fn line(movement: &Movement, position: Position, currency: Currency) -> StatementLine {
    let amount = Position::new(movement.minor, currency.zero()).amount().to_string();
    let (plus, minus) = if movement.minor < 0 { (String::new(), amount) } else { (amount, String::new()) };
    StatementLine {
        on: movement.on.to_string(),
        kind: match movement.kind {
            MovementKind::Invoice => StatementKind::Invoice,
            MovementKind::Payment => StatementKind::Payment,
            MovementKind::Credit => StatementKind::Credit,
            MovementKind::CreditNote => StatementKind::CreditNote,
            MovementKind::Refund => StatementKind::Refund,
            MovementKind::WriteOff => StatementKind::WriteOff,
            MovementKind::Lapse => StatementKind::Lapse,
            MovementKind::Linked => StatementKind::Linked,
        },
        document: movement.document.clone(),
        detail: movement.detail.clone(),
        plus,
        minus,
        position: position.to_string(),
    }
}
