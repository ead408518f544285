//! The totals of the payment report, a row for each payment.

use billing::Currency;
use sqlx::SqliteConnection;

use super::{Reason, Told};
use crate::{
    error::Error,
    names,
    payment_report::{self, Sums},
    sentence::Sentence,
    store::report::ReportedPayment,
    view::{Figure, ReportedOf, ReportedSum, SourceKindView},
};

/// One of the totals.
pub(super) async fn total(
    db: &mut SqliteConnection,
    of: &ReportedOf,
    currency: Currency,
    everything: bool,
) -> Result<Told, Error> {
    let payments = payment_report::list(db, &of.query, currency).await?;
    let count = payments.len();
    let reasons: Vec<Reason> = payments
        .into_iter()
        .filter_map(|(payment, sums)| {
            let minor = part(&sums, of.sum);
            (everything || minor != 0).then(|| reason(&payment, of.sum, minor))
        })
        .collect();
    let (title, meaning) = words(of.sum);
    Ok(Told {
        title: title.to_owned(),
        about: String::new(),
        meaning: meaning.to_owned(),
        settled: count - reasons.len(),
        reasons,
    })
}

fn part(sums: &Sums, sum: ReportedSum) -> i64 {
    match sum {
        ReportedSum::Amount => sums.amount,
        ReportedSum::Created => sums.made.created,
        ReportedSum::Applied => sums.made.applied,
        ReportedSum::Returned => sums.made.returned,
        ReportedSum::Current => sums.made.current,
    }
    .minor()
}

fn reason(payment: &ReportedPayment, sum: ReportedSum, minor: i64) -> Reason {
    let said = Sentence::default()
        .source(SourceKindView::Payment, payment.id.into(), &payment.number)
        .words(" of ")
        .client(payment.client_id, &names::full(&payment.first_name, &payment.last_name));
    let sentence = match sum {
        ReportedSum::Amount if minor == 0 => said.words(" was reversed"),
        ReportedSum::Amount => said.words(" was received"),
        ReportedSum::Created => said.words(" came to more than is where it was recorded for"),
        ReportedSum::Applied => said.words(" was put on other invoices"),
        ReportedSum::Returned => said.words(" was given back or moved"),
        ReportedSum::Current => said.words(" is used by nothing"),
    };
    Reason {
        on: Some(payment.received_on),
        sentence: sentence.end(),
        act: String::new(),
        minor,
        figure: (sum == ReportedSum::Current).then(|| Figure::Remaining(payment.id.into())),
    }
}

fn words(sum: ReportedSum) -> (&'static str, &'static str) {
    match sum {
        ReportedSum::Amount => ("Received", "The payments of the report. One that was reversed comes to nothing."),
        ReportedSum::Created => (
            "Credit created",
            "What of each payment is not on the invoices that it was recorded for. It stays as it is used.",
        ),
        ReportedSum::Applied => {
            ("Credit applied", "What of each payment is on other invoices than those it was recorded for.")
        }
        ReportedSum::Returned => {
            ("Given back or moved", "What of each payment went back to the client, or to a linked one.")
        }
        ReportedSum::Current => ("Current credit", "What of each payment is used by nothing."),
    }
}
