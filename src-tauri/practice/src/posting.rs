//! Returns are posted and reversed: the one place where their credit notes, money, stock and records come from (money-rules
//! 5, *Return*).

use billing::{Currency, Money, MovementCause, ReturnError, ReturnedGoods, Settlement, SourceStanding, check_amount};
use sqlx::SqliteConnection;

use crate::{
    Practice, application,
    catalogue::required,
    credit_note::withdraw,
    crediting::{self, CreditNoteOf},
    dating,
    error::{Checks, Error},
    goods::{self, Moved},
    ids::{CreditNoteId, OperationId, ReturnId},
    refund,
    returns::{check_day, load_draft, load_sold},
    store::{
        self, Entity,
        credit_note::NoteLineRow,
        invoice::InvoiceRow,
        ledger,
        returns::{ItemRow, ReturnRow},
        stock::MovementRow,
        stored,
        undo::ApplicationFact,
    },
    transact::{Act, Ask, Done},
    view::{Acted, CreditCause, PostedReturn, RefundRef, ReturnMoney, ReturnRefundForm},
    write_off,
};

const NO_MONEY: &str = "Nothing of it can be refunded: it was paid with goodwill or written off, which is no money to give \
                        back. Keep it as credit instead.";

impl Practice {
    /// Posts a return: a credit note for each invoice, whose money is kept as credit or paid back as far as it was
    /// received, stock and records, at once.
    ///
    /// # Errors
    /// [`ReturnError`]; a return without items, or posted already; a refund that cannot be taken as typed.
    pub async fn post_return(
        &self,
        id: ReturnId,
        money: &ReturnMoney,
        ask: &Ask,
    ) -> Result<Acted<PostedReturn>, Error> {
        self.transact("post_return", ask, async |act| {
            let row = load_draft(act, id).await?;
            check_day(act, &row).await?;
            let sequence = store::returns::next_sequence(act.db()).await?;
            let (operation, number) = (act.operation, format!("RT-{sequence:05}"));
            let posting = store::returns::save_posting(act.db(), operation, id, (sequence, &number)).await?;
            let (posted, refunded, kept) = post(act, (id, posting, &number), &row, money).await?;
            act.touched(Entity::Return, id.get());
            act.touched(Entity::Client, row.client_id.get());
            let name = store::client::load(act.db(), row.client_id).await?.name();
            let notes = numbers(posted.credit_notes.iter().map(|note| &note.number));
            let refunds = numbers(posted.refunds.iter().map(|refund| &refund.number));
            let became = match (refunded.is_zero(), kept.is_zero()) {
                (true, true) => String::new(),
                (true, false) => format!(", and kept {kept} as credit"),
                (false, true) => format!(", and refunded {refunded} as {refunds}"),
                (false, false) => format!(", refunded {refunded} as {refunds}, and kept {kept} as credit"),
            };
            Ok(Done::Something(posted, format!("Posted {number} of {name} with {notes}{became}")))
        })
        .await
    }

    /// Takes a posted return back while nothing of its credit is used: the credit notes are void, and stock and records
    /// are as they were.
    ///
    /// # Errors
    /// [`billing::SourceError`]; what came back went out again meanwhile, without a reason.
    pub async fn reverse_return(
        &self,
        id: ReturnId,
        reason: &str,
        stock_reason: &str,
        ask: &Ask,
    ) -> Result<Acted<()>, Error> {
        self.transact("reverse_return", ask, async |act| {
            let listed = store::returns::load_listed(act.db(), id).await?;
            let (Some(number), Some(posted_by)) = (listed.number, listed.posted_by) else {
                return Err(Error::rule("This return is not posted. Discard it instead."));
            };
            if listed.reversed {
                return Err(Error::rule(format!("{number} was reversed already.")));
            }
            let facts = store::undo::list_applications(act.db(), posted_by).await?;
            take_off(act, &facts).await?;
            for note in store::returns::list_notes(act.db(), id).await? {
                withdraw(act, note.id, reason.trim()).await?;
            }
            settle_again(act, posted_by, &facts).await?;
            goods::reverse(act, posted_by, stock_reason).await?;
            act.touched(Entity::Return, id.get());
            Ok(Done::Something((), format!("Reversed {number}")))
        })
        .await
    }
}

fn numbers<'a>(numbers: impl Iterator<Item = &'a String>) -> String {
    numbers.map(String::as_str).collect::<Vec<_>>().join(" and ")
}

/// Takes off what posting itself put on the invoices of the goods, as far as it is on them still.
async fn take_off(act: &mut Act<'_>, facts: &[ApplicationFact]) -> Result<(), Error> {
    for fact in facts.iter().filter(|fact| fact.amount_minor > 0) {
        let present = ledger::list_by_source(act.db(), fact.link.source).await?;
        let there =
            present.iter().find(|applied| applied.link() == fact.link).map_or(0, |applied| applied.amount_minor);
        let amount = store::money(act.currency, there.min(fact.amount_minor))?;
        if !amount.is_zero() {
            application::unapply(act, fact.link, amount).await?;
        }
    }
    Ok(())
}

/// Lets what made way for the credit notes settle their invoices again: goodwill as far as it can still be used there, then
/// what was written off.
async fn settle_again(act: &mut Act<'_>, posted_by: OperationId, facts: &[ApplicationFact]) -> Result<(), Error> {
    for fact in facts.iter().filter(|fact| fact.amount_minor < 0) {
        let source = store::source::load(act.db(), fact.link.source).await?;
        let invoice = store::invoice::load(act.db(), fact.link.invoice).await?;
        if !application::is_linked_still(act, fact.link, &invoice.number).await? {
            continue;
        }
        let was = store::money(act.currency, -fact.amount_minor)?;
        let free = source.standing(act.currency)?.available(dating::day_of_act(act, invoice.issued_on));
        let amount = was.min(free).min(invoice.standing(act.currency)?.outstanding());
        if !amount.is_zero() {
            application::apply(act, fact.link, amount).await?;
        }
        if amount < was {
            let (rest, number) = (was.less(amount), invoice.number);
            act.warn(format!("{rest} of {} is used otherwise by now, so {number} owes it again.", source.number));
        }
    }
    for fact in store::undo::list_write_offs(act.db(), posted_by).await? {
        let invoice = store::invoice::load(act.db(), fact.invoice_id).await?;
        let given_up = store::money(act.currency, (-fact.amount_minor).max(0))?;
        let amount = given_up.min(invoice.standing(act.currency)?.outstanding());
        if !amount.is_zero() {
            write_off::give_up(act, &invoice, "return reversed", amount).await?;
        }
    }
    Ok(())
}

/// The items of a return that are on one invoice, priced.
struct OnInvoice {
    invoice: InvoiceRow,
    lines: Vec<NoteLineRow>,
}

async fn price(act: &mut Act<'_>, row: &ReturnRow) -> Result<Vec<OnInvoice>, Error> {
    if row.items.is_empty() {
        return Err(Error::rule(ReturnError::Empty));
    }
    let mut priced: Vec<OnInvoice> = Vec::new();
    for item in &row.items {
        let sold = load_sold(act, item.record_id).await?;
        let back = ReturnedGoods { units: item.units, restock: item.restock_units };
        let taken = sold.goods.give_back(back).map_err(Error::rule)?;
        let line = crediting::taken_line(sold.line_id, &sold.goods.line, &taken);
        match priced.iter_mut().find(|on| on.invoice.id == sold.invoice.id) {
            Some(on) => on.lines.push(line),
            None => priced.push(OnInvoice { invoice: sold.invoice, lines: vec![line] }),
        }
    }
    Ok(priced)
}

/// What a return made when it was posted, what of its money was refunded, and what is kept as credit.
async fn post(
    act: &mut Act<'_>,
    (id, posting, number): (ReturnId, i64, &str),
    row: &ReturnRow,
    money: &ReturnMoney,
) -> Result<(PostedReturn, Money, Money), Error> {
    let (mut refunded, mut kept) = (act.currency.zero(), act.currency.zero());
    let mut posted = PostedReturn { id, number: number.to_owned(), credit_notes: Vec::new(), refunds: Vec::new() };
    for OnInvoice { invoice, lines } in price(act, row).await? {
        let total = crediting::total(act.currency, &lines)?;
        check_amount(total).map_err(|_| Error::rule(ReturnError::WorthNothing))?;
        let room = crediting::make_room(act, &invoice, total).await?;
        let of = CreditNoteOf { cause: CreditCause::Return, note: &row.note, issued_on: row.returned_on };
        let note = crediting::write(act, row.client_id, Some(&invoice), &of, &lines).await?;
        store::returns::save_note(act.db(), posting, note.id).await?;
        let settled = Settlement::usual(total, room.outstanding);
        crediting::apply(act, &note, row.client_id, &invoice, settled.applied).await?;
        kept = kept.plus(settled.kept);
        if let ReturnMoney::Refund(form) = money {
            let back = crediting::can_go_back(act, &note, settled.kept).await?;
            if !back.is_zero() {
                posted.refunds.push(pay_back(act, note.id, form, back).await?);
                (refunded, kept) = (refunded.plus(back), kept.less(back));
            }
        }
        posted.credit_notes.push(note);
    }
    if matches!(money, ReturnMoney::Refund(_)) && posted.refunds.is_empty() {
        return Err(Error::rule(if kept.is_zero() { NO_MONEY } else { crediting::NOTHING_TO_GIVE_BACK }));
    }
    for item in &row.items {
        restock(act, (posting, number), item).await?;
    }
    Ok((posted, refunded, kept))
}

async fn pay_back(
    act: &mut Act<'_>,
    note: CreditNoteId,
    form: &ReturnRefundForm,
    amount: Money,
) -> Result<RefundRef, Error> {
    let mut checks = Checks::default();
    let day = checks.take("refund.refunded_on", refund::read_day(&form.refunded_on, act.now.on));
    let method = checks.take("refund.method", required(&form.method, "Choose how the money goes back."));
    let (refunded_on, method) = checks.ready(day.zip(method))?;
    let (reference, reason) = (form.reference.trim().to_owned(), "Goods returned".to_owned());
    let typed = refund::Typed { amount, amount_field: None, refunded_on, method, reference, reason };
    refund::pay(act, note.into(), &typed).await.map_err(|error| error.inside("refund"))
}

/// Puts an item back into stock and deactivates its record, as was chosen.
async fn restock(act: &mut Act<'_>, (posting, number): (i64, &str), item: &ItemRow) -> Result<(), Error> {
    let record = store::record::load(act.db(), item.record_id).await?;
    let product_id = stored(record.product_id, "product of a return")?;
    let moved = Moved { product_id, units: item.restock_units, on_day: act.now.on, reason: "" };
    if let Some(movement) = moved.row(act, MovementCause::Return).await? {
        goods::write(act, &MovementRow { posting_id: Some(posting), ..movement }).await?;
    }
    act.touched(Entity::Record, item.record_id.get());
    if item.deactivate {
        goods::deactivate(act, item.record_id, &format!("returned with {number}")).await?;
    }
    Ok(())
}

/// Why a posted return cannot be reversed, if so.
pub(crate) async fn cannot_reverse(
    db: &mut SqliteConnection,
    id: ReturnId,
    currency: Currency,
) -> Result<Option<String>, Error> {
    let Some(posted_by) = store::returns::load_listed(db, id).await?.posted_by else { return Ok(None) };
    let facts = store::undo::list_applications(db, posted_by).await?;
    for note in store::returns::list_notes(db, id).await? {
        let mut standing: SourceStanding = store::source::load(db, note.id.into()).await?.standing(currency)?;
        for applied in ledger::list_by_source(db, note.id.into()).await? {
            // What posting itself put on its invoice comes off with it.
            let own = facts.iter().find(|fact| fact.link == applied.link()).map_or(0, |fact| fact.amount_minor);
            standing.applied = standing.applied.less(store::money(currency, own.min(applied.amount_minor))?);
        }
        if let Err(error) = standing.may_withdraw() {
            return Ok(Some(store::source::name_uses(db, note.id.into(), error).await?.to_string()));
        }
    }
    Ok(None)
}
