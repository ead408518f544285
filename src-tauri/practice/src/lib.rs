//! One practice file and everything that is done with it.

mod application;
mod assist;
mod attendance;
mod booking;
mod books;
mod catalogue;
mod charge;
mod check;
mod client;
mod credit;
mod credit_note;
mod crediting;
mod currency;
mod document;
pub mod documents;
mod draft;
mod email;
mod error;
pub mod export;
pub mod files;
mod first_start;
mod folder;
mod formula;
mod frozen;
mod history;
mod ids;
pub mod import;
mod import_copy;
mod invoice;
mod issue;
mod lay_out;
mod link;
pub mod mail;
mod names;
mod not_invoiced;
mod now;
mod payment;
mod practice;
mod profile;
mod receipt;
mod refund;
mod report;
mod service;
mod session;
mod sharing;
mod store;
mod take_over;
mod today;
mod transact;
mod undo;
mod undo_import;
mod vault;
pub mod view;
mod write_off;

pub use error::{Error, FieldError};
pub use folder::{Contents, Folder, OpenError};
pub use ids::{
    ClientId, CreditId, CreditNoteId, InvoiceId, LinkId, MethodId, OperationId, PaymentId, ProductId, RefundId,
    SeriesId, ServiceId, SessionId, SourceId, SuppliedId, TaxId,
};
pub use now::Now;
pub use practice::{CreateError, Practice};
pub use profile::proposal;
pub use take_over::{ImportCounts, ImportProgress};
pub use transact::Ask;
pub use vault::{SHORTEST_PASSPHRASE, VaultError};
