//! Why something was not done.

use billing::MoneyError;
use sqlx::error::DatabaseError;

use crate::folder::OpenError;

/// Why something was not done. Each message is a sentence for the user; none holds SQL, a path or a client's name.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule forbids it; nothing was changed.
    #[error("{0}")]
    Rule(String),
    /// What was typed cannot be taken; one sentence per field.
    #[error("{}", first_of(.0))]
    Fields(Vec<FieldError>),
    /// It is not there (any more).
    #[error("This {0} does not exist any more.")]
    NotFound(&'static str),
    /// The practice is not open.
    #[error("Daybook is locked. Enter your passphrase to go on.")]
    Locked,
    /// The disk is full; nothing was changed.
    #[error("The disk is full, so nothing was saved. Free some space, then do it again.")]
    DiskFull,
    /// The file cannot be read or written; nothing was changed.
    #[error(
        "The folder of your practice cannot be reached or written to, so nothing was saved. Check the disk, then do it again."
    )]
    Unreachable,
    /// The file breaks a rule of the schema: a defect of the program, caught before it was kept.
    #[error("Daybook stopped this because it would have left the books inconsistent ({0}). Nothing was changed.")]
    Inconsistent(String),
    /// Anything else the store says.
    #[error("The practice file could not be used. Nothing was changed.")]
    Store(#[source] sqlx::Error),
    /// A file outside the practice could not be read or written.
    #[error("{0}")]
    File(String),
}

/// What is wrong with one field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Path of the field, such as `lines.2.quantity`.
    pub field: String,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl Error {
    /// A single field that cannot be taken.
    pub(crate) fn field(field: impl Into<String>, message: impl ToString) -> Self {
        Self::Fields(vec![FieldError { field: field.into(), message: message.to_string() }])
    }

    /// The same, for a form that is part of a larger one at `path`.
    pub(crate) fn inside(self, path: &str) -> Self {
        match self {
            Self::Fields(fields) => Self::Fields(
                fields
                    .into_iter()
                    .map(|FieldError { field, message }| FieldError { field: format!("{path}.{field}"), message })
                    .collect(),
            ),
            other => other,
        }
    }

    /// A rule of `billing` that forbids it.
    pub(crate) fn rule(rule: impl ToString) -> Self {
        Self::Rule(rule.to_string())
    }
}

impl From<MoneyError> for Error {
    fn from(error: MoneyError) -> Self {
        Self::rule(error)
    }
}

impl From<OpenError> for Error {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::DiskFull => Self::DiskFull,
            OpenError::Damaged => Self::rule(error),
            _ => Self::Unreachable,
        }
    }
}

/// Why a document of closed books stays as it is.
pub(crate) const SAYS_THE_SAME: &str = "The books are closed on the day of this document, so what it says stays. Correct \
                                        it with a later one, or open the books again in Settings.";

/// Whether the store refused because of the closing of the books.
pub(crate) fn is_closed(refusal: &dyn DatabaseError) -> bool {
    refusal.message().starts_with("the books are closed on ")
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        const FULL: &str = "13";
        const INPUT_OUTPUT: i32 = 10;
        const READ_ONLY: i32 = 8;
        const CANNOT_OPEN: i32 = 14;
        const CONSTRAINT: i32 = 19;
        let Some(database) = error.as_database_error() else { return Self::Store(error) };
        let code = database.code().unwrap_or_default();
        if code == FULL {
            return Self::DiskFull;
        }
        // Extended result codes carry the primary one in their low byte.
        match code.parse::<i32>().map(|code| code & 0xff) {
            Ok(CONSTRAINT) if is_closed(database) => Self::rule(SAYS_THE_SAME),
            Ok(INPUT_OUTPUT | READ_ONLY | CANNOT_OPEN) => Self::Unreachable,
            Ok(CONSTRAINT) => Self::Inconsistent(database.message().to_owned()),
            _ => Self::Store(error),
        }
    }
}

fn first_of(fields: &[FieldError]) -> &str {
    fields.first().map_or("Something cannot be taken as typed.", |field| field.message.as_str())
}

/// Collects what is wrong with a form, so that all of it is shown at once.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    fields: Vec<FieldError>,
}

impl Checks {
    /// The value, or a note of what is wrong with `field`.
    pub(crate) fn take<T, E: ToString>(&mut self, field: impl Into<String>, value: Result<T, E>) -> Option<T> {
        value.map_err(|error| self.wrong(field, error)).ok()
    }

    /// Notes what is wrong with `field`.
    pub(crate) fn wrong(&mut self, field: impl Into<String>, message: impl ToString) {
        self.fields.push(FieldError { field: field.into(), message: message.to_string() });
    }

    /// Everything that was noted, as an error.
    pub(crate) fn finish(self) -> Result<(), Error> {
        if self.fields.is_empty() { Ok(()) } else { Err(Error::Fields(self.fields)) }
    }

    /// The values, if nothing was wrong.
    pub(crate) fn ready<T>(self, values: Option<T>) -> Result<T, Error> {
        self.finish()?;
        values.ok_or_else(|| Error::rule("Something cannot be taken as typed."))
    }
}
