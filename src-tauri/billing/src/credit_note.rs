//! Lines of credit notes: what is credited of an invoice's line, in net and tax (money-rules 4).

use crate::{
    exact::{Exact, by_largest_remainder},
    money::Money,
    quantity::Quantity,
    rate::Rate,
};

/// A tax of a line, with what was credited of it before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditedTax {
    /// Its name.
    pub name: String,
    /// Its rate.
    pub rate: Rate,
    /// Whether the price had it in it.
    pub included: bool,
    /// What the line has of it, or the note takes of it.
    pub tax: Money,
}

/// A line of an invoice, with what live credit notes took of it before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditLine {
    /// What it says.
    pub description: String,
    /// How many.
    pub quantity: Quantity,
    /// Without tax.
    pub net: Money,
    /// Its taxes.
    pub taxes: Vec<CreditedTax>,
    /// How many thousandths were credited before.
    pub credited_thousandths: i64,
    /// How much net was credited before.
    pub credited_net: Money,
    /// How much of each tax was credited before, in the order of `taxes`.
    pub credited_taxes: Vec<Money>,
}

/// What is to be credited of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// So many units, at what the client was really charged for them.
    Units(Quantity),
    /// So much money, tax and all.
    Amount(Money),
    /// All that is left of it.
    Rest,
}

/// What a note takes of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditedLine {
    /// How many thousandths; 0 where only money was named.
    pub thousandths: i64,
    /// Without tax.
    pub net: Money,
    /// Of each tax, in the order of the line's.
    pub taxes: Vec<Money>,
    /// Net and taxes together.
    pub total: Money,
}

/// Why a line is not credited; each message is a sentence the therapist can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreditError {
    /// An amount of nothing.
    #[error("Enter an amount above {zero} for “{description}”, or leave it out.")]
    NotAboveZero {
        /// The line.
        description: String,
        /// Nothing, with the currency's decimals.
        zero: Money,
    },
    /// More units than are left.
    #[error("Only {left} of “{description}” can still be credited.")]
    OverQuantity {
        /// The line.
        description: String,
        /// How many are left.
        left: String,
    },
    /// More money than is left.
    #[error("Only {left} of “{description}” can still be credited, and {amount} was asked for.")]
    OverAmount {
        /// The line.
        description: String,
        /// How much is left.
        left: Money,
        /// What was asked for.
        amount: Money,
    },
    /// Nothing is left of it.
    #[error("“{description}” was credited in full already.")]
    Nothing {
        /// The line.
        description: String,
    },
}

impl CreditLine {
    /// What can still be credited of it, tax and all.
    #[must_use]
    pub fn left(&self) -> Money {
        let taxes = self.taxes.iter().zip(&self.credited_taxes);
        taxes.fold(self.net.less(self.credited_net), |sum, (tax, credited)| sum.plus(tax.tax.less(*credited)))
    }

    /// How many of it can still be credited, in thousandths.
    #[must_use]
    pub fn left_thousandths(&self) -> i64 {
        (self.quantity.thousandths() - self.credited_thousandths).max(0)
    }

    fn rest(&self, thousandths: i64) -> CreditedLine {
        let taxes: Vec<Money> =
            self.taxes.iter().zip(&self.credited_taxes).map(|(tax, credited)| tax.tax.less(*credited)).collect();
        CreditedLine { thousandths, net: self.net.less(self.credited_net), taxes, total: self.left() }
    }
}

/// What a note takes of `line`. Units are credited at what was charged for them, rounded over all notes together, so that
/// pieces add up to the line; an amount takes net and tax in proportion; what completes a line takes all that is left.
///
/// # Errors
/// [`CreditError`] if more is wanted than is left.
pub fn credit_line(line: &CreditLine, wanted: Wanted) -> Result<CreditedLine, CreditError> {
    let description = || line.description.clone();
    let (left, left_thousandths) = (line.left(), line.left_thousandths());
    match wanted {
        _ if left.is_zero() => Err(CreditError::Nothing { description: description() }),
        Wanted::Rest => Ok(line.rest(left_thousandths)),
        Wanted::Units(units) if units.thousandths() > left_thousandths => {
            let left = Quantity::from_thousandths(left_thousandths).map_or_else(|| "0".to_owned(), |q| q.to_string());
            Err(CreditError::OverQuantity { description: description(), left })
        }
        Wanted::Units(units) if units.thousandths() == left_thousandths => Ok(line.rest(left_thousandths)),
        Wanted::Units(units) => Ok(units_of(line, units.thousandths())),
        Wanted::Amount(amount) if amount.is_zero() => {
            Err(CreditError::NotAboveZero { description: description(), zero: amount })
        }
        Wanted::Amount(amount) if amount > left => {
            Err(CreditError::OverAmount { description: description(), left, amount })
        }
        Wanted::Amount(amount) if amount == left => Ok(line.rest(0)),
        Wanted::Amount(amount) => Ok(amount_of(line, amount)),
    }
}

/// The value of all units credited so far and now, less what was credited so far; where amounts were credited too, the
/// units' part of what is left.
fn units_of(line: &CreditLine, thousandths: i64) -> CreditedLine {
    let quantity = line.quantity.thousandths();
    let value = |all: Money, units: i64, of: i64| {
        all.units(Exact::ratio(all.minor(), units, of).unwrap_or(Exact::ZERO).rounded())
    };
    let part = |all: Money, credited: Money| {
        let left = all.less(credited);
        if credited == value(all, line.credited_thousandths, quantity) {
            value(all, line.credited_thousandths + thousandths, quantity).less(credited).min(left)
        } else {
            value(left, thousandths, line.left_thousandths())
        }
    };
    let net = part(line.net, line.credited_net);
    let taxes: Vec<Money> =
        line.taxes.iter().zip(&line.credited_taxes).map(|(tax, credited)| part(tax.tax, *credited)).collect();
    let total = taxes.iter().fold(net, |sum, tax| sum.plus(*tax));
    CreditedLine { thousandths, net, taxes, total }
}

/// `amount` shared over what is left of net and taxes, in proportion, so that the parts add up to it.
fn amount_of(line: &CreditLine, amount: Money) -> CreditedLine {
    let left: Vec<Money> = std::iter::once(line.net.less(line.credited_net))
        .chain(line.taxes.iter().zip(&line.credited_taxes).map(|(tax, credited)| tax.tax.less(*credited)))
        .collect();
    let all = line.left().minor();
    let parts: Vec<Exact> =
        left.iter().map(|part| Exact::ratio(amount.minor(), part.minor(), all).unwrap_or(Exact::ZERO)).collect();
    let mut room: Vec<i64> = left.iter().zip(&parts).map(|(left, part)| left.minor() - part.whole()).collect();
    let mut shares = by_largest_remainder(amount.minor(), &parts, &mut room).into_iter();
    let net = amount.units(shares.next().unwrap_or_default());
    CreditedLine { thousandths: 0, net, taxes: shares.map(|minor| amount.units(minor)).collect(), total: amount }
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

    fn line(quantity: &str, net: Money, taxes: &[Money]) -> CreditLine {
        CreditLine {
            description: "Workbook".to_owned(),
            quantity: Quantity::parse(quantity).unwrap(),
            net,
            taxes: taxes
                .iter()
                .map(|tax| CreditedTax {
                    name: "Sales tax".to_owned(),
                    rate: Rate::parse("8.5").unwrap(),
                    included: false,
                    tax: *tax,
                })
                .collect(),
            credited_thousandths: 0,
            credited_net: net.none(),
            credited_taxes: taxes.iter().map(|tax| tax.none()).collect(),
        }
    }

    /// Credits a part and notes it as credited.
    fn take(line: &mut CreditLine, wanted: Wanted) -> Result<CreditedLine, CreditError> {
        let taken = credit_line(line, wanted)?;
        line.credited_thousandths += taken.thousandths;
        line.credited_net = line.credited_net.plus(taken.net);
        for (credited, tax) in line.credited_taxes.iter_mut().zip(&taken.taxes) {
            *credited = credited.plus(*tax);
        }
        Ok(taken)
    }

    fn units(typed: &str) -> Wanted {
        Wanted::Units(Quantity::parse(typed).unwrap())
    }

    fn amount(typed: &str) -> Wanted {
        Wanted::Amount(sum(typed))
    }

    fn check(line: &mut CreditLine, wanted: Wanted, expected: &str) {
        let shown = match take(line, wanted) {
            Ok(taken) => {
                let taxes: Vec<String> = taken.taxes.iter().map(ToString::to_string).collect();
                format!("{} net, {} tax, {} in all", taken.net, taxes.join(" + "), taken.total)
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected, "{wanted:?}");
    }

    #[test]
    fn units_credited_one_by_one_add_up_to_the_line() {
        let mut three = line("3", sum("25.00"), &[]);
        check(&mut three, units("1"), "8.33 net,  tax, 8.33 in all");
        check(&mut three, units("1"), "8.34 net,  tax, 8.34 in all");
        check(&mut three, units("1"), "8.33 net,  tax, 8.33 in all");
        check(&mut three, units("1"), "“Workbook” was credited in full already.");
    }

    #[test]
    fn an_amount_takes_net_and_tax_in_proportion_and_the_last_note_what_is_left() {
        let mut taxed = line("1", sum("100.00"), &[sum("8.50")]);
        check(&mut taxed, amount("50.00"), "46.08 net, 3.92 tax, 50.00 in all");
        check(&mut taxed, amount("58.51"), "Only 58.50 of “Workbook” can still be credited, and 58.51 was asked for.");
        check(&mut taxed, amount("58.50"), "53.92 net, 4.58 tax, 58.50 in all");
        check(
            &mut line("1", sum("10.00"), &[]),
            amount("0"),
            "Enter an amount above 0.00 for “Workbook”, or leave it out.",
        );
    }

    #[test]
    fn units_after_an_amount_take_their_part_of_what_is_left() {
        let mut three = line("3", sum("30.00"), &[]);
        check(&mut three, amount("10.00"), "10.00 net,  tax, 10.00 in all");
        check(&mut three, units("1"), "6.67 net,  tax, 6.67 in all");
        check(&mut three, units("1"), "6.67 net,  tax, 6.67 in all");
        check(&mut three, units("1"), "6.66 net,  tax, 6.66 in all");
    }

    #[test]
    fn no_more_units_than_are_left_are_credited() {
        let mut two = line("2", sum("49.80"), &[sum("4.23")]);
        check(&mut two, units("0.5"), "12.45 net, 1.06 tax, 13.51 in all");
        check(&mut two, units("1.501"), "Only 1.5 of “Workbook” can still be credited.");
        check(&mut two, Wanted::Rest, "37.35 net, 3.17 tax, 40.52 in all");
    }

    fn any_wanted() -> impl Strategy<Value = Wanted> {
        prop_oneof![
            (1..4_000_i64).prop_map(|units| Wanted::Units(Quantity::from_thousandths(units).unwrap())),
            (1..20_000_i64).prop_map(|amount| Wanted::Amount(minor(amount))),
        ]
    }

    proptest! {
        #[test]
        fn all_notes_together_equal_the_line_exactly(
            quantity in 1..5_000_i64,
            net in 0..30_000_i64,
            taxes in prop::collection::vec(0..3_000_i64, 0..3),
            pieces in prop::collection::vec(any_wanted(), 0..12),
        ) {
            let taxes: Vec<Money> = taxes.into_iter().map(minor).collect();
            let written = Quantity::from_thousandths(quantity).unwrap().to_string();
            let mut line = line(&written, minor(net), &taxes);
            let mut total = minor(0);
            for piece in pieces.into_iter().chain([Wanted::Rest]) {
                let left = line.left();
                if let Ok(taken) = take(&mut line, piece) {
                    prop_assert!(taken.total <= left);
                    let parts = taken.taxes.iter().fold(taken.net, |sum, tax| sum.plus(*tax));
                    prop_assert_eq!(parts, taken.total);
                    total = total.plus(taken.total);
                }
            }
            prop_assert!(line.left().is_zero());
            prop_assert_eq!(line.credited_net, line.net);
            let all_taxes: Vec<Money> = line.taxes.iter().map(|tax| tax.tax).collect();
            prop_assert_eq!(&line.credited_taxes, &all_taxes);
            prop_assert_eq!(total, taxes.iter().fold(minor(net), |sum, tax| sum.plus(*tax)));
        }
    }
}
