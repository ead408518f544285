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
/// (money-rules 5, *Edit an open invoice*).
#[must_use]
pub fn give_way<Id: Copy>(new_total: Money, applications: &[Share<Id>]) -> Vec<Share<Id>> {
    let applied = applications.iter().fold(new_total.none(), |sum, application| sum.plus(application.amount));
    pour(applied.less(new_total), applications.iter().map(|application| (application.id, application.amount)))
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
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Currency;

    fn sum(typed: &str) -> Money {
        Currency::new("USD", 2).unwrap().parse(typed).unwrap()
    }

    fn minor(minor: i64) -> Money {
        Currency::new("USD", 2).unwrap().money(minor).unwrap()
    }

    /// Invoices written `day: outstanding`, in the order of their issue, with ids from 1.
    fn open(written: &[&str]) -> Vec<OpenInvoice<u32>> {
        let invoice = |(id, written): (u32, &&str)| {
            let (day, outstanding) = written.split_once(": ").unwrap();
            OpenInvoice {
                id,
                number: format!("INV-{id:05}"),
                service_on: day.parse().unwrap(),
                outstanding: sum(outstanding),
            }
        };
        (1..).zip(written).map(invoice).collect()
    }

    fn shares(written: &[(u32, &str)]) -> Vec<Share<u32>> {
        written.iter().map(|(id, amount)| Share { id: *id, amount: sum(amount) }).collect()
    }

    fn show(shares: &[Share<u32>]) -> String {
        shares.iter().map(|share| format!("{}: {}", share.id, share.amount)).collect::<Vec<_>>().join(", ")
    }

    const THREE: [&str; 3] = ["2026-03-09: 90.00", "2026-03-02: 100.00", "2026-03-09: 50.00"];

    #[test]
    fn the_proposal_pays_the_oldest_service_first_then_the_first_issued() {
        let check = |available: &str, expected: &str| {
            assert_eq!(show(&propose(sum(available), &open(&THREE))), expected, "{available}");
        };
        check("120.00", "2: 100.00, 1: 20.00");
        check("200.00", "2: 100.00, 1: 90.00, 3: 10.00");
        check("300.00", "2: 100.00, 1: 90.00, 3: 50.00");
        check("0", "");
    }

    fn check_by_hand(available: &str, chosen: &[(u32, &str)], expected: &str) {
        let shown = match apply_by_hand(sum(available), &shares(chosen), &open(&THREE)) {
            Ok(by_hand) => {
                format!("{}; {} applied, {} left", show(&by_hand.shares), by_hand.applied, by_hand.remaining)
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected, "{available} on {chosen:?}");
    }

    #[test]
    fn more_than_is_owed_stays_on_the_payment() {
        check_by_hand("120.00", &[(2, "100.00")], "2: 100.00; 100.00 applied, 20.00 left");
        check_by_hand("20.00", &[(1, "20.00")], "1: 20.00; 20.00 applied, 0.00 left");
        check_by_hand("120.00", &[], "; 0.00 applied, 120.00 left");
    }

    #[test]
    fn money_applied_by_hand_fits_the_invoices_and_the_payment() {
        let not_open =
            "An invoice in the list takes no more money: it is void or paid. Choose again from the open invoices.";
        check_by_hand("120.00", &[(3, "50.00"), (1, "70.00")], "3: 50.00, 1: 70.00; 120.00 applied, 0.00 left");
        check_by_hand(
            "120.00",
            &[(2, "100.01")],
            "INV-00002 has only 100.00 left to pay, and 100.01 was to be applied to it.",
        );
        check_by_hand(
            "120.00",
            &[(2, "100.00"), (1, "20.01")],
            "The amounts come to 120.01, and only 120.00 is there. Lower one by 0.01.",
        );
        check_by_hand("120.00", &[(1, "0")], "Enter an amount above 0.00 for INV-00001, or leave it out.");
        check_by_hand("120.00", &[(4, "10.00")], not_open);
        check_by_hand(
            "120.00",
            &[(1, "10.00"), (1, "5.00")],
            "INV-00001 is in the list twice. Put both amounts into one.",
        );
    }

    #[test]
    fn the_newest_applications_give_way_first() {
        let check = |new_total: &str, newest_first: &[(u32, &str)], expected: &str| {
            assert_eq!(show(&give_way(sum(new_total), &shares(newest_first))), expected, "{new_total}");
        };
        check("140.00", &[(9, "164.90")], "9: 24.90");
        check("140.00", &[(9, "20.00"), (8, "144.90")], "9: 20.00, 8: 4.90");
        check("0", &[(9, "20.00"), (8, "144.90")], "9: 20.00, 8: 144.90");
        check("164.90", &[(9, "164.90")], "");
        check("200.00", &[(9, "164.90")], "");
    }

    fn source(amount: &str, applied: &str, last: Option<&str>) -> SourceStanding {
        SourceStanding {
            number: "CR-00001".to_owned(),
            kind: crate::SourceKind::Credit,
            state: crate::SourceState::Active,
            expires_on: last.map(|day| day.parse().unwrap()),
            amount: sum(amount),
            applied: sum(applied),
            refunded: sum("0"),
        }
    }

    fn check_rearranged(source: &SourceStanding, present: &[(u32, &str)], wanted: &[(u32, &str)], expected: &str) {
        let today: NaiveDate = "2026-03-10".parse().unwrap();
        let shown = match rearrange_invoices(source, today, &shares(present), &shares(wanted), &open(&THREE)) {
            Ok(done) => format!("off [{}], on [{}]", show(&done.unapply), show(&done.apply)),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected, "{present:?} to {wanted:?}");
    }

    #[test]
    fn apply_unapply_and_move_are_one_act() {
        let on_two = [(2, "60.00")];
        check_rearranged(&source("80.00", "60.00", None), &on_two, &[(1, "20.00")], "off [], on [1: 20.00]");
        check_rearranged(&source("80.00", "60.00", None), &on_two, &[(2, "25.00")], "off [2: 35.00], on []");
        let moved = [(2, "0"), (1, "80.00")];
        check_rearranged(&source("80.00", "60.00", None), &on_two, &moved, "off [2: 60.00], on [1: 80.00]");
        check_rearranged(&source("80.00", "60.00", None), &on_two, &[(2, "60.00")], "off [], on []");
    }

    #[test]
    fn more_than_a_source_has_or_an_invoice_takes_is_refused() {
        let on_two = [(2, "60.00")];
        let there = source("80.00", "60.00", None);
        check_rearranged(
            &there,
            &on_two,
            &[(1, "20.01")],
            "The amounts come to 20.01, and only 20.00 is there. Lower one by 0.01.",
        );
        check_rearranged(
            &source("500.00", "60.00", None),
            &on_two,
            &[(3, "50.01")],
            "INV-00003 has only 50.00 left to pay, and 50.01 was to be applied to it.",
        );
        let not_open =
            "An invoice in the list takes no more money: it is void or paid. Choose again from the open invoices.";
        check_rearranged(&there, &on_two, &[(4, "1.00")], not_open);
        check_rearranged(
            &there,
            &on_two,
            &[(1, "1.00"), (1, "2.00")],
            "INV-00001 is in the list twice. Put both amounts into one.",
        );
    }

    #[test]
    fn what_is_past_its_last_day_comes_off_and_goes_on_no_more() {
        let lapsed = source("80.00", "60.00", Some("2026-03-09"));
        check_rearranged(&lapsed, &[(2, "60.00")], &[(2, "0")], "off [2: 60.00], on []");
        check_rearranged(
            &lapsed,
            &[(2, "60.00")],
            &[(2, "0"), (1, "60.00")],
            "CR-00001 could be used until 9 March 2026. Give it a later last day first.",
        );
    }

    #[test]
    fn an_invoice_takes_at_most_what_it_has_left_from_all_sources_together() {
        let today: NaiveDate = "2026-03-10".parse().unwrap();
        let on_invoice = |id, amount: &str, present: &str, wanted: &str| SourceOnInvoice {
            id,
            standing: source(amount, present, None),
            present: sum(present),
            wanted: sum(wanted),
        };
        let check = |rows: &[SourceOnInvoice<u32>], expected: &str| {
            let shown = match rearrange_sources("INV-00001", sum("40.00"), today, rows) {
                Ok(done) => format!("off [{}], on [{}]", show(&done.unapply), show(&done.apply)),
                Err(error) => error.to_string(),
            };
            assert_eq!(shown, expected, "{rows:?}");
        };
        check(
            &[on_invoice(1, "30.00", "0", "30.00"), on_invoice(2, "30.00", "0", "10.00")],
            "off [], on [1: 30.00, 2: 10.00]",
        );
        check(
            &[on_invoice(1, "30.00", "20.00", "0"), on_invoice(2, "60.00", "0", "60.00")],
            "off [1: 20.00], on [2: 60.00]",
        );
        check(
            &[on_invoice(1, "30.00", "20.00", "0"), on_invoice(2, "70.00", "0", "60.01")],
            "INV-00001 has only 60.00 left to pay, and 60.01 was to be applied to it.",
        );
        check(
            &[on_invoice(1, "30.00", "0", "30.01")],
            "The amounts come to 30.01, and only 30.00 is there. Lower one by 0.01.",
        );
    }

    fn any_open() -> impl Strategy<Value = Vec<OpenInvoice<usize>>> {
        prop::collection::vec((0..40_u64, 1..50_000_i64), 0..15).prop_map(|invoices| {
            let first: NaiveDate = "2026-01-01".parse().unwrap();
            let invoice = |(id, (offset, outstanding)): (usize, (u64, i64))| OpenInvoice {
                id,
                number: format!("INV-{id:05}"),
                service_on: first + chrono::Days::new(offset),
                outstanding: minor(outstanding),
            };
            invoices.into_iter().enumerate().map(invoice).collect()
        })
    }

    proptest! {
        #[test]
        fn a_proposal_uses_all_that_is_owed_or_there_oldest_first(available in 0..400_000_i64, open in any_open()) {
            let proposal = propose(minor(available), &open);
            let proposed: i64 = proposal.iter().map(|share| share.amount.minor()).sum();
            let owed: i64 = open.iter().map(|invoice| invoice.outstanding.minor()).sum();
            prop_assert_eq!(proposed, owed.min(available));
            prop_assert!(apply_by_hand(minor(available), &proposal, &open).is_ok());
            let share_of = |id| proposal.iter().find(|share| share.id == id).map_or(minor(0), |share| share.amount);
            for (older, newer) in open.iter().flat_map(|older| open.iter().map(move |newer| (older, newer))) {
                let goes_before = (older.service_on, older.id) < (newer.service_on, newer.id);
                if goes_before && !share_of(newer.id).is_zero() {
                    prop_assert_eq!(share_of(older.id), older.outstanding);
                }
            }
        }

        #[test]
        fn giving_way_returns_exactly_the_excess_newest_first(
            new_total in 0..200_000_i64,
            amounts in prop::collection::vec(1..50_000_i64, 0..10),
        ) {
            let newest_first: Vec<Share<usize>> =
                amounts.iter().enumerate().map(|(id, amount)| Share { id, amount: minor(*amount) }).collect();
            let back = give_way(minor(new_total), &newest_first);
            let returned: i64 = back.iter().map(|share| share.amount.minor()).sum();
            prop_assert_eq!(returned, (amounts.iter().sum::<i64>() - new_total).max(0));
            for (position, share) in back.iter().enumerate() {
                prop_assert_eq!(share.id, position);
                prop_assert!(share.amount <= newest_first[position].amount);
                prop_assert!(position + 1 == back.len() || share.amount == newest_first[position].amount);
            }
        }
    }
}
