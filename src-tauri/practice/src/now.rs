//! The clock, read once at the edge and passed in.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// The moment of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The practice's local day.
    pub on: NaiveDate,
    /// The practice's local wall time.
    pub local: NaiveDateTime,
    /// The instant.
    pub at: DateTime<Utc>,
}

impl Now {
    /// Reads the clock of the machine, whose own time zone is taken as the practice's.
    #[must_use]
    pub fn read() -> Self {
        let local = chrono::Local::now();
        Self { on: local.date_naive(), local: local.naive_local(), at: local.to_utc() }
    }

    /// Noon on `day`, for practices whose clock is set by hand.
    #[must_use]
    pub fn noon(day: NaiveDate) -> Self {
        let local = day.and_time(chrono::NaiveTime::default()) + chrono::TimeDelta::hours(12);
        Self { on: day, local, at: local.and_utc() }
    }

    /// The instant as it is stored.
    pub(crate) fn at_text(&self) -> String {
        self.at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
    }
}

impl Now {
    /// The local wall time as sessions store theirs.
    pub(crate) fn local_text(&self) -> String {
        self.local.format("%Y-%m-%dT%H:%M").to_string()
    }
}
