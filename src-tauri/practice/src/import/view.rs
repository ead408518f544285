//! What the page is shown of an import before it happens.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    Problem,
    columns::{Kind, Mapping},
    plan::{Plan, Source},
};

/// A file that was read, with how it is understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ImportFileView {
    /// Its name, without a folder.
    pub file: String,
    /// How many rows there are below the headings.
    pub rows: u32,
    /// How the text is encoded; empty for workbooks.
    pub encoding: String,
    /// What stands between the cells, in a word; empty for workbooks.
    pub separator: String,
    /// The headings of all columns.
    pub headings: Vec<String>,
    /// What is read from which column.
    pub mapping: Mapping,
    /// Columns that nothing is read from, counted from 0.
    pub unused: Vec<u32>,
    /// What has to be chosen, or chosen otherwise, before the file can be read.
    pub unsettled: Vec<String>,
    /// The first rows, as they are.
    pub first_rows: Vec<Vec<String>>,
}

/// How many rows of one kind an import takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ImportCountView {
    /// What they are.
    pub kind: Kind,
    /// Rows that are not empty.
    pub read: u32,
    /// Rows that would be added.
    pub taken: u32,
    /// Rows with an error or there already.
    pub left_out: u32,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ImportPlanView {
    /// By kind, for the kinds that the files have.
    pub counts: Vec<ImportCountView>,
    /// The first problems, errors before warnings.
    pub problems: Vec<Problem>,
    /// How many errors there are in all.
    pub errors: u32,
    /// How many warnings there are in all.
    pub warnings: u32,
    /// How many rows have an error.
    pub rows_with_errors: u32,
    /// What the payments come to; empty without payments.
    pub payments_total: String,
    /// Why it cannot be done as it stands; empty if it can.
    pub not_ready: String,
    /// Why it cannot be done even without the rows that have an error; empty if it can.
    pub not_ready_without_errors: String,
}

impl ImportFileView {
    /// The view of a file as it is understood now.
    #[must_use]
    pub fn new(source: &Source) -> Self {
        const FIRST: usize = 5;
        let Source { table, mapping } = source;
        let separator = table.separator.map(|separator| match separator {
            ',' => "comma".to_owned(),
            ';' => "semicolon".to_owned(),
            '\t' => "tab".to_owned(),
            other => other.to_string(),
        });
        Self {
            file: table.file.clone(),
            rows: count(table.rows.iter().filter(|row| !row.is_empty()).count()),
            encoding: table.encoding.unwrap_or_default().to_owned(),
            separator: separator.unwrap_or_default(),
            headings: table.header.clone(),
            mapping: mapping.clone(),
            unused: mapping.unused(table),
            unsettled: mapping.missing().into_iter().chain(mapping.faults(table)).collect(),
            first_rows: table.rows.iter().take(FIRST).map(|row| row.cells.clone()).collect(),
        }
    }
}

impl From<&Plan> for ImportPlanView {
    fn from(plan: &Plan) -> Self {
        const SHOWN: usize = 500;
        let counts = plan.read.iter().map(|(kind, read)| {
            let taken = plan.taken(*kind);
            let left_out = count(read.saturating_sub(taken));
            ImportCountView { kind: *kind, read: count(*read), taken: count(taken), left_out }
        });
        let (errors, warnings): (Vec<_>, Vec<_>) = plan.problems.iter().partition(|problem| problem.is_error());
        let total = plan.payments.iter().map(|payment| payment.amount).reduce(billing::Money::plus);
        let not_ready = |leave_out| plan.ready(leave_out).err().map(|error| error.to_string()).unwrap_or_default();
        Self {
            counts: counts.collect(),
            errors: count(errors.len()),
            warnings: count(warnings.len()),
            problems: errors.into_iter().chain(warnings).take(SHOWN).cloned().collect(),
            rows_with_errors: count(plan.rows_with_errors()),
            payments_total: total.map(|total| total.to_string()).unwrap_or_default(),
            not_ready: not_ready(false),
            not_ready_without_errors: not_ready(true),
        }
    }
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
