//! Currencies of ISO 4217.

use billing::Currency;

/// The currency with this code, if it can be kept: one with 0, 2 or 3 decimals.
pub(crate) fn find(code: &str) -> Option<Currency> {
    let known = iso_currency::Currency::from_code(code)?;
    let decimals = u8::try_from(known.exponent()?).ok()?;
    Currency::new(code, decimals).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_those_of_the_standard() {
        assert_eq!(find("USD").map(|c| c.decimals()), Some(2));
        assert_eq!(find("JPY").map(|c| c.decimals()), Some(0));
        assert_eq!(find("KWD").map(|c| c.decimals()), Some(3));
        assert_eq!(find("XXQ"), None);
    }
}
