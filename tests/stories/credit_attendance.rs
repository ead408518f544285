//! Change of attendance after an invoice was supplied or paid (money-rules 5): keep the charge, make the session free, or
//! charge the fee for the new mark instead.

use practice::{
    Ask, Practice, SessionId,
    view::{
        AttendanceView::{self, Attended, Cancelled, LateCancelled, NoShow},
        CreditCause, CreditNoteForm,
        CreditedCharge::{self, Free, Instead},
        DocumentRef, InvoicingView, NoteLineForm, SettlementForm, WantedForm,
    },
};
use stories::{Story, empty_folder, fee, line, practice, the_service_s};

/// A session of Ana's for 100.00, attended and paid with 120.00.
async fn paid() -> (Story, SessionId) {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    p.pay("Ana", "120.00").await;
    p.on_day("2026-03-04");
    (p, session)
}

fn credit(
    session: SessionId,
    wanted: impl Into<Option<AttendanceView>>,
    choice: CreditedCharge,
) -> impl AsyncFn(&Practice, &Ask) -> Result<practice::view::Acted<practice::view::Credited>, practice::Error> {
    let wanted = wanted.into();
    async move |it: &Practice, ask: &Ask| it.mark_crediting_charge(session, wanted, choice, ask).await
}

#[tokio::test]
async fn a_paid_session_made_free_of_charge_is_credited_in_full_and_the_money_kept() {
    let (p, session) = paid().await;
    let done = p.thoroughly(credit(session, Cancelled, Free)).await;
    assert_eq!(done.sentence, "Marked Ana, 2 Mar 2026, 09:00 cancelled, free of charge (CN-00001)");
    assert_eq!(done.answer.said, ["The fee of 100.00 becomes 0.00.", "CN-00001 over 100.00: 100.00 kept as credit."]);
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 120.00");
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    let note = p.practice.credit_note_page(done.answer.credit_notes[0].id, p.now()).await.unwrap();
    assert_eq!((note.row.amount.as_str(), note.row.remaining.as_str()), ("100.00", "100.00"));
    let row = &p.all_sessions().await[0];
    assert_eq!((row.attendance, row.invoice_number.as_deref()), (Some(Cancelled), None));
    let credited = p.practice.session_overview(session, p.now()).await.unwrap().credited;
    let numbers = credited.iter().map(|one| (one.invoice.number.as_str(), one.credit_note.number.as_str()));
    assert_eq!(numbers.collect::<Vec<_>>(), [("INV-00001", "CN-00001")], "the way to what was charged stays");
    p.undo_latest().await.unwrap();
    assert_eq!(p.practice.session_overview(session, p.now()).await.unwrap().credited, []);
}

#[tokio::test]
async fn what_is_outstanding_is_settled_by_the_credit_first_and_the_rest_is_kept() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    p.pay("Ana", "40.00").await;
    let done = p.thoroughly(credit(session, NoShow, Free)).await;
    assert_eq!(done.answer.said[1], "CN-00001 over 100.00: 60.00 on INV-00001, 40.00 kept as credit.");
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 40.00");
    assert!(p.all_sessions().await[0].fee_waived, "the fee for the no-show is let go too");
}

#[tokio::test]
async fn a_supplied_session_is_credited_and_not_taken_off() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    let (folder, id) = (empty_folder(), p.invoice_id("INV-00001").await);
    let path = folder.path().join("a.pdf");
    p.practice.save_document(DocumentRef::Invoice(id), &path, &p.ask()).await.unwrap();
    p.thoroughly(credit(session, None, Free)).await;
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
    let again = p.mark(&[session], Attended).await.unwrap().answer;
    assert_eq!(again.invoices[0].number, "INV-00002", "it can be marked and charged anew");
    p.check_books().await;
}

#[tokio::test]
async fn a_charge_that_nobody_has_seen_or_paid_is_taken_off_without_a_credit_note() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    let done = p.thoroughly(credit(session, Attended, Free)).await;
    assert_eq!(done.sentence, "Marked Ana, 2 Mar 2026, 09:00 attended, free of charge");
    assert_eq!(done.answer.said, ["The fee of 100.00 becomes 0.00.", "INV-00001 charges this session no more."]);
    assert_eq!(p.invoice("INV-00001").await, "void 100.00: 0.00 applied, 0.00 outstanding");
    let row = &p.all_sessions().await[0];
    assert_eq!((row.attendance, row.fee.as_str()), (Some(Attended), "0.00"), "attended, and it costs nothing");
}

#[tokio::test]
async fn the_fee_for_a_no_show_is_charged_instead_and_paid_from_what_was_credited() {
    let (p, session) = paid().await;
    let done = p.thoroughly(credit(session, NoShow, Instead)).await;
    assert_eq!(
        done.sentence,
        "Marked Ana, 2 Mar 2026, 09:00 no-show, credited what was charged (CN-00001) and charged INV-00002"
    );
    assert_eq!(
        done.answer.said,
        [
            "The fee of 100.00 becomes 80.00.",
            "CN-00001 over 100.00: 80.00 on INV-00002, 20.00 kept as credit.",
            "INV-00002 charges 80.00 instead.",
        ]
    );
    assert_eq!(p.invoice("INV-00002").await, "paid 80.00: 80.00 applied, 0.00 outstanding");
    assert_eq!(p.lines("INV-00002").await, ["No-show: Session 1 x 80.00 = 80.00"]);
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 40.00");
    let page = p.practice.invoice_page(p.invoice_id("INV-00002").await, p.now()).await.unwrap();
    assert_eq!((page.form.issued_on.as_str(), page.applications[0].source.number.as_str()), ("2026-03-04", "CN-00001"));
}

#[tokio::test]
async fn a_fee_that_comes_to_more_than_was_charged_leaves_the_difference_to_pay() {
    let p = practice().client("Ana", fee("60.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    p.pay("Ana", "60.00").await;
    p.thoroughly(credit(session, NoShow, Instead)).await;
    assert_eq!(p.invoice("INV-00002").await, "part paid 80.00: 60.00 applied, 20.00 outstanding");
}

#[tokio::test]
async fn where_invoices_are_gathered_the_fee_instead_waits_and_all_is_kept_as_credit() {
    let p = practice().client("Ana", fee("100.00")).settings(|it| it.invoicing = InvoicingView::ByHand).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    p.practice.invoice_sessions(&[session], false, &p.ask()).await.unwrap();
    p.pay("Ana", "100.00").await;
    let done = p.thoroughly(credit(session, LateCancelled, Instead)).await;
    assert!(done.answer.invoices.is_empty());
    assert_eq!(done.answer.said.last().unwrap(), "50.00 waits to be invoiced.");
    assert!(p.all_sessions().await[0].awaits_invoice);
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 100.00");
}

#[tokio::test]
async fn in_a_shared_session_each_payer_s_charge_is_taken_off_or_credited_as_it_stands() {
    let p = practice().client("Ana", the_service_s()).client("Ben", the_service_s()).await;
    let session = p.book_shared("Ana", "2026-03-02", &[("Ben", "50")]).await;
    p.mark(&[session], Attended).await.unwrap();
    p.pay("Ben", "70.00").await;
    let done = p.thoroughly(credit(session, NoShow, Instead)).await;
    assert_eq!(done.answer.credit_notes.len(), 1, "only Ben's invoice was paid");
    assert_eq!(p.invoice("INV-00001").await, "void 70.00: 0.00 applied, 0.00 outstanding");
    let [ana, ben] = [&done.answer.invoices[0].number, &done.answer.invoices[1].number];
    assert_eq!(p.invoice(ana).await, "unpaid 40.00: 0.00 applied, 40.00 outstanding");
    assert_eq!(p.invoice(ben).await, "paid 40.00: 40.00 applied, 0.00 outstanding");
    assert_eq!(p.balance("Ben").await, "owing 0.00, credit 30.00");
}

#[tokio::test]
async fn of_an_invoice_with_other_lines_only_the_session_s_is_credited() {
    let (p, session) = paid().await;
    p.edit("INV-00001", |form| form.lines.push(line("Letter", "1", "45.00"))).await.unwrap();
    p.pay("Ana", "25.00").await;
    p.thoroughly(credit(session, Cancelled, Free)).await;
    let proposal = p.practice.credit_note_proposal(p.invoice_id("INV-00001").await).await.unwrap();
    let left: Vec<&str> = proposal.lines.iter().map(|line| line.left.as_str()).collect();
    assert_eq!(left, ["0.00", "45.00"]);
}

#[tokio::test]
async fn a_fee_that_was_charged_instead_gives_way_to_another() {
    let (p, session) = paid().await;
    p.thoroughly(credit(session, NoShow, Instead)).await;
    p.thoroughly(credit(session, Attended, Instead)).await;
    assert_eq!(p.invoice("INV-00002").await, "paid 80.00: 80.00 applied, 0.00 outstanding");
    assert_eq!(p.lines("INV-00003").await, ["Session 1 x 100.00 = 100.00"]);
    assert_eq!(p.invoice("INV-00003").await, "part paid 100.00: 80.00 applied, 20.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 20.00, credit 40.00");
}

#[tokio::test]
async fn a_part_that_was_credited_before_is_not_credited_again() {
    let (p, session) = paid().await;
    let form = CreditNoteForm {
        client_id: None,
        invoice_id: Some(p.invoice_id("INV-00001").await),
        version: 1,
        cause: CreditCause::Service,
        note: String::new(),
        lines: vec![NoteLineForm {
            description: String::new(),
            wanted: WantedForm::Amount("30.00".into()),
            restock: String::new(),
            deactivate: false,
        }],
        settlement: SettlementForm::Usual,
    };
    p.practice.issue_credit_note(&form, &p.ask()).await.unwrap();
    let done = p.thoroughly(credit(session, Cancelled, Free)).await;
    let note = p.practice.credit_note_page(done.answer.credit_notes[0].id, p.now()).await.unwrap();
    assert_eq!(note.row.amount, "70.00");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 120.00");
}

#[tokio::test]
async fn the_charge_is_there_again_once_its_credit_note_is_void() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    p.pay("Ana", "100.00").await;
    let note = p.practice.mark_crediting_charge(session, Some(NoShow), Free, &p.ask()).await.unwrap().answer;
    p.practice.void_credit_note(note.credit_notes[0].id, "", "", &p.ask()).await.unwrap();
    assert_eq!(p.all_sessions().await[0].invoice_number.as_deref(), Some("INV-00001"));
    p.check_books().await;
}

#[tokio::test]
async fn what_the_choices_do_not_fit_is_refused() {
    let (p, session) = paid().await;
    assert_eq!(
        p.refused(credit(session, Cancelled, Instead)).await,
        "With this mark the session charges nothing, so there is no fee to charge instead. Make it free of charge."
    );
    let other = p.book("Ana", "2026-03-03").await;
    assert_eq!(
        p.refused(credit(other, Cancelled, Free)).await,
        "No invoice charges this session, so there is nothing to credit. Mark it as usual."
    );
    let later = p.book("Ana", "2026-03-30").await;
    let refusal = p.refused(credit(later, NoShow, Instead)).await;
    assert!(refusal.starts_with("This session is on 30 Mar 2026, so it cannot be marked no-show yet."), "{refusal}");
    let same = p.practice.mark_crediting_charge(session, Some(Attended), Instead, &p.ask()).await.unwrap();
    assert_eq!((same.operation, same.sentence.as_str()), (None, "It is marked so already"));
}

#[tokio::test]
async fn a_charge_in_closed_books_is_credited_and_not_unlocked() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], Attended).await.unwrap();
    p.on_day("2026-04-09");
    p.practice.close_books("2026-03-31", &p.ask()).await.unwrap();
    let mark = async |it: &Practice, ask: &Ask| it.mark_attendance(&[session], Some(Cancelled), false, ask).await;
    assert_eq!(
        p.refused(mark).await,
        "INV-00001 charges this session, and the books are closed on its day. Keep the charge, make the session free of \
         charge, or charge the fee for the new mark instead; the last two issue a credit note."
    );
    p.thoroughly(credit(session, Cancelled, Free)).await;
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
}
