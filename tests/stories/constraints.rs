//! Every trigger of the schema, violated once on the real file, and what it says.

use std::collections::BTreeSet;

use practice::view::{LineTaxForm, RecordsChoice, WantedForm};
use sqlx::SqliteConnection;
use stories::{Story, empty_folder, fee, line, practice, raw, returned, voiding};

/// A practice with a row in each table of facts.
pub(crate) async fn with_facts() -> Story {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.edit("INV-00001", |form| {
        let mut taxed = line("Workbook", "1", "24.90");
        taxed.taxes.push(LineTaxForm { name: "Tax".into(), rate: "8.5".into(), included: false });
        form.lines.push(taxed);
    })
    .await
    .unwrap();
    p.attend("Ben", "2026-03-02").await;
    p.pay("Ana", "50.00").await;
    p.issue("Ana", vec![line("Letter", "1", "45.00")]).await;
    let id = p.invoice_id("INV-00003").await;
    p.practice.lock_invoice(id, &p.ask()).await.unwrap();
    p.practice.unlock_invoice(id, &p.ask()).await.unwrap();
    p.practice.void_invoice(id, &voiding("", false), &p.ask()).await.unwrap();
    p.pay("Ben", "10.00").await;
    p.undo_latest().await.unwrap();
    let invoice = practice::view::DocumentRef::Invoice(p.invoice_id("INV-00001").await);
    let folder = empty_folder();
    p.practice.save_document(invoice, &folder.path().join("a.pdf"), &p.ask()).await.unwrap();
    with_credits(&p).await;
    with_goods(&p).await;
    p
}

/// A product that was given, paid and returned: source 7 pays it, and the credit note 8 gives it back.
async fn with_goods(p: &Story) {
    let cards = p.product("Cards", "32.00", Some("12")).await;
    let given = p.give("Cleo", cards, "2").await;
    p.pay("Cleo", "69.44").await;
    p.post_return("Cleo", &[returned(given.record_id, "1", "1", RecordsChoice::Deactivate)]).await;
}

/// Sources 3 to 6 and what they are used for.
async fn with_credits(p: &Story) {
    p.add_client("Cleo", &fee("80.00"), |_| {}).await;
    p.credit("Ana", "30.00").await;
    let mut taxed = line("Book", "2", "10.00");
    taxed.taxes.push(LineTaxForm { name: "Tax".into(), rate: "8.5".into(), included: false });
    p.issue("Ana", vec![taxed]).await;
    let note = p.note_form("INV-00004", &[WantedForm::Units("1".into())]).await;
    p.issue_note(&note).await.unwrap();
    p.refund("CR-00001", "5.00").await;
    p.link("Ana", "Cleo").await;
    p.opening_balance("Ana", "20.00").await;
    p.transfer("CR-00002", "2.00", "Cleo").await;
    p.write_off("INV-00002", "1.00").await;
}

/// What the file says to `sql`, which it is to refuse.
pub(crate) async fn check(db: &mut SqliteConnection, sql: &str, expected: &str) {
    raw::run(db, "savepoint attempt").await;
    let mut said = raw::refusal(db, sql).await;
    if said == "taken" {
        // What is deferred shows at the end of the transaction.
        said = raw::refusal(db, "release attempt").await;
    }
    assert_eq!(said, expected, "{sql}");
    raw::refusal(db, "rollback to attempt").await;
    raw::refusal(db, "release attempt").await;
}

const FACTS: [&str; 29] = [
    "operation",
    "operation_subject",
    "change",
    "frozen",
    "invoice",
    "invoice_version",
    "invoice_line",
    "line_tax",
    "invoice_state",
    "charge",
    "source",
    "payment_version",
    "source_state",
    "source_amount",
    "application",
    "credit_version",
    "credit_note",
    "credit_note_line",
    "credit_note_line_tax",
    "refund",
    "transfer",
    "payout",
    "write_off",
    "supplied",
    "stock_movement",
    "record",
    "record_state",
    "return_posting",
    "return_note",
];

#[tokio::test]
async fn facts_are_never_changed_or_deleted() {
    let p = with_facts().await;
    let (mut db, _folder) = p.raw().await;
    for table in FACTS.into_iter().chain(["delivery"]) {
        let column = &raw::column(&mut db, &format!("select name from pragma_table_info('{table}')")).await[0];
        let rows = raw::column(&mut db, &format!("select count(*) || '' from {table}")).await;
        assert_ne!(rows, ["0"], "{table} has a row to try it on");
        let said = format!("{table} is append-only");
        check(&mut db, &format!("update {table} set {column} = {column}"), &said).await;
        check(&mut db, &format!("delete from {table}"), &said).await;
    }
}

#[tokio::test]
async fn every_table_is_strict_and_every_trigger_is_tried() {
    let p = practice().await;
    let (mut db, _folder) = p.raw().await;
    let loose = "select name from pragma_table_list where schema = 'main' and type = 'table' and not strict
                 and name not like 'sqlite_%' and name <> '_sqlx_migrations'";
    assert_eq!(raw::column(&mut db, loose).await, [""; 0]);
    let triggers = "select name from sqlite_schema where type = 'trigger'
                    and name not like '%_never_changed' and name not like '%_never_deleted'";
    let found: BTreeSet<String> = raw::column(&mut db, triggers).await.into_iter().collect();
    let tried: BTreeSet<String> = TRIGGERS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(found, tried);
    let never = "select distinct tbl_name from sqlite_schema where type = 'trigger' and name like '%_never_%'";
    let found: BTreeSet<String> = raw::column(&mut db, never).await.into_iter().collect();
    assert_eq!(found, FACTS.into_iter().chain(["delivery"]).map(str::to_owned).collect());
}

/// Each trigger with what it forbids and what it says.
const TRIGGERS: [(&str, &str, &str); 39] = [
    (
        "return_numbers_without_gap",
        "insert into return_posting (return_id, sequence, number, operation_id) values (1, 9, 'RT-00009', 1)",
        "return numbers run without a gap",
    ),
    ("posted_return_stays", "update returns set note = 'worn'", "a posted return stays as it is"),
    ("posted_return_is_not_discarded", "delete from returns", "a posted return stays as it is"),
    ("posted_return_keeps_its_items", "delete from return_item", "a posted return stays as it is"),
    (
        "posted_return_gets_no_items",
        "insert into return_item (return_id, position, record_id, units, restock_units, deactivate)
         values (1, 2, 1, 1, 0, 0)",
        "a posted return stays as it is",
    ),
    ("posted_return_has_its_items", "update return_item set units = 2", "items of a return are written anew"),
    (
        "closed_books_take_no_stock_movement",
        "update profile set closed_through = '2026-03-02';
         insert into stock_movement (operation_id, product_id, cause, on_day, units, reason)
             values (1, 1, 'correction', '2026-03-02', 1, 'delivered')",
        "the books are closed on that day",
    ),
    (
        "invoice_numbers_without_gap",
        "insert into invoice (sequence, number, client_id, operation_id) values (9, 'INV-00009', 1, 1)",
        "invoice numbers run without a gap",
    ),
    (
        "source_numbers_without_gap",
        "insert into source (kind, sequence, number, client_id, operation_id) values ('payment', 9, 'R-00009', 1, 1)",
        "receipts, credits and credit notes are each numbered without a gap",
    ),
    (
        "invoice_versions_follow",
        "insert into invoice_version select null, invoice_id, 9, revision, issued_on, due_on, discount_kind,
             discount_value, note, tax_exempt, letterhead_id, bill_to_id, gross_minor, discount_minor, net_minor,
             tax_minor, total_minor, operation_id from invoice_version where id = 1",
        "invoice versions follow each other",
    ),
    (
        "payment_versions_follow",
        "insert into payment_version select null, payment_id, 9, revision, received_on, method, reference, comment,
             amount_minor, letterhead_id, received_from_id, operation_id from payment_version where id = 1",
        "payment versions follow each other",
    ),
    (
        "session_charged_by_its_invoice",
        "insert into invoice_line select null, (select max(id) from invoice_version), 9, session_id, service_id,
             product_id, record_id, description, service_on, quantity_thousandths, unit_price_e4, discount_kind, discount_value,
             line_discount_minor, base_minor, document_discount_minor, net_minor, tax_minor
         from invoice_line where session_id is not null limit 1",
        "a session has at most one live charge for each payer",
    ),
    (
        "session_shared_with_others",
        "insert into session_share (session_id, client_id, percent_e4) values (1, 1, 500000)",
        "a session is shared with other clients than its own",
    ),
    (
        "session_shares_within_whole",
        "insert into session_share (session_id, client_id, percent_e4) values (1, 2, 600000), (1, 3, 400001)",
        "the shares of a session come to more than all of it",
    ),
    (
        "application_within_bounds",
        "insert into application (operation_id, source_id, source_client_id, invoice_id, client_id, on_day, amount_minor)
         values (1, 1, 1, 1, 1, '2026-03-02', 7703)",
        "more applied to the invoice than its total, or less than nothing",
    ),
    (
        "charge_within_bounds",
        "insert into charge (operation_id, invoice_id, client_id, on_day, amount_minor)
         values (1, 1, 1, '2026-03-02', -7703)",
        "the invoice would come to less than is applied to it",
    ),
    (
        "source_amount_within_bounds",
        "insert into source_amount (operation_id, source_id, client_id, on_day, amount_minor)
         values (1, 1, 1, '2026-03-02', -1)",
        "the source would come to less than is used of it",
    ),
    (
        "application_between_linked_clients",
        "insert into application (operation_id, source_id, source_client_id, invoice_id, client_id, on_day, amount_minor)
         values (1, 1, 1, 2, 2, '2026-03-02', 1)",
        "money is used for a client of its own or a linked one",
    ),
    (
        "payment_version_of_a_payment",
        "insert into payment_version select null, 3, 1, 1, received_on, method, reference, comment, amount_minor,
             letterhead_id, received_from_id, operation_id from payment_version where id = 1",
        "only a payment has a receipt",
    ),
    (
        "credit_version_of_a_credit",
        "insert into credit_version select null, 1, 1, origin, given_on, expires_on, reason, amount_minor, operation_id
         from credit_version where credit_id = 3",
        "only a credit has an origin",
    ),
    (
        "credit_versions_follow",
        "insert into credit_version select null, 3, 9, origin, given_on, expires_on, reason, amount_minor, operation_id
         from credit_version where credit_id = 3",
        "credit versions follow each other",
    ),
    (
        "credit_note_of_its_kind",
        "insert into credit_note select 3, client_id, invoice_id, cause, issued_on, note, letterhead_id, bill_to_id,
             net_minor, tax_minor, total_minor from credit_note where id = 4",
        "only a credit note has lines",
    ),
    (
        "noted_invoice_stays",
        "insert into invoice_version select null, invoice_id, version + 1, revision, issued_on, due_on, discount_kind,
             discount_value, note, tax_exempt, letterhead_id, bill_to_id, gross_minor, discount_minor, net_minor,
             tax_minor, total_minor, operation_id from invoice_version where invoice_id = 4",
        "an invoice with a live credit note stays as it is",
    ),
    (
        "noted_invoice_never_void",
        "insert into invoice_state (invoice_id, state, reason, operation_id) values (4, 'void', '', 1)",
        "an invoice with a live credit note is not void",
    ),
    (
        "noted_line_within_bounds",
        "insert into credit_note_line select null, 4, 2, invoice_line_id, description, 0, 1001, 0
         from credit_note_line where credit_note_id = 4",
        "more credited of a line than was charged",
    ),
    (
        "credit_note_counts_again_within_bounds",
        "insert into source_state (source_id, state, reason, operation_id) values (4, 'withdrawn', '', 1);
         insert into source (id, kind, sequence, number, client_id, operation_id)
             values (9, 'credit_note', 3, 'CN-00003', 1, 1);
         insert into credit_note select 9, client_id, invoice_id, cause, issued_on, note, letterhead_id, bill_to_id,
             net_minor, tax_minor, total_minor from credit_note where id = 4;
         insert into credit_note_line select null, 9, 1, invoice_line_id, description, 2000, 1500, 0
             from credit_note_line where credit_note_id = 4;
         insert into source_state (source_id, state, reason, operation_id) values (4, 'active', '', 1)",
        "the lines of the credit note changed or were credited since",
    ),
    (
        "refund_numbers_without_gap",
        "insert into refund select null, 9, 'RF-00009', source_id, client_id, refunded_on, method, reference, reason,
             amount_minor, letterhead_id, paid_to_id, operation_id from refund",
        "refund numbers run without a gap",
    ),
    (
        "payout_within_bounds",
        "insert into payout (operation_id, source_id, client_id, refund_id, on_day, amount_minor)
         values (1, 3, 1, 1, '2026-03-02', 2501)",
        "more refunded than remains of the source, or less than nothing",
    ),
    (
        "write_off_within_bounds",
        "insert into write_off (operation_id, invoice_id, client_id, on_day, reason, amount_minor)
         values (1, 2, 2, '2026-03-02', '', 8901)",
        "more written off than is outstanding, or less than nothing",
    ),
    (
        "closed_books_take_no_charge",
        "update profile set closed_through = '2026-03-02';
         insert into charge (operation_id, invoice_id, client_id, on_day, amount_minor)
             values (1, 1, 1, '2026-03-02', 1)",
        "the books are closed on that day",
    ),
    (
        "closed_books_take_no_source_amount",
        "update profile set closed_through = '2026-03-02';
         insert into source_amount (operation_id, source_id, client_id, on_day, amount_minor)
             values (1, 1, 1, '2026-03-02', 1)",
        "the books are closed on that day",
    ),
    (
        "closed_books_take_no_application",
        "update profile set closed_through = '2026-03-02';
         insert into application (operation_id, source_id, source_client_id, invoice_id, client_id, on_day, amount_minor)
             values (1, 1, 1, 1, 1, '2026-03-02', -1)",
        "the books are closed on that day",
    ),
    (
        "closed_books_take_no_payout",
        "update profile set closed_through = '2026-03-02';
         insert into payout (operation_id, source_id, client_id, refund_id, on_day, amount_minor)
             values (1, 3, 1, 1, '2026-03-02', -500)",
        "the books are closed on that day",
    ),
    (
        "closed_books_take_no_write_off",
        "update profile set closed_through = '2026-03-02';
         insert into write_off (operation_id, invoice_id, client_id, on_day, reason, amount_minor)
             values (1, 2, 2, '2026-03-02', '', -1)",
        "the books are closed on that day",
    ),
    (
        "closed_books_keep_their_invoices",
        "update profile set closed_through = '2026-03-02';
         insert into invoice_version select null, invoice_id, version + 1, revision, '2026-03-09', due_on, discount_kind,
             discount_value, note, tax_exempt, letterhead_id, bill_to_id, gross_minor, discount_minor, net_minor, tax_minor,
             total_minor, operation_id from invoice_now where invoice_id = 1",
        "the books are closed on the day of the document",
    ),
    (
        "closed_books_keep_their_payments",
        "update profile set closed_through = '2026-03-02';
         insert into payment_version select null, payment_id, version + 1, revision, '2026-03-09', method, reference, comment,
             amount_minor, letterhead_id, received_from_id, operation_id from payment_now where payment_id = 1",
        "the books are closed on the day of the document",
    ),
    (
        "closed_books_keep_their_credits",
        "update profile set closed_through = '2026-03-02';
         insert into credit_version select null, credit_id, version + 1, origin, given_on, expires_on, 'another',
             amount_minor, operation_id from credit_now where credit_id = 3",
        "the books are closed on the day of the document",
    ),
    (
        "link_that_money_crosses_stays",
        "insert into application (operation_id, source_id, source_client_id, invoice_id, client_id, on_day, amount_minor)
             values (1, 6, 3, 1, 1, '2026-03-02', 100);
         delete from client_link",
        "money crosses the link",
    ),
    (
        "void_invoice_takes_no_money",
        "insert into application (operation_id, source_id, source_client_id, invoice_id, client_id, on_day, amount_minor)
         values (1, 1, 1, 3, 1, '2026-03-02', 1)",
        "nothing is applied to a void invoice",
    ),
];

#[tokio::test]
async fn every_trigger_refuses_what_it_forbids() {
    let p = with_facts().await;
    let (mut db, _folder) = p.raw().await;
    for (_, sql, said) in TRIGGERS {
        check(&mut db, sql, said).await;
    }
    let applied = |invoice: u32, amount: i64| {
        format!(
            "insert into application (operation_id, source_id, source_client_id, invoice_id, client_id, on_day, amount_minor)
             values (1, 1, 1, {invoice}, 1, '2026-03-02', {amount})"
        )
    };
    check(&mut db, &applied(1, 1), "more applied from the source than its amount, or less than nothing").await;
    check(&mut db, &applied(1, -5001), "more applied to the invoice than its total, or less than nothing").await;
    let other_source = "insert into source_amount (operation_id, source_id, client_id, on_day, amount_minor)
             select 1, s.id, s.client_id, '2026-03-02', 10 from source s where s.id = 1;";
    let more_than_it_had = "insert into source (id, kind, sequence, number, client_id, operation_id)
             values (9, 'payment', 4, 'R-00004', 1, 1);
         insert into source_amount (operation_id, source_id, client_id, on_day, amount_minor)
             values (1, 9, 1, '2026-03-02', 500);
         insert into application (operation_id, source_id, source_client_id, invoice_id, client_id, on_day, amount_minor)
             values (1, 9, 1, 1, 1, '2026-03-02', -10)";
    check(&mut db, more_than_it_had, "more applied from the source than its amount, or less than nothing").await;
    let taken_twice = format!("{other_source} {}", applied(1, 11));
    check(&mut db, &taken_twice, "more applied from the source than its amount, or less than nothing").await;
    let paid_twice = "insert into payout (operation_id, source_id, client_id, refund_id, on_day, amount_minor)
                      values (1, 3, 1, 1, '2026-03-02', 1)";
    check(&mut db, paid_twice, "a refund is paid once").await;
    let of_another_invoice = "insert into credit_note_line select null, 4, 2, l.id, 'Session', 0, 1, 0
        from invoice_line l join invoice_now v on v.id = l.version_id where v.invoice_id = 1 limit 1";
    check(&mut db, of_another_invoice, "a credit note mirrors lines of its invoice as it is now").await;
    let given_up_and_paid = "insert into write_off (operation_id, invoice_id, client_id, on_day, reason, amount_minor)
                             values (1, 1, 1, '2026-03-02', '', 7703)";
    check(&mut db, given_up_and_paid, "more written off than is outstanding, or less than nothing").await;
}

#[tokio::test]
async fn money_is_applied_to_invoices_of_the_same_client_only() {
    let p = with_facts().await;
    let (mut db, _folder) = p.raw().await;
    for (client, said) in
        [(1, "FOREIGN KEY constraint failed"), (2, "money is used for a client of its own or a linked one")]
    {
        let sql = format!(
            "insert into source_amount (operation_id, source_id, client_id, on_day, amount_minor)
                 values (1, 1, 1, '2026-03-02', 10);
             insert into application (operation_id, source_id, source_client_id, invoice_id, client_id, on_day, amount_minor)
                 values (1, 1, 1, 2, {client}, '2026-03-02', 10)"
        );
        check(&mut db, &sql, said).await;
    }
}

#[tokio::test]
async fn a_link_stays_while_money_crosses_it() {
    let p = with_facts().await;
    let (mut db, _folder) = p.raw().await;
    let applied = |amount: i64| {
        format!(
            "insert into application (operation_id, source_id, source_client_id, invoice_id, client_id, on_day, amount_minor)
             values (1, 6, 3, 1, 1, '2026-03-02', {amount})"
        )
    };
    raw::run(&mut db, &applied(100)).await;
    check(&mut db, "delete from client_link", "money crosses the link").await;
    raw::run(&mut db, &applied(-100)).await;
    raw::run(&mut db, "delete from client_link").await;
    check(&mut db, &applied(1), "money is used for a client of its own or a linked one").await;
}
