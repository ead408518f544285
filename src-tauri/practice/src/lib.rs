//! One practice file and everything that is done with it.

pub mod documents;
pub mod export;
pub mod files;
mod formula;
mod ids;
pub mod import;
pub mod mail;
pub mod view;

pub use ids::{
    ClientId, InvoiceId, MethodId, OperationId, PaymentId, ProductId, SeriesId, ServiceId, SessionId, SuppliedId, TaxId,
};
