//! Lists that can be saved as CSV.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::ProductId;

use super::{
    ClientsQuery, CreditsQuery, InvoicesQuery, PaymentReportQuery, PaymentsQuery, RecordsQuery, RefundsQuery,
    ReturnsQuery, SessionsQuery, StatementOf, TrackingQuery,
};

/// A list with what narrows and orders it; its page number does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind", content = "query")]
pub enum ExportList {
    /// Clients.
    Clients(ClientsQuery),
    /// Sessions.
    Sessions(SessionsQuery),
    /// Invoices.
    Invoices(InvoicesQuery),
    /// Payments.
    Payments(PaymentsQuery),
    /// Credits made by hand, and what is left of payments.
    Credits(CreditsQuery),
    /// Credit notes.
    CreditNotes(CreditsQuery),
    /// The occasions on which credit came about.
    CreditTracking(TrackingQuery),
    /// Refunds.
    Refunds(RefundsQuery),
    /// What is owed by age, as of a day.
    Aging(String),
    /// A client's account.
    Statement(StatementOf),
    /// Payments with what of them became credit.
    PaymentReport(PaymentReportQuery),
    /// Services.
    Services,
    /// Products with their stock.
    Products,
    /// The stock movements of a product.
    Movements(ProductId),
    /// What a client was given.
    Records(RecordsQuery),
    /// Returns.
    Returns(ReturnsQuery),
}

impl ExportList {
    /// What the file is called.
    #[must_use]
    pub fn file_name(&self) -> &'static str {
        match self {
            Self::Clients(_) => "clients.csv",
            Self::Sessions(_) => "sessions.csv",
            Self::Invoices(_) => "invoices.csv",
            Self::Payments(_) => "payments.csv",
            Self::Credits(_) => "credits.csv",
            Self::CreditNotes(_) => "credit-notes.csv",
            Self::CreditTracking(_) => "credit-tracking.csv",
            Self::Refunds(_) => "refunds.csv",
            Self::Aging(_) => "aging.csv",
            Self::Statement(_) => "account-summary.csv",
            Self::PaymentReport(_) => "payment-report.csv",
            Self::Services => "services.csv",
            Self::Products => "products.csv",
            Self::Movements(_) => "stock-movements.csv",
            Self::Records(_) => "records.csv",
            Self::Returns(_) => "returns.csv",
        }
    }
}
