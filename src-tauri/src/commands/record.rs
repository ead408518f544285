//! Records: what clients were given.

use practice::{
    ClientId, InvoiceId, RecordId,
    view::{
        ActKey, Acted, GoodsBackRow, InvoiceForm, Listed, RecordForm, RecordProposal, RecordRow, Recorded, RecordsQuery,
    },
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// One page of a client's records.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn list_records(desk: State<'_, Desk>, query: RecordsQuery) -> Result<Listed<RecordRow>, CommandError> {
    desk.read(move |practice, _| async move { practice.list_records(&query).await }).await
}

/// The invoices that what a client is given can be put on.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn record_proposal(desk: State<'_, Desk>, client: ClientId) -> Result<RecordProposal, CommandError> {
    desk.read(move |practice, _| async move { practice.record_proposal(client).await }).await
}

/// Gives a client a product or service and puts it on an invoice.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn add_record(desk: State<'_, Desk>, form: RecordForm, ask: ActKey) -> Result<Acted<Recorded>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.add_record(&form, &ask).await }).await
}

/// Deactivates a record or activates it again.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn activate_record(
    desk: State<'_, Desk>,
    id: RecordId,
    active: bool,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.activate_record(id, active, &ask).await }).await
}

/// The goods that would come off an invoice: with a change as typed, else with the invoice made void.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn goods_back(
    desk: State<'_, Desk>,
    id: InvoiceId,
    form: Option<InvoiceForm>,
) -> Result<Vec<GoodsBackRow>, CommandError> {
    desk.read(move |practice, _| async move { practice.goods_back(id, form.as_ref()).await }).await
}
