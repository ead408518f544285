//! Money of a source on invoices: proposed, by hand, and given back.
//!
//! `Id` is what the caller knows an invoice or an application by.

use chrono::NaiveDate;

use crate::money::Money;

/// An amount on one invoice, or of one application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share<Id> {
    /// The invoice or application.
    pub id: Id,
    /// The amount, above 0.
    pub amount: Money,
}

/// An invoice with something left to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvoice<Id> {
    /// The invoice.
    pub id: Id,
    /// Its number, for sentences.
    pub number: String,
    /// The oldest service date of its lines.
    pub service_on: NaiveDate,
    /// What is left to pay.
    pub outstanding: Money,
}

/// Money applied by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedByHand<Id> {
    /// The amount on each invoice, in the order in which they were given.
    pub shares: Vec<Share<Id>>,
    /// The shares added up.
    pub applied: Money,
    /// What stays on the source as credit.
    pub remaining: Money,
}

/// Why money could not be applied; each message is a sentence the therapist can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// A share of nothing.
    #[error("Enter an amount above {zero} for {number}, or leave it out.")]
    NotAboveZero {
        /// The invoice.
        number: String,
        /// Nothing, with the currency's decimals.
        zero: Money,
    },
    /// A share of more than is left to pay.
    #[error("{number} has only {outstanding} left to pay, and {amount} was to be applied to it.")]
    OverOutstanding {
        /// The invoice.
        number: String,
        /// What is left to pay.
        outstanding: Money,
        /// What was to be applied.
        amount: Money,
    },
    /// Shares of more than there is.
    #[error("The amounts come to {applied}, and only {available} is there. Lower one by {excess}.")]
    OverAvailable {
        /// The shares added up.
        applied: Money,
        /// What there is.
        available: Money,
        /// The difference.
        excess: Money,
    },
    /// An invoice that is void, paid, or not one of this client's.
    #[error("An invoice in the list takes no more money: it is void or paid. Choose again from the open invoices.")]
    NotOpen,
    /// One invoice twice.
    #[error("{number} is in the list twice. Put both amounts into one.")]
    Twice {
        /// The invoice.
        number: String,
    },
}

/// Proposes how `available` pays `open`: oldest service date first, then in the order given, which is that of issue.
///
/// What no invoice needs is in no share and stays on the source.
#[must_use]
pub fn propose<Id: Copy>(available: Money, open: &[OpenInvoice<Id>]) -> Vec<Share<Id>> {
    let mut oldest_first: Vec<&OpenInvoice<Id>> = open.iter().collect();
    oldest_first.sort_by_key(|invoice| invoice.service_on);
    pour(available, oldest_first.into_iter().map(|invoice| (invoice.id, invoice.outstanding)))
}

/// Applies `shares` of a source that has `available` to invoices of `open`, just as they were chosen.
///
/// # Errors
/// An [`ApplyError`] that names the first share that does not fit.
pub fn apply_by_hand<Id: Copy + PartialEq>(
    available: Money,
    shares: &[Share<Id>],
    open: &[OpenInvoice<Id>],
) -> Result<AppliedByHand<Id>, ApplyError> {
    for share in shares {
        let invoice = open.iter().find(|invoice| invoice.id == share.id).ok_or(ApplyError::NotOpen)?;
        let number = || invoice.number.clone();
        if shares.iter().filter(|other| other.id == share.id).count() > 1 {
            return Err(ApplyError::Twice { number: number() });
        }
        if share.amount.is_zero() {
            return Err(ApplyError::NotAboveZero { number: number(), zero: share.amount });
        }
        if share.amount > invoice.outstanding {
            let outstanding = invoice.outstanding;
            return Err(ApplyError::OverOutstanding { number: number(), outstanding, amount: share.amount });
        }
    }
    let applied = shares.iter().fold(available.none(), |sum, share| sum.plus(share.amount));
    let remaining = available.minus(applied).ok_or_else(|| ApplyError::OverAvailable {
        applied,
        available,
        excess: applied.less(available),
    })?;
    Ok(AppliedByHand { shares: shares.to_vec(), applied, remaining })
}

/// What each of `applications`, newest first, gives back so that no more than `new_total` stays on their invoice
/// (money-rules 5, *Edit an open invoice*).
#[must_use]
pub fn give_way<Id: Copy>(new_total: Money, applications: &[Share<Id>]) -> Vec<Share<Id>> {
    let applied = applications.iter().fold(new_total.none(), |sum, application| sum.plus(application.amount));
    pour(applied.less(new_total), applications.iter().map(|application| (application.id, application.amount)))
}

/// What still fits of `earlier`, the shares that a reversed payment of `available` had: undoing the reversal applies
/// them again, in their order, up to what the invoices then have left to pay.
#[must_use]
pub fn applied_again<Id: Copy + PartialEq>(
    available: Money,
    earlier: &[Share<Id>],
    open: &[OpenInvoice<Id>],
) -> Vec<Share<Id>> {
    let mut outstanding: Vec<(Id, Money)> = open.iter().map(|invoice| (invoice.id, invoice.outstanding)).collect();
    let fitting = earlier.iter().filter_map(|share| {
        let (_, left) = outstanding.iter_mut().find(|(id, _)| *id == share.id)?;
        let amount = share.amount.min(*left);
        *left = left.less(amount);
        Some((share.id, amount))
    });
    pour(available, fitting)
}

/// Fills `places` one after the other with `amount`, each up to what it takes.
fn pour<Id>(amount: Money, places: impl Iterator<Item = (Id, Money)>) -> Vec<Share<Id>> {
    let mut left = amount;
    let fill = |(id, most): (Id, Money)| {
        let amount = most.min(left);
        left = left.less(amount);
        Share { id, amount }
    };
    places.map(fill).filter(|share| !share.amount.is_zero()).collect()
}
