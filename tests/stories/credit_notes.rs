//! Credit notes, and credit and rebill (money-rules 5, *Credit note on an invoice*; requirements C5, C9).

use practice::view::{AttendanceView, CreditNoteForm, CreditedCharge, SettlementForm, WantedForm};
use stories::{Story, cents, fee, line, practice, split, typed, voiding};

/// INV-00001 over 140.00 and a workbook of 24.90, of which 100.00 is paid.
async fn part_paid() -> Story {
    let p = practice().client("Ana", fee("140.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.edit("INV-00001", |form| form.lines.push(line("Workbook", "1", "24.90"))).await.unwrap();
    p.pay("Ana", "100.00").await;
    p
}

fn amount(typed: &str) -> WantedForm {
    WantedForm::Amount(typed.into())
}

fn units(typed: &str) -> WantedForm {
    WantedForm::Units(typed.into())
}

#[tokio::test]
async fn a_note_goes_first_against_what_is_outstanding_and_the_rest_is_kept() {
    let p = part_paid().await;
    let form = p.note_form("INV-00001", &[amount("90.00")]).await;
    let issued = p.thoroughly(async |it, ask| it.issue_credit_note(&form, ask).await).await;
    assert_eq!(issued.sentence, "Issued CN-00001 over 90.00 on INV-00001 to Ana");
    assert_eq!(p.invoice("INV-00001").await, "paid 164.90: 164.90 applied, 0.00 outstanding");
    assert_eq!(
        p.source("CN-00001").await,
        "available 90.00: 64.90 applied, 0.00 refunded, 25.10 available, 0.00 lapsed"
    );
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 25.10");
}

#[tokio::test]
async fn a_note_is_split_as_the_user_says() {
    let p = part_paid().await;
    let mut form = p.note_form("INV-00001", &[amount("90.00")]).await;
    form.settlement = split(&p, "30.00", "40.00");
    p.thoroughly(async |it, ask| it.issue_credit_note(&form, ask).await).await;
    assert_eq!(p.invoice("INV-00001").await, "part paid 164.90: 130.00 applied, 34.90 outstanding");
    assert_eq!(
        p.source("CN-00001").await,
        "available 90.00: 30.00 applied, 40.00 refunded, 20.00 available, 0.00 lapsed"
    );
    assert_eq!(p.all_refunds().await.len(), 1);
}

#[tokio::test]
async fn a_split_that_does_not_add_up_is_refused() {
    let p = part_paid().await;
    let mut form = p.note_form("INV-00001", &[amount("90.00")]).await;
    for (applied, refunded, refusal) in [
        ("65.00", "", "INV-00001 has only 64.90 left to pay. Enter 64.90 or less, and keep or refund the rest."),
        ("50.00", "40.01", "The parts come to 90.01, and the credit note to 90.00. Lower one by 0.01."),
        ("-1", "", "“-1” is below zero. Amounts here are never negative."),
    ] {
        form.settlement = split(&p, applied, refunded);
        assert_eq!(p.refused(async |it, ask| it.issue_credit_note(&form, ask).await).await, refusal);
    }
}

#[tokio::test]
async fn a_note_never_takes_more_of_a_line_than_is_left() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.issue("Ana", vec![line("Ball", "3", "8.3333"), line("Letter", "1", "45.00")]).await;
    p.issue_note(&p.note_form("INV-00001", &[units("1")]).await).await.unwrap();
    p.issue_note(&p.note_form("INV-00001", &[units("1")]).await).await.unwrap();
    let refused = async |wanted: &[WantedForm]| {
        let form = p.note_form("INV-00001", wanted).await;
        p.refused(async |it, ask| it.issue_credit_note(&form, ask).await).await
    };
    assert_eq!(refused(&[units("2")]).await, "Only 1 of “Ball” can still be credited.");
    assert_eq!(refused(&[amount("8.34")]).await, "Only 8.33 of “Ball” can still be credited, and 8.34 was asked for.");
    assert_eq!(refused(&[amount("0")]).await, "Enter an amount above 0.00 for “Ball”, or leave it out.");
    assert_eq!(refused(&[]).await, "Choose at least one line, with a quantity or an amount above 0.");
    p.issue_note(&p.note_form("INV-00001", &[WantedForm::Rest]).await).await.unwrap();
    let totals: Vec<_> = p.all_credits().await.into_iter().map(|row| row.amount).collect();
    assert_eq!(totals, ["8.33", "8.34", "8.33"], "all notes together equal the line");
    assert_eq!(refused(&[WantedForm::Rest]).await, "“Ball” was credited in full already.");
}

#[tokio::test]
async fn a_note_is_not_on_a_void_invoice_nor_on_one_that_changed_meanwhile() {
    let p = part_paid().await;
    let form = p.note_form("INV-00001", &[amount("10.00")]).await;
    p.edit("INV-00001", |form| form.lines.push(line("Letter", "1", "5.00"))).await.unwrap();
    assert_eq!(
        p.refused(async |it, ask| it.issue_credit_note(&form, ask).await).await,
        "INV-00001 was changed meanwhile. Close this and start again."
    );
    p.practice.void_invoice(p.invoice_id("INV-00001").await, &voiding("", true), &p.ask()).await.unwrap();
    let form = p.note_form("INV-00001", &[amount("10.00")]).await;
    assert_eq!(
        p.refused(async |it, ask| it.issue_credit_note(&form, ask).await).await,
        "INV-00001 is void and stays as it is. Make a new invoice instead."
    );
}

#[tokio::test]
async fn an_invoice_with_a_live_note_stays_as_it_is() {
    let p = part_paid().await;
    p.credit_note("INV-00001", "10.00").await;
    let stays = "CN-00001 credits a part of INV-00001, so the invoice stays as it is. Make CN-00001 void first, or \
                 issue another credit note.";
    let id = p.invoice_id("INV-00001").await;
    assert_eq!(p.refused(async |it, ask| it.void_invoice(id, &voiding("", true), ask).await).await, stays);
    let edited = p.edit("INV-00001", |form| form.lines.push(line("Letter", "1", "5.00"))).await;
    assert_eq!(edited.unwrap_err().to_string(), stays);
}

#[tokio::test]
async fn a_note_is_void_only_while_nothing_of_it_is_used() {
    let p = part_paid().await;
    p.credit_note("INV-00001", "90.00").await;
    let id = p.note_id("CN-00001").await;
    assert_eq!(
        p.refused(async |it, ask| it.void_credit_note(id, "", "", ask).await).await,
        "64.90 of CN-00001 is applied to INV-00001, so it cannot be made void. Unapply it first."
    );
    p.unapply("CN-00001", "64.90").from("INV-00001").await;
    p.refund("CN-00001", "1.00").await;
    assert_eq!(
        p.refused(async |it, ask| it.void_credit_note(id, "", "", ask).await).await,
        "1.00 of CN-00001 was refunded (RF-00001). Reverse that refund first."
    );
    p.practice.reverse_refund(p.refund_id("RF-00001").await, &p.ask()).await.unwrap();
    let void = p.thoroughly(async |it, ask| it.void_credit_note(id, "wrong line", "", ask).await).await;
    assert_eq!(void.sentence, "Made CN-00001 void: wrong line");
    assert_eq!(p.balance("Ana").await, "owing 64.90, credit 0.00");
    assert_eq!(
        p.refused(async |it, ask| it.void_credit_note(id, "", "", ask).await).await,
        "CN-00001 is void and stays as it is. Issue a new credit note instead."
    );
    assert_eq!(p.credit_note("INV-00001", "140.00").await, "CN-00002");
}

#[tokio::test]
async fn applying_a_note_never_changes_its_lines() {
    let p = part_paid().await;
    p.credit_note("INV-00001", "90.00").await;
    let id = p.note_id("CN-00001").await;
    let lines = async || p.practice.credit_note_page(id, p.now()).await.unwrap().lines;
    let before = lines().await;
    p.unapply("CN-00001", "64.90").from("INV-00001").await;
    p.apply("CN-00001", "10.00").to("INV-00001").await;
    assert_eq!(lines().await, before);
}

#[tokio::test]
async fn a_note_takes_net_and_tax_in_proportion() {
    let p = practice().client("Ana", fee("100.00")).await;
    let mut taxed = line("Workbook", "1", "24.90");
    taxed.taxes.push(practice::view::LineTaxForm { name: "Tax".into(), rate: "8.5".into(), included: false });
    p.issue("Ana", vec![taxed]).await;
    p.credit_note("INV-00001", "13.51").await;
    let page = p.practice.credit_note_page(p.note_id("CN-00001").await, p.now()).await.unwrap();
    assert_eq!((page.net.as_str(), page.tax.as_str()), ("12.45", "1.06"));
    p.issue_note(&p.note_form("INV-00001", &[WantedForm::Rest]).await).await.unwrap();
    let page = p.practice.credit_note_page(p.note_id("CN-00002").await, p.now()).await.unwrap();
    assert_eq!((page.net.as_str(), page.tax.as_str()), ("12.45", "1.06"), "together 24.90 and 2.12");
}

#[tokio::test]
async fn a_free_standing_note_is_kept_as_credit_or_refunded() {
    let p = practice().client("Ana", fee("100.00")).await;
    let mut form = p.free_note_form("Ana", "30.00");
    let issued = p.thoroughly(async |it, ask| it.issue_credit_note(&form, ask).await).await;
    assert_eq!(issued.sentence, "Issued CN-00001 over 30.00 to Ana");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 30.00");
    form.settlement = split(&p, "", "12.00");
    assert_eq!(
        p.refused(async |it, ask| it.issue_credit_note(&form, ask).await).await,
        "Nothing that was received for Ana is left to give back. Use the money on an invoice, or record the missing \
         payment first."
    );
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    p.thoroughly(async |it, ask| it.issue_credit_note(&form, ask).await).await;
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 48.00");
    let refused = async |change: &dyn Fn(&mut CreditNoteForm)| {
        let mut form = p.free_note_form("Ana", "30.00");
        change(&mut form);
        p.refused(async |it, ask| it.issue_credit_note(&form, ask).await).await
    };
    assert_eq!(
        refused(&|form| form.settlement = split(&p, "1.00", "")).await,
        "This credit note has no invoice, which has only 0.00 left to pay. Enter 0.00 or less, and keep or refund the rest."
    );
    assert_eq!(refused(&|form| form.lines[0].description = " ".into()).await, "Say what this is for.");
}

#[tokio::test]
async fn a_free_standing_note_gives_back_no_more_than_it_comes_to() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "100.00").await;
    let mut form = p.free_note_form("Ana", "50.00");
    form.settlement = split(&p, "", "60.00");
    assert_eq!(
        p.refused(async |it, ask| it.issue_credit_note(&form, ask).await).await,
        "The parts come to 60.00, and the credit note to 50.00. Lower one by 10.00."
    );
}

#[tokio::test]
async fn what_a_free_standing_note_lacks_is_said_at_its_field() {
    let p = practice().client("Ana", fee("100.00")).await;
    let check = async |expected: &str, change: &dyn Fn(&mut CreditNoteForm)| {
        let mut form = p.free_note_form("Ana", "30.00");
        change(&mut form);
        let refusal = p.practice.issue_credit_note(&form, &p.ask()).await.unwrap_err();
        let practice::Error::Fields(fields) = refusal else { panic!("{refusal}") };
        assert_eq!(format!("{}: {}", fields[0].field, fields[0].message), expected);
    };
    check("lines.0.wanted: Enter an amount above 0.00.", &|form| form.lines[0].wanted = amount("0")).await;
    check("lines.0.wanted: Enter an amount, such as 12.00.", &|form| form.lines[0].wanted = amount(" ")).await;
    check("settlement.refunded_on: CN-00001 is of 2 Mar 2026. Enter that day or a later one.", &|form| {
        form.settlement = split(&p, "", "30.00");
        let SettlementForm::Split(split) = &mut form.settlement else { unreachable!() };
        split.refunded_on = "2026-03-01".into();
    })
    .await;
}

#[tokio::test]
async fn credit_and_rebill_opens_a_copy_that_the_note_pays_as_far_as_the_client_had() {
    let p = part_paid().await;
    let id = p.invoice_id("INV-00001").await;
    let rebilled = p.thoroughly(async |it, ask| it.credit_and_rebill(id, ask).await).await;
    assert_eq!(rebilled.sentence, "Credited INV-00001 with CN-00001 and billed it again as INV-00002");
    assert_eq!(p.invoice("INV-00001").await, "paid 164.90: 164.90 applied, 0.00 outstanding");
    assert_eq!(p.invoice("INV-00002").await, "part paid 164.90: 100.00 applied, 64.90 outstanding");
    assert_eq!(p.lines("INV-00002").await, p.lines("INV-00001").await);
    assert_eq!(p.balance("Ana").await, "owing 64.90, credit 0.00");
    p.edit("INV-00002", |form| form.lines[0].unit_price = "120.00".into()).await.unwrap();
    assert_eq!(p.invoice("INV-00002").await, "part paid 144.90: 100.00 applied, 44.90 outstanding");
    p.check_books().await;
    let page = p.practice.invoice_page(id, p.now()).await.unwrap();
    let [note] = page.credit_notes.as_slice() else { panic!("{:?}", page.credit_notes) };
    let instead = note.instead.as_ref().map(|invoice| invoice.number.as_str());
    assert_eq!((note.note.number.as_str(), note.void, instead), ("CN-00001", false, Some("INV-00002")));
    assert_eq!(page.cannot_void.unwrap(), "CN-00001 credits it. Make CN-00001 void first.");
}

#[tokio::test]
async fn an_invoice_credited_before_is_not_credited_and_rebilled() {
    let p = part_paid().await;
    p.credit_note("INV-00001", "10.00").await;
    let id = p.invoice_id("INV-00001").await;
    assert_eq!(
        p.refused(async |it, ask| it.credit_and_rebill(id, ask).await).await,
        "A part of INV-00001 was credited already. Credit the rest, and issue a new invoice."
    );
}

#[tokio::test]
async fn a_note_on_what_was_written_off_gives_nobody_what_was_never_paid() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.issue("Ana", vec![line("Session", "1", "100.00")]).await;
    p.write_off("INV-00001", "100.00").await;
    let form = p.note_form("INV-00001", &[amount("60.00")]).await;
    let issued = p.thoroughly(async |it, ask| it.issue_credit_note(&form, ask).await).await;
    assert_eq!(issued.warnings, ["60.00 of INV-00001 was written off and is owed again, because it is credited."]);
    assert_eq!(p.source("CN-00001").await, "used 60.00: 60.00 applied, 0.00 refunded, 0.00 available, 0.00 lapsed");
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 60.00 applied, 40.00 written off, 0.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
}

#[tokio::test]
async fn a_session_that_another_invoice_charges_by_now_stays_there_when_its_first_is_billed_again() {
    let p = practice().client("Ana", fee("0.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], AttendanceView::Attended).await.unwrap();
    p.edit("INV-00001", |form| form.lines.push(line("Workbook", "1", "10.00"))).await.unwrap();
    p.pay("Ana", "10.00").await;
    let ask = p.ask();
    p.practice
        .mark_crediting_charge(session, Some(AttendanceView::NoShow), CreditedCharge::Instead, &ask)
        .await
        .unwrap();
    let wrong = p.invoice_id("INV-00001").await;
    p.thoroughly(async |it, ask| it.credit_and_rebill(wrong, ask).await).await;
    let charged = p.all_sessions().await.remove(0).invoice_number;
    assert_eq!(charged.as_deref(), Some("INV-00002"));
}

#[tokio::test]
async fn a_note_stays_while_the_session_that_it_credits_could_not_be_charged_again() {
    let p = practice().client("Ana", fee("100.00")).await;
    let session = p.book("Ana", "2026-03-02").await;
    p.mark(&[session], AttendanceView::Attended).await.unwrap();
    p.pay("Ana", "100.00").await;
    p.practice.mark_crediting_charge(session, None, CreditedCharge::Free, &p.ask()).await.unwrap();
    let note = p.note_id("CN-00001").await;
    assert_eq!(
        p.refused(async |it, ask| it.void_credit_note(note, "", "", ask).await).await,
        "It credits the session Ana, 2 Mar 2026, 09:00, which is not marked any more or is paid by another client. Mark it \
         as it was first, then make CN-00001 void."
    );
    p.practice.mark_keeping_charge(session, AttendanceView::Attended, &p.ask()).await.unwrap_err();
}

/// INV-00001 over 100.00, of which Ana paid `own`, and goodwill of 100.00 the rest.
async fn partly_goodwill(own: &str) -> Story {
    let p = practice().client("Ana", fee("100.00")).await;
    p.issue("Ana", vec![line("Session", "1", "100.00")]).await;
    if own != "0.00" {
        p.pay("Ana", own).await;
    }
    p.credit("Ana", "100.00").await;
    let rest = typed(10_000 - cents(own));
    p.apply("CR-00001", &rest).to("INV-00001").await;
    p
}

#[tokio::test]
async fn a_note_on_what_goodwill_paid_is_no_money_to_give_back() {
    let p = partly_goodwill("0.00").await;
    let form = p.note_form("INV-00001", &[amount("100.00")]).await;
    let issued = p.thoroughly(async |it, ask| it.issue_credit_note(&form, ask).await).await;
    assert_eq!(
        issued.warnings,
        ["100.00 of CR-00001 comes off INV-00001, because it was goodwill and is no money to give back."]
    );
    assert_eq!(p.source("CN-00001").await, "used 100.00: 100.00 applied, 0.00 refunded, 0.00 available, 0.00 lapsed");
    assert_eq!(
        p.source("CR-00001").await,
        "available 100.00: 0.00 applied, 0.00 refunded, 100.00 available, 0.00 lapsed"
    );
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 100.00");
}

#[tokio::test]
async fn goodwill_makes_way_for_notes_only_once_they_leave_more_than_was_paid() {
    let p = partly_goodwill("60.00").await;
    let first = p.issue_note(&p.note_form("INV-00001", &[amount("50.00")]).await).await.unwrap();
    assert_eq!(first.warnings, <[&str; 0]>::default());
    assert_eq!(
        p.source("CN-00001").await,
        "available 50.00: 0.00 applied, 0.00 refunded, 50.00 available, 0.00 lapsed"
    );
    let form = p.note_form("INV-00001", &[amount("50.00")]).await;
    p.thoroughly(async |it, ask| it.issue_credit_note(&form, ask).await).await;
    assert_eq!(
        p.source("CN-00002").await,
        "available 50.00: 40.00 applied, 0.00 refunded, 10.00 available, 0.00 lapsed"
    );
    assert_eq!(
        p.source("CR-00001").await,
        "available 100.00: 0.00 applied, 0.00 refunded, 100.00 available, 0.00 lapsed"
    );
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
}

#[tokio::test]
async fn of_what_goodwill_paid_nothing_is_refunded() {
    let p = partly_goodwill("60.00").await;
    let mut form = p.note_form("INV-00001", &[amount("100.00")]).await;
    form.settlement = split(&p, "39.99", "60.00");
    assert_eq!(
        p.refused(async |it, ask| it.issue_credit_note(&form, ask).await).await,
        "40.00 of INV-00001 was paid with goodwill, which is no money to give back. Put 40.00 or more of the credit note \
         on the invoice; the goodwill is free again."
    );
    form.settlement = split(&p, "40.00", "60.00");
    let issued = p.thoroughly(async |it, ask| it.issue_credit_note(&form, ask).await).await;
    assert_eq!(issued.sentence, "Issued CN-00001 over 100.00 on INV-00001 to Ana, 60.00 of it refunded (RF-00001)");
    assert_eq!(p.source("CN-00001").await, "used 100.00: 40.00 applied, 60.00 refunded, 0.00 available, 0.00 lapsed");
}

#[tokio::test]
async fn what_is_billed_again_is_paid_with_the_same_goodwill() {
    let p = partly_goodwill("60.00").await;
    let id = p.invoice_id("INV-00001").await;
    p.thoroughly(async |it, ask| it.credit_and_rebill(id, ask).await).await;
    assert_eq!(p.invoice("INV-00002").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    assert_eq!((p.applied("CN-00001", "INV-00002").await, p.applied("CR-00001", "INV-00002").await), (6_000, 4_000));
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 60.00");
}
