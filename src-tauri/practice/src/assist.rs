//! Assistants: each puts a common mistake right in one act, made of the acts that would do it by hand (requirements G4).

use billing::{
    Attendance, ChargeChoice, Currency, Discount, InvoiceState, Money, change_attendance, day_in_words, newest_first,
    propose,
};

use crate::{
    Practice, application, attendance,
    catalogue::required,
    charge, charge_choice, client, crediting,
    draft::{Draft, read_discount},
    error::{Checks, Error},
    ids::{InvoiceId, PaymentId},
    issue,
    payment::{self, NOTHING_DIFFERENT},
    receipt, refund, session,
    store::{
        self,
        invoice::{InvoiceRow, UnsettledRow},
        ledger, money,
        payment::PaymentRow,
        session_share::Charged,
    },
    transact::{Act, Ask, Done},
    view::{
        Acted, AppliedForm, AssistForm, AssistRefundForm, Assisted, CancelledAfterPaidForm, ChargedTwiceForm,
        CreditCause, ForgottenDiscountForm, InvoiceRef, PaymentForm, PaymentRef, ReversalReason, WrongAmountForm,
        WrongClientForm, WrongDetailsForm,
    },
    write_off,
};

impl Practice {
    /// Puts a mistake right in one act.
    ///
    /// # Errors
    /// Whatever the acts that it is made of refuse; a mistake that is none.
    pub async fn assist(&self, form: &AssistForm, ask: &Ask) -> Result<Acted<Assisted>, Error> {
        self.transact("assist", ask, async |act| match form {
            AssistForm::WrongAmount(form) => wrong_amount(act, form).await,
            AssistForm::WrongClient(form) => wrong_client(act, form).await,
            AssistForm::WrongDetails(form) => wrong_details(act, form).await,
            AssistForm::ChargedTwice(form) => charged_twice(act, form).await,
            AssistForm::ForgottenDiscount(form) => forgotten_discount(act, form).await,
            AssistForm::CancelledAfterPaid(form) => cancelled_after_paid(act, form).await,
        })
        .await
    }
}

/// Gives a payment another amount. What no longer fits comes off its invoices, the newest first; what it came to more
/// goes on the invoices that it pays, as far as they have something to pay; what was written off of them is owed again by
/// that (money-rules 5, *Write off*).
async fn wrong_amount(act: &mut Act<'_>, form: &WrongAmountForm) -> Result<Done<Assisted>, Error> {
    let id = form.payment_id;
    let row = store::payment::load(act.db(), id).await?;
    let standing = row.standing(act.currency)?;
    standing.may_change().map_err(Error::rule)?;
    let typed = payment::read(
        &PaymentForm { amount: form.amount.clone(), ..as_typed(&row, act.currency)? },
        act.currency,
        act.now.on,
    )?;
    if typed.amount < standing.paid_out() {
        // What left the account cannot come off an invoice.
        standing.edit_amount(typed.amount).map_err(|error| Error::field("amount", error))?;
    }
    let present = ledger::list_by_source(act.db(), id.into()).await?;
    let newest_first = newest_first(&ledger::list_rows_of_source(act.db(), id.into()).await?, act.currency.zero());
    for back in billing::give_way(typed.amount.less(standing.paid_out()), &newest_first) {
        let Some(from) = present.iter().find(|applied| applied.invoice_id == back.id) else { continue };
        application::unapply(act, from.link(), back.amount).await?;
        act.warn(format!("{} of it comes off {}.", back.amount, from.invoice_number));
    }
    let row = store::payment::load(act.db(), id).await?;
    let Some(mut sentence) = receipt::change(act, id, &row, &typed).await? else { return Ok(nothing_wrong()) };
    let mut left = typed.amount.less(standing.amount);
    for applied in &present {
        let invoice = store::invoice::load(act.db(), applied.invoice_id).await?;
        let standing = invoice.standing(act.currency)?;
        let share = left.min(standing.outstanding().plus(standing.written_off));
        if !share.is_zero() {
            write_off::make_room(act, &invoice, share, "paid").await?;
            application::apply(act, applied.link(), share).await?;
            left = left.less(share);
            sentence = format!("{sentence}, {share} of it on {}", invoice.number);
        }
    }
    Ok(Done::Something(of_payment(id, row.number), sentence))
}

/// Reverses a payment and records it anew for who really paid, on what that client owes, the oldest service first.
async fn wrong_client(act: &mut Act<'_>, form: &WrongClientForm) -> Result<Done<Assisted>, Error> {
    let row = store::payment::load(act.db(), form.payment_id).await?;
    if form.client_id == Some(row.client_id) {
        return Err(Error::field("client_id", format!("{} is this client's already. Choose who paid.", row.number)));
    }
    let (client_id, client) = client::load_active(act.db(), form.client_id).await?;
    receipt::reverse(act, form.payment_id, &row, ReversalReason::Error).await?;
    let mut typed = payment::read(&as_typed(&row, act.currency)?, act.currency, act.now.on)?;
    if let Some(through) = act.profile.closed_through.filter(|through| typed.received_on <= *through) {
        typed.received_on = act.now.on;
        act.warn(format!("The books are closed up to {}, so the new payment is of today.", day_in_words(through)));
    }
    let open = store::invoice::list_unsettled(act.db(), client_id).await?;
    let proposed = propose(typed.amount, &payment::open_invoices(&open, act.currency)?);
    let shares: Vec<(&UnsettledRow, Money)> = proposed
        .iter()
        .filter_map(|share| open.iter().find(|row| row.id == share.id).map(|row| (row, share.amount)))
        .collect();
    let moved = receipt::record(act, client_id, &typed, &shares).await?;
    let whose = store::client::load(act.db(), row.client_id).await?.name();
    let sentence =
        format!("Moved {} of {} from {whose} to {} as {}", typed.amount, row.number, client.name(), moved.number);
    Ok(Done::Something(Assisted { payments: vec![moved], ..Assisted::default() }, sentence))
}

/// Gives a payment another day, method or reference.
async fn wrong_details(act: &mut Act<'_>, form: &WrongDetailsForm) -> Result<Done<Assisted>, Error> {
    let id = form.payment_id;
    let row = store::payment::load(act.db(), id).await?;
    let typed = PaymentForm {
        received_on: form.received_on.clone(),
        method: form.method.clone(),
        reference: form.reference.clone(),
        ..as_typed(&row, act.currency)?
    };
    let typed = payment::read(&typed, act.currency, act.now.on)?;
    Ok(match receipt::change(act, id, &row, &typed).await? {
        Some(sentence) => Done::Something(of_payment(id, row.number), sentence),
        None => nothing_wrong(),
    })
}

/// Makes an invoice void that nobody has seen or paid, else credits it in full. What was paid goes on another invoice, or
/// is kept as credit. Its sessions are charged no more.
async fn charged_twice(act: &mut Act<'_>, form: &ChargedTwiceForm) -> Result<Done<Assisted>, Error> {
    let row = store::invoice::load(act.db(), form.invoice_id).await?;
    row.standing(act.currency)?.not_void().map_err(Error::rule)?;
    let reference = InvoiceRef { id: row.id, number: row.number.clone() };
    let sessions = store::session::list_by_invoice(act.db(), row.id).await?;
    let untouched = may_be_rewritten(act, &row).await?;
    let note = if untouched {
        issue::void(act, &row, "charged twice", &[]).await?;
        None
    } else {
        let note = crediting::credit_lines(act, &row, CreditCause::Correction, |_| true).await?;
        Some(note.ok_or_else(|| Error::rule(format!("{} was credited in full already.", row.number)))?)
    };
    for id in sessions {
        let mut session = store::session::load(act.db(), id).await?;
        session.charge(row.client_id, Charged::Nothing);
        act.put(id.get(), &session).await?;
    }
    let mut sentence = match &note {
        Some(note) => format!("Credited {} with {}: it charged twice", row.number, note.number),
        None => format!("Made {} void: it charged twice", row.number),
    };
    if let (Some(note), Some(onto)) = (&note, form.onto_invoice_id) {
        let target = load_target(act, &row, onto).await?;
        let moved = crediting::apply_rest(act, note, row.client_id, onto).await?;
        if !moved.is_zero() {
            sentence = format!("{sentence}, and put {moved} of it on {}", target.number);
        }
    }
    let assisted =
        Assisted { invoices: vec![reference], credit_notes: note.into_iter().collect(), ..Assisted::default() };
    Ok(Done::Something(assisted, sentence))
}

/// The invoice of the same or a linked client that money goes on, which has something to pay.
async fn load_target(act: &mut Act<'_>, from: &InvoiceRow, onto: InvoiceId) -> Result<InvoiceRow, Error> {
    let target = store::invoice::load(act.db(), onto).await?;
    application::check_link(act.db(), from.client_id, target.client_id).await?;
    let takes = onto != from.id && !target.standing(act.currency)?.outstanding().is_zero();
    if takes {
        Ok(target)
    } else {
        let message =
            format!("{} takes no money. Choose an invoice with something to pay, or keep it as credit.", target.number);
        Err(Error::field("onto_invoice_id", message))
    }
}

/// Gives an invoice a discount that was agreed: on the invoice itself where nobody has seen or paid it, else as a credit
/// note over as much.
async fn forgotten_discount(act: &mut Act<'_>, form: &ForgottenDiscountForm) -> Result<Done<Assisted>, Error> {
    let row = store::invoice::load(act.db(), form.invoice_id).await?;
    row.standing(act.currency)?.not_void().map_err(Error::rule)?;
    let lines = store::invoice::list_lines(act.db(), row.version_id).await?;
    let mut draft = Draft::of(&row, lines, &act.profile)?;
    if draft.discount.is_some() {
        return Err(Error::rule(format!(
            "{} has a discount already. Change it on the invoice, or issue a credit note.",
            row.number
        )));
    }
    let mut checks = Checks::default();
    let discount = read_discount("discount", &form.discount, act.currency, &mut checks);
    checks.finish()?;
    draft.discount = discount.filter(above_nothing);
    if draft.discount.is_none() {
        return Err(Error::field("discount.value", "Enter the discount that was agreed."));
    }
    let was = money(act.currency, row.total_minor)?;
    let amount = was.less(draft.price(&act.profile)?.total);
    if amount.is_zero() {
        let words = format!("That comes to nothing on {}. Enter the discount that was agreed.", row.number);
        return Err(Error::field("discount.value", words));
    }
    let invoices = vec![InvoiceRef { id: row.id, number: row.number.clone() }];
    if may_be_rewritten(act, &row).await? {
        issue::rewrite(act, &row, &draft).await?;
        let assisted = Assisted { invoices, ..Assisted::default() };
        return Ok(Done::Something(assisted, format!("Took {amount} off {} as a discount", row.number)));
    }
    let note = crediting::lower(act, row.id, amount, "discount.value").await?;
    let sentence = format!("Credited {amount} of {} as a discount with {}", row.number, note.number);
    Ok(Done::Something(Assisted { invoices, credit_notes: vec![note], ..Assisted::default() }, sentence))
}

/// Marks a paid session as it was cancelled and credits its charge; the money is kept as credit or goes back, as
/// far as it was received.
async fn cancelled_after_paid(act: &mut Act<'_>, form: &CancelledAfterPaidForm) -> Result<Done<Assisted>, Error> {
    let row = store::session::load(act.db(), form.session_id).await?;
    let wanted = Attendance::from(form.attendance);
    if wanted == Attendance::Attended {
        return Err(Error::field("attendance", "Choose how the session was cancelled."));
    }
    attendance::refuse_early(act, &row, Some(wanted))?;
    let standing = charge::standing(act, &row).await?;
    change_attendance(attendance::present(&row), Some(wanted), &standing, ChargeChoice::Free).map_err(Error::rule)?;
    if standing.iter().all(|charge| charge.applied.is_zero()) {
        return Err(Error::rule("Nothing was paid for this session. Mark it cancelled, and its charge is taken off."));
    }
    let credited = charge_choice::credit_and_mark(act, form.session_id, &row, &standing, (Some(wanted), false)).await?;
    let what = session::describe(act, &row).await?;
    let mut sentence = format!("Marked {what} {wanted}, {}", charge_choice::credited_sentence(&credited, false));
    let mut refunds = Vec::new();
    if let Some(form) = &form.refund {
        let mut left = act.currency.zero();
        for note in &credited.credit_notes {
            let remaining = store::source::load(act.db(), note.id.into()).await?.standing(act.currency)?.remaining();
            left = left.plus(remaining);
            let back = crediting::can_go_back(act, note, remaining).await?;
            if !back.is_zero() {
                let paid = refund::pay(act, note.id.into(), &payout(form, back, act)?).await;
                let refund = paid.map_err(|error| error.inside("refund"))?;
                sentence = format!("{sentence}, refunded {back} ({})", refund.number);
                refunds.push(refund);
            }
        }
        if refunds.is_empty() {
            return Err(Error::rule(if left.is_zero() {
                "Nothing is left to refund: what was credited settles what was still owed."
            } else {
                crediting::NOTHING_TO_GIVE_BACK
            }));
        }
    }
    let assisted = Assisted { credit_notes: credited.credit_notes, refunds, ..Assisted::default() };
    Ok(Done::Something(assisted, sentence))
}

fn payout(form: &AssistRefundForm, amount: Money, act: &Act<'_>) -> Result<refund::Typed, Error> {
    let mut checks = Checks::default();
    let day = checks.take("refund.refunded_on", refund::read_day(&form.refunded_on, act.now.on));
    let method = checks.take("refund.method", required(&form.method, "Choose how the money goes back."));
    let (refunded_on, method) = checks.ready(day.zip(method))?;
    let reason = "Session cancelled".to_owned();
    let reference = form.reference.trim().to_owned();
    Ok(refund::Typed { amount, amount_field: None, refunded_on, method, reference, reason })
}

/// Whether an invoice can change without a trace: open, never supplied, nothing settled, nothing credited.
async fn may_be_rewritten(act: &mut Act<'_>, row: &InvoiceRow) -> Result<bool, Error> {
    let standing = row.standing(act.currency)?;
    Ok(standing.state == InvoiceState::Open
        && standing.settled().is_zero()
        && row.supplied_on.is_none()
        && store::credit_note::find_live(act.db(), row.id).await?.is_none())
}

fn above_nothing(discount: &Discount) -> bool {
    match discount {
        Discount::Amount(amount) => !amount.is_zero(),
        Discount::Percent(rate) => rate.e4() > 0,
    }
}

/// A payment as it would be typed now.
fn as_typed(row: &PaymentRow, currency: Currency) -> Result<PaymentForm, Error> {
    Ok(PaymentForm {
        client_id: Some(row.client_id),
        amount: money(currency, row.typed_minor)?.to_string(),
        received_on: row.received_on.to_string(),
        method: row.method.clone(),
        reference: row.reference.clone(),
        comment: row.comment.clone(),
        applied: AppliedForm::ToCredit,
    })
}

fn of_payment(id: PaymentId, number: String) -> Assisted {
    Assisted { payments: vec![PaymentRef { id, number }], ..Assisted::default() }
}

fn nothing_wrong() -> Done<Assisted> {
    Done::Nothing(Assisted::default(), NOTHING_DIFFERENT.to_owned())
}
