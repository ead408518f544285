//! What becomes of a credit note's money: against its invoice, kept as credit, refunded, or a split.

use crate::money::Money;

/// A credit note's total, shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settlement {
    /// Applied to the invoice that the note is on.
    pub applied: Money,
    /// Paid back to the client.
    pub refunded: Money,
    /// Kept on the note as credit.
    pub kept: Money,
}

/// Why a split does not hold; each message is a sentence the therapist can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettlementError {
    /// More against the invoice than it has left to pay.
    #[error("{number} has only {outstanding} left to pay. Enter {outstanding} or less, and keep or refund the rest.")]
    OverOutstanding {
        /// The invoice.
        number: String,
        /// What is left to pay.
        outstanding: Money,
    },
    /// The parts come to more than the note.
    #[error("The parts come to {parts}, and the credit note to {total}. Lower one by {excess}.")]
    OverTotal {
        /// The parts added up.
        parts: Money,
        /// What the note comes to.
        total: Money,
        /// The difference.
        excess: Money,
    },
}

impl Settlement {
    /// The usual one: first against what is `outstanding` on the invoice, the rest kept as credit.
    #[must_use]
    pub fn usual(total: Money, outstanding: Money) -> Self {
        let applied = total.min(outstanding);
        Self { applied, refunded: total.none(), kept: total.less(applied) }
    }
}

/// Splits a note of `total`: `applied` to invoice `number`, which has `outstanding` left to pay, `refunded` to the client,
/// and the rest kept.
///
/// # Errors
/// [`SettlementError`] if a part is more than it can be.
pub fn settle(
    total: Money,
    applied: Money,
    refunded: Money,
    number: &str,
    outstanding: Money,
) -> Result<Settlement, SettlementError> {
    if applied > outstanding {
        return Err(SettlementError::OverOutstanding { number: number.to_owned(), outstanding });
    }
    let parts = applied.plus(refunded);
    let kept =
        total.minus(parts).ok_or_else(|| SettlementError::OverTotal { parts, total, excess: parts.less(total) })?;
    Ok(Settlement { applied, refunded, kept })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn sum(typed: &str) -> Money {
        Currency::new("USD", 2).unwrap().parse(typed).unwrap()
    }

    fn show(settlement: Settlement) -> String {
        format!("{} applied, {} refunded, {} kept", settlement.applied, settlement.refunded, settlement.kept)
    }

    #[test]
    fn a_note_first_lowers_what_is_outstanding() {
        assert_eq!(show(Settlement::usual(sum("50.00"), sum("30.00"))), "30.00 applied, 0.00 refunded, 20.00 kept");
        assert_eq!(show(Settlement::usual(sum("50.00"), sum("80.00"))), "50.00 applied, 0.00 refunded, 0.00 kept");
        assert_eq!(show(Settlement::usual(sum("50.00"), sum("0"))), "0.00 applied, 0.00 refunded, 50.00 kept");
    }

    #[test]
    fn a_split_adds_up_to_the_note() {
        let check = |applied: &str, refunded: &str, expected: &str| {
            let split = settle(sum("50.00"), sum(applied), sum(refunded), "INV-00007", sum("30.00"));
            assert_eq!(split.map_or_else(|error| error.to_string(), show), expected, "{applied} and {refunded}");
        };
        check("30.00", "5.00", "30.00 applied, 5.00 refunded, 15.00 kept");
        check("0", "50.00", "0.00 applied, 50.00 refunded, 0.00 kept");
        check("30.01", "0", "INV-00007 has only 30.00 left to pay. Enter 30.00 or less, and keep or refund the rest.");
        check("30.00", "20.01", "The parts come to 50.01, and the credit note to 50.00. Lower one by 0.01.");
    }
}
