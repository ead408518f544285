//! Payments and receipts (money-rules 5, *Record*, *Edit* and *Reverse a payment*; 7, examples 1 and 2).

use practice::{
    SourceId,
    view::{
        AppliedForm, InvoiceSheetForm, PaymentForm, PaymentProposal, RefundForm, ReversalReason, ShareForm,
        SourceShareForm, SourceSheetForm,
    },
};
use stories::{Story, fee, practice, shares, voiding};

/// Three open invoices of 100.00, issued by attendance.
async fn owing_three() -> Story {
    let p = practice().client("Ana", fee("100.00")).await;
    for day in ["2026-03-02", "2026-03-09", "2026-03-16"] {
        p.attend("Ana", day).await;
    }
    p
}

#[tokio::test]
async fn an_overpayment_stays_on_the_payment_as_credit() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let form = p.payment_form("Ana", "120.00", AppliedForm::OldestFirst);
    let paid = p.thoroughly(async |it, ask| it.record_payment(&form, ask).await).await;
    assert_eq!(paid.sentence, "Recorded 120.00 from Ana (R-00001)");
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    assert_eq!(p.payment("R-00001").await, "active 120.00: 100.00 applied, 20.00 remaining");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 20.00");
    p.attend("Ana", "2026-03-09").await;
    assert_eq!(p.balance("Ana").await, "owing 100.00, credit 20.00", "shown side by side, never netted silently");
}

#[tokio::test]
async fn a_payment_pays_the_oldest_service_first() {
    let p = owing_three().await;
    p.pay("Ana", "150.00").await;
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    assert_eq!(p.invoice("INV-00002").await, "part paid 100.00: 50.00 applied, 50.00 outstanding");
    assert_eq!(p.invoice("INV-00003").await, "unpaid 100.00: 0.00 applied, 100.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 150.00, credit 0.00");
}

#[tokio::test]
async fn the_oldest_service_is_not_the_lowest_number() {
    let p = practice().today("2026-03-16").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-16").await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    assert_eq!(p.invoice("INV-00001").await, "unpaid 100.00: 0.00 applied, 100.00 outstanding");
    assert_eq!(p.invoice("INV-00002").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
}

#[tokio::test]
async fn shares_by_hand_win_over_the_proposal() {
    let p = owing_three().await;
    let by_hand = shares(&[(p.invoice_id("INV-00003").await, "100.00"), (p.invoice_id("INV-00002").await, "20.00")]);
    let form = p.payment_form("Ana", "130.00", by_hand);
    let recorded = p.thoroughly(async |it, ask| it.record_payment(&form, ask).await).await;
    assert_eq!(recorded.answer.left, "10.00");
    assert_eq!(p.invoice("INV-00001").await, "unpaid 100.00: 0.00 applied, 100.00 outstanding");
    assert_eq!(p.invoice("INV-00002").await, "part paid 100.00: 20.00 applied, 80.00 outstanding");
    assert_eq!(p.invoice("INV-00003").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 180.00, credit 10.00");
}

#[tokio::test]
async fn a_payment_can_go_all_to_credit() {
    let p = owing_three().await;
    let form = p.payment_form("Ana", "130.00", AppliedForm::ToCredit);
    p.thoroughly(async |it, ask| it.record_payment(&form, ask).await).await;
    assert_eq!(p.balance("Ana").await, "owing 300.00, credit 130.00");
}

#[tokio::test]
async fn a_payment_without_an_invoice_is_credit() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.pay("Ana", "75.00").await;
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 75.00");
}

fn shown(proposal: &PaymentProposal) -> String {
    let rows = proposal.open.iter().map(|row| format!("{} {} of {}", row.number, row.proposed, row.outstanding));
    let rows: Vec<String> = rows.collect();
    format!("{}; applied {}, remaining {}", rows.join(", "), proposal.applied, proposal.remaining)
}

#[tokio::test]
async fn the_proposal_is_what_recording_it_does() {
    let p = owing_three().await;
    let first = Some(p.invoice_id("INV-00002").await);
    let propose = async |amount: &str, first| {
        shown(&p.practice.payment_proposal(p.client("Ana"), amount, first, p.now()).await.unwrap())
    };
    assert_eq!(
        propose("150.00", None).await,
        "INV-00001 100.00 of 100.00, INV-00002 50.00 of 100.00, INV-00003 0.00 of 100.00; applied 150.00, remaining 0.00"
    );
    assert_eq!(
        propose("150.00", first).await,
        "INV-00001 50.00 of 100.00, INV-00002 100.00 of 100.00, INV-00003 0.00 of 100.00; applied 150.00, remaining 0.00"
    );
    assert_eq!(
        propose("", first).await,
        "INV-00001 0.00 of 100.00, INV-00002 100.00 of 100.00, INV-00003 0.00 of 100.00; applied 100.00, remaining 0.00"
    );
    assert!(propose("", None).await.ends_with("applied 300.00, remaining 0.00"));
    assert!(propose("310.00", None).await.ends_with("applied 300.00, remaining 10.00"));
}

async fn refused(p: &Story, change: impl FnOnce(&mut PaymentForm)) -> String {
    let mut form = p.payment_form("Ana", "50.00", AppliedForm::OldestFirst);
    change(&mut form);
    p.refused(async |it, ask| it.record_payment(&form, ask).await).await
}

#[tokio::test]
async fn a_payment_that_cannot_be_taken_is_refused_in_words() {
    let p = owing_three().await;
    let first = p.invoice_id("INV-00001").await;
    for (amount, refusal) in [
        ("", "Enter an amount, such as 12.00."),
        ("0", "Enter an amount above 0.00."),
        ("-3", "“-3” is below zero. Amounts here are never negative."),
        ("1e9", "“1e9” is not an amount. Write it like 12.00, with a point before the cents and no other signs."),
        ("12.345", "“12.345” has more than 2 decimals. Write it like 12.00."),
        ("1000000000000000", "“1000000000000000” is too large. The most that can be entered is 99999999.99."),
    ] {
        assert_eq!(refused(&p, |form| form.amount = amount.into()).await, refusal);
    }
    assert_eq!(
        refused(&p, |form| form.received_on = "2026-03-17".into()).await,
        "17 Mar 2026 is still to come. Enter the day on which the money came."
    );
    assert_eq!(refused(&p, |form| form.received_on = "2026-02-30".into()).await, "30 Feb 2026 does not exist.");
    assert_eq!(refused(&p, |form| form.method = " ".into()).await, "Choose how the money came.");
    assert_eq!(
        refused(&p, |form| form.applied = shares(&[(first, "60.00")])).await,
        "The amounts come to 60.00, and only 50.00 is there. Lower one by 10.00."
    );
    assert_eq!(
        refused(&p, |form| {
            form.amount = "150.00".into();
            form.applied = shares(&[(first, "100.01")]);
        })
        .await,
        "INV-00001 has only 100.00 left to pay, and 100.01 was to be applied to it."
    );
}

#[tokio::test]
async fn money_of_one_client_never_pays_another_s_invoice() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("100.00")).await;
    p.attend("Ben", "2026-03-02").await;
    let bens = p.invoice_id("INV-00001").await;
    refused(&p, |form| form.applied = shares(&[(bens, "50.00")])).await;
    p.pay("Ana", "50.00").await;
    assert_eq!(p.invoice("INV-00001").await, "unpaid 100.00: 0.00 applied, 100.00 outstanding");
}

#[tokio::test]
async fn a_payment_is_never_less_than_what_is_used_of_it() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "120.00").await;
    let refusal = p.edit_payment("R-00001", |form| form.amount = "90.00".into()).await.unwrap_err().to_string();
    assert_eq!(
        refusal,
        "90.00 is less than the 100.00 already used. Enter 100.00 or more, or take 10.00 off an invoice first."
    );
    let id = p.payment_id("R-00001").await;
    let mut form = p.practice.payment_page(id).await.unwrap().form;
    form.amount = "110.00".into();
    let edited = p.thoroughly(async |it, ask| it.edit_payment(id, &form, ask).await).await;
    assert_eq!(edited.sentence, "Changed R-00001 from 120.00 to 110.00");
    assert_eq!(p.payment("R-00001").await, "active 110.00: 100.00 applied, 10.00 remaining");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 10.00");
}

#[tokio::test]
async fn the_day_the_method_and_the_words_of_a_payment_are_free() {
    let p = practice().today("2026-03-09").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    let id = p.payment_id("R-00001").await;
    let mut form = p.practice.payment_page(id).await.unwrap().form;
    form.received_on = "2026-03-03".into();
    form.method = "Cheque".into();
    form.reference = "1234".into();
    form.comment = "Thank you".into();
    p.thoroughly(async |it, ask| it.edit_payment(id, &form, ask).await).await;
    assert_eq!(p.practice.payment_page(id).await.unwrap().form, form);
    assert_eq!(p.payment("R-00001").await, "active 100.00: 100.00 applied, 0.00 remaining");
    let same = p.practice.edit_payment(id, &form, &p.ask()).await.unwrap();
    assert_eq!((same.operation, same.sentence.as_str()), (None, "Nothing was different"));
}

#[tokio::test]
async fn a_payment_of_another_day_is_on_its_invoices_from_that_day() {
    let p = practice().today("2026-03-10").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let invoice = p.invoice_id("INV-00001").await;
    p.edit("INV-00001", |form| form.issued_on = "2026-03-02".into()).await.unwrap();
    p.pay("Ana", "100.00").await;
    let applied_on = async || {
        let page = p.practice.invoice_page(invoice, p.now()).await.unwrap();
        page.applications.into_iter().map(|row| format!("{} {}", row.applied_on, row.amount)).collect::<Vec<_>>()
    };
    assert_eq!(applied_on().await, ["2026-03-10 100.00"]);
    p.edit_payment("R-00001", |form| form.received_on = "2026-03-04".into()).await.unwrap();
    assert_eq!(applied_on().await, ["2026-03-04 100.00"]);
    p.edit_payment("R-00001", |form| form.received_on = "2026-03-01".into()).await.unwrap();
    assert_eq!(applied_on().await, ["2026-03-02 100.00"], "not before the invoice");
    p.undo_latest().await.unwrap();
    assert_eq!(applied_on().await, ["2026-03-04 100.00"]);
    p.check_books().await;
}

#[tokio::test]
async fn a_payment_stays_with_its_client() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("100.00")).await;
    p.pay("Ana", "50.00").await;
    let ben = p.client("Ben");
    let refusal = p.edit_payment("R-00001", |form| form.client_id = Some(ben)).await.unwrap_err().to_string();
    assert_eq!(refusal, "A payment stays with its client. Reverse it and record it for the other client.");
}

#[tokio::test]
async fn a_reversed_payment_takes_its_money_off_every_invoice() {
    for (reason, words) in [
        (ReversalReason::Error, "Reversed R-00001: entered in error"),
        (ReversalReason::Returned, "Reversed R-00001: returned by the bank"),
    ] {
        let p = owing_three().await;
        p.pay("Ana", "150.00").await;
        let id = p.payment_id("R-00001").await;
        let reversed = p.thoroughly(async |it, ask| it.reverse_payment(id, reason, ask).await).await;
        assert_eq!(reversed.sentence, words);
        assert_eq!(p.payment("R-00001").await, "reversed 150.00: 0.00 applied, 0.00 remaining");
        assert_eq!(p.balance("Ana").await, "owing 300.00, credit 0.00");
        let stays = "R-00001 was reversed and stays as it is. Record a new payment instead.";
        assert_eq!(p.refused(async |it, ask| it.reverse_payment(id, reason, ask).await).await, stays);
        let edit = p.edit_payment("R-00001", |form| form.amount = "160.00".into()).await;
        assert_eq!(edit.unwrap_err().to_string(), stays);
    }
}

#[tokio::test]
async fn undoing_a_reversal_applies_again_what_still_fits() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    let id = p.payment_id("R-00001").await;
    let reversal = p.practice.reverse_payment(id, ReversalReason::Error, &p.ask()).await.unwrap().operation.unwrap();
    p.pay("Ana", "70.00").await;
    p.practice.undo(reversal, &p.ask()).await.unwrap();
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    assert_eq!(p.payment("R-00001").await, "active 100.00: 30.00 applied, 70.00 remaining");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 70.00");
    p.check_books().await;
}

#[tokio::test]
async fn a_reversal_that_was_done_again_is_undone_as_far_as_it_fits() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    let id = p.payment_id("R-00001").await;
    let mut reversal =
        p.practice.reverse_payment(id, ReversalReason::Error, &p.ask()).await.unwrap().operation.unwrap();
    for _ in 0..2 {
        reversal = p.practice.undo(reversal, &p.ask()).await.unwrap().operation.unwrap();
    }
    p.pay("Ana", "100.00").await;
    p.practice.undo(reversal, &p.ask()).await.unwrap();
    assert_eq!(p.payment("R-00001").await, "active 100.00: 0.00 applied, 100.00 remaining");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 100.00");
    p.check_books().await;
}

#[tokio::test]
async fn a_reversal_that_money_was_applied_and_unapplied_since_finds_room_later() {
    let p = practice().client("Ana", fee("100.00")).today("2026-03-02").await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    let id = p.payment_id("R-00001").await;
    let reversal = p.practice.reverse_payment(id, ReversalReason::Error, &p.ask()).await.unwrap().operation.unwrap();
    p.on_day("2026-03-04");
    p.pay("Ana", "100.00").await;
    p.on_day("2026-03-06");
    p.unapply("R-00002", "100.00").from("INV-00001").await;
    p.on_day("2026-03-09");
    p.practice.undo(reversal, &p.ask()).await.unwrap();
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    let total = p.practice.aging("2026-03-05", p.now()).await.unwrap().total;
    assert_eq!((total.owing.as_str(), total.unapplied.as_str()), ("0.00", "100.00"));
    p.check_books().await;
}

#[tokio::test]
async fn a_reversal_voids_no_number() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.pay("Ana", "10.00").await;
    p.undo_latest().await.unwrap();
    p.pay("Ana", "20.00").await;
    let numbers: Vec<_> = p.all_payments().await.into_iter().map(|row| row.number).collect();
    assert_eq!(numbers, ["R-00001", "R-00002"]);
    p.check_books().await;
}

#[tokio::test]
async fn a_payment_for_what_was_written_off_is_proposed_and_reverses_it() {
    let p = owing_three().await;
    let written_off = p.invoice_id("INV-00002").await;
    p.thoroughly(async |it, ask| it.write_off(written_off, "", "moved away", ask).await).await;
    let proposal = p.practice.payment_proposal(p.client("Ana"), "", Some(written_off), p.now()).await.unwrap();
    assert_eq!(
        shown(&proposal),
        "INV-00001 0.00 of 100.00, INV-00002 100.00 of 100.00, INV-00003 0.00 of 100.00; applied 100.00, remaining 0.00"
    );
    assert_eq!(proposal.owing, "200.00");
    let shares = vec![ShareForm { invoice_id: written_off, amount: "100.00".into() }];
    let form = p.payment_form("Ana", "100.00", AppliedForm::ByHand(shares));
    p.thoroughly(async |it, ask| it.record_payment(&form, ask).await).await;
    let page = p.practice.invoice_page(written_off, p.now()).await.unwrap();
    assert_eq!((page.written_off.as_str(), page.outstanding.as_str()), ("0.00", "0.00"));
}

#[tokio::test]
async fn what_is_left_after_applying_is_said_before_and_after() {
    let p = owing_three().await;
    let form = p.payment_form("Ana", "130.00", AppliedForm::ToCredit);
    let paid = p.thoroughly(async |it, ask| it.record_payment(&form, ask).await).await.answer;
    let (source, invoice) = (SourceId::from(paid.id), p.invoice_id("INV-00001").await);
    let most = async || {
        let sheet = p.practice.source_sheet(source, p.now()).await.unwrap();
        sheet.rows.iter().map(|row| format!("{} {}", row.number, row.most)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(most().await, "INV-00001 100.00, INV-00002 100.00, INV-00003 100.00");
    let shares = vec![ShareForm { invoice_id: invoice, amount: "60.00".into() }];
    let form = SourceSheetForm { shares };
    let applied = p.thoroughly(async |it, ask| it.apply_source(source, &form, ask).await).await;
    assert_eq!(applied.answer.left, "70.00");
    assert_eq!(most().await, "INV-00001 100.00, INV-00002 70.00, INV-00003 70.00");
    let shares = vec![SourceShareForm { source_id: source, amount: "90.00".into() }];
    let form = InvoiceSheetForm { shares };
    let applied = p.thoroughly(async |it, ask| it.apply_to_invoice(invoice, &form, ask).await).await;
    assert_eq!(applied.answer.left, "10.00");
}

#[tokio::test]
async fn a_payment_lists_its_refunds_and_says_when_nothing_is_left() {
    let p = owing_three().await;
    let form = p.payment_form("Ana", "50.00", AppliedForm::ToCredit);
    let paid = p.thoroughly(async |it, ask| it.record_payment(&form, ask).await).await.answer;
    let form = RefundForm {
        source_id: paid.id.into(),
        amount: "50.00".into(),
        refunded_on: p.now().on.to_string(),
        method: "Cash".into(),
        reference: String::new(),
        reason: String::new(),
        applied: None,
    };
    p.thoroughly(async |it, ask| it.refund(&form, ask).await).await;
    let page = p.practice.payment_page(paid.id).await.unwrap();
    assert_eq!(page.refunds.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), ["RF-00001"]);
    assert_eq!(page.cannot_refund.as_deref(), Some("Nothing of R-00001 is left to refund."));
}

#[tokio::test]
async fn a_payment_by_hand_for_an_invoice_that_was_made_void_meanwhile_names_it() {
    let p = owing_three().await;
    let by_hand = shares(&[(p.invoice_id("INV-00002").await, "100.00")]);
    p.practice.void_invoice(p.invoice_id("INV-00002").await, &voiding("", false), &p.ask()).await.unwrap();
    let form = p.payment_form("Ana", "100.00", by_hand);
    assert_eq!(
        p.refused(async |it, ask| it.record_payment(&form, ask).await).await,
        "INV-00002 is void and stays as it is. Make a new invoice instead."
    );
}
