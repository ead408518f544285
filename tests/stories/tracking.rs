//! Credit tracking: each occasion that created credit, with what it came from (requirements B1, B9).

use practice::view::{
    AppliedForm, AssistForm,
    AttendanceView::{Attended, Cancelled},
    CreditCause, CreditForm, CreditNoteForm, CreditOriginView, CreditedCharge, ReversalReason, SearchKind,
    TrackingQuery, UseCredit, WantedForm, WrongAmountForm,
};
use stories::{Story, amount, fee, line, occasion_in_words, percent, practice, split, voiding};

/// INV-00001 over a session of 100.00 and a book of 40.00, paid with 140.00.
async fn paid() -> Story {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("80.00")).await;
    p.issue("Ana", vec![line("Session", "1", "100.00"), line("Book", "2", "20.00")]).await;
    p.pay("Ana", "140.00").await;
    assert_eq!(p.tracked("Ana").await, <[&str; 0]>::default(), "what is used as it comes creates no credit");
    p
}

#[tokio::test]
async fn money_beyond_what_a_payment_paid_is_tracked_with_what_it_paid() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "120.00").await;
    assert_eq!(p.tracked("Ana").await, ["R-00001: overpayment, beyond INV-00001. 20.00, 20.00 now"]);
    p.issue("Ana", vec![line("Session", "1", "90.00"), line("Session", "1", "5.00")]).await;
    p.apply("R-00001", "15.00").to("INV-00002").await;
    assert_eq!(
        p.tracked("Ana").await,
        ["R-00001: overpayment, beyond INV-00001. 20.00, 5.00 now"],
        "what was created stays as it is used"
    );
    p.record("Ana", "30.00", AppliedForm::ToCredit).await.unwrap();
    p.issue("Ana", vec![line("Session", "1", "10.00")]).await;
    p.pay("Ana", "100.00").await;
    assert_eq!(
        p.tracked("Ana").await[..2],
        [
            "R-00003: overpayment, beyond INV-00002 and INV-00003. 10.00, 10.00 now",
            "R-00002: payment kept as credit. 30.00, 30.00 now",
        ]
    );
}

#[tokio::test]
async fn what_came_off_a_lowered_invoice_is_tracked_with_what_lowered_it() {
    let cheaper = "R-00001: INV-00001 was lowered. 20.00, 20.00 now";
    let raised = "R-00001: discount raised on INV-00001. 14.00, 14.00 now";
    let of_line = "R-00001: discount raised on INV-00001. 10.00, 10.00 now";
    let both = "R-00001: item removed from INV-00001, and discount raised. 50.00, 50.00 now";
    let p = paid().await;
    let id = p.invoice_id("INV-00001").await;
    let lowered = async |change: &dyn Fn(&mut practice::view::InvoiceForm)| {
        let mut form = p.invoice_as_typed("INV-00001").await;
        change(&mut form);
        let done = p.practice.edit_invoice(id, &form, &p.ask()).await.unwrap();
        let tracked = p.tracked("Ana").await;
        p.practice.undo(done.operation.unwrap(), &p.ask()).await.unwrap();
        assert_eq!(p.tracked("Ana").await, <[&str; 0]>::default(), "an act that was undone created no credit");
        tracked
    };
    assert_eq!(
        lowered(&|form| drop(form.lines.pop())).await,
        ["R-00001: item removed from INV-00001. 40.00, 40.00 now"]
    );
    assert_eq!(lowered(&|form| form.lines[1].quantity = "1".into()).await, [cheaper]);
    assert_eq!(lowered(&|form| form.lines[1] = line("Leaflet", "1", "20.00")).await, [cheaper]);
    assert_eq!(lowered(&|form| form.discount = percent("10")).await, [raised]);
    assert_eq!(lowered(&|form| form.lines[0].discount = amount("10.00")).await, [of_line]);
    let removed_and_discounted = lowered(&|form| {
        form.lines.pop();
        form.discount = percent("10");
    });
    assert_eq!(removed_and_discounted.await, [both]);
    assert_eq!(
        lowered(&|form| {
            form.lines.clear();
            form.lines.push(line("Session", "1", "100.00"));
            form.issued_on = "2026-02-20".into();
        })
        .await,
        ["R-00001: item removed from INV-00001. 40.00, 40.00 now"],
        "money that only counts on another day came off nothing"
    );
}

#[tokio::test]
async fn several_items_and_several_sources_are_tracked_each() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.issue("Ana", vec![line("One", "1", "10.00"), line("Two", "1", "20.00"), line("Three", "1", "30.00")]).await;
    p.pay("Ana", "40.00").await;
    p.pay("Ana", "20.00").await;
    p.edit("INV-00001", |form| form.lines.truncate(1)).await.unwrap();
    assert_eq!(
        p.tracked("Ana").await,
        [
            "R-00002: 2 items removed from INV-00001. 20.00, 20.00 now",
            "R-00001: 2 items removed from INV-00001. 30.00, 30.00 now",
        ]
    );
}

#[tokio::test]
async fn money_that_came_off_an_invoice_by_hand_is_tracked_with_where_it_went() {
    let p = paid().await;
    p.unapply("R-00001", "30.00").from("INV-00001").await;
    assert_eq!(p.tracked("Ana").await, ["R-00001: taken off INV-00001. 30.00, 30.00 now"]);
    p.issue("Ana", vec![line("Session", "1", "80.00")]).await;
    p.rearrange("R-00001", &[("INV-00001", "60.00"), ("INV-00002", "80.00")]).await.unwrap();
    assert_eq!(p.tracked("Ana").await[0], "R-00001: moved from INV-00001 to INV-00002. 50.00, 0.00 now");
    p.rearrange("R-00001", &[("INV-00002", "0"), ("INV-00001", "80.00")]).await.unwrap();
    assert_eq!(
        p.tracked("Ana").await[0],
        "R-00001: taken off INV-00002, and in part put on INV-00001. 80.00, 60.00 now"
    );
    let refund = p.refund_off_form("R-00001", "25.00", "INV-00001", true).await;
    p.practice.refund(&refund, &p.ask()).await.unwrap();
    assert_eq!(p.tracked("Ana").await[0], "R-00001: taken off INV-00001 and refunded as RF-00001. 25.00, 60.00 now");
    p.practice.reverse_refund(p.refund_id("RF-00001").await, &p.ask()).await.unwrap();
    assert_eq!(p.tracked("Ana").await[0], "R-00001: RF-00001 was reversed. 25.00, 85.00 now");
}

#[tokio::test]
async fn a_void_invoice_gives_its_money_back_as_credit() {
    let p = paid().await;
    p.practice.void_invoice(p.invoice_id("INV-00001").await, &voiding("", true), &p.ask()).await.unwrap();
    assert_eq!(p.tracked("Ana").await, ["R-00001: INV-00001 was made void. 140.00, 140.00 now"]);
}

#[tokio::test]
async fn a_corrected_amount_creates_what_the_payment_has_more() {
    let p = paid().await;
    p.edit_payment("R-00001", |form| form.amount = "150.00".into()).await.unwrap();
    assert_eq!(p.tracked("Ana").await, ["R-00001: amount corrected. 10.00, 10.00 now"]);
    let wrong =
        AssistForm::WrongAmount(WrongAmountForm { payment_id: p.payment_id("R-00001").await, amount: "120.00".into() });
    p.practice.assist(&wrong, &p.ask()).await.unwrap();
    assert_eq!(
        p.tracked("Ana").await,
        ["R-00001: amount corrected. 10.00, 0.00 now"],
        "what never came is no credit, though it came off an invoice"
    );
}

#[tokio::test]
async fn a_credit_is_tracked_in_full_with_its_origin() {
    let p = paid().await;
    for (origin, reason) in [
        (CreditOriginView::Loyalty, ""),
        (CreditOriginView::Referral, ""),
        (CreditOriginView::Courtesy, ""),
        (CreditOriginView::Other, "the heating was off"),
        (CreditOriginView::OpeningBalance, ""),
    ] {
        let form = CreditForm { origin, reason: reason.into(), ..p.credit_form("Ana", "10.00") };
        p.practice.make_credit(&form, &p.ask()).await.unwrap();
    }
    p.issue("Ana", vec![line("Session", "1", "8.00")]).await;
    let invoice_id = Some(p.invoice_id("INV-00002").await);
    let form = CreditForm { invoice_id, ..p.credit_form("Ana", "10.00") };
    p.practice.make_credit(&form, &p.ask()).await.unwrap();
    p.edit_credit("CR-00001", |form| form.amount = "12.00".into()).await.unwrap();
    p.practice.delete_credit(p.credit_id("CR-00002").await, &p.ask()).await.unwrap();
    assert_eq!(
        p.tracked("Ana").await,
        [
            "CR-00001: amount corrected. 2.00, 12.00 now",
            "CR-00006: goodwill as a courtesy, given on INV-00002. 10.00, 2.00 now",
            "CR-00005: opening balance. 10.00, 10.00 now",
            "CR-00004: goodwill (the heating was off). 10.00, 10.00 now",
            "CR-00003: goodwill as a courtesy. 10.00, 10.00 now",
            "CR-00002 (deleted since): goodwill for a referral. 10.00, 0.00 now",
            "CR-00001: goodwill for loyalty. 10.00, 12.00 now",
        ]
    );
}

#[tokio::test]
async fn of_a_credit_note_what_was_kept_is_tracked() {
    let p = paid().await;
    let mut form = p.note_form("INV-00001", &[WantedForm::Amount("30.00".into())]).await;
    form.settlement = split(&p, "0.00", "12.00");
    p.issue_note(&form).await.unwrap();
    assert_eq!(
        p.tracked("Ana").await,
        ["CN-00001: credit note on INV-00001, beyond what was left to pay. 18.00, 18.00 now"]
    );
    for (cause, words) in [
        (CreditCause::Service, "for a service"),
        (CreditCause::Goodwill, "for goodwill"),
        (CreditCause::Return, "for a return"),
        (CreditCause::Correction, "as a correction"),
    ] {
        let form = CreditNoteForm { cause, ..p.free_note_form("Ana", "5.00") };
        let number = p.issue_note(&form).await.unwrap().answer.number;
        assert_eq!(p.tracked("Ana").await[0], format!("{number}: credit note {words}. 5.00, 5.00 now"));
    }
    p.practice.void_credit_note(p.note_id("CN-00005").await, "", "", &p.ask()).await.unwrap();
    assert_eq!(p.tracked("Ana").await[0], "CN-00005 (void since): credit note as a correction. 5.00, 0.00 now");
    p.issue("Ana", vec![line("Session", "1", "8.00")]).await;
    let settled = p.tracked("Ana").await;
    p.credit_note("INV-00002", "8.00").await;
    assert_eq!(p.tracked("Ana").await, settled, "what only settles an invoice creates no credit");
}

#[tokio::test]
async fn goodwill_that_made_way_for_a_credit_note_is_tracked_with_the_note() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.issue("Ana", vec![line("Session", "1", "100.00")]).await;
    p.credit("Ana", "40.00").await;
    p.apply("CR-00001", "40.00").to("INV-00001").await;
    p.pay("Ana", "60.00").await;
    let rebilled = p.practice.credit_and_rebill(p.invoice_id("INV-00001").await, &p.ask()).await.unwrap();
    assert_eq!(
        p.tracked("Ana").await[0],
        "CR-00001: made way for CN-00001 on INV-00001, and was put on INV-00002. 40.00, 0.00 now"
    );
    p.practice.undo(rebilled.operation.unwrap(), &p.ask()).await.unwrap();
    p.credit_note("INV-00001", "100.00").await;
    assert_eq!(
        p.tracked("Ana").await[..2],
        [
            "CN-00002: credit note on INV-00001, beyond what was left to pay. 60.00, 60.00 now",
            "CR-00001: made way for CN-00002 on INV-00001. 40.00, 40.00 now",
        ]
    );
}

#[tokio::test]
async fn what_a_change_of_attendance_or_a_new_bill_left_over_is_tracked_as_that() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    p.pay("Ana", "100.00").await;
    p.practice.mark_crediting_charge(session, Some(Cancelled), CreditedCharge::Free, &p.ask()).await.unwrap();
    assert_eq!(
        p.tracked("Ana").await,
        ["CN-00001: attendance changed, and a session on INV-00001 was credited. 100.00, 100.00 now"]
    );
    let p = practice().client("Ana", fee("100.00")).settings(|form| form.use_credit = UseCredit::Automatic).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    p.credit("Ana", "30.00").await;
    p.practice.credit_and_rebill(p.invoice_id("INV-00001").await, &p.ask()).await.unwrap();
    assert_eq!(
        p.tracked("Ana").await[0],
        "CN-00001: INV-00001 was credited and billed again. 30.00, 30.00 now",
        "the credit that was used by itself for the new invoice left as much of the note"
    );
}

#[tokio::test]
async fn money_of_a_linked_client_is_tracked_with_whose_it_was() {
    let p = paid().await;
    p.link("Ana", "Ben").await;
    p.record("Ana", "50.00", AppliedForm::ToCredit).await.unwrap();
    p.transfer("R-00002", "40.00", "Ben").await;
    assert_eq!(p.tracked("Ben").await, ["CR-00001: money of Ana, a linked client, from R-00002. 40.00, 40.00 now"]);
    assert_eq!(p.tracked("Ana").await, ["R-00002: payment kept as credit. 50.00, 10.00 now"]);
    p.issue("Ben", vec![line("Session", "1", "10.00")]).await;
    p.apply("R-00002", "10.00").to("INV-00002").await;
    p.unapply("R-00002", "6.00").from("INV-00002").await;
    assert_eq!(p.tracked("Ana").await[0], "R-00002: taken off INV-00002 of Ben. 6.00, 6.00 now");
    p.undo_latest().await.unwrap();
    p.unapply("R-00002", "10.00").from("INV-00002").await;
    let everybody = TrackingQuery { client_id: None, search: "r-00002".into(), descending: true, page: 0 };
    let found = p.practice.credit_tracking(&everybody).await.unwrap();
    assert_eq!(
        (found.total, occasion_in_words(&found.rows[0])),
        (2, "R-00002: taken off INV-00002 of Ben. 10.00, 10.00 now".to_owned())
    );
    let of_invoice = TrackingQuery { search: "inv-00002".into(), ..everybody };
    assert_eq!(p.practice.credit_tracking(&of_invoice).await.unwrap().total, 1);
}

#[tokio::test]
async fn what_was_undone_created_no_credit_and_what_was_done_again_created_it_once() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "120.00").await;
    let tracked = p.tracked("Ana").await;
    let undone = p.undo_latest().await.unwrap();
    assert_eq!(p.tracked("Ana").await, <[&str; 0]>::default());
    p.practice.undo(undone.operation.unwrap(), &p.ask()).await.unwrap();
    assert_eq!(p.tracked("Ana").await, tracked);
    p.unapply("R-00001", "100.00").from("INV-00001").await;
    let undone = p.undo_latest().await.unwrap();
    assert_eq!(p.tracked("Ana").await, tracked);
    p.practice.undo(undone.operation.unwrap(), &p.ask()).await.unwrap();
    assert_eq!(p.tracked("Ana").await[0], "R-00001: taken off INV-00001. 100.00, 120.00 now");
}

#[tokio::test]
async fn a_reversed_payment_creates_nothing_and_its_undone_reversal_what_did_not_fit_any_more() {
    let p = paid().await;
    p.edit_payment("R-00001", |form| form.amount = "150.00".into()).await.unwrap();
    p.on_day("2026-03-05");
    let id = p.payment_id("R-00001").await;
    let reversed = p.practice.reverse_payment(id, ReversalReason::Returned, &p.ask()).await.unwrap();
    assert_eq!(p.tracked("Ana").await, ["R-00001 (reversed since): amount corrected. 10.00, 0.00 now"]);
    p.pay("Ana", "60.00").await;
    p.on_day("2026-03-09");
    p.practice.undo(reversed.operation.unwrap(), &p.ask()).await.unwrap();
    assert_eq!(
        p.tracked("Ana").await,
        [
            "R-00001: its reversal was undone, and INV-00001 had less to pay. 60.00, 70.00 now",
            "R-00001: amount corrected. 10.00, 70.00 now",
        ]
    );
    assert_eq!(p.every_occasion().await[0].on, "2026-03-09");
}

#[tokio::test]
async fn a_row_opens_what_it_came_from_and_has_the_day_of_its_document() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.issue("Ana", vec![line("Session", "1", "100.00")]).await;
    let mut payment = p.payment_form("Ana", "120.00", AppliedForm::OldestFirst);
    payment.received_on = "2026-02-27".into();
    p.practice.record_payment(&payment, &p.ask()).await.unwrap();
    p.on_day("2026-03-04");
    p.unapply("R-00001", "50.00").from("INV-00001").await;
    let rows = p.every_occasion().await;
    assert_eq!(rows.iter().map(|row| row.on.as_str()).collect::<Vec<_>>(), ["2026-03-04", "2026-02-27"]);
    let places: Vec<_> = rows[1].sentence.iter().filter_map(|part| part.place.clone()).collect();
    let opened: Vec<_> = places.into_iter().map(|place| (place.kind, place.id)).collect();
    assert_eq!(
        opened,
        [
            (SearchKind::Payment, p.payment_id("R-00001").await.to_string()),
            (SearchKind::Invoice, p.invoice_id("INV-00001").await.to_string()),
        ]
    );
}

#[tokio::test]
async fn tracking_comes_in_pages() {
    let p = practice().client("Ana", fee("100.00")).await;
    for _ in 0..51 {
        p.record("Ana", "1.00", AppliedForm::ToCredit).await.unwrap();
    }
    let query = TrackingQuery { client_id: None, search: String::new(), descending: true, page: 1 };
    let listed = p.practice.credit_tracking(&query).await.unwrap();
    assert_eq!((listed.total, listed.rows.len()), (51, 1));
    let beyond = TrackingQuery { page: 2, ..query.clone() };
    let none = p.practice.credit_tracking(&beyond).await.unwrap();
    assert_eq!((none.total, none.rows.len()), (51, 0), "a page after the last still says how many there are");
    let oldest_first = TrackingQuery { descending: false, page: 0, ..query };
    assert_eq!(p.practice.credit_tracking(&oldest_first).await.unwrap().rows[0], listed.rows[0]);
    assert_eq!(occasion_in_words(&listed.rows[0]), "R-00001: payment kept as credit. 1.00, 1.00 now");
}
