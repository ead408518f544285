//! Payments of a period, and which of them made credit (requirements B10).

use std::collections::BTreeMap;

use billing::{CreditMade, Currency, Money, OnInvoice, parse_day};
use sqlx::SqliteConnection;

use crate::{
    Practice,
    error::{Checks, Error},
    ids::{InvoiceId, PaymentId},
    names,
    store::{self, PAGE_ROWS, money, report::ReportedPayment},
    view::{PaymentReport, PaymentReportQuery, PaymentReportRow, PaymentReportSums},
};

impl Practice {
    /// The payments of a period with what of each became credit, and what became of that; one page, with the sums of all.
    ///
    /// # Errors
    /// Days that do not exist.
    pub async fn payment_report(&self, query: &PaymentReportQuery) -> Result<PaymentReport, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let payments = list(&mut db, query, currency).await?;
        let mut total = Sums::none(currency);
        for (_, sums) in &payments {
            total = total.plus(sums);
        }
        let first = usize::try_from(query.page.saturating_mul(PAGE_ROWS)).unwrap_or(usize::MAX);
        let most = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
        Ok(PaymentReport {
            count: u32::try_from(payments.len()).unwrap_or(u32::MAX),
            rows: payments.iter().skip(first).take(most).map(|(payment, sums)| line(payment, sums)).collect(),
            total: total.shown(),
            page: query.page,
            page_size: PAGE_ROWS,
        })
    }
}

/// Every row of a report, for a file.
pub(crate) async fn list_lines(
    db: &mut SqliteConnection,
    query: &PaymentReportQuery,
    currency: Currency,
) -> Result<Vec<PaymentReportRow>, Error> {
    Ok(list(db, query, currency).await?.iter().map(|(payment, sums)| line(payment, sums)).collect())
}

/// What a payment came to, and what of it became credit.
pub(crate) struct Sums {
    pub amount: Money,
    pub made: CreditMade,
}

impl Sums {
    fn none(currency: Currency) -> Self {
        let none = currency.zero();
        Self { amount: none, made: CreditMade { created: none, applied: none, returned: none, current: none } }
    }

    fn plus(&self, other: &Self) -> Self {
        let (one, two) = (self.made, other.made);
        Self {
            amount: self.amount.plus(other.amount),
            made: CreditMade {
                created: one.created.plus(two.created),
                applied: one.applied.plus(two.applied),
                returned: one.returned.plus(two.returned),
                current: one.current.plus(two.current),
            },
        }
    }

    fn shown(&self) -> PaymentReportSums {
        PaymentReportSums {
            amount: self.amount.to_string(),
            created: self.made.created.to_string(),
            applied: self.made.applied.to_string(),
            returned: self.made.returned.to_string(),
            current: self.made.current.to_string(),
        }
    }
}

/// The payments of a report, with what of each became credit.
pub(crate) async fn list(
    db: &mut SqliteConnection,
    query: &PaymentReportQuery,
    currency: Currency,
) -> Result<Vec<(ReportedPayment, Sums)>, Error> {
    let mut checks = Checks::default();
    let mut day = |name: &'static str, typed: &str| {
        if typed.trim().is_empty() { Some(None) } else { checks.take(name, parse_day(typed)).map(Some) }
    };
    let days = day("from", &query.from).zip(day("to", &query.to));
    let (from, to) = checks.ready(days)?;
    let mut used: BTreeMap<PaymentId, BTreeMap<InvoiceId, OnInvoice>> = BTreeMap::new();
    for row in store::report::list_payment_uses(db).await? {
        let invoice = used.entry(row.payment_id).or_default().entry(row.invoice_id).or_default();
        if row.recorded {
            invoice.recorded += row.amount_minor;
        } else {
            invoice.later.push(row.amount_minor);
        }
    }
    let mut found = Vec::new();
    for payment in store::report::list_payments(db, from, to).await? {
        let invoices: Vec<OnInvoice> = used.remove(&payment.id).unwrap_or_default().into_values().collect();
        let amount = money(currency, payment.amount_minor)?;
        let made = CreditMade::of(amount, money(currency, payment.paid_out_minor)?, &invoices);
        if !query.credits_only || !made.created.is_zero() {
            found.push((payment, Sums { amount, made }));
        }
    }
    Ok(found)
}

fn line(payment: &ReportedPayment, sums: &Sums) -> PaymentReportRow {
    PaymentReportRow {
        id: payment.id,
        number: payment.number.clone(),
        client_id: payment.client_id,
        client_name: names::full(&payment.first_name, &payment.last_name),
        received_on: payment.received_on.to_string(),
        method: payment.method.clone(),
        sums: sums.shown(),
    }
}
