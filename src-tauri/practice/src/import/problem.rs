//! What is wrong or doubtful in the files, in sentences that name the row.

use serde::{Deserialize, Serialize};

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row cannot be taken as it stands.
    Error,
    /// The row is taken, or left out as a repetition; the sentence says how it was understood.
    Warning,
}

/// One thing to look at before the files are taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Problem {
    /// The name of the file.
    pub file: String,
    /// The row as a spreadsheet counts it, from 1; `None` when the whole file is meant.
    pub row: Option<u32>,
    /// The heading of the column, when one cell is meant.
    pub column: Option<String>,
    /// How much it matters.
    pub severity: Severity,
    /// A sentence with the value, and with what to do.
    pub message: String,
}

impl Problem {
    /// An error of a whole row.
    pub(super) fn error(file: &str, row: u32, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), row: Some(row), column: None, severity: Severity::Error, message: message.into() }
    }

    /// A warning about a whole row.
    pub(super) fn warning(file: &str, row: u32, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(file, row, message) }
    }

    /// An error of the file as a whole, which no leaving out of rows can mend.
    pub(super) fn of_file(file: &str, message: impl Into<String>) -> Self {
        Self { row: None, ..Self::error(file, 0, message) }
    }

    /// Whether it forbids taking the row, or the file.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
