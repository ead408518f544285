//! Journeys in the real window.

mod journey;
