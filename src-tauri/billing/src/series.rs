//! Recurring sessions: on which days they fall, and which of them a change touches.

use std::ops::Range;

use chrono::{Days, NaiveDate};

use crate::day::day_in_words;

/// How far apart the sessions of a series are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Every {
    /// Every week.
    Week,
    /// Every second week.
    Fortnight,
}

/// When a series ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ends {
    /// After so many sessions.
    After(u32),
    /// With the last session on or before this day.
    On(NaiveDate),
}

/// Which sessions of a series a change touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The one that is changed.
    This,
    /// That one and all after it.
    Following,
    /// All of the series.
    All,
}

/// Why there is no such series; each message is a sentence for the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeriesError {
    /// No session at all.
    #[error("A series has at least one session.")]
    NoSessions,
    /// More sessions than a series may have.
    #[error("A series has at most {MOST_SESSIONS} sessions. Choose an earlier end; it can be carried on later.")]
    TooMany,
    /// It ends before it begins.
    #[error(
        "The series ends on {end}, before its first session on {first}.",
        end = day_in_words(*ends_on),
        first = day_in_words(*first_on)
    )]
    EndsBeforeFirst {
        /// The day of the first session.
        first_on: NaiveDate,
        /// The day on which it was to end.
        ends_on: NaiveDate,
    },
}

/// The most sessions that one series may have: five years of weeks.
pub const MOST_SESSIONS: usize = 260;

impl Every {
    fn days(self) -> Days {
        Days::new(match self {
            Self::Week => 7,
            Self::Fortnight => 14,
        })
    }
}

/// The days of a series that begins on `first_on`; the time of day is the same local time on each.
///
/// # Errors
/// A [`SeriesError`] if there would be no session, or more than [`MOST_SESSIONS`].
pub fn days(first_on: NaiveDate, every: Every, ends: Ends) -> Result<Vec<NaiveDate>, SeriesError> {
    let all = std::iter::successors(Some(first_on), |day| day.checked_add_days(every.days())).take(MOST_SESSIONS + 1);
    let days: Vec<NaiveDate> = match ends {
        Ends::After(0) => return Err(SeriesError::NoSessions),
        Ends::After(count) => all.zip(0..count).map(|(day, _)| day).collect(),
        Ends::On(ends_on) if ends_on < first_on => return Err(SeriesError::EndsBeforeFirst { first_on, ends_on }),
        Ends::On(ends_on) => all.take_while(|day| *day <= ends_on).collect(),
    };
    if days.len() > MOST_SESSIONS { Err(SeriesError::TooMany) } else { Ok(days) }
}

impl Scope {
    /// The positions that a change of the session at position `changed` touches, in a series of `count` sessions.
    #[must_use]
    pub fn positions(self, changed: usize, count: usize) -> Range<usize> {
        let range = match self {
            Self::This => changed..changed.saturating_add(1),
            Self::Following => changed..count,
            Self::All => 0..count,
        };
        range.start.min(count)..range.end.min(count)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(written: &str) -> NaiveDate {
        written.parse().unwrap()
    }

    fn check(first_on: &str, every: Every, ends: Ends, expected: &str) {
        let shown = days(day(first_on), every, ends).map_or_else(
            |error| error.to_string(),
            |days| days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        );
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_series_falls_on_the_same_weekday_until_it_ends() {
        check("2026-03-23", Every::Week, Ends::After(3), "2026-03-23 2026-03-30 2026-04-06");
        check("2026-12-28", Every::Fortnight, Ends::On(day("2027-01-25")), "2026-12-28 2027-01-11 2027-01-25");
        check("2026-12-28", Every::Fortnight, Ends::On(day("2027-01-24")), "2026-12-28 2027-01-11");
        check("2026-03-23", Every::Week, Ends::On(day("2026-03-23")), "2026-03-23");
    }

    #[test]
    fn a_series_without_sessions_or_without_end_is_refused_in_words() {
        let too_many = "A series has at most 260 sessions. Choose an earlier end; it can be carried on later.";
        check("2026-03-23", Every::Week, Ends::After(0), "A series has at least one session.");
        check("2026-03-23", Every::Week, Ends::After(261), too_many);
        check("2026-03-23", Every::Week, Ends::After(u32::MAX), too_many);
        check("2026-03-23", Every::Week, Ends::On(day("2199-12-31")), too_many);
        check(
            "2026-03-23",
            Every::Week,
            Ends::On(day("2026-03-22")),
            "The series ends on 22 Mar 2026, before its first session on 23 Mar 2026.",
        );
        assert_eq!(days(day("2026-03-23"), Every::Week, Ends::After(260)).unwrap().len(), MOST_SESSIONS);
    }

    #[test]
    fn a_change_touches_this_the_following_or_all_sessions() {
        assert_eq!(Scope::This.positions(2, 5), 2..3);
        assert_eq!(Scope::Following.positions(2, 5), 2..5);
        assert_eq!(Scope::All.positions(2, 5), 0..5);
        assert!(Scope::This.positions(5, 5).is_empty());
        assert!(Scope::Following.positions(7, 5).is_empty());
    }

    proptest! {
        #[test]
        fn both_ways_to_end_a_series_agree(offset in 0..60_000_u64, count in 1..=260_u32, fortnight in any::<bool>()) {
            let first_on = day("1990-01-01") + Days::new(offset);
            let every = if fortnight { Every::Fortnight } else { Every::Week };
            let counted = days(first_on, every, Ends::After(count)).unwrap();
            prop_assert_eq!(counted.len(), usize::try_from(count).unwrap());
            let apart = chrono::Duration::days(if fortnight { 14 } else { 7 });
            prop_assert!(counted.windows(2).all(|pair| pair[1] - pair[0] == apart));
            let last = *counted.last().unwrap();
            prop_assert_eq!(days(first_on, every, Ends::On(last)).unwrap(), counted);
        }
    }
}
