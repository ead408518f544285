//! What Daybook was started with: which practice to open.

use std::{ffi::OsString, path::PathBuf};

/// How to start Daybook, for those who start it by hand.
pub const USAGE: &str = "\
daybook [--practice DIR]

  --practice DIR   open the practice in DIR instead of the one in the data folder
  --version        print the version

The variable DAYBOOK_PRACTICE names a practice too; --practice wins.";

/// What was asked for on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invocation {
    /// Open the window, on the practice in this folder if one was named.
    Open(Option<PathBuf>),
    /// Print the version and end.
    Version,
    /// The words make no sense: print the usage and end.
    Unclear,
}

impl Invocation {
    /// Reads the `words` after the program's name; `variable` is the value of `DAYBOOK_PRACTICE`.
    pub fn read(words: impl IntoIterator<Item = OsString>, variable: Option<OsString>) -> Self {
        let mut words = words.into_iter();
        let named = variable.filter(|folder| !folder.is_empty()).map(PathBuf::from);
        match (words.next(), words.next(), words.next()) {
            (None, ..) => Self::Open(named),
            (Some(word), None, _) if word == "--version" => Self::Version,
            (Some(word), Some(folder), None) if word == "--practice" && !folder.is_empty() => {
                Self::Open(Some(folder.into()))
            }
            _ => Self::Unclear,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &[&str], variable: Option<&str>, expected: Invocation) {
        assert_eq!(Invocation::read(words.iter().map(OsString::from), variable.map(OsString::from)), expected);
    }

    #[test]
    fn the_practice_is_the_one_that_was_named_last_in_effect() {
        check(&[], None, Invocation::Open(None));
        check(&[], Some("/books"), Invocation::Open(Some("/books".into())));
        check(&[], Some(""), Invocation::Open(None));
        check(&["--practice", "other"], None, Invocation::Open(Some("other".into())));
        check(&["--practice", "other"], Some("/books"), Invocation::Open(Some("other".into())));
    }

    #[test]
    fn an_unclear_command_line_opens_nothing() {
        for words in [&["--practise", "x"][..], &["--practice"], &["--practice", ""], &["--practice", "x", "y"], &["x"]]
        {
            check(words, Some("/books"), Invocation::Unclear);
        }
    }
}
