//! A planned import is written: everything in one operation, or nothing.

use std::sync::atomic::{AtomicBool, Ordering};

use billing::{Money, Rate, propose};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    Practice,
    attendance::mark,
    error::Error,
    ids::{ClientId, ServiceId, TaxId},
    import::{
        self, ClientRef, Plan, PlannedClient, PlannedPayment, PlannedSession, ProductRow as PlannedProduct, Rules,
        ServiceRef, ServiceRow as PlannedService, Source,
    },
    now::Now,
    payment::open_invoices,
    receipt::{Typed, record},
    service::fee_columns,
    store::{
        self,
        catalogue::{MethodRow, ServiceRow, TaxRow},
        client::ClientRow,
        product::ProductRow,
        session::SessionRow,
    },
    transact::{Act, Ask, Done},
    view::Acted,
};

/// The kind of operation that an import is.
pub(crate) const IMPORT: &str = "import";

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ImportProgress {
    /// Rows written.
    pub done: u32,
    /// Rows in all.
    pub total: u32,
}

/// What an import added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ImportCounts {
    /// Clients.
    pub clients: u32,
    /// Services.
    pub services: u32,
    /// Products.
    pub products: u32,
    /// Sessions.
    pub sessions: u32,
    /// Invoices that came of them.
    pub invoices: u32,
    /// Payments.
    pub payments: u32,
}

impl Practice {
    /// What an import of these files would take over.
    ///
    /// # Errors
    /// What the store says.
    pub async fn plan_import(&self, sources: &[Source], now: Now) -> Result<Plan, Error> {
        let mut db = self.db().await?;
        let profile = store::profile::load(&mut db).await?;
        let rules = Rules { currency: profile.currency()?, time_zone: profile.time_zone()?, today: now.on };
        Ok(import::plan(sources, &store::known::load(&mut db, rules.currency).await?, &rules))
    }

    /// Takes over what the files hold: attended sessions become invoices dated that day, and payments are taken in the
    /// order of their day, each applied to the invoices issued on or before it, oldest first; the rest stays as credit.
    ///
    /// `progress` hears how far it is; once `stop` is set, nothing of it is kept.
    ///
    /// # Errors
    /// Rows with an error, unless they are to be left out; it was stopped.
    pub async fn import(
        &self,
        sources: &[Source],
        leave_out_rows_with_errors: bool,
        progress: impl Fn(ImportProgress),
        stop: &AtomicBool,
        ask: &Ask,
    ) -> Result<Acted<ImportCounts>, Error> {
        let mut turn = self.turn().await?;
        if let Some(earlier) = self.earlier(turn.db()?, IMPORT, ask).await? {
            return Ok(earlier);
        }
        let operation = store::operation::next_id(turn.db()?).await?;
        if !ask.key.preview {
            turn.while_closed(async |folder, key| Ok(folder.copy_before_import(key, operation).await?)).await?;
        }
        let taken = self
            .transact_on(turn.db()?, IMPORT, ask, async |act| {
                let rules = Rules { currency: act.currency, time_zone: act.profile.time_zone()?, today: act.now.on };
                let known = store::known::load(act.db(), rules.currency).await?;
                let plan = import::plan(sources, &known, &rules);
                plan.ready(leave_out_rows_with_errors).map_err(Error::rule)?;
                let mut writer = Writer::new(&plan, &progress, stop);
                writer.write(act, &plan).await?;
                let counts = writer.counts;
                let sentence = format!(
                    "Imported {} clients, {} sessions and {} payments; {} invoices came of it",
                    counts.clients, counts.sessions, counts.payments, counts.invoices
                );
                Ok(Done::Something(counts, sentence))
            })
            .await;
        if taken.is_err() {
            self.folder().discard_copy_before(operation);
        }
        taken
    }
}

struct Writer<'a, P> {
    progress: &'a P,
    stop: &'a AtomicBool,
    done: u32,
    total: u32,
    counts: ImportCounts,
    services: Vec<ServiceId>,
    clients: Vec<ClientId>,
}

impl<'a, P: Fn(ImportProgress)> Writer<'a, P> {
    fn new(plan: &Plan, progress: &'a P, stop: &'a AtomicBool) -> Self {
        let rows =
            plan.clients.len() + plan.services.len() + plan.products.len() + plan.sessions.len() + plan.payments.len();
        let total = u32::try_from(rows).unwrap_or(u32::MAX);
        Self { progress, stop, done: 0, total, counts: ImportCounts::default(), services: vec![], clients: vec![] }
    }

    async fn write(&mut self, act: &mut Act<'_>, plan: &Plan) -> Result<(), Error> {
        for service in &plan.services {
            self.step()?;
            let id = add_service(act, service).await?;
            self.services.push(id);
            self.counts.services += 1;
        }
        for product in &plan.products {
            self.step()?;
            add_product(act, product).await?;
            self.counts.products += 1;
        }
        for client in &plan.clients {
            self.step()?;
            let id = self.add_client(act, client).await?;
            self.clients.push(id);
            self.counts.clients += 1;
        }
        for session in &plan.sessions {
            self.step()?;
            self.add_session(act, session).await?;
        }
        for payment in &plan.payments {
            self.step()?;
            self.add_payment(act, payment).await?;
        }
        Ok(())
    }

    fn step(&mut self) -> Result<(), Error> {
        const EVERY: u32 = 25;
        if self.stop.load(Ordering::Relaxed) {
            return Err(Error::rule("The import was stopped. Nothing of it was kept."));
        }
        if self.done.is_multiple_of(EVERY) {
            (self.progress)(ImportProgress { done: self.done, total: self.total });
        }
        self.done += 1;
        Ok(())
    }

    fn client(&self, client: ClientRef) -> Result<ClientId, Error> {
        let id = match client {
            ClientRef::Existing(id) => Some(id),
            ClientRef::New(place) => self.clients.get(place).copied(),
        };
        id.ok_or(Error::NotFound("client"))
    }

    fn service(&self, service: ServiceRef) -> Result<ServiceId, Error> {
        let id = match service {
            ServiceRef::Existing(id) => Some(id),
            ServiceRef::New(place) => self.services.get(place).copied(),
        };
        id.ok_or(Error::NotFound("service"))
    }

    async fn add_client(&self, act: &mut Act<'_>, planned: &PlannedClient) -> Result<ClientId, Error> {
        let row = &planned.details;
        let mut agreed_fees = Vec::new();
        if let Some(fee) = row.agreed_fee {
            for service in &planned.agreed_for {
                agreed_fees.push((self.service(*service)?, fee.minor()));
            }
        }
        agreed_fees.sort_unstable();
        let row = ClientRow {
            first_name: row.first_name.clone(),
            last_name: row.last_name.clone(),
            email: row.email.clone(),
            phone: row.phone.clone(),
            address: row.address.clone(),
            city: row.city.clone(),
            state: row.state.clone(),
            zip: row.zip.clone(),
            country: row.country.clone(),
            born_on: row.born_on.map(|day| day.to_string()),
            notes: row.notes.clone(),
            invoicing: row.invoicing.map(|way| way.as_str().to_owned()),
            archived_on: row.archived.then(|| act.now.on.to_string()),
            agreed_fees,
            ..ClientRow::default()
        };
        Ok(act.add(&row).await?.into())
    }

    async fn add_session(&mut self, act: &mut Act<'_>, planned: &PlannedSession) -> Result<(), Error> {
        let row = SessionRow {
            client_id: self.client(planned.client)?,
            service_id: self.service(planned.service)?,
            starts_at: planned.starts_at.format("%Y-%m-%dT%H:%M").to_string(),
            minutes: i64::from(planned.minutes),
            fee_minor: planned.fee.map(Money::minor),
            attendance: None,
            fee_waived: false,
            awaits_invoice: false,
            invoice_id: None,
            series_id: None,
            shares: vec![],
            note: planned.note.clone(),
        };
        let id = act.add(&row).await?;
        self.counts.sessions += 1;
        if planned.attendance.is_some() {
            let marked =
                mark(act, id.into(), &row, (planned.attendance, planned.fee_waived), planned.starts_at.date()).await?;
            if let Some(issued) = marked {
                self.counts.invoices += store::count(issued.len().try_into().unwrap_or(i64::MAX));
            }
        }
        Ok(())
    }

    async fn add_payment(&mut self, act: &mut Act<'_>, planned: &PlannedPayment) -> Result<(), Error> {
        let client = self.client(planned.client)?;
        let typed = Typed {
            amount: planned.amount,
            received_on: planned.received_on,
            method: method(act, &planned.method).await?,
            reference: planned.reference.clone(),
            comment: planned.comment.clone(),
        };
        let mut rows = store::invoice::list_unsettled(act.db(), client).await?;
        rows.retain(|row| row.issued_on <= planned.received_on);
        let shares = propose(planned.amount, &open_invoices(&rows, act.currency)?);
        let shares: Vec<_> = shares
            .iter()
            .filter_map(|share| rows.iter().find(|row| row.id == share.id).map(|row| (row, share.amount)))
            .collect();
        record(act, client, &typed, &shares).await?;
        self.counts.payments += 1;
        Ok(())
    }
}

async fn add_service(act: &mut Act<'_>, planned: &PlannedService) -> Result<ServiceId, Error> {
    let (late_cancel_kind, late_cancel_value) = fee_columns(planned.late_cancel);
    let (no_show_kind, no_show_value) = fee_columns(planned.no_show);
    let row = ServiceRow {
        code: planned.code.clone(),
        name: planned.name.clone(),
        minutes: i64::from(planned.minutes),
        fee_minor: planned.fee.minor(),
        late_cancel_kind,
        late_cancel_value,
        no_show_kind,
        no_show_value,
        archived_on: None,
        tax_ids: tax(act, planned.tax).await?.into_iter().collect(),
    };
    Ok(act.add(&row).await?.into())
}

async fn add_product(act: &mut Act<'_>, planned: &PlannedProduct) -> Result<(), Error> {
    let row = ProductRow {
        sku: planned.sku.clone(),
        name: planned.name.clone(),
        price_minor: planned.price.minor(),
        tax_id: tax(act, planned.tax).await?,
        counted: planned.in_stock_count.is_some(),
        opening_count: planned.in_stock_count.map(i64::from),
        opened_on: planned.in_stock_count.map(|_| act.now.on),
        low_mark: None,
        archived_on: None,
    };
    act.add(&row).await?;
    Ok(())
}

/// The added tax of this rate, made if there is none; none for 0 %.
async fn tax(act: &mut Act<'_>, rate: Option<Rate>) -> Result<Option<TaxId>, Error> {
    let Some(rate) = rate.filter(|rate| rate.e4() > 0) else { return Ok(None) };
    let taxes = store::catalogue::list_taxes(act.db()).await?;
    let same = taxes.iter().find(|(_, tax)| tax.rate_e4 == rate.e4() && !tax.included && tax.archived_on.is_none());
    if let Some((id, _)) = same {
        return Ok(Some(*id));
    }
    let row = TaxRow { name: "Sales tax".to_owned(), rate_e4: rate.e4(), included: false, archived_on: None };
    Ok(Some(act.add(&row).await?.into()))
}

/// The payment method of this name as it is written in the list, added to it if it is new.
async fn method(act: &mut Act<'_>, name: &str) -> Result<String, Error> {
    let name = if name.trim().is_empty() { "Other" } else { name.trim() };
    let methods = store::catalogue::list_methods(act.db()).await?;
    if let Some((_, row)) = methods.iter().find(|(_, row)| row.name.to_lowercase() == name.to_lowercase()) {
        return Ok(row.name.clone());
    }
    let last = methods.iter().map(|(_, row)| row.position).max().unwrap_or_default();
    act.add(&MethodRow { name: name.to_owned(), position: last + 1, archived_on: None }).await?;
    Ok(name.to_owned())
}
