//! Clients and the fees agreed with them.

use std::collections::HashMap;

use billing::Invoicing;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use super::{Entity, PAGE_ROWS, Tracked, anywhere, count, credit, profile::ProfileRow, stored};
use crate::{
    error::Error,
    ids::{ClientId, ServiceId},
    names,
    view::{BalanceFilter, ClientSort, ClientStatus, ClientsQuery},
};

/// A client with the fees agreed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClientRow {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub address: String,
    pub city: String,
    pub state: String,
    pub zip: String,
    pub country: String,
    pub born_on: Option<String>,
    pub notes: String,
    pub bill_to_name: String,
    pub bill_to_address: String,
    pub bill_to_email: String,
    pub invoicing: Option<String>,
    pub use_credit: Option<String>,
    pub tax_exempt: bool,
    pub archived_on: Option<String>,
    pub agreed_fees: Vec<(ServiceId, i64)>,
}

impl ClientRow {
    pub(crate) fn name(&self) -> String {
        names::full(&self.first_name, &self.last_name)
    }

    fn sort_name(&self) -> String {
        names::fold(&format!("{} {}", self.last_name, self.first_name))
    }

    /// When invoices are made: by the client's own setting, else by the practice's.
    pub(crate) fn invoicing(&self, profile: &ProfileRow) -> Result<Invoicing, Error> {
        match &self.invoicing {
            Some(own) => stored(Invoicing::parse(own), "way of invoicing"),
            None => profile.invoicing(),
        }
    }

    pub(crate) fn agreed_fee(&self, service: ServiceId) -> Option<i64> {
        self.agreed_fees.iter().find(|(id, _)| *id == service).map(|(_, fee)| *fee)
    }
}

impl Tracked for ClientRow {
    const ENTITY: Entity = Entity::Client;

    async fn load(db: &mut SqliteConnection, id: i64) -> Result<Option<Self>, Error> {
        let Some(row) = sqlx::query!(
            r#"select first_name, last_name, email, phone, address, city, state, zip, country, born_on, notes,
                      bill_to_name, bill_to_address, bill_to_email, invoicing,
                      use_credit, tax_exempt as "tax_exempt: bool", archived_on,
                      exists (select 1 from agreed_fee a where a.client_id = client.id) as "has_agreed_fees: bool"
               from client where id = ?1"#,
            id,
        )
        .fetch_optional(&mut *db)
        .await?
        else {
            return Ok(None);
        };
        let agreed_fees = if row.has_agreed_fees { list_fees(db, id).await? } else { vec![] };
        Ok(Some(Self {
            first_name: row.first_name,
            last_name: row.last_name,
            email: row.email,
            phone: row.phone,
            address: row.address,
            city: row.city,
            state: row.state,
            zip: row.zip,
            country: row.country,
            born_on: row.born_on,
            notes: row.notes,
            bill_to_name: row.bill_to_name,
            bill_to_address: row.bill_to_address,
            bill_to_email: row.bill_to_email,
            invoicing: row.invoicing,
            use_credit: row.use_credit,
            tax_exempt: row.tax_exempt,
            archived_on: row.archived_on,
            agreed_fees,
        }))
    }

    async fn insert(&self, db: &mut SqliteConnection, id: Option<i64>) -> Result<i64, Error> {
        let sort_name = self.sort_name();
        let id = sqlx::query!(
            "insert into client (id, first_name, last_name, email, phone, address, city, state, zip, country, born_on,
                notes, bill_to_name, bill_to_address, bill_to_email, invoicing, use_credit, tax_exempt, archived_on, sort_name)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
            id,
            self.first_name,
            self.last_name,
            self.email,
            self.phone,
            self.address,
            self.city,
            self.state,
            self.zip,
            self.country,
            self.born_on,
            self.notes,
            self.bill_to_name,
            self.bill_to_address,
            self.bill_to_email,
            self.invoicing,
            self.use_credit,
            self.tax_exempt,
            self.archived_on,
            sort_name,
        )
        .execute(&mut *db)
        .await?
        .last_insert_rowid();
        save_fees(db, id, &self.agreed_fees).await?;
        Ok(id)
    }

    async fn update(&self, db: &mut SqliteConnection, id: i64, before: &Self) -> Result<(), Error> {
        let sort_name = self.sort_name();
        sqlx::query!(
            "update client set first_name = ?2, last_name = ?3, email = ?4, phone = ?5, address = ?6, city = ?7,
                state = ?8, zip = ?9, country = ?10, born_on = ?11, notes = ?12, bill_to_name = ?13,
                bill_to_address = ?14, bill_to_email = ?15, invoicing = ?16, use_credit = ?17, tax_exempt = ?18,
                archived_on = ?19, sort_name = ?20
             where id = ?1",
            id,
            self.first_name,
            self.last_name,
            self.email,
            self.phone,
            self.address,
            self.city,
            self.state,
            self.zip,
            self.country,
            self.born_on,
            self.notes,
            self.bill_to_name,
            self.bill_to_address,
            self.bill_to_email,
            self.invoicing,
            self.use_credit,
            self.tax_exempt,
            self.archived_on,
            sort_name,
        )
        .execute(&mut *db)
        .await?;
        if self.agreed_fees == before.agreed_fees {
            return Ok(());
        }
        sqlx::query!("delete from agreed_fee where client_id = ?1", id).execute(&mut *db).await?;
        save_fees(db, id, &self.agreed_fees).await
    }

    async fn delete(db: &mut SqliteConnection, id: i64) -> Result<(), Error> {
        sqlx::query!("delete from client where id = ?1", id).execute(db).await?;
        Ok(())
    }
}

async fn list_fees(db: &mut SqliteConnection, client: i64) -> Result<Vec<(ServiceId, i64)>, Error> {
    let fees = sqlx::query!(
        r#"select service_id as "service_id: ServiceId", fee_minor from agreed_fee
           where client_id = ?1 order by service_id"#,
        client,
    )
    .fetch_all(db)
    .await?;
    Ok(fees.into_iter().map(|fee| (fee.service_id, fee.fee_minor)).collect())
}

async fn save_fees(db: &mut SqliteConnection, client: i64, fees: &[(ServiceId, i64)]) -> Result<(), Error> {
    for (service, fee_minor) in fees {
        sqlx::query!(
            "insert into agreed_fee (client_id, service_id, fee_minor) values (?1, ?2, ?3)",
            client,
            service,
            fee_minor,
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// A client.
pub(crate) async fn load(db: &mut SqliteConnection, id: ClientId) -> Result<ClientRow, Error> {
    ClientRow::load(db, id.get()).await?.ok_or(Error::NotFound("client"))
}

/// The e-mail of each client; empty where there is none.
pub(crate) async fn load_emails(db: &mut SqliteConnection) -> Result<HashMap<ClientId, String>, Error> {
    let rows = sqlx::query!(r#"select id as "id!: ClientId", email from client"#).fetch_all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.email)).collect())
}

/// One row of the list of clients.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ListedClient {
    pub id: ClientId,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub archived: bool,
    pub owing_minor: i64,
    pub credit_minor: i64,
    pub last_session_at: Option<String>,
}

/// One page of the clients that match, and how many there are.
pub(crate) async fn list(
    db: &mut SqliteConnection,
    query: &ClientsQuery,
    now: &str,
    rows: u32,
) -> Result<(Vec<ListedClient>, u32), Error> {
    let mut counting = QueryBuilder::new("select count(*) from client c");
    if query.balance != BalanceFilter::Any {
        counting.push(" join client_balance b on b.client_id = c.id");
        push_unusable(&mut counting, now);
    }
    push_filter(&mut counting, query);
    let total: i64 = counting.build_query_scalar().fetch_one(&mut *db).await?;

    let mut listing = QueryBuilder::new(
        "select c.id, c.first_name, c.last_name, c.email, c.phone, c.archived_on is not null as archived,
                b.owing_minor, b.credit_minor - coalesce(x.unusable_minor, 0) as credit_minor,
                (select max(t.starts_at) from (
                     select s.starts_at, s.attendance from session s where s.client_id = c.id
                     union all select s.starts_at, s.attendance
                     from session_share h join session s on s.id = h.session_id
                     where h.client_id = c.id) t
                 where coalesce(t.attendance, '') not in ('late_cancelled', 'cancelled', 'cancelled_by_therapist')
                   and t.starts_at <= ",
    );
    listing.push_bind(now.to_owned());
    listing.push(") as last_session_at from client c join client_balance b on b.client_id = c.id");
    push_unusable(&mut listing, now);
    push_filter(&mut listing, query);
    let direction = if query.descending { " desc" } else { "" };
    let column = match query.sort {
        ClientSort::Name => "c.sort_name",
        ClientSort::Owing => "b.owing_minor",
        ClientSort::Credit => "credit_minor",
        ClientSort::LastSession => "last_session_at",
    };
    listing.push(" order by ").push(column).push(direction).push(", c.sort_name, c.id limit ");
    listing.push_bind(rows).push(" offset ").push_bind(query.page.saturating_mul(PAGE_ROWS));
    Ok((listing.build_query_as().fetch_all(db).await?, count(total)))
}

fn push_filter(builder: &mut QueryBuilder<Sqlite>, query: &ClientsQuery) {
    builder.push(match query.status {
        ClientStatus::Active => " where c.archived_on is null",
        ClientStatus::Archived => " where c.archived_on is not null",
        ClientStatus::All => " where true",
    });
    builder.push(match query.balance {
        BalanceFilter::Any => "",
        BalanceFilter::Owing => " and b.owing_minor > 0",
        BalanceFilter::Credit => " and b.credit_minor > coalesce(x.unusable_minor, 0)",
    });
    push_words(builder, &query.search);
}

/// Joins what remains of each client's credits that cannot be used `now`: inactive, or past their last day.
fn push_unusable(builder: &mut QueryBuilder<Sqlite>, now: &str) {
    builder.push(
        " left join (select o.client_id, sum(y.amount_minor - y.applied_minor - y.paid_out_minor) as unusable_minor
                     from source o
                     cross join credit_now k on k.credit_id = o.id
                     cross join source_balance y on y.id = o.id
                     where o.kind = 'credit' and (y.state = 'inactive' or k.expires_on < date(",
    );
    builder.push_bind(now.to_owned()).push(")) group by o.client_id) x on x.client_id = c.id");
}

/// Narrows a statement about `client c` to those that have each word of `search` in name, e-mail address or phone number.
pub(crate) fn push_words(builder: &mut QueryBuilder<Sqlite>, search: &str) {
    for word in search.split_whitespace() {
        builder.push(" and (c.sort_name like ").push_bind(anywhere(&names::fold(word))).push(" escape '\\'");
        builder.push(" or c.email like ").push_bind(anywhere(word)).push(" escape '\\'");
        builder.push(" or c.phone like ").push_bind(anywhere(word)).push(" escape '\\')");
    }
}

/// What a client owes and has available in credit on `today`, in minor units.
pub(crate) async fn load_balance(
    db: &mut SqliteConnection,
    id: ClientId,
    today: NaiveDate,
) -> Result<(i64, i64), Error> {
    let unusable: i64 = credit::list_unusable(db, Some(id), today, None).await?.iter().map(|(_, minor)| minor).sum();
    let row = sqlx::query!(
        r#"select owing_minor as "owing_minor!: i64", credit_minor as "credit_minor!: i64"
           from client_balance where client_id = ?1"#,
        id,
    )
    .fetch_one(db)
    .await?;
    Ok((row.owing_minor, row.credit_minor - unusable))
}

/// What the head of a client's page counts.
#[derive(Debug, Clone)]
pub(crate) struct ClientCounts {
    pub sessions: i64,
    pub invoices: i64,
    pub payments: i64,
    pub credits: i64,
    pub returns: i64,
    pub not_invoiced: i64,
    pub next_session_at: Option<String>,
}

/// How much there is of a client; sessions that the client shares in are among them.
pub(crate) async fn load_counts(db: &mut SqliteConnection, id: ClientId, now: &str) -> Result<ClientCounts, Error> {
    Ok(sqlx::query_as!(
        ClientCounts,
        r#"with theirs as (
               select id from session where client_id = ?1
               union all select session_id from session_share where client_id = ?1
           )
           select
            (select count(*) from theirs) as "sessions!: i64",
            (select count(*) from invoice where client_id = ?1) as "invoices!: i64",
            (select count(*) from source where client_id = ?1 and kind = 'payment') as "payments!: i64",
            (select count(*) from source o join source_balance b on b.id = o.id
             where o.client_id = ?1 and (o.kind <> 'payment' or b.amount_minor > b.applied_minor + b.paid_out_minor))
                as "credits!: i64",
            (select count(*) from returns where client_id = ?1) as "returns!: i64",
            (select count(*) from awaiting where client_id = ?1) as "not_invoiced!: i64",
            (select min(s.starts_at) from theirs t join session s on s.id = t.id
             where s.starts_at > ?2 and s.attendance is null)
                as "next_session_at: String""#,
        id,
        now,
    )
    .fetch_one(db)
    .await?)
}

/// Sums of all clients.
#[derive(Debug, Clone)]
pub(crate) struct AllBalances {
    pub client_id: ClientId,
    pub owing_minor: i64,
    pub credit_minor: i64,
}

/// What every client owes and has available in credit on `today`.
pub(crate) async fn list_balances(db: &mut SqliteConnection, today: NaiveDate) -> Result<Vec<AllBalances>, Error> {
    let unusable = credit::list_unusable(db, None, today, None).await?;
    let balances = sqlx::query_as!(
        AllBalances,
        r#"select client_id as "client_id!: ClientId", owing_minor as "owing_minor!: i64",
                  credit_minor as "credit_minor!: i64"
           from client_balance order by client_id"#
    )
    .fetch_all(db)
    .await?;
    Ok(without(balances, &unusable))
}

/// Takes off what cannot be used.
fn without(balances: Vec<AllBalances>, unusable: &[(ClientId, i64)]) -> Vec<AllBalances> {
    let of = |client| unusable.iter().find(|(id, _)| *id == client).map_or(0, |(_, minor)| *minor);
    balances
        .into_iter()
        .map(|balance| AllBalances { credit_minor: balance.credit_minor - of(balance.client_id), ..balance })
        .collect()
}

/// The clients with available credit beside open invoices, the most credit first, and how many there are; none whose
/// credit is to be left alone.
pub(crate) async fn list_with_money_waiting(
    db: &mut SqliteConnection,
    today: NaiveDate,
    limit: usize,
) -> Result<(Vec<AllBalances>, usize), Error> {
    let unusable = credit::list_unusable(db, None, today, None).await?;
    let balances = sqlx::query_as!(
        AllBalances,
        r#"select b.client_id as "client_id!: ClientId", b.owing_minor as "owing_minor!: i64",
                  b.credit_minor as "credit_minor!: i64"
           from (select distinct client_id from unsettled) u
           join client_balance b on b.client_id = u.client_id
           join client c on c.id = u.client_id
           where b.credit_minor > 0 and coalesce(c.use_credit, (select use_credit from profile)) <> 'off'
           order by b.credit_minor desc, b.client_id"#,
    )
    .fetch_all(db)
    .await?;
    let mut balances = without(balances, &unusable);
    balances.retain(|balance| balance.credit_minor > 0);
    let total = balances.len();
    balances.truncate(limit);
    Ok((balances, total))
}

/// All clients with their names, by name.
pub(crate) async fn list_names(db: &mut SqliteConnection) -> Result<Vec<(ClientId, String)>, Error> {
    Ok(sqlx::query!(r#"select id as "id!: ClientId", first_name, last_name from client order by sort_name, id"#)
        .fetch_all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, names::full(&row.first_name, &row.last_name)))
        .collect())
}
