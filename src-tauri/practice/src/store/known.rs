//! What an import finds in the practice already.

use chrono::{NaiveDate, NaiveDateTime};
use sqlx::SqliteConnection;

use super::{count, money, stored};
use crate::{
    error::Error,
    ids::{ClientId, ServiceId},
    import::{Known, KnownClient, KnownPayment, KnownProduct, KnownService},
};

/// Everything that an import compares its rows with.
pub(crate) async fn load(db: &mut SqliteConnection, currency: billing::Currency) -> Result<Known, Error> {
    let clients = sqlx::query!(r#"select id as "id!: ClientId", first_name, last_name, email from client order by id"#)
        .fetch_all(&mut *db)
        .await?
        .into_iter()
        .map(|row| KnownClient { id: row.id, first_name: row.first_name, last_name: row.last_name, email: row.email })
        .collect();
    let services = sqlx::query!(r#"select id as "id!: ServiceId", code, name, minutes from service order by id"#)
        .fetch_all(&mut *db)
        .await?
        .into_iter()
        .map(|row| KnownService { id: row.id, code: row.code, name: row.name, minutes: count(row.minutes) })
        .collect();
    let products =
        sqlx::query_as!(KnownProduct, "select sku, name from product order by id").fetch_all(&mut *db).await?;
    let sessions = sqlx::query!(r#"select client_id as "client_id: ClientId", starts_at from session"#)
        .fetch_all(&mut *db)
        .await?
        .into_iter()
        .map(|row| {
            let starts_at = NaiveDateTime::parse_from_str(&row.starts_at, "%Y-%m-%dT%H:%M").ok();
            Ok((row.client_id, stored(starts_at, "start of a session")?))
        })
        .collect::<Result<_, Error>>()?;
    let payments = sqlx::query!(
        r#"select o.client_id as "client_id!: ClientId", v.received_on as "received_on!: NaiveDate",
                  v.amount_minor as "amount_minor!: i64", v.method as "method!", v.reference as "reference!"
           from payment_now v join source o on o.id = v.payment_id join source_balance b on b.id = o.id
           where b.state = 'active'"#
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        Ok(KnownPayment {
            client: row.client_id,
            received_on: row.received_on,
            amount: money(currency, row.amount_minor)?,
            method: row.method,
            reference: row.reference,
        })
    })
    .collect::<Result<_, Error>>()?;
    Ok(Known { clients, services, products, sessions, payments })
}
