//! Services: what a session costs.

use billing::{FeeRule, Money, Rate};

use super::{FileReader, RowReader, Spoiled};
use crate::import::{
    Problem,
    cells::{fee_rule, minutes, money, percent},
    fields::Field,
};

/// A service as a file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceRow {
    /// The file's name.
    pub file: String,
    /// The row in the file.
    pub row: u32,
    /// Short code; may be empty.
    pub code: String,
    /// Name; the code where the file has none.
    pub name: String,
    /// How long a session is.
    pub minutes: u32,
    /// What a session costs.
    pub fee: Money,
    /// Tax added to the fee; `None` for no tax.
    pub tax: Option<Rate>,
    /// What a late cancellation costs.
    pub late_cancel: FeeRule,
    /// What a no-show costs.
    pub no_show: FeeRule,
}

/// Code and name of a row that has an error.
pub(in crate::import) type ServiceKey = (String, String);

pub(in crate::import) fn read(
    reader: &FileReader<'_>,
    problems: &mut Vec<Problem>,
    spoiled: &mut Vec<Spoiled<ServiceKey>>,
) -> Vec<ServiceRow> {
    reader.rows(problems, |row| {
        let (code, name) = code_and_name(row);
        let service = service(row, code.clone(), name.clone());
        if service.is_none() {
            spoiled.push(Spoiled { file: row.file().to_owned(), row: row.number(), key: (code, name) });
        }
        service
    })
}

fn service(row: &mut RowReader<'_>, code: String, name: String) -> Option<ServiceRow> {
    let (currency, comma) = (row.rules().currency, row.decimal_comma());
    let (number, file) = (row.number(), row.file().to_owned());
    let length = row.optional(Field::Minutes, minutes);
    let fee = row.needed(Field::Fee, |text| money(currency, text, comma));
    let tax = tax(row);
    let late_cancel = row.optional(Field::LateCancelFee, |text| fee_rule(currency, text, comma));
    let no_show = row.optional(Field::NoShowFee, |text| fee_rule(currency, text, comma));
    let (late_cancel, no_show) = (late_cancel.unwrap_or(FeeRule::None), no_show.unwrap_or(FeeRule::None));
    let minutes = length.unwrap_or(0);
    let service = ServiceRow { file, row: number, code, name, minutes, fee: fee?, tax, late_cancel, no_show };
    (!row.failed()).then_some(service)
}

/// The code and the name; each stands in for the other.
pub(super) fn code_and_name(row: &mut RowReader<'_>) -> (String, String) {
    let (code, name) = (row.line(Field::Code), row.line(Field::Name));
    if code.is_empty() && name.is_empty() {
        row.error(Field::Name, "The row has no name. Fill it in.");
    }
    let name = if name.is_empty() { code.clone() } else { name };
    (code, name)
}

/// A tax in percent; one below 1 % is more likely a spreadsheet's 0.085 for 8.5 %.
pub(super) fn tax(row: &mut RowReader<'_>) -> Option<Rate> {
    const ONE_PERCENT_E4: i64 = 10_000;
    let comma = row.decimal_comma();
    let rate = row.optional(Field::TaxPercent, |text| percent(text, comma)).filter(|rate| rate.e4() > 0)?;
    if let Some(meant) = Rate::from_e4(rate.e4() * 100).filter(|_| rate.e4() < ONE_PERCENT_E4) {
        row.warning(
            Field::TaxPercent,
            format!("The tax is read as {rate}. If {meant} is meant, write that in the file."),
        );
    }
    Some(rate)
}
