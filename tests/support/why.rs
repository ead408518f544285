//! *Why?*: whether the rows of each figure add up to what is shown, by arithmetic of the story's own.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a story stops at the first surprise, and that is its report")]

use practice::{
    ClientId, SourceId,
    view::{
        AccountsOf, Age, AgingSums, DueOf, Figure, LineSum, LinedDocument, LinesOf, PaymentReportQuery, PricedView,
        ReportedOf, ReportedSum, SourceKindView, StatementOf, UsedBy, UsedOf, WhyRow, WhyView,
    },
};

use crate::{money::cents, story::Story};

const AGES: [Age; 5] = [Age::Current, Age::To30, Age::To60, Age::To90, Age::Over90];

/// The account of a client, or of all, at the end of a day.
#[must_use]
pub fn account(client_id: Option<ClientId>, as_of: &str) -> AccountsOf {
    AccountsOf { client_id, as_of: as_of.into() }
}

impl Story {
    /// A figure with all its rows, of all pages.
    pub async fn every_row(&self, figure: &Figure, everything: bool) -> (WhyView, Vec<WhyRow>) {
        let view = self.practice.why(figure, everything, None, self.now()).await.unwrap();
        let mut rows = view.rows.clone();
        for page in (0..view.page).rev() {
            let earlier = self.practice.why(figure, everything, Some(page), self.now()).await.unwrap();
            assert_eq!(usize::try_from(earlier.later_count).unwrap(), rows.len(), "{figure:?}");
            assert_eq!(cents(&earlier.later), sum(&rows), "{figure:?}");
            assert_eq!(earlier.total, view.total, "{figure:?}");
            rows.splice(0..0, earlier.rows);
        }
        (view, rows)
    }

    /// Holds the rows of a figure against what is shown; gives the rows in words.
    pub async fn adds_up(&self, figure: &Figure, shown: &str) -> Vec<String> {
        let (view, rows) = self.every_row(figure, false).await;
        assert_eq!(sum(&rows), cents(shown), "{figure:?} is shown as {shown}: {rows:#?}");
        assert_eq!(cents(&view.total), cents(shown), "{figure:?}");
        let (whole, all) = self.every_row(figure, true).await;
        assert_eq!(sum(&all), cents(shown), "{figure:?} with everything: {all:#?}");
        assert_eq!((whole.settled_count, all.len() >= rows.len()), (0, true), "{figure:?}");
        assert!(all.iter().map(|row| &row.on).is_sorted(), "{figure:?} by day: {all:#?}");
        rows.iter().map(in_words).collect()
    }

    /// Holds every figure of the practice against its rows, and each row that is a figure of its own against that.
    pub async fn every_figure_adds_up(&self) {
        let summary = self.practice.billing_summary(self.now()).await.unwrap();
        let overdue = Figure::Due(DueOf { account: account(None, ""), age: Age::Overdue });
        for (figure, shown) in [
            (Figure::Owing(account(None, "")), &summary.outstanding),
            (overdue, &summary.overdue),
            (Figure::Credit(account(None, "")), &summary.credit),
            (Figure::Received(None), &summary.received_this_month),
        ] {
            self.adds_up(&figure, shown).await;
            for row in self.every_row(&figure, false).await.1 {
                self.adds_up(&row.figure.unwrap(), &row.amount).await;
            }
        }
        for balance in self.practice.list_balances(self.now()).await.unwrap() {
            let page = self.practice.client_page(balance.client_id, self.now()).await.unwrap();
            self.adds_up(&Figure::Owing(account(Some(page.id), "")), &page.owing).await;
            self.adds_up(&Figure::Credit(account(Some(page.id), "")), &page.credit).await;
        }
        self.aging_adds_up("").await;
        for credits_only in [false, true] {
            self.payment_report_adds_up(credits_only).await;
        }
    }

    /// Holds each total of the payment report against its rows.
    pub async fn payment_report_adds_up(&self, credits_only: bool) {
        let query = PaymentReportQuery { from: String::new(), to: String::new(), credits_only, page: 0 };
        let total = self.practice.payment_report(&query).await.unwrap().total;
        for (sum, shown) in [
            (ReportedSum::Amount, &total.amount),
            (ReportedSum::Created, &total.created),
            (ReportedSum::Applied, &total.applied),
            (ReportedSum::Returned, &total.returned),
            (ReportedSum::Current, &total.current),
        ] {
            self.adds_up(&Figure::Reported(ReportedOf { query: query.clone(), sum }), shown).await;
        }
    }

    /// Holds the positions of every client's account summary against their rows; gives those of the closing positions.
    pub async fn account_summaries_add_up(&self, from: &str, to: &str) -> Vec<String> {
        let mut closing = Vec::new();
        for balance in self.practice.list_balances(self.now()).await.unwrap() {
            let client_id = balance.client_id;
            let shown = self.practice.statement(client_id, from, to, self.now()).await.unwrap();
            let from = (!from.is_empty()).then(|| from.parse().unwrap());
            let of = StatementOf { client_id, from, to: to.parse().unwrap() };
            self.adds_up(&Figure::Opening(of), &shown.opening).await;
            self.adds_up(&Figure::SummaryOwing(of), &shown.owing).await;
            self.adds_up(&Figure::SummaryCredit(of), &shown.credit).await;
            closing.extend(self.adds_up(&Figure::Closing(of), &shown.closing).await);
        }
        closing
    }

    /// Holds the figures of each invoice, payment, credit and credit note against their rows.
    pub async fn every_document_adds_up(&self) {
        for row in self.all_invoices().await {
            let page = self.practice.invoice_page(row.id, self.now()).await.unwrap();
            self.adds_up(&Figure::Outstanding(row.id), &page.outstanding).await;
            self.adds_up(&Figure::Applied(row.id), &page.applied).await;
            self.adds_up(&Figure::WrittenOff(row.id), &page.written_off).await;
            self.lines_add_up(LinedDocument::Invoice(row.id), &page.priced).await;
        }
        for row in self.all_payments().await {
            let page = self.practice.payment_page(row.id).await.unwrap();
            self.adds_up(&Figure::Remaining(row.id.into()), &page.remaining).await;
            self.uses_add_up(row.id.into(), [&page.applied, &page.refunded, &page.transferred]).await;
        }
        for row in self.all_credits().await.into_iter().filter(|row| row.source.kind != SourceKindView::Payment) {
            self.adds_up(&Figure::Remaining(row.source.id), &row.remaining).await;
            self.uses_add_up(row.source.id, [&row.applied, &row.refunded, &row.transferred]).await;
            if let SourceKindView::CreditNote = row.source.kind {
                let id = row.source.id.get().into();
                let note = self.practice.credit_note_page(id, self.now()).await.unwrap();
                let document = LinedDocument::CreditNote(id);
                for (sum, shown) in
                    [(LineSum::Net, &note.net), (LineSum::Taxes, &note.tax), (LineSum::Total, &note.row.amount)]
                {
                    self.adds_up(&Figure::Lines(LinesOf { document, sum }), shown).await;
                }
            }
        }
    }

    async fn lines_add_up(&self, document: LinedDocument, shown: &PricedView) {
        let discount = format!("-{}", shown.discount);
        let mut sums = vec![
            (LineSum::Subtotal, &shown.subtotal),
            (LineSum::Discount, &discount),
            (LineSum::Net, &shown.net),
            (LineSum::Taxes, &shown.tax),
            (LineSum::Total, &shown.total),
        ];
        sums.extend(shown.taxes.iter().zip(0..).map(|(tax, place)| (LineSum::Tax(place), &tax.tax)));
        for (sum, shown) in sums {
            self.adds_up(&Figure::Lines(LinesOf { document, sum }), shown).await;
        }
    }

    async fn uses_add_up(&self, source: SourceId, shown: [&String; 3]) {
        for (by, shown) in [UsedBy::Applied, UsedBy::Refunded, UsedBy::Transferred].into_iter().zip(shown) {
            self.adds_up(&Figure::Used(UsedOf { source, by }), shown).await;
        }
    }

    /// Holds the report of aging as of a day against its rows, column by column and client by client.
    pub async fn aging_adds_up(&self, as_of: &str) {
        let report = self.practice.aging(as_of, self.now()).await.unwrap();
        let clients = report.rows.iter().map(|row| (Some(row.client_id), &row.sums));
        for (client, sums) in clients.chain([(None, &report.total)]) {
            self.sums_add_up(client, as_of, sums).await;
        }
    }

    async fn sums_add_up(&self, client: Option<ClientId>, as_of: &str, sums: &AgingSums) {
        self.adds_up(&Figure::Owing(account(client, as_of)), &sums.owing).await;
        self.adds_up(&Figure::Credit(account(client, as_of)), &sums.unapplied).await;
        for (age, shown) in AGES.into_iter().zip(&sums.buckets) {
            self.adds_up(&Figure::Due(DueOf { account: account(client, as_of), age }), shown).await;
        }
    }
}

fn sum(rows: &[WhyRow]) -> i64 {
    rows.iter().map(|row| cents(&row.amount)).sum()
}

/// `2026-03-02 INV-00001 was issued. 100.00`, with the act where one is named.
fn in_words(row: &WhyRow) -> String {
    let sentence: String = row.sentence.iter().map(|part| part.text.as_str()).collect();
    let act = if row.act.is_empty() { String::new() } else { format!(" ({})", row.act) };
    format!("{} {sentence}{act} {}", row.on, row.amount).trim_start().to_owned()
}
