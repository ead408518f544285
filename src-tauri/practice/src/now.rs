//! The clock, read once at the edge and passed in.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

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
    /// The instant `at` in a practice whose clock runs by `zone`.
    #[must_use]
    pub fn in_zone(at: DateTime<Utc>, zone: Tz) -> Self {
        let local = at.with_timezone(&zone).naive_local();
        Self { on: local.date(), local, at }
    }

    /// Noon on `day`, for practices whose clock is set by hand.
    #[must_use]
    pub fn noon(day: NaiveDate) -> Self {
        let local = day.and_time(NaiveTime::MIN) + TimeDelta::hours(12);
        Self { on: day, local, at: local.and_utc() }
    }

    /// The instant as it is stored.
    pub(crate) fn at_text(&self) -> String {
        self.at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
    }

    /// The local wall time as sessions store theirs.
    pub(crate) fn local_text(&self) -> String {
        self.local.format("%Y-%m-%dT%H:%M").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_the_practice_s_own() {
        let at: DateTime<Utc> = "2026-03-01T03:30:00Z".parse().unwrap();
        assert_eq!(Now::in_zone(at, chrono_tz::America::New_York).on.to_string(), "2026-02-28");
        assert_eq!(Now::in_zone(at, chrono_tz::Asia::Tokyo).on.to_string(), "2026-03-01");
    }
}
