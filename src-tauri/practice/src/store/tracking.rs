//! The occasions on which credit came about, from the signed rows of the acts that stand (requirements B9).

use chrono::NaiveDate;
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use super::{PAGE_ROWS, anywhere, count};
use crate::{
    error::Error,
    ids::{ClientId, CreditNoteId, InvoiceId, OperationId, RefundId, SourceId},
    names,
    view::TrackingQuery,
};

/// What an act made available of one source, by one invoice where it came off one.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct OccasionRow {
    /// `made`, `raised`, `taken_off`, `refund_reversed`, `reversal_undone`.
    pub kind: String,
    pub operation_id: OperationId,
    pub act: String,
    pub on_day: NaiveDate,
    pub source_id: SourceId,
    pub source_kind: String,
    pub source_number: String,
    pub source_state: String,
    pub client_id: ClientId,
    pub first_name: String,
    pub last_name: String,
    /// Where it came off.
    pub invoice_id: Option<InvoiceId>,
    pub invoice_number: Option<String>,
    /// Whose invoice, where it is a linked client's.
    pub payer_id: Option<ClientId>,
    pub payer_first_name: Option<String>,
    pub payer_last_name: Option<String>,
    /// The refund that was reversed, or that the act paid out of it.
    pub refund_id: Option<RefundId>,
    pub refund_number: Option<String>,
    /// The act made the invoice void.
    pub voided: bool,
    /// What the act wrote of the invoice.
    pub version_id: Option<i64>,
    /// What that replaced.
    pub replaced_id: Option<i64>,
    /// The credit note on the invoice that the act issued.
    pub note_id: Option<CreditNoteId>,
    pub note_number: Option<String>,
    /// The invoices that the act put money of the source on: `[[7, "INV-00007"]]`.
    pub onto: String,
    /// What the act took off invoices beyond what it put on others.
    pub freed_minor: i64,
    pub created_minor: i64,
    pub remaining_minor: i64,
    /// How many occasions match, on whatever page.
    pub total: i64,
}

/// One page of the occasions that match, by day, and how many there are.
pub(crate) async fn list(
    db: &mut SqliteConnection,
    query: &TrackingQuery,
    rows: u32,
) -> Result<(Vec<OccasionRow>, u32), Error> {
    let mut listing = QueryBuilder::new("with recursive ");
    push_occasions(&mut listing, query.client_id);
    listing.push(", page as (select x.*, p.kind as act, ").push(DAY).push(" as on_day, count(*) over () as total ");
    listing.push(FROM_OCCASION);
    push_filter(&mut listing, query);
    push_order(&mut listing, query.descending);
    listing
        .push(" limit ")
        .push_bind(rows)
        .push(" offset ")
        .push_bind(query.page.saturating_mul(PAGE_ROWS))
        .push(") ")
        .push(DETAILS);
    push_order(&mut listing, query.descending);
    let found: Vec<OccasionRow> = listing.build_query_as().fetch_all(&mut *db).await?;
    let total = match found.first() {
        Some(row) => row.total,
        // A page past the last one: occasions were undone while it was shown.
        None if query.page > 0 => count_all(db, query).await?,
        None => 0,
    };
    Ok((found, count(total)))
}

async fn count_all(db: &mut SqliteConnection, query: &TrackingQuery) -> Result<i64, Error> {
    let mut counting = QueryBuilder::new("with recursive ");
    push_occasions(&mut counting, query.client_id);
    counting.push(" select count(*) ").push(FROM_OCCASION);
    push_filter(&mut counting, query);
    Ok(counting.build_query_scalar().fetch_one(db).await?)
}

const FROM_OCCASION: &str = "from occasion x
    cross join operation p on p.id = x.operation_id
    cross join source o on o.id = x.source_id
    cross join client c on c.id = o.client_id
    left join invoice i on i.id = x.invoice_id
    where x.created_minor > 0";

const DAY: &str = "iif(x.kind = 'made', coalesce(
        (select v.received_on from payment_now v where v.payment_id = x.source_id),
        (select k.given_on from credit_now k where k.credit_id = x.source_id),
        (select n.issued_on from credit_note n where n.id = x.source_id)), p.acted_on)";

const DETAILS: &str = "select x.kind, x.operation_id, x.act, x.on_day, x.source_id, o.kind as source_kind,
        o.number as source_number, b.state as source_state, o.client_id, c.first_name, c.last_name,
        x.invoice_id, i.number as invoice_number, nullif(i.client_id, o.client_id) as payer_id,
        ic.first_name as payer_first_name, ic.last_name as payer_last_name,
        r.id as refund_id, r.number as refund_number,
        exists (select 1 from invoice_state s where s.operation_id = x.operation_id and s.invoice_id = x.invoice_id
                and s.state = 'void') as voided,
        v.id as version_id, w.id as replaced_id, n.id as note_id, e.number as note_number,
        (select json_group_array(json_array(m.id, m.number))
         from (select j.id, j.number from application a join invoice j on j.id = a.invoice_id
               where a.source_id = x.source_id and a.operation_id = x.operation_id
               group by j.id having sum(a.amount_minor) > 0 order by j.id) m) as onto,
        (select coalesce(-sum(a.amount_minor), 0) from application a
         where a.source_id = x.source_id and a.operation_id = x.operation_id) as freed_minor,
        x.created_minor, b.amount_minor - b.applied_minor - b.paid_out_minor as remaining_minor, x.total
    from page x
    cross join source o on o.id = x.source_id
    cross join source_balance b on b.id = x.source_id
    cross join client c on c.id = o.client_id
    left join invoice i on i.id = x.invoice_id
    left join client ic on ic.id = i.client_id
    left join refund r on r.id = coalesce(x.refund_id,
        (select f.id from refund f where f.source_id = x.source_id and f.operation_id = x.operation_id))
    left join invoice_version v on v.invoice_id = x.invoice_id and v.operation_id = x.operation_id
    left join invoice_version w on w.invoice_id = v.invoice_id and w.version = v.version - 1
    left join credit_note n on n.invoice_id = x.invoice_id
        and n.id in (select f.id from source f where f.operation_id = x.operation_id)
    left join source e on e.id = n.id";

/// What acts that stand made available. An act that was undone wrote nothing in the end, and one that was done again
/// wrote what it first did; only the undo of a reversal puts back no more than fits (money-rules 5).
fn push_occasions(builder: &mut QueryBuilder<Sqlite>, client: Option<ClientId>) {
    builder.push(
        "turned (id, first_id) as (
             select u.id, u.undoes from operation u join operation p on p.id = u.undoes
             where u.undoes is not null and p.undoes is null
             union all
             select u.id, t.first_id from turned t join operation u on u.undoes = t.id
         ),
         undone (id) as (select first_id from turned group by first_id having count(*) % 2 = 1),
         gone (id) as (select id from turned union select id from undone),
         occasion (kind, operation_id, source_id, invoice_id, refund_id, created_minor) as (
             select 'made', o.operation_id, o.id, null, null,
                 m.amount_minor - iif(o.kind = 'credit', 0,
                     (select coalesce(sum(a.amount_minor), 0) from application a
                      where a.source_id = o.id and a.operation_id = o.operation_id)
                     + (select coalesce(sum(a.amount_minor), 0) from payout a
                        where a.source_id = o.id and a.operation_id = o.operation_id))
             from source o cross join source_amount m on m.source_id = o.id and m.operation_id = o.operation_id
             where o.operation_id not in gone",
    );
    push_client(builder, "o.client_id", client);
    builder.push(
        " union all
             select 'raised', m.operation_id, m.source_id, null, null,
                 sum(m.amount_minor) - (select coalesce(sum(a.amount_minor), 0) from application a
                                        where a.source_id = m.source_id and a.operation_id = m.operation_id)
             from source_amount m
             where m.source_id in (select payment_id from payment_version where version > 1
                                   union select credit_id from credit_version where version > 1)
             and m.operation_id <> (select o.operation_id from source o where o.id = m.source_id)
             and m.operation_id not in gone",
    );
    push_client(builder, "m.client_id", client);
    // What the act took from the source again, such as a payment that was reversed, is no credit.
    builder.push(
        " group by m.operation_id, m.source_id having sum(m.amount_minor) > 0
             union all
             select 'taken_off', a.operation_id, a.source_id, a.invoice_id, null, -sum(a.amount_minor)
             from application a
             where a.operation_id in (select t.operation_id from application t where t.amount_minor < 0)
             and a.operation_id not in gone
             and 0 <= (select coalesce(sum(m.amount_minor), 0) from source_amount m
                       where m.source_id = a.source_id and m.operation_id = a.operation_id)",
    );
    push_client(builder, "a.source_client_id", client);
    builder.push(
        " group by a.operation_id, a.source_id, a.invoice_id having sum(a.amount_minor) < 0
             union all
             select 'reversal_undone', max(t.id), a.source_id, a.invoice_id, null, -sum(a.amount_minor)
             from undone u
             cross join operation p on p.id = u.id and p.kind = 'reverse_payment'
             cross join (select id, first_id from turned union all select id, id from undone) t on t.first_id = u.id
             cross join application a on a.operation_id = t.id
             where true",
    );
    push_client(builder, "a.source_client_id", client);
    builder.push(
        " group by u.id, a.source_id, a.invoice_id having sum(a.amount_minor) < 0
             union all
             select 'refund_reversed', m.operation_id, m.source_id, null, m.refund_id, -sum(m.amount_minor)
             from payout m
             where m.amount_minor < 0 and m.refund_id is not null and m.operation_id not in gone",
    );
    push_client(builder, "m.client_id", client);
    builder.push(" group by m.operation_id, m.refund_id)");
}

fn push_order(builder: &mut QueryBuilder<Sqlite>, descending: bool) {
    builder.push(if descending {
        " order by on_day desc, x.operation_id desc, x.source_id desc, x.invoice_id desc"
    } else {
        " order by on_day, x.operation_id, x.source_id, x.invoice_id"
    });
}

fn push_client(builder: &mut QueryBuilder<Sqlite>, column: &str, client: Option<ClientId>) {
    if let Some(client) = client {
        builder.push(" and ").push(column).push(" = ").push_bind(client);
    }
}

fn push_filter(builder: &mut QueryBuilder<Sqlite>, query: &TrackingQuery) {
    for word in query.search.split_whitespace() {
        let pattern = anywhere(word);
        builder.push(" and (o.number like ").push_bind(pattern.clone()).push(" escape '\\'");
        builder.push(" or i.number like ").push_bind(pattern).push(" escape '\\'");
        builder.push(" or c.sort_name like ").push_bind(anywhere(&names::fold(word))).push(" escape '\\')");
    }
}

/// What a credit said when it was made.
#[derive(Debug, Clone)]
pub(crate) struct GivenRow {
    pub origin: String,
    pub reason: String,
}

/// What the first version of a credit says.
pub(crate) async fn load_given(db: &mut SqliteConnection, credit: SourceId) -> Result<GivenRow, Error> {
    sqlx::query_as!(GivenRow, "select origin, reason from credit_version where credit_id = ?1 and version = 1", credit,)
        .fetch_optional(db)
        .await?
        .ok_or(Error::NotFound("credit"))
}

/// The discount of a version of an invoice.
#[derive(Debug, Clone)]
pub(crate) struct DiscountRow {
    pub kind: String,
    pub value: i64,
    pub amount_minor: i64,
}

/// The discount of the whole of a version of an invoice.
pub(crate) async fn load_discount(db: &mut SqliteConnection, version_id: i64) -> Result<DiscountRow, Error> {
    sqlx::query_as!(
        DiscountRow,
        r#"select discount_kind as kind, discount_value as value, discount_minor as "amount_minor!: i64"
           from invoice_version where id = ?1"#,
        version_id,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound("version of the invoice"))
}
