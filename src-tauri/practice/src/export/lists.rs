//! Every list of Daybook as CSV, with the columns that an import reads again where there is one.

use std::path::Path;

use billing::Invoicing;

use super::csv::CsvList;
use crate::{
    Practice, catalogue,
    error::Error,
    files,
    now::Now,
    service,
    store::{self, money},
    view::{
        AttendanceView, CreditFilter, CreditsQuery, DiscountKind, ExportList, FeeRuleForm, InvoiceStatus,
        PaymentStatus, SessionView,
    },
};

impl Practice {
    /// Saves a list to `path` as CSV that no spreadsheet program runs anything of.
    ///
    /// # Errors
    /// The file cannot be written.
    pub async fn export_list(&self, list: &ExportList, path: &Path, now: Now) -> Result<(), Error> {
        let table = match list {
            ExportList::Clients(query) => self.export_clients(query, now).await?,
            ExportList::Sessions(query) => self.export_sessions(query, now).await?,
            ExportList::Invoices(query) => self.export_invoices(query, now).await?,
            ExportList::Payments(query) => self.export_payments(query).await?,
            ExportList::Credits(query) => self.export_credits(query, now).await?,
            ExportList::CreditNotes(query) => {
                let query = CreditsQuery { filter: CreditFilter::CreditNotes, ..query.clone() };
                self.export_credits(&query, now).await?
            }
            ExportList::CreditTracking(query) => self.export_tracking(query).await?,
            ExportList::Refunds(query) => self.export_refunds(query).await?,
            ExportList::Aging(as_of) => self.export_aging(as_of, now).await?,
            ExportList::Statement(of) => self.export_statement(*of, now).await?,
            ExportList::PaymentReport(query) => self.export_payment_report(query).await?,
            ExportList::Services => self.export_services().await?,
            ExportList::Products => self.export_products().await?,
            ExportList::Movements(product) => self.export_movements(*product).await?,
            ExportList::Records(query) => self.export_records(query).await?,
            ExportList::Returns(query) => self.export_returns(query).await?,
        };
        files::save_atomically(path, &table).map_err(|error| Error::File(error.to_string()))
    }

    async fn export_clients(&self, query: &crate::view::ClientsQuery, now: Now) -> Result<Vec<u8>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let query = crate::view::ClientsQuery { page: 0, ..query.clone() };
        let (rows, _) = store::client::list(&mut db, &query, &now.local_text(), u32::MAX).await?;
        let mut cells = Vec::new();
        for row in rows {
            let client = store::client::load(&mut db, row.id).await?;
            cells.push(vec![
                client.first_name,
                client.last_name,
                client.email,
                client.phone,
                client.address,
                client.city,
                client.state,
                client.zip,
                client.country,
                client.born_on.unwrap_or_default(),
                if row.archived { "Archived" } else { "Active" }.to_owned(),
                client
                    .invoicing
                    .as_deref()
                    .and_then(Invoicing::parse)
                    .map(invoicing_words)
                    .unwrap_or_default()
                    .to_owned(),
                client.notes,
                money(currency, row.owing_minor)?.to_string(),
                money(currency, row.credit_minor)?.to_string(),
            ]);
        }
        let heads = [
            "First Name",
            "Last Name",
            "Email",
            "Phone",
            "Address",
            "City",
            "State",
            "Zip",
            "Country",
            "Date of Birth",
            "Status",
            "Invoices",
            "Notes",
            "Balance owing",
            "Credit available",
        ];
        written(&heads, &cells)
    }

    async fn export_sessions(&self, query: &crate::view::SessionsQuery, now: Now) -> Result<Vec<u8>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let query = crate::view::SessionsQuery { page: 0, ..query.clone() };
        let emails = store::client::load_emails(&mut db).await?;
        let (rows, _) = store::session::list(&mut db, &query, &now.local_text(), u32::MAX).await?;
        let mut cells = Vec::new();
        for row in rows {
            let view: SessionView = crate::session::view(&row, currency)?;
            let full = crate::session::listed_fees(&row, currency)?.session_fee();
            let (day, time) = view.starts_at.split_once('T').unwrap_or((&view.starts_at, ""));
            cells.push(vec![
                view.client_name.clone(),
                emails.get(&view.client_id).cloned().unwrap_or_default(),
                day.to_owned(),
                time.to_owned(),
                view.minutes.to_string(),
                view.service_name.clone(),
                view.attendance.map(|attendance| attendance_words(attendance, view.fee_waived)).unwrap_or_default(),
                full.to_string(),
                if view.attendance.is_some() { view.fee.clone() } else { String::new() },
                invoice_numbers(&view),
                shared_with(&view),
            ]);
        }
        // An import reads *Fee* as what the session costs when it is attended, whatever became of it.
        let heads = [
            "Client",
            "Client email",
            "Date",
            "Start",
            "Minutes",
            "Service",
            "Attendance",
            "Fee",
            "Charged",
            "Invoice",
            "Shared with",
        ];
        written(&heads, &cells)
    }

    async fn export_invoices(&self, query: &crate::view::InvoicesQuery, now: Now) -> Result<Vec<u8>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let query = crate::view::InvoicesQuery { page: 0, ..query.clone() };
        let (rows, _) = store::invoice_list::list(&mut db, &query, now.on, u32::MAX).await?;
        let mut cells = Vec::new();
        for row in rows {
            let line = crate::invoice::line(row, currency, now.on)?;
            let status = match line.status {
                InvoiceStatus::Void => "void",
                InvoiceStatus::Paid => "paid",
                InvoiceStatus::PartPaid => "part paid",
                InvoiceStatus::Unpaid => "unpaid",
                InvoiceStatus::Overdue => "overdue",
            };
            let (number, name, issued_on) = (line.number, line.client_name, line.issued_on);
            let status = status.to_owned();
            cells.push(vec![number, name, issued_on, line.due_on, line.summary, line.total, line.outstanding, status]);
        }
        written(&["Number", "Client", "Issued", "Due", "First line", "Total", "Outstanding", "Status"], &cells)
    }

    async fn export_payments(&self, query: &crate::view::PaymentsQuery) -> Result<Vec<u8>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let query = crate::view::PaymentsQuery { page: 0, ..query.clone() };
        let emails = store::client::load_emails(&mut db).await?;
        let (rows, _) = store::payment::list(&mut db, &query, u32::MAX).await?;
        let mut cells = Vec::new();
        for row in rows {
            let line = crate::payment::line(row, currency)?;
            let status = match line.status {
                PaymentStatus::Active => "received",
                PaymentStatus::Reversed => "reversed",
            };
            cells.push(vec![
                line.number,
                line.client_name,
                emails.get(&line.client_id).cloned().unwrap_or_default(),
                line.received_on,
                line.amount,
                line.method,
                line.reference,
                line.remaining,
                status.to_owned(),
            ]);
        }
        // An import leaves out what *Status* calls reversed: it is no money.
        let heads =
            ["Receipt", "Client", "Client email", "Date", "Amount", "Method", "Reference", "Not applied", "Status"];
        written(&heads, &cells)
    }

    async fn export_services(&self) -> Result<Vec<u8>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let taxes = catalogue::taxes(&mut db).await?;
        let services = service::services(&mut db, currency).await?;
        let cells: Vec<Vec<String>> = services
            .into_iter()
            .map(|service| {
                let form = service.form;
                let rates = taxes.iter().filter(|tax| form.tax_ids.contains(&tax.id));
                let rates = rates.map(|tax| tax.form.rate.as_str()).collect::<Vec<_>>().join(" + ");
                let (late, missed) = (fee_words(&form.late_cancel), fee_words(&form.no_show));
                vec![form.code, form.name, form.minutes, form.fee, rates, late, missed]
            })
            .collect();
        written(&["Code", "Service", "Minutes", "Fee", "Tax %", "Late cancel fee", "No-show fee"], &cells)
    }
}

fn fee_words(rule: &FeeRuleForm) -> String {
    match rule.kind {
        DiscountKind::None => String::new(),
        DiscountKind::Amount => rule.value.clone(),
        DiscountKind::Percent => format!("{} %", rule.value),
    }
}

/// The invoices that charge a session, of its own client first.
fn invoice_numbers(session: &SessionView) -> String {
    let others = session.shares.iter().filter_map(|share| share.invoice.as_ref());
    let numbers = session.invoice_number.iter().chain(others.map(|invoice| &invoice.number));
    numbers.map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Who else pays for a session: `Ben Cole 50 %`.
fn shared_with(session: &SessionView) -> String {
    let shares = session.shares.iter().map(|share| format!("{} {} %", share.client_name, share.percent));
    shares.collect::<Vec<_>>().join(", ")
}

fn invoicing_words(way: Invoicing) -> &'static str {
    match way {
        Invoicing::PerSession => "For each session",
        Invoicing::Monthly => "Each month",
        Invoicing::ByHand => "By hand",
    }
}

fn attendance_words(attendance: AttendanceView, fee_waived: bool) -> String {
    let word = match attendance {
        AttendanceView::Attended => "Attended",
        AttendanceView::LateCancelled => "Late cancelled",
        AttendanceView::NoShow => "No-show",
        AttendanceView::Cancelled => "Cancelled",
        AttendanceView::CancelledByTherapist => "Cancelled by therapist",
    };
    if fee_waived { format!("{word}, fee waived") } else { word.to_owned() }
}

pub(super) fn written(heads: &[&str], cells: &[Vec<String>]) -> Result<Vec<u8>, Error> {
    let in_words = |error: csv::Error| Error::Inconsistent(error.to_string());
    let mut list = CsvList::new(heads.iter().copied()).map_err(in_words)?;
    for row in cells {
        list.row(row.iter().map(String::as_str)).map_err(in_words)?;
    }
    list.finish().map_err(in_words)
}
