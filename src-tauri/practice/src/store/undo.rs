//! The facts that an operation wrote, as undo reads them.

use billing::{InvoiceState, SourceState};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::{
    ledger::{Link, PayoutFor},
    stored,
};
use crate::{
    error::Error,
    ids::{ClientId, CreditId, InvoiceId, OperationId, PaymentId, RefundId, SourceId},
};

/// A charge, with whose it is.
#[derive(Debug, Clone)]
pub(crate) struct ChargeFact {
    pub invoice_id: InvoiceId,
    pub client_id: ClientId,
    pub on_day: NaiveDate,
    pub amount_minor: i64,
}

/// An amount of a source, with whose it is.
#[derive(Debug, Clone)]
pub(crate) struct SourceFact {
    pub source_id: SourceId,
    pub client_id: ClientId,
    pub on_day: NaiveDate,
    pub amount_minor: i64,
}

/// An application, with whose it is.
#[derive(Debug, Clone)]
pub(crate) struct ApplicationFact {
    pub link: Link,
    pub on_day: NaiveDate,
    pub amount_minor: i64,
}

/// A payout, with whose it is and what it is for.
#[derive(Debug, Clone)]
pub(crate) struct PayoutFact {
    pub source_id: SourceId,
    pub client_id: ClientId,
    pub payout: PayoutFor,
    pub on_day: NaiveDate,
    pub amount_minor: i64,
}

/// A write-off, with whose it is.
#[derive(Debug, Clone)]
pub(crate) struct WriteOffFact {
    pub invoice_id: InvoiceId,
    pub client_id: ClientId,
    pub on_day: NaiveDate,
    pub reason: String,
    pub amount_minor: i64,
}

/// The charges of an operation.
pub(crate) async fn list_charges(db: &mut SqliteConnection, operation: OperationId) -> Result<Vec<ChargeFact>, Error> {
    Ok(sqlx::query_as!(
        ChargeFact,
        r#"select invoice_id as "invoice_id: InvoiceId", client_id as "client_id: ClientId",
                  on_day as "on_day: NaiveDate", amount_minor
           from charge where operation_id = ?1 order by id"#,
        operation,
    )
    .fetch_all(db)
    .await?)
}

/// The amounts of sources of an operation.
pub(crate) async fn list_source_amounts(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Vec<SourceFact>, Error> {
    Ok(sqlx::query_as!(
        SourceFact,
        r#"select source_id as "source_id: SourceId", client_id as "client_id: ClientId",
                  on_day as "on_day: NaiveDate", amount_minor
           from source_amount where operation_id = ?1 order by id"#,
        operation,
    )
    .fetch_all(db)
    .await?)
}

/// The applications of an operation.
pub(crate) async fn list_applications(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Vec<ApplicationFact>, Error> {
    let rows = sqlx::query!(
        r#"select source_id as "source: SourceId", source_client_id as "source_client: ClientId",
                  invoice_id as "invoice: InvoiceId", client_id as "client: ClientId",
                  on_day as "on_day: NaiveDate", amount_minor
           from application where operation_id = ?1 order by id"#,
        operation,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ApplicationFact {
            link: Link {
                source: row.source,
                source_client: row.source_client,
                invoice: row.invoice,
                client: row.client,
            },
            on_day: row.on_day,
            amount_minor: row.amount_minor,
        })
        .collect())
}

/// The payouts of an operation.
pub(crate) async fn list_payouts(db: &mut SqliteConnection, operation: OperationId) -> Result<Vec<PayoutFact>, Error> {
    sqlx::query!(
        r#"select source_id as "source_id: SourceId", client_id as "client_id: ClientId",
                  refund_id as "refund_id: RefundId", transfer_id, on_day as "on_day: NaiveDate", amount_minor
           from payout where operation_id = ?1 order by id"#,
        operation,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| {
        let refund = row.refund_id.map(PayoutFor::Refund);
        Ok(PayoutFact {
            source_id: row.source_id,
            client_id: row.client_id,
            payout: stored(refund.or(row.transfer_id.map(PayoutFor::Transfer)), "payout")?,
            on_day: row.on_day,
            amount_minor: row.amount_minor,
        })
    })
    .collect()
}

/// The write-offs of an operation.
pub(crate) async fn list_write_offs(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Vec<WriteOffFact>, Error> {
    Ok(sqlx::query_as!(
        WriteOffFact,
        r#"select invoice_id as "invoice_id: InvoiceId", client_id as "client_id: ClientId",
                  on_day as "on_day: NaiveDate", reason, amount_minor
           from write_off where operation_id = ?1 order by id"#,
        operation,
    )
    .fetch_all(db)
    .await?)
}

/// The invoices whose state an operation changed, with the state before; also those it made, which become void.
pub(crate) async fn list_invoice_states(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Vec<(InvoiceId, InvoiceState)>, Error> {
    sqlx::query!(
        r#"select i.id as "id!: InvoiceId", 'void' as "before!: String" from invoice i where i.operation_id = ?1
           union all
           select distinct n.invoice_id,
               coalesce((select s.state from invoice_state s
                         where s.invoice_id = n.invoice_id and s.operation_id < ?1 order by s.id desc limit 1), 'open')
           from invoice_state n join invoice i on i.id = n.invoice_id
           where n.operation_id = ?1 and i.operation_id <> ?1"#,
        operation,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| Ok((row.id, stored(InvoiceState::parse(&row.before), "state of an invoice")?)))
    .collect()
}

/// The sources whose state an operation changed, with the state before; also those it made, which are withdrawn.
pub(crate) async fn list_source_states(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Vec<(SourceId, SourceState)>, Error> {
    sqlx::query!(
        r#"select o.id as "id!: SourceId", 'withdrawn' as "before!: String" from source o where o.operation_id = ?1
           union all
           select distinct n.source_id,
               coalesce((select s.state from source_state s
                         where s.source_id = n.source_id and s.operation_id < ?1 order by s.id desc limit 1), 'active')
           from source_state n join source o on o.id = n.source_id
           where n.operation_id = ?1 and o.operation_id <> ?1"#,
        operation,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| Ok((row.id, stored(SourceState::parse(&row.before), "state of a source")?)))
    .collect()
}

/// Whether a record, an invoice or a source whose wording, amount or state the operation changed is in another state now than
/// the operation left it in: what was locked, made void or reversed since takes no change back.
pub(crate) async fn state_changed_since(db: &mut SqliteConnection, operation: OperationId) -> Result<bool, Error> {
    Ok(sqlx::query_scalar!(
        r#"select exists (
               select 1 from (
                   select invoice_id as id from invoice_version where operation_id = ?1
                   union select invoice_id from invoice_state where operation_id = ?1
                   union select invoice_id from charge where operation_id = ?1
               ) i
               where coalesce((select s.state from invoice_state s where s.invoice_id = i.id
                               order by s.id desc limit 1), 'open')
                   <> coalesce((select s.state from invoice_state s where s.invoice_id = i.id and s.operation_id <= ?1
                                order by s.id desc limit 1), 'open')
           ) or exists (
               select 1 from (
                   select payment_id as id from payment_version where operation_id = ?1
                   union select credit_id from credit_version where operation_id = ?1
                   union select source_id from source_state where operation_id = ?1
                   union select source_id from source_amount where operation_id = ?1
               ) o
               where coalesce((select s.state from source_state s where s.source_id = o.id
                               order by s.id desc limit 1), 'active')
                   <> coalesce((select s.state from source_state s where s.source_id = o.id and s.operation_id <= ?1
                                order by s.id desc limit 1), 'active')
           ) or exists (
               select 1 from (
                   select id from record where operation_id = ?1
                   union select record_id from record_state where operation_id = ?1
               ) r
               where coalesce((select s.state from record_state s where s.record_id = r.id
                               order by s.id desc limit 1), 'active')
                   <> coalesce((select s.state from record_state s where s.record_id = r.id and s.operation_id <= ?1
                                order by s.id desc limit 1), 'active')
           ) as "changed: bool""#,
        operation,
    )
    .fetch_one(db)
    .await?)
}

/// The invoices that an operation gave another version, with that version's number.
pub(crate) async fn list_invoice_versions(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Vec<(InvoiceId, i64)>, Error> {
    Ok(sqlx::query!(
        r#"select invoice_id as "invoice_id: InvoiceId", version from invoice_version
           where operation_id = ?1 and version > 1 order by id"#,
        operation,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| (row.invoice_id, row.version))
    .collect())
}

/// The payments that an operation gave another version, with that version's number.
pub(crate) async fn list_payment_versions(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Vec<(PaymentId, i64)>, Error> {
    Ok(sqlx::query!(
        r#"select payment_id as "payment_id: PaymentId", version from payment_version
           where operation_id = ?1 and version > 1 order by id"#,
        operation,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| (row.payment_id, row.version))
    .collect())
}

/// The credits that an operation gave another version, with that version's number.
pub(crate) async fn list_credit_versions(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Vec<(CreditId, i64)>, Error> {
    Ok(sqlx::query!(
        r#"select credit_id as "credit_id: CreditId", version from credit_version
           where operation_id = ?1 and version > 1 order by id"#,
        operation,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| (row.credit_id, row.version))
    .collect())
}

/// Gives a credit what it said before `version`, as its newest version; `false` if the newest says something else than
/// `version` does.
pub(crate) async fn restore_credit_version(
    db: &mut SqliteConnection,
    operation: OperationId,
    credit: CreditId,
    version: i64,
) -> Result<bool, Error> {
    Ok(sqlx::query!(
        "insert into credit_version (credit_id, version, origin, given_on, expires_on, reason, amount_minor, operation_id)
         select b.credit_id, n.version + 1, b.origin, b.given_on, b.expires_on, b.reason, b.amount_minor, ?3
         from credit_version b
         join credit_version v on v.credit_id = b.credit_id and v.version = b.version + 1
         join credit_now n on n.credit_id = b.credit_id
         where b.credit_id = ?1 and v.version = ?2
         and json_array(n.origin, n.given_on, n.expires_on, n.reason, n.amount_minor)
             = json_array(v.origin, v.given_on, v.expires_on, v.reason, v.amount_minor)",
        credit,
        version,
        operation,
    )
    .execute(db)
    .await?
    .rows_affected()
        == 1)
}

/// Gives an invoice what it said before `version`, as its newest version; `false` if the newest says something else than
/// `version` does.
pub(crate) async fn restore_invoice_version(
    db: &mut SqliteConnection,
    operation: OperationId,
    invoice: InvoiceId,
    version: i64,
) -> Result<bool, Error> {
    let newest = sqlx::query_scalar!(
        r#"select max(version) as "version!: i64" from invoice_version where invoice_id = ?1"#,
        invoice
    )
    .fetch_one(&mut *db)
    .await?;
    if newest != version && !invoice_versions_say_the_same(db, invoice, newest, version).await? {
        return Ok(false);
    }
    let restored = sqlx::query!(
        "insert into invoice_version (invoice_id, version, revision, issued_on, due_on, discount_kind, discount_value, note,
            tax_exempt, letterhead_id, bill_to_id, gross_minor, discount_minor, net_minor, tax_minor, total_minor,
            operation_id)
         select invoice_id, ?4 + 1,
            (select iif(max(s.revision) > invoice_version.revision
                        or max(s.revision) = (select n.revision from invoice_version n where n.invoice_id = ?1 and n.version = ?4),
                        max(s.revision) + 1, invoice_version.revision)
             from supplied s where s.entity = 'invoice' and s.entity_id = ?1),
            issued_on, due_on, discount_kind, discount_value, note, tax_exempt, letterhead_id, bill_to_id, gross_minor,
            discount_minor, net_minor, tax_minor, total_minor, ?3
         from invoice_version where invoice_id = ?1 and version = ?2 - 1",
        invoice,
        version,
        operation,
        newest,
    )
    .execute(&mut *db)
    .await?
    .last_insert_rowid();
    let lines = sqlx::query_scalar!(
        r#"select l.id as "id!: i64" from invoice_line l
           join invoice_version v on v.id = l.version_id
           where v.invoice_id = ?1 and v.version = ?2 - 1 order by l.position"#,
        invoice,
        version,
    )
    .fetch_all(&mut *db)
    .await?;
    for line in lines {
        restore_line(db, restored, line).await?;
    }
    Ok(true)
}

async fn restore_line(db: &mut SqliteConnection, version_id: i64, line: i64) -> Result<(), Error> {
    let restored = sqlx::query!(
        "insert into invoice_line (version_id, position, session_id, service_id, product_id, record_id, description,
            service_on, quantity_thousandths, unit_price_e4, discount_kind, discount_value, line_discount_minor, base_minor,
            document_discount_minor, net_minor, tax_minor)
         select ?1, position, session_id, service_id, product_id, record_id, description, service_on,
            quantity_thousandths, unit_price_e4, discount_kind, discount_value, line_discount_minor, base_minor, document_discount_minor,
            net_minor, tax_minor
         from invoice_line where id = ?2",
        version_id,
        line,
    )
    .execute(&mut *db)
    .await?
    .last_insert_rowid();
    sqlx::query!(
        "insert into line_tax (line_id, position, name, rate_e4, included, tax_minor)
         select ?1, position, name, rate_e4, included, tax_minor from line_tax where line_id = ?2",
        restored,
        line,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives a payment what it said before `version`, as its newest version; `false` if the newest says something else than
/// `version` does.
pub(crate) async fn restore_payment_version(
    db: &mut SqliteConnection,
    operation: OperationId,
    payment: PaymentId,
    version: i64,
) -> Result<bool, Error> {
    let newest = sqlx::query_scalar!(
        r#"select max(version) as "version!: i64" from payment_version where payment_id = ?1"#,
        payment
    )
    .fetch_one(&mut *db)
    .await?;
    if newest != version && !payment_versions_say_the_same(db, payment, newest, version).await? {
        return Ok(false);
    }
    sqlx::query!(
        "insert into payment_version (payment_id, version, revision, received_on, method, reference, comment, amount_minor,
            letterhead_id, received_from_id, operation_id)
         select payment_id, ?4 + 1,
            (select iif(max(s.revision) > payment_version.revision
                        or max(s.revision) = (select n.revision from payment_version n where n.payment_id = ?1 and n.version = ?4),
                        max(s.revision) + 1, payment_version.revision)
             from supplied s where s.entity = 'payment' and s.entity_id = ?1),
            received_on, method, reference, comment, amount_minor, letterhead_id, received_from_id, ?3
         from payment_version where payment_id = ?1 and version = ?2 - 1",
        payment,
        version,
        operation,
        newest,
    )
    .execute(db)
    .await?;
    Ok(true)
}

async fn invoice_versions_say_the_same(
    db: &mut SqliteConnection,
    invoice: InvoiceId,
    one: i64,
    other: i64,
) -> Result<bool, Error> {
    Ok(sqlx::query_scalar!(
        r#"with said as (
               select v.version,
                   json_array(v.issued_on, v.due_on, v.discount_kind, v.discount_value, v.note, v.tax_exempt,
                       v.letterhead_id, v.bill_to_id, v.total_minor) as head,
                   (select json_group_array(json_array(l.session_id, l.service_id, l.product_id, l.record_id,
                               l.description, l.service_on, l.quantity_thousandths, l.unit_price_e4, l.discount_kind,
                               l.discount_value, l.net_minor, l.tax_minor,
                               (select json_group_array(json_array(t.name, t.rate_e4, t.included) order by t.position)
                                from line_tax t where t.line_id = l.id)) order by l.position)
                    from invoice_line l where l.version_id = v.id) as lines
               from invoice_version v
               where v.invoice_id = ?1 and v.version in (?2, ?3)
           )
           select count(distinct head || lines) = 1 as "same!: bool" from said"#,
        invoice,
        one,
        other,
    )
    .fetch_one(db)
    .await?)
}

async fn payment_versions_say_the_same(
    db: &mut SqliteConnection,
    payment: PaymentId,
    one: i64,
    other: i64,
) -> Result<bool, Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(distinct json_array(received_on, method, reference, comment, amount_minor, letterhead_id,
                                            received_from_id)) = 1 as "same!: bool"
           from payment_version where payment_id = ?1 and version in (?2, ?3)"#,
        payment,
        one,
        other,
    )
    .fetch_one(db)
    .await?)
}
