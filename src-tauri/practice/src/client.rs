//! Clients: their details, the fees agreed with them, and what they owe.

use billing::{Currency, Invoicing, parse_day};
use sqlx::SqliteConnection;

use crate::{
    Practice, email,
    error::{Checks, Error},
    ids::ClientId,
    names,
    now::Now,
    store::{
        self, Entity, PAGE_ROWS,
        client::{ClientRow, ListedClient},
        count, money,
    },
    transact::{Ask, Done},
    view::{
        Acted, AgreedFeeForm, BalanceFilter, ClientForm, ClientPage, ClientRow as ClientLine, ClientSort, ClientStatus,
        ClientsQuery, InvoicingView, Listed, UseCredit,
    },
};

const LONGEST_NAME: usize = 300;

impl Practice {
    /// One page of the clients that match.
    ///
    /// # Errors
    /// What the store says.
    pub async fn list_clients(&self, query: &ClientsQuery, now: Now) -> Result<Listed<ClientLine>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let (rows, total) = store::client::list(&mut db, query, &now.local_text(), PAGE_ROWS).await?;
        let rows = rows.into_iter().map(|row| line(row, currency)).collect::<Result<_, _>>()?;
        Ok(Listed { rows, total, page: query.page, page_size: PAGE_ROWS })
    }

    /// The first active clients that match, for a field that looks them up.
    ///
    /// # Errors
    /// What the store says.
    pub async fn find_clients(&self, text: &str, now: Now) -> Result<Vec<ClientLine>, Error> {
        const SHOWN: u32 = 20;
        let query = ClientsQuery {
            search: text.to_owned(),
            status: ClientStatus::Active,
            balance: BalanceFilter::Any,
            sort: ClientSort::Name,
            descending: false,
            page: 0,
        };
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let (mut rows, _) = store::client::list(&mut db, &query, &now.local_text(), SHOWN).await?;
        // Who is found by an address only comes after who is called so.
        let words: Vec<String> = text.split_whitespace().map(names::fold).collect();
        rows.sort_by_key(|row| {
            let name = names::fold(&names::full(&row.first_name, &row.last_name));
            !words.iter().all(|word| name.contains(word.as_str()))
        });
        rows.into_iter().map(|row| line(row, currency)).collect()
    }

    /// The head of a client's page, with all details.
    ///
    /// # Errors
    /// There is no such client.
    pub async fn client_page(&self, id: ClientId, now: Now) -> Result<ClientPage, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let row = store::client::load(&mut db, id).await?;
        let (owing, credit) = store::client::load_balance(&mut db, id, now.on).await?;
        let counts = store::client::load_counts(&mut db, id, &now.local_text()).await?;
        let used = counts.sessions + counts.invoices + counts.payments + counts.credits + counts.returns > 0;
        Ok(ClientPage {
            id,
            name: row.name(),
            archived_on: row.archived_on.clone(),
            owing: money(currency, owing)?.to_string(),
            credit: money(currency, credit)?.to_string(),
            not_invoiced_count: count(counts.not_invoiced),
            next_session_at: counts.next_session_at,
            session_count: count(counts.sessions),
            invoice_count: count(counts.invoices),
            payment_count: count(counts.payments),
            credit_count: count(counts.credits),
            cannot_delete: used.then(|| HAS_HISTORY.to_owned()),
            form: form(&row, currency)?,
        })
    }

    /// Saves a client: a new one, or `id`. Documents that were issued keep the name and address that they have.
    ///
    /// # Errors
    /// Fields that cannot be taken.
    pub async fn save_client(
        &self,
        id: Option<ClientId>,
        form: &ClientForm,
        ask: &Ask,
    ) -> Result<Acted<ClientId>, Error> {
        self.transact("save_client", ask, async |act| {
            let mut row = read(form, act.currency)?;
            let name = row.name();
            let Some(id) = id else {
                let id = act.add(&row).await?;
                return Ok(Done::Something(id.into(), format!("Added {name}")));
            };
            row.archived_on = store::client::load(act.db(), id).await?.archived_on;
            if act.put(id.get(), &row).await? {
                Ok(Done::Something(id, format!("Changed the details of {name}")))
            } else {
                Ok(Done::Nothing(id, "Nothing was different".to_owned()))
            }
        })
        .await
    }

    /// Puts a client away or takes one back. The history stays.
    ///
    /// # Errors
    /// There is no such client.
    pub async fn archive_client(&self, id: ClientId, archived: bool, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("archive_client", ask, async |act| {
            let mut row = store::client::load(act.db(), id).await?;
            let name = row.name();
            row.archived_on = archived.then(|| act.now.on.to_string());
            let today = act.now.on;
            let (owing, _) = store::client::load_balance(act.db(), id, today).await?;
            if archived && owing > 0 {
                let owing = money(act.currency, owing)?;
                act.warn(format!("{name} still owes {owing}. The invoices stay in the lists."));
            }
            if act.put(id.get(), &row).await? {
                let verb = if archived { "Archived" } else { "Took back" };
                Ok(Done::Something((), format!("{verb} {name}")))
            } else {
                Ok(Done::Nothing((), "Nothing was different".to_owned()))
            }
        })
        .await
    }

    /// Deletes a client without history.
    ///
    /// # Errors
    /// There is history: archive the client instead.
    pub async fn delete_client(&self, id: ClientId, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("delete_client", ask, async |act| {
            let name = store::client::load(act.db(), id).await?.name();
            let now = act.now.local_text();
            let counts = store::client::load_counts(act.db(), id, &now).await?;
            let kept = store::supplied::list_by_entity(act.db(), Entity::Statement, id.get()).await?;
            if counts.sessions + counts.invoices + counts.payments + counts.credits + counts.returns > 0
                || !kept.is_empty()
            {
                return Err(Error::rule(HAS_HISTORY));
            }
            act.remove::<ClientRow>(id.get()).await?;
            Ok(Done::Something((), format!("Deleted {name}")))
        })
        .await
    }
}

const HAS_HISTORY: &str =
    "This client has sessions, invoices, payments or documents, which are kept. Archive the client instead.";

fn line(row: ListedClient, currency: Currency) -> Result<ClientLine, Error> {
    Ok(ClientLine {
        id: row.id,
        name: names::full(&row.first_name, &row.last_name),
        email: row.email,
        phone: row.phone,
        archived: row.archived,
        owing: money(currency, row.owing_minor)?.to_string(),
        credit: money(currency, row.credit_minor)?.to_string(),
        last_session_on: row.last_session_at.and_then(|at| at.split_once('T').map(|(day, _)| day.to_owned())),
    })
}

/// Reads what was typed.
pub(crate) fn read(form: &ClientForm, currency: Currency) -> Result<ClientRow, Error> {
    let mut checks = Checks::default();
    let text = |text: &str| text.trim().to_owned();
    if form.first_name.trim().is_empty() && form.last_name.trim().is_empty() {
        checks.wrong("last_name", "Enter a first or a last name.");
    }
    for (field, name) in [("first_name", &form.first_name), ("last_name", &form.last_name)] {
        if name.chars().count() > LONGEST_NAME {
            checks.wrong(field, format!("A name has at most {LONGEST_NAME} characters."));
        }
    }
    for (field, address) in [("email", &form.email), ("bill_to_email", &form.bill_to_email)] {
        if let Err(message) = email::check(address) {
            checks.wrong(field, message);
        }
    }
    let born_on = match form.born_on.trim() {
        "" => None,
        typed => checks.take("born_on", parse_day(typed)).map(|day| day.to_string()),
    };
    let mut agreed_fees = Vec::new();
    for (row, AgreedFeeForm { service_id, fee }) in form.agreed_fees.iter().enumerate() {
        if fee.trim().is_empty() {
            continue;
        }
        if let Some(fee) = checks.take(format!("agreed_fees.{row}.fee"), currency.parse(fee)) {
            agreed_fees.push((*service_id, fee.minor()));
        }
    }
    agreed_fees.sort_unstable();
    if agreed_fees.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one == other)) {
        checks.wrong("agreed_fees", "A service is in the list twice. Put one fee for each.");
    }
    checks.finish()?;
    Ok(ClientRow {
        first_name: text(&form.first_name),
        last_name: text(&form.last_name),
        email: text(&form.email),
        phone: text(&form.phone),
        address: text(&form.address),
        city: text(&form.city),
        state: text(&form.state),
        zip: text(&form.zip),
        country: text(&form.country),
        born_on,
        notes: form.notes.clone(),
        bill_to_name: text(&form.bill_to_name),
        bill_to_address: text(&form.bill_to_address),
        bill_to_email: text(&form.bill_to_email),
        invoicing: form.invoicing.map(|way| Invoicing::from(way).as_str().to_owned()),
        use_credit: form.use_credit.map(|choice| choice.as_str().to_owned()),
        tax_exempt: form.tax_exempt,
        archived_on: None,
        agreed_fees,
    })
}

fn form(row: &ClientRow, currency: Currency) -> Result<ClientForm, Error> {
    let fee = |(service_id, fee): &(_, i64)| -> Result<AgreedFeeForm, Error> {
        Ok(AgreedFeeForm { service_id: *service_id, fee: money(currency, *fee)?.to_string() })
    };
    Ok(ClientForm {
        first_name: row.first_name.clone(),
        last_name: row.last_name.clone(),
        email: row.email.clone(),
        phone: row.phone.clone(),
        address: row.address.clone(),
        city: row.city.clone(),
        state: row.state.clone(),
        zip: row.zip.clone(),
        country: row.country.clone(),
        born_on: row.born_on.clone().unwrap_or_default(),
        notes: row.notes.clone(),
        bill_to_name: row.bill_to_name.clone(),
        bill_to_address: row.bill_to_address.clone(),
        bill_to_email: row.bill_to_email.clone(),
        invoicing: row.invoicing.as_deref().and_then(Invoicing::parse).map(InvoicingView::from),
        use_credit: row.use_credit.as_deref().map(UseCredit::of),
        tax_exempt: row.tax_exempt,
        agreed_fees: row.agreed_fees.iter().map(fee).collect::<Result<_, _>>()?,
    })
}

/// A client that is still seen, for a new session, invoice or payment.
pub(crate) async fn load_active(
    db: &mut SqliteConnection,
    id: Option<ClientId>,
) -> Result<(ClientId, ClientRow), Error> {
    let id = id.ok_or_else(|| Error::field("client_id", "Choose a client."))?;
    let row = store::client::load(db, id).await?;
    match &row.archived_on {
        None => Ok((id, row)),
        Some(_) => Err(Error::field("client_id", format!("{} is archived. Take the client back first.", row.name()))),
    }
}
