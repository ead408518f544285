//! The signed rows that a figure is the sum of, with what they name.

use chrono::NaiveDate;
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use crate::{
    error::Error,
    ids::{ClientId, InvoiceId, OperationId, RefundId, ReturnId, SourceId},
};

/// Which signed rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Of every invoice of a client.
    InvoicesOf(ClientId),
    /// Of one invoice.
    Invoice(InvoiceId),
    /// Of every source of a client.
    SourcesOf(ClientId),
    /// Of one source.
    Source(SourceId),
}

/// What one act did to a document on one day, in one table.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct SignedRow {
    pub operation_id: OperationId,
    /// What the act says.
    pub act: String,
    /// The act takes back another.
    pub is_undo: bool,
    /// The lowest id of the rows, for telling which was first.
    pub first_id: i64,
    /// The table: `charge`, `source_amount`, `application`, `payout`, `write_off`.
    pub kind: String,
    pub on_day: NaiveDate,
    pub invoice_id: Option<InvoiceId>,
    pub invoice_number: Option<String>,
    pub source_id: Option<SourceId>,
    pub source_kind: Option<String>,
    pub source_number: Option<String>,
    pub refund_id: Option<RefundId>,
    pub refund_number: Option<String>,
    /// The linked client on the other side.
    pub other_id: Option<ClientId>,
    pub other_first_name: Option<String>,
    pub other_last_name: Option<String>,
    /// What a transfer took from, or made.
    pub other_source_id: Option<SourceId>,
    pub other_source_kind: Option<String>,
    pub other_source_number: Option<String>,
    /// The return that made a credit note.
    pub return_id: Option<ReturnId>,
    pub return_number: Option<String>,
    /// What it adds to what is owed on invoices, or to what remains of sources.
    pub effect_minor: i64,
}

/// The signed rows of invoices or of sources, up to and with `until`, by day, then in the order of entry.
pub(crate) async fn list_signed(
    db: &mut SqliteConnection,
    rows: Rows,
    until: Option<NaiveDate>,
) -> Result<Vec<SignedRow>, Error> {
    let mut builder = QueryBuilder::new("with moved as (");
    match rows {
        Rows::InvoicesOf(client) => push_invoices(&mut builder, "client_id", client.get()),
        Rows::Invoice(invoice) => push_invoices(&mut builder, "invoice_id", invoice.get()),
        Rows::SourcesOf(client) => push_sources(&mut builder, ("client_id", "source_client_id"), client.get()),
        Rows::Source(source) => push_sources(&mut builder, ("source_id", "source_id"), source.get()),
    }
    builder.push(
        ") select m.operation_id, p.sentence as act, p.undoes is not null as is_undo, min(m.id) as first_id, m.kind,
            m.on_day, m.invoice_id, i.number as invoice_number,
            m.source_id, o.kind as source_kind, o.number as source_number, m.refund_id, r.number as refund_number,
            m.other_id, c.first_name as other_first_name, c.last_name as other_last_name,
            m.other_source_id, x.kind as other_source_kind, x.number as other_source_number,
            g.return_id, g.number as return_number,
            sum(m.effect_minor) as effect_minor
         from moved m
         join operation p on p.id = m.operation_id
         left join invoice i on i.id = m.invoice_id
         left join source o on o.id = m.source_id
         left join refund r on r.id = m.refund_id
         left join client c on c.id = m.other_id
         left join source x on x.id = m.other_source_id
         left join return_note n on n.credit_note_id = m.source_id
         left join return_posting g on g.id = n.posting_id",
    );
    if let Some(until) = until {
        builder.push(" where m.on_day <= ").push_bind(until);
    }
    builder.push(
        " group by m.operation_id, m.on_day, m.kind, m.invoice_id, m.source_id, m.refund_id, m.other_source_id
          having sum(m.effect_minor) <> 0
          order by m.on_day, m.operation_id, m.kind in ('charge', 'source_amount') desc, min(m.id), m.kind",
    );
    Ok(builder.build_query_as().fetch_all(db).await?)
}

/// What the rows of `column` = `id` add to what is owed on invoices.
fn push_invoices(builder: &mut QueryBuilder<Sqlite>, column: &str, id: i64) {
    builder.push(
        "select operation_id, id, 'charge' as kind, on_day, invoice_id, null as source_id, null as refund_id,
            null as other_id, null as other_source_id, amount_minor as effect_minor
         from charge",
    );
    push_where(builder, column, id);
    builder.push(
        " union all
         select operation_id, id, 'application', on_day, invoice_id, source_id, null,
            nullif(source_client_id, client_id), null, -amount_minor
         from application",
    );
    push_where(builder, column, id);
    builder.push(
        " union all
         select operation_id, id, 'write_off', on_day, invoice_id, null, null, null, null, -amount_minor
         from write_off",
    );
    push_where(builder, column, id);
}

/// What the rows of `column` = `id` add to what remains of sources; applications have a column of their own for it.
fn push_sources(builder: &mut QueryBuilder<Sqlite>, (column, of_application): (&str, &str), id: i64) {
    builder.push(
        "select m.operation_id, m.id, 'source_amount' as kind, m.on_day, null as invoice_id, m.source_id,
            null as refund_id, t.client_id as other_id, t.source_id as other_source_id, m.amount_minor as effect_minor
         from source_amount m left join transfer t on t.credit_id = m.source_id",
    );
    push_where(builder, &format!("m.{column}"), id);
    builder.push(
        " union all
         select operation_id, id, 'application', on_day, invoice_id, source_id, null,
            nullif(client_id, source_client_id), null, -amount_minor
         from application",
    );
    push_where(builder, of_application, id);
    builder.push(
        " union all
         select m.operation_id, m.id, 'payout', m.on_day, null, m.source_id, m.refund_id, t.to_client_id, t.credit_id,
            -m.amount_minor
         from payout m left join transfer t on t.id = m.transfer_id",
    );
    push_where(builder, &format!("m.{column}"), id);
}

fn push_where(builder: &mut QueryBuilder<Sqlite>, column: &str, id: i64) {
    builder.push(" where ").push(column).push(" = ").push_bind(id);
}

/// The payments that came in and the refunds that went out, with their clients, from one day to another.
pub(crate) async fn list_received(
    db: &mut SqliteConnection,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(ClientId, i64)>, Error> {
    Ok(sqlx::query!(
        r#"with moved as (
               select m.client_id, m.amount_minor from source_amount m join source o on o.id = m.source_id
               where m.on_day between ?1 and ?2 and o.kind = 'payment'
               union all
               select client_id, -amount_minor from payout where on_day between ?1 and ?2 and refund_id is not null
           )
           select client_id as "client_id!: ClientId", sum(amount_minor) as "received_minor!: i64"
           from moved group by client_id having sum(amount_minor) <> 0"#,
        from,
        to,
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| (row.client_id, row.received_minor))
    .collect())
}

/// The number of an invoice.
pub(crate) async fn load_number(db: &mut SqliteConnection, invoice: InvoiceId) -> Result<String, Error> {
    sqlx::query_scalar!("select number from invoice where id = ?1", invoice)
        .fetch_optional(db)
        .await?
        .ok_or(Error::NotFound("invoice"))
}
