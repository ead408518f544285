//! Undo of what a later act builds on, and what an undo leaves behind.

use practice::{
    Error, OperationId,
    view::{
        Acted, AppliedForm, AssistForm, CreditNoteForm, CreditOriginView, ForgottenDiscountForm, InvoiceForm,
        ReversalReason, WantedForm, WrongAmountForm,
    },
};
use stories::{Story, amount, fee, line, percent, practice, split, voiding};

async fn latest(p: &Story) -> OperationId {
    p.practice.recent_operations(0).await.unwrap().rows.first().unwrap().operation
}

/// The refusal of an undo, which is to change nothing.
async fn stays(p: &Story, operation: OperationId) -> String {
    p.refused(async |practice, ask| practice.undo(operation, ask).await).await
}

fn operation<T>(acted: Result<Acted<T>, Error>) -> OperationId {
    acted.unwrap().operation.unwrap()
}

/// INV-00001 over 100.00 of 10 March and R-00001 over 100.00; today is the second.
async fn to_come() -> Story {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    let form = p.invoice_form("Ana", vec![line("Course", "1", "100.00")]);
    let form = InvoiceForm { issued_on: "2026-03-10".into(), due_on: "2026-03-24".into(), ..form };
    p.practice.issue_invoice(&form, &p.ask()).await.unwrap();
    p.record("Ana", "100.00", AppliedForm::ToCredit).await.unwrap();
    p
}

/// R-00001 came back after R-00002 had paid 40.00 of the 100.00 that it had paid: 60.00 of it is on INV-00001 again.
async fn partly_back() -> Story {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    p.on_day("2026-03-04");
    let id = p.payment_id("R-00001").await;
    let reversal = operation(p.practice.reverse_payment(id, ReversalReason::Returned, &p.ask()).await);
    p.pay("Ana", "40.00").await;
    p.on_day("2026-03-05");
    p.practice.undo(reversal, &p.ask()).await.unwrap();
    p
}

#[tokio::test]
async fn what_came_back_in_part_gives_way_by_what_is_on_the_invoice() {
    let p = partly_back().await;
    p.edit("INV-00001", |form| form.discount = amount("10.00")).await.unwrap();
    assert_eq!(
        (p.payment("R-00001").await, p.payment("R-00002").await),
        ("active 100.00: 50.00 applied, 50.00 remaining".into(), "active 40.00: 40.00 applied, 0.00 remaining".into())
    );
    p.undo_latest().await.unwrap();
    let id = p.invoice_id("INV-00001").await;
    p.thoroughly(async |practice, ask| practice.void_invoice(id, &voiding("", true), ask).await).await;
    p.undo_latest().await.unwrap();
    let payment_id = p.payment_id("R-00001").await;
    for (typed, left) in [
        ("90.00", "active 90.00: 60.00 applied, 30.00 remaining"),
        ("10.00", "active 10.00: 10.00 applied, 0.00 remaining"),
    ] {
        let form = AssistForm::WrongAmount(WrongAmountForm { payment_id, amount: typed.into() });
        p.practice.assist(&form, &p.ask()).await.unwrap();
        assert_eq!(p.payment("R-00001").await, left, "{typed}");
    }
    p.check_books().await;
}

#[tokio::test]
async fn what_was_done_on_an_invoice_to_come_is_not_undone_once_it_was_brought_forward() {
    let forward = async |p: &Story| {
        p.edit("INV-00001", |form| form.issued_on = "2026-03-02".into()).await.unwrap();
        p.on_day("2026-03-03");
    };
    let named = "A later act depends on this one: “Changed INV-00001”. Undo that first.";

    let p = to_come().await;
    p.apply("R-00001", "100.00").to("INV-00001").await;
    let on = latest(&p).await;
    forward(&p).await;
    assert_eq!(stays(&p, on).await, named);

    let p = to_come().await;
    p.apply("R-00001", "100.00").to("INV-00001").await;
    p.unapply("R-00001", "100.00").from("INV-00001").await;
    let off = latest(&p).await;
    forward(&p).await;
    assert_eq!(stays(&p, off).await, named);

    let p = to_come().await;
    p.write_off("INV-00001", "50.00").await;
    let id = p.invoice_id("INV-00001").await;
    let reversed = operation(p.practice.reverse_write_off(id, "", &p.ask()).await);
    forward(&p).await;
    assert_eq!(stays(&p, reversed).await, named);

    let p = to_come().await;
    p.apply("R-00001", "100.00").to("INV-00001").await;
    let id = p.payment_id("R-00001").await;
    let reversal = operation(p.practice.reverse_payment(id, ReversalReason::Error, &p.ask()).await);
    forward(&p).await;
    p.practice.undo(reversal, &p.ask()).await.unwrap();
    p.on_day("2026-03-04");
    p.unapply("R-00001", "100.00").from("INV-00001").await;
    p.check_books().await;
}

#[tokio::test]
async fn an_application_that_counts_from_another_day_since_is_not_undone() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.on_day("2026-03-09");
    p.record("Ana", "100.00", AppliedForm::ToCredit).await.unwrap();
    p.apply("R-00001", "100.00").to("INV-00001").await;
    let on = latest(&p).await;
    p.on_day("2026-03-12");
    p.edit_payment("R-00001", |form| form.received_on = "2026-03-04".into()).await.unwrap();
    let moved = latest(&p).await;
    assert_eq!(stays(&p, on).await, "A later act depends on this one: “Changed R-00001”. Undo that first.");
    p.practice.undo(moved, &p.ask()).await.unwrap();
    p.practice.undo(on, &p.ask()).await.unwrap();
    let aging = p.practice.aging("2026-03-09", p.now()).await.unwrap().total;
    assert_eq!((&*aging.owing, &*aging.unapplied), ("100.00", "100.00"));
}

#[tokio::test]
async fn another_day_of_what_a_part_came_off_is_undone() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    p.on_day("2026-03-09");
    p.unapply("R-00001", "10.00").from("INV-00001").await;
    p.on_day("2026-03-12");
    let id = p.payment_id("R-00001").await;
    let mut form = p.practice.payment_page(id).await.unwrap().form;
    form.received_on = "2026-03-10".into();
    p.thoroughly(async |practice, ask| practice.edit_payment(id, &form, ask).await).await;

    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    p.on_day("2026-03-09");
    p.edit("INV-00001", |form| form.discount = amount("80.00")).await.unwrap();
    p.on_day("2026-03-12");
    let (id, mut form) = (p.invoice_id("INV-00001").await, p.invoice_as_typed("INV-00001").await);
    form.issued_on = "2026-03-10".into();
    p.thoroughly(async |practice, ask| practice.edit_invoice(id, &form, ask).await).await;
}

#[tokio::test]
async fn a_transfer_is_not_done_again_between_clients_who_are_not_linked_any_more() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    let link = p.link("Ana", "Ben").await;
    p.record("Ana", "100.00", AppliedForm::ToCredit).await.unwrap();
    p.transfer("R-00001", "60.00", "Ben").await;
    let undone = operation(p.undo_latest().await);
    p.practice.unlink_clients(link, &p.ask()).await.unwrap();
    assert_eq!(
        stays(&p, undone).await,
        "Ana and Ben are not linked, so money of one is not used for the other. Link the two under Details first, as \
         payer or family."
    );
}

#[tokio::test]
async fn goodwill_has_no_last_day_before_the_day_on_which_it_is_used() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.expiring("Ana", "50.00", "2026-03-10").await;
    p.on_day("2026-03-12");
    p.edit_credit("CR-00001", |form| form.expires_on = "2026-03-31".into()).await.unwrap();
    let longer = latest(&p).await;
    p.on_day("2026-03-15");
    p.apply("CR-00001", "50.00").to("INV-00001").await;
    let used = p.edit_credit("CR-00001", |form| form.expires_on = "2026-03-14".into()).await.unwrap_err();
    assert_eq!(used.to_string(), "CR-00001 was used on 15 Mar 2026. Enter that day or a later one.");
    p.edit_credit("CR-00001", |form| form.expires_on = "2026-03-15".into()).await.unwrap();
    p.undo_latest().await.unwrap();
    assert!(stays(&p, longer).await.contains("Applied CR-00001"), "the use is named");
}

#[tokio::test]
async fn a_payment_of_which_a_part_went_back_since_is_not_undone() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    let paid = latest(&p).await;
    let form = p.note_form("INV-00001", &[WantedForm::Amount("100.00".into())]).await;
    p.issue_note(&CreditNoteForm { settlement: split(&p, "", "100.00"), ..form }).await.unwrap();
    assert!(stays(&p, paid).await.contains("Issued CN-00001"), "the note is named");
}

#[tokio::test]
async fn what_was_used_as_money_does_not_become_goodwill() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.opening_balance("Ana", "100.00").await;
    p.apply("CR-00001", "100.00").to("INV-00001").await;
    let form = p.note_form("INV-00001", &[WantedForm::Amount("100.00".into())]).await;
    p.issue_note(&CreditNoteForm { settlement: split(&p, "", "100.00"), ..form }).await.unwrap();
    let words = "CR-00001 was used as what it is. Give back what was used of it first, or leave its kind as it is.";
    let to_courtesy = async || p.edit_credit("CR-00001", |form| form.origin = CreditOriginView::Courtesy).await;
    assert_eq!(to_courtesy().await.unwrap_err().to_string(), words);
    p.unapply("CR-00001", "100.00").from("INV-00001").await;
    assert_eq!(to_courtesy().await.unwrap_err().to_string(), words);
}

#[tokio::test]
async fn a_forgotten_discount_that_comes_to_nothing_is_refused() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    let invoice_id = p.invoice_id("INV-00001").await;
    let form = AssistForm::ForgottenDiscount(ForgottenDiscountForm { invoice_id, discount: percent("0.001") });
    let refusal = p.refused(async |practice, ask| practice.assist(&form, ask).await).await;
    assert_eq!(refusal, "That comes to nothing on INV-00001. Enter the discount that was agreed.");
}

async fn reverse(p: &Story, payment: &str) -> OperationId {
    let id = p.payment_id(payment).await;
    operation(p.practice.reverse_payment(id, ReversalReason::Returned, &p.ask()).await)
}

#[tokio::test]
async fn what_gives_way_is_the_newest_whatever_was_undone_and_done_again() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.record("Ana", "60.00", AppliedForm::ToCredit).await.unwrap();
    p.apply("R-00001", "60.00").to("INV-00001").await;
    let on = latest(&p).await;
    p.unapply("R-00001", "60.00").from("INV-00001").await;
    let off = operation(p.undo_latest().await);
    p.practice.undo(on, &p.ask()).await.unwrap();
    p.apply("R-00001", "60.00").to("INV-00001").await;
    p.practice.undo(off, &p.ask()).await.unwrap();
    p.on_day("2026-03-03");
    p.pay("Ana", "40.00").await;
    p.edit("INV-00001", |form| form.discount = amount("70.00")).await.unwrap();
    assert_eq!(p.payment("R-00002").await, "active 40.00: 30.00 applied, 10.00 remaining");

    // Taken off twice, and what came back came back last.
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    p.on_day("2026-03-03");
    p.unapply("R-00001", "10.00").from("INV-00001").await;
    let off = operation(p.undo_latest().await);
    let reversal = reverse(&p, "R-00001").await;
    p.pay("Ana", "40.00").await;
    p.practice.undo(reversal, &p.ask()).await.unwrap();
    p.practice.undo(off, &p.ask()).await.unwrap();
    let id = p.invoice_id("INV-00001").await;
    p.thoroughly(async |practice, ask| practice.void_invoice(id, &voiding("", true), ask).await).await;

    // The same where the day of one changed: what it put on later is the newest still.
    let p = practice().today("2026-03-02").client("Ana", fee("150.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.record("Ana", "100.00", AppliedForm::ToCredit).await.unwrap();
    p.apply("R-00001", "60.00").to("INV-00001").await;
    p.on_day("2026-03-06");
    p.pay("Ana", "50.00").await;
    p.on_day("2026-03-09");
    p.apply("R-00001", "40.00").to("INV-00001").await;
    let second = latest(&p).await;
    p.on_day("2026-03-12");
    p.edit_payment("R-00001", |form| form.received_on = "2026-03-04".into()).await.unwrap();
    p.edit("INV-00001", |form| form.discount = amount("10.00")).await.unwrap();
    assert_eq!(p.payment("R-00001").await, "active 100.00: 90.00 applied, 10.00 remaining");
    // What did not move with the day is undone as ever.
    p.undo_latest().await.unwrap();
    p.practice.undo(second, &p.ask()).await.unwrap();
    p.check_books().await;
}

#[tokio::test]
async fn money_that_went_back_at_a_linked_client_or_again_keeps_what_it_came_from() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("100.00")).await;
    for name in ["Ana", "Ben"] {
        p.issue(name, vec![line("Session", "1", "100.00")]).await;
    }
    p.link("Ana", "Ben").await;
    p.pay("Ana", "100.00").await;
    let paid = latest(&p).await;
    p.credit_note("INV-00001", "100.00").await;
    p.apply("CN-00001", "100.00").to("INV-00002").await;
    let form = p.note_form("INV-00002", &[WantedForm::Amount("100.00".into())]).await;
    p.issue_note(&CreditNoteForm { settlement: split(&p, "", "100.00"), ..form }).await.unwrap();
    assert!(stays(&p, paid).await.contains("“Issued CN-00002"), "the note of the other is named");

    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    p.credit_note("INV-00001", "100.00").await;
    p.refund("CN-00001", "100.00").await;
    let undone = operation(p.undo_latest().await);
    let reversal = reverse(&p, "R-00001").await;
    p.pay("Ana", "100.00").await;
    let paid = latest(&p).await;
    p.practice.undo(undone, &p.ask()).await.unwrap();
    assert!(stays(&p, paid).await.contains("“Did again: Refunded 100.00"), "the refund is named");
    // The bank asks nobody: what was reversed comes back, and is reversed again.
    let back = operation(p.practice.undo(reversal, &p.ask()).await);
    p.practice.undo(back, &p.ask()).await.unwrap();
}

#[tokio::test]
async fn a_refund_that_was_reversed_or_of_goodwill_stands_in_no_way() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    let paid = latest(&p).await;
    p.credit_note("INV-00001", "100.00").await;
    p.refund("CN-00001", "60.00").await;
    p.refund("CN-00001", "40.00").await;
    p.practice.reverse_refund(p.refund_id("RF-00002").await, &p.ask()).await.unwrap();
    assert!(stays(&p, paid).await.contains("(RF-00001)"), "the one that stands is named");
    reverse(&p, "R-00001").await;
    p.record("Ana", "50.00", AppliedForm::ToCredit).await.unwrap();
    let later = latest(&p).await;
    p.credit("Ana", "20.00").await;
    p.edit_credit("CR-00001", |form| form.origin = CreditOriginView::OpeningBalance).await.unwrap();
    p.undo_latest().await.unwrap();
    p.refund("CR-00001", "20.00").await;
    p.practice.undo(later, &p.ask()).await.unwrap();
}

#[tokio::test]
async fn a_credit_keeps_the_kind_as_which_it_was_used() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.credit("Ana", "100.00").await;
    p.edit_credit("CR-00001", |form| form.origin = CreditOriginView::OpeningBalance).await.unwrap();
    let kind = latest(&p).await;
    p.apply("CR-00001", "100.00").to("INV-00001").await;
    assert!(stays(&p, kind).await.contains("“Applied CR-00001"), "the use is named");
}

#[tokio::test]
async fn what_was_just_done_is_undone_though_the_clock_went_back() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.on_day("2026-03-05");
    p.record("Ana", "100.00", AppliedForm::ToCredit).await.unwrap();
    p.apply("R-00001", "50.00").to("INV-00001").await;
    p.on_day("2026-03-04");
    p.write_off("INV-00001", "10.00").await;
    p.undo_latest().await.unwrap();
    p.check_books().await;
}

#[tokio::test]
async fn a_payment_comes_back_onto_an_invoice_that_is_to_come_since() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.issue("Ana", vec![line("Session", "1", "100.00")]).await;
    p.pay("Ana", "100.00").await;
    let reversal = reverse(&p, "R-00001").await;
    let to_come = |form: &mut InvoiceForm| {
        form.issued_on = "2026-03-10".into();
        form.due_on = "2026-03-24".into();
    };
    p.edit("INV-00001", to_come).await.unwrap();
    p.practice.undo(reversal, &p.ask()).await.unwrap();
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    p.check_books().await;
}

#[tokio::test]
async fn an_undo_that_stands_in_the_way_is_named() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    let paid = latest(&p).await;
    let reversal = reverse(&p, "R-00001").await;
    p.pay("Ana", "40.00").await;
    let second = latest(&p).await;
    p.practice.undo(reversal, &p.ask()).await.unwrap();
    p.practice.undo(second, &p.ask()).await.unwrap();
    assert!(stays(&p, paid).await.contains("“Undid: Reversed R-00001"), "the undo is named");
}
