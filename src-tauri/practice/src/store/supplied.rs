//! Copies of documents that left the practice, byte for byte.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::Entity;
use crate::{
    error::Error,
    ids::{ClientId, OperationId, SuppliedId},
};

/// A copy, without its bytes.
#[derive(Debug, Clone)]
pub(crate) struct SuppliedRow {
    pub id: SuppliedId,
    pub entity: String,
    pub entity_id: i64,
    pub number: String,
    /// The days of an account summary.
    pub from_on: Option<NaiveDate>,
    pub to_on: Option<NaiveDate>,
    pub revision: i64,
    pub file_name: String,
    pub sha256: String,
    pub supplied_on: NaiveDate,
}

/// One time that a copy was delivered.
#[derive(Debug, Clone)]
pub(crate) struct DeliveryRow {
    pub way: String,
    pub recipient: String,
    pub delivered_at: String,
}

/// A copy that is to be kept.
#[derive(Debug, Clone)]
pub(crate) struct NewCopy<'a> {
    pub entity: Entity,
    pub entity_id: i64,
    pub revision: i64,
    pub file_name: &'a str,
    pub facts_sha256: &'a str,
    pub sha256: &'a str,
    /// The first and the last day of an account summary.
    pub days: Option<(Option<NaiveDate>, NaiveDate)>,
    pub bytes: &'a [u8],
    pub supplied_on: NaiveDate,
}

/// A copy with its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Copy {
    pub id: SuppliedId,
    pub file_name: String,
    pub bytes: Vec<u8>,
}

/// The copy of a document that was laid out from the same facts, if one was supplied.
pub(crate) async fn find_same(
    db: &mut SqliteConnection,
    entity: Entity,
    entity_id: i64,
    facts_sha256: &str,
) -> Result<Option<Copy>, Error> {
    let entity = entity.as_str();
    Ok(sqlx::query_as!(
        Copy,
        r#"select id as "id!: SuppliedId", file_name, bytes from supplied
           where entity = ?1 and entity_id = ?2 and facts_sha256 = ?3 order by id desc limit 1"#,
        entity,
        entity_id,
        facts_sha256,
    )
    .fetch_optional(db)
    .await?)
}

/// A copy by its id.
pub(crate) async fn load(db: &mut SqliteConnection, id: SuppliedId) -> Result<Copy, Error> {
    sqlx::query_as!(Copy, r#"select id as "id!: SuppliedId", file_name, bytes from supplied where id = ?1"#, id)
        .fetch_optional(db)
        .await?
        .ok_or(Error::NotFound("supplied copy"))
}

/// Keeps a copy.
pub(crate) async fn save(
    db: &mut SqliteConnection,
    operation: OperationId,
    copy: &NewCopy<'_>,
) -> Result<SuppliedId, Error> {
    let entity = copy.entity.as_str();
    let from_on = copy.days.and_then(|(from, _)| from);
    let to_on = copy.days.map(|(_, to)| to);
    Ok(sqlx::query!(
        "insert into supplied (entity, entity_id, from_on, to_on, revision, file_name, facts_sha256, sha256, bytes,
            supplied_on, operation_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        entity,
        copy.entity_id,
        from_on,
        to_on,
        copy.revision,
        copy.file_name,
        copy.facts_sha256,
        copy.sha256,
        copy.bytes,
        copy.supplied_on,
        operation,
    )
    .execute(db)
    .await?
    .last_insert_rowid()
    .into())
}

/// Keeps that a copy was delivered. `way` is `pdf`, `print` or `email`.
pub(crate) async fn save_delivery(
    db: &mut SqliteConnection,
    operation: OperationId,
    supplied: SuppliedId,
    way: &str,
    recipient: &str,
    delivered_at: &str,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into delivery (supplied_id, way, recipient, delivered_at, operation_id) values (?1, ?2, ?3, ?4, ?5)",
        supplied,
        way,
        recipient,
        delivered_at,
        operation,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The copies of one document, newest first.
pub(crate) async fn list_by_entity(
    db: &mut SqliteConnection,
    entity: Entity,
    entity_id: i64,
) -> Result<Vec<SuppliedRow>, Error> {
    let entity = entity.as_str();
    Ok(sqlx::query_as!(
        SuppliedRow,
        r#"select s.id as "id!: SuppliedId", s.entity, s.entity_id,
                  coalesce((select number from invoice where s.entity = 'invoice' and id = s.entity_id),
                           (select number from source where s.entity in ('payment', 'credit_note') and id = s.entity_id),
                           (select number from refund where s.entity = 'refund' and id = s.entity_id), '')
                      as "number!: String",
                  s.from_on as "from_on: NaiveDate", s.to_on as "to_on: NaiveDate", s.revision, s.file_name, s.sha256, s.supplied_on as "supplied_on: NaiveDate"
           from supplied s where s.entity = ?1 and s.entity_id = ?2 order by s.id desc"#,
        entity,
        entity_id,
    )
    .fetch_all(db)
    .await?)
}

/// The copies of all documents of a client, newest first.
pub(crate) async fn list_by_client(db: &mut SqliteConnection, client: ClientId) -> Result<Vec<SuppliedRow>, Error> {
    Ok(sqlx::query_as!(
        SuppliedRow,
        r#"select s.id as "id!: SuppliedId", s.entity, s.entity_id, i.number as "number!: String",
                  s.from_on as "from_on: NaiveDate", s.to_on as "to_on: NaiveDate", s.revision, s.file_name, s.sha256, s.supplied_on as "supplied_on: NaiveDate"
           from invoice i join supplied s on s.entity = 'invoice' and s.entity_id = i.id
           where i.client_id = ?1
           union all
           select s.id, s.entity, s.entity_id, o.number, null, null, s.revision, s.file_name, s.sha256, s.supplied_on
           from source o
           join supplied s on s.entity = o.kind and s.entity_id = o.id
           where o.client_id = ?1
           union all
           select s.id, s.entity, s.entity_id, r.number, null, null, s.revision, s.file_name, s.sha256, s.supplied_on
           from refund r
           join supplied s on s.entity = 'refund' and s.entity_id = r.id
           where r.client_id = ?1
           union all
           select s.id, s.entity, s.entity_id, '', s.from_on, s.to_on, s.revision, s.file_name, s.sha256, s.supplied_on
           from supplied s
           where s.entity = 'statement' and s.entity_id = ?1
           order by 1 desc"#,
        client,
    )
    .fetch_all(db)
    .await?)
}

/// How a copy was delivered, oldest first.
pub(crate) async fn list_deliveries(db: &mut SqliteConnection, id: SuppliedId) -> Result<Vec<DeliveryRow>, Error> {
    Ok(sqlx::query_as!(
        DeliveryRow,
        "select way, recipient, delivered_at from delivery where supplied_id = ?1 order by id",
        id,
    )
    .fetch_all(db)
    .await?)
}
