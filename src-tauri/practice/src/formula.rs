//! Text that a spreadsheet program would run as a formula, and the apostrophe that keeps it from doing so.

use std::borrow::Cow;

/// Whether a spreadsheet program may take `text` for a formula: a formula sign first, and not a plain number.
#[must_use]
pub fn is_risky(text: &str) -> bool {
    let visible = text.trim_start();
    (text.starts_with(['\t', '\r', '\n']) || visible.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']))
        && !is_plain_number(visible)
}

/// `text` for a cell of an exported list: with an apostrophe in front where a spreadsheet would run it.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_risky(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// What [`guarded`] was given.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_risky(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

/// A signed decimal number, or a telephone number in groups after its plus.
fn is_plain_number(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['+', '-']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let decimal = match rest.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(rest),
    };
    decimal || (text.starts_with('+') && rest.split(' ').all(digits))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_disarmed_and_numbers_are_not() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("=HYPERLINK(\"http://x.example\")", "'=HYPERLINK(\"http://x.example\")"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+1-2", "'+1-2"),
            ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
            ("\t=1", "'\t=1"),
            (" =1", "' =1"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("-12.50", "-12.50"),
            ("+1 603 555 1000", "+1 603 555 1000"),
            ("'tis", "'tis"),
            ("Ann", "Ann"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), cell);
            assert_eq!(unguarded(cell), text);
        }
    }

    proptest! {
        #[test]
        fn the_apostrophe_comes_off_again(text in "['=+@\t \r\n0-9a-z.-]{0,6}") {
            let cell = guarded(&text);
            prop_assert_eq!(unguarded(&cell), text.as_str());
        }

        #[test]
        fn no_exported_cell_starts_a_formula(text in "['=+@\t \r\n0-9a-z.-]{0,6}") {
            prop_assert!(!is_risky(&guarded(&text)));
        }
    }
}
