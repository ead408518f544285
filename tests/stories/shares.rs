//! Sessions that several clients pay for: a couple, a family (requirements F2).

use practice::view::{
    AttendanceView::{Attended, Cancelled, LateCancelled, NoShow},
    InvoicingView, LineTaxForm, RepeatForm, SeriesScope, SessionFilter, SessionForm, SessionsQuery, TaxForm,
    WaitingSessions,
};
use stories::{Story, anybody, fee, practice, service, the_service_s, voiding};

async fn a_couple() -> Story {
    practice().client("Ana", fee("100.00")).client("Ben", fee("10.00")).await
}

/// `Ana 50 % 50.00 on INV-00001, Ben 50 % 50.00 waits`.
async fn payers(p: &Story) -> String {
    let id = p.all_sessions().await[0].id;
    let payers = p.practice.session_overview(id, p.now()).await.unwrap().payers.into_iter();
    let shown = payers.map(|payer| {
        let stands = match (&payer.invoice, payer.awaits_invoice) {
            (Some(invoice), false) => format!("on {}", invoice.invoice.number),
            (None, true) => "waits".to_owned(),
            (None, false) => "uncharged".to_owned(),
            (Some(_), true) => panic!("{payer:?} is charged and waits"),
        };
        format!("{} {} % {} {stands}", payer.client_name, payer.percent, payer.amount)
    });
    shown.collect::<Vec<_>>().join(", ")
}

async fn waiting(p: &Story, client: Option<&str>) -> u32 {
    let query = SessionsQuery {
        client_id: client.map(|client| p.client(client)),
        search: String::new(),
        filter: SessionFilter::NotInvoiced,
        descending: false,
        page: 0,
    };
    p.practice.list_sessions(&query, p.now()).await.unwrap().total
}

#[tokio::test]
async fn marking_a_shared_session_attended_makes_an_invoice_for_each_payer_in_one_act() {
    let p = a_couple().await;
    let session = p.book_shared("Ana", "2026-03-02", &[("Ben", "50")]).await;
    assert_eq!(payers(&p).await, "Ana 50 % 50.00 uncharged, Ben 50 % 50.00 uncharged");
    let marked = p.thoroughly(async |it, ask| it.mark_attendance(&[session], Some(Attended), false, ask).await).await;
    assert_eq!(marked.sentence, "Marked Ana, 2 Mar 2026, 09:00 attended: 2 invoices over 100.00");
    for client in ["Ana", "Ben"] {
        assert_eq!(p.balance(client).await, "owing 50.00, credit 0.00");
    }
    let numbers: Vec<_> = marked.answer.invoices.iter().map(|invoice| invoice.number.as_str()).collect();
    for number in numbers {
        assert_eq!(p.lines(number).await, ["Session, 50 % of 100.00 1 x 50.00 = 50.00"]);
    }
}

#[tokio::test]
async fn what_does_not_divide_evenly_adds_up_to_the_fee_of_the_session_s_client() {
    let p = practice().client("Ana", fee("100.01")).client("Ben", the_service_s()).client("Cleo", fee("7.00")).await;
    let session = p.book_shared("Ana", "2026-03-02", &[("Cleo", "33.3333"), ("Ben", "33.3333")]).await;
    p.mark(&[session], Attended).await.unwrap();
    assert_eq!(
        payers(&p).await,
        "Ana 33.3334 % 33.34 on INV-00001, Ben 33.3333 % 33.34 on INV-00002, Cleo 33.3333 % 33.33 on INV-00003"
    );
}

#[tokio::test]
async fn who_has_no_part_of_a_charge_gets_no_invoice() {
    let p = a_couple().await;
    let session = p.book_shared("Ana", "2026-03-02", &[("Ben", "100")]).await;
    p.thoroughly(async |it, ask| it.mark_attendance(&[session], Some(Attended), false, ask).await).await;
    assert_eq!(payers(&p).await, "Ana 0 % 0.00 uncharged, Ben 100 % 100.00 on INV-00001");
    let mut free = p.shared_form("Ana", "2026-03-01", &[("Ben", "50")]).await;
    free.fee = "0.00".into();
    let free = p.practice.book_session(&free, &p.ask()).await.unwrap().answer;
    p.thoroughly(async |it, ask| it.mark_attendance(&free, Some(Attended), false, ask).await).await;
    assert!(payers(&p).await.ends_with("Ben 50 % 0.00 uncharged"), "{}", payers(&p).await);
}

#[tokio::test]
async fn each_payer_s_own_exemption_and_bill_to_hold_for_their_invoice() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.add_client("Ben", &fee("10.00"), |form| {
        form.tax_exempt = true;
        form.bill_to_name = "Insurer".into();
    })
    .await;
    let tax = TaxForm { name: "Tax".into(), rate: "10".into(), included: false };
    let tax = p.practice.save_tax(None, &tax, &p.ask()).await.unwrap().answer;
    p.practice.save_service(Some(p.service().await), &service(vec![tax]), &p.ask()).await.unwrap();
    let session = p.book_shared("Ana", "2026-03-02", &[("Ben", "40")]).await;
    p.thoroughly(async |it, ask| it.mark_attendance(&[session], Some(Attended), false, ask).await).await;
    assert_eq!(p.balance("Ana").await, "owing 66.00, credit 0.00");
    assert_eq!(p.balance("Ben").await, "owing 40.00, credit 0.00");
    let invoices = p.all_invoices().await;
    let of_ben = invoices.iter().find(|row| row.client_name == "Ben" && row.outstanding == "40.00").unwrap();
    let page = p.practice.invoice_page(of_ben.id, p.now()).await.unwrap();
    assert_eq!(page.bill_to[0], "Insurer");
    assert_eq!(page.form.lines[0].taxes, [LineTaxForm { name: "Tax".into(), rate: "10".into(), included: false }]);
}

#[tokio::test]
async fn the_fee_for_a_late_cancellation_or_no_show_is_shared_too_and_so_is_its_waiver() {
    let p = a_couple().await;
    let session = p.book_shared("Ana", "2026-03-02", &[("Ben", "25")]).await;
    p.thoroughly(async |it, ask| it.mark_attendance(&[session], Some(LateCancelled), false, ask).await).await;
    assert!(payers(&p).await.starts_with("Ana 75 % 37.50 on"), "{}", payers(&p).await);
    p.thoroughly(async |it, ask| it.mark_attendance(&[session], Some(NoShow), false, ask).await).await;
    assert_eq!(p.balance("Ana").await, "owing 60.00, credit 0.00");
    assert_eq!(p.balance("Ben").await, "owing 20.00, credit 0.00");
    p.thoroughly(async |it, ask| it.mark_attendance(&[session], Some(NoShow), true, ask).await).await;
    assert_eq!(payers(&p).await, "Ana 75 % 0.00 uncharged, Ben 25 % 0.00 uncharged");
}

#[tokio::test]
async fn taking_the_mark_off_takes_every_payer_s_charge_off() {
    let p = a_couple().await;
    let session = p.book_shared("Ana", "2026-03-02", &[("Ben", "50")]).await;
    p.mark(&[session], Attended).await.unwrap();
    p.thoroughly(async |it, ask| it.mark_attendance(&[session], None, false, ask).await).await;
    for (client, number) in [("Ana", "INV-00001"), ("Ben", "INV-00002")] {
        assert_eq!(p.balance(client).await, "owing 0.00, credit 0.00");
        assert_eq!(p.invoice(number).await, "void 50.00: 0.00 applied, 0.00 outstanding");
    }
}

#[tokio::test]
async fn where_one_payer_has_paid_no_charge_is_taken_off_but_all_may_be_kept() {
    let p = a_couple().await;
    let session = p.book_shared("Ana", "2026-03-02", &[("Ben", "50")]).await;
    p.mark(&[session], Attended).await.unwrap();
    p.pay("Ben", "50.00").await;
    assert_eq!(
        p.refused(async |it, ask| it.mark_attendance(&[session], None, false, ask).await).await,
        "INV-00002 charges this session and 50.00 is applied to it. \
         Keep the charge, make the session free of charge, or charge the fee for the new mark instead; \
         the last two issue a credit note."
    );
    let kept = p.thoroughly(async |it, ask| it.mark_keeping_charge(session, Cancelled, ask).await).await;
    assert_eq!(
        kept.sentence,
        "Marked Ana, 2 Mar 2026, 09:00 cancelled, and kept the charge on INV-00001 and INV-00002"
    );
    assert_eq!(p.balance("Ana").await, "owing 50.00, credit 0.00");
}

#[tokio::test]
async fn a_payer_who_waits_does_so_no_longer_where_the_others_charge_is_kept_on_a_cancelled_session() {
    let p = a_couple().await;
    let session = p.book_shared("Ana", "2026-03-02", &[("Ben", "50")]).await;
    p.mark(&[session], Attended).await.unwrap();
    p.practice.void_invoice(p.invoice_id("INV-00002").await, &voiding("", false), &p.ask()).await.unwrap();
    p.thoroughly(async |it, ask| it.mark_keeping_charge(session, Cancelled, ask).await).await;
    assert_eq!(waiting(&p, None).await, 0);
    assert_eq!(p.balance("Ana").await, "owing 50.00, credit 0.00");
}

#[tokio::test]
async fn where_one_payer_s_invoice_is_void_only_that_share_waits_again() {
    let p = a_couple().await;
    let session = p.book_shared("Ana", "2026-03-02", &[("Ben", "50")]).await;
    p.mark(&[session], Attended).await.unwrap();
    let void = p.invoice_id("INV-00002").await;
    p.thoroughly(async |it, ask| it.void_invoice(void, &voiding("", false), ask).await).await;
    assert_eq!(payers(&p).await, "Ana 50 % 50.00 on INV-00001, Ben 50 % 50.00 waits");
    assert_eq!((waiting(&p, None).await, waiting(&p, Some("Ana")).await, waiting(&p, Some("Ben")).await), (1, 0, 1));
    let counted = p.practice.billing_summary(p.now()).await.unwrap().not_invoiced_count;
    let of_ben = p.practice.client_page(p.client("Ben"), p.now()).await.unwrap().not_invoiced_count;
    assert_eq!((counted, of_ben), (1, 1));
    let ana = WaitingSessions::Of(p.client("Ana"));
    assert_eq!(p.practice.invoice_all(ana, false, &p.ask()).await.unwrap().operation, None);
    p.thoroughly(async |it, ask| it.invoice_sessions(&[session], false, ask).await).await;
    assert_eq!(p.balance("Ben").await, "owing 50.00, credit 0.00");
    assert_eq!(waiting(&p, None).await, 0);
}

#[tokio::test]
async fn a_share_that_is_taken_off_an_invoice_by_hand_waits_and_can_be_put_back() {
    let p = a_couple().await;
    let session = p.book_shared("Ana", "2026-03-02", &[("Ben", "50")]).await;
    p.mark(&[session], Attended).await.unwrap();
    let line = p.invoice_as_typed("INV-00002").await.lines.remove(0);
    p.edit("INV-00002", |form| form.lines = vec![stories::line("Letter", "1", "5.00")]).await.unwrap();
    assert_eq!(payers(&p).await, "Ana 50 % 50.00 on INV-00001, Ben 50 % 50.00 waits");
    let id = p.invoice_id("INV-00002").await;
    let mut form = p.invoice_as_typed("INV-00002").await;
    form.lines.push(line.clone());
    p.thoroughly(async |it, ask| it.edit_invoice(id, &form, ask).await).await;
    assert_eq!(p.balance("Ben").await, "owing 55.00, credit 0.00");
    let other = p.invoice_form("Ana", vec![line]);
    let refusal = p.refused(async |it, ask| it.issue_invoice(&other, ask).await).await;
    assert_eq!(refusal, "This session does not wait for an invoice of this client.");
}

#[tokio::test]
async fn each_payer_is_invoiced_when_their_own_setting_says() {
    let p = practice().today("2026-10-20").client("Ana", fee("100.00")).await;
    p.add_client("Ben", &fee("10.00"), |form| form.invoicing = Some(InvoicingView::Monthly)).await;
    for day in ["2026-10-06", "2026-10-13"] {
        let session = p.book_shared("Ana", day, &[("Ben", "50")]).await;
        p.thoroughly(async |it, ask| it.mark_attendance(&[session], Some(Attended), false, ask).await).await;
    }
    assert_eq!(p.balance("Ana").await, "owing 100.00, credit 0.00");
    assert_eq!(p.balance("Ben").await, "owing 0.00, credit 0.00");
    p.on_day("2026-11-01");
    let issued = p.thoroughly(async |it, ask| it.invoice_month("2026-10", ask).await).await;
    assert_eq!(issued.answer.len(), 1);
    assert_eq!(p.balance("Ben").await, "owing 100.00, credit 0.00");
}

#[tokio::test]
async fn what_waits_for_several_payers_is_gathered_for_each_of_them() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("80.00"));
    let p = p.settings(|it| it.invoicing = InvoicingView::ByHand).await;
    let sessions = [
        p.book_shared("Ana", "2026-03-01", &[("Ben", "50")]).await,
        p.book_shared("Ben", "2026-03-02", &[("Ana", "25")]).await,
    ];
    p.mark(&sessions, Attended).await.unwrap();
    assert_eq!(waiting(&p, None).await, 2);
    let issued = p.thoroughly(async |it, ask| it.invoice_all(WaitingSessions::All, true, ask).await).await;
    assert_eq!(issued.sentence, "Issued 2 invoices, INV-00001 to INV-00002, over 180.00");
    assert_eq!(p.balance("Ana").await, "owing 70.00, credit 0.00");
    assert_eq!(p.balance("Ben").await, "owing 110.00, credit 0.00");
    p.thoroughly(async |it, ask| it.mark_attendance(&sessions[..1], None, false, ask).await).await;
    assert_eq!(p.balance("Ana").await, "owing 20.00, credit 0.00");
}

#[tokio::test]
async fn shares_go_to_each_session_of_a_series_and_are_changed_like_the_rest() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("10.00")).client("Cleo", fee("9.00")).await;
    let repeat = Some(RepeatForm { weeks: 1, count: "4".into(), until: String::new() });
    let form = SessionForm { repeat, ..p.shared_form("Ana", "2026-03-02", &[("Ben", "50")]).await };
    let ids = p.thoroughly(async |it, ask| it.book_session(&form, ask).await).await.answer;
    p.mark(&ids[..1], Attended).await.unwrap();
    let third = p.shared_form("Ana", "2026-03-16", &[("Ben", "30"), ("Cleo", "30")]).await;
    let following = SeriesScope::Following;
    p.thoroughly(async |it, ask| it.change_session(ids[2], &third, following, ask).await).await;
    let fourth = p.session_form("Ana", "2026-03-23").await;
    p.thoroughly(async |it, ask| it.change_session(ids[3], &fourth, SeriesScope::This, ask).await).await;
    let second = p.shared_form("Ben", "2026-03-09", &[("Ana", "10")]).await;
    let shown = async || {
        let sessions = p.all_sessions().await.into_iter();
        let others = |row: &practice::view::SessionView| {
            let shares = row.shares.iter().map(|share| format!(" {} {}", share.client_name, share.percent));
            format!("{}:{}", row.client_name, shares.collect::<String>())
        };
        sessions.map(|row| others(&row)).collect::<Vec<_>>()
    };
    assert_eq!(shown().await, ["Ana: Ben 50", "Ana: Ben 50", "Ana: Ben 30 Cleo 30", "Ana:"]);
    p.thoroughly(async |it, ask| it.change_session(ids[1], &second, SeriesScope::All, ask).await).await;
    assert_eq!(shown().await, ["Ana: Ben 50", "Ben: Ana 10", "Ben: Ana 10", "Ben: Ana 10"]);
    p.thoroughly(async |it, ask| it.delete_session(ids[1], SeriesScope::Following, ask).await).await;
    assert_eq!(shown().await, ["Ana: Ben 50"]);
}

#[tokio::test]
async fn the_shares_of_a_marked_session_stay_as_they_are() {
    let p = a_couple().await;
    let session = p.book_shared("Ana", "2026-03-02", &[("Ben", "50")]).await;
    p.mark(&[session], Attended).await.unwrap();
    let other = p.shared_form("Ana", "2026-03-02", &[("Ben", "60")]).await;
    assert_eq!(
        p.refused(async |it, ask| it.change_session(session, &other, SeriesScope::This, ask).await).await,
        "This session is marked attended, so it stays as it is. Take the mark off first."
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_share_is_said_at_its_field() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("10.00")).client("Old", fee("9.00")).await;
    p.practice.archive_client(p.client("Old"), true, &p.ask()).await.unwrap();
    let over = "The shares come to 110 % together. They can come to 100 % at most; \
                what they leave is for the session’s own client.";
    for (others, field, expected) in [
        (vec![("Ben", "110")], "shares.0.percent", "“110” is not between 0 and 100 %."),
        (vec![("Ben", "")], "shares.0.percent", "Enter a percentage, such as 8.5."),
        (vec![("Ben", "0")], "shares.0.percent", "Enter a share above 0 %, or take this payer off."),
        (
            vec![("Ben", "1/2")],
            "shares.0.percent",
            "“1/2” is not a percentage. Write it like 8.5, with a point before the decimals.",
        ),
        (
            vec![("Ana", "50")],
            "shares.0.client_id",
            "Ana is the session’s own client and pays the rest. Choose somebody else.",
        ),
        (vec![("Ben", "20"), ("Ben", "20")], "shares.1.client_id", "Ben is one of the payers already."),
        (vec![("Old", "20")], "shares.0.client_id", "Old is archived. Take the client back first."),
    ] {
        let form = p.shared_form("Ana", "2026-03-02", &others).await;
        check(&p, &form, field, expected).await;
    }
    let cleo = p.add_client("Cleo", &fee("9.00"), |_| {}).await;
    let mut form = p.shared_form("Ana", "2026-03-02", &[("Ben", "60"), ("Cleo", "50")]).await;
    assert_eq!(form.shares[1].client_id, Some(cleo));
    check(&p, &form, "shares.1.percent", over).await;
    form.shares[1].client_id = None;
    form.shares[1].percent = "40".into();
    check(&p, &form, "shares.1.client_id", "Choose a client, or take this payer off.").await;
}

async fn check(p: &Story, form: &SessionForm, field: &str, expected: &str) {
    let file = p.dump().await;
    match p.practice.book_session(form, &p.ask()).await {
        Err(practice::Error::Fields(fields)) => {
            let said: Vec<_> = fields.iter().map(|it| (it.field.as_str(), it.message.as_str())).collect();
            assert_eq!(said, [(field, expected)]);
        }
        other => panic!("{expected}: {other:?}"),
    }
    assert_eq!(p.dump().await, file, "a refused act changes nothing");
}

#[tokio::test]
async fn a_payer_who_was_archived_since_stays_on_the_session_when_it_is_changed() {
    let p = a_couple().await;
    let session = p.book_shared("Ana", "2026-03-02", &[("Ben", "50")]).await;
    p.practice.archive_client(p.client("Ben"), true, &p.ask()).await.unwrap();
    let later = p.shared_form("Ana", "2026-03-02T11:00", &[("Ben", "40")]).await;
    p.thoroughly(async |it, ask| it.change_session(session, &later, SeriesScope::This, ask).await).await;
    assert_eq!(payers(&p).await, "Ana 60 % 60.00 uncharged, Ben 40 % 40.00 uncharged");
}

#[tokio::test]
async fn a_client_who_shares_in_a_session_sees_it_and_is_not_deleted() {
    let p = a_couple().await;
    p.book_shared("Ana", "2026-03-02", &[("Ben", "50")]).await;
    let ben = p.client("Ben");
    let page = p.practice.client_page(ben, p.now()).await.unwrap();
    assert_eq!((page.session_count, page.next_session_at), (1, None));
    let query = SessionsQuery {
        client_id: Some(ben),
        search: String::new(),
        filter: SessionFilter::All,
        descending: true,
        page: 0,
    };
    assert_eq!(p.practice.list_sessions(&query, p.now()).await.unwrap().rows[0].client_name, "Ana");
    let listed = p.practice.find_clients("Ben", p.now()).await.unwrap();
    assert_eq!(listed[0].last_session_on.as_deref(), Some("2026-03-02"));
    assert_eq!(
        p.refused(async |it, ask| it.delete_client(ben, ask).await).await,
        "This client has sessions, invoices, payments or documents, which are kept. Archive the client instead."
    );
}

#[tokio::test]
async fn what_each_would_pay_is_shown_while_it_is_typed() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("10.00")).client("Cleo", fee("9.00")).await;
    let mut form = p.shared_form("Ana", "2026-03-02", &[("Cleo", "12.5"), ("Ben", "")]).await;
    let shown = async |form: &SessionForm, equally| {
        let shared = p.practice.share_session_fee(form, equally).await.map_err(|error| error.to_string())?;
        let parts = std::iter::once(&shared.own).chain(&shared.others);
        let parts = parts.map(|part| format!("{} % {}", part.percent, part.amount)).collect::<Vec<_>>().join(", ");
        Ok::<_, String>(format!("{}: {parts}", shared.fee))
    };
    assert_eq!(shown(&form, false).await, Err("Enter a percentage, such as 8.5.".into()));
    let equal = "100.00: 33.3334 % 33.34, 33.3333 % 33.33, 33.3333 % 33.33";
    assert_eq!(shown(&form, true).await, Ok(equal.into()));
    form.shares[1].percent = "50".into();
    form.fee = "80.00".into();
    assert_eq!(shown(&form, false).await, Ok("80.00: 37.5 % 30.00, 12.5 % 10.00, 50 % 40.00".into()));
    form.shares.clear();
    form.fee = String::new();
    form.client_id = None;
    assert_eq!(shown(&form, false).await, Ok("140.00: 100 % 140.00".into()));
}

#[tokio::test]
async fn a_list_that_is_saved_says_who_pays_and_on_which_invoices() {
    let p = a_couple().await;
    let session = p.book_shared("Ana", "2026-03-02", &[("Ben", "50")]).await;
    p.mark(&[session], Attended).await.unwrap();
    let folder = stories::empty_folder();
    let path = folder.path().join("sessions.csv");
    let query = SessionsQuery {
        client_id: None,
        search: String::new(),
        filter: SessionFilter::All,
        descending: false,
        page: 0,
    };
    p.practice.export_list(&practice::view::ExportList::Sessions(query), &path, p.now()).await.unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let row = "Ana,,2026-03-02,09:00,50,Session,Attended,100.00,100.00,\"INV-00001, INV-00002\",Ben 50 %";
    assert_eq!(text.lines().nth(1), Some(row));
}

#[tokio::test]
async fn undo_of_one_payer_s_act_names_what_came_after_it_for_the_other() {
    let p = a_couple().await;
    let session = p.book_shared("Ana", "2026-03-02", &[("Ben", "50")]).await;
    p.mark(&[session], Attended).await.unwrap();
    let marked = p.practice.recent_operations(0).await.unwrap().rows[0].operation;
    p.pay("Ben", "20.00").await;
    assert_eq!(
        p.refused(async |it, ask| it.undo(marked, ask).await).await,
        "A later act depends on this one: “Recorded 20.00 from Ben (R-00001)”. Undo that first."
    );
    assert_eq!(p.practice.list_payments(&anybody()).await.unwrap().total, 1);
}
