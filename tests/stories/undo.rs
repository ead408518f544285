//! Undo: the mirror act; refused where something later depends on it, naming it.

use practice::{
    OperationId,
    view::{
        AppliedForm, AssistForm, AttendanceView::Attended, AttendanceView::NoShow, CancelledAfterPaidForm, DocumentRef,
        InvoiceForm, ReversalReason, SeriesScope, ServiceForm, TaxForm, WaitingSessions, WantedForm,
    },
};
use stories::{Story, empty_folder, fee, line, practice, service, voiding};

async fn latest(p: &Story) -> OperationId {
    p.practice.recent_operations(0).await.unwrap().rows[0].operation
}

async fn refused(p: &Story, operation: OperationId) -> String {
    p.refused(async |it, ask| it.undo(operation, ask).await).await
}

#[tokio::test]
async fn undo_names_the_payment_that_depends_on_an_invoice() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let attended = latest(&p).await;
    p.pay("Ana", "40.00").await;
    let depends = "A later act depends on this one: “Recorded 40.00 from Ana (R-00001)”. Undo that first.";
    assert_eq!(refused(&p, attended).await, depends);
    p.undo_latest().await.unwrap();
    p.practice.undo(attended, &p.ask()).await.unwrap();
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
    p.check_books().await;
}

#[tokio::test]
async fn an_act_that_was_done_again_is_named_too() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let attended = latest(&p).await;
    p.pay("Ana", "40.00").await;
    p.undo_latest().await.unwrap();
    p.undo_latest().await.unwrap();
    assert_eq!(p.balance("Ana").await, "owing 60.00, credit 0.00");
    assert_eq!(
        refused(&p, attended).await,
        "A later act depends on this one: “Did again: Recorded 40.00 from Ana (R-00001)”. Undo that first."
    );
}

#[tokio::test]
async fn undo_names_the_change_that_stands_in_the_way() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    let booked = latest(&p).await;
    p.mark(&[session], Attended).await.unwrap();
    let marked = latest(&p).await;
    p.edit("INV-00001", |form| form.note = "a".into()).await.unwrap();
    assert_eq!(
        refused(&p, booked).await,
        "A later act depends on this one: “Marked Ana, 2 Mar 2026, 09:00 attended: INV-00001 over 100.00”. \
         Undo that first."
    );
    assert_eq!(refused(&p, marked).await, "A later act depends on this one: “Changed INV-00001”. Undo that first.");
}

#[tokio::test]
async fn acts_are_undone_one_after_the_other_back_to_the_beginning() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    let start = p.books().await;
    p.mark(&[session], Attended).await.unwrap();
    for (note, price) in [("a", "24.90"), ("b", "9.50"), ("c", "1.00")] {
        let change = |form: &mut InvoiceForm| {
            form.note = note.into();
            form.lines.push(line("Item", "1", price));
        };
        p.edit("INV-00001", change).await.unwrap();
    }
    p.pay("Ana", "120.00").await;
    for amount in ["130.00", "140.00"] {
        p.edit_payment("R-00001", |form| form.amount = amount.into()).await.unwrap();
    }
    let history = p.practice.recent_operations(0).await.unwrap().rows;
    for row in history.iter().take(7) {
        p.practice.undo(row.operation, &p.ask()).await.unwrap_or_else(|error| panic!("{}: {error}", row.sentence));
        p.check_books().await;
    }
    assert_eq!(p.books().await, start);
}

#[tokio::test]
async fn a_session_that_a_void_invoice_names_is_kept() {
    let p = practice().client("Ana", fee("100.00")).await;
    let mut form = p.session_form("Ana", "2026-03-02").await;
    form.repeat = Some(practice::view::RepeatForm { weeks: 1, count: "2".into(), until: String::new() });
    let booked = p.practice.book_session(&form, &p.ask()).await.unwrap();
    let first = booked.answer[0];
    p.mark(&[first], Attended).await.unwrap();
    p.undo_latest().await.unwrap();
    let kept = "INV-00001 names the session of Ana, 2 Mar 2026, 09:00, so it is kept. \
                Mark it cancelled instead.";
    assert_eq!(refused(&p, booked.operation.unwrap()).await, kept);
    assert_eq!(p.refused(async |it, ask| it.delete_session(first, SeriesScope::This, ask).await).await, kept);
    p.practice.delete_session(booked.answer[1], SeriesScope::All, &p.ask()).await.unwrap();
    assert_eq!(p.all_sessions().await.len(), 1);
}

#[tokio::test]
async fn an_act_is_undone_once() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.pay("Ana", "40.00").await;
    let paid = latest(&p).await;
    p.practice.undo(paid, &p.ask()).await.unwrap();
    assert_eq!(refused(&p, paid).await, "“Recorded 40.00 from Ana (R-00001)” was undone already.");
}

#[tokio::test]
async fn what_left_the_practice_is_not_taken_back() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let attended = latest(&p).await;
    let (folder, invoice) = (empty_folder(), DocumentRef::Invoice(p.invoice_id("INV-00001").await));
    p.practice.save_document(invoice, &folder.path().join("a.pdf"), &p.ask()).await.unwrap();
    let saved = latest(&p).await;
    assert_eq!(refused(&p, saved).await, "What has left the practice cannot be taken back.");
    assert_eq!(
        refused(&p, attended).await,
        "“Saved INV-00001 as PDF” came later, and what has left the practice cannot be taken back. \
         Correct or void the document instead."
    );
}

#[tokio::test]
async fn an_undone_marking_that_was_done_again_is_kept_once_it_is_supplied() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.undo_latest().await.unwrap();
    p.undo_latest().await.unwrap();
    let again = latest(&p).await;
    let (folder, invoice) = (empty_folder(), DocumentRef::Invoice(p.invoice_id("INV-00001").await));
    p.practice.save_document(invoice, &folder.path().join("a.pdf"), &p.ask()).await.unwrap();
    assert!(refused(&p, again).await.starts_with("“Saved INV-00001 as PDF” came later"));
}

#[tokio::test]
async fn a_void_invoice_is_not_brought_back_once_its_session_is_on_another() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.practice.void_invoice(p.invoice_id("INV-00001").await, &voiding("", false), &p.ask()).await.unwrap();
    let voided = latest(&p).await;
    p.practice.invoice_all(WaitingSessions::All, false, &p.ask()).await.unwrap();
    assert_eq!(
        refused(&p, voided).await,
        "A later act depends on this one: “Issued INV-00002 over 100.00”. Undo that first."
    );
}

#[tokio::test]
async fn released_money_that_was_used_elsewhere_stands_in_the_way() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    p.practice.void_invoice(p.invoice_id("INV-00001").await, &voiding("", true), &p.ask()).await.unwrap();
    let voided = latest(&p).await;
    p.edit_payment("R-00001", |form| form.amount = "30.00".into()).await.unwrap();
    assert_eq!(
        refused(&p, voided).await,
        "A later act depends on this one: “Changed R-00001 from 100.00 to 30.00”. Undo that first."
    );
}

#[tokio::test]
async fn a_change_of_an_invoice_that_was_locked_or_made_void_since_is_not_undone() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let id = p.invoice_id("INV-00001").await;
    p.edit("INV-00001", |form| form.lines.push(line("Item", "1", "24.90"))).await.unwrap();
    let added = latest(&p).await;
    p.edit("INV-00001", |form| drop(form.lines.remove(1))).await.unwrap();
    let removed = latest(&p).await;
    p.practice.lock_invoice(id, &p.ask()).await.unwrap();
    let locked = latest(&p).await;
    assert_eq!(refused(&p, removed).await, "A later act depends on this one: “Locked INV-00001”. Undo that first.");
    p.practice.unlock_invoice(id, &p.ask()).await.unwrap();
    p.practice.void_invoice(id, &voiding("", false), &p.ask()).await.unwrap();
    let void = "A later act depends on this one: “Made INV-00001 void”. Undo that first.";
    for earlier in [added, removed, locked] {
        assert_eq!(refused(&p, earlier).await, void);
    }
    p.undo_latest().await.unwrap();
    p.practice.undo(removed, &p.ask()).await.unwrap();
    assert_eq!(p.balance("Ana").await, "owing 124.90, credit 0.00");
    p.check_books().await;
}

#[tokio::test]
async fn what_was_given_the_same_state_again_keeps_it() {
    let p = practice().client("Ana", fee("100.00")).await;
    let number = p.attend("Ana", "2026-03-02").await;
    let id = p.invoice_id(&number).await;
    let first = p.practice.lock_invoice(id, &p.ask()).await.unwrap().operation.unwrap();
    let opened = p.practice.unlock_invoice(id, &p.ask()).await.unwrap().operation.unwrap();
    p.practice.lock_invoice(id, &p.ask()).await.unwrap();
    let depends = "A later act depends on this one: “Locked INV-00001”. Undo that first.";
    assert_eq!(refused(&p, first).await, depends);
    p.undo_latest().await.unwrap();
    p.practice.undo(opened, &p.ask()).await.unwrap();
    p.practice.undo(first, &p.ask()).await.unwrap();
    assert_eq!(p.invoice(&number).await, "unpaid 100.00: 0.00 applied, 100.00 outstanding");
}

#[tokio::test]
async fn what_came_and_went_since_keeps_its_days() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.credit("Ana", "50.00").await;
    p.apply("CR-00001", "50.00").to("INV-00001").await;
    let applied = latest(&p).await;
    p.write_off("INV-00001", "50.00").await;
    let given_up = latest(&p).await;
    let id = p.invoice_id("INV-00001").await;
    p.on_day("2026-03-04");
    p.unapply("CR-00001", "50.00").from("INV-00001").await;
    p.practice.reverse_write_off(id, "50.00", &p.ask()).await.unwrap();
    p.on_day("2026-03-06");
    p.apply("CR-00001", "50.00").to("INV-00001").await;
    p.write_off("INV-00001", "50.00").await;
    p.on_day("2026-03-08");
    for operation in [applied, given_up] {
        assert!(refused(&p, operation).await.starts_with("A later act depends on this one: “"));
    }
    p.check_books().await;
}

#[tokio::test]
async fn an_amount_that_was_typed_again_keeps_its_days() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.pay("Ana", "50.00").await;
    p.edit_payment("R-00001", |form| form.amount = "80.00".into()).await.unwrap();
    let raised = latest(&p).await;
    p.edit_payment("R-00001", |form| form.amount = "50.00".into()).await.unwrap();
    p.edit_payment("R-00001", |form| form.amount = "80.00".into()).await.unwrap();
    assert!(refused(&p, raised).await.starts_with("A later act depends on this one: “"));
}

#[tokio::test]
async fn changes_that_were_undone_are_done_again_one_after_the_other() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.pay("Ana", "50.00").await;
    let mut acts = Vec::new();
    for amount in ["60.00", "70.00"] {
        p.edit_payment("R-00001", |form| form.amount = amount.into()).await.unwrap();
        acts.push(latest(&p).await);
    }
    let mut undone = Vec::new();
    for operation in acts.into_iter().rev() {
        undone.push(p.practice.undo(operation, &p.ask()).await.unwrap().operation.unwrap());
    }
    for operation in undone.into_iter().rev() {
        p.practice.undo(operation, &p.ask()).await.unwrap();
    }
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 70.00");
}

#[tokio::test]
async fn undo_names_the_link_that_is_missing() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("100.00")).await;
    let link = p.link("Ana", "Ben").await;
    p.attend("Ben", "2026-03-02").await;
    p.pay("Ana", "50.00").await;
    p.apply("R-00001", "50.00").to("INV-00001").await;
    p.unapply("R-00001", "50.00").from("INV-00001").await;
    let taken_off = latest(&p).await;
    p.practice.unlink_clients(link, &p.ask()).await.unwrap();
    assert!(refused(&p, taken_off).await.starts_with("Ana and Ben are not linked"));
}

#[tokio::test]
async fn a_note_is_not_undone_once_its_session_is_free_of_charge() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    p.pay("Ana", "60.00").await;
    let form = p.note_form("INV-00001", &[WantedForm::Units("1".into())]).await;
    let noted = p.issue_note(&form).await.unwrap().operation.unwrap();
    let cancelled = CancelledAfterPaidForm { session_id: session, attendance: NoShow, refund: None };
    p.practice.assist(&AssistForm::CancelledAfterPaid(cancelled), &p.ask()).await.unwrap();
    assert_eq!(
        refused(&p, noted).await,
        "A later act depends on this one: “Marked Ana, 2 Mar 2026, 09:00 no-show, free of charge”. Undo that first."
    );
    p.undo_latest().await.unwrap();
    p.practice.undo(noted, &p.ask()).await.unwrap();
    p.check_books().await;
}

#[tokio::test]
async fn undo_says_what_lapses() {
    let p = practice().today("2026-03-05").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-05").await;
    p.expiring("Ana", "50.00", "2026-03-10").await;
    p.apply("CR-00001", "50.00").to("INV-00001").await;
    let applied = latest(&p).await;
    p.on_day("2026-03-12");
    for ask in [p.preview(), p.ask()] {
        let undone = p.practice.undo(applied, &ask).await.unwrap();
        assert_eq!(
            undone.warnings,
            [
                "50.00 of CR-00001 lapses at once: it could be used until 10 Mar 2026. Give it a later last day to keep it."
            ]
        );
    }
}

#[tokio::test]
async fn a_change_of_a_payment_that_was_reversed_since_is_not_undone() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.pay("Ana", "120.00").await;
    p.edit_payment("R-00001", |form| form.amount = "80.00".into()).await.unwrap();
    let lowered = latest(&p).await;
    p.practice.reverse_payment(p.payment_id("R-00001").await, ReversalReason::Error, &p.ask()).await.unwrap();
    assert_eq!(
        refused(&p, lowered).await,
        "A later act depends on this one: “Reversed R-00001: entered in error”. Undo that first."
    );
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
}

#[tokio::test]
async fn undo_lets_alone_what_happened_to_others_meanwhile() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let anas = latest(&p).await;
    p.attend("Ben", "2026-03-02").await;
    p.pay("Ben", "50.00").await;
    p.practice.undo(anas, &p.ask()).await.unwrap();
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
    assert_eq!(p.balance("Ben").await, "owing 40.00, credit 0.00");
    p.check_books().await;
}

#[tokio::test]
async fn every_act_on_settings_and_lists_is_undone() {
    let p = practice().client("Ana", fee("100.00")).await;
    let unchanged = async || {
        let settings = p.practice.settings(p.now()).await.unwrap();
        let page = p.practice.client_page(p.client("Ana"), p.now()).await.unwrap();
        format!("{:?} {:?} {:?}", settings, page.form, page.archived_on)
    };
    macro_rules! undone {
        ($act:expr) => {
            let before = unchanged().await;
            let acted = $act.await.unwrap();
            assert_ne!(unchanged().await, before, "{}", acted.sentence);
            p.practice.undo(acted.operation.unwrap(), &p.ask()).await.unwrap();
            assert_eq!(unchanged().await, before, "{}", acted.sentence);
        };
    }
    let (it, ana, session) = (&p.practice, p.client("Ana"), p.service().await);
    let settings = it.settings(p.now()).await.unwrap();
    let mut profile = settings.profile.clone();
    profile.terms_days = "7".into();
    undone!(it.save_profile(&profile, &p.ask()));
    let mut dearer = service(vec![]);
    dearer.fee = "150.00".into();
    undone!(it.save_service(Some(session), &dearer, &p.ask()));
    undone!(it.archive_service(session, true, &p.ask()));
    let mut other = service(vec![]);
    other.code = "T".into();
    undone!(it.save_service(None, &other, &p.ask()));
    let tax = TaxForm { name: "Sales tax".into(), rate: "8.5".into(), included: false };
    undone!(it.save_tax(None, &tax, &p.ask()));
    let product = p.product_form("Workbook", "24.90", Some("30")).await;
    undone!(it.save_product(None, &product, &p.ask()));
    undone!(it.move_method(settings.methods[0].id, false, &p.ask()));
    undone!(it.archive_method(settings.methods[0].id, true, &p.ask()));
    let mut form = it.client_page(ana, p.now()).await.unwrap().form;
    form.email = "ana@mail.example".into();
    form.agreed_fees.clear();
    undone!(it.save_client(Some(ana), &form, &p.ask()));
    undone!(it.archive_client(ana, true, &p.ask()));
    let deleted = it.delete_client(ana, &p.ask()).await.unwrap();
    it.undo(deleted.operation.unwrap(), &p.ask()).await.unwrap();
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
}

#[tokio::test]
async fn a_currency_is_not_brought_back_under_amounts_of_another() {
    let p = practice().await;
    p.practice.delete_service(p.service().await, &p.ask()).await.unwrap();
    let mut profile = p.practice.settings(p.now()).await.unwrap().profile;
    profile.currency = "JPY".into();
    let changed = p.practice.save_profile(&profile, &p.ask()).await.unwrap().operation.unwrap();
    let yen = ServiceForm { fee: "14000".into(), no_show: service(vec![]).late_cancel, ..service(vec![]) };
    p.practice.save_service(None, &yen, &p.ask()).await.unwrap();
    assert_eq!(
        refused(&p, changed).await,
        "The currency is fixed, because there are amounts in it already. Start another practice for another currency."
    );
    p.undo_latest().await.unwrap();
    p.practice.undo(changed, &p.ask()).await.unwrap();
    assert_eq!(p.practice.settings(p.now()).await.unwrap().profile.currency, "USD");
}

#[tokio::test]
async fn every_act_on_the_calendar_is_undone() {
    let p = practice().client("Ana", fee("100.00")).await;
    let mut form = p.session_form("Ana", "2026-03-02").await;
    form.repeat = Some(practice::view::RepeatForm { weeks: 1, count: "4".into(), until: String::new() });
    let ids = p.practice.book_session(&form, &p.ask()).await.unwrap().answer;
    p.mark(&ids[..1], NoShow).await.unwrap();
    let second = ids[1];
    let all = SeriesScope::All;
    p.thoroughly(async |it, ask| it.move_session(second, "2026-03-10T10:30", 80, all, ask).await).await;
    p.thoroughly(async |it, ask| it.save_session_note(second, "hers", ask).await).await;
    p.thoroughly(async |it, ask| it.delete_session(second, SeriesScope::Following, ask).await).await;
}

#[tokio::test]
async fn history_tells_what_was_done_and_what_was_taken_back() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.record("Ana", "40.00", AppliedForm::OldestFirst).await.unwrap();
    p.practice.reverse_payment(p.payment_id("R-00001").await, ReversalReason::Error, &p.ask()).await.unwrap();
    p.undo_latest().await.unwrap();
    let told = |rows: Vec<practice::view::HistoryRow>| -> Vec<String> {
        let mark = |row: &practice::view::HistoryRow| if row.undone { " (undone)" } else { "" };
        rows.iter().map(|row| format!("{}{}", row.sentence, mark(row))).collect()
    };
    let invoice = p.practice.invoice_page(p.invoice_id("INV-00001").await, p.now()).await.unwrap();
    let expected = [
        "Undid: Reversed R-00001: entered in error",
        "Reversed R-00001: entered in error (undone)",
        "Recorded 40.00 from Ana (R-00001)",
        "Marked Ana, 2 Mar 2026, 09:00 attended: INV-00001 over 100.00",
    ];
    assert_eq!(told(invoice.history), expected);
    let payment = p.practice.payment_page(p.payment_id("R-00001").await).await.unwrap();
    assert_eq!(told(payment.history), expected[..3]);
    let client = p.practice.client_history(p.client("Ana"), 0).await.unwrap().rows;
    assert_eq!(told(client)[..4], expected);

    p.undo_latest().await.unwrap();
    let again = p.practice.payment_page(p.payment_id("R-00001").await).await.unwrap().history;
    let ways: Vec<_> = again.iter().map(|row| (row.is_undo, row.undone, row.can_undo)).collect();
    assert_eq!(ways[..3], [(false, false, true), (true, true, false), (false, false, false)]);
    assert_eq!(told(again)[0], "Did again: Reversed R-00001: entered in error");
}

#[tokio::test]
async fn a_long_history_goes_on_page_by_page_to_its_first_act() {
    let p = practice().client("Ana", fee("100.00")).await;
    let before = p.practice.recent_operations(0).await.unwrap().total;
    for _ in 0..60 {
        p.issue("Ana", vec![line("Book", "1", "10.00")]).await;
    }
    let first = p.practice.client_history(p.client("Ana"), 0).await.unwrap();
    assert_eq!((first.rows.len(), first.total, first.page_size), (50, 61, 50));
    let second = p.practice.client_history(p.client("Ana"), 1).await.unwrap();
    assert_eq!((second.rows.len(), second.rows[10].sentence.as_str()), (11, "Added Ana"));
    assert!(second.rows[0].operation < first.rows[49].operation, "the second page goes on where the first ends");
    let all = p.practice.recent_operations(1).await.unwrap();
    assert_eq!((all.total, all.rows[0].operation), (before + 60, second.rows[0].operation));
}

#[tokio::test]
async fn the_history_of_a_document_is_whole() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let id = p.invoice_id("INV-00001").await;
    for _ in 0..105 {
        p.practice.lock_invoice(id, &p.ask()).await.unwrap();
        p.practice.unlock_invoice(id, &p.ask()).await.unwrap();
    }
    assert_eq!(p.practice.invoice_page(id, p.now()).await.unwrap().history.len(), 211);
}
