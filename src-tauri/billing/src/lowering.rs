//! Why an invoice came to less than before (money-rules 5, *Edit an open invoice*: the cause in credit tracking).

use crate::{money::Money, pricing::Discount};

/// A discount, and what it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reduction {
    /// As it was given.
    pub discount: Option<Discount>,
    /// What it took off.
    pub amount: Money,
}

/// What one version of an invoice says, as far as it tells why another comes to less. `What` is what a line is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording<What> {
    /// Each line, with its discount.
    pub lines: Vec<(What, Reduction)>,
    /// The discount of the whole invoice.
    pub discount: Reduction,
}

/// What made an invoice come to less; neither where only quantities, prices or taxes did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lowering {
    /// How many lines are gone.
    pub removed_count: usize,
    /// A discount was added or raised, of a line or of the whole.
    pub discount_raised: bool,
}

impl Lowering {
    /// Between two versions. A line that is for something else now was changed and not removed, as long as there is one.
    #[must_use]
    pub fn between<What: PartialEq>(before: &Wording<What>, after: &Wording<What>) -> Self {
        let mut left: Vec<&(What, Reduction)> = after.lines.iter().collect();
        let mut pairs = Vec::new();
        let mut other = Vec::new();
        for line in &before.lines {
            match left.iter().position(|kept| kept.0 == line.0) {
                Some(at) => pairs.push((line, left.remove(at))),
                None => other.push(line),
            }
        }
        let removed_count = other.len().saturating_sub(left.len());
        pairs.extend(other.into_iter().zip(left));
        let raised = |before: &Reduction, after: &Reduction| after.is_more_than(before);
        Self {
            removed_count,
            discount_raised: raised(&before.discount, &after.discount)
                || pairs.iter().any(|(was, is)| raised(&was.1, &is.1)),
        }
    }
}

impl Reduction {
    /// By how it was given, since a percentage of less comes to less.
    fn is_more_than(&self, before: &Self) -> bool {
        match (before.discount, self.discount) {
            (Some(Discount::Amount(was)), Some(Discount::Amount(is))) => is > was,
            (Some(Discount::Percent(was)), Some(Discount::Percent(is))) => is > was,
            _ => self.amount > before.amount,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{money::Currency, rate::Rate};

    fn money(minor: i64) -> Money {
        Currency::new("USD", 2).unwrap().money(minor).unwrap()
    }

    fn none() -> Reduction {
        Reduction { discount: None, amount: money(0) }
    }

    fn off(minor: i64) -> Reduction {
        Reduction { discount: Some(Discount::Amount(money(minor))), amount: money(minor) }
    }

    fn percent(rate: i64, minor: i64) -> Reduction {
        Reduction { discount: Some(Discount::Percent(Rate::from_e4(rate * 10_000).unwrap())), amount: money(minor) }
    }

    fn said(lines: &[(&'static str, Reduction)], discount: Reduction) -> Wording<&'static str> {
        Wording { lines: lines.to_vec(), discount }
    }

    fn check(before: &Wording<&'static str>, after: &Wording<&'static str>, expected: &str) {
        let Lowering { removed_count, discount_raised } = Lowering::between(before, after);
        let discount = if discount_raised { ", discount raised" } else { "" };
        assert_eq!(format!("{removed_count} removed{discount}"), expected);
    }

    #[test]
    fn a_line_that_is_gone_was_removed_and_one_that_is_for_something_else_was_changed() {
        let both = said(&[("Session", none()), ("Book", none())], none());
        check(&both, &said(&[("Session", none())], none()), "1 removed");
        check(&both, &said(&[], none()), "2 removed");
        check(&both, &said(&[("Book", none()), ("Session", none())], none()), "0 removed");
        check(&both, &said(&[("Session", none()), ("Leaflet", none())], none()), "0 removed");
        check(&both, &said(&[("Leaflet", none())], none()), "1 removed");
        let twice = said(&[("Session", none()), ("Session", none())], none());
        check(&twice, &said(&[("Session", none())], none()), "1 removed");
    }

    #[test]
    fn a_discount_is_raised_by_how_it_was_given() {
        let plain = said(&[("Session", none()), ("Book", none())], none());
        let lines = |line: Reduction, whole| said(&[("Session", line), ("Book", none())], whole);
        check(&plain, &lines(none(), off(500)), "0 removed, discount raised");
        check(&plain, &lines(off(1), none()), "0 removed, discount raised");
        check(&lines(off(500), none()), &lines(off(400), none()), "0 removed");
        check(&lines(off(500), none()), &lines(off(500), none()), "0 removed");
        check(&lines(off(500), none()), &lines(off(501), none()), "0 removed, discount raised");
        check(&lines(none(), percent(10, 900)), &said(&[("Session", none())], percent(10, 600)), "1 removed");
        check(
            &lines(none(), percent(10, 900)),
            &said(&[("Session", none())], percent(12, 700)),
            "1 removed, discount raised",
        );
        check(&lines(none(), percent(10, 900)), &lines(none(), off(901)), "0 removed, discount raised");
        check(&lines(none(), percent(10, 900)), &lines(none(), off(900)), "0 removed");
        check(&lines(none(), off(900)), &plain, "0 removed");
    }
}
