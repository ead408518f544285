//! The bytes of one spreadsheet file as a table of text: encoding, separator and the rows as a person counts them.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::workbook;
use crate::formula;

/// The largest file that is read.
const MOST_BYTES: usize = 50 * 1024 * 1024;
/// The most rows that are taken from one file.
pub(super) const MOST_ROWS: usize = 200_000;
/// The most columns that are taken from one file.
pub(super) const MOST_COLUMNS: usize = 200;
/// A cell with more lines than this is a quotation mark that was never closed.
const MOST_LINES_IN_A_ROW: u64 = 200;

/// Why a file could not be read as a table at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Nothing in it.
    #[error("“{file}” is empty.")]
    Empty {
        /// The file's name.
        file: String,
    },
    /// More bytes than are read.
    #[error("“{file}” has {megabytes} MB; at most 50 MB are read. Split it into several files.")]
    TooLarge {
        /// The file's name.
        file: String,
        /// Its size.
        megabytes: usize,
    },
    /// More rows than are read.
    #[error("“{file}” has more than {MOST_ROWS} rows. Split it into several files.")]
    TooManyRows {
        /// The file's name.
        file: String,
    },
    /// A picture, a PDF, an old workbook, or other bytes that are not text.
    #[error("“{file}” is {what}, not a spreadsheet. Save the list as CSV or as an Excel workbook (.xlsx).")]
    NotASpreadsheet {
        /// The file's name.
        file: String,
        /// What it looks like, such as “a PDF document”.
        what: &'static str,
    },
    /// A workbook that is damaged or protected by a password.
    #[error("“{file}” could not be opened as a workbook. It may be damaged or have a password. Save it as CSV.")]
    Workbook {
        /// The file's name.
        file: String,
    },
    /// A quotation mark that is opened and not closed.
    #[error("In “{file}”, row {row} opens a quotation mark that is not closed. Close or remove it.")]
    OpenQuote {
        /// The file's name.
        file: String,
        /// The row in which it stands.
        row: u32,
    },
}

/// One row with its cells, counted as a spreadsheet counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The row's number; the first row of the file is 1.
    pub number: u32,
    /// Its cells as text, as long as the row is.
    pub cells: Vec<String>,
}

/// A spreadsheet file read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file's name, without a folder.
    pub file: String,
    /// The headings: the first row that is not empty.
    pub header: Vec<String>,
    /// The rows below the headings; empty ones are among them, except at the end.
    pub rows: Vec<Row>,
    /// How the text was encoded, in words; `None` for workbooks.
    pub encoding: Option<&'static str>,
    /// What stands between the cells; `None` for workbooks.
    pub separator: Option<char>,
    /// Whether the encoding is a guess, because the file is not Unicode.
    pub encoding_guessed: bool,
}

impl Table {
    /// Reads `bytes` of the file called `file`: CSV in any usual encoding and separator, or an .xlsx or .ods workbook.
    ///
    /// # Errors
    /// A [`FileError`] when there is no table in it.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, FileError> {
        let name = || file.to_owned();
        if bytes.len() > MOST_BYTES {
            return Err(FileError::TooLarge { file: name(), megabytes: bytes.len() / (1024 * 1024) });
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return Self::from_rows(file, workbook::rows(file, bytes)?);
        }
        let text = decode(bytes).ok_or_else(|| FileError::NotASpreadsheet { file: name(), what: looks_like(bytes) })?;
        let (separator, body, skipped) = separator(&text.text);
        let rows = split(file, body, separator, skipped)?;
        Ok(Self {
            encoding: Some(text.encoding),
            encoding_guessed: text.guessed,
            separator: Some(char::from(separator)),
            ..Self::from_rows(file, rows)?
        })
    }

    fn from_rows(file: &str, rows: Vec<Row>) -> Result<Self, FileError> {
        let mut rows: Vec<Row> = rows.into_iter().skip_while(Row::is_empty).collect();
        while rows.last().is_some_and(Row::is_empty) {
            rows.pop();
        }
        let mut rows = rows.into_iter();
        let header = rows.next().ok_or_else(|| FileError::Empty { file: file.to_owned() })?;
        let header = header.cells.iter().map(|cell| cell.trim().to_owned()).collect();
        Ok(Self {
            file: file.to_owned(),
            header,
            rows: rows.collect(),
            encoding: None,
            encoding_guessed: false,
            separator: None,
        })
    }
}

impl Row {
    /// Whether no cell says anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

struct Decoded {
    text: String,
    encoding: &'static str,
    guessed: bool,
}

/// The text with line ends as `\n`, ending in one; `None` if the bytes are not text.
fn decode(bytes: &[u8]) -> Option<Decoded> {
    let (encoding, guessed) = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => (encoding, false),
        None if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) => (UTF_8, false),
        None => match utf_16_without_mark(bytes) {
            Some(encoding) => (encoding, false),
            None if bytes.contains(&0) => return None,
            None => (guess(bytes), true),
        },
    };
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    let strange = text.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')).count();
    if text.contains('\0') || strange.saturating_mul(50) > text.chars().count() {
        return None;
    }
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n');
    Some(Decoded { text, encoding: encoding.name(), guessed })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Text of mostly Latin letters in UTF-16 has a zero in every other byte.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(512))?;
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let most = head.len() / 4;
    match (zeros(0), zeros(1)) {
        (0, low) if low > most => Some(UTF_16LE),
        (high, 0) if high > most => Some(UTF_16BE),
        _ => None,
    }
}

fn looks_like(bytes: &[u8]) -> &'static str {
    const SIGNS: [(&[u8], &str); 6] = [
        (b"%PDF", "a PDF document"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
        (b"\xD0\xCF\x11\xE0", "a workbook of an old Excel (.xls) or one with a password"),
        (b"SQLite format 3", "a database"),
    ];
    SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)).map_or("not text", |(_, what)| what)
}

/// The separator, the text without Excel's `sep=` line, and how many rows that line took.
fn separator(text: &str) -> (u8, &str, u32) {
    if let Some((first, rest)) = text.split_once('\n')
        && let Some(&[separator]) = first.strip_prefix("sep=").map(str::as_bytes)
    {
        return (separator, rest, 1);
    }
    let candidates = [b'|', b'\t', b';', b','].into_iter().map(|candidate| (fit(text, candidate), candidate));
    let best = candidates.filter(|((cells, _), _)| *cells > 1).max_by_key(|(fit, _)| *fit);
    (best.map_or(b',', |(_, separator)| separator), text, 0)
}

/// How well `separator` explains the head of the text: cells in the heading, then rows of the same length.
fn fit(text: &str, separator: u8) -> (usize, usize) {
    const LOOKED_AT: usize = 30;
    let mut rows = reader(separator).from_reader(text.as_bytes()).into_records().map_while(Result::ok);
    let Some(header) = rows.find(|row| row.iter().any(|cell| !cell.trim().is_empty())) else { return (0, 0) };
    (header.len(), rows.take(LOOKED_AT).filter(|row| row.len() == header.len()).count())
}

fn reader(separator: u8) -> csv::ReaderBuilder {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(separator);
    builder
}

fn split(file: &str, text: &str, separator: u8, skipped: u32) -> Result<Vec<Row>, FileError> {
    let mut reader = reader(separator).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut rows = Vec::new();
    let mut number = skipped;
    let mut open = false;
    loop {
        let from = reader.position().line();
        // The text is valid UTF-8 and rows may differ in length, so the only end is the end.
        if !reader.read_record(&mut record).unwrap_or(false) {
            return if open { Err(FileError::OpenQuote { file: file.to_owned(), row: number }) } else { Ok(rows) };
        }
        // The text ends in a line end; only an open quotation mark takes that into a cell.
        open = record.iter().next_back().is_some_and(|last| last.ends_with('\n')) && !text.trim_end().ends_with('"');
        let lines = reader.position().line().saturating_sub(from);
        let inside: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        let inside = u64::try_from(inside).unwrap_or(u64::MAX);
        // The reader skips blank lines; a spreadsheet counts them.
        let blank = lines.saturating_sub(1).saturating_sub(inside);
        number = number.saturating_add(u32::try_from(blank).unwrap_or(u32::MAX)).saturating_add(1);
        if inside > MOST_LINES_IN_A_ROW {
            return Err(FileError::OpenQuote { file: file.to_owned(), row: number });
        }
        if rows.len() >= MOST_ROWS {
            return Err(FileError::TooManyRows { file: file.to_owned() });
        }
        let cells = record.iter().take(MOST_COLUMNS).map(|cell| formula::unguarded(cell).to_owned()).collect();
        rows.push(Row { number, cells });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        let shown = match Table::read("list.csv", bytes) {
            Ok(table) => {
                let row = |row: &Row| format!("{}:{}", row.number, row.cells.join("|"));
                let rows: Vec<String> = table.rows.iter().map(row).collect();
                format!("{} / {}", table.header.join("|"), rows.join(" / "))
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn separators_are_told_apart() {
        check(b"Name,Fee\nAnn,12.50\n", "Name|Fee / 2:Ann|12.50");
        check(b"Name;Fee\nAnn;12,50\nBob;13,00\n", "Name|Fee / 2:Ann|12,50 / 3:Bob|13,00");
        check(b"Name\tFee\nAnn, Jr.\t1\n", "Name|Fee / 2:Ann, Jr.|1");
        check(b"sep=;\nName;Fee\nAnn;1", "Name|Fee / 3:Ann|1");
        check(b"Name\nAnn", "Name / 2:Ann");
    }

    #[test]
    fn encodings_are_told_apart() {
        check("\u{feff}Name,Fee\r\nZoë,1\r\n".as_bytes(), "Name|Fee / 2:Zoë|1");
        check(b"Name;Mail\nJos\xe9;a\nGro\xdf;b\n", "Name|Mail / 2:José|a / 3:Groß|b");
        let wide: Vec<u8> = "Name,Fee\nZoë,1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&wide, "Name|Fee / 2:Zoë|1");
        check(&[b"\xff\xfe".to_vec(), wide].concat(), "Name|Fee / 2:Zoë|1");
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts() {
        check(b"\n\nName,Fee\n\nAnn,1\n\n\nBob,2", "Name|Fee / 5:Ann|1 / 8:Bob|2");
        check(b"Name,Note\r\nAnn,\"one\r\ntwo\"\r\n\r\nBob,2\r\n,\r\n", "Name|Note / 2:Ann|one\ntwo / 4:Bob|2");
        check(b"Name\rAnn\rBob", "Name / 2:Ann / 3:Bob");
    }

    #[test]
    fn what_is_no_table_is_refused_in_words() {
        check(b"", "“list.csv” is empty.");
        check(b" \r\n,,\r\n", "“list.csv” is empty.");
        let not = "not a spreadsheet. Save the list as CSV or as an Excel workbook (.xlsx).";
        check(b"\x89PNG\r\n\x1a\n\0\0\0", &format!("“list.csv” is a picture, {not}"));
        check(b"%PDF-1.7\n\0\x01\x02\x03", &format!("“list.csv” is a PDF document, {not}"));
        check(
            b"PK\x03\x04 and nothing more",
            "“list.csv” could not be opened as a workbook. It may be damaged or have a password. Save it as CSV.",
        );
        check(
            b"Name,Note\nAnn,\"oh\nBob,x\n",
            "In “list.csv”, row 2 opens a quotation mark that is not closed. Close or remove it.",
        );
        check(b"Name,Note\nAnn,\"oh\n\"\n", "Name|Note / 2:Ann|oh\n");
        let open = format!("Name,Note\nAnn,\"oh\n{}", "Bob,x\n".repeat(300));
        check(open.as_bytes(), "In “list.csv”, row 2 opens a quotation mark that is not closed. Close or remove it.");
        check(
            &vec![b'x'; MOST_BYTES + 1],
            "“list.csv” has 50 MB; at most 50 MB are read. Split it into several files.",
        );
    }

    proptest! {
        #[test]
        fn any_bytes_end_in_a_table_or_a_sentence(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = Table::read("any", &bytes);
            let _ = Table::read("any", &[b"PK\x03\x04".to_vec(), bytes].concat());
        }
    }
}
