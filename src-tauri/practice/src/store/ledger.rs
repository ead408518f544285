//! The signed rows that balances are sums of: charges, amounts of sources, applications, payouts, write-offs.
//! Nothing else writes them, so the closing of the books holds here.

use std::collections::BTreeMap;

use billing::{ApplicationRow, SourceKind, day_in_words};
use chrono::NaiveDate;
use sqlx::{SqliteConnection, sqlite::SqliteQueryResult};

use super::stored;
use crate::{
    error::{Error, SAYS_THE_SAME, is_closed},
    ids::{ClientId, InvoiceId, OperationId, RefundId, SourceId},
};

/// What came of writing a row on a day. That the books are closed on it is told with the way out (money-rules 5, *Close
/// the books*).
pub(super) async fn written(
    db: &mut SqliteConnection,
    on_day: NaiveDate,
    done: Result<SqliteQueryResult, sqlx::Error>,
) -> Result<SqliteQueryResult, Error> {
    let error = match done {
        Ok(done) => return Ok(done),
        Err(error) => error,
    };
    if !error.as_database_error().is_some_and(is_closed) {
        return Err(error.into());
    }
    let through = sqlx::query_scalar!(r#"select closed_through as "closed_through: NaiveDate" from profile"#)
        .fetch_one(db)
        .await?;
    let through = stored(through, "closing of the books")?;
    if on_day > through {
        return Err(Error::rule(SAYS_THE_SAME));
    }
    Err(Error::rule(format!(
        "The books are closed up to {}, so nothing is added or changed on {}. Use a later day, or open the books again in \
         Settings.",
        day_in_words(through),
        day_in_words(on_day)
    )))
}

/// What an operation adds to an invoice; below zero takes back. Nothing is written for 0.
pub(crate) async fn save_charge(
    db: &mut SqliteConnection,
    operation: OperationId,
    (invoice, client): (InvoiceId, ClientId),
    on_day: NaiveDate,
    amount_minor: i64,
) -> Result<(), Error> {
    if amount_minor != 0 {
        let done = sqlx::query!(
            "insert into charge (operation_id, invoice_id, client_id, on_day, amount_minor) values (?1, ?2, ?3, ?4, ?5)",
            operation,
            invoice,
            client,
            on_day,
            amount_minor,
        )
        .execute(&mut *db)
        .await;
        written(db, on_day, done).await?;
    }
    Ok(())
}

/// What an invoice charges, by day.
pub(crate) async fn list_charge_days(
    db: &mut SqliteConnection,
    invoice: InvoiceId,
) -> Result<Vec<(NaiveDate, i64)>, Error> {
    let days = sqlx::query!(
        r#"select on_day as "on_day!: NaiveDate", sum(amount_minor) as "amount_minor!: i64"
           from charge where invoice_id = ?1
           group by on_day having sum(amount_minor) <> 0 order by on_day"#,
        invoice,
    )
    .fetch_all(db)
    .await?;
    Ok(days.into_iter().map(|row| (row.on_day, row.amount_minor)).collect())
}

/// What an operation adds to a source of money; below zero takes back. Nothing is written for 0.
pub(crate) async fn save_source_amount(
    db: &mut SqliteConnection,
    operation: OperationId,
    (source, client): (SourceId, ClientId),
    on_day: NaiveDate,
    amount_minor: i64,
) -> Result<(), Error> {
    if amount_minor != 0 {
        let done = sqlx::query!(
            "insert into source_amount (operation_id, source_id, client_id, on_day, amount_minor)
             values (?1, ?2, ?3, ?4, ?5)",
            operation,
            source,
            client,
            on_day,
            amount_minor,
        )
        .execute(&mut *db)
        .await;
        written(db, on_day, done).await?;
    }
    Ok(())
}

/// What a source comes to, by day.
pub(crate) async fn list_amount_days(
    db: &mut SqliteConnection,
    source: SourceId,
) -> Result<Vec<(NaiveDate, i64)>, Error> {
    let days = sqlx::query!(
        r#"select on_day as "on_day!: NaiveDate", sum(amount_minor) as "amount_minor!: i64"
           from source_amount where source_id = ?1
           group by on_day having sum(amount_minor) <> 0 order by on_day"#,
        source,
    )
    .fetch_all(db)
    .await?;
    Ok(days.into_iter().map(|row| (row.on_day, row.amount_minor)).collect())
}

/// Money of a source beside an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub source: SourceId,
    /// Whose the source is.
    pub source_client: ClientId,
    pub invoice: InvoiceId,
    /// Whose the invoice is.
    pub client: ClientId,
}

/// Applies money of a source to an invoice; below zero unapplies.
pub(crate) async fn save_application(
    db: &mut SqliteConnection,
    operation: OperationId,
    link: Link,
    on_day: NaiveDate,
    amount_minor: i64,
) -> Result<(), Error> {
    let done = sqlx::query!(
        "insert into application (operation_id, source_id, source_client_id, invoice_id, client_id, on_day, amount_minor)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        operation,
        link.source,
        link.source_client,
        link.invoice,
        link.client,
        on_day,
        amount_minor,
    )
    .execute(&mut *db)
    .await;
    written(db, on_day, done).await?;
    Ok(())
}

/// What a payout is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PayoutFor {
    Refund(RefundId),
    Transfer(i64),
}

/// Takes money out of a source other than to an invoice; below zero it comes back.
pub(crate) async fn save_payout(
    db: &mut SqliteConnection,
    operation: OperationId,
    (source, client): (SourceId, ClientId),
    payout: PayoutFor,
    on_day: NaiveDate,
    amount_minor: i64,
) -> Result<(), Error> {
    let (refund, transfer) = match payout {
        PayoutFor::Refund(refund) => (Some(refund), None),
        PayoutFor::Transfer(transfer) => (None, Some(transfer)),
    };
    let done = sqlx::query!(
        "insert into payout (operation_id, source_id, client_id, refund_id, transfer_id, on_day, amount_minor)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        operation,
        source,
        client,
        refund,
        transfer,
        on_day,
        amount_minor,
    )
    .execute(&mut *db)
    .await;
    written(db, on_day, done).await?;
    Ok(())
}

/// Gives up part of an invoice; below zero it is owed again.
pub(crate) async fn save_write_off(
    db: &mut SqliteConnection,
    operation: OperationId,
    (invoice, client): (InvoiceId, ClientId),
    on_day: NaiveDate,
    reason: &str,
    amount_minor: i64,
) -> Result<(), Error> {
    let done = sqlx::query!(
        "insert into write_off (operation_id, invoice_id, client_id, on_day, reason, amount_minor)
         values (?1, ?2, ?3, ?4, ?5, ?6)",
        operation,
        invoice,
        client,
        on_day,
        reason,
        amount_minor,
    )
    .execute(&mut *db)
    .await;
    written(db, on_day, done).await?;
    Ok(())
}

/// What is given up of an invoice, by day.
pub(crate) async fn list_write_off_days(
    db: &mut SqliteConnection,
    invoice: InvoiceId,
) -> Result<Vec<(NaiveDate, i64)>, Error> {
    // What was owed again is taken off the last days first, so that no day comes to less than nothing.
    let rows = sqlx::query!(
        r#"select on_day as "on_day!: NaiveDate", amount_minor as "amount_minor!: i64"
           from write_off where invoice_id = ?1 order by id"#,
        invoice,
    )
    .fetch_all(db)
    .await?;
    let mut days: Vec<(NaiveDate, i64)> = Vec::new();
    for row in rows {
        let mut owed_again = (-row.amount_minor).max(0);
        if owed_again == 0 {
            days.push((row.on_day, row.amount_minor));
        }
        while owed_again > 0
            && let Some((_, amount)) = days.last_mut()
        {
            let taken = owed_again.min(*amount);
            (*amount, owed_again) = (*amount - taken, owed_again - taken);
            if *amount == 0 {
                days.pop();
            }
        }
    }
    Ok(days)
}

/// What one source has on one invoice.
#[derive(Debug, Clone)]
pub(crate) struct Applied {
    pub source_id: SourceId,
    pub source_kind: String,
    pub source_number: String,
    pub source_client_id: ClientId,
    pub invoice_id: InvoiceId,
    pub invoice_number: String,
    pub client_id: ClientId,
    /// The day on which it was applied last.
    pub applied_on: NaiveDate,
    pub amount_minor: i64,
}

impl Applied {
    pub(crate) fn link(&self) -> Link {
        let Self { source_id, source_client_id, invoice_id, client_id, .. } = *self;
        Link { source: source_id, source_client: source_client_id, invoice: invoice_id, client: client_id }
    }

    pub(crate) fn kind(&self) -> Result<SourceKind, Error> {
        stored(SourceKind::parse(&self.source_kind), "kind of a source")
    }
}

/// What is applied to an invoice, in the order in which it first was.
pub(crate) async fn list_by_invoice(db: &mut SqliteConnection, invoice: InvoiceId) -> Result<Vec<Applied>, Error> {
    Ok(sqlx::query_as!(
        Applied,
        r#"select a.source_id as "source_id!: SourceId", o.kind as "source_kind!", o.number as "source_number!",
                  o.client_id as "source_client_id!: ClientId", a.invoice_id as "invoice_id!: InvoiceId",
                  i.number as "invoice_number!", i.client_id as "client_id!: ClientId",
                  (select l.on_day from application l
                   where l.source_id = a.source_id and l.invoice_id = a.invoice_id and l.amount_minor > 0
                   order by l.id desc limit 1) as "applied_on!: NaiveDate", sum(a.amount_minor) as "amount_minor!: i64"
           from application a
           join source o on o.id = a.source_id
           join invoice i on i.id = a.invoice_id
           where a.invoice_id = ?1
           group by a.source_id having sum(a.amount_minor) > 0
           order by min(a.id)"#,
        invoice,
    )
    .fetch_all(db)
    .await?)
}

/// What is used of a source less what it comes to, by day.
pub(crate) async fn list_used_of_source(
    db: &mut SqliteConnection,
    source: SourceId,
) -> Result<Vec<(NaiveDate, i64)>, Error> {
    let rows = sqlx::query!(
        r#"select on_day as "on_day!: NaiveDate", amount_minor as "minor!: i64" from application where source_id = ?1
           union all select on_day, amount_minor from payout where source_id = ?1
           union all select on_day, -amount_minor from source_amount where source_id = ?1"#,
        source,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.on_day, row.minor)).collect())
}

/// What is settled of an invoice less what it charges, by day.
pub(crate) async fn list_settled_of_invoice(
    db: &mut SqliteConnection,
    invoice: InvoiceId,
) -> Result<Vec<(NaiveDate, i64)>, Error> {
    let rows = sqlx::query!(
        r#"select on_day as "on_day!: NaiveDate", amount_minor as "minor!: i64" from application where invoice_id = ?1
           union all select on_day, amount_minor from write_off where invoice_id = ?1
           union all select on_day, -amount_minor from charge where invoice_id = ?1"#,
        invoice,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.on_day, row.minor)).collect())
}

/// Money that came on an invoice on a day, or off it, below 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AppliedOn {
    pub source_id: SourceId,
    pub source_client_id: ClientId,
    pub invoice_id: InvoiceId,
    pub client_id: ClientId,
    pub on_day: NaiveDate,
    pub amount_minor: i64,
}

impl AppliedOn {
    pub(crate) fn link(&self) -> Link {
        let Self { source_id, source_client_id, invoice_id, client_id, .. } = *self;
        Link { source: source_id, source_client: source_client_id, invoice: invoice_id, client: client_id }
    }
}

/// What came on an invoice and off it, by source and day.
pub(crate) async fn list_days_of_invoice(
    db: &mut SqliteConnection,
    invoice: InvoiceId,
) -> Result<Vec<AppliedOn>, Error> {
    Ok(sqlx::query_as!(
        AppliedOn,
        r#"select source_id as "source_id!: SourceId", source_client_id as "source_client_id!: ClientId",
                  invoice_id as "invoice_id!: InvoiceId", client_id as "client_id!: ClientId",
                  on_day as "on_day!: NaiveDate", sum(amount_minor) as "amount_minor!: i64"
           from application where invoice_id = ?1
           group by source_id, on_day having sum(amount_minor) <> 0 order by source_id, on_day"#,
        invoice,
    )
    .fetch_all(db)
    .await?)
}

/// What of a source came on invoices and off them, by invoice and day.
pub(crate) async fn list_days_of_source(db: &mut SqliteConnection, source: SourceId) -> Result<Vec<AppliedOn>, Error> {
    Ok(sqlx::query_as!(
        AppliedOn,
        r#"select source_id as "source_id!: SourceId", source_client_id as "source_client_id!: ClientId",
                  invoice_id as "invoice_id!: InvoiceId", client_id as "client_id!: ClientId",
                  on_day as "on_day!: NaiveDate", sum(amount_minor) as "amount_minor!: i64"
           from application where source_id = ?1
           group by invoice_id, on_day having sum(amount_minor) <> 0 order by invoice_id, on_day"#,
        source,
    )
    .fetch_all(db)
    .await?)
}

/// What was written off of an invoice, and what of that was owed again, below 0, as it was entered.
pub(crate) async fn list_write_off_rows(
    db: &mut SqliteConnection,
    invoice: InvoiceId,
) -> Result<Vec<(NaiveDate, i64)>, Error> {
    let rows = sqlx::query!(
        r#"select on_day as "on_day: NaiveDate", amount_minor from write_off where invoice_id = ?1 order by id"#,
        invoice,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.on_day, row.amount_minor)).collect())
}

/// The rows of each source on an invoice, in the order of entry. What was undone as a whole is left out with what undid it.
pub(crate) async fn list_rows_of_invoice(
    db: &mut SqliteConnection,
    invoice: InvoiceId,
) -> Result<Vec<ApplicationRow<SourceId>>, Error> {
    let rows = sqlx::query_as!(
        EnteredRow,
        r#"with recursive back (row_id, id, undoes) as (
               select a.id, p.id, p.undoes from application a join operation p on p.id = a.operation_id
               where a.invoice_id = ?1
               union all
               select b.row_id, p.id, p.undoes from back b join operation p on p.id = b.undoes
           )
           select a.source_id as "of!: SourceId", a.on_day as "on_day!: NaiveDate", a.amount_minor as "minor!: i64",
                  b.id as "first!: OperationId", a.operation_id = b.id as "is_first!: bool",
                  exists (select 1 from operation_standing o where o.id = b.id) as "stands!: bool"
           from back b cross join application a on a.id = b.row_id
           where b.undoes is null order by a.id"#,
        invoice,
    )
    .fetch_all(db)
    .await?;
    Ok(without_undone(&rows))
}

/// The rows of a source on each invoice, in the order of entry. What was undone as a whole is left out with what undid it.
pub(crate) async fn list_rows_of_source(
    db: &mut SqliteConnection,
    source: SourceId,
) -> Result<Vec<ApplicationRow<InvoiceId>>, Error> {
    let rows = sqlx::query_as!(
        EnteredRow,
        r#"with recursive back (row_id, id, undoes) as (
               select a.id, p.id, p.undoes from application a join operation p on p.id = a.operation_id
               where a.source_id = ?1
               union all
               select b.row_id, p.id, p.undoes from back b join operation p on p.id = b.undoes
           )
           select a.invoice_id as "of!: InvoiceId", a.on_day as "on_day!: NaiveDate", a.amount_minor as "minor!: i64",
                  b.id as "first!: OperationId", a.operation_id = b.id as "is_first!: bool",
                  exists (select 1 from operation_standing o where o.id = b.id) as "stands!: bool"
           from back b cross join application a on a.id = b.row_id
           where b.undoes is null order by a.id"#,
        source,
    )
    .fetch_all(db)
    .await?;
    Ok(without_undone(&rows))
}

/// A row of an application with the act that it goes back to.
struct EnteredRow<Id> {
    of: Id,
    on_day: NaiveDate,
    minor: i64,
    first: OperationId,
    is_first: bool,
    /// The act stands: it was not undone, or was done again.
    stands: bool,
}

/// Without what an act and its undos wrote, where they come to what the act alone says on each day. An undo that put back
/// only what still fitted (money-rules 5, *Reverse a payment*) counts with what it undid.
fn without_undone<Id: Copy + PartialEq>(rows: &[EnteredRow<Id>]) -> Vec<ApplicationRow<Id>> {
    let counts = |row: &&EnteredRow<Id>| {
        let of_act = rows.iter().filter(|other| other.first == row.first && other.of == row.of);
        let mut beside: BTreeMap<NaiveDate, i64> = BTreeMap::new();
        for other in of_act.filter(|other| !(other.is_first && other.stands)) {
            *beside.entry(other.on_day).or_default() += other.minor;
        }
        beside.values().any(|minor| *minor != 0) || (row.is_first && row.stands)
    };
    let counted = rows.iter().filter(counts);
    counted.map(|row| ApplicationRow { id: row.of, on: row.on_day, minor: row.minor }).collect()
}

/// What a source is applied to, in the order in which it first was.
pub(crate) async fn list_by_source(db: &mut SqliteConnection, source: SourceId) -> Result<Vec<Applied>, Error> {
    Ok(sqlx::query_as!(
        Applied,
        r#"select a.source_id as "source_id!: SourceId", o.kind as "source_kind!", o.number as "source_number!",
                  o.client_id as "source_client_id!: ClientId", a.invoice_id as "invoice_id!: InvoiceId",
                  i.number as "invoice_number!", i.client_id as "client_id!: ClientId",
                  (select l.on_day from application l
                   where l.source_id = a.source_id and l.invoice_id = a.invoice_id and l.amount_minor > 0
                   order by l.id desc limit 1) as "applied_on!: NaiveDate", sum(a.amount_minor) as "amount_minor!: i64"
           from application a
           join source o on o.id = a.source_id
           join invoice i on i.id = a.invoice_id
           where a.source_id = ?1
           group by a.invoice_id having sum(a.amount_minor) > 0
           order by min(a.id)"#,
        source,
    )
    .fetch_all(db)
    .await?)
}
