//! Aging: what is owed, by days past its due day (money-rules 6).

use chrono::NaiveDate;

use crate::money::Money;

/// How long something has been due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bucket {
    /// Not past its due day.
    Current,
    /// 1 to 30 days past it.
    To30,
    /// 31 to 60 days past it.
    To60,
    /// 61 to 90 days past it.
    To90,
    /// More than 90 days past it.
    Over90,
}

/// What is owed in each bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aging {
    sums: [Money; 5],
}

impl Bucket {
    /// Every bucket, the youngest first.
    pub const ALL: [Self; 5] = [Self::Current, Self::To30, Self::To60, Self::To90, Self::Over90];

    /// The bucket, as of `today`, of what is due on `due_on`.
    #[must_use]
    pub fn of(due_on: NaiveDate, today: NaiveDate) -> Self {
        match today.signed_duration_since(due_on).num_days() {
            ..=0 => Self::Current,
            1..=30 => Self::To30,
            31..=60 => Self::To60,
            61..=90 => Self::To90,
            _ => Self::Over90,
        }
    }

    /// Its name at the head of a column.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "Current",
            Self::To30 => "1–30 days",
            Self::To60 => "31–60 days",
            Self::To90 => "61–90 days",
            Self::Over90 => "Over 90 days",
        }
    }

    fn place(self) -> usize {
        match self {
            Self::Current => 0,
            Self::To30 => 1,
            Self::To60 => 2,
            Self::To90 => 3,
            Self::Over90 => 4,
        }
    }
}

impl Aging {
    /// Nothing owed; `none` is nothing in the practice's currency.
    #[must_use]
    pub fn new(none: Money) -> Self {
        Self { sums: [none.none(); 5] }
    }

    /// Adds what is outstanding and due on `due_on`, as of `today`.
    pub fn add(&mut self, due_on: NaiveDate, today: NaiveDate, outstanding: Money) {
        if let Some(sum) = self.sums.get_mut(Bucket::of(due_on, today).place()) {
            *sum = sum.plus(outstanding);
        }
    }

    /// Adds another's buckets to these.
    pub fn add_all(&mut self, other: &Self) {
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            *sum = sum.plus(*more);
        }
    }

    /// Each bucket with what is in it, the youngest first.
    pub fn buckets(&self) -> impl Iterator<Item = (Bucket, Money)> {
        Bucket::ALL.into_iter().zip(self.sums)
    }

    /// All buckets together: the balance owing.
    #[must_use]
    pub fn total(&self) -> Money {
        let [first, rest @ ..] = self.sums;
        rest.into_iter().fold(first, Money::plus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn day(written: &str) -> NaiveDate {
        written.parse().unwrap()
    }

    #[test]
    fn what_is_owed_ages_from_the_day_after_it_is_due() {
        let check = |due: &str, expected: &str| {
            assert_eq!(Bucket::of(day(due), day("2026-06-30")).as_str(), expected, "{due}");
        };
        check("2026-07-15", "Current");
        check("2026-06-30", "Current");
        check("2026-06-29", "1–30 days");
        check("2026-05-31", "1–30 days");
        check("2026-05-30", "31–60 days");
        check("2026-05-01", "31–60 days");
        check("2026-04-30", "61–90 days");
        check("2026-04-01", "61–90 days");
        check("2026-03-31", "Over 90 days");
    }

    #[test]
    fn the_buckets_add_up() {
        let usd = Currency::new("USD", 2).unwrap();
        let mut aging = Aging::new(usd.zero());
        for (due, amount) in
            [("2026-06-30", "10.00"), ("2026-06-01", "20.00"), ("2026-06-02", "5.00"), ("2025-01-01", "1.00")]
        {
            aging.add(day(due), day("2026-06-30"), usd.parse(amount).unwrap());
        }
        let mut twice = aging;
        twice.add_all(&aging);
        let shown: Vec<String> = aging.buckets().map(|(_, sum)| sum.to_string()).collect();
        assert_eq!(shown, ["10.00", "25.00", "0.00", "0.00", "1.00"]);
        assert_eq!((aging.total().to_string(), twice.total().to_string()), ("36.00".into(), "72.00".into()));
    }
}
