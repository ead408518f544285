//! Returns: drafts that change, and postings that do not.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use super::{Entity, PAGE_ROWS, Tracked, anywhere, count};
use crate::{
    error::Error,
    ids::{ClientId, CreditNoteId, OperationId, RecordId, RefundId, ReturnId},
    names,
    view::{CreditNoteRef, RefundRef, ReturnFilter, ReturnRef, ReturnsQuery},
};

/// A return with its items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReturnRow {
    pub client_id: ClientId,
    pub returned_on: NaiveDate,
    pub note: String,
    pub items: Vec<ItemRow>,
}

/// An item of a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ItemRow {
    pub record_id: RecordId,
    pub units: i64,
    pub restock_units: i64,
    pub deactivate: bool,
}

impl Tracked for ReturnRow {
    const ENTITY: Entity = Entity::Return;

    async fn load(db: &mut SqliteConnection, id: i64) -> Result<Option<Self>, Error> {
        let Some(row) = sqlx::query!(
            r#"select client_id as "client_id: ClientId", returned_on as "returned_on: NaiveDate", note
               from returns where id = ?1"#,
            id,
        )
        .fetch_optional(&mut *db)
        .await?
        else {
            return Ok(None);
        };
        let items = sqlx::query_as!(
            ItemRow,
            r#"select record_id as "record_id: RecordId", units, restock_units, deactivate as "deactivate: bool"
               from return_item where return_id = ?1 order by position"#,
            id,
        )
        .fetch_all(db)
        .await?;
        Ok(Some(Self { client_id: row.client_id, returned_on: row.returned_on, note: row.note, items }))
    }

    async fn insert(&self, db: &mut SqliteConnection, id: Option<i64>) -> Result<i64, Error> {
        let id = sqlx::query!(
            "insert into returns (id, client_id, returned_on, note) values (?1, ?2, ?3, ?4)",
            id,
            self.client_id,
            self.returned_on,
            self.note,
        )
        .execute(&mut *db)
        .await?
        .last_insert_rowid();
        save_items(db, id, &self.items).await?;
        Ok(id)
    }

    async fn update(&self, db: &mut SqliteConnection, id: i64, before: &Self) -> Result<(), Error> {
        sqlx::query!(
            "update returns set client_id = ?2, returned_on = ?3, note = ?4 where id = ?1",
            id,
            self.client_id,
            self.returned_on,
            self.note,
        )
        .execute(&mut *db)
        .await?;
        if self.items != before.items {
            sqlx::query!("delete from return_item where return_id = ?1", id).execute(&mut *db).await?;
            save_items(db, id, &self.items).await?;
        }
        Ok(())
    }

    async fn delete(db: &mut SqliteConnection, id: i64) -> Result<(), Error> {
        sqlx::query!("delete from returns where id = ?1", id).execute(db).await?;
        Ok(())
    }
}

async fn save_items(db: &mut SqliteConnection, id: i64, items: &[ItemRow]) -> Result<(), Error> {
    for (position, item) in (1_i64..).zip(items) {
        sqlx::query!(
            "insert into return_item (return_id, position, record_id, units, restock_units, deactivate)
             values (?1, ?2, ?3, ?4, ?5, ?6)",
            id,
            position,
            item.record_id,
            item.units,
            item.restock_units,
            item.deactivate,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// The number that the next posted return gets in its sequence.
pub(crate) async fn next_sequence(db: &mut SqliteConnection) -> Result<i64, Error> {
    Ok(sqlx::query_scalar!(r#"select coalesce(max(sequence) + 1, 1) as "next!: i64" from return_posting"#)
        .fetch_one(db)
        .await?)
}

/// Keeps that a return is posted; the posting's id.
pub(crate) async fn save_posting(
    db: &mut SqliteConnection,
    operation: OperationId,
    id: ReturnId,
    (sequence, number): (i64, &str),
) -> Result<i64, Error> {
    Ok(sqlx::query!(
        "insert into return_posting (return_id, sequence, number, operation_id) values (?1, ?2, ?3, ?4)",
        id,
        sequence,
        number,
        operation,
    )
    .execute(db)
    .await?
    .last_insert_rowid())
}

/// Keeps that a posting made a credit note.
pub(crate) async fn save_note(db: &mut SqliteConnection, posting: i64, note: CreditNoteId) -> Result<(), Error> {
    sqlx::query!("insert into return_note (credit_note_id, posting_id) values (?1, ?2)", note, posting)
        .execute(db)
        .await?;
    Ok(())
}

/// The return that made a credit note, unless it was discarded once that was undone.
pub(crate) async fn find_by_note(db: &mut SqliteConnection, note: CreditNoteId) -> Result<Option<ReturnRef>, Error> {
    Ok(sqlx::query_as!(
        ReturnRef,
        r#"select p.return_id as "id!: ReturnId", p.number as "number!"
           from return_note n join return_posting p on p.id = n.posting_id join returns r on r.id = p.return_id
           where n.credit_note_id = ?1"#,
        note,
    )
    .fetch_optional(db)
    .await?)
}

/// The credit notes of a posted return, in the order in which they were made.
pub(crate) async fn list_notes(db: &mut SqliteConnection, id: ReturnId) -> Result<Vec<CreditNoteRef>, Error> {
    Ok(sqlx::query_as!(
        CreditNoteRef,
        r#"select o.id as "id!: CreditNoteId", o.number as "number!"
           from return_posted p join return_note n on n.posting_id = p.id join source o on o.id = n.credit_note_id
           where p.return_id = ?1 order by o.id"#,
        id,
    )
    .fetch_all(db)
    .await?)
}

/// The refunds of a posted return's credit notes, in the order in which they were made.
pub(crate) async fn list_refunds(db: &mut SqliteConnection, id: ReturnId) -> Result<Vec<RefundRef>, Error> {
    Ok(sqlx::query_as!(
        RefundRef,
        r#"select r.id as "id!: RefundId", r.number as "number!"
           from return_posted p join return_note n on n.posting_id = p.id join refund r on r.source_id = n.credit_note_id
           where p.return_id = ?1 order by r.id"#,
        id,
    )
    .fetch_all(db)
    .await?)
}

/// One row of the list of returns.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ListedReturn {
    pub id: ReturnId,
    pub number: Option<String>,
    pub client_id: ClientId,
    pub first_name: String,
    pub last_name: String,
    pub returned_on: NaiveDate,
    /// `2 × Workbook, 1 × Cards`.
    pub summary: String,
    pub total_minor: i64,
    pub reversed: bool,
    /// The act that posted it.
    pub posted_by: Option<OperationId>,
}

const LISTED: &str = "select r.id, p.number, r.client_id, c.first_name, c.last_name, r.returned_on,
        coalesce((select group_concat(t.units || ' × ' || l.description, ', ' order by t.position)
                  from return_item t join record_now n on n.id = t.record_id join invoice_line l on l.id = n.last_line_id
                  where t.return_id = r.id), '') as summary,
        (select coalesce(sum(v.total_minor), 0) from return_note n join credit_note v on v.id = n.credit_note_id
         where n.posting_id = p.id) as total_minor,
        coalesce(p.reversed, 0) as reversed, p.operation_id as posted_by
     from returns r
     join client c on c.id = r.client_id
     left join return_posted p on p.return_id = r.id";

/// One page of the returns that match, by day, and how many there are.
pub(crate) async fn list(
    db: &mut SqliteConnection,
    query: &ReturnsQuery,
    rows: u32,
) -> Result<(Vec<ListedReturn>, u32), Error> {
    let mut counting = QueryBuilder::new("select count(*) from (");
    push_filtered(&mut counting, query);
    counting.push(")");
    let total: i64 = counting.build_query_scalar().fetch_one(&mut *db).await?;
    let mut listing = QueryBuilder::new("");
    push_filtered(&mut listing, query);
    let way = if query.descending { " desc" } else { "" };
    listing.push(" order by q.returned_on").push(way).push(", q.id").push(way);
    listing.push(" limit ").push_bind(rows).push(" offset ").push_bind(query.page.saturating_mul(PAGE_ROWS));
    Ok((listing.build_query_as().fetch_all(db).await?, count(total)))
}

/// One return, as lists show it.
pub(crate) async fn load_listed(db: &mut SqliteConnection, id: ReturnId) -> Result<ListedReturn, Error> {
    let mut listing = QueryBuilder::<Sqlite>::new(LISTED);
    listing.push(" where r.id = ").push_bind(id);
    listing.build_query_as().fetch_optional(db).await?.ok_or(Error::NotFound("return"))
}

fn push_filtered(builder: &mut QueryBuilder<Sqlite>, query: &ReturnsQuery) {
    builder.push("select q.* from (").push(LISTED).push(") q join client c on c.id = q.client_id where true");
    if let Some(client) = query.client_id {
        builder.push(" and q.client_id = ").push_bind(client);
    }
    if let Some(product) = query.product_id {
        builder.push(
            " and exists (select 1 from return_item t join record n on n.id = t.record_id
                          where t.return_id = q.id and n.product_id = ",
        );
        builder.push_bind(product).push(")");
    }
    builder.push(match query.filter {
        ReturnFilter::All => "",
        ReturnFilter::Draft => " and q.number is null",
        ReturnFilter::Posted => " and q.number is not null and not q.reversed",
        ReturnFilter::Reversed => " and q.reversed",
    });
    for word in query.search.split_whitespace() {
        builder.push(" and (q.number like ").push_bind(anywhere(word)).push(" escape '\\'");
        builder.push(" or q.summary like ").push_bind(anywhere(word)).push(" escape '\\'");
        builder.push(" or c.sort_name like ").push_bind(anywhere(&names::fold(word))).push(" escape '\\')");
    }
}

/// Whether another return that stands than the one that `operation` posted deactivates a record.
pub(crate) async fn is_deactivated_elsewhere(
    db: &mut SqliteConnection,
    record: RecordId,
    operation: OperationId,
) -> Result<bool, Error> {
    Ok(sqlx::query_scalar!(
        r#"select exists (
               select 1 from return_item t join return_posted p on p.return_id = t.return_id
               where t.record_id = ?1 and t.deactivate = 1 and p.operation_id <> ?2 and not p.reversed
           ) as "is: bool""#,
        record,
        operation,
    )
    .fetch_one(db)
    .await?)
}

/// What a posted return gave back for an item.
pub(crate) async fn load_item_value(db: &mut SqliteConnection, id: ReturnId, record: RecordId) -> Result<i64, Error> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(sum(x.net_minor + x.tax_minor), 0) as "value!: i64"
           from return_posted p
           join return_note n on n.posting_id = p.id
           join credit_note_line x on x.credit_note_id = n.credit_note_id
           join invoice_line l on l.id = x.invoice_line_id
           where p.return_id = ?1 and l.record_id = ?2"#,
        id,
        record,
    )
    .fetch_one(db)
    .await?)
}
