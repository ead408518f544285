//! Invoices: their numbers, versions and lines.

use billing::{Currency, Discount, InvoiceStanding, InvoiceState, Rate};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::{ledger::written, money, stored};
use crate::{
    error::Error,
    ids::{ClientId, InvoiceId, OperationId, ProductId, RecordId, ServiceId, SessionId},
};

/// The newest version of an invoice, with where it stands.
#[derive(Debug, Clone)]
pub(crate) struct InvoiceRow {
    pub id: InvoiceId,
    pub number: String,
    pub client_id: ClientId,
    pub version_id: i64,
    pub version: i64,
    pub revision: i64,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub discount_kind: String,
    pub discount_value: i64,
    pub note: String,
    pub tax_exempt: bool,
    pub letterhead: String,
    pub bill_to: String,
    pub gross_minor: i64,
    pub discount_minor: i64,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub total_minor: i64,
    pub charged_minor: i64,
    pub applied_minor: i64,
    pub written_off_minor: i64,
    pub state: String,
    pub supplied_on: Option<NaiveDate>,
}

impl InvoiceRow {
    pub(crate) fn state(&self) -> Result<InvoiceState, Error> {
        stored(InvoiceState::parse(&self.state), "state of an invoice")
    }

    /// The invoice as its rules see it. A void one charges nothing, and keeps the total that it was issued with.
    pub(crate) fn standing(&self, currency: Currency) -> Result<InvoiceStanding, Error> {
        Ok(InvoiceStanding {
            number: self.number.clone(),
            state: self.state()?,
            total: money(currency, self.total_minor)?,
            applied: money(currency, self.applied_minor)?,
            written_off: money(currency, self.written_off_minor)?,
        })
    }
}

/// A line as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineRow {
    pub session_id: Option<SessionId>,
    pub service_id: Option<ServiceId>,
    pub product_id: Option<ProductId>,
    pub record_id: Option<RecordId>,
    pub description: String,
    pub service_on: Option<NaiveDate>,
    pub quantity_thousandths: i64,
    pub unit_price_e4: i64,
    pub discount_kind: String,
    pub discount_value: i64,
    pub line_discount_minor: i64,
    pub base_minor: i64,
    pub document_discount_minor: i64,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub taxes: Vec<LineTaxRow>,
}

/// A tax of a line as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineTaxRow {
    pub name: String,
    pub rate_e4: i64,
    pub included: bool,
    pub tax_minor: i64,
}

/// What a new version says.
#[derive(Debug, Clone)]
pub(crate) struct VersionRow {
    pub version: i64,
    pub revision: i64,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub discount_kind: &'static str,
    pub discount_value: i64,
    pub note: String,
    pub tax_exempt: bool,
    pub letterhead_id: i64,
    pub bill_to_id: i64,
    pub gross_minor: i64,
    pub discount_minor: i64,
    pub net_minor: i64,
    pub tax_minor: i64,
}

/// A discount as it is stored.
pub(crate) fn discount_columns(discount: Option<Discount>) -> (&'static str, i64) {
    match discount {
        None => ("none", 0),
        Some(Discount::Amount(amount)) => ("amount", amount.minor()),
        Some(Discount::Percent(rate)) => ("percent", rate.e4()),
    }
}

/// A stored discount.
pub(crate) fn discount(currency: Currency, kind: &str, value: i64) -> Result<Option<Discount>, Error> {
    Ok(match kind {
        "amount" => Some(Discount::Amount(money(currency, value)?)),
        "percent" => Some(Discount::Percent(stored(Rate::from_e4(value), "rate")?)),
        _ => None,
    })
}

/// The newest version of an invoice.
pub(crate) async fn load(db: &mut SqliteConnection, id: InvoiceId) -> Result<InvoiceRow, Error> {
    sqlx::query_as!(
        InvoiceRow,
        r#"select i.id as "id!: InvoiceId", i.number, i.client_id as "client_id!: ClientId", v.id as "version_id!: i64",
                  v.version as "version!: i64", v.revision as "revision!: i64", v.issued_on as "issued_on!: NaiveDate",
                  v.due_on as "due_on!: NaiveDate", v.discount_kind as "discount_kind!",
                  v.discount_value as "discount_value!: i64", v.note as "note!", v.tax_exempt as "tax_exempt!: bool",
                  l.content as letterhead, t.content as bill_to,
                  v.gross_minor as "gross_minor!: i64", v.discount_minor as "discount_minor!: i64",
                  v.net_minor as "net_minor!: i64", v.tax_minor as "tax_minor!: i64", v.total_minor as "total_minor!: i64",
                  b.total_minor as "charged_minor!: i64", b.applied_minor as "applied_minor!: i64",
                  b.written_off_minor as "written_off_minor!: i64",
                  iif(b.state = 'open' and v.issued_on <= (select closed_through from profile), 'locked', b.state)
                      as "state!: String",
                  (select max(s.supplied_on) from supplied s
                   where s.entity = 'invoice' and s.entity_id = i.id) as "supplied_on: NaiveDate"
           from invoice i
           join invoice_now v on v.invoice_id = i.id
           join invoice_balance b on b.id = i.id
           join frozen l on l.id = v.letterhead_id
           join frozen t on t.id = v.bill_to_id
           where i.id = ?1"#,
        id,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound("invoice"))
}

/// The lines of a version, in their order.
pub(crate) async fn list_lines(db: &mut SqliteConnection, version_id: i64) -> Result<Vec<LineRow>, Error> {
    let taxes = sqlx::query!(
        r#"select t.line_id, t.name, t.rate_e4, t.included as "included: bool", t.tax_minor
           from invoice_line l join line_tax t on t.line_id = l.id
           where l.version_id = ?1 order by t.line_id, t.position"#,
        version_id,
    )
    .fetch_all(&mut *db)
    .await?;
    let lines = sqlx::query!(
        r#"select id as "id!: i64", session_id as "session_id: SessionId", service_id as "service_id: ServiceId",
                  product_id as "product_id: ProductId", record_id as "record_id: RecordId", description,
                  service_on as "service_on: NaiveDate", quantity_thousandths, unit_price_e4, discount_kind, discount_value, line_discount_minor, base_minor,
                  document_discount_minor, net_minor, tax_minor
           from invoice_line where version_id = ?1 order by position"#,
        version_id,
    )
    .fetch_all(db)
    .await?;
    Ok(lines
        .into_iter()
        .map(|line| LineRow {
            session_id: line.session_id,
            service_id: line.service_id,
            product_id: line.product_id,
            record_id: line.record_id,
            description: line.description,
            service_on: line.service_on,
            quantity_thousandths: line.quantity_thousandths,
            unit_price_e4: line.unit_price_e4,
            discount_kind: line.discount_kind,
            discount_value: line.discount_value,
            line_discount_minor: line.line_discount_minor,
            base_minor: line.base_minor,
            document_discount_minor: line.document_discount_minor,
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

/// The number that the next invoice gets in its sequence.
pub(crate) async fn next_sequence(db: &mut SqliteConnection, first: i64) -> Result<i64, Error> {
    Ok(sqlx::query_scalar!(r#"select coalesce(max(sequence) + 1, ?1) as "next!: i64" from invoice"#, first)
        .fetch_one(db)
        .await?)
}

/// The numbers of invoices that begin with `prefix`.
pub(crate) async fn list_numbers(db: &mut SqliteConnection, prefix: &str) -> Result<Vec<String>, Error> {
    Ok(sqlx::query_scalar!(
        "select number from invoice where substr(number, 1, length(?1)) = ?1 order by sequence",
        prefix
    )
    .fetch_all(db)
    .await?)
}

/// Keeps a new invoice, without content yet.
pub(crate) async fn insert(
    db: &mut SqliteConnection,
    operation: OperationId,
    sequence: i64,
    number: &str,
    client: ClientId,
) -> Result<InvoiceId, Error> {
    Ok(sqlx::query!(
        "insert into invoice (sequence, number, client_id, operation_id) values (?1, ?2, ?3, ?4)",
        sequence,
        number,
        client,
        operation,
    )
    .execute(db)
    .await?
    .last_insert_rowid()
    .into())
}

/// Keeps what an invoice says from now on.
pub(crate) async fn save_version(
    db: &mut SqliteConnection,
    operation: OperationId,
    invoice: InvoiceId,
    row: &VersionRow,
    lines: &[LineRow],
) -> Result<(), Error> {
    let total_minor = row.net_minor + row.tax_minor;
    let done = sqlx::query!(
        "insert into invoice_version (invoice_id, version, revision, issued_on, due_on, discount_kind, discount_value,
            note, tax_exempt, letterhead_id, bill_to_id, gross_minor, discount_minor, net_minor, tax_minor, total_minor,
            operation_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        invoice,
        row.version,
        row.revision,
        row.issued_on,
        row.due_on,
        row.discount_kind,
        row.discount_value,
        row.note,
        row.tax_exempt,
        row.letterhead_id,
        row.bill_to_id,
        row.gross_minor,
        row.discount_minor,
        row.net_minor,
        row.tax_minor,
        total_minor,
        operation,
    )
    .execute(&mut *db)
    .await;
    let version_id = written(db, row.issued_on, done).await?.last_insert_rowid();
    for (position, line) in (1_i64..).zip(lines) {
        save_line(db, version_id, position, line).await?;
    }
    Ok(())
}

async fn save_line(db: &mut SqliteConnection, version_id: i64, position: i64, line: &LineRow) -> Result<(), Error> {
    let line_id = sqlx::query!(
        "insert into invoice_line (version_id, position, session_id, service_id, product_id, record_id, description,
            service_on, quantity_thousandths, unit_price_e4, discount_kind, discount_value, line_discount_minor, base_minor,
            document_discount_minor, net_minor, tax_minor)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        version_id,
        position,
        line.session_id,
        line.service_id,
        line.product_id,
        line.record_id,
        line.description,
        line.service_on,
        line.quantity_thousandths,
        line.unit_price_e4,
        line.discount_kind,
        line.discount_value,
        line.line_discount_minor,
        line.base_minor,
        line.document_discount_minor,
        line.net_minor,
        line.tax_minor,
    )
    .execute(&mut *db)
    .await?
    .last_insert_rowid();
    for (position, tax) in (1_i64..).zip(&line.taxes) {
        sqlx::query!(
            "insert into line_tax (line_id, position, name, rate_e4, included, tax_minor) values (?1, ?2, ?3, ?4, ?5, ?6)",
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

/// Keeps that an invoice is open, locked or void from now on.
pub(crate) async fn save_state(
    db: &mut SqliteConnection,
    operation: OperationId,
    invoice: InvoiceId,
    state: InvoiceState,
    reason: &str,
) -> Result<(), Error> {
    let state = state.as_str();
    sqlx::query!(
        "insert into invoice_state (invoice_id, state, reason, operation_id) values (?1, ?2, ?3, ?4)",
        invoice,
        state,
        reason,
        operation,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps names, addresses or texts as they stand now, each wording once, and returns its id.
pub(crate) async fn freeze(db: &mut SqliteConnection, content: &str) -> Result<i64, Error> {
    if let Some(id) = sqlx::query_scalar!(r#"select id as "id!: i64" from frozen where content = ?1"#, content)
        .fetch_optional(&mut *db)
        .await?
    {
        return Ok(id);
    }
    Ok(sqlx::query!("insert into frozen (content) values (?1)", content).execute(db).await?.last_insert_rowid())
}

/// An invoice with something left to pay.
#[derive(Debug, Clone)]
pub(crate) struct UnsettledRow {
    pub id: InvoiceId,
    pub client_id: ClientId,
    pub number: String,
    pub service_on: NaiveDate,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub outstanding_minor: i64,
    /// How much of it was written off.
    pub written_off_minor: i64,
}

/// How many invoices that are not void were issued after one day, up to another.
pub(crate) async fn count_issued(
    db: &mut SqliteConnection,
    after: Option<NaiveDate>,
    through: Option<NaiveDate>,
) -> Result<i64, Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!: i64" from invoice_now v join invoice_balance b on b.id = v.invoice_id
           where (?1 is null or v.issued_on > ?1) and v.issued_on <= ?2 and b.state <> 'void'"#,
        after,
        through,
    )
    .fetch_one(db)
    .await?)
}

/// A client's invoices with something left to pay, in the order of issue.
pub(crate) async fn list_unsettled(db: &mut SqliteConnection, client: ClientId) -> Result<Vec<UnsettledRow>, Error> {
    Ok(sqlx::query_as!(
        UnsettledRow,
        r#"select i.id as "id!: InvoiceId", i.client_id as "client_id!: ClientId", i.number as "number!",
                  coalesce((select min(l.service_on) from invoice_line l where l.version_id = v.id), v.issued_on)
                      as "service_on!: NaiveDate",
                  v.issued_on as "issued_on!: NaiveDate", v.due_on as "due_on!: NaiveDate",
                  b.total_minor - b.applied_minor - b.written_off_minor as "outstanding_minor!: i64",
                  0 as "written_off_minor!: i64"
           from unsettled u
           join invoice i on i.id = u.invoice_id
           join invoice_now v on v.invoice_id = u.invoice_id
           join invoice_balance b on b.id = u.invoice_id
           where u.client_id = ?1
           order by i.sequence"#,
        client,
    )
    .fetch_all(db)
    .await?)
}

/// A client's invoices whose lines can change, newest first: open, of no closed day, without a live credit note.
pub(crate) async fn list_changeable(db: &mut SqliteConnection, client: ClientId) -> Result<Vec<InvoiceId>, Error> {
    const SHOWN: i64 = 20;
    Ok(sqlx::query_scalar!(
        r#"select i.id as "id!: InvoiceId" from invoice i
           join invoice_now v on v.invoice_id = i.id
           where i.client_id = ?1
           and coalesce((select s.state from invoice_state s where s.invoice_id = i.id order by s.id desc limit 1), 'open')
               = 'open'
           and v.issued_on > coalesce((select closed_through from profile), '')
           and not exists (select 1 from credit_note n join source_balance b on b.id = n.id
                           where n.invoice_id = i.id and b.state <> 'withdrawn')
           order by i.sequence desc limit ?2"#,
        client,
        SHOWN,
    )
    .fetch_all(db)
    .await?)
}

/// The day on which an invoice is issued.
pub(crate) async fn load_issued_on(db: &mut SqliteConnection, id: InvoiceId) -> Result<NaiveDate, Error> {
    sqlx::query_scalar!(r#"select issued_on as "issued_on!: NaiveDate" from invoice_now where invoice_id = ?1"#, id,)
        .fetch_optional(db)
        .await?
        .ok_or(Error::NotFound("invoice"))
}

/// The oldest service date of the lines of a version.
pub(crate) async fn oldest_service(db: &mut SqliteConnection, version_id: i64) -> Result<Option<NaiveDate>, Error> {
    Ok(sqlx::query_scalar!(
        r#"select min(service_on) as "service_on: NaiveDate" from invoice_line where version_id = ?1"#,
        version_id,
    )
    .fetch_one(db)
    .await?)
}

/// Whether a copy of this revision left the practice.
pub(crate) async fn revision_was_supplied(
    db: &mut SqliteConnection,
    invoice: InvoiceId,
    revision: i64,
) -> Result<bool, Error> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from supplied
                          where entity = 'invoice' and entity_id = ?1 and revision = ?2) as "was: bool""#,
        invoice,
        revision,
    )
    .fetch_one(db)
    .await?)
}
