//! Operations: what was done, when, and what it touched.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use sqlx::SqliteConnection;

use super::{Entity, PAGE_ROWS, count};
use crate::{
    error::Error,
    ids::{ClientId, OperationId, SourceId},
};

/// One act of the user.
#[derive(Debug, Clone)]
pub(crate) struct OperationRow {
    pub id: OperationId,
    pub kind: String,
    pub sentence: String,
    pub acted_on: NaiveDate,
    pub acted_at: String,
    pub key: String,
    pub undoes: Option<OperationId>,
    pub answer: String,
}

/// One line of a history.
#[derive(Debug, Clone)]
pub(crate) struct HistoryLine {
    pub id: OperationId,
    pub kind: String,
    pub sentence: String,
    pub acted_at: String,
    pub undoes: Option<OperationId>,
    pub undone_by: Option<OperationId>,
    /// It was undone, and not done again since.
    pub undone: bool,
}

/// An editable row before and after an operation, as JSON.
#[derive(Debug, Clone)]
pub(crate) struct ChangeRow {
    pub entity: String,
    pub entity_id: i64,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// The id that the next operation gets.
pub(crate) async fn next_id(db: &mut SqliteConnection) -> Result<OperationId, Error> {
    Ok((newest_id(db).await?.get() + 1).into())
}

/// The newest operation; 0 before the first.
pub(crate) async fn newest_id(db: &mut SqliteConnection) -> Result<OperationId, Error> {
    let id = sqlx::query_scalar!(r#"select coalesce(max(id), 0) as "id!: i64" from operation"#).fetch_one(db).await?;
    Ok(id.into())
}

/// The operation with this key, if it was done before.
pub(crate) async fn find_by_key(db: &mut SqliteConnection, key: &str) -> Result<Option<OperationRow>, Error> {
    Ok(sqlx::query_as!(
        OperationRow,
        r#"select id as "id!: OperationId", kind, sentence, acted_on as "acted_on: NaiveDate", acted_at, key,
                  undoes as "undoes: OperationId", answer
           from operation where key = ?1"#,
        key,
    )
    .fetch_optional(db)
    .await?)
}

/// One operation.
pub(crate) async fn load(db: &mut SqliteConnection, id: OperationId) -> Result<OperationRow, Error> {
    sqlx::query_as!(
        OperationRow,
        r#"select id as "id!: OperationId", kind, sentence, acted_on as "acted_on: NaiveDate", acted_at, key,
                  undoes as "undoes: OperationId", answer
           from operation where id = ?1"#,
        id,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound("operation"))
}

/// Keeps an operation with all that it touched.
pub(crate) async fn save(
    db: &mut SqliteConnection,
    row: &OperationRow,
    subjects: &BTreeMap<(Entity, i64), bool>,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into operation (id, kind, sentence, acted_on, acted_at, key, undoes, answer)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        row.id,
        row.kind,
        row.sentence,
        row.acted_on,
        row.acted_at,
        row.key,
        row.undoes,
        row.answer,
    )
    .execute(&mut *db)
    .await?;
    let subjects: Vec<_> = subjects.iter().map(|((entity, id), made)| (entity.as_str(), id, made)).collect();
    let subjects = to_json(&subjects)?;
    sqlx::query!(
        "insert into operation_subject (entity, entity_id, operation_id, made)
         select value ->> 0, value ->> 1, ?1, value ->> 2 from json_each(?2)",
        row.id,
        subjects,
    )
    .execute(db)
    .await?;
    Ok(())
}

fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Inconsistent(error.to_string()))
}

/// What an operation touched, and whether it made it.
pub(crate) async fn list_subjects(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Vec<((Entity, i64), bool)>, Error> {
    sqlx::query!(
        r#"select entity, entity_id as "entity_id!: i64", made as "made: bool" from operation_subject
           where operation_id = ?1 order by entity, entity_id"#,
        operation,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| Ok(((Entity::parse(&row.entity)?, row.entity_id), row.made)))
    .collect()
}

/// Keeps what an editable row was before and is after an operation.
pub(crate) async fn save_change<T: Serialize>(
    db: &mut SqliteConnection,
    operation: OperationId,
    entity: Entity,
    id: i64,
    before: Option<&T>,
    after: Option<&T>,
) -> Result<(), Error> {
    let (entity, before, after) = (entity.as_str(), before.map(to_json).transpose()?, after.map(to_json).transpose()?);
    sqlx::query!(
        "insert into change (operation_id, entity, entity_id, before, after) values (?1, ?2, ?3, ?4, ?5)",
        operation,
        entity,
        id,
        before,
        after,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What an operation changed in editable rows, newest first.
pub(crate) async fn list_changes(db: &mut SqliteConnection, operation: OperationId) -> Result<Vec<ChangeRow>, Error> {
    Ok(sqlx::query_as!(
        ChangeRow,
        "select entity, entity_id, before, after from change where operation_id = ?1 order by id desc",
        operation,
    )
    .fetch_all(db)
    .await?)
}

/// A page of a history; every row there is, where none is named.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HistoryPage {
    limit: i64,
    offset: i64,
}

impl HistoryPage {
    /// Every row.
    pub(crate) const WHOLE: Self = Self { limit: -1, offset: 0 };

    /// The page `page`, from 0.
    pub(crate) fn of(page: u32) -> Self {
        Self { limit: i64::from(PAGE_ROWS), offset: i64::from(page.saturating_mul(PAGE_ROWS)) }
    }
}

/// The operations that touched a thing, newest first.
pub(crate) async fn list_history(
    db: &mut SqliteConnection,
    entity: Entity,
    id: i64,
    HistoryPage { limit, offset }: HistoryPage,
) -> Result<Vec<HistoryLine>, Error> {
    let entity = entity.as_str();
    Ok(sqlx::query_as!(
        HistoryLine,
        r#"select o.id as "id!: OperationId", o.kind, o.sentence, o.acted_at, o.undoes as "undoes: OperationId",
                  (select u.id from operation u where u.undoes = o.id) as "undone_by: OperationId",
                  (with recursive undone (id, times) as (
                       select o.id, 0
                       union all select u.id, d.times + 1 from undone d join operation u on u.undoes = d.id
                   )
                   select max(times) % 2 = 1 from undone) as "undone!: bool"
           from operation_subject s
           join operation o on o.id = s.operation_id
           where s.entity = ?1 and s.entity_id = ?2
           order by o.id desc limit ?3 offset ?4"#,
        entity,
        id,
        limit,
        offset,
    )
    .fetch_all(db)
    .await?)
}

/// How many operations touched a thing.
pub(crate) async fn count_history(db: &mut SqliteConnection, entity: Entity, id: i64) -> Result<u32, Error> {
    let entity = entity.as_str();
    Ok(count(
        sqlx::query_scalar!("select count(*) from operation_subject where entity = ?1 and entity_id = ?2", entity, id)
            .fetch_one(db)
            .await?,
    ))
}

/// How many operations there are.
pub(crate) async fn count_all(db: &mut SqliteConnection) -> Result<u32, Error> {
    Ok(count(sqlx::query_scalar!("select count(*) from operation").fetch_one(db).await?))
}

/// The latest operations, newest first.
pub(crate) async fn list_recent(
    db: &mut SqliteConnection,
    HistoryPage { limit, offset }: HistoryPage,
) -> Result<Vec<HistoryLine>, Error> {
    Ok(sqlx::query_as!(
        HistoryLine,
        r#"select o.id as "id!: OperationId", o.kind, o.sentence, o.acted_at, o.undoes as "undoes: OperationId",
                  (select u.id from operation u where u.undoes = o.id) as "undone_by: OperationId",
                  (with recursive undone (id, times) as (
                       select o.id, 0
                       union all select u.id, d.times + 1 from undone d join operation u on u.undoes = d.id
                   )
                   select max(times) % 2 = 1 from undone) as "undone!: bool"
           from operation o order by o.id desc limit ?1 offset ?2"#,
        limit,
        offset,
    )
    .fetch_all(db)
    .await?)
}

/// An operation that something else depends on.
#[derive(Debug, Clone)]
pub(crate) struct LaterOperation {
    pub kind: String,
    pub sentence: String,
}

/// The latest operation after `operation` that touched a thing and still stands: one that was undone since does not
/// count, and one that was undone and done again does.
pub(crate) async fn find_later(
    db: &mut SqliteConnection,
    entity: Entity,
    id: i64,
    operation: OperationId,
) -> Result<Option<LaterOperation>, Error> {
    find_latest(db, (entity, id), operation, false).await
}

/// The same; `with_undos`, an undo of one that came later too counts as well.
pub(crate) async fn find_latest(
    db: &mut SqliteConnection,
    (entity, id): (Entity, i64),
    operation: OperationId,
    with_undos: bool,
) -> Result<Option<LaterOperation>, Error> {
    let entity = entity.as_str();
    Ok(sqlx::query_as!(
        LaterOperation,
        "select o.kind, o.sentence from operation_subject s
         join operation o on o.id = s.operation_id
         where s.entity = ?1 and s.entity_id = ?2 and s.operation_id > ?3
         and not exists (select 1 from operation u where u.undoes = o.id)
         and (?4 or (with recursive back (id, undoes) as (
                  select o.id, o.undoes
                  union all
                  select p.id, p.undoes from back b join operation p on p.id = b.undoes where p.id > ?3
              )
              select count(*) from back) % 2 = 1)
         order by o.id desc limit 1",
        entity,
        id,
        operation,
        with_undos,
    )
    .fetch_optional(db)
    .await?)
}

/// A later act that stands and let money count from another day which the operation put on an invoice or took off it.
pub(crate) async fn find_redating(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Option<LaterOperation>, Error> {
    Ok(sqlx::query_as!(
        LaterOperation,
        r#"select p.kind, p.sentence
           from (select distinct source_id, invoice_id, on_day from application where operation_id = ?1) a
           cross join application m on m.source_id = a.source_id and m.invoice_id = a.invoice_id and m.operation_id > ?1
           join operation_standing o on o.id = m.operation_id
           join operation p on p.id = m.operation_id
           group by m.source_id, m.invoice_id, m.operation_id
           having min(m.amount_minor) < 0 and max(m.amount_minor) > 0 and count(distinct m.on_day) > 1
               and max(m.on_day = a.on_day)
           order by m.operation_id desc limit 1"#,
        operation,
    )
    .fetch_optional(db)
    .await?)
}

/// The acts since that let money of a client go out which is out still, the latest first, with what it came out of.
pub(crate) async fn list_later_payouts(
    db: &mut SqliteConnection,
    client: ClientId,
    operation: OperationId,
) -> Result<Vec<(SourceId, LaterOperation)>, Error> {
    let rows = sqlx::query!(
        r#"select m.source_id as "source_id!: SourceId", p.kind as "kind!", p.sentence as "sentence!"
           from (
               select source_id, max(iif(amount_minor > 0, operation_id, 0)) as last_id from payout
               where client_id = ?1
               group by source_id, refund_id, transfer_id having sum(amount_minor) > 0
           ) m
           join operation p on p.id = m.last_id
           where m.last_id > ?2 order by m.last_id desc"#,
        client,
        operation,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.source_id, LaterOperation { kind: row.kind, sentence: row.sentence })).collect())
}

/// The act that an undo, or an undo of an undo, goes back to, and how often it was turned round since.
pub(crate) async fn load_first(db: &mut SqliteConnection, operation: OperationId) -> Result<(OperationId, i64), Error> {
    let row = sqlx::query!(
        r#"with recursive back (id, undoes, times) as (
               select id, undoes, 0 from operation where id = ?1
               union all
               select p.id, p.undoes, b.times + 1 from back b join operation p on p.id = b.undoes
           )
           select id as "id!: OperationId", times as "times!: i64" from back order by times desc limit 1"#,
        operation,
    )
    .fetch_one(db)
    .await?;
    Ok((row.id, row.times))
}

/// Whether the operation was taken back.
pub(crate) async fn is_undone(db: &mut SqliteConnection, operation: OperationId) -> Result<bool, Error> {
    Ok(
        sqlx::query_scalar!(
            r#"select exists (select 1 from operation where undoes = ?1) as "undone: bool""#,
            operation,
        )
        .fetch_one(db)
        .await?,
    )
}

/// Later operations, not undone, that gave a state or a version to an invoice, a source or a record to which this one gave
/// one.
pub(crate) async fn list_given_later(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Vec<OperationId>, Error> {
    Ok(sqlx::query_scalar!(
        r#"with later (id) as (
               select l.operation_id from invoice_state s join invoice_state l on l.invoice_id = s.invoice_id
               where s.operation_id = ?1
               union
               select l.operation_id from source_state s join source_state l on l.source_id = s.source_id
               where s.operation_id = ?1
               union
               select l.operation_id from record_state s join record_state l on l.record_id = s.record_id
               where s.operation_id = ?1
               union
               select l.operation_id from invoice_version v join invoice_version l on l.invoice_id = v.invoice_id
               where v.operation_id = ?1
               union
               select l.operation_id from payment_version v join payment_version l on l.payment_id = v.payment_id
               where v.operation_id = ?1
               union
               select l.operation_id from credit_version v join credit_version l on l.credit_id = v.credit_id
               where v.operation_id = ?1
           )
           select id as "id!: OperationId" from later l
           where id > ?1 and not exists (select 1 from operation u where u.undoes = l.id)"#,
        operation,
    )
    .fetch_all(db)
    .await?)
}
