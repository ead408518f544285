//! How the numbers of documents are written.

/// A prefix and how many digits follow at least: `INV-` and 5 write `INV-00007`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFormat {
    prefix: String,
    digits: u8,
}

/// Why a number format was not taken; each message is a sentence for the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberFormatError {
    /// A prefix that is too long.
    #[error("A prefix has at most {MOST_PREFIX_CHARS} characters; this one has {chars}.")]
    PrefixTooLong {
        /// How many it has.
        chars: usize,
    },
    /// A prefix with characters that cannot be seen.
    #[error("The prefix has a character that cannot be seen. Type it again.")]
    PrefixUnseen,
    /// Digits other than 1 to 9.
    #[error("A number has 1 to {MOST_DIGITS} digits, not {digits}.")]
    Digits {
        /// How many were asked for.
        digits: u8,
    },
}

const MOST_PREFIX_CHARS: usize = 12;
const MOST_DIGITS: u8 = 9;

impl NumberFormat {
    /// A format of `prefix`, which may be empty, and at least `digits` digits.
    ///
    /// # Errors
    /// A [`NumberFormatError`] if the prefix is longer than 12 characters or has one that cannot be seen, or if the
    /// digits are not 1 to 9.
    pub fn new(prefix: &str, digits: u8) -> Result<Self, NumberFormatError> {
        let chars = prefix.chars().count();
        if chars > MOST_PREFIX_CHARS {
            return Err(NumberFormatError::PrefixTooLong { chars });
        }
        if prefix.chars().any(is_unseen) {
            return Err(NumberFormatError::PrefixUnseen);
        }
        if !(1..=MOST_DIGITS).contains(&digits) {
            return Err(NumberFormatError::Digits { digits });
        }
        Ok(Self { prefix: prefix.to_owned(), digits })
    }

    /// What stands before the digits.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// How many digits there are at least.
    #[must_use]
    pub fn digits(&self) -> u8 {
        self.digits
    }

    /// The sequence of the document that `number` would be in this format; `None` if it is written otherwise.
    #[must_use]
    pub fn sequence_of(&self, number: &str) -> Option<u32> {
        let sequence = number.strip_prefix(&self.prefix)?.parse().ok()?;
        (self.format(sequence) == number).then_some(sequence)
    }

    /// The number of the document at `sequence`; it grows where the digits do not suffice.
    #[must_use]
    pub fn format(&self, sequence: u32) -> String {
        format!("{}{sequence:0width$}", self.prefix, width = usize::from(self.digits))
    }
}

/// Control characters, and those that only turn the direction of writing or join: two numbers must not look the same.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(prefix: &str, digits: u8, sequence: u32, expected: &str) {
        let shown =
            NumberFormat::new(prefix, digits).map_or_else(|error| error.to_string(), |format| format.format(sequence));
        assert_eq!(shown, expected, "{prefix:?} with {digits} digits");
    }

    #[test]
    fn a_number_is_its_prefix_and_at_least_so_many_digits() {
        check("INV-", 5, 7, "INV-00007");
        check("INV-", 5, 123_456, "INV-123456");
        check("", 1, 1, "1");
        check("Rechnung/26-", 9, 1, "Rechnung/26-000000001");
    }

    #[test]
    fn a_number_is_told_from_those_of_other_formats() {
        let sequence = |prefix: &str, digits: u8, number: &str| {
            NumberFormat::new(prefix, digits).ok().and_then(|format| format.sequence_of(number))
        };
        assert_eq!(sequence("INV-", 5, "INV-00007"), Some(7));
        assert_eq!(sequence("INV-", 5, "INV-123456"), Some(123_456));
        assert_eq!(sequence("INV-", 5, "INV-7"), None);
        assert_eq!(sequence("INV-", 5, "R-00007"), None);
        assert_eq!(sequence("", 1, "+7"), None);
    }

    #[test]
    fn a_format_that_cannot_be_read_is_refused_in_words() {
        let unseen = "The prefix has a character that cannot be seen. Type it again.";
        check("INVOICE-2026-", 5, 1, "A prefix has at most 12 characters; this one has 13.");
        check("INV\n", 5, 1, unseen);
        check("INV\u{202e}", 5, 1, unseen);
        check("INV-", 0, 1, "A number has 1 to 9 digits, not 0.");
        check("INV-", 10, 1, "A number has 1 to 9 digits, not 10.");
    }
}
