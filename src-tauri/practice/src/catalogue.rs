//! Services, taxes, products and payment methods.

use billing::{Currency, FeeRule, Rate};
use sqlx::SqliteConnection;

use crate::{
    Practice,
    error::{Checks, Error},
    ids::{MethodId, ProductId, ServiceId, TaxId},
    store::{
        self, Tracked,
        catalogue::{MethodRow, ProductRow, ServiceRow, TaxRow, fee_rule},
        money, stored,
    },
    transact::{Act, Ask, Done},
    view::{
        Acted, DiscountKind, FeeRuleForm, MethodView, ProductForm, ProductView, ServiceForm, ServiceView, TaxForm,
        TaxView,
    },
};

impl Practice {
    /// Saves a service: a new one, or `id`. Sessions and invoices that exist keep their fees.
    ///
    /// # Errors
    /// Fields that cannot be taken.
    pub async fn save_service(
        &self,
        id: Option<ServiceId>,
        form: &ServiceForm,
        ask: &Ask,
    ) -> Result<Acted<ServiceId>, Error> {
        self.transact("save_service", ask, async |act| {
            let mut row = read_service(form, act.currency)?;
            check_code(act, id, &row.code).await?;
            if let Some(id) = id {
                row.archived_on = load::<ServiceRow>(act, id.get()).await?.archived_on;
            }
            let name = row.name.clone();
            let (id, sentence) = save(act, id.map(ServiceId::get), &row, &name).await?;
            Ok(sentence.done(id.into()))
        })
        .await
    }

    /// Puts a service away or takes it back.
    ///
    /// # Errors
    /// What the store says.
    pub async fn archive_service(&self, id: ServiceId, archived: bool, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("archive_service", ask, async |act| {
            let mut row = load::<ServiceRow>(act, id.get()).await?;
            row.archived_on = archived_on(act, archived);
            archive(act, id.get(), &row, &row.name, archived).await
        })
        .await
    }

    /// Deletes a service that nothing refers to.
    ///
    /// # Errors
    /// It has history: archive it instead.
    pub async fn delete_service(&self, id: ServiceId, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("delete_service", ask, async |act| {
            let row = load::<ServiceRow>(act, id.get()).await?;
            if store::catalogue::service_is_used(act.db(), id).await? {
                return Err(Error::rule(SERVICE_USED));
            }
            act.remove::<ServiceRow>(id.get()).await?;
            Ok(Done::Something((), format!("Deleted {}", row.name)))
        })
        .await
    }

    /// Saves a tax: a new one, or `id`. Lines that are written keep the tax that they have.
    ///
    /// # Errors
    /// Fields that cannot be taken.
    pub async fn save_tax(&self, id: Option<TaxId>, form: &TaxForm, ask: &Ask) -> Result<Acted<TaxId>, Error> {
        let mut checks = Checks::default();
        let name = checks.take("name", required(&form.name, "Enter the name that stands on documents."));
        let rate = checks.take("rate", Rate::parse(&form.rate));
        let (name, rate) = checks.ready(name.zip(rate))?;
        self.transact("save_tax", ask, async |act| {
            let mut row = TaxRow { name: name.clone(), rate_e4: rate.e4(), included: form.included, archived_on: None };
            if let Some(id) = id {
                row.archived_on = load::<TaxRow>(act, id.get()).await?.archived_on;
            }
            let (id, sentence) = save(act, id.map(TaxId::get), &row, &name).await?;
            Ok(sentence.done(id.into()))
        })
        .await
    }

    /// Puts a tax away or takes it back.
    ///
    /// # Errors
    /// What the store says.
    pub async fn archive_tax(&self, id: TaxId, archived: bool, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("archive_tax", ask, async |act| {
            let mut row = load::<TaxRow>(act, id.get()).await?;
            row.archived_on = archived_on(act, archived);
            archive(act, id.get(), &row, &row.name, archived).await
        })
        .await
    }

    /// Saves a product: a new one, or `id`.
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
            let mut checks = Checks::default();
            let name = checks.take("name", required(&form.name, "Enter the name of the product."));
            let price = checks.take("price", act.currency.parse(&form.price));
            let (name, price) = checks.ready(name.zip(price))?;
            let old = match id {
                Some(id) => Some(load::<ProductRow>(act, id.get()).await?),
                None => None,
            };
            let row = ProductRow {
                sku: form.sku.trim().to_owned(),
                name: name.clone(),
                price_minor: price.minor(),
                tax_id: form.tax_id,
                opening_count: old.as_ref().and_then(|old| old.opening_count),
                archived_on: old.and_then(|old| old.archived_on),
            };
            let taken = store::catalogue::find_product(act.db(), &row.sku).await?;
            if taken.is_some() && taken != id {
                return Err(Error::field("sku", format!("“{}” is another product's already.", row.sku)));
            }
            let (id, sentence) = save(act, id.map(ProductId::get), &row, &name).await?;
            Ok(sentence.done(id.into()))
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
            archive(act, id.get(), &row, &row.name, archived).await
        })
        .await
    }

    /// Saves a way of paying: a new one, or `id`. Payments that exist keep the name that they have.
    ///
    /// # Errors
    /// An empty name, or one that is there already.
    pub async fn save_method(&self, id: Option<MethodId>, name: &str, ask: &Ask) -> Result<Acted<MethodId>, Error> {
        let name =
            required(name, "Enter the name of the payment method.").map_err(|error| Error::field("name", error))?;
        self.transact("save_method", ask, async |act| {
            let methods = store::catalogue::list_methods(act.db()).await?;
            let folded = name.to_lowercase();
            if methods.iter().any(|(other, row)| Some(*other) != id && row.name.to_lowercase() == folded) {
                return Err(Error::field("name", format!("“{name}” is in the list already.")));
            }
            let last = methods.iter().map(|(_, row)| row.position).max().unwrap_or_default();
            let row = match id {
                Some(id) => MethodRow { name: name.clone(), ..load::<MethodRow>(act, id.get()).await? },
                None => MethodRow { name: name.clone(), position: last + 1, archived_on: None },
            };
            let (id, sentence) = save(act, id.map(MethodId::get), &row, &name).await?;
            Ok(sentence.done(id.into()))
        })
        .await
    }

    /// Puts a way of paying away or takes it back.
    ///
    /// # Errors
    /// What the store says.
    pub async fn archive_method(&self, id: MethodId, archived: bool, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("archive_method", ask, async |act| {
            let mut row = load::<MethodRow>(act, id.get()).await?;
            row.archived_on = archived_on(act, archived);
            archive(act, id.get(), &row, &row.name, archived).await
        })
        .await
    }

    /// Moves a way of paying one place up or down in the list.
    ///
    /// # Errors
    /// What the store says.
    pub async fn move_method(&self, id: MethodId, up: bool, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("move_method", ask, async |act| {
            let mut methods = store::catalogue::list_methods(act.db()).await?;
            methods.retain(|(_, row)| row.archived_on.is_none());
            let place = methods.iter().position(|(other, _)| *other == id).ok_or(Error::NotFound("payment method"))?;
            let other = if up { place.checked_sub(1) } else { Some(place + 1) };
            let (Some((_, row)), Some((other_id, other))) =
                (methods.get(place), other.and_then(|place| methods.get(place)))
            else {
                return Ok(Done::Nothing((), "It is at the end already".to_owned()));
            };
            act.put(id.get(), &MethodRow { position: other.position, ..row.clone() }).await?;
            act.put(other_id.get(), &MethodRow { position: row.position, ..other.clone() }).await?;
            Ok(Done::Something((), format!("Moved {}", row.name)))
        })
        .await
    }
}

const SERVICE_USED: &str = "Sessions, invoices or agreed fees refer to this service. Archive it instead.";

/// What a save did, until the id of the thing is known.
struct Saved(Option<String>);

impl Saved {
    fn done<T>(self, id: T) -> Done<T> {
        match self.0 {
            Some(sentence) => Done::Something(id, sentence),
            None => Done::Nothing(id, "Nothing was different".to_owned()),
        }
    }
}

async fn save<T: Tracked>(act: &mut Act<'_>, id: Option<i64>, row: &T, name: &str) -> Result<(i64, Saved), Error> {
    let word = T::ENTITY.word();
    match id {
        None => Ok((act.add(row).await?, Saved(Some(format!("Added the {word} {name}"))))),
        Some(id) => {
            let changed = act.put(id, row).await?;
            Ok((id, Saved(changed.then(|| format!("Changed the {word} {name}")))))
        }
    }
}

async fn archive<T: Tracked>(
    act: &mut Act<'_>,
    id: i64,
    row: &T,
    name: &str,
    archived: bool,
) -> Result<Done<()>, Error> {
    let verb = if archived { "Archived" } else { "Took back" };
    if act.put(id, row).await? {
        Ok(Done::Something((), format!("{verb} {name}")))
    } else {
        Ok(Done::Nothing((), "Nothing was different".to_owned()))
    }
}

fn archived_on(act: &Act<'_>, archived: bool) -> Option<String> {
    archived.then(|| act.now.on.to_string())
}

async fn load<T: Tracked>(act: &mut Act<'_>, id: i64) -> Result<T, Error> {
    T::load(act.db(), id).await?.ok_or(Error::NotFound(T::ENTITY.word()))
}

async fn check_code(act: &mut Act<'_>, id: Option<ServiceId>, code: &str) -> Result<(), Error> {
    let taken = store::catalogue::find_service(act.db(), code).await?;
    if code.is_empty() || taken.is_none() || taken == id {
        Ok(())
    } else {
        Err(Error::field("code", format!("“{code}” is another service's code already.")))
    }
}

/// `text` without the space around it, or `message` if nothing is left.
pub(crate) fn required(text: &str, message: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() { Err(message.to_owned()) } else { Ok(text.to_owned()) }
}

/// Reads the services of a first start; rows without a name are left out.
pub(crate) fn read_first_services(forms: &[ServiceForm], currency: Currency) -> Result<Vec<ServiceRow>, Error> {
    (0..)
        .zip(forms)
        .filter(|(_, form)| !form.name.trim().is_empty())
        .map(|(row, form)| read_service(form, currency).map_err(|error| error.inside(&format!("services.{row}"))))
        .collect()
}

/// Reads a service as typed.
pub(crate) fn read_service(form: &ServiceForm, currency: Currency) -> Result<ServiceRow, Error> {
    const MOST_MINUTES: i64 = 1440;
    let mut checks = Checks::default();
    let name = checks.take("name", required(&form.name, "Enter the name that stands on invoices."));
    let minutes = form.minutes.trim().parse::<i64>().ok().filter(|minutes| (0..=MOST_MINUTES).contains(minutes));
    let minutes = checks.take("minutes", minutes.ok_or("Enter a number of minutes from 0 to 1440."));
    let fee = checks.take("fee", currency.parse(&form.fee));
    let late_cancel = read_fee_rule("late_cancel", &form.late_cancel, currency, &mut checks);
    let no_show = read_fee_rule("no_show", &form.no_show, currency, &mut checks);
    let ((name, minutes), fee) = checks.ready(name.zip(minutes).zip(fee))?;
    let (late_cancel_kind, late_cancel_value) = fee_columns(late_cancel);
    let (no_show_kind, no_show_value) = fee_columns(no_show);
    Ok(ServiceRow {
        code: form.code.trim().to_owned(),
        name,
        minutes,
        fee_minor: fee.minor(),
        late_cancel_kind,
        late_cancel_value,
        no_show_kind,
        no_show_value,
        archived_on: None,
        tax_ids: form.tax_ids.clone(),
    })
}

fn read_fee_rule(path: &str, form: &FeeRuleForm, currency: Currency, checks: &mut Checks) -> FeeRule {
    let field = format!("{path}.value");
    match form.kind {
        DiscountKind::None => None,
        DiscountKind::Amount => checks.take(field, currency.parse(&form.value)).map(FeeRule::Amount),
        DiscountKind::Percent => checks.take(field, Rate::parse(&form.value)).map(FeeRule::Percent),
    }
    .unwrap_or(FeeRule::None)
}

/// A fee rule as it is stored.
pub(crate) fn fee_columns(rule: FeeRule) -> (String, i64) {
    match rule {
        FeeRule::None => ("none".to_owned(), 0),
        FeeRule::Amount(amount) => ("amount".to_owned(), amount.minor()),
        FeeRule::Percent(rate) => ("percent".to_owned(), rate.e4()),
    }
}

fn fee_form(currency: Currency, kind: &str, value: i64) -> Result<FeeRuleForm, Error> {
    Ok(match fee_rule(currency, kind, value)? {
        FeeRule::None => FeeRuleForm { kind: DiscountKind::None, value: String::new() },
        FeeRule::Amount(amount) => FeeRuleForm { kind: DiscountKind::Amount, value: amount.to_string() },
        FeeRule::Percent(rate) => FeeRuleForm { kind: DiscountKind::Percent, value: bare(rate) },
    })
}

/// A rate as it is typed, without its sign.
pub(crate) fn bare(rate: Rate) -> String {
    rate.to_string().trim_end_matches(['%', ' ']).to_owned()
}

/// All services for the page.
pub(crate) async fn services(db: &mut SqliteConnection, currency: Currency) -> Result<Vec<ServiceView>, Error> {
    let mut views = Vec::new();
    for (id, row) in store::catalogue::list_services(db).await? {
        let used = store::catalogue::service_is_used(db, id).await?;
        views.push(ServiceView {
            id,
            form: ServiceForm {
                code: row.code,
                name: row.name,
                minutes: row.minutes.to_string(),
                fee: money(currency, row.fee_minor)?.to_string(),
                tax_ids: row.tax_ids,
                late_cancel: fee_form(currency, &row.late_cancel_kind, row.late_cancel_value)?,
                no_show: fee_form(currency, &row.no_show_kind, row.no_show_value)?,
            },
            archived: row.archived_on.is_some(),
            cannot_delete: used.then(|| SERVICE_USED.to_owned()),
        });
    }
    Ok(views)
}

/// All taxes for the page.
pub(crate) async fn taxes(db: &mut SqliteConnection) -> Result<Vec<TaxView>, Error> {
    let rows = store::catalogue::list_taxes(db).await?;
    rows.into_iter()
        .map(|(id, row)| {
            let rate = bare(stored(Rate::from_e4(row.rate_e4), "rate")?);
            let form = TaxForm { name: row.name, rate, included: row.included };
            Ok(TaxView { id, form, archived: row.archived_on.is_some() })
        })
        .collect()
}

/// All products for the page.
pub(crate) async fn products(db: &mut SqliteConnection, currency: Currency) -> Result<Vec<ProductView>, Error> {
    let rows = store::catalogue::list_products(db).await?;
    rows.into_iter()
        .map(|(id, row)| {
            let price = money(currency, row.price_minor)?.to_string();
            let form = ProductForm { sku: row.sku, name: row.name, price, tax_id: row.tax_id };
            Ok(ProductView { id, form, archived: row.archived_on.is_some() })
        })
        .collect()
}

/// All payment methods for the page.
pub(crate) async fn methods(db: &mut SqliteConnection) -> Result<Vec<MethodView>, Error> {
    let rows = store::catalogue::list_methods(db).await?;
    Ok(rows
        .into_iter()
        .map(|(id, row)| MethodView { id, name: row.name, archived: row.archived_on.is_some() })
        .collect())
}
