//! Attendance: what became of sessions, and the invoices that come of it.

use billing::{Attendance, Change, ChargeChoice, Money, change_attendance, day_in_words, parse_day};
use chrono::NaiveDate;

use crate::{
    Practice, charge,
    error::{Checks, Error},
    ids::SessionId,
    session,
    store::{self, session::SessionRow},
    transact::{Act, Ask, Done},
    view::{Acted, AttendanceView, InvoiceRef, Marked},
};

impl Practice {
    /// Marks sessions, all of them or none; `None` takes the mark off. What the attendance charges is invoiced at once
    /// where invoices are made for each session, and waits under *not invoiced* where they are gathered by month or made
    /// by hand. Marking the same again has no effect, except that `waive_fee` changes for a session that is marked alone.
    /// Where some of several cannot be marked, the refusal names each, at `sessions.<place>`.
    ///
    /// # Errors
    /// [`billing::ChargeError`] where a charge that stands cannot be taken off; a session still to come.
    pub async fn mark_attendance(
        &self,
        ids: &[SessionId],
        attendance: Option<AttendanceView>,
        waive_fee: bool,
        ask: &Ask,
    ) -> Result<Acted<Marked>, Error> {
        let wanted = attendance.map(Attendance::from);
        self.transact("mark_attendance", ask, async |act| {
            let mut marked = Marked { sessions: vec![], invoices: vec![] };
            let mut total = act.currency.zero();
            let mut first = None;
            let issued_on = act.now.on;
            let several = ids.len() > 1;
            let mut checks = Checks::default();
            for (place, id) in ids.iter().enumerate() {
                let row = store::session::load(act.db(), *id).await?;
                if several && present(&row) == wanted {
                    continue;
                }
                let attempt = match refuse_early(act, &row, wanted) {
                    Ok(()) => mark(act, *id, &row, (wanted, waive_fee), issued_on).await,
                    Err(early) => Err(early),
                };
                let issued = match attempt {
                    Err(Error::Rule(why)) if several => {
                        let what = session::describe(act, &row).await?;
                        checks.wrong(format!("sessions.{place}"), format!("{what}: {why}"));
                        continue;
                    }
                    marked => marked?,
                };
                let Some(issued) = issued else { continue };
                marked.sessions.push(*id);
                for (invoice, amount) in issued {
                    total = total.plus(amount);
                    marked.invoices.push(invoice);
                }
                first.get_or_insert(row);
            }
            checks.finish()?;
            let Some(first) = first else {
                return Ok(already(marked));
            };
            let sentence = sentence(act, &marked, &first, wanted, total).await?;
            Ok(Done::Something(marked, sentence))
        })
        .await
    }
}

/// What is said where nothing was to be done.
pub(crate) const ALREADY: &str = "It is marked so already";

impl From<AttendanceView> for Attendance {
    fn from(view: AttendanceView) -> Self {
        match view {
            AttendanceView::Attended => Self::Attended,
            AttendanceView::LateCancelled => Self::LateCancelled,
            AttendanceView::NoShow => Self::NoShow,
            AttendanceView::Cancelled => Self::Cancelled,
            AttendanceView::CancelledByTherapist => Self::CancelledByTherapist,
        }
    }
}

/// Nothing was to be done.
pub(crate) fn already(marked: Marked) -> Done<Marked> {
    Done::Nothing(marked, ALREADY.to_owned())
}

/// How a session is marked.
pub(crate) fn present(row: &SessionRow) -> Option<Attendance> {
    row.attendance.as_deref().and_then(Attendance::parse)
}

/// Marks one session, which is `row`; `None` if it is marked so already. The invoices that came of it: one for each payer
/// at most.
pub(crate) async fn mark(
    act: &mut Act<'_>,
    id: SessionId,
    row: &SessionRow,
    (wanted, waive_fee): (Option<Attendance>, bool),
    issued_on: NaiveDate,
) -> Result<Option<Vec<(InvoiceRef, Money)>>, Error> {
    let present = present(row);
    let waived = waive_fee && matches!(wanted, Some(Attendance::LateCancelled | Attendance::NoShow));
    // Waiving the fee is a change of its own, also where the mark stays.
    let compared = if waived == row.fee_waived { present } else { None };
    let standing = charge::standing(act, row).await?;
    if present == wanted && waived == row.fee_waived {
        return Ok(None);
    }
    let change = change_attendance(compared, wanted, &standing, ChargeChoice::TakeOff).map_err(Error::rule)?;
    match change {
        Change::Unchanged | Change::MarkAndKeep | Change::CreditAndMark | Change::CreditMarkAndCharge => {
            return Ok(None);
        }
        Change::TakeOffAndMark => charge::take_off(act, id, row).await?,
        Change::Mark => {}
    }
    let attendance = wanted.map(|attendance| attendance.as_str().to_owned());
    let marked = SessionRow { attendance, fee_waived: waived, ..row.uncharged() };
    charge::write(act, id, marked, issued_on).await.map(Some)
}

/// A session that has not begun was neither attended nor missed.
pub(crate) fn refuse_early(act: &Act<'_>, row: &SessionRow, wanted: Option<Attendance>) -> Result<(), Error> {
    let day = parse_day(row.day()).map_err(Error::rule)?;
    match wanted {
        Some(attendance @ (Attendance::Attended | Attendance::NoShow)) if day > act.now.on => {
            Err(Error::rule(format!(
                "This session is on {}, so it cannot be marked {attendance} yet. Mark it on that day, or move it.",
                day_in_words(day)
            )))
        }
        _ => Ok(()),
    }
}

/// What marking sessions did, in a sentence.
pub(crate) async fn sentence(
    act: &mut Act<'_>,
    marked: &Marked,
    first: &SessionRow,
    wanted: Option<Attendance>,
    total: Money,
) -> Result<String, Error> {
    let what = match marked.sessions.len() {
        1 => session::describe(act, first).await?,
        count => format!("{count} sessions"),
    };
    let verb = match wanted {
        Some(attendance) => format!("Marked {what} {attendance}"),
        None => format!("Took the mark off {what}"),
    };
    Ok(match marked.invoices.as_slice() {
        [] => verb,
        [only] => format!("{verb}: {} over {total}", only.number),
        invoices => format!("{verb}: {} invoices over {total}", invoices.len()),
    })
}
