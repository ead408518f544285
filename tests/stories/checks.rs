//! Every check, key and reference of the schema, violated once on the real file, and what it says.

use crate::constraints::{check, with_facts};

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
        ("insert into product (sku, name, price_minor, counted) values ('', 'Ball', -1, 0)", "price_minor >= 0"),
        (
            "insert into product (sku, name, price_minor, counted) values ('', 'Ball', 1, 1)",
            "counted = 0 or opening_count is not null",
        ),
        (
            "insert into product (sku, name, price_minor, counted, opening_count) values ('', 'Ball', 1, 0, 1)",
            "(opening_count is null) = (opened_on is null)",
        ),
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
async fn every_check_on_credits_refuses_what_it_forbids() {
    let p = with_facts().await;
    let (mut db, _folder) = p.raw().await;
    let credit = |origin: &str, expires_on: &str, amount: i64| {
        format!(
            "insert into credit_version (credit_id, version, origin, given_on, expires_on, reason, amount_minor, operation_id)
             values (3, 2, '{origin}', '2026-03-02', {expires_on}, '', {amount}, 1)"
        )
    };
    let note = |cause: &str, net: &str| {
        format!(
            "insert into source (id, kind, sequence, number, client_id, operation_id)
                 values (9, 'credit_note', 3, 'CN-00003', 1, 1);
             insert into credit_note select 9, client_id, invoice_id, '{cause}', issued_on, note, letterhead_id,
                 bill_to_id, {net}, tax_minor, total_minor from credit_note where id = 4"
        )
    };
    let note_line = |line: &str| format!("insert into credit_note_line select null, 4, 2, null, {line}");
    let refund = |changed: &str| {
        format!(
            "insert into refund select null, 2, 'RF-00002', source_id, client_id, refunded_on, {changed}, letterhead_id,
                 paid_to_id, operation_id from refund"
        )
    };
    let transfer = |changed: &str| {
        format!("insert into transfer select null, source_id, client_id, 3, {changed}, operation_id from transfer")
    };
    let payout = |columns: &str, amount: i64| {
        format!(
            "insert into payout (operation_id, source_id, client_id, refund_id, transfer_id, on_day, amount_minor)
             values (1, 3, 1, {columns}, '2026-03-02', {amount})"
        )
    };
    for (sql, rule) in [
        (
            "insert into source (kind, sequence, number, client_id, operation_id) values ('gift', 1, 'G-00001', 1, 1)"
                .to_owned(),
            "kind in ('payment', 'credit', 'credit_note')",
        ),
        (
            credit("bribe", "null", 1),
            "origin in ('loyalty', 'referral', 'courtesy', 'other', 'opening_balance', 'transfer')",
        ),
        (credit("loyalty", "null", 0), "amount_minor > 0"),
        (credit("loyalty", "'2026-02-30'", 1), "expires_on is date(expires_on)"),
        (
            credit("opening_balance", "'2026-06-30'", 1),
            "expires_on is null or origin not in ('opening_balance', 'transfer')",
        ),
        (note("whim", "net_minor"), "cause in ('correction', 'service', 'goodwill', 'return')"),
        (note("service", "net_minor + 1"), "total_minor = net_minor + tax_minor and total_minor > 0"),
        (note_line("'', 0, 1, 0"), "description <> ''"),
        (note_line("'Book', -1, 1, 0"), "quantity_thousandths >= 0"),
        (refund("'', reference, reason, amount_minor"), "method <> ''"),
        (refund("method, reference, reason, 0"), "amount_minor > 0"),
        (transfer("client_id, reason, consent"), "to_client_id <> client_id"),
        (transfer("to_client_id, '', consent"), "reason <> ''"),
        (transfer("to_client_id, reason, ''"), "consent <> ''"),
        (payout("null, null", 1), "(refund_id is null) <> (transfer_id is null)"),
        (payout("1, 1", 1), "(refund_id is null) <> (transfer_id is null)"),
        (payout("1, null", 0), "amount_minor <> 0"),
        (
            "insert into write_off (operation_id, invoice_id, client_id, on_day, reason, amount_minor)
             values (1, 1, 1, '2026-03-02', '', 0)"
                .to_owned(),
            "amount_minor <> 0",
        ),
        (
            "insert into client_link (client_id, other_id, kind) values (2, 1, 'payer')".to_owned(),
            "client_id < other_id",
        ),
        (
            "insert into client_link (client_id, other_id, kind) values (1, 2, 'friend')".to_owned(),
            "kind in ('payer', 'family')",
        ),
        ("update profile set use_credit = 'always'".to_owned(), "use_credit in ('off', 'suggest', 'automatic')"),
        ("update client set use_credit = 'always'".to_owned(), "use_credit in ('off', 'suggest', 'automatic')"),
        ("update profile set closed_through = '2026-02-30'".to_owned(), "closed_through is date(closed_through)"),
        (
            "insert into supplied select null, 'session', entity_id, null, null, revision, file_name, facts_sha256, sha256, bytes,
                 supplied_on, operation_id from supplied"
                .to_owned(),
            "entity in ('invoice', 'payment', 'credit_note', 'refund', 'statement')",
        ),
        (
            "insert into supplied select null, entity, entity_id, null, '2026-03-31', revision, file_name, facts_sha256,
                 sha256, bytes, supplied_on, operation_id from supplied"
                .to_owned(),
            "(entity = 'statement') = (to_on is not null)",
        ),
        (
            "insert into supplied select null, 'statement', entity_id, '2026-04-01', '2026-03-31', revision, file_name,
                 facts_sha256, sha256, bytes, supplied_on, operation_id from supplied"
                .to_owned(),
            "from_on is null or from_on <= to_on",
        ),
    ] {
        check(&mut db, &sql, &format!("CHECK constraint failed: {rule}")).await;
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
        (
            "insert into refund select null, 2, number, source_id, client_id, refunded_on, method, reference, reason,
                 amount_minor, letterhead_id, paid_to_id, operation_id from refund"
                .to_owned(),
            "UNIQUE constraint failed: refund.number",
        ),
        (
            "insert into client_link (client_id, other_id, kind) values (1, 3, 'payer')".to_owned(),
            "UNIQUE constraint failed: client_link.client_id, client_link.other_id",
        ),
        (
            "insert into transfer select null, source_id, client_id, credit_id, to_client_id, reason, consent,
                 operation_id from transfer"
                .to_owned(),
            "UNIQUE constraint failed: transfer.credit_id",
        ),
        ("delete from client".to_owned(), "FOREIGN KEY constraint failed"),
        ("delete from service".to_owned(), "FOREIGN KEY constraint failed"),
        ("delete from session".to_owned(), "FOREIGN KEY constraint failed"),
    ] {
        check(&mut db, &sql, said).await;
    }
}
