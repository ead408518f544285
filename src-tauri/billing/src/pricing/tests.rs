//! Tables and properties of pricing. A line is written `3 x 10.00; less 5 %; add VAT 8.5; in VAT 20`.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

fn currency(decimals: u8) -> Currency {
    Currency::new("USD", decimals).unwrap()
}

fn discount(currency: Currency, written: &str) -> Discount {
    if written.ends_with('%') {
        Discount::Percent(Rate::parse(written).unwrap())
    } else {
        Discount::Amount(currency.parse(written).unwrap())
    }
}

fn tax(written: &str, included: bool) -> Tax {
    let (name, rate) = written.split_once(' ').unwrap();
    Tax { name: name.to_owned(), rate: Rate::parse(rate).unwrap(), included }
}

fn line(currency: Currency, written: &str) -> LineInput {
    let mut parts = written.split("; ");
    let (quantity, unit_price) = parts.next().unwrap().split_once(" x ").unwrap();
    let mut line = LineInput {
        quantity: Quantity::parse(quantity).unwrap(),
        unit_price: UnitPrice::parse(unit_price, currency).unwrap(),
        discount: None,
        taxes: Vec::new(),
    };
    for part in parts {
        match part.split_once(' ').unwrap() {
            ("less", written) => line.discount = Some(discount(currency, written)),
            ("add", written) => line.taxes.push(tax(written, false)),
            ("in", written) => line.taxes.push(tax(written, true)),
            _ => panic!("{part:?} is no part of a line"),
        }
    }
    line
}

/// A document to price; the rest is as usual.
#[derive(Clone, Copy)]
struct Document<'a> {
    decimals: u8,
    lines: &'a [&'a str],
    less: Option<&'a str>,
    rounding: TaxRounding,
    exempt: bool,
}

const USUAL: Document<'_> =
    Document { decimals: 2, lines: &[], less: None, rounding: TaxRounding::PerDocument, exempt: false };

/// Expects each line as `net+tax` (with a document discount: `base-share=net+tax`), then the document.
fn check(document: Document<'_>, expected: &str) {
    let currency = currency(document.decimals);
    let lines: Vec<LineInput> = document.lines.iter().map(|written| line(currency, written)).collect();
    let less = document.less.map(|written| discount(currency, written));
    let shown = match price(currency, &lines, less, document.rounding, document.exempt) {
        Err(error) => error.to_string(),
        Ok(priced) => {
            let mut shown: Vec<String> = priced.lines.iter().map(|line| show_line(line, less.is_some())).collect();
            shown.extend(
                priced.taxes.iter().map(|tax| format!("{} {} of {}: {}", tax.name, tax.rate, tax.base, tax.tax)),
            );
            shown.push(format!("{} + {} = {}", priced.net, priced.tax, priced.total));
            shown.join(" | ")
        }
    };
    assert_eq!(shown, expected, "{:?}", document.lines);
}

fn show_line(line: &PricedLine, with_share: bool) -> String {
    let share = if with_share { format!("{}-{}=", line.base, line.document_discount) } else { String::new() };
    format!("{share}{}+{}", line.net, line.tax)
}

#[test]
fn a_line_is_quantity_times_price_rounded_half_away_from_zero() {
    check(Document { lines: &["1 x 140.00"], ..USUAL }, "140.00+0.00 | 140.00 + 0.00 = 140.00");
    check(Document { lines: &["1.5 x 0.01"], ..USUAL }, "0.02+0.00 | 0.02 + 0.00 = 0.02");
    check(Document { lines: &["3 x 0.3333"], ..USUAL }, "1.00+0.00 | 1.00 + 0.00 = 1.00");
    check(Document { lines: &["0.5 x 0.0098"], ..USUAL }, "0.00+0.00 | 0.00 + 0.00 = 0.00");
    check(Document { decimals: 0, lines: &["1.5 x 101"], ..USUAL }, "152+0 | 152 + 0 = 152");
    check(Document { decimals: 3, lines: &["0.5 x 1.005"], ..USUAL }, "0.503+0.000 | 0.503 + 0.000 = 0.503");
    check(Document { lines: &["1 x 0"], ..USUAL }, "0.00+0.00 | 0.00 + 0.00 = 0.00");
    check(USUAL, "0.00 + 0.00 = 0.00");
}

#[test]
fn a_line_discount_is_a_sum_off_the_line_or_a_rounded_percent_of_it() {
    check(Document { lines: &["2 x 50.00; less 30.00"], ..USUAL }, "70.00+0.00 | 70.00 + 0.00 = 70.00");
    check(Document { lines: &["1 x 24.90; less 12.5 %"], ..USUAL }, "21.79+0.00 | 21.79 + 0.00 = 21.79");
    check(Document { lines: &["1 x 24.90; less 100 %"], ..USUAL }, "0.00+0.00 | 0.00 + 0.00 = 0.00");
    check(
        Document { lines: &["1 x 10.00", "1 x 24.90; less 24.91"], ..USUAL },
        "The discount of 24.91 on line 2 is more than the 24.90 that the line comes to. Enter 24.90 or less.",
    );
}

#[test]
fn a_document_discount_is_shared_out_by_largest_remainder() {
    check(
        Document { lines: &["1 x 10.00"; 3], less: Some("5.00"), ..USUAL },
        "10.00-1.67=8.33+0.00 | 10.00-1.67=8.33+0.00 | 10.00-1.66=8.34+0.00 | 25.00 + 0.00 = 25.00",
    );
    check(
        Document { lines: &["1 x 0.01", "1 x 0", "1 x 0.02"], less: Some("50 %"), ..USUAL },
        "0.01-0.01=0.00+0.00 | 0.00-0.00=0.00+0.00 | 0.02-0.01=0.01+0.00 | 0.01 + 0.00 = 0.01",
    );
    check(
        Document { lines: &["1 x 10.00", "1 x 5.00"], less: Some("15.01"), ..USUAL },
        "The discount of 15.01 is more than the 15.00 that the lines come to. Enter 15.00 or less.",
    );
}

#[test]
fn added_tax_is_rounded_once_per_rate_or_on_each_line() {
    let lines = &["1 x 24.90; add VAT 8.5", "1 x 9.50; add VAT 8.5"];
    check(Document { lines, ..USUAL }, "24.90+2.11 | 9.50+0.81 | VAT 8.5 % of 34.40: 2.92 | 34.40 + 2.92 = 37.32");
    let rounding = TaxRounding::PerLine;
    check(
        Document { lines, rounding, ..USUAL },
        "24.90+2.12 | 9.50+0.81 | VAT 8.5 % of 34.40: 2.93 | 34.40 + 2.93 = 37.33",
    );
}

#[test]
fn rates_are_rounded_apart_and_a_discount_comes_before_tax() {
    check(
        Document {
            lines: &["1 x 100.00; add VAT 20", "1 x 50.00; add Low 5.5; add City 0.1234", "1 x 10.00"],
            less: Some("10 %"),
            ..USUAL
        },
        "100.00-10.00=90.00+18.00 | 50.00-5.00=45.00+2.54 | 10.00-1.00=9.00+0.00 \
         | VAT 20 % of 90.00: 18.00 | Low 5.5 % of 45.00: 2.48 | City 0.1234 % of 45.00: 0.06 \
         | 144.00 + 20.54 = 164.54",
    );
}

#[test]
fn included_tax_is_taken_out_of_the_typed_price() {
    check(
        Document { lines: &["1 x 120.00; in VAT 20"], ..USUAL },
        "100.00+20.00 | VAT 20 % of 100.00: 20.00 | 100.00 + 20.00 = 120.00",
    );
    check(
        Document { lines: &["1 x 120.00; less 10 %; in VAT 20"], less: Some("8.00"), ..USUAL },
        "108.00-8.00=83.33+16.67 | VAT 20 % of 83.33: 16.67 | 83.33 + 16.67 = 100.00",
    );
    check(
        Document { lines: &["1 x 10.00; in VAT 20"; 3], ..USUAL },
        "8.33+1.67 | 8.33+1.67 | 8.34+1.66 | VAT 20 % of 25.00: 5.00 | 25.00 + 5.00 = 30.00",
    );
    check(
        Document { lines: &["1 x 10.00; in VAT 20"; 3], rounding: TaxRounding::PerLine, ..USUAL },
        "8.33+1.67 | 8.33+1.67 | 8.33+1.67 | VAT 20 % of 24.99: 5.01 | 24.99 + 5.01 = 30.00",
    );
}

#[test]
fn two_taxes_in_one_price_are_taken_out_together() {
    check(
        Document { lines: &["1 x 115.00; in State 10; in City 5"], ..USUAL },
        "100.00+15.00 | State 10 % of 100.00: 10.00 | City 5 % of 100.00: 5.00 | 100.00 + 15.00 = 115.00",
    );
}

#[test]
fn taxes_in_a_price_never_take_more_than_the_price() {
    let two_cents =
        "0.00+0.02 | A 100 % of 0.00: 0.01 | B 100 % of 0.00: 0.01 | C 100 % of 0.00: 0.00 | 0.00 + 0.02 = 0.02";
    let nine_cents = "0.00+0.09 | A 100 % of 0.00: 0.02 | B 100 % of 0.00: 0.02 | C 100 % of 0.00: 0.02 \
                      | D 100 % of 0.00: 0.02 | E 100 % of 0.00: 0.01 | 0.00 + 0.09 = 0.09";
    for rounding in [TaxRounding::PerDocument, TaxRounding::PerLine] {
        let lines: &[&str] = &["1 x 0.02; in A 100; in B 100; in C 100"];
        check(Document { lines, rounding, ..USUAL }, two_cents);
        let lines: &[&str] = &["1 x 0.09; in A 100; in B 100; in C 100; in D 100; in E 100"];
        check(Document { lines, rounding, ..USUAL }, nine_cents);
    }
}

#[test]
fn included_and_added_taxes_stand_in_one_document() {
    check(
        Document {
            lines: &["1 x 120.00; in VAT 20", "1 x 50.00; add VAT 20", "1 x 11.00; in A 10; add B 10"],
            ..USUAL
        },
        "100.00+20.00 | 50.00+10.00 | 10.00+2.00 \
         | VAT 20 % of 100.00: 20.00 | A 10 % of 10.00: 1.00 | VAT 20 % of 50.00: 10.00 | B 10 % of 10.00: 1.00 \
         | 160.00 + 32.00 = 192.00",
    );
}

#[test]
fn a_tax_exempt_client_pays_the_price_with_tax_0() {
    check(
        Document { lines: &["1 x 120.00; in VAT 20", "1 x 50.00; add VAT 20"], exempt: true, ..USUAL },
        "120.00+0.00 | 50.00+0.00 | VAT 20 % of 120.00: 0.00 | VAT 20 % of 50.00: 0.00 | 170.00 + 0.00 = 170.00",
    );
}

#[test]
fn what_cannot_be_priced_is_refused_in_words() {
    let too_large = "This comes to more than 99999999.99, the most for one document. Check the quantities and prices.";
    check(Document { lines: &["1 x 99999999.99"], ..USUAL }, "99999999.99+0.00 | 99999999.99 + 0.00 = 99999999.99");
    check(Document { lines: &["999999.999 x 99999999.99"], ..USUAL }, too_large);
    check(Document { lines: &["1 x 99999999.99", "1 x 0.01"], ..USUAL }, too_large);
    check(Document { lines: &["1 x 99999999.99; add VAT 1"], ..USUAL }, too_large);
    check(Document { lines: &["2 x 99999999.99; less 60 %"], ..USUAL }, too_large);
    check(Document { lines: &["1 x 99999999.99"; 2], less: Some("60 %"), ..USUAL }, too_large);
    check(
        Document { lines: &["1 x 1; add VAT 20", "1 x 1; add VAT 20; in VAT 20; add VAT 20"], ..USUAL },
        "Line 2 has the tax “VAT” twice. Take one of them off.",
    );
}

/// Lines over a few taxes that repeat, so that rates meet on several lines.
fn any_lines(decimals: u8) -> impl Strategy<Value = Vec<LineInput>> {
    let pool = prop::collection::vec((0..=1_000_000_i64, any::<bool>()), 1..4);
    pool.prop_flat_map(move |pool| {
        let taxes: Vec<Tax> = pool
            .into_iter()
            .zip(["A", "B", "C"])
            .map(|((e4, included), name)| Tax { name: name.to_owned(), rate: Rate::from_e4(e4).unwrap(), included })
            .collect();
        let line = (
            1..20_000_i64,
            prop_oneof![0..300_i64, 0..5_000_000_i64],
            prop::option::of(0..=1_000_000_i64),
            prop::sample::subsequence(taxes.clone(), 0..=taxes.len()),
        );
        let line = line.prop_map(move |(thousandths, price_e4, percent_e4, taxes)| LineInput {
            quantity: Quantity::from_thousandths(thousandths).unwrap(),
            unit_price: UnitPrice::from_e4(price_e4, currency(decimals)).unwrap(),
            discount: percent_e4.and_then(Rate::from_e4).map(Discount::Percent),
            taxes,
        });
        prop::collection::vec(line, 0..12)
    })
}

fn any_document() -> impl Strategy<Value = (Currency, Priced, TaxRounding, bool)> {
    let rounding = prop_oneof![Just(TaxRounding::PerDocument), Just(TaxRounding::PerLine)];
    let exempt = prop::bool::weighted(0.1);
    let decimals = prop_oneof![Just(0_u8), Just(2), Just(3)];
    decimals
        .prop_flat_map(|decimals| (Just(currency(decimals)), any_lines(decimals)))
        .prop_flat_map(move |document| (Just(document), 0..=1_000_i64, rounding.clone(), exempt))
        .prop_map(|((currency, lines), part, rounding, exempt)| {
            let gross = price(currency, &lines, None, rounding, exempt).unwrap().gross;
            let discount = currency.money(gross.minor() * part / 1_000).map(Discount::Amount);
            (currency, price(currency, &lines, discount, rounding, exempt).unwrap(), rounding, exempt)
        })
}

proptest! {
    #[test]
    fn shares_add_up_and_are_within_a_unit_of_their_part(
        sum in 0..1_000_000_i64,
        weights in prop::collection::vec(0..1_000_000_i64, 1..20),
    ) {
        let usd = currency(2);
        let all: i64 = weights.iter().sum();
        prop_assume!(all > 0);
        let given: Vec<Money> = weights.iter().map(|weight| usd.money(*weight).unwrap()).collect();
        let shares = share_out(usd.money(sum).unwrap(), &given);
        prop_assert_eq!(shares.iter().map(|share| share.minor()).sum::<i64>(), sum);
        for (share, weight) in shares.iter().zip(&weights) {
            let off = i128::from(share.minor()) * i128::from(all) - i128::from(sum) * i128::from(*weight);
            prop_assert!(off.abs() < i128::from(all), "{share} of {sum} for {weight} of {all}");
        }
    }

    #[test]
    fn lines_add_up_to_the_document((currency, priced, _, _) in any_document()) {
        let all = |of: fn(&PricedLine) -> Money| sum(currency, priced.lines.iter().map(of));
        prop_assert_eq!(all(|line| line.base), priced.gross);
        prop_assert_eq!(all(|line| line.document_discount), priced.discount);
        prop_assert_eq!(all(|line| line.net), priced.net);
        prop_assert_eq!(all(|line| line.tax), priced.tax);
        prop_assert_eq!(all(|line| line.total), priced.total);
        prop_assert_eq!(sum(currency, priced.taxes.iter().map(|tax| tax.tax)), priced.tax);
        for tax in &priced.taxes {
            let on_lines = priced.lines.iter().flat_map(|line| &line.taxes).filter(|on_line| on_line.name == tax.name);
            prop_assert_eq!(sum(currency, on_lines.map(|on_line| on_line.tax)), tax.tax);
        }
    }

    #[test]
    fn what_is_typed_is_what_is_paid_but_for_added_tax((currency, priced, _, exempt) in any_document()) {
        for line in &priced.lines {
            let part = |included| line.taxes.iter().filter(move |tax| tax.included == included).map(|tax| tax.tax);
            let included = sum(currency, part(true));
            prop_assert_eq!(line.net.plus(included).plus(line.document_discount), line.base);
            prop_assert_eq!(line.net.plus(line.tax), line.total);
            prop_assert!(!exempt || line.tax.is_zero());
        }
    }

    #[test]
    fn added_tax_is_its_base_times_its_rate((currency, priced, rounding, exempt) in any_document()) {
        prop_assume!(!exempt);
        let rounded = |base: Money, rate: Rate| {
            currency.zero().rounded(base.to_decimal() * Decimal::new(rate.e4(), 6)).unwrap()
        };
        for tax in priced.taxes.iter().filter(|tax| !tax.included && rounding == TaxRounding::PerDocument) {
            prop_assert_eq!(tax.tax, rounded(tax.base, tax.rate));
        }
        for line in priced.lines.iter().filter(|_| rounding == TaxRounding::PerLine) {
            for tax in line.taxes.iter().filter(|tax| !tax.included) {
                prop_assert_eq!(tax.tax, rounded(line.net, tax.rate));
            }
        }
    }

    #[test]
    fn one_tax_in_all_prices_is_taken_out_of_their_sum(
        e4 in 0..=1_000_000_i64,
        prices in prop::collection::vec(0..100_000_i64, 1..15),
    ) {
        let usd = currency(2);
        let vat = Tax { name: "VAT".to_owned(), rate: Rate::from_e4(e4).unwrap(), included: true };
        let line = |minor: &i64| LineInput {
            quantity: Quantity::ONE,
            unit_price: usd.money(*minor).unwrap().into(),
            discount: None,
            taxes: vec![vat.clone()],
        };
        let lines: Vec<LineInput> = prices.iter().map(line).collect();
        let priced = price(usd, &lines, None, TaxRounding::PerDocument, false).unwrap();
        let gross: i128 = prices.iter().map(|price| i128::from(*price)).sum();
        let (part, whole) = (gross * i128::from(e4), i128::from(1_000_000 + e4));
        prop_assert_eq!(i128::from(priced.tax.minor()), (2 * part + whole) / (2 * whole));
        prop_assert_eq!(i128::from(priced.total.minor()), gross);
    }
}
