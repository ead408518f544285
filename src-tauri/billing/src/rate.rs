//! Percentages, as taxes, discounts and fees have them.

use std::fmt;

use crate::exact::Exact;
use crate::money::Money;
use crate::typed::{Fault, fixed_point, shorten, written};

/// A percentage from 0 to 100 with up to 4 decimals (money-rules 4), in ten-thousandths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate {
    e4: i64,
}

/// Why a typed percentage was not taken; each message is a sentence for the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// Nothing was typed.
    #[error("Enter a percentage, such as 8.5.")]
    Empty,
    /// The text is not a plain decimal number.
    #[error("“{typed}” is not a percentage. Write it like 8.5, with a point before the decimals.")]
    NotANumber {
        /// What was typed.
        typed: String,
    },
    /// More than 4 decimals.
    #[error("“{typed}” has more than 4 decimals. Write it like 8.5.")]
    TooManyDecimals {
        /// What was typed.
        typed: String,
    },
    /// Below 0 or above 100.
    #[error("“{typed}” is not between 0 and 100 %.")]
    OutOfRange {
        /// What was typed.
        typed: String,
    },
}

const DECIMALS: u8 = 4;
const MOST_E4: i64 = 1_000_000;

impl Rate {
    /// All of it, 100 %, in the units of [`Rate::e4`].
    pub(crate) const WHOLE_E4: i64 = MOST_E4;

    /// Reads a percentage as a person types it, with or without the sign.
    ///
    /// # Errors
    /// A [`RateError`] that says how to write it.
    pub fn parse(typed: &str) -> Result<Self, RateError> {
        let text = typed.trim();
        let number = text.strip_suffix('%').unwrap_or(text).trim_end();
        fixed_point(number, DECIMALS, MOST_E4).map(|e4| Self { e4 }).map_err(|fault| {
            let typed = shorten(text);
            match fault {
                Fault::Empty => RateError::Empty,
                Fault::NotANumber => RateError::NotANumber { typed },
                Fault::TooManyDecimals => RateError::TooManyDecimals { typed },
                Fault::Negative | Fault::TooLarge => RateError::OutOfRange { typed },
            }
        })
    }

    /// A rate of `e4` ten-thousandths of a percent, as stored; `None` outside 0 to 100 %.
    #[must_use]
    pub fn from_e4(e4: i64) -> Option<Self> {
        (0..=MOST_E4).contains(&e4).then_some(Self { e4 })
    }

    /// In ten-thousandths of a percent, as it is stored: 85 000 for 8.5 %.
    #[must_use]
    pub fn e4(self) -> i64 {
        self.e4
    }

    /// This part of `sum`, half a unit rounded away from zero; never more than the sum.
    #[must_use]
    pub fn of(self, sum: Money) -> Money {
        Exact::ratio(sum.minor(), self.e4, MOST_E4).map_or(sum, |part| sum.units(part.rounded()))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", written(self.e4, DECIMALS, 0))
    }
}
