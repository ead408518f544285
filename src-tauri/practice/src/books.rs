//! The books as a whole: what all clients owe and have in credit, and up to which day they are closed.

use billing::{day_in_words, parse_day};

use crate::{
    Practice,
    error::Error,
    now::Now,
    store::{
        self, money,
        profile::{PROFILE, ProfileRow},
    },
    transact::{Ask, Done},
    view::{Acted, ClientBalance},
};

impl Practice {
    /// Balance owing and credit available of every client.
    ///
    /// # Errors
    /// What the store says.
    pub async fn list_balances(&self, now: Now) -> Result<Vec<ClientBalance>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let rows = store::client::list_balances(&mut db, now.on).await?;
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

    /// Closes the books up to a day: nothing dated on or before it is added or changed; corrections carry the day on
    /// which they are made. No day opens the books again.
    ///
    /// # Errors
    /// A day that does not exist or is still to come.
    pub async fn close_books(&self, through: &str, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("close_books", ask, async |act| {
            let closed_through = match through.trim() {
                "" => None,
                typed => Some(parse_day(typed).map_err(|error| Error::field("closed_through", error))?),
            };
            if let Some(day) = closed_through.filter(|day| *day >= act.now.on) {
                let message = format!("{} is not over yet. Close the books up to an earlier day.", day_in_words(day));
                return Err(Error::field("closed_through", message));
            }
            let (earlier, later) =
                (act.profile.closed_through.min(closed_through), act.profile.closed_through.max(closed_through));
            let count = store::invoice::count_issued(act.db(), earlier, later).await?;
            if count > 0 {
                let (invoices, stay) = if count == 1 { ("invoice", "stays") } else { ("invoices", "stay") };
                act.warn(if closed_through == later {
                    format!("{count} {invoices} of these days {stay} locked from now on.")
                } else {
                    format!("{count} {invoices} of these days can be changed again.")
                });
            }
            let profile = ProfileRow { closed_through, ..act.profile.clone() };
            if !act.put(PROFILE, &profile).await? {
                return Ok(Done::Nothing((), "Nothing was different".to_owned()));
            }
            let sentence = match closed_through {
                Some(day) => format!("Closed the books up to {}", day_in_words(day)),
                None => "Opened the books again".to_owned(),
            };
            Ok(Done::Something((), sentence))
        })
        .await
    }
}
