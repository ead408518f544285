//! Credit notes: on an invoice or free-standing, settled as the user says, void while unused (money-rules 5).

use billing::{
    CreditLine, Currency, InvoiceState, Money, Quantity, Settlement, SettlementError, SourceState, SplitRoom, Wanted,
    check_amount, settle,
};

use sqlx::SqliteConnection;

use crate::{
    Practice,
    catalogue::required,
    charge, client, credit,
    crediting::{
        CreditNoteOf, Room, apply, apply_rest, cause_view, creditable, creditable_in, in_full, make_room, note_line,
        put_goodwill_on, total, write,
    },
    document::supplied_rows,
    draft::Draft,
    error::{Checks, Error},
    goods::{self, Credited},
    history::{self, because},
    ids::{ClientId, CreditNoteId, InvoiceId, OperationId},
    invoice::application_rows,
    issue,
    now::Now,
    refund, session,
    store::{
        self, Entity, Tracked, credit_note::NoteLineRow, invoice::InvoiceRow, ledger, money, product::ProductRow,
        session_share::Charged, source::ListedSource,
    },
    transact::{Act, Ask, Done},
    transfer,
    view::{
        Acted, CreditCause, CreditNoteForm, CreditNotePage, CreditNoteProposal, CreditNoteRef, CreditableLine,
        InvoiceRef, NoteLineForm, NoteLineView, NoteOnInvoice, Rebilled, SettlementForm, SplitForm, WantedForm,
    },
};

impl Practice {
    /// What can be credited of an invoice, line by line.
    ///
    /// # Errors
    /// There is no such invoice.
    pub async fn credit_note_proposal(&self, id: InvoiceId) -> Result<CreditNoteProposal, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let row = store::invoice::load(&mut db, id).await?;
        let lines = creditable(&mut db, &row, currency).await?;
        let left = lines.iter().fold(currency.zero(), |sum, (_, line)| sum.plus(line.left()));
        let cannot_credit = match row.state()? {
            InvoiceState::Void => Some(format!("{} is void, so there is nothing to credit.", row.number)),
            _ => left.is_zero().then(|| format!("{} was credited in full already.", row.number)),
        };
        let goods = store::invoice::list_lines(&mut db, row.version_id).await?;
        let mut shown = Vec::with_capacity(lines.len());
        for ((_, line), goods) in lines.iter().zip(&goods) {
            let counted = match goods.product_id {
                Some(product) => ProductRow::load(&mut db, product.get()).await?.is_some_and(|row| row.counted),
                None => false,
            };
            shown.push(CreditableLine { record_id: goods.record_id, counted, ..creditable_view(line) });
        }
        Ok(CreditNoteProposal {
            outstanding: row.standing(currency)?.outstanding().to_string(),
            version: store::count(row.version),
            left: left.to_string(),
            lines: shown,
            cannot_credit,
            number: row.number,
        })
    }

    /// Issues a credit note and settles it in the same act.
    ///
    /// # Errors
    /// [`billing::CreditError`] and [`billing::SettlementError`]; an invoice that changed meanwhile or is void.
    pub async fn issue_credit_note(&self, form: &CreditNoteForm, ask: &Ask) -> Result<Acted<CreditNoteRef>, Error> {
        self.transact("issue_credit_note", ask, async |act| {
            let (client, lines, invoice) = read(act, form).await?;
            let total = total(act.currency, &lines)?;
            check_amount(total).map_err(|_| Error::field("lines", NOTHING_CREDITED))?;
            let room = match &invoice {
                Some(row) => make_room(act, row, total).await?,
                None => Room::without_invoice(total),
            };
            let (settlement, split) = settlement(&form.settlement, total, invoice.as_ref(), &room, act.currency)?;
            let of = CreditNoteOf::today(act, form.cause, form.note.trim());
            let note = write(act, client, invoice.as_ref(), &of, &lines).await?;
            if let Some(row) = &invoice {
                apply(act, &note, client, row, settlement.applied).await?;
                take_goods_back(act, row, (&note.number, &lines), form).await?;
            }
            let mut refunded = String::new();
            if let Some(split) = split.filter(|_| !settlement.refunded.is_zero()) {
                let payout = payout(split, settlement.refunded, act)?;
                let paid = refund::pay(act, note.id.into(), &payout).await;
                let refund = paid.map_err(|error| error.inside("settlement"))?;
                refunded = format!(", {} of it refunded ({})", settlement.refunded, refund.number);
            }
            let whom = store::client::load(act.db(), client).await?.name();
            let on = invoice.map(|row| format!(" on {}", row.number)).unwrap_or_default();
            let sentence = format!("Issued {} over {total}{on} to {whom}{refunded}", note.number);
            Ok(Done::Something(note, sentence))
        })
        .await
    }

    /// Makes a credit note void, of which nothing is used; it keeps its number.
    ///
    /// # Errors
    /// [`billing::SourceError`]; a session of it that is charged elsewhere by now; one of a return; goods that
    /// came back with it and went out again meanwhile, without a reason.
    pub async fn void_credit_note(
        &self,
        id: CreditNoteId,
        reason: &str,
        stock_reason: &str,
        ask: &Ask,
    ) -> Result<Acted<()>, Error> {
        self.transact("void_credit_note", ask, async |act| {
            let row = store::source::load(act.db(), id.into()).await?;
            if let Some(by) = &row.returned {
                return Err(Error::rule(credit::made_by_return(&row.number, by)));
            }
            let (number, made_by) = withdraw(act, id, reason.trim()).await?;
            goods::reverse(act, made_by, stock_reason).await?;
            Ok(Done::Something((), because(format!("Made {number} void"), reason)))
        })
        .await
    }

    /// Credits a wrong invoice in full and opens a copy of it to be corrected, with the note applied to the copy as far
    /// as the client had paid (requirements C9).
    ///
    /// # Errors
    /// An invoice that is void or of which a part was credited before.
    pub async fn credit_and_rebill(&self, id: InvoiceId, ask: &Ask) -> Result<Acted<Rebilled>, Error> {
        self.transact("credit_and_rebill", ask, async |act| {
            let row = store::invoice::load(act.db(), id).await?;
            row.standing(act.currency)?.not_void().map_err(Error::rule)?;
            let lines = creditable_in(act, &row).await?;
            if lines.iter().any(|(_, line)| !line.credited_net.is_zero()) {
                return Err(Error::rule(format!(
                    "A part of {} was credited already. Credit the rest, and issue a new invoice.",
                    row.number
                )));
            }
            let (client_id, client) = client::load_active(act.db(), Some(row.client_id)).await?;
            let note_lines = in_full(&lines)?;
            let total = total(act.currency, &note_lines)?;
            let room = make_room(act, &row, total).await?;
            let of = CreditNoteOf::today(act, CreditCause::Correction, "");
            let note = write(act, client_id, Some(&row), &of, &note_lines).await?;
            apply(act, &note, client_id, &row, total.min(room.outstanding)).await?;
            let stored_lines = store::invoice::list_lines(act.db(), row.version_id).await?;
            let mut draft = Draft::of(&row, stored_lines, &act.profile)?;
            draft.issued_on = act.now.on;
            draft.due_on = billing::due_on(act.now.on, act.profile.terms_days());
            let invoice = issue::number(act, client_id).await?;
            for line in &mut draft.lines {
                let Some(session) = line.session_id else { continue };
                if store::session::load(act.db(), session).await?.charged(client_id) == Charged::On(row.id) {
                    charge::claim(act, session, client_id, invoice.id).await?;
                } else {
                    // It is charged elsewhere by now.
                    line.session_id = None;
                    line.service_id = None;
                }
            }
            issue::write_first(act, invoice.id, (client_id, &client), &draft).await?;
            apply_rest(act, &note, client_id, invoice.id).await?;
            put_goodwill_on(act, &room.goodwill, invoice.id).await?;
            let sentence =
                format!("Credited {} with {} and billed it again as {}", row.number, note.number, invoice.number);
            Ok(Done::Something(Rebilled { credit_note: note, invoice }, sentence))
        })
        .await
    }

    /// A credit note with all that its page shows.
    ///
    /// # Errors
    /// There is no such credit note.
    pub async fn credit_note_page(&self, id: CreditNoteId, now: Now) -> Result<CreditNotePage, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let source = store::source::load(&mut db, id.into()).await?;
        let note = store::credit_note::load(&mut db, id).await?;
        let standing = source.standing(currency)?;
        let client = store::client::load(&mut db, source.client_id).await?;
        let applied = ledger::list_by_source(&mut db, id.into()).await?;
        let lines = store::credit_note::list_lines(&mut db, id).await?;
        let listed = ListedSource { source, first_name: client.first_name, last_name: client.last_name };
        Ok(CreditNotePage {
            id,
            row: credit::line(&listed, currency, now.on)?,
            cause: cause_view(&note.cause)?,
            invoice: note.invoice_id.zip(note.invoice_number).map(|(id, number)| InvoiceRef { id, number }),
            returned: store::returns::find_by_note(&mut db, id).await?,
            note: note.note,
            lines: lines.iter().map(|line| line_view(line, currency)).collect::<Result<_, _>>()?,
            net: money(currency, note.net_minor)?.to_string(),
            tax: money(currency, note.tax_minor)?.to_string(),
            applications: application_rows(&mut db, applied, listed.source.client_id, currency).await?,
            refunds: refund::of_source(&mut db, id.into(), currency).await?,
            transfers: transfer::of_source(&mut db, id.into(), currency).await?,
            supplied: supplied_rows(&mut db, Entity::CreditNote, id.get()).await?,
            history: history::of(&mut db, Entity::CreditNote, id.get()).await?,
            cannot_refund: refund::cannot(&standing, now.on),
        })
    }
}

/// Withdraws a credit note of which nothing is used. Its number, and the act that made it.
pub(crate) async fn withdraw(
    act: &mut Act<'_>,
    id: CreditNoteId,
    reason: &str,
) -> Result<(String, OperationId), Error> {
    let source = store::source::load(act.db(), id.into()).await?;
    if let Err(refusal) = source.standing(act.currency)?.may_withdraw() {
        return Err(Error::rule(store::source::name_uses(act.db(), source.id, refusal).await?));
    }
    let note = store::credit_note::load(act.db(), id).await?;
    take_sessions_back(act, id, source.client_id, note.invoice_id).await?;
    if let Some((description, other)) = store::record::find_billed_again(act.db(), id).await? {
        return Err(Error::rule(format!(
            "“{description}” was billed again on {other}, so {} stays. Correct {other}, or issue a new invoice.",
            source.number
        )));
    }
    let (operation, on_day) = (act.operation, act.now.on);
    let link = (id.into(), source.client_id);
    ledger::save_source_amount(act.db(), operation, link, on_day, -note.total_minor).await?;
    store::source::save_state(act.db(), operation, id.into(), SourceState::Withdrawn, reason).await?;
    act.touched(Entity::CreditNote, id.get());
    act.touched(Entity::Client, source.client_id.get());
    if let Some(invoice) = note.invoice_id {
        act.touched(Entity::Invoice, invoice.get());
    }
    Ok((source.number, note.made_by))
}

const NOTHING_CREDITED: &str = "Choose at least one line, with a quantity or an amount above 0.";

type Read = (ClientId, Vec<NoteLineRow>, Option<InvoiceRow>);

async fn read(act: &mut Act<'_>, form: &CreditNoteForm) -> Result<Read, Error> {
    let Some(id) = form.invoice_id else {
        let (client, _) = client::load_active(act.db(), form.client_id).await?;
        return Ok((client, free_lines(&form.lines, act.currency)?, None));
    };
    let row = store::invoice::load(act.db(), id).await?;
    row.standing(act.currency)?.not_void().map_err(Error::rule)?;
    let lines = creditable_in(act, &row).await?;
    if store::count(row.version) != form.version || lines.len() != form.lines.len() {
        return Err(Error::rule(format!("{} was changed meanwhile. Close this and start again.", row.number)));
    }
    let written = store::invoice::list_lines(act.db(), row.version_id).await?;
    let mut checks = Checks::default();
    let mut note_lines = Vec::new();
    for (place, (((line_id, line), written), form)) in lines.iter().zip(&written).zip(&form.lines).enumerate() {
        let field = format!("lines.{place}.wanted");
        let units = |typed: &str| {
            let units = Quantity::parse(typed).map_err(|error| error.to_string())?;
            if written.product_id.is_some() {
                billing::pieces(&line.description, units).map_err(|error| error.to_string())?;
            }
            Ok::<_, String>(units)
        };
        let wanted = match &form.wanted {
            WantedForm::Nothing => continue,
            WantedForm::Rest => Some(Wanted::Rest),
            WantedForm::Units(typed) => checks.take(field.clone(), units(typed)).map(Wanted::Units),
            WantedForm::Amount(typed) => checks.take(field.clone(), act.currency.parse(typed)).map(Wanted::Amount),
        };
        let Some(wanted) = wanted else { continue };
        if let Some(line) = checks.take(field, note_line(*line_id, line, wanted)) {
            note_lines.push(line);
        }
    }
    checks.finish()?;
    Ok((row.client_id, note_lines, Some(row)))
}

/// What becomes of the goods of the lines that a note credits: so many go back into stock as was typed, at most as many as
/// are credited by quantity.
async fn take_goods_back(
    act: &mut Act<'_>,
    row: &InvoiceRow,
    (number, note_lines): (&str, &[NoteLineRow]),
    form: &CreditNoteForm,
) -> Result<(), Error> {
    let lines = store::invoice::list_lines(act.db(), row.version_id).await?;
    let ids = store::credit_note::list_credited(act.db(), row.version_id).await?;
    let mut checks = Checks::default();
    let mut goods = Vec::new();
    for (place, ((line, id), form)) in lines.iter().zip(ids).zip(&form.lines).enumerate() {
        let noted = note_lines.iter().find(|noted| noted.invoice_line_id == Some(id.line_id));
        let Some(noted) = noted.filter(|_| line.record_id.is_some()) else { continue };
        let units = noted.quantity_thousandths / 1_000;
        let typed = goods::restock(&form.restock, units, 0);
        if let Some(restock) = checks.take(format!("lines.{place}.restock"), typed) {
            goods.push(Credited { line, restock, deactivate: form.deactivate });
        }
    }
    checks.finish()?;
    goods::credit(act, (row.id, number), &goods).await
}

fn free_lines(forms: &[NoteLineForm], currency: Currency) -> Result<Vec<NoteLineRow>, Error> {
    let mut checks = Checks::default();
    let mut lines = Vec::new();
    for (place, form) in forms.iter().enumerate() {
        let description =
            checks.take(format!("lines.{place}.description"), required(&form.description, "Say what this is for."));
        let field = format!("lines.{place}.wanted");
        let amount = match &form.wanted {
            WantedForm::Amount(typed) => checks.take(field, above_nothing(typed, currency)),
            WantedForm::Nothing | WantedForm::Units(_) | WantedForm::Rest => {
                checks.wrong(field, "Enter an amount.");
                None
            }
        };
        if let (Some(description), Some(amount)) = (description, amount) {
            lines.push(NoteLineRow {
                invoice_line_id: None,
                description,
                quantity_thousandths: 0,
                net_minor: amount.minor(),
                tax_minor: 0,
                taxes: vec![],
            });
        }
    }
    checks.finish()?;
    Ok(lines)
}

fn above_nothing(typed: &str, currency: Currency) -> Result<Money, String> {
    let amount = currency.parse(typed).map_err(|error| error.to_string())?;
    check_amount(amount).map(|()| amount).map_err(|error| error.to_string())
}

/// What becomes of a note's money, and the split that was typed.
fn settlement<'a>(
    form: &'a SettlementForm,
    total: Money,
    invoice: Option<&InvoiceRow>,
    room: &Room,
    currency: Currency,
) -> Result<(Settlement, Option<&'a SplitForm>), Error> {
    let SettlementForm::Split(split) = form else { return Ok((Settlement::usual(total, room.outstanding), None)) };
    let mut checks = Checks::default();
    let mut part = |field: &str, typed: &str| match typed.trim() {
        "" => Some(currency.zero()),
        typed => checks.take(format!("settlement.{field}"), currency.parse(typed)),
    };
    let parts = part("applied", &split.applied).zip(part("refunded", &split.refunded));
    let (applied, refunded) = checks.ready(parts)?;
    let number = invoice.map_or("This credit note has no invoice, which", |row| row.number.as_str());
    let goodwill = room.goodwill.iter().fold(currency.zero(), |sum, (_, amount)| sum.plus(*amount));
    let room = SplitRoom { outstanding: room.outstanding, goodwill, paid: room.paid };
    let settled = settle(total, applied, refunded, number, room).map_err(|error| match error {
        SettlementError::OverPaid { .. } => Error::field("settlement.refunded", error),
        _ => Error::field("settlement.applied", error),
    });
    Ok((settled?, Some(split)))
}

fn payout(split: &SplitForm, amount: Money, act: &Act<'_>) -> Result<refund::Typed, Error> {
    let mut checks = Checks::default();
    let day = checks.take("settlement.refunded_on", refund::read_day(&split.refunded_on, act.now.on));
    let method = checks.take("settlement.method", required(&split.method, "Choose how the money goes back."));
    let (refunded_on, method) = checks.ready(day.zip(method))?;
    Ok(refund::Typed {
        amount,
        amount_field: Some("refunded"),
        refunded_on,
        method,
        reference: split.reference.trim().to_owned(),
        reason: String::new(),
    })
}

/// Sessions whose charge a note took off are charged by the note's invoice again once it is void.
async fn take_sessions_back(
    act: &mut Act<'_>,
    id: CreditNoteId,
    payer: ClientId,
    invoice: Option<InvoiceId>,
) -> Result<(), Error> {
    let Some(invoice) = invoice else { return Ok(()) };
    for session in store::credit_note::list_sessions(act.db(), id).await? {
        let row = store::session::load(act.db(), session).await?;
        match row.invoices().into_iter().find(|(client, _)| *client == payer).map(|(_, invoice)| invoice) {
            Some(charged) if charged == invoice => {}
            Some(other) => {
                let number = store::invoice::load(act.db(), other).await?.number;
                return Err(Error::rule(format!(
                    "A session of it is charged on {number} by now. Make that void first."
                )));
            }
            None if row.attendance.is_some() && row.payers().any(|client| client == payer) => {
                charge::claim(act, session, payer, invoice).await?;
            }
            None => {
                let number = store::source::load(act.db(), id.into()).await?.number;
                let whose = session::describe(act, &row).await?;
                return Err(Error::rule(format!(
                    "It credits the session {whose}, which is not marked any more or is paid by another client. Mark it \
                     as it was first, then make {number} void."
                )));
            }
        }
    }
    Ok(())
}

fn creditable_view(line: &CreditLine) -> CreditableLine {
    let total = line.taxes.iter().fold(line.net, |sum, tax| sum.plus(tax.tax));
    CreditableLine {
        description: line.description.clone(),
        quantity: line.quantity.to_string(),
        total: total.to_string(),
        left_quantity: Quantity::from_thousandths(line.left_thousandths())
            .map_or_else(|| "0".to_owned(), |left| left.to_string()),
        left: line.left().to_string(),
        record_id: None,
        counted: false,
    }
}

fn line_view(line: &NoteLineRow, currency: Currency) -> Result<NoteLineView, Error> {
    let (net, tax) = (money(currency, line.net_minor)?, money(currency, line.tax_minor)?);
    Ok(NoteLineView {
        description: line.description.clone(),
        quantity: Quantity::from_thousandths(line.quantity_thousandths).map(|q| q.to_string()).unwrap_or_default(),
        net: net.to_string(),
        tax: tax.to_string(),
        total: net.plus(tax).to_string(),
    })
}

/// The credit notes on an invoice, oldest first, and what those that stand came to.
pub(crate) async fn on_invoice(
    db: &mut SqliteConnection,
    invoice: InvoiceId,
    currency: Currency,
) -> Result<(Vec<NoteOnInvoice>, i64), Error> {
    let (mut notes, mut credited_minor) = (Vec::new(), 0);
    for row in store::credit_note::list_by_invoice(db, invoice).await? {
        if !row.void {
            credited_minor += row.total_minor;
        }
        notes.push(NoteOnInvoice {
            note: CreditNoteRef { id: row.id, number: row.number },
            issued_on: row.issued_on.to_string(),
            total: money(currency, row.total_minor)?.to_string(),
            void: row.void,
            instead: row.instead_id.zip(row.instead).map(|(id, number)| InvoiceRef { id, number }),
        });
    }
    Ok((notes, credited_minor))
}
