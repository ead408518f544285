//! Refunds, write-offs and payments that reverse them, reversed payments (money-rules 5, *Refund*, *Write off*).

use practice::view::{AppliedForm, CreditCause, CreditNoteForm, RefundForm, ReversalReason, WantedForm};
use stories::{Story, fee, line, practice, shares, split, voiding};

/// INV-00001 over 100.00, paid with 120.00.
async fn overpaid() -> Story {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "120.00").await;
    p
}

#[tokio::test]
async fn what_remains_of_any_source_is_refunded() {
    let p = overpaid().await;
    p.opening_balance("Ana", "15.00").await;
    p.practice.issue_credit_note(&p.free_note_form("Ana", "5.00"), &p.ask()).await.unwrap();
    for (source, amount, number) in
        [("R-00001", "20.00", "RF-00001"), ("CR-00001", "10.00", "RF-00002"), ("CN-00001", "5.00", "RF-00003")]
    {
        let form = p.refund_form(source, amount).await;
        let refund = p.thoroughly(async |it, ask| it.refund(&form, ask).await).await;
        assert_eq!(refund.sentence, format!("Refunded {amount} of {source} to Ana ({number})"));
        assert_eq!(refund.warnings, [""; 0]);
    }
    assert_eq!(p.payment("R-00001").await, "active 120.00: 100.00 applied, 20.00 refunded, 0.00 remaining");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 5.00");
}

#[tokio::test]
async fn applied_money_that_the_client_still_owes_is_unapplied_and_refunded() {
    let p = overpaid().await;
    let form = p.refund_off_form("R-00001", "40.00", "INV-00001", true).await;
    p.thoroughly(async |it, ask| it.refund(&form, ask).await).await;
    assert_eq!(p.invoice("INV-00001").await, "part paid 100.00: 60.00 applied, 40.00 outstanding");
    assert_eq!(p.payment("R-00001").await, "active 120.00: 60.00 applied, 40.00 refunded, 20.00 remaining");
    assert_eq!(p.balance("Ana").await, "owing 40.00, credit 20.00");
}

#[tokio::test]
async fn applied_money_that_the_client_owes_no_more_is_refunded_with_a_credit_note_for_it() {
    let p = overpaid().await;
    let form = p.refund_off_form("R-00001", "40.00", "INV-00001", false).await;
    let refunded = p.thoroughly(async |it, ask| it.refund(&form, ask).await).await;
    assert_eq!(refunded.sentence, "Refunded 40.00 of R-00001 to Ana (RF-00001), credited with CN-00001");
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    assert_eq!(p.source("CN-00001").await, "used 40.00: 40.00 applied, 0.00 refunded, 0.00 available, 0.00 lapsed");
    assert_eq!(p.payment("R-00001").await, "active 120.00: 60.00 applied, 40.00 refunded, 20.00 remaining");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 20.00");
}

#[tokio::test]
async fn a_refund_is_never_of_more_than_remains_of_its_source() {
    let p = overpaid().await;
    let refused = async |form: RefundForm| p.refused(async |it, ask| it.refund(&form, ask).await).await;
    assert_eq!(
        refused(p.refund_form("R-00001", "20.01").await).await,
        "Only 20.00 remains of R-00001, and 20.01 was asked for. Enter 20.00 or less."
    );
    for still_owed in [true, false] {
        assert_eq!(
            refused(p.refund_off_form("R-00001", "100.01", "INV-00001", still_owed).await).await,
            "Only 100.00 of R-00001 is on INV-00001. Enter 100.00 or less."
        );
    }
    assert_eq!(refused(p.refund_form("R-00001", "0").await).await, "Enter an amount above 0.00.");
    assert_eq!(
        refused(p.refund_form("R-00001", "-1").await).await,
        "“-1” is below zero. Amounts here are never negative."
    );
    assert_eq!(
        refused(p.refund_form("R-00001", "1.005").await).await,
        "“1.005” has more than 2 decimals. Write it like 12.00."
    );
    let form = p.refund_form("R-00001", "1.00").await;
    assert_eq!(
        refused(RefundForm { refunded_on: "2026-03-03".into(), ..form.clone() }).await,
        "3 Mar 2026 is still to come. Enter the day on which the money goes back."
    );
    assert_eq!(
        refused(RefundForm { refunded_on: "2026-03-01".into(), ..form.clone() }).await,
        "R-00001 is of 2 Mar 2026. Enter that day or a later one."
    );
    assert_eq!(refused(RefundForm { method: " ".into(), ..form }).await, "Choose how the money goes back.");
}

/// A credit note on INV-00001 over `amount` that goes back to the client as far as `refunded`.
async fn noted(p: &Story, amount: &str, refunded: &str) -> CreditNoteForm {
    let form = p.note_form("INV-00001", &[WantedForm::Amount(amount.into())]).await;
    CreditNoteForm { settlement: split(p, "", refunded), ..form }
}

#[tokio::test]
async fn a_note_on_what_nobody_paid_gives_no_money_back() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let form = noted(&p, "100.00", "100.00").await;
    let unpaid = "Only 0.00 that was paid on INV-00001 can go back to the client. Put the rest of the credit note on the \
                  invoice, or keep it as credit.";
    assert_eq!(p.refused(async |it, ask| it.issue_credit_note(&form, ask).await).await, unpaid);
    // Money for something else is none for this invoice.
    p.attend("Ana", "2026-03-03").await;
    let other = p.invoice_id("INV-00002").await;
    p.record("Ana", "100.00", shares(&[(other, "100.00")])).await.unwrap();
    assert_eq!(p.refused(async |it, ask| it.issue_credit_note(&form, ask).await).await, unpaid);
    p.write_off("INV-00001", "100.00").await;
    assert_eq!(p.refused(async |it, ask| it.issue_credit_note(&form, ask).await).await, unpaid);
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
}

#[tokio::test]
async fn notes_give_back_no_more_than_was_received_for_the_client() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "60.00").await;
    let more = noted(&p, "100.00", "60.01").await;
    assert_eq!(
        p.refused(async |it, ask| it.issue_credit_note(&more, ask).await).await,
        "Only 60.00 that was paid on INV-00001 can go back to the client. Put the rest of the credit note on the invoice, \
         or keep it as credit."
    );
    // All of it is kept; 60.00 of that goes back, and what stays is credit for an invoice that is still owed.
    let kept = noted(&p, "100.00", "").await;
    p.thoroughly(async |it, ask| it.issue_credit_note(&kept, ask).await).await;
    let whole = p.refund_form("CN-00001", "100.00").await;
    assert_eq!(
        p.refused(async |it, ask| it.refund(&whole, ask).await).await,
        "Only 60.00 that was received for Ana is left to give back, and 100.00 was asked for. Enter 60.00 or less."
    );
    p.refund("CN-00001", "60.00").await;
    p.unapply("R-00001", "60.00").from("INV-00001").await;
    let again = p.refund_form("R-00001", "60.00").await;
    assert_eq!(
        p.refused(async |it, ask| it.refund(&again, ask).await).await,
        "Nothing that was received for Ana is left to give back. Use the money on an invoice, or record the missing \
         payment first."
    );
    assert_eq!(p.balance("Ana").await, "owing 100.00, credit 100.00");
}

#[tokio::test]
async fn what_a_linked_client_paid_can_go_back_to_the_one_it_was_paid_for() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("100.00")).await;
    p.link("Ana", "Ben").await;
    p.attend("Ana", "2026-03-02").await;
    let id = p.invoice_id("INV-00001").await;
    p.record("Ben", "100.00", shares(&[(id, "100.00")])).await.unwrap();
    let form = noted(&p, "100.00", "100.00").await;
    p.thoroughly(async |it, ask| it.issue_credit_note(&form, ask).await).await;
    p.unapply("R-00001", "100.00").from("INV-00001").await;
    // Ben has his money again, and Ana was given as much: nothing is left for either.
    let free = CreditNoteForm { settlement: split(&p, "", "1.00"), ..p.free_note_form("Ana", "1.00") };
    assert_eq!(
        p.refused(async |it, ask| it.issue_credit_note(&free, ask).await).await,
        "Nothing that was received for Ana is left to give back. Use the money on an invoice, or record the missing \
         payment first."
    );
    let given = p.transfer_form("CN-00001", "1.00", "Ben").await;
    assert!(p.refused(async |it, ask| it.transfer(&given, ask).await).await.starts_with("Only 0.00 remains"));
    let twice = p.refund_form("R-00001", "100.00").await;
    assert_eq!(
        p.refused(async |it, ask| it.refund(&twice, ask).await).await,
        "Nothing that was received for Ben is left to give back. More went back to Ana than was received there, and money \
         crossed between the two. Use the money on an invoice, or record the missing payment first."
    );
}

#[tokio::test]
async fn refunding_goodwill_is_possible_and_warned_about() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.credit("Ana", "50.00").await;
    let form = p.refund_form("CR-00001", "50.00").await;
    let refund = p.thoroughly(async |it, ask| it.refund(&form, ask).await).await;
    assert_eq!(refund.warnings, ["CR-00001 is goodwill: the client never paid it. It goes out as money now."]);
    let note = CreditNoteForm { cause: CreditCause::Goodwill, ..p.free_note_form("Ana", "20.00") };
    p.issue_note(&note).await.unwrap();
    let form = p.refund_form("CN-00001", "20.00").await;
    let refund = p.thoroughly(async |it, ask| it.refund(&form, ask).await).await;
    assert_eq!(refund.warnings, ["CN-00001 is goodwill: the client never paid it. It goes out as money now."]);
}

#[tokio::test]
async fn credit_that_lapsed_is_not_refunded() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.expiring("Ana", "50.00", "2026-03-31").await;
    p.on_day("2026-04-01");
    let form = p.refund_form("CR-00001", "1.00").await;
    assert_eq!(
        p.refused(async |it, ask| it.refund(&form, ask).await).await,
        "CR-00001 could be used until 31 Mar 2026. Give it a later last day first."
    );
}

#[tokio::test]
async fn a_reversed_refund_remains_of_its_source_again() {
    let p = overpaid().await;
    p.refund("R-00001", "20.00").await;
    let id = p.refund_id("RF-00001").await;
    let reversed = p.thoroughly(async |it, ask| it.reverse_refund(id, ask).await).await;
    assert_eq!(reversed.sentence, "Reversed RF-00001");
    assert_eq!(p.payment("R-00001").await, "active 120.00: 100.00 applied, 20.00 remaining");
    assert_eq!(p.refused(async |it, ask| it.reverse_refund(id, ask).await).await, "RF-00001 was reversed already.");
    assert_eq!(p.refund("R-00001", "1.00").await, "RF-00002", "a reversed refund keeps its number");
}

#[tokio::test]
async fn a_payment_is_not_reversed_while_a_refund_of_it_stands() {
    let p = overpaid().await;
    p.refund("R-00001", "20.00").await;
    let id = p.payment_id("R-00001").await;
    let reverse = async || p.refused(async |it, ask| it.reverse_payment(id, ReversalReason::Returned, ask).await).await;
    assert_eq!(reverse().await, "20.00 of R-00001 was refunded (RF-00001). Reverse that refund first.");
    p.practice.reverse_refund(p.refund_id("RF-00001").await, &p.ask()).await.unwrap();
    p.thoroughly(async |it, ask| it.reverse_payment(id, ReversalReason::Returned, ask).await).await;
    assert_eq!(p.invoice("INV-00001").await, "unpaid 100.00: 0.00 applied, 100.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 100.00, credit 0.00");
}

#[tokio::test]
async fn a_refund_that_money_was_used_since_is_named_where_it_stands_in_the_way() {
    let p = overpaid().await;
    p.refund("R-00001", "5.00").await;
    let refund = p.practice.recent_operations(0).await.unwrap().rows[0].operation;
    p.practice.reverse_refund(p.refund_id("RF-00001").await, &p.ask()).await.unwrap();
    assert_eq!(
        p.refused(async |it, ask| it.undo(refund, ask).await).await,
        "A later act depends on this one: “Reversed RF-00001”. Undo that first."
    );
}

#[tokio::test]
async fn all_that_is_outstanding_is_written_off_unless_an_amount_is_named() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "30.00").await;
    let id = p.invoice_id("INV-00001").await;
    let part = p.thoroughly(async |it, ask| it.write_off(id, "20.00", "hardship", ask).await).await;
    assert_eq!(part.sentence, "Wrote off 20.00 of INV-00001: hardship");
    assert_eq!(p.invoice("INV-00001").await, "part paid 100.00: 30.00 applied, 20.00 written off, 50.00 outstanding");
    p.thoroughly(async |it, ask| it.write_off(id, "", "", ask).await).await;
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 30.00 applied, 70.00 written off, 0.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
    for (amount, refusal) in [
        ("0.01", "Only 0.00 of INV-00001 is outstanding, and 0.01 was asked for. Enter 0.00 or less."),
        ("0", "Enter an amount above 0.00."),
        ("-1", "“-1” is below zero. Amounts here are never negative."),
        ("1.005", "“1.005” has more than 2 decimals. Write it like 12.00."),
    ] {
        assert_eq!(p.refused(async |it, ask| it.write_off(id, amount, "", ask).await).await, refusal);
    }
}

#[tokio::test]
async fn a_write_off_is_reversed_up_to_what_was_written_off() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.write_off("INV-00001", "60.00").await;
    let id = p.invoice_id("INV-00001").await;
    assert_eq!(
        p.refused(async |it, ask| it.reverse_write_off(id, "60.01", ask).await).await,
        "Only 60.00 of INV-00001 is written off, and 60.01 was asked for. Enter 60.00 or less."
    );
    let part = p.thoroughly(async |it, ask| it.reverse_write_off(id, "25.00", ask).await).await;
    assert_eq!(part.sentence, "Reversed the write-off of 25.00 of INV-00001");
    assert_eq!(p.invoice("INV-00001").await, "part paid 100.00: 0.00 applied, 35.00 written off, 65.00 outstanding");
    p.thoroughly(async |it, ask| it.reverse_write_off(id, "", ask).await).await;
    assert_eq!(p.invoice("INV-00001").await, "unpaid 100.00: 0.00 applied, 100.00 outstanding");
}

#[tokio::test]
async fn a_payment_for_a_written_off_invoice_reverses_the_write_off_for_that_amount_first() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.write_off("INV-00001", "100.00").await;
    let form = p.payment_form("Ana", "70.00", shares(&[(p.invoice_id("INV-00001").await, "70.00")]));
    let paid = p.thoroughly(async |it, ask| it.record_payment(&form, ask).await).await;
    assert_eq!(paid.warnings, ["70.00 of INV-00001 was written off and is owed again, because it is paid."]);
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 70.00 applied, 30.00 written off, 0.00 outstanding");
    let oldest = p.payment_form("Ana", "10.00", AppliedForm::OldestFirst);
    p.thoroughly(async |it, ask| it.record_payment(&oldest, ask).await).await;
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 10.00", "what is written off is not proposed");
}

#[tokio::test]
async fn a_written_off_invoice_is_not_void_and_a_void_one_is_not_written_off() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.write_off("INV-00001", "60.00").await;
    let id = p.invoice_id("INV-00001").await;
    assert_eq!(
        p.refused(async |it, ask| it.void_invoice(id, &voiding("", true), ask).await).await,
        "60.00 of INV-00001 is written off, so it cannot be void. Reverse the write-off first."
    );
    p.practice.reverse_write_off(id, "", &p.ask()).await.unwrap();
    p.practice.void_invoice(id, &voiding("", false), &p.ask()).await.unwrap();
    assert_eq!(
        p.refused(async |it, ask| it.write_off(id, "1.00", "", ask).await).await,
        "INV-00001 is void and stays as it is. Make a new invoice instead."
    );
}

#[tokio::test]
async fn a_lower_total_lets_the_write_off_give_way_and_then_the_newest_applications() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.issue("Ana", vec![line("Session", "1", "100.00"), line("Letter", "1", "60.00")]).await;
    p.record("Ana", "50.00", AppliedForm::OldestFirst).await.unwrap();
    p.record("Ana", "40.00", AppliedForm::OldestFirst).await.unwrap();
    p.write_off("INV-00001", "30.00").await;
    let (id, mut form) = (p.invoice_id("INV-00001").await, p.invoice_as_typed("INV-00001").await);
    form.lines.remove(0);
    p.thoroughly(async |it, ask| it.edit_invoice(id, &form, ask).await).await;
    assert_eq!(p.invoice("INV-00001").await, "paid 60.00: 60.00 applied, 0.00 outstanding");
    assert_eq!(p.payment("R-00001").await, "active 50.00: 50.00 applied, 0.00 remaining");
    assert_eq!(p.payment("R-00002").await, "active 40.00: 10.00 applied, 30.00 remaining");
}

#[tokio::test]
async fn a_void_invoice_gives_its_money_back_only_when_told_to() {
    let p = overpaid().await;
    p.credit("Ana", "10.00").await;
    let id = p.invoice_id("INV-00001").await;
    assert_eq!(
        p.refused(async |it, ask| it.void_invoice(id, &voiding("", false), ask).await).await,
        "100.00 of 100.00 is applied to INV-00001, so it cannot be void. Unapply it first, or release it in the same act."
    );
    p.thoroughly(async |it, ask| it.void_invoice(id, &voiding("", true), ask).await).await;
    assert_eq!(p.payment("R-00001").await, "active 120.00: 0.00 applied, 120.00 remaining");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 130.00");
}
