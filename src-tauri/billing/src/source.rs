//! Sources of a client's money: payments, credits and credit notes, each an amount that invoices and refunds use up.

use chrono::NaiveDate;

use crate::{day::day_in_words, money::Money};

/// What a source of money is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// Money that came in; it has a receipt.
    Payment,
    /// Made by hand: goodwill, an opening balance, money of a linked client.
    Credit,
    /// A document that lowers an issued invoice, or stands alone.
    CreditNote,
}

/// Whether a source counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceState {
    /// It counts.
    Active,
    /// A credit that was deactivated: what is unused of it cannot be used.
    Inactive,
    /// A payment that was reversed, a credit that was deleted, a credit note that is void: it counts no more.
    Withdrawn,
}

/// A source as its rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceStanding {
    /// Its number, for sentences.
    pub number: String,
    /// What it is.
    pub kind: SourceKind,
    /// Whether it counts.
    pub state: SourceState,
    /// The last day on which it can be used.
    pub expires_on: Option<NaiveDate>,
    /// What it came to.
    pub amount: Money,
    /// How much of it is on invoices.
    pub applied: Money,
    /// How much of it went back to the client.
    pub refunded: Money,
    /// How much of it was moved to a linked client.
    pub transferred: Money,
}

/// How money left a source other than to invoices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WayOut {
    /// Back to the client.
    Refunded,
    /// To a linked client.
    Transferred,
    /// Some of it each way.
    Both,
}

/// Why a source stays as it is; each message is a sentence the therapist can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// An amount of nothing.
    #[error("Enter an amount above {zero}.")]
    NotAboveZero {
        /// Nothing, with the currency's decimals.
        zero: Money,
    },
    /// It counts no more.
    #[error("{number} {} and stays as it is. {}", .kind.withdrawn(), .kind.instead())]
    Withdrawn {
        /// The source.
        number: String,
        /// What it is.
        kind: SourceKind,
    },
    /// Less than what is used of it.
    #[error(
        "{amount} is less than the {used} already used. Enter {used} or more, or take {excess} off an invoice first."
    )]
    UnderUsed {
        /// The amount that was to be the new one.
        amount: Money,
        /// What is applied, refunded and transferred.
        used: Money,
        /// The difference.
        excess: Money,
    },
    /// Less than what left the account of it.
    #[error(
        "{amount} is less than the {paid_out} that was {}. Enter {paid_out} or more, or take that back first.",
        .way.past()
    )]
    UnderPaidOut {
        /// The amount that was to be the new one.
        amount: Money,
        /// What was refunded and transferred.
        paid_out: Money,
        /// Which of the two.
        way: WayOut,
    },
    /// Some of it is on invoices.
    #[error(
        "{applied} of {number} is applied to {}, so it cannot be {}. Unapply it first.",
        in_a_row(.on).unwrap_or_else(|| "invoices".to_owned()),
        .kind.withdraw()
    )]
    Applied {
        /// The source.
        number: String,
        /// What it is.
        kind: SourceKind,
        /// How much is applied.
        applied: Money,
        /// The numbers of those invoices, where they are known.
        on: Vec<String>,
    },
    /// A refund or a transfer of it stands.
    #[error(
        "{paid_out} of {number} was {}{}. {} first.",
        .way.past(),
        in_a_row(.with).map(|with| format!(" ({with})")).unwrap_or_default(),
        .way.take_back()
    )]
    PaidOut {
        /// The source.
        number: String,
        /// What was refunded and transferred.
        paid_out: Money,
        /// Which of the two.
        way: WayOut,
        /// The numbers of the refunds, and of the credits that it was moved into, where they are known.
        with: Vec<String>,
    },
    /// More than is left of it.
    #[error("Only {remaining} remains of {number}, and {amount} was asked for. Enter {remaining} or less.")]
    OverRemaining {
        /// The source.
        number: String,
        /// What remains.
        remaining: Money,
        /// What was asked for.
        amount: Money,
    },
    /// It was deactivated.
    #[error("{number} is inactive, so nothing of it can be used. Reactivate it first.")]
    Inactive {
        /// The source.
        number: String,
    },
    /// Its last day is past.
    #[error("{number} could be used until {}. Give it a later last day first.", day_in_words(*.expires_on))]
    Lapsed {
        /// The source.
        number: String,
        /// Its last day.
        expires_on: NaiveDate,
    },
}

/// Numbers as a sentence names them, the last of many as a count; nothing where there are none.
#[must_use]
pub fn in_a_row(numbers: &[String]) -> Option<String> {
    match numbers {
        [] => None,
        [one] => Some(one.clone()),
        [one, other] => Some(format!("{one} and {other}")),
        [one, other, last] => Some(format!("{one}, {other} and {last}")),
        [one, other, more @ ..] => Some(format!("{one}, {other} and {} more", more.len())),
    }
}

impl SourceError {
    /// The same refusal with the documents that stand in the way: the invoices that the source is on, and its refunds with
    /// the credits that it was moved into.
    #[must_use]
    pub fn naming(self, invoices: Vec<String>, payouts: Vec<String>) -> Self {
        match self {
            Self::Applied { number, kind, applied, .. } => Self::Applied { number, kind, applied, on: invoices },
            Self::PaidOut { number, paid_out, way, .. } => Self::PaidOut { number, paid_out, way, with: payouts },
            other => other,
        }
    }
}

impl SourceKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Payment, Self::Credit, Self::CreditNote];

    /// The code as it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Credit => "credit",
            Self::CreditNote => "credit_note",
        }
    }

    /// The kind of a stored code; `None` for any other text.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == code)
    }

    fn withdraw(self) -> &'static str {
        match self {
            Self::Payment => "reversed",
            Self::Credit => "deleted",
            Self::CreditNote => "made void",
        }
    }

    fn withdrawn(self) -> &'static str {
        match self {
            Self::Payment => "was reversed",
            Self::Credit => "was deleted",
            Self::CreditNote => "is void",
        }
    }

    fn instead(self) -> &'static str {
        match self {
            Self::Payment => "Record a new payment instead.",
            Self::Credit => "Make a new credit instead.",
            Self::CreditNote => "Issue a new credit note instead.",
        }
    }
}

impl WayOut {
    fn past(self) -> &'static str {
        match self {
            Self::Refunded => "refunded",
            Self::Transferred => "moved to a linked client",
            Self::Both => "refunded or moved to a linked client",
        }
    }

    fn take_back(self) -> &'static str {
        match self {
            Self::Refunded => "Reverse that refund",
            Self::Transferred => "Undo that transfer",
            Self::Both => "Reverse that refund and undo that transfer",
        }
    }
}

impl SourceState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Active, Self::Inactive, Self::Withdrawn];

    /// The code as it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of a stored code; `None` for any other text.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == code)
    }
}

impl SourceStanding {
    /// What is used of it: applied, refunded and transferred.
    #[must_use]
    pub fn used(&self) -> Money {
        self.applied.plus(self.paid_out())
    }

    /// What left the account of it: refunded, or moved to a linked client.
    #[must_use]
    pub fn paid_out(&self) -> Money {
        self.refunded.plus(self.transferred)
    }

    fn way_out(&self) -> WayOut {
        match (self.refunded.is_zero(), self.transferred.is_zero()) {
            (_, true) => WayOut::Refunded,
            (true, false) => WayOut::Transferred,
            (false, false) => WayOut::Both,
        }
    }

    /// What is not used of it; nothing of one that was withdrawn.
    #[must_use]
    pub fn remaining(&self) -> Money {
        match self.state {
            SourceState::Active | SourceState::Inactive => self.amount.less(self.used()),
            SourceState::Withdrawn => self.amount.none(),
        }
    }

    /// Whether its last day is past.
    #[must_use]
    pub fn has_expired(&self, today: NaiveDate) -> bool {
        self.expires_on.is_some_and(|last| last < today)
    }

    /// What can be used of it on `today`: what remains, or nothing where it is inactive or past its last day.
    #[must_use]
    pub fn available(&self, today: NaiveDate) -> Money {
        if self.state == SourceState::Active && !self.has_expired(today) {
            self.remaining()
        } else {
            self.amount.none()
        }
    }

    /// What remains of it and can be used no more, because its last day is past.
    #[must_use]
    pub fn lapsed(&self, today: NaiveDate) -> Money {
        if self.has_expired(today) { self.remaining() } else { self.amount.none() }
    }

    /// Whether it may change at all.
    ///
    /// # Errors
    /// [`SourceError::Withdrawn`].
    pub fn may_change(&self) -> Result<(), SourceError> {
        match self.state {
            SourceState::Active | SourceState::Inactive => Ok(()),
            SourceState::Withdrawn => Err(SourceError::Withdrawn { number: self.number.clone(), kind: self.kind }),
        }
    }

    /// Gives it another amount; what then remains of it.
    ///
    /// # Errors
    /// [`SourceError`] if it was withdrawn, or if the amount is 0 or less than what is used of it.
    pub fn edit_amount(&self, amount: Money) -> Result<Money, SourceError> {
        self.may_change()?;
        check_amount(amount)?;
        let (used, paid_out) = (self.used(), self.paid_out());
        if amount < paid_out {
            return Err(SourceError::UnderPaidOut { amount, paid_out, way: self.way_out() });
        }
        amount.minus(used).ok_or_else(|| SourceError::UnderUsed { amount, used, excess: used.less(amount) })
    }

    /// Whether it may be withdrawn with what it has on invoices, which is taken off them in the same act: a payment
    /// that is reversed.
    ///
    /// # Errors
    /// [`SourceError`] if it was withdrawn already or a refund or transfer of it stands.
    pub fn may_release(&self) -> Result<(), SourceError> {
        self.may_change()?;
        let paid_out = self.paid_out();
        if paid_out.is_zero() {
            Ok(())
        } else {
            Err(SourceError::PaidOut { number: self.number.clone(), paid_out, way: self.way_out(), with: Vec::new() })
        }
    }

    /// Whether it may be withdrawn while nothing of it is used: a credit that is deleted, a credit note made void.
    ///
    /// # Errors
    /// As [`SourceStanding::may_release`], and [`SourceError::Applied`] while anything is applied.
    pub fn may_withdraw(&self) -> Result<(), SourceError> {
        self.may_release()?;
        if self.applied.is_zero() {
            Ok(())
        } else {
            let (number, on) = (self.number.clone(), Vec::new());
            Err(SourceError::Applied { number, kind: self.kind, applied: self.applied, on })
        }
    }

    /// Whether what remains of it can be used on `today`.
    ///
    /// # Errors
    /// [`SourceError`] if it was withdrawn or deactivated, or if its last day is past.
    pub fn may_use(&self, today: NaiveDate) -> Result<(), SourceError> {
        self.may_change()?;
        match self.expires_on.filter(|last| *last < today) {
            Some(expires_on) => Err(SourceError::Lapsed { number: self.number.clone(), expires_on }),
            None if self.state == SourceState::Inactive => Err(SourceError::Inactive { number: self.number.clone() }),
            None => Ok(()),
        }
    }

    /// Whether `amount` of what remains of it can leave the account on `today`; what remains then.
    ///
    /// # Errors
    /// As [`SourceStanding::may_use`]; an amount of 0 or of more than remains.
    pub fn pay_out(&self, amount: Money, today: NaiveDate) -> Result<Money, SourceError> {
        self.may_use(today)?;
        check_amount(amount)?;
        let remaining = self.remaining();
        remaining.minus(amount).ok_or_else(|| SourceError::OverRemaining {
            number: self.number.clone(),
            remaining,
            amount,
        })
    }
}

/// Whether `amount` can be one of a source or of a refund: it is above 0.
///
/// # Errors
/// [`SourceError::NotAboveZero`].
pub fn check_amount(amount: Money) -> Result<(), SourceError> {
    if amount.is_zero() { Err(SourceError::NotAboveZero { zero: amount }) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
