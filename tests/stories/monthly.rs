//! Invoices that are gathered by month (requirements F3).

use practice::view::{
    AttendanceView::{Attended, NoShow},
    InvoicingView, SessionFilter, SessionsQuery, WaitingSessions,
};
use stories::{Story, fee, practice};

/// Ana is invoiced by month, Ben for each session, Cleo by hand; all were seen in October and on 2 November.
async fn three_ways() -> Story {
    let p = practice().today("2026-10-01").settings(|it| it.invoicing = InvoicingView::Monthly);
    let p = p.client("Ana", fee("100.00")).await;
    p.add_client("Ben", &fee("90.00"), |form| form.invoicing = Some(InvoicingView::PerSession)).await;
    p.add_client("Cleo", &fee("80.00"), |form| form.invoicing = Some(InvoicingView::ByHand)).await;
    for day in ["2026-10-05", "2026-10-31"] {
        p.on_day(day);
        see_all(&p, day).await;
    }
    p
}

async fn see_all(p: &Story, day: &str) {
    for client in ["Ana", "Ben", "Cleo"] {
        let session = p.book(client, day).await;
        p.mark(&[session], Attended).await.unwrap();
    }
}

/// The months that *Today* and *Billing* offer: `2026-10: 2 sessions of 1 clients`.
async fn offered(p: &Story) -> Vec<String> {
    let today = p.practice.today(p.now()).await.unwrap().months;
    assert_eq!(p.practice.billing_summary(p.now()).await.unwrap().months, today);
    let shown = today.into_iter();
    shown.map(|it| format!("{}: {} sessions of {} clients", it.month, it.session_count, it.client_count)).collect()
}

async fn waiting(p: &Story, filter: SessionFilter) -> Vec<String> {
    let query = SessionsQuery { client_id: None, search: String::new(), filter, descending: false, page: 0 };
    let rows = p.practice.list_sessions(&query, p.now()).await.unwrap().rows;
    rows.iter().map(|row| format!("{} {}", row.client_name, &row.starts_at[..10])).collect()
}

#[tokio::test]
async fn a_month_is_offered_once_it_is_over_and_not_before() {
    let p = three_ways().await;
    assert_eq!(p.balance("Ben").await, "owing 180.00, credit 0.00");
    for client in ["Ana", "Cleo"] {
        assert_eq!(p.balance(client).await, "owing 0.00, credit 0.00");
    }
    assert_eq!(offered(&p).await, [""; 0]);
    assert_eq!(waiting(&p, SessionFilter::ToInvoice).await, ["Cleo 2026-10-05", "Cleo 2026-10-31"]);
    assert_eq!(waiting(&p, SessionFilter::NotInvoiced).await.len(), 4);
    p.on_day("2026-11-01");
    assert_eq!(offered(&p).await, ["2026-10: 2 sessions of 1 clients"]);
    let today = p.practice.today(p.now()).await.unwrap();
    assert_eq!((today.not_invoiced_count, today.not_invoiced[0].client_name.as_str()), (2, "Cleo"));
}

#[tokio::test]
async fn a_month_is_gathered_on_one_invoice_for_each_client_dated_the_day_of_the_act() {
    let p = three_ways().await;
    p.on_day("2026-11-02");
    p.add_client("Dora", &fee("70.00"), |_| {}).await;
    let missed = p.book("Dora", "2026-10-20").await;
    p.mark(&[missed], NoShow).await.unwrap();
    see_all(&p, "2026-11-02").await;
    assert_eq!(offered(&p).await, ["2026-10: 3 sessions of 2 clients"]);
    let issued = p.thoroughly(async |it, ask| it.invoice_month("2026-10", ask).await).await;
    assert_eq!(issued.sentence, "Issued 2 invoices of October 2026, INV-00004 to INV-00005, over 280.00");
    let numbers: Vec<_> = issued.answer.iter().map(|invoice| invoice.number.as_str()).collect();
    assert_eq!(p.lines(numbers[0]).await, ["Session 1 x 100.00 = 100.00", "Session 1 x 100.00 = 100.00"]);
    assert_eq!(p.lines(numbers[1]).await, ["No-show: Session 1 x 80.00 = 80.00"]);
    let form = p.invoice_as_typed(numbers[0]).await;
    assert_eq!((form.issued_on.as_str(), form.due_on.as_str()), ("2026-11-02", "2026-11-16"));
    let days: Vec<_> = form.lines.iter().map(|line| line.service_on.as_str()).collect();
    assert_eq!(days, ["2026-10-05", "2026-10-31"]);
    assert_eq!(waiting(&p, SessionFilter::NotInvoiced).await.len(), 4, "November and what is invoiced by hand wait on");
}

#[tokio::test]
async fn a_month_that_was_gathered_has_nothing_left_to_gather() {
    let p = three_ways().await;
    p.on_day("2026-11-01");
    p.practice.invoice_month("2026-10", &p.ask()).await.unwrap();
    assert_eq!(offered(&p).await, [""; 0]);
    let file = p.dump().await;
    let again = p.practice.invoice_month("2026-10", &p.ask()).await.unwrap();
    let said = (again.operation, again.sentence.as_str());
    assert_eq!(said, (None, "No session of October 2026 waits for an invoice"));
    assert_eq!(p.dump().await, file);
}

#[tokio::test]
async fn a_month_is_not_gathered_before_it_is_over_but_by_hand() {
    let p = three_ways().await;
    let gather = async |it: &practice::Practice, ask: &practice::Ask| it.invoice_month("2026-10", ask).await;
    assert_eq!(
        p.refused(gather).await,
        "October 2026 is not over. Gather its sessions from 1 Nov 2026 on, or invoice them by hand now."
    );
    for typed in ["", "2026-13", "October"] {
        let refusal = p.refused(async |it, ask| it.invoice_month(typed, ask).await).await;
        assert_eq!(refusal, format!("“{typed}” is not a month. Write it like 2026-10: year and month."));
    }
    let ana = WaitingSessions::Of(p.client("Ana"));
    let issued = p.thoroughly(async |it, ask| it.invoice_all(ana, true, ask).await).await;
    assert_eq!(issued.sentence, "Issued INV-00003 over 200.00");
    assert_eq!(waiting(&p, SessionFilter::NotInvoiced).await, ["Cleo 2026-10-05", "Cleo 2026-10-31"]);
}

#[tokio::test]
async fn what_is_to_be_invoiced_now_leaves_out_what_is_gathered_by_month() {
    let p = three_ways().await;
    let now = WaitingSessions::NotMonthly;
    let issued = p.thoroughly(async |it, ask| it.invoice_all(now, true, ask).await).await;
    assert_eq!(issued.sentence, "Issued INV-00003 over 160.00");
    assert_eq!(waiting(&p, SessionFilter::NotInvoiced).await, ["Ana 2026-10-05", "Ana 2026-10-31"]);
}

#[tokio::test]
async fn each_month_is_offered_and_gathered_by_itself() {
    let p = three_ways().await;
    p.on_day("2026-11-30");
    see_all(&p, "2026-11-30").await;
    p.on_day("2026-12-01");
    assert_eq!(offered(&p).await, ["2026-10: 2 sessions of 1 clients", "2026-11: 1 sessions of 1 clients"]);
    p.thoroughly(async |it, ask| it.invoice_month("2026-11", ask).await).await;
    assert_eq!(offered(&p).await, ["2026-10: 2 sessions of 1 clients"]);
}
