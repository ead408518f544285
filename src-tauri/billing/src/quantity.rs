//! How many of a thing a line is for.

use std::fmt;

use crate::typed::{Fault, fixed_point, shorten, written};

/// A quantity above 0 with up to 3 decimals, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity {
    thousandths: i64,
}

/// Why a typed quantity was not taken; each message is a sentence for the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Nothing was typed.
    #[error("Enter a quantity, such as 1 or 1.5.")]
    Empty,
    /// The text is not a plain decimal number.
    #[error("“{typed}” is not a quantity. Write it like 1.5, with a point before the decimals and no other signs.")]
    NotANumber {
        /// What was typed.
        typed: String,
    },
    /// More than 3 decimals.
    #[error("“{typed}” has more than 3 decimals. Write it like 1.5.")]
    TooManyDecimals {
        /// What was typed.
        typed: String,
    },
    /// 0 or below.
    #[error("“{typed}” is not above 0. To take something off an invoice, remove its line or give a discount.")]
    NotAboveZero {
        /// What was typed.
        typed: String,
    },
    /// Above what the program keeps.
    #[error("“{typed}” is too large. The most that can be entered is {MOST}.")]
    TooLarge {
        /// What was typed.
        typed: String,
    },
}

const DECIMALS: u8 = 3;
const MOST: Quantity = Quantity { thousandths: 999_999_999 };

impl Quantity {
    /// One.
    pub const ONE: Self = Self { thousandths: 1_000 };

    /// Reads a quantity as a person types it.
    ///
    /// # Errors
    /// A [`QuantityError`] that says how to write it.
    pub fn parse(typed: &str) -> Result<Self, QuantityError> {
        let text = typed.trim();
        let typed = || shorten(text);
        match fixed_point(text, DECIMALS, MOST.thousandths) {
            Ok(0) | Err(Fault::Negative) => Err(QuantityError::NotAboveZero { typed: typed() }),
            Ok(thousandths) => Ok(Self { thousandths }),
            Err(Fault::Empty) => Err(QuantityError::Empty),
            Err(Fault::NotANumber) => Err(QuantityError::NotANumber { typed: typed() }),
            Err(Fault::TooManyDecimals) => Err(QuantityError::TooManyDecimals { typed: typed() }),
            Err(Fault::TooLarge) => Err(QuantityError::TooLarge { typed: typed() }),
        }
    }

    /// A quantity as stored; `None` at 0, below, or beyond what can be entered.
    #[must_use]
    pub fn from_thousandths(thousandths: i64) -> Option<Self> {
        (1..=MOST.thousandths).contains(&thousandths).then_some(Self { thousandths })
    }

    /// In thousandths, as it is stored.
    #[must_use]
    pub fn thousandths(self) -> i64 {
        self.thousandths
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(self.thousandths, DECIMALS, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &str) {
        let shown = Quantity::parse(typed).map_or_else(|error| error.to_string(), |quantity| quantity.to_string());
        assert_eq!(shown, expected, "{typed:?}");
    }

    #[test]
    fn a_quantity_is_above_0_with_up_to_3_decimals() {
        check("1", "1");
        check("1.500", "1.5");
        check("0.001", "0.001");
        check("10", "10");
        check("999999.999", "999999.999");
        assert_eq!(Quantity::parse("1").unwrap(), Quantity::ONE);
        assert_eq!([0, -1, 1_000_000_000].map(Quantity::from_thousandths), [None; 3]);
        assert_eq!(Quantity::from_thousandths(1_500).unwrap().thousandths(), 1_500);
    }

    #[test]
    fn what_is_no_quantity_is_refused_in_words() {
        let way_out = "To take something off an invoice, remove its line or give a discount.";
        check("", "Enter a quantity, such as 1 or 1.5.");
        check("0.000", &format!("“0.000” is not above 0. {way_out}"));
        check("-2", &format!("“-2” is not above 0. {way_out}"));
        check(
            "1e3",
            "“1e3” is not a quantity. Write it like 1.5, with a point before the decimals and no other signs.",
        );
        check("1.2345", "“1.2345” has more than 3 decimals. Write it like 1.5.");
        check("1000000", "“1000000” is too large. The most that can be entered is 999999.999.");
    }
}
