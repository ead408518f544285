//! Credit notes and their lines.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::invoice::LineTaxRow;
use crate::{
    error::Error,
    ids::{ClientId, CreditNoteId, InvoiceId, OperationId, SessionId, SourceId},
};

/// What a credit note says.
#[derive(Debug, Clone)]
pub(crate) struct CreditNoteRow {
    pub invoice_id: Option<InvoiceId>,
    pub cause: String,
    pub issued_on: NaiveDate,
    pub note: String,
    pub letterhead_id: i64,
    pub bill_to_id: i64,
    pub net_minor: i64,
    pub tax_minor: i64,
}

/// A line of a credit note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoteLineRow {
    pub invoice_line_id: Option<i64>,
    pub description: String,
    /// 0 where only money was named.
    pub quantity_thousandths: i64,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub taxes: Vec<LineTaxRow>,
}

/// Keeps what a credit note says, for ever.
pub(crate) async fn save(
    db: &mut SqliteConnection,
    id: CreditNoteId,
    client: ClientId,
    row: &CreditNoteRow,
    lines: &[NoteLineRow],
) -> Result<(), Error> {
    let total_minor = row.net_minor + row.tax_minor;
    sqlx::query!(
        "insert into credit_note (id, client_id, invoice_id, cause, issued_on, note, letterhead_id, bill_to_id, net_minor,
            tax_minor, total_minor)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        id,
        client,
        row.invoice_id,
        row.cause,
        row.issued_on,
        row.note,
        row.letterhead_id,
        row.bill_to_id,
        row.net_minor,
        row.tax_minor,
        total_minor,
    )
    .execute(&mut *db)
    .await?;
    for (position, line) in (1_i64..).zip(lines) {
        save_line(db, id, position, line).await?;
    }
    Ok(())
}

async fn save_line(
    db: &mut SqliteConnection,
    id: CreditNoteId,
    position: i64,
    line: &NoteLineRow,
) -> Result<(), Error> {
    let line_id = sqlx::query!(
        "insert into credit_note_line (credit_note_id, position, invoice_line_id, description, quantity_thousandths,
            net_minor, tax_minor)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        id,
        position,
        line.invoice_line_id,
        line.description,
        line.quantity_thousandths,
        line.net_minor,
        line.tax_minor,
    )
    .execute(&mut *db)
    .await?
    .last_insert_rowid();
    for (position, tax) in (1_i64..).zip(&line.taxes) {
        sqlx::query!(
            "insert into credit_note_line_tax (line_id, position, name, rate_e4, included, tax_minor)
             values (?1, ?2, ?3, ?4, ?5, ?6)",
            line_id,
            position,
            tax.name,
            tax.rate_e4,
            tax.included,
            tax.tax_minor,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// A credit note as it stands, with what froze when it was issued.
#[derive(Debug, Clone)]
pub(crate) struct IssuedNoteRow {
    pub number: String,
    pub client_id: ClientId,
    pub invoice_id: Option<InvoiceId>,
    pub invoice_number: Option<String>,
    pub cause: String,
    pub issued_on: NaiveDate,
    pub note: String,
    pub letterhead: String,
    pub bill_to: String,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub total_minor: i64,
    /// The act that made it.
    pub made_by: OperationId,
}

/// A credit note.
pub(crate) async fn load(db: &mut SqliteConnection, id: CreditNoteId) -> Result<IssuedNoteRow, Error> {
    sqlx::query_as!(
        IssuedNoteRow,
        r#"select o.number as "number!", n.client_id as "client_id!: ClientId", n.invoice_id as "invoice_id?: InvoiceId",
                  i.number as "invoice_number?", n.cause as "cause!", n.issued_on as "issued_on!: NaiveDate",
                  n.note as "note!", l.content as "letterhead!", f.content as "bill_to!", n.net_minor as "net_minor!: i64",
                  n.tax_minor as "tax_minor!: i64", n.total_minor as "total_minor!: i64",
                  o.operation_id as "made_by!: OperationId"
           from credit_note n
           join source o on o.id = n.id
           left join invoice i on i.id = n.invoice_id
           join frozen l on l.id = n.letterhead_id
           join frozen f on f.id = n.bill_to_id
           where n.id = ?1"#,
        id,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound("credit note"))
}

/// The lines of a credit note, in order.
pub(crate) async fn list_lines(db: &mut SqliteConnection, id: CreditNoteId) -> Result<Vec<NoteLineRow>, Error> {
    let taxes = sqlx::query!(
        r#"select l.id as "line_id!: i64", t.name, t.rate_e4, t.included as "included: bool", t.tax_minor
           from credit_note_line l join credit_note_line_tax t on t.line_id = l.id
           where l.credit_note_id = ?1 order by t.line_id, t.position"#,
        id,
    )
    .fetch_all(&mut *db)
    .await?;
    let lines = sqlx::query!(
        r#"select id as "id!: i64", invoice_line_id, description, quantity_thousandths, net_minor, tax_minor
           from credit_note_line where credit_note_id = ?1 order by position"#,
        id,
    )
    .fetch_all(db)
    .await?;
    Ok(lines
        .into_iter()
        .map(|line| NoteLineRow {
            invoice_line_id: line.invoice_line_id,
            description: line.description,
            quantity_thousandths: line.quantity_thousandths,
            net_minor: line.net_minor,
            tax_minor: line.tax_minor,
            taxes: taxes
                .iter()
                .filter(|tax| tax.line_id == line.id)
                .map(|tax| LineTaxRow {
                    name: tax.name.clone(),
                    rate_e4: tax.rate_e4,
                    included: tax.included,
                    tax_minor: tax.tax_minor,
                })
                .collect(),
        })
        .collect())
}

/// The day of the service of each line of a credit note, in order, as the invoice's line says it.
pub(crate) async fn list_service_days(
    db: &mut SqliteConnection,
    id: CreditNoteId,
) -> Result<Vec<Option<NaiveDate>>, Error> {
    Ok(sqlx::query_scalar!(
        r#"select l.service_on as "service_on?: NaiveDate"
           from credit_note_line x left join invoice_line l on l.id = x.invoice_line_id
           where x.credit_note_id = ?1 order by x.position"#,
        id,
    )
    .fetch_all(db)
    .await?)
}

/// What live credit notes took of one tax of an invoice's line, or of the line itself where there is no tax.
#[derive(Debug, Clone)]
pub(crate) struct CreditedRow {
    pub line_id: i64,
    pub thousandths: i64,
    pub net_minor: i64,
    /// Of each tax of the line, in its order.
    pub taxes_minor: Vec<i64>,
}

/// The lines of the newest version of an invoice, in order, with what live credit notes took of them.
pub(crate) async fn list_credited(db: &mut SqliteConnection, version_id: i64) -> Result<Vec<CreditedRow>, Error> {
    let lines = sqlx::query!(
        r#"select l.id as "line_id!: i64",
                  coalesce(sum(x.quantity_thousandths), 0) as "thousandths!: i64",
                  coalesce(sum(x.net_minor), 0) as "net_minor!: i64"
           from invoice_line l
           left join credit_note_line x on x.invoice_line_id = l.id
               and (select b.state from source_balance b where b.id = x.credit_note_id) <> 'withdrawn'
           where l.version_id = ?1
           group by l.id order by l.position"#,
        version_id,
    )
    .fetch_all(&mut *db)
    .await?;
    let taxes = sqlx::query!(
        r#"select l.id as "line_id!: i64",
                  coalesce((select sum(c.tax_minor) from credit_note_line x
                            join credit_note_line_tax c on c.line_id = x.id and c.position = t.position
                            where x.invoice_line_id = l.id
                            and (select b.state from source_balance b where b.id = x.credit_note_id) <> 'withdrawn'), 0)
                      as "tax_minor!: i64"
           from invoice_line l
           join line_tax t on t.line_id = l.id
           where l.version_id = ?1
           order by l.position, t.position"#,
        version_id,
    )
    .fetch_all(db)
    .await?;
    Ok(lines
        .into_iter()
        .map(|line| CreditedRow {
            line_id: line.line_id,
            thousandths: line.thousandths,
            net_minor: line.net_minor,
            taxes_minor: taxes.iter().filter(|tax| tax.line_id == line.line_id).map(|tax| tax.tax_minor).collect(),
        })
        .collect())
}

/// The invoice that a source is a credit note on.
pub(crate) async fn find_invoice(db: &mut SqliteConnection, source: SourceId) -> Result<Option<InvoiceId>, Error> {
    let invoice =
        sqlx::query_scalar!(r#"select invoice_id as "invoice_id: InvoiceId" from credit_note where id = ?1"#, source);
    Ok(invoice.fetch_optional(db).await?.flatten())
}

/// What the live credit notes on an invoice came to beyond what they have on it.
pub(crate) async fn kept_of_invoice(db: &mut SqliteConnection, invoice: InvoiceId) -> Result<i64, Error> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(sum(b.amount_minor - (select coalesce(sum(a.amount_minor), 0) from application a
                                                 where a.source_id = n.id and a.invoice_id = n.invoice_id)), 0)
               as "kept!: i64"
           from credit_note n join source_balance b on b.id = n.id
           where n.invoice_id = ?1"#,
        invoice,
    )
    .fetch_one(db)
    .await?)
}

/// A credit note as its invoice's page lists it.
#[derive(Debug, Clone)]
pub(crate) struct NoteRow {
    pub id: CreditNoteId,
    pub number: String,
    pub issued_on: NaiveDate,
    pub total_minor: i64,
    pub void: bool,
    /// The invoice that the same act issued.
    pub instead_id: Option<InvoiceId>,
    pub instead: Option<String>,
}

/// The credit notes on an invoice, oldest first.
pub(crate) async fn list_by_invoice(db: &mut SqliteConnection, invoice: InvoiceId) -> Result<Vec<NoteRow>, Error> {
    Ok(sqlx::query_as!(
        NoteRow,
        r#"select n.id as "id!: CreditNoteId", o.number as "number!", n.issued_on as "issued_on!: NaiveDate",
                  n.total_minor as "total_minor!", b.state = 'withdrawn' as "void!: bool",
                  i.id as "instead_id?: InvoiceId", i.number as "instead?"
           from credit_note n
           join source o on o.id = n.id
           join source_balance b on b.id = n.id
           left join invoice i on i.id = (select min(x.id) from invoice x where x.operation_id = o.operation_id)
           where n.invoice_id = ?1
           order by n.id"#,
        invoice,
    )
    .fetch_all(db)
    .await?)
}

/// A credit note that stands on an invoice.
#[derive(Debug, Clone)]
pub(crate) struct LiveNote {
    pub number: String,
    /// The return that made it.
    pub returned: Option<String>,
}

impl LiveNote {
    /// What has to go before the invoice can change.
    pub(crate) fn way_out(&self) -> String {
        match &self.returned {
            Some(by) => format!("Reverse {by}, which made it, first"),
            None => format!("Make {} void first", self.number),
        }
    }
}

/// The newest live credit note on an invoice.
pub(crate) async fn find_live(db: &mut SqliteConnection, invoice: InvoiceId) -> Result<Option<LiveNote>, Error> {
    Ok(sqlx::query_as!(
        LiveNote,
        r#"select o.number as "number!", p.number as "returned?" from credit_note n
           join source o on o.id = n.id
           join source_balance b on b.id = n.id
           left join return_note t on t.credit_note_id = n.id
           left join return_posting p on p.id = t.posting_id
           where n.invoice_id = ?1 and b.state <> 'withdrawn'
           order by n.id desc limit 1"#,
        invoice,
    )
    .fetch_optional(db)
    .await?)
}

/// A session of a line of an invoice that is not credited in full, and that the invoice does not charge, if there is one.
pub(crate) async fn find_uncharged_session(
    db: &mut SqliteConnection,
    invoice: InvoiceId,
) -> Result<Option<SessionId>, Error> {
    Ok(sqlx::query_scalar!(
        r#"select l.session_id as "id!: SessionId"
           from invoice_now v join invoice_line l on l.version_id = v.id join invoice i on i.id = v.invoice_id
           where v.invoice_id = ?1 and l.session_id is not null
               and (select b.state from invoice_balance b where b.id = i.id) <> 'void'
               and not exists (
                   select 1 from charged c where c.id = l.session_id and c.client_id = i.client_id and c.invoice_id = i.id)
               and l.net_minor + l.tax_minor > (
                   select coalesce(sum(x.net_minor + x.tax_minor), 0) from credit_note_line x
                       join source_balance b on b.id = x.credit_note_id
                   where x.invoice_line_id = l.id and b.state <> 'withdrawn')
           limit 1"#,
        invoice,
    )
    .fetch_optional(db)
    .await?)
}

/// The sessions whose lines a credit note took something off.
pub(crate) async fn list_sessions(db: &mut SqliteConnection, id: CreditNoteId) -> Result<Vec<SessionId>, Error> {
    Ok(sqlx::query_scalar!(
        r#"select distinct l.session_id as "session_id!: SessionId"
           from credit_note_line x join invoice_line l on l.id = x.invoice_line_id
           where x.credit_note_id = ?1 and l.session_id is not null
           order by l.session_id"#,
        id,
    )
    .fetch_all(db)
    .await?)
}
