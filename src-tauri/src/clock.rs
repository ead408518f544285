//! The clock, read at the edge. A build for journeys takes today from `DAYBOOK_TODAY`.

use practice::{Error, Now, Practice};

/// The moment, in the practice's time zone.
#[cfg(not(feature = "test-clock"))]
pub async fn now(practice: &Practice) -> Result<Now, Error> {
    practice.now_at(chrono::Utc::now()).await
}

/// Noon on `DAYBOOK_TODAY`, else the moment in the practice's time zone.
#[cfg(feature = "test-clock")]
pub async fn now(practice: &Practice) -> Result<Now, Error> {
    match std::env::var("DAYBOOK_TODAY").ok().and_then(|day| day.parse().ok()) {
        Some(day) => Ok(Now::noon(day)),
        None => practice.now_at(chrono::Utc::now()).await,
    }
}
