//! The signed rows that balances are sums of: charges, amounts of sources, applications.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    error::Error,
    ids::{ClientId, InvoiceId, OperationId, PaymentId},
};

/// What an operation adds to an invoice; below zero takes back. Nothing is written for 0.
pub(crate) async fn save_charge(
    db: &mut SqliteConnection,
    operation: OperationId,
    (invoice, client): (InvoiceId, ClientId),
    on_day: NaiveDate,
    amount_minor: i64,
) -> Result<(), Error> {
    if amount_minor != 0 {
        sqlx::query!(
            "insert into charge (operation_id, invoice_id, client_id, on_day, amount_minor) values (?1, ?2, ?3, ?4, ?5)",
            operation,
            invoice,
            client,
            on_day,
            amount_minor,
        )
        .execute(db)
        .await?;
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
    (source, client): (PaymentId, ClientId),
    on_day: NaiveDate,
    amount_minor: i64,
) -> Result<(), Error> {
    if amount_minor != 0 {
        sqlx::query!(
            "insert into source_amount (operation_id, source_id, client_id, on_day, amount_minor)
             values (?1, ?2, ?3, ?4, ?5)",
            operation,
            source,
            client,
            on_day,
            amount_minor,
        )
        .execute(db)
        .await?;
    }
    Ok(())
}

/// Applies money of a source to an invoice; below zero unapplies.
pub(crate) async fn save_application(
    db: &mut SqliteConnection,
    operation: OperationId,
    (source, invoice, client): (PaymentId, InvoiceId, ClientId),
    on_day: NaiveDate,
    amount_minor: i64,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into application (operation_id, source_id, invoice_id, client_id, on_day, amount_minor)
         values (?1, ?2, ?3, ?4, ?5, ?6)",
        operation,
        source,
        invoice,
        client,
        on_day,
        amount_minor,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What one source has on one invoice.
#[derive(Debug, Clone)]
pub(crate) struct Applied {
    pub payment_id: PaymentId,
    pub payment_number: String,
    pub invoice_id: InvoiceId,
    pub invoice_number: String,
    /// The day on which it was applied last.
    pub applied_on: NaiveDate,
    pub amount_minor: i64,
}

/// What is applied to an invoice, in the order in which it first was.
pub(crate) async fn list_by_invoice(db: &mut SqliteConnection, invoice: InvoiceId) -> Result<Vec<Applied>, Error> {
    Ok(sqlx::query_as!(
        Applied,
        r#"select a.source_id as "payment_id!: PaymentId", p.number as "payment_number!",
                  a.invoice_id as "invoice_id!: InvoiceId", i.number as "invoice_number!",
                  (select l.on_day from application l
                   where l.source_id = a.source_id and l.invoice_id = a.invoice_id and l.amount_minor > 0
                   order by l.id desc limit 1) as "applied_on!: NaiveDate", sum(a.amount_minor) as "amount_minor!: i64"
           from application a
           join payment p on p.id = a.source_id
           join invoice i on i.id = a.invoice_id
           where a.invoice_id = ?1
           group by a.source_id having sum(a.amount_minor) > 0
           order by min(a.id)"#,
        invoice,
    )
    .fetch_all(db)
    .await?)
}

/// What a source is applied to, in the order in which it first was.
pub(crate) async fn list_by_source(db: &mut SqliteConnection, source: PaymentId) -> Result<Vec<Applied>, Error> {
    Ok(sqlx::query_as!(
        Applied,
        r#"select a.source_id as "payment_id!: PaymentId", p.number as "payment_number!",
                  a.invoice_id as "invoice_id!: InvoiceId", i.number as "invoice_number!",
                  (select l.on_day from application l
                   where l.source_id = a.source_id and l.invoice_id = a.invoice_id and l.amount_minor > 0
                   order by l.id desc limit 1) as "applied_on!: NaiveDate", sum(a.amount_minor) as "amount_minor!: i64"
           from application a
           join payment p on p.id = a.source_id
           join invoice i on i.id = a.invoice_id
           where a.source_id = ?1
           group by a.invoice_id having sum(a.amount_minor) > 0
           order by min(a.id)"#,
        source,
    )
    .fetch_all(db)
    .await?)
}
