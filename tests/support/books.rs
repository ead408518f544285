//! The books as an accountant reads them, and whether they are in order.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a story stops at the first surprise, and that is its report")]

use std::collections::BTreeMap;

use practice::view::{
    CreditRow, CreditStatus, InvoicePage, InvoiceRow, InvoiceStatus, InvoicesQuery, PaymentPage, PaymentRow,
    PaymentStatus, PaymentsQuery, RefundRow, ReturnFilter, ReturnRow, ReturnStatus, ReturnsQuery, SessionShareView,
    SessionView, SourceKindView,
};

use crate::{
    forms::anybody,
    money::in_words,
    story::{Story, every_invoice},
};

impl Story {
    /// `owing 0.00, credit 20.00`.
    pub async fn balance(&self, client: &str) -> String {
        let page = self.practice.client_page(self.client(client), self.now()).await.unwrap();
        format!("owing {}, credit {}", page.owing, page.credit)
    }

    /// `part paid 100.00: 40.00 applied, 60.00 outstanding`; what is written off is named where something is.
    pub async fn invoice(&self, number: &str) -> String {
        invoice_in_words(&self.practice.invoice_page(self.invoice_id(number).await, self.now()).await.unwrap())
    }

    /// `active 120.00: 100.00 applied, 20.00 remaining`; what is refunded is named where something is.
    pub async fn payment(&self, number: &str) -> String {
        payment_in_words(&self.practice.payment_page(self.payment_id(number).await).await.unwrap())
    }

    /// What stands on an invoice, line by line: `Session 1 x 100.00 = 100.00`.
    pub async fn lines(&self, number: &str) -> Vec<String> {
        lines_in_words(&self.practice.invoice_page(self.invoice_id(number).await, self.now()).await.unwrap())
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

    /// Everything that stands: balances, live invoices with their lines and money, live sources of money, refunds that
    /// stand, links, the calendar. What is void, reversed or deleted does not stand, so the books before an act and after
    /// its undo read the same.
    pub async fn books(&self) -> String {
        self.read().await.books
    }

    /// Each figure that a preview may name, in the words of a preview.
    pub async fn figures(&self) -> BTreeMap<String, String> {
        self.read().await.figures
    }

    /// The books and the figures, each page read once.
    pub async fn read(&self) -> Reading {
        let (mut books, mut figures) = (String::new(), BTreeMap::new());
        for (client, id) in self.clients() {
            let page = self.practice.client_page(id, self.now()).await.unwrap();
            let linked = self.practice.linked_clients(id).await.unwrap();
            let linked: Vec<String> = linked.into_iter().map(|row| format!("{} {:?}", row.name, row.kind)).collect();
            let (owing, credit) = (page.owing, page.credit);
            books.push_str(&format!("{client} owing {owing}, credit {credit}, linked with {linked:?}\n"));
            figures.insert(format!("Balance owing, {client}"), owing);
            figures.insert(format!("Credit available, {client}"), credit);
        }
        figures.extend(self.aging_figures().await);
        let invoices = self.all_invoices().await;
        for row in &invoices {
            let page = self.practice.invoice_page(row.id, self.now()).await.unwrap();
            if row.status != InvoiceStatus::Void {
                books.push_str(&invoice_entry(&page));
            }
            figures.insert(row.number.clone(), in_preview(&page));
        }
        let payments = self.all_payments().await;
        for row in &payments {
            if row.status == PaymentStatus::Active {
                books.push_str(&payment_entry(&self.practice.payment_page(row.id).await.unwrap()));
            }
        }
        let credits = self.all_credits().await;
        for row in &credits {
            if row.status != CreditStatus::Withdrawn && row.source.kind != SourceKindView::Payment {
                books.push_str(&self.credit_entry(row).await);
            }
        }
        let refunds = self.all_refunds().await;
        for row in &refunds {
            if !row.reversed {
                let (number, day, method, source) = (&row.number, &row.refunded_on, &row.method, &row.source.number);
                books.push_str(&format!("{number} {day} by {method} {} of {source}\n", row.amount));
            }
        }
        let sessions = self.all_sessions().await;
        for row in &sessions {
            let note = self.practice.session_overview(row.id, self.now()).await.unwrap().note;
            books.push_str(&session_entry(row, &note));
        }
        let goods = self.read_goods(&mut figures).await;
        books.push_str(&goods);
        let closed = self.practice.settings(self.now()).await.unwrap().closed_through;
        books.push_str(&format!("closed {closed:?}\n"));
        Reading { books, figures, invoices, payments, credits, refunds, sessions }
    }

    /// Stock, records and returns that stand.
    async fn read_goods(&self, figures: &mut BTreeMap<String, String>) -> String {
        let mut books = String::new();
        for product in self.practice.settings(self.now()).await.unwrap().products {
            if let Some(stock) = product.stock {
                books.push_str(&format!("{} in stock {stock}\n", product.form.name));
                figures.insert(format!("Stock, {}", product.form.name), stock);
            }
        }
        for (client, _) in self.clients() {
            for row in self.records(&client).await {
                let state = if row.active { "active" } else { "deactivated" };
                let (quantity, what, back) = (&row.quantity, &row.description, &row.returned);
                let invoice = row.invoice.map(|invoice| invoice.number).unwrap_or_default();
                figures.insert(format!("Record, {what}, {}", row.id), state.to_owned());
                books.push_str(&format!(
                    "{client} {} {quantity} x {what} {state} on {invoice} {}, {back} back\n",
                    row.given_on, row.amount
                ));
            }
        }
        for row in self.all_returns().await {
            if row.status != ReturnStatus::Reversed {
                let (status, day, summary, total) = (row.status, &row.returned_on, &row.summary, &row.total);
                let notes: Vec<&str> = row.credit_notes.iter().map(|note| note.number.as_str()).collect();
                books.push_str(&format!("{} {day} {status:?} {summary} {total:?} {notes:?}\n", row.client_name));
            }
        }
        books
    }

    /// All returns, oldest first.
    pub async fn all_returns(&self) -> Vec<ReturnRow> {
        let query = ReturnsQuery {
            client_id: None,
            product_id: None,
            search: String::new(),
            filter: ReturnFilter::All,
            descending: false,
            page: 0,
        };
        self.practice.list_returns(&query).await.unwrap().rows
    }

    /// What each client owes, by how long it is past due.
    async fn aging_figures(&self) -> BTreeMap<String, String> {
        let words = ["not", "1–30 days", "31–60 days", "61–90 days", "over 90 days"];
        let aging = self.practice.aging("", self.now()).await.unwrap();
        let mut figures = BTreeMap::new();
        for (client, id) in self.clients() {
            let row = aging.rows.iter().find(|row| row.client_id == id);
            let sums = row.map_or(vec!["0.00".to_owned(); words.len()], |row| row.sums.buckets.clone());
            for (bucket, sum) in words.into_iter().zip(sums) {
                figures.insert(format!("Owing, {bucket} past due, {client}"), sum);
            }
        }
        figures
    }

    /// Holds the rows of the file against what is always true (money-rules 3).
    pub async fn check_books(&self) {
        assert_eq!(self.practice.check_books().await.unwrap().broken, []);
    }

    async fn credit_entry(&self, row: &CreditRow) -> String {
        let number = &row.source.number;
        let says = if row.source.kind == SourceKindView::CreditNote {
            let id = self.note_id_of(row);
            let page = self.practice.credit_note_page(id, self.now()).await.unwrap();
            format!("{:?} on {:?} {} {:?} {:?}", page.cause, page.invoice, page.note, page.lines, page.cannot_refund)
        } else {
            let id = self.credit_id_of(row);
            let page = self.practice.credit_page(id, self.now()).await.unwrap();
            format!("{:?} {} {:?}", page.form.origin, page.form.reason, page.cannot_refund)
        };
        let (day, last, client) = (&row.from_on, &row.expires_on, &row.client_name);
        format!("{number} {day} until {last:?} of {client}: {} {says}\n", in_words(row))
    }
}

/// The books and the figures at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Everything that stands.
    pub books: String,
    /// Each figure that a preview may name.
    pub figures: BTreeMap<String, String>,
    /// All invoices, by number.
    pub invoices: Vec<InvoiceRow>,
    /// All payments, by number.
    pub payments: Vec<PaymentRow>,
    /// All credits and credit notes, and payments with something left.
    pub credits: Vec<CreditRow>,
    /// All refunds, newest first.
    pub refunds: Vec<RefundRow>,
    /// All sessions, by start.
    pub sessions: Vec<SessionView>,
}

fn invoice_in_words(page: &InvoicePage) -> String {
    let locked = if page.locked { " locked" } else { "" };
    let (status, total) = (status(page.status), &page.priced.total);
    let given_up =
        if page.written_off == "0.00" { String::new() } else { format!(", {} written off", page.written_off) };
    format!("{status}{locked} {total}: {} applied{given_up}, {} outstanding", page.applied, page.outstanding)
}

fn payment_in_words(page: &PaymentPage) -> String {
    let status = match page.status {
        PaymentStatus::Active => "active",
        PaymentStatus::Reversed => "reversed",
    };
    let refunded = if page.refunded == "0.00" { String::new() } else { format!(", {} refunded", page.refunded) };
    let moved = if page.transferred == "0.00" { String::new() } else { format!(", {} moved", page.transferred) };
    format!("{status} {}: {} applied{refunded}{moved}, {} remaining", page.form.amount, page.applied, page.remaining)
}

fn lines_in_words(page: &InvoicePage) -> Vec<String> {
    let lines = page.form.lines.iter().zip(&page.priced.lines);
    lines
        .map(|(line, priced)| {
            format!("{} {} x {} = {}", line.description, line.quantity, line.unit_price, priced.amount)
        })
        .collect()
}

fn invoice_entry(page: &InvoicePage) -> String {
    let money = page.applications.iter().map(|row| format!("{} {}", row.source.number, row.amount));
    let mut money: Vec<String> = money.collect();
    money.sort();
    format!(
        "{} {} {} to {}: {} [{}] {} {:?}\n  {}\n",
        page.number,
        page.form.issued_on,
        page.form.due_on,
        page.client_name,
        invoice_in_words(page),
        money.join(", "),
        page.form.note,
        page.form.discount,
        lines_in_words(page).join("\n  ")
    )
}

fn payment_entry(page: &PaymentPage) -> String {
    let form = &page.form;
    format!(
        "{} {} by {} {} {} from {}: {}\n",
        page.number,
        form.received_on,
        form.method,
        form.reference,
        form.comment,
        page.client_name,
        payment_in_words(page)
    )
}

fn session_entry(row: &SessionView, note: &str) -> String {
    format!(
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
    )
}

/// An invoice in the words of a preview.
fn in_preview(page: &InvoicePage) -> String {
    let (in_part, left) = (page.applied != "0.00" || page.written_off != "0.00", &page.outstanding);
    let due = page.form.due_on.parse::<chrono::NaiveDate>().unwrap().format("%-d %b %Y");
    match page.status {
        InvoiceStatus::Void => "void".to_owned(),
        InvoiceStatus::Paid => "paid".to_owned(),
        InvoiceStatus::Overdue if in_part => format!("part paid, {left} outstanding, overdue"),
        InvoiceStatus::PartPaid => format!("part paid, {left} outstanding"),
        InvoiceStatus::Overdue => format!("{left} outstanding, overdue"),
        InvoiceStatus::Unpaid => format!("{left} outstanding, due {due}"),
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
