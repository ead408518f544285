//! Sessions and the series that they belong to.

use serde::{Deserialize, Serialize};
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use super::{
    Entity, PAGE_ROWS, Tracked, anywhere, count,
    session_share::{self, ShareRow},
};
use crate::{
    error::Error,
    ids::{ClientId, CreditNoteId, InvoiceId, SeriesId, ServiceId, SessionId},
    view::{SessionFilter, SessionsQuery},
};

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SessionRow {
    pub client_id: ClientId,
    pub service_id: ServiceId,
    pub starts_at: String,
    pub minutes: i64,
    pub fee_minor: Option<i64>,
    pub attendance: Option<String>,
    pub fee_waived: bool,
    pub awaits_invoice: bool,
    pub invoice_id: Option<InvoiceId>,
    pub series_id: Option<SeriesId>,
    pub note: String,
    /// Who else pays for it, by client; nobody for most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<ShareRow>,
}

impl SessionRow {
    /// The day on which it starts.
    pub(crate) fn day(&self) -> &str {
        self.starts_at.split_once('T').map_or(self.starts_at.as_str(), |(day, _)| day)
    }
}

/// Sessions that repeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SeriesRow {
    pub weeks: i64,
}

impl Tracked for SessionRow {
    const ENTITY: Entity = Entity::Session;

    async fn load(db: &mut SqliteConnection, id: i64) -> Result<Option<Self>, Error> {
        let Some(row) = sqlx::query!(
            r#"select client_id as "client_id: ClientId", service_id as "service_id: ServiceId", starts_at, minutes,
                      fee_minor, attendance, fee_waived as "fee_waived: bool", awaits_invoice as "awaits_invoice: bool",
                      invoice_id as "invoice_id: InvoiceId", series_id as "series_id: SeriesId", note,
                      exists (select 1 from session_share h where h.session_id = session.id) as "shared: bool"
               from session where id = ?1"#,
            id,
        )
        .fetch_optional(&mut *db)
        .await?
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            client_id: row.client_id,
            service_id: row.service_id,
            starts_at: row.starts_at,
            minutes: row.minutes,
            fee_minor: row.fee_minor,
            attendance: row.attendance,
            fee_waived: row.fee_waived,
            awaits_invoice: row.awaits_invoice,
            invoice_id: row.invoice_id,
            series_id: row.series_id,
            note: row.note,
            shares: if row.shared { session_share::list(db, id).await? } else { vec![] },
        }))
    }

    async fn insert(&self, db: &mut SqliteConnection, id: Option<i64>) -> Result<i64, Error> {
        let id = sqlx::query!(
            "insert into session (id, client_id, service_id, starts_at, minutes, fee_minor, attendance, fee_waived,
                awaits_invoice, invoice_id, series_id, note)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            id,
            self.client_id,
            self.service_id,
            self.starts_at,
            self.minutes,
            self.fee_minor,
            self.attendance,
            self.fee_waived,
            self.awaits_invoice,
            self.invoice_id,
            self.series_id,
            self.note,
        )
        .execute(&mut *db)
        .await?
        .last_insert_rowid();
        session_share::insert(db, id, &self.shares).await?;
        Ok(id)
    }

    async fn update(&self, db: &mut SqliteConnection, id: i64, before: &Self) -> Result<(), Error> {
        let shared_otherwise = self.shares != before.shares;
        if shared_otherwise {
            // First, because who was another payer may be the session's own client now.
            session_share::delete(db, id).await?;
        }
        sqlx::query!(
            "update session set client_id = ?2, service_id = ?3, starts_at = ?4, minutes = ?5, fee_minor = ?6,
                attendance = ?7, fee_waived = ?8, awaits_invoice = ?9, invoice_id = ?10, series_id = ?11, note = ?12
             where id = ?1",
            id,
            self.client_id,
            self.service_id,
            self.starts_at,
            self.minutes,
            self.fee_minor,
            self.attendance,
            self.fee_waived,
            self.awaits_invoice,
            self.invoice_id,
            self.series_id,
            self.note,
        )
        .execute(&mut *db)
        .await?;
        if shared_otherwise { session_share::insert(db, id, &self.shares).await } else { Ok(()) }
    }

    async fn delete(db: &mut SqliteConnection, id: i64) -> Result<(), Error> {
        sqlx::query!("delete from session where id = ?1", id).execute(db).await?;
        Ok(())
    }
}

impl Tracked for SeriesRow {
    const ENTITY: Entity = Entity::Series;

    async fn load(db: &mut SqliteConnection, id: i64) -> Result<Option<Self>, Error> {
        Ok(sqlx::query_as!(Self, "select weeks from series where id = ?1", id).fetch_optional(db).await?)
    }

    async fn insert(&self, db: &mut SqliteConnection, id: Option<i64>) -> Result<i64, Error> {
        Ok(sqlx::query!("insert into series (id, weeks) values (?1, ?2)", id, self.weeks)
            .execute(db)
            .await?
            .last_insert_rowid())
    }

    async fn update(&self, db: &mut SqliteConnection, id: i64, _: &Self) -> Result<(), Error> {
        sqlx::query!("update series set weeks = ?2 where id = ?1", id, self.weeks).execute(db).await?;
        Ok(())
    }

    async fn delete(db: &mut SqliteConnection, id: i64) -> Result<(), Error> {
        sqlx::query!("delete from series where id = ?1", id).execute(db).await?;
        Ok(())
    }
}

/// A session.
pub(crate) async fn load(db: &mut SqliteConnection, id: SessionId) -> Result<SessionRow, Error> {
    SessionRow::load(db, id.get()).await?.ok_or(Error::NotFound("session"))
}

/// A session with what a list shows of it.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ListedSession {
    pub id: SessionId,
    pub client_id: ClientId,
    pub first_name: String,
    pub last_name: String,
    pub service_id: ServiceId,
    pub service_name: String,
    pub starts_at: String,
    pub minutes: i64,
    pub attendance: Option<String>,
    pub fee_waived: bool,
    pub awaits_invoice: bool,
    pub invoice_id: Option<InvoiceId>,
    pub invoice_number: Option<String>,
    pub fee_minor: Option<i64>,
    pub agreed_minor: Option<i64>,
    pub service_minor: i64,
    pub late_cancel_kind: String,
    pub late_cancel_value: i64,
    pub no_show_kind: String,
    pub no_show_value: i64,
    pub series_id: Option<SeriesId>,
    pub has_note: bool,
    /// A [`ListedShare`] for each other payer, as JSON.
    pub shares: String,
}

/// Another payer of a listed session.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ListedShare {
    pub client_id: i64,
    pub first_name: String,
    pub last_name: String,
    pub percent_e4: i64,
    pub awaits_invoice: i64,
    pub invoice_id: Option<i64>,
    pub invoice_number: Option<String>,
}

impl ListedSession {
    /// Who else pays for it.
    pub(crate) fn shares(&self) -> Result<Vec<ListedShare>, Error> {
        serde_json::from_str(&self.shares).map_err(|error| Error::Inconsistent(error.to_string()))
    }
}

const LISTED: &str =
    "select s.id, s.client_id, c.first_name, c.last_name, s.service_id, v.name as service_name, s.starts_at,
        s.minutes, s.attendance, s.fee_waived, s.awaits_invoice, s.invoice_id, i.number as invoice_number, s.fee_minor,
        f.fee_minor as agreed_minor, v.fee_minor as service_minor, v.late_cancel_kind, v.late_cancel_value,
        v.no_show_kind, v.no_show_value, s.series_id, s.note <> '' as has_note,
        (select json_group_array(json_object('client_id', h.client_id, 'first_name', p.first_name,
                    'last_name', p.last_name, 'percent_e4', h.percent_e4, 'awaits_invoice', h.awaits_invoice,
                    'invoice_id', h.invoice_id, 'invoice_number', x.number) order by h.client_id)
         from session_share h
         join client p on p.id = h.client_id
         left join invoice x on x.id = h.invoice_id
         where h.session_id = s.id) as shares
    from session s
    join client c on c.id = s.client_id
    join service v on v.id = s.service_id
    left join agreed_fee f on f.client_id = s.client_id and f.service_id = s.service_id
    left join invoice i on i.id = s.invoice_id";

/// The sessions that start in a range of local times, in their order.
pub(crate) async fn list_between(db: &mut SqliteConnection, from: &str, to: &str) -> Result<Vec<ListedSession>, Error> {
    let mut listing = QueryBuilder::new(LISTED);
    listing.push(" where s.starts_at >= ").push_bind(from.to_owned());
    listing.push(" and s.starts_at < ").push_bind(to.to_owned());
    listing.push(" order by s.starts_at, s.id");
    Ok(listing.build_query_as().fetch_all(db).await?)
}

/// One session as lists show it.
pub(crate) async fn load_listed(db: &mut SqliteConnection, id: SessionId) -> Result<ListedSession, Error> {
    let mut listing = QueryBuilder::new(LISTED);
    listing.push(" where s.id = ").push_bind(id);
    listing.build_query_as().fetch_optional(db).await?.ok_or(Error::NotFound("session"))
}

/// One page of the sessions that match, and how many there are. `now` is local.
pub(crate) async fn list(
    db: &mut SqliteConnection,
    query: &SessionsQuery,
    now: &str,
    rows: u32,
) -> Result<(Vec<ListedSession>, u32), Error> {
    let mut counting = QueryBuilder::new("select count(*) from session s");
    if !query.search.trim().is_empty() {
        counting.push(" join client c on c.id = s.client_id join service v on v.id = s.service_id");
    }
    push_filter(&mut counting, query, now);
    let total: i64 = counting.build_query_scalar().fetch_one(&mut *db).await?;
    let mut listing = QueryBuilder::new(LISTED);
    push_filter(&mut listing, query, now);
    listing.push(if query.descending {
        " order by s.starts_at desc, s.id desc limit "
    } else {
        " order by s.starts_at, s.id limit "
    });
    listing.push_bind(rows).push(" offset ").push_bind(query.page.saturating_mul(PAGE_ROWS));
    Ok((listing.build_query_as().fetch_all(db).await?, count(total)))
}

fn push_filter(builder: &mut QueryBuilder<Sqlite>, query: &SessionsQuery, now: &str) {
    builder.push(" where true");
    let waits = matches!(query.filter, SessionFilter::NotInvoiced | SessionFilter::ToInvoice);
    if let Some(client) = query.client_id.filter(|_| !waits) {
        builder.push(" and s.id in (select id from session where client_id = ").push_bind(client);
        builder.push(" union all select session_id from session_share where client_id = ").push_bind(client).push(")");
    }
    match query.filter {
        SessionFilter::All => {}
        SessionFilter::Unmarked => {
            builder.push(" and s.attendance is null and s.starts_at <= ").push_bind(now.to_owned());
        }
        SessionFilter::NotInvoiced | SessionFilter::ToInvoice => {
            builder.push(" and s.id in (select session_id from awaiting where true");
            if let Some(client) = query.client_id {
                builder.push(" and client_id = ").push_bind(client);
            }
            if query.filter == SessionFilter::ToInvoice {
                builder.push(" and invoicing <> 'monthly'");
            }
            builder.push(")");
        }
        SessionFilter::Upcoming => {
            builder.push(" and s.starts_at > ").push_bind(now.to_owned());
        }
    }
    for word in query.search.split_whitespace() {
        let folded = anywhere(&crate::names::fold(word));
        builder.push(" and (c.sort_name like ").push_bind(folded).push(" escape '\\'");
        builder.push(" or v.name like ").push_bind(anywhere(word)).push(" escape '\\')");
    }
}

/// The sessions of a series in their order.
pub(crate) async fn list_series(db: &mut SqliteConnection, series: SeriesId) -> Result<Vec<SessionId>, Error> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id!: SessionId" from session where series_id = ?1 order by starts_at, id"#,
        series,
    )
    .fetch_all(db)
    .await?)
}

/// The sessions that an invoice charges, to whomever.
pub(crate) async fn list_by_invoice(db: &mut SqliteConnection, invoice: InvoiceId) -> Result<Vec<SessionId>, Error> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id!: SessionId" from session where invoice_id = ?1
           union select session_id from session_share where invoice_id = ?1 order by 1"#,
        invoice,
    )
    .fetch_all(db)
    .await?)
}

/// An invoice for a session, with a credit note that stands and took the charge back.
#[derive(Debug, Clone)]
pub(crate) struct CreditedRow {
    pub invoice_id: InvoiceId,
    pub invoice_number: String,
    pub note_id: CreditNoteId,
    pub note_number: String,
}

/// What was charged for a session and credited, by invoice and credit note.
pub(crate) async fn list_credited(db: &mut SqliteConnection, id: SessionId) -> Result<Vec<CreditedRow>, Error> {
    Ok(sqlx::query_as!(
        CreditedRow,
        r#"select distinct i.id as "invoice_id!: InvoiceId", i.number as "invoice_number!",
                  n.id as "note_id!: CreditNoteId", n.number as "note_number!"
           from invoice_line l
           join credit_note_line x on x.invoice_line_id = l.id
           join invoice_version v on v.id = l.version_id
           join invoice i on i.id = v.invoice_id
           join source n on n.id = x.credit_note_id
           where l.session_id = ?1
             and (select b.state from source_balance b where b.id = n.id) <> 'withdrawn'
           order by i.sequence, n.sequence"#,
        id,
    )
    .fetch_all(db)
    .await?)
}

/// The number of an invoice with a line for the session, if there ever was one.
pub(crate) async fn find_naming_invoice(db: &mut SqliteConnection, id: SessionId) -> Result<Option<String>, Error> {
    Ok(sqlx::query_scalar!(
        "select i.number from invoice_line l
         join invoice_version v on v.id = l.version_id
         join invoice i on i.id = v.invoice_id
         where l.session_id = ?1 order by i.sequence desc limit 1",
        id,
    )
    .fetch_optional(db)
    .await?)
}
