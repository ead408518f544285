//! Sessions, as the page sees them.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{ClientId, InvoiceId, SeriesId, ServiceId, SessionId};

use super::{CreditNoteRef, InvoiceRef, InvoiceStatus};

/// What became of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AttendanceView {
    /// The client came.
    Attended,
    /// Cancelled too late; the service's fee for that is charged.
    LateCancelled,
    /// The client did not come; the service's fee for that is charged.
    NoShow,
    /// Cancelled in time.
    Cancelled,
    /// Cancelled by the therapist.
    CancelledByTherapist,
}

/// One session on the calendar or in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SessionView {
    /// Which.
    pub id: SessionId,
    /// Whose.
    pub client_id: ClientId,
    /// Given and family name.
    pub client_name: String,
    /// Which service.
    pub service_id: ServiceId,
    /// Its name.
    pub service_name: String,
    /// Local start, YYYY-MM-DDTHH:MM.
    pub starts_at: String,
    /// Local end, YYYY-MM-DDTHH:MM.
    pub ends_at: String,
    /// How long.
    pub minutes: u32,
    /// What became of it; nothing yet if absent.
    pub attendance: Option<AttendanceView>,
    /// No fee is charged for the late cancellation or no-show.
    pub fee_waived: bool,
    /// Charged, but for one of its payers on no invoice yet.
    pub awaits_invoice: bool,
    /// The invoice that charges it to its own client.
    pub invoice_id: Option<InvoiceId>,
    /// Number of that invoice.
    pub invoice_number: Option<String>,
    /// What it charges or would charge if attended.
    pub fee: String,
    /// It repeats.
    pub series_id: Option<SeriesId>,
    /// There is a note.
    pub has_note: bool,
    /// Who else pays for it.
    pub shares: Vec<SessionShareView>,
}

/// Who pays for part of another client's session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SessionShareView {
    /// Who.
    pub client_id: ClientId,
    /// Given and family name.
    pub client_name: String,
    /// How much of it, without the sign: `33.3333`.
    pub percent: String,
    /// Charged, but on no invoice yet.
    pub awaits_invoice: bool,
    /// The invoice that charges it.
    pub invoice: Option<InvoiceRef>,
}

/// A session in its overview window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SessionOverview {
    /// The session.
    pub session: SessionView,
    /// Its own fee as typed; empty if it follows the client's or the service's.
    pub own_fee: String,
    /// The note.
    pub note: String,
    /// What a late cancellation would charge.
    pub late_cancel_fee: String,
    /// What a no-show would charge.
    pub no_show_fee: String,
    /// The invoice of the session's own client, if there is one.
    pub invoice: Option<SessionInvoice>,
    /// Who pays for it, its own client first; only that one for most.
    pub payers: Vec<SessionPayer>,
    /// What was charged for it and credited, by credit note.
    pub credited: Vec<CreditedSession>,
    /// What the client owes in all.
    pub owing: String,
    /// What the client has in credit.
    pub credit: String,
    /// How many sessions repeat with it; 1 for a single one.
    pub series_count: u32,
    /// Why it cannot be moved or deleted, if so.
    pub cannot_change: Option<String>,
}

/// An invoice for a session of which a credit note took that charge back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CreditedSession {
    /// The invoice.
    pub invoice: InvoiceRef,
    /// The credit note.
    pub credit_note: CreditNoteRef,
}

/// Who pays how much of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SessionPayer {
    /// Who.
    pub client_id: ClientId,
    /// Given and family name.
    pub client_name: String,
    /// How much of it, without the sign: `33.3333`.
    pub percent: String,
    /// What that comes to.
    pub amount: String,
    /// Charged, but on no invoice yet.
    pub awaits_invoice: bool,
    /// The invoice, if there is one.
    pub invoice: Option<SessionInvoice>,
}

/// The invoice of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SessionInvoice {
    /// Which.
    pub invoice: InvoiceRef,
    /// Its status.
    pub status: InvoiceStatus,
    /// What is left to pay.
    pub outstanding: String,
}

/// A session as it is booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SessionForm {
    /// Whose.
    pub client_id: Option<ClientId>,
    /// Which service.
    pub service_id: Option<ServiceId>,
    /// YYYY-MM-DD.
    pub day: String,
    /// HH:MM.
    pub time: String,
    /// How long, as typed.
    pub minutes: String,
    /// Its own fee; empty to follow the client's or the service's.
    pub fee: String,
    /// Free text.
    pub note: String,
    /// How it repeats, for a new one.
    pub repeat: Option<RepeatForm>,
    /// Who else pays for it.
    pub shares: Vec<SessionShareForm>,
}

/// Who else pays for a session, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SessionShareForm {
    /// Who.
    pub client_id: Option<ClientId>,
    /// How much of it, in percent.
    pub percent: String,
}

/// What a session as typed would cost each of its payers if it is attended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SharedFee {
    /// What it costs in all.
    pub fee: String,
    /// Its own client.
    pub own: PayerPart,
    /// The others, in the order in which they were typed.
    pub others: Vec<PayerPart>,
}

/// What one payer pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PayerPart {
    /// How much of it, without the sign: `33.3333`.
    pub percent: String,
    /// What that comes to.
    pub amount: String,
}

/// How a session repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct RepeatForm {
    /// Every so many weeks.
    pub weeks: u32,
    /// So many sessions in all; as typed, empty if `until` is given.
    pub count: String,
    /// Up to this day; empty if `count` is given.
    pub until: String,
}

/// Which sessions of a series a change is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SeriesScope {
    /// This one.
    This,
    /// This one and those after it.
    Following,
    /// All of them.
    All,
}

/// What part of the list of sessions is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SessionsQuery {
    /// Of one client only.
    pub client_id: Option<ClientId>,
    /// Part of the client's or the service's name.
    pub search: String,
    /// Which sessions.
    pub filter: SessionFilter,
    /// Newest first.
    pub descending: bool,
    /// Which page, from 0.
    pub page: u32,
}

/// Which sessions a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SessionFilter {
    /// All.
    All,
    /// Past ones that nobody has marked.
    Unmarked,
    /// Charged ones without an invoice.
    NotInvoiced,
    /// Charged ones without an invoice, but for those that are gathered by month.
    ToInvoice,
    /// Still to come.
    Upcoming,
}

/// Which of the sessions that wait are put on invoices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum WaitingSessions {
    /// All of them.
    All,
    /// Those that are not gathered by month.
    NotMonthly,
    /// What one client is to pay.
    Of(ClientId),
}

/// A month that is over, with what waits to be gathered on one invoice for each client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MonthToInvoice {
    /// YYYY-MM.
    pub month: String,
    /// How many sessions wait.
    pub session_count: u32,
    /// How many clients they are of.
    pub client_count: u32,
}

/// What becomes of a session whose charge is let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CreditedCharge {
    /// It is free of charge.
    Free,
    /// What the new mark charges is charged instead.
    Instead,
}

/// What letting a charge go did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Credited {
    /// The credit notes, one for each payer at most; none for a charge that was taken off.
    pub credit_notes: Vec<CreditNoteRef>,
    /// The invoices that charge the fee instead.
    pub invoices: Vec<InvoiceRef>,
    /// What it comes to: the fee, then a sentence for each document.
    pub said: Vec<String>,
}

/// What marking attendance did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Marked {
    /// The sessions.
    pub sessions: Vec<SessionId>,
    /// The invoices that were made for them.
    pub invoices: Vec<InvoiceRef>,
}
