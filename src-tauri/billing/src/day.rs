//! Days and times as they are typed, stored and written in sentences.

use chrono::format::{DelayedFormat, StrftimeItems};
use chrono::{Datelike, NaiveDate, NaiveDateTime};

use crate::typed::shorten;

/// Why a typed day was not taken; each message is a sentence for the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// Nothing was typed.
    #[error("Enter a date, such as 2026-03-31.")]
    Empty,
    /// The text is not year, month and day.
    #[error("“{typed}” is not a date. Write it like 2026-03-31: year, month, day.")]
    NotADay {
        /// What was typed.
        typed: String,
    },
    /// A month beyond December.
    #[error("There is no month {month}. Write the date like 2026-03-31: year, month, day.")]
    NoSuchMonth {
        /// The month.
        month: u32,
    },
    /// A day that the month does not have.
    #[error("{day} {month} {year} does not exist.")]
    NoSuchDay {
        /// The day of the month.
        day: u32,
        /// The name of the month.
        month: String,
        /// The year.
        year: i32,
    },
    /// A year that nobody means.
    #[error("The year {year} is outside {FIRST_YEAR} to {LAST_YEAR}.")]
    YearOutOfRange {
        /// The year.
        year: i32,
    },
}

const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2199;

/// Reads a day written as year, month, day: `2026-03-31`.
///
/// # Errors
/// A [`DayError`] that says what is wrong with it.
pub fn parse_day(typed: &str) -> Result<NaiveDate, DayError> {
    let text = typed.trim();
    if text.is_empty() {
        return Err(DayError::Empty);
    }
    let (year, month, day) = parts(text).ok_or_else(|| DayError::NotADay { typed: shorten(text) })?;
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Err(DayError::YearOutOfRange { year });
    }
    let first = NaiveDate::from_ymd_opt(year, month, 1).ok_or(DayError::NoSuchMonth { month })?;
    let month = || first.format("%b").to_string();
    first.with_day(day).ok_or_else(|| DayError::NoSuchDay { day, month: month(), year })
}

/// A day as it stands in a sentence: `31 Mar 2026`. The page writes days the same (`ui/src/lib/shared/day.ts`).
#[must_use]
pub fn day_in_words(day: NaiveDate) -> DelayedFormat<StrftimeItems<'static>> {
    day.format("%-d %b %Y")
}

/// A day with a time of it as they stand in a sentence: `31 Mar 2026, 18:00`.
#[must_use]
pub fn time_in_words(at: NaiveDateTime) -> DelayedFormat<StrftimeItems<'static>> {
    at.format("%-d %b %Y, %H:%M")
}

fn parts(text: &str) -> Option<(i32, u32, u32)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, most: usize| part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
    let shaped = parts.next().is_none() && year.len() == 4 && digits(year, 4) && digits(month, 2) && digits(day, 2);
    shaped.then_some(())?;
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &str) {
        let shown = parse_day(typed).map_or_else(|error| error.to_string(), |day| day_in_words(day).to_string());
        assert_eq!(shown, expected, "{typed:?}");
    }

    #[test]
    fn a_day_is_read_as_year_month_day() {
        check("2026-03-31", "31 Mar 2026");
        check(" 2026-3-1 ", "1 Mar 2026");
        check("2024-02-29", "29 Feb 2024");
        check("1900-01-01", "1 Jan 1900");
        check("2199-12-31", "31 Dec 2199");
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused_in_words() {
        let shape = "is not a date. Write it like 2026-03-31: year, month, day.";
        check("", "Enter a date, such as 2026-03-31.");
        check("1990-02-31", "31 Feb 1990 does not exist.");
        check("2025-02-29", "29 Feb 2025 does not exist.");
        check("2025-01-00", "0 Jan 2025 does not exist.");
        check("2025-13-01", "There is no month 13. Write the date like 2026-03-31: year, month, day.");
        check("2025-00-01", "There is no month 0. Write the date like 2026-03-31: year, month, day.");
        check("1899-12-31", "The year 1899 is outside 1900 to 2199.");
        check("2200-01-01", "The year 2200 is outside 1900 to 2199.");
        for typed in
            ["31.03.2026", "26-03-31", "2026-03", "2026-03-31-1", "2026-03-", "-2026-03-31", "2026-+3-31", "soon"]
        {
            check(typed, &format!("“{typed}” {shape}"));
        }
    }
}
