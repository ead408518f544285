//! Credits made by hand: given, edited, put to sleep and deleted.

use billing::{
    CreditOrigin, Currency, Money, Occasion, SourceKind, SourceStanding, SourceState, check_amount, day_in_words,
    parse_day,
};
use chrono::NaiveDate;

use crate::{
    Practice, application, client, dating,
    error::{Checks, Error},
    history,
    ids::{ClientId, CreditId},
    invoice::application_rows,
    names,
    now::Now,
    refund,
    store::{
        self, Entity, PAGE_ROWS,
        credit::CreditRow,
        ledger::{self, Link},
        source::{ListedSource, SourceRow},
        stored,
    },
    transact::{Act, Ask, Done},
    transfer,
    view::{
        Acted, CreditForm, CreditOriginView, CreditPage, CreditRow as CreditLine, CreditStatus, CreditsQuery, Listed,
        SourceKindView, SourceRef,
    },
};

impl Practice {
    /// One page of the money of clients by its origin: credits, and what remains of payments and credit notes.
    ///
    /// # Errors
    /// What the store says.
    pub async fn list_credits(&self, query: &CreditsQuery, now: Now) -> Result<Listed<CreditLine>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let (rows, total) = store::source::list(&mut db, query, PAGE_ROWS).await?;
        let rows = rows.into_iter().map(|row| line(&row, currency, now.on)).collect::<Result<_, _>>()?;
        Ok(Listed { rows, total, page: query.page, page_size: PAGE_ROWS })
    }

    /// A credit with all that its page shows.
    ///
    /// # Errors
    /// There is no such credit.
    pub async fn credit_page(&self, id: CreditId, now: Now) -> Result<CreditPage, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let source = store::source::load(&mut db, id.into()).await?;
        let row = store::credit::load(&mut db, id).await?;
        let standing = source.standing(currency)?;
        let client = store::client::load(&mut db, source.client_id).await?;
        let applied = ledger::list_by_source(&mut db, id.into()).await?;
        let listed = ListedSource { source, first_name: client.first_name, last_name: client.last_name };
        Ok(CreditPage {
            id,
            row: line(&listed, currency, now.on)?,
            form: CreditForm {
                client_id: Some(listed.source.client_id),
                origin: origin_view(&row.origin)?,
                amount: standing.amount.to_string(),
                given_on: row.given_on.to_string(),
                expires_on: row.expires_on.map(|day| day.to_string()).unwrap_or_default(),
                reason: row.reason,
                invoice_id: None,
            },
            applications: application_rows(&mut db, applied, listed.source.client_id, currency).await?,
            refunds: refund::of_source(&mut db, id.into(), currency).await?,
            transfers: transfer::of_source(&mut db, id.into(), currency).await?,
            history: history::of(&mut db, Entity::Credit, id.get()).await?,
            cannot_edit: standing.may_change().err().map(|error| error.to_string()),
            cannot_refund: refund::cannot(&standing, now.on),
        })
    }

    /// Makes a credit. One that is made from an invoice is applied to it, up to what is outstanding.
    ///
    /// # Errors
    /// Fields that cannot be taken; a void invoice.
    pub async fn make_credit(&self, form: &CreditForm, ask: &Ask) -> Result<Acted<SourceRef>, Error> {
        self.transact("make_credit", ask, async |act| {
            let (client_id, client) = client::load_active(act.db(), form.client_id).await?;
            if form.origin == CreditOriginView::Transfer {
                return Err(Error::field("origin", BY_TRANSFER));
            }
            let row = read(form, act.currency, act.now.on)?;
            let made = make(act, client_id, &row).await?;
            let amount = store::money(act.currency, row.amount_minor)?;
            let mut sentence = format!("Gave {} credit of {amount} ({})", client.name(), made.number);
            if let Some(id) = form.invoice_id {
                let invoice = store::invoice::load(act.db(), id).await?;
                application::check_link(act.db(), client_id, invoice.client_id).await?;
                let standing = invoice.standing(act.currency)?;
                standing.not_void().map_err(Error::rule)?;
                let source = store::source::load(act.db(), made.id).await?;
                source.standing(act.currency)?.may_use(act.now.on).map_err(|e| Error::field("expires_on", e))?;
                let share = amount.min(standing.outstanding());
                if !share.is_zero() {
                    let link =
                        Link { source: made.id, source_client: client_id, invoice: id, client: invoice.client_id };
                    application::apply(act, link, share).await?;
                    sentence = format!("{sentence}, {share} of it on {}", invoice.number);
                }
            }
            Ok(Done::Something(made, sentence))
        })
        .await
    }

    /// Changes a credit. What is used of it stays.
    ///
    /// # Errors
    /// [`billing::SourceError`]; fields that cannot be taken.
    pub async fn edit_credit(&self, id: CreditId, form: &CreditForm, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("edit_credit", ask, async |act| {
            let source = store::source::load(act.db(), id.into()).await?;
            let standing = source.standing(act.currency)?;
            standing.may_change().map_err(Error::rule)?;
            if form.client_id != Some(source.client_id) {
                return Err(Error::field("client_id", "A credit stays with its client. Delete it and make another."));
            }
            let old = store::credit::load(act.db(), id).await?;
            let mut new = CreditRow { version: old.version, ..read(form, act.currency, act.now.on)? };
            if old.origin == CreditOrigin::Transfer.as_str() || new.origin == CreditOrigin::Transfer.as_str() {
                return Err(Error::rule(TRANSFERRED));
            }
            let amount = store::money(act.currency, new.amount_minor)?;
            standing.edit_amount(amount).map_err(|error| Error::field("amount", error))?;
            if new == old {
                return Ok(Done::Nothing((), "Nothing was different".to_owned()));
            }
            new.version = old.version + 1;
            let operation = act.operation;
            let received_minor = store::source::received_minor(act.db(), source.client_id).await?;
            store::credit::save_version(act.db(), operation, id, &new).await?;
            let link = (id.into(), source.client_id);
            if new.given_on != old.given_on {
                dating::redate_amount(act, link, (old.given_on, new.given_on)).await?;
                dating::refuse_used_before(act, id.into(), "given_on", &source.number).await?;
            }
            let changed_on = dating::free_from(act, id.into(), new.given_on, standing.amount.less(amount)).await?;
            let more = new.amount_minor - old.amount_minor;
            ledger::save_source_amount(act.db(), operation, link, changed_on, more).await?;
            if source.belonging()? != store::source::load(act.db(), id.into()).await?.belonging()? {
                refuse_other_belonging(act, &source, &standing, received_minor).await?;
            }
            if new.expires_on != old.expires_on {
                if let Some(last) = new.expires_on
                    && let Some(day) = dating::used_after(act, id.into(), last).await?
                {
                    let day = day_in_words(day);
                    let words = format!("{} was used on {day}. Enter that day or a later one.", source.number);
                    return Err(Error::field("expires_on", words));
                }
                let changed = store::source::load(act.db(), id.into()).await?;
                application::warn_of_lapse(act, &changed, changed.standing(act.currency)?.remaining())?;
            }
            touch(act, id, source.client_id);
            Ok(Done::Something((), format!("Changed {}", source.number)))
        })
        .await
    }

    /// Deletes a credit of which nothing is used; it keeps its number.
    ///
    /// # Errors
    /// [`billing::SourceError`].
    pub async fn delete_credit(&self, id: CreditId, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("delete_credit", ask, async |act| {
            let source = store::source::load(act.db(), id.into()).await?;
            if let Err(refusal) = source.standing(act.currency)?.may_withdraw() {
                return Err(Error::rule(store::source::name_uses(act.db(), source.id, refusal).await?));
            }
            let row = store::credit::load(act.db(), id).await?;
            if row.origin == CreditOrigin::Transfer.as_str() {
                return Err(Error::rule(TRANSFERRED));
            }
            let (operation, today) = (act.operation, act.now.on);
            let link = (id.into(), source.client_id);
            ledger::save_source_amount(act.db(), operation, link, today, -row.amount_minor).await?;
            store::source::save_state(act.db(), operation, id.into(), SourceState::Withdrawn, "deleted").await?;
            touch(act, id, source.client_id);
            Ok(Done::Something((), format!("Deleted {}", source.number)))
        })
        .await
    }

    /// Puts what is unused of a credit to sleep, or wakes it.
    ///
    /// # Errors
    /// [`billing::SourceError`] if it was deleted.
    pub async fn activate_credit(&self, id: CreditId, active: bool, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("activate_credit", ask, async |act| {
            let source = store::source::load(act.db(), id.into()).await?;
            let standing = source.standing(act.currency)?;
            standing.may_change().map_err(Error::rule)?;
            let (state, verb) =
                if active { (SourceState::Active, "Reactivated") } else { (SourceState::Inactive, "Deactivated") };
            if standing.state == state {
                return Ok(Done::Nothing((), "Nothing was different".to_owned()));
            }
            let operation = act.operation;
            store::source::save_state(act.db(), operation, id.into(), state, "").await?;
            touch(act, id, source.client_id);
            Ok(Done::Something((), format!("{verb} {}", source.number)))
        })
        .await
    }
}

/// Stands before the numbers of credits, which are no documents and so have no setting.
pub(crate) const CREDIT_PREFIX: &str = "CR-";

const TRANSFERRED: &str = "This credit came from a linked client. Undo the transfer instead.";

const BY_TRANSFER: &str =
    "Money of a linked client comes by a transfer. Start it from the payment or credit of the other client.";

fn touch(act: &mut Act<'_>, id: CreditId, client: ClientId) {
    act.touched(Entity::Credit, id.get());
    act.touched(Entity::Client, client.get());
}

/// Writes a new credit.
pub(crate) async fn make(act: &mut Act<'_>, client: ClientId, row: &CreditRow) -> Result<SourceRef, Error> {
    const FIRST: i64 = 1;
    let kind = SourceKind::Credit;
    let sequence = store::source::next_sequence(act.db(), kind, FIRST).await?;
    let number = format!("{CREDIT_PREFIX}{sequence:05}");
    let operation = act.operation;
    let id = store::source::insert(act.db(), operation, kind, (sequence, &number), client).await?;
    let credit = CreditId::from(id.get());
    store::credit::save_version(act.db(), operation, credit, row).await?;
    ledger::save_source_amount(act.db(), operation, (id, client), row.given_on, row.amount_minor).await?;
    act.made(Entity::Credit, id.get());
    act.touched(Entity::Client, client.get());
    Ok(SourceRef { id, kind: SourceKindView::Credit, number })
}

fn read(form: &CreditForm, currency: Currency, today: NaiveDate) -> Result<CreditRow, Error> {
    let mut checks = Checks::default();
    let amount = currency.parse(&form.amount).map_err(|error| error.to_string());
    let amount = amount.and_then(|amount| check_amount(amount).map(|()| amount).map_err(|error| error.to_string()));
    let amount = checks.take("amount", amount);
    let given_on = parse_day(&form.given_on).map_err(|error| error.to_string()).and_then(|day| {
        if day > today {
            Err(format!("{} is still to come. Enter the day on which the credit was given.", day_in_words(day)))
        } else {
            Ok(day)
        }
    });
    let given_on = checks.take("given_on", given_on);
    let origin = origin(form.origin);
    let expires_on = match form.expires_on.trim() {
        "" => Some(None),
        _ if !origin.may_expire() => {
            checks.wrong("expires_on", "Only goodwill has a last day. The client's own money never expires.");
            None
        }
        typed => checks.take("expires_on", parse_day(typed)).map(Some),
    };
    if let (Some(given_on), Some(Some(expires_on))) = (given_on, expires_on)
        && expires_on < given_on
    {
        checks.wrong("expires_on", "The last day is before the day on which it was given.");
    }
    if origin == CreditOrigin::Goodwill(Occasion::Other) && form.reason.trim().is_empty() {
        checks.wrong("reason", "Say why the credit is given.");
    }
    let ((amount, given_on), expires_on): ((Money, _), _) = checks.ready(amount.zip(given_on).zip(expires_on))?;
    Ok(CreditRow {
        version: 1,
        origin: origin.as_str().to_owned(),
        given_on,
        expires_on,
        reason: form.reason.trim().to_owned(),
        amount_minor: amount.minor(),
    })
}

/// A row of the list of credits, for the page.
pub(crate) fn line(row: &ListedSource, currency: Currency, today: NaiveDate) -> Result<CreditLine, Error> {
    let source = &row.source;
    let standing = source.standing(currency)?;
    Ok(CreditLine {
        source: source.reference()?,
        client_id: source.client_id,
        client_name: names::full(&row.first_name, &row.last_name),
        origin: source.origin.as_deref().map(origin_view).transpose()?,
        from_on: source.from_on.to_string(),
        expires_on: source.expires_on.map(|day| day.to_string()),
        amount: standing.amount.to_string(),
        applied: standing.applied.to_string(),
        refunded: standing.refunded.to_string(),
        transferred: standing.transferred.to_string(),
        cannot_use: standing.may_use(today).err().map(|error| error.to_string()),
        cannot_withdraw: cannot_withdraw(source, &standing),
        remaining: standing.remaining().to_string(),
        available: standing.available(today).to_string(),
        lapsed: standing.lapsed(today).to_string(),
        status: status(source, currency, today)?,
    })
}

fn cannot_withdraw(source: &SourceRow, standing: &SourceStanding) -> Option<String> {
    if standing.kind == SourceKind::Payment {
        Some(format!("This credit is what remains of {}. Edit the payment instead.", standing.number))
    } else if source.origin.as_deref() == Some(CreditOrigin::Transfer.as_str()) {
        Some(TRANSFERRED.to_owned())
    } else if let (Some(by), true) = (&source.returned, standing.state != SourceState::Withdrawn) {
        Some(made_by_return(&standing.number, by))
    } else {
        standing.may_withdraw().err().map(|error| error.to_string())
    }
}

/// Why a credit note of a return is not made void.
pub(crate) fn made_by_return(note: &str, number: &str) -> String {
    format!("{note} was made by {number}. Reverse that return instead.")
}

fn status(source: &SourceRow, currency: Currency, today: NaiveDate) -> Result<CreditStatus, Error> {
    let standing = source.standing(currency)?;
    Ok(if standing.state == SourceState::Withdrawn {
        CreditStatus::Withdrawn
    } else if standing.remaining().is_zero() {
        CreditStatus::Used
    } else if standing.has_expired(today) {
        CreditStatus::Lapsed
    } else if standing.state == SourceState::Inactive {
        CreditStatus::Inactive
    } else {
        CreditStatus::Available
    })
}

fn origin(view: CreditOriginView) -> CreditOrigin {
    match view {
        CreditOriginView::Loyalty => CreditOrigin::Goodwill(Occasion::Loyalty),
        CreditOriginView::Referral => CreditOrigin::Goodwill(Occasion::Referral),
        CreditOriginView::Courtesy => CreditOrigin::Goodwill(Occasion::Courtesy),
        CreditOriginView::Other => CreditOrigin::Goodwill(Occasion::Other),
        CreditOriginView::OpeningBalance => CreditOrigin::OpeningBalance,
        CreditOriginView::Transfer => CreditOrigin::Transfer,
    }
}

fn origin_view(code: &str) -> Result<CreditOriginView, Error> {
    Ok(match stored(CreditOrigin::parse(code), "origin of a credit")? {
        CreditOrigin::Goodwill(Occasion::Loyalty) => CreditOriginView::Loyalty,
        CreditOrigin::Goodwill(Occasion::Referral) => CreditOriginView::Referral,
        CreditOrigin::Goodwill(Occasion::Courtesy) => CreditOriginView::Courtesy,
        CreditOrigin::Goodwill(Occasion::Other) => CreditOriginView::Other,
        CreditOrigin::OpeningBalance => CreditOriginView::OpeningBalance,
        CreditOrigin::Transfer => CreditOriginView::Transfer,
    })
}

/// Refuses that money becomes goodwill, or goodwill money, while it is used, or where it went back to the client meanwhile
/// (docs/decisions/0013).
async fn refuse_other_belonging(
    act: &mut Act<'_>,
    source: &SourceRow,
    standing: &SourceStanding,
    before_minor: i64,
) -> Result<(), Error> {
    let is_used = standing.remaining() < standing.amount;
    let received_minor = store::source::received_minor(act.db(), source.client_id).await?;
    if is_used || (received_minor < 0 && received_minor < before_minor) {
        let number = &source.number;
        return Err(Error::field(
            "origin",
            format!(
                "{number} was used as what it is. Give back what was used of it first, or leave its kind as it is."
            ),
        ));
    }
    Ok(())
}
