//! Payments and their receipts: recorded, edited, reversed, and listed.

use crate::{
    Practice, application,
    catalogue::required,
    document::supplied_rows,
    error::{Checks, Error},
    history,
    ids::{ClientId, InvoiceId, PaymentId},
    invoice::{application_rows, day_or_none},
    names,
    now::Now,
    receipt::{self, Typed},
    refund,
    store::{self, Entity, PAGE_ROWS, invoice::UnsettledRow, ledger, money, payment::ListedPayment},
    transact::{Act, Ask, Done},
    transfer,
    view::{
        Acted, AppliedForm, Listed, OpenInvoiceRow, PaymentForm, PaymentPage, PaymentProposal, PaymentRef,
        PaymentRow as PaymentLine, PaymentStatus, PaymentsQuery, RecordedPayment, ReversalReason, ShareForm,
    },
};
use billing::{
    Currency, Money, OpenInvoice, Share, SourceState, apply_by_hand, check_amount, day_in_words, parse_day, propose,
};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

impl Practice {
    /// One page of the payments that match.
    ///
    /// # Errors
    /// Days that do not exist.
    pub async fn list_payments(&self, query: &PaymentsQuery) -> Result<Listed<PaymentLine>, Error> {
        let mut query = query.clone();
        query.from = day_or_none("from", &query.from)?;
        query.to = day_or_none("to", &query.to)?;
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let (rows, total) = store::payment::list(&mut db, &query, PAGE_ROWS).await?;
        let rows = rows.into_iter().map(|row| line(row, currency)).collect::<Result<_, _>>()?;
        Ok(Listed { rows, total, page: query.page, page_size: PAGE_ROWS })
    }

    /// A payment with all that its page shows.
    ///
    /// # Errors
    /// There is no such payment.
    pub async fn payment_page(&self, id: PaymentId) -> Result<PaymentPage, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let row = store::payment::load(&mut db, id).await?;
        let standing = row.standing(currency)?;
        let applied = ledger::list_by_source(&mut db, id.into()).await?;
        let shares = applied
            .iter()
            .map(|share| {
                Ok(ShareForm { invoice_id: share.invoice_id, amount: money(currency, share.amount_minor)?.to_string() })
            })
            .collect::<Result<_, Error>>()?;
        let cannot_reverse = match standing.may_release() {
            Ok(()) => None,
            Err(refusal) => Some(store::source::name_uses(&mut db, id.into(), refusal).await?.to_string()),
        };
        Ok(PaymentPage {
            id,
            number: row.number.clone(),
            revision: store::count(row.revision),
            client_name: store::client::load(&mut db, row.client_id).await?.name(),
            status: status(standing.state),
            applied: standing.applied.to_string(),
            refunded: standing.refunded.to_string(),
            transferred: standing.transferred.to_string(),
            remaining: standing.remaining().to_string(),
            applications: application_rows(&mut db, applied, row.client_id, currency).await?,
            refunds: refund::of_source(&mut db, id.into(), currency).await?,
            transfers: transfer::of_source(&mut db, id.into(), currency).await?,
            supplied: supplied_rows(&mut db, Entity::Payment, id.get()).await?,
            history: history::of(&mut db, Entity::Payment, id.get()).await?,
            cannot_edit: standing.may_change().err().map(|error| error.to_string()),
            cannot_reverse,
            // A payment never expires, so any day says the same.
            cannot_refund: refund::cannot(&standing, row.received_on),
            form: PaymentForm {
                client_id: Some(row.client_id),
                amount: standing.amount.to_string(),
                received_on: row.received_on.to_string(),
                method: row.method,
                reference: row.reference,
                comment: row.comment,
                applied: AppliedForm::ByHand(shares),
            },
        })
    }

    /// What a payment of `amount` would pay; of all that is owed if nothing was typed. `first_invoice` is paid before
    /// the others, because the payment was begun from it.
    ///
    /// # Errors
    /// An amount that cannot be taken.
    pub async fn payment_proposal(
        &self,
        client: ClientId,
        amount: &str,
        first_invoice: Option<InvoiceId>,
        now: Now,
    ) -> Result<PaymentProposal, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let mut rows = store::invoice::list_unsettled(&mut db, client).await?;
        if let Some(written_off) = find_written_off(&mut db, client, first_invoice, &rows).await? {
            rows.push(written_off);
        }
        let open = open_invoices(&rows, currency)?;
        let (owing, credit) = store::client::load_balance(&mut db, client, now.on).await?;
        let first = first_invoice.and_then(|id| open.iter().find(|invoice| invoice.id == id));
        let amount = match (amount.trim(), first) {
            ("", Some(invoice)) => invoice.outstanding,
            ("", None) => money(currency, owing)?,
            (typed, _) => currency.parse(typed).map_err(|error| Error::field("amount", error))?,
        };
        let shares = proposal(amount, &open, first_invoice);
        let applied = shares.iter().fold(currency.zero(), |sum, share| sum.plus(share.amount));
        let counts = store::client::load_counts(&mut db, client, &now.local_text()).await?;
        let mut rows = open_rows(&rows, &shares, currency, now.on)?;
        rows.sort_by(|one, other| one.service_on.cmp(&other.service_on));
        rows.extend(open_rows_of_linked(&mut db, client, currency, now.on).await?);
        Ok(PaymentProposal {
            open: rows,
            owing: money(currency, owing)?.to_string(),
            credit: money(currency, credit)?.to_string(),
            applied: applied.to_string(),
            remaining: amount.less(applied).to_string(),
            not_invoiced_count: store::count(counts.not_invoiced),
        })
    }

    /// Records a payment; its receipt exists at once.
    ///
    /// # Errors
    /// Fields that cannot be taken; shares that do not fit.
    pub async fn record_payment(&self, form: &PaymentForm, ask: &Ask) -> Result<Acted<RecordedPayment>, Error> {
        self.transact("record_payment", ask, async |act| {
            let client = form.client_id.ok_or_else(|| Error::field("client_id", "Choose who paid."))?;
            let typed = read(form, act.currency, act.now.on)?;
            let rows = match &form.applied {
                AppliedForm::OldestFirst | AppliedForm::ToCredit => {
                    store::invoice::list_unsettled(act.db(), client).await?
                }
                AppliedForm::ByHand(shares) => payable(act, client, shares).await?,
            };
            let open = open_invoices(&rows, act.currency)?;
            let shares = match &form.applied {
                AppliedForm::OldestFirst => propose(typed.amount, &open),
                AppliedForm::ToCredit => Vec::new(),
                AppliedForm::ByHand(shares) => by_hand(typed.amount, shares, &open, act.currency)?,
            };
            let shares: Vec<(&UnsettledRow, Money)> = shares
                .iter()
                .filter_map(|share| rows.iter().find(|row| row.id == share.id).map(|row| (row, share.amount)))
                .collect();
            let PaymentRef { id, number } = receipt::record(act, client, &typed, &shares).await?;
            let left = shares.iter().fold(typed.amount, |left, (_, amount)| left.less(*amount)).to_string();
            let name = store::client::load(act.db(), client).await?.name();
            let sentence = format!("Recorded {} from {name} ({number})", typed.amount);
            Ok(Done::Something(RecordedPayment { id, number, left }, sentence))
        })
        .await
    }

    /// Changes a payment. What it is applied to stays (money-rules 5, *Edit a payment*).
    ///
    /// # Errors
    /// [`billing::SourceError`]; fields that cannot be taken.
    pub async fn edit_payment(&self, id: PaymentId, form: &PaymentForm, ask: &Ask) -> Result<Acted<PaymentRef>, Error> {
        self.transact("edit_payment", ask, async |act| {
            let row = store::payment::load(act.db(), id).await?;
            row.standing(act.currency)?.may_change().map_err(Error::rule)?;
            if form.client_id != Some(row.client_id) {
                return Err(Error::field("client_id", OTHER_CLIENT));
            }
            let typed = read(form, act.currency, act.now.on)?;
            let reference = PaymentRef { id, number: row.number.clone() };
            Ok(match receipt::change(act, id, &row, &typed).await? {
                Some(sentence) => Done::Something(reference, sentence),
                None => Done::Nothing(reference, NOTHING_DIFFERENT.to_owned()),
            })
        })
        .await
    }

    /// Reverses a payment: it was entered in error, or the bank took it back. What it paid is owed again.
    ///
    /// # Errors
    /// [`billing::SourceError`].
    pub async fn reverse_payment(&self, id: PaymentId, reason: ReversalReason, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("reverse_payment", ask, async |act| {
            let row = store::payment::load(act.db(), id).await?;
            receipt::reverse(act, id, &row, reason).await?;
            let words = match reason {
                ReversalReason::Error => "entered in error",
                ReversalReason::Returned => "returned by the bank",
            };
            Ok(Done::Something((), format!("Reversed {}: {words}", row.number)))
        })
        .await
    }
}

pub(crate) const NOTHING_DIFFERENT: &str = "Nothing was different";

const OTHER_CLIENT: &str = "A payment stays with its client. Reverse it and record it for the other client.";

/// Reads a payment as typed.
pub(crate) fn read(form: &PaymentForm, currency: Currency, today: NaiveDate) -> Result<Typed, Error> {
    let mut checks = Checks::default();
    let amount = currency.parse(&form.amount).map_err(|error| error.to_string());
    let amount = amount.and_then(|amount| check_amount(amount).map(|()| amount).map_err(|e| e.to_string()));
    let amount = checks.take("amount", amount);
    let received_on = parse_day(&form.received_on).map_err(|error| error.to_string()).and_then(|day| {
        if day > today {
            Err(format!("{} is still to come. Enter the day on which the money came.", day_in_words(day)))
        } else {
            Ok(day)
        }
    });
    let received_on = checks.take("received_on", received_on);
    let method = checks.take("method", required(&form.method, "Choose how the money came."));
    let ((amount, received_on), method) = checks.ready(amount.zip(received_on).zip(method))?;
    Ok(Typed {
        amount,
        received_on,
        method,
        reference: form.reference.trim().to_owned(),
        comment: form.comment.trim().to_owned(),
    })
}

/// Open invoices as the rules see them.
pub(crate) fn open_invoices(rows: &[UnsettledRow], currency: Currency) -> Result<Vec<OpenInvoice<InvoiceId>>, Error> {
    rows.iter()
        .map(|row| {
            Ok(OpenInvoice {
                id: row.id,
                number: row.number.clone(),
                service_on: row.service_on,
                outstanding: money(currency, row.outstanding_minor)?,
            })
        })
        .collect()
}

/// What an amount would pay: the invoice that it was begun from, then the oldest service first.
fn proposal(amount: Money, open: &[OpenInvoice<InvoiceId>], first_invoice: Option<InvoiceId>) -> Vec<Share<InvoiceId>> {
    let (first, others): (Vec<_>, Vec<_>) = open.iter().cloned().partition(|invoice| Some(invoice.id) == first_invoice);
    let mut shares = propose(amount, &first);
    let used = shares.iter().fold(amount.none(), |sum, share| sum.plus(share.amount));
    shares.extend(propose(amount.less(used), &others));
    shares
}

/// The invoice that is to be paid first, where it was written off and so is not among `unsettled`.
async fn find_written_off(
    db: &mut SqliteConnection,
    client: ClientId,
    first: Option<InvoiceId>,
    unsettled: &[UnsettledRow],
) -> Result<Option<UnsettledRow>, Error> {
    match first.filter(|id| !unsettled.iter().any(|row| row.id == *id)) {
        Some(id) => Ok(application::load_payable(db, client, id).await?.filter(|row| row.outstanding_minor > 0)),
        None => Ok(None),
    }
}

/// The invoices that shares name, of the client or of linked ones; empty shares name none.
async fn payable(act: &mut Act<'_>, client: ClientId, shares: &[ShareForm]) -> Result<Vec<UnsettledRow>, Error> {
    let mut rows: Vec<UnsettledRow> = Vec::new();
    for share in shares.iter().filter(|share| !share.amount.trim().is_empty()) {
        if !rows.iter().any(|row| row.id == share.invoice_id) {
            match application::load_payable(act.db(), client, share.invoice_id).await? {
                Some(row) => rows.push(row),
                None => {
                    let void = store::invoice::load(act.db(), share.invoice_id).await?.standing(act.currency)?;
                    void.not_void().map_err(|error| Error::field("shares", error))?;
                }
            }
        }
    }
    Ok(rows)
}

fn by_hand(
    amount: Money,
    forms: &[ShareForm],
    open: &[OpenInvoice<InvoiceId>],
    currency: Currency,
) -> Result<Vec<Share<InvoiceId>>, Error> {
    let mut checks = Checks::default();
    let mut shares = Vec::new();
    for (place, form) in forms.iter().enumerate() {
        if form.amount.trim().is_empty() {
            continue;
        }
        if let Some(amount) = checks.take(format!("shares.{place}.amount"), currency.parse(&form.amount))
            && !amount.is_zero()
        {
            shares.push(Share { id: form.invoice_id, amount });
        }
    }
    checks.finish()?;
    apply_by_hand(amount, &shares, open).map(|applied| applied.shares).map_err(|error| Error::field("shares", error))
}

/// Open invoices for the page, with what is proposed for each.
pub(crate) fn open_rows(
    rows: &[UnsettledRow],
    shares: &[Share<InvoiceId>],
    currency: Currency,
    today: NaiveDate,
) -> Result<Vec<OpenInvoiceRow>, Error> {
    rows.iter()
        .map(|row| {
            let proposed = shares.iter().find(|share| share.id == row.id).map_or(currency.zero(), |share| share.amount);
            Ok(OpenInvoiceRow {
                id: row.id,
                number: row.number.clone(),
                linked_client: None,
                service_on: row.service_on.to_string(),
                due_on: row.due_on.to_string(),
                overdue: row.due_on < today,
                outstanding: money(currency, row.outstanding_minor)?.to_string(),
                proposed: proposed.to_string(),
            })
        })
        .collect()
}

/// Open invoices of the clients linked with one, each with whose it is. They are paid by hand alone.
async fn open_rows_of_linked(
    db: &mut SqliteConnection,
    client: ClientId,
    currency: Currency,
    today: NaiveDate,
) -> Result<Vec<OpenInvoiceRow>, Error> {
    let mut rows = Vec::new();
    for linked in store::link::list(db, client).await? {
        let name = names::full(&linked.first_name, &linked.last_name);
        let open = store::invoice::list_unsettled(db, linked.client_id).await?;
        let of_linked = |row| OpenInvoiceRow { linked_client: Some(name.clone()), ..row };
        rows.extend(open_rows(&open, &[], currency, today)?.into_iter().map(of_linked));
    }
    Ok(rows)
}

fn status(state: SourceState) -> PaymentStatus {
    match state {
        SourceState::Active | SourceState::Inactive => PaymentStatus::Active,
        SourceState::Withdrawn => PaymentStatus::Reversed,
    }
}

/// A row of the list of payments, for the page.
pub(crate) fn line(row: ListedPayment, currency: Currency) -> Result<PaymentLine, Error> {
    let standing = row.standing(currency)?;
    Ok(PaymentLine {
        id: row.id,
        client_id: row.client_id,
        client_name: names::full(&row.first_name, &row.last_name),
        received_on: row.received_on.to_string(),
        method: row.method,
        reference: row.reference,
        amount: standing.amount.to_string(),
        remaining: standing.remaining().to_string(),
        status: status(standing.state),
        number: standing.number,
    })
}
