//! Attendance and the invoices that come of it (money-rules 5, *Issue* and *Change of attendance*).

use practice::view::{
    AttendanceView::{self, Attended, Cancelled, CancelledByTherapist, LateCancelled, NoShow},
    DiscountKind, FeeRuleForm, InvoicingView, SessionFilter, SessionsQuery, WaitingSessions,
};
use stories::{Story, fee, practice, service, the_service_s, voiding};

#[tokio::test]
async fn a_session_leaves_a_shared_invoice_only_where_its_discount_still_fits() {
    let p = practice()
        .today("2026-03-10")
        .client("Ana", fee("100.00"))
        .settings(|it| it.invoicing = InvoicingView::ByHand)
        .await;
    let first = p.book("Ana", "2026-03-02").await;
    let second = p.book("Ana", "2026-03-03").await;
    p.mark(&[first, second], Attended).await.unwrap();
    p.practice.invoice_all(WaitingSessions::All, true, &p.ask()).await.unwrap();
    p.edit("INV-00001", |form| form.discount = stories::amount("150.00")).await.unwrap();
    assert_eq!(
        p.refused(async |it, ask| it.mark_attendance(&[first], None, false, ask).await).await,
        "The discount on INV-00001 is more than what would be left on it without this session. \
         Open the invoice and lower its discount first, or make it void."
    );
    p.edit("INV-00001", |form| form.discount = stories::amount("60.00")).await.unwrap();
    p.mark(&[first], None).await.unwrap();
    assert_eq!(p.balance("Ana").await, "owing 40.00, credit 0.00");
}

#[tokio::test]
async fn an_attended_session_is_invoiced_at_once_and_raises_the_balance() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
    let marked =
        p.thoroughly(async |practice, ask| practice.mark_attendance(&[session], Some(Attended), false, ask).await);
    assert_eq!(marked.await.sentence, "Marked Ana, 2 Mar 2026, 09:00 attended: INV-00001 over 100.00");
    assert_eq!(p.balance("Ana").await, "owing 100.00, credit 0.00");
    assert_eq!(p.invoice("INV-00001").await, "unpaid 100.00: 0.00 applied, 100.00 outstanding");
}

#[tokio::test]
async fn the_fee_is_the_session_s_own_else_the_client_s_else_the_service_s() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).client("Ben", the_service_s()).await;
    let mut own = p.session_form("Ana", "2026-03-02").await;
    own.fee = "90.00".into();
    let own = p.practice.book_session(&own, &p.ask()).await.unwrap().answer[0];
    p.mark(&[own], Attended).await.unwrap();
    p.attend("Ana", "2026-03-02").await;
    p.attend("Ben", "2026-03-02").await;
    let totals: Vec<_> = p.all_invoices().await.into_iter().map(|row| row.total).collect();
    assert_eq!(totals, ["90.00", "100.00", "140.00"]);
}

#[tokio::test]
async fn a_double_click_or_a_second_marking_has_one_effect() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    let ask = p.ask();
    let sessions = [session];
    let click = || p.practice.mark_attendance(&sessions, Some(Attended), false, &ask);
    let (first, second) = tokio::join!(click(), click());
    assert_eq!(first.unwrap(), second.unwrap());
    let file = p.dump().await;
    let third = p.mark(&[session], Attended).await.unwrap();
    assert_eq!((third.operation, third.sentence.as_str()), (None, "It is marked so already"));
    assert_eq!(p.dump().await, file);
    assert_eq!(p.all_invoices().await.len(), 1);
}

#[tokio::test]
async fn one_key_is_not_taken_for_two_acts() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    let ask = p.ask();
    p.practice.mark_attendance(&[session], Some(Attended), false, &ask).await.unwrap();
    let file = p.dump().await;
    let refusal = p.practice.save_session_note(session, "hers", &ask).await.unwrap_err().to_string();
    assert!(refusal.contains("one key for two acts"), "{refusal}");
    assert_eq!(p.dump().await, file);
}

async fn charged(p: &Story, at: &str, attendance: AttendanceView, waive: bool) -> String {
    let session = p.book("Ana", at).await;
    let marked = p.practice.mark_attendance(&[session], Some(attendance), waive, &p.ask()).await.unwrap().answer;
    match marked.invoices.first() {
        None => "nothing".into(),
        Some(invoice) => p.lines(&invoice.number).await.join(", "),
    }
}

#[tokio::test]
async fn a_late_cancellation_or_no_show_charges_the_service_s_fee_for_it_unless_waived() {
    let p = practice().client("Ana", fee("100.01")).await;
    assert_eq!(
        charged(&p, "2026-03-02T08:00", LateCancelled, false).await,
        "Late cancellation: Session 1 x 50.01 = 50.01"
    );
    assert_eq!(charged(&p, "2026-03-02T09:00", NoShow, false).await, "No-show: Session 1 x 80.00 = 80.00");
    for (time, attendance) in [("2026-03-02T10:00", LateCancelled), ("2026-03-02T11:00", NoShow)] {
        assert_eq!(charged(&p, time, attendance, true).await, "nothing");
    }
    for (time, attendance) in [("2026-03-02T12:00", Cancelled), ("2026-03-02T13:00", CancelledByTherapist)] {
        assert_eq!(charged(&p, time, attendance, false).await, "nothing");
    }
    let mut free = service(vec![]);
    free.late_cancel = FeeRuleForm { kind: DiscountKind::None, value: String::new() };
    p.practice.save_service(Some(p.service().await), &free, &p.ask()).await.unwrap();
    assert_eq!(charged(&p, "2026-03-02T14:00", LateCancelled, false).await, "nothing");
    assert_eq!(p.balance("Ana").await, "owing 130.01, credit 0.00");
    p.check_books().await;
}

#[tokio::test]
async fn a_fee_can_be_waived_after_it_was_charged() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], NoShow).await.unwrap();
    assert_eq!(p.balance("Ana").await, "owing 80.00, credit 0.00");
    p.thoroughly(async |practice, ask| practice.mark_attendance(&[session], Some(NoShow), true, ask).await).await;
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
    assert_eq!(p.all_sessions().await[0].attendance, Some(NoShow));
}

#[tokio::test]
async fn a_waived_fee_stays_waived_when_several_sessions_are_marked_alike() {
    let p = practice().client("Ana", fee("100.00")).await;
    let (waived, other) = (p.book("Ana", "2026-03-01").await, p.book("Ana", "2026-03-02").await);
    p.practice.mark_attendance(&[waived], Some(NoShow), true, &p.ask()).await.unwrap();
    let marked = p.mark(&[waived, other], NoShow).await.unwrap().answer;
    assert_eq!(marked.sessions, [other]);
    assert_eq!(p.balance("Ana").await, "owing 80.00, credit 0.00");
}

#[tokio::test]
async fn taking_the_mark_off_takes_the_charge_off_and_voids_the_empty_invoice() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    p.thoroughly(async |practice, ask| practice.mark_attendance(&[session], None, false, ask).await).await;
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
    assert_eq!(p.invoice("INV-00001").await, "void 100.00: 0.00 applied, 0.00 outstanding");
    let session = &p.all_sessions().await[0];
    assert_eq!((session.attendance, session.invoice_id, session.awaits_invoice), (None, None, false));
}

#[tokio::test]
async fn a_change_from_attended_to_no_show_charges_the_other_fee_on_a_new_invoice() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    p.thoroughly(async |practice, ask| practice.mark_attendance(&[session], Some(NoShow), false, ask).await).await;
    assert_eq!(p.balance("Ana").await, "owing 80.00, credit 0.00");
    assert_eq!(p.invoice("INV-00001").await, "void 100.00: 0.00 applied, 0.00 outstanding");
}

#[tokio::test]
async fn a_charge_on_a_shared_invoice_is_taken_off_and_the_others_stay() {
    let p = practice().client("Ana", fee("100.00")).settings(|it| it.invoicing = InvoicingView::ByHand).await;
    let (one, two) = (p.book("Ana", "2026-03-01").await, p.book("Ana", "2026-03-02").await);
    p.mark(&[one, two], Attended).await.unwrap();
    p.practice.invoice_all(WaitingSessions::All, true, &p.ask()).await.unwrap();
    assert_eq!(p.invoice("INV-00001").await, "unpaid 200.00: 0.00 applied, 200.00 outstanding");
    p.thoroughly(async |practice, ask| practice.mark_attendance(&[one], Some(Cancelled), false, ask).await).await;
    assert_eq!(p.invoice("INV-00001").await, "unpaid 100.00: 0.00 applied, 100.00 outstanding");
}

#[tokio::test]
async fn a_charge_that_is_paid_can_be_kept_under_another_mark() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    let none = async |it: &practice::Practice, ask: &practice::Ask| it.mark_keeping_charge(session, NoShow, ask).await;
    let nothing = "No invoice charges this session, so there is no charge to keep.";
    assert_eq!(p.refused(none).await, nothing);
    p.mark(&[session], Attended).await.unwrap();
    p.pay("Ana", "100.00").await;
    let kept = p.thoroughly(none).await;
    assert_eq!(kept.sentence, "Marked Ana, 2 Mar 2026, 09:00 no-show, and kept the charge on INV-00001");
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    assert_eq!(p.all_sessions().await[0].attendance, Some(NoShow));
    let again = p.practice.mark_keeping_charge(session, NoShow, &p.ask()).await.unwrap();
    assert_eq!((again.operation, again.sentence.as_str()), (None, "It is marked so already"));
    p.practice.mark_keeping_charge(session, Cancelled, &p.ask()).await.unwrap();
    p.practice.void_invoice(p.invoice_id("INV-00001").await, &voiding("", true), &p.ask()).await.unwrap();
    assert!(!p.all_sessions().await[0].awaits_invoice, "a cancelled session waits for no invoice");
}

#[tokio::test]
async fn a_charge_that_is_paid_is_not_taken_off_silently() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    p.pay("Ana", "40.00").await;
    let refusal = "INV-00001 charges this session and 40.00 is applied to it. \
                   Keep the charge, make the session free of charge, or charge the fee for the new mark instead; \
                   the last two issue a credit note.";
    for wanted in [None, Some(NoShow)] {
        assert_eq!(p.refused(async |it, ask| it.mark_attendance(&[session], wanted, false, ask).await).await, refusal);
    }
}

#[tokio::test]
async fn a_charge_on_a_locked_invoice_is_not_taken_off() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    p.practice.lock_invoice(p.invoice_id("INV-00001").await, &p.ask()).await.unwrap();
    assert_eq!(
        p.refused(async |it, ask| it.mark_attendance(&[session], None, false, ask).await).await,
        "INV-00001 charges this session and is locked. Unlock it first, or choose otherwise. \
         Keep the charge, make the session free of charge, or charge the fee for the new mark instead; \
         the last two issue a credit note."
    );
}

#[tokio::test]
async fn several_sessions_are_marked_in_one_act_or_none_of_them() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", the_service_s()).await;
    let ids = [p.book("Ana", "2026-03-01").await, p.book("Ben", "2026-03-01").await, p.book("Ana", "2026-03-02").await];
    let marked = p.thoroughly(async |it, ask| it.mark_attendance(&ids, Some(Attended), false, ask).await).await;
    assert_eq!(marked.sentence, "Marked 3 sessions attended: 3 invoices over 340.00");
    assert_eq!(p.balance("Ana").await, "owing 200.00, credit 0.00");
    let with_tomorrow = [p.book("Ben", "2026-03-02").await, p.book("Ana", "2026-03-03").await];
    assert_eq!(
        p.refused(async |it, ask| it.mark_attendance(&with_tomorrow, Some(Attended), false, ask).await).await,
        "Ana, 3 Mar 2026, 09:00: This session is on 3 Mar 2026, so it cannot be marked attended yet. Mark it on that \
         day, or move it."
    );
}

#[tokio::test]
async fn the_refusal_to_mark_several_names_each_session_that_stands_in_the_way() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("80.00")).await;
    let ids = [p.book("Ana", "2026-03-01").await, p.book("Ben", "2026-03-01").await, p.book("Ana", "2026-03-02").await];
    p.mark(&ids, Attended).await.unwrap();
    p.pay("Ana", "140.00").await;
    let refusal = p.practice.mark_attendance(&ids, Some(NoShow), false, &p.ask()).await.unwrap_err();
    let practice::Error::Fields(fields) = refusal else { panic!("{refusal}") };
    let named: Vec<_> = fields
        .iter()
        .map(|field| format!("{} {}", field.field, field.message.split(" charges").next().unwrap_or_default()))
        .collect();
    assert_eq!(named, ["sessions.0 Ana, 1 Mar 2026, 09:00: INV-00001", "sessions.2 Ana, 2 Mar 2026, 09:00: INV-00003"]);
}

#[tokio::test]
async fn a_session_to_come_can_be_cancelled_but_neither_attended_nor_missed() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-09").await;
    for wanted in [Attended, NoShow] {
        let refusal = p.refused(async |it, ask| it.mark_attendance(&[session], Some(wanted), false, ask).await).await;
        assert!(refusal.starts_with("This session is on 9 Mar 2026, so it cannot be marked"), "{refusal}");
    }
    p.mark(&[session], LateCancelled).await.unwrap();
    assert_eq!(p.balance("Ana").await, "owing 50.00, credit 0.00");
}

#[tokio::test]
async fn without_auto_invoicing_a_session_waits_under_not_invoiced() {
    let p = practice().client("Ana", fee("100.00")).settings(|it| it.invoicing = InvoicingView::ByHand).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.thoroughly(async |it, ask| it.mark_attendance(&[session], Some(Attended), false, ask).await).await;
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
    let query = SessionsQuery {
        client_id: None,
        search: String::new(),
        filter: SessionFilter::NotInvoiced,
        descending: false,
        page: 0,
    };
    let waiting = p.practice.list_sessions(&query, p.now()).await.unwrap();
    assert_eq!((waiting.total, waiting.rows[0].id), (1, session));
    p.thoroughly(async |it, ask| it.invoice_sessions(&[session], false, ask).await).await;
    assert_eq!(p.balance("Ana").await, "owing 100.00, credit 0.00");
    assert_eq!(
        p.refused(async |it, ask| it.invoice_sessions(&[session], false, ask).await).await,
        "Ana, 2 Mar 2026, 09:00: this session does not wait for an invoice."
    );
}

#[tokio::test]
async fn a_client_s_own_setting_goes_before_the_practice_s() {
    let p = practice().await;
    p.add_client("Ana", &fee("100.00"), |form| form.invoicing = Some(InvoicingView::ByHand)).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    assert!(p.all_sessions().await[0].awaits_invoice);

    let p = practice().settings(|it| it.invoicing = InvoicingView::ByHand).await;
    p.add_client("Ana", &fee("100.00"), |form| form.invoicing = Some(InvoicingView::PerSession)).await;
    p.attend("Ana", "2026-03-02").await;
    assert_eq!(p.balance("Ana").await, "owing 100.00, credit 0.00");
}

async fn with_waiting_sessions() -> Story {
    let p = practice().client("Ana", fee("100.00")).client("Ben", the_service_s());
    let p = p.today("2026-03-09").settings(|it| it.invoicing = InvoicingView::ByHand).await;
    for (client, day) in [("Ana", "2026-03-02"), ("Ben", "2026-03-03"), ("Ana", "2026-03-09")] {
        let session = p.book(client, day).await;
        p.mark(&[session], Attended).await.unwrap();
    }
    p
}

#[tokio::test]
async fn invoice_all_makes_one_invoice_for_each_session() {
    let p = with_waiting_sessions().await;
    let issued = p.thoroughly(async |it, ask| it.invoice_all(WaitingSessions::All, false, ask).await).await;
    assert_eq!(issued.sentence, "Issued 3 invoices, INV-00001 to INV-00003, over 340.00");
    let file = p.dump().await;
    let none = p.practice.invoice_all(WaitingSessions::All, false, &p.ask()).await.unwrap();
    assert_eq!((none.operation, none.sentence.as_str()), (None, "No session waits for an invoice"));
    assert_eq!(p.dump().await, file);
}

#[tokio::test]
async fn a_session_that_is_named_twice_is_invoiced_once() {
    for gather in [false, true] {
        let p =
            practice().settings(|profile| profile.invoicing = InvoicingView::ByHand).client("Ana", fee("100.00")).await;
        let session = p.book("Ana", "2026-03-02").await;
        p.mark(&[session], Attended).await.unwrap();
        let issued = p.practice.invoice_sessions(&[session, session], gather, &p.ask()).await.unwrap().answer;
        assert_eq!(issued.len(), 1);
        assert_eq!(p.balance("Ana").await, "owing 100.00, credit 0.00");
        p.check_books().await;
    }
}

#[tokio::test]
async fn invoice_all_can_gather_one_invoice_for_each_client() {
    let p = with_waiting_sessions().await;
    let issued = p.thoroughly(async |it, ask| it.invoice_all(WaitingSessions::All, true, ask).await).await;
    assert_eq!(issued.sentence, "Issued 2 invoices, INV-00001 to INV-00002, over 340.00");
    assert_eq!(p.lines("INV-00001").await, ["Session 1 x 100.00 = 100.00", "Session 1 x 100.00 = 100.00"]);
    assert_eq!(p.lines("INV-00002").await, ["Session 1 x 140.00 = 140.00"]);
}

#[tokio::test]
async fn a_session_whose_fee_was_taken_away_waits_no_longer() {
    let p = practice().client("Ana", fee("100.00")).settings(|it| it.invoicing = InvoicingView::ByHand).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], NoShow).await.unwrap();
    let mut free = service(vec![]);
    free.no_show = FeeRuleForm { kind: DiscountKind::None, value: String::new() };
    p.practice.save_service(Some(p.service().await), &free, &p.ask()).await.unwrap();
    p.practice.invoice_all(WaitingSessions::All, false, &p.ask()).await.unwrap();
    assert!(!p.all_sessions().await[0].awaits_invoice);
    assert!(p.all_invoices().await.is_empty());
}
