//! What a session's attendance charges, and when it may change.

use std::fmt;

use chrono::NaiveDate;

use crate::day::day_in_words;
use crate::money::Money;
use crate::rate::Rate;

/// How a session went, as marked by the therapist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attendance {
    /// The client was there.
    Attended,
    /// The client cancelled too late.
    LateCancelled,
    /// The client did not come.
    NoShow,
    /// The client cancelled in time.
    Cancelled,
    /// The therapist cancelled.
    CancelledByTherapist,
}

/// What a service charges where a session was not attended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeeRule {
    /// Nothing.
    None,
    /// A sum.
    Amount(Money),
    /// A part of the session's fee.
    Percent(Rate),
}

/// All that the fee of a session comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fees {
    /// The session's own fee, before the others.
    pub session: Option<Money>,
    /// The fee agreed with the client for that service, before the service's.
    pub client: Option<Money>,
    /// The service's fee.
    pub service: Money,
    /// What the service charges for a late cancellation.
    pub late_cancel: FeeRule,
    /// What the service charges for a no-show.
    pub no_show: FeeRule,
}

/// What an attendance charges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    /// There is no invoice.
    None,
    /// There is an invoice of this sum, which may be 0 for an attended session.
    Amount(Money),
}

/// A charge that stands for a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeStanding {
    /// The number of the invoice that it is on.
    pub invoice_number: String,
    /// The day on which that invoice was last supplied to the client.
    pub supplied_on: Option<NaiveDate>,
    /// How much is applied to that invoice.
    pub applied: Money,
    /// Whether that invoice is locked.
    pub locked: bool,
    /// Whether the books are closed on the day of that invoice, so that it stays locked.
    pub closed: bool,
    /// The newest credit note that stands on that invoice.
    pub credited_by: Option<String>,
}

/// What becomes of a charge that stands when the attendance changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChargeChoice {
    /// It is taken off, and what the new attendance charges is charged.
    TakeOff,
    /// It stays as it is.
    Keep,
    /// The session is free of charge: what cannot be taken off is credited in full.
    Free,
    /// The same, and what the new attendance charges is charged instead.
    Instead,
}

/// What a change of attendance does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// Nothing: it is marked so already.
    Unchanged,
    /// The attendance is marked, and what it charges is charged: no charge stands.
    Mark,
    /// The charge is taken off; then the attendance is marked and what it charges is charged.
    TakeOffAndMark,
    /// The attendance is marked and the charge that stands is kept.
    MarkAndKeep,
    /// Each charge is taken off, or credited in full where that cannot be, and the attendance is marked.
    CreditAndMark,
    /// The same, and then what the attendance charges is charged.
    CreditMarkAndCharge,
}

/// Why a charge stays as it is; each message is a sentence the therapist can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChargeError {
    /// Money is applied to its invoice.
    #[error("{number} charges this session and {applied} is applied to it. {CHOICES}")]
    Applied {
        /// The invoice.
        number: String,
        /// What is applied to it.
        applied: Money,
    },
    /// Its invoice is locked.
    #[error("{number} charges this session and is locked. Unlock it first, or choose otherwise. {CHOICES}")]
    Locked {
        /// The invoice.
        number: String,
    },
    /// Its invoice is of a day on which the books are closed.
    #[error("{number} charges this session, and the books are closed on its day. {CHOICES}")]
    Closed {
        /// The invoice.
        number: String,
    },
    /// Its invoice was supplied to the client.
    #[error("{number} charges this session and was supplied on {on}. {CHOICES}", on = day_in_words(*supplied_on))]
    Supplied {
        /// The invoice.
        number: String,
        /// When it was supplied.
        supplied_on: NaiveDate,
    },
    /// A credit note stands on its invoice.
    #[error("{number} charges this session, and {note} credits a part of it. {CHOICES}")]
    Credited {
        /// The invoice.
        number: String,
        /// The credit note.
        note: String,
    },
    /// Nothing charges the session.
    #[error("No invoice charges this session, so there is nothing to credit. Mark it as usual.")]
    NotCharged,
    /// The new attendance charges nothing.
    #[error(
        "With this mark the session charges nothing, so there is no fee to charge instead. Make it free of charge."
    )]
    NoFee,
}

/// The three choices of money-rules 5, *Change of attendance*.
const CHOICES: &str = "Keep the charge, make the session free of charge, or charge the fee for the new mark instead; \
                       the last two issue a credit note.";

impl Attendance {
    /// Every attendance, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Attended, Self::LateCancelled, Self::NoShow, Self::Cancelled, Self::CancelledByTherapist];

    /// The code as it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Attended => "attended",
            Self::LateCancelled => "late_cancelled",
            Self::NoShow => "no_show",
            Self::Cancelled => "cancelled",
            Self::CancelledByTherapist => "cancelled_by_therapist",
        }
    }

    /// Whether it can charge anything; what it does charge depends on the fees.
    #[must_use]
    pub fn may_charge(self) -> bool {
        matches!(self, Self::Attended | Self::LateCancelled | Self::NoShow)
    }

    /// The attendance of a stored code; `None` for any other text.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|attendance| attendance.as_str() == code)
    }
}

impl fmt::Display for Attendance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Attended => "attended",
            Self::LateCancelled => "late cancelled",
            Self::NoShow => "no-show",
            Self::Cancelled => "cancelled",
            Self::CancelledByTherapist => "cancelled by therapist",
        })
    }
}

impl Fees {
    /// What the session costs when it is attended: its own fee, else the client's, else the service's.
    #[must_use]
    pub fn session_fee(&self) -> Money {
        self.session.or(self.client).unwrap_or(self.service)
    }
}

/// What `attendance` charges; `waived` lets go of the fee for a late cancellation or no-show.
#[must_use]
pub fn charge_for(attendance: Attendance, fees: &Fees, waived: bool) -> Charge {
    let rule = match attendance {
        Attendance::Attended => return Charge::Amount(fees.session_fee()),
        Attendance::LateCancelled => fees.late_cancel,
        Attendance::NoShow => fees.no_show,
        Attendance::Cancelled | Attendance::CancelledByTherapist => FeeRule::None,
    };
    let fee = match rule {
        FeeRule::None => return Charge::None,
        FeeRule::Amount(amount) => amount,
        FeeRule::Percent(rate) => rate.of(fees.session_fee()),
    };
    if waived || fee.is_zero() { Charge::None } else { Charge::Amount(fee) }
}

/// Decides what marking a session `wanted` does, where it is marked `present` and `standing` charge it, one for
/// each payer at most (money-rules 5, *Change of attendance*); `None` is a session that is not marked.
///
/// # Errors
/// [`ChargeError`] if the charges are to be taken off and one is paid in part or whole, locked, supplied, or credited in
/// part; if there is no charge to credit, or nothing to charge instead.
pub fn change_attendance(
    present: Option<Attendance>,
    wanted: Option<Attendance>,
    standing: &[ChargeStanding],
    choice: ChargeChoice,
) -> Result<Change, ChargeError> {
    // A session can be made free of charge under the mark that it has.
    if present == wanted && choice != ChargeChoice::Free {
        return Ok(Change::Unchanged);
    }
    match (standing, choice) {
        ([], ChargeChoice::TakeOff | ChargeChoice::Keep) => Ok(Change::Mark),
        ([], ChargeChoice::Free | ChargeChoice::Instead) => Err(ChargeError::NotCharged),
        (_, ChargeChoice::Keep) => Ok(Change::MarkAndKeep),
        (charges, ChargeChoice::TakeOff) => {
            charges.iter().try_for_each(ChargeStanding::may_be_taken_off).map(|()| Change::TakeOffAndMark)
        }
        (_, ChargeChoice::Free) => Ok(Change::CreditAndMark),
        (_, ChargeChoice::Instead) if wanted.is_some_and(Attendance::may_charge) => Ok(Change::CreditMarkAndCharge),
        (_, ChargeChoice::Instead) => Err(ChargeError::NoFee),
    }
}

impl ChargeStanding {
    /// Whether the charge may be taken off its invoice, as if it had never been.
    ///
    /// # Errors
    /// [`ChargeError`] if the invoice is paid in part or whole, locked, supplied, or credited in part.
    pub fn may_be_taken_off(&self) -> Result<(), ChargeError> {
        let number = self.invoice_number.clone();
        if !self.applied.is_zero() {
            return Err(ChargeError::Applied { number, applied: self.applied });
        }
        if self.closed {
            return Err(ChargeError::Closed { number });
        }
        if self.locked {
            return Err(ChargeError::Locked { number });
        }
        if let Some(supplied_on) = self.supplied_on {
            return Err(ChargeError::Supplied { number, supplied_on });
        }
        match self.credited_by.clone() {
            Some(note) => Err(ChargeError::Credited { number, note }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Currency;

    fn sum(typed: &str) -> Money {
        Currency::new("USD", 2).unwrap().parse(typed).unwrap()
    }

    fn fees(session: Option<&str>, client: Option<&str>) -> Fees {
        Fees {
            session: session.map(sum),
            client: client.map(sum),
            service: sum("140.00"),
            late_cancel: FeeRule::Percent(Rate::parse("50").unwrap()),
            no_show: FeeRule::Amount(sum("80.00")),
        }
    }

    fn check(attendance: Attendance, fees: &Fees, expected: &str) {
        let shown = |waived| match charge_for(attendance, fees, waived) {
            Charge::None => "nothing".to_owned(),
            Charge::Amount(amount) => amount.to_string(),
        };
        assert_eq!(shown(false), expected, "{attendance} with {fees:?}");
        let waived = if attendance == Attendance::Attended { expected } else { "nothing" };
        assert_eq!(shown(true), waived, "{attendance}, waived, with {fees:?}");
    }

    #[test]
    fn the_session_s_own_fee_goes_before_the_client_s_and_the_service_s() {
        check(Attendance::Attended, &fees(None, None), "140.00");
        check(Attendance::Attended, &fees(None, Some("100.00")), "100.00");
        check(Attendance::Attended, &fees(Some("90.00"), Some("100.00")), "90.00");
    }

    #[test]
    fn a_free_session_still_gets_its_invoice() {
        check(Attendance::Attended, &fees(Some("0.00"), None), "0.00");
    }

    #[test]
    fn a_late_cancellation_or_no_show_charges_the_service_s_rule_unless_waived() {
        check(Attendance::LateCancelled, &fees(None, None), "70.00");
        check(Attendance::LateCancelled, &fees(None, Some("100.01")), "50.01");
        check(Attendance::LateCancelled, &fees(Some("0.00"), Some("100.00")), "nothing");
        check(Attendance::NoShow, &fees(Some("20.00"), None), "80.00");
        let nothing = Fees { late_cancel: FeeRule::None, no_show: FeeRule::Amount(sum("0")), ..fees(None, None) };
        check(Attendance::LateCancelled, &nothing, "nothing");
        check(Attendance::NoShow, &nothing, "nothing");
    }

    #[test]
    fn a_session_cancelled_in_time_charges_nothing() {
        check(Attendance::Cancelled, &fees(Some("90.00"), None), "nothing");
        check(Attendance::CancelledByTherapist, &fees(Some("90.00"), None), "nothing");
    }

    #[test]
    fn attendance_has_one_code_each() {
        for attendance in Attendance::ALL {
            assert_eq!(Attendance::parse(attendance.as_str()), Some(attendance));
        }
        assert_eq!(Attendance::parse("Attended"), None);
    }

    fn charge(applied: &str, supplied_on: Option<&str>, locked: bool) -> ChargeStanding {
        ChargeStanding {
            invoice_number: "INV-00007".to_owned(),
            supplied_on: supplied_on.map(|day| day.parse().unwrap()),
            applied: sum(applied),
            locked,
            closed: false,
            credited_by: None,
        }
    }

    fn or_choose(what: &str) -> String {
        format!(
            "INV-00007 charges this session{what} Keep the charge, make the session free of charge, or charge the fee \
             for the new mark instead; the last two issue a credit note."
        )
    }

    fn check_change(standing: &[ChargeStanding], choice: ChargeChoice, expected: &str) {
        for wanted in [None, Some(Attendance::Cancelled), Some(Attendance::NoShow)] {
            let change = change_attendance(Some(Attendance::Attended), wanted, standing, choice);
            let shown = change.map_or_else(|error| error.to_string(), |change| format!("{change:?}"));
            assert_eq!(shown, expected, "attended to {wanted:?}");
        }
    }

    #[test]
    fn a_charge_that_nobody_has_seen_or_paid_is_taken_off() {
        check_change(&[], ChargeChoice::TakeOff, "Mark");
        check_change(&[charge("0", None, false)], ChargeChoice::TakeOff, "TakeOffAndMark");
    }

    #[test]
    fn a_charge_that_is_paid_locked_or_supplied_is_not_taken_off_silently() {
        let paid = or_choose(" and 100.00 is applied to it.");
        let locked = or_choose(" and is locked. Unlock it first, or choose otherwise.");
        let closed = or_choose(", and the books are closed on its day.");
        let supplied = or_choose(" and was supplied on 2 Mar 2026.");
        let credited = or_choose(", and CN-00001 credits a part of it.");
        check_change(&[charge("100.00", Some("2026-03-02"), true)], ChargeChoice::TakeOff, &paid);
        check_change(&[charge("0", Some("2026-03-02"), true)], ChargeChoice::TakeOff, &locked);
        let in_closed_books = ChargeStanding { closed: true, ..charge("0", Some("2026-03-02"), true) };
        check_change(&[in_closed_books], ChargeChoice::TakeOff, &closed);
        check_change(&[charge("0", Some("2026-03-02"), false)], ChargeChoice::TakeOff, &supplied);
        let with_note = ChargeStanding { credited_by: Some("CN-00001".to_owned()), ..charge("0", None, false) };
        check_change(&[with_note], ChargeChoice::TakeOff, &credited);
    }

    #[test]
    fn of_several_payers_the_one_whose_charge_stands_fast_is_named() {
        let free = || charge("0", None, false);
        let paid = ChargeStanding { invoice_number: "INV-00008".to_owned(), ..charge("40.00", None, false) };
        check_change(&[free(), free()], ChargeChoice::TakeOff, "TakeOffAndMark");
        let refusal = or_choose(" and 40.00 is applied to it.").replace("INV-00007", "INV-00008");
        check_change(&[free(), paid.clone()], ChargeChoice::TakeOff, &refusal);
        check_change(&[free(), paid], ChargeChoice::Keep, "MarkAndKeep");
    }

    #[test]
    fn a_charge_may_be_kept_whatever_stands_on_it() {
        check_change(&[charge("100.00", Some("2026-03-02"), true)], ChargeChoice::Keep, "MarkAndKeep");
        check_change(&[], ChargeChoice::Keep, "Mark");
    }

    #[test]
    fn a_charge_is_credited_under_the_same_mark_too_and_replaced_only_by_another_fee() {
        let standing = [charge("100.00", Some("2026-03-02"), true)];
        let decide = |wanted, standing: &[ChargeStanding], choice| {
            change_attendance(Some(Attendance::Attended), wanted, standing, choice)
        };
        for wanted in [None, Some(Attendance::Attended), Some(Attendance::Cancelled), Some(Attendance::NoShow)] {
            assert_eq!(decide(wanted, &standing, ChargeChoice::Free), Ok(Change::CreditAndMark));
            assert_eq!(decide(wanted, &[], ChargeChoice::Free), Err(ChargeError::NotCharged));
        }
        for wanted in [Attendance::LateCancelled, Attendance::NoShow] {
            assert_eq!(decide(Some(wanted), &standing, ChargeChoice::Instead), Ok(Change::CreditMarkAndCharge));
        }
        for wanted in [None, Some(Attendance::Cancelled), Some(Attendance::CancelledByTherapist)] {
            assert_eq!(decide(wanted, &standing, ChargeChoice::Instead), Err(ChargeError::NoFee));
        }
        assert_eq!(decide(Some(Attendance::NoShow), &[], ChargeChoice::Instead), Err(ChargeError::NotCharged));
    }

    proptest! {
        #[test]
        fn marking_the_same_twice_changes_nothing(
            marked in prop::option::of(prop::sample::select(Attendance::ALL.to_vec())),
            standing in prop::collection::vec((0..3_i64, any::<bool>(), any::<bool>()), 0..3),
            choice in prop::sample::select(vec![ChargeChoice::TakeOff, ChargeChoice::Keep, ChargeChoice::Instead]),
        ) {
            let charges = standing.into_iter().map(|(applied, supplied, locked)| {
                charge(&applied.to_string(), supplied.then_some("2026-03-02"), locked)
            });
            let standing: Vec<_> = charges.collect();
            prop_assert_eq!(change_attendance(marked, marked, &standing, choice), Ok(Change::Unchanged));
        }
    }
}
