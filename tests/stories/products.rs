//! Products: stock that follows what is sold, counted and corrected.

use practice::view::{GoodsBackForm, ProductFilter, ProductRow, ProductSort, ProductsQuery, VoidForm, WantedForm};
use stories::{Story, fee, practice, voiding};

async fn shop() -> Story {
    practice().today("2026-03-02").client("Ana", fee("100.00")).client("Ben", fee("90.00")).await
}

fn every_product(filter: ProductFilter) -> ProductsQuery {
    ProductsQuery { search: String::new(), filter, sort: ProductSort::Stock, descending: false, page: 0 }
}

#[tokio::test]
async fn selling_on_any_invoice_moves_stock_and_taking_it_off_moves_it_back() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("30")).await;
    let lines = vec![p.goods_line(book, "2").await];
    let form = p.invoice_form("Ana", lines);
    p.thoroughly(async |it, ask| it.issue_invoice(&form, ask).await).await;
    assert_eq!(p.stock(book).await.as_deref(), Some("28"));

    let id = p.invoice_id("INV-00001").await;
    let mut more = p.practice.invoice_page(id, p.now()).await.unwrap().form;
    more.lines[0].quantity = "5".into();
    p.thoroughly(async |it, ask| it.edit_invoice(id, &more, ask).await).await;
    assert_eq!(p.stock(book).await.as_deref(), Some("25"));

    more = p.practice.invoice_page(id, p.now()).await.unwrap().form;
    more.lines[0].quantity = "1".into();
    more.goods =
        vec![GoodsBackForm { record_id: more.lines[0].record_id.unwrap(), restock: "3".into(), deactivate: false }];
    p.thoroughly(async |it, ask| it.edit_invoice(id, &more, ask).await).await;
    assert_eq!(p.stock(book).await.as_deref(), Some("28"), "one of four was worn and stays out");

    p.thoroughly(async |it, ask| it.void_invoice(id, &voiding("", false), ask).await).await;
    assert_eq!(p.stock(book).await.as_deref(), Some("29"));
    let stood: Vec<String> = p.movements(book).await.into_iter().filter(|row| !row.contains("Undone")).collect();
    assert_eq!(stood.first().unwrap(), "2026-03-02 +30 30 Stock began to be kept.");
    assert!(stood.iter().any(|row| row.ends_with("Sold on INV-00001, Ana.")), "{stood:?}");
}

#[tokio::test]
async fn what_comes_off_goes_back_as_it_was_said() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("30")).await;
    let record = p.give("Ana", book, "3").await;
    let id = record.invoice.id;
    let off = p.practice.goods_back(id, None).await.unwrap();
    let shown: Vec<_> = off.iter().map(|row| (row.description.as_str(), row.units.as_str(), row.whole)).collect();
    assert_eq!(shown, [("Workbook", "3", true)]);
    let keep = |restock: &str| VoidForm {
        reason: String::new(),
        release: false,
        goods: vec![GoodsBackForm { record_id: record.record_id, restock: restock.into(), deactivate: false }],
    };
    assert_eq!(
        p.refused(async |it, ask| it.void_invoice(id, &keep("4"), ask).await).await,
        "No more than what comes back can go back into stock. Enter 3 or less."
    );
    assert_eq!(
        p.refused(async |it, ask| it.void_invoice(id, &keep("1.5"), ask).await).await,
        "“1.5” is not a whole number. Pieces are counted as 0, 1, 2 and so on."
    );
    p.thoroughly(async |it, ask| it.void_invoice(id, &keep("0"), ask).await).await;
    assert_eq!(p.stock(book).await.as_deref(), Some("27"), "all three were worn");
    let row = &p.records("Ana").await[0];
    assert!(row.active && row.invoice.is_none(), "{row:?}");
}

#[tokio::test]
async fn more_than_there_is_goes_out_for_a_reason_only() {
    let p = shop().await;
    let cards = p.product("Cards", "32.00", Some("2")).await;
    let mut form = p.record_form("Ana", cards, "3");
    assert_eq!(
        p.refused(async |it, ask| it.add_record(&form, ask).await).await,
        "Only 2 of “Cards” are in stock, and 3 would go out. Count the stock, or say why more goes out than there is."
    );
    let invoice = p.invoice_form("Ben", vec![p.goods_line(cards, "3").await]);
    let refused = p.practice.issue_invoice(&invoice, &p.ask()).await.unwrap_err();
    assert!(matches!(refused, practice::Error::Fields(fields) if fields[0].field == "stock_reason"));
    form.stock_reason = "The delivery is not entered yet".into();
    p.thoroughly(async |it, ask| it.add_record(&form, ask).await).await;
    assert_eq!(p.stock(cards).await.as_deref(), Some("-1"));
    let last = p.movements(cards).await.pop().unwrap();
    assert!(last.contains("with fewer in stock: The delivery is not entered yet"), "{last}");
}

#[tokio::test]
async fn stock_is_counted_and_corrected_with_a_reason() {
    let p = shop().await;
    let cards = p.product("Cards", "32.00", Some("12")).await;
    let count = p.count_form("10");
    let counted = p.thoroughly(async |it, ask| it.count_stock(cards, &count, ask).await).await;
    assert_eq!(counted.sentence, "Counted 10 of Cards, not 12");
    let same = p.thoroughly(async |it, ask| it.count_stock(cards, &count, ask).await).await;
    assert_eq!(same.sentence, "Counted 10 of Cards, as expected");
    let worn = p.correction_form(true, "2", "worn");
    p.thoroughly(async |it, ask| it.correct_stock(cards, &worn, ask).await).await;
    assert_eq!(p.stock(cards).await.as_deref(), Some("8"));
    let refused = async |fewer: bool, units: &str, reason: &str| {
        let form = p.correction_form(fewer, units, reason);
        p.refused(async |it, ask| it.correct_stock(cards, &form, ask).await).await
    };
    assert_eq!(
        refused(true, "9", "lost").await,
        "Only 8 of “Cards” are in stock, so there cannot be 9 fewer. Enter 8 or less."
    );
    assert_eq!(
        refused(false, "5", " ").await,
        "Say why the stock is corrected, such as: damaged, given away, delivered."
    );
    assert_eq!(refused(false, "0", "delivered").await, "Enter by how many the stock is corrected.");
    assert_eq!(
        refused(false, "-5", "delivered").await,
        "“-5” is not a whole number. Pieces are counted as 0, 1, 2 and so on."
    );
    let mut tomorrow = p.count_form("8");
    tomorrow.counted_on = "2026-03-03".into();
    assert_eq!(
        p.refused(async |it, ask| it.count_stock(cards, &tomorrow, ask).await).await,
        "3 Mar 2026 is still to come. Enter the day on which the stock was counted."
    );
}

#[tokio::test]
async fn stock_that_is_not_kept_does_not_move_until_it_is_counted_again() {
    let p = shop().await;
    let audio = p.product("Relaxation", "15.00", None).await;
    p.give("Ana", audio, "4").await;
    assert_eq!(p.stock(audio).await, None);
    let count = p.count_form("3");
    assert_eq!(
        p.refused(async |it, ask| it.count_stock(audio, &count, ask).await).await,
        "The stock of “Relaxation” is not kept. Keep it on the product's page first."
    );
    let mut form = p.practice.product_page(audio).await.unwrap().form;
    form.counted = true;
    assert_eq!(
        p.refused(async |it, ask| it.save_product(Some(audio), &form, ask).await).await,
        "Enter how many, as a whole number."
    );
    form.opening = "5".into();
    p.thoroughly(async |it, ask| it.save_product(Some(audio), &form, ask).await).await;
    p.give("Ana", audio, "2").await;
    form.counted = false;
    p.thoroughly(async |it, ask| it.save_product(Some(audio), &form, ask).await).await;
    p.give("Ana", audio, "1").await;
    assert_eq!(p.stock(audio).await, None);
    (form.counted, form.opening) = (true, "9".into());
    p.thoroughly(async |it, ask| it.save_product(Some(audio), &form, ask).await).await;
    assert_eq!(p.stock(audio).await.as_deref(), Some("9"));
}

#[tokio::test]
async fn products_are_sold_in_whole_pieces_and_not_once_they_are_archived() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("30")).await;
    let form = p.invoice_form("Ana", vec![p.goods_line(book, "1.5").await]);
    assert_eq!(
        p.refused(async |it, ask| it.issue_invoice(&form, ask).await).await,
        "“Workbook” is sold in whole pieces. Enter 1, 2 or more, not 1.5."
    );
    let archived = p.practice.archive_product(book, true, &p.ask()).await.unwrap();
    assert_eq!(archived.warnings, ["In stock there still: 30."]);
    let form = p.invoice_form("Ana", vec![p.goods_line(book, "1").await]);
    let way_out = "“Workbook” was archived. Bring it back on its page first.";
    assert_eq!(p.refused(async |it, ask| it.issue_invoice(&form, ask).await).await, way_out);
    let form = p.record_form("Ana", book, "1");
    assert_eq!(p.refused(async |it, ask| it.add_record(&form, ask).await).await, way_out);
}

#[tokio::test]
async fn a_credit_note_takes_goods_back_as_it_says_and_gives_them_out_again_once_void() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("30")).await;
    let record = p.give("Ana", book, "3").await;
    let mut form = p.note_form("INV-00001", &[WantedForm::Units("2".into())]).await;
    (form.lines[0].restock, form.lines[0].deactivate) = ("3".into(), true);
    assert_eq!(
        p.refused(async |it, ask| it.issue_credit_note(&form, ask).await).await,
        "No more than what comes back can go back into stock. Enter 2 or less."
    );
    form.lines[0].restock = "2".into();
    let note = p.thoroughly(async |it, ask| it.issue_credit_note(&form, ask).await).await.answer;
    assert_eq!(p.stock(book).await.as_deref(), Some("29"));
    assert!(!p.records("Ana").await[0].active);
    p.give("Ben", book, "29").await;
    let source = note.id;
    p.unapply(&note.number, "54.03").from("INV-00001").await;
    assert_eq!(
        p.refused(async |it, ask| it.void_credit_note(source, "", "", ask).await).await,
        "None of “Workbook” is in stock, and 2 would go out. Count the stock, or say why more goes out than there is."
    );
    p.thoroughly(async |it, ask| it.void_credit_note(source, "typed in error", "they were sold again", ask).await)
        .await;
    assert_eq!(p.stock(book).await.as_deref(), Some("-2"));
    assert!(p.records("Ana").await.iter().any(|row| row.id == record.record_id && row.active));
}

#[tokio::test]
async fn an_act_whose_goods_went_out_since_is_not_undone() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("1")).await;
    let delivered = p.correction_form(false, "2", "delivered");
    let act = p.practice.correct_stock(book, &delivered, &p.ask()).await.unwrap().operation.unwrap();
    p.give("Ana", book, "3").await;
    assert_eq!(
        p.refused(async |it, ask| it.undo(act, ask).await).await,
        "A later act depends on this one: “Gave Ana 3 × Workbook, on INV-00001”. Undo that first."
    );
}

#[tokio::test]
async fn the_list_of_products_shows_what_is_low() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("4")).await;
    p.product("Cards", "32.00", Some("12")).await;
    p.product("Relaxation", "15.00", None).await;
    let mut form = p.practice.product_page(book).await.unwrap().form;
    form.low_mark = "3".into();
    p.practice.save_product(Some(book), &form, &p.ask()).await.unwrap();
    let names = async |filter| -> Vec<String> {
        let listed = p.practice.list_products(&every_product(filter)).await.unwrap();
        listed.rows.into_iter().map(|row: ProductRow| row.name).collect()
    };
    assert_eq!(names(ProductFilter::Active).await, ["Workbook", "Cards", "Relaxation"]);
    assert_eq!(names(ProductFilter::Low).await, [""; 0]);
    let low = p.practice.add_record(&p.record_form("Ana", book, "1"), &p.ask()).await.unwrap();
    assert_eq!(low.warnings, ["“Workbook” is low: 3 left."]);
    assert_eq!(names(ProductFilter::Low).await, ["Workbook"]);
    p.practice.archive_product(book, true, &p.ask()).await.unwrap();
    assert_eq!(names(ProductFilter::Low).await, [""; 0]);
    assert_eq!(names(ProductFilter::Archived).await, ["Workbook"]);
}

#[tokio::test]
async fn an_act_is_undone_to_where_stock_was_before_it() {
    let p = shop().await;
    let cards = p.product("Cards", "32.00", Some("0")).await;
    let mut form = p.record_form("Ana", cards, "1");
    form.stock_reason = "delivered tomorrow".into();
    p.practice.add_record(&form, &p.ask()).await.unwrap();
    let (five, more) = (p.count_form("5"), p.correction_form(false, "5", "delivered"));
    p.thoroughly(async |it, ask| it.count_stock(cards, &five, ask).await).await;
    p.undo_latest().await.unwrap();
    p.thoroughly(async |it, ask| it.correct_stock(cards, &more, ask).await).await;
    p.undo_latest().await.unwrap();
    let id = p.invoice_id("INV-00001").await;
    p.thoroughly(async |it, ask| it.void_invoice(id, &voiding("", false), ask).await).await;
}

#[tokio::test]
async fn stock_is_counted_as_of_a_day() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("10")).await;
    p.let_pass(3);
    p.give("Ana", book, "2").await;
    let mut earlier = p.count_form("9");
    earlier.counted_on = "2026-03-02".into();
    let counted = p.thoroughly(async |it, ask| it.count_stock(book, &earlier, ask).await).await;
    assert_eq!(counted.sentence, "Counted 9 of Workbook, not 10");
    assert_eq!(p.stock(book).await.as_deref(), Some("7"), "two went out since");
    assert_eq!(
        p.movements(book).await.into_iter().filter(|row| !row.contains("Undone")).collect::<Vec<_>>().last().unwrap(),
        "2026-03-05 -2 7 Sold on INV-00001, Ana."
    );
    earlier.counted = "1".into();
    assert_eq!(
        p.refused(async |it, ask| it.count_stock(book, &earlier, ask).await).await,
        "With what went out since 2 Mar 2026, that would leave -1. Count the stock of today instead."
    );
    earlier.counted_on = "2026-03-01".into();
    assert_eq!(
        p.refused(async |it, ask| it.count_stock(book, &earlier, ask).await).await,
        "Its stock is kept since 2 Mar 2026. Enter that day or a later one."
    );
}

#[tokio::test]
async fn stock_is_not_kept_again_by_undo_once_something_was_sold() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("10")).await;
    let mut form = p.practice.product_page(book).await.unwrap().form;
    form.counted = false;
    let off = p.practice.save_product(Some(book), &form, &p.ask()).await.unwrap().operation.unwrap();
    assert_eq!(p.practice.product_page(book).await.unwrap().form.opening, "", "it is counted anew");
    p.give("Ana", book, "3").await;
    assert_eq!(
        p.refused(async |it, ask| it.undo(off, ask).await).await,
        "A later act depends on this one: “Gave Ana 3 × Workbook, on INV-00001”. Undo that first."
    );
    p.undo_latest().await.unwrap();
    p.practice.undo(off, &p.ask()).await.unwrap();
    assert_eq!(p.stock(book).await.as_deref(), Some("10"));
}

#[tokio::test]
async fn a_movement_that_was_done_again_is_told_as_it_was_done() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("10")).await;
    let worn = p.correction_form(true, "1", "worn");
    p.practice.correct_stock(book, &worn, &p.ask()).await.unwrap();
    let undone = p.undo_latest().await.unwrap().operation.unwrap();
    p.practice.undo(undone, &p.ask()).await.unwrap();
    let told: Vec<String> = p.movements(book).await.split_off(1);
    assert_eq!(
        told,
        [
            "2026-03-02 -1 9 Corrected: worn.",
            "2026-03-02 +1 10 Undone: Corrected: worn.",
            "2026-03-02 -1 9 Corrected: worn."
        ]
    );
}

#[tokio::test]
async fn goods_are_credited_in_whole_pieces() {
    let p = shop().await;
    let book = p.product("Workbook", "24.90", Some("10")).await;
    p.give("Ana", book, "2").await;
    let form = p.note_form("INV-00001", &[WantedForm::Units("0.5".into())]).await;
    assert_eq!(
        p.refused(async |it, ask| it.issue_credit_note(&form, ask).await).await,
        "“Workbook” is sold in whole pieces. Enter 1, 2 or more, not 0.5."
    );
}
