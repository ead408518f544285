//! Payments and their receipts.

use billing::{Currency, SourceKind, SourceStanding, SourceState};
use chrono::NaiveDate;
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use super::{PAGE_ROWS, anywhere, count, ledger::written, money, stored};
use crate::{
    error::Error,
    ids::{ClientId, OperationId, PaymentId},
    names,
    view::{PaymentFilter, PaymentSort, PaymentsQuery},
};

/// The newest version of a payment, with where it stands.
#[derive(Debug, Clone)]
pub(crate) struct PaymentRow {
    pub number: String,
    pub client_id: ClientId,
    pub version: i64,
    pub revision: i64,
    pub received_on: NaiveDate,
    pub method: String,
    pub reference: String,
    pub comment: String,
    pub typed_minor: i64,
    pub letterhead: String,
    pub received_from: String,
    pub applied_minor: i64,
    pub paid_out_minor: i64,
    /// What of that went to a linked client.
    pub transferred_minor: i64,
    pub state: String,
}

impl PaymentRow {
    /// The payment as its rules see it. A reversed one keeps the amount that was typed.
    pub(crate) fn standing(&self, currency: Currency) -> Result<SourceStanding, Error> {
        let used = (self.applied_minor, self.paid_out_minor, self.transferred_minor);
        standing(&self.number, &self.state, self.typed_minor, used, currency)
    }
}

/// A payment as its rules see it.
fn standing(
    number: &str,
    state: &str,
    typed_minor: i64,
    (applied_minor, paid_out_minor, transferred_minor): (i64, i64, i64),
    currency: Currency,
) -> Result<SourceStanding, Error> {
    Ok(SourceStanding {
        number: number.to_owned(),
        kind: SourceKind::Payment,
        state: stored(SourceState::parse(state), "state of a payment")?,
        expires_on: None,
        amount: money(currency, typed_minor)?,
        applied: money(currency, applied_minor)?,
        refunded: money(currency, paid_out_minor - transferred_minor)?,
        transferred: money(currency, transferred_minor)?,
    })
}

/// What a new version says.
#[derive(Debug, Clone)]
pub(crate) struct VersionRow {
    pub version: i64,
    pub revision: i64,
    pub received_on: NaiveDate,
    pub method: String,
    pub reference: String,
    pub comment: String,
    pub amount_minor: i64,
    pub letterhead_id: i64,
    pub received_from_id: i64,
}

/// The newest version of a payment.
pub(crate) async fn load(db: &mut SqliteConnection, id: PaymentId) -> Result<PaymentRow, Error> {
    sqlx::query_as!(
        PaymentRow,
        r#"select p.number, b.client_id as "client_id!: ClientId", v.version as "version!: i64",
                  v.revision as "revision!: i64", v.received_on as "received_on!: NaiveDate", v.method as "method!",
                  v.reference as "reference!", v.comment as "comment!", v.amount_minor as "typed_minor!: i64",
                  l.content as letterhead, f.content as received_from, b.applied_minor as "applied_minor!: i64",
                  b.paid_out_minor as "paid_out_minor!: i64",
                  b.transferred_minor as "transferred_minor!: i64", b.state as "state!: String"
           from source p
           join payment_now v on v.payment_id = p.id
           join source_balance b on b.id = p.id
           join frozen l on l.id = v.letterhead_id
           join frozen f on f.id = v.received_from_id
           where p.id = ?1"#,
        id,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound("payment"))
}

/// Keeps what a payment and its receipt say from now on.
pub(crate) async fn save_version(
    db: &mut SqliteConnection,
    operation: OperationId,
    payment: PaymentId,
    row: &VersionRow,
) -> Result<(), Error> {
    let done = sqlx::query!(
        "insert into payment_version (payment_id, version, revision, received_on, method, reference, comment,
            amount_minor, letterhead_id, received_from_id, operation_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        payment,
        row.version,
        row.revision,
        row.received_on,
        row.method,
        row.reference,
        row.comment,
        row.amount_minor,
        row.letterhead_id,
        row.received_from_id,
        operation,
    )
    .execute(&mut *db)
    .await;
    written(db, row.received_on, done).await?;
    Ok(())
}

/// One row of the list of payments.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ListedPayment {
    pub id: PaymentId,
    pub number: String,
    pub client_id: ClientId,
    pub first_name: String,
    pub last_name: String,
    pub received_on: NaiveDate,
    pub method: String,
    pub reference: String,
    pub typed_minor: i64,
    pub applied_minor: i64,
    pub paid_out_minor: i64,
    pub transferred_minor: i64,
    pub state: String,
}

impl ListedPayment {
    /// The payment as its rules see it.
    pub(crate) fn standing(&self, currency: Currency) -> Result<SourceStanding, Error> {
        let used = (self.applied_minor, self.paid_out_minor, self.transferred_minor);
        standing(&self.number, &self.state, self.typed_minor, used, currency)
    }
}

/// One page of the payments that match, and how many there are.
pub(crate) async fn list(
    db: &mut SqliteConnection,
    query: &PaymentsQuery,
    rows: u32,
) -> Result<(Vec<ListedPayment>, u32), Error> {
    let narrow = query.filter != PaymentFilter::All
        || !(query.method.is_empty() && query.from.is_empty() && query.to.is_empty() && query.search.trim().is_empty());
    let mut counting = QueryBuilder::new("select count(*) from source o");
    if narrow {
        counting.push(" join payment_now v on v.payment_id = o.id join client c on c.id = o.client_id");
    }
    push_filter(&mut counting, query);
    let total: i64 = counting.build_query_scalar().fetch_one(&mut *db).await?;

    // `cross join` reads the tables in this order, so that the first page ends after its rows.
    let mut listing = QueryBuilder::new(
        "select o.id, o.number, o.client_id, c.first_name, c.last_name, v.received_on, v.method, v.reference,
            v.amount_minor as typed_minor, b.state, b.applied_minor, b.paid_out_minor,
            b.transferred_minor
         from source o
         cross join payment_now v on v.payment_id = o.id
         cross join source_balance b on b.id = o.id
         cross join client c on c.id = o.client_id",
    );
    push_filter(&mut listing, query);
    let column = match query.sort {
        // In the order of the index by kind, so that the first page ends after its rows.
        PaymentSort::Number => "o.sequence",
        PaymentSort::ReceivedOn => "v.received_on",
        PaymentSort::Client => "c.sort_name",
        PaymentSort::Amount => "v.amount_minor",
    };
    listing.push(" order by ").push(column);
    if query.descending {
        listing.push(" desc");
    }
    if query.sort != PaymentSort::Number {
        listing.push(", o.id desc");
    }
    listing.push(" limit ").push_bind(rows).push(" offset ").push_bind(query.page.saturating_mul(PAGE_ROWS));
    Ok((listing.build_query_as().fetch_all(db).await?, count(total)))
}

fn push_filter(builder: &mut QueryBuilder<Sqlite>, query: &PaymentsQuery) {
    builder.push(" where o.kind = 'payment'");
    if let Some(client) = query.client_id {
        builder.push(" and o.client_id = ").push_bind(client);
    }
    builder.push(match query.filter {
        PaymentFilter::All => "",
        PaymentFilter::Reversed => {
            " and (select t.state from source_state t where t.source_id = o.id order by t.id desc limit 1) = 'withdrawn'"
        }
        PaymentFilter::WithCredit => {
            " and (select x.amount_minor > x.applied_minor + x.paid_out_minor from source_balance x where x.id = o.id)"
        }
    });
    if !query.method.is_empty() {
        builder.push(" and v.method = ").push_bind(query.method.clone());
    }
    if !query.from.is_empty() {
        builder.push(" and v.received_on >= ").push_bind(query.from.clone());
    }
    if !query.to.is_empty() {
        builder.push(" and v.received_on <= ").push_bind(query.to.clone());
    }
    for word in query.search.split_whitespace() {
        builder.push(" and (o.number like ").push_bind(anywhere(word)).push(" escape '\\'");
        builder.push(" or v.reference like ").push_bind(anywhere(word)).push(" escape '\\'");
        builder.push(" or c.sort_name like ").push_bind(anywhere(&names::fold(word))).push(" escape '\\')");
    }
}

/// Whether a copy of this revision of the receipt left the practice.
pub(crate) async fn revision_was_supplied(
    db: &mut SqliteConnection,
    payment: PaymentId,
    revision: i64,
) -> Result<bool, Error> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from supplied
                          where entity = 'payment' and entity_id = ?1 and revision = ?2) as "was: bool""#,
        payment,
        revision,
    )
    .fetch_one(db)
    .await?)
}
