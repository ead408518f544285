//! The opposite of what an act wrote (docs/decisions/0002).

use std::collections::BTreeMap;

use billing::{Belonging, InvoiceState, SourceState};
use chrono::NaiveDate;

use crate::{
    application, dating,
    error::Error,
    ids::{OperationId, SourceId},
    link,
    profile::{CURRENCY_FIXED, refuse_used_numbers},
    refund, session,
    store::{
        self, Entity, Tracked,
        catalogue::{MethodRow, ServiceRow, TaxRow},
        client::ClientRow,
        ledger::{self, Link, PayoutFor},
        link::LinkRow,
        operation::ChangeRow,
        product::ProductRow,
        profile::ProfileRow,
        returns::ReturnRow,
        session::{SeriesRow, SessionRow},
        stock::MovementRow,
        undo,
    },
    transact::Act,
    undo::{dependant, depends},
};

/// Writes the opposite of every fact of the operation, in an order in which no rule is broken on the way: money comes
/// off invoices first and goes back onto them last. Each opposite has the day of its fact, as if the act had not been.
/// Where not the `whole` has to go back onto invoices, what still fits does (money-rules 5, *Reverse a payment*).
pub(crate) async fn mirror(act: &mut Act<'_>, operation: OperationId, whole: bool) -> Result<(), Error> {
    let mut last_days = Vec::new();
    for (credit, _) in undo::list_credit_versions(act.db(), operation).await? {
        last_days.push((SourceId::from(credit), store::source::load(act.db(), credit.into()).await?.expires_on));
    }
    let applications = undo::list_applications(act.db(), operation).await?;
    let go_back = take_off(act, operation, &applications).await?;
    let payouts = undo::list_payouts(act.db(), operation).await?;
    let write_offs = undo::list_write_offs(act.db(), operation).await?;
    // What went out comes back before amounts shrink, and what came back goes out after they grew.
    for fact in payouts.iter().filter(|fact| fact.amount_minor > 0) {
        pay_out(act, fact).await?;
    }
    for fact in write_offs.iter().filter(|fact| fact.amount_minor > 0) {
        write_off(act, fact).await?;
    }
    for change in store::operation::list_changes(act.db(), operation).await? {
        restore(act, operation, &change).await?;
    }
    restore_states(act, operation).await?;
    restore_goods(act, operation).await?;
    restore_versions(act, operation).await?;
    let new = act.operation;
    let mut charges = undo::list_charges(act.db(), operation).await?;
    // What comes back first: an invoice must at no moment come to less than is applied to it.
    charges.sort_by_key(|fact| fact.amount_minor);
    for fact in charges {
        let link = (fact.invoice_id, fact.client_id);
        ledger::save_charge(act.db(), new, link, fact.on_day, -fact.amount_minor).await?;
        act.touched(Entity::Invoice, fact.invoice_id.get());
        act.touched(Entity::Client, fact.client_id.get());
    }
    let mut amounts = undo::list_source_amounts(act.db(), operation).await?;
    // What comes back first: a source must at no moment come to less than is used of it.
    amounts.sort_by_key(|fact| fact.amount_minor);
    for fact in amounts {
        let link = (fact.source_id, fact.client_id);
        ledger::save_source_amount(act.db(), new, link, fact.on_day, -fact.amount_minor).await?;
        act.touched_source(fact.source_id).await?;
        act.touched(Entity::Client, fact.client_id.get());
    }
    for fact in payouts.iter().filter(|fact| fact.amount_minor < 0) {
        refuse_not_received(act, operation, fact).await?;
        pay_out(act, fact).await?;
    }
    for fact in write_offs.iter().filter(|fact| fact.amount_minor < 0) {
        write_off(act, fact).await?;
    }
    for fact in &go_back {
        if whole {
            application::check_link(act.db(), fact.link.source_client, fact.link.client).await?;
            apply(act, fact, -fact.amount_minor).await?;
        } else {
            let minor = what_still_fits(act, fact).await?;
            let amount = store::money(act.currency, minor)?;
            let issued_on = store::invoice::load(act.db(), fact.link.invoice).await?.issued_on;
            let wanted = fact.on_day.min(dating::day_of_act(act, issued_on)).max(issued_on);
            let on_day = dating::applicable_from(act, fact.link, (wanted, amount), &[]).await?;
            apply(act, &undo::ApplicationFact { on_day, ..fact.clone() }, minor).await?;
        }
    }
    let freed = applications.iter().map(|fact| (fact.link.source, fact.amount_minor));
    let freed = freed.chain(payouts.iter().map(|fact| (fact.source_id, fact.amount_minor)));
    warn_of_lapses(act, freed.collect(), last_days).await
}

/// Takes off invoices what the operation put on them; what it took off is given back, to go onto them again. Where it let
/// money on an invoice count from another day, more was put on than is on it now, and as much as is missing of what was
/// taken off goes back at once, in turn.
async fn take_off(
    act: &mut Act<'_>,
    operation: OperationId,
    applications: &[undo::ApplicationFact],
) -> Result<Vec<undo::ApplicationFact>, Error> {
    let mut go_back: Vec<_> = applications.iter().filter(|fact| fact.amount_minor < 0).cloned().collect();
    let mut links: Vec<Link> = Vec::new();
    for fact in applications.iter().filter(|fact| fact.amount_minor > 0) {
        if !links.contains(&fact.link) {
            links.push(fact.link);
        }
    }
    for link in links {
        let put_on: Vec<_> =
            applications.iter().filter(|fact| fact.link == link && fact.amount_minor > 0).cloned().collect();
        let on_invoices = ledger::list_by_source(act.db(), link.source).await?;
        let present = on_invoices.iter().find(|on| on.invoice_id == link.invoice).map_or(0, |on| on.amount_minor);
        let mut missing = put_on.iter().map(|fact| fact.amount_minor).sum::<i64>() - present;
        if missing <= 0 {
            for fact in &put_on {
                apply(act, fact, -fact.amount_minor).await?;
            }
            continue;
        }
        let mut rows: Vec<_> = put_on.iter().map(|fact| (fact.on_day, -fact.amount_minor)).collect();
        for fact in go_back.iter_mut().filter(|fact| fact.link == link) {
            let part = missing.min(-fact.amount_minor);
            fact.amount_minor += part;
            missing -= part;
            if part > 0 {
                rows.push((fact.on_day, part));
            }
        }
        if missing > 0 {
            return Err(dependant(act, operation).await?);
        }
        dating::save_within(act, link, rows, present).await?;
        touch(act, link).await?;
    }
    Ok(go_back)
}

/// Says what lapses at once because it is free again after its last day, or because its last day is another again.
async fn warn_of_lapses(
    act: &mut Act<'_>,
    free_again: Vec<(SourceId, i64)>,
    last_days: Vec<(SourceId, Option<NaiveDate>)>,
) -> Result<(), Error> {
    let mut freed: BTreeMap<SourceId, i64> = BTreeMap::new();
    for (source, minor) in free_again {
        *freed.entry(source).or_default() += minor;
    }
    for (source, before) in last_days {
        let row = store::source::load(act.db(), source).await?;
        if row.expires_on != before {
            freed.insert(source, row.standing(act.currency)?.remaining().minor());
        }
    }
    for (source, minor) in freed.into_iter().filter(|(_, minor)| *minor > 0) {
        let row = store::source::load(act.db(), source).await?;
        if row.standing(act.currency)?.state == SourceState::Active {
            application::warn_of_lapse(act, &row, store::money(act.currency, minor)?)?;
        }
    }
    Ok(())
}

/// Refuses that money goes out again which went back otherwise meanwhile (decision 0013).
async fn refuse_not_received(act: &mut Act<'_>, operation: OperationId, fact: &undo::PayoutFact) -> Result<(), Error> {
    let row = store::source::load(act.db(), fact.source_id).await?;
    if row.belonging()? == Belonging::Goodwill {
        return Ok(());
    }
    let mut happened = false;
    for client in store::source::list_crossed(act.db(), fact.client_id).await?.into_iter().chain([fact.client_id]) {
        let later = store::operation::find_later(act.db(), Entity::Client, client.get(), operation).await?;
        happened = happened || later.is_some();
    }
    if !happened {
        return Ok(());
    }
    let client = store::client::load(act.db(), fact.client_id).await?.name();
    let received = refund::received(act, fact.client_id, client).await?;
    received.give_back(store::money(act.currency, -fact.amount_minor)?).map_err(Error::rule)
}

async fn pay_out(act: &mut Act<'_>, fact: &undo::PayoutFact) -> Result<(), Error> {
    if let PayoutFor::Transfer(transfer) = fact.payout
        && fact.amount_minor < 0
    {
        let to = store::transfer::find_taker(act.db(), transfer).await?;
        application::check_link(act.db(), fact.client_id, to).await?;
    }
    let (operation, link) = (act.operation, (fact.source_id, fact.client_id));
    ledger::save_payout(act.db(), operation, link, fact.payout, fact.on_day, -fact.amount_minor).await?;
    if let PayoutFor::Refund(refund) = fact.payout {
        act.touched(Entity::Refund, refund.get());
    }
    act.touched_source(fact.source_id).await?;
    act.touched(Entity::Client, fact.client_id.get());
    Ok(())
}

async fn write_off(act: &mut Act<'_>, fact: &undo::WriteOffFact) -> Result<(), Error> {
    let (operation, link) = (act.operation, (fact.invoice_id, fact.client_id));
    ledger::save_write_off(act.db(), operation, link, fact.on_day, &fact.reason, -fact.amount_minor).await?;
    act.touched(Entity::Invoice, fact.invoice_id.get());
    act.touched(Entity::Client, fact.client_id.get());
    Ok(())
}

async fn what_still_fits(act: &mut Act<'_>, fact: &undo::ApplicationFact) -> Result<i64, Error> {
    let invoice = store::invoice::load(act.db(), fact.link.invoice).await?;
    if !application::is_linked_still(act, fact.link, &invoice.number).await? {
        return Ok(0);
    }
    let (wanted, outstanding) = (-fact.amount_minor, invoice.standing(act.currency)?.outstanding().minor());
    if outstanding < wanted {
        let rest = store::money(act.currency, wanted - outstanding)?;
        act.warn(format!("{} was settled otherwise meanwhile, so {rest} stays as credit.", invoice.number));
    }
    Ok(wanted.min(outstanding))
}

async fn apply(act: &mut Act<'_>, fact: &undo::ApplicationFact, amount_minor: i64) -> Result<(), Error> {
    if amount_minor == 0 {
        return Ok(());
    }
    let operation = act.operation;
    ledger::save_application(act.db(), operation, fact.link, fact.on_day, amount_minor).await?;
    touch(act, fact.link).await
}

async fn touch(act: &mut Act<'_>, link: Link) -> Result<(), Error> {
    act.touched(Entity::Invoice, link.invoice.get());
    act.touched_source(link.source).await?;
    act.touched(Entity::Client, link.source_client.get());
    act.touched(Entity::Client, link.client.get());
    Ok(())
}

async fn restore_states(act: &mut Act<'_>, operation: OperationId) -> Result<(), Error> {
    let new = act.operation;
    for (invoice, before) in undo::list_invoice_states(act.db(), operation).await? {
        let reason = if before == InvoiceState::Void { "undone" } else { "" };
        store::invoice::save_state(act.db(), new, invoice, before, reason).await?;
        act.touched(Entity::Invoice, invoice.get());
    }
    for (source, before) in undo::list_source_states(act.db(), operation).await? {
        store::source::save_state(act.db(), new, source, before, "undone").await?;
        act.touched_source(source).await?;
    }
    Ok(())
}

/// Moves stock back, and lets records stand as they did. Stock does not end below none by that, unless it was before the
/// act.
async fn restore_goods(act: &mut Act<'_>, operation: OperationId) -> Result<(), Error> {
    let new = act.operation;
    for fact in store::stock::list_by_operation(act.db(), operation).await? {
        let row = MovementRow { units: -fact.units, ..fact };
        store::stock::insert(act.db(), new, &row).await?;
        act.touched(Entity::Product, row.product_id.get());
        let units = store::product::load_stock(act.db(), row.product_id).await?.units;
        let before = store::stock::load_before(act.db(), row.product_id, operation).await?;
        if units < 0 && units < before {
            return Err(dependant(act, operation).await?);
        }
    }
    for (record, before) in store::record::list_states(act.db(), operation).await? {
        store::record::save_state(act.db(), new, record, &before, "undone").await?;
        act.touched(Entity::Record, record.get());
    }
    for ((entity, id), _) in store::operation::list_subjects(act.db(), operation).await? {
        if entity == Entity::Return {
            act.touched(entity, id);
        }
    }
    Ok(())
}

async fn restore_versions(act: &mut Act<'_>, operation: OperationId) -> Result<(), Error> {
    let new = act.operation;
    for (invoice, version) in undo::list_invoice_versions(act.db(), operation).await? {
        if !undo::restore_invoice_version(act.db(), new, invoice, version).await? {
            return Err(dependant(act, operation).await?);
        }
        act.touched(Entity::Invoice, invoice.get());
    }
    for (payment, version) in undo::list_payment_versions(act.db(), operation).await? {
        if !undo::restore_payment_version(act.db(), new, payment, version).await? {
            return Err(dependant(act, operation).await?);
        }
        act.touched(Entity::Payment, payment.get());
    }
    for (credit, version) in undo::list_credit_versions(act.db(), operation).await? {
        if !undo::restore_credit_version(act.db(), new, credit, version).await? {
            return Err(dependant(act, operation).await?);
        }
        act.touched(Entity::Credit, credit.get());
    }
    Ok(())
}

/// Puts back what an editable row was, unless it was changed since.
async fn restore(act: &mut Act<'_>, operation: OperationId, change: &ChangeRow) -> Result<(), Error> {
    match Entity::parse(&change.entity)? {
        Entity::Profile => {
            restore_row::<ProfileRow>(act, operation, change).await?;
            let restored = store::profile::load(act.db()).await?;
            if restored.currency != act.profile.currency && store::profile::has_money(act.db()).await? {
                return Err(Error::rule(CURRENCY_FIXED));
            }
            refuse_used_numbers(act, &restored).await.map_err(Error::rule)
        }
        Entity::Tax => restore_row::<TaxRow>(act, operation, change).await,
        Entity::Service => restore_row::<ServiceRow>(act, operation, change).await,
        Entity::Product => {
            refuse_moved(act, operation, change).await?;
            restore_row::<ProductRow>(act, operation, change).await
        }
        Entity::Return => restore_row::<ReturnRow>(act, operation, change).await,
        Entity::Method => restore_row::<MethodRow>(act, operation, change).await,
        Entity::Client => restore_row::<ClientRow>(act, operation, change).await,
        Entity::Series => restore_row::<SeriesRow>(act, operation, change).await,
        Entity::Session => {
            if change.before.is_none()
                && let Some(row) = SessionRow::load(act.db(), change.entity_id).await?
                && row.attendance.is_none()
            {
                session::refuse_named(act, change.entity_id.into(), &row).await?;
            }
            restore_row::<SessionRow>(act, operation, change).await
        }
        Entity::Link => {
            if change.before.is_none()
                && let Some(row) = LinkRow::load(act.db(), change.entity_id).await?
            {
                link::refuse_used(act, &row).await?;
            }
            restore_row::<LinkRow>(act, operation, change).await
        }
        Entity::Invoice
        | Entity::Payment
        | Entity::Credit
        | Entity::CreditNote
        | Entity::Refund
        | Entity::Record
        | Entity::Statement
        | Entity::Supplied => Err(Error::Inconsistent(format!("{} is never edited in place", change.entity))),
    }
}

/// Refuses to take back when stock is kept of a product that went out or came in since.
async fn refuse_moved(act: &mut Act<'_>, operation: OperationId, change: &ChangeRow) -> Result<(), Error> {
    let counted = |text: &Option<String>| -> Result<bool, Error> {
        let row = text.as_deref().map(serde_json::from_str::<ProductRow>).transpose();
        Ok(row.map_err(|error| Error::Inconsistent(error.to_string()))?.is_some_and(|row| row.counted))
    };
    if counted(&change.before)? == counted(&change.after)? {
        return Ok(());
    }
    match store::operation::find_later(act.db(), Entity::Product, change.entity_id, operation).await? {
        Some(later) => Err(depends(&later)),
        None => Ok(()),
    }
}

async fn restore_row<T: Tracked>(act: &mut Act<'_>, operation: OperationId, change: &ChangeRow) -> Result<(), Error> {
    let read = |text: &Option<String>| -> Result<Option<T>, Error> {
        text.as_deref().map(serde_json::from_str).transpose().map_err(|error| Error::Inconsistent(error.to_string()))
    };
    let (before, after) = (read(&change.before)?, read(&change.after)?);
    let (id, new) = (change.entity_id, act.operation);
    let present = T::load(act.db(), id).await?;
    if present != after {
        let later = store::operation::find_later(act.db(), T::ENTITY, id, operation).await?;
        return Err(later.as_ref().map_or_else(|| Error::rule("It was changed since."), depends));
    }
    match (&present, &before) {
        (Some(present), Some(row)) => row.update(act.db(), id, present).await?,
        (None, Some(row)) => row.insert(act.db(), Some(id)).await.map(|_| ())?,
        (Some(_), None) => T::delete(act.db(), id).await?,
        (None, None) => {}
    }
    store::operation::save_change(act.db(), new, T::ENTITY, id, after.as_ref(), before.as_ref()).await?;
    act.touched(T::ENTITY, id);
    Ok(())
}
