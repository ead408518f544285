//! Records: what clients were given.

use chrono::NaiveDate;
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use super::{PAGE_ROWS, anywhere, count};
use crate::{
    error::Error,
    ids::{ClientId, CreditNoteId, InvoiceId, OperationId, ProductId, RecordId, ServiceId},
    view::{RecordFilter, RecordsQuery},
};

/// What a client was given, with the line that asks for it.
#[derive(Debug, Clone)]
pub(crate) struct RecordRow {
    pub client_id: ClientId,
    pub product_id: Option<ProductId>,
    pub given_on: NaiveDate,
    pub state: String,
    /// What the newest line for it says, whether that still counts or not.
    pub description: String,
    /// The invoice that asks for it, with its line; nothing where the line was taken off.
    pub invoice_id: Option<InvoiceId>,
    pub line_id: Option<i64>,
}

/// Keeps what a client is given.
pub(crate) async fn insert(
    db: &mut SqliteConnection,
    operation: OperationId,
    client: ClientId,
    (product, service): (Option<ProductId>, Option<ServiceId>),
    given_on: NaiveDate,
) -> Result<RecordId, Error> {
    Ok(sqlx::query!(
        "insert into record (client_id, product_id, service_id, given_on, operation_id) values (?1, ?2, ?3, ?4, ?5)",
        client,
        product,
        service,
        given_on,
        operation,
    )
    .execute(db)
    .await?
    .last_insert_rowid()
    .into())
}

/// Keeps that a record is active, deactivated or withdrawn from now on.
pub(crate) async fn save_state(
    db: &mut SqliteConnection,
    operation: OperationId,
    record: RecordId,
    state: &str,
    reason: &str,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into record_state (record_id, state, reason, operation_id) values (?1, ?2, ?3, ?4)",
        record,
        state,
        reason,
        operation,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A record that a credit note took off its invoice and that was put on a later one: what it is called, and that invoice.
pub(crate) async fn find_billed_again(
    db: &mut SqliteConnection,
    note: CreditNoteId,
) -> Result<Option<(String, String)>, Error> {
    Ok(sqlx::query!(
        r#"select o.description as "description!", i.number as "number!"
           from credit_note_line x
           join credit_note n on n.id = x.credit_note_id
           join invoice_line l on l.id = x.invoice_line_id
           join invoice_line o on o.record_id = l.record_id and o.id > l.id
           join invoice_version v on v.id = o.version_id and v.invoice_id <> n.invoice_id
           join invoice i on i.id = v.invoice_id
           where x.credit_note_id = ?1
           order by o.id desc limit 1"#,
        note,
    )
    .fetch_optional(db)
    .await?
    .map(|row| (row.description, row.number)))
}

/// Where a record stands.
pub(crate) async fn load_state(db: &mut SqliteConnection, id: RecordId) -> Result<String, Error> {
    sqlx::query_scalar!(
        r#"select coalesce((select s.state from record_state s where s.record_id = r.id order by s.id desc limit 1),
                           'active') as "state!: String"
           from record r where r.id = ?1"#,
        id,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound("record"))
}

/// A record.
pub(crate) async fn load(db: &mut SqliteConnection, id: RecordId) -> Result<RecordRow, Error> {
    sqlx::query_as!(
        RecordRow,
        r#"select r.client_id as "client_id!: ClientId", r.product_id as "product_id: ProductId",
                  r.given_on as "given_on!: NaiveDate", r.state as "state!: String",
                  l.description as "description!", v.invoice_id as "invoice_id?: InvoiceId", n.id as "line_id?: i64"
           from record_now r
           join invoice_line l on l.id = r.last_line_id
           left join invoice_line n on n.id = r.line_id
           left join invoice_version v on v.id = n.version_id
           where r.id = ?1"#,
        id,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound("record"))
}

/// The record of a client that was kept last.
pub(crate) async fn newest_of(db: &mut SqliteConnection, client: ClientId) -> Result<Option<RecordId>, Error> {
    Ok(sqlx::query_scalar!(r#"select max(id) as "id: RecordId" from record where client_id = ?1"#, client)
        .fetch_one(db)
        .await?)
}

/// The records of a client that are products on an invoice, the newest invoice first.
pub(crate) async fn list_sold(db: &mut SqliteConnection, client: ClientId) -> Result<Vec<RecordId>, Error> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id!: RecordId" from record_now
           where client_id = ?1 and product_id is not null and line_id is not null and state <> 'withdrawn'
           order by line_id desc"#,
        client,
    )
    .fetch_all(db)
    .await?)
}

/// The records whose state an operation changed, with the state before; also those it made, which are withdrawn.
pub(crate) async fn list_states(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Vec<(RecordId, String)>, Error> {
    Ok(sqlx::query!(
        r#"select r.id as "id!: RecordId", 'withdrawn' as "before!: String" from record r where r.operation_id = ?1
           union all
           select distinct n.record_id,
               coalesce((select s.state from record_state s
                         where s.record_id = n.record_id and s.operation_id < ?1 order by s.id desc limit 1), 'active')
           from record_state n join record r on r.id = n.record_id
           where n.operation_id = ?1 and r.operation_id <> ?1"#,
        operation,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| (row.id, row.before))
    .collect())
}

/// A record whose state an operation changes, with the state before.
#[derive(Debug, Clone)]
pub(crate) struct RecordEffect {
    pub description: String,
    /// Nothing for a new one.
    pub before: Option<String>,
    pub after: String,
}

/// The records that an operation under way makes, deactivates or activates.
pub(crate) async fn list_effects(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Vec<RecordEffect>, Error> {
    Ok(sqlx::query_as!(
        RecordEffect,
        r#"select l.description as "description!",
                  iif(r.operation_id = ?1 or coalesce(b.state, 'active') = 'withdrawn', null, coalesce(b.state, 'active'))
                      as "before: String",
                  n.state as "after!: String"
           from record r
           join record_now n on n.id = r.id
           join invoice_line l on l.id = n.last_line_id
           left join record_state b on b.id = (
               select max(s.id) from record_state s where s.record_id = r.id and s.operation_id < ?1)
           where (r.operation_id = ?1 or r.id in (select record_id from record_state where operation_id = ?1))
           and n.state <> 'withdrawn' and n.state <> iif(r.operation_id = ?1, '', coalesce(b.state, 'active'))
           order by r.id"#,
        operation,
    )
    .fetch_all(db)
    .await?)
}

/// One row of the list of records.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ListedRecord {
    pub id: RecordId,
    pub given_on: NaiveDate,
    pub description: String,
    pub quantity_thousandths: i64,
    pub returned_thousandths: i64,
    pub product_id: Option<ProductId>,
    pub state: String,
    pub invoice_id: Option<InvoiceId>,
    pub invoice_number: Option<String>,
    pub amount_minor: Option<i64>,
}

const LISTED: &str = "select r.id, r.given_on, l.description, l.quantity_thousandths,
        (select coalesce(sum(x.quantity_thousandths), 0) from invoice_line y
         join credit_note_line x on x.invoice_line_id = y.id
         join return_note t on t.credit_note_id = x.credit_note_id
         join source_balance b on b.id = x.credit_note_id
         where y.record_id = r.id and b.state <> 'withdrawn') as returned_thousandths,
        r.product_id, r.state, i.id as invoice_id, i.number as invoice_number, n.net_minor + n.tax_minor as amount_minor
     from record_now r
     join invoice_line l on l.id = r.last_line_id
     left join invoice_line n on n.id = r.line_id
     left join invoice_version v on v.id = n.version_id
     left join invoice i on i.id = v.invoice_id
     where r.state <> 'withdrawn'";

/// One page of a client's records, the newest first, and how many there are.
pub(crate) async fn list(
    db: &mut SqliteConnection,
    query: &RecordsQuery,
    rows: u32,
) -> Result<(Vec<ListedRecord>, u32), Error> {
    let mut counting = QueryBuilder::new(
        "select count(*) from record_now r join invoice_line l on l.id = r.last_line_id where r.state <> 'withdrawn'",
    );
    push_filter(&mut counting, query);
    let total: i64 = counting.build_query_scalar().fetch_one(&mut *db).await?;
    let mut listing = QueryBuilder::new(LISTED);
    push_filter(&mut listing, query);
    listing.push(" order by r.given_on desc, r.id desc");
    listing.push(" limit ").push_bind(rows).push(" offset ").push_bind(query.page.saturating_mul(PAGE_ROWS));
    Ok((listing.build_query_as().fetch_all(db).await?, count(total)))
}

fn push_filter(builder: &mut QueryBuilder<Sqlite>, query: &RecordsQuery) {
    builder.push(" and r.client_id = ").push_bind(query.client_id);
    builder.push(match query.filter {
        RecordFilter::All => "",
        RecordFilter::Active => " and r.state = 'active'",
        RecordFilter::Deactivated => " and r.state = 'deactivated'",
    });
    for word in query.search.split_whitespace() {
        builder.push(" and l.description like ").push_bind(anywhere(word)).push(" escape '\\'");
    }
}
