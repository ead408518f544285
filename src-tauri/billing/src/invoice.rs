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
    /// Something is applied and something is outstanding.
    PartPaid {
        /// Whether its due day is past.
        overdue: bool,
    },
    /// Nothing is applied.
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
         Take that off the invoice or reverse its payment first."
    )]
    Applied {
        /// The invoice.
        number: String,
        /// What it asks for.
        total: Money,
        /// How much is applied to it.
        applied: Money,
    },
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
    /// What is left to pay; nothing of a void invoice.
    #[must_use]
    pub fn outstanding(&self) -> Money {
        match self.state {
            InvoiceState::Void => self.total.none(),
            InvoiceState::Open | InvoiceState::Locked => self.total.less(self.applied),
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
        } else if self.applied.is_zero() {
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

    /// Whether it may become void.
    ///
    /// # Errors
    /// As [`InvoiceStanding::may_edit`], and [`InvoiceError::Applied`] while anything is applied.
    pub fn may_void(&self) -> Result<(), InvoiceError> {
        self.may_edit()?;
        if self.applied.is_zero() {
            Ok(())
        } else {
            Err(InvoiceError::Applied { number: self.number.clone(), total: self.total, applied: self.applied })
        }
    }

    /// Whether it may be locked or unlocked; either has no further effect on one that is so already.
    ///
    /// # Errors
    /// [`InvoiceError::Void`].
    pub fn may_lock_or_unlock(&self) -> Result<(), InvoiceError> {
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
