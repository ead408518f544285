//! Attendance: what became of sessions, and the invoices that come of it.

use billing::{
    Attendance, Change, Charge, ChargeChoice, ChargeStanding, Discount, Invoicing, LineInput, Money, Quantity,
    UnitPrice, change_attendance, charge_for, day_in_words, parse_day,
};
use chrono::NaiveDate;

use crate::{
    Practice,
    draft::{Draft, DraftLine},
    error::Error,
    ids::SessionId,
    issue, session,
    store::{
        self, Entity, Tracked,
        catalogue::{ServiceRow, TaxRow},
        client::ClientRow,
        session::SessionRow,
    },
    transact::{Act, Ask, Done},
    view::{Acted, AttendanceView, InvoiceRef, Marked},
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
                let Some((row, issued)) = mark(act, *id, wanted, waive_fee, issued_on).await? else { continue };
                marked.sessions.push(*id);
                if let Some((invoice, amount)) = issued {
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
            let (present, standing) = (present(&row), standing(act, &row).await?);
            let change = change_attendance(present, wanted, standing.as_ref(), ChargeChoice::Keep);
            let (Change::MarkAndKeep, Some(kept)) = (change.map_err(Error::rule)?, standing) else {
                return if present == wanted {
                    Ok(already(Marked { sessions: vec![], invoices: vec![] }))
                } else {
                    Err(Error::rule("No invoice charges this session, so there is no charge to keep."))
                };
            };
            let attendance = wanted.map(|attendance| attendance.as_str().to_owned());
            act.put(id.get(), &SessionRow { attendance, fee_waived: false, ..row.clone() }).await?;
            if let Some(invoice) = row.invoice_id {
                act.touched(Entity::Invoice, invoice.get());
            }
            act.touched(Entity::Client, row.client_id.get());
            let marked = Marked { sessions: vec![id], invoices: vec![] };
            let said = sentence(act, &marked, &row, wanted, act.currency.zero()).await?;
            Ok(Done::Something(marked, format!("{said}, and kept the charge on {}", kept.invoice_number)))
        })
        .await
    }
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
    Done::Nothing(marked, "It is marked so already".to_owned())
}

pub(crate) fn present(row: &SessionRow) -> Option<Attendance> {
    row.attendance.as_deref().and_then(Attendance::parse)
}

/// Marks one session; `None` if it is marked so already. Returns what it was before, and the invoice that came of it.
pub(crate) async fn mark(
    act: &mut Act<'_>,
    id: SessionId,
    wanted: Option<Attendance>,
    waive_fee: bool,
    issued_on: NaiveDate,
) -> Result<Option<(SessionRow, Option<(InvoiceRef, Money)>)>, Error> {
    let row = store::session::load(act.db(), id).await?;
    let present = present(&row);
    let waived = waive_fee && matches!(wanted, Some(Attendance::LateCancelled | Attendance::NoShow));
    // Waiving the fee is a change of its own, also where the mark stays.
    let compared = if waived == row.fee_waived { present } else { None };
    let standing = standing(act, &row).await?;
    if present == wanted && waived == row.fee_waived {
        return Ok(None);
    }
    let change = change_attendance(compared, wanted, standing.as_ref(), ChargeChoice::TakeOff).map_err(Error::rule)?;
    match change {
        Change::Unchanged | Change::MarkAndKeep => return Ok(None),
        Change::TakeOffAndMark => take_off(act, id, &row).await?,
        Change::Mark => {}
    }
    let marked = SessionRow {
        attendance: wanted.map(|attendance| attendance.as_str().to_owned()),
        fee_waived: waived,
        awaits_invoice: false,
        invoice_id: None,
        ..row.clone()
    };
    let issued = charge(act, id, marked, wanted, issued_on).await?;
    act.touched(Entity::Client, row.client_id.get());
    Ok(Some((row, issued)))
}

/// Writes the mark, and the invoice of what it charges or that the session waits for one.
async fn charge(
    act: &mut Act<'_>,
    id: SessionId,
    marked: SessionRow,
    wanted: Option<Attendance>,
    issued_on: NaiveDate,
) -> Result<Option<(InvoiceRef, Money)>, Error> {
    let client = store::client::load(act.db(), marked.client_id).await?;
    let service = load_service(act, &marked).await?;
    let charged = match wanted {
        None => None,
        Some(attendance) => charged_line(act, id, &marked, attendance, &client, &service).await?,
    };
    let Some(line) = charged else {
        act.put(id.get(), &marked).await?;
        return Ok(None);
    };
    if client.invoicing(&act.profile)? != Invoicing::PerSession {
        act.put(id.get(), &SessionRow { awaits_invoice: true, ..marked }).await?;
        return Ok(None);
    }
    let client_id = marked.client_id;
    let invoice = issue::number(act, client_id).await?;
    act.put(id.get(), &SessionRow { invoice_id: Some(invoice.id), ..marked }).await?;
    let draft = draft(act, &client, issued_on, vec![line]);
    let total = issue::write_first(act, invoice.id, (client_id, &client), &draft).await?;
    Ok(Some((invoice, total)))
}

pub(crate) async fn load_service(act: &mut Act<'_>, row: &SessionRow) -> Result<ServiceRow, Error> {
    ServiceRow::load(act.db(), row.service_id.get()).await?.ok_or(Error::NotFound("service"))
}

pub(crate) fn draft(act: &Act<'_>, client: &ClientRow, issued_on: NaiveDate, lines: Vec<DraftLine>) -> Draft {
    Draft {
        issued_on,
        due_on: billing::due_on(issued_on, act.profile.terms_days()),
        discount: None::<Discount>,
        note: String::new(),
        tax_exempt: client.tax_exempt,
        lines,
    }
}

/// The line that charges a session; `None` if its attendance charges nothing.
pub(crate) async fn charged_line(
    act: &mut Act<'_>,
    id: SessionId,
    row: &SessionRow,
    attendance: Attendance,
    client: &ClientRow,
    service: &ServiceRow,
) -> Result<Option<DraftLine>, Error> {
    let fees = session::fees(row, client.agreed_fee(row.service_id), service, act.currency)?;
    let Charge::Amount(amount) = charge_for(attendance, &fees, row.fee_waived) else { return Ok(None) };
    let mut taxes = Vec::new();
    for tax in &service.tax_ids {
        taxes.push(TaxRow::load(act.db(), tax.get()).await?.ok_or(Error::NotFound("tax"))?.tax()?);
    }
    let description = match attendance {
        Attendance::LateCancelled => format!("Late cancellation: {}", service.name),
        Attendance::NoShow => format!("No-show: {}", service.name),
        Attendance::Attended | Attendance::Cancelled | Attendance::CancelledByTherapist => service.name.clone(),
    };
    Ok(Some(DraftLine {
        session_id: Some(id),
        service_id: Some(row.service_id),
        product_id: None,
        description,
        service_on: Some(parse_day(row.day()).map_err(Error::rule)?),
        input: LineInput { quantity: Quantity::ONE, unit_price: UnitPrice::from(amount), discount: None, taxes },
    }))
}

/// A session that has not begun was neither attended nor missed.
fn refuse_early(act: &Act<'_>, row: &SessionRow, wanted: Option<Attendance>) -> Result<(), Error> {
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

async fn standing(act: &mut Act<'_>, row: &SessionRow) -> Result<Option<ChargeStanding>, Error> {
    let Some(invoice) = row.invoice_id else { return Ok(None) };
    let invoice = store::invoice::load(act.db(), invoice).await?;
    Ok(Some(ChargeStanding {
        applied: store::money(act.currency, invoice.applied_minor)?,
        locked: invoice.state()? == billing::InvoiceState::Locked,
        supplied_on: invoice.supplied_on,
        invoice_number: invoice.number,
    }))
}

/// Takes the charge of a session off its invoice, which is void if nothing is left on it.
async fn take_off(act: &mut Act<'_>, id: SessionId, row: &SessionRow) -> Result<(), Error> {
    let Some(invoice) = row.invoice_id else { return Ok(()) };
    let invoice = store::invoice::load(act.db(), invoice).await?;
    let lines = store::invoice::list_lines(act.db(), invoice.version_id).await?;
    let mut draft = Draft::of(&invoice, lines, act.currency)?;
    draft.lines.retain(|line| line.session_id != Some(id));
    issue::free(act, id).await?;
    if draft.lines.is_empty() {
        issue::void(act, &invoice, "The attendance changed").await
    } else {
        match issue::rewrite(act, &invoice, &draft).await {
            // There is no form with a discount here, so the way out is said.
            Err(Error::Fields(_)) => Err(Error::rule(format!(
                "The discount on {} is more than what would be left on it without this session. \
                 Open the invoice and lower its discount first, or make it void.",
                invoice.number
            ))),
            rewritten => rewritten.map(|_| ()),
        }
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
