//! What the stories share.

mod acts;
mod books;
mod disk;
mod forms;
mod goods;
mod model;
mod money;
pub mod raw;
mod story;
mod tracking;
mod why;

#[cfg(feature = "e2e")]
pub mod window;

pub use acts::{assert_effects, assert_foreseen};
pub use books::Reading;
pub use disk::SmallDisk;
pub use forms::{
    Fee, PASSPHRASE, amount, anybody, fee, first_start, line, no_discount, percent, profile, service, shares, source,
    the_service_s, voiding,
};
pub use goods::returned;
pub use model::{Allowed, Model};
pub use money::{Moving, cents, split, typed};
pub use story::{Opening, Story, empty_folder, every_invoice, practice};
pub use tracking::{in_words, occasion_in_words};
pub use why::account;
