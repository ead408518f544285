//! Returns: goods of paid invoices that come back. One act puts money, stock and the client's file right (money-rules 5,
//! *Return*).

use billing::{
    Currency, Money, MovementCause, ReturnError, ReturnedGoods, Settlement, SoldGoods, SourceStanding, check_amount,
    day_in_words, parse_pieces,
};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    Practice, application,
    catalogue::{load, required},
    client,
    credit_note::withdraw,
    crediting::{self, CreditNoteOf, creditable},
    error::{Checks, Error},
    goods::{self, Moved},
    history,
    ids::{ClientId, CreditNoteId, OperationId, RecordId, ReturnId},
    names,
    product::past_day,
    refund,
    store::{
        self, Entity, PAGE_ROWS, Tracked,
        credit_note::NoteLineRow,
        invoice::InvoiceRow,
        ledger,
        product::ProductRow,
        record::RecordRow,
        returns::{ItemRow, ListedReturn, ReturnRow},
        stock::MovementRow,
        stored,
        undo::ApplicationFact,
    },
    transact::{Act, Ask, Done},
    view::{
        Acted, CreditCause, CreditNoteRef, InvoiceRef, Listed, PostedReturn, RecordsChoice, RefundRef, ReturnForm,
        ReturnItemForm, ReturnItemRow, ReturnMoney, ReturnPage, ReturnRefundForm, ReturnRow as ReturnLine,
        ReturnStatus, Returnable, ReturnsQuery,
    },
    write_off,
};

impl Practice {
    /// One page of the returns that match.
    ///
    /// # Errors
    /// What the store says.
    pub async fn list_returns(&self, query: &ReturnsQuery) -> Result<Listed<ReturnLine>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let (listed, total) = store::returns::list(&mut db, query, PAGE_ROWS).await?;
        let mut rows = Vec::with_capacity(listed.len());
        for row in listed {
            rows.push(line(&mut db, row, currency).await?);
        }
        Ok(Listed { rows, total, page: query.page, page_size: PAGE_ROWS })
    }

    /// A return with all that its page shows.
    ///
    /// # Errors
    /// There is no such return.
    pub async fn return_page(&self, id: ReturnId) -> Result<ReturnPage, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let row = ReturnRow::load(&mut db, id.get()).await?.ok_or(Error::NotFound("return"))?;
        let listed = store::returns::load_listed(&mut db, id).await?;
        let line = line(&mut db, listed, currency).await?;
        let draft = line.status == ReturnStatus::Draft;
        let mut items = Vec::new();
        let mut cannot_post = None;
        let mut total = currency.zero();
        for item in &row.items {
            let (item, value) = item_row(&mut db, (id, item), draft, currency).await?;
            total = total.plus(value);
            cannot_post = cannot_post.or_else(|| item.problem.clone());
            items.push(item);
        }
        if row.items.is_empty() {
            cannot_post = Some(ReturnError::Empty.to_string());
        }
        if let Some(number) = &line.number {
            cannot_post = Some(format!("{number} was posted already."));
        }
        let cannot_reverse = match line.status {
            ReturnStatus::Draft => Some("It is not posted. Discard it instead.".to_owned()),
            ReturnStatus::Reversed => Some("It was reversed already.".to_owned()),
            ReturnStatus::Posted => cannot_reverse(&mut db, id, currency).await?,
        };
        let refundable = if draft { refundable(&mut db, &row, currency).await? } else { total };
        if draft {
            let closed_through = store::profile::load(&mut db).await?.closed_through;
            cannot_post = cannot_post.or(wrong_day(&mut db, &row, closed_through).await?);
        }
        Ok(ReturnPage {
            form: ReturnForm {
                client_id: Some(row.client_id),
                returned_on: row.returned_on.to_string(),
                note: row.note,
            },
            total: line.total.clone().unwrap_or_else(|| total.to_string()),
            refundable: refundable.to_string(),
            row: line,
            items,
            cannot_post,
            cannot_reverse,
            history: history::of(&mut db, Entity::Return, id.get()).await?,
        })
    }

    /// What a client can return, and what not and why; what can come first.
    ///
    /// # Errors
    /// What the store says.
    pub async fn returnable(&self, client: ClientId) -> Result<Vec<Returnable>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let mut rows = Vec::new();
        for id in store::record::list_sold(&mut db, client).await? {
            let Some(sold) = sold(&mut db, id, currency).await? else { continue };
            let refused = sold.goods.may_be_returned().err();
            rows.push(Returnable {
                record_id: id,
                description: sold.record.description,
                given_on: sold.record.given_on.to_string(),
                sold: sold.goods.line.quantity.to_string(),
                most: sold.goods.left().to_string(),
                value: sold.goods.line.left().to_string(),
                counted: sold.goods.counted && !sold.goods.archived,
                unpaid: matches!(refused, Some(ReturnError::NotPaid { .. })),
                cannot_return: refused.map(|error| error.to_string()),
                invoice: InvoiceRef { id: sold.invoice.id, number: sold.invoice.number },
            });
        }
        rows.sort_by_key(|row| row.cannot_return.is_some());
        Ok(rows)
    }

    /// Saves a return that is not posted: a new one, or `id`.
    ///
    /// # Errors
    /// Fields that cannot be taken; a return that is posted.
    pub async fn save_return(
        &self,
        id: Option<ReturnId>,
        form: &ReturnForm,
        ask: &Ask,
    ) -> Result<Acted<ReturnId>, Error> {
        self.transact("save_return", ask, async |act| {
            let (client_id, client) = client::load_active(act.db(), form.client_id).await?;
            let returned_on = past_day(&form.returned_on, act.now.on, "the goods came back")
                .map_err(|error| Error::field("returned_on", error))?;
            let note = form.note.trim().to_owned();
            let Some(id) = id else {
                let id = act.add(&ReturnRow { client_id, returned_on, note, items: vec![] }).await?;
                act.touched(Entity::Client, client_id.get());
                return Ok(Done::Something(id.into(), format!("Began a return of {}", client.name())));
            };
            let row = load_draft(act, id).await?;
            if row.client_id != client_id {
                let message = "A return stays with its client. Discard it and begin one for the other client.";
                return Err(Error::field("client_id", message));
            }
            let row = ReturnRow { returned_on, note, ..row };
            check_day(act, &row).await?;
            if act.put(id.get(), &row).await? {
                Ok(Done::Something(id, format!("Changed a return of {}", client.name())))
            } else {
                Ok(Done::Nothing(id, "Nothing was different".to_owned()))
            }
        })
        .await
    }

    /// Saves an item of a return: a new one, or that of the record `present`.
    ///
    /// # Errors
    /// [`ReturnError`]; fields that cannot be taken; a return that is posted.
    pub async fn save_return_item(
        &self,
        id: ReturnId,
        present: Option<RecordId>,
        form: &ReturnItemForm,
        ask: &Ask,
    ) -> Result<Acted<()>, Error> {
        self.transact("save_return_item", ask, async |act| {
            let mut row = load_draft(act, id).await?;
            let (item, description) = read_item(act, &row, present, form).await?;
            let units = item.units;
            let place = present.and_then(|present| row.items.iter().position(|item| item.record_id == present));
            match place.and_then(|place| row.items.get_mut(place)) {
                Some(old) => *old = item,
                None if present.is_some() => return Err(Error::NotFound("item")),
                None => row.items.push(item),
            }
            check_day(act, &row).await?;
            if act.put(id.get(), &row).await? {
                Ok(Done::Something((), format!("Put {units} × {description} on a return")))
            } else {
                Ok(Done::Nothing((), "Nothing was different".to_owned()))
            }
        })
        .await
    }

    /// Takes an item off a return that is not posted.
    ///
    /// # Errors
    /// There is no such item; a return that is posted.
    pub async fn remove_return_item(&self, id: ReturnId, record: RecordId, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("remove_return_item", ask, async |act| {
            let mut row = load_draft(act, id).await?;
            let before = row.items.len();
            row.items.retain(|item| item.record_id != record);
            if row.items.len() == before {
                return Err(Error::NotFound("item"));
            }
            act.put(id.get(), &row).await?;
            let description = store::record::load(act.db(), record).await?.description;
            Ok(Done::Something((), format!("Took {description} off a return")))
        })
        .await
    }

    /// Discards a return that is not posted.
    ///
    /// # Errors
    /// It is posted.
    pub async fn discard_return(&self, id: ReturnId, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("discard_return", ask, async |act| {
            let row = load_draft(act, id).await?;
            let name = store::client::load(act.db(), row.client_id).await?.name();
            act.remove::<ReturnRow>(id.get()).await?;
            act.touched(Entity::Client, row.client_id.get());
            Ok(Done::Something((), format!("Discarded a return of {name}")))
        })
        .await
    }

    /// Posts a return: a credit note for each invoice, whose money is kept as credit or paid back, stock and records, at
    /// once.
    ///
    /// # Errors
    /// [`ReturnError`]; a return without items, or posted already; a refund that cannot be taken as typed.
    pub async fn post_return(
        &self,
        id: ReturnId,
        money: &ReturnMoney,
        ask: &Ask,
    ) -> Result<Acted<PostedReturn>, Error> {
        self.transact("post_return", ask, async |act| {
            let row = load_draft(act, id).await?;
            check_day(act, &row).await?;
            let sequence = store::returns::next_sequence(act.db()).await?;
            let (operation, number) = (act.operation, format!("RT-{sequence:05}"));
            let posting = store::returns::save_posting(act.db(), operation, id, (sequence, &number)).await?;
            let (posted, kept) = post(act, (id, posting, &number), &row, money).await?;
            act.touched(Entity::Return, id.get());
            act.touched(Entity::Client, row.client_id.get());
            let name = store::client::load(act.db(), row.client_id).await?.name();
            let notes = numbers(posted.credit_notes.iter().map(|note| &note.number));
            let became = match posted.refunds.as_slice() {
                [] if kept.is_zero() => String::new(),
                [] => format!(", and kept {kept} as credit"),
                refunds => format!(", and refunded {kept} as {}", numbers(refunds.iter().map(|refund| &refund.number))),
            };
            Ok(Done::Something(posted, format!("Posted {number} of {name} with {notes}{became}")))
        })
        .await
    }

    /// Takes a posted return back while nothing of its credit is used: the credit notes are void, and stock and records
    /// are as they were.
    ///
    /// # Errors
    /// [`billing::SourceError`]; what came back went out again meanwhile, without a reason.
    pub async fn reverse_return(
        &self,
        id: ReturnId,
        reason: &str,
        stock_reason: &str,
        ask: &Ask,
    ) -> Result<Acted<()>, Error> {
        self.transact("reverse_return", ask, async |act| {
            let listed = store::returns::load_listed(act.db(), id).await?;
            let (Some(number), Some(posted_by)) = (listed.number, listed.posted_by) else {
                return Err(Error::rule("This return is not posted. Discard it instead."));
            };
            if listed.reversed {
                return Err(Error::rule(format!("{number} was reversed already.")));
            }
            let facts = store::undo::list_applications(act.db(), posted_by).await?;
            take_off(act, &facts).await?;
            for note in store::returns::list_notes(act.db(), id).await? {
                withdraw(act, note.id, reason.trim()).await?;
            }
            settle_again(act, posted_by, &facts).await?;
            goods::reverse(act, posted_by, stock_reason).await?;
            act.touched(Entity::Return, id.get());
            Ok(Done::Something((), format!("Reversed {number}")))
        })
        .await
    }
}

fn numbers<'a>(numbers: impl Iterator<Item = &'a String>) -> String {
    numbers.map(String::as_str).collect::<Vec<_>>().join(" and ")
}

/// What a client was given, on the invoice that asks for it.
pub(crate) struct Sold {
    pub record: RecordRow,
    pub invoice: InvoiceRow,
    pub line_id: i64,
    pub goods: SoldGoods,
}

/// A record on its invoice; nothing where its line was taken off, or where it is no product.
pub(crate) async fn sold(db: &mut SqliteConnection, id: RecordId, currency: Currency) -> Result<Option<Sold>, Error> {
    let record = store::record::load(db, id).await?;
    let (Some(invoice), Some(line_id), Some(product)) = (record.invoice_id, record.line_id, record.product_id) else {
        return Ok(None);
    };
    let invoice = store::invoice::load(db, invoice).await?;
    let lines = creditable(db, &invoice, currency).await?;
    let line = lines.into_iter().find(|(id, _)| *id == line_id).map(|(_, line)| line);
    let product = ProductRow::load(db, product.get()).await?;
    let goods = SoldGoods {
        invoice: invoice.standing(currency)?,
        line: stored(line, "line of an invoice")?,
        archived: product.as_ref().is_some_and(|product| product.archived_on.is_some()),
        counted: product.is_some_and(|product| product.counted),
    };
    Ok(Some(Sold { record, invoice, line_id, goods }))
}

async fn load_sold(act: &mut Act<'_>, id: RecordId) -> Result<Sold, Error> {
    let currency = act.currency;
    match sold(act.db(), id, currency).await? {
        Some(sold) => Ok(sold),
        None => {
            let description = store::record::load(act.db(), id).await?.description;
            Err(Error::rule(off_its_invoice(&description)))
        }
    }
}

fn off_its_invoice(description: &str) -> String {
    format!("“{description}” is on no invoice any more, so there is nothing to give back. Remove it from the return.")
}

/// A return whose contents can change.
async fn load_draft(act: &mut Act<'_>, id: ReturnId) -> Result<ReturnRow, Error> {
    let row = load::<ReturnRow>(act, id.get()).await?;
    match store::returns::load_listed(act.db(), id).await?.number {
        Some(number) => Err(Error::rule(format!("{number} was posted already, so it stays as it is."))),
        None => Ok(row),
    }
}

/// Refuses a day of closed books, or before something of the return was invoiced.
async fn check_day(act: &mut Act<'_>, row: &ReturnRow) -> Result<(), Error> {
    let closed_through = act.profile.closed_through;
    match wrong_day(act.db(), row, closed_through).await? {
        Some(why) => Err(Error::field("returned_on", why)),
        None => Ok(()),
    }
}

/// What is wrong with the day of a return, if something is.
async fn wrong_day(
    db: &mut SqliteConnection,
    row: &ReturnRow,
    closed_through: Option<NaiveDate>,
) -> Result<Option<String>, Error> {
    if let Some(through) = closed_through.filter(|through| row.returned_on <= *through) {
        return Ok(Some(format!(
            "The books are closed up to {}, so nothing comes back on {}. Edit the return and enter a later day, or open the \
             books again in Settings.",
            day_in_words(through),
            day_in_words(row.returned_on)
        )));
    }
    for item in &row.items {
        let record = store::record::load(db, item.record_id).await?;
        let Some(invoice) = record.invoice_id else { continue };
        let invoice = store::invoice::load(db, invoice).await?;
        if row.returned_on < invoice.issued_on {
            return Ok(Some(format!(
                "{} is of {}, so nothing of it came back on {}. Enter that day or a later one.",
                invoice.number,
                day_in_words(invoice.issued_on),
                day_in_words(row.returned_on)
            )));
        }
    }
    Ok(None)
}

/// Takes off what posting itself put on the invoices of the goods, as far as it is on them still.
async fn take_off(act: &mut Act<'_>, facts: &[ApplicationFact]) -> Result<(), Error> {
    for fact in facts.iter().filter(|fact| fact.amount_minor > 0) {
        let present = ledger::list_by_source(act.db(), fact.link.source).await?;
        let there =
            present.iter().find(|applied| applied.link() == fact.link).map_or(0, |applied| applied.amount_minor);
        let amount = store::money(act.currency, there.min(fact.amount_minor))?;
        if !amount.is_zero() {
            application::unapply(act, fact.link, amount).await?;
        }
    }
    Ok(())
}

/// Lets what made way for the credit notes settle their invoices again: goodwill as far as it can still be used, then what
/// was written off.
async fn settle_again(act: &mut Act<'_>, posted_by: OperationId, facts: &[ApplicationFact]) -> Result<(), Error> {
    for fact in facts.iter().filter(|fact| fact.amount_minor < 0) {
        let source = store::source::load(act.db(), fact.link.source).await?;
        let invoice = store::invoice::load(act.db(), fact.link.invoice).await?;
        let was = store::money(act.currency, -fact.amount_minor)?;
        let free = source.standing(act.currency)?.available(act.now.on);
        let amount = was.min(free).min(invoice.standing(act.currency)?.outstanding());
        if !amount.is_zero() {
            application::apply(act, fact.link, amount).await?;
        }
        if amount < was {
            let (rest, number) = (was.less(amount), invoice.number);
            act.warn(format!("{rest} of {} is used otherwise by now, so {number} owes it again.", source.number));
        }
    }
    for fact in store::undo::list_write_offs(act.db(), posted_by).await? {
        let invoice = store::invoice::load(act.db(), fact.invoice_id).await?;
        let given_up = store::money(act.currency, (-fact.amount_minor).max(0))?;
        let amount = given_up.min(invoice.standing(act.currency)?.outstanding());
        if !amount.is_zero() {
            write_off::give_up(act, &invoice, "return reversed", amount).await?;
        }
    }
    Ok(())
}

async fn read_item(
    act: &mut Act<'_>,
    row: &ReturnRow,
    present: Option<RecordId>,
    form: &ReturnItemForm,
) -> Result<(ItemRow, String), Error> {
    let Some(record_id) = form.record_id else {
        return Err(Error::field("record_id", "Choose what comes back."));
    };
    let sold = load_sold(act, record_id).await?;
    if sold.record.client_id != row.client_id {
        return Err(Error::field("record_id", "This was given to another client. Choose something of this client."));
    }
    if present != Some(record_id) && row.items.iter().any(|item| item.record_id == record_id) {
        return Err(Error::field("record_id", "It is on this return already. Change that item instead."));
    }
    sold.goods.may_be_returned().map_err(|error| Error::field("record_id", error))?;
    let mut checks = Checks::default();
    let units = checks.take("units", parse_pieces(&form.units));
    let restock = checks.take("restock", parse_pieces(&form.restock));
    let records = checks.take("records", form.records.ok_or(ReturnError::RecordsNotChosen));
    if let (Some(units), Some(restock)) = (units, restock) {
        let field = |error: &ReturnError| match error {
            ReturnError::OverRestock { .. } | ReturnError::Archived { .. } | ReturnError::NotCounted { .. } => {
                "restock"
            }
            _ => "units",
        };
        if let Err(error) = sold.goods.give_back(ReturnedGoods { units, restock }) {
            checks.wrong(field(&error), error);
        }
    }
    let ((units, restock_units), records) = checks.ready(units.zip(restock).zip(records))?;
    let deactivate = records == RecordsChoice::Deactivate;
    Ok((ItemRow { record_id, units, restock_units, deactivate }, sold.record.description))
}

/// The items of a return that are on one invoice, priced.
struct OnInvoice {
    invoice: InvoiceRow,
    lines: Vec<NoteLineRow>,
}

async fn price(act: &mut Act<'_>, row: &ReturnRow) -> Result<Vec<OnInvoice>, Error> {
    if row.items.is_empty() {
        return Err(Error::rule(ReturnError::Empty));
    }
    let mut priced: Vec<OnInvoice> = Vec::new();
    for item in &row.items {
        let sold = load_sold(act, item.record_id).await?;
        let back = ReturnedGoods { units: item.units, restock: item.restock_units };
        let taken = sold.goods.give_back(back).map_err(Error::rule)?;
        let line = crediting::taken_line(sold.line_id, &sold.goods.line, &taken);
        match priced.iter_mut().find(|on| on.invoice.id == sold.invoice.id) {
            Some(on) => on.lines.push(line),
            None => priced.push(OnInvoice { invoice: sold.invoice, lines: vec![line] }),
        }
    }
    Ok(priced)
}

async fn post(
    act: &mut Act<'_>,
    (id, posting, number): (ReturnId, i64, &str),
    row: &ReturnRow,
    money: &ReturnMoney,
) -> Result<(PostedReturn, Money), Error> {
    let mut kept = act.currency.zero();
    let mut posted = PostedReturn { id, number: number.to_owned(), credit_notes: Vec::new(), refunds: Vec::new() };
    for OnInvoice { invoice, lines } in price(act, row).await? {
        let total = crediting::total(act.currency, &lines)?;
        check_amount(total).map_err(|_| Error::rule(ReturnError::WorthNothing))?;
        let room = crediting::make_room(act, &invoice, total).await?;
        let of = CreditNoteOf { cause: CreditCause::Return, note: &row.note, issued_on: row.returned_on };
        let note = crediting::write(act, row.client_id, Some(&invoice), &of, &lines).await?;
        store::returns::save_note(act.db(), posting, note.id).await?;
        let settled = Settlement::usual(total, room.outstanding);
        crediting::apply(act, &note, row.client_id, &invoice, settled.applied).await?;
        kept = kept.plus(settled.kept);
        if let ReturnMoney::Refund(form) = money
            && !settled.kept.is_zero()
        {
            posted.refunds.push(pay_back(act, note.id, form, settled.kept).await?);
        }
        posted.credit_notes.push(note);
    }
    if matches!(money, ReturnMoney::Refund(_)) && posted.refunds.is_empty() {
        return Err(Error::rule(
            "Nothing of it can be refunded: it was paid with goodwill or written off, which is no money to give back.",
        ));
    }
    for item in &row.items {
        restock(act, (posting, number), item).await?;
    }
    Ok((posted, kept))
}

async fn pay_back(
    act: &mut Act<'_>,
    note: CreditNoteId,
    form: &ReturnRefundForm,
    amount: Money,
) -> Result<RefundRef, Error> {
    let mut checks = Checks::default();
    let day = checks.take("refund.refunded_on", refund::read_day(&form.refunded_on, act.now.on));
    let method = checks.take("refund.method", required(&form.method, "Choose how the money goes back."));
    let (refunded_on, method) = checks.ready(day.zip(method))?;
    let (reference, reason) = (form.reference.trim().to_owned(), "Goods returned".to_owned());
    let typed = refund::Typed { amount, refunded_on, method, reference, reason };
    refund::pay(act, note.into(), &typed).await.map_err(|error| error.inside("refund"))
}

/// Puts an item back into stock and deactivates its record, as was chosen.
async fn restock(act: &mut Act<'_>, (posting, number): (i64, &str), item: &ItemRow) -> Result<(), Error> {
    let record = store::record::load(act.db(), item.record_id).await?;
    let product_id = stored(record.product_id, "product of a return")?;
    let moved = Moved { product_id, units: item.restock_units, on_day: act.now.on, reason: "" };
    if let Some(movement) = moved.row(act, MovementCause::Return).await? {
        goods::write(act, &MovementRow { posting_id: Some(posting), ..movement }).await?;
    }
    act.touched(Entity::Record, item.record_id.get());
    if item.deactivate {
        goods::deactivate(act, item.record_id, &format!("returned with {number}")).await?;
    }
    Ok(())
}

/// Of what the items of a draft come to, what can be paid back: goodwill on their invoices is none.
async fn refundable(db: &mut SqliteConnection, row: &ReturnRow, currency: Currency) -> Result<Money, Error> {
    let mut by_invoice: Vec<(InvoiceRow, Money)> = Vec::new();
    for item in &row.items {
        let Some(sold) = sold(db, item.record_id, currency).await? else { continue };
        let back = ReturnedGoods { units: item.units, restock: item.restock_units };
        let Ok(taken) = sold.goods.give_back(back) else { continue };
        match by_invoice.iter_mut().find(|(invoice, _)| invoice.id == sold.invoice.id) {
            Some((_, total)) => *total = total.plus(taken.total),
            None => by_invoice.push((sold.invoice, taken.total)),
        }
    }
    let mut all = currency.zero();
    for (invoice, total) in by_invoice {
        all = all.plus(crediting::money_to_give_back(db, &invoice, total, currency).await?);
    }
    Ok(all)
}

async fn cannot_reverse(db: &mut SqliteConnection, id: ReturnId, currency: Currency) -> Result<Option<String>, Error> {
    let Some(posted_by) = store::returns::load_listed(db, id).await?.posted_by else { return Ok(None) };
    let facts = store::undo::list_applications(db, posted_by).await?;
    for note in store::returns::list_notes(db, id).await? {
        let mut standing: SourceStanding = store::source::load(db, note.id.into()).await?.standing(currency)?;
        for applied in ledger::list_by_source(db, note.id.into()).await? {
            // What posting itself put on its invoice comes off with it.
            let own = facts.iter().find(|fact| fact.link == applied.link()).map_or(0, |fact| fact.amount_minor);
            standing.applied = standing.applied.less(store::money(currency, own.min(applied.amount_minor))?);
        }
        if let Err(error) = standing.may_withdraw() {
            return Ok(Some(error.to_string()));
        }
    }
    Ok(None)
}

/// A return as lists show it.
pub(crate) async fn line(
    db: &mut SqliteConnection,
    row: ListedReturn,
    currency: Currency,
) -> Result<ReturnLine, Error> {
    let (mut credit_notes, mut refunds): (Vec<CreditNoteRef>, Vec<RefundRef>) = (Vec::new(), Vec::new());
    if row.number.is_some() {
        credit_notes = store::returns::list_notes(db, row.id).await?;
        refunds = store::returns::list_refunds(db, row.id).await?;
    }
    let status = match (&row.number, row.reversed) {
        (None, _) => ReturnStatus::Draft,
        (Some(_), false) => ReturnStatus::Posted,
        (Some(_), true) => ReturnStatus::Reversed,
    };
    let total = store::money(currency, row.total_minor)?.to_string();
    Ok(ReturnLine {
        id: row.id,
        client_id: row.client_id,
        client_name: names::full(&row.first_name, &row.last_name),
        returned_on: row.returned_on.to_string(),
        summary: row.summary,
        total: row.number.is_some().then_some(total),
        number: row.number,
        status,
        credit_notes,
        refunds,
    })
}

/// An item as its return's page shows it, and what it comes to.
async fn item_row(
    db: &mut SqliteConnection,
    (id, item): (ReturnId, &ItemRow),
    draft: bool,
    currency: Currency,
) -> Result<(ReturnItemRow, Money), Error> {
    let records = if item.deactivate { RecordsChoice::Deactivate } else { RecordsChoice::Keep };
    let form = ReturnItemForm {
        record_id: Some(item.record_id),
        units: item.units.to_string(),
        restock: item.restock_units.to_string(),
        records: Some(records),
    };
    let record = store::record::load(db, item.record_id).await?;
    let mut row = ReturnItemRow {
        form,
        description: record.description.clone(),
        product_id: stored(record.product_id, "product of a return")?,
        invoice: None,
        most: "0".to_owned(),
        counted: false,
        value: String::new(),
        problem: None,
        unpaid: false,
    };
    let Some(sold) = sold(db, item.record_id, currency).await? else {
        row.problem = draft.then(|| off_its_invoice(&record.description));
        return Ok((row, currency.zero()));
    };
    row.invoice = Some(InvoiceRef { id: sold.invoice.id, number: sold.invoice.number.clone() });
    row.most = sold.goods.left().to_string();
    row.counted = sold.goods.counted && !sold.goods.archived;
    if !draft {
        let value = store::returns::load_item_value(db, id, item.record_id).await?;
        let value = store::money(currency, value)?;
        row.value = value.to_string();
        return Ok((row, value));
    }
    match sold.goods.give_back(ReturnedGoods { units: item.units, restock: item.restock_units }) {
        Ok(taken) => {
            row.value = taken.total.to_string();
            Ok((row, taken.total))
        }
        Err(error) => {
            row.unpaid = matches!(error, ReturnError::NotPaid { .. });
            row.problem = Some(error.to_string());
            Ok((row, currency.zero()))
        }
    }
}
