//! The rows of each kind of file, cell by cell, with what is wrong or doubtful in them.

mod clients;
mod payments;
mod products;
mod services;
mod sessions;

use billing::Currency;
use chrono::NaiveDate;

pub use clients::ClientRow;
pub use payments::PaymentRow;
pub use products::ProductRow;
pub use services::ServiceRow;
pub use sessions::SessionRow;

pub(super) use clients::{ClientKey, flipped, read as clients};
pub(super) use payments::read as payments;
pub(super) use products::read as products;
pub(super) use services::{ServiceKey, read as services};
pub(super) use sessions::read as sessions;

use super::{
    Problem,
    cells::{CellError, DateReader, is_email, money, shorten, split_time},
    columns::Mapping,
    fields::Field,
    table::{Row, Table},
};
use crate::formula;

/// The most characters of a name, an address line, a code or a reference.
const MOST_IN_LINE: usize = 200;
/// The most characters of a note.
const MOST_IN_NOTE: usize = 10_000;
/// How many rows of a guessed encoding are shown for a look, one by one.
const GUESSED_SHOWN: usize = 20;

/// A row of a file that names a client.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mention {
    /// The name, as the file has it; may be empty where there is an e-mail.
    pub name: String,
    /// The client's e-mail; may be empty.
    pub email: String,
}

/// A row that was not understood, and what it would have been called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spoiled<K> {
    pub(super) file: String,
    pub(super) row: u32,
    pub(super) key: K,
}

/// What a person's choices and the practice's settings say about every file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// The practice's currency.
    pub currency: Currency,
    /// The practice's time zone.
    pub time_zone: chrono_tz::Tz,
    /// Today.
    pub today: NaiveDate,
}

/// How the days of one column are read.
struct DateColumn {
    field: Field,
    reader: DateReader,
    /// The first row whose day may be meant the other way round; one warning is enough for a column.
    first_doubt: Option<u32>,
}

/// Reads the rows of one table in turn.
pub(super) struct FileReader<'a> {
    pub(super) table: &'a Table,
    pub(super) mapping: &'a Mapping,
    pub(super) rules: &'a Rules,
    dates: Vec<DateColumn>,
}

impl<'a> FileReader<'a> {
    pub(super) fn new(table: &'a Table, mapping: &'a Mapping, rules: &'a Rules) -> Self {
        let dates = [Field::Date, Field::BirthDate].into_iter().filter_map(|field| {
            let column = mapping.column(field)?;
            let cells = || table.rows.iter().filter_map(move |row| Some((row.number, row.cells.get(column)?.trim())));
            let reader = DateReader::for_column(cells().map(|(_, cell)| cell), mapping.date_order, rules.currency);
            let first_doubt = cells().find(|(_, cell)| reader.doubt(split_time(cell).0).is_some()).map(|(row, _)| row);
            Some(DateColumn { field, reader, first_doubt })
        });
        Self { table, mapping, rules, dates: dates.collect() }
    }

    /// Reads every row that is not empty by `read`, which gets a reader of its cells.
    pub(super) fn rows<T>(
        &self,
        problems: &mut Vec<Problem>,
        mut read: impl FnMut(&mut RowReader<'_>) -> Option<T>,
    ) -> Vec<T> {
        let mut guessed = 0;
        let mut read_rows = Vec::new();
        for row in &self.table.rows {
            if row.is_empty() {
                problems.push(Problem::warning(&self.table.file, row.number, "The row is empty and is left out."));
                continue;
            }
            if self.table.encoding_guessed && !row.cells.iter().all(|cell| cell.is_ascii()) {
                guessed += 1;
                problems.extend(self.letters(row, guessed));
            }
            let mut reader = RowReader { of: self, row, problems: &mut *problems, failed: false };
            reader.check_length();
            read_rows.extend(read(&mut reader));
        }
        read_rows
    }

    fn letters(&self, row: &Row, nth: usize) -> Option<Problem> {
        let encoding = self.table.encoding.unwrap_or_default();
        let cell = row.cells.iter().find(|cell| !cell.is_ascii())?;
        let (file, cell) = (&self.table.file, shorten(cell));
        (nth <= GUESSED_SHOWN).then(|| {
            let message =
                format!("Read as “{cell}” from an older encoding ({encoding}). Check that the letters are right.");
            Problem::warning(file, row.number, message)
        })
    }
}

/// Reads the cells of one row and collects what is wrong with them.
pub(super) struct RowReader<'a> {
    of: &'a FileReader<'a>,
    row: &'a Row,
    problems: &'a mut Vec<Problem>,
    failed: bool,
}

impl RowReader<'_> {
    /// The row's number.
    pub(super) fn number(&self) -> u32 {
        self.row.number
    }

    /// The settings that hold for every file.
    pub(super) fn rules(&self) -> &Rules {
        self.of.rules
    }

    /// Whether an error was found in the row.
    pub(super) fn failed(&self) -> bool {
        self.failed
    }

    /// The name of the file.
    pub(super) fn file(&self) -> &str {
        &self.of.table.file
    }

    /// The cell of `field` without spaces around it; empty where there is none.
    pub(super) fn cell(&self, field: Field) -> &str {
        let column = self.of.mapping.column(field);
        column.and_then(|column| self.row.cells.get(column)).map_or("", |cell| cell.trim())
    }

    pub(super) fn error(&mut self, field: Field, message: impl Into<String>) {
        self.failed = true;
        let column = self.heading(field);
        self.problems.push(Problem { column, ..Problem::error(&self.of.table.file, self.row.number, message) });
    }

    pub(super) fn warning(&mut self, field: Field, message: impl Into<String>) {
        let column = self.heading(field);
        self.problems.push(Problem { column, ..Problem::warning(&self.of.table.file, self.row.number, message) });
    }

    /// What `parse` makes of the cell; `None` where it is empty or wrong.
    pub(super) fn optional<T>(&mut self, field: Field, parse: impl FnOnce(&str) -> Result<T, CellError>) -> Option<T> {
        let cell = self.cell(field);
        if cell.is_empty() {
            return None;
        }
        match parse(cell) {
            Ok(value) => Some(value),
            Err(error) => {
                self.error(field, error.to_string());
                None
            }
        }
    }

    /// The same, where an empty cell is an error too.
    pub(super) fn needed<T>(&mut self, field: Field, parse: impl FnOnce(&str) -> Result<T, CellError>) -> Option<T> {
        if self.cell(field).is_empty() {
            let label = field.label();
            self.error(field, format!("The row has no {}. Fill it in.", label.trim_start_matches("the ")));
            return None;
        }
        self.optional(field, parse)
    }

    /// A line of text; kept as it is even if a spreadsheet would take it for a formula.
    pub(super) fn line(&mut self, field: Field) -> String {
        if self.cell(field).contains('\n') {
            let shown = shorten(self.cell(field));
            self.error(
                field,
                format!("“{shown}” has several lines. Put it on one, or look for an open quotation mark."),
            );
        }
        self.text(field, MOST_IN_LINE)
    }

    /// A text of several lines.
    pub(super) fn note(&mut self, field: Field) -> String {
        self.text(field, MOST_IN_NOTE)
    }

    fn text(&mut self, field: Field, most: usize) -> String {
        let cell = self.cell(field).to_owned();
        let length = cell.chars().count();
        if length > most {
            let shown = shorten(&cell);
            self.error(field, format!("“{shown}” has {length} characters; at most {most} fit. Shorten it."));
        }
        let hidden = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
        if cell.contains(hidden) {
            let shown = shorten(&cell.replace(hidden, "�"));
            self.error(field, format!("“{shown}” has characters that cannot be printed. Remove them."));
        } else if formula::is_risky(&cell) {
            let shown = shorten(&cell);
            self.warning(field, format!("“{shown}” starts like a formula. It is kept as plain text."));
        }
        cell
    }

    /// An e-mail address, or nothing.
    pub(super) fn email(&mut self, field: Field) -> String {
        let check = |text: &str| {
            if is_email(text) { Ok(text.to_owned()) } else { Err(CellError::Email(shorten(text))) }
        };
        self.optional(field, check).unwrap_or_default()
    }

    /// A sum, or nothing.
    pub(super) fn money(&mut self, field: Field) -> Option<billing::Money> {
        let (currency, comma) = (self.rules().currency, self.decimal_comma());
        self.optional(field, |text| money(currency, text, comma))
    }

    /// Whether amounts of this file are written `12,50`.
    pub(super) fn decimal_comma(&self) -> bool {
        self.of.mapping.decimal_comma
    }

    /// A day, without the time that may stand behind it.
    pub(super) fn day(&mut self, field: Field) -> Option<NaiveDate> {
        let column = self.of.dates.iter().find(|column| column.field == field)?;
        let text = split_time(self.cell(field)).0.to_owned();
        let day = self.optional(field, |_| column.reader.read(&text))?;
        if let Some(doubt) = column.reader.doubt(&text).filter(|_| column.first_doubt == Some(self.number())) {
            self.warning(field, doubt);
        }
        Some(day)
    }

    /// Who the row is about.
    pub(super) fn mention(&mut self) -> Option<Mention> {
        let email = self.email(Field::ClientEmail);
        let name = self.cell(Field::Client).to_owned();
        if name.is_empty() && email.is_empty() {
            self.error(Field::Client, "The row names no client. Fill in the client.");
            return None;
        }
        Some(Mention { name, email })
    }

    fn check_length(&mut self) {
        let columns = self.of.table.header.len();
        let used = self.row.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
        if used > columns {
            self.failed = true;
            let message = format!(
                "The row has {used} cells, but there are {columns} headings. Put a value with the separator in it, \
                 such as 12,50, in quotation marks or write it 12.50."
            );
            self.problems.push(Problem::error(&self.of.table.file, self.row.number, message));
        }
    }

    fn heading(&self, field: Field) -> Option<String> {
        self.of.table.header.get(self.of.mapping.column(field)?).cloned()
    }
}
