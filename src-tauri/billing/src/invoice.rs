//! Where an invoice stands, and what may be done with it.

use chrono::{Days, NaiveDate};

use crate::money::Money;

/// Whether an invoice can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InvoiceState {
    /// Its lines can change.
    Open,
    /// Its lines cannot change; money can still be applied to it.
    Locked,
    /// It should never have existed; it keeps its number and asks for nothing.
    Void,
}

/// Whether an invoice is paid (money-rules 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// The invoice is void.
    Void,
    /// Nothing is outstanding; so is an invoice of 0.
    Paid,
    /// Something is applied or written off, and something is outstanding.
    PartPaid {
        /// Whether its due day is past.
        overdue: bool,
    },
    /// Nothing is applied or written off.
    Unpaid {
        /// Whether its due day is past.
        overdue: bool,
    },
}

/// An invoice as its rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceStanding {
    /// Its number, for sentences.
    pub number: String,
    /// Whether it can change.
    pub state: InvoiceState,
    /// What it asks for.
    pub total: Money,
    /// How much is applied to it.
    pub applied: Money,
    /// How much of it was given up.
    pub written_off: Money,
}

/// Why an invoice stays as it is; each message is a sentence the therapist can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvoiceError {
    /// It is void.
    #[error("{number} is void and stays as it is. Make a new invoice instead.")]
    Void {
        /// The invoice.
        number: String,
    },
    /// It is locked.
    #[error("{number} is locked. Unlock it first.")]
    Locked {
        /// The invoice.
        number: String,
    },
    /// Money is applied to it.
    #[error(
        "{applied} of {total} is applied to {number}, so it cannot be void. \
         Unapply it first, or release it in the same act."
    )]
    Applied {
        /// The invoice.
        number: String,
        /// What it asks for.
        total: Money,
        /// How much is applied to it.
        applied: Money,
    },
    /// Something of it was given up.
    #[error("{written_off} of {number} is written off, so it cannot be void. Reverse the write-off first.")]
    WrittenOff {
        /// The invoice.
        number: String,
        /// How much was given up.
        written_off: Money,
    },
    /// An amount of nothing.
    #[error("Enter an amount above {zero}.")]
    NotAboveZero {
        /// Nothing, with the currency's decimals.
        zero: Money,
    },
    /// More than there is.
    #[error("Only {most} of {number} is {part}, and {amount} was asked for. Enter {most} or less.")]
    OverPart {
        /// The invoice.
        number: String,
        /// What there is not enough of.
        part: InvoicePart,
        /// How much there is.
        most: Money,
        /// What was asked for.
        amount: Money,
    },
}

/// What a part of an invoice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvoicePart {
    /// Left to pay.
    Outstanding,
    /// Given up.
    WrittenOff,
}

impl std::fmt::Display for InvoicePart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Outstanding => "outstanding",
            Self::WrittenOff => "written off",
        })
    }
}

impl InvoiceState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Open, Self::Locked, Self::Void];

    /// The code as it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Locked => "locked",
            Self::Void => "void",
        }
    }

    /// The state of a stored code; `None` for any other text.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == code)
    }
}

impl Status {
    /// The code as it is shown to the page: `void`, `paid`, `part_paid` or `unpaid`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Void => "void",
            Self::Paid => "paid",
            Self::PartPaid { .. } => "part_paid",
            Self::Unpaid { .. } => "unpaid",
        }
    }

    /// Whether something is outstanding after the due day.
    #[must_use]
    pub fn is_overdue(self) -> bool {
        matches!(self, Self::PartPaid { overdue: true } | Self::Unpaid { overdue: true })
    }
}

impl InvoiceStanding {
    /// What is settled of it: applied and written off.
    #[must_use]
    pub fn settled(&self) -> Money {
        self.applied.plus(self.written_off)
    }

    /// What is left to pay; nothing of a void invoice.
    #[must_use]
    pub fn outstanding(&self) -> Money {
        match self.state {
            InvoiceState::Void => self.total.none(),
            InvoiceState::Open | InvoiceState::Locked => self.total.less(self.settled()),
        }
    }

    /// Whether it is paid, as of `today`; it is overdue on the day after `due_on`.
    #[must_use]
    pub fn status(&self, due_on: NaiveDate, today: NaiveDate) -> Status {
        let overdue = today > due_on;
        if self.state == InvoiceState::Void {
            Status::Void
        } else if self.outstanding().is_zero() {
            Status::Paid
        } else if self.settled().is_zero() {
            Status::Unpaid { overdue }
        } else {
            Status::PartPaid { overdue }
        }
    }

    /// Whether its lines, discount and notes may change.
    ///
    /// # Errors
    /// [`InvoiceError::Void`] or [`InvoiceError::Locked`].
    pub fn may_edit(&self) -> Result<(), InvoiceError> {
        match self.state {
            InvoiceState::Open => Ok(()),
            InvoiceState::Locked => Err(InvoiceError::Locked { number: self.number.clone() }),
            InvoiceState::Void => Err(InvoiceError::Void { number: self.number.clone() }),
        }
    }

    /// Whether it may become void. To `release` what is applied to it in the same act is the user's choice.
    ///
    /// # Errors
    /// As [`InvoiceStanding::may_edit`]; [`InvoiceError::WrittenOff`] while something of it is given up, and
    /// [`InvoiceError::Applied`] while anything is applied that is not to be released.
    pub fn may_void(&self, release: bool) -> Result<(), InvoiceError> {
        self.may_edit()?;
        let (number, written_off) = (self.number.clone(), self.written_off);
        if !written_off.is_zero() {
            return Err(InvoiceError::WrittenOff { number, written_off });
        }
        if release || self.applied.is_zero() {
            Ok(())
        } else {
            Err(InvoiceError::Applied { number, total: self.total, applied: self.applied })
        }
    }

    /// Whether `amount` of what is outstanding may be given up; what is left to pay then.
    ///
    /// # Errors
    /// [`InvoiceError`] if it is void, if `amount` is 0 or more than is outstanding.
    pub fn write_off(&self, amount: Money) -> Result<Money, InvoiceError> {
        self.not_void()?;
        self.check_part(amount, self.outstanding(), InvoicePart::Outstanding)
    }

    /// Whether `amount` of what was given up may be owed again; what stays given up then.
    ///
    /// # Errors
    /// [`InvoiceError`] if `amount` is 0 or more than was written off.
    pub fn reverse_write_off(&self, amount: Money) -> Result<Money, InvoiceError> {
        self.check_part(amount, self.written_off, InvoicePart::WrittenOff)
    }

    fn check_part(&self, amount: Money, most: Money, part: InvoicePart) -> Result<Money, InvoiceError> {
        if amount.is_zero() {
            return Err(InvoiceError::NotAboveZero { zero: amount });
        }
        most.minus(amount).ok_or_else(|| InvoiceError::OverPart { number: self.number.clone(), part, most, amount })
    }

    /// Whether it counts: a void invoice is neither locked nor unlocked, and takes no money and no credit note.
    ///
    /// # Errors
    /// [`InvoiceError::Void`].
    pub fn not_void(&self) -> Result<(), InvoiceError> {
        match self.state {
            InvoiceState::Open | InvoiceState::Locked => Ok(()),
            InvoiceState::Void => Err(InvoiceError::Void { number: self.number.clone() }),
        }
    }
}

/// The last day on which an invoice can be paid in time: `terms_days` after it is issued.
#[must_use]
pub fn due_on(issued_on: NaiveDate, terms_days: u16) -> NaiveDate {
    issued_on.checked_add_days(Days::new(u64::from(terms_days))).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn invoice(state: InvoiceState, total: &str, applied: &str) -> InvoiceStanding {
        let usd = Currency::new("USD", 2).unwrap();
        let (total, applied) = (usd.parse(total).unwrap(), usd.parse(applied).unwrap());
        let written_off = total.none();
        InvoiceStanding { number: "INV-00007".to_owned(), state, total, applied, written_off }
    }

    #[test]
    fn what_is_given_up_settles_an_invoice_and_can_be_owed_again() {
        let sum = |typed: &str| Currency::new("USD", 2).unwrap().parse(typed).unwrap();
        let given_up = InvoiceStanding { written_off: sum("30.00"), ..invoice(InvoiceState::Locked, "90.00", "20.00") };
        check_status(&given_up, "2026-03-01", "part_paid, 40.00 left");
        check_status(&InvoiceStanding { applied: sum("60.00"), ..given_up.clone() }, "2026-04-01", "paid, 0.00 left");
        let shown =
            |result: Result<Money, InvoiceError>| result.map_or_else(|e| e.to_string(), |left| left.to_string());
        assert_eq!(shown(given_up.write_off(sum("40.00"))), "0.00");
        assert_eq!(
            shown(given_up.write_off(sum("40.01"))),
            "Only 40.00 of INV-00007 is outstanding, and 40.01 was asked for. Enter 40.00 or less."
        );
        assert_eq!(shown(given_up.write_off(sum("0"))), "Enter an amount above 0.00.");
        assert_eq!(shown(given_up.reverse_write_off(sum("10.00"))), "20.00");
        assert_eq!(
            shown(given_up.reverse_write_off(sum("30.01"))),
            "Only 30.00 of INV-00007 is written off, and 30.01 was asked for. Enter 30.00 or less."
        );
        assert_eq!(
            InvoiceStanding { state: InvoiceState::Open, ..given_up }.may_void(true).unwrap_err().to_string(),
            "30.00 of INV-00007 is written off, so it cannot be void. Reverse the write-off first."
        );
    }

    fn day(written: &str) -> NaiveDate {
        written.parse().unwrap()
    }

    fn check_status(invoice: &InvoiceStanding, today: &str, expected: &str) {
        let status = invoice.status(day("2026-03-31"), day(today));
        let overdue = if status.is_overdue() { ", overdue" } else { "" };
        assert_eq!(format!("{}{overdue}, {} left", status.as_str(), invoice.outstanding()), expected, "{invoice:?}");
    }

    #[test]
    fn an_invoice_is_overdue_after_its_due_day_while_something_is_outstanding() {
        let unpaid = invoice(InvoiceState::Open, "100.00", "0");
        check_status(&unpaid, "2026-03-31", "unpaid, 100.00 left");
        check_status(&unpaid, "2026-04-01", "unpaid, overdue, 100.00 left");
        let part_paid = invoice(InvoiceState::Locked, "90.00", "20.00");
        check_status(&part_paid, "2026-03-01", "part_paid, 70.00 left");
        check_status(&part_paid, "2026-04-01", "part_paid, overdue, 70.00 left");
        check_status(&invoice(InvoiceState::Open, "100.00", "100.00"), "2026-04-01", "paid, 0.00 left");
    }

    #[test]
    fn an_invoice_of_nothing_is_paid_and_a_void_one_asks_for_nothing() {
        check_status(&invoice(InvoiceState::Open, "0", "0"), "2026-04-01", "paid, 0.00 left");
        check_status(&invoice(InvoiceState::Void, "100.00", "0"), "2026-04-01", "void, 0.00 left");
    }

    fn check_rules(invoice: &InvoiceStanding, edit: &str, void: &str, lock: &str) {
        let shown = |result: Result<(), InvoiceError>| result.map_or_else(|error| error.to_string(), |()| "yes".into());
        assert_eq!(shown(invoice.may_edit()), edit, "edit {invoice:?}");
        assert_eq!(shown(invoice.may_void(false)), void, "void {invoice:?}");
        assert_eq!(shown(invoice.not_void()), lock, "lock {invoice:?}");
    }

    #[test]
    fn only_an_open_invoice_changes_and_only_one_without_money_becomes_void() {
        let applied = "20.00 of 90.00 is applied to INV-00007, so it cannot be void. \
                       Unapply it first, or release it in the same act.";
        let locked = "INV-00007 is locked. Unlock it first.";
        let void = "INV-00007 is void and stays as it is. Make a new invoice instead.";
        check_rules(&invoice(InvoiceState::Open, "90.00", "0"), "yes", "yes", "yes");
        check_rules(&invoice(InvoiceState::Open, "90.00", "20.00"), "yes", applied, "yes");
        check_rules(&invoice(InvoiceState::Locked, "90.00", "20.00"), locked, locked, "yes");
        check_rules(&invoice(InvoiceState::Void, "90.00", "0"), void, void, void);
    }

    #[test]
    fn an_invoice_is_due_after_its_terms() {
        assert_eq!(due_on(day("2026-02-15"), 14), day("2026-03-01"));
        assert_eq!(due_on(day("2026-02-15"), 0), day("2026-02-15"));
        assert_eq!(due_on(NaiveDate::MAX, 1), NaiveDate::MAX);
    }

    #[test]
    fn a_state_has_one_code_each() {
        for state in InvoiceState::ALL {
            assert_eq!(InvoiceState::parse(state.as_str()), Some(state));
        }
        assert_eq!(InvoiceState::parse("paid"), None);
    }
}
