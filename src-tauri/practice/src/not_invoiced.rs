//! What sessions charge is put on invoices: one for each session, or gathered for each client.

use std::collections::{BTreeMap, BTreeSet};

use billing::{Money, Month, day_in_words};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    Practice,
    charge::{self, PayerLine},
    draft::DraftLine,
    error::Error,
    ids::{ClientId, SessionId},
    issue, session,
    store::{
        self,
        awaiting::{self, Awaiting},
        session_share::Charged,
    },
    transact::{Act, Ask, Done},
    view::{Acted, InvoiceRef, MonthToInvoice, WaitingSessions},
};

impl Practice {
    /// Invoices charged sessions that are on no invoice yet: one each, or one for each client.
    ///
    /// # Errors
    /// A session that is not charged, or is on an invoice already.
    pub async fn invoice_sessions(
        &self,
        ids: &[SessionId],
        gather: bool,
        ask: &Ask,
    ) -> Result<Acted<Vec<InvoiceRef>>, Error> {
        self.transact("invoice_sessions", ask, async |act| {
            let mut waiting = Vec::new();
            let mut seen = BTreeSet::new();
            for id in ids.iter().filter(|id| seen.insert(**id)) {
                let row = store::session::load(act.db(), *id).await?;
                let payers = row.payers().filter(|payer| row.charged(*payer) == Charged::Waits);
                let before = waiting.len();
                waiting.extend(payers.map(|client_id| Awaiting { session_id: *id, client_id }));
                if waiting.len() == before {
                    let what = session::describe(act, &row).await?;
                    return Err(Error::rule(format!("{what}: this session does not wait for an invoice.")));
                }
            }
            invoice(act, &waiting, gather).await.map(Issued::done)
        })
        .await
    }

    /// Invoices the charged sessions that are on no invoice yet: one each, or one for each client.
    ///
    /// # Errors
    /// What the store says.
    pub async fn invoice_all(
        &self,
        which: WaitingSessions,
        gather: bool,
        ask: &Ask,
    ) -> Result<Acted<Vec<InvoiceRef>>, Error> {
        self.transact("invoice_all", ask, async |act| {
            let waiting = awaiting::list(act.db(), which).await?;
            invoice(act, &waiting, gather).await.map(Issued::done)
        })
        .await
    }

    /// Invoices what is gathered by month and was charged in `month`, YYYY-MM: one invoice for each client. They have the
    /// day of the act, like every invoice: numbers follow each other in the order of days, the client has the full terms
    /// from the day on which the invoice goes out, and no past day of the books changes. Each line says the day of its
    /// session.
    ///
    /// # Errors
    /// No month, or one that is not over.
    pub async fn invoice_month(&self, month: &str, ask: &Ask) -> Result<Acted<Vec<InvoiceRef>>, Error> {
        let month = Month::parse(month)
            .ok_or_else(|| Error::rule(format!("“{month}” is not a month. Write it like 2026-10: year and month.")))?;
        self.transact("invoice_month", ask, async |act| {
            if !month.is_over(act.now.on) {
                return Err(Error::rule(format!(
                    "{month} is not over. Gather its sessions from {} on, or invoice them by hand now.",
                    day_in_words(month.end())
                )));
            }
            let (from, to) = (month.first().to_string(), month.end().to_string());
            let waiting = awaiting::list_monthly(act.db(), &from, &to).await?;
            let issued = invoice(act, &waiting, true).await?;
            Ok(Issued { of: Some(month), ..issued }.done())
        })
        .await
    }
}

/// The months that are over and have sessions to gather.
pub(crate) async fn months(db: &mut SqliteConnection, today: NaiveDate) -> Result<Vec<MonthToInvoice>, Error> {
    let rows = awaiting::list_months(db, &Month::of(today).first().to_string()).await?;
    Ok(rows
        .into_iter()
        .map(|row| MonthToInvoice {
            month: row.month,
            session_count: store::count(row.session_count),
            client_count: store::count(row.client_count),
        })
        .collect())
}

/// What came of putting sessions on invoices.
struct Issued {
    invoices: Vec<InvoiceRef>,
    total: Money,
    /// How many sessions cost nothing any more.
    free_count: usize,
    /// The month that was gathered.
    of: Option<Month>,
}

impl Issued {
    fn done(self) -> Done<Vec<InvoiceRef>> {
        let of = self.of.map(|month| format!(" of {month}")).unwrap_or_default();
        let (total, count) = (self.total, self.invoices.len());
        let sentence = match self.invoices.as_slice() {
            [] if self.free_count == 0 => {
                return Done::Nothing(self.invoices, format!("No session{of} waits for an invoice"));
            }
            [] => format!("What waited for an invoice{of} costs nothing any more"),
            [only] => format!("Issued {}{of} over {total}", only.number),
            [first, .., last] => {
                format!("Issued {count} invoices{of}, {} to {}, over {total}", first.number, last.number)
            }
        };
        Done::Something(self.invoices, sentence)
    }
}

/// Puts what waits on invoices, dated today: one for each session and payer, or one for each client.
async fn invoice(act: &mut Act<'_>, waiting: &[Awaiting], gather: bool) -> Result<Issued, Error> {
    let mut groups: BTreeMap<(ClientId, usize), Vec<DraftLine>> = BTreeMap::new();
    let mut free_count = 0_usize;
    for (place, Awaiting { session_id, client_id }) in waiting.iter().enumerate() {
        let mut row = store::session::load(act.db(), *session_id).await?;
        let lines = charge::lines(act, *session_id, &row).await?;
        match lines.into_iter().find(|line| line.client_id == *client_id) {
            Some(PayerLine { line, .. }) => {
                groups.entry((*client_id, if gather { 0 } else { place })).or_default().push(line)
            }
            // The fee was taken away since it was marked: there is nothing to wait for.
            None => {
                row.charge(*client_id, Charged::Nothing);
                act.put(session_id.get(), &row).await?;
                free_count += 1;
            }
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|((_, place), lines)| (*place, lines.iter().map(|line| line.service_on).min()));
    let (mut invoices, mut total) = (Vec::new(), act.currency.zero());
    for ((client_id, _), lines) in groups {
        let client = store::client::load(act.db(), client_id).await?;
        let invoice = issue::number(act, client_id).await?;
        for line in &lines {
            if let Some(session) = line.session_id {
                charge::claim(act, session, client_id, invoice.id).await?;
            }
        }
        let draft = charge::draft(act, &client, act.now.on, lines);
        total = total.plus(issue::write_first(act, invoice.id, (client_id, &client), &draft).await?);
        invoices.push(invoice);
    }
    Ok(Issued { invoices, total, free_count, of: None })
}
