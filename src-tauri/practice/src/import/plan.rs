//! What an import would write: typed rows that know each other, and what stands in the way.

use std::collections::HashSet;

use billing::{Attendance, Money};
use chrono::{NaiveDate, NaiveDateTime};

use super::{
    Problem,
    columns::{Kind, Mapping},
    resolve,
    rows::{self, ClientRow, FileReader, ProductRow, Rules, ServiceRow, SessionRow, Spoiled},
    table::Table,
};
use crate::ids::{ClientId, ServiceId};

/// One file with the way in which it is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file.
    pub table: Table,
    /// What its columns hold.
    pub mapping: Mapping,
}

/// What the practice has already.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Its clients, archived ones too.
    pub clients: Vec<KnownClient>,
    /// Its services, archived ones too.
    pub services: Vec<KnownService>,
    /// Its products, archived ones too.
    pub products: Vec<KnownProduct>,
    /// Whose sessions start when.
    pub sessions: HashSet<(ClientId, NaiveDateTime)>,
    /// Its payments that were not reversed.
    pub payments: Vec<KnownPayment>,
}

/// A client of the practice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownClient {
    /// Which.
    pub id: ClientId,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Empty where there is none.
    pub email: String,
}

/// A service of the practice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownService {
    /// Which.
    pub id: ServiceId,
    /// Short code; may be empty.
    pub code: String,
    /// Name.
    pub name: String,
    /// How long a session is.
    pub minutes: u32,
}

/// A product of the practice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownProduct {
    /// Short code; may be empty.
    pub sku: String,
    /// Name.
    pub name: String,
}

/// A payment that the practice has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPayment {
    /// Whose.
    pub client: ClientId,
    /// When it came in.
    pub received_on: NaiveDate,
    /// How much.
    pub amount: Money,
    /// Name of the method.
    pub method: String,
    /// Number of a cheque or transfer.
    pub reference: String,
}

/// A client of the practice, or one of the import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClientRef {
    /// In the practice.
    Existing(ClientId),
    /// At this place of [`Plan::clients`].
    New(usize),
}

/// A service of the practice, or one of the import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ServiceRef {
    /// In the practice.
    Existing(ServiceId),
    /// At this place of [`Plan::services`].
    New(usize),
}

/// A client to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedClient {
    /// Name, address and so on.
    pub details: ClientRow,
    /// The services for which [`ClientRow::agreed_fee`] holds: those that sessions of the import charge the client
    /// at that fee, else every service that has a length.
    pub agreed_for: Vec<ServiceRef>,
}

/// A session to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedSession {
    /// Whose.
    pub client: ClientRef,
    /// What.
    pub service: ServiceRef,
    /// Start in the practice's local time.
    pub starts_at: NaiveDateTime,
    /// How long; at least 1.
    pub minutes: u32,
    /// What became of it; `None` while it is to come.
    pub attendance: Option<Attendance>,
    /// No fee is charged for the late cancellation or no-show.
    pub fee_waived: bool,
    /// Its own fee; `None` means the client's or the service's.
    pub fee: Option<Money>,
    /// Remarks.
    pub note: String,
}

/// A payment to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPayment {
    /// Whose.
    pub client: ClientRef,
    /// When it came in.
    pub received_on: NaiveDate,
    /// How much; above 0.
    pub amount: Money,
    /// By what method, as written; may be empty.
    pub method: String,
    /// Number of a cheque or transfer.
    pub reference: String,
    /// What is printed on the receipt.
    pub comment: String,
}

/// All that an import would write, without the rows that have an error or are there already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// In the order of the files.
    pub clients: Vec<PlannedClient>,
    /// In the order of the files.
    pub services: Vec<ServiceRow>,
    /// In the order of the files.
    pub products: Vec<ProductRow>,
    /// By start, so that invoices get their numbers in the order of their days.
    pub sessions: Vec<PlannedSession>,
    /// By day, the order in which they pay invoices.
    pub payments: Vec<PlannedPayment>,
    /// What is wrong or doubtful, by file and row.
    pub problems: Vec<Problem>,
    /// How many rows that are not empty the files of each kind have.
    pub read: Vec<(Kind, usize)>,
}

/// Why a plan is not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// A column is missing or chosen twice.
    #[error("Say first what the columns of “{file}” hold. {message}")]
    File {
        /// The file.
        file: String,
        /// What is wrong with it.
        message: String,
    },
    /// Rows have errors, and it was not said to leave them out.
    #[error("{count} {rows} an error. Correct the files and choose them again, or leave those rows out.",
        rows = if *count == 1 { "row has" } else { "rows have" })]
    Rows {
        /// How many.
        count: usize,
    },
    /// Every row is there already, or has an error.
    #[error("There is nothing new in these files.")]
    Nothing,
}

/// What taking over `sources` into a practice that has `known` would write.
#[must_use]
pub fn plan(sources: &[Source], known: &Known, rules: &Rules) -> Plan {
    let mut read = FilesRead::default();
    for kind in Kind::ALL {
        for source in sources.iter().filter(|source| source.mapping.kind == kind) {
            read.add(source, rules);
        }
    }
    resolve::resolve(read, known)
}

impl Plan {
    /// Whether it may be carried out, leaving out rows with errors if that was chosen.
    ///
    /// # Errors
    /// [`NotReady`], with what to do.
    pub fn ready(&self, leave_out_rows_with_errors: bool) -> Result<(), NotReady> {
        if let Some(problem) = self.problems.iter().find(|problem| problem.is_error() && problem.row.is_none()) {
            return Err(NotReady::File { file: problem.file.clone(), message: problem.message.clone() });
        }
        let count = self.rows_with_errors();
        if count > 0 && !leave_out_rows_with_errors {
            return Err(NotReady::Rows { count });
        }
        if Kind::ALL.into_iter().all(|kind| self.taken(kind) == 0) { Err(NotReady::Nothing) } else { Ok(()) }
    }

    /// How many rows of `kind` would be written.
    #[must_use]
    pub fn taken(&self, kind: Kind) -> usize {
        match kind {
            Kind::Clients => self.clients.len(),
            Kind::Services => self.services.len(),
            Kind::Products => self.products.len(),
            Kind::Sessions => self.sessions.len(),
            Kind::Payments => self.payments.len(),
        }
    }

    /// How many rows have at least one error.
    #[must_use]
    pub fn rows_with_errors(&self) -> usize {
        let errors = self.problems.iter().filter(|problem| problem.is_error());
        errors.filter_map(|problem| Some((&problem.file, problem.row?))).collect::<HashSet<_>>().len()
    }
}

/// The rows of all files, not yet matched with each other.
#[derive(Default)]
pub(super) struct FilesRead {
    pub(super) clients: Vec<ClientRow>,
    pub(super) spoiled_clients: Vec<Spoiled<rows::ClientKey>>,
    pub(super) services: Vec<ServiceRow>,
    pub(super) spoiled_services: Vec<Spoiled<rows::ServiceKey>>,
    pub(super) products: Vec<ProductRow>,
    pub(super) sessions: Vec<SessionRow>,
    pub(super) payments: Vec<rows::PaymentRow>,
    pub(super) problems: Vec<Problem>,
    pub(super) read: Vec<(Kind, usize)>,
}

impl FilesRead {
    fn add(&mut self, source: &Source, rules: &Rules) {
        let (table, mapping) = (&source.table, &source.mapping);
        let filled = table.rows.iter().filter(|row| !row.is_empty()).count();
        match self.read.iter_mut().find(|(kind, _)| *kind == mapping.kind) {
            Some((_, count)) => *count += filled,
            None => self.read.push((mapping.kind, filled)),
        }
        let faults = mapping.faults(table).into_iter().chain(mapping.missing());
        let faults: Vec<Problem> = faults.map(|fault| Problem::of_file(&table.file, fault)).collect();
        if !faults.is_empty() {
            self.problems.extend(faults);
            return;
        }
        let (reader, problems) = (FileReader::new(table, mapping, rules), &mut self.problems);
        match mapping.kind {
            Kind::Clients => self.clients.extend(rows::clients(&reader, problems, &mut self.spoiled_clients)),
            Kind::Services => self.services.extend(rows::services(&reader, problems, &mut self.spoiled_services)),
            Kind::Products => self.products.extend(rows::products(&reader, problems)),
            Kind::Sessions => self.sessions.extend(rows::sessions(&reader, problems)),
            Kind::Payments => self.payments.extend(rows::payments(&reader, problems)),
        }
    }
}
