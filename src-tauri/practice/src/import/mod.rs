//! Reading a practice from spreadsheets: files into typed rows, rows into a plan, with a sentence for each doubt.
//!
//! Nothing here touches the practice file. [`Table::read`] reads the bytes, [`guess`] recognises the columns, the
//! person corrects the [`Mapping`], and [`plan`] says what would be taken over and what stands in the way.

mod catalogue;
mod cells;
mod columns;
mod fields;
mod people;
mod plan;
mod problem;
mod resolve;
mod rows;
pub mod sample;
mod table;
mod view;
mod workbook;

pub use columns::{DateOrder, Kind, MappedColumn, Mapping, guess};
pub use fields::Field;
pub use plan::{
    ClientRef, Known, KnownClient, KnownPayment, KnownProduct, KnownService, NotReady, Plan, PlannedClient,
    PlannedPayment, PlannedSession, ServiceRef, Source, plan,
};
pub use problem::{Problem, Severity};
pub use rows::{ClientRow, Mention, PaymentRow, ProductRow, Rules, ServiceRow, SessionRow};
pub use table::{FileError, Row, Table};
pub use view::{ImportCountView, ImportFileView, ImportPlanView};

#[cfg(test)]
mod tests;
