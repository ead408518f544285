//! Days, in the order of day and month that the whole column shows.

use billing::{Currency, day_in_words};
use chrono::NaiveDate;

use super::{CellError, shorten, time_of_day};
use crate::import::DateOrder;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Reads the days of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) struct DateReader {
    day_first: bool,
    in_doubt: bool,
}

/// The three numbers of a date as written.
struct Written {
    year: i32,
    month: u32,
    day: u32,
}

impl DateReader {
    /// Settles the order for a column: what the person chose, else what its dates show, else what is usual where
    /// the currency is used.
    pub(in crate::import) fn for_column<'a>(
        cells: impl Iterator<Item = &'a str>,
        chosen: DateOrder,
        currency: Currency,
    ) -> Self {
        let (mut day_first, mut month_first, mut dotted, mut any) = (0_usize, 0_usize, false, false);
        for cell in cells {
            let Some((first, second, separator)) = two_numbers(split_time(cell.trim()).0) else { continue };
            any |= first != second;
            dotted |= separator == '.';
            day_first += usize::from(first > 12 && second <= 12);
            month_first += usize::from(second > 12 && first <= 12);
        }
        let usual = dotted || currency.code() != "USD";
        match chosen {
            DateOrder::DayFirst => Self { day_first: true, in_doubt: false },
            DateOrder::MonthFirst => Self { day_first: false, in_doubt: false },
            DateOrder::Detect if day_first == month_first => Self { day_first: usual, in_doubt: any },
            DateOrder::Detect => Self { day_first: day_first > month_first, in_doubt: day_first * month_first > 0 },
        }
    }

    /// The day that `text` names.
    pub(in crate::import) fn read(self, text: &str) -> Result<NaiveDate, CellError> {
        let written = self.numbers(text)?;
        if !(1900..=2100).contains(&written.year) {
            return Err(CellError::Year(shorten(text)));
        }
        let name = usize::try_from(written.month).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
        let Some(name) = name else {
            return Err(CellError::NoSuchMonth { written: shorten(text), month: written.month });
        };
        NaiveDate::from_ymd_opt(written.year, written.month, written.day).ok_or_else(|| CellError::NoSuchDay {
            written: shorten(text),
            month: name,
            year: written.year,
            days: days_in(written.year, written.month),
        })
    }

    /// How `text` was understood, where day and month could be the other way round.
    pub(in crate::import) fn doubt(self, text: &str) -> Option<String> {
        let (first, second, _) = two_numbers(text).filter(|_| self.in_doubt)?;
        let read = self.read(text).ok().filter(|_| first != second && first <= 12 && second <= 12)?;
        let (shown, read) = (shorten(text), day_in_words(read));
        Some(format!(
            "“{shown}” is read as {read}, and others of its column likewise. If that is wrong, choose the other order \
             of day and month for this file."
        ))
    }

    fn numbers(self, text: &str) -> Result<Written, CellError> {
        let refused = || CellError::NotADate(shorten(text));
        let parts: Vec<&str> = text.split(['-', '/', '.', ' ', ',']).filter(|part| !part.is_empty()).collect();
        let [first, second, third] = parts.as_slice() else { return Err(refused()) };
        let number = |part: &str| {
            let digits = part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse::<u32>().ok()).flatten()
        };
        let full_year = |part: &str| match part.len() {
            4 => part.parse::<i32>().map_err(|_| refused()),
            2 if number(part).is_some() => Err(CellError::ShortYear(shorten(text))),
            _ => Err(refused()),
        };
        let order = match (month_name(first), month_name(second)) {
            (Some(month), _) => (*third, Some(month), number(second)),
            (_, Some(month)) => (*third, Some(month), number(first)),
            _ if first.len() == 4 => (*first, number(second), number(third)),
            _ if self.day_first => (*third, number(second), number(first)),
            _ => (*third, number(first), number(second)),
        };
        let (year, Some(month), Some(day)) = order else { return Err(refused()) };
        Ok(Written { year: full_year(year)?, month, day })
    }
}

/// A date and, where the cell has one behind a space or a `T`, its time of day.
pub(in crate::import) fn split_time(text: &str) -> (&str, Option<&str>) {
    let cut = text.char_indices().filter(|(_, c)| matches!(c, ' ' | 'T'));
    cut.filter_map(|(at, _)| Some((text.get(..at)?, text.get(at + 1..)?)))
        .find(|(date, time)| date.len() >= 6 && time.contains(':') && time_of_day(time).is_ok())
        .map_or((text, None), |(date, time)| (date.trim_end_matches(','), Some(time)))
}

/// The first two numbers of a date whose order of day and month is open, and what stands between them.
fn two_numbers(text: &str) -> Option<(u32, u32, char)> {
    let separator = text.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let mut parts = text.split(separator);
    let mut short = || parts.next().filter(|part| part.len() <= 2)?.parse::<u32>().ok();
    Some((short()?, short()?, separator))
}

fn month_name(part: &str) -> Option<u32> {
    let lower = part.to_lowercase();
    let found = MONTHS.iter().position(|month| {
        let month = month.to_lowercase();
        lower == month || (lower.len() >= 3 && lower.len() <= 4 && month.starts_with(&lower))
    })?;
    u32::try_from(found + 1).ok()
}

fn days_in(year: i32, month: u32) -> u32 {
    (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some()).unwrap_or(31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(column: &[&str], expected: &[&str]) {
        let usd = Currency::new("USD", 2).unwrap();
        let reader = DateReader::for_column(column.iter().copied(), DateOrder::Detect, usd);
        let shown: Vec<String> = column
            .iter()
            .map(|text| match reader.read(text) {
                Ok(day) => reader.doubt(text).unwrap_or_else(|| day.to_string()),
                Err(error) => error.to_string(),
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn days_are_read_in_every_usual_form() {
        check(&["2026-03-31", "2026/3/1"], &["2026-03-31", "2026-03-01"]);
        check(&["31 Mar 2026", "March 31, 2026", "31-mar-2026"], &["2026-03-31"; 3]);
        check(&["31.03.2026", "1.4.2026"], &["2026-03-31", "2026-04-01"]);
    }

    #[test]
    fn the_whole_column_decides_between_day_and_month_first() {
        check(&["03/04/2026", "31/03/2026"], &["2026-04-03", "2026-03-31"]);
        check(&["03/04/2026", "03/31/2026"], &["2026-03-04", "2026-03-31"]);
    }

    #[test]
    fn a_column_that_shows_no_order_is_doubtful() {
        let doubt = "and others of its column likewise. If that is wrong, choose the other order of day and month for this file.";
        check(&["03/04/2026", "05/05/2026"], &[&format!("“03/04/2026” is read as 4 Mar 2026, {doubt}"), "2026-05-05"]);
    }

    #[test]
    fn days_that_do_not_exist_are_named() {
        check(&["31/02/1990"], &["“31/02/1990” does not exist: February 1990 has 28 days."]);
        check(&["1990-13-01"], &["“1990-13-01” does not exist: there is no month 13."]);
        check(
            &["2023-02-29", "2024-02-29"],
            &["“2023-02-29” does not exist: February 2023 has 28 days.", "2024-02-29"],
        );
        check(&["3/31/26"], &["“3/31/26” has a year of two digits. Write all four, such as 2026-03-31."]);
        check(&["0999-01-01"], &["“0999-01-01” is outside the years 1900 to 2100."]);
        let not = "is not a date. Write it as year-month-day, such as 2026-03-31.";
        for text in ["soon", "2026", "2026-03", "2026-03-31-1", "--", "٣/٣/٢٠٢٦"] {
            check(&[text], &[&format!("“{text}” {not}")]);
        }
    }

    #[test]
    fn a_time_behind_the_date_is_split_off() {
        assert_eq!(split_time("2026-03-02 09:30"), ("2026-03-02", Some("09:30")));
        assert_eq!(split_time("2026-03-02T09:30:00"), ("2026-03-02", Some("09:30:00")));
        assert_eq!(split_time("March 3, 2026 2:30 pm"), ("March 3, 2026", Some("2:30 pm")));
        assert_eq!(split_time("March 3, 2026"), ("March 3, 2026", None));
    }
}
