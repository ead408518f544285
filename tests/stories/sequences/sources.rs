//! Steps of a random sequence with the sources of money: credits, what is applied and refunded, credit notes.

use chrono::Days;
use practice::{
    Ask, ClientId, CreditId, CreditNoteId, InvoiceId, PaymentId, SourceId,
    view::{
        CreditForm, CreditRow, CreditStatus, InvoiceSheetForm, PaymentStatus, RefundForm, RefundOfApplied,
        SettlementForm, ShareForm, SourceKindView, SourceShareForm, SourceSheet, SourceSheetForm, SplitForm,
        TransferForm, WantedForm,
    },
};
use stories::{Reading, Story, cents, typed};

use super::{
    step::{Settle, Step, Wanted},
    take::{Taken, chosen, client, done, fitting, is_live, is_owed, percent_of},
};

fn last_day(p: &Story, lasts: Option<u32>) -> String {
    lasts.map(|days| (p.now().on + Days::new(days.into())).to_string()).unwrap_or_default()
}

pub(super) async fn credits(p: &Story, now: &Reading, step: &Step, ask: &Ask) -> Taken {
    let it = &p.practice;
    let credits: Vec<_> = now.credits.iter().filter(|row| row.source.kind == SourceKindView::Credit).collect();
    let credit = |place: &usize, fits: &dyn Fn(&CreditRow) -> bool| {
        fitting(&credits, *place, |row| fits(row)).map(|row| CreditId::from(row.source.id.get()))
    };
    let live = |row: &CreditRow| row.status != CreditStatus::Withdrawn;
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
            let Some(row) = fitting(&now.invoices, *which, is_owed) else { return Ok(None) };
            let form = CreditForm {
                expires_on: last_day(p, *lasts),
                invoice_id: Some(row.id),
                ..p.credit_form(&row.client_name, &typed(i64::from(*cents)))
            };
            done(it.make_credit(&form, ask).await?)
        }
        Step::EditCredit { credit: which, cents, back, lasts } => {
            let Some(id) = credit(which, &live) else { return Ok(None) };
            let mut form = it.credit_page(id, p.now()).await?.form;
            form.amount = typed(i64::from(*cents));
            form.given_on = (p.now().on - Days::new((*back).into())).to_string();
            form.expires_on = last_day(p, *lasts);
            done(it.edit_credit(id, &form, ask).await?)
        }
        Step::DeleteCredit { credit: which } => {
            let Some(id) = credit(which, &|row| live(row) && row.applied == "0.00") else { return Ok(None) };
            done(it.delete_credit(id, ask).await?)
        }
        Step::Activate { credit: which, active } => {
            let other = |row: &CreditRow| live(row) && (row.status == CreditStatus::Inactive) == *active;
            let Some(id) = credit(which, &other) else { return Ok(None) };
            done(it.activate_credit(id, *active, ask).await?)
        }
        _ => Ok(None),
    }
}

/// A source of money, whatever its kind and state.
struct Held {
    id: SourceId,
    client_id: ClientId,
    /// Something of it is used.
    used: bool,
    remaining: String,
}

impl Held {
    fn has_more(&self) -> bool {
        self.remaining != "0.00"
    }
}

/// Every source that is there.
fn all_sources(now: &Reading) -> Vec<Held> {
    let payments = now.payments.iter().map(|row| Held {
        id: PaymentId::into(row.id),
        client_id: row.client_id,
        used: row.status == PaymentStatus::Active && row.remaining != row.amount,
        remaining: row.remaining.clone(),
    });
    let others = now.credits.iter().filter(|row| row.source.kind != SourceKindView::Payment);
    let others = others.map(|row| Held {
        id: row.source.id,
        client_id: row.client_id,
        used: row.applied != "0.00",
        remaining: row.remaining.clone(),
    });
    payments.chain(others).collect()
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

pub(super) async fn sources(p: &Story, now: &Reading, step: &Step, ask: &Ask) -> Taken {
    let it = &p.practice;
    let all = all_sources(now);
    let used = |place: &usize| fitting(&all, *place, |held| held.used).map(|held| held.id);
    let with_more = |place: &usize| fitting(&all, *place, Held::has_more);
    let owed_by = |held: &Held, place: &usize| {
        fitting(&now.invoices, *place, |row| is_owed(row) && row.client_id == held.client_id)
    };
    match step {
        Step::Apply { source: which, invoice, part } => {
            let Some(held) = with_more(which) else { return Ok(None) };
            let (id, Some(row)) = (held.id, owed_by(held, invoice)) else { return Ok(None) };
            let sheet = it.source_sheet(id, p.now()).await?;
            let most = cents(&sheet.remaining).min(cents(&row.outstanding)) * i64::from(*part) / 100;
            done(it.apply_source(id, &form_of(&sheet, &[(row.id, most)]), ask).await?)
        }
        Step::Unapply { source: which, row, part } => {
            let Some(id) = used(which) else { return Ok(None) };
            let sheet = it.source_sheet(id, p.now()).await?;
            let Some((invoice, applied)) = applied_row(&sheet, *row) else { return Ok(None) };
            let less = cents(&percent_of(applied, *part));
            done(it.apply_source(id, &form_of(&sheet, &[(invoice, -less)]), ask).await?)
        }
        Step::Move { source: which, row, invoice: to, part } => {
            let Some(held) = fitting(&all, *which, |held| held.used) else { return Ok(None) };
            let (id, Some(to)) = (held.id, owed_by(held, to)) else { return Ok(None) };
            let sheet = it.source_sheet(id, p.now()).await?;
            let Some((from, applied)) = applied_row(&sheet, *row) else { return Ok(None) };
            let moved = cents(&percent_of(applied, *part)).min(cents(&to.outstanding) + i64::from(*row == 7));
            done(it.apply_source(id, &form_of(&sheet, &[(to.id, moved), (from, -moved)]), ask).await?)
        }
        Step::ApplyToInvoice { invoice, sources: which, parts } => {
            let Some(row) = fitting(&now.invoices, *invoice, is_owed) else { return Ok(None) };
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
            let Some(Held { id, .. }) = with_more(which) else { return Ok(None) };
            let sheet = it.source_sheet(*id, p.now()).await?;
            let day = p.now().on - Days::new((*back).into());
            let form = refund_form(*id, percent_of(&sheet.remaining, *part), &day.to_string(), None);
            done(it.refund(&form, ask).await?)
        }
        Step::RefundApplied { source: which, row, part, still_owed } => {
            let Some(id) = used(which) else { return Ok(None) };
            let sheet = it.source_sheet(id, p.now()).await?;
            let Some((invoice_id, applied)) = applied_row(&sheet, *row) else { return Ok(None) };
            let off = RefundOfApplied { invoice_id, still_owed: *still_owed };
            let form = refund_form(id, percent_of(applied, *part), &p.now().on.to_string(), Some(off));
            done(it.refund(&form, ask).await?)
        }
        Step::ReverseRefund { refund } => {
            let Some(row) = fitting(&now.refunds, *refund, |row| !row.reversed) else { return Ok(None) };
            done(it.reverse_refund(row.id, ask).await?)
        }
        Step::Transfer { source: which, part } => {
            let Some(held) = with_more(which) else { return Ok(None) };
            let to = if held.client_id == p.client("Ana") { "Ben" } else { "Ana" };
            let form = TransferForm {
                source_id: held.id,
                to_client_id: Some(p.client(to)),
                amount: percent_of(&held.remaining, *part),
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

pub(super) async fn notes(p: &Story, now: &Reading, step: &Step, ask: &Ask) -> Taken {
    let it = &p.practice;
    match step {
        Step::Note { invoice, line, wanted, settle } => {
            let Some(row) = fitting(&now.invoices, *invoice, is_live) else { return Ok(None) };
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
            let notes: Vec<_> =
                now.credits.iter().filter(|row| row.source.kind == SourceKindView::CreditNote).collect();
            let Some(row) = fitting(&notes, *note, |row| row.cannot_withdraw.is_none()) else { return Ok(None) };
            done(it.void_credit_note(CreditNoteId::from(row.source.id.get()), "", "", ask).await?)
        }
        Step::Rebill { invoice } => {
            let Some(row) = fitting(&now.invoices, *invoice, is_live) else { return Ok(None) };
            done(it.credit_and_rebill(row.id, ask).await?)
        }
        _ => Ok(None),
    }
}

fn split(p: &Story, applied: String, refunded: String) -> SettlementForm {
    let (refunded_on, method, reference) = (p.now().on.to_string(), "Cash".into(), String::new());
    SettlementForm::Split(SplitForm { applied, refunded, refunded_on, method, reference })
}
