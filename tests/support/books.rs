//! The books as an accountant reads them, and whether they are in order.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a story stops at the first surprise, and that is its report")]

use std::collections::BTreeMap;

use practice::view::{
    InvoiceRow, InvoiceStatus, InvoicesQuery, PaymentRow, PaymentStatus, PaymentsQuery, SessionShareView, SessionView,
};

use crate::{
    forms::anybody,
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
        assert_eq!(self.practice.check_books().await.unwrap().broken, []);
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
