//! What all clients owe and have in credit.

use crate::{
    Practice,
    error::Error,
    store::{self, money},
    view::ClientBalance,
};

impl Practice {
    /// Balance owing and credit available of every client.
    ///
    /// # Errors
    /// What the store says.
    pub async fn list_balances(&self) -> Result<Vec<ClientBalance>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let rows = store::client::list_balances(&mut db).await?;
        rows.into_iter()
            .map(|row| {
                Ok(ClientBalance {
                    client_id: row.client_id,
                    owing: money(currency, row.owing_minor)?.to_string(),
                    credit: money(currency, row.credit_minor)?.to_string(),
                })
            })
            .collect()
    }
}
