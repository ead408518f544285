//! Attendance: what became of sessions, and the invoices that come of it.

use billing::{
    Attendance, Change, ChargeChoice, ChargeError, ChargeStanding, Money, change_attendance, day_in_words, parse_day,
};
use chrono::NaiveDate;

use crate::{
    Practice, charge, crediting,
    error::Error,
    ids::SessionId,
    session,
    store::{self, Entity, session::SessionRow},
    transact::{Act, Ask, Done},
    view::{Acted, AttendanceView, Credited, CreditedCharge, InvoiceRef, Marked},
};

impl Practice {
    /// Marks sessions, all of them or none; `None` takes the mark off. What the attendance charges is invoiced at once
    /// where invoices are made for each session, and waits under *not invoiced* where they are gathered by month or made
    /// by hand. Marking the same again has no effect, except that `waive_fee` changes for a session that is marked alone.
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
            for id in ids {
                let row = store::session::load(act.db(), *id).await?;
                refuse_early(act, &row, wanted)?;
                if ids.len() > 1 && present(&row) == wanted {
                    continue;
                }
                let Some(issued) = mark(act, *id, &row, (wanted, waive_fee), issued_on).await? else { continue };
                marked.sessions.push(*id);
                for (invoice, amount) in issued {
                    total = total.plus(amount);
                    marked.invoices.push(invoice);
                }
                first.get_or_insert(row);
            }
            let Some(first) = first else {
                return Ok(already(marked));
            };
            let sentence = sentence(act, &marked, &first, wanted, total).await?;
            Ok(Done::Something(marked, sentence))
        })
        .await
    }

    /// Marks a session otherwise and keeps the charge that stands for it (money-rules 5, *Change of attendance*).
    ///
    /// # Errors
    /// No invoice charges the session; a session still to come.
    pub async fn mark_keeping_charge(
        &self,
        id: SessionId,
        attendance: AttendanceView,
        ask: &Ask,
    ) -> Result<Acted<Marked>, Error> {
        let wanted = Some(Attendance::from(attendance));
        self.transact("mark_keeping_charge", ask, async |act| {
            let row = store::session::load(act.db(), id).await?;
            refuse_early(act, &row, wanted)?;
            let (present, standing) = (present(&row), charge::standing(act, &row).await?);
            let change = change_attendance(present, wanted, &standing, ChargeChoice::Keep).map_err(Error::rule)?;
            if change != Change::MarkAndKeep {
                return if present == wanted {
                    Ok(already(Marked { sessions: vec![], invoices: vec![] }))
                } else {
                    Err(Error::rule("No invoice charges this session, so there is no charge to keep."))
                };
            }
            let kept = standing.into_iter().map(|charge| charge.invoice_number).collect::<Vec<_>>().join(" and ");
            let attendance = wanted.map(|attendance| attendance.as_str().to_owned());
            let mut marked = SessionRow { attendance, fee_waived: false, ..row.clone() };
            if !wanted.is_some_and(Attendance::may_charge) {
                marked.wait_no_longer();
            }
            act.put(id.get(), &marked).await?;
            for (payer, invoice) in row.invoices() {
                act.touched(Entity::Invoice, invoice.get());
                act.touched(Entity::Client, payer.get());
            }
            let marked = Marked { sessions: vec![id], invoices: vec![] };
            let said = sentence(act, &marked, &row, wanted, act.currency.zero()).await?;
            Ok(Done::Something(marked, format!("{said}, and kept the charge on {kept}")))
        })
        .await
    }

    /// Marks a session otherwise and lets go of the charge that stands for it: taken off where nobody has seen or paid
    /// it, else credited in full. The credited money goes against what is outstanding first: on the invoice that charged
    /// the session, then on the one that charges the fee instead. The rest is kept as credit.
    ///
    /// # Errors
    /// [`billing::ChargeError`]; a session still to come.
    pub async fn mark_crediting_charge(
        &self,
        id: SessionId,
        attendance: Option<AttendanceView>,
        choice: CreditedCharge,
        ask: &Ask,
    ) -> Result<Acted<Credited>, Error> {
        let wanted = attendance.map(Attendance::from);
        self.transact("mark_crediting_charge", ask, async |act| {
            let row = store::session::load(act.db(), id).await?;
            refuse_early(act, &row, wanted)?;
            let standing = charge::standing(act, &row).await?;
            let choice = match choice {
                CreditedCharge::Free => ChargeChoice::Free,
                CreditedCharge::Instead => ChargeChoice::Instead,
            };
            let change = change_attendance(present(&row), wanted, &standing, choice).map_err(Error::rule)?;
            let instead = match change {
                Change::CreditMarkAndCharge => true,
                Change::CreditAndMark => false,
                Change::Unchanged | Change::Mark | Change::TakeOffAndMark | Change::MarkAndKeep => {
                    let nothing = Credited { credit_notes: vec![], invoices: vec![] };
                    return Ok(Done::Nothing(nothing, ALREADY.to_owned()));
                }
            };
            let credited = credit_and_mark(act, id, &row, &standing, (wanted, instead)).await?;
            let marked = Marked { sessions: vec![id], invoices: vec![] };
            let said = sentence(act, &marked, &row, wanted, act.currency.zero()).await?;
            let sentence = format!("{said}, {}", credited_sentence(&credited, instead));
            Ok(Done::Something(credited, sentence))
        })
        .await
    }
}

const ALREADY: &str = "It is marked so already";

/// Lets go of the charges of a session and marks it; `instead`, what the mark charges is charged anew.
pub(crate) async fn credit_and_mark(
    act: &mut Act<'_>,
    id: SessionId,
    row: &SessionRow,
    standing: &[ChargeStanding],
    (wanted, instead): (Option<Attendance>, bool),
) -> Result<Credited, Error> {
    let fee_waived = !instead && matches!(wanted, Some(Attendance::LateCancelled | Attendance::NoShow));
    let attendance = wanted.map(|attendance| attendance.as_str().to_owned());
    let marked = SessionRow { attendance, fee_waived, ..row.uncharged() };
    if instead && charge::lines(act, id, &marked).await?.is_empty() {
        return Err(Error::rule(ChargeError::NoFee));
    }
    let notes = charge::credit(act, id, row, standing).await?;
    let mut invoices = Vec::new();
    if instead {
        let issued_on = act.now.on;
        for (invoice, _) in charge::write(act, id, marked, issued_on).await? {
            let payer = store::invoice::load(act.db(), invoice.id).await?.client_id;
            for (_, note) in notes.iter().filter(|(client, _)| *client == payer) {
                crediting::apply_rest(act, note, payer, invoice.id).await?;
            }
            invoices.push(invoice);
        }
    } else {
        act.put(id.get(), &marked).await?;
        for payer in marked.payers() {
            act.touched(Entity::Client, payer.get());
        }
    }
    Ok(Credited { credit_notes: notes.into_iter().map(|(_, note)| note).collect(), invoices })
}

/// What letting a charge go did, in a sentence.
pub(crate) fn credited_sentence(credited: &Credited, instead: bool) -> String {
    let notes: Vec<&str> = credited.credit_notes.iter().map(|note| note.number.as_str()).collect();
    let invoices: Vec<&str> = credited.invoices.iter().map(|invoice| invoice.number.as_str()).collect();
    let what = if instead { "credited what was charged" } else { "free of charge" };
    let with = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    let anew = if invoices.is_empty() { String::new() } else { format!(" and charged {}", invoices.join(", ")) };
    format!("{what}{with}{anew}")
}

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

fn already(marked: Marked) -> Done<Marked> {
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

async fn sentence(
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
