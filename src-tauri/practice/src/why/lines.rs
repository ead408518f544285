//! What the lines of a document come to, a row for each line.

use billing::{Currency, Quantity};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::{Reason, Told};
use crate::{
    error::Error,
    ids::{CreditNoteId, InvoiceId},
    invoice::stored_price,
    sentence::Sentence,
    store::{self, stored},
    view::{LineSum, LinedDocument, LinesOf},
};

/// One of the sums over the lines; a line that adds nothing to it is left out.
pub(super) async fn sum(db: &mut SqliteConnection, of: LinesOf, currency: Currency) -> Result<Told, Error> {
    match of.document {
        LinedDocument::Invoice(id) => of_invoice(db, id, of.sum, currency).await,
        LinedDocument::CreditNote(id) => of_note(db, id, of.sum).await,
    }
}

async fn of_invoice(db: &mut SqliteConnection, id: InvoiceId, sum: LineSum, currency: Currency) -> Result<Told, Error> {
    let row = store::invoice::load(db, id).await?;
    let lines = store::invoice::list_lines(db, row.version_id).await?;
    let priced = stored_price(&row, &lines, currency)?;
    let mut reasons = Vec::with_capacity(lines.len());
    for (line, price) in lines.iter().zip(&priced.lines) {
        let minor = match sum {
            LineSum::Subtotal => price.base.minor(),
            LineSum::Discount => -price.document_discount.minor(),
            LineSum::Net => price.net.minor(),
            LineSum::Tax(place) => {
                let wanted = usize::try_from(place).ok().and_then(|place| priced.taxes.get(place));
                let same = |tax: &&billing::TaxAmount| {
                    wanted.is_some_and(|of| (&of.name, of.rate, of.included) == (&tax.name, tax.rate, tax.included))
                };
                price.taxes.iter().filter(same).map(|tax| tax.tax.minor()).sum()
            }
            LineSum::Taxes => price.tax.minor(),
            LineSum::Total => price.total.minor(),
        };
        reasons.extend(reason(line.service_on, line.quantity_thousandths, &line.description, minor)?);
    }
    let tax = match sum {
        LineSum::Tax(place) => usize::try_from(place).ok().and_then(|place| priced.taxes.get(place)),
        _ => None,
    };
    Ok(told(row.number, sum, tax.map(|tax| format!("{} {}", tax.name, tax.rate)), reasons))
}

async fn of_note(db: &mut SqliteConnection, id: CreditNoteId, sum: LineSum) -> Result<Told, Error> {
    let number = store::credit_note::load(db, id).await?.number;
    let mut reasons = Vec::new();
    for line in store::credit_note::list_lines(db, id).await? {
        let minor = match sum {
            LineSum::Discount => 0,
            LineSum::Subtotal | LineSum::Net => line.net_minor,
            LineSum::Tax(_) | LineSum::Taxes => line.tax_minor,
            LineSum::Total => line.net_minor + line.tax_minor,
        };
        reasons.extend(reason(None, line.quantity_thousandths, &line.description, minor)?);
    }
    Ok(told(number, sum, None, reasons))
}

fn reason(on: Option<NaiveDate>, thousandths: i64, description: &str, minor: i64) -> Result<Option<Reason>, Error> {
    if minor == 0 {
        return Ok(None);
    }
    let begun = Sentence::default();
    let begun = if thousandths == 0 {
        begun
    } else {
        let quantity = stored(Quantity::from_thousandths(thousandths), "quantity")?;
        begun.words(&format!("{quantity} × "))
    };
    let sentence = begun.words(description).end();
    Ok(Some(Reason { on, sentence, act: String::new(), minor, figure: None }))
}

fn told(number: String, sum: LineSum, tax: Option<String>, mut reasons: Vec<Reason>) -> Told {
    reasons.sort_by_key(|reason| reason.on);
    let (title, meaning) = match sum {
        LineSum::Subtotal => ("Subtotal", "What each line comes to after its own discount."),
        LineSum::Discount => ("Discount", "The discount on the whole invoice, shared out over its lines."),
        LineSum::Net => ("Net", "What each line comes to after all discounts and before tax."),
        LineSum::Tax(_) | LineSum::Taxes => ("Tax", "The tax of each line."),
        LineSum::Total => ("Total", "What each line comes to after all discounts and with its tax."),
    };
    Told {
        title: tax.unwrap_or_else(|| title.to_owned()),
        about: number,
        meaning: meaning.to_owned(),
        reasons,
        settled: 0,
    }
}
