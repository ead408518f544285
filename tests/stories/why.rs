//! *Why?*: the rows that add up to a figure (requirements G1).

use practice::{
    import::sample,
    view::{
        Age, DueOf, Figure, LineSum, LineTaxForm, LinedDocument, LinesOf, PaymentReportQuery, Place, ReportedOf,
        ReportedSum, SearchKind, StatementOf, UsedBy, UsedOf,
    },
};
use std::sync::atomic::AtomicBool;
use stories::{account, amount, fee, line, practice, source};

#[tokio::test]
async fn every_figure_of_the_sample_practice_is_the_sum_of_its_rows() {
    let p = practice().today("2026-11-20").await;
    let files: Vec<_> = sample::SPREADSHEETS.iter().map(|(name, bytes)| source(name, bytes)).collect();
    p.practice.import(&files, false, |_| {}, &AtomicBool::new(false), &p.ask()).await.unwrap();
    p.every_figure_adds_up().await;
    for as_of in ["2026-08-31", "2026-03-15"] {
        p.aging_adds_up(as_of).await;
        p.account_summaries_add_up(as_of, "2026-11-20").await;
    }
}

#[tokio::test]
async fn every_document_is_the_sum_of_its_rows_after_acts_of_every_kind() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    p.link("Ana", "Ben").await;
    p.attend("Ana", "2026-03-02").await;
    p.attend("Ben", "2026-03-03").await;
    p.pay("Ana", "150.00").await;
    p.apply("R-00001", "30.00").to("INV-00002").await;
    p.on_day("2026-03-10");
    p.unapply("R-00001", "40.00").from("INV-00001").await;
    p.expiring("Ana", "25.00", "2026-03-20").await;
    p.credit("Ben", "15.00").await;
    let transfer = p.transfer_form("R-00001", "10.00", "Ben").await;
    p.practice.transfer(&transfer, &p.ask()).await.unwrap();
    let owed = p.invoice_id("INV-00001").await;
    p.practice.write_off(owed, "5.00", "hardship", &p.ask()).await.unwrap();
    p.practice.reverse_write_off(owed, "2.00", &p.ask()).await.unwrap();
    p.issue("Ben", vec![line("Book", "1", "24.90")]).await;
    p.undo_latest().await.unwrap();
    p.practice.activate_credit(p.credit_id("CR-00002").await, false, &p.ask()).await.unwrap();
    p.every_figure_adds_up().await;
    p.every_document_adds_up().await;
    p.on_day("2026-04-25");
    p.every_figure_adds_up().await;
    p.every_document_adds_up().await;
    for as_of in ["2026-03-02", "2026-03-09", "2026-03-20", "2026-03-21", "2026-04-02"] {
        p.aging_adds_up(as_of).await;
        p.account_summaries_add_up("", as_of).await;
        p.account_summaries_add_up(as_of, "2026-04-25").await;
        p.account_summaries_add_up("2026-01-01", as_of).await;
    }
    let mut ahead = p.invoice_form("Ana", vec![line("Workshop", "1", "30.00")]);
    ahead.issued_on = "2026-06-01".into();
    p.practice.issue_invoice(&ahead, &p.ask()).await.unwrap();
    for to in ["2026-04-25", "2026-05-31", "2026-06-01"] {
        p.account_summaries_add_up("2026-03-01", to).await;
    }
}

#[tokio::test]
async fn the_positions_of_an_account_summary_are_told_by_their_movements() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    p.link("Ana", "Ben").await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "150.00").await;
    p.on_day("2026-04-01");
    p.attend("Ben", "2026-04-01").await;
    p.apply("R-00001", "30.00").to("INV-00002").await;
    p.credit("Ana", "15.00").await;
    p.practice.activate_credit(p.credit_id("CR-00001").await, false, &p.ask()).await.unwrap();
    let of = StatementOf {
        client_id: p.client("Ana"),
        from: Some("2026-04-01".parse().unwrap()),
        to: "2026-04-30".parse().unwrap(),
    };
    assert_eq!(
        p.adds_up(&Figure::Opening(of), "-50.00").await,
        ["2026-03-02 INV-00001 was issued. 100.00", "2026-03-02 R-00001 was received. -150.00"]
    );
    assert_eq!(
        p.adds_up(&Figure::Closing(of), "-20.00").await,
        [
            "The opening position, in the client's favour. -50.00",
            "2026-04-01 R-00001 was applied to INV-00002 of Ben, a linked client. 30.00",
            "2026-04-01 CR-00001 was given as a credit. -15.00",
            "2026-04-01 CR-00001 was made inactive. 15.00",
        ]
    );
    assert_eq!(p.every_row(&Figure::Closing(of), false).await.1[0].figure, Some(Figure::Opening(of)));
    let whole = StatementOf { from: None, ..of };
    assert_eq!(p.adds_up(&Figure::Closing(whole), "-20.00").await.len(), 5);
    assert!(p.adds_up(&Figure::Opening(whole), "0.00").await.is_empty());
    let backwards = StatementOf { to: "2026-03-31".parse().unwrap(), ..of };
    let refusal = p.practice.why(&Figure::Closing(backwards), false, None, p.now()).await.unwrap_err();
    assert_eq!(refusal.to_string(), "The last day is before the first.");
}

#[tokio::test]
async fn each_total_of_the_payment_report_is_told_by_payment() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "120.00").await;
    p.attend("Ben", "2026-03-02").await;
    p.pay("Ben", "90.00").await;
    p.attend("Ana", "2026-03-03").await;
    p.apply("R-00001", "15.00").to("INV-00003").await;
    let total = |sum, credits_only| {
        let query = PaymentReportQuery { from: String::new(), to: "2026-03-31".into(), credits_only, page: 0 };
        Figure::Reported(ReportedOf { query, sum })
    };
    assert_eq!(
        p.adds_up(&total(ReportedSum::Amount, false), "210.00").await,
        ["2026-03-02 R-00001 of Ana was received. 120.00", "2026-03-02 R-00002 of Ben was received. 90.00"]
    );
    assert_eq!(p.adds_up(&total(ReportedSum::Amount, true), "120.00").await.len(), 1);
    assert_eq!(
        p.adds_up(&total(ReportedSum::Created, false), "20.00").await,
        ["2026-03-02 R-00001 of Ana came to more than is where it was recorded for. 20.00"]
    );
    assert_eq!(p.every_row(&total(ReportedSum::Created, false), false).await.0.settled_count, 1);
    let current = total(ReportedSum::Current, false);
    assert_eq!(p.adds_up(&current, "5.00").await, ["2026-03-02 R-00001 of Ana is used by nothing. 5.00"]);
    let remaining = p.every_row(&current, false).await.1[0].figure.clone().unwrap();
    assert_eq!(p.adds_up(&remaining, "5.00").await.len(), 3);
    let none = ReportedOf {
        query: PaymentReportQuery { from: "2026-05-01".into(), to: String::new(), credits_only: false, page: 0 },
        sum: ReportedSum::Amount,
    };
    assert!(p.adds_up(&Figure::Reported(none), "0.00").await.is_empty());
}

#[tokio::test]
async fn the_sums_of_a_document_are_told_by_its_lines() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    let mut form = p.invoice_form("Ana", vec![line("Report", "1", "90.00"), line("Book", "2", "5.00")]);
    form.lines[0].service_on = "2026-02-27".into();
    form.lines[0].taxes = vec![LineTaxForm { name: "VAT".into(), rate: "20".into(), included: false }];
    form.discount = amount("10.00");
    p.practice.issue_invoice(&form, &p.ask()).await.unwrap();
    let id = p.invoice_id("INV-00001").await;
    let of = |sum| Figure::Lines(LinesOf { document: LinedDocument::Invoice(id), sum });
    assert_eq!(p.adds_up(&of(LineSum::Subtotal), "100.00").await, ["2 × Book. 10.00", "2026-02-27 1 × Report. 90.00"]);
    assert_eq!(p.adds_up(&of(LineSum::Discount), "-10.00").await, ["2 × Book. -1.00", "2026-02-27 1 × Report. -9.00"]);
    assert_eq!(p.adds_up(&of(LineSum::Tax(0)), "16.20").await, ["2026-02-27 1 × Report. 16.20"]);
    assert_eq!(p.every_row(&of(LineSum::Tax(0)), false).await.0.title, "VAT 20 %");
    assert_eq!(p.adds_up(&of(LineSum::Total), "106.20").await, ["2 × Book. 9.00", "2026-02-27 1 × Report. 97.20"]);
    p.pay("Ana", "50.00").await;
    p.write_off("INV-00001", "20.00").await;
    p.practice.reverse_write_off(id, "5.00", &p.ask()).await.unwrap();
    assert_eq!(
        p.adds_up(&Figure::WrittenOff(id), "15.00").await,
        [
            "2026-03-02 So much of INV-00001 was written off. 20.00",
            "2026-03-02 What was written off of INV-00001 is owed again. (Reversed the write-off of 5.00 of INV-00001) -5.00",
        ]
    );
    let source = p.payment_id("R-00001").await.into();
    assert_eq!(
        p.adds_up(&Figure::Used(UsedOf { source, by: UsedBy::Applied }), "50.00").await,
        ["2026-03-02 R-00001 was applied to INV-00001. 50.00"]
    );
    p.every_document_adds_up().await;
}

#[tokio::test]
async fn the_balance_owing_is_told_in_sentences_with_what_linked_clients_paid() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    p.link("Ana", "Ben").await;
    p.attend("Ben", "2026-03-02").await;
    p.pay("Ana", "40.00").await;
    p.apply("R-00001", "30.00").to("INV-00001").await;
    p.on_day("2026-03-09");
    let ben = Figure::Owing(account(Some(p.client("Ben")), ""));
    p.practice.write_off(p.invoice_id("INV-00001").await, "10.00", "hardship", &p.ask()).await.unwrap();
    p.unapply("R-00001", "5.00").from("INV-00001").await;
    assert_eq!(
        p.adds_up(&ben, "55.00").await,
        [
            "2026-03-02 INV-00001 was issued. 90.00",
            "2026-03-02 R-00001 of Ana, a linked client, was applied to INV-00001. -30.00",
            "2026-03-09 So much of INV-00001 was written off. -10.00",
            "2026-03-09 R-00001 of Ana, a linked client, was taken off INV-00001. (Unapplied R-00001: 5.00 off INV-00001) 5.00",
        ]
    );
    let (view, rows) = p.every_row(&ben, false).await;
    assert_eq!((view.title.as_str(), view.about.as_str()), ("Balance owing", "Ben"));
    let led = rows[1].sentence.iter().filter_map(|part| part.place.clone()).collect::<Vec<_>>();
    let place = |kind, id: String| Place { kind, id };
    let (payment, invoice) = (p.payment_id("R-00001").await, p.invoice_id("INV-00001").await);
    assert_eq!(
        led,
        [
            place(SearchKind::Payment, payment.to_string()),
            place(SearchKind::Client, p.client("Ana").to_string()),
            place(SearchKind::Invoice, invoice.to_string()),
        ]
    );
    assert_eq!(
        p.adds_up(&Figure::Credit(account(Some(p.client("Ana")), "")), "15.00").await,
        [
            "2026-03-02 R-00001 was received. 40.00",
            "2026-03-02 R-00001 was applied to INV-00001 of Ben, a linked client. -30.00",
            "2026-03-09 R-00001 was taken off INV-00001 of Ben, a linked client. (Unapplied R-00001: 5.00 off INV-00001) 5.00",
        ]
    );
}

#[tokio::test]
async fn credit_that_cannot_be_used_is_told_in_a_row_of_its_own() {
    let p = practice().today("2026-05-01").client("Ana", fee("20.00")).await;
    p.expiring("Ana", "50.00", "2026-06-30").await;
    p.credit("Ana", "15.00").await;
    p.attend("Ana", "2026-05-02").await;
    p.apply("CR-00001", "20.00").to("INV-00001").await;
    p.on_day("2026-05-03");
    p.practice.activate_credit(p.credit_id("CR-00002").await, false, &p.ask()).await.unwrap();
    p.on_day("2026-07-01");
    let ana = Figure::Credit(account(Some(p.client("Ana")), ""));
    assert_eq!(
        p.adds_up(&ana, "0.00").await,
        [
            "2026-05-01 CR-00001 was given as a credit. 50.00",
            "2026-05-01 CR-00002 was given as a credit. 15.00",
            "2026-05-02 CR-00001 was applied to INV-00001. -20.00",
            "2026-05-03 CR-00002 was made inactive. -15.00",
            "2026-07-01 CR-00001 lapsed: 30 Jun 2026 was its last day. -30.00",
        ]
    );
    let remaining = Figure::Remaining(p.credit_id("CR-00001").await.into());
    assert_eq!(p.adds_up(&remaining, "30.00").await.len(), 2);
    let meaning = p.every_row(&remaining, false).await.0.meaning;
    assert!(meaning.ends_with("Its last day was 30 Jun 2026, so it can be used no more."), "{meaning}");
}

#[tokio::test]
async fn what_is_settled_is_left_out_until_it_is_asked_for() {
    let p = practice().today("2026-01-05").client("Ana", fee("100.00")).await;
    for day in ["2026-01-05", "2026-01-12", "2026-01-19"] {
        p.attend("Ana", day).await;
        p.pay("Ana", "100.00").await;
    }
    p.attend("Ana", "2026-01-26").await;
    let owing = Figure::Owing(account(Some(p.client("Ana")), ""));
    assert_eq!(p.adds_up(&owing, "100.00").await, ["2026-01-26 INV-00004 was issued. 100.00"]);
    assert_eq!(p.every_row(&owing, false).await.0.settled_count, 3);
    assert_eq!(p.every_row(&owing, true).await.1.len(), 7);
}

#[tokio::test]
async fn a_long_figure_has_pages_and_each_says_what_the_others_come_to() {
    let p = practice().today("2026-01-05").client("Ana", fee("100.00")).await;
    for _ in 0..55 {
        p.issue("Ana", vec![line("Book", "1", "10.00")]).await;
    }
    let owing = Figure::Owing(account(Some(p.client("Ana")), ""));
    assert_eq!(p.adds_up(&owing, "550.00").await.len(), 55);
    let newest = p.practice.why(&owing, false, None, p.now()).await.unwrap();
    let shown = (newest.page, newest.earlier_count, newest.earlier.as_str(), newest.rows.len(), newest.later_count);
    assert_eq!(shown, (1, 50, "500.00", 5, 0));
    let first = p.practice.why(&owing, false, Some(0), p.now()).await.unwrap();
    assert_eq!((first.earlier_count, first.rows.len(), first.later.as_str()), (0, 50, "50.00"));
}

#[tokio::test]
async fn a_total_of_the_practice_leads_by_client_to_the_invoice() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.attend("Ben", "2026-03-02").await;
    p.on_day("2026-03-30");
    let overdue = Figure::Due(DueOf { account: account(None, ""), age: Age::Overdue });
    assert_eq!(
        p.adds_up(&overdue, "190.00").await,
        ["What Ana owes, past due. 100.00", "What Ben owes, past due. 90.00"]
    );
    let ben = p.every_row(&overdue, false).await.1[1].figure.clone().unwrap();
    assert_eq!(p.adds_up(&ben, "90.00").await, ["2026-03-16 INV-00002 was due on this day. 90.00"]);
    let invoice = p.every_row(&ben, false).await.1[0].figure.clone().unwrap();
    assert_eq!(p.adds_up(&invoice, "90.00").await, ["2026-03-02 INV-00002 was issued. 90.00"]);
    let refusal = p.practice.why(&Figure::Owing(account(None, "2026-03-31")), false, None, p.now()).await.unwrap_err();
    assert_eq!(refusal.to_string(), "This day is still to come. Choose today or an earlier one.");
}
