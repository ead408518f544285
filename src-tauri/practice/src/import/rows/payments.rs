//! Payments: who paid what, when and how.

use billing::{Money, check_amount, day_in_words};
use chrono::NaiveDate;

use super::{FileReader, Mention, RowReader};
use crate::import::{
    Problem,
    cells::{is_reversed, money},
    fields::Field,
};

/// A payment as a file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRow {
    /// The file's name.
    pub file: String,
    /// The row in the file.
    pub row: u32,
    /// Who paid.
    pub client: Mention,
    /// When it came in.
    pub received_on: NaiveDate,
    /// How much; above 0.
    pub amount: Money,
    /// By what method, as written; may be empty.
    pub method: String,
    /// Number of a cheque or transfer.
    pub reference: String,
    /// What is printed on the receipt.
    pub comment: String,
}

pub(in crate::import) fn read(reader: &FileReader<'_>, problems: &mut Vec<Problem>) -> Vec<PaymentRow> {
    reader.rows(problems, payment)
}

fn payment(row: &mut RowReader<'_>) -> Option<PaymentRow> {
    let (currency, comma, today) = (row.rules().currency, row.decimal_comma(), row.rules().today);
    let client = row.mention();
    if row.cell(Field::Date).is_empty() {
        row.error(Field::Date, "The row has no date. Fill it in.");
    }
    let received_on = row.day(Field::Date);
    if let Some(day) = received_on.filter(|day| *day > today) {
        row.warning(Field::Date, format!("The payment of {} is dated after today.", day_in_words(day)));
    }
    let amount = row.needed(Field::Amount, |text| money(currency, text, comma));
    if let Some(Err(refused)) = amount.map(check_amount) {
        row.error(Field::Amount, refused.to_string());
    }
    let reversed = row.optional(Field::Status, is_reversed).unwrap_or(false);
    let (method, reference, comment) = (row.line(Field::Method), row.line(Field::Reference), row.note(Field::Comment));
    let payment = PaymentRow {
        file: row.file().to_owned(),
        row: row.number(),
        client: client?,
        received_on: received_on?,
        amount: amount?,
        method,
        reference,
        comment,
    };
    if row.failed() {
        return None;
    }
    if reversed {
        let (amount, day) = (payment.amount, day_in_words(payment.received_on));
        let message = format!("The payment of {amount} on {day} was reversed, so it is no money; the row is left out.");
        row.warning(Field::Status, message);
        return None;
    }
    Some(payment)
}
