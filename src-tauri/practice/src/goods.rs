//! Goods on invoices: stock and the client's file follow the lines.

use std::collections::BTreeMap;

use billing::{MovementCause, Quantity, ReturnError, Stock, parse_pieces, pieces};
use chrono::NaiveDate;

use crate::{
    error::Error,
    ids::{ClientId, InvoiceId, OperationId, ProductId, RecordId},
    store::{
        self, Entity, Tracked,
        invoice::LineRow,
        product::ProductRow,
        stock::{self, MovementRow},
        stored,
    },
    transact::Act,
    view::GoodsBackForm,
};

pub(crate) const DEACTIVATED: &str = "deactivated";
pub(crate) const ACTIVE: &str = "active";
pub(crate) const WITHDRAWN: &str = "withdrawn";

/// Goods whose line comes off an invoice, or is for fewer.
#[derive(Debug, Clone)]
pub(crate) struct OffInvoice {
    pub record_id: RecordId,
    pub product_id: Option<ProductId>,
    pub description: String,
    pub thousandths: i64,
    /// Whether all of the line comes off.
    pub whole: bool,
}

/// What comes off an invoice whose lines were `before`, where `after` tells how many of a record stay.
pub(crate) fn off(before: &[LineRow], after: impl Fn(RecordId) -> Option<i64>) -> Vec<OffInvoice> {
    before
        .iter()
        .filter_map(|line| {
            let record_id = line.record_id?;
            let stays = after(record_id);
            let thousandths = line.quantity_thousandths - stays.unwrap_or_default();
            (thousandths > 0).then(|| OffInvoice {
                record_id,
                product_id: line.product_id,
                description: line.description.clone(),
                thousandths,
                whole: stays.is_none(),
            })
        })
        .collect()
}

/// What an act moves of each product's stock by an invoice: what goes out, less what comes back.
struct Moves<'a> {
    invoice: InvoiceId,
    on_day: NaiveDate,
    out: BTreeMap<ProductId, i64>,
    reason: &'a str,
}

impl<'a> Moves<'a> {
    fn new(invoice: InvoiceId, on_day: NaiveDate, reason: &'a str) -> Self {
        Self { invoice, on_day, out: BTreeMap::new(), reason }
    }

    fn add(&mut self, product: ProductId, units: i64) {
        *self.out.entry(product).or_default() += units;
    }

    async fn write(self, act: &mut Act<'_>) -> Result<(), Error> {
        for (product_id, out) in self.out {
            let moved = Moved { product_id, units: -out, on_day: self.on_day, reason: self.reason };
            if let Some(row) = moved.row(act, MovementCause::Sale).await? {
                write(act, &MovementRow { invoice_id: Some(self.invoice), ..row }).await?;
            }
        }
        Ok(())
    }
}

/// Stock of a product that is to move, with its sign.
pub(crate) struct Moved<'a> {
    pub product_id: ProductId,
    pub units: i64,
    pub on_day: NaiveDate,
    /// Why it may go below none.
    pub reason: &'a str,
}

impl Moved<'_> {
    /// The movement; nothing where the stock of the product is not kept or nothing moves.
    ///
    /// # Errors
    /// More goes out than there is, without a reason: at the field `stock_reason`.
    pub(crate) async fn row(&self, act: &mut Act<'_>, cause: MovementCause) -> Result<Option<MovementRow>, Error> {
        let product = ProductRow::load(act.db(), self.product_id.get()).await?.ok_or(Error::NotFound("product"))?;
        if self.units != 0 {
            // Also where its stock is not kept: it cannot be kept again as it was then.
            act.touched(Entity::Product, self.product_id.get());
        }
        if !product.counted || self.units == 0 {
            return Ok(None);
        }
        let stock = store::product::load_stock(act.db(), self.product_id).await?;
        stock.take(-self.units, self.reason).map_err(|error| Error::field("stock_reason", error))?;
        let short = self.units < 0 && stock.units + self.units < 0;
        Ok(Some(MovementRow {
            product_id: self.product_id,
            cause,
            on_day: self.on_day,
            units: self.units,
            counted_units: None,
            reason: if short { self.reason.trim().to_owned() } else { String::new() },
            invoice_id: None,
            posting_id: None,
        }))
    }
}

/// Keeps a movement and notes whose stock it is.
pub(crate) async fn write(act: &mut Act<'_>, row: &MovementRow) -> Result<(), Error> {
    let operation = act.operation;
    stock::insert(act.db(), operation, row).await?;
    act.touched(Entity::Product, row.product_id.get());
    warn_if_low(act, row).await
}

async fn warn_if_low(act: &mut Act<'_>, row: &MovementRow) -> Result<(), Error> {
    let product = ProductRow::load(act.db(), row.product_id.get()).await?.ok_or(Error::NotFound("product"))?;
    let Stock { units, .. } = store::product::load_stock(act.db(), row.product_id).await?;
    if row.units < 0 && product.low_mark.is_some_and(|mark| units <= mark && units - row.units > mark) {
        act.warn(format!("“{}” is low: {units} left.", product.name));
    }
    Ok(())
}

/// Gives a client what an invoice's new lines are for: each product, and each service that is no session, becomes a record
/// in the client's file, and stock goes out.
pub(crate) async fn give(
    act: &mut Act<'_>,
    (invoice, client): (InvoiceId, ClientId),
    lines: &mut [LineRow],
    (on_day, reason): (NaiveDate, &str),
) -> Result<(), Error> {
    let mut moves = Moves::new(invoice, on_day, reason);
    give_new(act, client, lines, &mut moves).await?;
    moves.write(act).await
}

async fn give_new(
    act: &mut Act<'_>,
    client: ClientId,
    lines: &mut [LineRow],
    moves: &mut Moves<'_>,
) -> Result<(), Error> {
    for (place, line) in lines.iter_mut().enumerate() {
        let given = line.product_id.is_some() || (line.service_id.is_some() && line.session_id.is_none());
        if line.record_id.is_some() || !given {
            continue;
        }
        if let Some(product_id) = line.product_id {
            let product = ProductRow::load(act.db(), product_id.get()).await?.ok_or(Error::NotFound("product"))?;
            if product.archived_on.is_some() {
                let message = format!("“{}” was archived. Bring it back on its page first.", product.name);
                return Err(Error::field(format!("lines.{place}.description"), message));
            }
            let units = in_pieces(&product.name, line.quantity_thousandths)
                .map_err(|error| Error::field(format!("lines.{place}.quantity"), error))?;
            moves.add(product_id, units);
        }
        let given_on = line.service_on.unwrap_or(moves.on_day);
        let operation = act.operation;
        let service_id = line.service_id.filter(|_| line.product_id.is_none());
        let id = store::record::insert(act.db(), operation, client, (line.product_id, service_id), given_on).await?;
        act.made(Entity::Record, id.get());
        line.record_id = Some(id);
    }
    Ok(())
}

fn in_pieces(product: &str, thousandths: i64) -> Result<i64, Error> {
    let quantity = stored(Quantity::from_thousandths(thousandths), "quantity")?;
    pieces(product, quantity).map_err(Error::rule)
}

/// What becomes of goods where the lines of an invoice change: what is new is given, what comes off goes back as `goods`
/// says. Lines that are new keep no record of another.
pub(crate) async fn change(
    act: &mut Act<'_>,
    (invoice, number, client): (InvoiceId, &str, ClientId),
    before: &[LineRow],
    after: &mut [LineRow],
    (goods, reason): (&[GoodsBackForm], &str),
) -> Result<(), Error> {
    let on_day = act.now.on;
    let mut moves = Moves::new(invoice, on_day, reason);
    let mut kept: BTreeMap<RecordId, i64> = BTreeMap::new();
    for (place, line) in after.iter_mut().enumerate() {
        let Some(record) = line.record_id else { continue };
        let same = before.iter().find(|old| old.record_id == Some(record));
        let Some(old) = same.filter(|old| (old.product_id, old.service_id) == (line.product_id, line.service_id))
        else {
            line.record_id = None;
            continue;
        };
        if kept.contains_key(&record) {
            line.record_id = None;
            continue;
        }
        kept.insert(record, line.quantity_thousandths);
        if let Some(product) = line.product_id
            && line.quantity_thousandths != old.quantity_thousandths
        {
            let name = store::product::load_stock(act.db(), product).await?.product;
            let units = in_pieces(&name, line.quantity_thousandths)
                .map_err(|error| Error::field(format!("lines.{place}.quantity"), error))?;
            let more = units - in_pieces(&name, old.quantity_thousandths)?;
            if more > 0 {
                moves.add(product, more);
            }
        }
    }
    give_new(act, client, after, &mut moves).await?;
    let off = off(before, |record| kept.get(&record).copied());
    take_back(act, number, &off, goods, &mut moves).await?;
    moves.write(act).await
}

/// What becomes of the goods of an invoice that is void.
pub(crate) async fn take_all_back(
    act: &mut Act<'_>,
    (invoice, number): (InvoiceId, &str),
    lines: &[LineRow],
    goods: &[GoodsBackForm],
) -> Result<(), Error> {
    let mut moves = Moves::new(invoice, act.now.on, "");
    take_back(act, number, &off(lines, |_| None), goods, &mut moves).await?;
    moves.write(act).await
}

async fn take_back(
    act: &mut Act<'_>,
    number: &str,
    off: &[OffInvoice],
    goods: &[GoodsBackForm],
    moves: &mut Moves<'_>,
) -> Result<(), Error> {
    for line in off {
        let said = goods.iter().position(|form| form.record_id == line.record_id);
        let form = said.and_then(|place| goods.get(place).map(|form| (place, form)));
        if let Some(product) = line.product_id {
            let units = line.thousandths / 1_000;
            let restock = match form {
                Some((place, form)) => restock(&form.restock, units, units)
                    .map_err(|message| Error::field(format!("goods.{place}.restock"), message))?,
                None => units,
            };
            moves.add(product, -restock);
        }
        if line.whole && form.is_none_or(|(_, form)| form.deactivate) {
            deactivate(act, line.record_id, &format!("taken off {number}")).await?;
        }
    }
    Ok(())
}

/// How many go back into stock, as typed: up to those that come `back`; where nothing is typed, `usual`.
pub(crate) fn restock(typed: &str, back: i64, usual: i64) -> Result<i64, String> {
    if typed.trim().is_empty() {
        return Ok(usual);
    }
    let units = parse_pieces(typed).map_err(|error| error.to_string())?;
    if units > back {
        return Err(match back {
            0 => "None of it comes back, so none can go back into stock. Enter 0.".to_owned(),
            back => ReturnError::OverRestock { units: back }.to_string(),
        });
    }
    Ok(units)
}

/// Deactivates a record that is active.
pub(crate) async fn deactivate(act: &mut Act<'_>, record: RecordId, reason: &str) -> Result<(), Error> {
    let row = store::record::load_state(act.db(), record).await?;
    if row == ACTIVE {
        let operation = act.operation;
        store::record::save_state(act.db(), operation, record, DEACTIVATED, reason).await?;
        act.touched(Entity::Record, record.get());
    }
    Ok(())
}

/// Goods of an invoice's line that a credit note takes off.
pub(crate) struct Credited<'a> {
    pub line: &'a LineRow,
    pub restock: i64,
    pub deactivate: bool,
}

/// What becomes of the goods of lines that a credit note on an invoice takes off.
pub(crate) async fn credit(
    act: &mut Act<'_>,
    (invoice, note): (InvoiceId, &str),
    goods: &[Credited<'_>],
) -> Result<(), Error> {
    let mut moves = Moves::new(invoice, act.now.on, "");
    for Credited { line, restock, deactivate: gone } in goods {
        let Some(record) = line.record_id else { continue };
        if let Some(product) = line.product_id {
            moves.add(product, -restock);
        }
        if *gone {
            deactivate(act, record, &format!("credited with {note}")).await?;
        }
    }
    moves.write(act).await
}

/// Takes back what an act did to stock and records: what came in goes out again and the other way round. A reason is
/// needed where that is more than there is.
pub(crate) async fn reverse(act: &mut Act<'_>, operation: OperationId, reason: &str) -> Result<(), Error> {
    let today = act.now.on;
    for fact in stock::list_by_operation(act.db(), operation).await? {
        let moved = Moved { product_id: fact.product_id, units: -fact.units, on_day: today, reason };
        if let Some(row) = moved.row(act, fact.cause).await? {
            write(act, &MovementRow { invoice_id: fact.invoice_id, posting_id: fact.posting_id, ..row }).await?;
        }
    }
    let new = act.operation;
    for (record, before) in store::record::list_states(act.db(), operation).await? {
        if before == ACTIVE && store::returns::is_deactivated_elsewhere(act.db(), record, operation).await? {
            continue;
        }
        store::record::save_state(act.db(), new, record, &before, "").await?;
        act.touched(Entity::Record, record.get());
    }
    Ok(())
}
