//! What the lines of a document come to: discounts, taxes and rounding (money-rules 4).

mod tax;
#[cfg(test)]
mod tests;

use crate::exact::in_proportion;
use crate::money::{Currency, Money};
use crate::quantity::Quantity;
use crate::rate::Rate;
use crate::unit_price::UnitPrice;

pub use tax::{Tax, TaxAmount, TaxRounding, TaxTotal};

/// A discount on a line or on a whole document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discount {
    /// A sum off the whole line, or off the whole document.
    Amount(Money),
    /// A part of what the line or document comes to, rounded.
    Percent(Rate),
}

/// A line as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineInput {
    /// How many.
    pub quantity: Quantity,
    /// What one costs: with tax where a tax is included, else without.
    pub unit_price: UnitPrice,
    /// The discount on this line.
    pub discount: Option<Discount>,
    /// The taxes of this line, as they were when it was written.
    pub taxes: Vec<Tax>,
}

/// A line with all its figures; the lines of a document add up to its totals exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedLine {
    /// Quantity x unit price, less the line discount.
    pub base: Money,
    /// What the line's own discount came to.
    pub line_discount: Money,
    /// This line's share of the document's discount.
    pub document_discount: Money,
    /// After both discounts, without any tax.
    pub net: Money,
    /// Each tax of the line: the included ones, then the added ones.
    pub taxes: Vec<TaxAmount>,
    /// All taxes of the line together.
    pub tax: Money,
    /// Net and tax together: what is asked for this line.
    pub total: Money,
}

/// A document with all its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// The lines, in the order in which they were given.
    pub lines: Vec<PricedLine>,
    /// The sum of the line bases, before the document's discount.
    pub gross: Money,
    /// What the document's discount came to.
    pub discount: Money,
    /// After all discounts, without any tax.
    pub net: Money,
    /// All taxes together.
    pub tax: Money,
    /// Each tax of the document: the included ones, then the added ones, in the order of the lines.
    pub taxes: Vec<TaxTotal>,
    /// Net and tax together: what is asked for.
    pub total: Money,
}

/// Why lines have no price; each message is a sentence the therapist can act on. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PricingError {
    /// A line's discount is more than the line.
    #[error(
        "The discount of {discount} on line {line} is more than the {comes_to} that the line comes to. \
         Enter {comes_to} or less."
    )]
    DiscountOverLine {
        /// The line.
        line: usize,
        /// The discount.
        discount: Money,
        /// Quantity x unit price.
        comes_to: Money,
    },
    /// The document's discount is more than the sum of its lines.
    #[error("The discount of {discount} is more than the {gross} that the lines come to. Enter {gross} or less.")]
    DiscountOverSum {
        /// The discount.
        discount: Money,
        /// The sum of the line bases.
        gross: Money,
    },
    /// One tax stands twice on a line.
    #[error("Line {line} has the tax “{name}” twice. Take one of them off.")]
    TaxTwice {
        /// The line.
        line: usize,
        /// The tax.
        name: String,
    },
    /// More than one document can come to.
    #[error("This comes to more than {most}, the most for one document. Check the quantities and prices.")]
    TooLarge {
        /// The most that a document can come to.
        most: Money,
    },
}

/// Prices the lines of a document in `currency`. A tax-exempt client pays the price with tax 0.
///
/// # Errors
/// A [`PricingError`] if a discount is more than what it is taken off, if a tax stands twice on one line, or if the
/// document comes to more than can be kept.
pub fn price(
    currency: Currency,
    lines: &[LineInput],
    discount: Option<Discount>,
    rounding: TaxRounding,
    tax_exempt: bool,
) -> Result<Priced, PricingError> {
    let too_large = || PricingError::TooLarge { most: currency.most() };
    let bases = lines
        .iter()
        .zip(1..)
        .map(|(input, line)| line_base(currency, input, line))
        .collect::<Result<Vec<LineBase>, _>>()?;
    let gross = sum(currency, bases.iter().map(|line| line.base));
    if gross > currency.most() {
        return Err(too_large());
    }
    let discount = document_discount(gross, discount)?;
    let weights: Vec<Money> = bases.iter().map(|line| line.base).collect();
    let shares = share_out(discount, &weights);
    let discounted: Vec<Money> = weights.iter().zip(&shares).map(|(base, share)| base.less(*share)).collect();
    let taxed = tax::tax_lines(&discounted, lines, rounding, tax_exempt).ok_or_else(too_large)?;
    let lines: Vec<PricedLine> = bases
        .into_iter()
        .zip(shares)
        .zip(taxed.lines)
        .map(|((LineBase { base, line_discount }, document_discount), tax::TaxedLine { net, taxes })| {
            let tax = sum(currency, taxes.iter().map(|tax| tax.tax));
            PricedLine { base, line_discount, document_discount, net, taxes, tax, total: net.plus(tax) }
        })
        .collect();
    let net = sum(currency, lines.iter().map(|line| line.net));
    let tax = sum(currency, lines.iter().map(|line| line.tax));
    let total = net.plus(tax);
    if total > currency.most() {
        return Err(too_large());
    }
    Ok(Priced { lines, gross, discount, net, tax, taxes: taxed.totals, total })
}

/// Shares `sum` out in proportion to `weights`, largest remainder first, so that the shares add up exactly.
///
/// Where all weights are nothing, so is every share.
#[must_use]
pub fn share_out(sum: Money, weights: &[Money]) -> Vec<Money> {
    let weights: Vec<i64> = weights.iter().map(|weight| weight.minor()).collect();
    in_proportion(sum.minor(), &weights).into_iter().map(|minor| sum.units(minor)).collect()
}

struct LineBase {
    base: Money,
    line_discount: Money,
}

fn line_base(currency: Currency, input: &LineInput, line: usize) -> Result<LineBase, PricingError> {
    if let Some(name) = tax::standing_twice(&input.taxes) {
        return Err(PricingError::TaxTwice { line, name: name.to_owned() });
    }
    let comes_to = input
        .unit_price
        .times(input.quantity, currency)
        .ok_or_else(|| PricingError::TooLarge { most: currency.most() })?;
    let line_discount = taken_off(comes_to, input.discount);
    let base = comes_to.minus(line_discount).ok_or(PricingError::DiscountOverLine {
        line,
        discount: line_discount,
        comes_to,
    })?;
    Ok(LineBase { base, line_discount })
}

fn document_discount(gross: Money, discount: Option<Discount>) -> Result<Money, PricingError> {
    let discount = taken_off(gross, discount);
    if discount > gross { Err(PricingError::DiscountOverSum { discount, gross }) } else { Ok(discount) }
}

fn taken_off(sum: Money, discount: Option<Discount>) -> Money {
    match discount {
        None => sum.none(),
        Some(Discount::Amount(amount)) => amount,
        Some(Discount::Percent(rate)) => rate.of(sum),
    }
}

fn sum(currency: Currency, parts: impl Iterator<Item = Money>) -> Money {
    parts.fold(currency.zero(), Money::plus)
}
