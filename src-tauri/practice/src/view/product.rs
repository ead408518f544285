//! Products and their stock, as the page sees them.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{ProductId, TaxId};

use super::{HistoryRow, WhyPart};

/// A product, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProductForm {
    /// Stock keeping unit, may be empty.
    pub sku: String,
    /// What it is called on invoices.
    pub name: String,
    /// Price of one.
    pub price: String,
    /// Tax on it.
    pub tax_id: Option<TaxId>,
    /// Whether its stock is kept.
    pub counted: bool,
    /// How many there are when its stock begins to be kept, or begins again; not read where it is kept already.
    pub opening: String,
    /// From how many on the stock is low; empty for no mark.
    pub low_mark: String,
}

/// A product to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProductView {
    /// Which.
    pub id: ProductId,
    /// Its details.
    pub form: ProductForm,
    /// How many there are; nothing where its stock is not kept.
    pub stock: Option<String>,
    /// Put away.
    pub archived: bool,
}

/// What part of the list of products is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProductsQuery {
    /// Part of a name or of a stock keeping unit.
    pub search: String,
    /// Which products.
    pub filter: ProductFilter,
    /// In which order.
    pub sort: ProductSort,
    /// The other way round.
    pub descending: bool,
    /// Which page, from 0.
    pub page: u32,
}

/// Which products a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProductFilter {
    /// Not put away.
    Active,
    /// Not put away, and with no more in stock than the low-stock mark.
    Low,
    /// Put away.
    Archived,
    /// All.
    All,
}

/// The order of the list of products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProductSort {
    /// By name.
    Name,
    /// By stock keeping unit.
    Sku,
    /// By price.
    Price,
    /// By what is in stock; those whose stock is not kept come last.
    Stock,
}

/// One product in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProductRow {
    /// Which.
    pub id: ProductId,
    /// Stock keeping unit, may be empty.
    pub sku: String,
    /// What it is called on invoices.
    pub name: String,
    /// Price of one.
    pub price: String,
    /// Its tax, `Sales tax 8.5 %`; empty for none.
    pub tax: String,
    /// How many there are; nothing where its stock is not kept.
    pub stock: Option<String>,
    /// From how many on the stock is low; nothing for no mark.
    pub low_mark: Option<String>,
    /// No more are there than the mark.
    pub low: bool,
    /// Put away.
    pub archived: bool,
}

/// A product with all that its page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProductPage {
    /// The row that lists show.
    pub row: ProductRow,
    /// What can be edited, as it is now.
    pub form: ProductForm,
    /// How many clients have been given, less what came back.
    pub sold: String,
    /// Why its stock cannot be counted or corrected, if so.
    pub cannot_count: Option<String>,
    /// What happened to it, newest first.
    pub history: Vec<HistoryRow>,
}

/// What part of the stock movements is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MovementsQuery {
    /// Of which product.
    pub product_id: ProductId,
    /// The oldest first.
    pub ascending: bool,
    /// Which page, from 0.
    pub page: u32,
}

/// Why stock moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MovementKindView {
    /// How many there were when stock began to be kept.
    Opening,
    /// On an invoice, or off it again.
    Sale,
    /// With a return, or its reversal.
    Return,
    /// By hand, with a reason.
    Correction,
    /// They were counted.
    Count,
}

/// One movement of a product's stock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MovementRow {
    /// Tells it from the others.
    pub key: String,
    /// YYYY-MM-DD.
    pub on: String,
    /// Why.
    pub kind: MovementKindView,
    /// What happened, in one sentence that leads to what it names.
    pub sentence: Vec<WhyPart>,
    /// By how many, with its sign: `+30`, `-1`.
    pub units: String,
    /// How many there were after it, by day and then in the order of entry.
    pub after: String,
}

/// Stock that was counted, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CountForm {
    /// How many there are.
    pub counted: String,
    /// YYYY-MM-DD.
    pub counted_on: String,
    /// A note; may be empty.
    pub reason: String,
}

/// Stock that is corrected, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CorrectionForm {
    /// Whether there are fewer, else more.
    pub fewer: bool,
    /// By how many.
    pub units: String,
    /// YYYY-MM-DD.
    pub corrected_on: String,
    /// Why: damaged, given away, delivered.
    pub reason: String,
}
