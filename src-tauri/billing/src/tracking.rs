//! Which payments became credit, and what became of it (requirements B10).

use crate::money::Money;

/// What of a payment became credit, and what became of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreditMade {
    /// What is not where the payment was recorded for. It stays as it is used.
    pub created: Money,
    /// What of it is on other invoices, or again on one that it was taken off.
    pub applied: Money,
    /// What of it went back to the client or to a linked one.
    pub returned: Money,
    /// What of it is used by nothing.
    pub current: Money,
}

/// What an amount on an invoice came to, in minor units: with the recording of the payment, and after each later change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OnInvoice {
    /// What the payment was recorded for.
    pub recorded: i64,
    /// What each later act put on the invoice; below 0 took off.
    pub later: Vec<i64>,
}

impl OnInvoice {
    /// What of the recorded amount never left the invoice: what came last goes first.
    fn stayed(&self) -> i64 {
        let (mut now, mut stayed) = (self.recorded, self.recorded);
        for change in &self.later {
            now = now.saturating_add(*change);
            stayed = stayed.min(now);
        }
        stayed
    }

    fn now(&self) -> i64 {
        self.later.iter().fold(self.recorded, |now, change| now.saturating_add(*change))
    }
}

impl CreditMade {
    /// Of a payment of `amount`, of which `returned` went back, by what it has on each invoice.
    #[must_use]
    pub fn of(amount: Money, returned: Money, invoices: &[OnInvoice]) -> Self {
        let stayed = amount.units(invoices.iter().map(OnInvoice::stayed).sum());
        let on_invoices = amount.units(invoices.iter().map(OnInvoice::now).sum());
        Self {
            created: amount.less(stayed),
            applied: on_invoices.less(stayed),
            returned,
            current: amount.less(on_invoices).less(returned),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Currency;

    fn money(minor: i64) -> Money {
        Currency::new("USD", 2).unwrap().money(minor).unwrap()
    }

    fn on(recorded: i64, later: &[i64]) -> OnInvoice {
        OnInvoice { recorded, later: later.to_vec() }
    }

    fn check(amount: i64, returned: i64, invoices: &[OnInvoice], expected: &str) {
        let CreditMade { created, applied, returned, current } =
            CreditMade::of(money(amount), money(returned), invoices);
        assert_eq!(format!("{created} created, {applied} applied, {returned} returned, {current} current"), expected);
    }

    #[test]
    fn what_is_overpaid_is_created_once_however_it_is_used() {
        let paid = on(10_000, &[]);
        check(10_000, 0, std::slice::from_ref(&paid), "0.00 created, 0.00 applied, 0.00 returned, 0.00 current");
        check(12_000, 0, std::slice::from_ref(&paid), "20.00 created, 0.00 applied, 0.00 returned, 20.00 current");
        let used = on(0, &[1_500]);
        check(12_000, 0, &[paid.clone(), used], "20.00 created, 15.00 applied, 0.00 returned, 5.00 current");
        let used_and_taken_off = on(0, &[1_500, -1_500, 2_000]);
        check(
            12_000,
            0,
            &[paid.clone(), used_and_taken_off],
            "20.00 created, 20.00 applied, 0.00 returned, 0.00 current",
        );
        check(12_000, 1_200, &[paid], "20.00 created, 0.00 applied, 12.00 returned, 8.00 current");
    }

    #[test]
    fn what_leaves_the_invoice_it_was_recorded_for_is_credit_from_then_on() {
        check(10_000, 0, &[on(10_000, &[-3_000])], "30.00 created, 0.00 applied, 0.00 returned, 30.00 current");
        check(10_000, 0, &[on(10_000, &[-3_000, 3_000])], "30.00 created, 30.00 applied, 0.00 returned, 0.00 current");
        let moved = [on(10_000, &[-4_000]), on(0, &[4_000])];
        check(10_000, 0, &moved, "40.00 created, 40.00 applied, 0.00 returned, 0.00 current");
        // What came last goes first: 20.00 more were put on it and taken off again.
        check(12_000, 0, &[on(10_000, &[2_000, -2_000])], "20.00 created, 0.00 applied, 0.00 returned, 20.00 current");
    }

    proptest! {
        #[test]
        fn what_was_created_is_applied_returned_or_current(
            recorded in 0..50_000_i64,
            over in 0..50_000_i64,
            parts in prop::collection::vec(-100..=100_i64, 0..12),
        ) {
            let mut invoice = on(recorded, &[]);
            for part in parts {
                let most = if part < 0 { invoice.now() } else { recorded + over - invoice.now() };
                invoice.later.push(most * part / 100);
            }
            let made = CreditMade::of(money(recorded + over), money(0), &[invoice]);
            prop_assert_eq!(made.created, made.applied.plus(made.returned).plus(made.current));
            prop_assert!(made.created.minor() >= over);
        }
    }
}
