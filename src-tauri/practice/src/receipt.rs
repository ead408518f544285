//! Payments are written, each with its receipt: the one place where their versions and amounts come from.

use billing::{Money, SourceKind, SourceState};
use chrono::NaiveDate;

use crate::{
    dating,
    error::Error,
    frozen,
    ids::{ClientId, PaymentId},
    store::{
        self, Entity,
        invoice::UnsettledRow,
        ledger::{self, Link},
        payment::{PaymentRow, VersionRow},
    },
    transact::Act,
    view::{PaymentRef, ReversalReason},
    write_off,
};

/// A payment as typed.
pub(crate) struct Typed {
    pub amount: Money,
    pub received_on: NaiveDate,
    pub method: String,
    pub reference: String,
    pub comment: String,
}

/// Records a payment and applies its shares.
pub(crate) async fn record(
    act: &mut Act<'_>,
    client: ClientId,
    typed: &Typed,
    shares: &[(&UnsettledRow, Money)],
) -> Result<PaymentRef, Error> {
    let (first, kind) = (act.profile.receipt_first, SourceKind::Payment);
    let sequence = store::source::next_sequence(act.db(), kind, first).await?;
    let number = act.profile.receipt_number(sequence)?;
    let operation = act.operation;
    let source = store::source::insert(act.db(), operation, kind, (sequence, &number), client).await?;
    let id = PaymentId::from(source.get());
    write_version(act, id, client, typed, 1, 1).await?;
    ledger::save_source_amount(act.db(), operation, (source, client), typed.received_on, typed.amount.minor()).await?;
    for (invoice, amount) in shares {
        let link = Link { source, source_client: client, invoice: invoice.id, client: invoice.client_id };
        if invoice.written_off_minor > 0 {
            let row = store::invoice::load(act.db(), invoice.id).await?;
            write_off::make_room(act, &row, *amount, "paid").await?;
        }
        let first = typed.received_on.max(invoice.issued_on);
        let on_day = dating::applicable_from(act, link, (first, *amount), &[]).await?;
        ledger::save_application(act.db(), operation, link, on_day, amount.minor()).await?;
        act.touched(Entity::Invoice, invoice.id.get());
        act.touched(Entity::Client, invoice.client_id.get());
    }
    act.made(Entity::Payment, id.get());
    act.touched(Entity::Client, client.get());
    Ok(PaymentRef { id, number })
}

/// Lets a payment say what was typed; what it is applied to stays. What happened in a sentence, if anything was different.
pub(crate) async fn change(
    act: &mut Act<'_>,
    id: PaymentId,
    row: &PaymentRow,
    typed: &Typed,
) -> Result<Option<String>, Error> {
    let standing = row.standing(act.currency)?;
    standing.may_change().map_err(Error::rule)?;
    standing.edit_amount(typed.amount).map_err(|error| Error::field("amount", error))?;
    let same = typed.amount == standing.amount
        && typed.received_on == row.received_on
        && typed.method == row.method
        && typed.reference == row.reference
        && typed.comment == row.comment;
    if same {
        return Ok(None);
    }
    let supplied = store::payment::revision_was_supplied(act.db(), id, row.revision).await?;
    let revision = row.revision + i64::from(supplied);
    if supplied {
        act.warn(format!("{} was supplied already, so this becomes its revision {revision}.", row.number));
    }
    write_version(act, id, row.client_id, typed, row.version + 1, revision).await?;
    let (operation, link) = (act.operation, (id.into(), row.client_id));
    let (was, is) = (standing.amount, typed.amount);
    if typed.received_on != row.received_on {
        dating::redate_source(act, (id.into(), row.client_id), (row.received_on, typed.received_on)).await?;
        dating::refuse_used_before(act, id.into(), "received_on", &row.number).await?;
    }
    let changed_on = dating::free_from(act, id.into(), typed.received_on, was.less(is)).await?;
    ledger::save_source_amount(act.db(), operation, link, changed_on, is.minor() - was.minor()).await?;
    act.touched(Entity::Payment, id.get());
    act.touched(Entity::Client, row.client_id.get());
    Ok(Some(if was == is {
        format!("Changed {}", row.number)
    } else {
        format!("Changed {} from {} to {}", row.number, standing.amount, typed.amount)
    }))
}

/// Takes a payment back, with all that it is applied to.
pub(crate) async fn reverse(
    act: &mut Act<'_>,
    id: PaymentId,
    row: &PaymentRow,
    reason: ReversalReason,
) -> Result<(), Error> {
    if let Err(refusal) = row.standing(act.currency)?.may_release() {
        return Err(Error::rule(store::source::name_uses(act.db(), id.into(), refusal).await?));
    }
    let (operation, today, client) = (act.operation, act.now.on, row.client_id);
    for applied in ledger::list_by_source(act.db(), id.into()).await? {
        let on_day = today.max(applied.applied_on);
        ledger::save_application(act.db(), operation, applied.link(), on_day, -applied.amount_minor).await?;
        act.touched(Entity::Invoice, applied.invoice_id.get());
        act.touched(Entity::Client, applied.client_id.get());
    }
    ledger::save_source_amount(act.db(), operation, (id.into(), client), today, -row.typed_minor).await?;
    let code = match reason {
        ReversalReason::Error => "error",
        ReversalReason::Returned => "returned",
    };
    store::source::save_state(act.db(), operation, id.into(), SourceState::Withdrawn, code).await?;
    act.touched(Entity::Payment, id.get());
    act.touched(Entity::Client, client.get());
    Ok(())
}

async fn write_version(
    act: &mut Act<'_>,
    id: PaymentId,
    client: ClientId,
    typed: &Typed,
    version: i64,
    revision: i64,
) -> Result<(), Error> {
    let client = store::client::load(act.db(), client).await?;
    let row = VersionRow {
        version,
        revision,
        received_on: typed.received_on,
        method: typed.method.clone(),
        reference: typed.reference.clone(),
        comment: typed.comment.clone(),
        amount_minor: typed.amount.minor(),
        letterhead_id: frozen::practice(act).await?,
        received_from_id: frozen::payer(act, &client).await?,
    };
    let operation = act.operation;
    store::payment::save_version(act.db(), operation, id, &row).await
}
