//! Aging and account summaries, as an accountant checks them.

use std::cell::Cell;

use practice::view::{
    AgingSums, AppliedForm, CreditForm, CreditOriginView, LinkKind, PaymentReportQuery, PaymentReportSums, RefundForm,
    ReversalReason, ShareForm, SourceSheetForm,
};
use stories::{Story, fee, line, practice, voiding};

/// `0.00 100.00 0.00 0.00 0.00, owing 100.00, unapplied 20.00`.
async fn aged(p: &Story, as_of: &str) -> String {
    shown(&p.practice.aging(as_of, p.now()).await.unwrap().total)
}

/// The rows of a client's account: `2026-03-02 Invoice INV-00001 +100.00 - = 100.00`, between the opening and the closing
/// position.
async fn account(p: &Story, client: &str, from: &str, to: &str) -> Vec<String> {
    let statement = p.practice.statement(p.client(client), from, to, p.now()).await.unwrap();
    let rows = statement.rows.iter().map(|row| {
        let detail = if row.detail.is_empty() { String::new() } else { format!(", {}", row.detail) };
        format!("{} {:?} {}{detail} +{} -{} = {}", row.on, row.kind, row.document, row.plus, row.minus, row.position)
    });
    std::iter::once(statement.opening).chain(rows).chain([statement.closing]).collect()
}

fn shown(sums: &AgingSums) -> String {
    format!("{}, owing {}, unapplied {}", sums.buckets.join(" "), sums.owing, sums.unapplied)
}

fn goodwill(p: &Story, client: &str, amount: &str, expires_on: &str) -> CreditForm {
    CreditForm {
        client_id: Some(p.client(client)),
        origin: CreditOriginView::Loyalty,
        amount: amount.into(),
        given_on: p.now().on.to_string(),
        expires_on: expires_on.into(),
        reason: String::new(),
        invoice_id: None,
    }
}

#[tokio::test]
async fn what_is_owed_ages_and_a_past_day_knows_nothing_of_later_acts() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.on_day("2026-03-20");
    assert_eq!(aged(&p, "").await, "0.00 100.00 0.00 0.00 0.00, owing 100.00, unapplied 0.00");
    assert_eq!(aged(&p, "2026-03-16").await, "100.00 0.00 0.00 0.00 0.00, owing 100.00, unapplied 0.00");
    assert_eq!(aged(&p, "2026-03-01").await, "0.00 0.00 0.00 0.00 0.00, owing 0.00, unapplied 0.00");
    p.attend("Ben", "2026-03-20").await;
    p.pay("Ana", "120.00").await;
    assert_eq!(aged(&p, "").await, "90.00 0.00 0.00 0.00 0.00, owing 90.00, unapplied 20.00");
    assert_eq!(aged(&p, "2026-03-19").await, "0.00 100.00 0.00 0.00 0.00, owing 100.00, unapplied 0.00");
    let refusal = p.practice.aging("2026-03-21", p.now()).await.unwrap_err().to_string();
    assert_eq!(refusal, "This day is still to come. Choose today or an earlier one.");
}

#[tokio::test]
async fn an_invoice_ages_as_if_a_due_day_that_was_undone_had_never_been() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.on_day("2026-03-10");
    p.edit("INV-00001", |form| form.due_on = "2026-04-30".into()).await.unwrap();
    p.on_day("2026-03-20");
    p.undo_latest().await.unwrap();
    let late = "0.00 100.00 0.00 0.00 0.00, owing 100.00, unapplied 0.00";
    assert_eq!(aged(&p, "2026-03-18").await, late);
    let again = p.undo_latest().await.unwrap();
    assert_eq!(aged(&p, "2026-03-18").await, "100.00 0.00 0.00 0.00 0.00, owing 100.00, unapplied 0.00");
    p.on_day("2026-03-21");
    p.edit("INV-00001", |form| form.due_on = "2026-05-31".into()).await.unwrap();
    p.on_day("2026-03-23");
    p.undo_latest().await.unwrap();
    p.practice.undo(again.operation.unwrap(), &p.ask()).await.unwrap();
    for as_of in ["2026-03-18", "2026-03-22", ""] {
        assert_eq!(aged(&p, as_of).await, late, "{as_of}");
    }
}

#[tokio::test]
async fn what_was_undone_of_a_credit_is_in_no_report_of_a_day_in_between() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.credit("Ana", "50.00").await;
    p.on_day("2026-03-10");
    p.practice.activate_credit(p.credit_id("CR-00001").await, false, &p.ask()).await.unwrap();
    p.on_day("2026-03-20");
    p.undo_latest().await.unwrap();
    assert_eq!(aged(&p, "2026-03-15").await, "0.00 0.00 0.00 0.00 0.00, owing 0.00, unapplied 50.00");
    let given = "2026-03-02 Credit CR-00001 + -50.00 = -50.00";
    assert_eq!(account(&p, "Ana", "", "2026-03-20").await, ["0.00", given, "-50.00"]);
    p.undo_latest().await.unwrap();
    assert_eq!(aged(&p, "2026-03-15").await, "0.00 0.00 0.00 0.00 0.00, owing 0.00, unapplied 0.00");
    assert_eq!(
        account(&p, "Ana", "", "2026-03-20").await,
        ["0.00", given, "2026-03-10 Lapse CR-00001, deactivated +50.00 - = 0.00", "0.00"]
    );
}

#[tokio::test]
async fn last_days_that_were_undone_one_after_the_other_let_nothing_lapse() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.expiring("Ana", "50.00", "2026-06-30").await;
    p.on_day("2026-03-10");
    let first = p.edit_credit("CR-00001", |form| form.expires_on = "2026-03-12".into()).await.unwrap();
    p.on_day("2026-03-11");
    p.edit_credit("CR-00001", |form| form.expires_on = "2026-03-13".into()).await.unwrap();
    p.on_day("2026-03-20");
    p.undo_latest().await.unwrap();
    p.practice.undo(first.operation.unwrap(), &p.ask()).await.unwrap();
    assert_eq!(aged(&p, "2026-03-15").await, "0.00 0.00 0.00 0.00 0.00, owing 0.00, unapplied 50.00");
    let given = "2026-03-02 Credit CR-00001 + -50.00 = -50.00";
    assert_eq!(account(&p, "Ana", "", "2026-03-20").await, ["0.00", given, "-50.00"]);
}

#[tokio::test]
async fn an_account_summary_names_each_movement_and_no_application() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "120.00").await;
    p.on_day("2026-03-09");
    p.attend("Ana", "2026-03-09").await;
    let source = p.practice.payment_page(p.payment_id("R-00001").await).await.unwrap().id.into();
    let invoice_id = p.invoice_id("INV-00002").await;
    let share = ShareForm { invoice_id, amount: "15.00".into() };
    p.practice.apply_source(source, &SourceSheetForm { shares: vec![share] }, &p.ask()).await.unwrap();
    let refund = RefundForm {
        source_id: source,
        amount: "5.00".into(),
        refunded_on: "2026-03-09".into(),
        method: "Cash".into(),
        reference: String::new(),
        reason: String::new(),
        applied: None,
    };
    p.practice.refund(&refund, &p.ask()).await.unwrap();
    p.practice.write_off(invoice_id, "10.00", "hardship", &p.ask()).await.unwrap();
    assert_eq!(
        account(&p, "Ana", "2026-03-01", "2026-03-31").await,
        [
            "0.00",
            "2026-03-02 Invoice INV-00001 +100.00 - = 100.00",
            "2026-03-02 Payment R-00001 + -120.00 = -20.00",
            "2026-03-09 Invoice INV-00002 +100.00 - = 80.00",
            "2026-03-09 Refund RF-00001 +5.00 - = 85.00",
            "2026-03-09 WriteOff INV-00002 + -10.00 = 75.00",
            "75.00",
        ]
    );
    assert_eq!(p.balance("Ana").await, "owing 75.00, credit 0.00");
    assert_eq!(account(&p, "Ana", "2026-03-03", "2026-03-08").await, ["-20.00", "-20.00"]);
    let refusal =
        p.practice.statement(p.client("Ana"), "2026-03-31", "2026-03-01", p.now()).await.unwrap_err().to_string();
    assert_eq!(refusal, "The last day is before the first.");
}

#[tokio::test]
async fn goodwill_that_lapses_raises_the_position_on_the_day_after_its_last() {
    let p = practice().today("2026-05-01").client("Ana", fee("20.00")).await;
    p.practice.make_credit(&goodwill(&p, "Ana", "50.00", "2026-06-30"), &p.ask()).await.unwrap();
    p.attend("Ana", "2026-05-01").await;
    let sheet = p.practice.invoice_sheet(p.invoice_id("INV-00001").await, p.now()).await.unwrap();
    assert_eq!(sheet.rows.iter().map(|row| row.proposed.as_str()).collect::<Vec<_>>(), ["20.00"]);
    p.on_day("2026-07-01");
    assert_eq!(
        account(&p, "Ana", "2026-05-01", "2026-07-01").await,
        [
            "0.00",
            "2026-05-01 Credit CR-00001 + -50.00 = -50.00",
            "2026-05-01 Invoice INV-00001 +20.00 - = -30.00",
            "2026-07-01 Lapse CR-00001, lapsed +50.00 - = 20.00",
            "20.00",
        ]
    );
    assert_eq!(aged(&p, "2026-06-30").await, "0.00 0.00 20.00 0.00 0.00, owing 20.00, unapplied 50.00");
    assert_eq!(aged(&p, "").await, "0.00 0.00 20.00 0.00 0.00, owing 20.00, unapplied 0.00");
}

#[tokio::test]
async fn money_for_a_linked_client_is_on_both_accounts() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    p.practice.link_clients(p.client("Ana"), Some(p.client("Ben")), LinkKind::Payer, &p.ask()).await.unwrap();
    p.attend("Ben", "2026-03-02").await;
    p.pay("Ana", "90.00").await;
    let source = p.payment_id("R-00001").await.into();
    let share = ShareForm { invoice_id: p.invoice_id("INV-00001").await, amount: "90.00".into() };
    p.practice.apply_source(source, &SourceSheetForm { shares: vec![share] }, &p.ask()).await.unwrap();
    assert_eq!(
        account(&p, "Ana", "2026-03-02", "2026-03-02").await,
        [
            "0.00",
            "2026-03-02 Payment R-00001 + -90.00 = -90.00",
            "2026-03-02 Linked INV-00001, for Ben +90.00 - = 0.00",
            "0.00",
        ]
    );
    assert_eq!(
        account(&p, "Ben", "2026-03-02", "2026-03-02").await,
        [
            "0.00",
            "2026-03-02 Invoice INV-00001 +90.00 - = 90.00",
            "2026-03-02 Linked R-00001, from Ana + -90.00 = 0.00",
            "0.00",
        ]
    );
}

#[tokio::test]
async fn money_that_was_moved_to_a_linked_client_is_no_refund() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    p.link("Ana", "Ben").await;
    p.pay("Ana", "90.00").await;
    p.transfer("R-00001", "40.00", "Ben").await;
    assert_eq!(
        account(&p, "Ana", "2026-03-02", "2026-03-02").await,
        [
            "0.00",
            "2026-03-02 Payment R-00001 + -90.00 = -90.00",
            "2026-03-02 Linked R-00001, for Ben +40.00 - = -50.00",
            "-50.00",
        ]
    );
    assert_eq!(
        account(&p, "Ben", "2026-03-02", "2026-03-02").await,
        ["0.00", "2026-03-02 Linked CR-00001, from Ana + -40.00 = -40.00", "-40.00"]
    );
    p.undo_latest().await.unwrap();
    assert_eq!(
        account(&p, "Ben", "2026-03-02", "2026-03-02").await[1..3],
        [
            "2026-03-02 Linked CR-00001, from Ana + -40.00 = -40.00",
            "2026-03-02 Linked CR-00001, back to Ana +40.00 - = 0.00",
        ]
    );
    assert_eq!(
        account(&p, "Ana", "2026-03-02", "2026-03-02").await[3],
        "2026-03-02 Linked R-00001, back from Ben + -40.00 = -90.00"
    );
}

#[tokio::test]
async fn an_account_summary_says_what_became_of_a_document_in_the_order_of_the_acts() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    p.credit("Ana", "50.00").await;
    p.credit("Ana", "10.00").await;
    p.practice.activate_credit(p.credit_id("CR-00002").await, false, &p.ask()).await.unwrap();
    p.edit_payment("R-00001", |form| form.amount = "120.00".into()).await.unwrap();
    let payment = p.payment_id("R-00001").await;
    p.practice.reverse_payment(payment, ReversalReason::Returned, &p.ask()).await.unwrap();
    p.undo_latest().await.unwrap();
    p.practice.delete_credit(p.credit_id("CR-00001").await, &p.ask()).await.unwrap();
    p.issue("Ana", vec![line("Book", "1", "30.00")]).await;
    p.edit("INV-00002", |form| form.lines[0].unit_price = "25.00".into()).await.unwrap();
    let book = p.invoice_id("INV-00002").await;
    p.practice.write_off(book, "5.00", "hardship", &p.ask()).await.unwrap();
    p.practice.reverse_write_off(book, "5.00", &p.ask()).await.unwrap();
    p.practice.void_invoice(book, &voiding("", true), &p.ask()).await.unwrap();
    assert_eq!(
        account(&p, "Ana", "", "2026-03-02").await,
        [
            "0.00",
            "2026-03-02 Invoice INV-00001 +100.00 - = 100.00",
            "2026-03-02 Payment R-00001 + -100.00 = 0.00",
            "2026-03-02 Credit CR-00001 + -50.00 = -50.00",
            "2026-03-02 Credit CR-00002 + -10.00 = -60.00",
            "2026-03-02 Lapse CR-00002, deactivated +10.00 - = -50.00",
            "2026-03-02 Payment R-00001, corrected + -20.00 = -70.00",
            "2026-03-02 Payment R-00001, reversed +120.00 - = 50.00",
            "2026-03-02 Payment R-00001, counts again + -120.00 = -70.00",
            "2026-03-02 Credit CR-00001, deleted +50.00 - = -20.00",
            "2026-03-02 Invoice INV-00002 +30.00 - = 10.00",
            "2026-03-02 Invoice INV-00002, changed + -5.00 = 5.00",
            "2026-03-02 WriteOff INV-00002 + -5.00 = 0.00",
            "2026-03-02 WriteOff INV-00002, reversed +5.00 - = 5.00",
            "2026-03-02 Invoice INV-00002, void + -25.00 = -20.00",
            "-20.00",
        ]
    );
}

/// The payments of a report: `R-00001 120.00: 20.00 created, 0.00 applied, 0.00 given back, 20.00 current`.
async fn reported(p: &Story, credits_only: bool) -> Vec<String> {
    let query = PaymentReportQuery { from: String::new(), to: String::new(), credits_only, page: 0 };
    let report = p.practice.payment_report(&query).await.unwrap();
    let sums = |name: &str, sums: PaymentReportSums| {
        let PaymentReportSums { amount, created, applied, returned, current } = sums;
        format!("{name} {amount}: {created} created, {applied} applied, {returned} given back, {current} current")
    };
    let rows = report.rows.into_iter().map(|row| sums(&row.number, row.sums));
    rows.chain([sums("all", report.total)]).collect()
}

#[tokio::test]
async fn the_credit_that_a_payment_made_stays_as_it_is_used_and_what_is_current_changes() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "120.00").await;
    p.attend("Ana", "2026-03-09").await;
    p.pay("Ana", "40.00").await;
    let second = "R-00002 40.00: 0.00 created, 0.00 applied, 0.00 given back, 0.00 current";
    assert_eq!(
        reported(&p, false).await,
        [
            "R-00001 120.00: 20.00 created, 0.00 applied, 0.00 given back, 20.00 current",
            second,
            "all 160.00: 20.00 created, 0.00 applied, 0.00 given back, 20.00 current",
        ]
    );
    p.apply("R-00001", "15.00").to("INV-00002").await;
    let used = "R-00001 120.00: 20.00 created, 15.00 applied, 0.00 given back, 5.00 current";
    assert_eq!(reported(&p, true).await[0], used);
    p.unapply("R-00001", "15.00").from("INV-00002").await;
    p.undo_latest().await.unwrap();
    assert_eq!(reported(&p, true).await[0], used, "taken off and put back changes nothing");
    p.refund("R-00001", "5.00").await;
    p.unapply("R-00001", "30.00").from("INV-00001").await;
    assert_eq!(
        reported(&p, true).await,
        [
            "R-00001 120.00: 50.00 created, 15.00 applied, 5.00 given back, 30.00 current",
            "all 120.00: 50.00 created, 15.00 applied, 5.00 given back, 30.00 current",
        ]
    );
}

#[tokio::test]
async fn a_payment_that_was_undone_and_done_again_made_no_more_credit_and_a_reversed_one_none() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "120.00").await;
    let made = reported(&p, true).await;
    let undone = p.undo_latest().await.unwrap();
    assert_eq!(reported(&p, true).await.len(), 1, "only the sum");
    p.practice.undo(undone.operation.unwrap(), &p.ask()).await.unwrap();
    assert_eq!(reported(&p, true).await, made);
    let id = p.payment_id("R-00001").await;
    p.practice.reverse_payment(id, ReversalReason::Returned, &p.ask()).await.unwrap();
    assert_eq!(reported(&p, false).await[0], "R-00001 0.00: 0.00 created, 0.00 applied, 0.00 given back, 0.00 current");
}

#[tokio::test]
async fn what_is_still_to_lapse_is_not_in_an_account_summary() {
    let p = practice().today("2026-03-10").client("Ana", fee("100.00")).await;
    p.expiring("Ana", "50.00", "2026-03-20").await;
    let statement = async || p.practice.statement(p.client("Ana"), "2026-03-01", "2026-03-31", p.now()).await.unwrap();
    assert_eq!((statement().await.rows.len(), statement().await.credit.as_str()), (1, "50.00"));
    p.on_day("2026-03-20");
    assert_eq!(statement().await.credit, "50.00", "it can be used on its last day");
    p.on_day("2026-03-21");
    assert_eq!((statement().await.rows.len(), statement().await.credit.as_str()), (2, "0.00"));
}

#[tokio::test]
async fn books_in_order_are_said_to_be_with_what_was_looked_at() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "120.00").await;
    let found = p.practice.check_books().await.unwrap();
    assert_eq!(found.broken, []);
    let looked_at = (found.client_count, found.session_count, found.invoice_count, found.source_count);
    assert_eq!((looked_at, found.rule_count > 20), ((1, 1, 1, 1), true));
}

#[tokio::test]
async fn who_works_while_the_books_are_checked_waits_for_one_rule_at_most() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    let over = Cell::new(false);
    let check = async {
        p.practice.check_books().await.unwrap();
        over.set(true);
    };
    let work = async {
        p.attend("Ana", "2026-03-02").await;
        assert!(!over.get(), "the session was marked between two rules");
    };
    tokio::join!(check, work);
}

#[tokio::test]
async fn what_somebody_changed_behind_the_program_is_named() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "60.00").await;
    let tampered = async |sql: &str| {
        p.tamper(sql).await;
        let found = p.practice.check_books().await.unwrap();
        found
            .broken
            .into_iter()
            .map(|broken| format!("{}: {}", broken.rule, broken.rows.join(", ")))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        tampered("drop trigger charge_never_changed; update charge set amount_minor = 9000").await,
        [
            "the charges of an invoice are its newest total, or nothing if it is void: INV-00001",
            "invoiced - paid - credited + refunded - written off is the account position of every client: Ana",
        ]
    );
    assert_eq!(
        tampered("drop trigger application_never_changed; update application set amount_minor = 9500").await[..2],
        [
            "0 <= applied + written off <= total on every invoice: INV-00001",
            "0 <= applied + refunded <= amount of every source: R-00001",
        ]
    );
}

#[tokio::test]
async fn what_money_on_an_invoice_does_to_aging_is_shown_before_it_happens() {
    let p = practice().today("2026-01-02").client("Ana", fee("100.00")).await;
    let old = p.attend("Ana", "2026-01-02").await;
    p.on_day("2026-03-02");
    let new = p.attend("Ana", "2026-03-02").await;
    p.record("Ana", "40.00", AppliedForm::ToCredit).await.unwrap();
    let shown = async |changes: &[(&str, &str)]| {
        let (source, sheet) = (p.source_id("R-00001").await, p.sheet(changes).await);
        let preview = p.practice.apply_source(source, &sheet, &p.preview()).await.unwrap();
        let aged = preview.effects.into_iter().filter(|effect| effect.label.starts_with("Owing"));
        aged.map(|effect| format!("{} {} -> {}", effect.label, effect.before, effect.after)).collect::<Vec<_>>()
    };
    assert_eq!(shown(&[(&old, "40.00")]).await, ["Owing, 31–60 days past due 100.00 -> 60.00"]);
    assert_eq!(shown(&[(&new, "40.00")]).await, [""; 0], "the balance owing says it all");
    p.rearrange("R-00001", &[(&new, "40.00")]).await.unwrap();
    assert_eq!(
        shown(&[(&new, "10.00"), (&old, "30.00")]).await,
        ["Owing, not past due 60.00 -> 90.00", "Owing, 31–60 days past due 100.00 -> 70.00"]
    );
}
