//! What is always true of the rows (money-rules 3), each rule with a statement that names what breaks it.

use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::error::Error;

/// How many of the rows that break a rule are named.
const NAMED: i64 = 100;

/// A rule that does not hold, with the rows that break it.
#[derive(Debug, Clone)]
pub(crate) struct Broken {
    pub rule: &'static str,
    pub rows: Vec<String>,
    /// How many there are, named or not.
    pub count: i64,
}

/// How much was looked at.
#[derive(Debug, Clone)]
pub(crate) struct Counts {
    pub clients: i64,
    pub sessions: i64,
    pub invoices: i64,
    pub sources: i64,
    pub operations: i64,
}

/// Something that is always true, with a query that names what breaks it.
type Rule = (&'static str, &'static str);

/// Holds one rule against every row.
pub(crate) async fn find_broken(
    db: &mut SqliteConnection,
    (rule, violators): &'static Rule,
) -> Result<Option<Broken>, Error> {
    let statement = format!("select * from ({violators}) limit {NAMED}");
    let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(statement)).fetch_all(&mut *db).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let counting = format!("select count(*) from ({violators})");
    let count = sqlx::query_scalar(AssertSqlSafe(counting)).fetch_one(db).await?;
    Ok(Some(Broken { rule, rows, count }))
}

/// How much there is to look at.
pub(crate) async fn count_all(db: &mut SqliteConnection) -> Result<Counts, Error> {
    Ok(sqlx::query_as!(
        Counts,
        r#"select (select count(*) from client) as "clients!: i64", (select count(*) from session) as "sessions!: i64",
                  (select count(*) from invoice) as "invoices!: i64", (select count(*) from source) as "sources!: i64",
                  (select count(*) from operation) as "operations!: i64""#
    )
    .fetch_one(db)
    .await?)
}

/// Every rule.
pub(crate) const RULES: [Rule; 40] = [
    (
        "0 <= applied + written off <= total on every invoice",
        "select i.number from invoice i join invoice_balance b on b.id = i.id
         where b.applied_minor < 0 or b.written_off_minor < 0 or b.applied_minor + b.written_off_minor > b.total_minor",
    ),
    (
        "0 <= applied + refunded <= amount of every source",
        "select o.number from source o join source_balance b on b.id = o.id
         where b.applied_minor < 0 or b.paid_out_minor < 0 or b.applied_minor + b.paid_out_minor > b.amount_minor",
    ),
    (
        "no source takes more off an invoice than it had on it",
        "select source_id || ' on ' || invoice_id from application group by source_id, invoice_id
         having sum(amount_minor) < 0",
    ),
    (
        "on no day is more on an invoice than it charges",
        "select number from invoice where id in (
             select invoice_id from (
                 select invoice_id, sum(amount_minor) over (partition by invoice_id order by on_day) as over_minor
                 from (select invoice_id, on_day, -amount_minor as amount_minor from charge
                       union all select invoice_id, on_day, amount_minor from application
                       union all select invoice_id, on_day, amount_minor from write_off)
             ) where over_minor > 0)",
    ),
    (
        "on no day is more used of a source than it comes to",
        "select number from source where id in (
             select source_id from (
                 select source_id, sum(amount_minor) over (partition by source_id order by on_day) as over_minor
                 from (select source_id, on_day, -amount_minor as amount_minor from source_amount
                       union all select source_id, on_day, amount_minor from application
                       union all select source_id, on_day, amount_minor from payout)
             ) where over_minor > 0)",
    ),
    (
        "on no day does a source take more off an invoice than it had on it",
        "select distinct source_id || ' on ' || invoice_id from (
             select source_id, invoice_id,
                 sum(amount_minor) over (partition by source_id, invoice_id order by on_day) as on_it_minor
             from application
         ) where on_it_minor < 0",
    ),
    (
        "on no day is more of an invoice owed again than was written off",
        "select number from invoice where id in (
             select invoice_id from (
                 select invoice_id, sum(amount_minor) over (partition by invoice_id order by on_day) as off_minor
                 from write_off
             ) where off_minor < 0)",
    ),
    (
        "money is applied to invoices of its client or of a linked one",
        "select a.source_id || ' on ' || a.invoice_id from application a
             join invoice i on i.id = a.invoice_id join source s on s.id = a.source_id
         group by a.source_id, a.invoice_id
         having sum(a.amount_minor) > 0 and s.client_id <> i.client_id and not exists (
             select 1 from client_link k
             where k.client_id = min(s.client_id, i.client_id) and k.other_id = max(s.client_id, i.client_id))",
    ),
    (
        "invoice numbers run without a gap",
        "select count(*) || ' of ' || max(sequence) from invoice
         having count(*) > 0 and max(sequence) - min(sequence) + 1 <> count(*)",
    ),
    (
        "receipts, credits and credit notes are each numbered without a gap",
        "select kind || ' ' || count(*) || ' of ' || max(sequence) from source
         group by kind having max(sequence) - min(sequence) + 1 <> count(*)",
    ),
    (
        "refund numbers run without a gap",
        "select count(*) || ' of ' || max(sequence) from refund
         having count(*) > 0 and max(sequence) - min(sequence) + 1 <> count(*)",
    ),
    (
        "every invoice says something",
        "select number from invoice i where not exists
             (select 1 from invoice_line l join invoice_now v on v.id = l.version_id where v.invoice_id = i.id)",
    ),
    (
        "the charges of an invoice are its newest total, or nothing if it is void",
        "select i.number from invoice i join invoice_now v on v.invoice_id = i.id join invoice_balance b on b.id = i.id
         where b.total_minor <> case b.state when 'void' then 0 else v.total_minor end",
    ),
    (
        "the lines of an invoice add up to its total",
        "select i.number from invoice i join invoice_now v on v.invoice_id = i.id
         where v.total_minor <> (select sum(net_minor + tax_minor) from invoice_line where version_id = v.id)",
    ),
    (
        "the taxes of a line add up",
        "select l.description from invoice_line l
         where l.tax_minor <> (select coalesce(sum(tax_minor), 0) from line_tax where line_id = l.id)",
    ),
    (
        "unsettled invoices are those with something outstanding",
        "select i.number from invoice i join invoice_balance b on b.id = i.id
         where (b.total_minor > b.applied_minor + b.written_off_minor) <> exists (select 1 from unsettled where invoice_id = i.id)",
    ),
    (
        "the amount of a payment is its newest one, or nothing if it is reversed",
        "select o.number from source o join payment_now v on v.payment_id = o.id join source_balance b on b.id = o.id
         where b.amount_minor <> case b.state when 'withdrawn' then 0 else v.amount_minor end",
    ),
    (
        "the amount of a credit is its newest one, or nothing if it is deleted",
        "select o.number from source o join credit_now v on v.credit_id = o.id join source_balance b on b.id = o.id
         where b.amount_minor <> case b.state when 'withdrawn' then 0 else v.amount_minor end",
    ),
    (
        "the amount of a credit note is its total, or nothing if it is void",
        "select o.number from source o join credit_note v on v.id = o.id join source_balance b on b.id = o.id
         where b.amount_minor <> case b.state when 'withdrawn' then 0 else v.total_minor end",
    ),
    (
        "the lines of a credit note add up to its total",
        "select o.number from source o join credit_note v on v.id = o.id
         where v.total_minor <> (select sum(net_minor + tax_minor) from credit_note_line where credit_note_id = v.id)",
    ),
    (
        "no line is credited beyond what was charged",
        "select l.description from invoice_line l join credit_note_line x on x.invoice_line_id = l.id
             join source_balance b on b.id = x.credit_note_id
         where b.state <> 'withdrawn'
         group by l.id having sum(x.net_minor) > l.net_minor or sum(x.tax_minor) > l.tax_minor",
    ),
    (
        "a live credit note is on an invoice as it is now, which is not void",
        "select o.number from source o join credit_note v on v.id = o.id join source_balance b on b.id = o.id
             join invoice_balance i on i.id = v.invoice_id
         where b.state <> 'withdrawn' and (i.state = 'void' or exists (
             select 1 from credit_note_line x join invoice_line l on l.id = x.invoice_line_id
                 join invoice_now w on w.invoice_id = v.invoice_id
             where x.credit_note_id = v.id and l.version_id <> w.id))",
    ),
    (
        "a session on an invoice of a payer has one line there",
        "select s.starts_at from charged s join invoice_now v on v.invoice_id = s.invoice_id
         where (select count(*) from invoice_line where version_id = v.id and session_id = s.id) <> 1
         or (select state from invoice_balance where id = s.invoice_id) = 'void'
         or (select client_id from invoice where id = s.invoice_id) <> s.client_id",
    ),
    (
        "a line for a session is the one live charge of that session and payer",
        "select i.number from invoice_line l join invoice_now v on v.id = l.version_id
             join invoice i on i.id = v.invoice_id join session s on s.id = l.session_id
         where (select state from invoice_balance where id = i.id) <> 'void'
         and not exists (select 1 from charged c where c.id = s.id and c.client_id = i.client_id and c.invoice_id = i.id)
         and l.net_minor + l.tax_minor > (
             select coalesce(sum(x.net_minor + x.tax_minor), 0) from credit_note_line x
                 join source_balance b on b.id = x.credit_note_id
             where x.invoice_line_id = l.id and b.state <> 'withdrawn')",
    ),
    (
        "what is charged, or waits to be, is of a session that was marked",
        "select s.starts_at from session_share h join session s on s.id = h.session_id
         where s.attendance is null and (h.awaits_invoice = 1 or h.invoice_id is not null)",
    ),
    (
        "a session is shared with others, who pay all of it at most",
        "select s.starts_at from session_share h join session s on s.id = h.session_id group by s.id
         having sum(h.percent_e4) > 1000000 or max(h.client_id = s.client_id)",
    ),
    (
        "balances are the sums of what is outstanding and what remains",
        "select c.first_name from client c join client_balance b on b.client_id = c.id
         where b.owing_minor <> (select coalesce(sum(x.total_minor - x.applied_minor - x.written_off_minor), 0)
                                 from invoice_balance x
                                 where x.client_id = c.id)
         or b.credit_minor <> (select coalesce(sum(x.amount_minor - x.applied_minor - x.paid_out_minor), 0)
                               from source_balance x
                               where x.client_id = c.id)",
    ),
    (
        "invoiced - paid - credited + refunded - written off is the account position of every client",
        "select c.first_name from client c join client_balance b on b.client_id = c.id
         where b.owing_minor - b.credit_minor <> (select coalesce(sum(d.minor), 0) from (
             select i.client_id, v.total_minor as minor from invoice i join invoice_now v on v.invoice_id = i.id
                 join invoice_balance s on s.id = i.id where s.state <> 'void'
             union all select client_id, -amount_minor from write_off
             union all select o.client_id, -coalesce(v.amount_minor, k.amount_minor, n.total_minor) from source o
                 join source_balance s on s.id = o.id left join payment_now v on v.payment_id = o.id
                 left join credit_now k on k.credit_id = o.id left join credit_note n on n.id = o.id
                 where s.state <> 'withdrawn'
             union all select r.client_id, r.amount_minor from refund r
                 where (select sum(amount_minor) from payout where refund_id = r.id) <> 0
             union all select client_id, amount_minor from payout where transfer_id is not null
             union all select source_client_id, amount_minor from application where source_client_id <> client_id
             union all select client_id, -amount_minor from application where source_client_id <> client_id
         ) d where d.client_id = c.id)",
    ),
    (
        "the taxes of a credit note's line add up",
        "select l.description from credit_note_line l
         where l.tax_minor <> (select coalesce(sum(tax_minor), 0) from credit_note_line_tax where line_id = l.id)",
    ),
    (
        "a refund is paid once, or taken back",
        "select r.number from refund r
         where (select sum(amount_minor) from payout where refund_id = r.id) not in (0, r.amount_minor)",
    ),
    (
        "what leaves a client for a linked one is what the other has in credit",
        "select o.number from transfer t join source o on o.id = t.credit_id join source_balance b on b.id = o.id
         where b.amount_minor <> (select sum(amount_minor) from payout where transfer_id = t.id)",
    ),
    (
        "nothing is on a void invoice",
        "select i.number from invoice i join invoice_balance b on b.id = i.id
         where b.state = 'void' and (b.applied_minor <> 0 or b.written_off_minor <> 0)",
    ),
    (
        "return numbers run without a gap",
        "select count(*) || ' of ' || max(sequence) from return_posting having count(*) > 0 and max(sequence) <> count(*)",
    ),
    (
        "stock is its opening and its movements, as it was counted each time",
        "select p.name from stock_movement m join product p on p.id = m.product_id
         where m.counted_units is not null and m.counted_units <> coalesce(p.opening_count, 0) + (
             select sum(x.units) from stock_movement x
             where x.product_id = m.product_id and x.id <= m.id and x.on_day <= m.on_day)",
    ),
    (
        "each product on an invoice is in the file of its client",
        "select i.number from invoice_line l join invoice_now v on v.id = l.version_id join invoice i on i.id = v.invoice_id
             left join record r on r.id = l.record_id
         where l.product_id is not null and not (r.client_id is i.client_id and r.product_id is l.product_id)",
    ),
    (
        "what a client was given is charged once",
        "select l.description from invoice_line l join invoice_now v on v.id = l.version_id
         where l.record_id is not null and (select b.state from invoice_balance b where b.id = v.invoice_id) <> 'void'
         and l.net_minor + l.tax_minor > (
             select coalesce(sum(x.net_minor + x.tax_minor), 0) from credit_note_line x
                 join source_balance b on b.id = x.credit_note_id
             where x.invoice_line_id = l.id and b.state <> 'withdrawn')
         group by l.record_id having count(*) > 1",
    ),
    (
        "no more of a line is credited or returned than it charges",
        "select l.description from invoice_line l join credit_note_line x on x.invoice_line_id = l.id
             join source_balance b on b.id = x.credit_note_id
         where b.state <> 'withdrawn'
         group by l.id having sum(x.quantity_thousandths) > l.quantity_thousandths",
    ),
    (
        "the credit notes of a return credit its items",
        "select p.number from return_posted p join return_item t on t.return_id = p.return_id
         where t.units * 1000 <> (
             select coalesce(sum(x.quantity_thousandths), 0) from return_note n
                 join credit_note_line x on x.credit_note_id = n.credit_note_id
                 join invoice_line l on l.id = x.invoice_line_id
             where n.posting_id = p.id and l.record_id = t.record_id)",
    ),
    (
        "a return puts back into stock what it says, and no more than that once it is reversed",
        "select p.number from return_posted p join return_item t on t.return_id = p.return_id
             join record r on r.id = t.record_id
         group by p.id, r.product_id
         having (select coalesce(sum(m.units), 0) from stock_movement m
                 where m.posting_id = p.id and m.product_id = r.product_id)
             not in (sum(t.restock_units), iif(p.reversed, 0, sum(t.restock_units)))",
    ),
    ("every reference leads somewhere", "select \"table\" || '' from pragma_foreign_key_check"),
];
