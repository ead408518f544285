//! Numbers: money, percentages, minutes, stock.

use billing::{Currency, FeeRule, Money, MoneyError, Rate};

use super::{CellError, shorten};

/// A sum, as a person types it or as a spreadsheet shows it with the currency's sign (`$1,234.50`).
///
/// A decimal comma is read only where the person said so for the file: `1,234` means two things.
pub(in crate::import) fn money(currency: Currency, text: &str, decimal_comma: bool) -> Result<Money, CellError> {
    let plain = without_sign(currency, text);
    if decimal_comma {
        if plain.contains('.') && !is_grouped(plain, '.', ',') {
            return Err(CellError::Point(shorten(text)));
        }
        return Ok(currency.parse(&plain.replace('.', "").replacen(',', ".", 1))?);
    }
    // Groups of digits are read as they are typed anywhere, but for a comma before the decimals: the file has points.
    let only_a_comma = |byte: u8| byte.is_ascii_digit() || matches!(byte, b',' | b'.');
    let doubtful = plain.contains(',') && plain.bytes().all(only_a_comma);
    match currency.parse(plain) {
        Ok(read) if !doubtful || plain.rfind('.') > plain.rfind(',') => Ok(read),
        Ok(_) | Err(MoneyError::NotANumber { .. }) if doubtful => Err(CellError::Comma(shorten(text))),
        read => Ok(read?),
    }
}

/// What is charged in place of the fee: a sum, or a percentage of the fee when it ends in `%`.
pub(in crate::import) fn fee_rule(currency: Currency, text: &str, decimal_comma: bool) -> Result<FeeRule, CellError> {
    if text.ends_with('%') {
        percent(text, decimal_comma).map(FeeRule::Percent)
    } else {
        money(currency, text, decimal_comma).map(FeeRule::Amount)
    }
}

/// A percentage from 0 to 100 with up to four decimals, with or without its sign.
pub(in crate::import) fn percent(text: &str, decimal_comma: bool) -> Result<Rate, CellError> {
    let number = if decimal_comma { text.replacen(',', ".", 1) } else { text.to_owned() };
    Ok(Rate::parse(&number)?)
}

/// A length in minutes up to a day: `50`, `50 min` or `0:50`.
pub(in crate::import) fn minutes(text: &str) -> Result<u32, CellError> {
    let lower = text.to_lowercase();
    let number = lower.trim_end_matches("utes").trim_end_matches("min").trim_end();
    let minutes = match number.split_once(':') {
        Some((hours, rest)) => whole(hours).zip(whole(rest).filter(|rest| *rest < 60)),
        None => whole(number).map(|minutes| (0, minutes)),
    };
    let minutes = minutes.and_then(|(hours, minutes)| hours.checked_mul(60)?.checked_add(minutes));
    minutes.filter(|minutes| *minutes <= 24 * 60).ok_or_else(|| CellError::Minutes(shorten(text)))
}

/// Whole pieces in stock.
pub(in crate::import) fn stock(text: &str) -> Result<u32, CellError> {
    whole(text).filter(|pieces| *pieces <= 1_000_000).ok_or_else(|| CellError::Stock(shorten(text)))
}

fn whole(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn without_sign(currency: Currency, text: &str) -> &str {
    const SIGNS: [char; 5] = ['$', '€', '£', '¥', '₪'];
    let text = text.trim();
    let text = text.strip_prefix(currency.code()).or_else(|| text.strip_suffix(currency.code())).unwrap_or(text).trim();
    text.strip_prefix(SIGNS).or_else(|| text.strip_suffix(SIGNS)).unwrap_or(text).trim()
}

/// Whether the whole part is in groups of three with `group` between them, as in `1,234,567.00`.
fn is_grouped(text: &str, group: char, point: char) -> bool {
    let whole = text.split_once(point).map_or(text, |(whole, _)| whole);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = whole.split(group);
    parts.next().is_some_and(|first| digits(first) && first.len() <= 3)
        && whole.contains(group)
        && parts.all(|part| digits(part) && part.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, decimal_comma: bool, expected: &str) {
        let usd = Currency::new("USD", 2).unwrap();
        let shown = match money(usd, text, decimal_comma) {
            Ok(money) => money.to_string(),
            Err(error) => error.to_string(),
        };
        assert!(shown.starts_with(expected), "{text:?}: {shown}");
    }

    #[test]
    fn amounts_are_read_as_spreadsheets_write_them() {
        check("140", false, "140.00");
        check("$1,234.50", false, "1234.50");
        check("USD 95.00", false, "95.00");
        check("1,234,567.00", false, "1234567.00");
        check("12,50 €", true, "12.50");
        check("1.234,50", true, "1234.50");
        check("1.234", true, "1234.00");
    }

    #[test]
    fn doubtful_amounts_are_refused_in_words() {
        check("12,50", false, "“12,50” has a comma. Write 12.50");
        check("1,234", false, "“1,234” has a comma.");
        check("1.234,50", false, "“1.234,50” has a comma.");
        check("12.50", true, "“12.50” has a point");
        check("-5", false, "“-5” is below zero");
        check("1e9", false, "“1e9” is not an amount");
        check("12.345", false, "“12.345” has more than 2 decimals");
        check("1000000000000000", false, "“1000000000000000” is too large");
        check("1,2,3", true, "“1.2,3” is not an amount");
    }

    #[test]
    fn percentages_stay_between_nothing_and_all() {
        for (text, comma, expected) in [("8.5", false, 85_000), ("8,50 %", true, 85_000), ("100%", false, 1_000_000)] {
            assert_eq!(percent(text, comma).unwrap().e4(), expected, "{text}");
        }
        for text in ["100.01", "-1", "8,5", "7.12345", "1e1", "abc", "%"] {
            assert!(matches!(percent(text, false), Err(CellError::Rate(_))), "{text}");
        }
    }

    #[test]
    fn lengths_are_whole_minutes_of_at_most_a_day() {
        for (text, expected) in [("50", 50), ("50 min", 50), ("90 minutes", 90), ("1:30", 90), ("0", 0), ("1440", 1440)]
        {
            assert_eq!(minutes(text), Ok(expected), "{text}");
        }
        for text in ["", "-5", "1441", "50.5", "1:75", "99999999999", "an hour"] {
            assert_eq!(minutes(text), Err(CellError::Minutes(text.to_owned())));
        }
    }

    #[test]
    fn a_charge_is_a_sum_or_a_part_of_the_fee() {
        let usd = Currency::new("USD", 2).unwrap();
        assert_eq!(fee_rule(usd, "70.00", false), Ok(FeeRule::Amount(usd.money(7000).unwrap())));
        assert_eq!(fee_rule(usd, "50 %", false), Ok(FeeRule::Percent(Rate::parse("50").unwrap())));
    }
}
