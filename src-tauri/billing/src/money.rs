//! Sums of money in whole minor units.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::typed::{Fault, fixed_point, shorten, ungrouped};

/// The practice's one currency: its ISO 4217 code and how many decimals a sum has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency {
    code: [u8; 3],
    decimals: u8,
}

/// Why a typed amount was not taken; each message is a sentence for the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Nothing was typed.
    #[error("Enter an amount, such as {example}.")]
    Empty {
        /// An amount with the currency's decimals.
        example: String,
    },
    /// The text is not a plain decimal number.
    #[error("“{typed}” is not an amount. Write it like {example}, with a point before the cents and no other signs.")]
    NotANumber {
        /// What was typed.
        typed: String,
        /// An amount with the currency's decimals.
        example: String,
    },
    /// More decimals than the currency has.
    #[error("“{typed}” has more than {decimals} decimals. Write it like {example}.")]
    TooManyDecimals {
        /// What was typed.
        typed: String,
        /// The currency's decimals.
        decimals: u8,
        /// An amount with the currency's decimals.
        example: String,
    },
    /// Below zero.
    #[error("“{typed}” is below zero. Amounts here are never negative.")]
    Negative {
        /// What was typed.
        typed: String,
    },
    /// Above what the program keeps.
    #[error("“{typed}” is too large. The most that can be entered is {most}.")]
    TooLarge {
        /// What was typed.
        typed: String,
        /// The largest sum that can be entered.
        most: Money,
    },
    /// A code of other than three capital letters, or decimals other than 0, 2 or 3.
    #[error("{code} is not a currency that Daybook knows.")]
    UnknownCurrency {
        /// What was given as the code.
        code: String,
    },
}

/// A sum in the practice's currency, in whole minor units; never negative.
///
/// Direction belongs to the document (an invoice charges, a payment pays), not to a sign.
/// It carries the currency's decimals so that it can be written in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    minor: i64,
    decimals: u8,
}

/// The largest sum that can be typed or reached, in minor units.
///
/// It leaves room for more than 900 million such sums in an `i64`, so that adding never overflows in practice.
const MOST_MINOR: i64 = 9_999_999_999;

impl Currency {
    /// The currency with ISO 4217 `code` and `decimals` (0, 2 or 3).
    ///
    /// # Errors
    /// [`MoneyError::UnknownCurrency`] if the code is not three capital letters or the decimals are others.
    pub fn new(code: &str, decimals: u8) -> Result<Self, MoneyError> {
        let unknown = || MoneyError::UnknownCurrency { code: code.to_owned() };
        let bytes: [u8; 3] = code.as_bytes().try_into().map_err(|_| unknown())?;
        if bytes.iter().all(u8::is_ascii_uppercase) && matches!(decimals, 0 | 2 | 3) {
            Ok(Self { code: bytes, decimals })
        } else {
            Err(unknown())
        }
    }

    /// The ISO 4217 code, such as `USD`.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// How many decimals a sum has.
    #[must_use]
    pub fn decimals(&self) -> u8 {
        self.decimals
    }

    /// Nothing, in this currency.
    #[must_use]
    pub fn zero(&self) -> Money {
        Money { minor: 0, decimals: self.decimals }
    }

    /// A sum of `minor` units as stored; `None` below zero.
    #[must_use]
    pub fn money(&self, minor: i64) -> Option<Money> {
        (minor >= 0).then_some(Money { minor, decimals: self.decimals })
    }

    /// Reads an amount as a person types it: digits, with at most one point before the decimals; or as it is shown, with
    /// groups of three digits, where that can be read in one way only.
    ///
    /// # Errors
    /// A [`MoneyError`] that says how to write it.
    pub fn parse(&self, typed: &str) -> Result<Money, MoneyError> {
        let text = typed.trim();
        match fixed_point(ungrouped(text).as_deref().unwrap_or(text), self.decimals, MOST_MINOR) {
            Ok(minor) => Ok(Money { minor, decimals: self.decimals }),
            Err(fault) => Err(self.refusal(text, fault, self.decimals)),
        }
    }

    /// The largest sum that can be typed, and that an invoice can come to.
    #[must_use]
    pub fn most(&self) -> Money {
        Money { minor: MOST_MINOR, decimals: self.decimals }
    }

    /// The sentence for `text`, which was to be an amount of at most `decimals` decimals.
    pub(crate) fn refusal(&self, text: &str, fault: Fault, decimals: u8) -> MoneyError {
        let (typed, example) = (shorten(text), self.example());
        match fault {
            Fault::Empty => MoneyError::Empty { example },
            Fault::NotANumber => MoneyError::NotANumber { typed, example },
            Fault::Negative => MoneyError::Negative { typed },
            Fault::TooManyDecimals => MoneyError::TooManyDecimals { typed, decimals, example },
            Fault::TooLarge => MoneyError::TooLarge { typed, most: self.most() },
        }
    }

    fn example(&self) -> String {
        Money { minor: 12 * 10_i64.pow(u32::from(self.decimals)), decimals: self.decimals }.to_string()
    }
}

impl Money {
    /// The sum in minor units, as it is stored.
    #[must_use]
    pub fn minor(self) -> i64 {
        self.minor
    }

    /// Whether there is nothing of it.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Nothing, in the same currency.
    #[must_use]
    pub fn none(self) -> Self {
        Self { minor: 0, ..self }
    }

    /// Both together. Sums that a practice can reach do not overflow; one that would stays at the largest.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { minor: self.minor.saturating_add(other.minor), ..self }
    }

    /// What is left after taking `other` away; `None` if that is more than there is.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        (other.minor <= self.minor).then(|| Self { minor: self.minor - other.minor, ..self })
    }

    /// What is left after taking as much of `other` away as there is.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        Self { minor: (self.minor - other.minor).max(0), ..self }
    }

    /// `minor` units of the same currency; nothing where that would be below zero.
    pub(crate) fn units(self, minor: i64) -> Self {
        Self { minor: minor.max(0), ..self }
    }

    /// How many decimals the sum has.
    pub(crate) fn decimals(self) -> u8 {
        self.decimals
    }

    /// As a decimal number in major units.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, u32::from(self.decimals))
    }

    /// `value` major units as a sum in the same currency, half a unit away from zero (money-rules 4);
    /// `None` below zero or beyond what can be kept.
    #[must_use]
    pub fn rounded(self, value: Decimal) -> Option<Self> {
        let scale = Decimal::from(10_i64.pow(u32::from(self.decimals)));
        let minor = value.checked_mul(scale)?.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        let minor = i64::try_from(minor).ok()?;
        (minor >= 0).then_some(Self { minor, ..self })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = usize::from(self.decimals);
        if decimals == 0 {
            return write!(f, "{}", self.minor);
        }
        let scale = 10_i64.pow(u32::from(self.decimals));
        write!(f, "{}.{:0decimals$}", self.minor / scale, self.minor % scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, decimals: u8, typed: &str, expected: &str) {
        let currency = Currency::new(code, decimals).unwrap();
        let shown = match currency.parse(typed) {
            Ok(money) => money.to_string(),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected, "{typed:?} in {code}");
    }

    #[test]
    fn plain_amounts_are_read_in_the_currency_s_decimals() {
        check("USD", 2, "140", "140.00");
        check("USD", 2, " 24.9 ", "24.90");
        check("USD", 2, "0.05", "0.05");
        check("JPY", 0, "140", "140");
        check("KWD", 3, "1.005", "1.005");
        check("USD", 2, "99999999.99", "99999999.99");
    }

    #[test]
    fn amounts_are_read_as_they_are_shown_where_that_means_one_thing() {
        for shown in ["1,500.00", "1.500,00", "1 500.00", "1\u{202f}500,00", "1’500.00", "1'500", "1\u{a0}500"] {
            check("USD", 2, shown, "1500.00");
        }
        check("USD", 2, "1,234,567.5", "1234567.50");
        check("USD", 2, "1,234,567", "1234567.00");
        check("USD", 2, "1.234.567", "1234567.00");
        check("JPY", 0, "1,234,567", "1234567");
        check("KWD", 3, "1,500.250", "1500.250");
        check("KWD", 3, "1.500", "1.500");
        check("USD", 2, "1.500", "“1.500” has more than 2 decimals. Write it like 12.00.");
        check("USD", 2, "-1,500.00", "“-1,500.00” is below zero. Amounts here are never negative.");
        check("USD", 2, "1,500.001", "“1,500.001” has more than 2 decimals. Write it like 12.00.");
    }

    #[test]
    fn what_is_not_an_amount_is_refused_in_words() {
        let shape = "is not an amount. Write it like 12.00, with a point before the cents and no other signs.";
        check("USD", 2, "", "Enter an amount, such as 12.00.");
        for typed in
            ["1,5", "1,500", "1e9", "abc", ".", "5.", ".5", "1.2.3", "+5", "1,50.00", "1500,00", "1,2,3", "1 00", "٣"]
        {
            check("USD", 2, typed, &format!("“{typed}” {shape}"));
        }
        check("USD", 2, "-3", "“-3” is below zero. Amounts here are never negative.");
        check("USD", 2, "12.345", "“12.345” has more than 2 decimals. Write it like 12.00.");
        check("JPY", 0, "12.3", "“12.3” has more than 0 decimals. Write it like 12.");
        check(
            "USD",
            2,
            "1000000000000000",
            "“1000000000000000” is too large. The most that can be entered is 99999999.99.",
        );
    }

    #[test]
    fn half_a_unit_rounds_away_from_zero() {
        let usd = Currency::new("USD", 2).unwrap().zero();
        assert_eq!(usd.rounded(Decimal::new(2125, 3)).unwrap().to_string(), "2.13");
        assert_eq!(usd.rounded(Decimal::new(2124, 3)).unwrap().to_string(), "2.12");
        assert_eq!(usd.rounded(Decimal::new(-1, 0)), None);
    }

    #[test]
    fn taking_away_never_goes_below_zero() {
        let usd = Currency::new("USD", 2).unwrap();
        let (five, six) = (usd.money(500).unwrap(), usd.money(600).unwrap());
        assert_eq!(five.minus(six), None);
        assert_eq!(six.minus(five), usd.money(100));
        assert_eq!(five.less(six), usd.zero());
        assert_eq!(usd.money(-1), None);
    }
}
