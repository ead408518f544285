//! Exact parts of a sum before they are rounded, and handing out whole units among them.

use rust_decimal::{Decimal, RoundingStrategy};

/// A part of a sum: whole minor units and the exact rest of less than one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exact {
    whole: i64,
    rest: Decimal,
}

/// Rests of a few different denominators add up to a half exactly, or miss it by far more than this many decimals;
/// what is lost in writing thirds with 28 decimals is far less.
const HALF_IS_SURE_TO: u32 = 20;

impl Exact {
    pub(crate) const ZERO: Self = Self { whole: 0, rest: Decimal::ZERO };

    /// `value * times / over`; `None` over zero or beyond an `i64`.
    pub(crate) fn ratio(value: i64, times: i64, over: i64) -> Option<Self> {
        let product = i128::from(value) * i128::from(times);
        let whole = i64::try_from(product.checked_div(i128::from(over))?).ok()?;
        let rest = i64::try_from(product.checked_rem(i128::from(over))?).ok()?;
        Some(Self { whole, rest: Decimal::from(rest).checked_div(Decimal::from(over))? })
    }

    pub(crate) fn whole(self) -> i64 {
        self.whole
    }

    /// To whole units, half a unit away from zero (money-rules 4).
    pub(crate) fn rounded(self) -> i64 {
        self.whole + i64::from(self.rest >= Decimal::new(5, 1))
    }

    /// The parts added up and only then rounded; `None` beyond an `i64`.
    pub(crate) fn rounded_sum(parts: &[Self]) -> Option<i64> {
        let away = RoundingStrategy::MidpointAwayFromZero;
        let whole = parts.iter().try_fold(0_i64, |sum, part| sum.checked_add(part.whole))?;
        let rest = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.rest))?;
        let rest = rest.round_dp_with_strategy(HALF_IS_SURE_TO, away).round_dp_with_strategy(0, away);
        whole.checked_add(i64::try_from(rest).ok()?)
    }
}

/// Shares `total` out in proportion to `weights`, largest remainder first, the first of equals before the others, so that
/// the shares add up exactly. Where all weights are nothing, so is every share.
pub(crate) fn in_proportion(total: i64, weights: &[i64]) -> Vec<i64> {
    let all = weights.iter().fold(0_i64, |all, weight| all.saturating_add(*weight));
    let parts: Vec<Exact> =
        weights.iter().map(|weight| Exact::ratio(total, *weight, all).unwrap_or(Exact::ZERO)).collect();
    let mut room = vec![i64::MAX; parts.len()];
    by_largest_remainder(total, &parts, &mut room)
}

/// Hands out `total` whole units so that each part gets its own whole units and the units left over go to the largest
/// rests, the first of equals before the others. No part takes more than its `room` beyond its whole units, which is
/// lowered by what it took.
pub(crate) fn by_largest_remainder(total: i64, parts: &[Exact], room: &mut [i64]) -> Vec<i64> {
    let mut units: Vec<i64> = parts.iter().map(|part| part.whole).collect();
    let mut left = total.saturating_sub(units.iter().sum());
    let mut takers: Vec<_> = parts.iter().zip(units.iter_mut()).zip(room.iter_mut()).collect();
    takers.sort_by_key(|((part, _), _)| std::cmp::Reverse(part.rest));
    for ((part, units), room) in takers {
        if left > 0 && *room > 0 && !part.rest.is_zero() {
            *units += 1;
            *room -= 1;
            left -= 1;
        }
    }
    units
}
