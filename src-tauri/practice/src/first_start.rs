//! What a new practice begins with.

use sqlx::{Connection, SqliteConnection};

use crate::{
    error::Error,
    store::{
        Tracked,
        catalogue::{MethodRow, ServiceRow},
        profile::ProfileRow,
    },
};

/// The ways of paying that a new practice knows.
const METHODS: [&str; 4] = ["Cash", "Card", "Cheque", "Bank transfer"];

/// Writes the first rows of a new file. They belong to no operation: there is nothing before them to go back to.
pub(crate) async fn write(
    db: &mut SqliteConnection,
    profile: &ProfileRow,
    services: Vec<ServiceRow>,
) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    profile.insert(&mut tx, None).await?;
    for service in services {
        service.insert(&mut tx, None).await?;
    }
    for (position, name) in (1_i64..).zip(METHODS) {
        MethodRow { name: name.to_owned(), position, archived_on: None }.insert(&mut tx, None).await?;
    }
    tx.commit().await?;
    Ok(())
}
