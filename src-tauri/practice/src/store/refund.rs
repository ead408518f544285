//! Refunds: money that went back to a client.

use chrono::NaiveDate;
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use super::{PAGE_ROWS, anywhere, count};
use crate::{
    error::Error,
    ids::{ClientId, OperationId, RefundId, SourceId},
    names,
    view::RefundsQuery,
};

/// A refund as it is written, once.
#[derive(Debug, Clone)]
pub(crate) struct NewRefund<'a> {
    pub sequence: i64,
    pub number: &'a str,
    pub source_id: SourceId,
    pub client_id: ClientId,
    pub refunded_on: NaiveDate,
    pub method: &'a str,
    pub reference: &'a str,
    pub reason: &'a str,
    pub amount_minor: i64,
    pub letterhead_id: i64,
    pub paid_to_id: i64,
}

/// A refund as it stands.
#[derive(Debug, Clone)]
pub(crate) struct RefundRow {
    pub number: String,
    pub source_id: SourceId,
    pub client_id: ClientId,
    pub refunded_on: NaiveDate,
    pub method: String,
    pub reference: String,
    pub reason: String,
    pub amount_minor: i64,
    /// What of it stands: all, or nothing if it was taken back.
    pub standing_minor: i64,
    pub letterhead: String,
    pub paid_to: String,
}

/// The number that the next refund gets in its sequence.
pub(crate) async fn next_sequence(db: &mut SqliteConnection, first: i64) -> Result<i64, Error> {
    Ok(sqlx::query_scalar!(r#"select coalesce(max(sequence) + 1, ?1) as "next!: i64" from refund"#, first)
        .fetch_one(db)
        .await?)
}

/// The numbers of refunds that begin with `prefix`.
pub(crate) async fn list_numbers(db: &mut SqliteConnection, prefix: &str) -> Result<Vec<String>, Error> {
    Ok(sqlx::query_scalar!(
        "select number from refund where substr(number, 1, length(?1)) = ?1 order by sequence",
        prefix
    )
    .fetch_all(db)
    .await?)
}

/// Keeps a new refund; its payout is written apart.
pub(crate) async fn insert(
    db: &mut SqliteConnection,
    operation: OperationId,
    row: &NewRefund<'_>,
) -> Result<RefundId, Error> {
    Ok(sqlx::query!(
        "insert into refund (sequence, number, source_id, client_id, refunded_on, method, reference, reason, amount_minor,
            letterhead_id, paid_to_id, operation_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        row.sequence,
        row.number,
        row.source_id,
        row.client_id,
        row.refunded_on,
        row.method,
        row.reference,
        row.reason,
        row.amount_minor,
        row.letterhead_id,
        row.paid_to_id,
        operation,
    )
    .execute(db)
    .await?
    .last_insert_rowid()
    .into())
}

/// A refund.
pub(crate) async fn load(db: &mut SqliteConnection, id: RefundId) -> Result<RefundRow, Error> {
    sqlx::query_as!(
        RefundRow,
        r#"select r.number as "number!", r.source_id as "source_id!: SourceId", r.client_id as "client_id!: ClientId",
                  r.refunded_on as "refunded_on!: NaiveDate", r.method as "method!", r.reference as "reference!",
                  r.reason as "reason!", r.amount_minor as "amount_minor!: i64",
                  (select coalesce(sum(p.amount_minor), 0) from payout p where p.refund_id = r.id)
                      as "standing_minor!: i64",
                  l.content as "letterhead!", f.content as "paid_to!"
           from refund r
           join frozen l on l.id = r.letterhead_id
           join frozen f on f.id = r.paid_to_id
           where r.id = ?1"#,
        id,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound("refund"))
}

/// The day on which a refund was taken back last, if it was.
pub(crate) async fn reversed_on(db: &mut SqliteConnection, id: RefundId) -> Result<Option<NaiveDate>, Error> {
    Ok(sqlx::query_scalar!(
        r#"select o.acted_on as "acted_on: NaiveDate" from payout p join operation o on o.id = p.operation_id
           where p.refund_id = ?1 and p.amount_minor < 0 order by p.id desc limit 1"#,
        id,
    )
    .fetch_optional(db)
    .await?)
}

/// One row of the list of refunds.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ListedRefund {
    pub id: RefundId,
    pub number: String,
    pub client_id: ClientId,
    pub first_name: String,
    pub last_name: String,
    pub source_id: SourceId,
    pub source_kind: String,
    pub source_number: String,
    pub refunded_on: NaiveDate,
    pub method: String,
    pub reference: String,
    pub reason: String,
    pub amount_minor: i64,
    pub standing_minor: i64,
}

const LISTED: &str =
    "select r.id, r.number, r.client_id, c.first_name, c.last_name, r.source_id, o.kind as source_kind,
        o.number as source_number, r.refunded_on, r.method, r.reference, r.reason, r.amount_minor,
        (select coalesce(sum(p.amount_minor), 0) from payout p where p.refund_id = r.id) as standing_minor
     from refund r
     cross join source o on o.id = r.source_id
     cross join client c on c.id = r.client_id
     where true";

/// One page of the refunds that match, and how many there are.
pub(crate) async fn list(
    db: &mut SqliteConnection,
    query: &RefundsQuery,
    rows: u32,
) -> Result<(Vec<ListedRefund>, u32), Error> {
    let mut counting =
        QueryBuilder::new("select count(*) from refund r join client c on c.id = r.client_id where true");
    push_filter(&mut counting, query);
    let total: i64 = counting.build_query_scalar().fetch_one(&mut *db).await?;
    let mut listing = QueryBuilder::new(LISTED);
    push_filter(&mut listing, query);
    listing.push(" order by r.id").push(if query.descending { " desc" } else { "" });
    listing.push(" limit ").push_bind(rows).push(" offset ").push_bind(query.page.saturating_mul(PAGE_ROWS));
    Ok((listing.build_query_as().fetch_all(db).await?, count(total)))
}

/// One refund, as lists show it.
pub(crate) async fn load_listed(db: &mut SqliteConnection, id: RefundId) -> Result<ListedRefund, Error> {
    let mut listing = QueryBuilder::<Sqlite>::new(LISTED);
    listing.push(" and r.id = ").push_bind(id);
    listing.build_query_as().fetch_optional(db).await?.ok_or(Error::NotFound("refund"))
}

/// The refunds of a source, oldest first.
pub(crate) async fn list_by_source(db: &mut SqliteConnection, source: SourceId) -> Result<Vec<ListedRefund>, Error> {
    let mut listing = QueryBuilder::<Sqlite>::new(LISTED);
    listing.push(" and r.source_id = ").push_bind(source).push(" order by r.id");
    Ok(listing.build_query_as().fetch_all(db).await?)
}

fn push_filter(builder: &mut QueryBuilder<Sqlite>, query: &RefundsQuery) {
    if let Some(client) = query.client_id {
        builder.push(" and r.client_id = ").push_bind(client);
    }
    for word in query.search.split_whitespace() {
        builder.push(" and (r.number like ").push_bind(anywhere(word)).push(" escape '\\'");
        builder.push(" or r.reference like ").push_bind(anywhere(word)).push(" escape '\\'");
        builder.push(" or c.sort_name like ").push_bind(anywhere(&names::fold(word))).push(" escape '\\')");
    }
}
