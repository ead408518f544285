//! Credits and their expiry, and money applied, unapplied and moved (money-rules 5, *Credit*, *Expiry*, *Apply*).

use practice::{
    Error,
    view::{CreditForm, CreditOriginView, InvoiceForm, InvoiceSheetForm, SourceShareForm, UseCredit},
};
use stories::{SmallDisk, Story, fee, line, practice, typed, voiding};

/// Ana owes 100.00 on INV-00001 and 90.00 on INV-00002, and has 50.00 of goodwill until 30 June.
async fn with_goodwill() -> Story {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("80.00")).await;
    p.issue("Ana", vec![line("Session", "1", "100.00")]).await;
    p.issue("Ana", vec![line("Letter", "1", "90.00")]).await;
    p.expiring("Ana", "50.00", "2026-06-30").await;
    p
}

#[tokio::test]
async fn a_credit_made_from_an_invoice_pays_it_up_to_what_is_outstanding() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let form = CreditForm { invoice_id: Some(p.invoice_id("INV-00001").await), ..p.credit_form("Ana", "130.00") };
    let made = p.thoroughly(async |it, ask| it.make_credit(&form, ask).await).await;
    assert_eq!(made.sentence, "Gave Ana credit of 130.00 (CR-00001), 100.00 of it on INV-00001");
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 30.00");
}

#[tokio::test]
async fn a_credit_is_for_any_open_or_locked_invoice_of_its_client() {
    let p = with_goodwill().await;
    let locked = p.invoice_id("INV-00002").await;
    p.practice.lock_invoice(locked, &p.ask()).await.unwrap();
    let (source, sheet) = (p.source_id("CR-00001").await, p.sheet(&[("INV-00002", "50.00")]).await);
    p.thoroughly(async |it, ask| it.apply_source(source, &sheet, ask).await).await;
    assert_eq!(p.invoice("INV-00002").await, "part paid locked 90.00: 50.00 applied, 40.00 outstanding");
}

#[tokio::test]
async fn a_credit_is_edited_to_no_less_than_is_used_of_it() {
    let p = with_goodwill().await;
    p.apply("CR-00001", "20.00").to("INV-00001").await;
    p.refund("CR-00001", "5.00").await;
    let id = p.credit_id("CR-00001").await;
    let mut form = p.practice.credit_page(id, p.now()).await.unwrap().form;
    form.amount = "24.99".into();
    assert_eq!(
        p.refused(async |it, ask| it.edit_credit(id, &form, ask).await).await,
        "24.99 is less than the 25.00 already used. Enter 25.00 or more, or take 0.01 off an invoice first."
    );
    form.amount = "25.00".into();
    p.thoroughly(async |it, ask| it.edit_credit(id, &form, ask).await).await;
    assert_eq!(p.source("CR-00001").await, "used 25.00: 20.00 applied, 5.00 refunded, 0.00 available, 0.00 lapsed");
}

#[tokio::test]
async fn a_credit_is_deleted_only_with_nothing_applied_and_nothing_refunded() {
    let p = with_goodwill().await;
    let id = p.credit_id("CR-00001").await;
    p.apply("CR-00001", "20.00").to("INV-00001").await;
    assert_eq!(
        p.refused(async |it, ask| it.delete_credit(id, ask).await).await,
        "20.00 of CR-00001 is applied to INV-00001, so it cannot be deleted. Unapply it first."
    );
    p.unapply("CR-00001", "20.00").from("INV-00001").await;
    p.refund("CR-00001", "5.00").await;
    assert_eq!(
        p.refused(async |it, ask| it.delete_credit(id, ask).await).await,
        "5.00 of CR-00001 was refunded (RF-00001). Reverse that refund first."
    );
    p.practice.reverse_refund(p.refund_id("RF-00001").await, &p.ask()).await.unwrap();
    let deleted = p.thoroughly(async |it, ask| it.delete_credit(id, ask).await).await;
    assert_eq!(deleted.sentence, "Deleted CR-00001");
    assert_eq!(p.balance("Ana").await, "owing 190.00, credit 0.00");
    let stays = "CR-00001 was deleted and stays as it is. Make a new credit instead.";
    assert_eq!(p.refused(async |it, ask| it.delete_credit(id, ask).await).await, stays);
    assert_eq!(p.refused(async |it, ask| it.activate_credit(id, true, ask).await).await, stays);
    assert_eq!(p.edit_credit("CR-00001", |_| {}).await.unwrap_err().to_string(), stays);
    assert_eq!(p.credit("Ana", "1.00").await, "CR-00002", "a deleted credit keeps its number");
}

#[tokio::test]
async fn only_the_unused_part_of_a_credit_is_put_to_sleep() {
    let p = with_goodwill().await;
    p.apply("CR-00001", "20.00").to("INV-00001").await;
    let id = p.credit_id("CR-00001").await;
    let asleep = p.thoroughly(async |it, ask| it.activate_credit(id, false, ask).await).await;
    assert_eq!(asleep.sentence, "Deactivated CR-00001");
    assert_eq!(p.source("CR-00001").await, "inactive 50.00: 20.00 applied, 0.00 refunded, 0.00 available, 0.00 lapsed");
    assert_eq!(p.balance("Ana").await, "owing 170.00, credit 0.00");
    let inactive = "CR-00001 is inactive, so nothing of it can be used. Reactivate it first.";
    let (source, more) = (p.source_id("CR-00001").await, p.sheet(&[("INV-00001", "30.00")]).await);
    assert_eq!(p.refused(async |it, ask| it.apply_source(source, &more, ask).await).await, inactive);
    let form = p.refund_form("CR-00001", "1.00").await;
    assert_eq!(p.refused(async |it, ask| it.refund(&form, ask).await).await, inactive);
    p.unapply("CR-00001", "5.00").from("INV-00001").await;
    assert_eq!(p.balance("Ana").await, "owing 175.00, credit 0.00");
    let awake = p.thoroughly(async |it, ask| it.activate_credit(id, true, ask).await).await;
    assert_eq!(awake.sentence, "Reactivated CR-00001");
    assert_eq!(p.balance("Ana").await, "owing 175.00, credit 35.00");
}

#[tokio::test]
async fn a_credit_is_used_on_its_last_day_and_not_after() {
    let p = with_goodwill().await;
    let (source, sheet) = (p.source_id("CR-00001").await, p.sheet(&[("INV-00001", "10.00")]).await);
    p.on_day("2026-06-30");
    p.thoroughly(async |it, ask| it.apply_source(source, &sheet, ask).await).await;
    p.on_day("2026-07-01");
    let more = p.sheet(&[("INV-00001", "11.00")]).await;
    assert_eq!(
        p.refused(async |it, ask| it.apply_source(source, &more, ask).await).await,
        "CR-00001 could be used until 30 Jun 2026. Give it a later last day first."
    );
    assert_eq!(
        p.invoice("INV-00001").await,
        "overdue 100.00: 10.00 applied, 90.00 outstanding",
        "what is applied stays"
    );
}

#[tokio::test]
async fn what_comes_off_after_the_last_day_lapses_at_once_and_the_preview_says_so() {
    let p = with_goodwill().await;
    p.apply("CR-00001", "20.00").to("INV-00001").await;
    p.on_day("2026-07-01");
    let (source, sheet) = (p.source_id("CR-00001").await, p.sheet(&[("INV-00001", "5.00")]).await);
    let off = p.thoroughly(async |it, ask| it.apply_source(source, &sheet, ask).await).await;
    assert_eq!(
        off.warnings,
        ["15.00 of CR-00001 lapses at once: it could be used until 30 Jun 2026. Give it a later last day to keep it."]
    );
    assert_eq!(p.source("CR-00001").await, "lapsed 50.00: 5.00 applied, 0.00 refunded, 0.00 available, 45.00 lapsed");
    p.edit_credit("CR-00001", |form| form.expires_on = "2026-07-31".into()).await.unwrap();
    assert_eq!(p.balance("Ana").await, "owing 185.00, credit 45.00");
}

#[tokio::test]
async fn what_a_lowered_or_void_invoice_frees_after_the_last_day_is_said_to_lapse() {
    let p = with_goodwill().await;
    p.apply("CR-00001", "50.00").to("INV-00001").await;
    p.on_day("2026-07-01");
    let edited = p.edit("INV-00001", |form| form.discount = stories::amount("70.00")).await.unwrap();
    let lapses = |freed: &str| {
        format!(
            "{freed} of CR-00001 lapses at once: it could be used until 30 Jun 2026. Give it a later last day to keep it."
        )
    };
    assert_eq!(edited.warnings, [lapses("20.00")]);
    let id = p.invoice_id("INV-00001").await;
    let void = p.thoroughly(async |it, ask| it.void_invoice(id, &voiding("", true), ask).await).await;
    assert_eq!(void.warnings, [lapses("30.00")]);
    assert_eq!(p.balance("Ana").await, "owing 90.00, credit 0.00");
}

#[tokio::test]
async fn the_client_s_own_money_never_expires() {
    let p = practice().client("Ana", fee("100.00")).await;
    let form = CreditForm {
        origin: CreditOriginView::OpeningBalance,
        expires_on: "2026-06-30".into(),
        ..p.credit_form("Ana", "50.00")
    };
    assert_eq!(
        p.refused(async |it, ask| it.make_credit(&form, ask).await).await,
        "Only goodwill has a last day. The client's own money never expires."
    );
    p.opening_balance("Ana", "50.00").await;
    p.pay("Ana", "10.00").await;
    p.practice.issue_credit_note(&p.free_note_form("Ana", "5.00"), &p.ask()).await.unwrap();
    p.on_day("2036-03-02");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 65.00");
}

#[tokio::test]
async fn a_credit_that_cannot_be_taken_is_refused_in_words() {
    let p = practice().client("Ana", fee("100.00")).await;
    let refused = async |change: &dyn Fn(&mut CreditForm)| {
        let mut form = p.credit_form("Ana", "50.00");
        change(&mut form);
        p.refused(async |it, ask| it.make_credit(&form, ask).await).await
    };
    for (amount, refusal) in [
        ("", "Enter an amount, such as 12.00."),
        ("0", "Enter an amount above 0.00."),
        ("-3", "“-3” is below zero. Amounts here are never negative."),
        ("12.345", "“12.345” has more than 2 decimals. Write it like 12.00."),
    ] {
        assert_eq!(refused(&|form| form.amount = amount.into()).await, refusal);
    }
    assert_eq!(
        refused(&|form| form.given_on = "2026-03-03".into()).await,
        "3 Mar 2026 is still to come. Enter the day on which the credit was given."
    );
    assert_eq!(
        refused(&|form| form.expires_on = "2026-03-01".into()).await,
        "The last day is before the day on which it was given."
    );
    assert_eq!(refused(&|form| form.expires_on = "2026-02-30".into()).await, "30 Feb 2026 does not exist.");
    assert_eq!(refused(&|form| form.origin = CreditOriginView::Other).await, "Say why the credit is given.");
    assert_eq!(
        refused(&|form| form.origin = CreditOriginView::Transfer).await,
        "Money of a linked client comes by a transfer. Start it from the payment or credit of the other client."
    );
    let ben = p.add_client("Ben", &fee("80.00"), |_| {}).await;
    p.credit("Ana", "50.00").await;
    let edited = p.edit_credit("CR-00001", |form| form.client_id = Some(ben)).await;
    assert_eq!(edited.unwrap_err().to_string(), "A credit stays with its client. Delete it and make another.");
}

#[tokio::test]
async fn money_that_does_not_fit_is_not_applied() {
    let p = with_goodwill().await;
    p.issue("Ben", vec![line("Session", "1", "80.00")]).await;
    p.issue("Ana", vec![line("Letter", "1", "45.00")]).await;
    p.practice.void_invoice(p.invoice_id("INV-00004").await, &voiding("", false), &p.ask()).await.unwrap();
    p.credit("Ana", "500.00").await;
    let source = p.source_id("CR-00002").await;
    let refused = async |wanted: &[(&str, &str)]| {
        let sheet = p.sheet(wanted).await;
        p.refused(async |it, ask| it.apply_source(source, &sheet, ask).await).await
    };
    assert_eq!(
        refused(&[("INV-00001", "100.01")]).await,
        "INV-00001 has only 100.00 left to pay, and 100.01 was to be applied to it."
    );
    assert_eq!(
        refused(&[("INV-00003", "10.00")]).await,
        "Ana and Ben are not linked, so money of one is not used for the other. Link the two under Details \
         first, as payer or family."
    );
    assert_eq!(
        refused(&[("INV-00004", "10.00")]).await,
        "INV-00004 is void and stays as it is. Make a new invoice instead."
    );
    assert_eq!(
        refused(&[("INV-00001", "1.00"), ("INV-00001", "2.00")]).await,
        "INV-00001 is in the list twice. Put both amounts into one."
    );
    assert_eq!(refused(&[("INV-00001", "-1")]).await, "“-1” is below zero. Amounts here are never negative.");
    assert_eq!(refused(&[("INV-00001", "1.005")]).await, "“1.005” has more than 2 decimals. Write it like 12.00.");
    let (goodwill, sheet) = (p.source_id("CR-00001").await, p.sheet(&[("INV-00001", "50.01")]).await);
    assert_eq!(
        p.refused(async |it, ask| it.apply_source(goodwill, &sheet, ask).await).await,
        "The amounts come to 50.01, and only 50.00 is there. Lower one by 0.01."
    );
    let nothing = p.rearrange("CR-00002", &[("INV-00001", "")]).await.unwrap();
    assert_eq!((nothing.operation, nothing.sentence.as_str()), (None, "Nothing was different"));
}

async fn to_have(p: &Story, shares: &[(&str, &str)]) -> InvoiceSheetForm {
    let mut all = Vec::new();
    for (source, amount) in shares {
        all.push(SourceShareForm { source_id: p.source_id(source).await, amount: (*amount).into() });
    }
    InvoiceSheetForm { shares: all }
}

#[tokio::test]
async fn an_invoice_takes_money_of_several_sources_in_one_act() {
    let p = with_goodwill().await;
    p.pay("Ana", "30.00").await;
    p.opening_balance("Ana", "60.00").await;
    let invoice = p.invoice_id("INV-00001").await;
    let form = to_have(&p, &[("R-00001", "0"), ("CR-00001", "40.00"), ("CR-00002", "60.00")]).await;
    let moved = p.thoroughly(async |it, ask| it.apply_to_invoice(invoice, &form, ask).await).await;
    assert_eq!(
        moved.sentence,
        "Changed what is on INV-00001: 30.00 of R-00001 off, 40.00 of CR-00001 on, 60.00 of CR-00002 on"
    );
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 100.00 applied, 0.00 outstanding");
    let refused =
        async |form: InvoiceSheetForm| p.refused(async |it, ask| it.apply_to_invoice(invoice, &form, ask).await).await;
    assert_eq!(
        refused(to_have(&p, &[("R-00001", "0.01")]).await).await,
        "INV-00001 has only 0.00 left to pay, and 0.01 was to be applied to it."
    );
    assert_eq!(
        refused(to_have(&p, &[("CR-00002", "0"), ("CR-00001", "50.01")]).await).await,
        "The amounts come to 10.01, and only 10.00 is there. Lower one by 0.01."
    );
    assert_eq!(
        refused(to_have(&p, &[("CR-00001", "1"), ("CR-00001", "2")]).await).await,
        "This is in the list twice. Put both amounts into one."
    );
    p.pay("Ben", "5.00").await;
    assert_eq!(
        refused(to_have(&p, &[("CR-00001", "0"), ("R-00002", "5.00")]).await).await,
        "Ben and Ana are not linked, so money of one is not used for the other. Link the two under Details \
         first, as payer or family."
    );
    p.practice.void_invoice(invoice, &voiding("", true), &p.ask()).await.unwrap();
    assert_eq!(
        refused(to_have(&p, &[("R-00001", "1.00")]).await).await,
        "INV-00001 is void and stays as it is. Make a new invoice instead."
    );
}

#[tokio::test]
async fn credit_is_used_by_itself_in_its_order_where_that_is_wanted() {
    let p = practice().client("Ana", fee("100.00")).settings(|form| form.use_credit = UseCredit::Automatic).await;
    p.pay("Ana", "10.00").await;
    p.practice.issue_credit_note(&p.free_note_form("Ana", "10.00"), &p.ask()).await.unwrap();
    p.credit("Ana", "10.00").await;
    p.expiring("Ana", "10.00", "2026-12-31").await;
    p.expiring("Ana", "10.00", "2026-06-30").await;
    p.practice.activate_credit(p.credit_id("CR-00001").await, false, &p.ask()).await.unwrap();
    p.credit("Ana", "15.00").await;
    let form = p.invoice_form("Ana", vec![line("Session", "1", "50.00")]);
    let issued = p.thoroughly(async |it, ask| it.issue_invoice(&form, ask).await).await;
    assert_eq!(
        issued.warnings,
        [
            "10.00 of CR-00003 is used for INV-00001 by itself.",
            "10.00 of CR-00002 is used for INV-00001 by itself.",
            "15.00 of CR-00004 is used for INV-00001 by itself.",
            "10.00 of CN-00001 is used for INV-00001 by itself.",
            "5.00 of R-00001 is used for INV-00001 by itself.",
        ]
    );
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 5.00");
}

#[tokio::test]
async fn a_client_s_own_setting_wins_and_a_suggestion_uses_nothing() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.add_client("Ben", &fee("80.00"), |form| form.use_credit = Some(UseCredit::Automatic)).await;
    for client in ["Ana", "Ben"] {
        p.credit(client, "30.00").await;
        p.attend(client, "2026-03-02").await;
    }
    assert_eq!(p.balance("Ana").await, "owing 100.00, credit 30.00");
    assert_eq!(p.balance("Ben").await, "owing 50.00, credit 0.00");
    let sheet = p.practice.invoice_sheet(p.invoice_id("INV-00001").await, p.now()).await.unwrap();
    assert_eq!(sheet.rows.iter().map(|row| row.proposed.as_str()).collect::<Vec<_>>(), ["30.00"]);
}

#[tokio::test]
async fn today_offers_no_money_whose_use_is_off() {
    let waiting = async |p: &Story| {
        let today = p.practice.today(p.now()).await.unwrap();
        today.waiting_money.into_iter().map(|row| row.client_name).collect::<Vec<_>>()
    };
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("80.00")).await;
    p.add_client("Cem", &fee("80.00"), |form| form.use_credit = Some(UseCredit::Off)).await;
    for client in ["Ana", "Ben", "Cem"] {
        p.credit(client, "30.00").await;
        p.attend(client, "2026-03-02").await;
    }
    assert_eq!(waiting(&p).await, ["Ana", "Ben"], "Cem wants none");

    let p = practice().client("Ana", fee("100.00")).settings(|form| form.use_credit = UseCredit::Off).await;
    p.add_client("Ben", &fee("80.00"), |form| form.use_credit = Some(UseCredit::Suggest)).await;
    for client in ["Ana", "Ben"] {
        p.credit(client, "30.00").await;
        p.attend(client, "2026-03-02").await;
    }
    assert_eq!(waiting(&p).await, ["Ben"], "the practice uses none, but Ben's own setting wins");
}

#[tokio::test]
async fn the_same_act_sent_twice_has_one_effect_on_a_credit() {
    let p = with_goodwill().await;
    let (source, sheet) = (p.source_id("CR-00001").await, p.sheet(&[("INV-00001", "50.00")]).await);
    let ask = p.ask();
    let first = p.practice.apply_source(source, &sheet, &ask).await.unwrap();
    let again = p.practice.apply_source(source, &sheet, &ask).await.unwrap();
    assert_eq!(first.operation, again.operation);
    assert_eq!(p.invoice("INV-00001").await, "part paid 100.00: 50.00 applied, 50.00 outstanding");
    // Another window, which still shows the credit as unused.
    let other = p.sheet(&[("INV-00002", "50.00")]).await;
    assert_eq!(
        p.refused(async |it, ask| it.apply_source(source, &other, ask).await).await,
        "The amounts come to 50.00, and only 0.00 is there. Lower one by 50.00."
    );
}

#[tokio::test]
async fn an_act_on_a_credit_that_finds_the_disk_full_changes_nothing() {
    let Some(disk) = SmallDisk::of_kib(2048) else { return };
    let p = practice().on_disk(disk.path()).client("Ana", fee("100.00")).await;
    p.issue("Ana", vec![line("Session", "1", "100.00")]).await;
    p.credit("Ana", "50.00").await;
    let (source, mut books) = (p.source_id("CR-00001").await, p.books().await);
    disk.fill();
    let mut refusal = None;
    // A practice file has a little room of its own; its journal has none.
    for amount in 1..50 {
        let sheet = p.sheet(&[("INV-00001", &typed(amount))]).await;
        match p.practice.apply_source(source, &sheet, &p.ask()).await {
            Ok(_) => books = p.books().await,
            Err(error) => {
                refusal = Some(error);
                break;
            }
        }
    }
    let refusal = refusal.expect("the disk is full");
    assert!(matches!(refusal, Error::DiskFull), "{refusal:?}");
    disk.make_room();
    assert_eq!(p.books().await, books);
    let sheet = p.sheet(&[("INV-00001", "50.00")]).await;
    p.practice.apply_source(source, &sheet, &p.ask()).await.unwrap();
    p.check_books().await;
}

#[tokio::test]
async fn credit_for_an_invoice_that_was_written_off_names_the_way_out() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.issue("Ana", vec![line("Session", "1", "100.00")]).await;
    p.credit("Ana", "50.00").await;
    p.write_off("INV-00001", "100.00").await;
    let way_out = "INV-00001 has only 0.00 left to pay, and 50.00 was to be applied to it. 100.00 of it was written off: \
                   reverse the write-off first.";
    let (source, sheet) = (p.source_id("CR-00001").await, p.sheet(&[("INV-00001", "50.00")]).await);
    assert_eq!(p.refused(async |it, ask| it.apply_source(source, &sheet, ask).await).await, way_out);
    let invoice = p.invoice_id("INV-00001").await;
    let form = InvoiceSheetForm { shares: vec![SourceShareForm { source_id: source, amount: "50.00".into() }] };
    assert_eq!(p.refused(async |it, ask| it.apply_to_invoice(invoice, &form, ask).await).await, way_out);
    p.practice.reverse_write_off(invoice, "50.00", &p.ask()).await.unwrap();
    p.apply("CR-00001", "50.00").to("INV-00001").await;
    assert_eq!(p.invoice("INV-00001").await, "paid 100.00: 50.00 applied, 50.00 written off, 0.00 outstanding");
}

#[tokio::test]
async fn goodwill_is_not_used_on_an_invoice_that_is_issued_after_its_last_day() {
    let p = practice().client("Ana", fee("100.00")).today("2026-03-02").await;
    p.expiring("Ana", "30.00", "2026-03-10").await;
    let form =
        InvoiceForm { issued_on: "2026-03-11".into(), ..p.invoice_form("Ana", vec![line("Letter", "1", "60.00")]) };
    p.practice.issue_invoice(&form, &p.ask()).await.unwrap();
    let id = p.source_id("CR-00001").await;
    let onto = p.sheet(&[("INV-00001", "30.00")]).await;
    assert_eq!(
        p.refused(async |it, ask| it.apply_source(id, &onto, ask).await).await,
        "CR-00001 could be used until 10 Mar 2026. Give it a later last day first."
    );
    p.edit_credit("CR-00001", |form| form.expires_on = "2026-03-11".into()).await.unwrap();
    p.apply("CR-00001", "30.00").to("INV-00001").await;
}

#[tokio::test]
async fn a_last_day_that_is_past_says_what_lapses() {
    let p = practice().client("Ana", fee("100.00")).today("2026-03-02").await;
    p.expiring("Ana", "30.00", "2026-03-10").await;
    p.on_day("2026-03-08");
    let edited = p.edit_credit("CR-00001", |form| form.expires_on = "2026-03-05".into()).await.unwrap();
    assert_eq!(
        edited.warnings,
        ["30.00 of CR-00001 lapses at once: it could be used until 5 Mar 2026. Give it a later last day to keep it."]
    );
}
