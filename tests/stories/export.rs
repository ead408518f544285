//! Lists as CSV: safe in a spreadsheet, and the same practice again when they are imported.

use std::{fs, sync::atomic::AtomicBool};

use practice::view::{
    AttendanceView::{LateCancelled, NoShow},
    BalanceFilter, ClientSort, ClientStatus, ClientsQuery, CreditFilter, CreditSort, CreditsQuery, ExportList,
    InvoicingView, PaymentReportQuery,
    PaymentStatus::Active,
    RefundsQuery, ReversalReason, SessionFilter, SessionsQuery, StatementOf, TrackingQuery,
};
use stories::{Story, anybody, empty_folder, every_invoice, fee, line, practice, source};

const CLIENTS: ExportList = ExportList::Clients(ClientsQuery {
    search: String::new(),
    status: ClientStatus::All,
    balance: BalanceFilter::Any,
    sort: ClientSort::Name,
    descending: false,
    page: 0,
});

const SESSIONS: ExportList = ExportList::Sessions(SessionsQuery {
    client_id: None,
    search: String::new(),
    filter: SessionFilter::All,
    descending: false,
    page: 0,
});

async fn saved(p: &Story, list: &ExportList) -> Vec<u8> {
    let folder = empty_folder();
    let path = folder.path().join(list.file_name());
    p.practice.export_list(list, &path, p.now()).await.unwrap();
    fs::read(path).unwrap()
}

#[tokio::test]
async fn every_list_is_saved_and_no_cell_of_it_is_a_formula() {
    let p = practice().client("=cmd|' /C calc'!A0", fee("100.00")).await;
    p.attend("=cmd|' /C calc'!A0", "2026-03-02").await;
    p.pay("=cmd|' /C calc'!A0", "40.00").await;
    let lists = [
        (CLIENTS, "'=cmd|' /C calc'!A0,,,,,,,,,,Active,,,60.00,0.00"),
        (SESSIONS, "'=cmd|' /C calc'!A0,,2026-03-02,09:00,50,Session,Attended,100.00,100.00,INV-00001,"),
        (
            ExportList::Invoices(every_invoice()),
            "INV-00001,'=cmd|' /C calc'!A0,2026-03-02,2026-03-16,Session,100.00,60.00,part paid",
        ),
        (ExportList::Payments(anybody()), "R-00001,'=cmd|' /C calc'!A0,,2026-03-02,40.00,Cash,,0.00,received"),
        (ExportList::Services, "S,Session,50,140.00,,50 %,80.00"),
    ];
    for (list, row) in lists {
        assert_eq!(first_row(&p, &list).await, row, "{}", list.file_name());
    }
}

async fn first_row(p: &Story, list: &ExportList) -> String {
    let text = String::from_utf8(saved(p, list).await).unwrap();
    text.lines().nth(1).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn credits_refunds_and_reports_are_saved_and_no_cell_of_them_is_a_formula() {
    const NAME: &str = "=cmd|' /C calc'!A0";
    let p = practice().today("2026-03-02").client(NAME, fee("100.00")).await;
    p.attend(NAME, "2026-03-02").await;
    p.pay(NAME, "140.00").await;
    p.expiring(NAME, "25.00", "2026-12-31").await;
    p.refund("R-00001", "10.00").await;
    p.issue(NAME, vec![line("Book", "1", "30.00")]).await;
    p.credit_note("INV-00002", "30.00").await;
    let credits = |filter| CreditsQuery {
        client_id: None,
        search: String::new(),
        filter,
        sort: CreditSort::Made,
        descending: false,
        page: 0,
    };
    let tracking = TrackingQuery { client_id: None, search: "cr-".into(), descending: true, page: 3 };
    let refunds = RefundsQuery { client_id: None, search: String::new(), descending: false, page: 0 };
    let of = StatementOf { client_id: p.client(NAME), from: None, to: "2026-03-31".parse().unwrap() };
    let payments = PaymentReportQuery { from: String::new(), to: String::new(), credits_only: true, page: 0 };
    let lists = [
        (
            ExportList::Credits(credits(CreditFilter::Credits)),
            "CR-00001,'=cmd|' /C calc'!A0,Courtesy,2026-03-02,2026-12-31,25.00,0.00,0.00,0.00,25.00,25.00,0.00,available",
        ),
        (
            ExportList::CreditNotes(credits(CreditFilter::All)),
            "CN-00001,'=cmd|' /C calc'!A0,Credit note,2026-03-02,,30.00,30.00,0.00,0.00,0.00,0.00,0.00,used",
        ),
        (
            ExportList::CreditTracking(tracking),
            "2026-03-02,'=cmd|' /C calc'!A0,CR-00001,CR-00001: goodwill as a courtesy.,25.00,25.00",
        ),
        (ExportList::Refunds(refunds), "RF-00001,'=cmd|' /C calc'!A0,2026-03-02,10.00,R-00001,Cash,,,refunded"),
        (ExportList::Aging("2026-03-02".into()), "2026-03-02,'=cmd|' /C calc'!A0,0.00,0.00,0.00,0.00,0.00,0.00,55.00"),
        (ExportList::Statement(of), "'=cmd|' /C calc'!A0,2026-03-02,Invoice,INV-00001,100.00,,100.00"),
        (
            ExportList::PaymentReport(payments),
            "R-00001,'=cmd|' /C calc'!A0,2026-03-02,Cash,140.00,40.00,0.00,10.00,30.00",
        ),
    ];
    for (list, row) in lists {
        assert_eq!(first_row(&p, &list).await, row, "{}", list.file_name());
    }
    let account = String::from_utf8(saved(&p, &ExportList::Statement(of)).await).unwrap();
    assert_eq!(account.lines().last(), Some("'=cmd|' /C calc'!A0,2026-03-31,Closing position,,,,-55.00"));
}

#[tokio::test]
async fn sessions_that_were_saved_charge_the_same_when_they_are_imported() {
    let from = practice().client("Ana", fee("100.00")).await;
    let late = from.book("Ana", "2026-03-01").await;
    from.mark(&[late], LateCancelled).await.unwrap();
    from.attend("Ana", "2026-03-02").await;
    assert_eq!(from.balance("Ana").await, "owing 150.00, credit 0.00");
    let to = practice().client("Ana", fee("10.00")).await;
    let sources = [source("sessions.csv", &saved(&from, &SESSIONS).await)];
    to.practice.import(&sources, false, |_| {}, &AtomicBool::new(false), &to.ask()).await.unwrap();
    assert_eq!(to.balance("Ana").await, "owing 150.00, credit 0.00");
}

#[tokio::test]
async fn when_invoices_of_a_client_are_made_is_saved_and_read_again() {
    let from = practice().client("Ana", fee("100.00")).await;
    let ways = [("Ben", InvoicingView::PerSession), ("Cleo", InvoicingView::Monthly), ("Dora", InvoicingView::ByHand)];
    for (name, way) in ways {
        from.add_client(name, &fee("100.00"), |form| form.invoicing = Some(way)).await;
    }
    let file = saved(&from, &CLIENTS).await;
    let to = practice().await;
    to.practice
        .import(&[source("clients.csv", &file)], false, |_| {}, &AtomicBool::new(false), &to.ask())
        .await
        .unwrap();
    let mut read = Vec::new();
    for client in to.practice.find_clients("", to.now()).await.unwrap() {
        read.push((client.name, to.practice.client_page(client.id, to.now()).await.unwrap().form.invoicing));
    }
    let expected = ways.map(|(name, way)| (name.to_owned(), Some(way)));
    assert_eq!(read, [vec![("Ana".to_owned(), None)], expected.to_vec()].concat());
    let wrong = [source("clients.csv", b"First Name,Last Name,Invoices\nEli,Moor,weekly\n")];
    let plan = to.practice.plan_import(&wrong, to.now()).await.unwrap();
    assert_eq!(
        plan.problems[0].message,
        "“weekly” does not say when invoices are made. Use For each session, Each month, By hand, or leave it empty."
    );
}

#[tokio::test]
async fn lists_that_were_saved_make_the_same_practice_again() {
    let from = practice().today("2026-03-20").await;
    let (plain, agreed) = (fee("100.00"), fee("87.50"));
    from.add_client("Emily", &plain, |form| (form.last_name, form.email) = ("Brown".into(), "e1@mail.example".into()))
        .await;
    sessions_and_payments(&from, "Emily", "120.00").await;
    // The second of one name: only the e-mail tells them apart.
    from.add_client("Emily", &agreed, |form| (form.last_name, form.email) = ("Brown".into(), "e2@mail.example".into()))
        .await;
    sessions_and_payments(&from, "Emily", "35.25").await;
    from.add_client("Wei", &agreed, |_| {}).await;
    sessions_and_payments(&from, "Wei", "400.00").await;

    let lists = [CLIENTS, ExportList::Services, ExportList::Products, SESSIONS, ExportList::Payments(anybody())];
    let mut sources = Vec::new();
    for list in &lists {
        sources.push(source(list.file_name(), &saved(&from, list).await));
    }
    let to = practice().today("2026-03-20").await;
    to.practice.delete_service(to.service().await, &to.ask()).await.unwrap();
    let plan = to.practice.plan_import(&sources, to.now()).await.unwrap();
    assert_eq!(plan.rows_with_errors(), 0, "{:?}", plan.problems);
    to.practice.import(&sources, false, |_| {}, &AtomicBool::new(false), &to.ask()).await.unwrap();
    to.check_books().await;
    let (expected, found) = (balances(&from).await, balances(&to).await);
    assert_eq!(found, expected);
    assert_eq!(
        expected,
        [
            "Emily Brown e1@mail.example: owing 30.00, credit 0.00",
            "Emily Brown e2@mail.example: owing 96.00, credit 0.00",
            "Wei : owing 0.00, credit 268.75",
        ]
    );
    let sessions = to.all_sessions().await;
    assert_eq!(sessions.iter().filter(|session| session.fee_waived).count(), 3, "waived as before");
}

/// One session attended, one cancelled late, one missed and not charged; a payment, and one that was reversed.
async fn sessions_and_payments(p: &Story, client: &str, amount: &str) {
    p.attend(client, "2026-03-02").await;
    for (day, attendance, waive) in [("2026-03-03", LateCancelled, false), ("2026-03-04", NoShow, true)] {
        let session = p.book(client, day).await;
        p.practice.mark_attendance(&[session], Some(attendance), waive, &p.ask()).await.unwrap();
    }
    p.book(client, "2026-03-30").await;
    p.pay(client, amount).await;
    p.pay(client, "11.11").await;
    let reversed =
        p.all_payments().await.into_iter().find(|row| row.amount == "11.11" && row.status == Active).unwrap();
    p.practice.reverse_payment(reversed.id, ReversalReason::Returned, &p.ask()).await.unwrap();
}

async fn balances(p: &Story) -> Vec<String> {
    let mut all = Vec::new();
    for row in p.practice.list_balances(p.now()).await.unwrap() {
        let page = p.practice.client_page(row.client_id, p.now()).await.unwrap();
        all.push(format!("{} {}: owing {}, credit {}", page.name, page.form.email, page.owing, page.credit));
    }
    all.sort();
    all
}
