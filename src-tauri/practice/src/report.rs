//! Reports that the rules need: aging as of a day, and account summaries (money-rules 6).

use std::collections::BTreeMap;

use billing::{Aging, CreditEvent, Currency, Money, Movement, MovementKind, Position, lapses, parse_day, statement};
use chrono::NaiveDate;

use crate::{
    Practice,
    error::{Checks, Error},
    ids::ClientId,
    now::Now,
    store::{
        self, money,
        report::{CreditEventRow, MovementRow},
    },
    view::{AgingReport, AgingRow, AgingSums, StatementKind, StatementLine, StatementView},
};

impl Practice {
    /// What is owed, by days past its due day, at the end of a day; later acts do not count. Today where no day is named.
    ///
    /// # Errors
    /// A day that does not exist or is still to come.
    pub async fn aging(&self, as_of: &str, now: Now) -> Result<AgingReport, Error> {
        let as_of = match as_of.trim() {
            "" => now.on,
            typed => parse_day(typed).map_err(|error| Error::field("as_of", error))?,
        };
        if as_of > now.on {
            return Err(Error::field("as_of", "This day is still to come. Choose today or an earlier one."));
        }
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let outstanding = if as_of == now.on {
            store::report::list_outstanding_now(&mut db).await?
        } else {
            store::report::list_outstanding(&mut db, as_of).await?
        };
        let mut clients: BTreeMap<ClientId, (Aging, i64)> = BTreeMap::new();
        let fresh = || (Aging::new(currency.zero()), 0);
        for row in outstanding {
            let (aging, _) = clients.entry(row.client_id).or_insert_with(fresh);
            aging.add(row.due_on, as_of, money(currency, row.outstanding_minor)?);
        }
        if as_of == now.on {
            for row in store::client::list_balances(&mut db, as_of).await? {
                clients.entry(row.client_id).or_insert_with(fresh).1 += row.credit_minor;
            }
        } else {
            for (client, minor) in store::report::list_unapplied(&mut db, as_of).await? {
                clients.entry(client).or_insert_with(fresh).1 += minor;
            }
            for row in unusable(store::report::list_credit_events(&mut db, None).await?, as_of) {
                clients.entry(row.client).or_insert_with(fresh).1 -= row.minor;
            }
        }
        clients.retain(|_, (aging, unapplied)| !aging.total().is_zero() || *unapplied != 0);
        let (mut all, mut all_unapplied) = (Aging::new(currency.zero()), 0);
        let mut rows = Vec::new();
        for (client_id, client_name) in store::client::list_names(&mut db).await? {
            let Some((aging, unapplied)) = clients.get(&client_id) else { continue };
            all.add_all(aging);
            all_unapplied += unapplied;
            rows.push(AgingRow { client_id, client_name, sums: sums(aging, money(currency, *unapplied)?) });
        }
        Ok(AgingReport { as_of: as_of.to_string(), rows, total: sums(&all, money(currency, all_unapplied)?) })
    }

    /// A client's account in a period, both days included: opening position, a row per movement, closing position.
    ///
    /// # Errors
    /// Days that do not exist; a last day before the first.
    pub async fn statement(&self, client: ClientId, from: &str, to: &str) -> Result<StatementView, Error> {
        let mut checks = Checks::default();
        let days = checks.take("from", parse_day(from)).zip(checks.take("to", parse_day(to)));
        let (from, to) = checks.ready(days)?;
        if to < from {
            return Err(Error::field("to", "The last day is before the first."));
        }
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let name = store::client::load(&mut db, client).await?.name();
        let mut movements = store::report::list_movements(&mut db, client)
            .await?
            .into_iter()
            .map(movement)
            .collect::<Result<Vec<_>, _>>()?;
        for lapse in unusable(store::report::list_credit_events(&mut db, Some(client)).await?, to) {
            movements.push(Movement {
                on: lapse.on,
                kind: MovementKind::Lapse,
                document: lapse.number,
                minor: lapse.minor,
            });
        }
        let statement = statement(&movements, from, to, currency.zero());
        Ok(StatementView {
            client_id: client,
            client_name: name,
            from: from.to_string(),
            to: to.to_string(),
            opening: statement.opening.to_string(),
            rows: statement.rows.iter().map(|row| line(&row.movement, row.position, currency)).collect(),
            closing: statement.closing.to_string(),
        })
    }
}

/// A change of what cannot be used of a credit.
struct Lapse {
    client: ClientId,
    number: String,
    on: NaiveDate,
    minor: i64,
}

fn unusable(rows: Vec<CreditEventRow>, until: NaiveDate) -> Vec<Lapse> {
    let mut found = Vec::new();
    for credit in rows.chunk_by(|one, other| one.source_id == other.source_id) {
        let Some(first) = credit.first() else { continue };
        let events: Vec<(NaiveDate, CreditEvent)> = credit
            .iter()
            .map(|row| {
                let event = match (row.kind.as_str(), row.amount_minor) {
                    ("remains", Some(minor)) => CreditEvent::Remains(minor),
                    ("expires", _) => CreditEvent::Expires(row.expires_on),
                    (state, _) => CreditEvent::Inactive(state == "inactive"),
                };
                (row.on_day, event)
            })
            .collect();
        found.extend(lapses(&events, until).into_iter().map(|(on, minor)| Lapse {
            client: first.client_id,
            number: first.number.clone(),
            on,
            minor,
        }));
    }
    found
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
    Ok(Movement { on: row.on_day, kind, document: row.document, minor: row.amount_minor })
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
        plus,
        minus,
        position: position.to_string(),
    }
}

fn sums(aging: &Aging, unapplied: Money) -> AgingSums {
    AgingSums {
        buckets: aging.buckets().map(|(_, sum)| sum.to_string()).collect(),
        owing: aging.total().to_string(),
        unapplied: unapplied.to_string(),
    }
}
