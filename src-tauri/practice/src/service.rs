//! Services: what a session is, what it costs, and what it costs where it does not take place.

use billing::{Currency, FeeRule, Rate};
use sqlx::SqliteConnection;

use crate::{
    Practice,
    catalogue::{archive, archived_on, bare, load, required, save},
    error::{Checks, Error},
    ids::ServiceId,
    store::{
        self,
        catalogue::{ServiceRow, fee_rule},
        money,
    },
    transact::{Act, Ask, Done},
    view::{Acted, DiscountKind, FeeRuleForm, ServiceForm, ServiceView},
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
}

const SERVICE_USED: &str = "Sessions, invoices or agreed fees refer to this service. Archive it instead.";

async fn check_code(act: &mut Act<'_>, id: Option<ServiceId>, code: &str) -> Result<(), Error> {
    let taken = store::catalogue::find_service(act.db(), code).await?;
    if code.is_empty() || taken.is_none() || taken == id {
        Ok(())
    } else {
        Err(Error::field("code", format!("“{code}” is another service's code already.")))
    }
}

/// Reads the services of a first start, with all that is wrong with any of them; rows that were left empty are none.
pub(crate) fn read_first_services(forms: &[ServiceForm], currency: Currency) -> Result<Vec<ServiceRow>, Error> {
    let (mut services, mut wrong) = (Vec::new(), Vec::new());
    for (row, form) in (0..).zip(forms) {
        if form.name.trim().is_empty() && form.fee.trim().is_empty() {
            continue;
        }
        match read_service(form, currency).map_err(|error| error.inside(&format!("services.{row}"))) {
            Ok(service) => services.push(service),
            Err(Error::Fields(fields)) => wrong.extend(fields),
            Err(other) => return Err(other),
        }
    }
    if wrong.is_empty() { Ok(services) } else { Err(Error::Fields(wrong)) }
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
