//! Clients: names, addresses, agreed fees.

use billing::{Invoicing, Money, day_in_words};
use chrono::NaiveDate;

use super::{FileReader, RowReader, Spoiled};
use crate::import::{
    Problem,
    cells::{invoicing, is_archived, shorten},
    fields::Field,
};

/// What follows a comma without being a first name.
const SUFFIXES: [&str; 17] =
    ["jr", "sr", "i", "ii", "iii", "iv", "v", "phd", "md", "lcsw", "lmft", "lpc", "psyd", "esq", "dds", "rn", "msw"];

/// A client as a file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientRow {
    /// The file's name.
    pub file: String,
    /// The row in the file.
    pub row: u32,
    /// Given name; empty only where there is a last name.
    pub first_name: String,
    /// Family name; empty only where there is a first name.
    pub last_name: String,
    /// Empty where there is none.
    pub email: String,
    /// As written.
    pub phone: String,
    /// Street and number, may have several lines.
    pub address: String,
    /// Town.
    pub city: String,
    /// State or province.
    pub state: String,
    /// Postal code.
    pub zip: String,
    /// Country.
    pub country: String,
    /// Day of birth.
    pub born_on: Option<NaiveDate>,
    /// When invoices are made, where not as the practice does.
    pub invoicing: Option<Invoicing>,
    /// No longer comes.
    pub archived: bool,
    /// What was agreed instead of the service's fee.
    pub agreed_fee: Option<Money>,
    /// Remarks.
    pub notes: String,
}

impl ClientRow {
    /// Whether both rows say the same of the same client.
    pub(in crate::import) fn says_the_same_as(&self, other: &Self) -> bool {
        Self { file: other.file.clone(), row: other.row, ..self.clone() } == *other
    }
}

/// First and last name, and e-mail, of a row that has an error.
pub(in crate::import) type ClientKey = (String, String, String);

pub(in crate::import) fn read(
    reader: &FileReader<'_>,
    problems: &mut Vec<Problem>,
    spoiled: &mut Vec<Spoiled<ClientKey>>,
) -> Vec<ClientRow> {
    reader.rows(problems, |row| {
        let client = client(row);
        if row.failed() {
            let key = (client.first_name, client.last_name, client.email);
            spoiled.push(Spoiled { file: client.file, row: client.row, key });
            return None;
        }
        Some(client)
    })
}

fn client(row: &mut RowReader<'_>) -> ClientRow {
    let (first_name, last_name) = name(row);
    let born_on = row.day(Field::BirthDate);
    if let Some(day) = born_on.filter(|day| *day > row.rules().today) {
        row.error(Field::BirthDate, format!("The date of birth, {}, is after today. Correct it.", day_in_words(day)));
    }
    ClientRow {
        file: row.file().to_owned(),
        row: row.number(),
        first_name,
        last_name,
        email: row.email(Field::Email),
        phone: row.line(Field::Phone),
        address: row.note(Field::Address),
        city: row.line(Field::City),
        state: row.line(Field::State),
        zip: row.line(Field::Zip),
        country: row.line(Field::Country),
        born_on,
        invoicing: row.optional(Field::Invoicing, invoicing).flatten(),
        archived: row.optional(Field::Status, is_archived).unwrap_or(false),
        agreed_fee: row.money(Field::Fee),
        notes: row.note(Field::Notes),
    }
}

fn name(row: &mut RowReader<'_>) -> (String, String) {
    let (first, last) = (row.line(Field::FirstName), row.line(Field::LastName));
    if !first.is_empty() || !last.is_empty() {
        if first.is_empty() || last.is_empty() {
            let (known, field, lacking) =
                if last.is_empty() { (&first, Field::LastName, "last") } else { (&last, Field::FirstName, "first") };
            row.warning(
                field,
                format!("“{}” has no {lacking} name. The client is kept under this one.", shorten(known)),
            );
        }
        return (first, last);
    }
    let full = row.line(Field::FullName);
    if full.is_empty() {
        let field = if row.cell(Field::FullName).is_empty() { Field::FirstName } else { Field::FullName };
        row.error(field, "The row has no name. Fill it in.");
        return (first, last);
    }
    let (first, last) = split_name(&full);
    let words = full.split_whitespace().count();
    if last.is_empty() {
        row.warning(Field::FullName, format!("“{}” is one word. It is kept as the first name.", shorten(&full)));
    } else if words != 2 || full.contains(',') {
        let (full, shown_first, shown_last) = (shorten(&full), shorten(&first), shorten(&last));
        let message = format!("“{full}” is read as first name “{shown_first}” and last name “{shown_last}”.");
        row.warning(Field::FullName, message);
    }
    (first, last)
}

/// First and last name of a full one: “Doe, Jane” and “Jane Doe” are the same, “Baker, Jr.” is a last name.
fn split_name(full: &str) -> (String, String) {
    let full = full.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((last, first)) = flipped(&full) {
        return (first, last);
    }
    match full.split_once(' ') {
        Some((first, last)) => (first.to_owned(), last.to_owned()),
        None => (full, String::new()),
    }
}

/// Last and first name of “Doe, Jane”; `None` where the comma means something else.
pub(in crate::import) fn flipped(full: &str) -> Option<(String, String)> {
    let (last, first) = full.split_once(',')?;
    let (last, first) = (last.trim(), first.trim());
    let letters: String = first.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let suffix = SUFFIXES.contains(&letters.as_str());
    (!last.is_empty() && !first.is_empty() && !suffix).then(|| (last.to_owned(), first.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names_are_split_sensibly() {
        for (full, first, last) in [
            ("Doe, Jane", "Jane", "Doe"),
            ("Jane Doe", "Jane", "Doe"),
            ("Prince", "Prince", ""),
            ("Thomas Baker, Jr.", "Thomas", "Baker, Jr."),
            ("Tess  van der Berg", "Tess", "van der Berg"),
            ("Ní Bhriain, Aoife", "Aoife", "Ní Bhriain"),
            ("נור חדאד", "נור", "חדאד"),
            ("Doe,", "Doe,", ""),
        ] {
            assert_eq!(split_name(full), (first.to_owned(), last.to_owned()), "{full}");
        }
    }
}
