//! Codes and names that are taken, of services or of products.

use std::collections::{HashMap, HashSet};

use super::{Problem, cells::shorten, people::fold};

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) row: u32,
}

impl Place {
    pub(super) fn new(file: &str, row: u32) -> Self {
        Self { file: file.to_owned(), row }
    }

    /// This place in a sentence about a row of `file`.
    pub(super) fn seen_from(&self, file: &str) -> String {
        if self.file == file { format!("row {}", self.row) } else { format!("row {} of {}", self.row, self.file) }
    }

    pub(super) fn error(&self, message: impl Into<String>) -> Problem {
        Problem::error(&self.file, self.row, message)
    }

    pub(super) fn warning(&self, message: impl Into<String>) -> Problem {
        Problem::warning(&self.file, self.row, message)
    }
}

/// What there is of services or products, in the practice and in the rows so far.
pub(super) struct Catalogue<T> {
    word: &'static str,
    existing: HashSet<String>,
    seen: HashMap<String, (Place, T)>,
}

/// Whether a row is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Taking {
    /// It is new.
    New,
    /// It is there already, in the sentence's words.
    Left(Problem),
}

impl<T: PartialEq> Catalogue<T> {
    /// A catalogue of `word`s with the codes and names that exist.
    pub(super) fn new<'a>(word: &'static str, existing: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        Self { word, existing: existing.map(|(code, name)| key(code, name)).collect(), seen: HashMap::new() }
    }

    /// Enters a row with all that it says, apart from its place.
    pub(super) fn enter(&mut self, place: &Place, code: &str, name: &str, says: T) -> Taking {
        let (word, key) = (self.word, key(code, name));
        let shown = shorten(if code.is_empty() { name } else { code });
        if self.existing.contains(&key) {
            let message = format!("The {word} “{shown}” is in the practice already; the row is left out.");
            return Taking::Left(place.warning(message));
        }
        let Some((other, first)) = self.seen.get(&key) else {
            self.seen.insert(key, (place.clone(), says));
            return Taking::New;
        };
        let other = other.seen_from(&place.file);
        Taking::Left(if says == *first {
            place.warning(format!("The {word} “{shown}” stands in {other} as well; this row is left out."))
        } else {
            place.error(format!("The {word} “{shown}” stands in {other} too, with other values. Keep one of the two."))
        })
    }
}

/// What tells services or products apart: the code, else the name.
fn key(code: &str, name: &str) -> String {
    if code.is_empty() { format!("name {}", fold(name)) } else { format!("code {}", fold(code)) }
}
