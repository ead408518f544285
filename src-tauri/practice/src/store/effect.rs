//! What an operation under way did to figures, read from its own rows.

use billing::{Currency, InvoiceStanding, InvoiceState, Status, day_in_words};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::{credit, money, stored};
use crate::{
    error::Error,
    ids::{ClientId, InvoiceId, OperationId},
    names,
    view::Effect,
};

/// Balances of a client before and after an operation.
#[derive(Debug, Clone)]
pub(crate) struct BalanceEffect {
    pub client_id: ClientId,
    pub client_name: String,
    /// No other client's money is touched, so the name need not be said.
    pub alone: bool,
    pub owing_before_minor: i64,
    pub owing_after_minor: i64,
    pub credit_before_minor: i64,
    pub credit_after_minor: i64,
}

/// An invoice before and after an operation.
#[derive(Debug, Clone)]
pub(crate) struct InvoiceEffect {
    pub id: InvoiceId,
    pub client_id: ClientId,
    number: String,
    made: bool,
    pub due_before_on: NaiveDate,
    due_on: NaiveDate,
    total_before_minor: i64,
    total_after_minor: i64,
    applied_before_minor: i64,
    applied_after_minor: i64,
    written_off_before_minor: i64,
    written_off_after_minor: i64,
    state_before: String,
    state_after: String,
}

impl InvoiceEffect {
    /// What was left to pay before the operation.
    pub(crate) fn outstanding_before_minor(&self) -> i64 {
        self.total_before_minor - self.applied_before_minor - self.written_off_before_minor
    }

    /// The effect as it is shown.
    pub(crate) fn effect(&self, currency: Currency, today: NaiveDate) -> Result<Effect, Error> {
        let words = |state: &str,
                     due_on: NaiveDate,
                     [total_minor, applied_minor, written_off_minor]: [i64; 3]|
         -> Result<String, Error> {
            let standing = InvoiceStanding {
                number: self.number.clone(),
                state: stored(InvoiceState::parse(state), "state of an invoice")?,
                total: money(currency, total_minor)?,
                applied: money(currency, applied_minor)?,
                written_off: money(currency, written_off_minor)?,
            };
            let status = standing.status(due_on, today);
            let outstanding = standing.outstanding();
            Ok(match status {
                Status::Void => "void".to_owned(),
                Status::Paid => "paid".to_owned(),
                Status::PartPaid { overdue } => {
                    format!("part paid, {outstanding} outstanding{}", if overdue { ", overdue" } else { "" })
                }
                Status::Unpaid { overdue: true } => format!("{outstanding} outstanding, overdue"),
                Status::Unpaid { overdue: false } => {
                    format!("{outstanding} outstanding, due {}", day_in_words(due_on))
                }
            })
        };
        Ok(Effect {
            label: self.number.clone(),
            before: if self.made {
                String::new()
            } else {
                words(
                    &self.state_before,
                    self.due_before_on,
                    [self.total_before_minor, self.applied_before_minor, self.written_off_before_minor],
                )?
            },
            after: words(
                &self.state_after,
                self.due_on,
                [self.total_after_minor, self.applied_after_minor, self.written_off_after_minor],
            )?,
            money: false,
        })
    }
}

/// The clients whose balances the operation changes, or what they owe when.
pub(crate) async fn list_client_balances(
    db: &mut SqliteConnection,
    operation: OperationId,
    today: NaiveDate,
) -> Result<Vec<BalanceEffect>, Error> {
    let rows = sqlx::query!(
        r#"with touched as (
               select client_id from charge where operation_id = ?1
               union select client_id from source_amount where operation_id = ?1
               union select client_id from application where operation_id = ?1
               union select source_client_id from application where operation_id = ?1
               union select client_id from payout where operation_id = ?1
               union select client_id from write_off where operation_id = ?1
               union select i.client_id from invoice_version v join invoice i on i.id = v.invoice_id
                     where v.operation_id = ?1
               union select o.client_id from source_state s join source o on o.id = s.source_id
                     where s.operation_id = ?1
               union select o.client_id from credit_version s join source o on o.id = s.credit_id
                     where s.operation_id = ?1
           )
           select t.client_id as "client_id!: ClientId", c.first_name, c.last_name, b.owing_minor as "owing!: i64", b.credit_minor as "credit!: i64",
               (select coalesce(sum(amount_minor), 0) from charge
                where operation_id = ?1 and +client_id = t.client_id) as "charged!: i64",
               (select coalesce(sum(amount_minor), 0) from source_amount
                where operation_id = ?1 and +client_id = t.client_id) as "received!: i64",
               (select coalesce(sum(amount_minor), 0) from application
                where operation_id = ?1 and +client_id = t.client_id) as "applied!: i64",
               (select coalesce(sum(amount_minor), 0) from application
                where operation_id = ?1 and +source_client_id = t.client_id) as "used!: i64",
               (select coalesce(sum(amount_minor), 0) from payout
                where operation_id = ?1 and +client_id = t.client_id) as "refunded!: i64",
               (select coalesce(sum(amount_minor), 0) from write_off
                where operation_id = ?1 and +client_id = t.client_id) as "written_off!: i64"
           from touched t
           cross join client c on c.id = t.client_id
           cross join client_balance b on b.client_id = t.client_id
           order by c.sort_name, c.id"#,
        operation,
    )
    .fetch_all(&mut *db)
    .await?;
    let alone = rows.len() == 1;
    let mut effects = Vec::new();
    for row in rows {
        let unusable_after = unusable(db, row.client_id, today, None).await?;
        let unusable_before = unusable(db, row.client_id, today, Some(operation)).await?;
        effects.push(BalanceEffect {
            client_id: row.client_id,
            client_name: names::full(&row.first_name, &row.last_name),
            alone,
            owing_before_minor: row.owing - row.charged + row.applied + row.written_off,
            owing_after_minor: row.owing,
            credit_before_minor: row.credit - row.received + row.used + row.refunded - unusable_before,
            credit_after_minor: row.credit - unusable_after,
        });
    }
    Ok(effects)
}

async fn unusable(
    db: &mut SqliteConnection,
    client: ClientId,
    today: NaiveDate,
    but: Option<OperationId>,
) -> Result<i64, Error> {
    Ok(credit::list_unusable(db, Some(client), today, but).await?.iter().map(|(_, minor)| minor).sum())
}

/// The invoices that the operation makes or changes, by number.
pub(crate) async fn list_invoices(
    db: &mut SqliteConnection,
    operation: OperationId,
) -> Result<Vec<InvoiceEffect>, Error> {
    let rows = sqlx::query!(
        r#"with touched as (
               select invoice_id from charge where operation_id = ?1
               union select invoice_id from application where operation_id = ?1
               union select invoice_id from write_off where operation_id = ?1
               union select invoice_id from invoice_state where operation_id = ?1
               union select invoice_id from invoice_version where operation_id = ?1
           )
           select i.id as "id!: InvoiceId", i.client_id as "client_id!: ClientId", i.number as "number!",
               i.operation_id = ?1 as "made!: bool", v.due_on as "due_on!: NaiveDate",
               coalesce((select w.due_on from invoice_version w
                         where w.invoice_id = i.id and w.operation_id <> ?1 order by w.version desc limit 1), v.due_on)
                   as "due_before_on!: NaiveDate",
               b.total_minor as "total!: i64", b.applied_minor as "applied!: i64",
               b.written_off_minor as "written_off!: i64", b.state as "state!: String",
               (select coalesce(sum(amount_minor), 0) from charge
                where operation_id = ?1 and +invoice_id = i.id) as "charged!: i64",
               (select coalesce(sum(amount_minor), 0) from application
                where operation_id = ?1 and +invoice_id = i.id) as "newly_applied!: i64",
               (select coalesce(sum(amount_minor), 0) from write_off
                where operation_id = ?1 and +invoice_id = i.id) as "newly_written_off!: i64",
               coalesce((select s.state from invoice_state s
                         where s.invoice_id = i.id and s.operation_id <> ?1 order by s.id desc limit 1), 'open')
                   as "state_before!: String"
           from touched t
           cross join invoice i on i.id = t.invoice_id
           cross join invoice_now v on v.invoice_id = i.id
           cross join invoice_balance b on b.id = i.id
           order by i.sequence"#,
        operation,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| InvoiceEffect {
            id: row.id,
            client_id: row.client_id,
            number: row.number,
            made: row.made,
            due_before_on: row.due_before_on,
            due_on: row.due_on,
            total_before_minor: row.total - row.charged,
            total_after_minor: row.total,
            applied_before_minor: row.applied - row.newly_applied,
            applied_after_minor: row.applied,
            written_off_before_minor: row.written_off - row.newly_written_off,
            written_off_after_minor: row.written_off,
            state_before: row.state_before,
            state_after: row.state,
        })
        .collect())
}
