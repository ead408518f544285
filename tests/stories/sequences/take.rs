//! A step of a random sequence, done to what is there.

use chrono::{Days, TimeDelta};
use practice::{
    Ask, Error, SessionId,
    view::{
        Acted, AppliedForm, AttendanceView, InvoiceForm, InvoiceRow, InvoiceStatus, LineTaxForm, LinkKind,
        PaymentStatus, SeriesScope, SessionView, WaitingSessions,
    },
};
use stories::{Reading, Story, amount, cents, line, shares, typed, voiding};

use super::{
    goods::goods,
    mistakes::mistakes,
    sources::{credits, notes, sources},
    step::Step,
};

/// The acts that a sequence begins with stay: settings, clients, a tax and products.
const BEGINNING: i64 = 6;

pub(super) type Taken = Result<Option<Acted<()>>, Error>;

/// Does a step; nothing if there is nothing that it could be done to.
pub(super) async fn take(p: &Story, now: &Reading, step: &Step, ask: &Ask) -> Taken {
    match step {
        Step::Book { .. }
        | Step::Mark { .. }
        | Step::Keep { .. }
        | Step::LetGo { .. }
        | Step::MarkAll
        | Step::InvoiceAll { .. }
        | Step::InvoiceMonth
        | Step::Delete { .. }
        | Step::Invoicing { .. } => sessions(p, now, step, ask).await,
        Step::Issue { .. }
        | Step::AddLine { .. }
        | Step::RemoveLine { .. }
        | Step::Discount { .. }
        | Step::Redate { .. }
        | Step::Lock { .. }
        | Step::Unlock { .. }
        | Step::Void { .. }
        | Step::WriteOff { .. }
        | Step::ReverseWriteOff { .. } => invoices(p, now, step, ask).await,
        Step::Pay { .. }
        | Step::PayToCredit { .. }
        | Step::PayOne { .. }
        | Step::EditPayment { .. }
        | Step::RedatePayment { .. }
        | Step::Reverse { .. } => payments(p, now, step, ask).await,
        Step::MakeCredit { .. }
        | Step::CreditFromInvoice { .. }
        | Step::EditCredit { .. }
        | Step::DeleteCredit { .. }
        | Step::Activate { .. } => credits(p, now, step, ask).await,
        Step::Apply { .. }
        | Step::Unapply { .. }
        | Step::Move { .. }
        | Step::ApplyToInvoice { .. }
        | Step::Refund { .. }
        | Step::RefundApplied { .. }
        | Step::ReverseRefund { .. }
        | Step::Transfer { .. } => sources(p, now, step, ask).await,
        Step::Note { .. } | Step::FreeNote { .. } | Step::VoidNote { .. } | Step::Rebill { .. } => {
            notes(p, now, step, ask).await
        }
        Step::WrongAmount { .. }
        | Step::WrongClient { .. }
        | Step::WrongDetails { .. }
        | Step::ChargedTwice { .. }
        | Step::ForgottenDiscount { .. }
        | Step::CancelledAfterPaid { .. } => mistakes(p, now, step, ask).await,
        Step::Give { .. }
        | Step::Sell { .. }
        | Step::Fewer { .. }
        | Step::Count { .. }
        | Step::Correct { .. }
        | Step::KeepStock { .. }
        | Step::Record { .. }
        | Step::Draft { .. }
        | Step::Item { .. }
        | Step::Post { .. }
        | Step::ReverseReturn { .. }
        | Step::Discard { .. } => goods(p, step, ask).await,
        Step::Link
        | Step::Unlink
        | Step::CloseBooks { .. }
        | Step::OpenBooks
        | Step::UseCredit { .. }
        | Step::Undo { .. }
        | Step::Advance { .. } => around(p, step, ask).await,
    }
}

pub(super) fn chosen<T>(all: &[T], place: usize) -> Option<&T> {
    all.get(place % all.len().max(1))
}

/// In most steps one that fits, if there is one, so that they find something to do; in the others any.
pub(super) fn fitting<T>(all: &[T], place: usize, fits: impl Fn(&T) -> bool) -> Option<&T> {
    let fit: Vec<_> = all.iter().filter(|one| fits(one)).collect();
    if place < 6 && !fit.is_empty() { chosen(&fit, place).copied() } else { chosen(all, place) }
}

pub(super) fn is_live(row: &InvoiceRow) -> bool {
    row.status != InvoiceStatus::Void
}

pub(super) fn is_open(row: &InvoiceRow) -> bool {
    is_live(row) && !row.locked
}

pub(super) fn is_owed(row: &InvoiceRow) -> bool {
    row.outstanding != "0.00"
}

/// Something is on the invoice of a session.
pub(super) fn is_paid_on(now: &Reading, session: &SessionView) -> bool {
    let invoice = now.invoices.iter().find(|row| Some(row.id) == session.invoice_id);
    invoice.is_some_and(|row| row.status != InvoiceStatus::Void && row.outstanding != row.total)
}

pub(super) fn client(place: usize) -> &'static str {
    ["Ana", "Ben"][place % 2]
}

/// So many percent of an amount.
pub(super) fn percent_of(most: &str, part: u32) -> String {
    typed(cents(most) * i64::from(part) / 100)
}

pub(super) fn done<T>(acted: Acted<T>) -> Taken {
    Ok(Some(acted.without_answer()))
}

async fn sessions(p: &Story, now: &Reading, step: &Step, ask: &Ask) -> Taken {
    let it = &p.practice;
    let paid_on = |place: &usize| fitting(&now.sessions, *place, |row| is_paid_on(now, row)).map(|row| row.id);
    let unmarked = |row: &SessionView| row.attendance.is_none();
    match step {
        Step::Book { client: who, day, share } => {
            let others: Vec<_> = share.iter().map(|percent| (client(who + 1), *percent)).collect();
            let form = p.shared_form(client(*who), &format!("2026-02-{day:02}"), &others).await;
            done(it.book_session(&form, ask).await?)
        }
        Step::Mark { session: which, attendance, waive } => {
            let other = |row: &SessionView| row.attendance != *attendance && !is_paid_on(now, row);
            let Some(id) = fitting(&now.sessions, *which, other).map(|row| row.id) else { return Ok(None) };
            done(it.mark_attendance(&[id], *attendance, *waive, ask).await?)
        }
        Step::Keep { session: which, attendance } => {
            let Some(id) = paid_on(which) else { return Ok(None) };
            done(it.mark_keeping_charge(id, *attendance, ask).await?)
        }
        Step::LetGo { session: which, attendance, choice } => {
            let Some(id) = paid_on(which) else { return Ok(None) };
            done(it.mark_crediting_charge(id, *attendance, *choice, ask).await?)
        }
        Step::MarkAll => {
            let all: Vec<SessionId> = now.sessions.iter().map(|row| row.id).collect();
            done(it.mark_attendance(&all, Some(AttendanceView::Attended), false, ask).await?)
        }
        Step::InvoiceAll { gather } => done(it.invoice_all(WaitingSessions::All, *gather, ask).await?),
        Step::InvoiceMonth => done(it.invoice_month("2026-02", ask).await?),
        Step::Delete { session: which } => {
            let Some(id) = fitting(&now.sessions, *which, unmarked).map(|row| row.id) else { return Ok(None) };
            done(it.delete_session(id, SeriesScope::This, ask).await?)
        }
        Step::Invoicing { way } => {
            let mut profile = it.settings(p.now()).await?.profile;
            profile.invoicing = *way;
            done(it.save_profile(&profile, ask).await?)
        }
        _ => Ok(None),
    }
}

async fn invoices(p: &Story, now: &Reading, step: &Step, ask: &Ask) -> Taken {
    let it = &p.practice;
    let invoice = |place: &usize, fits: fn(&InvoiceRow) -> bool| fitting(&now.invoices, *place, fits);
    let edit = async |place: &usize, change: &dyn Fn(&mut InvoiceForm)| -> Taken {
        let Some(row) = invoice(place, is_open) else { return Ok(None) };
        let mut form = it.invoice_page(row.id, p.now()).await?.form;
        change(&mut form);
        done(it.edit_invoice(row.id, &form, ask).await?)
    };
    match step {
        Step::Issue { client: who, cents, taxed } => {
            let mut letter = line("Letter", "3", &typed(i64::from(*cents)));
            if *taxed {
                letter.taxes.push(LineTaxForm { name: "Tax".into(), rate: "8.5".into(), included: false });
            }
            let form = p.invoice_form(client(*who), vec![letter, line("Copy", "1", "2.50")]);
            done(it.issue_invoice(&form, ask).await?)
        }
        Step::AddLine { invoice: which, cents } => {
            edit(which, &|form| form.lines.push(line("Item", "1", &typed(i64::from(*cents))))).await
        }
        Step::RemoveLine { invoice: which } => edit(which, &|form| drop(form.lines.remove(0))).await,
        Step::Discount { invoice: which, part } => {
            let total = invoice(which, is_open).map_or_else(String::new, |row| row.total.clone());
            edit(which, &|form| form.discount = amount(&percent_of(&total, *part))).await
        }
        Step::Redate { invoice: which, days } => {
            edit(which, &|form| {
                form.issued_on = (p.now().on + TimeDelta::days(*days)).to_string();
                form.due_on = String::new();
            })
            .await
        }
        Step::Lock { invoice: which } => {
            let Some(row) = invoice(which, is_open) else { return Ok(None) };
            done(it.lock_invoice(row.id, ask).await?)
        }
        Step::Unlock { invoice: which } => {
            let Some(row) = invoice(which, |row| row.locked) else { return Ok(None) };
            done(it.unlock_invoice(row.id, ask).await?)
        }
        Step::Void { invoice: which, release } => {
            let Some(row) = invoice(which, is_live) else { return Ok(None) };
            done(it.void_invoice(row.id, &voiding("", *release), ask).await?)
        }
        Step::WriteOff { invoice: which, part } => {
            let Some(row) = invoice(which, is_owed) else { return Ok(None) };
            done(it.write_off(row.id, &percent_of(&row.outstanding, *part), "", ask).await?)
        }
        Step::ReverseWriteOff { invoice: which, part } => {
            let Some(row) = invoice(which, |row| row.written_off != "0.00") else { return Ok(None) };
            done(it.reverse_write_off(row.id, &percent_of(&row.written_off, *part), ask).await?)
        }
        _ => Ok(None),
    }
}

async fn payments(p: &Story, now: &Reading, step: &Step, ask: &Ask) -> Taken {
    let it = &p.practice;
    let payment =
        |place: &usize| fitting(&now.payments, *place, |row| row.status == PaymentStatus::Active).map(|row| row.id);
    let pay = |who: &str, cents: u32, applied| p.payment_form(who, &typed(i64::from(cents)), applied);
    match step {
        Step::Pay { client: who, cents } => {
            done(it.record_payment(&pay(client(*who), *cents, AppliedForm::OldestFirst), ask).await?)
        }
        Step::PayToCredit { client: who, cents } => {
            done(it.record_payment(&pay(client(*who), *cents, AppliedForm::ToCredit), ask).await?)
        }
        Step::PayOne { invoice: which, cents } => {
            let Some(row) = fitting(&now.invoices, *which, is_owed) else { return Ok(None) };
            let by_hand = shares(&[(row.id, &typed(i64::from(*cents).min(stories::cents(&row.outstanding).max(1))))]);
            done(it.record_payment(&pay(&row.client_name, *cents, by_hand), ask).await?)
        }
        Step::EditPayment { payment: which, cents } => {
            let Some(id) = payment(which) else { return Ok(None) };
            let mut form = it.payment_page(id).await?.form;
            form.amount = typed(i64::from(*cents));
            done(it.edit_payment(id, &form, ask).await?)
        }
        Step::RedatePayment { payment: which, days } => {
            let Some(id) = payment(which) else { return Ok(None) };
            let mut form = it.payment_page(id).await?.form;
            form.received_on = (p.now().on + TimeDelta::days(*days)).to_string();
            done(it.edit_payment(id, &form, ask).await?)
        }
        Step::Reverse { payment: which, reason } => {
            let Some(id) = payment(which) else { return Ok(None) };
            done(it.reverse_payment(id, *reason, ask).await?)
        }
        _ => Ok(None),
    }
}

async fn around(p: &Story, step: &Step, ask: &Ask) -> Taken {
    let it = &p.practice;
    let ana = p.client("Ana");
    match step {
        Step::Link => done(it.link_clients(ana, Some(p.client("Ben")), LinkKind::Family, ask).await?),
        Step::Unlink => match it.linked_clients(ana).await?.first() {
            Some(link) => done(it.unlink_clients(link.id, ask).await?),
            None => Ok(None),
        },
        Step::CloseBooks { back } => {
            let day = p.now().on - Days::new((*back).into());
            done(it.close_books(&day.to_string(), ask).await?)
        }
        Step::OpenBooks => done(it.close_books("", ask).await?),
        Step::UseCredit { way } => {
            let mut profile = it.settings(p.now()).await?.profile;
            profile.use_credit = *way;
            done(it.save_profile(&profile, ask).await?)
        }
        Step::Undo { back } => {
            let history = it.recent_operations(0).await?.rows;
            let open: Vec<_> = history.iter().filter(|row| row.can_undo).collect();
            let Some(row) = open.get(*back).filter(|row| row.operation.get() > BEGINNING) else { return Ok(None) };
            done(it.undo(row.operation, ask).await?)
        }
        _ => Ok(None),
    }
}
