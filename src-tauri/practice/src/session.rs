//! Sessions as they are shown, and what their fees come from.

use billing::{Attendance, Currency, Fees, Money, charge_for, parse_day, time_in_words};
use chrono::{NaiveDateTime, TimeDelta};

use crate::{
    Practice,
    error::Error,
    ids::SessionId,
    names,
    now::Now,
    sharing,
    store::{
        self, PAGE_ROWS,
        catalogue::{ServiceRow, fee_rule},
        money,
        session::{CreditedRow, ListedSession, SessionRow},
    },
    transact::{Act, Ask, Done},
    view::{
        Acted, AttendanceView, CreditNoteRef, CreditedSession, InvoiceRef, Listed, SessionOverview, SessionView,
        SessionsQuery,
    },
};

/// A start as it is stored: the practice's local time.
pub(crate) const LOCAL: &str = "%Y-%m-%dT%H:%M";

impl Practice {
    /// The sessions from one day up to, and without, another.
    ///
    /// # Errors
    /// Days that do not exist.
    pub async fn calendar_sessions(&self, from: &str, to: &str) -> Result<Vec<SessionView>, Error> {
        let (from, to) = (parse_day(from).map_err(Error::rule)?, parse_day(to).map_err(Error::rule)?);
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let rows = store::session::list_between(&mut db, &from.to_string(), &to.to_string()).await?;
        rows.iter().map(|row| view(row, currency)).collect()
    }

    /// One page of the sessions that match.
    ///
    /// # Errors
    /// What the store says.
    pub async fn list_sessions(&self, query: &SessionsQuery, now: Now) -> Result<Listed<SessionView>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let (rows, total) = store::session::list(&mut db, query, &now.local_text(), PAGE_ROWS).await?;
        let rows = rows.iter().map(|row| view(row, currency)).collect::<Result<_, _>>()?;
        Ok(Listed { rows, total, page: query.page, page_size: PAGE_ROWS })
    }

    /// A session with all that its window shows.
    ///
    /// # Errors
    /// There is no such session.
    pub async fn session_overview(&self, id: SessionId, now: Now) -> Result<SessionOverview, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let listed = store::session::load_listed(&mut db, id).await?;
        let row = store::session::load(&mut db, id).await?;
        let fees = listed_fees(&listed, currency)?;
        let would_charge = |attendance| match charge_for(attendance, &fees, false) {
            billing::Charge::None => currency.zero().to_string(),
            billing::Charge::Amount(amount) => amount.to_string(),
        };
        let session = view(&listed, currency)?;
        let payers = sharing::payers(&mut db, &row, charged_fee(&listed, currency)?, now.on).await?;
        let series_count = match row.series_id {
            Some(series) => {
                u32::try_from(store::session::list_series(&mut db, series).await?.len()).unwrap_or(u32::MAX)
            }
            None => 1,
        };
        let credited = store::session::list_credited(&mut db, id).await?;
        let (owing, credit) = store::client::load_balance(&mut db, row.client_id, now.on).await?;
        Ok(SessionOverview {
            session,
            own_fee: row
                .fee_minor
                .map(|fee| money(currency, fee))
                .transpose()?
                .map(|fee| fee.to_string())
                .unwrap_or_default(),
            late_cancel_fee: would_charge(Attendance::LateCancelled),
            no_show_fee: would_charge(Attendance::NoShow),
            invoice: payers.first().and_then(|own| own.invoice.clone()),
            payers,
            credited: credited.into_iter().map(credited_view).collect(),
            owing: money(currency, owing)?.to_string(),
            credit: money(currency, credit)?.to_string(),
            series_count,
            cannot_change: may_change(&row).err().map(|error| error.to_string()),
            note: row.note,
        })
    }

    /// Saves the note of a session.
    ///
    /// # Errors
    /// There is no such session.
    pub async fn save_session_note(&self, id: SessionId, note: &str, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("save_session_note", ask, async |act| {
            let mut row = store::session::load(act.db(), id).await?;
            row.note = note.to_owned();
            if act.put(id.get(), &row).await? {
                Ok(Done::Something((), format!("Changed the note of {}", describe(act, &row).await?)))
            } else {
                Ok(Done::Nothing((), "Nothing was different".to_owned()))
            }
        })
        .await
    }
}

fn credited_view(row: CreditedRow) -> CreditedSession {
    CreditedSession {
        invoice: InvoiceRef { id: row.invoice_id, number: row.invoice_number },
        credit_note: CreditNoteRef { id: row.note_id, number: row.note_number },
    }
}

/// Whether a session can be moved, changed or deleted: nobody has marked it yet.
pub(crate) fn may_change(row: &SessionRow) -> Result<(), Error> {
    match row.attendance.as_deref().and_then(Attendance::parse) {
        None => Ok(()),
        Some(attendance) => Err(Error::rule(format!(
            "This session is marked {attendance}, so it stays as it is. Take the mark off first."
        ))),
    }
}

/// Refuses to delete a session that stands on an invoice, which may be void or may have lost the line since.
pub(crate) async fn refuse_named(act: &mut Act<'_>, id: SessionId, row: &SessionRow) -> Result<(), Error> {
    let Some(number) = store::session::find_naming_invoice(act.db(), id).await? else { return Ok(()) };
    let what = describe(act, row).await?;
    Err(Error::rule(format!("{number} names the session of {what}, so it is kept. Mark it cancelled instead.")))
}

/// When a session starts, by the practice's clock.
pub(crate) fn starts(row: &SessionRow) -> Result<NaiveDateTime, Error> {
    store::stored(NaiveDateTime::parse_from_str(&row.starts_at, LOCAL).ok(), "start of a session")
}

/// A session in a sentence: who and when.
pub(crate) async fn describe(act: &mut Act<'_>, row: &SessionRow) -> Result<String, Error> {
    let name = store::client::load(act.db(), row.client_id).await?.name();
    Ok(format!("{name}, {}", time_in_words(starts(row)?)))
}

/// What a session's fee comes from.
pub(crate) fn fees(
    row: &SessionRow,
    agreed: Option<i64>,
    service: &ServiceRow,
    currency: Currency,
) -> Result<Fees, Error> {
    Ok(Fees {
        session: row.fee_minor.map(|fee| money(currency, fee)).transpose()?,
        client: agreed.map(|fee| money(currency, fee)).transpose()?,
        service: money(currency, service.fee_minor)?,
        late_cancel: fee_rule(currency, &service.late_cancel_kind, service.late_cancel_value)?,
        no_show: fee_rule(currency, &service.no_show_kind, service.no_show_value)?,
    })
}

/// What the fee of a listed session comes from.
pub(crate) fn listed_fees(row: &ListedSession, currency: Currency) -> Result<Fees, Error> {
    Ok(Fees {
        session: row.fee_minor.map(|fee| money(currency, fee)).transpose()?,
        client: row.agreed_minor.map(|fee| money(currency, fee)).transpose()?,
        service: money(currency, row.service_minor)?,
        late_cancel: fee_rule(currency, &row.late_cancel_kind, row.late_cancel_value)?,
        no_show: fee_rule(currency, &row.no_show_kind, row.no_show_value)?,
    })
}

/// What a listed session charges, or would charge if attended.
fn charged_fee(row: &ListedSession, currency: Currency) -> Result<Money, Error> {
    let attendance = row.attendance.as_deref().and_then(Attendance::parse);
    if attendance == Some(Attendance::Attended) && is_let_go(row)? {
        return Ok(currency.zero());
    }
    let fees = listed_fees(row, currency)?;
    Ok(match charge_for(attendance.unwrap_or(Attendance::Attended), &fees, row.fee_waived) {
        billing::Charge::None => currency.zero(),
        billing::Charge::Amount(amount) => amount,
    })
}

/// Whether nobody is charged, or waits to be.
fn is_let_go(row: &ListedSession) -> Result<bool, Error> {
    let own = row.awaits_invoice || row.invoice_id.is_some();
    Ok(!own && sharing::share_views(row)?.iter().all(|share| !share.awaits_invoice && share.invoice.is_none()))
}

/// A session for the page.
pub(crate) fn view(row: &ListedSession, currency: Currency) -> Result<SessionView, Error> {
    let attendance = row.attendance.as_deref().and_then(Attendance::parse);
    let shares = sharing::share_views(row)?;
    let starts_at = store::stored(NaiveDateTime::parse_from_str(&row.starts_at, LOCAL).ok(), "start of a session")?;
    Ok(SessionView {
        id: row.id,
        client_id: row.client_id,
        client_name: names::full(&row.first_name, &row.last_name),
        service_id: row.service_id,
        service_name: row.service_name.clone(),
        starts_at: row.starts_at.clone(),
        ends_at: (starts_at + TimeDelta::minutes(row.minutes)).format(LOCAL).to_string(),
        minutes: store::count(row.minutes),
        attendance: attendance.map(attendance_view),
        fee_waived: row.fee_waived,
        awaits_invoice: row.awaits_invoice || shares.iter().any(|share| share.awaits_invoice),
        invoice_id: row.invoice_id,
        invoice_number: row.invoice_number.clone(),
        fee: charged_fee(row, currency)?.to_string(),
        series_id: row.series_id,
        has_note: row.has_note,
        shares,
    })
}

fn attendance_view(attendance: Attendance) -> AttendanceView {
    match attendance {
        Attendance::Attended => AttendanceView::Attended,
        Attendance::LateCancelled => AttendanceView::LateCancelled,
        Attendance::NoShow => AttendanceView::NoShow,
        Attendance::Cancelled => AttendanceView::Cancelled,
        Attendance::CancelledByTherapist => AttendanceView::CancelledByTherapist,
    }
}
