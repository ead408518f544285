//! The commands that the page may call, one module per concept. Each unpacks, calls, converts; none decides.

pub mod error;
pub mod shell;
