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
    /// 0 %.
    pub(crate) const NOTHING: Self = Self { e4: 0 };

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
        f.write_str(&percent(self.e4))
    }
}

/// A percentage in words, also one that is no [`Rate`]: `100.5 %`.
pub(crate) fn percent(e4: i64) -> String {
    format!("{} %", written(e4, DECIMALS, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn check(typed: &str, expected: &str) {
        let shown = Rate::parse(typed).map_or_else(|error| error.to_string(), |rate| format!("{rate}, {}", rate.e4()));
        assert_eq!(shown, expected, "{typed:?}");
    }

    #[test]
    fn a_rate_is_0_to_100_percent_with_up_to_4_decimals() {
        check("8.5", "8.5 %, 85000");
        check(" 8.50 % ", "8.5 %, 85000");
        check("100%", "100 %, 1000000");
        check("0", "0 %, 0");
        check("0.0001", "0.0001 %, 1");
        assert_eq!([Rate::from_e4(-1), Rate::from_e4(1_000_001)], [None, None]);
        assert_eq!(Rate::from_e4(85_000), Rate::parse("8.5").ok());
    }

    #[test]
    fn what_is_no_rate_is_refused_in_words() {
        check("", "Enter a percentage, such as 8.5.");
        check("%", "Enter a percentage, such as 8.5.");
        check("8,5", "“8,5” is not a percentage. Write it like 8.5, with a point before the decimals.");
        check("8.12345", "“8.12345” has more than 4 decimals. Write it like 8.5.");
        check("100.0001", "“100.0001” is not between 0 and 100 %.");
        check("-1", "“-1” is not between 0 and 100 %.");
        check("1000000000000000000000", "“1000000000000000000000” is not between 0 and 100 %.");
    }

    #[test]
    fn a_part_of_a_sum_rounds_half_away_from_zero() {
        let usd = Currency::new("USD", 2).unwrap();
        let part = |rate: &str, sum: &str| Rate::parse(rate).unwrap().of(usd.parse(sum).unwrap()).to_string();
        assert_eq!(part("50", "140.00"), "70.00");
        assert_eq!(part("50", "0.01"), "0.01");
        assert_eq!(part("49.9999", "0.01"), "0.00");
        assert_eq!(part("100", "99999999.99"), "99999999.99");
    }
}
