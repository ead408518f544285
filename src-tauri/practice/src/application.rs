//! Apply, unapply and move: one act, begun from a source or from an invoice (money-rules 5).

use billing::{
    ApplyError, Currency, InvoiceState, Money, OpenInvoice, Rearranged, Share, SourceOnInvoice, day_in_words,
    rearrange_invoices, rearrange_sources, use_by_itself,
};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    Practice, dating,
    error::{Checks, Error},
    ids::{ClientId, InvoiceId, SourceId},
    names,
    now::Now,
    store::{
        self, Entity,
        client::ClientRow,
        invoice::UnsettledRow,
        ledger::{self, Link},
        money,
        source::SourceRow,
    },
    transact::{Act, Ask, Done},
    view::{
        Acted, InvoiceSheet, InvoiceSheetForm, InvoiceSheetRow, Remainder, SourceSheet, SourceSheetForm,
        SourceSheetRow, UseCredit,
    },
};

impl Practice {
    /// Where the money of a source is, and where it could be.
    ///
    /// # Errors
    /// There is no such source.
    pub async fn source_sheet(&self, id: SourceId, now: Now) -> Result<SourceSheet, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let row = store::source::load(&mut db, id).await?;
        let standing = row.standing(currency)?;
        let available = standing.available(now.on);
        let present = ledger::list_by_source(&mut db, id).await?;
        let mut rows = Vec::new();
        for (open, owner) in reachable(&mut db, row.client_id).await? {
            let applied = present.iter().find(|applied| applied.invoice_id == open.id);
            rows.push((
                open.service_on,
                sheet_row(&open, owner, applied.map_or(0, |a| a.amount_minor), (available, currency), now.on)?,
            ));
        }
        for applied in &present {
            if !rows.iter().any(|(_, row)| row.invoice_id == applied.invoice_id) {
                let invoice = store::invoice::load(&mut db, applied.invoice_id).await?;
                let service_on = store::invoice::oldest_service(&mut db, invoice.version_id).await?;
                let owner = linked_name(&mut db, row.client_id, invoice.client_id).await?;
                let settled = UnsettledRow {
                    id: invoice.id,
                    client_id: invoice.client_id,
                    number: invoice.number.clone(),
                    service_on: service_on.unwrap_or(invoice.issued_on),
                    issued_on: invoice.issued_on,
                    due_on: invoice.due_on,
                    outstanding_minor: 0,
                    written_off_minor: 0,
                };
                rows.push((
                    settled.service_on,
                    sheet_row(&settled, owner, applied.amount_minor, (available, currency), now.on)?,
                ));
            }
        }
        rows.sort_by_key(|(service_on, _)| *service_on);
        Ok(SourceSheet {
            source: row.reference()?,
            amount: standing.amount.to_string(),
            remaining: standing.remaining().to_string(),
            available: available.to_string(),
            cannot_use: standing.may_use(now.on).err().map(|error| error.to_string()),
            rows: rows.into_iter().map(|(_, row)| row).collect(),
        })
    }

    /// The sources that are or can be on an invoice.
    ///
    /// # Errors
    /// There is no such invoice.
    pub async fn invoice_sheet(&self, id: InvoiceId, now: Now) -> Result<InvoiceSheet, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let invoice = store::invoice::load(&mut db, id).await?;
        let outstanding = invoice.standing(currency)?.outstanding();
        let present = ledger::list_by_invoice(&mut db, id).await?;
        let mut sources = usable_for(&mut db, invoice.client_id).await?;
        for applied in &present {
            if !sources.iter().any(|row| row.id == applied.source_id) {
                sources.push(store::source::load(&mut db, applied.source_id).await?);
            }
        }
        let usable = sources.iter().map(|row| row.usable(currency, now.on)).collect::<Result<Vec<_>, _>>()?;
        let own = usable.iter().zip(&sources).filter(|(_, row)| row.client_id == invoice.client_id);
        let own: Vec<_> = own.map(|(usable, _)| usable.clone()).collect();
        let proposed = use_by_itself(outstanding, &own);
        let mut rows = Vec::new();
        for row in &sources {
            let standing = row.standing(currency)?;
            let applied = present.iter().find(|applied| applied.source_id == row.id).map_or(0, |a| a.amount_minor);
            let (applied, available) = (money(currency, applied)?, standing.available(now.on));
            let share = proposed.iter().find(|share| share.id == row.id).map_or(currency.zero(), |share| share.amount);
            rows.push(InvoiceSheetRow {
                source: row.reference()?,
                linked_client: linked_name(&mut db, invoice.client_id, row.client_id).await?,
                from_on: row.from_on.to_string(),
                expires_on: row.expires_on.map(|day| day.to_string()),
                available: available.to_string(),
                applied: applied.to_string(),
                most: applied.plus(available.min(outstanding)).to_string(),
                proposed: share.to_string(),
                cannot_use: standing.may_use(now.on).err().map(|error| error.to_string()),
            });
        }
        Ok(InvoiceSheet { number: invoice.number, outstanding: outstanding.to_string(), rows })
    }

    /// Gives invoices other amounts of a source: applies, unapplies and moves in one act.
    ///
    /// # Errors
    /// [`billing::ApplyError`]; amounts that cannot be taken.
    pub async fn apply_source(
        &self,
        id: SourceId,
        form: &SourceSheetForm,
        ask: &Ask,
    ) -> Result<Acted<Remainder>, Error> {
        self.transact("apply_source", ask, async |act| {
            let row = store::source::load(act.db(), id).await?;
            let standing = row.standing(act.currency)?;
            let mut checks = Checks::default();
            let mut wanted = Vec::new();
            for (place, share) in form.shares.iter().enumerate() {
                if let Some(amount) = typed(act.currency, &share.amount, format!("shares.{place}.amount"), &mut checks)
                {
                    wanted.push(Share { id: share.invoice_id, amount });
                }
            }
            checks.finish()?;
            let present = ledger::list_by_source(act.db(), id).await?;
            let has: Vec<Share<InvoiceId>> = present
                .iter()
                .map(|a| Ok(Share { id: a.invoice_id, amount: money(act.currency, a.amount_minor)? }))
                .collect::<Result<_, Error>>()?;
            let mut open = Vec::new();
            for (invoice, _) in reachable(act.db(), row.client_id).await? {
                open.push(open_invoice(&invoice, act.currency)?);
            }
            for share in &wanted {
                if !open.iter().any(|invoice| invoice.id == share.id) {
                    let invoice = store::invoice::load(act.db(), share.id).await?;
                    let standing = invoice.standing(act.currency)?;
                    if !has.iter().any(|has| has.id == share.id) {
                        if share.amount.is_zero() {
                            continue;
                        }
                        check_link(act.db(), row.client_id, invoice.client_id).await?;
                        standing.not_void().map_err(|error| Error::field("shares", error))?;
                    }
                    open.push(OpenInvoice {
                        id: invoice.id,
                        outstanding: standing.outstanding(),
                        number: invoice.number,
                        service_on: invoice.issued_on,
                    });
                }
            }
            let today = act.now.on;
            let done = match rearrange_invoices(&standing, today, &has, &wanted, &open) {
                Ok(done) => done,
                Err(error) => return Err(refused(act, error, wanted.iter().map(|share| share.id)).await?),
            };
            let link = |invoice: InvoiceId, client: ClientId| Link {
                source: id,
                source_client: row.client_id,
                invoice,
                client,
            };
            let mut parts = Vec::new();
            for share in &done.unapply {
                let invoice = store::invoice::load(act.db(), share.id).await?;
                unapply(act, link(share.id, invoice.client_id), share.amount).await?;
                parts.push(format!("{} off {}", share.amount, invoice.number));
            }
            for share in &done.apply {
                let invoice = store::invoice::load(act.db(), share.id).await?;
                apply(act, link(share.id, invoice.client_id), share.amount).await?;
                parts.push(format!("{} on {}", share.amount, invoice.number));
            }
            let freed = done.unapply.iter().fold(act.currency.zero(), |sum, share| sum.plus(share.amount));
            warn_of_lapse(act, &row, freed)?;
            let left = store::source::load(act.db(), id).await?.standing(act.currency)?.remaining();
            let verbs = ["Applied", "Unapplied", "Moved"].map(|verb| format!("{verb} {}", row.number));
            Ok(finished(&done, verbs.each_ref().map(String::as_str), &parts, left))
        })
        .await
    }

    /// Gives an invoice other amounts of several sources: applies and unapplies in one act.
    ///
    /// # Errors
    /// [`billing::ApplyError`]; amounts that cannot be taken; a void invoice.
    pub async fn apply_to_invoice(
        &self,
        id: InvoiceId,
        form: &InvoiceSheetForm,
        ask: &Ask,
    ) -> Result<Acted<Remainder>, Error> {
        self.transact("apply_to_invoice", ask, async |act| {
            let invoice = store::invoice::load(act.db(), id).await?;
            let standing = invoice.standing(act.currency)?;
            standing.not_void().map_err(Error::rule)?;
            let present = ledger::list_by_invoice(act.db(), id).await?;
            let mut checks = Checks::default();
            let mut sources: Vec<(SourceRow, SourceOnInvoice<SourceId>)> = Vec::new();
            for (place, share) in form.shares.iter().enumerate() {
                let field = format!("shares.{place}.amount");
                let Some(wanted) = typed(act.currency, &share.amount, field.clone(), &mut checks) else { continue };
                if sources.iter().any(|(row, _)| row.id == share.source_id) {
                    checks.wrong(field, "This is in the list twice. Put both amounts into one.");
                    continue;
                }
                let row = store::source::load(act.db(), share.source_id).await?;
                let has = present.iter().find(|a| a.source_id == share.source_id).map_or(0, |a| a.amount_minor);
                let (id, standing) = (row.id, row.standing(act.currency)?);
                sources.push((row, SourceOnInvoice { id, standing, present: money(act.currency, has)?, wanted }));
            }
            checks.finish()?;
            for (row, beside) in &sources {
                if beside.present.is_zero() {
                    check_link(act.db(), row.client_id, invoice.client_id).await?;
                }
            }
            let rows: Vec<_> = sources.iter().map(|(_, beside)| beside.clone()).collect();
            let done = match rearrange_sources(&invoice.number, standing.outstanding(), act.now.on, &rows) {
                Ok(done) => done,
                Err(error) => return Err(refused(act, error, [id]).await?),
            };
            let mixed = !done.unapply.is_empty() && !done.apply.is_empty();
            let mut parts = Vec::new();
            for (share, on) in
                done.unapply.iter().map(|share| (share, false)).chain(done.apply.iter().map(|share| (share, true)))
            {
                let Some((row, _)) = sources.iter().find(|(row, _)| row.id == share.id) else { continue };
                let link =
                    Link { source: row.id, source_client: row.client_id, invoice: id, client: invoice.client_id };
                if on {
                    apply(act, link, share.amount).await?;
                    parts.push(format!("{} of {}{}", share.amount, row.number, if mixed { " on" } else { "" }));
                } else {
                    unapply(act, link, share.amount).await?;
                    warn_of_lapse(act, row, share.amount)?;
                    parts.push(format!("{} of {}{}", share.amount, row.number, if mixed { " off" } else { "" }));
                }
            }
            let left = store::invoice::load(act.db(), id).await?.standing(act.currency)?.outstanding();
            let verbs = ["Applied to", "Unapplied from", "Changed what is on"];
            let verbs = verbs.map(|verb| format!("{verb} {}", invoice.number));
            Ok(finished(&done, verbs.each_ref().map(String::as_str), &parts, left))
        })
        .await
    }
}

/// Puts money of a source on an invoice, today or once the invoice is issued.
pub(crate) async fn apply(act: &mut Act<'_>, link: Link, amount: Money) -> Result<(), Error> {
    let issued_on = store::invoice::load_issued_on(act.db(), link.invoice).await?;
    let on_day = dating::day_of_act(act, issued_on);
    if on_day > act.now.on {
        let source = store::source::load(act.db(), link.source).await?;
        source.standing(act.currency)?.may_use(on_day).map_err(Error::rule)?;
    }
    save_on(act, link, on_day, amount.minor()).await
}

/// Takes money of a source off an invoice, today or once the invoice is issued.
pub(crate) async fn unapply(act: &mut Act<'_>, link: Link, amount: Money) -> Result<(), Error> {
    let issued_on = store::invoice::load_issued_on(act.db(), link.invoice).await?;
    unapply_on(act, link, dating::day_of_act(act, issued_on), amount).await
}

/// Takes money of a source off an invoice, on a day.
pub(crate) async fn unapply_on(act: &mut Act<'_>, link: Link, on_day: NaiveDate, amount: Money) -> Result<(), Error> {
    save_on(act, link, on_day, -amount.minor()).await
}

async fn save_on(act: &mut Act<'_>, link: Link, on_day: NaiveDate, amount_minor: i64) -> Result<(), Error> {
    let operation = act.operation;
    ledger::save_application(act.db(), operation, link, on_day, amount_minor).await?;
    act.touched(Entity::Invoice, link.invoice.get());
    act.touched_source(link.source).await?;
    act.touched(Entity::Client, link.client.get());
    act.touched(Entity::Client, link.source_client.get());
    Ok(())
}

/// Uses a client's available credit for a new invoice, where the practice or the client wants that done at once.
pub(crate) async fn use_credit(
    act: &mut Act<'_>,
    (client, row): (ClientId, &ClientRow),
    invoice: InvoiceId,
) -> Result<(), Error> {
    let choice = UseCredit::of(row.use_credit.as_deref().unwrap_or(&act.profile.use_credit));
    if choice != UseCredit::Automatic {
        return Ok(());
    }
    let currency = act.currency;
    let row = store::invoice::load(act.db(), invoice).await?;
    let on_day = dating::day_of_act(act, row.issued_on);
    let sources = store::source::list_remaining(act.db(), client).await?;
    let usable = sources.iter().map(|row| row.usable(currency, on_day)).collect::<Result<Vec<_>, _>>()?;
    for share in use_by_itself(row.standing(currency)?.outstanding(), &usable) {
        let link = Link { source: share.id, source_client: client, invoice, client };
        apply(act, link, share.amount).await?;
        if let Some(source) = sources.iter().find(|source| source.id == share.id) {
            act.warn(format!("{} of {} is used for {} by itself.", share.amount, source.number, row.number));
        }
    }
    Ok(())
}

/// Refuses money of one client for another where the two are not linked (money-rules 3.9).
pub(crate) async fn check_link(db: &mut SqliteConnection, one: ClientId, other: ClientId) -> Result<(), Error> {
    if one == other || store::link::list(db, one).await?.iter().any(|linked| linked.client_id == other) {
        Ok(())
    } else {
        let (one, other) = (store::client::load(db, one).await?.name(), store::client::load(db, other).await?.name());
        Err(Error::rule(format!(
            "{one} and {other} are not linked, so money of one is not used for the other. Link the two under Details \
             first, as payer or family."
        )))
    }
}

/// Whether money that was on an invoice can go back onto it; where its client is not linked any more, says that it stays.
pub(crate) async fn is_linked_still(act: &mut Act<'_>, link: Link, number: &str) -> Result<bool, Error> {
    match check_link(act.db(), link.source_client, link.client).await {
        Err(Error::Rule(_)) => {
            act.warn(format!("{number} is of a client who is not linked any more, so its part stays as credit."));
            Ok(false)
        }
        other => other.map(|()| true),
    }
}

/// An invoice that a payment of `client` is put on by hand: of the client or a linked one, and what was written off of
/// it counts as left to pay.
pub(crate) async fn load_payable(
    db: &mut SqliteConnection,
    client: ClientId,
    invoice: InvoiceId,
) -> Result<Option<UnsettledRow>, Error> {
    let row = store::invoice::load(db, invoice).await?;
    if row.state()? == InvoiceState::Void {
        return Ok(None);
    }
    check_link(db, client, row.client_id).await?;
    let service_on = store::invoice::oldest_service(db, row.version_id).await?;
    Ok(Some(UnsettledRow {
        id: row.id,
        client_id: row.client_id,
        number: row.number,
        service_on: service_on.unwrap_or(row.issued_on),
        issued_on: row.issued_on,
        due_on: row.due_on,
        outstanding_minor: row.charged_minor - row.applied_minor,
        written_off_minor: row.written_off_minor,
    }))
}

/// The invoices with something left to pay of a client and of those linked with it; whose, where it is another's.
async fn reachable(db: &mut SqliteConnection, client: ClientId) -> Result<Vec<(UnsettledRow, Option<String>)>, Error> {
    let mut rows: Vec<_> =
        store::invoice::list_unsettled(db, client).await?.into_iter().map(|row| (row, None)).collect();
    for linked in store::link::list(db, client).await? {
        let name = names::full(&linked.first_name, &linked.last_name);
        let others = store::invoice::list_unsettled(db, linked.client_id).await?;
        rows.extend(others.into_iter().map(|row| (row, Some(name.clone()))));
    }
    Ok(rows)
}

/// The sources of a client and of those linked with it, of which something remains.
async fn usable_for(db: &mut SqliteConnection, client: ClientId) -> Result<Vec<SourceRow>, Error> {
    let mut rows = store::source::list_remaining(db, client).await?;
    for linked in store::link::list(db, client).await? {
        rows.extend(store::source::list_remaining(db, linked.client_id).await?);
    }
    Ok(rows)
}

async fn linked_name(db: &mut SqliteConnection, own: ClientId, other: ClientId) -> Result<Option<String>, Error> {
    if own == other { Ok(None) } else { Ok(Some(store::client::load(db, other).await?.name())) }
}

fn open_invoice(row: &UnsettledRow, currency: Currency) -> Result<OpenInvoice<InvoiceId>, Error> {
    Ok(OpenInvoice {
        id: row.id,
        number: row.number.clone(),
        service_on: row.service_on,
        outstanding: money(currency, row.outstanding_minor)?,
    })
}

fn sheet_row(
    row: &UnsettledRow,
    linked_client: Option<String>,
    applied_minor: i64,
    (available, currency): (Money, Currency),
    today: NaiveDate,
) -> Result<SourceSheetRow, Error> {
    let (applied, outstanding) = (money(currency, applied_minor)?, money(currency, row.outstanding_minor)?);
    Ok(SourceSheetRow {
        invoice_id: row.id,
        number: row.number.clone(),
        linked_client,
        service_on: row.service_on.to_string(),
        due_on: row.due_on.to_string(),
        overdue: row.outstanding_minor > 0 && row.due_on < today,
        outstanding: outstanding.to_string(),
        applied: applied.to_string(),
        most: applied.plus(available.min(outstanding)).to_string(),
    })
}

/// An amount of a sheet: nothing where the field is empty.
fn typed(currency: Currency, text: &str, field: String, checks: &mut Checks) -> Option<Money> {
    match text.trim() {
        "" => Some(currency.zero()),
        text => checks.take(field, currency.parse(text)),
    }
}

/// Says what lapses at once because it comes off after its last day (money-rules 5, *Expiry*).
pub(crate) fn warn_of_lapse(act: &mut Act<'_>, row: &SourceRow, freed: Money) -> Result<(), Error> {
    let standing = row.standing(act.currency)?;
    if let Some(last) = row.expires_on.filter(|_| standing.has_expired(act.now.on) && !freed.is_zero()) {
        act.warn(format!(
            "{freed} of {} lapses at once: it could be used until {}. Give it a later last day to keep it.",
            row.number,
            day_in_words(last)
        ));
    }
    Ok(())
}

/// Why money cannot be applied, with the way out where the invoice was written off.
async fn refused(
    act: &mut Act<'_>,
    error: ApplyError,
    invoices: impl IntoIterator<Item = InvoiceId>,
) -> Result<Error, Error> {
    if let ApplyError::OverOutstanding { number, .. } = &error {
        for id in invoices {
            let row = store::invoice::load(act.db(), id).await?;
            let written_off = row.standing(act.currency)?.written_off;
            if row.number == *number && !written_off.is_zero() {
                let way_out = format!("{error} {written_off} of it was written off: reverse the write-off first.");
                return Ok(Error::field("shares", way_out));
            }
        }
    }
    Ok(Error::field("shares", error))
}

fn finished<Id>(done: &Rearranged<Id>, verbs: [&str; 3], parts: &[String], left: Money) -> Done<Remainder> {
    let left = Remainder { left: left.to_string() };
    let [applied, unapplied, both] = verbs;
    let verb = match (done.unapply.is_empty(), done.apply.is_empty()) {
        (true, true) => return Done::Nothing(left, "Nothing was different".to_owned()),
        (true, false) => applied,
        (false, true) => unapplied,
        (false, false) => both,
    };
    Done::Something(left, format!("{verb}: {}", parts.join(", ")))
}
