//! Invoices by hand, edited, locked, made void (money-rules 1, 4 and 5).

use practice::{
    OperationId,
    view::{AppliedForm, InvoiceForm, LineTaxForm, TaxRoundingView, WaitingSessions},
};
use stories::{Story, amount, fee, line, percent, practice, voiding};

/// The invoice of money-rules 7, example 3: a session of 140.00 and an item of 24.90, paid.
async fn paid_with_an_item() -> Story {
    let p = practice().client("Ana", fee("140.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.edit("INV-00001", |form| form.lines.push(line("Workbook", "1", "24.90"))).await.unwrap();
    p.pay("Ana", "164.90").await;
    p
}

#[tokio::test]
async fn an_invoice_for_what_is_no_session_is_issued_by_hand() {
    let p = practice().client("Ana", fee("100.00")).await;
    let mut form = p.invoice_form("Ana", vec![line("Letter", "2", "45.00"), line("Workbook", "1.5", "24.9033")]);
    form.note = "Thank you".into();
    let issued = p.thoroughly(async |it, ask| it.issue_invoice(&form, ask).await).await;
    assert_eq!(issued.sentence, "Issued INV-00001 over 127.35 to Ana");
    assert_eq!(p.lines("INV-00001").await, ["Letter 2 x 45.00 = 90.00", "Workbook 1.5 x 24.9033 = 37.35"]);
    assert_eq!(p.balance("Ana").await, "owing 127.35, credit 0.00");
    assert_eq!(p.invoice_as_typed("INV-00001").await.due_on, "2026-03-16", "14 days to pay");
}

#[tokio::test]
async fn a_due_date_follows_the_terms_or_what_is_typed() {
    let p = practice().client("Ana", fee("100.00")).settings(|it| it.terms_days = "30".into()).await;
    p.attend("Ana", "2026-03-02").await;
    assert_eq!(p.invoice_as_typed("INV-00001").await.due_on, "2026-04-01");
    p.edit("INV-00001", |form| form.due_on = "2026-03-05".into()).await.unwrap();
    p.on_day("2026-03-05");
    assert_eq!(p.invoice("INV-00001").await, "unpaid 100.00: 0.00 applied, 100.00 outstanding");
    p.on_day("2026-03-06");
    assert_eq!(p.invoice("INV-00001").await, "overdue 100.00: 0.00 applied, 100.00 outstanding");
    let refusal = p.edit("INV-00001", |form| form.due_on = "2026-03-01".into()).await.unwrap_err().to_string();
    assert_eq!(refusal, "The due date is before the date of the invoice.");
}

#[tokio::test]
async fn a_discount_is_shared_out_so_that_the_shares_add_up() {
    let p = practice().client("Ana", fee("100.00")).await;
    let mut form =
        p.invoice_form("Ana", vec![line("One", "1", "10"), line("Two", "1", "10"), line("Three", "1", "10")]);
    form.discount = amount("5.00");
    let priced = p.practice.price_invoice(&form, None).await.unwrap();
    let shares: Vec<_> = priced.lines.iter().map(|line| line.document_discount.as_str()).collect();
    assert_eq!(shares, ["1.67", "1.67", "1.66"]);
    p.practice.issue_invoice(&form, &p.ask()).await.unwrap();
    assert_eq!(p.invoice("INV-00001").await, "unpaid 25.00: 0.00 applied, 25.00 outstanding");
    let page = p.practice.invoice_page(p.invoice_id("INV-00001").await, p.now()).await.unwrap();
    assert_eq!(page.priced, priced, "what is stored is what was shown");
}

#[tokio::test]
async fn a_line_can_have_a_discount_of_its_own() {
    let p = practice().client("Ana", fee("100.00")).await;
    let mut half = line("Half", "3", "10.01");
    half.discount = percent("50");
    let mut less = line("Less", "1", "10");
    less.discount = amount("2.50");
    p.issue("Ana", vec![half, less.clone()]).await;
    assert_eq!(p.lines("INV-00001").await, ["Half 3 x 10.01 = 15.01", "Less 1 x 10.00 = 7.50"]);
    less.discount = amount("10.01");
    let form = p.invoice_form("Ana", vec![less]);
    let refusal = p.refused(async |it, ask| it.issue_invoice(&form, ask).await).await;
    assert!(refusal.contains("10.01") && refusal.contains("10.00"), "{refusal}");
}

fn taxed(description: &str, price: &str, rate: &str, included: bool) -> practice::view::LineForm {
    let tax = LineTaxForm { name: "Sales tax".into(), rate: rate.into(), included };
    practice::view::LineForm { taxes: vec![tax], ..line(description, "1", price) }
}

#[tokio::test]
async fn tax_is_rounded_on_the_document_or_on_each_line() {
    let (document, line) = (TaxRoundingView::PerDocument, TaxRoundingView::PerLine);
    for (rounding, other, total) in [(document, line, "37.32"), (line, document, "37.33")] {
        let p = practice().client("Ana", fee("100.00")).settings(|it| it.tax_rounding = rounding).await;
        p.issue("Ana", vec![taxed("Workbook", "24.90", "8.5", false), taxed("Diary", "9.50", "8.5", false)]).await;
        assert_eq!(p.invoice("INV-00001").await, format!("unpaid {total}: 0.00 applied, {total} outstanding"));
        p.check_books().await;
        // The invoice keeps to it under another setting.
        let mut profile = p.practice.settings(p.now()).await.unwrap().profile;
        profile.tax_rounding = other;
        p.practice.save_profile(&profile, &p.ask()).await.unwrap();
        let mut form = p.invoice_as_typed("INV-00001").await;
        form.note = "Thank you".into();
        let id = p.invoice_id("INV-00001").await;
        assert_eq!(p.practice.price_invoice(&form, Some(id)).await.unwrap().total, total);
        p.thoroughly(async |it, ask| it.edit_invoice(id, &form, ask).await).await;
        p.pay("Ana", total).await;
        p.thoroughly(async |it, ask| it.credit_and_rebill(id, ask).await).await;
        assert_eq!(p.invoice("INV-00002").await, format!("paid {total}: {total} applied, 0.00 outstanding"));
    }
}

#[tokio::test]
async fn a_tax_that_prices_include_adds_nothing() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.issue("Ana", vec![taxed("Workbook", "119.00", "19", true)]).await;
    let page = p.practice.invoice_page(p.invoice_id("INV-00001").await, p.now()).await.unwrap();
    assert_eq!(
        (page.priced.net.as_str(), page.priced.tax.as_str(), page.priced.total.as_str()),
        ("100.00", "19.00", "119.00")
    );
}

#[tokio::test]
async fn a_tax_exempt_client_pays_the_price_with_tax_0() {
    let p = practice().await;
    p.add_client("Ana", &fee("100.00"), |form| form.tax_exempt = true).await;
    p.issue("Ana", vec![taxed("Workbook", "24.90", "8.5", false), taxed("Book", "119.00", "19", true)]).await;
    assert_eq!(p.invoice("INV-00001").await, "unpaid 143.90: 0.00 applied, 143.90 outstanding");
}

#[tokio::test]
async fn a_removed_line_gives_its_money_back_to_the_payment() {
    let p = paid_with_an_item().await;
    let id = p.invoice_id("INV-00001").await;
    let mut form = p.invoice_as_typed("INV-00001").await;
    form.lines.pop();
    let edited = p.thoroughly(async |it, ask| it.edit_invoice(id, &form, ask).await).await;
    assert_eq!(edited.sentence, "Changed INV-00001 from 164.90 to 140.00");
    assert_eq!(edited.warnings, ["24.90 of R-00001 goes back to credit."]);
    assert_eq!(p.invoice("INV-00001").await, "paid 140.00: 140.00 applied, 0.00 outstanding");
    assert_eq!(p.payment("R-00001").await, "active 164.90: 140.00 applied, 24.90 remaining");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 24.90");
}

#[tokio::test]
async fn the_newest_application_gives_way_first() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "60.00").await;
    p.pay("Ana", "40.00").await;
    let edited = p.edit("INV-00001", |form| form.discount = amount("50.00")).await.unwrap();
    assert_eq!(edited.warnings, ["40.00 of R-00002 goes back to credit.", "10.00 of R-00001 goes back to credit."]);
    assert_eq!(p.payment("R-00001").await, "active 60.00: 50.00 applied, 10.00 remaining");
    assert_eq!(p.payment("R-00002").await, "active 40.00: 0.00 applied, 40.00 remaining");
    p.check_books().await;
}

/// Ana paid 60.00 and 40.00 of 100.00, then 10.00 of the first came off and went on again.
async fn paid_again_with_the_first_payment() -> (Story, [OperationId; 2]) {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "60.00").await;
    p.pay("Ana", "40.00").await;
    let off = p.unapply("R-00001", "10.00").from("INV-00001").await;
    let on = p.apply("R-00001", "10.00").to("INV-00001").await;
    (p, [off.operation.unwrap(), on.operation.unwrap()])
}

#[tokio::test]
async fn the_newest_application_is_told_by_when_it_was_made_and_not_by_its_payment() {
    let (p, _) = paid_again_with_the_first_payment().await;
    let edited = p.edit("INV-00001", |form| form.discount = amount("25.00")).await.unwrap();
    assert_eq!(edited.warnings, ["10.00 of R-00001 goes back to credit.", "15.00 of R-00002 goes back to credit."]);
    p.check_books().await;
}

#[tokio::test]
async fn what_was_undone_does_not_make_an_application_newer() {
    let (p, [off, on]) = paid_again_with_the_first_payment().await;
    p.practice.undo(on, &p.ask()).await.unwrap();
    p.practice.undo(off, &p.ask()).await.unwrap();
    let edited = p.edit("INV-00001", |form| form.discount = amount("25.00")).await.unwrap();
    assert_eq!(edited.warnings, ["25.00 of R-00002 goes back to credit."]);
    p.check_books().await;
}

#[tokio::test]
async fn an_invoice_that_rises_is_part_paid_again() {
    let p = paid_with_an_item().await;
    let id = p.invoice_id("INV-00001").await;
    let mut form = p.invoice_as_typed("INV-00001").await;
    form.lines.push(line("Cards", "1", "32.00"));
    let edited = p.thoroughly(async |it, ask| it.edit_invoice(id, &form, ask).await).await;
    assert_eq!(p.invoice("INV-00001").await, "part paid 196.90: 164.90 applied, 32.00 outstanding");
    let advice = "32.00 more is owed on INV-00001, which money is on. A separate invoice may be clearer.";
    assert_eq!(edited.warnings, [advice]);
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_no_act() {
    let p = paid_with_an_item().await;
    let file = p.dump().await;
    let same = p.edit("INV-00001", |_| {}).await.unwrap();
    assert_eq!((same.operation, same.sentence.as_str()), (None, "Nothing was different"));
    assert_eq!(p.dump().await, file);
}

#[tokio::test]
async fn a_session_taken_off_by_hand_waits_for_another_invoice() {
    let p = paid_with_an_item().await;
    let id = p.invoice_id("INV-00001").await;
    let typed = p.invoice_as_typed("INV-00001").await;
    let form = InvoiceForm { lines: typed.lines[1..].to_vec(), ..typed.clone() };
    p.thoroughly(async |it, ask| it.edit_invoice(id, &form, ask).await).await;
    assert!(p.all_sessions().await[0].awaits_invoice);
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 140.00");

    let again = p.invoice_form("Ana", typed.lines[..1].to_vec());
    p.thoroughly(async |it, ask| it.issue_invoice(&again, ask).await).await;
    assert_eq!(p.balance("Ana").await, "owing 140.00, credit 140.00");
    let refusal = p.refused(async |it, ask| it.issue_invoice(&again, ask).await).await;
    assert_eq!(refusal, "This session does not wait for an invoice of this client.");
    let twice = p.invoice_form("Ana", vec![typed.lines[0].clone(), typed.lines[0].clone()]);
    p.refused(async |it, ask| it.issue_invoice(&twice, ask).await).await;
}

#[tokio::test]
async fn an_invoice_stays_with_its_client() {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let ben = p.client("Ben");
    let refusal = p.edit("INV-00001", |form| form.client_id = Some(ben)).await.unwrap_err().to_string();
    assert_eq!(refusal, "An invoice stays with its client. Make it void and issue one to the other client.");
}

#[tokio::test]
async fn what_cannot_be_taken_is_said_at_its_field() {
    let p = practice().client("Ana", fee("100.00")).await;
    let check = async |expected: &str, change: fn(&mut InvoiceForm)| {
        let mut form = p.invoice_form("Ana", vec![line("Letter", "1", "45.00")]);
        change(&mut form);
        let error = p.practice.issue_invoice(&form, &p.ask()).await.unwrap_err();
        let practice::Error::Fields(fields) = error else { panic!("{error}") };
        assert_eq!(format!("{}: {}", fields[0].field, fields[0].message), expected);
    };
    check("client_id: Choose a client.", |form| form.client_id = None).await;
    check("lines: Add at least one line. An invoice with nothing on it is void, not empty.", |form| form.lines.clear())
        .await;
    check("lines.0.description: Say what this line is for.", |form| form.lines[0].description = " ".into()).await;
    check("lines.0.unit_price: “-3” is below zero. Amounts here are never negative.", |form| {
        form.lines[0].unit_price = "-3".into()
    })
    .await;
    check(
        "discount.value: The discount of 50.00 is more than the 45.00 that the lines come to. Enter 45.00 or less.",
        |form| form.discount = amount("50.00"),
    )
    .await;
    let mut odd = p.invoice_form("Ana", vec![line("Letter", "0", "45.00")]);
    assert!(p.practice.issue_invoice(&odd, &p.ask()).await.is_err(), "quantity above 0");
    odd.lines[0].quantity = "1.2345".into();
    assert!(p.practice.issue_invoice(&odd, &p.ask()).await.is_err(), "3 decimals");
    assert!(p.all_invoices().await.is_empty());
}

#[tokio::test]
async fn a_locked_invoice_takes_money_but_no_change_until_it_is_unlocked() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let id = p.invoice_id("INV-00001").await;
    let locked = p.thoroughly(async |it, ask| it.lock_invoice(id, ask).await);
    assert_eq!(locked.await.sentence, "Locked INV-00001");
    let refusal = "INV-00001 is locked. Unlock it first.";
    let edited = p.edit("INV-00001", |form| form.note = "new".into()).await;
    assert_eq!(edited.unwrap_err().to_string(), refusal);
    assert_eq!(p.refused(async |it, ask| it.void_invoice(id, &voiding("", true), ask).await).await, refusal);
    p.pay("Ana", "40.00").await;
    assert_eq!(p.invoice("INV-00001").await, "part paid locked 100.00: 40.00 applied, 60.00 outstanding");
    p.thoroughly(async |it, ask| it.unlock_invoice(id, ask).await).await;
    p.edit("INV-00001", |form| form.note = "new".into()).await.unwrap();
}

#[tokio::test]
async fn a_void_invoice_keeps_its_number_and_asks_for_nothing() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let id = p.invoice_id("INV-00001").await;
    let void = p.thoroughly(async |it, ask| it.void_invoice(id, &voiding("wrong client", false), ask).await).await;
    assert_eq!(void.sentence, "Made INV-00001 void: wrong client");
    assert_eq!(p.invoice("INV-00001").await, "void 100.00: 0.00 applied, 0.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
    assert!(p.all_sessions().await[0].awaits_invoice, "its session waits for an invoice again");
    let stays = "INV-00001 is void and stays as it is. Make a new invoice instead.";
    assert_eq!(p.refused(async |it, ask| it.void_invoice(id, &voiding("", true), ask).await).await, stays);
    assert_eq!(p.refused(async |it, ask| it.lock_invoice(id, ask).await).await, stays);
    assert_eq!(p.edit("INV-00001", |form| form.note = "x".into()).await.unwrap_err().to_string(), stays);
    p.practice.invoice_all(WaitingSessions::All, false, &p.ask()).await.unwrap();
    assert_eq!(p.all_invoices().await[1].number, "INV-00002");
}

#[tokio::test]
async fn an_invoice_with_money_on_it_is_void_only_when_told_to_release_it() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "40.00").await;
    let id = p.invoice_id("INV-00001").await;
    assert_eq!(
        p.refused(async |it, ask| it.void_invoice(id, &voiding("", false), ask).await).await,
        "40.00 of 100.00 is applied to INV-00001, so it cannot be void. \
         Unapply it first, or release it in the same act."
    );
    let void = p.thoroughly(async |it, ask| it.void_invoice(id, &voiding("", true), ask).await).await;
    assert_eq!(void.warnings, ["40.00 of R-00001 goes back to credit."]);
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 40.00");
}

#[tokio::test]
async fn numbers_run_on_from_the_first_without_a_gap() {
    let p = practice().client("Ana", fee("100.00"));
    let p = p.settings(|it| {
        it.invoice_numbers.prefix = "2026/".into();
        it.invoice_numbers.digits = "3".into();
        it.invoice_numbers.first = "41".into();
    });
    let p = p.await;
    p.issue("Ana", vec![line("One", "1", "1")]).await;
    let mut wrong = p.invoice_form("Ana", vec![line("Two", "1", "1")]);
    wrong.discount = amount("2");
    p.practice.issue_invoice(&wrong, &p.ask()).await.unwrap_err();
    p.practice.issue_invoice(&p.invoice_form("Ana", vec![line("Two", "1", "1")]), &p.preview()).await.unwrap();
    p.issue("Ana", vec![line("Two", "1", "1")]).await;
    p.undo_latest().await.unwrap();
    p.issue("Ana", vec![line("Three", "1", "1")]).await;
    let numbers: Vec<_> = p.all_invoices().await.into_iter().map(|row| row.number).collect();
    assert_eq!(numbers, ["2026/041", "2026/042", "2026/043"]);
    p.check_books().await;
    let mut profile = p.practice.settings(p.now()).await.unwrap().profile;
    profile.invoice_numbers.first = "1".into();
    assert_eq!(
        p.practice.save_profile(&profile, &p.ask()).await.unwrap_err().to_string(),
        "A number was given already, so the first one is fixed. Numbers run on without a gap."
    );
}

#[tokio::test]
async fn an_invoice_of_another_day_charges_on_that_day_and_holds_its_money_from_then() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let id = p.invoice_id("INV-00001").await;
    p.record("Ana", "60.00", AppliedForm::OldestFirst).await.unwrap();
    p.on_day("2026-03-10");
    p.record("Ana", "30.00", AppliedForm::OldestFirst).await.unwrap();
    let letter = |form: &mut InvoiceForm| {
        form.lines.push(line("Letter", "1", "20.00"));
        form.due_on = "2026-04-01".into();
    };
    p.edit("INV-00001", letter).await.unwrap();
    let days = async || {
        let by_day =
            "select on_day || ' ' || sum(amount_minor) from charge group by on_day having sum(amount_minor) <> 0
                      order by on_day";
        let (mut db, _folder) = p.raw().await;
        let charged = stories::raw::column(&mut db, by_day).await;
        let applied = stories::raw::column(&mut db, &by_day.replace("charge", "application")).await;
        (charged.join(", "), applied.join(", "))
    };
    let began = ("2026-03-02 10000, 2026-03-10 2000".to_owned(), "2026-03-02 6000, 2026-03-10 3000".to_owned());
    assert_eq!(days().await, began, "each on the day of its act");
    let moved_to = async |day: &str| {
        let mut form = p.invoice_as_typed("INV-00001").await;
        form.issued_on = day.into();
        p.thoroughly(async |it, ask| it.edit_invoice(id, &form, ask).await).await;
        days().await
    };
    let (charged, applied) = moved_to("2026-03-05").await;
    assert_eq!((&*charged, &*applied), ("2026-03-05 12000", "2026-03-05 6000, 2026-03-10 3000"));
    let (charged, applied) = moved_to("2026-03-12").await;
    assert_eq!((&*charged, &*applied), ("2026-03-12 12000", "2026-03-12 9000"));
    let (charged, applied) = moved_to("2026-02-20").await;
    assert_eq!((&*charged, &*applied), ("2026-02-20 12000", "2026-03-02 6000, 2026-03-10 3000"), "from when it came");
    for _ in 0..3 {
        let history = p.practice.invoice_page(id, p.now()).await.unwrap().history;
        let standing = history.iter().find(|row| !row.undone && !row.is_undo && row.sentence == "Changed INV-00001");
        let redone = history.iter().find(|row| !row.undone && row.sentence.starts_with("Did again: Changed INV-00001"));
        p.practice.undo(redone.or(standing).unwrap().operation, &p.ask()).await.unwrap();
    }
    assert_eq!(days().await, began, "undone, one after the other");
    p.check_books().await;
}

#[tokio::test]
async fn a_prefix_that_would_give_a_number_again_is_refused_at_its_field() {
    let numbers = |it: &mut practice::view::ProfileForm, prefix: &str| {
        for numbers in [&mut it.invoice_numbers, &mut it.receipt_numbers] {
            (numbers.prefix, numbers.digits) = (prefix.into(), "1".into());
        }
    };
    let p = practice().client("Ana", fee("100.00")).settings(|it| numbers(it, "2")).await;
    for day in ["2026-03-02", "2026-03-03", "2026-03-04"] {
        p.attend("Ana", day).await;
    }
    assert_eq!(p.all_invoices().await[2].number, "23");
    let mut profile = p.practice.settings(p.now()).await.unwrap().profile;
    numbers(&mut profile, "");
    let refusal = p.practice.save_profile(&profile, &p.ask()).await.unwrap_err();
    let practice::Error::Fields(fields) = refusal else { panic!("{refusal:?}") };
    let told = "21 is in use already and would be given again. Choose another prefix.";
    assert_eq!(fields, [practice::FieldError { field: "invoice_numbers.prefix".into(), message: told.into() }]);

    profile.invoice_numbers.prefix = "2026-".into();
    p.pay("Ana", "1.00").await;
    let refusal = p.practice.save_profile(&profile, &p.ask()).await.unwrap_err().to_string();
    assert_eq!(refusal, told, "so is a receipt's");
    profile.receipt_numbers.prefix = "R".into();
    p.practice.save_profile(&profile, &p.ask()).await.unwrap();
    assert_eq!(p.attend("Ana", "2026-03-05").await, "2026-4");
}

#[tokio::test]
async fn an_invoice_stays_exempt_from_tax_or_not_as_it_was_issued() {
    let p = practice().client("Ana", fee("100.00")).await;
    let mut taxed = line("Workbook", "1", "100.00");
    taxed.taxes.push(LineTaxForm { name: "Sales tax".into(), rate: "8.5".into(), included: false });
    p.issue("Ana", vec![taxed.clone()]).await;
    let id = p.invoice_id("INV-00001").await;
    let mut ana = p.practice.client_page(p.client("Ana"), p.now()).await.unwrap().form;
    ana.tax_exempt = true;
    p.practice.save_client(Some(p.client("Ana")), &ana, &p.ask()).await.unwrap();
    let mut form = p.invoice_as_typed("INV-00001").await;
    form.note = "changed".into();
    let shown = p.practice.price_invoice(&form, Some(id)).await.unwrap().total;
    p.practice.edit_invoice(id, &form, &p.ask()).await.unwrap();
    let written = p.practice.invoice_page(id, p.now()).await.unwrap().priced.total;
    assert_eq!((&*shown, &*written), ("108.50", "108.50"));
    let new = p.invoice_form("Ana", vec![taxed]);
    assert_eq!(p.practice.price_invoice(&new, None).await.unwrap().total, "100.00", "a new one is exempt");
}

#[tokio::test]
async fn an_invoice_of_nothing_is_paid() {
    let p = practice().client("Ana", fee("0.00")).await;
    p.attend("Ana", "2026-03-02").await;
    assert_eq!(p.invoice("INV-00001").await, "paid 0.00: 0.00 applied, 0.00 outstanding");
    p.pay("Ana", "10.00").await;
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 10.00");
    let page = p.practice.invoice_page(p.invoice_id("INV-00001").await, p.now()).await.unwrap();
    assert_eq!(page.cannot_pay.as_deref(), Some("Nothing is left to pay on INV-00001."));
}

#[tokio::test]
async fn a_supplied_invoice_makes_its_next_revision_when_it_changes() {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let id = p.invoice_id("INV-00001").await;
    let folder = stories::empty_folder();
    let save = async || {
        let path = folder.path().join("a.pdf");
        p.practice.save_document(practice::view::DocumentRef::Invoice(id), &path, &p.ask()).await.unwrap();
    };
    let revision = async || p.practice.invoice_page(id, p.now()).await.unwrap().revision;
    p.edit("INV-00001", |form| form.note = "one".into()).await.unwrap();
    assert_eq!(revision().await, 1, "nobody has seen it");
    save().await;
    let edited = p.edit("INV-00001", |form| form.note = "two".into()).await.unwrap();
    assert_eq!(edited.warnings, ["INV-00001 was supplied already, so this becomes its revision 2."]);
    assert_eq!(revision().await, 2);
    p.edit("INV-00001", |form| form.note = "three".into()).await.unwrap();
    assert_eq!(revision().await, 2, "revision 2 was not supplied yet");
    save().await;
    let kept = p.practice.invoice_page(id, p.now()).await.unwrap().supplied;
    assert_eq!(kept.iter().map(|copy| copy.revision).collect::<Vec<_>>(), [2, 1]);
    p.record("Ana", "10.00", AppliedForm::OldestFirst).await.unwrap();
    assert_eq!(revision().await, 2, "a payment changes what is due, not the invoice");
}

#[tokio::test]
async fn a_preview_says_when_an_invoice_was_due_before() {
    let p = practice().today("2026-03-20").client("Ana", fee("100.00")).await;
    p.issue("Ana", vec![line("Letter", "1", "45.00")]).await;
    let (id, mut form) = (p.invoice_id("INV-00001").await, p.invoice_as_typed("INV-00001").await);
    form.issued_on = "2026-03-01".into();
    form.due_on = "2026-03-15".into();
    let preview = p.practice.edit_invoice(id, &form, &p.preview()).await.unwrap();
    let effects: Vec<_> = preview
        .effects
        .iter()
        .map(|effect| format!("{}: {} -> {}", effect.label, effect.before, effect.after))
        .collect();
    assert_eq!(
        effects,
        [
            "Owing, not past due: 45.00 -> 0.00",
            "Owing, 1–30 days past due: 0.00 -> 45.00",
            "INV-00001: 45.00 outstanding, due 3 Apr 2026 -> 45.00 outstanding, overdue",
        ]
    );
    p.thoroughly(async |it, ask| it.edit_invoice(id, &form, ask).await).await;
}
