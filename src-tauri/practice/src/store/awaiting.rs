//! What sessions charge and no invoice asks for yet.

use sqlx::SqliteConnection;

use crate::{
    error::Error,
    ids::{ClientId, SessionId},
    view::WaitingSessions,
};

/// A session that waits for an invoice of one of its payers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Awaiting {
    pub session_id: SessionId,
    pub client_id: ClientId,
}

/// What waits, oldest first.
pub(crate) async fn list(db: &mut SqliteConnection, which: WaitingSessions) -> Result<Vec<Awaiting>, Error> {
    let (client, not_monthly) = match which {
        WaitingSessions::All => (None, false),
        WaitingSessions::NotMonthly => (None, true),
        WaitingSessions::Of(client) => (Some(client), false),
    };
    Ok(sqlx::query_as!(
        Awaiting,
        r#"select session_id as "session_id!: SessionId", client_id as "client_id!: ClientId" from awaiting
           where (?1 is null or client_id = ?1) and (not ?2 or invoicing <> 'monthly')
           order by starts_at, session_id, shared, client_id"#,
        client,
        not_monthly,
    )
    .fetch_all(db)
    .await?)
}

/// What waits to be gathered of the sessions that start at `from` or later and before `to`, local times.
pub(crate) async fn list_monthly(db: &mut SqliteConnection, from: &str, to: &str) -> Result<Vec<Awaiting>, Error> {
    Ok(sqlx::query_as!(
        Awaiting,
        r#"select session_id as "session_id!: SessionId", client_id as "client_id!: ClientId" from awaiting
           where invoicing = 'monthly' and starts_at >= ?1 and starts_at < ?2
           order by starts_at, session_id, shared, client_id"#,
        from,
        to,
    )
    .fetch_all(db)
    .await?)
}

/// A month with sessions to gather.
#[derive(Debug, Clone)]
pub(crate) struct MonthRow {
    pub month: String,
    pub session_count: i64,
    pub client_count: i64,
}

/// The months with sessions to gather that start before `to`, a local time.
pub(crate) async fn list_months(db: &mut SqliteConnection, to: &str) -> Result<Vec<MonthRow>, Error> {
    Ok(sqlx::query_as!(
        MonthRow,
        r#"select substr(starts_at, 1, 7) as "month!: String", count(distinct session_id) as "session_count!: i64",
                  count(distinct client_id) as "client_count!: i64"
           from awaiting where invoicing = 'monthly' and starts_at < ?1
           group by 1 order by 1"#,
        to,
    )
    .fetch_all(db)
    .await?)
}
