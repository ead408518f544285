//! The assistants in a random sequence.

use practice::{
    Ask,
    view::{
        AssistForm, AssistRefundForm, CancelledAfterPaidForm, ChargedTwiceForm, ForgottenDiscountForm, PaymentStatus,
        WrongAmountForm, WrongClientForm, WrongDetailsForm,
    },
};
use stories::{Reading, Story, amount, typed};

use super::{
    step::Step,
    take::{Taken, client, done, fitting, is_live, is_paid_on, percent_of},
};

/// Puts a mistake right; nothing if there is nothing that could be wrong.
pub(super) async fn mistakes(p: &Story, now: &Reading, step: &Step, ask: &Ask) -> Taken {
    match mistake(p, now, step) {
        Some(form) => done(p.practice.assist(&form, ask).await?),
        None => Ok(None),
    }
}

fn mistake(p: &Story, now: &Reading, step: &Step) -> Option<AssistForm> {
    let payment =
        |place: &usize| fitting(&now.payments, *place, |row| row.status == PaymentStatus::Active).map(|row| row.id);
    let invoice = |place: &usize| fitting(&now.invoices, *place, is_live);
    Some(match step {
        Step::WrongAmount { payment: which, cents } => {
            AssistForm::WrongAmount(WrongAmountForm { payment_id: payment(which)?, amount: typed(i64::from(*cents)) })
        }
        Step::WrongClient { payment: which, client: who } => {
            let client_id = Some(p.client(client(*who)));
            AssistForm::WrongClient(WrongClientForm { payment_id: payment(which)?, client_id })
        }
        Step::WrongDetails { payment: which, day } => AssistForm::WrongDetails(WrongDetailsForm {
            payment_id: payment(which)?,
            received_on: format!("2026-02-{day:02}"),
            method: "Card".into(),
            reference: "slip 9".into(),
        }),
        Step::ChargedTwice { invoice: which, onto } => {
            let onto_invoice_id = onto.and_then(|place| invoice(&place)).map(|row| row.id);
            AssistForm::ChargedTwice(ChargedTwiceForm { invoice_id: invoice(which)?.id, onto_invoice_id })
        }
        Step::ForgottenDiscount { invoice: which, part } => {
            let row = invoice(which)?;
            let discount = amount(&percent_of(&row.total, *part));
            AssistForm::ForgottenDiscount(ForgottenDiscountForm { invoice_id: row.id, discount })
        }
        Step::CancelledAfterPaid { session, attendance, refunded } => {
            let refund = refunded.then(|| AssistRefundForm {
                refunded_on: p.now().on.to_string(),
                method: "Cash".into(),
                reference: String::new(),
            });
            let session_id = fitting(&now.sessions, *session, |row| is_paid_on(now, row))?.id;
            AssistForm::CancelledAfterPaid(CancelledAfterPaidForm { session_id, attendance: *attendance, refund })
        }
        _ => return None,
    })
}
