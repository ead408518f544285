//! Every trigger and constraint of the schema, violated once on the real file, and what it says.

use std::collections::BTreeSet;

use sqlx::SqliteConnection;
use stories::{Story, empty_folder, fee, line, practice, raw};

/// A practice with a row in each table of facts.
async fn with_facts() -> Story {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.edit("INV-00001", |form| {
        let mut taxed = line("Workbook", "1", "24.90");
        taxed.taxes.push(practice::view::LineTaxForm { name: "Tax".into(), rate: "8.5".into(), included: false });
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
    p.practice.void_invoice(id, "", false, &p.ask()).await.unwrap();
    p.pay("Ben", "10.00").await;
    p.undo_latest().await.unwrap();
    let invoice = practice::view::DocumentRef::Invoice(p.invoice_id("INV-00001").await);
    let folder = empty_folder();
    p.practice.save_document(invoice, &folder.path().join("a.pdf"), &p.ask()).await.unwrap();
    p
}

/// What the file says to `sql`, which it is to refuse.
async fn check(db: &mut SqliteConnection, sql: &str, expected: &str) {
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

const FACTS: [&str; 16] = [
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
    "supplied",
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
const TRIGGERS: [(&str, &str, &str); 11] = [
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
             product_id, description, service_on, quantity_thousandths, unit_price_e4, discount_kind, discount_value,
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
        "insert into client select null, 'Cleo', last_name, email, phone, address, city, state, zip, country, born_on,
             notes, bill_to_name, bill_to_address, bill_to_email, invoicing, use_credit, tax_exempt, archived_on, sort_name
         from client where id = 2;
         insert into session_share (session_id, client_id, percent_e4) values (1, 2, 600000), (1, 3, 400001)",
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
             values (7, 'payment', 3, 'R-00003', 1, 1);
         insert into source_amount (operation_id, source_id, client_id, on_day, amount_minor)
             values (1, 7, 1, '2026-03-02', 500);
         insert into application (operation_id, source_id, source_client_id, invoice_id, client_id, on_day, amount_minor)
             values (1, 7, 1, 1, 1, '2026-03-02', -10)";
    check(&mut db, more_than_it_had, "more applied from the source than its amount, or less than nothing").await;
    let taken_twice = format!("{other_source} {}", applied(1, 11));
    check(&mut db, &taken_twice, "more applied from the source than its amount, or less than nothing").await;
}

#[tokio::test]
async fn money_is_applied_to_invoices_of_the_same_client_only() {
    let p = with_facts().await;
    let (mut db, _folder) = p.raw().await;
    for client in [1, 2] {
        let sql = format!(
            "insert into source_amount (operation_id, source_id, client_id, on_day, amount_minor)
                 values (1, 1, 1, '2026-03-02', 10);
             insert into application (operation_id, source_id, source_client_id, invoice_id, client_id, on_day, amount_minor)
                 values (1, 1, 1, 2, {client}, '2026-03-02', 10)"
        );
        check(&mut db, &sql, "FOREIGN KEY constraint failed").await;
    }
}

#[tokio::test]
async fn every_check_of_the_schema_refuses_what_it_forbids() {
    let p = with_facts().await;
    let session = p.book("Ana", "2026-03-09").await;
    p.mark(&[session], None).await.unwrap();
    let (mut db, _folder) = p.raw().await;
    let check_failed = |rule: &str| format!("CHECK constraint failed: {rule}");
    for (sql, rule) in [
        ("update session set awaits_invoice = 1 where invoice_id is not null", "session_charged_once"),
        ("update session set attendance = null where invoice_id is not null", "session_charge_needs_attendance"),
        ("update session set awaits_invoice = 1 where attendance is null", "session_charge_needs_attendance"),
        (
            "insert into session_share (session_id, client_id, percent_e4, awaits_invoice, invoice_id)
             values (1, 2, 500000, 1, 2)",
            "share_charged_once",
        ),
        (
            "insert into session_share (session_id, client_id, percent_e4) values (1, 2, 0)",
            "percent_e4 between 1 and 1000000",
        ),
        ("update profile set invoicing = 'yearly'", "invoicing in ('per_session', 'monthly', 'by_hand')"),
        ("update client set invoicing = 'yearly'", "invoicing in ('per_session', 'monthly', 'by_hand')"),
        ("update session set minutes = 0", "minutes between 1 and 1440"),
        ("update session set fee_minor = -1", "fee_minor >= 0"),
        ("update session set starts_at = '2026-02-30T09:00'", "starts_at is strftime('%Y-%m-%dT%H:%M', starts_at)"),
        ("update session set fee_waived = 2", "fee_waived in (0, 1)"),
        ("update client set first_name = '', last_name = ''", "first_name <> '' or last_name <> ''"),
        ("update client set born_on = '1990-02-30'", "born_on is date(born_on)"),
        ("update agreed_fee set fee_minor = -1", "fee_minor >= 0"),
        ("update service set fee_minor = -1", "fee_minor >= 0"),
        ("update service set name = ''", "name <> ''"),
        ("update service set no_show_kind = 'all'", "no_show_kind in ('none', 'amount', 'percent')"),
        ("update profile set currency = 'DOLLAR'", "length(currency) = 3"),
        ("update profile set terms_days = 366", "terms_days between 0 and 365"),
        ("update profile set invoice_first = 0", "invoice_first >= 1"),
        ("update profile set id = 2", "id = 1"),
        ("update payment_method set name = ''", "name <> ''"),
        ("insert into tax (name, rate_e4, included) values ('Tax', 1000001, 0)", "rate_e4 between 0 and 1000000"),
        ("insert into product (sku, name, price_minor) values ('', 'Ball', -1)", "price_minor >= 0"),
        ("insert into series (weeks) values (0)", "weeks between 1 and 52"),
        ("insert into frozen (content) values ('no json')", "json_valid(content)"),
        (
            "insert into invoice_state (invoice_id, state, reason, operation_id) values (1, 'lost', '', 1)",
            "state in ('open', 'locked', 'void')",
        ),
        (
            "insert into source_state (source_id, state, reason, operation_id) values (1, 'lost', '', 1)",
            "state in ('active', 'inactive', 'withdrawn')",
        ),
        (
            "insert into charge (operation_id, invoice_id, client_id, on_day, amount_minor)
             values (1, 1, 1, '2026-03-02', 0)",
            "amount_minor <> 0",
        ),
        (
            "insert into charge (operation_id, invoice_id, client_id, on_day, amount_minor)
             values (1, 1, 1, '2026-03-32', 1)",
            "on_day is date(on_day)",
        ),
        (
            "insert into invoice_version select null, invoice_id, version + 1, revision, issued_on, due_on,
                 discount_kind, discount_value, note, tax_exempt, letterhead_id, bill_to_id, gross_minor,
                 discount_minor, net_minor, tax_minor, total_minor + 1, operation_id
             from invoice_version where invoice_id = 2",
            "total_minor = net_minor + tax_minor",
        ),
        (
            "insert into delivery (supplied_id, way, recipient, delivered_at, operation_id)
             values (1, 'pigeon', '', '', 1)",
            "way in ('pdf', 'print', 'email')",
        ),
    ] {
        check(&mut db, sql, &check_failed(rule)).await;
    }
}

#[tokio::test]
async fn numbers_keys_and_versions_are_never_used_twice() {
    let p = with_facts().await;
    let (mut db, _folder) = p.raw().await;
    let next = "(select max(sequence) + 1 from invoice)";
    for (sql, said) in [
        (
            format!(
                "insert into invoice (sequence, number, client_id, operation_id) values ({next}, 'INV-00001', 1, 1)"
            ),
            "UNIQUE constraint failed: invoice.number",
        ),
        (
            "insert into operation select max(id) + 1, kind, sentence, acted_on, acted_at, key, null, answer
             from operation"
                .to_owned(),
            "UNIQUE constraint failed: operation.key",
        ),
        (
            "insert into operation select max(id) + 1, kind, sentence, acted_on, acted_at, 'other',
                 (select max(undoes) from operation), answer from operation"
                .to_owned(),
            "UNIQUE constraint failed: operation.undoes",
        ),
        (
            "insert into service select null, code, name, minutes, fee_minor, late_cancel_kind, late_cancel_value,
                 no_show_kind, no_show_value, archived_on from service"
                .to_owned(),
            "UNIQUE constraint failed: service.code",
        ),
        (
            "insert into payment_method (name, position) values ('Cash', 9)".to_owned(),
            "UNIQUE constraint failed: payment_method.name",
        ),
        (
            "insert into invoice_state (invoice_id, state, reason, operation_id) values (1, 'open', '', 999)"
                .to_owned(),
            "FOREIGN KEY constraint failed",
        ),
        (
            "update session set awaits_invoice = 0, invoice_id = 2 where client_id = 1 and invoice_id is not null"
                .to_owned(),
            "FOREIGN KEY constraint failed",
        ),
        (
            "insert into session_share (session_id, client_id, percent_e4, invoice_id) values (1, 2, 500000, 1)"
                .to_owned(),
            "FOREIGN KEY constraint failed",
        ),
        ("delete from client".to_owned(), "FOREIGN KEY constraint failed"),
        ("delete from service".to_owned(), "FOREIGN KEY constraint failed"),
        ("delete from session".to_owned(), "FOREIGN KEY constraint failed"),
    ] {
        check(&mut db, &sql, said).await;
    }
}
