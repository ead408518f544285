//! Clients who may use each other's money: one pays for the other, or they are a family.

use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::{Entity, Tracked};
use crate::{
    error::Error,
    ids::{ClientId, LinkId},
};

/// A link; the smaller id first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LinkRow {
    pub client_id: ClientId,
    pub other_id: ClientId,
    pub kind: String,
}

impl LinkRow {
    /// A link of two clients, whichever comes first.
    pub(crate) fn between(one: ClientId, other: ClientId, kind: &str) -> Self {
        Self { client_id: one.min(other), other_id: one.max(other), kind: kind.to_owned() }
    }
}

impl Tracked for LinkRow {
    const ENTITY: Entity = Entity::Link;

    async fn load(db: &mut SqliteConnection, id: i64) -> Result<Option<Self>, Error> {
        Ok(sqlx::query_as!(
            Self,
            r#"select client_id as "client_id: ClientId", other_id as "other_id: ClientId", kind
               from client_link where id = ?1"#,
            id,
        )
        .fetch_optional(db)
        .await?)
    }

    async fn insert(&self, db: &mut SqliteConnection, id: Option<i64>) -> Result<i64, Error> {
        Ok(sqlx::query!(
            "insert into client_link (id, client_id, other_id, kind) values (?1, ?2, ?3, ?4)",
            id,
            self.client_id,
            self.other_id,
            self.kind,
        )
        .execute(db)
        .await?
        .last_insert_rowid())
    }

    async fn update(&self, db: &mut SqliteConnection, id: i64, _: &Self) -> Result<(), Error> {
        sqlx::query!(
            "update client_link set client_id = ?2, other_id = ?3, kind = ?4 where id = ?1",
            id,
            self.client_id,
            self.other_id,
            self.kind,
        )
        .execute(db)
        .await?;
        Ok(())
    }

    async fn delete(db: &mut SqliteConnection, id: i64) -> Result<(), Error> {
        sqlx::query!("delete from client_link where id = ?1", id).execute(db).await?;
        Ok(())
    }
}

/// A client who is linked with another.
#[derive(Debug, Clone)]
pub(crate) struct Linked {
    pub id: LinkId,
    pub client_id: ClientId,
    pub first_name: String,
    pub last_name: String,
    pub kind: String,
}

/// The clients linked with one, by name.
pub(crate) async fn list(db: &mut SqliteConnection, client: ClientId) -> Result<Vec<Linked>, Error> {
    Ok(sqlx::query_as!(
        Linked,
        r#"select k.id as "id!: LinkId", c.id as "client_id!: ClientId", c.first_name as "first_name!",
                  c.last_name as "last_name!", k.kind as "kind!"
           from client_link k
           join client c on c.id = iif(k.client_id = ?1, k.other_id, k.client_id)
           where ?1 in (k.client_id, k.other_id)
           order by c.sort_name, c.id"#,
        client,
    )
    .fetch_all(db)
    .await?)
}

/// Money of one of two linked clients that is used for the other: `R-00007 on INV-00011`.
pub(crate) async fn list_uses(db: &mut SqliteConnection, link: &LinkRow) -> Result<Vec<String>, Error> {
    Ok(sqlx::query_scalar!(
        r#"select o.number || ' on ' || i.number as "use!"
           from application a join source o on o.id = a.source_id join invoice i on i.id = a.invoice_id
           where (a.source_client_id = ?1 and a.client_id = ?2) or (a.source_client_id = ?2 and a.client_id = ?1)
           group by o.id, i.id having sum(a.amount_minor) > 0 order by o.id, i.id"#,
        link.client_id,
        link.other_id,
    )
    .fetch_all(db)
    .await?)
}
