//! Sources of a client's money, whatever their kind: numbers, states, and what is left of them.

use billing::{Belonging, CreditOrigin, Currency, SourceError, SourceKind, SourceStanding, SourceState, UsableSource};
use chrono::NaiveDate;
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use super::{Entity, PAGE_ROWS, anywhere, count, money, stored};
use crate::{
    error::Error,
    ids::{ClientId, OperationId, SourceId},
    names,
    view::{CreditFilter, CreditSort, CreditsQuery, SourceKindView, SourceRef},
};

/// A source with where it stands.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct SourceRow {
    pub id: SourceId,
    pub kind: String,
    pub number: String,
    pub client_id: ClientId,
    pub state: String,
    /// The origin of a credit.
    pub origin: Option<String>,
    /// The cause of a credit note without an invoice.
    pub cause: Option<String>,
    /// The return that made it.
    pub returned: Option<String>,
    pub expires_on: Option<NaiveDate>,
    /// The day from which it counts.
    pub from_on: NaiveDate,
    /// What it was made for; one that was withdrawn keeps it.
    pub typed_minor: i64,
    pub applied_minor: i64,
    pub paid_out_minor: i64,
    /// What of that went to a linked client.
    pub transferred_minor: i64,
}

impl SourceRow {
    pub(crate) fn kind(&self) -> Result<SourceKind, Error> {
        stored(SourceKind::parse(&self.kind), "kind of a source")
    }

    /// The source by its number, for the page.
    pub(crate) fn reference(&self) -> Result<SourceRef, Error> {
        Ok(SourceRef { id: self.id, kind: SourceKindView::of(self.kind()?), number: self.number.clone() })
    }

    /// The source as its rules see it.
    pub(crate) fn standing(&self, currency: Currency) -> Result<SourceStanding, Error> {
        Ok(SourceStanding {
            number: self.number.clone(),
            kind: self.kind()?,
            state: stored(SourceState::parse(&self.state), "state of a source")?,
            expires_on: self.expires_on,
            amount: money(currency, self.typed_minor)?,
            applied: money(currency, self.applied_minor)?,
            refunded: money(currency, self.paid_out_minor - self.transferred_minor)?,
            transferred: money(currency, self.transferred_minor)?,
        })
    }

    /// Whose money it is.
    pub(crate) fn belonging(&self) -> Result<Belonging, Error> {
        belonging(self.kind()?, self.origin.as_deref(), self.cause.as_deref())
    }

    /// The source as it is used by itself on `today`.
    pub(crate) fn usable(&self, currency: Currency, today: NaiveDate) -> Result<UsableSource<SourceId>, Error> {
        Ok(UsableSource {
            id: self.id,
            belonging: self.belonging()?,
            expires_on: self.expires_on,
            from_on: self.from_on,
            available: self.standing(currency)?.available(today),
        })
    }
}

/// What history calls a source of this kind.
pub(crate) fn entity(kind: SourceKind) -> Entity {
    match kind {
        SourceKind::Payment => Entity::Payment,
        SourceKind::Credit => Entity::Credit,
        SourceKind::CreditNote => Entity::CreditNote,
    }
}

/// Whose a source is by its kind, the origin of a credit and the cause of a credit note without an invoice.
fn belonging(kind: SourceKind, origin: Option<&str>, cause: Option<&str>) -> Result<Belonging, Error> {
    Ok(match kind {
        SourceKind::Payment => Belonging::OwnMoney,
        // A note that stands alone gives what the client never paid, as a credit does; on an invoice it takes back a charge.
        SourceKind::CreditNote if cause == Some("goodwill") => Belonging::Goodwill,
        SourceKind::CreditNote => Belonging::Correction,
        SourceKind::Credit => stored(origin.and_then(CreditOrigin::parse), "origin of a credit")?.belonging(),
    })
}

/// What was received for a client and neither went back nor moved to a linked client: payments, money brought along or
/// moved from a linked client, and what linked clients paid of the client's invoices, less what the client paid of theirs.
pub(crate) async fn received_minor(db: &mut SqliteConnection, client: ClientId) -> Result<i64, Error> {
    let rows = sqlx::query!(
        r#"with moved as (
               select m.source_id, m.amount_minor as made_minor, 0 as moved_minor
               from source_amount m where m.client_id = ?1
               union all
               select m.source_id, 0, -m.amount_minor from payout m where m.client_id = ?1
               union all
               select m.source_id, 0, -m.amount_minor from application m
               where m.source_client_id = ?1 and m.client_id <> ?1
               union all
               select m.source_id, 0, m.amount_minor from application m
               where m.client_id = ?1 and m.source_client_id <> ?1
           ),
           by_source as (
               select source_id, sum(made_minor) as made_minor, sum(moved_minor) as moved_minor
               from moved group by source_id
           )
           select o.kind as "kind!", k.origin as "origin?",
                  iif(n.invoice_id is null, n.cause, null) as "cause?: String", sum(m.made_minor) as "made_minor!: i64",
                  sum(m.moved_minor) as "moved_minor!: i64"
           from by_source m
           cross join source o on o.id = m.source_id
           left join credit_now k on k.credit_id = o.id
           left join credit_note n on n.id = o.id
           group by o.kind, k.origin, iif(n.invoice_id is null, n.cause, null)"#,
        client,
    )
    .fetch_all(db)
    .await?;
    let mut received_minor = 0;
    for row in rows {
        let kind = stored(SourceKind::parse(&row.kind), "kind of a source")?;
        received_minor += match belonging(kind, row.origin.as_deref(), row.cause.as_deref())? {
            Belonging::OwnMoney => row.made_minor + row.moved_minor,
            Belonging::Correction => row.moved_minor,
            Belonging::Goodwill => 0,
        };
    }
    Ok(received_minor)
}

/// The other clients with whom money of a client crossed, be it by way of others, taken back or their link gone since.
/// Goodwill is no money that crosses.
pub(crate) async fn list_crossed(db: &mut SqliteConnection, client: ClientId) -> Result<Vec<ClientId>, Error> {
    let mut crossed = vec![client];
    let mut at = 0;
    while let Some(one) = crossed.get(at).copied() {
        at += 1;
        let rows = sqlx::query!(
            r#"with crossing (other_id, source_id) as (
                   select client_id, source_id from application where source_client_id = ?1 and client_id <> ?1
                   union
                   select source_client_id, source_id from application where client_id = ?1 and source_client_id <> ?1
                   union
                   select to_client_id, source_id from transfer where client_id = ?1
                   union
                   select client_id, source_id from transfer where to_client_id = ?1
               )
               select c.other_id as "other_id!: ClientId", o.kind as "kind!", k.origin as "origin?",
                      iif(n.invoice_id is null, n.cause, null) as "cause?: String"
               from crossing c
               cross join source o on o.id = c.source_id
               left join credit_now k on k.credit_id = o.id
               left join credit_note n on n.id = o.id"#,
            one,
        )
        .fetch_all(&mut *db)
        .await?;
        for row in rows {
            let kind = stored(SourceKind::parse(&row.kind), "kind of a source")?;
            let belonging = belonging(kind, row.origin.as_deref(), row.cause.as_deref())?;
            if belonging != Belonging::Goodwill && !crossed.contains(&row.other_id) {
                crossed.push(row.other_id);
            }
        }
    }
    crossed.remove(0);
    Ok(crossed)
}

/// A refusal with the documents that stand in the way: the invoices that a source is on, and its refunds with the credits
/// that it was moved into.
pub(crate) async fn name_uses(
    db: &mut SqliteConnection,
    id: SourceId,
    refusal: SourceError,
) -> Result<SourceError, Error> {
    let invoices = sqlx::query_scalar!(
        "select i.number from application a join invoice i on i.id = a.invoice_id where a.source_id = ?1
         group by i.id having sum(a.amount_minor) > 0 order by i.id",
        id,
    )
    .fetch_all(&mut *db)
    .await?;
    let payouts = sqlx::query_scalar!(
        r#"select coalesce(r.number, k.number) as "number!" from payout p
           left join refund r on r.id = p.refund_id
           left join transfer t on t.id = p.transfer_id
           left join source k on k.id = t.credit_id
           where p.source_id = ?1
           group by p.refund_id, p.transfer_id having sum(p.amount_minor) > 0 order by min(p.id)"#,
        id,
    )
    .fetch_all(db)
    .await?;
    Ok(refusal.naming(invoices, payouts))
}

/// The kind of a source.
pub(crate) async fn load_kind(db: &mut SqliteConnection, id: SourceId) -> Result<SourceKind, Error> {
    let kind = sqlx::query_scalar!("select kind from source where id = ?1", id).fetch_optional(db).await?;
    stored(SourceKind::parse(&kind.ok_or(Error::NotFound("source"))?), "kind of a source")
}

/// A source.
pub(crate) async fn load(db: &mut SqliteConnection, id: SourceId) -> Result<SourceRow, Error> {
    sqlx::query_as!(
        SourceRow,
        r#"select o.id as "id!: SourceId", o.kind as "kind!", o.number as "number!", o.client_id as "client_id!: ClientId",
                  b.state as "state!: String", k.origin as "origin?", iif(n.invoice_id is null, n.cause, null) as "cause?: String",
                  k.expires_on as "expires_on?: NaiveDate",
                  (select p.number from return_note t join return_posting p on p.id = t.posting_id where t.credit_note_id = o.id)
                      as "returned?",
                  coalesce(v.received_on, k.given_on, n.issued_on) as "from_on!: NaiveDate",
                  coalesce(v.amount_minor, k.amount_minor, n.total_minor) as "typed_minor!: i64",
                  b.applied_minor as "applied_minor!: i64", b.paid_out_minor as "paid_out_minor!: i64",
                  b.transferred_minor as "transferred_minor!: i64"
           from source o
           join source_balance b on b.id = o.id
           left join payment_now v on v.payment_id = o.id
           left join credit_now k on k.credit_id = o.id
           left join credit_note n on n.id = o.id
           where o.id = ?1"#,
        id,
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound("source"))
}

/// The sources of a client of which something remains, in the order in which they were made.
pub(crate) async fn list_remaining(db: &mut SqliteConnection, client: ClientId) -> Result<Vec<SourceRow>, Error> {
    Ok(sqlx::query_as!(
        SourceRow,
        r#"select o.id as "id!: SourceId", o.kind as "kind!", o.number as "number!", o.client_id as "client_id!: ClientId",
                  b.state as "state!: String", k.origin as "origin?", iif(n.invoice_id is null, n.cause, null) as "cause?: String",
                  k.expires_on as "expires_on?: NaiveDate",
                  (select p.number from return_note t join return_posting p on p.id = t.posting_id where t.credit_note_id = o.id)
                      as "returned?",
                  coalesce(v.received_on, k.given_on, n.issued_on) as "from_on!: NaiveDate",
                  coalesce(v.amount_minor, k.amount_minor, n.total_minor) as "typed_minor!: i64",
                  b.applied_minor as "applied_minor!: i64", b.paid_out_minor as "paid_out_minor!: i64",
                  b.transferred_minor as "transferred_minor!: i64"
           from source o
           cross join source_balance b on b.id = o.id
           left join payment_now v on v.payment_id = o.id
           left join credit_now k on k.credit_id = o.id
           left join credit_note n on n.id = o.id
           where o.client_id = ?1 and b.amount_minor > b.applied_minor + b.paid_out_minor
           order by o.id"#,
        client,
    )
    .fetch_all(db)
    .await?)
}

/// The number that the next source of a kind gets in its sequence.
pub(crate) async fn next_sequence(db: &mut SqliteConnection, kind: SourceKind, first: i64) -> Result<i64, Error> {
    let kind = kind.as_str();
    Ok(sqlx::query_scalar!(
        r#"select coalesce(max(sequence) + 1, ?2) as "next!: i64" from source where kind = ?1"#,
        kind,
        first,
    )
    .fetch_one(db)
    .await?)
}

/// The numbers of sources, of whatever kind, that begin with `prefix`.
pub(crate) async fn list_numbers(db: &mut SqliteConnection, prefix: &str) -> Result<Vec<String>, Error> {
    Ok(sqlx::query_scalar!("select number from source where substr(number, 1, length(?1)) = ?1 order by id", prefix)
        .fetch_all(db)
        .await?)
}

/// Keeps a new source, without content yet.
pub(crate) async fn insert(
    db: &mut SqliteConnection,
    operation: OperationId,
    kind: SourceKind,
    (sequence, number): (i64, &str),
    client: ClientId,
) -> Result<SourceId, Error> {
    let kind = kind.as_str();
    Ok(sqlx::query!(
        "insert into source (kind, sequence, number, client_id, operation_id) values (?1, ?2, ?3, ?4, ?5)",
        kind,
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

/// Keeps that a source is active, inactive or withdrawn from now on, and why.
pub(crate) async fn save_state(
    db: &mut SqliteConnection,
    operation: OperationId,
    source: SourceId,
    state: SourceState,
    reason: &str,
) -> Result<(), Error> {
    let state = state.as_str();
    sqlx::query!(
        "insert into source_state (source_id, state, reason, operation_id) values (?1, ?2, ?3, ?4)",
        source,
        state,
        reason,
        operation,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The day on which a source was withdrawn last, if it was.
pub(crate) async fn withdrawn_on(db: &mut SqliteConnection, source: SourceId) -> Result<Option<NaiveDate>, Error> {
    Ok(sqlx::query_scalar!(
        r#"select o.acted_on as "acted_on: NaiveDate" from source_state s join operation o on o.id = s.operation_id
           where s.source_id = ?1 and s.state = 'withdrawn' order by s.id desc limit 1"#,
        source,
    )
    .fetch_optional(db)
    .await?)
}

/// One row of the list of credits.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ListedSource {
    #[sqlx(flatten)]
    pub source: SourceRow,
    pub first_name: String,
    pub last_name: String,
}

/// One page of the sources that match, and how many there are.
pub(crate) async fn list(
    db: &mut SqliteConnection,
    query: &CreditsQuery,
    rows: u32,
) -> Result<(Vec<ListedSource>, u32), Error> {
    let mut counting = QueryBuilder::new(
        "select count(*) from source o cross join source_balance b on b.id = o.id join client c on c.id = o.client_id",
    );
    push_filter(&mut counting, query);
    let total: i64 = counting.build_query_scalar().fetch_one(&mut *db).await?;
    // `cross join` reads the tables in this order, so that the first page ends after its rows.
    let mut listing = QueryBuilder::new(
        "select o.id, o.kind, o.number, o.client_id, b.state, k.origin,
            iif(n.invoice_id is null, n.cause, null) as cause, k.expires_on,
            (select p.number from return_note t join return_posting p on p.id = t.posting_id
             where t.credit_note_id = o.id) as returned,
            coalesce(v.received_on, k.given_on, n.issued_on) as from_on,
            coalesce(v.amount_minor, k.amount_minor, n.total_minor) as typed_minor, b.applied_minor, b.paid_out_minor,
            b.transferred_minor,
            c.first_name, c.last_name
         from source o
         cross join source_balance b on b.id = o.id
         cross join client c on c.id = o.client_id
         left join payment_now v on v.payment_id = o.id
         left join credit_now k on k.credit_id = o.id
         left join credit_note n on n.id = o.id",
    );
    push_filter(&mut listing, query);
    let direction = if query.descending { " desc" } else { "" };
    listing.push(" order by ").push(match query.sort {
        CreditSort::Made => "o.id",
        CreditSort::Client => "c.sort_name",
        CreditSort::Remaining => "b.amount_minor - b.applied_minor - b.paid_out_minor",
    });
    listing.push(direction);
    if query.sort != CreditSort::Made {
        listing.push(", o.id desc");
    }
    listing.push(" limit ").push_bind(rows).push(" offset ").push_bind(query.page.saturating_mul(PAGE_ROWS));
    Ok((listing.build_query_as().fetch_all(db).await?, count(total)))
}

fn push_filter(builder: &mut QueryBuilder<Sqlite>, query: &CreditsQuery) {
    builder.push(match query.filter {
        CreditFilter::All => " where (o.kind <> 'payment' or b.amount_minor > b.applied_minor + b.paid_out_minor)",
        CreditFilter::Remaining => " where b.amount_minor > b.applied_minor + b.paid_out_minor",
        CreditFilter::Credits => " where o.kind = 'credit'",
        CreditFilter::CreditNotes => " where o.kind = 'credit_note'",
    });
    if let Some(client) = query.client_id {
        builder.push(" and o.client_id = ").push_bind(client);
    }
    for word in query.search.split_whitespace() {
        builder.push(" and (o.number like ").push_bind(anywhere(word)).push(" escape '\\'");
        builder.push(" or c.sort_name like ").push_bind(anywhere(&names::fold(word))).push(" escape '\\')");
    }
}
