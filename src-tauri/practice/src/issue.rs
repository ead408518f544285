//! Invoices are written: the one place where versions, lines and charges come from.

use billing::{InvoiceState, Money};
use chrono::NaiveDate;

use crate::{
    application, charge, dating,
    draft::Draft,
    error::Error,
    frozen, goods,
    ids::{ClientId, InvoiceId},
    store::{
        self, Entity,
        client::ClientRow,
        invoice::{InvoiceRow, VersionRow, discount_columns},
        ledger,
    },
    transact::Act,
    view::{GoodsBackForm, InvoiceRef},
    write_off,
};

/// Gives a client's next invoice its number. It says nothing until [`write_first`].
pub(crate) async fn number(act: &mut Act<'_>, client: ClientId) -> Result<InvoiceRef, Error> {
    let first = act.profile.invoice_first;
    let sequence = store::invoice::next_sequence(act.db(), first).await?;
    let number = act.profile.invoice_number(sequence)?;
    let operation = act.operation;
    let id = store::invoice::insert(act.db(), operation, sequence, &number, client).await?;
    act.made(Entity::Invoice, id.get());
    act.touched(Entity::Client, client.get());
    Ok(InvoiceRef { id, number })
}

/// Writes what a new invoice says and charges its total. Where credit is to be used by itself, it is.
pub(crate) async fn write_first(
    act: &mut Act<'_>,
    invoice: InvoiceId,
    (client_id, client): (ClientId, &ClientRow),
    draft: &Draft,
) -> Result<Money, Error> {
    let priced = draft.price(&act.profile)?;
    let (letterhead_id, bill_to_id) = (frozen::practice(act).await?, frozen::payer(act, client).await?);
    let version = version_row(draft, &priced, 1, 1, letterhead_id, bill_to_id);
    let (operation, mut lines) = (act.operation, draft.rows(&priced));
    goods::give(act, (invoice, client_id), &mut lines, (draft.issued_on, &draft.stock_reason)).await?;
    store::invoice::save_version(act.db(), operation, invoice, &version, &lines).await?;
    ledger::save_charge(act.db(), operation, (invoice, client_id), draft.issued_on, priced.total.minor()).await?;
    application::use_credit(act, (client_id, client), invoice).await?;
    Ok(priced.total)
}

/// Writes what an open invoice says from now on. Money that no longer fits goes back to where it came from, the newest
/// application first (money-rules 5, *Edit an open invoice*). A copy that was supplied makes the next revision.
pub(crate) async fn rewrite(act: &mut Act<'_>, row: &InvoiceRow, draft: &Draft) -> Result<Money, Error> {
    row.standing(act.currency)?.may_edit().map_err(Error::rule)?;
    let client = store::client::load(act.db(), row.client_id).await?;
    let priced = draft.price(&act.profile)?;
    give_way(act, row, priced.total).await?;
    let revision =
        row.revision + i64::from(store::invoice::revision_was_supplied(act.db(), row.id, row.revision).await?);
    if revision > row.revision {
        act.warn(format!("{} was supplied already, so this becomes its revision {revision}.", row.number));
    }
    let (letterhead_id, bill_to_id) = (frozen::practice(act).await?, frozen::payer(act, &client).await?);
    let version = version_row(draft, &priced, row.version + 1, revision, letterhead_id, bill_to_id);
    let (operation, mut lines) = (act.operation, draft.rows(&priced));
    let before = store::invoice::list_lines(act.db(), row.version_id).await?;
    let whose = (row.id, row.number.as_str(), row.client_id);
    goods::change(act, whose, &before, &mut lines, (&draft.goods, &draft.stock_reason)).await?;
    store::invoice::save_version(act.db(), operation, row.id, &version, &lines).await?;
    if draft.issued_on != row.issued_on {
        charge_from(act, row, draft.issued_on).await?;
        dating::redate_invoice(act, row.id, (row.issued_on, draft.issued_on)).await?;
        dating::refuse_written_off_before(act, row.id, &row.number).await?;
        dating::refuse_written_off_to_come(act, row.id, (&row.number, draft.issued_on)).await?;
    }
    let changed_on = dating::day_of_act(act, draft.issued_on);
    let difference = priced.total.minor() - row.charged_minor;
    let (number, more) = (&row.number, priced.total.less(store::money(act.currency, row.charged_minor)?));
    if !more.is_zero() && !row.standing(act.currency)?.applied.is_zero() {
        act.warn(format!("{more} more is owed on {number}, which money is on. A separate invoice may be clearer."));
    }
    ledger::save_charge(act.db(), operation, (row.id, row.client_id), changed_on, difference).await?;
    act.touched(Entity::Invoice, row.id.get());
    act.touched(Entity::Client, row.client_id.get());
    Ok(priced.total)
}

/// Lets what an invoice charged on its day be charged on the day on which it is issued now, and nothing earlier.
async fn charge_from(act: &mut Act<'_>, row: &InvoiceRow, issued_on: NaiveDate) -> Result<(), Error> {
    let (operation, link) = (act.operation, (row.id, row.client_id));
    let days = ledger::list_charge_days(act.db(), row.id).await?;
    for (on_day, amount_minor) in dating::redated(&days, (row.issued_on, issued_on)) {
        ledger::save_charge(act.db(), operation, link, on_day, amount_minor).await?;
    }
    Ok(())
}

/// Makes an invoice void: what is applied to it goes back first, then its charge; its sessions wait for an invoice
/// again, and its goods go back as `goods` says.
pub(crate) async fn void(
    act: &mut Act<'_>,
    row: &InvoiceRow,
    reason: &str,
    goods: &[GoodsBackForm],
) -> Result<(), Error> {
    give_way(act, row, act.currency.zero()).await?;
    let (operation, on_day) = (act.operation, dating::day_of_act(act, row.issued_on));
    for session in store::session::list_by_invoice(act.db(), row.id).await? {
        charge::free(act, session, row.client_id).await?;
    }
    let lines = store::invoice::list_lines(act.db(), row.version_id).await?;
    goods::take_all_back(act, (row.id, &row.number), &lines, goods).await?;
    ledger::save_charge(act.db(), operation, (row.id, row.client_id), on_day, -row.charged_minor).await?;
    store::invoice::save_state(act.db(), operation, row.id, InvoiceState::Void, reason).await?;
    act.touched(Entity::Invoice, row.id.get());
    act.touched(Entity::Client, row.client_id.get());
    Ok(())
}

/// Lets what no longer fits into `new_total` go: what was written off first, then the newest application, and says so.
async fn give_way(act: &mut Act<'_>, row: &InvoiceRow, new_total: Money) -> Result<(), Error> {
    let standing = row.standing(act.currency)?;
    let owed_again = standing.settled().less(new_total).min(standing.written_off);
    if !owed_again.is_zero() {
        write_off::take_back(act, row, "the invoice was lowered", owed_again).await?;
        act.warn(format!("{owed_again} that was written off is not written off any more."));
    }
    let new_total = new_total.less(standing.written_off.less(owed_again));
    let applied = ledger::list_by_invoice(act.db(), row.id).await?;
    let newest_first =
        billing::newest_first(&ledger::list_rows_of_invoice(act.db(), row.id).await?, act.currency.zero());
    for back in billing::give_way(new_total, &newest_first) {
        let Some(from) = applied.iter().find(|applied| applied.source_id == back.id) else { continue };
        let source = store::source::load(act.db(), back.id).await?;
        application::unapply(act, from.link(), back.amount).await?;
        if source.standing(act.currency)?.has_expired(act.now.on) {
            application::warn_of_lapse(act, &source, back.amount)?;
        } else {
            act.warn(format!("{} of {} goes back to credit.", back.amount, from.source_number));
        }
    }
    Ok(())
}

fn version_row(
    draft: &Draft,
    priced: &billing::Priced,
    version: i64,
    revision: i64,
    letterhead_id: i64,
    bill_to_id: i64,
) -> VersionRow {
    let (discount_kind, discount_value) = discount_columns(draft.discount);
    VersionRow {
        version,
        revision,
        issued_on: draft.issued_on,
        due_on: draft.due_on,
        discount_kind,
        discount_value,
        note: draft.note.clone(),
        tax_exempt: draft.tax_exempt,
        letterhead_id,
        bill_to_id,
        gross_minor: priced.gross.minor(),
        discount_minor: priced.discount.minor(),
        net_minor: priced.net.minor(),
        tax_minor: priced.tax.minor(),
    }
}
