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
