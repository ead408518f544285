//! Products: what is sold besides sessions, and what there is in stock of it.

use billing::{Currency, MovementCause, Rate, Stock, day_in_words, parse_day, parse_pieces};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    Practice,
    catalogue::{archive, archived_on, load, required, save},
    error::{Checks, Error},
    goods, history,
    ids::ProductId,
    names,
    sentence::Sentence,
    store::{
        self, Entity, PAGE_ROWS, Tracked, money,
        product::{ListedProduct, ProductRow},
        stock::{ListedMovement, MovementRow},
        stored,
    },
    transact::{Act, Ask, Done},
    view::{
        Acted, CorrectionForm, CountForm, Listed, MovementKindView, MovementRow as MovementLine, MovementsQuery,
        ProductForm, ProductPage, ProductRow as ProductLine, ProductView, ProductsQuery, WhyPart,
    },
};

impl Practice {
    /// One page of the products that match.
    ///
    /// # Errors
    /// What the store says.
    pub async fn list_products(&self, query: &ProductsQuery) -> Result<Listed<ProductLine>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let (rows, total) = store::product::list(&mut db, query, PAGE_ROWS).await?;
        let rows = rows.into_iter().map(|row| line(row, currency)).collect::<Result<_, _>>()?;
        Ok(Listed { rows, total, page: query.page, page_size: PAGE_ROWS })
    }

    /// A product with all that its page shows.
    ///
    /// # Errors
    /// There is no such product.
    pub async fn product_page(&self, id: ProductId) -> Result<ProductPage, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let row = ProductRow::load(&mut db, id.get()).await?.ok_or(Error::NotFound("product"))?;
        let sold = store::product::load_sold(&mut db, id).await?;
        Ok(ProductPage {
            row: line(store::product::load_listed(&mut db, id).await?, currency)?,
            sold: (sold / 1_000).to_string(),
            cannot_count: cannot_count(&row),
            form: form(row, currency)?,
            history: history::of(&mut db, Entity::Product, id.get()).await?,
        })
    }

    /// One page of a product's stock movements.
    ///
    /// # Errors
    /// What the store says.
    pub async fn stock_movements(&self, query: &MovementsQuery) -> Result<Listed<MovementLine>, Error> {
        let mut db = self.db().await?;
        let (rows, total) = store::stock::list(&mut db, query, PAGE_ROWS).await?;
        let rows = rows.into_iter().map(movement).collect::<Result<_, _>>()?;
        Ok(Listed { rows, total, page: query.page, page_size: PAGE_ROWS })
    }

    /// Saves a product: a new one, or `id`. Where its stock begins to be kept again, it is counted anew.
    ///
    /// # Errors
    /// Fields that cannot be taken.
    pub async fn save_product(
        &self,
        id: Option<ProductId>,
        form: &ProductForm,
        ask: &Ask,
    ) -> Result<Acted<ProductId>, Error> {
        self.transact("save_product", ask, async |act| {
            let old = match id {
                Some(id) => Some(load::<ProductRow>(act, id.get()).await?),
                None => None,
            };
            let begins = form.counted && !old.as_ref().is_some_and(|old| old.counted);
            let mut checks = Checks::default();
            let name = checks.take("name", required(&form.name, "Enter the name of the product."));
            let price = checks.take("price", act.currency.parse(&form.price));
            let low_mark = match form.low_mark.trim() {
                typed if form.counted && !typed.is_empty() => checks.take("low_mark", parse_pieces(typed)).map(Some),
                _ if form.counted => Some(None),
                _ => Some(old.as_ref().and_then(|old| old.low_mark)),
            };
            let opening =
                if begins { checks.take("opening", parse_pieces(&form.opening)).map(Some) } else { Some(None) };
            let (((name, price), low_mark), opening) = checks.ready(name.zip(price).zip(low_mark).zip(opening))?;
            let opened = old.as_ref().and_then(|old| old.opening_count.zip(old.opened_on));
            let first = opened.or(opening.map(|units| (units, act.now.on)));
            let row = ProductRow {
                sku: form.sku.trim().to_owned(),
                name: name.clone(),
                price_minor: price.minor(),
                tax_id: form.tax_id,
                counted: form.counted,
                opening_count: first.map(|(units, _)| units),
                opened_on: first.map(|(_, day)| day),
                low_mark,
                archived_on: old.and_then(|old| old.archived_on),
            };
            let taken = store::product::find_by_sku(act.db(), &row.sku).await?;
            if taken.is_some() && taken != id {
                return Err(Error::field("sku", format!("“{}” is another product's already.", row.sku)));
            }
            let (id, saved) = save(act, id.map(ProductId::get), &row, &name).await?;
            if let (Some(_), Some(counted)) = (opened, opening) {
                let today = act.now.on;
                count(act, id.into(), (counted, today), "").await?;
            }
            Ok(saved.done(id.into()))
        })
        .await
    }

    /// Puts a product away or takes it back.
    ///
    /// # Errors
    /// What the store says.
    pub async fn archive_product(&self, id: ProductId, archived: bool, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("archive_product", ask, async |act| {
            let mut row = load::<ProductRow>(act, id.get()).await?;
            row.archived_on = archived_on(act, archived);
            let units = store::product::load_stock(act.db(), id).await?.units;
            if archived && row.counted && units > 0 {
                act.warn(format!("In stock there still: {units}."));
            }
            archive(act, id.get(), &row, &row.name, archived).await
        })
        .await
    }

    /// Keeps how many of a product were counted; the difference moves its stock.
    ///
    /// # Errors
    /// Fields that cannot be taken; a product whose stock is not kept.
    pub async fn count_stock(&self, id: ProductId, form: &CountForm, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("count_stock", ask, async |act| {
            let row = load_counted(act, id).await?;
            let mut checks = Checks::default();
            let counted = checks.take("counted", parse_pieces(&form.counted));
            let day = checks.take("counted_on", past_day(&form.counted_on, act.now.on, "the stock was counted"));
            let (counted, counted_on) = checks.ready(counted.zip(day))?;
            if let Some(since) = row.opened_on.filter(|since| counted_on < *since) {
                let message =
                    format!("Its stock is kept since {}. Enter that day or a later one.", day_in_words(since));
                return Err(Error::field("counted_on", message));
            }
            let before = store::stock::load_on(act.db(), id, counted_on).await?;
            count(act, id, (counted, counted_on), form.reason.trim()).await?;
            let left = store::product::load_stock(act.db(), id).await?.units;
            if left < 0 && counted < before {
                let message = format!(
                    "With what went out since {}, that would leave {left}. Count the stock of today instead.",
                    day_in_words(counted_on)
                );
                return Err(Error::field("counted", message));
            }
            let found = if before == counted { "as expected".to_owned() } else { format!("not {before}") };
            Ok(Done::Something((), format!("Counted {counted} of {}, {found}", row.name)))
        })
        .await
    }

    /// Corrects how many of a product there are, with a reason.
    ///
    /// # Errors
    /// [`billing::StockError`]; a product whose stock is not kept.
    pub async fn correct_stock(&self, id: ProductId, form: &CorrectionForm, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("correct_stock", ask, async |act| {
            let row = load_counted(act, id).await?;
            let mut checks = Checks::default();
            let units = checks.take("units", parse_pieces(&form.units));
            let day = checks.take("corrected_on", past_day(&form.corrected_on, act.now.on, "the stock changed"));
            let (units, on_day) = checks.ready(units.zip(day))?;
            let stock = store::product::load_stock(act.db(), id).await?;
            let moved = stock.correct(units, form.fewer, &form.reason).map_err(|error| match error {
                billing::StockError::NoReason => Error::field("reason", error),
                error => Error::field("units", error),
            })?;
            let movement = MovementRow {
                product_id: id,
                cause: MovementCause::Correction,
                on_day,
                units: moved,
                counted_units: None,
                reason: form.reason.trim().to_owned(),
                invoice_id: None,
                posting_id: None,
            };
            goods::write(act, &movement).await?;
            let way = if form.fewer { "fewer" } else { "more" };
            Ok(Done::Something((), format!("Corrected {}: {units} {way} ({})", row.name, movement.reason)))
        })
        .await
    }
}

async fn load_counted(act: &mut Act<'_>, id: ProductId) -> Result<ProductRow, Error> {
    let row = load::<ProductRow>(act, id.get()).await?;
    match cannot_count(&row) {
        Some(why) => Err(Error::rule(why)),
        None => Ok(row),
    }
}

fn cannot_count(row: &ProductRow) -> Option<String> {
    (!row.counted).then(|| format!("The stock of “{}” is not kept. Keep it on the product's page first.", row.name))
}

/// A day that is not still to come, on which something happened.
pub(crate) fn past_day(typed: &str, today: NaiveDate, what: &str) -> Result<NaiveDate, String> {
    let day = parse_day(typed).map_err(|error| error.to_string())?;
    if day > today {
        Err(format!("{} is still to come. Enter the day on which {what}.", day_in_words(day)))
    } else {
        Ok(day)
    }
}

async fn count(
    act: &mut Act<'_>,
    product_id: ProductId,
    (counted, on_day): (i64, NaiveDate),
    reason: &str,
) -> Result<(), Error> {
    let units = store::stock::load_on(act.db(), product_id, on_day).await?;
    let units = Stock { product: String::new(), units }.counted(counted);
    let movement = MovementRow {
        product_id,
        cause: MovementCause::Count,
        on_day,
        units,
        counted_units: Some(counted),
        reason: reason.to_owned(),
        invoice_id: None,
        posting_id: None,
    };
    goods::write(act, &movement).await
}

/// All products to choose from, active first.
pub(crate) async fn choices(db: &mut SqliteConnection, currency: Currency) -> Result<Vec<ProductView>, Error> {
    let mut choices = Vec::new();
    for (id, row) in store::product::list_all(db).await? {
        let stock = if row.counted { Some(store::product::load_stock(db, id).await?.units.to_string()) } else { None };
        let archived = row.archived_on.is_some();
        choices.push(ProductView { id, form: form(row, currency)?, stock, archived });
    }
    Ok(choices)
}

fn form(row: ProductRow, currency: Currency) -> Result<ProductForm, Error> {
    Ok(ProductForm {
        sku: row.sku,
        name: row.name,
        price: money(currency, row.price_minor)?.to_string(),
        tax_id: row.tax_id,
        counted: row.counted,
        // Where its stock is not kept any more, it is counted anew.
        opening: row.opening_count.filter(|_| row.counted).map(|units| units.to_string()).unwrap_or_default(),
        low_mark: row.low_mark.map(|units| units.to_string()).unwrap_or_default(),
    })
}

/// A product as lists show it.
pub(crate) fn line(row: ListedProduct, currency: Currency) -> Result<ProductLine, Error> {
    let tax = match (row.tax_name, row.tax_rate_e4) {
        (Some(name), Some(rate)) => format!("{name} {}", stored(Rate::from_e4(rate), "rate")?),
        _ => String::new(),
    };
    Ok(ProductLine {
        id: row.id,
        sku: row.sku,
        name: row.name,
        price: money(currency, row.price_minor)?.to_string(),
        tax,
        stock: row.counted.then(|| row.units.to_string()),
        low_mark: row.low_mark.map(|mark| mark.to_string()),
        low: row.counted && row.low_mark.is_some_and(|mark| row.units <= mark),
        archived: row.archived,
    })
}

/// A movement as lists show it.
pub(crate) fn movement(row: ListedMovement) -> Result<MovementLine, Error> {
    let cause = stored(MovementCause::parse(&row.cause), "cause of a movement")?;
    let units = if row.units > 0 { format!("+{}", row.units) } else { row.units.to_string() };
    Ok(MovementLine {
        key: row.id.to_string(),
        on: row.on_day.to_string(),
        kind: kind(cause),
        units,
        after: row.after.to_string(),
        sentence: tell(&row, cause),
    })
}

fn kind(cause: MovementCause) -> MovementKindView {
    match cause {
        MovementCause::Opening => MovementKindView::Opening,
        MovementCause::Sale => MovementKindView::Sale,
        MovementCause::Return => MovementKindView::Return,
        MovementCause::Correction => MovementKindView::Correction,
        MovementCause::Count => MovementKindView::Count,
    }
}

fn tell(row: &ListedMovement, cause: MovementCause) -> Vec<WhyPart> {
    let mut said = Sentence::default();
    if row.undone {
        said = said.words("Undone: ");
    }
    let out = (row.units < 0) != row.undone;
    said = match cause {
        MovementCause::Opening => said.words("Stock began to be kept"),
        MovementCause::Sale if out => said.words("Sold on "),
        MovementCause::Sale => said.words("Back from "),
        MovementCause::Return if out => said.words("Reversal of "),
        MovementCause::Return => said.words("Returned with "),
        MovementCause::Correction => said.words("Corrected: ").words(&row.reason),
        MovementCause::Count => match (row.counted_units, row.reason.as_str()) {
            (Some(counted), "") => said.words(&format!("Counted {counted}")),
            (Some(counted), reason) => said.words(&format!("Counted {counted}: {reason}")),
            (None, _) => said.words("a count"),
        },
    };
    if let (Some(id), Some(number)) = (row.invoice_id, &row.invoice_number) {
        said = said.invoice(id, number);
    }
    if let (Some(id), Some(number)) = (row.return_id, &row.return_number) {
        said = said.goods_return(id, number);
    }
    if let (Some(id), Some(first), Some(last)) = (row.client_id, &row.first_name, &row.last_name) {
        said = said.words(", ").client(id, &names::full(first, last));
    }
    if matches!(cause, MovementCause::Sale | MovementCause::Return) && !row.reason.is_empty() {
        said = said.words(", with fewer in stock: ").words(&row.reason);
    }
    said.end()
}
