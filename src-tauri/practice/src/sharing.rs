//! Sessions that several clients pay for: a couple, a family.

use billing::{Currency, Money, Rate, equal_share, own_share, share_charge};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    Practice,
    catalogue::bare,
    error::{Checks, Error},
    ids::{ClientId, InvoiceId},
    names,
    store::{
        self, Tracked,
        catalogue::ServiceRow,
        session::{ListedSession, ListedShare, SessionRow},
        session_share::{Charged, ShareRow},
        stored,
    },
    view::{
        InvoiceRef, PayerPart, SessionForm, SessionInvoice, SessionPayer, SessionShareForm, SessionShareView, SharedFee,
    },
};

impl Practice {
    /// What a session as typed would cost each of its payers if it is attended: by the percentages that were typed, or
    /// all of them `equally`.
    ///
    /// # Errors
    /// Fields that cannot be taken.
    pub async fn share_session_fee(&self, form: &SessionForm, equally: bool) -> Result<SharedFee, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let mut checks = Checks::default();
        let own_fee = match form.fee.trim() {
            "" => Some(None),
            typed => checks.take("fee", currency.parse(typed)).map(Some),
        };
        let rates = if equally {
            let count = u32::try_from(form.shares.len()).unwrap_or(u32::MAX);
            Some(vec![equal_share(count); form.shares.len()])
        } else {
            read_rates(&form.shares, &mut checks)
        };
        let service_id = checks.take("service_id", form.service_id.ok_or("Choose a service."));
        let ((own_fee, service_id), rates) = checks.ready(own_fee.zip(service_id).zip(rates))?;
        let service = ServiceRow::load(&mut db, service_id.get()).await?.ok_or(Error::NotFound("service"))?;
        let agreed = match form.client_id {
            Some(id) => store::client::load(&mut db, id).await?.agreed_fee(service_id),
            None => None,
        };
        let fee = match own_fee {
            Some(fee) => fee,
            None => store::money(currency, agreed.unwrap_or(service.fee_minor))?,
        };
        let own = own_share(&rates).map_err(Error::rule)?;
        let parts = share_charge(fee, &rates);
        let part = |rate: Rate, amount: Money| PayerPart { percent: bare(rate), amount: amount.to_string() };
        Ok(SharedFee {
            fee: fee.to_string(),
            own: part(own, parts.own),
            others: rates.into_iter().zip(parts.others).map(|(rate, amount)| part(rate, amount)).collect(),
        })
    }
}

/// Reads who else pays for a session of `own`. Who pays for it at `present` may be archived since.
pub(crate) async fn read(
    db: &mut SqliteConnection,
    forms: &[SessionShareForm],
    own: ClientId,
    present: Option<&SessionRow>,
    checks: &mut Checks,
) -> Result<Option<Vec<ShareRow>>, Error> {
    let rates = read_rates(forms, checks);
    let mut payers = Vec::new();
    for (place, form) in forms.iter().enumerate() {
        let field = format!("shares.{place}.client_id");
        let chosen = form.client_id.ok_or("Choose a client, or take this payer off.");
        let Some(client_id) = checks.take(&field, chosen) else { continue };
        let client = store::client::load(db, client_id).await?;
        let name = client.name();
        if client_id == own {
            checks.wrong(field, format!("{name} is the session’s own client and pays the rest. Choose somebody else."));
        } else if payers.contains(&client_id) {
            checks.wrong(field, format!("{name} is one of the payers already."));
        } else if client.archived_on.is_some() && !present.is_some_and(|row| row.payers().any(|id| id == client_id)) {
            checks.wrong(field, format!("{name} is archived. Take the client back first."));
        }
        payers.push(client_id);
    }
    let share = |(client_id, rate): (ClientId, Rate)| ShareRow {
        client_id,
        percent_e4: rate.e4(),
        awaits_invoice: false,
        invoice_id: None,
    };
    Ok(rates.map(|rates| {
        let mut shares: Vec<ShareRow> = payers.into_iter().zip(rates).map(share).collect();
        shares.sort_by_key(|share| share.client_id);
        shares
    }))
}

fn read_rates(forms: &[SessionShareForm], checks: &mut Checks) -> Option<Vec<Rate>> {
    let field = |place: usize| format!("shares.{place}.percent");
    let mut rates = Vec::new();
    for (place, form) in forms.iter().enumerate() {
        let typed = Rate::parse(&form.percent).map_err(|error| error.to_string());
        let above_nothing = |rate| own_share(&[rate]).map(|_| rate).map_err(|error| error.to_string());
        rates.push(checks.take(field(place), typed.and_then(above_nothing)));
    }
    let rates = rates.into_iter().collect::<Option<Vec<Rate>>>()?;
    checks.take(field(rates.len().saturating_sub(1)), own_share(&rates)).map(|_| rates)
}

/// Who else pays for a listed session, for the page.
pub(crate) fn share_views(row: &ListedSession) -> Result<Vec<SessionShareView>, Error> {
    let view = |share: ListedShare| {
        let rate = stored(Rate::from_e4(share.percent_e4), "share of a session")?;
        let invoice = share.invoice_id.zip(share.invoice_number);
        Ok(SessionShareView {
            client_id: share.client_id.into(),
            client_name: names::full(&share.first_name, &share.last_name),
            percent: bare(rate),
            awaits_invoice: share.awaits_invoice == 1,
            invoice: invoice.map(|(id, number)| InvoiceRef { id: InvoiceId::from(id), number }),
        })
    };
    row.shares()?.into_iter().map(view).collect()
}

/// Who pays how much of a session that charges, or would charge, `fee`; its own client first.
pub(crate) async fn payers(
    db: &mut SqliteConnection,
    row: &SessionRow,
    fee: Money,
    today: NaiveDate,
) -> Result<Vec<SessionPayer>, Error> {
    let currency = store::profile::load(&mut *db).await?.currency()?;
    let shares = row.rates()?;
    let own = stored(own_share(&shares).ok(), "share of a session")?;
    let parts = share_charge(fee, &shares);
    let (rates, parts) = ([vec![own], shares].concat(), [vec![parts.own], parts.others].concat());
    let mut payers = Vec::new();
    for ((client_id, rate), part) in row.payers().zip(rates).zip(parts) {
        let invoice = match row.charged(client_id) {
            Charged::On(invoice) => Some(session_invoice(db, invoice, currency, today).await?),
            Charged::Waits | Charged::Nothing => None,
        };
        payers.push(SessionPayer {
            client_id,
            client_name: store::client::load(db, client_id).await?.name(),
            percent: bare(rate),
            amount: part.to_string(),
            awaits_invoice: row.charged(client_id) == Charged::Waits,
            invoice,
        });
    }
    Ok(payers)
}

async fn session_invoice(
    db: &mut SqliteConnection,
    invoice: InvoiceId,
    currency: Currency,
    today: NaiveDate,
) -> Result<SessionInvoice, Error> {
    let invoice = store::invoice::load(db, invoice).await?;
    let standing = invoice.standing(currency)?;
    Ok(SessionInvoice {
        status: crate::invoice::status_view(standing.status(invoice.due_on, today)),
        outstanding: standing.outstanding().to_string(),
        invoice: InvoiceRef { id: invoice.id, number: invoice.number },
    })
}
