//! Products and their stock.

use practice::{
    ProductId,
    view::{
        ActKey, Acted, CorrectionForm, CountForm, Listed, MovementRow, MovementsQuery, ProductForm, ProductPage,
        ProductRow, ProductsQuery,
    },
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// One page of the products that match.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn list_products(desk: State<'_, Desk>, query: ProductsQuery) -> Result<Listed<ProductRow>, CommandError> {
    desk.read(move |practice, _| async move { practice.list_products(&query).await }).await
}

/// A product with all that its page shows.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn product_page(desk: State<'_, Desk>, id: ProductId) -> Result<ProductPage, CommandError> {
    desk.read(move |practice, _| async move { practice.product_page(id).await }).await
}

/// One page of a product's stock movements.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn stock_movements(
    desk: State<'_, Desk>,
    query: MovementsQuery,
) -> Result<Listed<MovementRow>, CommandError> {
    desk.read(move |practice, _| async move { practice.stock_movements(&query).await }).await
}

/// Saves a product.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn save_product(
    desk: State<'_, Desk>,
    id: Option<ProductId>,
    form: ProductForm,
    ask: ActKey,
) -> Result<Acted<ProductId>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.save_product(id, &form, &ask).await }).await
}

/// Puts a product away or takes it back.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn archive_product(
    desk: State<'_, Desk>,
    id: ProductId,
    archived: bool,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.archive_product(id, archived, &ask).await }).await
}

/// Keeps how many of a product were counted.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn count_stock(
    desk: State<'_, Desk>,
    id: ProductId,
    form: CountForm,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.count_stock(id, &form, &ask).await }).await
}

/// Corrects how many of a product there are.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn correct_stock(
    desk: State<'_, Desk>,
    id: ProductId,
    form: CorrectionForm,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.correct_stock(id, &form, &ask).await }).await
}
