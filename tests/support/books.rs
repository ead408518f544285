//! The books as an accountant reads them, and whether they are in order.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a story stops at the first surprise, and that is its report")]

use std::collections::BTreeMap;

use practice::view::{
    InvoiceRow, InvoiceStatus, InvoicesQuery, PaymentRow, PaymentStatus, PaymentsQuery, SessionShareView, SessionView,
};

use crate::{
    forms::anybody,
    raw,
    story::{Story, every_invoice},
};

impl Story {
    /// `owing 0.00, credit 20.00`.
    pub async fn balance(&self, client: &str) -> String {
        let page = self.practice.client_page(self.client(client), self.now()).await.unwrap();
        format!("owing {}, credit {}", page.owing, page.credit)
    }

    /// `part paid 100.00: 40.00 applied, 60.00 outstanding`.
    pub async fn invoice(&self, number: &str) -> String {
        let page = self.practice.invoice_page(self.invoice_id(number).await, self.now()).await.unwrap();
        let locked = if page.locked { " locked" } else { "" };
        let (status, total) = (status(page.status), &page.priced.total);
        format!("{status}{locked} {total}: {} applied, {} outstanding", page.applied, page.outstanding)
    }

    /// `active 120.00: 100.00 applied, 20.00 remaining`.
    pub async fn payment(&self, number: &str) -> String {
        let page = self.practice.payment_page(self.payment_id(number).await).await.unwrap();
        let status = match page.status {
            PaymentStatus::Active => "active",
            PaymentStatus::Reversed => "reversed",
        };
        format!("{status} {}: {} applied, {} remaining", page.form.amount, page.applied, page.remaining)
    }

    /// What stands on an invoice, line by line: `Session 1 x 100.00 = 100.00`.
    pub async fn lines(&self, number: &str) -> Vec<String> {
        let page = self.practice.invoice_page(self.invoice_id(number).await, self.now()).await.unwrap();
        let lines = page.form.lines.iter().zip(&page.priced.lines);
        lines
            .map(|(line, priced)| {
                format!("{} {} x {} = {}", line.description, line.quantity, line.unit_price, priced.amount)
            })
            .collect()
    }

    /// All invoices, by number.
    pub async fn all_invoices(&self) -> Vec<InvoiceRow> {
        let mut all = Vec::new();
        loop {
            let page = u32::try_from(all.len() / 50).unwrap();
            let query = InvoicesQuery { page, ..every_invoice() };
            let listed = self.practice.list_invoices(&query, self.now()).await.unwrap();
            all.extend(listed.rows);
            if all.len() >= usize::try_from(listed.total).unwrap() {
                return all;
            }
        }
    }

    /// All payments, by number.
    pub async fn all_payments(&self) -> Vec<PaymentRow> {
        let mut all = Vec::new();
        loop {
            let page = u32::try_from(all.len() / 50).unwrap();
            let listed = self.practice.list_payments(&PaymentsQuery { page, ..anybody() }).await.unwrap();
            all.extend(listed.rows);
            if all.len() >= usize::try_from(listed.total).unwrap() {
                return all;
            }
        }
    }

    /// All sessions, by start.
    pub async fn all_sessions(&self) -> Vec<SessionView> {
        self.practice.calendar_sessions("2000-01-01", "2100-01-01").await.unwrap()
    }

    /// Everything that stands: balances, live invoices with their lines and money, live payments, the calendar.
    /// What is void or reversed does not stand, so the books before an act and after its undo read the same.
    pub async fn books(&self) -> String {
        let mut books = String::new();
        for client in self.clients().keys() {
            books.push_str(&format!("{client} {}\n", self.balance(client).await));
        }
        for row in self.all_invoices().await {
            if row.status == InvoiceStatus::Void {
                continue;
            }
            let page = self.practice.invoice_page(row.id, self.now()).await.unwrap();
            let money = page.applications.iter().map(|row| format!("{} {}", row.source.number, row.amount));
            let mut money: Vec<String> = money.collect();
            money.sort();
            let (note, discount) = (&page.form.note, &page.form.discount);
            books.push_str(&format!(
                "{} {} {} to {}: {} [{}] {note} {discount:?}\n  {}\n",
                row.number,
                page.form.issued_on,
                page.form.due_on,
                row.client_name,
                self.invoice(&row.number).await,
                money.join(", "),
                self.lines(&row.number).await.join("\n  ")
            ));
        }
        for row in self.all_payments().await {
            if row.status == PaymentStatus::Reversed {
                continue;
            }
            let form = self.practice.payment_page(row.id).await.unwrap().form;
            books.push_str(&format!(
                "{} {} by {} {} {} from {}: {}\n",
                row.number,
                row.received_on,
                row.method,
                row.reference,
                form.comment,
                row.client_name,
                self.payment(&row.number).await
            ));
        }
        for row in self.all_sessions().await {
            let note = self.practice.session_overview(row.id, self.now()).await.unwrap().note;
            books.push_str(&format!(
                "{} {} min {} {}: {:?}{}{} {} {} {note}{}\n",
                row.starts_at,
                row.minutes,
                row.client_name,
                row.service_name,
                row.attendance,
                if row.fee_waived { ", waived" } else { "" },
                if row.awaits_invoice { ", not invoiced" } else { "" },
                row.invoice_number.as_deref().unwrap_or("no invoice"),
                row.fee,
                row.shares.iter().map(share).collect::<String>(),
            ));
        }
        books
    }

    /// Each figure that a preview may name, in the words of a preview.
    pub(crate) async fn figures(&self) -> BTreeMap<String, String> {
        let mut figures = BTreeMap::new();
        for (client, id) in self.clients() {
            let page = self.practice.client_page(id, self.now()).await.unwrap();
            figures.insert(format!("Balance owing, {client}"), page.owing);
            figures.insert(format!("Credit available, {client}"), page.credit);
        }
        for row in self.all_invoices().await {
            let page = self.practice.invoice_page(row.id, self.now()).await.unwrap();
            let (paid_in_part, left) = (page.applied != "0.00", &page.outstanding);
            let due = page.form.due_on.parse::<chrono::NaiveDate>().unwrap().format("%-d %b %Y");
            let words = match page.status {
                InvoiceStatus::Void => "void".to_owned(),
                InvoiceStatus::Paid => "paid".to_owned(),
                InvoiceStatus::Overdue if paid_in_part => format!("part paid, {left} outstanding, overdue"),
                InvoiceStatus::PartPaid => format!("part paid, {left} outstanding"),
                InvoiceStatus::Overdue => format!("{left} outstanding, overdue"),
                InvoiceStatus::Unpaid => format!("{left} outstanding, due {due}"),
            };
            figures.insert(row.number, words);
        }
        figures
    }

    /// Holds the rows of the file against what is always true (money-rules 3).
    pub async fn check_books(&self) {
        let (mut db, _folder) = self.raw().await;
        raw::run(&mut db, CHARGED).await;
        for (rule, violators) in ALWAYS_TRUE {
            let found = raw::column(&mut db, violators).await;
            assert!(found.is_empty(), "{rule}, but: {}", found.join("; "));
        }
    }
}

/// `, Ben 50 % on INV-00002`
fn share(share: &SessionShareView) -> String {
    let invoice = share.invoice.as_ref().map_or("no invoice", |invoice| &invoice.number);
    let waits = if share.awaits_invoice { ", not invoiced" } else { "" };
    format!(", {} {} % on {invoice}{waits}", share.client_name, share.percent)
}

fn status(status: InvoiceStatus) -> &'static str {
    match status {
        InvoiceStatus::Void => "void",
        InvoiceStatus::Paid => "paid",
        InvoiceStatus::PartPaid => "part paid",
        InvoiceStatus::Unpaid => "unpaid",
        InvoiceStatus::Overdue => "overdue",
    }
}

/// Each session with each invoice that charges it.
const CHARGED: &str = "create temp view charged as
    select id, starts_at, client_id, invoice_id from session where invoice_id is not null
    union all
    select s.id, s.starts_at, h.client_id, h.invoice_id from session_share h join session s on s.id = h.session_id
    where h.invoice_id is not null";

/// Each rule with a query that names what breaks it.
const ALWAYS_TRUE: [(&str, &str); 24] = [
    (
        "0 <= applied + written off <= total on every invoice",
        "select i.number from invoice i join invoice_balance b on b.id = i.id
         where b.applied_minor < 0 or b.written_off_minor < 0 or b.applied_minor + b.written_off_minor > b.total_minor",
    ),
    (
        "0 <= applied + refunded <= amount of every source",
        "select o.number from source o join source_balance b on b.id = o.id
         where b.applied_minor < 0 or b.refunded_minor < 0 or b.applied_minor + b.refunded_minor > b.amount_minor",
    ),
    (
        "no source takes more off an invoice than it had on it",
        "select source_id || ' on ' || invoice_id from application group by source_id, invoice_id
         having sum(amount_minor) < 0",
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
         or b.credit_minor <> (select coalesce(sum(x.amount_minor - x.applied_minor - x.refunded_minor), 0)
                               from source_balance x
                               where x.client_id = c.id)",
    ),
    ("every reference leads somewhere", "select \"table\" || '' from pragma_foreign_key_check"),
];
