//! What the page gets when a command fails.

use std::collections::BTreeMap;

use practice::{CreateError, OpenError, VaultError};
use serde::Serialize;
use specta::Type;

/// What kind of failure it is, as far as the page does something different about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// What was typed cannot be taken; `fields` says which field and why.
    Invalid,
    /// A rule of the books stands against it; the message says what to do instead.
    Refused,
    /// What was asked for is not there (any more).
    NotFound,
    /// No practice is open: the page goes to the first screen.
    Closed,
    /// Something failed that the therapist cannot mend by other input.
    Failed,
}

/// Why a command failed: a sentence that the therapist can act on, never a statement, a path or a trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct CommandError {
    /// The kind of failure.
    pub code: ErrorCode,
    /// What is wrong and what to do, in words.
    pub message: String,
    /// For [`ErrorCode::Invalid`]: what is wrong with each field, by the field's name.
    pub fields: Option<BTreeMap<String, String>>,
}

impl From<practice::Error> for CommandError {
    fn from(error: practice::Error) -> Self {
        use practice::Error;
        let code = match &error {
            Error::Fields(_) => ErrorCode::Invalid,
            Error::Rule(_) => ErrorCode::Refused,
            Error::NotFound(_) => ErrorCode::NotFound,
            Error::Locked => ErrorCode::Closed,
            Error::DiskFull | Error::Unreachable | Error::Inconsistent(_) | Error::Store(_) | Error::File(_) => {
                ErrorCode::Failed
            }
        };
        let message = error.to_string();
        let fields = match error {
            Error::Fields(fields) => Some(fields.into_iter().map(|field| (field.field, field.message)).collect()),
            _ => None,
        };
        Self { code, message, fields }
    }
}

impl From<OpenError> for CommandError {
    fn from(error: OpenError) -> Self {
        let message = error.to_string();
        match error {
            OpenError::Vault(VaultError::WrongPassphrase) => Self::field("passphrase", message),
            OpenError::Vault(VaultError::WrongRecoveryCode) => Self::field("code", message),
            OpenError::Vault(VaultError::TooShort) => Self::field("new", message),
            OpenError::Vault(VaultError::NotTheSame) => Self::field("again", message),
            _ => Self::new(ErrorCode::Failed, message),
        }
    }
}

impl From<CreateError> for CommandError {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Refused(error) => error.into(),
            CreateError::Open(error) => error.into(),
        }
    }
}

impl CommandError {
    /// A failure that belongs to no single field.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), fields: None }
    }

    /// A refusal of what was typed into one field.
    pub fn field(name: impl Into<String>, message: impl Into<String>) -> Self {
        let message = message.into();
        let fields = BTreeMap::from([(name.into(), message.clone())]);
        Self { code: ErrorCode::Invalid, message, fields: Some(fields) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use practice::{Error, FieldError};

    #[test]
    fn what_the_practice_refuses_keeps_its_sentence() {
        let refused = CommandError::from(Error::Rule("INV-00007 has only 80.00 left to pay".to_owned()));
        assert_eq!(refused, CommandError::new(ErrorCode::Refused, "INV-00007 has only 80.00 left to pay"));
        assert_eq!(CommandError::from(Error::Locked).code, ErrorCode::Closed);
        assert_eq!(CommandError::from(Error::DiskFull).code, ErrorCode::Failed);
    }

    #[test]
    fn each_field_of_a_form_keeps_its_own_sentence() {
        let wrong = |field: &str, message: &str| FieldError { field: field.to_owned(), message: message.to_owned() };
        let amount = wrong("amount", "Type an amount such as 80.00");
        let day = wrong("on", "There is no 30 February");
        let fields = CommandError::from(Error::Fields(vec![amount, day])).fields.unwrap();
        assert_eq!(fields["amount"], "Type an amount such as 80.00");
        assert_eq!(fields["on"], "There is no 30 February");
    }

    #[test]
    fn a_failure_names_its_kind_as_the_page_reads_it() {
        let wire = serde_json::to_string(&CommandError::new(ErrorCode::NotFound, "There is no such invoice")).unwrap();
        assert_eq!(wire, r#"{"code":"not_found","message":"There is no such invoice","fields":null}"#);
    }

    #[test]
    fn a_field_is_named_with_its_own_message() {
        let wire = serde_json::to_string(&CommandError::field("amount", "Type an amount such as 80.00")).unwrap();
        assert_eq!(
            wire,
            r#"{"code":"invalid","message":"Type an amount such as 80.00","fields":{"amount":"Type an amount such as 80.00"}}"#
        );
    }
}
