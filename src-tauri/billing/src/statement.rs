//! Account summaries: what moved a client's position in a period, and where it stood before and after (money-rules 6).

use std::fmt;

use chrono::NaiveDate;

use crate::money::Money;

/// What is owed less what is available: above 0 the client owes the practice, below 0 the practice owes the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    minor: i64,
    unit: Money,
}

/// What moved a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MovementKind {
    /// An invoice was issued, changed or made void.
    Invoice,
    /// A payment came in or was reversed.
    Payment,
    /// A credit was given, changed or deleted.
    Credit,
    /// A credit note was issued or made void.
    CreditNote,
    /// Money went back to the client, or the refund was reversed.
    Refund,
    /// Part of an invoice was given up, or is owed again.
    WriteOff,
    /// Credit can be used no more, or again: it lapsed, or was deactivated.
    Lapse,
    /// Money was used for, or came from, a linked client.
    Linked,
}

/// One movement, as it is entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// Its day.
    pub on: NaiveDate,
    /// What it is.
    pub kind: MovementKind,
    /// The number of the document that moved it, or whose name it is about.
    pub document: String,
    /// What became of it, or whose money it is, where there is more to say than its kind.
    pub detail: String,
    /// By how many minor units the position rises; falls below 0.
    pub minor: i64,
}

/// A movement with the position after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRow {
    /// The movement.
    pub movement: Movement,
    /// The position after it.
    pub position: Position,
}

/// A client's account in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The position before the first day.
    pub opening: Position,
    /// What moved it, by day, then in the order of entry.
    pub rows: Vec<StatementRow>,
    /// The position after the last day.
    pub closing: Position,
}

impl Position {
    /// A position of `minor` units of the currency of `unit`.
    #[must_use]
    pub fn new(minor: i64, unit: Money) -> Self {
        Self { minor, unit: unit.none() }
    }

    /// In minor units, below 0 where the practice owes the client.
    #[must_use]
    pub fn minor(self) -> i64 {
        self.minor
    }

    /// Without its direction.
    #[must_use]
    pub fn amount(self) -> Money {
        self.unit.units(self.minor.saturating_abs())
    }

    fn moved(self, minor: i64) -> Self {
        Self { minor: self.minor.saturating_add(minor), ..self }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.minor < 0 { write!(f, "-{}", self.amount()) } else { self.amount().fmt(f) }
    }
}

/// The account from `from` to `to`, both included; `movements` are all there are, in the order of entry. What came
/// before is in the opening position, what comes after counts nowhere.
#[must_use]
pub fn statement(movements: &[Movement], from: NaiveDate, to: NaiveDate, unit: Money) -> Statement {
    let before = movements.iter().filter(|movement| movement.on < from);
    let opening = before.fold(Position::new(0, unit), |position, movement| position.moved(movement.minor));
    let mut within: Vec<&Movement> =
        movements.iter().filter(|movement| (from..=to).contains(&movement.on) && movement.minor != 0).collect();
    within.sort_by_key(|movement| movement.on);
    let mut closing = opening;
    let rows = within
        .into_iter()
        .map(|movement| {
            closing = closing.moved(movement.minor);
            StatementRow { movement: movement.clone(), position: closing }
        })
        .collect();
    Statement { opening, rows, closing }
}

/// What happened to a credit, for telling from when on it cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditEvent {
    /// So much more remains of it; less, below 0.
    Remains(i64),
    /// It was deactivated, or reactivated.
    Inactive(bool),
    /// Its last day is this from now on.
    Expires(Option<NaiveDate>),
}

/// The days on which what of a credit cannot be used changes, and by how many minor units. `events` are in the order of
/// entry: of those up to a day, the last counts.
#[must_use]
pub fn lapses(events: &[(NaiveDate, CreditEvent)], until: NaiveDate) -> Vec<(NaiveDate, i64)> {
    let mut days: Vec<NaiveDate> = events.iter().map(|(day, _)| *day).collect();
    let last_days = events.iter().filter_map(|(_, event)| match event {
        CreditEvent::Expires(last) => last.and_then(|last| last.succ_opt()),
        CreditEvent::Remains(_) | CreditEvent::Inactive(_) => None,
    });
    days.extend(last_days);
    days.retain(|day| *day <= until);
    days.sort_unstable();
    days.dedup();
    let mut unusable = 0;
    let mut changes = Vec::new();
    for day in days {
        let now = unusable_on(events, day);
        if now != unusable {
            changes.push((day, now - unusable));
            unusable = now;
        }
    }
    changes
}

fn unusable_on(events: &[(NaiveDate, CreditEvent)], day: NaiveDate) -> i64 {
    let (mut remains, mut inactive, mut expires) = (0_i64, false, None);
    for (_, event) in events.iter().filter(|(on, _)| *on <= day) {
        match event {
            CreditEvent::Remains(more) => remains = remains.saturating_add(*more),
            CreditEvent::Inactive(now) => inactive = *now,
            CreditEvent::Expires(last) => expires = *last,
        }
    }
    if inactive || expires.is_some_and(|last| last < day) { remains } else { 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Currency;

    fn day(written: &str) -> NaiveDate {
        written.parse().unwrap()
    }

    fn zero() -> Money {
        Currency::new("USD", 2).unwrap().zero()
    }

    fn movement(on: &str, kind: MovementKind, document: &str, minor: i64) -> Movement {
        Movement { on: day(on), kind, document: document.to_owned(), detail: String::new(), minor }
    }

    #[test]
    fn a_statement_runs_from_its_opening_to_its_closing_position() {
        let movements = [
            movement("2026-02-27", MovementKind::Invoice, "INV-00001", 5_000),
            movement("2026-03-09", MovementKind::Invoice, "INV-00003", 10_000),
            movement("2026-03-02", MovementKind::Payment, "R-00001", -12_000),
            movement("2026-03-02", MovementKind::Invoice, "INV-00002", 10_000),
            movement("2026-04-01", MovementKind::Invoice, "INV-00004", 10_000),
        ];
        let shown = statement(&movements, day("2026-03-01"), day("2026-03-31"), zero());
        let rows: Vec<String> =
            shown.rows.iter().map(|row| format!("{} {}", row.movement.document, row.position)).collect();
        assert_eq!(shown.opening.to_string(), "50.00");
        assert_eq!(rows, ["R-00001 -70.00", "INV-00002 30.00", "INV-00003 130.00"]);
        assert_eq!(shown.closing.to_string(), "130.00");
    }

    #[test]
    fn what_is_unused_after_the_last_day_lapses_and_lives_again_with_a_later_one() {
        let on = |written: &str, event| (day(written), event);
        let goodwill = [
            on("2026-05-01", CreditEvent::Remains(5_000)),
            on("2026-05-01", CreditEvent::Expires(Some(day("2026-06-30")))),
            on("2026-05-10", CreditEvent::Remains(-2_000)),
        ];
        assert_eq!(lapses(&goodwill, day("2026-06-30")), []);
        assert_eq!(lapses(&goodwill, day("2026-12-31")), [(day("2026-07-01"), 3_000)]);
        let unapplied_and_extended = [
            goodwill.as_slice(),
            &[
                on("2026-07-05", CreditEvent::Remains(500)),
                on("2026-07-10", CreditEvent::Expires(Some(day("2026-08-31")))),
            ],
        ]
        .concat();
        assert_eq!(
            lapses(&unapplied_and_extended, day("2026-08-01")),
            [(day("2026-07-01"), 3_000), (day("2026-07-05"), 500), (day("2026-07-10"), -3_500)]
        );
        let asleep = [
            on("2026-05-01", CreditEvent::Remains(5_000)),
            on("2026-05-02", CreditEvent::Inactive(true)),
            on("2026-05-03", CreditEvent::Inactive(false)),
        ];
        assert_eq!(lapses(&asleep, day("2026-06-01")), [(day("2026-05-02"), 5_000), (day("2026-05-03"), -5_000)]);
    }

    proptest! {
        #[test]
        fn one_period_after_the_other_is_as_one(
            moves in prop::collection::vec((0..60_u64, -50_000..50_000_i64), 0..40),
            cut in 0..60_u64,
        ) {
            let first = day("2026-01-01");
            let last = first + chrono::Days::new(60);
            let middle = first + chrono::Days::new(cut);
            let movements: Vec<Movement> = moves
                .into_iter()
                .map(|(offset, minor)| Movement {
                    on: first + chrono::Days::new(offset),
                    kind: MovementKind::Invoice,
                    document: String::new(),
                    detail: String::new(),
                    minor,
                })
                .collect();
            let whole = statement(&movements, first, last, zero());
            let earlier = statement(&movements, first, middle, zero());
            let later = statement(&movements, middle.succ_opt().unwrap(), last, zero());
            prop_assert_eq!(earlier.closing, later.opening);
            prop_assert_eq!(later.closing, whole.closing);
            let rows: Vec<StatementRow> = earlier.rows.into_iter().chain(later.rows).collect();
            prop_assert_eq!(rows, whole.rows);
        }
    }
}
