//! Journeys in the real window.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a journey stops at the first surprise, and that is its report"
)]

mod access;
mod bad_input;
mod books;
mod corrections;
mod credits;
mod desk;
mod first_start;
mod goods;
mod import;
mod journey;
mod keyboard;
mod locking;
mod money_back;
mod money_moves;
mod notes;
mod payers;
mod undo;
mod undo_money;
mod why;
