//! Credit notes are written: the one place where their lines and amounts come from.

use billing::{
    CreditLine, CreditedTax, Currency, Money, Quantity, Rate, Settlement, SourceKind, Wanted, credit_line, share_out,
};
use sqlx::SqliteConnection;

use crate::{
    application,
    error::Error,
    frozen,
    ids::{ClientId, CreditNoteId, InvoiceId},
    store::{
        self, Entity,
        credit_note::{CreditNoteRow, NoteLineRow},
        invoice::{InvoiceRow, LineTaxRow},
        ledger::{self, Link},
        money, stored,
    },
    transact::Act,
    view::{CreditCause, CreditNoteRef},
    write_off,
};

/// Writes a new credit note, dated today; its money is used by nothing yet.
pub(crate) async fn write(
    act: &mut Act<'_>,
    client: ClientId,
    invoice: Option<&InvoiceRow>,
    cause: CreditCause,
    note: &str,
    lines: &[NoteLineRow],
) -> Result<CreditNoteRef, Error> {
    let (first, kind) = (act.profile.credit_note_first, SourceKind::CreditNote);
    let sequence = store::source::next_sequence(act.db(), kind, first).await?;
    let number = act.profile.credit_note_number(sequence)?;
    let payer = store::client::load(act.db(), client).await?;
    let (letterhead_id, bill_to_id) = (frozen::practice(act).await?, frozen::payer(act, &payer).await?);
    let (operation, today) = (act.operation, act.now.on);
    let source = store::source::insert(act.db(), operation, kind, (sequence, &number), client).await?;
    let id = CreditNoteId::from(source.get());
    let row = CreditNoteRow {
        invoice_id: invoice.map(|row| row.id),
        cause: cause_code(cause).to_owned(),
        issued_on: today,
        note: note.to_owned(),
        letterhead_id,
        bill_to_id,
        net_minor: lines.iter().map(|line| line.net_minor).sum(),
        tax_minor: lines.iter().map(|line| line.tax_minor).sum(),
    };
    store::credit_note::save(act.db(), id, client, &row, lines).await?;
    let total_minor = row.net_minor + row.tax_minor;
    ledger::save_source_amount(act.db(), operation, (source, client), today, total_minor).await?;
    act.made(Entity::CreditNote, id.get());
    act.touched(Entity::Client, client.get());
    if let Some(row) = invoice {
        act.touched(Entity::Invoice, row.id.get());
    }
    Ok(CreditNoteRef { id, number })
}

/// What of a credit note over `total` its invoice takes. What was written off is owed again as far as it is credited, so
/// that nobody gets back what was never paid.
pub(crate) async fn make_room(act: &mut Act<'_>, invoice: &InvoiceRow, total: Money) -> Result<Money, Error> {
    write_off::make_room(act, invoice, total, "credited").await
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
    let outstanding = make_room(act, &row, amount).await?;
    let note = write(act, row.client_id, Some(&row), CreditCause::Correction, "", &note_lines).await?;
    apply(act, &note, row.client_id, &row, Settlement::usual(amount, outstanding).applied).await?;
    Ok(note)
}

/// Credits all that is left of single lines of an invoice; the money goes against the invoice first, the rest is kept as
/// credit. There is no note where nothing is left of them.
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
    let outstanding = make_room(act, row, total).await?;
    let note = write(act, row.client_id, Some(row), cause, "", &note_lines).await?;
    apply(act, &note, row.client_id, row, Settlement::usual(total, outstanding).applied).await?;
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
    let credited = credit_line(line, wanted).map_err(Error::rule)?;
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
    Ok(NoteLineRow {
        invoice_line_id: Some(line_id),
        description: line.description.clone(),
        quantity_thousandths: credited.thousandths,
        net_minor: credited.net.minor(),
        tax_minor: taxes.iter().map(|tax| tax.tax_minor).sum(),
        taxes,
    })
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
