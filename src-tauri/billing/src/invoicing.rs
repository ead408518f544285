//! When what sessions charge is put on invoices.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

/// When the invoices of a client are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Invoicing {
    /// One for each session, as soon as its attendance charges something.
    PerSession,
    /// One for each month, once the month is over.
    Monthly,
    /// When the therapist says so.
    ByHand,
}

impl Invoicing {
    /// Every way, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::PerSession, Self::Monthly, Self::ByHand];

    /// The code as it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PerSession => "per_session",
            Self::Monthly => "monthly",
            Self::ByHand => "by_hand",
        }
    }

    /// The way of a stored code; `None` for any other text.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == code)
    }
}

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    /// The month that `day` is in.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self { first: day.with_day(1).unwrap_or(day) }
    }

    /// Reads a month written as year and month: `2026-10`.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let first = NaiveDate::parse_from_str(&format!("{code}-01"), "%Y-%m-%d").ok()?;
        (Self { first }.code() == code).then_some(Self { first })
    }

    /// Year and month: `2026-10`.
    #[must_use]
    pub fn code(self) -> String {
        self.first.format("%Y-%m").to_string()
    }

    /// The first day of the month.
    #[must_use]
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// The first day of the month after.
    #[must_use]
    pub fn end(self) -> NaiveDate {
        self.first.checked_add_months(Months::new(1)).unwrap_or(self.first)
    }

    /// Whether no more of its days is to come.
    #[must_use]
    pub fn is_over(self, today: NaiveDate) -> bool {
        self < Self::of(today)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first.format("%B %Y"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_way_has_one_code() {
        for way in Invoicing::ALL {
            assert_eq!(Invoicing::parse(way.as_str()), Some(way));
        }
        assert_eq!(Invoicing::parse("Monthly"), None);
    }

    #[test]
    fn a_month_is_over_when_the_next_one_begins() {
        for (of, today, over) in [
            ("2026-10-31", "2026-10-31", false),
            ("2026-10-01", "2026-11-01", true),
            ("2026-12-31", "2027-01-01", true),
            ("2026-11-01", "2026-10-31", false),
        ] {
            assert_eq!(Month::of(day(of)).is_over(day(today)), over, "{of} on {today}");
        }
    }

    #[test]
    fn a_month_is_written_as_year_and_month() {
        let october = Month::parse("2026-10").unwrap();
        assert_eq!((october.code().as_str(), october.to_string().as_str()), ("2026-10", "October 2026"));
        assert_eq!(october, Month::of(day("2026-10-17")));
        assert_eq!(Month::parse("2026-12").unwrap().end(), day("2027-01-01"));
        for wrong in ["", "2026", "2026-13", "2026-1", "2026-10-01", "October"] {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
    }
}
