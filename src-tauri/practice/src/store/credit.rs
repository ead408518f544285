//! Credits made by hand, and what of them can be used no more.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::ledger::written;
use crate::{
    error::Error,
    ids::{ClientId, CreditId, OperationId},
};

/// The newest version of a credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CreditRow {
    pub version: i64,
    pub origin: String,
    pub given_on: NaiveDate,
    pub expires_on: Option<NaiveDate>,
    pub reason: String,
    pub amount_minor: i64,
}

/// What a credit says now.
pub(crate) async fn load(db: &mut SqliteConnection, id: CreditId) -> Result<CreditRow, Error> {
    sqlx::query_as!(
        CreditRow,
        r#"select version as "version!: i64", origin as "origin!", given_on as "given_on!: NaiveDate",
                  expires_on as "expires_on?: NaiveDate", reason as "reason!", amount_minor as "amount_minor!: i64"
           from credit_now where credit_id = ?1"#,
        id,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound("credit"))
}

/// Keeps what a credit says from now on.
pub(crate) async fn save_version(
    db: &mut SqliteConnection,
    operation: OperationId,
    credit: CreditId,
    row: &CreditRow,
) -> Result<(), Error> {
    let done = sqlx::query!(
        "insert into credit_version (credit_id, version, origin, given_on, expires_on, reason, amount_minor, operation_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        credit,
        row.version,
        row.origin,
        row.given_on,
        row.expires_on,
        row.reason,
        row.amount_minor,
        operation,
    )
    .execute(&mut *db)
    .await;
    written(db, row.given_on, done).await?;
    Ok(())
}

/// What remains of the credits that cannot be used on `today`, by client: inactive, or past their last day. As it would
/// be without the operation `but`, where one is named.
pub(crate) async fn list_unusable(
    db: &mut SqliteConnection,
    client: Option<ClientId>,
    today: NaiveDate,
    but: Option<OperationId>,
) -> Result<Vec<(ClientId, i64)>, Error> {
    Ok(sqlx::query!(
        r#"select o.client_id as "client_id!: ClientId",
               sum((select coalesce(sum(m.amount_minor), 0) from source_amount m
                    where m.source_id = o.id and m.operation_id is not ?3)
                   - (select coalesce(sum(a.amount_minor), 0) from application a
                      where a.source_id = o.id and a.operation_id is not ?3)
                   - (select coalesce(sum(p.amount_minor), 0) from payout p
                      where p.source_id = o.id and p.operation_id is not ?3)) as "unusable!: i64"
           from source o
           cross join credit_version k on k.credit_id = o.id
               and k.version = (select max(w.version) from credit_version w
                                where w.credit_id = o.id and w.operation_id is not ?3)
           where o.kind = 'credit' and (?1 is null or o.client_id = ?1)
           and (k.expires_on < ?2
                or 'inactive' = (select t.state from source_state t
                                 where t.source_id = o.id and t.operation_id is not ?3 order by t.id desc limit 1))
           group by o.client_id"#,
        client,
        today,
        but,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| (row.client_id, row.unusable))
    .collect())
}
