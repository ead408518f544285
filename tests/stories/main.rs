//! Stories on a real encrypted practice file, each named after what it promises.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story stops at the first surprise, and that is its report"
)]

mod accounts;
mod assist;
mod attendance;
mod calendar;
mod checks;
mod constraints;
mod credit_attendance;
mod credit_documents;
mod credit_notes;
mod credits;
mod dating;
mod documents;
mod examples;
mod export;
mod folder;
mod import;
mod invoices;
mod linked;
mod monthly;
mod payments;
mod products;
mod received;
mod records;
mod refunds;
mod reports;
mod returns;
mod search;
mod sequences;
mod shares;
mod statements;
mod tracking;
mod undo;
mod undo_import;
mod undo_later;
mod why;
