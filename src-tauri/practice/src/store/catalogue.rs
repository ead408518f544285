//! Services, taxes and payment methods.

use billing::{Currency, FeeRule, Rate, Tax};
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::{Entity, Tracked, money, stored};
use crate::{
    error::Error,
    ids::{MethodId, ServiceId, TaxId},
};

/// A tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TaxRow {
    pub name: String,
    pub rate_e4: i64,
    pub included: bool,
    pub archived_on: Option<String>,
}

impl TaxRow {
    pub(crate) fn tax(&self) -> Result<Tax, Error> {
        let rate = stored(Rate::from_e4(self.rate_e4), "rate")?;
        Ok(Tax { name: self.name.clone(), rate, included: self.included })
    }
}

/// A service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ServiceRow {
    pub code: String,
    pub name: String,
    pub minutes: i64,
    pub fee_minor: i64,
    pub late_cancel_kind: String,
    pub late_cancel_value: i64,
    pub no_show_kind: String,
    pub no_show_value: i64,
    pub archived_on: Option<String>,
    pub tax_ids: Vec<TaxId>,
}

/// A fee rule as it is stored.
pub(crate) fn fee_rule(currency: Currency, kind: &str, value: i64) -> Result<FeeRule, Error> {
    Ok(match kind {
        "amount" => FeeRule::Amount(money(currency, value)?),
        "percent" => FeeRule::Percent(stored(Rate::from_e4(value), "rate")?),
        _ => FeeRule::None,
    })
}

/// A way of paying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MethodRow {
    pub name: String,
    pub position: i64,
    pub archived_on: Option<String>,
}

impl Tracked for TaxRow {
    const ENTITY: Entity = Entity::Tax;

    async fn load(db: &mut SqliteConnection, id: i64) -> Result<Option<Self>, Error> {
        Ok(sqlx::query_as!(
            Self,
            r#"select name, rate_e4, included as "included: bool", archived_on from tax where id = ?1"#,
            id,
        )
        .fetch_optional(db)
        .await?)
    }

    async fn insert(&self, db: &mut SqliteConnection, id: Option<i64>) -> Result<i64, Error> {
        Ok(sqlx::query!(
            "insert into tax (id, name, rate_e4, included, archived_on) values (?1, ?2, ?3, ?4, ?5)",
            id,
            self.name,
            self.rate_e4,
            self.included,
            self.archived_on,
        )
        .execute(db)
        .await?
        .last_insert_rowid())
    }

    async fn update(&self, db: &mut SqliteConnection, id: i64, _: &Self) -> Result<(), Error> {
        sqlx::query!(
            "update tax set name = ?2, rate_e4 = ?3, included = ?4, archived_on = ?5 where id = ?1",
            id,
            self.name,
            self.rate_e4,
            self.included,
            self.archived_on,
        )
        .execute(db)
        .await?;
        Ok(())
    }

    async fn delete(db: &mut SqliteConnection, id: i64) -> Result<(), Error> {
        sqlx::query!("delete from tax where id = ?1", id).execute(db).await?;
        Ok(())
    }
}

impl Tracked for ServiceRow {
    const ENTITY: Entity = Entity::Service;

    async fn load(db: &mut SqliteConnection, id: i64) -> Result<Option<Self>, Error> {
        let Some(row) = sqlx::query!(
            "select code, name, minutes, fee_minor, late_cancel_kind, late_cancel_value, no_show_kind, no_show_value,
                    archived_on
             from service where id = ?1",
            id,
        )
        .fetch_optional(&mut *db)
        .await?
        else {
            return Ok(None);
        };
        let tax_ids = sqlx::query_scalar!(
            r#"select tax_id as "tax_id: TaxId" from service_tax where service_id = ?1 order by position"#,
            id,
        )
        .fetch_all(db)
        .await?;
        Ok(Some(Self {
            code: row.code,
            name: row.name,
            minutes: row.minutes,
            fee_minor: row.fee_minor,
            late_cancel_kind: row.late_cancel_kind,
            late_cancel_value: row.late_cancel_value,
            no_show_kind: row.no_show_kind,
            no_show_value: row.no_show_value,
            archived_on: row.archived_on,
            tax_ids,
        }))
    }

    async fn insert(&self, db: &mut SqliteConnection, id: Option<i64>) -> Result<i64, Error> {
        let id = sqlx::query!(
            "insert into service (id, code, name, minutes, fee_minor, late_cancel_kind, late_cancel_value,
                no_show_kind, no_show_value, archived_on)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            id,
            self.code,
            self.name,
            self.minutes,
            self.fee_minor,
            self.late_cancel_kind,
            self.late_cancel_value,
            self.no_show_kind,
            self.no_show_value,
            self.archived_on,
        )
        .execute(&mut *db)
        .await?
        .last_insert_rowid();
        save_service_taxes(db, id, &self.tax_ids).await?;
        Ok(id)
    }

    async fn update(&self, db: &mut SqliteConnection, id: i64, _: &Self) -> Result<(), Error> {
        sqlx::query!(
            "update service set code = ?2, name = ?3, minutes = ?4, fee_minor = ?5, late_cancel_kind = ?6,
                late_cancel_value = ?7, no_show_kind = ?8, no_show_value = ?9, archived_on = ?10
             where id = ?1",
            id,
            self.code,
            self.name,
            self.minutes,
            self.fee_minor,
            self.late_cancel_kind,
            self.late_cancel_value,
            self.no_show_kind,
            self.no_show_value,
            self.archived_on,
        )
        .execute(&mut *db)
        .await?;
        sqlx::query!("delete from service_tax where service_id = ?1", id).execute(&mut *db).await?;
        save_service_taxes(db, id, &self.tax_ids).await
    }

    async fn delete(db: &mut SqliteConnection, id: i64) -> Result<(), Error> {
        sqlx::query!("delete from service where id = ?1", id).execute(db).await?;
        Ok(())
    }
}

async fn save_service_taxes(db: &mut SqliteConnection, service: i64, taxes: &[TaxId]) -> Result<(), Error> {
    for (position, tax) in (1_i64..).zip(taxes) {
        sqlx::query!(
            "insert into service_tax (service_id, position, tax_id) values (?1, ?2, ?3)",
            service,
            position,
            tax,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

impl Tracked for MethodRow {
    const ENTITY: Entity = Entity::Method;

    async fn load(db: &mut SqliteConnection, id: i64) -> Result<Option<Self>, Error> {
        Ok(sqlx::query_as!(Self, "select name, position, archived_on from payment_method where id = ?1", id)
            .fetch_optional(db)
            .await?)
    }

    async fn insert(&self, db: &mut SqliteConnection, id: Option<i64>) -> Result<i64, Error> {
        Ok(sqlx::query!(
            "insert into payment_method (id, name, position, archived_on) values (?1, ?2, ?3, ?4)",
            id,
            self.name,
            self.position,
            self.archived_on,
        )
        .execute(db)
        .await?
        .last_insert_rowid())
    }

    async fn update(&self, db: &mut SqliteConnection, id: i64, _: &Self) -> Result<(), Error> {
        sqlx::query!(
            "update payment_method set name = ?2, position = ?3, archived_on = ?4 where id = ?1",
            id,
            self.name,
            self.position,
            self.archived_on,
        )
        .execute(db)
        .await?;
        Ok(())
    }

    async fn delete(db: &mut SqliteConnection, id: i64) -> Result<(), Error> {
        sqlx::query!("delete from payment_method where id = ?1", id).execute(db).await?;
        Ok(())
    }
}

/// All taxes, active first.
pub(crate) async fn list_taxes(db: &mut SqliteConnection) -> Result<Vec<(TaxId, TaxRow)>, Error> {
    let ids =
        sqlx::query_scalar!(r#"select id as "id!: i64" from tax order by archived_on is not null, name, rate_e4, id"#)
            .fetch_all(&mut *db)
            .await?;
    load_all(db, ids).await
}

/// All services, active first, in the order in which they were entered.
pub(crate) async fn list_services(db: &mut SqliteConnection) -> Result<Vec<(ServiceId, ServiceRow)>, Error> {
    let ids = sqlx::query_scalar!(r#"select id as "id!: i64" from service order by archived_on is not null, id"#)
        .fetch_all(&mut *db)
        .await?;
    load_all(db, ids).await
}

/// All payment methods in their order, active first.
pub(crate) async fn list_methods(db: &mut SqliteConnection) -> Result<Vec<(MethodId, MethodRow)>, Error> {
    let ids = sqlx::query_scalar!(
        r#"select id as "id!: i64" from payment_method order by archived_on is not null, position, id"#
    )
    .fetch_all(&mut *db)
    .await?;
    load_all(db, ids).await
}

/// The rows of these ids, in their order.
pub(super) async fn load_all<Id: From<i64>, T: Tracked>(
    db: &mut SqliteConnection,
    ids: Vec<i64>,
) -> Result<Vec<(Id, T)>, Error> {
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(row) = T::load(db, id).await? {
            rows.push((id.into(), row));
        }
    }
    Ok(rows)
}

/// Whether sessions, invoices or agreed fees refer to the service.
pub(crate) async fn service_is_used(db: &mut SqliteConnection, id: ServiceId) -> Result<bool, Error> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from session where service_id = ?1)
               or exists (select 1 from invoice_line where service_id = ?1)
               or exists (select 1 from agreed_fee where service_id = ?1)
               or exists (select 1 from record where service_id = ?1) as "used: bool""#,
        id,
    )
    .fetch_one(db)
    .await?)
}

/// The active service with this code or name.
pub(crate) async fn find_service(db: &mut SqliteConnection, code: &str) -> Result<Option<ServiceId>, Error> {
    Ok(sqlx::query_scalar!(r#"select id as "id!: ServiceId" from service where code = ?1"#, code)
        .fetch_optional(db)
        .await?)
}
