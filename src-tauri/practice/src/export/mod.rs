//! Everything out again in open formats.

pub mod csv;
mod lists;
mod money;
