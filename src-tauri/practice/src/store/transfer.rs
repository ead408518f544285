//! Money of one client for a linked one: out of a source of the first, into a credit of the second.

use billing::SourceKind;
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::stored;
use crate::{
    error::Error,
    ids::{ClientId, OperationId, SourceId},
    view::SourceKindView,
};

/// A transfer with both of its sides.
#[derive(Debug, Clone)]
pub(crate) struct TransferRow {
    pub on_day: NaiveDate,
    pub amount_minor: i64,
    pub reason: String,
    pub consent: String,
    /// It was taken back.
    pub undone: bool,
    pub from_id: SourceId,
    pub from_kind: String,
    pub from_number: String,
    pub giver_id: ClientId,
    pub giver_first_name: String,
    pub giver_last_name: String,
    pub credit_id: SourceId,
    pub credit_number: String,
    pub taker_id: ClientId,
    pub taker_first_name: String,
    pub taker_last_name: String,
}

impl TransferRow {
    /// What the money came out of.
    pub(crate) fn source_kind(&self) -> Result<SourceKindView, Error> {
        Ok(SourceKindView::of(stored(SourceKind::parse(&self.from_kind), "kind of a source")?))
    }
}

/// Who gets the money of a transfer.
pub(crate) async fn find_taker(db: &mut SqliteConnection, transfer: i64) -> Result<ClientId, Error> {
    Ok(sqlx::query_scalar!(r#"select to_client_id as "id: ClientId" from transfer where id = ?1"#, transfer)
        .fetch_one(db)
        .await?)
}

/// The transfers out of a source, and the one that it came from, in their order.
pub(crate) async fn list(db: &mut SqliteConnection, source: SourceId) -> Result<Vec<TransferRow>, Error> {
    Ok(sqlx::query_as!(
        TransferRow,
        r#"select p.acted_on as "on_day!: NaiveDate", k.amount_minor as "amount_minor!: i64", t.reason as "reason!",
                  t.consent as "consent!",
                  (select sum(m.amount_minor) from payout m where m.transfer_id = t.id) = 0 as "undone!: bool",
                  t.source_id as "from_id!: SourceId", o.kind as "from_kind!", o.number as "from_number!",
                  t.client_id as "giver_id!: ClientId", g.first_name as "giver_first_name!",
                  g.last_name as "giver_last_name!", t.credit_id as "credit_id!: SourceId",
                  n.number as "credit_number!", t.to_client_id as "taker_id!: ClientId",
                  c.first_name as "taker_first_name!", c.last_name as "taker_last_name!"
           from transfer t
           join operation p on p.id = t.operation_id
           join source o on o.id = t.source_id
           join client g on g.id = t.client_id
           join source n on n.id = t.credit_id
           join credit_version k on k.credit_id = t.credit_id and k.version = 1
           join client c on c.id = t.to_client_id
           where t.source_id = ?1 or t.credit_id = ?1
           order by t.id"#,
        source,
    )
    .fetch_all(db)
    .await?)
}

/// Keeps that money moved from a source to a credit of a linked client; the id of the row.
pub(crate) async fn save(
    db: &mut SqliteConnection,
    operation: OperationId,
    (source, client): (SourceId, ClientId),
    (credit, to_client): (SourceId, ClientId),
    (reason, consent): (&str, &str),
) -> Result<i64, Error> {
    Ok(sqlx::query!(
        "insert into transfer (source_id, client_id, credit_id, to_client_id, reason, consent, operation_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        source,
        client,
        credit,
        to_client,
        reason,
        consent,
        operation,
    )
    .execute(db)
    .await?
    .last_insert_rowid())
}
