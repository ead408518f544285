//! Stock movements: append-only, with a sign.

use billing::MovementCause;
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::{PAGE_ROWS, count, ledger::written, stored};
use crate::{
    error::Error,
    ids::{ClientId, InvoiceId, OperationId, ProductId, ReturnId},
    view::MovementsQuery,
};

/// What moves stock, with its sign.
#[derive(Debug, Clone)]
pub(crate) struct MovementRow {
    pub product_id: ProductId,
    pub cause: MovementCause,
    pub on_day: NaiveDate,
    pub units: i64,
    /// How many there were, where they were counted.
    pub counted_units: Option<i64>,
    pub reason: String,
    pub invoice_id: Option<InvoiceId>,
    /// The posting of a return.
    pub posting_id: Option<i64>,
}

/// Keeps a movement. Nothing is written for 0, unless it was counted.
pub(crate) async fn insert(db: &mut SqliteConnection, operation: OperationId, row: &MovementRow) -> Result<(), Error> {
    if row.units == 0 && row.counted_units.is_none() {
        return Ok(());
    }
    let cause = row.cause.as_str();
    let done = sqlx::query!(
        "insert into stock_movement (operation_id, product_id, cause, on_day, units, counted_units, reason, invoice_id,
            posting_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        operation,
        row.product_id,
        cause,
        row.on_day,
        row.units,
        row.counted_units,
        row.reason,
        row.invoice_id,
        row.posting_id,
    )
    .execute(&mut *db)
    .await;
    written(db, row.on_day, done).await?;
    Ok(())
}

/// The movements of an operation.
pub(crate) async fn list_by_operation(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Vec<MovementRow>, Error> {
    sqlx::query!(
        r#"select product_id as "product_id: ProductId", cause, on_day as "on_day: NaiveDate", units, reason,
                  invoice_id as "invoice_id: InvoiceId", posting_id
           from stock_movement where operation_id = ?1 order by id"#,
        operation,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        Ok(MovementRow {
            product_id: row.product_id,
            cause: stored(MovementCause::parse(&row.cause), "cause of a movement")?,
            on_day: row.on_day,
            units: row.units,
            counted_units: None,
            reason: row.reason,
            invoice_id: row.invoice_id,
            posting_id: row.posting_id,
        })
    })
    .collect()
}

/// How many of a product there were before an operation.
pub(crate) async fn load_before(
    db: &mut SqliteConnection,
    product: ProductId,
    operation: OperationId,
) -> Result<i64, Error> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(p.opening_count, 0)
                  + (select coalesce(sum(units), 0) from stock_movement where product_id = ?1 and operation_id < ?2)
                  as "units!: i64"
           from product p where p.id = ?1"#,
        product,
        operation,
    )
    .fetch_one(db)
    .await?)
}

/// How many of a product there were at the end of a day, as far as it is known now.
pub(crate) async fn load_on(db: &mut SqliteConnection, product: ProductId, day: NaiveDate) -> Result<i64, Error> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(p.opening_count, 0)
                  + (select coalesce(sum(units), 0) from stock_movement where product_id = ?1 and on_day <= ?2)
                  as "units!: i64"
           from product p where p.id = ?1"#,
        product,
        day,
    )
    .fetch_one(db)
    .await?)
}

/// The stock of a product that an operation moved, before it and now.
#[derive(Debug, Clone)]
pub(crate) struct StockEffect {
    pub product: String,
    /// Nothing where the operation begins to keep it.
    pub before: Option<i64>,
    pub after: i64,
}

/// The stock that an operation under way moves, or begins to keep.
pub(crate) async fn list_effects(db: &mut SqliteConnection, operation: OperationId) -> Result<Vec<StockEffect>, Error> {
    Ok(sqlx::query_as!(
        StockEffect,
        r#"with begun as (
               select entity_id as id from change
               where operation_id = ?1 and entity = 'product' and json_extract(after, '$.counted') = 1
               and coalesce(json_extract(before, '$.counted'), 0) = 0
           )
           select p.name as "product!",
                  iif(p.id in (select id from begun), null, s.units - (
                      select sum(m.units) from stock_movement m where m.product_id = p.id and m.operation_id = ?1))
                      as "before: i64",
                  s.units as "after!: i64"
           from product p join stock s on s.product_id = p.id
           where p.counted = 1 and (p.id in (select id from begun)
               or p.id in (select product_id from stock_movement where operation_id = ?1))
           order by p.name, p.id"#,
        operation,
    )
    .fetch_all(db)
    .await?)
}

/// One movement in the list, with what there was after it.
#[derive(Debug, Clone)]
pub(crate) struct ListedMovement {
    /// 0 for the opening.
    pub id: i64,
    pub cause: String,
    pub on_day: NaiveDate,
    pub units: i64,
    pub after: i64,
    pub counted_units: Option<i64>,
    pub reason: String,
    pub undone: bool,
    pub invoice_id: Option<InvoiceId>,
    pub invoice_number: Option<String>,
    pub return_id: Option<ReturnId>,
    pub return_number: Option<String>,
    pub client_id: Option<ClientId>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
}

/// One page of a product's movements by day, then in the order of entry, its opening first, and how many there are.
pub(crate) async fn list(
    db: &mut SqliteConnection,
    query: &MovementsQuery,
    rows: u32,
) -> Result<(Vec<ListedMovement>, u32), Error> {
    let total = sqlx::query_scalar!(
        r#"select (select count(*) from stock_movement where product_id = ?1)
                  + (select opening_count is not null from product where id = ?1) as "total!: i64""#,
        query.product_id,
    )
    .fetch_one(&mut *db)
    .await?;
    let offset = query.page.saturating_mul(PAGE_ROWS);
    let listed = sqlx::query_as!(
        ListedMovement,
        r#"with moved as (
               select 0 as id, 'opening' as cause, opened_on as on_day, opening_count as units, null as counted_units,
                   '' as reason, null as invoice_id, null as posting_id, null as operation_id
               from product where id = ?1 and opening_count is not null
               union all
               select id, cause, on_day, units, counted_units, reason, invoice_id, posting_id, operation_id
               from stock_movement where product_id = ?1
           )
           select m.id as "id!: i64", m.cause as "cause!", m.on_day as "on_day!: NaiveDate", m.units as "units!: i64",
                  sum(m.units) over (order by m.id > 0, m.on_day, m.id) as "after!: i64", m.counted_units as "counted_units: i64",
                  m.reason as "reason!", (with recursive back (id, undoes) as (
                       select o.id, o.undoes
                       union all select p.id, p.undoes from back b join operation p on p.id = b.undoes
                   )
                   select count(*) from back) % 2 = 0 and o.id is not null as "undone!: bool",
                  m.invoice_id as "invoice_id?: InvoiceId", i.number as "invoice_number?",
                  t.return_id as "return_id?: ReturnId", t.number as "return_number?",
                  c.id as "client_id?: ClientId", c.first_name as "first_name?", c.last_name as "last_name?"
           from moved m
           left join operation o on o.id = m.operation_id
           left join invoice i on i.id = m.invoice_id
           left join return_posting t on t.id = m.posting_id
           left join returns r on r.id = t.return_id
           left join client c on c.id = coalesce(i.client_id, r.client_id)
           order by iif(?2, 1, -1) * row_number() over (order by m.id > 0, m.on_day, m.id) limit ?3 offset ?4"#,
        query.product_id,
        query.ascending,
        rows,
        offset,
    )
    .fetch_all(db)
    .await?;
    Ok((listed, count(total)))
}
