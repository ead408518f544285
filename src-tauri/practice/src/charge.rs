//! What a session charges its payers: written on invoices, left waiting, and taken off again.

use billing::{
    Attendance, Charge, ChargeStanding, InvoiceState, Invoicing, LineInput, Money, Quantity, UnitPrice, charge_for,
    parse_day, share_charge,
};
use chrono::NaiveDate;

use crate::{
    crediting,
    draft::{Draft, DraftLine},
    error::Error,
    ids::{ClientId, InvoiceId, SessionId},
    issue, session,
    store::{
        self, Entity, Tracked,
        catalogue::{ServiceRow, TaxRow},
        client::ClientRow,
        invoice::LineRow,
        session::SessionRow,
        session_share::Charged,
    },
    transact::Act,
    view::{CreditCause, CreditNoteRef, InvoiceRef},
};

/// What a payer is charged for a session.
pub(crate) struct PayerLine {
    pub client_id: ClientId,
    pub client: ClientRow,
    pub line: DraftLine,
}

/// Writes a session as it is marked, with an invoice at once for each payer whose invoices are made for each session;
/// what the others are charged waits.
pub(crate) async fn write(
    act: &mut Act<'_>,
    id: SessionId,
    mut marked: SessionRow,
    issued_on: NaiveDate,
) -> Result<Vec<(InvoiceRef, Money)>, Error> {
    let mut issued = Vec::new();
    for PayerLine { client_id, client, line } in lines(act, id, &marked).await? {
        if client.invoicing(&act.profile)? == Invoicing::PerSession {
            let invoice = issue::number(act, client_id).await?;
            marked.charge(client_id, Charged::On(invoice.id));
            issued.push((invoice, client_id, client, line));
        } else {
            marked.charge(client_id, Charged::Waits);
        }
    }
    act.put(id.get(), &marked).await?;
    for payer in marked.payers() {
        act.touched(Entity::Client, payer.get());
    }
    let mut written = Vec::new();
    for (invoice, client_id, client, line) in issued {
        let draft = draft(act, &client, issued_on, vec![line]);
        let total = issue::write_first(act, invoice.id, (client_id, &client), &draft).await?;
        written.push((invoice, total));
    }
    Ok(written)
}

/// A new invoice of a payer for what sessions charge.
pub(crate) fn draft(act: &Act<'_>, client: &ClientRow, issued_on: NaiveDate, lines: Vec<DraftLine>) -> Draft {
    Draft {
        issued_on,
        due_on: billing::due_on(issued_on, act.profile.terms_days()),
        discount: None,
        note: String::new(),
        tax_exempt: client.tax_exempt,
        tax_rounding: act.profile.tax_rounding(),
        lines,
        goods: vec![],
        stock_reason: String::new(),
    }
}

/// The line that charges each payer of a session: its own client first, then those who share it. Who has no part of the
/// charge has no line; what costs nothing is a line of the session's own client.
pub(crate) async fn lines(act: &mut Act<'_>, id: SessionId, row: &SessionRow) -> Result<Vec<PayerLine>, Error> {
    let Some((attendance, amount, own, service)) = charged(act, row).await? else { return Ok(vec![]) };
    let mut taxes = Vec::new();
    for tax in &service.tax_ids {
        taxes.push(TaxRow::load(act.db(), tax.get()).await?.ok_or(Error::NotFound("tax"))?.tax()?);
    }
    let what = match attendance {
        Attendance::LateCancelled => format!("Late cancellation: {}", service.name),
        Attendance::NoShow => format!("No-show: {}", service.name),
        Attendance::Attended | Attendance::Cancelled | Attendance::CancelledByTherapist => service.name.clone(),
    };
    let service_on = Some(parse_day(row.day()).map_err(Error::rule)?);
    let line = |description: String, part: Money| DraftLine {
        session_id: Some(id),
        service_id: Some(row.service_id),
        product_id: None,
        record_id: None,
        description,
        service_on,
        input: LineInput {
            quantity: Quantity::ONE,
            unit_price: UnitPrice::from(part),
            discount: None,
            taxes: taxes.clone(),
        },
    };
    if row.shares.is_empty() {
        return Ok(vec![PayerLine { client_id: row.client_id, client: own, line: line(what, amount) }]);
    }
    let shares = row.rates()?;
    let own_share = store::stored(billing::own_share(&shares).ok(), "share of a session")?;
    let parts = share_charge(amount, &shares);
    let mut lines = Vec::new();
    if !parts.own.is_zero() || amount.is_zero() {
        let line = line(format!("{what}, {own_share} of {amount}"), parts.own);
        lines.push(PayerLine { client_id: row.client_id, client: own, line });
    }
    for ((payer, share), part) in row.shares.iter().zip(shares).zip(parts.others) {
        if !part.is_zero() {
            let client = store::client::load(act.db(), payer.client_id).await?;
            let line = line(format!("{what}, {share} of {amount}"), part);
            lines.push(PayerLine { client_id: payer.client_id, client, line });
        }
    }
    Ok(lines)
}

/// What a session charges all its payers together, as it is marked.
pub(crate) async fn fee(act: &mut Act<'_>, row: &SessionRow) -> Result<Money, Error> {
    Ok(charged(act, row).await?.map_or(act.currency.zero(), |(_, amount, ..)| amount))
}

/// What a session charges, with the client and the service that the fee comes from; nothing where there is no charge.
async fn charged(
    act: &mut Act<'_>,
    row: &SessionRow,
) -> Result<Option<(Attendance, Money, ClientRow, ServiceRow)>, Error> {
    let Some(attendance) = row.attendance.as_deref().and_then(Attendance::parse) else { return Ok(None) };
    let own = store::client::load(act.db(), row.client_id).await?;
    let service = ServiceRow::load(act.db(), row.service_id.get()).await?.ok_or(Error::NotFound("service"))?;
    let fees = session::fees(row, own.agreed_fee(row.service_id), &service, act.currency)?;
    Ok(match charge_for(attendance, &fees, row.fee_waived) {
        Charge::None => None,
        Charge::Amount(amount) => Some((attendance, amount, own, service)),
    })
}

/// The invoices that charge a session, one for each payer at most.
pub(crate) async fn standing(act: &mut Act<'_>, row: &SessionRow) -> Result<Vec<ChargeStanding>, Error> {
    let mut standing = Vec::new();
    let closed_through = act.profile.closed_through;
    for (_, invoice) in row.invoices() {
        let invoice = store::invoice::load(act.db(), invoice).await?;
        standing.push(ChargeStanding {
            applied: store::money(act.currency, invoice.applied_minor)?,
            locked: invoice.state()? == InvoiceState::Locked,
            closed: closed_through.is_some_and(|through| invoice.issued_on <= through),
            supplied_on: invoice.supplied_on,
            credited_by: store::credit_note::find_live(act.db(), invoice.id).await?.map(|note| note.number),
            invoice_number: invoice.number,
        });
    }
    Ok(standing)
}

/// Takes the charges of a session off their invoices, each of which is void if nothing is left on it.
pub(crate) async fn take_off(act: &mut Act<'_>, id: SessionId, row: &SessionRow) -> Result<(), Error> {
    for (payer, invoice) in row.invoices() {
        take_off_one(act, id, (payer, invoice)).await?;
    }
    Ok(())
}

async fn take_off_one(act: &mut Act<'_>, id: SessionId, (payer, invoice): (ClientId, InvoiceId)) -> Result<(), Error> {
    let invoice = store::invoice::load(act.db(), invoice).await?;
    let lines = store::invoice::list_lines(act.db(), invoice.version_id).await?;
    let mut draft = Draft::of(&invoice, lines, &act.profile)?;
    draft.lines.retain(|line| line.session_id != Some(id));
    free(act, id, payer).await?;
    if draft.lines.is_empty() {
        return issue::void(act, &invoice, "The attendance changed", &[]).await;
    }
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

/// Lets the charges of a session go: each is taken off where that may be, else credited in full. The notes, with whose
/// invoice each lowers.
pub(crate) async fn credit(
    act: &mut Act<'_>,
    id: SessionId,
    row: &SessionRow,
    standing: &[ChargeStanding],
) -> Result<Vec<(ClientId, CreditNoteRef)>, Error> {
    let mut notes = Vec::new();
    for ((payer, invoice), charge) in row.invoices().into_iter().zip(standing) {
        if charge.may_be_taken_off().is_ok() {
            take_off_one(act, id, (payer, invoice)).await?;
            continue;
        }
        let invoice = store::invoice::load(act.db(), invoice).await?;
        let of_session = |line: &LineRow| line.session_id == Some(id);
        let note = crediting::credit_lines(act, &invoice, CreditCause::Service, of_session).await?;
        notes.extend(note.map(|note| (payer, note)));
    }
    Ok(notes)
}

/// Takes what a payer is charged for a session off its invoice; it waits for another, unless the session was cancelled
/// and its charge was only kept.
pub(crate) async fn free(act: &mut Act<'_>, session: SessionId, payer: ClientId) -> Result<(), Error> {
    let mut row = store::session::load(act.db(), session).await?;
    let waits = row.attendance.as_deref().and_then(Attendance::parse).is_some_and(Attendance::may_charge);
    row.charge(payer, if waits { Charged::Waits } else { Charged::Nothing });
    act.put(session.get(), &row).await?;
    Ok(())
}

/// Puts what a payer is charged for a session on an invoice.
pub(crate) async fn claim(
    act: &mut Act<'_>,
    session: SessionId,
    payer: ClientId,
    invoice: InvoiceId,
) -> Result<(), Error> {
    let mut row = store::session::load(act.db(), session).await?;
    row.charge(payer, Charged::On(invoice));
    act.put(session.get(), &row).await?;
    Ok(())
}
