//! The page *Today*.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::ClientId;

use super::{InvoiceRow, MonthToInvoice, OpenInvoiceRow, SessionView};

/// What there is to do today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TodayView {
    /// Today, YYYY-MM-DD.
    pub today: String,
    /// Sessions of the day, in their order.
    pub sessions: Vec<SessionView>,
    /// Past sessions that nobody has marked, oldest first; the first of them.
    pub unmarked: Vec<SessionView>,
    /// How many there are in all.
    pub unmarked_count: u32,
    /// Charged sessions without an invoice, oldest first; the first of them. Those that are gathered by month are not
    /// among them.
    pub not_invoiced: Vec<SessionView>,
    /// How many there are in all.
    pub not_invoiced_count: u32,
    /// Months that are over and have sessions to gather.
    pub months: Vec<MonthToInvoice>,
    /// Clients with credit beside open invoices; the first of them.
    pub waiting_money: Vec<WaitingMoney>,
    /// How many there are in all.
    pub waiting_money_count: u32,
    /// Invoices that were never supplied, newest first; the first of them.
    pub not_supplied: Vec<InvoiceRow>,
    /// How many there are in all.
    pub not_supplied_count: u32,
}

/// Credit of a client that could pay open invoices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct WaitingMoney {
    /// Whose.
    pub client_id: ClientId,
    /// Given and family name.
    pub client_name: String,
    /// Credit available.
    pub credit: String,
    /// The oldest open invoice.
    pub invoice: OpenInvoiceRow,
}
