//! Everything out again in open formats.

pub mod csv;
mod goods;
mod lists;
mod money;
