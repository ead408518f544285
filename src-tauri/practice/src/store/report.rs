//! What reports read: the signed rows with their days.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    error::Error,
    ids::{ClientId, InvoiceId, OperationId, PaymentId, SourceId},
};

/// What was outstanding on an invoice at the end of a day.
#[derive(Debug, Clone)]
pub(crate) struct OutstandingRow {
    pub invoice_id: InvoiceId,
    pub client_id: ClientId,
    pub due_on: NaiveDate,
    pub outstanding_minor: i64,
}

/// The invoices with something outstanding at the end of `as_of`: what is outstanding now, which is nothing but on those of
/// the set that is kept, without what happened since. An invoice was due then as its wording of that day said; a wording
/// that undo wrote is of the day of the act that it goes back to (docs/decisions/0003).
pub(crate) async fn list_outstanding(
    db: &mut SqliteConnection,
    as_of: NaiveDate,
) -> Result<Vec<OutstandingRow>, Error> {
    Ok(sqlx::query_as!(
        OutstandingRow,
        r#"with moved as (
               select u.invoice_id,
                   (select coalesce(sum(m.amount_minor), 0) from charge m where m.invoice_id = u.invoice_id)
                   - (select coalesce(sum(m.amount_minor), 0) from application m where m.invoice_id = u.invoice_id)
                   - (select coalesce(sum(m.amount_minor), 0) from write_off m where m.invoice_id = u.invoice_id)
                       as amount_minor
               from unsettled u
               union all select invoice_id, -amount_minor from charge where on_day > ?1
               union all select invoice_id, amount_minor from application where on_day > ?1
               union all select invoice_id, amount_minor from write_off where on_day > ?1
           ),
           open as (
               select invoice_id, sum(amount_minor) as outstanding_minor from moved group by invoice_id
           )
           select o.invoice_id as "invoice_id!: InvoiceId", i.client_id as "client_id!: ClientId",
               o.outstanding_minor as "outstanding_minor!: i64",
               (select v.due_on from invoice_version v
                where v.invoice_id = i.id
                    and (v.version = 1 or (
                        with recursive back (undoes, acted_on) as (
                            select p.undoes, p.acted_on from operation p where p.id = v.operation_id
                            union all
                            select p.undoes, p.acted_on from back b join operation p on p.id = b.undoes
                        )
                        select acted_on from back where undoes is null
                    ) <= ?1)
                order by v.version desc limit 1) as "due_on!: NaiveDate"
           from open o
           cross join invoice i on i.id = o.invoice_id
           where o.outstanding_minor > 0"#,
        as_of,
    )
    .fetch_all(db)
    .await?)
}

/// The invoices with something outstanding now, read from the set that is kept of them.
pub(crate) async fn list_outstanding_now(db: &mut SqliteConnection) -> Result<Vec<OutstandingRow>, Error> {
    Ok(sqlx::query_as!(
        OutstandingRow,
        r#"select u.invoice_id as "invoice_id!: InvoiceId", u.client_id as "client_id!: ClientId",
               (select v.due_on from invoice_version v where v.invoice_id = u.invoice_id
                order by v.version desc limit 1) as "due_on!: NaiveDate",
               (select coalesce(sum(m.amount_minor), 0) from charge m where m.invoice_id = u.invoice_id)
               - (select coalesce(sum(m.amount_minor), 0) from application m where m.invoice_id = u.invoice_id)
               - (select coalesce(sum(m.amount_minor), 0) from write_off m where m.invoice_id = u.invoice_id)
                   as "outstanding_minor!: i64"
           from unsettled u"#
    )
    .fetch_all(db)
    .await?)
}

/// What remained of the sources of each client at the end of `as_of`, whether it could be used or not; now, where no day is
/// named.
pub(crate) async fn list_unapplied(
    db: &mut SqliteConnection,
    as_of: Option<NaiveDate>,
) -> Result<Vec<(ClientId, i64)>, Error> {
    Ok(sqlx::query!(
        r#"with moved as (
               select client_id, sum(amount_minor) as amount_minor from source_amount
               where ?1 is null or on_day <= ?1 group by client_id
               union all
               select source_client_id, -sum(amount_minor) from application
               where ?1 is null or on_day <= ?1 group by source_client_id
               union all
               select client_id, -sum(amount_minor) from payout where ?1 is null or on_day <= ?1 group by client_id
           )
           select client_id as "client_id!: ClientId", sum(amount_minor) as "unapplied_minor!: i64"
           from moved
           group by client_id
           having sum(amount_minor) <> 0"#,
        as_of,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| (row.client_id, row.unapplied_minor))
    .collect())
}

/// What an act did to a client's account through one document on one day.
#[derive(Debug, Clone)]
pub(crate) struct MovementRow {
    pub operation_id: OperationId,
    pub on_day: NaiveDate,
    pub kind: String,
    pub document: String,
    /// An earlier act wrote the first of the document.
    pub again: bool,
    /// The state that the act gave the document, if it gave it one.
    pub state: Option<String>,
    /// The linked client on the other side.
    pub other_first_name: Option<String>,
    pub other_last_name: Option<String>,
    /// The money was this client's.
    pub gives: bool,
    pub amount_minor: i64,
}

/// What moved a client's account, in the order of entry. Money that is on the client's own invoices moves nothing; what
/// is used for a linked client does.
pub(crate) async fn list_movements(db: &mut SqliteConnection, client: ClientId) -> Result<Vec<MovementRow>, Error> {
    Ok(sqlx::query_as!(
        MovementRow,
        r#"with moved as (
               select m.operation_id, m.id, m.on_day, 'invoice' as kind, i.number as document,
                   m.operation_id > (select min(x.operation_id) from charge x where x.invoice_id = m.invoice_id)
                       as again,
                   (select s.state from invoice_state s
                    where s.invoice_id = m.invoice_id and s.operation_id = m.operation_id) as state,
                   null as other_id, false as gives, m.amount_minor
               from charge m join invoice i on i.id = m.invoice_id where m.client_id = ?1
               union all
               select m.operation_id, m.id, m.on_day, iif(t.id is null, o.kind, 'linked'), o.number,
                   m.operation_id > o.operation_id,
                   (select s.state from source_state s
                    where s.source_id = m.source_id and s.operation_id = m.operation_id),
                   t.client_id, false, -m.amount_minor
               from source_amount m
               join source o on o.id = m.source_id
               left join transfer t on t.credit_id = m.source_id
               where m.client_id = ?1
               union all
               select m.operation_id, m.id, m.on_day, iif(m.refund_id is null, 'linked', 'refund'),
                   coalesce(r.number, o.number), m.amount_minor < 0, null, t.to_client_id, true, m.amount_minor
               from payout m
               join source o on o.id = m.source_id
               left join refund r on r.id = m.refund_id
               left join transfer t on t.id = m.transfer_id
               where m.client_id = ?1
               union all
               select m.operation_id, m.id, m.on_day, 'write_off', i.number, m.amount_minor < 0, null, null, false,
                   -m.amount_minor
               from write_off m join invoice i on i.id = m.invoice_id where m.client_id = ?1
               union all
               select m.operation_id, m.id, m.on_day, 'linked', i.number, false, null, m.client_id, true,
                   m.amount_minor
               from application m join invoice i on i.id = m.invoice_id
               where m.source_client_id = ?1 and m.client_id <> ?1
               union all
               select m.operation_id, m.id, m.on_day, 'linked', o.number, false, null, m.source_client_id, false,
                   -m.amount_minor
               from application m join source o on o.id = m.source_id
               where m.client_id = ?1 and m.source_client_id <> ?1
           )
           select m.operation_id as "operation_id!: OperationId", m.on_day as "on_day!: NaiveDate",
                  m.kind as "kind!: String", m.document as "document!: String", max(m.again) as "again!: bool",
                  max(m.state) as "state?: String", c.first_name as "other_first_name?: String",
                  c.last_name as "other_last_name?: String", max(m.gives) as "gives!: bool",
                  sum(m.amount_minor) as "amount_minor!: i64"
           from moved m
           left join client c on c.id = m.other_id
           group by m.operation_id, m.on_day, m.kind, m.document, m.other_id
           order by m.operation_id, min(m.id)"#,
        client,
    )
    .fetch_all(db)
    .await?)
}

/// A change of a credit that says from when on it can be used.
#[derive(Debug, Clone)]
pub(crate) struct CreditEventRow {
    pub source_id: SourceId,
    pub number: String,
    pub client_id: ClientId,
    pub on_day: NaiveDate,
    pub operation_id: OperationId,
    pub kind: String,
    pub amount_minor: Option<i64>,
    pub expires_on: Option<NaiveDate>,
}

/// What happened to the credits, of one client or of all, by credit and in the order of entry: of what was said for a day,
/// the last that was written counts. What undo wrote is of the day of the act that it goes back to (docs/decisions/0003).
pub(crate) async fn list_credit_events(
    db: &mut SqliteConnection,
    client: Option<ClientId>,
) -> Result<Vec<CreditEventRow>, Error> {
    Ok(sqlx::query_as!(
        CreditEventRow,
        r#"with credit as (
               select id, number, client_id from source where kind = 'credit' and (?1 is null or client_id = ?1)
           ),
           event as (
               select c.id, m.on_day, m.operation_id, 'remains' as kind, m.amount_minor, null as expires_on
               from credit c cross join source_amount m on m.source_id = c.id
               union all
               select c.id, m.on_day, m.operation_id, 'remains', -m.amount_minor, null
               from credit c cross join application m on m.source_id = c.id
               union all
               select c.id, m.on_day, m.operation_id, 'remains', -m.amount_minor, null
               from credit c cross join payout m on m.source_id = c.id
               union all
               select c.id, null, s.operation_id, iif(s.state = 'inactive', 'inactive', 'active'), null, null
               from credit c cross join source_state s on s.source_id = c.id
               union all
               select c.id, iif(v.version = 1, v.given_on, null), v.operation_id, 'expires', null, v.expires_on
               from credit c cross join credit_version v on v.credit_id = c.id
           )
           select c.id as "source_id!: SourceId", c.number as "number!", c.client_id as "client_id!: ClientId",
                  coalesce(e.on_day, (
                      with recursive back (undoes, acted_on) as (
                          select p.undoes, p.acted_on from operation p where p.id = e.operation_id
                          union all
                          select p.undoes, p.acted_on from back b join operation p on p.id = b.undoes
                      )
                      select acted_on from back where undoes is null
                  )) as "on_day!: NaiveDate",
                  e.operation_id as "operation_id!: OperationId", e.kind as "kind!: String",
                  e.amount_minor as "amount_minor?: i64",
                  e.expires_on as "expires_on?: NaiveDate"
           from event e
           cross join credit c on c.id = e.id
           order by c.id, e.operation_id"#,
        client,
    )
    .fetch_all(db)
    .await?)
}

/// A payment of a report; one that was reversed comes to nothing.
#[derive(Debug, Clone)]
pub(crate) struct ReportedPayment {
    pub id: PaymentId,
    pub number: String,
    pub client_id: ClientId,
    pub first_name: String,
    pub last_name: String,
    pub received_on: NaiveDate,
    pub method: String,
    pub amount_minor: i64,
    pub paid_out_minor: i64,
}

/// The payments that were received from one day to another, by day.
pub(crate) async fn list_payments(
    db: &mut SqliteConnection,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<Vec<ReportedPayment>, Error> {
    Ok(sqlx::query_as!(
        ReportedPayment,
        r#"select o.id as "id!: PaymentId", o.number as "number!", o.client_id as "client_id!: ClientId",
                  c.first_name, c.last_name, v.received_on as "received_on!: NaiveDate", v.method as "method!",
                  b.amount_minor as "amount_minor!: i64", b.paid_out_minor as "paid_out_minor!: i64"
           from source o
           cross join payment_now v on v.payment_id = o.id
           cross join source_balance b on b.id = o.id
           cross join client c on c.id = o.client_id
           where o.kind = 'payment' and (?1 is null or v.received_on >= ?1) and (?2 is null or v.received_on <= ?2)
           order by v.received_on, o.id"#,
        from,
        to,
    )
    .fetch_all(db)
    .await?)
}

/// What an act put of a payment on an invoice; below 0 took off.
#[derive(Debug, Clone)]
pub(crate) struct PaymentUse {
    pub payment_id: PaymentId,
    pub invoice_id: InvoiceId,
    /// It was the act that recorded the payment, or one that raised its amount.
    pub recorded: bool,
    pub amount_minor: i64,
}

/// What acts did with payments, in their order. What undid an act, or did it again, counts with it.
pub(crate) async fn list_payment_uses(db: &mut SqliteConnection) -> Result<Vec<PaymentUse>, Error> {
    Ok(sqlx::query_as!(
        PaymentUse,
        r#"with recursive chain (id, first_id) as (
               select u.id, u.undoes from operation u join operation p on p.id = u.undoes
               where u.undoes is not null and p.undoes is null
               union all
               select u.id, c.first_id from chain c join operation u on u.undoes = c.id
           )
           select a.source_id as "payment_id!: PaymentId", a.invoice_id as "invoice_id!: InvoiceId",
                  exists (
                      select 1 from source_amount m
                      where m.source_id = a.source_id and m.operation_id = coalesce(c.first_id, a.operation_id)
                          and m.amount_minor > 0
                  ) as "recorded!: bool",
                  sum(a.amount_minor) as "amount_minor!: i64"
           from application a
           join source o on o.id = a.source_id and o.kind = 'payment'
           left join chain c on c.id = a.operation_id
           group by a.source_id, a.invoice_id, coalesce(c.first_id, a.operation_id)
           order by a.source_id, a.invoice_id, coalesce(c.first_id, a.operation_id)"#
    )
    .fetch_all(db)
    .await?)
}
