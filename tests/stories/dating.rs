//! On no day is more used of a source, or on an invoice, than there is; also where days are changed, and where something
//! is dated on a past day or on one to come (money-rules 3.2).

use practice::view::AppliedForm;
use stories::{Story, amount, fee, line, practice, voiding};

/// What all owed and had unapplied at the end of a day, once the day is over.
async fn aged(p: &Story, as_of: &str) -> String {
    let total = p.practice.aging(as_of, p.now()).await.unwrap().total;
    format!("owing {}, unapplied {}", total.owing, total.unapplied)
}

/// 200.00 of 9 March pay INV-00001 of 2 March and INV-00002 of 9 March; it is 20 March.
async fn paid_together() -> Story {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.on_day("2026-03-09");
    p.attend("Ana", "2026-03-09").await;
    p.pay("Ana", "200.00").await;
    p.on_day("2026-03-20");
    p
}

#[tokio::test]
async fn a_payment_is_lowered_from_the_day_on_which_enough_of_it_was_free() {
    let p = paid_together().await;
    p.unapply("R-00001", "80.00").from("INV-00002").await;
    p.on_day("2026-04-02");
    p.edit_payment("R-00001", |form| form.amount = "120.00".into()).await.unwrap();
    assert_eq!(aged(&p, "2026-03-19").await, "owing 0.00, unapplied 0.00");
    assert_eq!(aged(&p, "2026-03-20").await, "owing 80.00, unapplied 0.00");
    p.practice.statement(p.client("Ana"), "2026-03-01", "2026-03-31", p.now()).await.unwrap();
    p.check_books().await;
}

#[tokio::test]
async fn a_payment_of_which_enough_was_free_all_along_is_lowered_from_its_day() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "150.00").await;
    p.on_day("2026-04-02");
    p.edit_payment("R-00001", |form| form.amount = "110.00".into()).await.unwrap();
    assert_eq!(aged(&p, "2026-03-02").await, "owing 0.00, unapplied 10.00");
}

#[tokio::test]
async fn money_does_not_go_back_before_it_was_free() {
    let p = paid_together().await;
    p.unapply("R-00001", "80.00").from("INV-00002").await;
    let mut form = p.refund_form("R-00001", "50.00").await;
    form.refunded_on = "2026-03-19".into();
    assert_eq!(
        p.refused(async |it, ask| it.refund(&form, ask).await).await,
        "That much of R-00001 is free since 20 Mar 2026 only. Enter that day or a later one."
    );
    form.refunded_on = "2026-03-20".into();
    p.thoroughly(async |it, ask| it.refund(&form, ask).await).await;
}

#[tokio::test]
async fn money_on_an_invoice_comes_off_it_on_the_day_of_its_refund() {
    let p = paid_together().await;
    let mut form = p.refund_off_form("R-00001", "100.00", "INV-00002", true).await;
    form.refunded_on = "2026-03-12".into();
    p.thoroughly(async |it, ask| it.refund(&form, ask).await).await;
    assert_eq!(aged(&p, "2026-03-11").await, "owing 0.00, unapplied 0.00");
    assert_eq!(aged(&p, "2026-03-12").await, "owing 100.00, unapplied 0.00");
}

#[tokio::test]
async fn a_payment_is_not_moved_past_its_refund_nor_a_credit_past_its_use() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.record("Ana", "50.00", AppliedForm::ToCredit).await.unwrap();
    p.refund("R-00001", "20.00").await;
    p.credit("Ana", "30.00").await;
    p.apply("CR-00001", "30.00").to("INV-00001").await;
    p.on_day("2026-03-09");
    let moved = p.edit_payment("R-00001", |form| form.received_on = "2026-03-09".into()).await;
    assert_eq!(moved.unwrap_err().to_string(), "R-00001 was used on 2 Mar 2026. Enter that day or an earlier one.");
    let moved = p.edit_credit("CR-00001", |form| form.given_on = "2026-03-09".into()).await;
    assert_eq!(moved.unwrap_err().to_string(), "CR-00001 was used on 2 Mar 2026. Enter that day or an earlier one.");
}

#[tokio::test]
async fn all_that_was_applied_before_moves_with_the_day_of_its_payment() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.record("Ana", "80.00", AppliedForm::ToCredit).await.unwrap();
    p.apply("R-00001", "50.00").to("INV-00001").await;
    p.on_day("2026-03-04");
    p.unapply("R-00001", "10.00").from("INV-00001").await;
    p.on_day("2026-03-09");
    p.apply("R-00001", "30.00").to("INV-00001").await;
    p.edit_payment("R-00001", |form| form.received_on = "2026-03-05".into()).await.unwrap();
    assert_eq!(aged(&p, "2026-03-04").await, "owing 100.00, unapplied 0.00");
    assert_eq!(aged(&p, "2026-03-05").await, "owing 60.00, unapplied 40.00");
    assert_eq!(aged(&p, "2026-03-09").await, "owing 30.00, unapplied 10.00");
    p.check_books().await;
}

#[tokio::test]
async fn an_invoice_to_come_is_not_moved_before_what_is_written_off_of_it() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.issue("Ana", vec![line("Course", "1", "100.00")]).await;
    let to_come = p.edit("INV-00001", |form| {
        form.issued_on = "2026-03-20".into();
        form.due_on = "2026-04-03".into();
    });
    to_come.await.unwrap();
    p.write_off("INV-00001", "50.00").await;
    let earlier = p.edit("INV-00001", |form| form.issued_on = "2026-03-05".into()).await;
    assert_eq!(
        earlier.unwrap_err().to_string(),
        "A part of INV-00001 is written off from 20 Mar 2026 on. Reverse that write-off first."
    );
    let id = p.invoice_id("INV-00001").await;
    p.practice.reverse_write_off(id, "50.00", &p.ask()).await.unwrap();
    p.edit("INV-00001", |form| form.issued_on = "2026-03-05".into()).await.unwrap();
    p.check_books().await;
}

#[tokio::test]
async fn what_came_off_again_keeps_a_payment_from_being_moved_past_it() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "50.00").await;
    p.on_day("2026-03-04");
    p.unapply("R-00001", "50.00").from("INV-00001").await;
    for (day, again) in [("2026-03-04", true), ("2026-03-06", false)] {
        let moved = p.edit_payment("R-00001", |form| form.received_on = day.into()).await;
        assert_eq!(
            moved.unwrap_err().to_string(),
            "Money of R-00001 was on INV-00001 on 2 Mar 2026 and came off again later. Enter that day or an earlier one."
        );
        if again {
            p.on_day("2026-03-12");
            p.apply("R-00001", "20.00").to("INV-00001").await;
        }
    }
}

#[tokio::test]
async fn an_invoice_that_is_moved_earlier_and_lowered_was_as_high_as_what_was_on_it() {
    let p = paid_together().await;
    let edited = p
        .edit("INV-00002", |form| {
            form.issued_on = "2026-03-04".into();
            form.discount = amount("20.00");
        })
        .await;
    edited.unwrap();
    assert_eq!(aged(&p, "2026-03-08").await, "owing 200.00, unapplied 0.00");
    assert_eq!(aged(&p, "2026-03-19").await, "owing 0.00, unapplied 0.00");
    assert_eq!(aged(&p, "2026-03-20").await, "owing 0.00, unapplied 20.00");
    p.check_books().await;
}

#[tokio::test]
async fn what_was_lowered_later_stays_lowered_later_when_its_day_moves() {
    let p = paid_together().await;
    p.edit("INV-00002", |form| form.discount = amount("20.00")).await.unwrap();
    p.on_day("2026-03-24");
    p.edit_payment("R-00001", |form| form.amount = "180.00".into()).await.unwrap();
    p.edit("INV-00002", |form| form.issued_on = "2026-03-12".into()).await.unwrap();
    p.edit_payment("R-00001", |form| form.received_on = "2026-03-10".into()).await.unwrap();
    assert_eq!(aged(&p, "2026-03-09").await, "owing 100.00, unapplied 0.00");
    assert_eq!(aged(&p, "2026-03-10").await, "owing 0.00, unapplied 100.00");
    assert_eq!(aged(&p, "2026-03-12").await, "owing 0.00, unapplied 0.00");
    assert_eq!(aged(&p, "2026-03-20").await, "owing 0.00, unapplied 0.00");
    p.check_books().await;
}

#[tokio::test]
async fn an_invoice_is_not_moved_past_the_day_on_which_it_was_written_off() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.write_off("INV-00001", "40.00").await;
    p.on_day("2026-03-09");
    let moved = p.edit("INV-00001", |form| form.issued_on = "2026-03-09".into()).await;
    assert_eq!(
        moved.unwrap_err().to_string(),
        "A part of INV-00001 was written off on 2 Mar 2026. Enter that day or an earlier one."
    );
}

#[tokio::test]
async fn an_invoice_that_is_still_to_come_is_not_moved_past_the_last_day_of_goodwill_on_it() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    let form = p.invoice_form("Ana", vec![line("Session", "1", "100.00")]);
    let form = practice::view::InvoiceForm { issued_on: "2026-03-10".into(), ..form };
    p.practice.issue_invoice(&form, &p.ask()).await.unwrap();
    p.expiring("Ana", "50.00", "2026-03-12").await;
    p.apply("CR-00001", "50.00").to("INV-00001").await;
    let moved = p.edit("INV-00001", |form| form.issued_on = "2026-03-15".into()).await;
    assert_eq!(
        moved.unwrap_err().to_string(),
        "Money of CR-00001 is on INV-00001 and can be used until 12 Mar 2026 only. Enter that day or an earlier one, \
         or give CR-00001 a later last day first."
    );
    p.edit("INV-00001", |form| form.issued_on = "2026-03-12".into()).await.unwrap();
    p.check_books().await;
}

#[tokio::test]
async fn a_past_invoice_is_not_moved_past_the_last_day_of_goodwill_on_it() {
    let p = practice().today("2026-03-01").client("Ana", fee("100.00")).await;
    p.expiring("Ana", "50.00", "2026-03-10").await;
    p.on_day("2026-03-05");
    p.attend("Ana", "2026-03-05").await;
    p.on_day("2026-03-06");
    p.apply("CR-00001", "50.00").to("INV-00001").await;
    p.on_day("2026-03-20");
    let moved = p.edit("INV-00001", |form| form.issued_on = "2026-03-15".into()).await;
    assert_eq!(
        moved.unwrap_err().to_string(),
        "Money of CR-00001 is on INV-00001 and can be used until 10 Mar 2026 only. Enter that day or an earlier one, \
         or give CR-00001 a later last day first."
    );
    p.edit("INV-00001", |form| form.issued_on = "2026-03-10".into()).await.unwrap();
    assert_eq!(aged(&p, "2026-03-09").await, "owing 0.00, unapplied 50.00");
    assert_eq!(aged(&p, "2026-03-10").await, "owing 50.00, unapplied 0.00");
    p.edit_credit("CR-00001", |form| form.expires_on = "2026-03-31".into()).await.unwrap();
    p.edit("INV-00001", |form| form.issued_on = "2026-03-15".into()).await.unwrap();
    p.check_books().await;
}

#[tokio::test]
async fn an_invoice_that_is_still_to_come_changes_from_its_day_on() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    for _ in 0..2 {
        let form = p.invoice_form("Ana", vec![line("Session", "1", "100.00")]);
        let form = practice::view::InvoiceForm { issued_on: "2026-03-10".into(), ..form };
        p.practice.issue_invoice(&form, &p.ask()).await.unwrap();
    }
    p.record("Ana", "100.00", AppliedForm::ToCredit).await.unwrap();
    p.apply("R-00001", "60.00").to("INV-00001").await;
    p.write_off("INV-00001", "10.00").await;
    p.on_day("2026-03-03");
    p.unapply("R-00001", "20.00").from("INV-00001").await;
    p.edit("INV-00001", |form| form.discount = amount("15.00")).await.unwrap();
    p.practice.void_invoice(p.invoice_id("INV-00002").await, &voiding("", false), &p.ask()).await.unwrap();
    p.on_day("2026-03-20");
    assert_eq!(aged(&p, "2026-03-09").await, "owing 0.00, unapplied 100.00");
    assert_eq!(aged(&p, "2026-03-10").await, "owing 35.00, unapplied 60.00");
    p.check_books().await;
}

#[tokio::test]
async fn a_payment_that_is_recorded_late_is_on_its_invoice_from_when_there_was_room() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.on_day("2026-03-06");
    p.pay("Ana", "100.00").await;
    p.on_day("2026-03-09");
    p.unapply("R-00001", "100.00").from("INV-00001").await;
    let late = practice::view::PaymentForm {
        received_on: "2026-03-04".into(),
        ..p.payment_form("Ana", "100.00", AppliedForm::OldestFirst)
    };
    p.thoroughly(async |it, ask| it.record_payment(&late, ask).await).await;
    p.on_day("2026-03-20");
    assert_eq!(aged(&p, "2026-03-05").await, "owing 100.00, unapplied 100.00");
    assert_eq!(aged(&p, "2026-03-08").await, "owing 0.00, unapplied 100.00");
    assert_eq!(aged(&p, "2026-03-09").await, "owing 0.00, unapplied 100.00");
}
