//! The first sheet of an .xlsx or .ods workbook as rows of text.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, Xlsx};

use super::table::{FileError, MOST_COLUMNS, MOST_ROWS, Row};

/// The rows of the workbook's first sheet, counted as the spreadsheet program counts them.
///
/// # Errors
/// [`FileError::Workbook`] if it cannot be opened, [`FileError::TooManyRows`] if it is too long.
pub(super) fn rows(file: &str, bytes: &[u8]) -> Result<Vec<Row>, FileError> {
    let damaged = || FileError::Workbook { file: file.to_owned() };
    // The reader of a foreign format may fail on damaged input by a panic; that must not end the program.
    let cells = catch_unwind(AssertUnwindSafe(|| xlsx(bytes).or_else(|| ods(bytes))));
    let cells = cells.ok().flatten().ok_or_else(damaged)?;
    let mut rows: Vec<Row> = Vec::new();
    for cell in cells {
        if rows.last().is_none_or(|row| row.number != cell.row) {
            if rows.len() >= MOST_ROWS {
                return Err(FileError::TooManyRows { file: file.to_owned() });
            }
            rows.push(Row { number: cell.row, cells: Vec::new() });
        }
        if let Some(row) = rows.last_mut() {
            row.cells.resize(row.cells.len().max(cell.column + 1), String::new());
            if let Some(place) = row.cells.get_mut(cell.column) {
                *place = cell.text;
            }
        }
    }
    Ok(rows)
}

struct Cell {
    row: u32,
    column: usize,
    text: String,
}

fn cell(row: u32, column: u32, text: String) -> Option<Cell> {
    let column = usize::try_from(column).ok().filter(|column| *column < MOST_COLUMNS)?;
    (!text.is_empty()).then(|| Cell { row: row.saturating_add(1), column, text })
}

/// Cell by cell, because a sheet with one cell in its last corner would not fit in memory as a grid.
fn xlsx(bytes: &[u8]) -> Option<Vec<Cell>> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).ok()?;
    let sheet = workbook.sheet_names().first()?.clone();
    let mut reader = workbook.worksheet_cells_reader(&sheet).ok()?;
    let mut cells = Vec::new();
    while let Some(next) = reader.next_cell().ok()? {
        let (row, column) = next.get_position();
        let text = match next.get_value() {
            DataRef::SharedString(text) => (*text).to_owned(),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
            DataRef::Int(number) => number.to_string(),
            DataRef::Float(number) => decimal(*number),
            DataRef::Bool(yes) => yes.to_string(),
            DataRef::DateTime(moment) => day_and_time(moment),
            DataRef::Error(error) => error.to_string(),
            DataRef::Empty => String::new(),
        };
        cells.extend(cell(row, column, text));
    }
    Some(cells)
}

fn ods(bytes: &[u8]) -> Option<Vec<Cell>> {
    let mut workbook: Ods<_> = Ods::new(Cursor::new(bytes)).ok()?;
    let range = workbook.worksheet_range_at(0)?.ok()?;
    let (top, left) = range.start().unwrap_or_default();
    let used = range.used_cells().filter_map(|(row, column, value)| {
        let text = match value {
            Data::String(text) | Data::DateTimeIso(text) => text.clone(),
            Data::DurationIso(text) => time_of_duration(text),
            Data::Int(number) => number.to_string(),
            Data::Float(number) => decimal(*number),
            Data::Bool(yes) => yes.to_string(),
            Data::DateTime(moment) => day_and_time(moment),
            Data::Error(error) => error.to_string(),
            Data::Empty => String::new(),
        };
        let at = |offset: usize, from: u32| u32::try_from(offset).ok()?.checked_add(from);
        cell(at(row, top)?, at(column, left)?, text)
    });
    Some(used.collect())
}

/// The number as the spreadsheet shows it: Excel keeps 15 significant digits, so 0.1 + 0.2 is 0.3.
fn decimal(number: f64) -> String {
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}

/// `2026-03-02`, `09:30`, or both, as far as the value has them.
fn day_and_time(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    let (on, at) = (format!("{year:04}-{month:02}-{day:02}"), format!("{hour:02}:{minute:02}"));
    match (moment.as_f64() < 1.0, at == "00:00") {
        (true, _) => at,
        (false, true) => on,
        (false, false) => format!("{on} {at}"),
    }
}

/// OpenDocument keeps the time of day as a duration, such as `PT09H30M00S`.
fn time_of_duration(text: &str) -> String {
    let time = text.strip_prefix("PT").and_then(|rest| rest.split_once('H'));
    match time.and_then(|(hour, rest)| Some((hour, rest.split_once('M')?.0))) {
        Some((hour, minute)) => format!("{hour}:{minute}"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, bytes: &[u8], expected: &[&str]) {
        let rows = rows(file, bytes).unwrap();
        let shown: Vec<String> = rows.iter().map(|row| format!("{}:{}", row.number, row.cells.join("|"))).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn an_excel_workbook_reads_as_it_looks() {
        check(
            "payments.xlsx",
            include_bytes!("../../../../tests/data/workbooks/payments.xlsx"),
            &[
                "1:Client|Date|Amount|Method|Reference|Start",
                "2:Zoë Müller|2026-03-02|140|Card|0017|09:30",
                "4:נור, דנה|2026-03-09 14:15|24.9||17|14:00",
                "5:=1+1||0.3",
            ],
        );
    }

    #[test]
    fn an_open_document_reads_as_it_looks() {
        check(
            "payments.ods",
            include_bytes!("../../../../tests/data/workbooks/payments.ods"),
            &["1:Client|Date|Amount|Start", "2:Zoë Müller|2026-03-02|140|09:30"],
        );
    }

    #[test]
    fn a_workbook_cut_anywhere_is_refused_or_read() {
        let whole = include_bytes!("../../../../tests/data/workbooks/payments.xlsx");
        for length in (0..whole.len()).step_by(97) {
            let cut = rows("payments.xlsx", &whole[..length]);
            assert_eq!(cut, Err(FileError::Workbook { file: "payments.xlsx".to_owned() }), "{length}");
        }
    }
}
