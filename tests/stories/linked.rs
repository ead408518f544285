//! Clients linked as payer or family, and the closing of the books (money-rules 3.9; 5, *Transfer*, *Close the books*).

use practice::view::{ApplicationRow, AppliedForm, CreditForm, LinkKind, ReversalReason, TransferForm, TransferRow};
use stories::{Story, fee, line, practice, shares, voiding};

/// Ana has 120.00, and Ben owes 80.00.
async fn family() -> Story {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("80.00")).await;
    p.pay("Ana", "120.00").await;
    p.issue("Ben", vec![line("Session", "1", "80.00")]).await;
    p
}

const NOT_LINKED: &str = "Ana and Ben are not linked, so money of one is not used for the other. Link the two under Details \
         first, as payer or family.";

#[tokio::test]
async fn money_of_one_client_is_used_for_another_only_with_a_link() {
    let p = family().await;
    let (source, sheet) = (p.source_id("R-00001").await, p.sheet(&[("INV-00001", "50.00")]).await);
    assert_eq!(p.refused(async |it, ask| it.apply_source(source, &sheet, ask).await).await, NOT_LINKED);
    let (ana, ben) = (p.client("Ana"), p.client("Ben"));
    let linked = p.thoroughly(async |it, ask| it.link_clients(ana, Some(ben), LinkKind::Payer, ask).await).await;
    assert_eq!(linked.sentence, "Linked Ana with Ben");
    p.thoroughly(async |it, ask| it.apply_source(source, &sheet, ask).await).await;
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 70.00");
    assert_eq!(p.balance("Ben").await, "owing 30.00, credit 0.00");
    let form = p.payment_form("Ana", "30.00", shares(&[(p.invoice_id("INV-00001").await, "30.00")]));
    p.thoroughly(async |it, ask| it.record_payment(&form, ask).await).await;
    assert_eq!(p.balance("Ben").await, "owing 0.00, credit 0.00");
}

#[tokio::test]
async fn two_clients_are_linked_once_and_nobody_with_itself() {
    let p = family().await;
    p.link("Ana", "Ben").await;
    let (ana, ben) = (p.client("Ana"), p.client("Ben"));
    for (one, other, refusal) in [
        (ben, Some(ana), "Ben and Ana are linked already."),
        (ana, Some(ana), "This is the same client. Choose another."),
        (ana, None, "Choose the other client."),
    ] {
        let refused = p.refused(async |it, ask| it.link_clients(one, other, LinkKind::Family, ask).await).await;
        assert_eq!(refused, refusal);
    }
}

#[tokio::test]
async fn a_link_stays_while_money_crosses_it() {
    let p = family().await;
    let link = p.link("Ana", "Ben").await;
    p.apply("R-00001", "50.00").to("INV-00001").await;
    assert_eq!(
        p.refused(async |it, ask| it.unlink_clients(link, ask).await).await,
        "Money of Ana or Ben is on invoices of the other: R-00001 on INV-00001. Unapply it first."
    );
    p.unapply("R-00001", "50.00").from("INV-00001").await;
    let unlinked = p.thoroughly(async |it, ask| it.unlink_clients(link, ask).await).await;
    assert_eq!(unlinked.sentence, "Unlinked Ana and Ben");
}

#[tokio::test]
async fn a_link_that_money_crosses_is_not_undone() {
    let p = family().await;
    let (ana, ben) = (p.client("Ana"), p.client("Ben"));
    let linked = p.practice.link_clients(ana, Some(ben), LinkKind::Payer, &p.ask()).await.unwrap();
    let crossing = p.apply("R-00001", "50.00").to("INV-00001").await;
    let linking = linked.operation.unwrap();
    assert_eq!(
        p.refused(async |it, ask| it.undo(linking, ask).await).await,
        "Money of Ana or Ben is on invoices of the other: R-00001 on INV-00001. Unapply it first."
    );
    p.practice.undo(crossing.operation.unwrap(), &p.ask()).await.unwrap();
    p.practice.undo(linking, &p.ask()).await.unwrap();
}

#[tokio::test]
async fn a_transfer_is_one_act_with_a_reason_and_consent() {
    let p = family().await;
    let form = p.transfer_form("R-00001", "40.00", "Ben").await;
    assert_eq!(p.refused(async |it, ask| it.transfer(&form, ask).await).await, NOT_LINKED);
    p.link("Ana", "Ben").await;
    let moved = p.thoroughly(async |it, ask| it.transfer(&form, ask).await).await;
    assert_eq!(moved.sentence, "Moved 40.00 of R-00001 from Ana to Ben");
    assert_eq!(p.payment("R-00001").await, "active 120.00: 0.00 applied, 40.00 moved, 80.00 remaining");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 80.00");
    assert_eq!(p.balance("Ben").await, "owing 80.00, credit 40.00");
    let payment = p.payment_id("R-00001").await;
    assert_eq!(
        p.refused(async |it, ask| it.reverse_payment(payment, ReversalReason::Error, ask).await).await,
        "40.00 of R-00001 was moved to a linked client (CR-00001). Undo that transfer first."
    );
    let refused = async |change: &dyn Fn(&mut TransferForm)| {
        let mut changed = form.clone();
        change(&mut changed);
        p.refused(async |it, ask| it.transfer(&changed, ask).await).await
    };
    assert_eq!(refused(&|form| form.reason = " ".into()).await, "Say why.");
    assert_eq!(refused(&|form| form.consent = " ".into()).await, "Say who agreed to it, and how.");
    assert_eq!(refused(&|form| form.to_client_id = None).await, "Choose whom the money goes to.");
    let ana = p.client("Ana");
    assert_eq!(refused(&|form| form.to_client_id = Some(ana)).await, "The money is this client's already.");
    assert_eq!(
        refused(&|form| form.amount = "80.01".into()).await,
        "Only 80.00 remains of R-00001, and 80.01 was asked for. Enter 80.00 or less."
    );
    assert_eq!(refused(&|form| form.amount = "0".into()).await, "Enter an amount above 0.00.");
}

#[tokio::test]
async fn what_came_from_a_linked_client_is_neither_edited_nor_deleted_by_hand() {
    let p = family().await;
    p.link("Ana", "Ben").await;
    let credit = p.transfer("R-00001", "40.00", "Ben").await.number;
    let stays = "This credit came from a linked client. Undo the transfer instead.";
    let edited = p.edit_credit(&credit, |form: &mut CreditForm| form.amount = "50.00".into()).await;
    assert_eq!(edited.unwrap_err().to_string(), stays);
    let id = p.credit_id(&credit).await;
    assert_eq!(p.refused(async |it, ask| it.delete_credit(id, ask).await).await, stays);
    p.apply(&credit, "40.00").to("INV-00001").await;
    assert_eq!(p.balance("Ben").await, "owing 40.00, credit 0.00");
}

#[tokio::test]
async fn a_note_on_what_a_linked_client_paid_says_whose_credit_it_leaves() {
    let p = family().await;
    p.link("Ana", "Ben").await;
    p.apply("R-00001", "80.00").to("INV-00001").await;
    let form = p.note_form("INV-00001", &[practice::view::WantedForm::Amount("30.00".into())]).await;
    let issued = p.thoroughly(async |it, ask| it.issue_credit_note(&form, ask).await).await;
    assert_eq!(
        issued.warnings,
        ["INV-00001 was paid with money of Ana. What the credit note leaves is credit of Ben."]
    );
    assert_eq!(p.balance("Ben").await, "owing 0.00, credit 30.00");
}

#[tokio::test]
async fn goodwill_is_not_given_away() {
    let p = family().await;
    p.link("Ana", "Ben").await;
    p.credit("Ana", "10.00").await;
    let form = p.transfer_form("CR-00001", "10.00", "Ben").await;
    assert_eq!(
        p.refused(async |it, ask| it.transfer(&form, ask).await).await,
        "Goodwill belongs to the client it was given to. Give the other one a credit."
    );
}

#[tokio::test]
async fn a_transfer_stands_on_both_accounts_with_its_reason_and_consent() {
    let p = family().await;
    p.link("Ana", "Ben").await;
    let form = TransferForm {
        reason: "Mother pays".into(),
        consent: "Ana, by telephone".into(),
        ..p.transfer_form("R-00001", "40.00", "Ben").await
    };
    let moved = p.practice.transfer(&form, &p.ask()).await.unwrap();
    let told = |row: &TransferRow| {
        let TransferRow { came, other, source, on, amount, reason, consent, undone } = row;
        let (way, undone) = (if *came { "from" } else { "to" }, if *undone { ", undone" } else { "" });
        format!("{on} {amount} {way} {}, {}: {reason}; {consent}{undone}", other.name, source.number)
    };
    let given = async || {
        let page = p.practice.payment_page(p.payment_id("R-00001").await).await.unwrap();
        page.transfers.iter().map(told).collect::<Vec<_>>()
    };
    let taken = async || {
        let page = p.practice.credit_page(p.credit_id("CR-00001").await, p.now()).await.unwrap();
        page.transfers.iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(given().await, ["2026-03-02 40.00 to Ben, CR-00001: Mother pays; Ana, by telephone"]);
    assert_eq!(taken().await, ["2026-03-02 40.00 from Ana, R-00001: Mother pays; Ana, by telephone"]);
    let undone = p.practice.undo(moved.operation.unwrap(), &p.ask()).await.unwrap();
    assert_eq!(given().await, ["2026-03-02 40.00 to Ben, CR-00001: Mother pays; Ana, by telephone, undone"]);
    assert_eq!(taken().await, ["2026-03-02 40.00 from Ana, R-00001: Mother pays; Ana, by telephone, undone"]);
    p.practice.undo(undone.operation.unwrap(), &p.ask()).await.unwrap();
    assert_eq!(taken().await, ["2026-03-02 40.00 from Ana, R-00001: Mother pays; Ana, by telephone"]);
}

#[tokio::test]
async fn money_that_crosses_a_link_names_the_client_on_the_other_side() {
    let p = family().await;
    p.link("Ana", "Ben").await;
    p.issue("Ana", vec![line("Session", "1", "20.00")]).await;
    p.rearrange("R-00001", &[("INV-00001", "50.00"), ("INV-00002", "20.00")]).await.unwrap();
    let named = |rows: Vec<ApplicationRow>| {
        let name = |row: ApplicationRow| row.linked_client.map(|client| client.name);
        rows.into_iter().map(name).collect::<Vec<_>>()
    };
    let page = p.practice.payment_page(p.payment_id("R-00001").await).await.unwrap();
    assert_eq!(named(page.applications), [Some("Ben".to_owned()), None]);
    for (number, other) in [("INV-00001", Some("Ana".to_owned())), ("INV-00002", None)] {
        let page = p.practice.invoice_page(p.invoice_id(number).await, p.now()).await.unwrap();
        assert_eq!(named(page.applications), [other], "{number}");
    }
}

#[tokio::test]
async fn a_payment_can_pay_for_a_linked_client_and_nothing_of_that_is_proposed() {
    let p = family().await;
    p.issue("Ana", vec![line("Session", "1", "20.00")]).await;
    let proposed = async || {
        let proposal = p.practice.payment_proposal(p.client("Ana"), "100.00", None, p.now()).await.unwrap();
        let open = proposal.open.into_iter().map(|row| {
            let whose = row.linked_client.map(|client| format!(" of {client}")).unwrap_or_default();
            format!("{}{whose}: {} of {}", row.number, row.proposed, row.outstanding)
        });
        (open.collect::<Vec<_>>(), proposal.owing, proposal.remaining)
    };
    let own = "INV-00002: 20.00 of 20.00".to_owned();
    assert_eq!(proposed().await, (vec![own.clone()], "20.00".into(), "80.00".into()));
    p.link("Ana", "Ben").await;
    let of_ben = "INV-00001 of Ben: 0.00 of 80.00".to_owned();
    assert_eq!(proposed().await, (vec![own, of_ben], "20.00".into(), "80.00".into()));
    let form = p.payment_form("Ana", "100.00", shares(&[(p.invoice_id("INV-00001").await, "80.00")]));
    p.thoroughly(async |it, ask| it.record_payment(&form, ask).await).await;
    assert_eq!(p.balance("Ben").await, "owing 0.00, credit 0.00");
    assert_eq!(p.payment("R-00002").await, "active 100.00: 80.00 applied, 20.00 remaining");
}

/// Ana owes 100.00 of 2 March with 30.00 paid; today is 9 April and the books are closed up to 31 March.
async fn closed() -> Story {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.record("Ana", "30.00", AppliedForm::OldestFirst).await.unwrap();
    p.credit("Ana", "5.00").await;
    p.on_day("2026-04-09");
    p.practice.close_books("2026-03-31", &p.ask()).await.unwrap();
    p
}

const STAYS_LOCKED: &str = "The books are closed up to 31 Mar 2026, so INV-00001 stays locked. Correct it with a credit \
                            note, or open the books again in Settings.";

const STAYS_SO: &str = "The books are closed on the day of this document, so what it says stays. Correct it with a later \
                        one, or open the books again in Settings.";

const CLOSED: &str = "The books are closed up to 31 Mar 2026, so nothing is added or changed on ";

#[tokio::test]
async fn nothing_dated_in_closed_books_is_added_or_changed() {
    let p = closed().await;
    let said = |day: &str| format!("{CLOSED}{day}. Use a later day, or open the books again in Settings.");
    let mut invoice = p.invoice_form("Ana", vec![line("Letter", "1", "45.00")]);
    invoice.issued_on = "2026-03-31".into();
    assert_eq!(p.refused(async |it, ask| it.issue_invoice(&invoice, ask).await).await, said("31 Mar 2026"));
    let mut payment = p.payment_form("Ana", "10.00", AppliedForm::ToCredit);
    payment.received_on = "2026-03-30".into();
    assert_eq!(p.refused(async |it, ask| it.record_payment(&payment, ask).await).await, said("30 Mar 2026"));
    let credit = CreditForm { given_on: "2026-03-31".into(), ..p.credit_form("Ana", "10.00") };
    assert_eq!(p.refused(async |it, ask| it.make_credit(&credit, ask).await).await, said("31 Mar 2026"));
    let mut refund = p.refund_form("CR-00001", "1.00").await;
    refund.refunded_on = "2026-03-31".into();
    assert_eq!(p.refused(async |it, ask| it.refund(&refund, ask).await).await, said("31 Mar 2026"));
    let edited = p.edit_payment("R-00001", |form| form.amount = "40.00".into()).await;
    assert_eq!(edited.unwrap_err().to_string(), said("2 Mar 2026"));
    let edited = p.edit_credit("CR-00001", |form| form.amount = "6.00".into()).await;
    assert_eq!(edited.unwrap_err().to_string(), said("2 Mar 2026"));
    let edited = p.edit_payment("R-00001", |form| form.method = "Card".into()).await;
    assert_eq!(edited.unwrap_err().to_string(), said("2 Mar 2026"));
    let edited = p.edit_payment("R-00001", |form| form.received_on = "2026-04-09".into()).await;
    assert_eq!(edited.unwrap_err().to_string(), STAYS_SO);
    let edited = p.edit_credit("CR-00001", |form| form.reason = "another".into()).await;
    assert_eq!(edited.unwrap_err().to_string(), said("2 Mar 2026"));
    p.edit_credit("CR-00001", |form| form.expires_on = "2026-12-31".into()).await.unwrap();
    let mut free = p.invoice_form("Ana", vec![line("Letter", "1", "0.00")]);
    free.issued_on = "2026-03-31".into();
    assert_eq!(p.refused(async |it, ask| it.issue_invoice(&free, ask).await).await, said("31 Mar 2026"));
    let record = p.practice.recent_operations(0).await.unwrap().rows;
    let record = record.iter().find(|row| row.sentence.starts_with("Recorded")).unwrap().operation;
    assert_eq!(p.refused(async |it, ask| it.undo(record, ask).await).await, said("2 Mar 2026"));
}

#[tokio::test]
async fn corrections_of_closed_books_carry_today_s_date() {
    let p = closed().await;
    let id = p.invoice_id("INV-00001").await;
    let edited = p.edit("INV-00001", |form| form.lines.push(line("Letter", "1", "5.00"))).await;
    assert_eq!(edited.unwrap_err().to_string(), STAYS_LOCKED);
    assert_eq!(p.refused(async |it, ask| it.void_invoice(id, &voiding("", true), ask).await).await, STAYS_LOCKED);
    let (source, sheet) = (p.source_id("R-00001").await, p.sheet(&[("INV-00001", "10.00")]).await);
    p.thoroughly(async |it, ask| it.apply_source(source, &sheet, ask).await).await;
    p.thoroughly(async |it, ask| it.write_off(id, "20.00", "", ask).await).await;
    p.thoroughly(async |it, ask| it.reverse_payment(p.payment_id("R-00001").await, ReversalReason::Error, ask).await)
        .await;
    let note = p.note_form("INV-00001", &[practice::view::WantedForm::Amount("15.00".into())]).await;
    p.thoroughly(async |it, ask| it.issue_credit_note(&note, ask).await).await;
    assert_eq!(
        p.invoice("INV-00001").await,
        "overdue locked 100.00: 15.00 applied, 20.00 written off, 65.00 outstanding"
    );
}

#[tokio::test]
async fn an_invoice_of_closed_books_is_neither_locked_nor_unlocked() {
    let p = closed().await;
    let id = p.invoice_id("INV-00001").await;
    assert_eq!(p.refused(async |it, ask| it.unlock_invoice(id, ask).await).await, STAYS_LOCKED);
    assert_eq!(p.refused(async |it, ask| it.lock_invoice(id, ask).await).await, STAYS_LOCKED);
    let page = p.practice.invoice_page(id, p.now()).await.unwrap();
    assert_eq!((page.cannot_edit.as_deref(), page.cannot_void.as_deref()), (Some(STAYS_LOCKED), Some(STAYS_LOCKED)));
}

#[tokio::test]
async fn the_books_are_closed_up_to_a_day_that_is_over() {
    let p = practice().client("Ana", fee("100.00")).await;
    for (day, refusal) in [
        ("2026-03-02", "2 Mar 2026 is not over yet. Close the books up to an earlier day."),
        ("2026-02-30", "30 Feb 2026 does not exist."),
    ] {
        assert_eq!(p.refused(async |it, ask| it.close_books(day, ask).await).await, refusal);
    }
    let closed = p.thoroughly(async |it, ask| it.close_books("2026-02-28", ask).await).await;
    assert_eq!(closed.sentence, "Closed the books up to 28 Feb 2026");
    let opened = p.thoroughly(async |it, ask| it.close_books("", ask).await).await;
    assert_eq!(opened.sentence, "Opened the books again");
}

#[tokio::test]
async fn closing_the_books_says_how_many_invoices_stay_locked() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.attend("Ana", "2026-04-06").await;
    p.attend("Ana", "2026-04-07").await;
    p.on_day("2026-05-04");
    let close = async |day: &str| p.thoroughly(async |it, ask| it.close_books(day, ask).await).await.warnings;
    assert_eq!(close("2026-03-31").await, ["1 invoice of these days stays locked from now on."]);
    assert_eq!(close("2026-04-30").await, ["2 invoices of these days stay locked from now on."]);
    assert_eq!(close("2026-03-31").await, ["2 invoices of these days can be changed again."]);
    assert_eq!(close("").await, ["1 invoice of these days can be changed again."]);
}
