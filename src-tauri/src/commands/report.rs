//! Reports.

use practice::{
    ClientId,
    view::{AgingReport, BooksCheck, Figure, PaymentReport, PaymentReportQuery, StatementView, WhyView},
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// What is owed, by days past its due day, at the end of a day.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn aging(desk: State<'_, Desk>, as_of: String) -> Result<AgingReport, CommandError> {
    desk.read(move |practice, now| async move { practice.aging(&as_of, now).await }).await
}

/// A client's account in a period.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn statement(
    desk: State<'_, Desk>,
    client_id: ClientId,
    from: String,
    to: String,
) -> Result<StatementView, CommandError> {
    desk.read(move |practice, now| async move { practice.statement(client_id, &from, &to, now).await }).await
}

/// The payments of a period with what of each became credit.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn payment_report(desk: State<'_, Desk>, query: PaymentReportQuery) -> Result<PaymentReport, CommandError> {
    desk.read(move |practice, _| async move { practice.payment_report(&query).await }).await
}

/// Holds the rows of the practice against everything that is always true.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn check_books(desk: State<'_, Desk>) -> Result<BooksCheck, CommandError> {
    desk.read(move |practice, _| async move { practice.check_books().await }).await
}

/// The rows that add up to a figure; the newest page of them where none is named.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn why(
    desk: State<'_, Desk>,
    figure: Figure,
    everything: bool,
    page: Option<u32>,
) -> Result<WhyView, CommandError> {
    desk.read(move |practice, now| async move { practice.why(&figure, everything, page, now).await }).await
}
