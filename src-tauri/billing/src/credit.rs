//! Credits: where they come from, and in which order money is used by itself.

use chrono::NaiveDate;

use crate::{application::Share, money::Money};

/// Why goodwill was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Occasion {
    /// A client of long standing.
    Loyalty,
    /// The client sent somebody.
    Referral,
    /// To make up for something.
    Courtesy,
    /// As the reason says.
    Other,
}

/// Where a credit comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CreditOrigin {
    /// Given by the practice.
    Goodwill(Occasion),
    /// The client had it before the books began.
    OpeningBalance,
    /// Money of a linked client.
    Transfer,
}

/// Whose money a source is, in the order in which it is used by itself (money-rules 5, *Issue*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Belonging {
    /// Given by the practice; it may expire.
    Goodwill,
    /// A credit note: an invoice was too high.
    Correction,
    /// The client's own: payments, an opening balance, money of a linked client. It never expires.
    OwnMoney,
}

/// A source with something available.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsableSource<Id> {
    /// The source.
    pub id: Id,
    /// Whose money it is.
    pub belonging: Belonging,
    /// The last day on which it can be used.
    pub expires_on: Option<NaiveDate>,
    /// The day from which it counts.
    pub from_on: NaiveDate,
    /// What can be used of it.
    pub available: Money,
}

impl Occasion {
    /// Every occasion.
    pub const ALL: [Self; 4] = [Self::Loyalty, Self::Referral, Self::Courtesy, Self::Other];

    /// The code as it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Loyalty => "loyalty",
            Self::Referral => "referral",
            Self::Courtesy => "courtesy",
            Self::Other => "other",
        }
    }
}

impl CreditOrigin {
    /// The code as it is stored: the occasion of goodwill, `opening_balance` or `transfer`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Goodwill(occasion) => occasion.as_str(),
            Self::OpeningBalance => "opening_balance",
            Self::Transfer => "transfer",
        }
    }

    /// The origin of a stored code; `None` for any other text.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Occasion::ALL
            .into_iter()
            .map(Self::Goodwill)
            .chain([Self::OpeningBalance, Self::Transfer])
            .find(|origin| origin.as_str() == code)
    }

    /// Whose money it is.
    #[must_use]
    pub fn belonging(self) -> Belonging {
        match self {
            Self::Goodwill(_) => Belonging::Goodwill,
            Self::OpeningBalance | Self::Transfer => Belonging::OwnMoney,
        }
    }

    /// Whether it can have a last day: only goodwill expires, the client's own money never does (requirements G5).
    #[must_use]
    pub fn may_expire(self) -> bool {
        self.belonging() == Belonging::Goodwill
    }
}

/// What `sources` pay by themselves of an invoice with `outstanding` left: goodwill that expires soonest, other goodwill,
/// credit notes, then the client's own money; the oldest first among equals, then in the order given.
#[must_use]
pub fn use_by_itself<Id: Copy>(outstanding: Money, sources: &[UsableSource<Id>]) -> Vec<Share<Id>> {
    let mut in_order: Vec<&UsableSource<Id>> = sources.iter().collect();
    in_order.sort_by_key(|source| (source.belonging, source.expires_on.is_none(), source.expires_on, source.from_on));
    let mut left = outstanding;
    in_order
        .into_iter()
        .filter_map(|source| {
            let amount = source.available.min(left);
            left = left.less(amount);
            (!amount.is_zero()).then_some(Share { id: source.id, amount })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn sum(typed: &str) -> Money {
        Currency::new("USD", 2).unwrap().parse(typed).unwrap()
    }

    fn source(id: u32, belonging: Belonging, from: &str, expires: Option<&str>, available: &str) -> UsableSource<u32> {
        let day = |written: &str| written.parse().unwrap();
        UsableSource { id, belonging, expires_on: expires.map(day), from_on: day(from), available: sum(available) }
    }

    #[test]
    fn what_expires_soonest_goes_first_and_the_client_s_own_money_last() {
        let sources = [
            source(1, Belonging::OwnMoney, "2026-01-01", None, "10.00"),
            source(2, Belonging::Correction, "2026-02-01", None, "10.00"),
            source(3, Belonging::Goodwill, "2026-01-15", None, "10.00"),
            source(4, Belonging::Goodwill, "2026-02-15", Some("2026-12-31"), "10.00"),
            source(5, Belonging::Goodwill, "2026-02-20", Some("2026-06-30"), "10.00"),
            source(6, Belonging::OwnMoney, "2025-12-01", None, "10.00"),
        ];
        let check = |outstanding: &str, expected: &str| {
            let shares = use_by_itself(sum(outstanding), &sources);
            let shown: Vec<String> = shares.iter().map(|share| format!("{}: {}", share.id, share.amount)).collect();
            assert_eq!(shown.join(", "), expected, "{outstanding}");
        };
        check("100.00", "5: 10.00, 4: 10.00, 3: 10.00, 2: 10.00, 6: 10.00, 1: 10.00");
        check("15.00", "5: 10.00, 4: 5.00");
        check("0", "");
    }

    #[test]
    fn only_goodwill_expires() {
        let expiring: Vec<&str> = ["loyalty", "referral", "courtesy", "other", "opening_balance", "transfer"]
            .into_iter()
            .filter(|code| CreditOrigin::parse(code).unwrap().may_expire())
            .collect();
        assert_eq!(expiring, ["loyalty", "referral", "courtesy", "other"]);
        assert_eq!(CreditOrigin::parse("goodwill"), None);
    }
}
