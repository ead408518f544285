//! Documents from facts to the bytes of a PDF, read back with the programs that clients' computers use.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy allows them in test functions, and here all code is for tests"
)]

mod layout;
mod read_back;
mod sample;
