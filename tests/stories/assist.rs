//! Assistants: a common mistake is put right in one act, with its preview and its undo (requirements G4).

use practice::{
    Ask, Error, Practice,
    view::{
        Acted, AppliedForm, AssistForm, AssistRefundForm, Assisted,
        AttendanceView::{Attended, Cancelled, NoShow},
        CancelledAfterPaidForm, ChargedTwiceForm, DiscountForm, DocumentRef, ForgottenDiscountForm, PaymentReportQuery,
        RefundForm, WrongAmountForm, WrongClientForm, WrongDetailsForm,
    },
};
use stories::{Story, amount, empty_folder, fee, no_discount, percent, practice, split};

fn assist(form: AssistForm) -> impl AsyncFn(&Practice, &Ask) -> Result<Acted<Assisted>, Error> {
    async move |it: &Practice, ask: &Ask| it.assist(&form, ask).await
}

async fn wrong_amount(p: &Story, number: &str, amount: &str) -> AssistForm {
    AssistForm::WrongAmount(WrongAmountForm { payment_id: p.payment_id(number).await, amount: amount.into() })
}

async fn wrong_client(p: &Story, number: &str, client: &str) -> AssistForm {
    let client_id = Some(p.client(client));
    AssistForm::WrongClient(WrongClientForm { payment_id: p.payment_id(number).await, client_id })
}

async fn charged_twice(p: &Story, number: &str, onto: Option<&str>) -> AssistForm {
    let onto_invoice_id = match onto {
        Some(onto) => Some(p.invoice_id(onto).await),
        None => None,
    };
    AssistForm::ChargedTwice(ChargedTwiceForm { invoice_id: p.invoice_id(number).await, onto_invoice_id })
}

async fn forgotten_discount(p: &Story, number: &str, discount: DiscountForm) -> AssistForm {
    AssistForm::ForgottenDiscount(ForgottenDiscountForm { invoice_id: p.invoice_id(number).await, discount })
}

async fn supply(p: &Story, number: &str) {
    let document = DocumentRef::Invoice(p.invoice_id(number).await);
    p.practice.save_document(document, &empty_folder().path().join("a.pdf"), &p.ask()).await.unwrap();
}

/// Two invoices of 100.00, paid together.
async fn two_paid() -> Story {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.attend("Ana", "2026-03-09").await;
    p.pay("Ana", "200.00").await;
    p.on_day("2026-03-11");
    p
}

#[tokio::test]
async fn what_was_written_off_is_paid_by_a_payment_that_came_to_more() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "60.00").await;
    p.write_off("INV-00001", "40.00").await;
    p.thoroughly(assist(wrong_amount(&p, "R-00001", "90.00").await)).await;
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 90.00 applied, 10.00 written off, 0.00 outstanding");
}

#[tokio::test]
async fn a_payment_typed_too_high_comes_off_the_newest_invoice_first() {
    let p = two_paid().await;
    let done = p.thoroughly(assist(wrong_amount(&p, "R-00001", "120.00").await)).await;
    assert_eq!(done.sentence, "Changed R-00001 from 200.00 to 120.00");
    assert_eq!(done.warnings, ["80.00 of it comes off INV-00002."]);
    assert_eq!(p.payment("R-00001").await, "active 120.00: 120.00 applied, 0.00 remaining");
    assert_eq!(p.invoice("INV-00002").await, "part paid 100.00: 20.00 applied, 80.00 outstanding");
}

#[tokio::test]
async fn a_payment_typed_too_low_pays_more_of_its_invoices_and_the_rest_is_kept() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "12.00").await;
    let done = p.thoroughly(assist(wrong_amount(&p, "R-00001", "120.00").await)).await;
    assert_eq!(done.sentence, "Changed R-00001 from 12.00 to 120.00, 88.00 of it on INV-00001");
    assert_eq!(p.payment("R-00001").await, "active 120.00: 100.00 applied, 20.00 remaining");
    let query = PaymentReportQuery { from: String::new(), to: String::new(), credits_only: true, page: 0 };
    let made = p.practice.payment_report(&query).await.unwrap().total;
    let made = [&made.created, &made.applied, &made.current];
    assert_eq!(made, ["20.00", "0.00", "20.00"], "what the right amount pays was never credit");
}

#[tokio::test]
async fn a_payment_never_comes_to_less_than_went_back_of_it() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.pay("Ana", "50.00").await;
    let refund = RefundForm {
        source_id: p.payment_id("R-00001").await.into(),
        amount: "30.00".into(),
        refunded_on: "2026-03-02".into(),
        method: "Cash".into(),
        reference: String::new(),
        reason: String::new(),
        applied: None,
    };
    p.practice.refund(&refund, &p.ask()).await.unwrap();
    let refusal = p.refused(assist(wrong_amount(&p, "R-00001", "20.00").await)).await;
    assert_eq!(
        refusal,
        "20.00 is less than the 30.00 that was refunded. Enter 30.00 or more, or take that back first."
    );
    p.thoroughly(assist(wrong_amount(&p, "R-00001", "30.00").await)).await;
    let same = p.practice.assist(&wrong_amount(&p, "R-00001", "30.00").await, &p.ask()).await.unwrap();
    assert_eq!((same.operation, same.sentence.as_str()), (None, "Nothing was different"));
    let moved = p.refused(assist(wrong_client(&p, "R-00001", "Ana").await)).await;
    assert_eq!(moved, "R-00001 is this client's already. Choose who paid.");
}

#[tokio::test]
async fn a_payment_of_the_wrong_client_is_moved_with_its_day_method_and_reference() {
    let p = two_paid().await;
    p.attend("Ben", "2026-03-11").await;
    p.edit_payment("R-00001", |form| (form.method, form.reference) = ("Cheque".into(), "7962".into())).await.unwrap();
    let done = p.thoroughly(assist(wrong_client(&p, "R-00001", "Ben").await)).await;
    let number = &done.answer.payments[0].number;
    assert_eq!(done.sentence, format!("Moved 200.00 of R-00001 from Ana to Ben as {number}"));
    assert_eq!(p.balance("Ana").await, "owing 200.00, credit 0.00");
    assert_eq!(p.balance("Ben").await, "owing 0.00, credit 100.00");
    let page = p.practice.payment_page(done.answer.payments[0].id).await.unwrap().form;
    assert_eq!(
        (page.received_on.as_str(), page.method.as_str(), page.reference.as_str()),
        ("2026-03-09", "Cheque", "7962")
    );
}

#[tokio::test]
async fn a_payment_of_which_some_went_back_is_not_moved() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("100.00")).await;
    p.record("Ana", "50.00", AppliedForm::ToCredit).await.unwrap();
    let refund = RefundForm {
        source_id: p.payment_id("R-00001").await.into(),
        amount: "30.00".into(),
        refunded_on: "2026-03-02".into(),
        method: "Cash".into(),
        reference: String::new(),
        reason: String::new(),
        applied: None,
    };
    p.practice.refund(&refund, &p.ask()).await.unwrap();
    assert_eq!(
        p.refused(assist(wrong_client(&p, "R-00001", "Ben").await)).await,
        "30.00 of R-00001 was refunded (RF-00001). Reverse that refund first."
    );
}

#[tokio::test]
async fn the_day_and_method_of_a_payment_are_put_right_and_it_stays_where_it_is() {
    let p = two_paid().await;
    let form = |received_on: &str, payment_id| {
        AssistForm::WrongDetails(WrongDetailsForm {
            payment_id,
            received_on: received_on.into(),
            method: "Card".into(),
            reference: "slip 9".into(),
        })
    };
    let id = p.payment_id("R-00001").await;
    p.thoroughly(assist(form("2026-03-10", id))).await;
    let page = p.practice.payment_page(id).await.unwrap().form;
    assert_eq!(
        (page.received_on.as_str(), page.method.as_str(), page.reference.as_str()),
        ("2026-03-10", "Card", "slip 9")
    );
    assert_eq!(p.payment("R-00001").await, "active 200.00: 200.00 applied, 0.00 remaining");
    let refusal = p.refused(assist(form("2026-03-30", id))).await;
    assert_eq!(refusal, "30 Mar 2026 is still to come. Enter the day on which the money came.");
}

#[tokio::test]
async fn what_was_charged_twice_and_never_seen_is_void_and_its_session_charged_no_more() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let again = p.book("Ana", "2026-03-02T10:00").await;
    p.mark(&[again], Attended).await.unwrap();
    let done = p.thoroughly(assist(charged_twice(&p, "INV-00002", None).await)).await;
    assert_eq!(done.sentence, "Made INV-00002 void: it charged twice");
    assert_eq!(p.balance("Ana").await, "owing 100.00, credit 0.00");
    assert!(p.all_sessions().await.iter().all(|session| !session.awaits_invoice), "nothing waits to be charged again");
    let refusal = p.refused(assist(charged_twice(&p, "INV-00002", None).await)).await;
    assert_eq!(refusal, "INV-00002 is void and stays as it is. Make a new invoice instead.");
}

#[tokio::test]
async fn what_was_charged_twice_and_paid_is_credited_and_the_money_kept() {
    let p = two_paid().await;
    let done = p.thoroughly(assist(charged_twice(&p, "INV-00002", None).await)).await;
    assert_eq!(done.sentence, "Credited INV-00002 with CN-00001: it charged twice");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 100.00");
    let refusal = p.refused(assist(charged_twice(&p, "INV-00002", None).await)).await;
    assert_eq!(refusal, "INV-00002 was credited in full already.");
}

#[tokio::test]
async fn what_was_paid_for_a_double_charge_pays_another_invoice() {
    let p = two_paid().await;
    p.attend("Ana", "2026-03-16").await;
    let done = p.thoroughly(assist(charged_twice(&p, "INV-00002", Some("INV-00003")).await)).await;
    assert_eq!(done.sentence, "Credited INV-00002 with CN-00001: it charged twice, and put 100.00 of it on INV-00003");
    assert_eq!(p.invoice("INV-00003").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    assert_eq!(
        p.refused(assist(charged_twice(&p, "INV-00001", Some("INV-00003")).await)).await,
        "INV-00003 takes no money. Choose an invoice with something to pay, or keep it as credit."
    );
}

#[tokio::test]
async fn a_double_charge_that_was_supplied_and_not_paid_is_settled_by_its_credit_note() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    supply(&p, "INV-00001").await;
    p.thoroughly(assist(charged_twice(&p, "INV-00001", None).await)).await;
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
}

#[tokio::test]
async fn a_forgotten_discount_changes_an_invoice_that_nobody_has_seen() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let done = p.thoroughly(assist(forgotten_discount(&p, "INV-00001", percent("10")).await)).await;
    assert_eq!(done.sentence, "Took 10.00 off INV-00001 as a discount");
    assert_eq!(p.invoice("INV-00001").await, "unpaid 90.00: 0.00 applied, 90.00 outstanding");
    assert_eq!(
        p.refused(assist(forgotten_discount(&p, "INV-00001", percent("10")).await)).await,
        "INV-00001 has a discount already. Change it on the invoice, or issue a credit note."
    );
}

#[tokio::test]
async fn a_forgotten_discount_is_credited_where_the_invoice_was_supplied_or_paid() {
    let p = two_paid().await;
    let done = p.thoroughly(assist(forgotten_discount(&p, "INV-00001", amount("15.00")).await)).await;
    assert_eq!(done.sentence, "Credited 15.00 of INV-00001 as a discount with CN-00001");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 15.00");
    p.attend("Ana", "2026-03-16").await;
    supply(&p, "INV-00003").await;
    p.thoroughly(assist(forgotten_discount(&p, "INV-00003", percent("10")).await)).await;
    assert_eq!(p.invoice("INV-00003").await, "part paid 100.00: 10.00 applied, 90.00 outstanding");
    for nothing in [no_discount(), amount("0"), percent("0")] {
        assert_eq!(
            p.refused(assist(forgotten_discount(&p, "INV-00002", nothing).await)).await,
            "Enter the discount that was agreed."
        );
    }
}

#[tokio::test]
async fn a_session_cancelled_after_it_was_paid_is_credited_and_refunded() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    let form = |attendance, refunded_on: Option<&str>| {
        let refund = refunded_on.map(|day| AssistRefundForm {
            refunded_on: day.into(),
            method: "Bank transfer".into(),
            reference: "7/2026".into(),
        });
        AssistForm::CancelledAfterPaid(CancelledAfterPaidForm { session_id: session, attendance, refund })
    };
    assert_eq!(
        p.refused(assist(form(Cancelled, None))).await,
        "No invoice charges this session, so there is nothing to credit. Mark it as usual."
    );
    p.mark(&[session], Attended).await.unwrap();
    assert_eq!(
        p.refused(assist(form(Cancelled, None))).await,
        "Nothing was paid for this session. Mark it cancelled, and its charge is taken off."
    );
    p.pay("Ana", "60.00").await;
    assert_eq!(p.refused(assist(form(Attended, None))).await, "Choose how the session was cancelled.");
    let kept = p.thoroughly(assist(form(NoShow, None))).await;
    assert_eq!(kept.sentence, "Marked Ana, 2 Mar 2026, 09:00 no-show, free of charge (CN-00001)");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 60.00");
    p.undo_latest().await.unwrap();
    let later = p.refused(assist(form(Cancelled, Some("2026-03-03")))).await;
    assert_eq!(later, "3 Mar 2026 is still to come. Enter the day on which the money goes back.");
    let done = p.thoroughly(assist(form(Cancelled, Some("2026-03-02")))).await;
    let (note, refund) = (&done.answer.credit_notes[0].number, &done.answer.refunds[0].number);
    assert_eq!(
        done.sentence,
        format!("Marked Ana, 2 Mar 2026, 09:00 cancelled, free of charge ({note}), refunded 60.00 ({refund})")
    );
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
}

#[tokio::test]
async fn no_more_of_a_cancelled_session_is_refunded_than_was_received() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    p.pay("Ana", "100.00").await;
    let refunded_before = async |amount: &str| {
        let mut note = p.free_note_form("Ana", amount);
        note.settlement = split(&p, "", amount);
        p.issue_note(&note).await.unwrap();
    };
    let form = || {
        let refund =
            AssistRefundForm { refunded_on: "2026-03-02".into(), method: "Cash".into(), reference: String::new() };
        let form = CancelledAfterPaidForm { session_id: session, attendance: Cancelled, refund: Some(refund) };
        AssistForm::CancelledAfterPaid(form)
    };
    refunded_before("40.00").await;
    let done = p.thoroughly(assist(form())).await;
    assert_eq!(
        done.sentence,
        "Marked Ana, 2 Mar 2026, 09:00 cancelled, free of charge (CN-00002), refunded 60.00 (RF-00002)"
    );
    assert_eq!(
        done.warnings,
        ["40.00 of CN-00002 stays as credit: no more that was received for Ana is left to give back."]
    );
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 40.00");
    p.undo_latest().await.unwrap();
    refunded_before("60.00").await;
    assert_eq!(
        p.refused(assist(form())).await,
        "Nothing that was received is left to give back. Keep it as credit instead."
    );
}

#[tokio::test]
async fn who_paid_is_put_right_also_where_the_books_are_closed() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    p.pay("Ana", "30.00").await;
    p.on_day("2026-04-09");
    p.practice.close_books("2026-03-31", &p.ask()).await.unwrap();
    let form = wrong_client(&p, "R-00001", "Ben").await;
    let moved = p.thoroughly(assist(form)).await;
    assert_eq!(moved.warnings, ["The books are closed up to 31 Mar 2026, so the new payment is of today."]);
    let page = p.practice.payment_page(p.payment_id("R-00002").await).await.unwrap();
    assert_eq!(page.form.received_on, "2026-04-09");
    assert_eq!(p.balance("Ben").await, "owing 0.00, credit 30.00");
}

#[tokio::test]
async fn what_was_put_on_an_invoice_again_is_the_newest() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.pay("Ana", "80.00").await;
    for day in ["2026-03-02", "2026-03-03"] {
        p.attend("Ana", day).await;
    }
    p.apply("R-00001", "30.00").to("INV-00001").await;
    p.apply("R-00001", "20.00").to("INV-00002").await;
    p.apply("R-00001", "30.00").to("INV-00001").await;
    let form = wrong_amount(&p, "R-00001", "40.00").await;
    p.thoroughly(assist(form)).await;
    assert_eq!((p.applied("R-00001", "INV-00001").await, p.applied("R-00001", "INV-00002").await), (3000, 1000));
}
