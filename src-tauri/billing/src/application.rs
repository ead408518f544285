//! Money of a source on invoices: proposed, by hand, and given back.
//!
//! `Id` is what the caller knows an invoice or an application by.

use chrono::NaiveDate;

use crate::{
    money::Money,
    source::{SourceError, SourceStanding},
};

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
    /// The source cannot be used.
    #[error(transparent)]
    Source(#[from] SourceError),
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
/// (money-rules 5, *Edit an open invoice*). What several of one id give back is added up.
#[must_use]
pub fn give_way<Id: Copy + PartialEq>(new_total: Money, applications: &[Share<Id>]) -> Vec<Share<Id>> {
    let applied = applications.iter().fold(new_total.none(), |sum, application| sum.plus(application.amount));
    let mut back: Vec<Share<Id>> = Vec::new();
    for share in pour(applied.less(new_total), applications.iter().map(|share| (share.id, share.amount))) {
        match back.iter_mut().find(|earlier| earlier.id == share.id) {
            Some(earlier) => earlier.amount = earlier.amount.plus(share.amount),
            None => back.push(share),
        }
    }
    back
}

/// A signed row of money between a source and an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApplicationRow<Id> {
    /// The source, or the invoice, whichever the rows tell apart.
    pub id: Id,
    /// The day from which it counts.
    pub on: NaiveDate,
    /// In minor units; below 0 it came off again.
    pub minor: i64,
}

/// What is left of each application, the newest first: by day, and on one day in the order of entry. `rows` are in the
/// order of entry. What came off came off the applications of its own id: those of the same day first, as where money
/// counts from another day since, and then the newest, be it entered later. Each amount is in the currency of `unit`.
#[must_use]
pub fn newest_first<Id: Copy + PartialEq>(rows: &[ApplicationRow<Id>], unit: Money) -> Vec<Share<Id>> {
    let mut left: Vec<ApplicationRow<Id>> = Vec::new();
    let mut early: Vec<(Id, i64)> = Vec::new();
    for row in rows {
        if row.minor > 0 {
            let mut minor = row.minor;
            for (_, off) in early.iter_mut().filter(|(id, _)| *id == row.id) {
                let taken = minor.min(*off);
                (minor, *off) = (minor - taken, *off - taken);
            }
            left.insert(left.partition_point(|earlier| earlier.on <= row.on), ApplicationRow { minor, ..*row });
            continue;
        }
        let mut off = row.minor.saturating_neg();
        for same_day in [true, false] {
            let own = left.iter_mut().rev().filter(|applied| applied.id == row.id);
            for applied in own.filter(|applied| (applied.on == row.on) == same_day) {
                let taken = off.min(applied.minor);
                (applied.minor, off) = (applied.minor - taken, off - taken);
            }
        }
        early.push((row.id, off));
    }
    let rest = left.into_iter().rev().filter(|applied| applied.minor > 0);
    rest.map(|applied| Share { id: applied.id, amount: unit.units(applied.minor) }).collect()
}

/// What changes when one source, or one invoice, gets other amounts; unapplied first, so that no sum is exceeded on the
/// way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rearranged<Id> {
    /// What is taken off.
    pub unapply: Vec<Share<Id>>,
    /// What is put on.
    pub apply: Vec<Share<Id>>,
}

/// A source beside one invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceOnInvoice<Id> {
    /// The source.
    pub id: Id,
    /// Where it stands.
    pub standing: SourceStanding,
    /// What it has on the invoice.
    pub present: Money,
    /// What it is to have on it.
    pub wanted: Money,
}

/// Gives invoices other amounts of `source`: each of `wanted` is what it is to have from now on, 0 for nothing, and what
/// is not named stays. Apply, unapply and move are this one act (money-rules 5). `present` is what it has on invoices
/// now, `open` what the source may be applied to.
///
/// # Errors
/// An [`ApplyError`] that names the first share that does not fit, or says why the source cannot be used.
pub fn rearrange_invoices<Id: Copy + PartialEq>(
    source: &SourceStanding,
    today: NaiveDate,
    present: &[Share<Id>],
    wanted: &[Share<Id>],
    open: &[OpenInvoice<Id>],
) -> Result<Rearranged<Id>, ApplyError> {
    let none = source.amount.none();
    let (mut unapply, mut apply) = (Vec::new(), Vec::new());
    for share in wanted {
        let found = open.iter().find(|invoice| invoice.id == share.id);
        if wanted.iter().filter(|other| other.id == share.id).count() > 1 {
            let number = found.map(|invoice| invoice.number.clone()).ok_or(ApplyError::NotOpen)?;
            return Err(ApplyError::Twice { number });
        }
        let has = present.iter().find(|has| has.id == share.id).map_or(none, |has| has.amount);
        let (more, less) = (share.amount.less(has), has.less(share.amount));
        if !more.is_zero() {
            let invoice = found.ok_or(ApplyError::NotOpen)?;
            if more > invoice.outstanding {
                let (number, outstanding) = (invoice.number.clone(), invoice.outstanding);
                return Err(ApplyError::OverOutstanding { number, outstanding, amount: more });
            }
            apply.push(Share { id: share.id, amount: more });
        }
        if !less.is_zero() {
            unapply.push(Share { id: share.id, amount: less });
        }
    }
    let (applied, freed) = (added_up(none, &apply), added_up(none, &unapply));
    if !applied.is_zero() {
        source.may_use(today)?;
    }
    let available = source.remaining().plus(freed);
    if applied > available {
        return Err(ApplyError::OverAvailable { applied, available, excess: applied.less(available) });
    }
    Ok(Rearranged { unapply, apply })
}

/// Gives one invoice with `outstanding` left to pay other amounts of several `sources`.
///
/// # Errors
/// As [`rearrange_invoices`].
pub fn rearrange_sources<Id: Copy>(
    number: &str,
    outstanding: Money,
    today: NaiveDate,
    sources: &[SourceOnInvoice<Id>],
) -> Result<Rearranged<Id>, ApplyError> {
    let (mut unapply, mut apply) = (Vec::new(), Vec::new());
    for source in sources {
        let (more, less) = (source.wanted.less(source.present), source.present.less(source.wanted));
        if !more.is_zero() {
            source.standing.may_use(today)?;
            let available = source.standing.remaining();
            if more > available {
                return Err(ApplyError::OverAvailable { applied: more, available, excess: more.less(available) });
            }
            apply.push(Share { id: source.id, amount: more });
        }
        if !less.is_zero() {
            unapply.push(Share { id: source.id, amount: less });
        }
    }
    let none = outstanding.none();
    let (amount, room) = (added_up(none, &apply), outstanding.plus(added_up(none, &unapply)));
    if amount > room {
        return Err(ApplyError::OverOutstanding { number: number.to_owned(), outstanding: room, amount });
    }
    Ok(Rearranged { unapply, apply })
}

fn added_up<Id>(none: Money, shares: &[Share<Id>]) -> Money {
    shares.iter().fold(none, |sum, share| sum.plus(share.amount))
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

#[cfg(test)]
mod tests;
