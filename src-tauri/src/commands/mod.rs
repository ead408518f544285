//! The commands that the page may call, one module per concept. Each unpacks, calls, converts; none decides.

pub mod application;
pub mod assist;
pub mod books;
pub mod client;
pub mod credit;
pub mod credit_note;
pub mod document;
pub mod error;
pub mod export;
pub mod import;
pub mod invoice;
pub mod link;
pub mod logo;
pub mod opening;
pub mod payment;
pub mod practice;
pub mod product;
pub mod record;
pub mod refund;
pub mod report;
pub mod returns;
pub mod session;
pub mod settings;
pub mod shell;
pub mod write_off;
