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
    /// Less against the invoice than what goodwill paid of it.
    #[error(
        "{goodwill} of {number} was paid with goodwill, which is no money to give back. Put {goodwill} or more of the \
         credit note on the invoice; the goodwill is free again."
    )]
    OverGoodwill {
        /// The invoice.
        number: String,
        /// How much of it makes way for the note.
        goodwill: Money,
    },
    /// More back to the client than was paid on the invoice.
    #[error(
        "Only {paid} that was paid on {number} can go back to the client. Put the rest of the credit note on the \
         invoice, or keep it as credit."
    )]
    OverPaid {
        /// The invoice.
        number: String,
        /// What money other than goodwill paid of it, and no credit note left to the client yet.
        paid: Money,
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

/// What an invoice lets a credit note on it be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SplitRoom {
    /// What the invoice has left to pay.
    pub outstanding: Money,
    /// What of that is left to pay because goodwill made way for the note.
    pub goodwill: Money,
    /// What money other than goodwill paid of it, and no credit note left to the client yet.
    pub paid: Money,
}

impl Settlement {
    /// The usual one: first against what is `outstanding` on the invoice, the rest kept as credit.
    #[must_use]
    pub fn usual(total: Money, outstanding: Money) -> Self {
        let applied = total.min(outstanding);
        Self { applied, refunded: total.none(), kept: total.less(applied) }
    }
}

/// How much of the `goodwill` on an invoice makes way for a credit note. `kept` is what then would be left to the client
/// of all notes on that invoice: at most what money other than goodwill, `own`, paid of it.
#[must_use]
pub fn goodwill_makes_way(kept: Money, own: Money, goodwill: Money) -> Money {
    goodwill.min(kept.less(own))
}

/// Splits a note of `total`: `applied` to invoice `number`, `refunded` to the client, and the rest kept.
///
/// # Errors
/// [`SettlementError`] if a part is more than it can be.
pub fn settle(
    total: Money,
    applied: Money,
    refunded: Money,
    number: &str,
    SplitRoom { outstanding, goodwill, paid }: SplitRoom,
) -> Result<Settlement, SettlementError> {
    if applied < goodwill {
        return Err(SettlementError::OverGoodwill { number: number.to_owned(), goodwill });
    }
    if applied > outstanding {
        return Err(SettlementError::OverOutstanding { number: number.to_owned(), outstanding });
    }
    let parts = applied.plus(refunded);
    let kept =
        total.minus(parts).ok_or_else(|| SettlementError::OverTotal { parts, total, excess: parts.less(total) })?;
    if refunded > paid {
        return Err(SettlementError::OverPaid { number: number.to_owned(), paid });
    }
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
    fn what_goodwill_paid_is_not_left_to_the_client() {
        let check = |kept: &str, own: &str, goodwill: &str, expected: &str| {
            assert_eq!(
                goodwill_makes_way(sum(kept), sum(own), sum(goodwill)),
                sum(expected),
                "{kept} {own} {goodwill}"
            );
        };
        check("100.00", "0", "100.00", "100.00");
        check("100.00", "60.00", "40.00", "40.00");
        check("50.00", "60.00", "40.00", "0");
        check("70.00", "60.00", "40.00", "10.00");
        check("0", "0", "40.00", "0");
        check("100.00", "0", "30.00", "30.00");
    }

    #[test]
    fn a_split_adds_up_to_the_note() {
        let check = |applied: &str, refunded: &str, expected: &str| {
            let room = SplitRoom { outstanding: sum("30.00"), goodwill: sum("10.00"), paid: sum("30.00") };
            let split = settle(sum("50.00"), sum(applied), sum(refunded), "INV-00007", room);
            assert_eq!(split.map_or_else(|error| error.to_string(), show), expected, "{applied} and {refunded}");
        };
        check("30.00", "5.00", "30.00 applied, 5.00 refunded, 15.00 kept");
        check("20.00", "30.00", "20.00 applied, 30.00 refunded, 0.00 kept");
        check(
            "9.99",
            "30.00",
            "10.00 of INV-00007 was paid with goodwill, which is no money to give back. Put 10.00 or more of the credit \
             note on the invoice; the goodwill is free again.",
        );
        check("30.01", "0", "INV-00007 has only 30.00 left to pay. Enter 30.00 or less, and keep or refund the rest.");
        check(
            "10.00",
            "30.01",
            "Only 30.00 that was paid on INV-00007 can go back to the client. Put the rest of the credit note on the \
             invoice, or keep it as credit.",
        );
        check("30.00", "20.01", "The parts come to 50.01, and the credit note to 50.00. Lower one by 0.01.");
        check("10.00", "40.01", "The parts come to 50.01, and the credit note to 50.00. Lower one by 0.01.");
    }
}
