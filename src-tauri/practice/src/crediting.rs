//! Credit notes are written: the one place where their lines and amounts come from.

use billing::{
    Belonging, CreditLine, CreditedLine, CreditedTax, Currency, Money, Quantity, Rate, Settlement, SourceKind, Wanted,
    credit_line, goodwill_makes_way, share_out,
};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    application, dating,
    error::Error,
    frozen,
    goods::{self, Credited},
    ids::{ClientId, CreditNoteId, InvoiceId},
    refund,
    store::{
        self, Entity,
        credit_note::{CreditNoteRow, NoteLineRow},
        invoice::{InvoiceRow, LineTaxRow},
        ledger::{self, Applied, Link},
        money,
        source::SourceRow,
        stored,
    },
    transact::Act,
    view::{CreditCause, CreditNoteRef},
    write_off,
};

/// What a credit note says beside its lines.
pub(crate) struct CreditNoteOf<'a> {
    pub cause: CreditCause,
    /// Printed on it.
    pub note: &'a str,
    /// The day from which its money counts.
    pub issued_on: NaiveDate,
}

impl<'a> CreditNoteOf<'a> {
    /// One of today.
    pub(crate) fn today(act: &Act<'_>, cause: CreditCause, note: &'a str) -> Self {
        Self { cause, note, issued_on: act.now.on }
    }
}

/// Writes a new credit note; its money is used by nothing yet.
pub(crate) async fn write(
    act: &mut Act<'_>,
    client: ClientId,
    invoice: Option<&InvoiceRow>,
    of: &CreditNoteOf<'_>,
    lines: &[NoteLineRow],
) -> Result<CreditNoteRef, Error> {
    let (first, kind) = (act.profile.credit_note_first, SourceKind::CreditNote);
    let sequence = store::source::next_sequence(act.db(), kind, first).await?;
    let number = act.profile.credit_note_number(sequence)?;
    let payer = store::client::load(act.db(), client).await?;
    let (letterhead_id, bill_to_id) = (frozen::practice(act).await?, frozen::payer(act, &payer).await?);
    let operation = act.operation;
    let source = store::source::insert(act.db(), operation, kind, (sequence, &number), client).await?;
    let id = CreditNoteId::from(source.get());
    let row = CreditNoteRow {
        invoice_id: invoice.map(|row| row.id),
        cause: cause_code(of.cause).to_owned(),
        issued_on: of.issued_on,
        note: of.note.to_owned(),
        letterhead_id,
        bill_to_id,
        net_minor: lines.iter().map(|line| line.net_minor).sum(),
        tax_minor: lines.iter().map(|line| line.tax_minor).sum(),
    };
    store::credit_note::save(act.db(), id, client, &row, lines).await?;
    let total_minor = row.net_minor + row.tax_minor;
    ledger::save_source_amount(act.db(), operation, (source, client), of.issued_on, total_minor).await?;
    act.made(Entity::CreditNote, id.get());
    act.touched(Entity::Client, client.get());
    if let Some(row) = invoice {
        act.touched(Entity::Invoice, row.id.get());
    }
    Ok(CreditNoteRef { id, number })
}

/// What an invoice has left to pay where a credit note comes on it.
pub(crate) struct Room {
    pub outstanding: Money,
    /// The goodwill that came off it.
    pub goodwill: Vec<(Link, Money)>,
    /// What money other than goodwill paid of it, and no credit note left to the client yet.
    pub paid: Money,
}

impl Room {
    /// For a note over `total` without an invoice: there is nothing to put it on.
    pub(crate) fn without_invoice(total: Money) -> Self {
        Self { outstanding: total.none(), goodwill: Vec::new(), paid: total }
    }
}

/// Makes room on an invoice for a credit note over `total`, so that nobody gets back what was never paid: what was written
/// off is owed again as far as it is credited, and goodwill comes off as far as no other money paid the invoice.
pub(crate) async fn make_room(act: &mut Act<'_>, invoice: &InvoiceRow, total: Money) -> Result<Room, Error> {
    let outstanding = write_off::make_room(act, invoice, total, "credited").await?;
    let goodwill = release_goodwill(act, invoice, total.less(outstanding)).await?;
    let outstanding = goodwill.iter().fold(outstanding, |sum, (_, amount)| sum.plus(*amount));
    let currency = act.currency;
    let PaidWith { own, kept, .. } = paid_with(act.db(), invoice, currency).await?;
    Ok(Room { outstanding, goodwill, paid: own.less(kept) })
}

/// What was paid on an invoice: the money of clients, and goodwill by its application.
struct PaidWith {
    own: Money,
    goodwill: Vec<(Applied, SourceRow)>,
    linked: Vec<ClientId>,
    /// What earlier credit notes on it left to the client.
    kept: Money,
}

async fn paid_with(db: &mut SqliteConnection, invoice: &InvoiceRow, currency: Currency) -> Result<PaidWith, Error> {
    let kept_minor = store::credit_note::kept_of_invoice(db, invoice.id).await?;
    let kept = money(currency, kept_minor)?;
    let mut paid = PaidWith { own: currency.zero(), goodwill: Vec::new(), linked: Vec::new(), kept };
    for applied in ledger::list_by_invoice(db, invoice.id).await? {
        let source = store::source::load(db, applied.source_id).await?;
        if applied.source_client_id != invoice.client_id && !paid.linked.contains(&applied.source_client_id) {
            paid.linked.push(applied.source_client_id);
        }
        if source.belonging()? == Belonging::Goodwill {
            paid.goodwill.push((applied, source));
        } else if store::credit_note::find_invoice(db, applied.source_id).await? != Some(invoice.id) {
            paid.own = paid.own.plus(money(currency, applied.amount_minor)?);
        }
    }
    Ok(paid)
}

/// What of a credit note over `total` on an invoice would be money to give back: neither what is still owed, nor what was
/// written off, nor goodwill.
pub(crate) async fn money_to_give_back(
    db: &mut SqliteConnection,
    invoice: &InvoiceRow,
    total: Money,
    currency: Currency,
) -> Result<Money, Error> {
    let standing = invoice.standing(currency)?;
    let kept = total.less(standing.outstanding().plus(standing.written_off));
    let paid = paid_with(db, invoice, currency).await?;
    let present = paid.goodwill.iter().try_fold(currency.zero(), |sum, (applied, _)| {
        money(currency, applied.amount_minor).map(|amount| sum.plus(amount))
    })?;
    Ok(kept.less(goodwill_makes_way(kept.plus(paid.kept), paid.own, present)))
}

/// Takes goodwill off an invoice, the newest first, where `kept` of a note would be left to the client.
async fn release_goodwill(act: &mut Act<'_>, invoice: &InvoiceRow, kept: Money) -> Result<Vec<(Link, Money)>, Error> {
    let (currency, zero) = (act.currency, act.currency.zero());
    let mut released = Vec::new();
    if kept.is_zero() {
        return Ok(released);
    }
    let PaidWith { own, goodwill, linked, kept: kept_before } = paid_with(act.db(), invoice, currency).await?;
    for payer in linked {
        let (payer, own) =
            (store::client::load(act.db(), payer).await?, store::client::load(act.db(), invoice.client_id).await?);
        act.warn(format!(
            "{} was paid with money of {}. What the credit note leaves is credit of {}.",
            invoice.number,
            payer.name(),
            own.name()
        ));
    }
    let kept = kept.plus(kept_before);
    let rows = ledger::list_rows_of_invoice(act.db(), invoice.id).await?;
    let newest_first: Vec<_> = billing::newest_first(&rows, zero)
        .into_iter()
        .filter(|share| goodwill.iter().any(|(applied, _)| applied.source_id == share.id))
        .collect();
    let present = newest_first.iter().fold(zero, |sum, share| sum.plus(share.amount));
    let stays = present.less(goodwill_makes_way(kept, own, present));
    for back in billing::give_way(stays, &newest_first) {
        let Some((applied, source)) = goodwill.iter().find(|(applied, _)| applied.source_id == back.id) else {
            continue;
        };
        application::unapply(act, applied.link(), back.amount).await?;
        act.warn(format!(
            "{} of {} comes off {}, because it was goodwill and is no money to give back.",
            back.amount, source.number, invoice.number
        ));
        application::warn_of_lapse(act, source, back.amount)?;
        released.push((applied.link(), back.amount));
    }
    Ok(released)
}

/// Puts money of a credit note on an invoice.
pub(crate) async fn apply(
    act: &mut Act<'_>,
    note: &CreditNoteRef,
    client: ClientId,
    invoice: &InvoiceRow,
    amount: Money,
) -> Result<(), Error> {
    if amount.is_zero() {
        return Ok(());
    }
    let link = Link { source: note.id.into(), source_client: client, invoice: invoice.id, client: invoice.client_id };
    application::apply(act, link, amount).await
}

/// Puts what remains of a credit note on another invoice of its client, as far as that has something to pay. How much.
pub(crate) async fn apply_rest(
    act: &mut Act<'_>,
    note: &CreditNoteRef,
    client: ClientId,
    invoice: InvoiceId,
) -> Result<Money, Error> {
    let row = store::invoice::load(act.db(), invoice).await?;
    let left = store::source::load(act.db(), note.id.into()).await?.standing(act.currency)?.remaining();
    let room = row.standing(act.currency)?.outstanding();
    let moved = left.min(room);
    apply(act, note, client, &row, moved).await?;
    Ok(moved)
}

/// Why nothing of what credit notes leave is paid back.
pub(crate) const NOTHING_TO_GIVE_BACK: &str =
    "Nothing that was received is left to give back. Keep it as credit instead.";

/// As much of what a credit note leaves to its client as can be paid back: no more than was received for the client.
pub(crate) async fn can_go_back(act: &mut Act<'_>, note: &CreditNoteRef, kept: Money) -> Result<Money, Error> {
    let client = store::source::load(act.db(), note.id.into()).await?.client_id;
    let received_minor = refund::received_left(act.db(), client).await?;
    let back = kept.min(money(act.currency, received_minor)?);
    if back < kept {
        let (stays, name) = (kept.less(back), store::client::load(act.db(), client).await?.name());
        act.warn(format!(
            "{stays} of {} stays as credit: no more that was received for {name} is left to give back.",
            note.number
        ));
    }
    Ok(back)
}

/// Puts goodwill that came off one invoice on another of its client, as far as that has something to pay and the goodwill
/// can still be used.
pub(crate) async fn put_goodwill_on(
    act: &mut Act<'_>,
    goodwill: &[(Link, Money)],
    invoice: InvoiceId,
) -> Result<(), Error> {
    for (link, amount) in goodwill {
        let source = store::source::load(act.db(), link.source).await?.standing(act.currency)?;
        let row = store::invoice::load(act.db(), invoice).await?;
        let free = source.available(dating::day_of_act(act, row.issued_on));
        let share = (*amount).min(row.standing(act.currency)?.outstanding()).min(free);
        if !share.is_zero() {
            application::apply(act, Link { invoice, ..*link }, share).await?;
        }
    }
    Ok(())
}

/// Lowers an invoice by `amount` with a credit note over its lines in proportion; the money goes against the invoice
/// first, the rest is kept as credit. `field` is where the amount was typed.
pub(crate) async fn lower(
    act: &mut Act<'_>,
    invoice: InvoiceId,
    amount: Money,
    field: &str,
) -> Result<CreditNoteRef, Error> {
    let row = store::invoice::load(act.db(), invoice).await?;
    let lines = creditable_in(act, &row).await?;
    let left: Vec<Money> = lines.iter().map(|(_, line)| line.left()).collect();
    let all = left.iter().fold(act.currency.zero(), |sum, left| sum.plus(*left));
    if amount > all {
        return Err(Error::field(field, format!("Only {all} of {} can still be credited.", row.number)));
    }
    let mut note_lines = Vec::new();
    for ((line_id, line), part) in lines.iter().zip(share_out(amount, &left)) {
        if !part.is_zero() {
            note_lines.push(note_line(*line_id, line, Wanted::Amount(part))?);
        }
    }
    let room = make_room(act, &row, amount).await?;
    let note =
        write(act, row.client_id, Some(&row), &CreditNoteOf::today(act, CreditCause::Correction, ""), &note_lines)
            .await?;
    apply(act, &note, row.client_id, &row, Settlement::usual(amount, room.outstanding).applied).await?;
    Ok(note)
}

/// Credits all that is left of single lines of an invoice; the money goes against the invoice first, the rest is kept as
/// credit, and goods go back into stock. There is no note where nothing is left of them.
pub(crate) async fn credit_lines(
    act: &mut Act<'_>,
    row: &InvoiceRow,
    cause: CreditCause,
    which: impl Fn(&store::invoice::LineRow) -> bool,
) -> Result<Option<CreditNoteRef>, Error> {
    let stored_lines = store::invoice::list_lines(act.db(), row.version_id).await?;
    let lines = creditable_in(act, row).await?;
    let chosen: Vec<_> =
        lines.into_iter().zip(&stored_lines).filter(|(_, line)| which(line)).map(|(line, _)| line).collect();
    if chosen.iter().all(|(_, line)| line.left().is_zero()) {
        return Ok(None);
    }
    let note_lines = in_full(&chosen)?;
    let total = total(act.currency, &note_lines)?;
    let room = make_room(act, row, total).await?;
    let of = CreditNoteOf::today(act, cause, "");
    let note = write(act, row.client_id, Some(row), &of, &note_lines).await?;
    apply(act, &note, row.client_id, row, Settlement::usual(total, room.outstanding).applied).await?;
    let mut goods = Vec::new();
    for (line, (_, left)) in stored_lines.iter().filter(|line| which(line)).zip(&chosen) {
        if left.left().is_zero() {
            continue;
        }
        goods.push(Credited { line, restock: left.left_thousandths() / 1_000, deactivate: true });
    }
    goods::credit(act, (row.id, &note.number), &goods).await?;
    Ok(Some(note))
}

/// The lines of an invoice as it is now, with what live notes took of them.
pub(crate) async fn creditable(
    db: &mut SqliteConnection,
    row: &InvoiceRow,
    currency: Currency,
) -> Result<Vec<(i64, CreditLine)>, Error> {
    let lines = store::invoice::list_lines(db, row.version_id).await?;
    let credited = store::credit_note::list_credited(db, row.version_id).await?;
    lines
        .into_iter()
        .zip(credited)
        .map(|(line, credited)| {
            let taxes = line
                .taxes
                .iter()
                .map(|tax| {
                    Ok(CreditedTax {
                        name: tax.name.clone(),
                        rate: stored(Rate::from_e4(tax.rate_e4), "rate")?,
                        included: tax.included,
                        tax: money(currency, tax.tax_minor)?,
                    })
                })
                .collect::<Result<_, Error>>()?;
            let credited_taxes = credited.taxes_minor.iter().map(|minor| money(currency, *minor));
            let line = CreditLine {
                description: line.description,
                quantity: stored(Quantity::from_thousandths(line.quantity_thousandths), "quantity")?,
                net: money(currency, line.net_minor)?,
                taxes,
                credited_thousandths: credited.thousandths,
                credited_net: money(currency, credited.net_minor)?,
                credited_taxes: credited_taxes.collect::<Result<_, _>>()?,
            };
            Ok((credited.line_id, line))
        })
        .collect()
}

/// The same inside an act.
pub(crate) async fn creditable_in(act: &mut Act<'_>, row: &InvoiceRow) -> Result<Vec<(i64, CreditLine)>, Error> {
    let currency = act.currency;
    creditable(act.db(), row, currency).await
}

/// All that is left of the lines of which something is.
pub(crate) fn in_full(lines: &[(i64, CreditLine)]) -> Result<Vec<NoteLineRow>, Error> {
    let left: Vec<NoteLineRow> = lines
        .iter()
        .filter(|(_, line)| !line.left().is_zero())
        .map(|(id, line)| note_line(*id, line, Wanted::Rest))
        .collect::<Result<_, _>>()?;
    if left.is_empty() { Err(Error::rule("There is nothing to credit: it came to nothing.")) } else { Ok(left) }
}

/// What a note takes of a line.
pub(crate) fn note_line(line_id: i64, line: &CreditLine, wanted: Wanted) -> Result<NoteLineRow, Error> {
    Ok(taken_line(line_id, line, &credit_line(line, wanted).map_err(Error::rule)?))
}

/// A line of a note over what is taken of an invoice's line.
pub(crate) fn taken_line(line_id: i64, line: &CreditLine, credited: &CreditedLine) -> NoteLineRow {
    let taxes: Vec<LineTaxRow> = line
        .taxes
        .iter()
        .zip(&credited.taxes)
        .map(|(tax, credited)| LineTaxRow {
            name: tax.name.clone(),
            rate_e4: tax.rate.e4(),
            included: tax.included,
            tax_minor: credited.minor(),
        })
        .collect();
    NoteLineRow {
        invoice_line_id: Some(line_id),
        description: line.description.clone(),
        quantity_thousandths: credited.thousandths,
        net_minor: credited.net.minor(),
        tax_minor: taxes.iter().map(|tax| tax.tax_minor).sum(),
        taxes,
    }
}

/// What lines of a note come to, tax and all.
pub(crate) fn total(currency: Currency, lines: &[NoteLineRow]) -> Result<Money, Error> {
    money(currency, lines.iter().map(|line| line.net_minor + line.tax_minor).sum())
}

fn cause_code(cause: CreditCause) -> &'static str {
    match cause {
        CreditCause::Correction => "correction",
        CreditCause::Service => "service",
        CreditCause::Goodwill => "goodwill",
        CreditCause::Return => "return",
    }
}

/// The cause of a stored code.
pub(crate) fn cause_view(code: &str) -> Result<CreditCause, Error> {
    [CreditCause::Correction, CreditCause::Service, CreditCause::Goodwill, CreditCause::Return]
        .into_iter()
        .find(|cause| cause_code(*cause) == code)
        .ok_or_else(|| Error::Inconsistent("a credit note without a cause".to_owned()))
}
