//! The calendar and attendance.

use practice::{
    SessionId,
    view::{
        ActKey, Acted, AttendanceView, Credited, CreditedCharge, InvoiceRef, Listed, Marked, SeriesScope, SessionForm,
        SessionOverview, SessionView, SessionsQuery, SharedFee, WaitingSessions,
    },
};
use tauri::State;

use super::error::CommandError;
use crate::desk::Desk;

/// The sessions from one day up to, and without, another.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn calendar_sessions(
    desk: State<'_, Desk>,
    from: String,
    to: String,
) -> Result<Vec<SessionView>, CommandError> {
    desk.read(move |practice, _| async move { practice.calendar_sessions(&from, &to).await }).await
}

/// One page of the sessions that match.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn list_sessions(desk: State<'_, Desk>, query: SessionsQuery) -> Result<Listed<SessionView>, CommandError> {
    desk.read(move |practice, now| async move { practice.list_sessions(&query, now).await }).await
}

/// A session with all that its window shows.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn session_overview(desk: State<'_, Desk>, id: SessionId) -> Result<SessionOverview, CommandError> {
    desk.read(move |practice, now| async move { practice.session_overview(id, now).await }).await
}

/// What a session as typed would cost each of its payers.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn share_session_fee(
    desk: State<'_, Desk>,
    form: SessionForm,
    equally: bool,
) -> Result<SharedFee, CommandError> {
    desk.read(move |practice, _| async move { practice.share_session_fee(&form, equally).await }).await
}

/// Books a session, or a series of them.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn book_session(
    desk: State<'_, Desk>,
    form: SessionForm,
    ask: ActKey,
) -> Result<Acted<Vec<SessionId>>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.book_session(&form, &ask).await }).await
}

/// Changes a session, or those of its series.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn change_session(
    desk: State<'_, Desk>,
    id: SessionId,
    form: SessionForm,
    scope: SeriesScope,
    ask: ActKey,
) -> Result<Acted<Vec<SessionId>>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.change_session(id, &form, scope, &ask).await }).await
}

/// Moves a session, or those of its series, and sets how long they are.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn move_session(
    desk: State<'_, Desk>,
    id: SessionId,
    starts_at: String,
    minutes: u32,
    scope: SeriesScope,
    ask: ActKey,
) -> Result<Acted<Vec<SessionId>>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.move_session(id, &starts_at, minutes, scope, &ask).await })
        .await
}

/// Deletes a session, or those of its series.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn delete_session(
    desk: State<'_, Desk>,
    id: SessionId,
    scope: SeriesScope,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.delete_session(id, scope, &ask).await }).await
}

/// Saves the note of a session.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn save_session_note(
    desk: State<'_, Desk>,
    id: SessionId,
    note: String,
    ask: ActKey,
) -> Result<Acted<()>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.save_session_note(id, &note, &ask).await }).await
}

/// Marks sessions, all of them or none.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn mark_attendance(
    desk: State<'_, Desk>,
    ids: Vec<SessionId>,
    attendance: Option<AttendanceView>,
    waive_fee: bool,
    ask: ActKey,
) -> Result<Acted<Marked>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.mark_attendance(&ids, attendance, waive_fee, &ask).await })
        .await
}

/// Marks a session otherwise and keeps the charge that stands for it.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn mark_keeping_charge(
    desk: State<'_, Desk>,
    id: SessionId,
    attendance: AttendanceView,
    ask: ActKey,
) -> Result<Acted<Marked>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.mark_keeping_charge(id, attendance, &ask).await }).await
}

/// Marks a session otherwise and credits the charge that stands for it, with the fee for the new mark instead or free of
/// charge.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn mark_crediting_charge(
    desk: State<'_, Desk>,
    id: SessionId,
    attendance: Option<AttendanceView>,
    choice: CreditedCharge,
    ask: ActKey,
) -> Result<Acted<Credited>, CommandError> {
    desk.act(
        ask,
        move |practice, ask| async move { practice.mark_crediting_charge(id, attendance, choice, &ask).await },
    )
    .await
}

/// Invoices charged sessions that are on no invoice yet.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn invoice_sessions(
    desk: State<'_, Desk>,
    ids: Vec<SessionId>,
    gather: bool,
    ask: ActKey,
) -> Result<Acted<Vec<InvoiceRef>>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.invoice_sessions(&ids, gather, &ask).await }).await
}

/// Invoices the charged sessions that are on no invoice yet.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn invoice_all(
    desk: State<'_, Desk>,
    which: WaitingSessions,
    gather: bool,
    ask: ActKey,
) -> Result<Acted<Vec<InvoiceRef>>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.invoice_all(which, gather, &ask).await }).await
}

/// Invoices what is gathered by month and was charged in one that is over.
///
/// # Errors
/// What the practice refuses.
#[tauri::command]
#[specta::specta]
pub async fn invoice_month(
    desk: State<'_, Desk>,
    month: String,
    ask: ActKey,
) -> Result<Acted<Vec<InvoiceRef>>, CommandError> {
    desk.act(ask, move |practice, ask| async move { practice.invoice_month(&month, &ask).await }).await
}
