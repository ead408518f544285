//! The calendar: sessions are booked, moved, changed and deleted, alone or in series.

use billing::{Ends, Every, Scope, parse_day, time_in_words};
use chrono::{LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};

use crate::{
    Practice, client,
    error::{Checks, Error},
    ids::{SeriesId, ServiceId, SessionId},
    session::{LOCAL, describe, may_change, refuse_named, starts},
    sharing,
    store::{
        self, Entity, Tracked,
        catalogue::ServiceRow,
        session::{SeriesRow, SessionRow},
    },
    transact::{Act, Ask, Done},
    view::{Acted, RepeatForm, SeriesScope, SessionForm},
};

const MOST_MINUTES: i64 = 1440;

impl Practice {
    /// Books a session, or a series of them.
    ///
    /// # Errors
    /// Fields that cannot be taken; a time that the clock skips on one of the days.
    pub async fn book_session(&self, form: &SessionForm, ask: &Ask) -> Result<Acted<Vec<SessionId>>, Error> {
        self.transact("book_session", ask, async |act| {
            let typed = read(act, form, None).await?;
            let days = repeat_days(&typed, form.repeat.as_ref())?;
            let series = match &form.repeat {
                Some(repeat) => Some(act.add(&SeriesRow { weeks: i64::from(repeat.weeks) }).await?.into()),
                None => None,
            };
            let mut ids = Vec::new();
            for day in days {
                let starts_at = day.and_time(typed.starts_at.time());
                check_clock(act, starts_at)?;
                let row = SessionRow {
                    starts_at: starts_at.format(LOCAL).to_string(),
                    series_id: series,
                    ..typed.row.clone()
                };
                ids.push(act.add(&row).await?.into());
            }
            touch_payers(act, &typed.row);
            let who = &typed.client_name;
            let when = time_in_words(typed.starts_at);
            let sentence = match ids.len() {
                1 => format!("Booked {who}, {when}"),
                count => format!("Booked {count} sessions with {who}, the first on {when}"),
            };
            Ok(Done::Something(ids, sentence))
        })
        .await
    }

    /// Changes a session, or those of its series that `scope` names and nobody has marked yet.
    ///
    /// # Errors
    /// Fields that cannot be taken; a session that was marked.
    pub async fn change_session(
        &self,
        id: SessionId,
        form: &SessionForm,
        scope: SeriesScope,
        ask: &Ask,
    ) -> Result<Acted<Vec<SessionId>>, Error> {
        self.transact("change_session", ask, async |act| {
            let present = store::session::load(act.db(), id).await?;
            let typed = read(act, form, Some(&present)).await?;
            let moved = typed.starts_at - starts(&present)?;
            let apply = |row: &mut SessionRow, single: bool| {
                row.client_id = typed.row.client_id;
                row.service_id = typed.row.service_id;
                row.minutes = typed.row.minutes;
                row.fee_minor = typed.row.fee_minor;
                row.shares.clone_from(&typed.row.shares);
                if single {
                    row.note = typed.row.note.clone();
                }
            };
            change(act, id, scope, moved, apply).await
        })
        .await
    }

    /// Moves a session, or those of its series that `scope` names, by as much, and sets how long they are.
    ///
    /// # Errors
    /// A session that was marked; a time that the clock skips.
    pub async fn move_session(
        &self,
        id: SessionId,
        starts_at: &str,
        minutes: u32,
        scope: SeriesScope,
        ask: &Ask,
    ) -> Result<Acted<Vec<SessionId>>, Error> {
        let (day, time) = starts_at.split_once('T').unwrap_or((starts_at, ""));
        let to = parse_day(day).map_err(Error::rule)?.and_time(read_time(time).map_err(Error::rule)?);
        let minutes = check_minutes(i64::from(minutes)).map_err(Error::rule)?;
        self.transact("move_session", ask, async |act| {
            let moved = to - starts(&store::session::load(act.db(), id).await?)?;
            change(act, id, scope, moved, |row, _| row.minutes = minutes).await
        })
        .await
    }

    /// Deletes a session, or those of its series that `scope` names and nobody has marked yet.
    ///
    /// # Errors
    /// A session that was marked, or that an invoice names: mark it cancelled instead.
    pub async fn delete_session(&self, id: SessionId, scope: SeriesScope, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("delete_session", ask, async |act| {
            let rows = in_scope(act, id, scope).await?;
            let mut deleted = 0_usize;
            let mut what = String::new();
            for (other, row) in &rows {
                match refuse_named(act, *other, row).await {
                    Err(_) if *other != id => continue,
                    result => result?,
                }
                act.remove::<SessionRow>(other.get()).await?;
                touch_payers(act, row);
                if what.is_empty() {
                    what = describe(act, row).await?;
                }
                deleted += 1;
            }
            let sentence = match deleted {
                1 => format!("Deleted {what}"),
                count => format!("Deleted {count} sessions, the first {what}"),
            };
            Ok(Done::Something((), sentence))
        })
        .await
    }
}

/// A session as typed, before it is placed on its days.
struct Typed {
    row: SessionRow,
    starts_at: NaiveDateTime,
    client_name: String,
}

/// Reads a session as typed: a new one, or `present` once it is changed, whose clients may be archived since.
async fn read(act: &mut Act<'_>, form: &SessionForm, present: Option<&SessionRow>) -> Result<Typed, Error> {
    let (client_id, client) = match form.client_id.filter(|id| present.is_some_and(|row| row.client_id == *id)) {
        Some(id) => (id, store::client::load(act.db(), id).await?),
        None => client::load_active(act.db(), form.client_id).await?,
    };
    let mut checks = Checks::default();
    let shares = sharing::read(act.db(), &form.shares, client_id, present, &mut checks).await?;
    let service = checks.take("service_id", form.service_id.ok_or("Choose a service."));
    let day = checks.take("day", parse_day(&form.day));
    let time = checks.take("time", read_time(&form.time));
    let minutes = form.minutes.trim().parse::<i64>().map_err(|_| MINUTES.to_owned()).and_then(check_minutes);
    let minutes = checks.take("minutes", minutes);
    let fee_minor = match form.fee.trim() {
        "" => None,
        typed => checks.take("fee", act.currency.parse(typed)).map(billing::Money::minor),
    };
    let ((((service_id, day), time), minutes), shares) =
        checks.ready(service.zip(day).zip(time).zip(minutes).zip(shares))?;
    if present.is_none_or(|row| row.service_id != service_id) {
        refuse_archived(act, service_id).await?;
    }
    let starts_at = day.and_time(time);
    check_clock(act, starts_at)?;
    let client_name = client.name();
    Ok(Typed {
        row: SessionRow {
            client_id,
            service_id,
            starts_at: starts_at.format(LOCAL).to_string(),
            minutes,
            fee_minor,
            attendance: None,
            fee_waived: false,
            awaits_invoice: false,
            invoice_id: None,
            series_id: None,
            note: form.note.clone(),
            shares,
        },
        starts_at,
        client_name,
    })
}

/// Refuses to book a service that was put away; a session that has it keeps it.
async fn refuse_archived(act: &mut Act<'_>, id: ServiceId) -> Result<(), Error> {
    let service = ServiceRow::load(act.db(), id.get()).await?.ok_or(Error::NotFound(Entity::Service.word()))?;
    if service.archived_on.is_none() {
        return Ok(());
    }
    let name = service.name;
    Err(Error::field("service_id", format!("{name} is archived. Choose another service, or take this one back first.")))
}

fn touch_payers(act: &mut Act<'_>, row: &SessionRow) {
    for payer in row.payers() {
        act.touched(Entity::Client, payer.get());
    }
}

const MINUTES: &str = "Enter a number of minutes from 1 to 1440.";

fn check_minutes(minutes: i64) -> Result<i64, String> {
    if (1..=MOST_MINUTES).contains(&minutes) { Ok(minutes) } else { Err(MINUTES.to_owned()) }
}

fn read_time(typed: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(typed.trim(), "%H:%M")
        .map_err(|_| format!("“{}” is not a time. Write it like 09:30, from 00:00 to 23:59.", typed.trim()))
}

/// Refuses a local time that does not exist on its day, because the clock is put forward over it.
fn check_clock(act: &Act<'_>, starts_at: NaiveDateTime) -> Result<(), Error> {
    match act.profile.time_zone()?.from_local_datetime(&starts_at) {
        LocalResult::None => Err(Error::field(
            "time",
            format!(
                "{} does not exist: the clock is put forward over it. Choose another time.",
                time_in_words(starts_at)
            ),
        )),
        LocalResult::Single(_) | LocalResult::Ambiguous(..) => Ok(()),
    }
}

fn repeat_days(typed: &Typed, repeat: Option<&RepeatForm>) -> Result<Vec<NaiveDate>, Error> {
    let first = typed.starts_at.date();
    let Some(repeat) = repeat else { return Ok(vec![first]) };
    let every = match repeat.weeks {
        1 => Every::Week,
        2 => Every::Fortnight,
        _ => return Err(Error::field("repeat.weeks", "Sessions repeat every week or every two weeks.")),
    };
    let (field, ends) = if repeat.until.trim().is_empty() {
        let count = repeat.count.trim().parse::<u32>();
        ("repeat.count", count.map(Ends::After).map_err(|_| "Enter how many sessions there are.".to_owned()))
    } else {
        ("repeat.until", parse_day(&repeat.until).map(Ends::On).map_err(|error| error.to_string()))
    };
    let ends = ends.map_err(|message| Error::field(field, message))?;
    billing::days(first, every, ends).map_err(|error| Error::field(field, error))
}

/// The sessions that a change is for, the named one among them; other ones that were marked are passed over.
async fn in_scope(act: &mut Act<'_>, id: SessionId, scope: SeriesScope) -> Result<Vec<(SessionId, SessionRow)>, Error> {
    let row = store::session::load(act.db(), id).await?;
    may_change(&row)?;
    let ids = match row.series_id {
        None => vec![id],
        Some(series) => of_series(act, id, series, scope).await?,
    };
    let mut rows = Vec::new();
    for id in ids {
        let row = store::session::load(act.db(), id).await?;
        if may_change(&row).is_ok() {
            rows.push((id, row));
        }
    }
    Ok(rows)
}

async fn of_series(
    act: &mut Act<'_>,
    id: SessionId,
    series: SeriesId,
    scope: SeriesScope,
) -> Result<Vec<SessionId>, Error> {
    let ids = store::session::list_series(act.db(), series).await?;
    let scope = match scope {
        SeriesScope::This => Scope::This,
        SeriesScope::Following => Scope::Following,
        SeriesScope::All => Scope::All,
    };
    let place = ids.iter().position(|other| *other == id).unwrap_or_default();
    Ok(ids.get(scope.positions(place, ids.len())).unwrap_or_default().to_vec())
}

async fn change(
    act: &mut Act<'_>,
    id: SessionId,
    scope: SeriesScope,
    moved: TimeDelta,
    apply: impl Fn(&mut SessionRow, bool),
) -> Result<Done<Vec<SessionId>>, Error> {
    let rows = in_scope(act, id, scope).await?;
    let single = rows.len() == 1;
    let mut changed = Vec::new();
    let mut what = String::new();
    for (other, mut row) in rows {
        let starts_at = starts(&row)? + moved;
        check_clock(act, starts_at)?;
        row.starts_at = starts_at.format(LOCAL).to_string();
        apply(&mut row, single);
        if act.put(other.get(), &row).await? {
            touch_payers(act, &row);
            changed.push(other);
            if what.is_empty() {
                what = describe(act, &row).await?;
            }
        }
    }
    let sentence = match changed.len() {
        0 => return Ok(Done::Nothing(changed, "Nothing was different".to_owned())),
        1 => format!("Changed the session: {what}"),
        count => format!("Changed {count} sessions, the first {what}"),
    };
    Ok(Done::Something(changed, sentence))
}
