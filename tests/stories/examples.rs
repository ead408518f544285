//! The examples of money-rules 7 (1 to 4) and of requirements C6, told with the acts themselves.

use practice::view::AppliedForm;
use stories::{fee, line, practice, shares};

#[tokio::test]
async fn example_1_an_overpayment_pays_a_part_of_the_next_invoice() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "120.00").await;
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    assert_eq!(p.payment("R-00001").await, "active 120.00: 100.00 applied, 20.00 remaining");
    p.issue("Ana", vec![line("Session", "1", "90.00")]).await;
    let (source, sheet) = (p.source_id("R-00001").await, p.sheet(&[("INV-00002", "20.00")]).await);
    let applied = p.thoroughly(async |it, ask| it.apply_source(source, &sheet, ask).await).await;
    assert_eq!(applied.sentence, "Applied R-00001: 20.00 on INV-00002");
    assert_eq!(p.invoice("INV-00002").await, "part paid 90.00: 20.00 applied, 70.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 70.00, credit 0.00");
}

#[tokio::test]
async fn example_2_a_payment_is_edited_down_to_what_is_used_of_it() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "120.00").await;
    p.issue("Ana", vec![line("Session", "1", "90.00")]).await;
    p.apply("R-00001", "20.00").to("INV-00002").await;
    let id = p.payment_id("R-00001").await;
    let mut form = p.practice.payment_page(id).await.unwrap().form;
    form.amount = "110.00".into();
    assert_eq!(
        p.refused(async |it, ask| it.edit_payment(id, &form, ask).await).await,
        "110.00 is less than the 120.00 already used. Enter 120.00 or more, or take 10.00 off an invoice first."
    );
    p.unapply("R-00001", "20.00").from("INV-00002").await;
    p.thoroughly(async |it, ask| it.edit_payment(id, &form, ask).await).await;
    assert_eq!(p.payment("R-00001").await, "active 110.00: 100.00 applied, 10.00 remaining");
    assert_eq!(p.invoice("INV-00002").await, "unpaid 90.00: 0.00 applied, 90.00 outstanding");
}

#[tokio::test]
async fn example_3_a_removed_item_gives_its_money_back_to_the_payment_and_is_tracked() {
    let p = practice().client("Ana", fee("140.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.edit("INV-00001", |form| form.lines.push(line("Workbook", "1", "24.90"))).await.unwrap();
    p.pay("Ana", "164.90").await;
    let (id, mut form) = (p.invoice_id("INV-00001").await, p.invoice_as_typed("INV-00001").await);
    form.lines.pop();
    p.thoroughly(async |it, ask| it.edit_invoice(id, &form, ask).await).await;
    assert_eq!(p.invoice("INV-00001").await, "paid 140.00: 140.00 applied, 0.00 outstanding");
    assert_eq!(p.payment("R-00001").await, "active 164.90: 140.00 applied, 24.90 remaining");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 24.90");
    assert_eq!(p.tracked("Ana").await, ["R-00001: item removed from INV-00001. 24.90, 24.90 now"]);
}

#[tokio::test]
async fn example_4_goodwill_that_is_unused_on_its_last_day_lapses() {
    let p = practice().today("2026-05-04").client("Ana", fee("100.00")).await;
    p.issue("Ana", vec![line("Session", "1", "80.00")]).await;
    p.expiring("Ana", "50.00", "2026-06-30").await;
    p.apply("CR-00001", "20.00").to("INV-00001").await;
    p.on_day("2026-06-30");
    assert_eq!(
        p.source("CR-00001").await,
        "available 50.00: 20.00 applied, 0.00 refunded, 30.00 available, 0.00 lapsed"
    );
    assert_eq!(p.balance("Ana").await, "owing 60.00, credit 30.00");
    p.on_day("2026-07-01");
    assert_eq!(p.source("CR-00001").await, "lapsed 50.00: 20.00 applied, 0.00 refunded, 0.00 available, 30.00 lapsed");
    assert_eq!(p.balance("Ana").await, "owing 60.00, credit 0.00");
}

#[tokio::test]
async fn unapplying_is_not_refunding() {
    let p = practice().client("Ana", fee("1000.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let form = p.payment_form("Ana", "1000.00", shares(&[(p.invoice_id("INV-00001").await, "1000.00")]));
    p.practice.record_payment(&form, &p.ask()).await.unwrap();
    assert_eq!(p.invoice("INV-00001").await, "paid 1000.00: 1000.00 applied, 0.00 outstanding");
    assert_eq!(p.payment("R-00001").await, "active 1000.00: 1000.00 applied, 0.00 remaining");
    let (source, sheet) = (p.source_id("R-00001").await, p.sheet(&[("INV-00001", "")]).await);
    let off = p.thoroughly(async |it, ask| it.apply_source(source, &sheet, ask).await).await;
    assert_eq!(off.sentence, "Unapplied R-00001: 1000.00 off INV-00001");
    assert_eq!(p.invoice("INV-00001").await, "unpaid 1000.00: 0.00 applied, 1000.00 outstanding");
    assert_eq!(p.payment("R-00001").await, "active 1000.00: 0.00 applied, 1000.00 remaining");
    p.apply("R-00001", "400.00").to("INV-00001").await;
    p.refund("R-00001", "600.00").await;
    assert_eq!(p.payment("R-00001").await, "active 1000.00: 400.00 applied, 600.00 refunded, 0.00 remaining");
}

#[tokio::test]
async fn money_moves_from_one_invoice_to_others_in_one_act() {
    let p = practice().client("Ana", fee("100.00")).await;
    for day in ["2026-03-02", "2026-03-09", "2026-03-16"] {
        p.attend("Ana", day).await;
    }
    p.record("Ana", "100.00", AppliedForm::OldestFirst).await.unwrap();
    let wanted = [("INV-00001", "0"), ("INV-00002", "70.00"), ("INV-00003", "30.00")];
    let (source, sheet) = (p.source_id("R-00001").await, p.sheet(&wanted).await);
    let moved = p.thoroughly(async |it, ask| it.apply_source(source, &sheet, ask).await).await;
    assert_eq!(moved.sentence, "Moved R-00001: 100.00 off INV-00001, 70.00 on INV-00002, 30.00 on INV-00003");
    assert_eq!(p.invoice("INV-00001").await, "unpaid 100.00: 0.00 applied, 100.00 outstanding");
    assert_eq!(p.invoice("INV-00002").await, "part paid 100.00: 70.00 applied, 30.00 outstanding");
    assert_eq!(p.invoice("INV-00003").await, "part paid 100.00: 30.00 applied, 70.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 200.00, credit 0.00");
}
