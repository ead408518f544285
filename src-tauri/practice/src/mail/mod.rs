//! E-mail: the one place that knows how a message is written.

mod eml;

pub use eml::{MailError, message};
