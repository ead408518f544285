//! The rules of money of a practice: what an invoice comes to, what a payment covers, and what is refused.
//!
//! Pure: nothing here reads a clock, a file or a random number. Every rule is in `docs/money-rules.md` terms.

mod money;

pub use money::{Currency, Money, MoneyError};
