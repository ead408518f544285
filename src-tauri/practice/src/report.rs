//! Aging as of a day, and what of credit cannot be used (money-rules 6).

use std::collections::BTreeMap;

use billing::{Aging, CreditEvent, Currency, Money, lapses, parse_day};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    Practice,
    error::Error,
    ids::{ClientId, OperationId, SourceId},
    now::Now,
    store::{self, money, report::CreditEventRow},
    view::{AgingReport, AgingRow, AgingSums},
};

impl Practice {
    /// What is owed, by days past its due day, at the end of a day; later acts do not count. Today where no day is named.
    ///
    /// # Errors
    /// A day that does not exist or is still to come.
    pub async fn aging(&self, as_of: &str, now: Now) -> Result<AgingReport, Error> {
        let as_of = read_as_of(as_of, now)?;
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let clients = list_aged(&mut db, currency, as_of, now.on).await?;
        let (mut all, mut all_unapplied) = (Aging::new(currency.zero()), 0);
        let mut rows = Vec::with_capacity(clients.len());
        for client in clients {
            all.add_all(&client.aging);
            all_unapplied += client.unapplied_minor;
            let sums = sums(&client.aging, money(currency, client.unapplied_minor)?);
            rows.push(AgingRow { client_id: client.id, client_name: client.name, sums });
        }
        Ok(AgingReport { as_of: as_of.to_string(), rows, total: sums(&all, money(currency, all_unapplied)?) })
    }
}

/// The day that a report is asked for; today where none is named.
pub(crate) fn read_as_of(as_of: &str, now: Now) -> Result<NaiveDate, Error> {
    let as_of = match as_of.trim() {
        "" => now.on,
        typed => parse_day(typed).map_err(|error| Error::field("as_of", error))?,
    };
    if as_of > now.on {
        return Err(Error::field("as_of", "This day is still to come. Choose today or an earlier one."));
    }
    Ok(as_of)
}

/// What a client owes, by age, and has unapplied.
pub(crate) struct AgedClient {
    pub id: ClientId,
    pub name: String,
    pub aging: Aging,
    pub unapplied_minor: i64,
}

/// The clients with something owed or unapplied at the end of `as_of`, by name.
pub(crate) async fn list_aged(
    db: &mut SqliteConnection,
    currency: Currency,
    as_of: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<AgedClient>, Error> {
    let outstanding = if as_of == today {
        store::report::list_outstanding_now(db).await?
    } else {
        store::report::list_outstanding(db, as_of).await?
    };
    let mut clients: BTreeMap<ClientId, (Aging, i64)> = BTreeMap::new();
    let fresh = || (Aging::new(currency.zero()), 0);
    for row in outstanding {
        let (aging, _) = clients.entry(row.client_id).or_insert_with(fresh);
        aging.add(row.due_on, as_of, money(currency, row.outstanding_minor)?);
    }
    if as_of == today {
        for (client, minor) in store::report::list_unapplied(db, None).await? {
            clients.entry(client).or_insert_with(fresh).1 += minor;
        }
        for (client, minor) in store::credit::list_unusable(db, None, today, None).await? {
            clients.entry(client).or_insert_with(fresh).1 -= minor;
        }
    } else {
        for (client, minor) in store::report::list_unapplied(db, Some(as_of)).await? {
            clients.entry(client).or_insert_with(fresh).1 += minor;
        }
        for row in unusable(store::report::list_credit_events(db, None).await?, as_of) {
            clients.entry(row.client).or_insert_with(fresh).1 -= row.minor;
        }
    }
    clients.retain(|_, (aging, unapplied)| !aging.total().is_zero() || *unapplied != 0);
    let names = store::client::list_names(db).await?.into_iter();
    Ok(names
        .filter_map(|(id, name)| {
            let (aging, unapplied_minor) = clients.remove(&id)?;
            Some(AgedClient { id, name, aging, unapplied_minor })
        })
        .collect())
}

/// A change of what cannot be used of a credit.
pub(crate) struct Lapse {
    pub client: ClientId,
    pub source: SourceId,
    pub number: String,
    pub on: NaiveDate,
    /// The last act of that day on the credit; none where only the day changed.
    pub operation: Option<OperationId>,
    pub minor: i64,
    pub cause: LapseCause,
}

/// Why what cannot be used of a credit changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LapseCause {
    /// The day before was its last.
    LastDay,
    /// Money came back to it, or left it, while it could not be used.
    Amount,
    /// It got another last day.
    OtherLastDay,
    /// It was made inactive, or active again.
    Activity,
}

/// What cannot be used of credits, as it changed from day to day; `rows` are by credit, in the order of entry.
pub(crate) fn unusable(rows: Vec<CreditEventRow>, until: NaiveDate) -> Vec<Lapse> {
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
            source: first.source_id,
            number: first.number.clone(),
            on,
            operation: credit.iter().filter(|row| row.on_day == on).map(|row| row.operation_id).max(),
            minor,
            cause: cause(&events, on),
        }));
    }
    found
}

fn cause(events: &[(NaiveDate, CreditEvent)], on: NaiveDate) -> LapseCause {
    let that_day = events.iter().filter(|(day, _)| *day == on);
    let causes = that_day.map(|(_, event)| match event {
        CreditEvent::Inactive(_) => LapseCause::Activity,
        CreditEvent::Expires(_) => LapseCause::OtherLastDay,
        CreditEvent::Remains(_) => LapseCause::Amount,
    });
    causes.max().unwrap_or(LapseCause::LastDay)
}

fn sums(aging: &Aging, unapplied: Money) -> AgingSums {
    AgingSums {
        buckets: aging.buckets().map(|(_, sum)| sum.to_string()).collect(),
        owing: aging.total().to_string(),
        unapplied: unapplied.to_string(),
    }
}
