//! Payments and their receipts.

use billing::{Currency, PaymentStanding, PaymentState};
use chrono::NaiveDate;
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use super::{PAGE_ROWS, anywhere, count, money, stored};
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
    pub state: String,
}

impl PaymentRow {
    pub(crate) fn state(&self) -> Result<PaymentState, Error> {
        stored(PaymentState::parse(&self.state), "state of a payment")
    }

    /// The payment as its rules see it. A reversed one keeps the amount that was typed.
    pub(crate) fn standing(&self, currency: Currency) -> Result<PaymentStanding, Error> {
        Ok(PaymentStanding {
            number: self.number.clone(),
            state: self.state()?,
            amount: money(currency, self.typed_minor)?,
            applied: money(currency, self.applied_minor)?,
            refunded: currency.zero(),
        })
    }
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
                  v.state as "state!: String"
           from payment p
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

/// The number that the next receipt gets in its sequence.
pub(crate) async fn next_sequence(db: &mut SqliteConnection, first: i64) -> Result<i64, Error> {
    Ok(sqlx::query_scalar!(r#"select coalesce(max(sequence) + 1, ?1) as "next!: i64" from payment"#, first)
        .fetch_one(db)
        .await?)
}

/// The numbers of receipts that begin with `prefix`.
pub(crate) async fn list_numbers(db: &mut SqliteConnection, prefix: &str) -> Result<Vec<String>, Error> {
    Ok(sqlx::query_scalar!(
        "select number from payment where substr(number, 1, length(?1)) = ?1 order by sequence",
        prefix
    )
    .fetch_all(db)
    .await?)
}

/// Keeps a new payment, without content yet.
pub(crate) async fn insert(
    db: &mut SqliteConnection,
    operation: OperationId,
    sequence: i64,
    number: &str,
    client: ClientId,
) -> Result<PaymentId, Error> {
    let id: PaymentId = sqlx::query!(
        "insert into source (kind, client_id, operation_id) values ('payment', ?1, ?2)",
        client,
        operation,
    )
    .execute(&mut *db)
    .await?
    .last_insert_rowid()
    .into();
    sqlx::query!("insert into payment (id, sequence, number) values (?1, ?2, ?3)", id, sequence, number)
        .execute(db)
        .await?;
    Ok(id)
}

/// Keeps what a payment and its receipt say from now on.
pub(crate) async fn save_version(
    db: &mut SqliteConnection,
    operation: OperationId,
    payment: PaymentId,
    row: &VersionRow,
) -> Result<(), Error> {
    sqlx::query!(
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
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps that a payment is active or reversed from now on. `reason` is `error`, `returned` or `undone`.
pub(crate) async fn save_state(
    db: &mut SqliteConnection,
    operation: OperationId,
    payment: PaymentId,
    state: PaymentState,
    reason: &str,
) -> Result<(), Error> {
    let state = state.as_str();
    sqlx::query!(
        "insert into payment_state (payment_id, state, reason, operation_id) values (?1, ?2, ?3, ?4)",
        payment,
        state,
        reason,
        operation,
    )
    .execute(db)
    .await?;
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
    pub state: String,
}

/// One page of the payments that match, and how many there are.
pub(crate) async fn list(
    db: &mut SqliteConnection,
    query: &PaymentsQuery,
    rows: u32,
) -> Result<(Vec<ListedPayment>, u32), Error> {
    let narrow = query.filter != PaymentFilter::All
        || !(query.method.is_empty() && query.from.is_empty() && query.to.is_empty() && query.search.trim().is_empty());
    let mut counting = QueryBuilder::new("select count(*) from payment p");
    if narrow || query.client_id.is_some() {
        counting.push(" join source o on o.id = p.id");
    }
    if narrow {
        counting.push(" join payment_now v on v.payment_id = p.id join client c on c.id = o.client_id");
    }
    push_filter(&mut counting, query);
    let total: i64 = counting.build_query_scalar().fetch_one(&mut *db).await?;

    // `cross join` reads the tables in this order, so that the first page ends after its rows.
    let mut listing = QueryBuilder::new(
        "select p.id, p.number, o.client_id, c.first_name, c.last_name, v.received_on, v.method, v.reference,
            v.amount_minor as typed_minor, v.state,
            (select coalesce(sum(a.amount_minor), 0) from application a where a.source_id = p.id) as applied_minor
         from source o
         cross join payment p on p.id = o.id
         cross join payment_now v on v.payment_id = p.id
         cross join client c on c.id = o.client_id",
    );
    push_filter(&mut listing, query);
    let column = match query.sort {
        // Payments are written in the order of their numbers.
        PaymentSort::Number => "o.id",
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
    builder.push(" where true");
    if let Some(client) = query.client_id {
        builder.push(" and o.client_id = ").push_bind(client);
    }
    builder.push(match query.filter {
        PaymentFilter::All => "",
        PaymentFilter::Reversed => " and v.state = 'reversed'",
        PaymentFilter::WithCredit => {
            " and v.state = 'active' and v.amount_minor
                > (select coalesce(sum(a.amount_minor), 0) from application a where a.source_id = p.id)"
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
        builder.push(" and (p.number like ").push_bind(anywhere(word)).push(" escape '\\'");
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

/// The day on which a payment was reversed, if it was.
pub(crate) async fn reversed_on(db: &mut SqliteConnection, payment: PaymentId) -> Result<Option<NaiveDate>, Error> {
    Ok(sqlx::query_scalar!(
        r#"select o.acted_on as "acted_on: NaiveDate" from payment_state s join operation o on o.id = s.operation_id
           where s.payment_id = ?1 and s.state = 'reversed' order by s.id desc limit 1"#,
        payment,
    )
    .fetch_optional(db)
    .await?)
}
