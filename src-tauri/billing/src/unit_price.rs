//! What one of a thing costs.

use std::fmt;

use crate::exact::Exact;
use crate::money::{Currency, Money, MoneyError};
use crate::quantity::Quantity;
use crate::typed::{fixed_point, ungrouped, written};

/// The price of one, 0 or more, with up to 4 decimals whatever the currency has: in ten-thousandths of a major unit.
///
/// It carries the currency's decimals so that it can be written in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitPrice {
    e4: i64,
    decimals: u8,
}

const DECIMALS: u8 = 4;

impl UnitPrice {
    /// Reads a price as a person types it, in major units of `currency`.
    ///
    /// # Errors
    /// A [`MoneyError`] that says how to write it.
    pub fn parse(typed: &str, currency: Currency) -> Result<Self, MoneyError> {
        let text = typed.trim();
        fixed_point(ungrouped(text).as_deref().unwrap_or(text), DECIMALS, most_e4(currency))
            .map(|e4| Self { e4, decimals: currency.decimals() })
            .map_err(|fault| currency.refusal(text, fault, DECIMALS))
    }

    /// A price of `e4` ten-thousandths of a major unit, as stored; `None` below zero or beyond what can be entered.
    #[must_use]
    pub fn from_e4(e4: i64, currency: Currency) -> Option<Self> {
        (0..=most_e4(currency)).contains(&e4).then_some(Self { e4, decimals: currency.decimals() })
    }

    /// In ten-thousandths of a major unit, as it is stored.
    #[must_use]
    pub fn e4(self) -> i64 {
        self.e4
    }

    /// The price of `quantity` of it, rounded to minor units; `None` beyond what can be kept.
    pub(crate) fn times(self, quantity: Quantity, currency: Currency) -> Option<Money> {
        let per_minor = scale_to_e4(currency.decimals()) * Quantity::ONE.thousandths();
        let minor = Exact::ratio(quantity.thousandths(), self.e4, per_minor)?.rounded();
        currency.money(minor).filter(|base| *base <= currency.most())
    }
}

impl From<Money> for UnitPrice {
    fn from(sum: Money) -> Self {
        let decimals = sum.decimals();
        Self { e4: sum.minor().saturating_mul(scale_to_e4(decimals)), decimals }
    }
}

impl fmt::Display for UnitPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(self.e4, DECIMALS, self.decimals))
    }
}

fn most_e4(currency: Currency) -> i64 {
    UnitPrice::from(currency.most()).e4
}

fn scale_to_e4(decimals: u8) -> i64 {
    10_i64.pow(u32::from(DECIMALS.saturating_sub(decimals)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(decimals: u8, typed: &str, expected: &str) {
        let currency = Currency::new("USD", decimals).unwrap();
        let shown = UnitPrice::parse(typed, currency).map_or_else(|error| error.to_string(), |price| price.to_string());
        assert_eq!(shown, expected, "{typed:?} in {decimals} decimals");
    }

    #[test]
    fn a_price_is_shown_with_the_currency_s_decimals_or_all_that_it_has() {
        check(2, "140", "140.00");
        check(2, "0.1", "0.10");
        check(2, "0.1234", "0.1234");
        check(2, "0.1230", "0.123");
        check(0, "140", "140");
        check(0, "0.5", "0.5");
        check(3, "1.1", "1.100");
        check(2, "0", "0.00");
        check(0, "9999999999", "9999999999");
    }

    #[test]
    fn what_is_no_price_is_refused_in_words() {
        check(2, "0.12345", "“0.12345” has more than 4 decimals. Write it like 12.00.");
        check(2, "-1", "“-1” is below zero. Amounts here are never negative.");
        check(2, "100000000", "“100000000” is too large. The most that can be entered is 99999999.99.");
    }

    #[test]
    fn a_sum_is_a_price_of_the_same_worth() {
        for (decimals, typed) in [(0, "140"), (2, "24.90"), (3, "1.005"), (2, "99999999.99")] {
            let currency = Currency::new("USD", decimals).unwrap();
            let sum = currency.parse(typed).unwrap();
            let price = UnitPrice::from(sum);
            assert_eq!(price, UnitPrice::parse(typed, currency).unwrap());
            assert_eq!(UnitPrice::from_e4(price.e4(), currency), Some(price));
            assert_eq!(price.times(Quantity::ONE, currency), Some(sum));
        }
        let usd = Currency::new("USD", 2).unwrap();
        assert_eq!([UnitPrice::from_e4(-1, usd), UnitPrice::from_e4(1_000_000_000_000, usd)], [None, None]);
    }
}
