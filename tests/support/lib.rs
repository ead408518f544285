//! What the stories share.

#[cfg(feature = "e2e")]
pub mod window;
