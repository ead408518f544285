//! What an invoice is to say, before it is priced and written.

use billing::{
    Currency, Discount, LineInput, Priced, PricingError, Quantity, Rate, Tax, TaxRounding, UnitPrice, parse_day, price,
};
use chrono::NaiveDate;

use crate::{
    catalogue::{bare, required},
    error::{Checks, Error},
    ids::{ProductId, RecordId, ServiceId, SessionId},
    store::{
        invoice::{InvoiceRow, LineRow, LineTaxRow, discount},
        profile::ProfileRow,
        stored,
    },
    view::{DiscountForm, DiscountKind, GoodsBackForm, InvoiceForm, LineForm, LineTaxForm},
};

/// What an invoice is to say.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub discount: Option<Discount>,
    pub note: String,
    pub tax_exempt: bool,
    /// As it was when the invoice was issued (money-rules 4).
    pub tax_rounding: TaxRounding,
    pub lines: Vec<DraftLine>,
    /// What becomes of goods that come off.
    pub goods: Vec<GoodsBackForm>,
    /// Why more is sold than there is in stock.
    pub stock_reason: String,
}

/// One line of it.
#[derive(Debug, Clone)]
pub(crate) struct DraftLine {
    pub session_id: Option<SessionId>,
    pub service_id: Option<ServiceId>,
    pub product_id: Option<ProductId>,
    pub record_id: Option<RecordId>,
    pub description: String,
    pub service_on: Option<NaiveDate>,
    pub input: LineInput,
}

const LONGEST_DESCRIPTION: usize = 500;
const MOST_LINES: usize = 500;

impl Draft {
    /// What the lines come to.
    pub(crate) fn price(&self, profile: &ProfileRow) -> Result<Priced, Error> {
        let inputs: Vec<LineInput> = self.lines.iter().map(|line| line.input.clone()).collect();
        price(profile.currency()?, &inputs, self.discount, self.tax_rounding, self.tax_exempt).map_err(refused)
    }

    /// The lines as they are stored.
    pub(crate) fn rows(&self, priced: &Priced) -> Vec<LineRow> {
        self.lines
            .iter()
            .zip(&priced.lines)
            .map(|(line, priced)| {
                let (discount_kind, discount_value) = crate::store::invoice::discount_columns(line.input.discount);
                LineRow {
                    session_id: line.session_id,
                    service_id: line.service_id,
                    product_id: line.product_id,
                    record_id: line.record_id,
                    description: line.description.clone(),
                    service_on: line.service_on,
                    quantity_thousandths: line.input.quantity.thousandths(),
                    unit_price_e4: line.input.unit_price.e4(),
                    discount_kind: discount_kind.to_owned(),
                    discount_value,
                    line_discount_minor: priced.line_discount.minor(),
                    base_minor: priced.base.minor(),
                    document_discount_minor: priced.document_discount.minor(),
                    net_minor: priced.net.minor(),
                    tax_minor: priced.tax.minor(),
                    taxes: priced
                        .taxes
                        .iter()
                        .map(|tax| LineTaxRow {
                            name: tax.name.clone(),
                            rate_e4: tax.rate.e4(),
                            included: tax.included,
                            tax_minor: tax.tax.minor(),
                        })
                        .collect(),
                }
            })
            .collect()
    }

    /// An invoice as it is stored, to be changed and written again. How its taxes were rounded is told by what they come to,
    /// where the setting of today comes to something else.
    pub(crate) fn of(row: &InvoiceRow, lines: Vec<LineRow>, profile: &ProfileRow) -> Result<Self, Error> {
        let currency = profile.currency()?;
        let taxes: Vec<i64> = lines.iter().map(|line| line.tax_minor).collect();
        let today = Self {
            issued_on: row.issued_on,
            due_on: row.due_on,
            discount: discount(currency, &row.discount_kind, row.discount_value)?,
            note: row.note.clone(),
            tax_exempt: row.tax_exempt,
            tax_rounding: profile.tax_rounding(),
            lines: lines.into_iter().map(|line| DraftLine::of(line, currency)).collect::<Result<_, _>>()?,
            goods: vec![],
            stock_reason: String::new(),
        };
        let before = Self { tax_rounding: today.tax_rounding.other(), ..today.clone() };
        let comes_to_it = |draft: &Self| {
            draft.price(profile).is_ok_and(|priced| priced.lines.iter().map(|line| line.tax.minor()).eq(taxes.clone()))
        };
        Ok(if !comes_to_it(&today) && comes_to_it(&before) { before } else { today })
    }

    /// Reads an invoice as typed. An empty due date follows the payment terms.
    pub(crate) fn read(form: &InvoiceForm, profile: &ProfileRow, tax_exempt: bool) -> Result<Self, Error> {
        let currency = profile.currency()?;
        let mut checks = Checks::default();
        let issued_on = checks.take("issued_on", parse_day(&form.issued_on));
        let due_on = match form.due_on.trim() {
            "" => issued_on.map(|day| billing::due_on(day, profile.terms_days())),
            typed => checks.take("due_on", parse_day(typed)),
        };
        if let (Some(issued_on), Some(due_on)) = (issued_on, due_on)
            && due_on < issued_on
        {
            checks.wrong("due_on", "The due date is before the date of the invoice.");
        }
        let discount = read_discount("discount", &form.discount, currency, &mut checks);
        if form.lines.is_empty() {
            checks.wrong("lines", "Add at least one line. An invoice with nothing on it is void, not empty.");
        }
        if form.lines.len() > MOST_LINES {
            checks.wrong("lines", format!("An invoice has at most {MOST_LINES} lines. Divide it into several."));
        }
        let lines: Vec<DraftLine> = (0..)
            .zip(&form.lines)
            .filter_map(|(place, line)| DraftLine::read(&format!("lines.{place}"), line, currency, &mut checks))
            .collect();
        let (issued_on, due_on) = checks.ready(issued_on.zip(due_on))?;
        Ok(Self {
            issued_on,
            due_on,
            discount,
            note: form.note.trim().to_owned(),
            tax_exempt,
            tax_rounding: profile.tax_rounding(),
            lines,
            goods: form.goods.clone(),
            stock_reason: form.stock_reason.clone(),
        })
    }

    /// The form that would be typed for it.
    pub(crate) fn form(&self, client_id: crate::ids::ClientId) -> InvoiceForm {
        InvoiceForm {
            client_id: Some(client_id),
            issued_on: self.issued_on.to_string(),
            due_on: self.due_on.to_string(),
            discount: discount_form(self.discount),
            note: self.note.clone(),
            lines: self.lines.iter().map(DraftLine::form).collect(),
            goods: vec![],
            stock_reason: String::new(),
        }
    }
}

impl DraftLine {
    fn of(line: LineRow, currency: Currency) -> Result<Self, Error> {
        let taxes = line
            .taxes
            .into_iter()
            .map(|tax| {
                let rate = stored(Rate::from_e4(tax.rate_e4), "rate")?;
                Ok(Tax { name: tax.name, rate, included: tax.included })
            })
            .collect::<Result<_, Error>>()?;
        Ok(Self {
            session_id: line.session_id,
            service_id: line.service_id,
            product_id: line.product_id,
            record_id: line.record_id,
            description: line.description,
            service_on: line.service_on,
            input: LineInput {
                quantity: stored(Quantity::from_thousandths(line.quantity_thousandths), "quantity")?,
                unit_price: stored(UnitPrice::from_e4(line.unit_price_e4, currency), "unit price")?,
                discount: discount(currency, &line.discount_kind, line.discount_value)?,
                taxes,
            },
        })
    }

    fn read(path: &str, form: &LineForm, currency: Currency, checks: &mut Checks) -> Option<Self> {
        let description = required(&form.description, "Say what this line is for.").and_then(|text| {
            if text.chars().count() > LONGEST_DESCRIPTION {
                Err(format!("A description has at most {LONGEST_DESCRIPTION} characters."))
            } else {
                Ok(text)
            }
        });
        let description = checks.take(format!("{path}.description"), description);
        let service_on = match form.service_on.trim() {
            "" => Some(None),
            typed => checks.take(format!("{path}.service_on"), parse_day(typed)).map(Some),
        };
        let quantity = checks.take(format!("{path}.quantity"), Quantity::parse(&form.quantity));
        let unit_price = checks.take(format!("{path}.unit_price"), UnitPrice::parse(&form.unit_price, currency));
        let discount = read_discount(&format!("{path}.discount"), &form.discount, currency, checks);
        let taxes = (0..)
            .zip(&form.taxes)
            .filter_map(|(place, tax)| {
                let rate = checks.take(format!("{path}.taxes.{place}.rate"), Rate::parse(&tax.rate))?;
                Some(Tax { name: tax.name.trim().to_owned(), rate, included: tax.included })
            })
            .collect();
        Some(Self {
            session_id: form.session_id,
            service_id: form.service_id,
            product_id: form.product_id,
            record_id: form.record_id,
            description: description?,
            service_on: service_on?,
            input: LineInput { quantity: quantity?, unit_price: unit_price?, discount, taxes },
        })
    }

    fn form(&self) -> LineForm {
        LineForm {
            session_id: self.session_id,
            service_id: self.service_id,
            product_id: self.product_id,
            record_id: self.record_id,
            description: self.description.clone(),
            service_on: self.service_on.map(|day| day.to_string()).unwrap_or_default(),
            quantity: self.input.quantity.to_string(),
            unit_price: self.input.unit_price.to_string(),
            discount: discount_form(self.input.discount),
            taxes: self
                .input
                .taxes
                .iter()
                .map(|tax| LineTaxForm { name: tax.name.clone(), rate: bare(tax.rate), included: tax.included })
                .collect(),
        }
    }
}

/// Reads a discount as typed.
pub(crate) fn read_discount(
    path: &str,
    form: &DiscountForm,
    currency: Currency,
    checks: &mut Checks,
) -> Option<Discount> {
    let field = format!("{path}.value");
    match form.kind {
        DiscountKind::None => None,
        DiscountKind::Amount => checks.take(field, currency.parse(&form.value)).map(Discount::Amount),
        DiscountKind::Percent => checks.take(field, Rate::parse(&form.value)).map(Discount::Percent),
    }
}

fn discount_form(discount: Option<Discount>) -> DiscountForm {
    match discount {
        None => DiscountForm { kind: DiscountKind::None, value: String::new() },
        Some(Discount::Amount(amount)) => DiscountForm { kind: DiscountKind::Amount, value: amount.to_string() },
        Some(Discount::Percent(rate)) => DiscountForm { kind: DiscountKind::Percent, value: bare(rate) },
    }
}

/// A rule of pricing that forbids it, at the field that it is about.
fn refused(error: PricingError) -> Error {
    match &error {
        PricingError::DiscountOverLine { line, .. } => {
            Error::field(format!("lines.{}.discount.value", line.saturating_sub(1)), error)
        }
        PricingError::TaxTwice { line, .. } => Error::field(format!("lines.{}.taxes", line.saturating_sub(1)), error),
        PricingError::DiscountOverSum { .. } => Error::field("discount.value", error),
        PricingError::TooLarge { .. } => Error::field("lines", error),
    }
}
