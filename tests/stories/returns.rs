//! Returns: goods of paid invoices that come back put money, stock and the client's file right at once.

use practice::view::{
    DocumentRef, Figure, RecordsChoice, ReturnFilter, ReturnItemForm, ReturnMoney, ReturnStatus, ReturnsQuery,
    WantedForm,
};
use stories::{Story, account, amount, fee, line, percent, practice, returned, split, voiding};

const RESTOCKED: (&str, RecordsChoice) = ("1", RecordsChoice::Deactivate);

/// Ana has three workbooks on INV-00001, paid in full: 3 x 24.90 + 8.5 % = 81.05.
async fn sold() -> (Story, practice::ProductId, practice::RecordId) {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    let book = p.product("Workbook", "24.90", Some("30")).await;
    let record = p.give("Ana", book, "3").await.record_id;
    p.pay("Ana", "81.05").await;
    (p, book, record)
}

#[tokio::test]
async fn used_goods_are_refunded_and_neither_restocked_nor_deactivated() {
    let (p, book, record) = sold().await;
    p.let_pass(7);
    let id = p.draft_return("Ana", &[returned(record, "1", "0", RecordsChoice::Keep)]).await;
    let cheque = p.by_cheque("1004");
    let posted = p.thoroughly(async |it, ask| it.post_return(id, &cheque, ask).await).await;
    assert_eq!(posted.sentence, "Posted RT-00001 of Ana with CN-00001, and refunded 27.02 as RF-00001");
    assert_eq!(p.stock(book).await.as_deref(), Some("27"), "the faulty one is not sold again");
    let row = &p.records("Ana").await[0];
    assert!(row.active && row.returned == "1", "{row:?}");
    assert_eq!(p.invoice("INV-00001").await, "paid 81.05: 81.05 applied, 0.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
    let refund = p.practice.refund_page(p.all_refunds().await[0].id).await.unwrap().row;
    assert_eq!(
        (refund.method.as_str(), refund.reference.as_str(), refund.amount.as_str()),
        ("Cheque", "1004", "27.02")
    );
}

#[tokio::test]
async fn the_pieces_of_a_discounted_taxed_line_come_back_in_two_returns_that_add_up() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    let book = p.product("Workbook", "24.90", Some("30")).await;
    let mut form = p.invoice_form("Ana", vec![p.goods_line(book, "3").await, line("Letter", "1", "12.00")]);
    form.lines[0].discount = percent("10");
    form.discount = amount("5.00");
    p.practice.issue_invoice(&form, &p.ask()).await.unwrap();
    // 74.70 - 7.47 = 67.23; of the discount of 5.00 on 79.23 it bears 4.24; 62.99 + 8.5 % = 68.34.
    p.pay("Ana", "80.00").await;
    let record = p.records("Ana").await[0].id;
    p.post_return("Ana", &[returned(record, "1", "1", RecordsChoice::Keep)]).await;
    p.post_return("Ana", &[returned(record, "2", "2", RecordsChoice::Deactivate)]).await;
    let totals: Vec<_> =
        p.all_returns().await.into_iter().map(|row| (row.number.unwrap(), row.total.unwrap())).collect();
    assert_eq!(totals, [("RT-00001".to_owned(), "22.78".to_owned()), ("RT-00002".to_owned(), "45.56".to_owned())]);
    assert_eq!(p.stock(book).await.as_deref(), Some("30"));
    let left = p.practice.returnable(p.client("Ana")).await.unwrap();
    assert_eq!(
        left[0].cannot_return.as_deref(),
        Some("All of “Workbook” on INV-00001 was returned or credited already.")
    );
}

#[tokio::test]
async fn a_return_is_kept_as_credit_and_pays_another_invoice() {
    let (p, book, record) = sold().await;
    p.attend("Ana", "2026-03-02").await;
    let id = p.draft_return("Ana", &[returned(record, "2", RESTOCKED.0, RESTOCKED.1)]).await;
    let posted = p.thoroughly(async |it, ask| it.post_return(id, &ReturnMoney::Credit, ask).await).await;
    assert_eq!(posted.sentence, "Posted RT-00001 of Ana with CN-00001, and kept 54.03 as credit");
    assert_eq!(p.balance("Ana").await, "owing 100.00, credit 54.03");
    assert_eq!(p.stock(book).await.as_deref(), Some("28"));
    assert!(!p.records("Ana").await[0].active);
    p.apply("CN-00001", "54.03").to("INV-00002").await;
    assert_eq!(p.invoice("INV-00002").await, "part paid 100.00: 54.03 applied, 45.97 outstanding");
    assert_eq!(
        p.refused(async |it, ask| it.reverse_return(id, "", "", ask).await).await,
        p.practice.return_page(id).await.unwrap().cannot_reverse.unwrap()
    );
    p.unapply("CN-00001", "54.03").from("INV-00002").await;
    let reversed = p.thoroughly(async |it, ask| it.reverse_return(id, "came back by mistake", "", ask).await).await;
    assert_eq!(reversed.sentence, "Reversed RT-00001");
    assert_eq!(p.stock(book).await.as_deref(), Some("27"));
    assert!(p.records("Ana").await[0].active);
    assert_eq!(p.balance("Ana").await, "owing 100.00, credit 0.00");
    assert_eq!(
        p.refused(async |it, ask| it.reverse_return(id, "", "", ask).await).await,
        "RT-00001 was reversed already."
    );
}

#[tokio::test]
async fn an_undone_posting_is_a_draft_again_and_its_number_is_not_used_again() {
    let (p, _, record) = sold().await;
    let id = p.draft_return("Ana", &[returned(record, "1", "1", RecordsChoice::Keep)]).await;
    p.practice.post_return(id, &ReturnMoney::Credit, &p.ask()).await.unwrap();
    let undone = p.undo_latest().await.unwrap();
    assert_eq!(p.practice.return_page(id).await.unwrap().row.status, ReturnStatus::Draft);
    let again = p.practice.post_return(id, &ReturnMoney::Credit, &p.ask()).await.unwrap();
    assert_eq!(again.answer.number, "RT-00002");
    let redo = undone.operation.unwrap();
    assert_eq!(
        p.refused(async |it, ask| it.undo(redo, ask).await).await,
        "A later act depends on this one: “Posted RT-00002 of Ana with CN-00002, and kept 27.02 as credit”. Undo that first."
    );
    p.undo_latest().await.unwrap();
    p.thoroughly(async |it, ask| it.discard_return(id, ask).await).await;
    p.check_books().await;
}

#[tokio::test]
async fn bad_items_are_refused_each_at_its_field() {
    let (p, _, record) = sold().await;
    let bens = p.product("Cards", "32.00", None).await;
    let other = p.give("Ben", bens, "1").await.record_id;
    let id = p.draft_return("Ana", &[]).await;
    let refused =
        async |form: ReturnItemForm| p.refused(async |it, ask| it.save_return_item(id, None, &form, ask).await).await;
    let item = |units: &str, restock: &str| returned(record, units, restock, RecordsChoice::Keep);
    assert_eq!(refused(item("4", "0")).await, "Only 3 of “Workbook” can be returned. Enter 3 or less.");
    assert_eq!(
        refused(item("1.5", "0")).await,
        "“1.5” is not a whole number. Pieces are counted as 0, 1, 2 and so on."
    );
    assert_eq!(refused(item("0", "0")).await, "Enter how many come back, 1 or more.");
    assert_eq!(refused(item("1", "2")).await, "No more than what comes back can go back into stock. Enter 1 or less.");
    assert_eq!(
        refused(ReturnItemForm { records: None, ..item("1", "1") }).await,
        "Choose what becomes of the record in the client's file: deactivate it, or keep it."
    );
    assert_eq!(refused(ReturnItemForm { record_id: None, ..item("1", "1") }).await, "Choose what comes back.");
    assert_eq!(
        refused(returned(other, "1", "0", RecordsChoice::Keep)).await,
        "This was given to another client. Choose something of this client."
    );
    let first = item("1", "1");
    p.thoroughly(async |it, ask| it.save_return_item(id, None, &first, ask).await).await;
    assert_eq!(refused(item("1", "1")).await, "It is on this return already. Change that item instead.");
    let second = item("2", "0");
    p.thoroughly(async |it, ask| it.save_return_item(id, Some(record), &second, ask).await).await;
    p.thoroughly(async |it, ask| it.remove_return_item(id, record, ask).await).await;
    assert_eq!(
        p.refused(async |it, ask| it.post_return(id, &ReturnMoney::Credit, ask).await).await,
        "There is nothing to post. Add what comes back first."
    );
    let mut early = p.return_form("Ana");
    early.returned_on = "2026-03-01".into();
    p.practice.save_return(Some(id), &early, &p.ask()).await.unwrap();
    assert_eq!(
        refused(item("1", "1")).await,
        "INV-00001 is of 2 Mar 2026, so nothing of it came back on 1 Mar 2026. Enter that day or a later one."
    );
    early.returned_on = "2026-03-03".into();
    assert_eq!(
        p.refused(async |it, ask| it.save_return(Some(id), &early, ask).await).await,
        "3 Mar 2026 is still to come. Enter the day on which the goods came back."
    );
    early.client_id = Some(p.client("Ben"));
    early.returned_on = "2026-03-02".into();
    assert_eq!(
        p.refused(async |it, ask| it.save_return(Some(id), &early, ask).await).await,
        "A return stays with its client. Discard it and begin one for the other client."
    );
}

#[tokio::test]
async fn what_changed_between_draft_and_posting_is_refused() {
    let (p, book, record) = sold().await;
    let id = p.draft_return("Ana", &[returned(record, "1", "1", RecordsChoice::Keep)]).await;
    let refused = async || p.refused(async |it, ask| it.post_return(id, &ReturnMoney::Credit, ask).await).await;
    p.practice.archive_product(book, true, &p.ask()).await.unwrap();
    assert_eq!(refused().await, "“Workbook” was archived. Bring it back on its page first, or restock 0.");
    p.practice.archive_product(book, false, &p.ask()).await.unwrap();
    let mut form = p.practice.product_page(book).await.unwrap().form;
    form.counted = false;
    p.practice.save_product(Some(book), &form, &p.ask()).await.unwrap();
    assert_eq!(refused().await, "The stock of “Workbook” is not kept. Restock 0, or keep its stock on its page first.");
    p.undo_latest().await.unwrap();
    p.unapply("R-00001", "81.05").from("INV-00001").await;
    let unpaid = "“Workbook” is on INV-00001, which has 81.05 left to pay. Remove it from INV-00001 instead, or record the \
                  payment first.";
    assert_eq!(refused().await, unpaid);
    let page = p.practice.return_page(id).await.unwrap();
    assert!(page.items[0].unpaid && page.cannot_post.as_deref() == Some(unpaid), "{page:?}");
    let returnable = p.practice.returnable(p.client("Ana")).await.unwrap();
    assert!(returnable[0].unpaid && returnable[0].cannot_return.as_deref() == Some(unpaid));
    let invoice = p.invoice_id("INV-00001").await;
    p.practice.void_invoice(invoice, &voiding("", false), &p.ask()).await.unwrap();
    assert_eq!(
        refused().await,
        "“Workbook” is on no invoice any more, so there is nothing to give back. Remove it from the return."
    );
}

#[tokio::test]
async fn a_return_is_posted_once_and_stays_as_it_is() {
    let (p, _, record) = sold().await;
    let item = returned(record, "1", "1", RecordsChoice::Keep);
    let id = p.draft_return("Ana", std::slice::from_ref(&item)).await;
    p.practice.post_return(id, &ReturnMoney::Credit, &p.ask()).await.unwrap();
    let stays = "RT-00001 was posted already, so it stays as it is.";
    assert_eq!(p.refused(async |it, ask| it.post_return(id, &ReturnMoney::Credit, ask).await).await, stays);
    assert_eq!(p.refused(async |it, ask| it.discard_return(id, ask).await).await, stays);
    assert_eq!(p.refused(async |it, ask| it.save_return_item(id, Some(record), &item, ask).await).await, stays);
    let note = p.practice.return_page(id).await.unwrap().row.credit_notes[0].id;
    assert_eq!(
        p.refused(async |it, ask| it.void_credit_note(note, "", "", ask).await).await,
        "CN-00001 was made by RT-00001. Reverse that return instead."
    );
}

#[tokio::test]
async fn no_more_comes_back_than_credit_notes_left() {
    let (p, _, record) = sold().await;
    let note = p.note_form("INV-00001", &[WantedForm::Units("2".into())]).await;
    p.issue_note(&note).await.unwrap();
    let id = p.draft_return("Ana", &[]).await;
    let two = returned(record, "2", "0", RecordsChoice::Keep);
    assert_eq!(
        p.refused(async |it, ask| it.save_return_item(id, None, &two, ask).await).await,
        "Only 1 of “Workbook” can be returned. Enter 1 or less."
    );
    let one = returned(record, "1", "0", RecordsChoice::Keep);
    p.practice.save_return_item(id, None, &one, &p.ask()).await.unwrap();
    let posted = p.practice.post_return(id, &ReturnMoney::Credit, &p.ask()).await.unwrap().answer;
    assert_eq!(p.all_returns().await[0].total.as_deref(), Some("27.02"), "54.03 was credited of 81.05");
    assert_eq!(posted.credit_notes[0].number, "CN-00002");
}

#[tokio::test]
async fn goodwill_that_paid_for_goods_is_not_given_back() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    let cards = p.product("Cards", "32.00", Some("12")).await;
    let record = p.give("Ana", cards, "1").await.record_id;
    p.credit("Ana", "20.00").await;
    p.apply("CR-00001", "20.00").to("INV-00001").await;
    p.pay("Ana", "14.72").await;
    let id = p.draft_return("Ana", &[returned(record, "1", "1", RecordsChoice::Deactivate)]).await;
    let page = p.practice.return_page(id).await.unwrap();
    assert_eq!((page.total.as_str(), page.refundable.as_str()), ("34.72", "14.72"));
    let cheque = p.by_cheque("7");
    p.thoroughly(async |it, ask| it.post_return(id, &cheque, ask).await).await;
    assert_eq!(p.all_refunds().await[0].amount, "14.72");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 20.00", "the goodwill is free again");
}

#[tokio::test]
async fn no_more_of_a_return_is_refunded_than_was_received() {
    let (p, _, record) = sold().await;
    let mut note = p.free_note_form("Ana", "40.00");
    note.settlement = split(&p, "", "40.00");
    p.issue_note(&note).await.unwrap();
    let id = p.draft_return("Ana", &[returned(record, "3", "3", RecordsChoice::Deactivate)]).await;
    let page = p.practice.return_page(id).await.unwrap();
    assert_eq!([page.total.as_str(), page.kept.as_str(), page.refundable.as_str()], ["81.05", "81.05", "41.05"]);
    let cheque = p.by_cheque("8");
    let posted = p.thoroughly(async |it, ask| it.post_return(id, &cheque, ask).await).await;
    assert_eq!(
        posted.sentence,
        "Posted RT-00001 of Ana with CN-00002, refunded 41.05 as RF-00002, and kept 40.00 as credit"
    );
    assert_eq!(
        posted.warnings,
        ["40.00 of CN-00002 stays as credit: no more that was received for Ana is left to give back."]
    );
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 40.00");
}

#[tokio::test]
async fn a_return_with_nothing_left_to_give_back_is_kept_as_credit() {
    let (p, _, record) = sold().await;
    let mut note = p.free_note_form("Ana", "81.05");
    note.settlement = split(&p, "", "81.05");
    p.issue_note(&note).await.unwrap();
    let id = p.draft_return("Ana", &[returned(record, "3", "3", RecordsChoice::Deactivate)]).await;
    let page = p.practice.return_page(id).await.unwrap();
    assert_eq!([page.kept.as_str(), page.refundable.as_str()], ["81.05", "0.00"]);
    let cheque = p.by_cheque("8");
    assert_eq!(
        p.refused(async |it, ask| it.post_return(id, &cheque, ask).await).await,
        "Nothing that was received is left to give back. Keep it as credit instead."
    );
    p.thoroughly(async |it, ask| it.post_return(id, &ReturnMoney::Credit, ask).await).await;
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 81.05");
}

#[tokio::test]
async fn goods_of_several_invoices_come_back_in_one_return() {
    let (p, book, record) = sold().await;
    let cards = p.product("Cards", "32.00", Some("12")).await;
    let other = p.give("Ana", cards, "1").await;
    assert_ne!(other.invoice.number, "INV-00001");
    p.pay("Ana", "34.72").await;
    let items = [
        returned(record, "1", "1", RecordsChoice::Keep),
        returned(other.record_id, "1", "1", RecordsChoice::Deactivate),
    ];
    let id = p.draft_return("Ana", &items).await;
    let cheque = p.by_cheque("9");
    let posted = p.thoroughly(async |it, ask| it.post_return(id, &cheque, ask).await).await;
    assert_eq!(
        posted.sentence,
        "Posted RT-00001 of Ana with CN-00001 and CN-00002, and refunded 61.74 as RF-00001 and RF-00002"
    );
    assert_eq!((p.stock(book).await.as_deref(), p.stock(cards).await.as_deref()), (Some("28"), Some("12")));
    assert_eq!(p.all_returns().await[0].total.as_deref(), Some("61.74"));
}

#[tokio::test]
async fn a_reversed_return_whose_goods_were_sold_again_needs_a_reason() {
    let (p, book, record) = sold().await;
    let id = p.post_return("Ana", &[returned(record, "1", "1", RecordsChoice::Keep)]).await.id;
    p.give("Ben", book, "28").await;
    assert_eq!(
        p.refused(async |it, ask| it.reverse_return(id, "", "", ask).await).await,
        "None of “Workbook” is in stock, and 1 would go out. Count the stock, or say why more goes out than there is."
    );
    p.thoroughly(async |it, ask| it.reverse_return(id, "", "sold twice", ask).await).await;
    assert_eq!(p.stock(book).await.as_deref(), Some("-1"));
}

#[tokio::test]
async fn a_return_is_listed_where_it_is_looked_for() {
    let (p, book, record) = sold().await;
    let posted = p.post_return("Ana", &[returned(record, "1", "1", RecordsChoice::Keep)]).await;
    p.draft_return("Ben", &[]).await;
    let listed = async |client: Option<&str>, product, search: &str, filter| -> Vec<String> {
        let client_id = client.map(|client| p.client(client));
        let query =
            ReturnsQuery { client_id, product_id: product, search: search.into(), filter, descending: false, page: 0 };
        let rows = p.practice.list_returns(&query).await.unwrap().rows;
        rows.into_iter().map(|row| format!("{} {}", row.number.unwrap_or_default(), row.summary)).collect()
    };
    let all = ReturnFilter::All;
    assert_eq!(listed(None, Some(book), "", all).await, ["RT-00001 1 × Workbook"]);
    assert_eq!(listed(Some("Ana"), None, "", all).await.len(), 1);
    assert_eq!(listed(None, None, "", ReturnFilter::Draft).await, [" "]);
    assert_eq!(listed(None, None, "work", ReturnFilter::Posted).await.len(), 1);
    let movements = p.movements(book).await;
    assert_eq!(movements.last().unwrap(), "2026-03-02 +1 28 Returned with RT-00001, Ana.");
    let tracked = p.tracked("Ana").await;
    assert!(
        tracked.iter().any(|row| row.contains("CN-00001: goods of INV-00001 came back with RT-00001")),
        "{tracked:?}"
    );
    let found = p.practice.search("RT-00001", p.now()).await.unwrap();
    assert_eq!(found[0].title, "RT-00001");
    let note = posted.credit_notes[0].id;
    let page = p.practice.credit_note_page(note, p.now()).await.unwrap();
    assert_eq!(page.returned.unwrap().number, "RT-00001");
    let preview = p.practice.preview_document(DocumentRef::CreditNote(note), p.now()).await;
    assert!(preview.is_ok());
    let why = p.adds_up(&Figure::Credit(account(Some(p.client("Ana")), "")), "27.02").await;
    assert_eq!(why, ["2026-03-02 CN-00001 was issued for RT-00001. 27.02"]);
}

#[tokio::test]
async fn a_return_of_a_day_of_closed_books_is_refused() {
    let (p, _, record) = sold().await;
    let id = p.draft_return("Ana", &[returned(record, "1", "1", RecordsChoice::Keep)]).await;
    p.let_pass(7);
    p.practice.close_books("2026-03-05", &p.ask()).await.unwrap();
    assert_eq!(
        p.refused(async |it, ask| it.post_return(id, &ReturnMoney::Credit, ask).await).await,
        "The books are closed up to 5 Mar 2026, so nothing comes back on 2 Mar 2026. Edit the return and enter a later day, \
         or open the books again in Settings."
    );
}

#[tokio::test]
async fn a_reversed_return_settles_its_invoice_as_it_was() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    let cards = p.product("Cards", "32.00", Some("12")).await;
    let record = p.give("Ana", cards, "1").await.record_id;
    p.credit("Ana", "20.00").await;
    p.apply("CR-00001", "20.00").to("INV-00001").await;
    p.write_off("INV-00001", "4.72").await;
    p.pay("Ana", "10.00").await;
    let settled = "paid 34.72: 30.00 applied, 4.72 written off, 0.00 outstanding";
    assert_eq!(p.invoice("INV-00001").await, settled);
    let id = p.draft_return("Ana", &[returned(record, "1", "1", RecordsChoice::Deactivate)]).await;
    let page = p.practice.return_page(id).await.unwrap();
    assert_eq!((page.total.as_str(), page.refundable.as_str()), ("34.72", "10.00"));
    let posted = p.thoroughly(async |it, ask| it.post_return(id, &ReturnMoney::Credit, ask).await).await;
    assert_eq!(posted.sentence, "Posted RT-00001 of Ana with CN-00001, and kept 10.00 as credit");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 30.00");
    assert_eq!(p.practice.return_page(id).await.unwrap().cannot_reverse, None);
    p.thoroughly(async |it, ask| it.reverse_return(id, "", "", ask).await).await;
    assert_eq!(p.invoice("INV-00001").await, settled);
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
}

#[tokio::test]
async fn a_reversed_return_uses_no_goodwill_of_a_client_who_is_not_linked_any_more() {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    let cards = p.product("Cards", "32.00", Some("12")).await;
    let record = p.give("Ben", cards, "1").await.record_id;
    let link = p.link("Ana", "Ben").await;
    p.credit("Ana", "20.00").await;
    p.apply("CR-00001", "20.00").to("INV-00001").await;
    p.pay("Ben", "14.72").await;
    let id = p.post_return("Ben", &[returned(record, "1", "1", RecordsChoice::Deactivate)]).await.id;
    p.practice.unlink_clients(link, &p.ask()).await.unwrap();
    let reversed = p.thoroughly(async |it, ask| it.reverse_return(id, "", "", ask).await).await;
    assert_eq!(
        reversed.warnings,
        ["INV-00001 is of a client who is not linked any more, so its part stays as credit."]
    );
    assert_eq!(p.invoice("INV-00001").await, "part paid 34.72: 14.72 applied, 20.00 outstanding");
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 20.00");
    assert_eq!(p.balance("Ben").await, "owing 20.00, credit 0.00");
}

#[tokio::test]
async fn a_record_stays_deactivated_where_another_return_says_so() {
    let (p, _, record) = sold().await;
    let one = returned(record, "1", "1", RecordsChoice::Deactivate);
    let first = p.post_return("Ana", std::slice::from_ref(&one)).await.id;
    let second = p.post_return("Ana", std::slice::from_ref(&one)).await.id;
    p.thoroughly(async |it, ask| it.reverse_return(first, "", "", ask).await).await;
    assert!(!p.records("Ana").await[0].active);
    p.thoroughly(async |it, ask| it.reverse_return(second, "", "", ask).await).await;
}

#[tokio::test]
async fn the_note_of_a_return_says_where_it_is_taken_back() {
    let (p, _, record) = sold().await;
    let posted = p.post_return("Ana", &[returned(record, "1", "1", RecordsChoice::Keep)]).await;
    let page = p.practice.credit_note_page(posted.credit_notes[0].id, p.now()).await.unwrap();
    assert_eq!(
        page.row.cannot_withdraw.as_deref(),
        Some("CN-00001 was made by RT-00001. Reverse that return instead.")
    );
    let invoice = p.invoice_id("INV-00001").await;
    assert_eq!(
        p.refused(async |it, ask| it.void_invoice(invoice, &voiding("", true), ask).await).await,
        "CN-00001 credits a part of INV-00001, so the invoice stays as it is. Reverse RT-00001, which made it, first, or \
         issue another credit note."
    );
}
