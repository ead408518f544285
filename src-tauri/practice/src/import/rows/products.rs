//! Products: what is sold besides sessions.

use billing::{Money, Rate};

use super::{FileReader, RowReader, services};
use crate::import::{
    Problem,
    cells::{money, stock},
    fields::Field,
};

/// A product as a file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductRow {
    /// The file's name.
    pub file: String,
    /// The row in the file.
    pub row: u32,
    /// Short code; may be empty.
    pub sku: String,
    /// Name; the code where the file has none.
    pub name: String,
    /// Price of one.
    pub price: Money,
    /// Tax added to the price; `None` for no tax.
    pub tax: Option<Rate>,
    /// Pieces in stock; `None` where they are not counted.
    pub in_stock_count: Option<u32>,
}

pub(in crate::import) fn read(reader: &FileReader<'_>, problems: &mut Vec<Problem>) -> Vec<ProductRow> {
    reader.rows(problems, product)
}

fn product(row: &mut RowReader<'_>) -> Option<ProductRow> {
    let (currency, comma) = (row.rules().currency, row.decimal_comma());
    let (sku, name) = services::code_and_name(row);
    let price = row.needed(Field::Price, |text| money(currency, text, comma));
    let tax = services::tax(row);
    let in_stock_count = row.optional(Field::Stock, stock);
    let (file, number) = (row.file().to_owned(), row.number());
    let product = ProductRow { file, row: number, sku, name, price: price?, tax, in_stock_count };
    (!row.failed()).then_some(product)
}
