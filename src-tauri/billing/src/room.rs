//! From which day on money fits: on no day is more used of a source, or on an invoice, than there is (money-rules 3.2).

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// The first day at the end of which `moved`, in minor units by day, adds up to more than `most`.
#[must_use]
pub fn first_over(moved: &[(NaiveDate, i64)], most: i64) -> Option<NaiveDate> {
    let mut sum = 0_i64;
    by_day(moved).into_iter().find_map(|(day, minor)| {
        sum = sum.saturating_add(minor);
        (sum > most).then_some(day)
    })
}

/// The first day from which on `moved`, in minor units by day, adds up to no more than `most` at the end of every day;
/// `None` where it does so from the beginning. Where it comes to more in the end, the last day on which anything moved.
#[must_use]
pub fn fits_from(moved: &[(NaiveDate, i64)], most: i64) -> Option<NaiveDate> {
    let (mut sum, mut over, mut from) = (0_i64, most < 0, None);
    for (day, minor) in by_day(moved) {
        sum = sum.saturating_add(minor);
        let was_over = std::mem::replace(&mut over, sum > most);
        if was_over || over {
            from = Some(day);
        }
    }
    from
}

fn by_day(moved: &[(NaiveDate, i64)]) -> BTreeMap<NaiveDate, i64> {
    let mut days: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for (day, minor) in moved {
        let sum = days.entry(*day).or_default();
        *sum = sum.saturating_add(*minor);
    }
    days
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn moved(rows: &[(u32, i64)]) -> Vec<(NaiveDate, i64)> {
        rows.iter().map(|(on, minor)| (day(*on), *minor)).collect()
    }

    #[test]
    fn money_fits_from_the_day_on_which_enough_was_free_for_good() {
        let check = |rows: &[(u32, i64)], most: i64, expected: Option<u32>| {
            assert_eq!(fits_from(&moved(rows), most), expected.map(day), "{rows:?} within {most}");
        };
        check(&[], 0, None);
        check(&[(2, 100)], 100, None);
        check(&[(2, 100), (9, -80)], 20, Some(9));
        check(&[(2, 100), (9, -80)], 100, None);
        check(&[(2, 100), (9, -80), (20, 60), (25, -70)], 20, Some(25));
        check(&[(9, -80), (2, 100), (9, 10), (10, -10)], 20, Some(10));
        check(&[(2, -100)], -100, Some(2));
        check(&[(2, -100), (5, 30), (9, -30)], -80, Some(9));
    }

    #[test]
    fn the_first_day_that_is_too_much_is_named() {
        let rows = moved(&[(9, 30), (2, 60), (2, 60), (2, -60), (9, -30), (12, 50)]);
        assert_eq!(first_over(&rows, 60), Some(day(12)));
        assert_eq!(first_over(&rows, 59), Some(day(2)));
        assert_eq!(first_over(&rows, 110), None);
    }

    proptest! {
        #[test]
        fn from_that_day_on_every_day_fits_and_the_day_before_does_not(
            rows in prop::collection::vec((1_u32..20, -50_i64..50), 0..12),
            most in -40_i64..40,
        ) {
            let rows = moved(&rows);
            let until = |on: NaiveDate| rows.iter().filter(|(day, _)| *day <= on).map(|(_, minor)| minor).sum::<i64>();
            prop_assume!(until(day(30)) <= most);
            let from = fits_from(&rows, most);
            for on in (1..30).map(day) {
                prop_assert!(from.is_some_and(|from| on < from) || until(on) <= most, "{on}");
            }
            if let Some(from) = from {
                prop_assert!(until(from.pred_opt().unwrap()) > most);
            }
        }
    }
}
