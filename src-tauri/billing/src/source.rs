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
    #[error("{applied} of {number} is applied to invoices, so it cannot be {}. Unapply it first.", .kind.withdraw())]
    Applied {
        /// The source.
        number: String,
        /// What it is.
        kind: SourceKind,
        /// How much is applied.
        applied: Money,
    },
    /// A refund or a transfer of it stands.
    #[error("{paid_out} of {number} was {}. {} first.", .way.past(), .way.take_back())]
    PaidOut {
        /// The source.
        number: String,
        /// What was refunded and transferred.
        paid_out: Money,
        /// Which of the two.
        way: WayOut,
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
            Err(SourceError::PaidOut { number: self.number.clone(), paid_out, way: self.way_out() })
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
            Err(SourceError::Applied { number: self.number.clone(), kind: self.kind, applied: self.applied })
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
mod tests {
    use super::*;
    use crate::money::Currency;

    fn sum(typed: &str) -> Money {
        Currency::new("USD", 2).unwrap().parse(typed).unwrap()
    }

    fn day(written: &str) -> NaiveDate {
        written.parse().unwrap()
    }

    fn source(kind: SourceKind, state: SourceState, applied: &str, refunded: &str) -> SourceStanding {
        let number = match kind {
            SourceKind::Payment => "R-00001",
            SourceKind::Credit => "CR-00001",
            SourceKind::CreditNote => "CN-00001",
        };
        let (amount, applied, refunded) = (sum("120.00"), sum(applied), sum(refunded));
        let transferred = sum("0");
        SourceStanding {
            number: number.to_owned(),
            kind,
            state,
            expires_on: None,
            amount,
            applied,
            refunded,
            transferred,
        }
    }

    fn payment(applied: &str, refunded: &str) -> SourceStanding {
        source(SourceKind::Payment, SourceState::Active, applied, refunded)
    }

    fn goodwill(state: SourceState) -> SourceStanding {
        let expires_on = Some(day("2026-06-30"));
        let credit = source(SourceKind::Credit, state, "20.00", "0");
        SourceStanding { amount: sum("50.00"), expires_on, ..credit }
    }

    fn check_edit(source: &SourceStanding, amount: &str, expected: &str) {
        let shown =
            source.edit_amount(sum(amount)).map_or_else(|error| error.to_string(), |left| format!("{left} left"));
        assert_eq!(shown, expected, "{source:?} to {amount}");
    }

    #[test]
    fn a_source_never_becomes_less_than_what_is_used_of_it() {
        let refusal = "110.00 is less than the 120.00 already used. \
                       Enter 120.00 or more, or take 10.00 off an invoice first.";
        check_edit(&payment("120.00", "0"), "110.00", refusal);
        check_edit(&payment("100.00", "20.00"), "110.00", refusal);
        check_edit(&payment("100.00", "0"), "110.00", "10.00 left");
        check_edit(&payment("120.00", "0"), "120.00", "0.00 left");
        check_edit(&payment("0", "0"), "0", "Enter an amount above 0.00.");
        check_edit(&source(SourceKind::Credit, SourceState::Inactive, "100.00", "0"), "110.00", "10.00 left");
    }

    #[test]
    fn what_was_withdrawn_has_nothing_left_and_stays_as_it_is() {
        let check = |kind, sentence: &str| {
            let withdrawn = source(kind, SourceState::Withdrawn, "0", "0");
            check_edit(&withdrawn, "130.00", sentence);
            assert_eq!(withdrawn.remaining(), sum("0"));
            assert_eq!(withdrawn.may_withdraw().unwrap_err().to_string(), sentence);
            assert_eq!(withdrawn.may_use(day("2026-06-30")).unwrap_err().to_string(), sentence);
        };
        check(SourceKind::Payment, "R-00001 was reversed and stays as it is. Record a new payment instead.");
        check(SourceKind::Credit, "CR-00001 was deleted and stays as it is. Make a new credit instead.");
        check(SourceKind::CreditNote, "CN-00001 is void and stays as it is. Issue a new credit note instead.");
        assert_eq!(payment("100.00", "5.00").remaining(), sum("15.00"));
    }

    #[test]
    fn what_left_the_account_is_named_by_its_way() {
        let check = |refunded: &str, transferred: &str, expected: &str| {
            let transferred = sum(transferred);
            let source = SourceStanding { transferred, ..payment("50.00", refunded) };
            assert_eq!(source.may_release().unwrap_err().to_string(), expected);
            source.edit_amount(sum("10.00")).unwrap_err().to_string()
        };
        assert_eq!(
            check("0", "20.00", "20.00 of R-00001 was moved to a linked client. Undo that transfer first."),
            "10.00 is less than the 20.00 that was moved to a linked client. Enter 20.00 or more, or take that back first."
        );
        assert_eq!(
            check(
                "15.00",
                "20.00",
                "35.00 of R-00001 was refunded or moved to a linked client. Reverse that refund and undo that transfer \
                 first."
            ),
            "10.00 is less than the 35.00 that was refunded or moved to a linked client. Enter 35.00 or more, or take \
             that back first."
        );
        assert_eq!(SourceStanding { transferred: sum("20.00"), ..payment("50.00", "15.00") }.remaining(), sum("35.00"));
    }

    #[test]
    fn a_payment_is_not_reversed_while_a_refund_of_it_stands() {
        assert_eq!(payment("100.00", "0").may_release(), Ok(()));
        assert_eq!(
            payment("100.00", "20.00").may_release().unwrap_err().to_string(),
            "20.00 of R-00001 was refunded. Reverse that refund first."
        );
    }

    #[test]
    fn a_credit_or_note_of_which_something_is_used_is_not_withdrawn() {
        let check = |kind, applied: &str, refunded: &str, expected: &str| {
            let shown = source(kind, SourceState::Active, applied, refunded).may_withdraw();
            assert_eq!(shown.map_or_else(|error| error.to_string(), |()| "yes".to_owned()), expected);
        };
        check(SourceKind::Credit, "0", "0", "yes");
        check(
            SourceKind::Credit,
            "20.00",
            "0",
            "20.00 of CR-00001 is applied to invoices, so it cannot be deleted. Unapply it first.",
        );
        check(
            SourceKind::CreditNote,
            "20.00",
            "0",
            "20.00 of CN-00001 is applied to invoices, so it cannot be made void. Unapply it first.",
        );
        check(SourceKind::CreditNote, "0", "5.00", "5.00 of CN-00001 was refunded. Reverse that refund first.");
    }

    #[test]
    fn goodwill_can_be_used_on_its_last_day_and_not_after() {
        let credit = goodwill(SourceState::Active);
        let shown = |today: &str| {
            let today = day(today);
            format!("{} available, {} lapsed", credit.available(today), credit.lapsed(today))
        };
        assert_eq!(shown("2026-06-30"), "30.00 available, 0.00 lapsed");
        assert_eq!(shown("2026-07-01"), "0.00 available, 30.00 lapsed");
        assert_eq!(credit.may_use(day("2026-06-30")), Ok(()));
        assert_eq!(
            credit.may_use(day("2026-07-01")).unwrap_err().to_string(),
            "CR-00001 could be used until 30 Jun 2026. Give it a later last day first."
        );
    }

    #[test]
    fn an_inactive_credit_has_nothing_available() {
        let credit = goodwill(SourceState::Inactive);
        assert_eq!(credit.available(day("2026-06-01")), sum("0"));
        assert_eq!(credit.remaining(), sum("30.00"));
        assert_eq!(
            credit.may_use(day("2026-06-01")).unwrap_err().to_string(),
            "CR-00001 is inactive, so nothing of it can be used. Reactivate it first."
        );
    }

    #[test]
    fn a_refund_is_at_most_what_remains() {
        let check = |amount: &str, expected: &str| {
            let shown = payment("100.00", "5.00").pay_out(sum(amount), day("2026-03-02"));
            assert_eq!(shown.map_or_else(|error| error.to_string(), |left| format!("{left} left")), expected);
        };
        check("15.00", "0.00 left");
        check("15.01", "Only 15.00 remains of R-00001, and 15.01 was asked for. Enter 15.00 or less.");
        check("0", "Enter an amount above 0.00.");
    }

    #[test]
    fn a_kind_and_a_state_have_one_code_each() {
        for kind in SourceKind::ALL {
            assert_eq!(SourceKind::parse(kind.as_str()), Some(kind));
        }
        for state in SourceState::ALL {
            assert_eq!(SourceState::parse(state.as_str()), Some(state));
        }
        assert_eq!((SourceKind::parse(""), SourceState::parse("void")), (None, None));
    }
}
