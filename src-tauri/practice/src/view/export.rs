//! Lists that can be saved as CSV.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{ClientsQuery, InvoicesQuery, PaymentsQuery, SessionsQuery};

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
    /// Services.
    Services,
    /// Products.
    Products,
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
            Self::Services => "services.csv",
            Self::Products => "products.csv",
        }
    }
}
