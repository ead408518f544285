//! Records: the products and services that a client was given, each asked for by a line of an invoice (requirements E1).

use std::collections::BTreeMap;

use billing::{Currency, LineInput, Quantity, Tax, UnitPrice};
use sqlx::SqliteConnection;

use crate::{
    Practice,
    catalogue::load,
    charge, client,
    draft::{Draft, DraftLine},
    error::{Checks, Error},
    goods::{self, WITHDRAWN},
    ids::{ClientId, InvoiceId, RecordId},
    invoice::{refuse_closed, refuse_credited},
    issue,
    product::past_day,
    returns,
    store::{
        self, Entity, PAGE_ROWS, Tracked,
        catalogue::{ServiceRow, TaxRow},
        client::ClientRow,
        money,
        product::ProductRow,
        record::ListedRecord,
    },
    transact::{Act, Ask, Done},
    view::{
        Acted, ChangeableInvoice, GoodsBackRow, InvoiceForm, InvoiceRef, Listed, RecordForm, RecordOnto,
        RecordProposal, RecordRow, Recorded, RecordsQuery,
    },
};

impl Practice {
    /// One page of a client's records, the newest first.
    ///
    /// # Errors
    /// What the store says.
    pub async fn list_records(&self, query: &RecordsQuery) -> Result<Listed<RecordRow>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let (listed, total) = store::record::list(&mut db, query, PAGE_ROWS).await?;
        let mut rows = Vec::with_capacity(listed.len());
        for row in listed {
            let cannot_return = cannot_return(&mut db, &row, currency).await?;
            rows.push(RecordRow { cannot_return, ..line(row, currency)? });
        }
        Ok(Listed { rows, total, page: query.page, page_size: PAGE_ROWS })
    }

    /// The invoices that what a client is given can be put on: open ones, of which the newest that was not supplied and
    /// is not paid is proposed.
    ///
    /// # Errors
    /// What the store says.
    pub async fn record_proposal(&self, client: ClientId) -> Result<RecordProposal, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        proposal(&mut db, client, currency).await
    }

    /// Gives a client a product or service: a record in the client's file, a line on an open invoice or a new one, and
    /// stock that goes out.
    ///
    /// # Errors
    /// Fields that cannot be taken; more than there is in stock without a reason; an invoice that stays as it is.
    pub async fn add_record(&self, form: &RecordForm, ask: &Ask) -> Result<Acted<Recorded>, Error> {
        self.transact("add_record", ask, async |act| {
            let (client_id, client) = client::load_active(act.db(), form.client_id).await?;
            let line = read(act, form, &client).await?;
            let (quantity, description) = (line.input.quantity, line.description.clone());
            let onto = match form.onto {
                RecordOnto::New => None,
                RecordOnto::Invoice(id) => Some(id),
                RecordOnto::Proposed => {
                    let currency = act.currency;
                    proposal(act.db(), client_id, currency).await?.proposed
                }
            };
            let invoice = match onto {
                Some(id) => put_on(act, (id, client_id), line, form).await?,
                None => {
                    let invoice = issue::number(act, client_id).await?;
                    let mut draft = charge::draft(act, &client, act.now.on, vec![line]);
                    draft.stock_reason.clone_from(&form.stock_reason);
                    issue::write_first(act, invoice.id, (client_id, &client), &draft).await?;
                    invoice
                }
            };
            let made = store::record::newest_of(act.db(), client_id).await?;
            let record_id = store::stored(made, "record")?;
            let sentence = format!("Gave {} {quantity} × {description}, on {}", client.name(), invoice.number);
            Ok(Done::Something(Recorded { record_id, invoice }, sentence))
        })
        .await
    }

    /// Deactivates a record, or activates it again; money and stock stay.
    ///
    /// # Errors
    /// There is no such record.
    pub async fn activate_record(&self, id: RecordId, active: bool, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("activate_record", ask, async |act| {
            let row = store::record::load(act.db(), id).await?;
            let (state, verb) = if active { (goods::ACTIVE, "Activated") } else { (goods::DEACTIVATED, "Deactivated") };
            if row.state == WITHDRAWN {
                return Err(Error::NotFound("record"));
            }
            if row.state == state {
                return Ok(Done::Nothing((), "Nothing was different".to_owned()));
            }
            let operation = act.operation;
            store::record::save_state(act.db(), operation, id, state, "by hand").await?;
            act.touched(Entity::Record, id.get());
            act.touched(Entity::Client, row.client_id.get());
            let whose = store::client::load(act.db(), row.client_id).await?.name();
            Ok(Done::Something((), format!("{verb} “{}” in the file of {whose}", row.description)))
        })
        .await
    }

    /// The goods that would come off an invoice: with a change as typed, else with the invoice made void.
    ///
    /// # Errors
    /// There is no such invoice.
    pub async fn goods_back(&self, id: InvoiceId, form: Option<&InvoiceForm>) -> Result<Vec<GoodsBackRow>, Error> {
        let mut db = self.db().await?;
        let row = store::invoice::load(&mut db, id).await?;
        let lines = store::invoice::list_lines(&mut db, row.version_id).await?;
        let mut stays = BTreeMap::new();
        for line in form.iter().flat_map(|form| &form.lines) {
            if let Some(record) = line.record_id
                && let Some(old) = lines.iter().find(|old| old.record_id == Some(record))
                && (old.product_id, old.service_id) == (line.product_id, line.service_id)
            {
                // A quantity that cannot be read yet changes nothing yet.
                let typed = Quantity::parse(&line.quantity).map(Quantity::thousandths);
                stays.entry(record).or_insert(typed.unwrap_or(old.quantity_thousandths));
            }
        }
        let mut rows = Vec::new();
        for off in goods::off(&lines, |record| stays.get(&record).copied()) {
            let counted = match off.product_id {
                Some(product) => ProductRow::load(&mut db, product.get()).await?.is_some_and(|row| row.counted),
                None => false,
            };
            let units = store::stored(Quantity::from_thousandths(off.thousandths), "quantity")?.to_string();
            let (record_id, description, whole) = (off.record_id, off.description, off.whole);
            rows.push(GoodsBackRow { record_id, description, units, whole, counted });
        }
        Ok(rows)
    }
}

async fn proposal(db: &mut SqliteConnection, client: ClientId, currency: Currency) -> Result<RecordProposal, Error> {
    let mut invoices = Vec::new();
    let mut proposed = None;
    for id in store::invoice::list_changeable(db, client).await? {
        let row = store::invoice::load(db, id).await?;
        let outstanding = row.standing(currency)?.outstanding();
        if proposed.is_none() && row.supplied_on.is_none() && !outstanding.is_zero() {
            proposed = Some(id);
        }
        invoices.push(ChangeableInvoice {
            issued_on: row.issued_on.to_string(),
            total: money(currency, row.total_minor)?.to_string(),
            outstanding: outstanding.to_string(),
            invoice: InvoiceRef { id, number: row.number },
        });
    }
    Ok(RecordProposal { invoices, proposed })
}

/// The line that asks for what is given.
async fn read(act: &mut Act<'_>, form: &RecordForm, client: &ClientRow) -> Result<DraftLine, Error> {
    let (description, price_minor, tax_ids) = match (form.product_id, form.service_id) {
        (Some(id), None) => {
            let product = load::<ProductRow>(act, id.get()).await?;
            if product.archived_on.is_some() {
                let message = format!("“{}” was archived. Bring it back on its page first.", product.name);
                return Err(Error::field("product_id", message));
            }
            (product.name, product.price_minor, product.tax_id.into_iter().collect())
        }
        (None, Some(id)) => {
            let service = load::<ServiceRow>(act, id.get()).await?;
            if service.archived_on.is_some() {
                let message = format!("“{}” was archived. Take it back in Settings first.", service.name);
                return Err(Error::field("service_id", message));
            }
            (service.name, client.agreed_fee(id).unwrap_or(service.fee_minor), service.tax_ids)
        }
        _ => return Err(Error::field("product_id", "Choose a product or a service.")),
    };
    let mut checks = Checks::default();
    let quantity = checks.take("quantity", Quantity::parse(&form.quantity));
    if let (Some(quantity), Some(_)) = (quantity, form.product_id) {
        checks.take("quantity", billing::pieces(&description, quantity));
    }
    let given_on = checks.take("given_on", past_day(&form.given_on, act.now.on, "it was given"));
    let (quantity, given_on) = checks.ready(quantity.zip(given_on))?;
    let mut taxes: Vec<Tax> = Vec::new();
    for tax in tax_ids {
        taxes.push(load::<TaxRow>(act, tax.get()).await?.tax()?);
    }
    let unit_price = UnitPrice::from(money(act.currency, price_minor)?);
    Ok(DraftLine {
        session_id: None,
        service_id: form.service_id,
        product_id: form.product_id,
        record_id: None,
        description,
        service_on: Some(given_on),
        input: LineInput { quantity, unit_price, discount: None, taxes },
    })
}

/// Puts a line on an open invoice of the client.
async fn put_on(
    act: &mut Act<'_>,
    (id, client): (InvoiceId, ClientId),
    line: DraftLine,
    form: &RecordForm,
) -> Result<InvoiceRef, Error> {
    let row = store::invoice::load(act.db(), id).await?;
    if row.client_id != client {
        return Err(Error::field("onto", format!("{} is another client's. Choose one of this client.", row.number)));
    }
    refuse_closed(&act.profile, &row)?;
    row.standing(act.currency)?.may_edit().map_err(|error| Error::field("onto", error))?;
    refuse_credited(act, &row).await?;
    let lines = store::invoice::list_lines(act.db(), row.version_id).await?;
    let mut draft = Draft::of(&row, lines, &act.profile)?;
    draft.lines.push(line);
    draft.stock_reason.clone_from(&form.stock_reason);
    issue::rewrite(act, &row, &draft).await?;
    Ok(InvoiceRef { id, number: row.number })
}

/// A record as lists show it.
pub(crate) fn line(row: ListedRecord, currency: Currency) -> Result<RecordRow, Error> {
    let units = |thousandths: i64| {
        Quantity::from_thousandths(thousandths).map_or_else(|| "0".to_owned(), |quantity| quantity.to_string())
    };
    Ok(RecordRow {
        id: row.id,
        given_on: row.given_on.to_string(),
        description: row.description,
        quantity: units(row.quantity_thousandths),
        returned: units(row.returned_thousandths),
        product_id: row.product_id,
        active: row.state == goods::ACTIVE,
        invoice: row.invoice_id.zip(row.invoice_number).map(|(id, number)| InvoiceRef { id, number }),
        amount: row
            .amount_minor
            .map(|minor| money(currency, minor))
            .transpose()?
            .map(|sum| sum.to_string())
            .unwrap_or_default(),
        cannot_return: None,
    })
}

async fn cannot_return(
    db: &mut SqliteConnection,
    row: &ListedRecord,
    currency: Currency,
) -> Result<Option<String>, Error> {
    if row.product_id.is_none() {
        return Ok(Some("A service is not returned. Issue a credit note instead.".to_owned()));
    }
    Ok(match returns::sold(db, row.id, currency).await? {
        Some(sold) => sold.goods.may_be_returned().err().map(|error| error.to_string()),
        None => Some(format!("“{}” is on no invoice any more.", row.description)),
    })
}
