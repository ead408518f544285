//! Returns: goods of paid invoices that come back, a draft until it is posted.

use billing::{Currency, Money, ReturnError, ReturnedGoods, SoldGoods, day_in_words, parse_pieces};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    Practice,
    catalogue::load,
    client,
    crediting::{self, creditable},
    error::{Checks, Error},
    history,
    ids::{ClientId, RecordId, ReturnId},
    names,
    posting::cannot_reverse,
    product::past_day,
    refund,
    store::{
        self, Entity, PAGE_ROWS, Tracked,
        invoice::InvoiceRow,
        product::ProductRow,
        record::RecordRow,
        returns::{ItemRow, ListedReturn, ReturnRow},
        stored,
    },
    transact::{Act, Ask, Done},
    view::{
        Acted, CreditNoteRef, InvoiceRef, Listed, RecordsChoice, RefundRef, ReturnForm, ReturnItemForm, ReturnItemRow,
        ReturnPage, ReturnRow as ReturnLine, ReturnStatus, Returnable, ReturnsQuery,
    },
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
        let (mut kept, mut refundable) = (total, total);
        if draft {
            kept = left_to_client(&mut db, &row, currency).await?;
            let received_minor = refund::received_left(&mut db, row.client_id).await?;
            refundable = kept.min(store::money(currency, received_minor)?);
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
            kept: kept.to_string(),
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

pub(crate) async fn load_sold(act: &mut Act<'_>, id: RecordId) -> Result<Sold, Error> {
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
pub(crate) async fn load_draft(act: &mut Act<'_>, id: ReturnId) -> Result<ReturnRow, Error> {
    let row = load::<ReturnRow>(act, id.get()).await?;
    match store::returns::load_listed(act.db(), id).await?.number {
        Some(number) => Err(Error::rule(format!("{number} was posted already, so it stays as it is."))),
        None => Ok(row),
    }
}

/// Refuses a day of closed books, or before something of the return was invoiced.
pub(crate) async fn check_day(act: &mut Act<'_>, row: &ReturnRow) -> Result<(), Error> {
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

/// Of what the items of a draft come to, what is left to the client: goodwill on their invoices is not.
async fn left_to_client(db: &mut SqliteConnection, row: &ReturnRow, currency: Currency) -> Result<Money, Error> {
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
