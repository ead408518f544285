//! Credits, credit notes, refunds and the reports on money as CSV.

use super::lists::written;
use crate::{
    Practice,
    error::Error,
    now::Now,
    payment_report,
    sentence::in_words,
    store, tracking,
    view::{
        CreditOriginView, CreditStatus, CreditsQuery, PaymentReportQuery, RefundsQuery, SourceKindView, StatementKind,
        StatementOf, TrackingQuery,
    },
};

impl Practice {
    pub(super) async fn export_credits(&self, query: &CreditsQuery, now: Now) -> Result<Vec<u8>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let query = CreditsQuery { page: 0, ..query.clone() };
        let (rows, _) = store::source::list(&mut db, &query, u32::MAX).await?;
        let mut cells = Vec::with_capacity(rows.len());
        for row in rows {
            let line = crate::credit::line(&row, currency, now.on)?;
            cells.push(vec![
                line.source.number,
                line.client_name,
                kind_words(line.source.kind, line.origin).to_owned(),
                line.from_on,
                line.expires_on.unwrap_or_default(),
                line.amount,
                line.applied,
                line.refunded,
                line.transferred,
                line.remaining,
                line.available,
                line.lapsed,
                status_words(line.status).to_owned(),
            ]);
        }
        let heads = [
            "Number",
            "Client",
            "Kind",
            "From",
            "Last day",
            "Amount",
            "Applied",
            "Refunded",
            "Moved to a linked client",
            "Remaining",
            "Available",
            "Lapsed",
            "Status",
        ];
        written(&heads, &cells)
    }

    pub(super) async fn export_tracking(&self, query: &TrackingQuery) -> Result<Vec<u8>, Error> {
        let mut db = self.db().await?;
        let query = TrackingQuery { page: 0, ..query.clone() };
        let (occasions, _) = tracking::list(&mut db, &query, u32::MAX).await?;
        let cells: Vec<Vec<String>> = occasions
            .into_iter()
            .map(|row| {
                let what = in_words(&row.sentence);
                vec![row.on, row.client_name, row.source.number, what, row.created, row.current]
            })
            .collect();
        let heads = ["Date", "Client", "Number", "What created it", "Created", "Remains of it now"];
        written(&heads, &cells)
    }

    pub(super) async fn export_refunds(&self, query: &RefundsQuery) -> Result<Vec<u8>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let query = RefundsQuery { page: 0, ..query.clone() };
        let (rows, _) = store::refund::list(&mut db, &query, u32::MAX).await?;
        let mut cells = Vec::with_capacity(rows.len());
        for row in rows {
            let line = crate::refund::line(row, currency)?;
            let status = if line.reversed { "reversed" } else { "refunded" };
            cells.push(vec![
                line.number,
                line.client_name,
                line.refunded_on,
                line.amount,
                line.source.number,
                line.method,
                line.reference,
                line.reason,
                status.to_owned(),
            ]);
        }
        let heads = ["Number", "Client", "Date", "Amount", "Refunded from", "Method", "Reference", "Reason", "Status"];
        written(&heads, &cells)
    }

    pub(super) async fn export_aging(&self, as_of: &str, now: Now) -> Result<Vec<u8>, Error> {
        let report = self.aging(as_of, now).await?;
        let all = ("All clients".to_owned(), report.total);
        let clients = report.rows.into_iter().map(|row| (row.client_name, row.sums));
        let cells: Vec<Vec<String>> = clients
            .chain([all])
            .map(|(name, sums)| {
                let mut row = vec![report.as_of.clone(), name];
                row.extend(sums.buckets);
                row.extend([sums.owing, sums.unapplied]);
                row
            })
            .collect();
        let ages = billing::Bucket::ALL.map(billing::Bucket::as_str);
        let heads: Vec<&str> =
            ["As of", "Client"].into_iter().chain(ages).chain(["Balance owing", "Unapplied"]).collect();
        written(&heads, &cells)
    }

    pub(super) async fn export_statement(&self, of: StatementOf, now: Now) -> Result<Vec<u8>, Error> {
        let from = of.from.map(|day| day.to_string()).unwrap_or_default();
        let account = self.statement(of.client_id, &from, &of.to.to_string(), now).await?;
        let name = account.client_name;
        let edge = |on: &str, what: &str, position: &str| {
            let none = String::new;
            vec![name.clone(), on.to_owned(), what.to_owned(), none(), none(), none(), position.to_owned()]
        };
        let opening = of.from.map(|_| edge(&account.from, "Opening position", &account.opening));
        let mut cells: Vec<Vec<String>> = opening.into_iter().collect();
        cells.extend(account.rows.into_iter().map(|row| {
            let kind = movement_words(row.kind);
            let what = if row.detail.is_empty() { kind.to_owned() } else { format!("{kind}, {}", row.detail) };
            vec![name.clone(), row.on, what, row.document, row.plus, row.minus, row.position]
        }));
        cells.push(edge(&account.to, "Closing position", &account.closing));
        let heads = ["Client", "Date", "What", "Document", "Charges", "Payments and credits", "Position"];
        written(&heads, &cells)
    }

    pub(super) async fn export_payment_report(&self, query: &PaymentReportQuery) -> Result<Vec<u8>, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let rows = payment_report::list_lines(&mut db, query, currency).await?;
        let cells: Vec<Vec<String>> = rows
            .into_iter()
            .map(|row| {
                let sums = row.sums;
                vec![
                    row.number,
                    row.client_name,
                    row.received_on,
                    row.method,
                    sums.amount,
                    sums.created,
                    sums.applied,
                    sums.returned,
                    sums.current,
                ]
            })
            .collect();
        let heads = [
            "Receipt",
            "Client",
            "Date",
            "Method",
            "Received",
            "Credit created",
            "Credit applied",
            "Credit given back",
            "Current credit",
        ];
        written(&heads, &cells)
    }
}

fn kind_words(kind: SourceKindView, origin: Option<CreditOriginView>) -> &'static str {
    match (kind, origin) {
        (SourceKindView::Payment, _) => "Payment",
        (SourceKindView::CreditNote, _) => "Credit note",
        (SourceKindView::Credit, Some(CreditOriginView::Loyalty)) => "Loyalty",
        (SourceKindView::Credit, Some(CreditOriginView::Referral)) => "Referral",
        (SourceKindView::Credit, Some(CreditOriginView::Courtesy)) => "Courtesy",
        (SourceKindView::Credit, Some(CreditOriginView::OpeningBalance)) => "Opening balance",
        (SourceKindView::Credit, Some(CreditOriginView::Transfer)) => "Transfer",
        (SourceKindView::Credit, Some(CreditOriginView::Other) | None) => "Other",
    }
}

fn movement_words(kind: StatementKind) -> &'static str {
    match kind {
        StatementKind::Invoice => "Invoice",
        StatementKind::Payment => "Payment",
        StatementKind::Credit => "Credit",
        StatementKind::CreditNote => "Credit note",
        StatementKind::Refund => "Refund",
        StatementKind::WriteOff => "Write-off",
        StatementKind::Lapse => "Unusable credit",
        StatementKind::Linked => "Linked client",
    }
}

fn status_words(status: CreditStatus) -> &'static str {
    match status {
        CreditStatus::Available => "available",
        CreditStatus::Used => "used",
        CreditStatus::Inactive => "inactive",
        CreditStatus::Lapsed => "lapsed",
        CreditStatus::Withdrawn => "withdrawn",
    }
}
