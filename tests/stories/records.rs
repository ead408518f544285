//! Records: what clients were given, each on an invoice.

use practice::view::{RecordOnto, ServiceForm};
use stories::{Story, fee, line, practice, service, voiding};

async fn shop() -> Story {
    practice().today("2026-03-02").client("Ana", fee("100.00")).client("Ben", fee("90.00")).await
}

#[tokio::test]
async fn a_record_puts_its_line_on_the_open_invoice_or_opens_one() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("30")).await;
    let form = p.record_form("Ana", book, "1");
    let first = p.thoroughly(async |it, ask| it.add_record(&form, ask).await).await;
    assert_eq!(first.sentence, "Gave Ana 1 × Workbook, on INV-00001");
    assert_eq!(p.invoice("INV-00001").await, "unpaid 27.02: 0.00 applied, 27.02 outstanding");
    let again = p.thoroughly(async |it, ask| it.add_record(&form, ask).await).await;
    assert_eq!(again.answer.invoice.number, "INV-00001");
    assert_eq!(p.lines("INV-00001").await, ["Workbook 1 x 24.90 = 24.90", "Workbook 1 x 24.90 = 24.90"]);
    p.pay("Ana", "54.03").await;
    let third = p.thoroughly(async |it, ask| it.add_record(&form, ask).await).await;
    assert_eq!(third.answer.invoice.number, "INV-00002", "a paid invoice stays paid");
    assert_eq!(p.stock(book).await.as_deref(), Some("27"));
    let rows = p.records("Ana").await;
    let shown: Vec<_> = rows.iter().map(|row| format!("{} {}", row.quantity, row.amount)).collect();
    assert_eq!(shown, ["1 27.02", "1 27.01", "1 27.02"], "two together bear a tax of 4.23");
}

#[tokio::test]
async fn a_record_is_put_where_it_is_wanted_and_only_there() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", None).await;
    p.issue("Ana", vec![line("Letter", "1", "10.00")]).await;
    p.issue("Ben", vec![line("Letter", "1", "10.00")]).await;
    let (anas, bens) = (p.invoice_id("INV-00001").await, p.invoice_id("INV-00002").await);
    let onto = |onto| practice::view::RecordForm { onto, ..p.record_form("Ana", book, "1") };
    let refused =
        async |form: practice::view::RecordForm| p.refused(async |it, ask| it.add_record(&form, ask).await).await;
    assert_eq!(
        refused(onto(RecordOnto::Invoice(bens))).await,
        "INV-00002 is another client's. Choose one of this client."
    );
    let added = p.practice.add_record(&onto(RecordOnto::Invoice(anas)), &p.ask()).await.unwrap();
    assert_eq!(added.answer.invoice.number, "INV-00001");
    let fresh = p.practice.add_record(&onto(RecordOnto::New), &p.ask()).await.unwrap();
    assert_eq!(fresh.answer.invoice.number, "INV-00003");
    p.practice.lock_invoice(anas, &p.ask()).await.unwrap();
    assert_eq!(refused(onto(RecordOnto::Invoice(anas))).await, "INV-00001 is locked. Unlock it first.");
    let proposal = p.practice.record_proposal(p.client("Ana")).await.unwrap();
    let numbers: Vec<&str> = proposal.invoices.iter().map(|row| row.invoice.number.as_str()).collect();
    assert_eq!(numbers, ["INV-00003"]);
    assert_eq!(proposal.proposed, Some(fresh.answer.invoice.id));
}

#[tokio::test]
async fn bad_input_for_a_record_is_told_at_its_field() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("30")).await;
    let form = p.record_form("Ana", book, "1");
    let refused =
        async |form: practice::view::RecordForm| p.refused(async |it, ask| it.add_record(&form, ask).await).await;
    let with = |quantity: &str, given_on: &str| practice::view::RecordForm {
        quantity: quantity.into(),
        given_on: given_on.into(),
        ..form.clone()
    };
    assert_eq!(
        refused(with("0.5", "2026-03-02")).await,
        "“Workbook” is sold in whole pieces. Enter 1, 2 or more, not 0.5."
    );
    assert_eq!(
        refused(with("1", "2026-03-03")).await,
        "3 Mar 2026 is still to come. Enter the day on which it was given."
    );
    let neither = practice::view::RecordForm { product_id: None, ..form.clone() };
    assert_eq!(refused(neither).await, "Choose a product or a service.");
}

#[tokio::test]
async fn a_service_is_given_at_the_fee_of_the_client() {
    let p = shop().await;
    let settings = p.practice.settings(p.now()).await.unwrap();
    let session = settings.services[0].id;
    let mut form = p.record_form("Ana", 1.into(), "1.5");
    (form.product_id, form.service_id) = (None, Some(session));
    p.thoroughly(async |it, ask| it.add_record(&form, ask).await).await;
    assert_eq!(p.lines("INV-00001").await, ["Session 1.5 x 100.00 = 150.00"]);
    let row = &p.records("Ana").await[0];
    assert_eq!(row.cannot_return.as_deref(), Some("A service is not returned. Issue a credit note instead."));
    let put_away = ServiceForm { code: "R".into(), name: "Report".into(), ..service(vec![]) };
    let report = p.practice.save_service(None, &put_away, &p.ask()).await.unwrap().answer;
    p.practice.archive_service(report, true, &p.ask()).await.unwrap();
    form.service_id = Some(report);
    assert_eq!(
        p.refused(async |it, ask| it.add_record(&form, ask).await).await,
        "“Report” was archived. Take it back in Settings first."
    );
}

#[tokio::test]
async fn a_record_is_deactivated_and_activated_by_hand() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("30")).await;
    let id = p.give("Ana", book, "1").await.record_id;
    let off = p.thoroughly(async |it, ask| it.activate_record(id, false, ask).await).await;
    assert_eq!(off.sentence, "Deactivated “Workbook” in the file of Ana");
    assert_eq!(
        (p.stock(book).await.as_deref(), p.balance("Ana").await.as_str()),
        (Some("29"), "owing 27.02, credit 0.00")
    );
    assert_eq!(p.practice.activate_record(id, false, &p.ask()).await.unwrap().operation, None);
    p.thoroughly(async |it, ask| it.activate_record(id, true, ask).await).await;
}

#[tokio::test]
async fn a_copy_that_bills_again_keeps_the_record_and_the_stock() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("30")).await;
    let given = p.give("Ana", book, "2").await;
    let id = given.invoice.id;
    p.thoroughly(async |it, ask| it.credit_and_rebill(id, ask).await).await;
    assert_eq!(p.stock(book).await.as_deref(), Some("28"));
    let rows = p.records("Ana").await;
    assert_eq!(rows.len(), 1);
    assert_ne!(rows[0].invoice.as_ref().map(|invoice| invoice.id), Some(id));
}

#[tokio::test]
async fn the_note_of_goods_that_were_billed_again_is_not_made_void() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("30")).await;
    let given = p.give("Ana", book, "2").await;
    let rebilled = p.practice.credit_and_rebill(given.invoice.id, &p.ask()).await.unwrap().answer;
    let on = p.practice.credit_note_page(rebilled.credit_note.id, p.now()).await.unwrap().applications;
    p.unapply("CN-00001", &on[0].amount).from("INV-00001").await;
    let void =
        async || p.refused(async |it, ask| it.void_credit_note(rebilled.credit_note.id, "", "", ask).await).await;
    let stays =
        "“Workbook” was billed again on INV-00002, so CN-00001 stays. Correct INV-00002, or issue a new invoice.";
    assert_eq!(void().await, stays);
    p.practice.void_invoice(rebilled.invoice.id, &voiding("", true), &p.ask()).await.unwrap();
    assert_eq!((void().await.as_str(), p.stock(book).await.as_deref()), (stays, Some("30")));
}
