//! Lists as CSV: UTF-8 with a byte-order mark so that Excel reads it right, and nothing that a spreadsheet would run.

use crate::formula;

/// A list being written as CSV, row by row.
#[derive(Debug)]
pub struct CsvList {
    writer: csv::Writer<Vec<u8>>,
}

impl CsvList {
    /// A list with these headings.
    ///
    /// # Errors
    /// See [`CsvList::row`].
    pub fn new<'a>(headings: impl IntoIterator<Item = &'a str>) -> Result<Self, csv::Error> {
        let mut list =
            Self { writer: csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".into()) };
        list.row(headings)?;
        Ok(list)
    }

    /// Adds a row; text that starts with a formula sign gets an apostrophe in front.
    ///
    /// # Errors
    /// If the row has not as many cells as there are headings.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> Result<(), csv::Error> {
        self.writer.write_record(cells.into_iter().map(|cell| formula::guarded(cell).into_owned()))
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// None that can happen in memory; the writer's signature has one.
    pub fn finish(self) -> Result<Vec<u8>, csv::Error> {
        self.writer.into_inner().map_err(|error| error.into_error().into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::import::Table;

    fn written(rows: &[[&str; 2]]) -> Vec<u8> {
        let mut list = CsvList::new(["Name", "Note"]).unwrap();
        for row in rows {
            list.row(*row).unwrap();
        }
        list.finish().unwrap()
    }

    #[test]
    fn a_list_opens_right_in_a_spreadsheet() {
        let bytes = written(&[["Thomas \"Tom\" Baker, Jr.", "=1+1"], ["نور", "-12.50"]]);
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, "\u{feff}Name,Note\r\n\"Thomas \"\"Tom\"\" Baker, Jr.\",'=1+1\r\nنور,-12.50\r\n");
    }

    #[test]
    fn a_row_of_another_length_is_refused() {
        let mut list = CsvList::new(["Name", "Note"]).unwrap();
        assert!(list.row(["only one"]).is_err());
    }

    fn nasty() -> impl Strategy<Value = String> {
        prop_oneof![
            "[=+@\t,;\"'\n|a-z-]{1,12}",
            Just("=HYPERLINK(\"http://x.example\",\"'\")".to_owned()),
            Just("לוי, דנה \u{202e}🧑‍🦰".to_owned()),
            Just("two\n\nlines; \"quoted\"".to_owned()),
            "\\PC{1,20}",
        ]
        .prop_filter("an empty row is no row", |text| !text.trim().is_empty())
    }

    proptest! {
        #[test]
        fn what_is_exported_is_imported_again(rows in proptest::collection::vec((nasty(), nasty()), 1..6)) {
            let cells: Vec<[&str; 2]> = rows.iter().map(|(name, note)| [name.as_str(), note.as_str()]).collect();
            let table = Table::read("list.csv", &written(&cells)).unwrap();
            let read: Vec<Vec<String>> = table.rows.into_iter().map(|row| row.cells).collect();
            prop_assert_eq!(read, cells.iter().map(|row| row.map(str::to_owned).to_vec()).collect::<Vec<_>>());
        }
    }
}
