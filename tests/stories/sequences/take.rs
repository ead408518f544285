//! A step of a random sequence, done to what is there.

use chrono::Days;
use practice::{
    Ask, CreditId, CreditNoteId, Error, InvoiceId, PaymentId, SessionId, SourceId,
    view::{
        Acted, AppliedForm, AttendanceView, CreditForm, CreditStatus, InvoiceForm, InvoiceSheetForm, LineTaxForm,
        LinkKind, RefundForm, RefundOfApplied, SeriesScope, SettlementForm, ShareForm, SourceKindView, SourceShareForm,
        SourceSheet, SourceSheetForm, SplitForm, TransferForm, WaitingSessions, WantedForm,
    },
};
use stories::{Reading, Story, amount, cents, line, shares, typed, voiding};

use super::{
    goods::goods,
    mistakes::mistakes,
    step::{Settle, Step, Wanted},
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
    let session = |place: &usize| chosen(&now.sessions, *place).map(|row| row.id);
    match step {
        Step::Book { client: who, day, share } => {
            let others: Vec<_> = share.iter().map(|percent| (client(who + 1), *percent)).collect();
            let form = p.shared_form(client(*who), &format!("2026-02-{day:02}"), &others).await;
            done(it.book_session(&form, ask).await?)
        }
        Step::Mark { session: which, attendance, waive } => {
            let Some(id) = session(which) else { return Ok(None) };
            done(it.mark_attendance(&[id], *attendance, *waive, ask).await?)
        }
        Step::Keep { session: which, attendance } => {
            let Some(id) = session(which) else { return Ok(None) };
            done(it.mark_keeping_charge(id, *attendance, ask).await?)
        }
        Step::LetGo { session: which, attendance, choice } => {
            let Some(id) = session(which) else { return Ok(None) };
            done(it.mark_crediting_charge(id, *attendance, *choice, ask).await?)
        }
        Step::MarkAll => {
            let all: Vec<SessionId> = now.sessions.iter().map(|row| row.id).collect();
            done(it.mark_attendance(&all, Some(AttendanceView::Attended), false, ask).await?)
        }
        Step::InvoiceAll { gather } => done(it.invoice_all(WaitingSessions::All, *gather, ask).await?),
        Step::InvoiceMonth => done(it.invoice_month("2026-02", ask).await?),
        Step::Delete { session: which } => {
            let Some(id) = session(which) else { return Ok(None) };
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
    let invoice = |place: &usize| chosen(&now.invoices, *place);
    let edit = async |place: &usize, change: &dyn Fn(&mut InvoiceForm)| -> Taken {
        let Some(row) = invoice(place) else { return Ok(None) };
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
            let form = p.invoice_form(client(*who), vec![letter]);
            done(it.issue_invoice(&form, ask).await?)
        }
        Step::AddLine { invoice: which, cents } => {
            edit(which, &|form| form.lines.push(line("Item", "1", &typed(i64::from(*cents))))).await
        }
        Step::RemoveLine { invoice: which } => edit(which, &|form| drop(form.lines.remove(0))).await,
        Step::Discount { invoice: which, cents } => {
            edit(which, &|form| form.discount = amount(&typed(i64::from(*cents)))).await
        }
        Step::Redate { invoice: which, day } => {
            edit(which, &|form| {
                form.issued_on = format!("2026-02-{day:02}");
                form.due_on = String::new();
            })
            .await
        }
        Step::Lock { invoice: which } => {
            let Some(row) = invoice(which) else { return Ok(None) };
            done(it.lock_invoice(row.id, ask).await?)
        }
        Step::Unlock { invoice: which } => {
            let Some(row) = invoice(which) else { return Ok(None) };
            done(it.unlock_invoice(row.id, ask).await?)
        }
        Step::Void { invoice: which, release } => {
            let Some(row) = invoice(which) else { return Ok(None) };
            done(it.void_invoice(row.id, &voiding("", *release), ask).await?)
        }
        Step::WriteOff { invoice: which, part } => {
            let Some(row) = invoice(which) else { return Ok(None) };
            done(it.write_off(row.id, &percent_of(&row.outstanding, *part), "", ask).await?)
        }
        Step::ReverseWriteOff { invoice: which, part } => {
            let Some(row) = invoice(which) else { return Ok(None) };
            let written_off = it.invoice_page(row.id, p.now()).await?.written_off;
            done(it.reverse_write_off(row.id, &percent_of(&written_off, *part), ask).await?)
        }
        _ => Ok(None),
    }
}

async fn payments(p: &Story, now: &Reading, step: &Step, ask: &Ask) -> Taken {
    let it = &p.practice;
    let payment = |place: &usize| chosen(&now.payments, *place).map(|row| row.id);
    let pay = |who: &str, cents: u32, applied| p.payment_form(who, &typed(i64::from(cents)), applied);
    match step {
        Step::Pay { client: who, cents } => {
            done(it.record_payment(&pay(client(*who), *cents, AppliedForm::OldestFirst), ask).await?)
        }
        Step::PayToCredit { client: who, cents } => {
            done(it.record_payment(&pay(client(*who), *cents, AppliedForm::ToCredit), ask).await?)
        }
        Step::PayOne { invoice: which, cents } => {
            let Some(row) = chosen(&now.invoices, *which) else { return Ok(None) };
            let by_hand = shares(&[(row.id, &typed(i64::from(*cents)))]);
            done(it.record_payment(&pay(&row.client_name, *cents, by_hand), ask).await?)
        }
        Step::EditPayment { payment: which, cents } => {
            let Some(id) = payment(which) else { return Ok(None) };
            let mut form = it.payment_page(id).await?.form;
            form.amount = typed(i64::from(*cents));
            done(it.edit_payment(id, &form, ask).await?)
        }
        Step::RedatePayment { payment: which, day } => {
            let Some(id) = payment(which) else { return Ok(None) };
            let mut form = it.payment_page(id).await?.form;
            form.received_on = format!("2026-02-{day:02}");
            done(it.edit_payment(id, &form, ask).await?)
        }
        Step::Reverse { payment: which, reason } => {
            let Some(id) = payment(which) else { return Ok(None) };
            done(it.reverse_payment(id, *reason, ask).await?)
        }
        _ => Ok(None),
    }
}

fn last_day(p: &Story, lasts: Option<u32>) -> String {
    lasts.map(|days| (p.now().on + Days::new(days.into())).to_string()).unwrap_or_default()
}

async fn credits(p: &Story, now: &Reading, step: &Step, ask: &Ask) -> Taken {
    let it = &p.practice;
    let credits: Vec<_> = now.credits.iter().filter(|row| row.source.kind == SourceKindView::Credit).collect();
    let credit = |place: &usize| chosen(&credits, *place).map(|row| CreditId::from(row.source.id.get()));
    match step {
        Step::MakeCredit { client: who, origin, cents, lasts } => {
            let form = CreditForm {
                origin: *origin,
                expires_on: last_day(p, *lasts),
                ..p.credit_form(client(*who), &typed(i64::from(*cents)))
            };
            done(it.make_credit(&form, ask).await?)
        }
        Step::CreditFromInvoice { invoice: which, cents, lasts } => {
            let Some(row) = chosen(&now.invoices, *which) else { return Ok(None) };
            let form = CreditForm {
                expires_on: last_day(p, *lasts),
                invoice_id: Some(row.id),
                ..p.credit_form(&row.client_name, &typed(i64::from(*cents)))
            };
            done(it.make_credit(&form, ask).await?)
        }
        Step::EditCredit { credit: which, cents, back, lasts } => {
            let Some(id) = credit(which) else { return Ok(None) };
            let mut form = it.credit_page(id, p.now()).await?.form;
            form.amount = typed(i64::from(*cents));
            form.given_on = (p.now().on - Days::new((*back).into())).to_string();
            form.expires_on = last_day(p, *lasts);
            done(it.edit_credit(id, &form, ask).await?)
        }
        Step::DeleteCredit { credit: which } => {
            let Some(id) = credit(which) else { return Ok(None) };
            done(it.delete_credit(id, ask).await?)
        }
        Step::Activate { credit: which, active } => {
            let Some(id) = credit(which) else { return Ok(None) };
            done(it.activate_credit(id, *active, ask).await?)
        }
        _ => Ok(None),
    }
}

/// Every source that is there, whatever its kind and state.
fn all_sources(now: &Reading) -> Vec<SourceId> {
    let payments = now.payments.iter().map(|row| PaymentId::into(row.id));
    let others = now.credits.iter().filter(|row| row.source.kind != SourceKindView::Payment);
    payments.chain(others.map(|row| row.source.id)).collect()
}

/// A row of a sheet on which something of the source is.
fn applied_row(sheet: &SourceSheet, place: usize) -> Option<(InvoiceId, &str)> {
    let rows: Vec<_> = sheet.rows.iter().filter(|row| row.applied != "0.00").collect();
    chosen(&rows, place).map(|row| (row.invoice_id, row.applied.as_str()))
}

/// What invoices are to have when they get other amounts, in cents more or less.
fn form_of(sheet: &SourceSheet, changes: &[(InvoiceId, i64)]) -> SourceSheetForm {
    let share = |(invoice, more): &(InvoiceId, i64)| {
        let has = sheet.rows.iter().find(|row| row.invoice_id == *invoice).map_or(0, |row| cents(&row.applied));
        ShareForm { invoice_id: *invoice, amount: typed((has + more).max(0)) }
    };
    SourceSheetForm { shares: changes.iter().map(share).collect() }
}

async fn sources(p: &Story, now: &Reading, step: &Step, ask: &Ask) -> Taken {
    let it = &p.practice;
    let all = all_sources(now);
    let source = |place: &usize| chosen(&all, *place).copied();
    match step {
        Step::Apply { source: which, invoice, part } => {
            let (Some(id), Some(row)) = (source(which), chosen(&now.invoices, *invoice)) else { return Ok(None) };
            let sheet = it.source_sheet(id, p.now()).await?;
            let most = cents(&sheet.remaining).min(cents(&row.outstanding)) * i64::from(*part) / 100;
            done(it.apply_source(id, &form_of(&sheet, &[(row.id, most)]), ask).await?)
        }
        Step::Unapply { source: which, row, part } => {
            let Some(id) = source(which) else { return Ok(None) };
            let sheet = it.source_sheet(id, p.now()).await?;
            let Some((invoice, applied)) = applied_row(&sheet, *row) else { return Ok(None) };
            let less = cents(&percent_of(applied, *part));
            done(it.apply_source(id, &form_of(&sheet, &[(invoice, -less)]), ask).await?)
        }
        Step::Move { source: which, row, invoice: to, part } => {
            let (Some(id), Some(to)) = (source(which), chosen(&now.invoices, *to)) else { return Ok(None) };
            let sheet = it.source_sheet(id, p.now()).await?;
            let Some((from, applied)) = applied_row(&sheet, *row) else { return Ok(None) };
            let moved = cents(&percent_of(applied, *part)).min(cents(&to.outstanding) + 1);
            done(it.apply_source(id, &form_of(&sheet, &[(to.id, moved), (from, -moved)]), ask).await?)
        }
        Step::ApplyToInvoice { invoice, sources: which, parts } => {
            let Some(row) = chosen(&now.invoices, *invoice) else { return Ok(None) };
            let sheet = it.invoice_sheet(row.id, p.now()).await?;
            let mut shares = Vec::new();
            for (place, part) in which.iter().zip(parts) {
                if let Some(row) = chosen(&sheet.rows, *place) {
                    let most = cents(&row.available) + cents(&row.applied);
                    let amount = percent_of(&typed(most), *part / 2);
                    shares.push(SourceShareForm { source_id: row.source.id, amount });
                }
            }
            done(it.apply_to_invoice(row.id, &InvoiceSheetForm { shares }, ask).await?)
        }
        Step::Refund { source: which, part, back } => {
            let Some(id) = source(which) else { return Ok(None) };
            let sheet = it.source_sheet(id, p.now()).await?;
            let day = p.now().on - Days::new((*back).into());
            let form = refund_form(id, percent_of(&sheet.remaining, *part), &day.to_string(), None);
            done(it.refund(&form, ask).await?)
        }
        Step::RefundApplied { source: which, row, part, still_owed } => {
            let Some(id) = source(which) else { return Ok(None) };
            let sheet = it.source_sheet(id, p.now()).await?;
            let Some((invoice_id, applied)) = applied_row(&sheet, *row) else { return Ok(None) };
            let off = RefundOfApplied { invoice_id, still_owed: *still_owed };
            let form = refund_form(id, percent_of(applied, *part), &p.now().on.to_string(), Some(off));
            done(it.refund(&form, ask).await?)
        }
        Step::ReverseRefund { refund } => {
            let Some(row) = chosen(&now.refunds, *refund) else { return Ok(None) };
            done(it.reverse_refund(row.id, ask).await?)
        }
        Step::Transfer { source: which, part } => {
            let Some(id) = source(which) else { return Ok(None) };
            let sheet = it.source_sheet(id, p.now()).await?;
            let ana = now.credits.iter().any(|row| row.source.id == id && row.client_name == "Ana")
                || now.payments.iter().any(|row| SourceId::from(row.id) == id && row.client_name == "Ana");
            let form = TransferForm {
                source_id: id,
                to_client_id: Some(p.client(if ana { "Ben" } else { "Ana" })),
                amount: percent_of(&sheet.remaining, *part),
                reason: "Pays for the child".into(),
                consent: "By telephone".into(),
            };
            done(it.transfer(&form, ask).await?)
        }
        _ => Ok(None),
    }
}

fn refund_form(source_id: SourceId, amount: String, day: &str, applied: Option<RefundOfApplied>) -> RefundForm {
    let (method, reference, reason) = ("Cash".into(), String::new(), String::new());
    RefundForm { source_id, amount, refunded_on: day.to_owned(), method, reference, reason, applied }
}

async fn notes(p: &Story, now: &Reading, step: &Step, ask: &Ask) -> Taken {
    let it = &p.practice;
    match step {
        Step::Note { invoice, line, wanted, settle } => {
            let Some(row) = chosen(&now.invoices, *invoice) else { return Ok(None) };
            let lines = it.credit_note_proposal(row.id).await?.lines;
            let place = line % lines.len();
            let wanted = match wanted {
                Wanted::Rest => WantedForm::Rest,
                Wanted::Units => WantedForm::Units("1".into()),
                Wanted::Part(part) => WantedForm::Amount(percent_of(&lines[place].left, *part)),
            };
            let mut all = vec![WantedForm::Nothing; place];
            all.push(wanted);
            let mut form = p.note_form(&row.number, &all).await;
            if lines[place].record_id.is_some() && cents(&lines[place].left) % 2 == 0 {
                (form.lines[place].restock, form.lines[place].deactivate) = ("1".into(), true);
            }
            if let Settle::Split { applied, refunded } = settle {
                form.settlement =
                    split(p, percent_of(&row.outstanding, *applied), percent_of(&lines[place].left, *refunded));
            }
            done(it.issue_credit_note(&form, ask).await?)
        }
        Step::FreeNote { client: who, cents, refunded } => {
            let total = typed(i64::from(*cents));
            let mut form = p.free_note_form(client(*who), &total);
            form.settlement = split(p, String::new(), percent_of(&total, *refunded));
            done(it.issue_credit_note(&form, ask).await?)
        }
        Step::VoidNote { note } => {
            let live = |row: &&_| {
                let row: &practice::view::CreditRow = row;
                row.source.kind == SourceKindView::CreditNote && row.status != CreditStatus::Withdrawn
            };
            let live: Vec<_> = now.credits.iter().filter(live).collect();
            let Some(row) = chosen(&live, *note) else { return Ok(None) };
            done(it.void_credit_note(CreditNoteId::from(row.source.id.get()), "", "", ask).await?)
        }
        Step::Rebill { invoice } => {
            let Some(row) = chosen(&now.invoices, *invoice) else { return Ok(None) };
            done(it.credit_and_rebill(row.id, ask).await?)
        }
        _ => Ok(None),
    }
}

fn split(p: &Story, applied: String, refunded: String) -> SettlementForm {
    let (refunded_on, method, reference) = (p.now().on.to_string(), "Cash".into(), String::new());
    SettlementForm::Split(SplitForm { applied, refunded, refunded_on, method, reference })
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
