//! *Today*: what there is to do.

use crate::{
    Practice,
    error::Error,
    invoice, not_invoiced,
    now::Now,
    payment::{open_invoices, open_rows},
    session,
    store::{self, money},
    view::{InvoiceFilter, InvoiceSort, InvoicesQuery, SessionFilter, SessionsQuery, TodayView, WaitingMoney},
};

/// How many rows of each kind are shown before the list itself is opened.
const SHOWN: u32 = 12;
const SHOWN_CLIENTS: usize = 12;

impl Practice {
    /// Today's sessions, and what waits to be done.
    ///
    /// # Errors
    /// What the store says.
    pub async fn today(&self, now: Now) -> Result<TodayView, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let tomorrow = now.on.succ_opt().unwrap_or(now.on);
        let sessions = store::session::list_between(&mut db, &now.on.to_string(), &tomorrow.to_string()).await?;
        let waiting =
            |filter| SessionsQuery { client_id: None, search: String::new(), filter, descending: false, page: 0 };
        let (local, midnight) = (now.local_text(), now.on.to_string());
        let (unmarked, unmarked_count) =
            store::session::list(&mut db, &waiting(SessionFilter::Unmarked), &midnight, SHOWN).await?;
        let (not_invoiced, not_invoiced_count) =
            store::session::list(&mut db, &waiting(SessionFilter::ToInvoice), &local, SHOWN).await?;
        let query = InvoicesQuery {
            client_id: None,
            search: String::new(),
            filter: InvoiceFilter::NotSupplied,
            from: String::new(),
            to: String::new(),
            sort: InvoiceSort::Number,
            descending: true,
            page: 0,
        };
        let (not_supplied, not_supplied_count) = store::invoice_list::list(&mut db, &query, now.on, SHOWN).await?;
        let mut waiting_money = Vec::new();
        let (clients, client_count) = store::client::list_with_money_waiting(&mut db, now.on, SHOWN_CLIENTS).await?;
        for client in clients {
            let rows = store::invoice::list_unsettled(&mut db, client.client_id).await?;
            let credit = money(currency, client.credit_minor)?;
            let shares = billing::propose(credit, &open_invoices(&rows, currency)?);
            let mut open = open_rows(&rows, &shares, currency, now.on)?;
            open.sort_by(|one, other| one.service_on.cmp(&other.service_on));
            let Some(oldest) = open.into_iter().next() else { continue };
            waiting_money.push(WaitingMoney {
                client_id: client.client_id,
                client_name: store::client::load(&mut db, client.client_id).await?.name(),
                credit: credit.to_string(),
                invoice: oldest,
            });
        }
        let views = |rows: Vec<store::session::ListedSession>| {
            rows.iter().map(|row| session::view(row, currency)).collect::<Result<Vec<_>, _>>()
        };
        Ok(TodayView {
            today: now.on.to_string(),
            sessions: views(sessions)?,
            unmarked: views(unmarked)?,
            unmarked_count,
            not_invoiced: views(not_invoiced)?,
            not_invoiced_count,
            months: not_invoiced::months(&mut db, now.on).await?,
            waiting_money,
            waiting_money_count: u32::try_from(client_count).unwrap_or(u32::MAX),
            not_supplied: not_supplied
                .into_iter()
                .map(|row| invoice::line(row, currency, now.on))
                .collect::<Result<_, _>>()?,
            not_supplied_count,
        })
    }
}
