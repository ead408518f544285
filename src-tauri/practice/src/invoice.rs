//! Invoices: issued by hand, edited, locked, made void, and listed.

use std::collections::BTreeSet;

use billing::{Currency, InvoiceState, Money, Priced, Status, day_in_words};
use chrono::{Datelike, NaiveDate};
use sqlx::SqliteConnection;

use crate::{
    Practice, charge, client, credit_note,
    document::supplied_rows,
    draft::Draft,
    error::Error,
    frozen::{self, FrozenPayer},
    history::{self, because},
    ids::{ClientId, InvoiceId, SessionId},
    issue, names, not_invoiced,
    now::Now,
    store::{
        self, Entity, PAGE_ROWS,
        invoice::{InvoiceRow, LineRow},
        invoice_list::ListedInvoice,
        ledger::{self, Applied},
        money,
        profile::ProfileRow,
        session_share::Charged,
        stored,
    },
    transact::{Act, Ask, Done},
    view::{
        Acted, ApplicationRow, BillingSummary, InvoiceForm, InvoicePage, InvoiceRef, InvoiceRow as InvoiceLine,
        InvoiceStatus, InvoicesQuery, LinkedRef, Listed, PricedLineView, PricedView, SourceKindView, SourceRef,
        TaxTotalView, VoidForm,
    },
};

impl Practice {
    /// One page of the invoices that match.
    ///
    /// # Errors
    /// Days that do not exist.
    pub async fn list_invoices(&self, query: &InvoicesQuery, now: Now) -> Result<Listed<InvoiceLine>, Error> {
        let mut query = query.clone();
        query.from = day_or_none("from", &query.from)?;
        query.to = day_or_none("to", &query.to)?;
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let (rows, total) = store::invoice_list::list(&mut db, &query, now.on, PAGE_ROWS).await?;
        let rows = rows.into_iter().map(|row| line(row, currency, now.on)).collect::<Result<_, _>>()?;
        Ok(Listed { rows, total, page: query.page, page_size: PAGE_ROWS })
    }

    /// Figures above the lists of *Billing*.
    ///
    /// # Errors
    /// What the store says.
    pub async fn billing_summary(&self, now: Now) -> Result<BillingSummary, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let month_start = now.on.with_day(1).unwrap_or(now.on);
        let sums = store::invoice_list::load_summary(&mut db, now.on, month_start).await?;
        let unusable = store::credit::list_unusable(&mut db, None, now.on, None).await?;
        let unusable_minor: i64 = unusable.iter().map(|(_, minor)| minor).sum();
        let received = sums.received_minor;
        Ok(BillingSummary {
            outstanding_count: store::count(sums.outstanding_count),
            outstanding: money(currency, sums.outstanding_minor)?.to_string(),
            overdue_count: store::count(sums.overdue_count),
            overdue: money(currency, sums.overdue_minor)?.to_string(),
            not_invoiced_count: store::count(sums.not_invoiced_count),
            months: not_invoiced::months(&mut db, now.on).await?,
            credit: money(currency, sums.credit_minor - unusable_minor)?.to_string(),
            received_this_month: signed(currency, received)?,
        })
    }

    /// An invoice with all that its page shows.
    ///
    /// # Errors
    /// There is no such invoice.
    pub async fn invoice_page(&self, id: InvoiceId, now: Now) -> Result<InvoicePage, Error> {
        let mut db = self.db().await?;
        let profile = store::profile::load(&mut db).await?;
        let currency = profile.currency()?;
        let row = store::invoice::load(&mut db, id).await?;
        let client = store::client::load(&mut db, row.client_id).await?;
        let lines = store::invoice::list_lines(&mut db, row.version_id).await?;
        let priced = priced_view(&stored_price(&row, &lines, currency)?);
        let draft = Draft::of(&row, lines, &profile)?;
        let standing = row.standing(currency)?;
        let payer: FrozenPayer = frozen::read(&row.bill_to)?;
        let outstanding = standing.outstanding();
        let cannot_pay = if standing.state == InvoiceState::Void {
            Some(format!("{} is void, so nothing is to pay.", row.number))
        } else {
            (outstanding.is_zero() && standing.written_off.is_zero())
                .then(|| format!("Nothing is left to pay on {}.", row.number))
        };
        let applications = ledger::list_by_invoice(&mut db, id).await?;
        let (credit_notes, credited_minor) = credit_note::on_invoice(&mut db, id, currency).await?;
        let credited = store::credit_note::find_live(&mut db, id).await?;
        let how_much = if credited_minor == row.charged_minor { "it" } else { "a part of it" };
        let credited = credited.map(|note| format!("{} credits {how_much}. {}.", note.number, note.way_out()));
        let closed = refuse_closed(&profile, &row).err().map(|error| error.to_string());
        let locked = standing.may_edit().err().map(|error| error.to_string());
        let unvoidable = standing.may_void(true).err().map(|error| error.to_string());
        Ok(InvoicePage {
            id,
            number: row.number.clone(),
            revision: store::count(row.revision),
            client_id: row.client_id,
            client_name: client.name(),
            bill_to: std::iter::once(payer.name).chain(payer.address).collect(),
            status: status_view(standing.status(row.due_on, now.on)),
            locked: standing.state == InvoiceState::Locked,
            form: draft.form(row.client_id),
            priced,
            applied: standing.applied.to_string(),
            written_off: standing.written_off.to_string(),
            outstanding: outstanding.to_string(),
            applications: application_rows(&mut db, applications, row.client_id, currency).await?,
            credit_notes,
            supplied: supplied_rows(&mut db, Entity::Invoice, id.get()).await?,
            history: history::of(&mut db, Entity::Invoice, id.get()).await?,
            cannot_edit: closed.clone().or(locked).or_else(|| credited.clone()),
            cannot_void: closed.or(unvoidable).or(credited),
            cannot_pay,
        })
    }

    /// What an invoice as typed would come to: a new one, or `present` once it is changed, of which the taxes stay as they
    /// were when it was issued.
    ///
    /// # Errors
    /// Fields that cannot be taken.
    pub async fn price_invoice(&self, form: &InvoiceForm, present: Option<InvoiceId>) -> Result<PricedView, Error> {
        let mut db = self.db().await?;
        let profile = store::profile::load(&mut db).await?;
        let (tax_exempt, tax_rounding) = match (present, form.client_id) {
            (Some(id), _) => {
                let row = store::invoice::load(&mut db, id).await?;
                let lines = store::invoice::list_lines(&mut db, row.version_id).await?;
                (row.tax_exempt, Draft::of(&row, lines, &profile)?.tax_rounding)
            }
            (None, Some(id)) => (store::client::load(&mut db, id).await?.tax_exempt, profile.tax_rounding()),
            (None, None) => (false, profile.tax_rounding()),
        };
        let draft = Draft { tax_rounding, ..Draft::read(form, &profile, tax_exempt)? };
        Ok(priced_view(&draft.price(&profile)?))
    }

    /// Issues an invoice by hand.
    ///
    /// # Errors
    /// Fields that cannot be taken; a session that waits for no invoice.
    pub async fn issue_invoice(&self, form: &InvoiceForm, ask: &Ask) -> Result<Acted<InvoiceRef>, Error> {
        self.transact("issue_invoice", ask, async |act| {
            let (client_id, client) = client::load_active(act.db(), form.client_id).await?;
            let mut draft = Draft::read(form, &act.profile, client.tax_exempt)?;
            draft.lines.iter_mut().for_each(|line| line.record_id = None);
            let invoice = issue::number(act, client_id).await?;
            claim_new(act, &draft, client_id, invoice.id, &BTreeSet::new()).await?;
            let total = issue::write_first(act, invoice.id, (client_id, &client), &draft).await?;
            let sentence = format!("Issued {} over {total} to {}", invoice.number, client.name());
            Ok(Done::Something(invoice, sentence))
        })
        .await
    }

    /// Changes an open invoice: lines, discount, dates, note. The client stays.
    ///
    /// # Errors
    /// Fields that cannot be taken; a locked or void invoice.
    pub async fn edit_invoice(&self, id: InvoiceId, form: &InvoiceForm, ask: &Ask) -> Result<Acted<InvoiceRef>, Error> {
        self.transact("edit_invoice", ask, async |act| {
            let row = store::invoice::load(act.db(), id).await?;
            refuse_closed(&act.profile, &row)?;
            row.standing(act.currency)?.may_edit().map_err(Error::rule)?;
            refuse_credited(act, &row).await?;
            if form.client_id != Some(row.client_id) {
                return Err(Error::field("client_id", OTHER_CLIENT));
            }
            let lines = store::invoice::list_lines(act.db(), row.version_id).await?;
            let present = Draft::of(&row, lines, &act.profile)?;
            let draft =
                Draft { tax_rounding: present.tax_rounding, ..Draft::read(form, &act.profile, row.tax_exempt)? };
            if present.form(row.client_id) == draft.form(row.client_id) {
                let nothing = InvoiceRef { id, number: row.number };
                return Ok(Done::Nothing(nothing, "Nothing was different".to_owned()));
            }
            let before = sessions_of(&present);
            let after = sessions_of(&draft);
            for gone in before.difference(&after) {
                charge::free(act, *gone, row.client_id).await?;
            }
            claim_new(act, &draft, row.client_id, id, &before).await?;
            let was = money(act.currency, row.total_minor)?;
            let total = issue::rewrite(act, &row, &draft).await?;
            let sentence = if was == total {
                format!("Changed {}", row.number)
            } else {
                format!("Changed {} from {was} to {total}", row.number)
            };
            Ok(Done::Something(InvoiceRef { id, number: row.number }, sentence))
        })
        .await
    }

    /// Locks an invoice: its lines cannot change, money can still be applied to it.
    ///
    /// # Errors
    /// A void invoice.
    pub async fn lock_invoice(&self, id: InvoiceId, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("lock_invoice", ask, async |act| set_state(act, id, InvoiceState::Locked).await).await
    }

    /// Unlocks an invoice.
    ///
    /// # Errors
    /// A void invoice.
    pub async fn unlock_invoice(&self, id: InvoiceId, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("unlock_invoice", ask, async |act| set_state(act, id, InvoiceState::Open).await).await
    }

    /// Makes an invoice void; it keeps its number. Its sessions wait for an invoice again. Where it is
    /// asked for, money that is applied to it goes back to where it came from in the same act; goods go back as said.
    ///
    /// # Errors
    /// A locked or void invoice; one with money applied to it that is not to be released.
    pub async fn void_invoice(&self, id: InvoiceId, form: &VoidForm, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("void_invoice", ask, async |act| {
            let row = store::invoice::load(act.db(), id).await?;
            refuse_closed(&act.profile, &row)?;
            let standing = row.standing(act.currency)?;
            standing.may_void(form.release).map_err(Error::rule)?;
            refuse_credited(act, &row).await?;
            issue::void(act, &row, form.reason.trim(), &form.goods).await?;
            if let Some(supplied_on) = row.supplied_on {
                act.warn(format!(
                    "{} was supplied on {}. Tell the client that it is void.",
                    row.number,
                    day_in_words(supplied_on)
                ));
            }
            Ok(Done::Something((), because(format!("Made {} void", row.number), &form.reason)))
        })
        .await
    }
}

const OTHER_CLIENT: &str = "An invoice stays with its client. Make it void and issue one to the other client.";

/// A day of a filter: empty, or one that exists.
pub(crate) fn day_or_none(field: &str, typed: &str) -> Result<String, Error> {
    match typed.trim() {
        "" => Ok(String::new()),
        typed => Ok(billing::parse_day(typed).map_err(|error| Error::field(field, error))?.to_string()),
    }
}

fn sessions_of(draft: &Draft) -> BTreeSet<SessionId> {
    draft.lines.iter().filter_map(|line| line.session_id).collect()
}

/// Puts the sessions of new lines on the invoice; only those of its client that wait for one.
async fn claim_new(
    act: &mut Act<'_>,
    draft: &Draft,
    client: ClientId,
    invoice: InvoiceId,
    present: &BTreeSet<SessionId>,
) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for (place, line) in draft.lines.iter().enumerate() {
        let Some(session) = line.session_id else { continue };
        let field = || format!("lines.{place}.description");
        if !seen.insert(session) {
            return Err(Error::field(field(), "This session is on the invoice twice. Remove one of the lines."));
        }
        if present.contains(&session) {
            continue;
        }
        let row = store::session::load(act.db(), session).await?;
        if row.charged(client) != Charged::Waits {
            return Err(Error::field(field(), "This session does not wait for an invoice of this client."));
        }
        charge::claim(act, session, client, invoice).await?;
    }
    Ok(())
}

/// Refuses to change an invoice while a credit note refers to it (money-rules 5, *Void an invoice*).
pub(crate) async fn refuse_credited(act: &mut Act<'_>, row: &InvoiceRow) -> Result<(), Error> {
    match store::credit_note::find_live(act.db(), row.id).await? {
        None => Ok(()),
        Some(note) => Err(Error::rule(format!(
            "{} credits a part of {}, so the invoice stays as it is. {}, or issue another credit note.",
            note.number,
            row.number,
            note.way_out()
        ))),
    }
}

/// Refuses to change an invoice of closed books, which no unlocking opens (money-rules 5, *Close the books*).
pub(crate) fn refuse_closed(profile: &ProfileRow, row: &InvoiceRow) -> Result<(), Error> {
    match profile.closed_through.filter(|through| row.issued_on <= *through) {
        Some(through) if row.state()? != InvoiceState::Void => Err(Error::rule(format!(
            "The books are closed up to {}, so {} stays locked. Correct it with a credit note, or open the books again \
             in Settings.",
            day_in_words(through),
            row.number
        ))),
        _ => Ok(()),
    }
}

async fn set_state(act: &mut Act<'_>, id: InvoiceId, state: InvoiceState) -> Result<Done<()>, Error> {
    let row = store::invoice::load(act.db(), id).await?;
    let standing = row.standing(act.currency)?;
    standing.not_void().map_err(Error::rule)?;
    let verb = if state == InvoiceState::Locked { "Locked" } else { "Unlocked" };
    refuse_closed(&act.profile, &row)?;
    if standing.state == state {
        return Ok(Done::Nothing((), "Nothing was different".to_owned()));
    }
    let operation = act.operation;
    store::invoice::save_state(act.db(), operation, id, state, "").await?;
    act.touched(Entity::Invoice, id.get());
    act.touched(Entity::Client, row.client_id.get());
    Ok(Done::Something((), format!("{verb} {}", row.number)))
}

/// Where an invoice stands, for the page.
pub(crate) fn status_view(status: Status) -> InvoiceStatus {
    match status {
        Status::Void => InvoiceStatus::Void,
        Status::Paid => InvoiceStatus::Paid,
        Status::PartPaid { overdue: true } | Status::Unpaid { overdue: true } => InvoiceStatus::Overdue,
        Status::PartPaid { overdue: false } => InvoiceStatus::PartPaid,
        Status::Unpaid { overdue: false } => InvoiceStatus::Unpaid,
    }
}

/// A row of the list of invoices, for the page.
pub(crate) fn line(row: ListedInvoice, currency: Currency, today: NaiveDate) -> Result<InvoiceLine, Error> {
    let standing = billing::InvoiceStanding {
        number: row.number,
        state: stored(InvoiceState::parse(&row.state), "state of an invoice")?,
        total: money(currency, row.total_minor)?,
        applied: money(currency, row.applied_minor)?,
        written_off: money(currency, row.written_off_minor)?,
    };
    Ok(InvoiceLine {
        id: row.id,
        client_id: row.client_id,
        client_name: names::full(&row.first_name, &row.last_name),
        summary: row.summary.unwrap_or_default(),
        issued_on: row.issued_on.to_string(),
        due_on: row.due_on.to_string(),
        total: standing.total.to_string(),
        written_off: standing.written_off.to_string(),
        outstanding: standing.outstanding().to_string(),
        status: status_view(standing.status(row.due_on, today)),
        locked: standing.state == InvoiceState::Locked,
        supplied: row.supplied,
        number: standing.number,
    })
}

/// Applications for the page, those of one source or on one invoice. The other side is named where it is of a linked
/// client: the invoice's client for a source of `own`, the source's for an invoice of `own`.
pub(crate) async fn application_rows(
    db: &mut SqliteConnection,
    rows: Vec<Applied>,
    own: ClientId,
    currency: Currency,
) -> Result<Vec<ApplicationRow>, Error> {
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        let other = [row.source_client_id, row.client_id].into_iter().find(|client| *client != own);
        let linked_client = match other {
            Some(id) => Some(LinkedRef { id, name: store::client::load(db, id).await?.name() }),
            None => None,
        };
        shown.push(ApplicationRow {
            source: source_ref(&row)?,
            invoice_id: row.invoice_id,
            invoice_number: row.invoice_number,
            linked_client,
            applied_on: row.applied_on.to_string(),
            amount: money(currency, row.amount_minor)?.to_string(),
        });
    }
    Ok(shown)
}

/// The source of an application, for the page.
fn source_ref(row: &Applied) -> Result<SourceRef, Error> {
    Ok(SourceRef { id: row.source_id, kind: SourceKindView::of(row.kind()?), number: row.source_number.clone() })
}

/// A sum that may be below zero, such as what came in a month less what was taken back.
fn signed(currency: Currency, minor: i64) -> Result<String, Error> {
    let sum = money(currency, minor.saturating_abs())?;
    Ok(if minor < 0 { format!("-{sum}") } else { sum.to_string() })
}

/// What an invoice came to when it was written, from its rows: later changes of a setting do not touch it.
pub(crate) fn stored_price(row: &InvoiceRow, lines: &[LineRow], currency: Currency) -> Result<Priced, Error> {
    let sum = |minor: i64| money(currency, minor);
    let mut taxes: Vec<billing::TaxTotal> = Vec::new();
    let mut priced_lines = Vec::new();
    for line in lines {
        let net = sum(line.net_minor)?;
        let mut line_taxes = Vec::new();
        for tax in &line.taxes {
            let rate = stored(billing::Rate::from_e4(tax.rate_e4), "rate")?;
            let amount = sum(tax.tax_minor)?;
            line_taxes.push(billing::TaxAmount { name: tax.name.clone(), rate, included: tax.included, tax: amount });
            let same = taxes.iter_mut().find(|t| t.name == tax.name && t.rate == rate && t.included == tax.included);
            match same {
                Some(total) => {
                    total.base = total.base.plus(net);
                    total.tax = total.tax.plus(amount);
                }
                None => taxes.push(billing::TaxTotal {
                    name: tax.name.clone(),
                    rate,
                    included: tax.included,
                    base: net,
                    tax: amount,
                }),
            }
        }
        let tax = sum(line.tax_minor)?;
        priced_lines.push(billing::PricedLine {
            base: sum(line.base_minor)?,
            line_discount: sum(line.line_discount_minor)?,
            document_discount: sum(line.document_discount_minor)?,
            net,
            taxes: line_taxes,
            tax,
            total: net.plus(tax),
        });
    }
    Ok(Priced {
        lines: priced_lines,
        gross: sum(row.gross_minor)?,
        discount: sum(row.discount_minor)?,
        net: sum(row.net_minor)?,
        tax: sum(row.tax_minor)?,
        taxes,
        total: sum(row.total_minor)?,
    })
}

fn priced_view(priced: &Priced) -> PricedView {
    let text = |sum: Money| sum.to_string();
    PricedView {
        lines: priced
            .lines
            .iter()
            .map(|line| PricedLineView {
                line_discount: text(line.line_discount),
                amount: text(line.base),
                document_discount: text(line.document_discount),
                tax: text(line.tax),
            })
            .collect(),
        subtotal: text(priced.gross),
        discount: text(priced.discount),
        net: text(priced.net),
        taxes: priced
            .taxes
            .iter()
            .map(|tax| TaxTotalView {
                name: tax.name.clone(),
                rate: tax.rate.to_string(),
                included: tax.included,
                base: text(tax.base),
                tax: text(tax.tax),
            })
            .collect(),
        tax: text(priced.tax),
        total: text(priced.total),
    }
}
