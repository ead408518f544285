//! The list of invoices, page by page, and the figures above it.

use chrono::NaiveDate;
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use super::{PAGE_ROWS, anywhere, count};
use crate::{
    error::Error,
    ids::{ClientId, InvoiceId},
    names,
    view::{InvoiceFilter, InvoiceSort, InvoicesQuery},
};

/// One row of the list of invoices.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ListedInvoice {
    pub id: InvoiceId,
    pub number: String,
    pub client_id: ClientId,
    pub first_name: String,
    pub last_name: String,
    pub summary: Option<String>,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub total_minor: i64,
    pub applied_minor: i64,
    pub written_off_minor: i64,
    pub state: String,
    pub supplied: bool,
}

/// One page of the invoices that match, and how many there are.
pub(crate) async fn list(
    db: &mut SqliteConnection,
    query: &InvoicesQuery,
    today: NaiveDate,
    rows: u32,
) -> Result<(Vec<ListedInvoice>, u32), Error> {
    let mut counting = QueryBuilder::new("select count(*) from ");
    push_from(&mut counting, query, needs_version(query));
    push_filter(&mut counting, query, today);
    let total: i64 = counting.build_query_scalar().fetch_one(&mut *db).await?;

    let mut listing = QueryBuilder::new(
        "select i.id, i.number, i.client_id, c.first_name, c.last_name,
            (select l.description from invoice_line l where l.version_id = v.id order by l.position limit 1) as summary,
            v.issued_on, v.due_on, v.total_minor,
            (select coalesce(sum(a.amount_minor), 0) from application a where a.invoice_id = i.id) as applied_minor,
            (select coalesce(sum(w.amount_minor), 0) from write_off w where w.invoice_id = i.id) as written_off_minor,
            coalesce((select s.state from invoice_state s where s.invoice_id = i.id order by s.id desc limit 1), 'open')
                as state,
            exists (select 1 from supplied p where p.entity = 'invoice' and p.entity_id = i.id) as supplied
         from ",
    );
    push_from(&mut listing, query, true);
    push_filter(&mut listing, query, today);
    push_order(&mut listing, query);
    listing.push(" limit ").push_bind(rows).push(" offset ").push_bind(query.page.saturating_mul(PAGE_ROWS));
    Ok((listing.build_query_as().fetch_all(db).await?, count(total)))
}

fn of_unsettled(query: &InvoicesQuery) -> bool {
    matches!(query.filter, InvoiceFilter::Outstanding | InvoiceFilter::Overdue)
}

fn needs_version(query: &InvoicesQuery) -> bool {
    query.filter == InvoiceFilter::Overdue || !query.from.is_empty() || !query.to.is_empty()
}

/// Reads only the invoices with something left to pay where only those are asked for.
///
/// `cross join` is how SQLite is told to read the tables in this order: the first page then ends after its rows, instead
/// of after all rows of the table that the planner would rather begin with.
fn push_from(builder: &mut QueryBuilder<Sqlite>, query: &InvoicesQuery, version: bool) {
    builder.push(if of_unsettled(query) {
        "unsettled u cross join invoice i on i.id = u.invoice_id"
    } else {
        "invoice i"
    });
    if version {
        builder.push(" cross join invoice_now v on v.invoice_id = i.id");
    }
    if version || !query.search.trim().is_empty() {
        builder.push(" cross join client c on c.id = i.client_id");
    }
}

fn push_filter(builder: &mut QueryBuilder<Sqlite>, query: &InvoicesQuery, today: NaiveDate) {
    builder.push(" where true");
    if let Some(client) = query.client_id {
        builder.push(" and i.client_id = ").push_bind(client);
    }
    match query.filter {
        InvoiceFilter::All | InvoiceFilter::Outstanding => {}
        InvoiceFilter::Overdue => {
            builder.push(" and v.due_on < ").push_bind(today);
        }
        InvoiceFilter::Paid => {
            builder.push(" and not exists (select 1 from unsettled u where u.invoice_id = i.id)");
            push_void(builder, false);
        }
        InvoiceFilter::Void => push_void(builder, true),
        InvoiceFilter::NotSupplied => {
            // What an import brought along was sent by the program before this one.
            builder.push(
                " and not exists (select 1 from supplied p where p.entity = 'invoice' and p.entity_id = i.id)
                  and i.operation_id not in (select o.id from operation o where o.kind = 'import')",
            );
            push_void(builder, false);
        }
    }
    if !query.from.is_empty() {
        builder.push(" and v.issued_on >= ").push_bind(query.from.clone());
    }
    if !query.to.is_empty() {
        builder.push(" and v.issued_on <= ").push_bind(query.to.clone());
    }
    for word in query.search.split_whitespace() {
        builder.push(" and (i.number like ").push_bind(anywhere(word)).push(" escape '\\'");
        builder.push(" or c.sort_name like ").push_bind(anywhere(&names::fold(word))).push(" escape '\\')");
    }
}

fn push_void(builder: &mut QueryBuilder<Sqlite>, void: bool) {
    builder.push(
        " and coalesce((select s.state from invoice_state s where s.invoice_id = i.id order by s.id desc limit 1), '')",
    );
    builder.push(if void { " = 'void'" } else { " <> 'void'" });
}

fn push_order(builder: &mut QueryBuilder<Sqlite>, query: &InvoicesQuery) {
    let column = match query.sort {
        // Invoices are written in the order of their numbers.
        InvoiceSort::Number if of_unsettled(query) => "u.invoice_id",
        InvoiceSort::Number => "i.id",
        InvoiceSort::IssuedOn => "v.issued_on",
        InvoiceSort::DueOn => "v.due_on",
        InvoiceSort::Client => "c.sort_name",
        InvoiceSort::Total => "v.total_minor",
        InvoiceSort::Outstanding => {
            "case when state = 'void' then 0 else v.total_minor - applied_minor - written_off_minor end"
        }
    };
    builder.push(" order by ").push(column);
    if query.descending {
        builder.push(" desc");
    }
    if query.sort != InvoiceSort::Number {
        builder.push(", i.id desc");
    }
}

/// Figures above the list of invoices.
#[derive(Debug, Clone)]
pub(crate) struct Summary {
    pub outstanding_count: i64,
    pub outstanding_minor: i64,
    pub overdue_count: i64,
    pub overdue_minor: i64,
    pub not_invoiced_count: i64,
    pub credit_minor: i64,
    pub received_minor: i64,
}

/// Figures above the list of invoices; `month_start` is the first day of the month of `today`.
pub(crate) async fn load_summary(
    db: &mut SqliteConnection,
    today: NaiveDate,
    month_start: NaiveDate,
) -> Result<Summary, Error> {
    Ok(sqlx::query_as!(
        Summary,
        r#"with open as materialized (
               select b.total_minor - b.applied_minor - b.written_off_minor as outstanding_minor, v.due_on < ?1 as overdue
               from unsettled u
               cross join invoice_balance b on b.id = u.invoice_id
               cross join invoice_now v on v.invoice_id = u.invoice_id
           ),
           owed as (
               select count(*) as outstanding_count, coalesce(sum(outstanding_minor), 0) as outstanding_minor,
                   coalesce(sum(overdue), 0) as overdue_count,
                   coalesce(sum(outstanding_minor) filter (where overdue), 0) as overdue_minor
               from open
           )
           select
               outstanding_count as "outstanding_count!: i64",
               outstanding_minor as "outstanding_minor!: i64",
               overdue_count as "overdue_count!: i64",
               overdue_minor as "overdue_minor!: i64",
               (select count(distinct session_id) from awaiting) as "not_invoiced_count!: i64",
               (select coalesce(sum(amount_minor), 0) from source_amount)
                   - (select coalesce(sum(amount_minor), 0) from application)
                   - (select coalesce(sum(amount_minor), 0) from payout) as "credit_minor!: i64",
               (select coalesce(sum(m.amount_minor), 0) from source_amount m join source o on o.id = m.source_id
                where m.on_day between ?2 and ?1 and o.kind = 'payment')
                   - (select coalesce(sum(amount_minor), 0) from payout
                      where on_day between ?2 and ?1 and refund_id is not null) as "received_minor!: i64"
           from owed"#,
        today,
        month_start,
    )
    .fetch_one(db)
    .await?)
}
