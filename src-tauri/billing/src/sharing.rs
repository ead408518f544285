//! A session's charge, shared among those who pay for it: a couple, a family.

use crate::exact::in_proportion;
use crate::money::Money;
use crate::rate::{Rate, percent};

/// The parts of a charge; they add up to it exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// What the session's own client pays: what the others leave.
    pub own: Money,
    /// What each of the others pays, in the order of their shares.
    pub others: Vec<Money>,
}

/// Why a session cannot be shared so; each message is a sentence for the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SharingError {
    /// A share of nothing.
    #[error("Enter a share above 0 %, or take this payer off.")]
    Nothing,
    /// The others would pay more than there is.
    #[error(
        "The shares come to {together} together. They can come to 100 % at most; \
         what they leave is for the session’s own client."
    )]
    OverWhole {
        /// The shares added up, as a percentage.
        together: String,
    },
}

/// What is left for the session's own client where the others pay `others`.
///
/// # Errors
/// A [`SharingError`] if one of them pays nothing, or all together more than there is.
pub fn own_share(others: &[Rate]) -> Result<Rate, SharingError> {
    if others.iter().any(|share| share.e4() == 0) {
        return Err(SharingError::Nothing);
    }
    let together = others.iter().fold(0_i64, |sum, share| sum.saturating_add(share.e4()));
    Rate::from_e4(Rate::WHOLE_E4.saturating_sub(together))
        .ok_or_else(|| SharingError::OverWhole { together: percent(together) })
}

/// What each of `others_count` others pays where all pay alike; the session's own client takes what that leaves.
#[must_use]
pub fn equal_share(others_count: u32) -> Rate {
    let payers = i64::from(others_count).saturating_add(1);
    Rate::from_e4(Rate::WHOLE_E4.checked_div(payers).unwrap_or_default()).unwrap_or(Rate::NOTHING)
}

/// Shares `charge` out among the session's own client and those who pay `others`, largest remainder first; of equal
/// remainders the own client's is the first.
#[must_use]
pub fn share_charge(charge: Money, others: &[Rate]) -> Parts {
    let together = others.iter().fold(0_i64, |sum, share| sum.saturating_add(share.e4()));
    let own = Rate::WHOLE_E4.saturating_sub(together).max(0);
    let weights: Vec<i64> = std::iter::once(own).chain(others.iter().map(|share| share.e4())).collect();
    let mut parts = in_proportion(charge.minor(), &weights).into_iter().map(|minor| charge.units(minor));
    Parts { own: parts.next().unwrap_or(charge), others: parts.collect() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Currency;

    fn rates(typed: &[&str]) -> Vec<Rate> {
        typed.iter().map(|typed| Rate::parse(typed).unwrap()).collect()
    }

    fn check(charge: &str, others: &[&str], expected: &str) {
        let charge = Currency::new("USD", 2).unwrap().parse(charge).unwrap();
        let parts = share_charge(charge, &rates(others));
        let shown: Vec<String> = std::iter::once(parts.own).chain(parts.others).map(|part| part.to_string()).collect();
        assert_eq!(shown.join(" + "), expected, "{charge} with {others:?}");
    }

    #[test]
    fn the_own_client_pays_what_the_others_leave() {
        check("140.00", &["50"], "70.00 + 70.00");
        check("140.00", &["25", "25"], "70.00 + 35.00 + 35.00");
        check("140.00", &["100"], "0.00 + 140.00");
        check("140.00", &[], "140.00");
    }

    #[test]
    fn what_does_not_divide_evenly_goes_to_the_largest_remainder_and_of_equals_to_the_own_client() {
        check("100.01", &["50"], "50.01 + 50.00");
        check("0.01", &["50"], "0.01 + 0.00");
        check("100.00", &["33.3333", "33.3333"], "33.34 + 33.33 + 33.33");
        check("3000.00", &["33.3333", "33.3333"], "1000.00 + 1000.00 + 1000.00");
        check("0.05", &["70"], "0.02 + 0.03");
        check("0.00", &["50"], "0.00 + 0.00");
    }

    #[test]
    fn equal_shares_leave_as_much_for_the_own_client_or_a_hair_more() {
        for (others_count, each, own) in [(1, "50 %", "50 %"), (2, "33.3333 %", "33.3334 %"), (3, "25 %", "25 %")] {
            let share = equal_share(others_count);
            let others = vec![share; others_count.try_into().unwrap()];
            assert_eq!((share.to_string().as_str(), own_share(&others).unwrap().to_string().as_str()), (each, own));
        }
    }

    #[test]
    fn shares_are_above_nothing_and_come_to_a_hundred_percent_at_most() {
        let refused = |typed: &[&str]| own_share(&rates(typed)).unwrap_err().to_string();
        assert_eq!(own_share(&rates(&["60", "40"])).map(|own| own.to_string()), Ok("0 %".to_owned()));
        assert_eq!(refused(&["50", "0"]), "Enter a share above 0 %, or take this payer off.");
        assert_eq!(
            refused(&["60", "40.0001"]),
            "The shares come to 100.0001 % together. They can come to 100 % at most; \
             what they leave is for the session’s own client."
        );
    }

    proptest! {
        #[test]
        fn parts_add_up_and_each_is_within_a_unit_of_its_proportion(
            charge in 0..1_000_000_000_i64,
            others in prop::collection::vec(1..250_000_i64, 0..5),
        ) {
            prop_assume!(others.iter().sum::<i64>() <= Rate::WHOLE_E4);
            let charge = Currency::new("USD", 2).unwrap().money(charge).unwrap();
            let shares: Vec<Rate> = others.iter().map(|e4| Rate::from_e4(*e4).unwrap()).collect();
            let parts = share_charge(charge, &shares);
            let together = parts.others.iter().fold(parts.own, |sum, part| sum.plus(*part));
            prop_assert_eq!(together, charge);
            let own = own_share(&shares).unwrap();
            for (share, part) in std::iter::once((own, parts.own)).chain(shares.into_iter().zip(parts.others)) {
                let off = part.minor() * Rate::WHOLE_E4 - charge.minor() * share.e4();
                prop_assert!(off.abs() < Rate::WHOLE_E4, "{share} of {charge} is {part}");
            }
        }
    }
}
