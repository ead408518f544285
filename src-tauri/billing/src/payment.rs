//! What may be done with a payment.

use crate::money::Money;

/// Whether a payment counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentState {
    /// It counts.
    Active,
    /// It was entered in error or returned by the bank, and counts no more.
    Reversed,
}

/// A payment as its rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentStanding {
    /// The number of its receipt, for sentences.
    pub number: String,
    /// Whether it counts.
    pub state: PaymentState,
    /// What came in.
    pub amount: Money,
    /// How much of it is on invoices.
    pub applied: Money,
    /// How much of it went back to the client.
    pub refunded: Money,
}

/// Why a payment is not taken or stays as it is; each message is a sentence the therapist can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaymentError {
    /// An amount of nothing.
    #[error("Enter an amount above {zero}.")]
    NotAboveZero {
        /// Nothing, with the currency's decimals.
        zero: Money,
    },
    /// Less than what is used of it.
    #[error(
        "{amount} is less than the {used} already used. Enter {used} or more, or take {excess} off an invoice first."
    )]
    UnderUsed {
        /// The amount that was to be the new one.
        amount: Money,
        /// What is applied and refunded.
        used: Money,
        /// The difference.
        excess: Money,
    },
    /// It is reversed.
    #[error("{number} was reversed and stays as it is. Record a new payment instead.")]
    Reversed {
        /// Its receipt.
        number: String,
    },
    /// A refund of it stands.
    #[error("{refunded} of {number} was refunded. Reverse that refund first.")]
    Refunded {
        /// Its receipt.
        number: String,
        /// How much went back.
        refunded: Money,
    },
}

impl PaymentState {
    /// The code as it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Reversed => "reversed",
        }
    }

    /// The state of a stored code; `None` for any other text.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Active, Self::Reversed].into_iter().find(|state| state.as_str() == code)
    }
}

impl PaymentStanding {
    /// What can still be applied or refunded; nothing of a reversed payment.
    #[must_use]
    pub fn remaining(&self) -> Money {
        match self.state {
            PaymentState::Active => self.amount.less(self.applied.plus(self.refunded)),
            PaymentState::Reversed => self.amount.none(),
        }
    }

    /// Gives it another amount; what then remains of it.
    ///
    /// # Errors
    /// [`PaymentError`] if it is reversed, or if the amount is 0 or less than what is used of it.
    pub fn edit_amount(&self, amount: Money) -> Result<Money, PaymentError> {
        self.may_edit()?;
        check_payment_amount(amount)?;
        let used = self.applied.plus(self.refunded);
        amount.minus(used).ok_or_else(|| PaymentError::UnderUsed { amount, used, excess: used.less(amount) })
    }

    /// Whether its day, method, reference and comment may change.
    ///
    /// # Errors
    /// [`PaymentError::Reversed`].
    pub fn may_edit(&self) -> Result<(), PaymentError> {
        match self.state {
            PaymentState::Active => Ok(()),
            PaymentState::Reversed => Err(PaymentError::Reversed { number: self.number.clone() }),
        }
    }

    /// Whether it may be reversed, which takes it off every invoice.
    ///
    /// # Errors
    /// [`PaymentError`] if it is reversed already or a refund of it stands.
    pub fn may_reverse(&self) -> Result<(), PaymentError> {
        self.may_edit()?;
        if self.refunded.is_zero() {
            Ok(())
        } else {
            Err(PaymentError::Refunded { number: self.number.clone(), refunded: self.refunded })
        }
    }
}

/// Whether `amount` can be a payment: it is above 0.
///
/// # Errors
/// [`PaymentError::NotAboveZero`].
pub fn check_payment_amount(amount: Money) -> Result<(), PaymentError> {
    if amount.is_zero() { Err(PaymentError::NotAboveZero { zero: amount }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn sum(typed: &str) -> Money {
        Currency::new("USD", 2).unwrap().parse(typed).unwrap()
    }

    fn payment(state: PaymentState, applied: &str, refunded: &str) -> PaymentStanding {
        let (applied, refunded) = (sum(applied), sum(refunded));
        PaymentStanding { number: "R-00001".to_owned(), state, amount: sum("120.00"), applied, refunded }
    }

    fn check_edit(payment: &PaymentStanding, amount: &str, expected: &str) {
        let shown =
            payment.edit_amount(sum(amount)).map_or_else(|error| error.to_string(), |left| format!("{left} left"));
        assert_eq!(shown, expected, "{payment:?} to {amount}");
    }

    #[test]
    fn a_payment_never_becomes_less_than_what_is_used_of_it() {
        let refusal = "110.00 is less than the 120.00 already used. \
                       Enter 120.00 or more, or take 10.00 off an invoice first.";
        check_edit(&payment(PaymentState::Active, "120.00", "0"), "110.00", refusal);
        check_edit(&payment(PaymentState::Active, "100.00", "20.00"), "110.00", refusal);
        check_edit(&payment(PaymentState::Active, "100.00", "0"), "110.00", "10.00 left");
        check_edit(&payment(PaymentState::Active, "120.00", "0"), "120.00", "0.00 left");
        check_edit(&payment(PaymentState::Active, "0", "0"), "0", "Enter an amount above 0.00.");
    }

    #[test]
    fn a_reversed_payment_has_nothing_left_and_stays_as_it_is() {
        let stays = "R-00001 was reversed and stays as it is. Record a new payment instead.";
        let reversed = payment(PaymentState::Reversed, "0", "0");
        check_edit(&reversed, "130.00", stays);
        assert_eq!(reversed.remaining(), sum("0"));
        assert_eq!(reversed.may_reverse().unwrap_err().to_string(), stays);
        assert_eq!(payment(PaymentState::Active, "100.00", "5.00").remaining(), sum("15.00"));
    }

    #[test]
    fn a_payment_is_not_reversed_while_a_refund_of_it_stands() {
        assert_eq!(payment(PaymentState::Active, "100.00", "0").may_reverse(), Ok(()));
        assert_eq!(
            payment(PaymentState::Active, "100.00", "20.00").may_reverse().unwrap_err().to_string(),
            "20.00 of R-00001 was refunded. Reverse that refund first."
        );
    }

    #[test]
    fn a_state_has_one_code_each() {
        for state in [PaymentState::Active, PaymentState::Reversed] {
            assert_eq!(PaymentState::parse(state.as_str()), Some(state));
        }
        assert_eq!(PaymentState::parse(""), None);
    }
}
