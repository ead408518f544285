//! Taxes of a document: per rate over all lines, or line by line; on top of the price or in it.

use crate::exact::{Exact, by_largest_remainder};
use crate::money::Money;
use crate::pricing::LineInput;
use crate::rate::Rate;

/// A tax as it stood when the line was written; later changes of its rate do not touch it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tax {
    /// What it is called on documents.
    pub name: String,
    /// Its rate.
    pub rate: Rate,
    /// Whether the typed price has it in it; else it is added.
    pub included: bool,
}

/// Where a tax is rounded; a setting of the practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TaxRounding {
    /// Once per rate over the whole document, then shared back to the lines, largest remainder first.
    #[default]
    PerDocument,
    /// On each line.
    PerLine,
}

impl TaxRounding {
    /// The one that it is not.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::PerDocument => Self::PerLine,
            Self::PerLine => Self::PerDocument,
        }
    }
}

/// One tax on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxAmount {
    /// What it is called on documents.
    pub name: String,
    /// Its rate.
    pub rate: Rate,
    /// Whether the typed price has it in it.
    pub included: bool,
    /// What it comes to; 0 for a tax-exempt client.
    pub tax: Money,
}

/// One tax over a whole document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxTotal {
    /// What it is called on documents.
    pub name: String,
    /// Its rate.
    pub rate: Rate,
    /// Whether the typed prices have it in them.
    pub included: bool,
    /// The net of the lines that it is on.
    pub base: Money,
    /// What it comes to: the sum of the lines' amounts; 0 for a tax-exempt client.
    pub tax: Money,
}

/// What [`tax_lines`] comes to.
pub(super) struct Taxed {
    pub(super) lines: Vec<TaxedLine>,
    pub(super) totals: Vec<TaxTotal>,
}

pub(super) struct TaxedLine {
    pub(super) net: Money,
    pub(super) taxes: Vec<TaxAmount>,
}

/// Taxes `lines`, of which `discounted` are the prices after all discounts; `None` beyond what can be kept.
///
/// Included taxes are taken out first, all of a line together; taxes that are added are on what is then left.
pub(super) fn tax_lines(
    discounted: &[Money],
    lines: &[LineInput],
    rounding: TaxRounding,
    exempt: bool,
) -> Option<Taxed> {
    let work = Taxation { lines, rounding, exempt };
    let included = work.included(discounted)?;
    let mut nets = discounted.to_vec();
    for amounts in included.iter().map(|column| &column.amounts) {
        nets = nets.iter().zip(amounts).map(|(net, tax)| net.less(*tax)).collect();
    }
    let added = work.added(&nets)?;
    let mut taxed: Vec<TaxedLine> = nets.iter().map(|&net| TaxedLine { net, taxes: Vec::new() }).collect();
    let columns = included.iter().chain(&added);
    let totals = columns.filter_map(|column| column.enter(lines, &mut taxed)).collect();
    Some(Taxed { lines: taxed, totals })
}

/// The name of a tax that stands twice in `taxes`.
pub(super) fn standing_twice(taxes: &[Tax]) -> Option<&str> {
    let twice = |tax: &&Tax| taxes.iter().filter(|other| other == tax).count() > 1;
    taxes.iter().find(twice).map(|tax| tax.name.as_str())
}

struct Taxation<'a> {
    lines: &'a [LineInput],
    rounding: TaxRounding,
    exempt: bool,
}

/// One tax down the document: an amount for every line, 0 where the line does not have it.
struct Column<'a> {
    tax: &'a Tax,
    amounts: Vec<Money>,
}

impl<'a> Taxation<'a> {
    /// The taxes in the price: of a gross, each takes its rate's part of 100 % plus all the rates in that price.
    ///
    /// Together they never take more than the price. Only where rates are so high and sums so small that rounding
    /// each would (three of 100 % in a price of 0.02), the last of them comes to a unit less.
    fn included(&self, gross: &[Money]) -> Option<Vec<Column<'a>>> {
        let wholes = self.lines.iter().map(|line| Rate::WHOLE_E4 + included_e4(line));
        let grosses: Vec<(Money, i64)> = gross.iter().copied().zip(wholes).collect();
        let exact: Vec<(&Tax, Vec<Exact>)> = self
            .distinct(true)
            .into_iter()
            .map(|tax| Some((tax, self.parts(tax, &grosses)?)))
            .collect::<Option<_>>()?;
        let mut room: Vec<i64> = gross.iter().map(|gross| gross.minor()).collect();
        for (_, parts) in &exact {
            room.iter_mut().zip(parts).for_each(|(room, part)| *room -= part.whole());
        }
        exact.into_iter().map(|(tax, parts)| self.column(tax, gross, &parts, &mut room)).collect()
    }

    fn added(&self, nets: &[Money]) -> Option<Vec<Column<'a>>> {
        let bases: Vec<(Money, i64)> = nets.iter().map(|&net| (net, Rate::WHOLE_E4)).collect();
        let mut room = vec![i64::MAX; nets.len()];
        let taxes = self.distinct(false).into_iter();
        taxes.map(|tax| self.column(tax, nets, &self.parts(tax, &bases)?, &mut room)).collect()
    }

    /// The taxes of the document, each once, in the order of the lines.
    fn distinct(&self, included: bool) -> Vec<&'a Tax> {
        let mut seen: Vec<&Tax> = Vec::new();
        for tax in self.lines.iter().flat_map(|line| &line.taxes).filter(|tax| tax.included == included) {
            if !seen.contains(&tax) {
                seen.push(tax);
            }
        }
        seen
    }

    /// The exact amounts of `tax` on each line, from the line's price and what stands for the whole of it.
    fn parts(&self, tax: &Tax, prices: &[(Money, i64)]) -> Option<Vec<Exact>> {
        let part = |(line, (price, whole)): (&LineInput, &(Money, i64))| {
            let charged = line.taxes.contains(tax) && !self.exempt;
            if charged { Exact::ratio(price.minor(), tax.rate.e4(), *whole) } else { Some(Exact::ZERO) }
        };
        self.lines.iter().zip(prices).map(part).collect()
    }

    fn column(&self, tax: &'a Tax, prices: &[Money], parts: &[Exact], room: &mut [i64]) -> Option<Column<'a>> {
        let minor = match self.rounding {
            TaxRounding::PerDocument => by_largest_remainder(Exact::rounded_sum(parts)?, parts, room),
            TaxRounding::PerLine => parts
                .iter()
                .zip(room)
                .flat_map(|(part, room)| by_largest_remainder(part.rounded(), &[*part], std::slice::from_mut(room)))
                .collect(),
        };
        let amounts = prices.iter().zip(minor).map(|(price, minor)| price.units(minor)).collect();
        Some(Column { tax, amounts })
    }
}

impl Column<'_> {
    /// Writes this tax on the lines that have it, and adds it up.
    fn enter(&self, lines: &[LineInput], taxed: &mut [TaxedLine]) -> Option<TaxTotal> {
        let Tax { name, rate, included } = self.tax;
        let mut total: Option<TaxTotal> = None;
        for ((line, taxed), tax) in lines.iter().zip(taxed).zip(&self.amounts) {
            if line.taxes.contains(self.tax) {
                taxed.taxes.push(TaxAmount { name: name.clone(), rate: *rate, included: *included, tax: *tax });
                total = Some(match total {
                    None => {
                        TaxTotal { name: name.clone(), rate: *rate, included: *included, base: taxed.net, tax: *tax }
                    }
                    Some(sum) => TaxTotal { base: sum.base.plus(taxed.net), tax: sum.tax.plus(*tax), ..sum },
                });
            }
        }
        total
    }
}

fn included_e4(line: &LineInput) -> i64 {
    line.taxes.iter().filter(|tax| tax.included).map(|tax| tax.rate.e4()).sum()
}
