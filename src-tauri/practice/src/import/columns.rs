//! Which kind of list a file is and which of its columns holds what, recognised by usual headings and correctable.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{fields::Field, table::Table};

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Clients.
    Clients,
    /// Services and their fees.
    Services,
    /// Products and their prices.
    Products,
    /// Sessions, held or to come.
    Sessions,
    /// Money that came in.
    Payments,
}

/// In which order a file writes the day and the month of `03/04/2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// As the dates of each column show.
    #[default]
    Detect,
    /// The day first.
    DayFirst,
    /// The month first.
    MonthFirst,
}

/// How a file is to be understood; made by [`guess`] and corrected by the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Mapping {
    /// What its rows are.
    pub kind: Kind,
    /// Every field that the kind has, with the column that holds it.
    pub columns: Vec<MappedColumn>,
    /// The order of day and month.
    pub date_order: DateOrder,
    /// Amounts are written `1.234,50`.
    pub decimal_comma: bool,
}

/// A field and the column that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MappedColumn {
    /// What is read.
    pub field: Field,
    /// The column, counted from 0; `None` if the file has none for it.
    pub column: Option<u32>,
}

impl Kind {
    /// Every kind, in the order in which one refers to another.
    pub const ALL: [Self; 5] = [Self::Clients, Self::Services, Self::Products, Self::Sessions, Self::Payments];

    /// The word for it in sentences and in file names.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Clients => "clients",
            Self::Services => "services",
            Self::Products => "products",
            Self::Sessions => "sessions",
            Self::Payments => "payments",
        }
    }

    /// What can be read from a file of this kind.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        Field::of(self)
    }
}

impl Mapping {
    /// The column that holds `field`.
    #[must_use]
    pub fn column(&self, field: Field) -> Option<usize> {
        let mapped = self.columns.iter().find(|mapped| mapped.field == field)?;
        usize::try_from(mapped.column?).ok()
    }

    /// A mapping of `kind` by the headings of `table`: what the person gets after choosing another kind.
    #[must_use]
    pub fn of_kind(kind: Kind, table: &Table) -> Self {
        let headings: Vec<String> = table.header.iter().map(|heading| folded(heading)).collect();
        let mut taken = vec![false; headings.len()];
        let mut columns: Vec<MappedColumn> =
            kind.fields().iter().map(|field| MappedColumn { field: *field, column: None }).collect();
        // Better names first: a column “Client” is the client's name before “Name” could be.
        for rank in 0..Field::MOST_NAMES {
            for mapped in columns.iter_mut().filter(|mapped| mapped.column.is_none()) {
                let Some(name) = mapped.field.names(kind).get(rank) else { continue };
                let found = headings.iter().zip(&taken).position(|(heading, taken)| heading == name && !taken);
                if let Some((at, place)) = found.and_then(|at| Some((at, taken.get_mut(at)?))) {
                    *place = true;
                    mapped.column = u32::try_from(at).ok();
                }
            }
        }
        Self { kind, columns, date_order: DateOrder::Detect, decimal_comma: false }
    }

    /// Columns that nothing is read from, counted from 0.
    #[must_use]
    pub fn unused(&self, table: &Table) -> Vec<u32> {
        let used = |column: &u32| self.columns.iter().any(|mapped| mapped.column == Some(*column));
        (0..).zip(&table.header).map(|(column, _)| column).filter(|column| !used(column)).collect()
    }

    /// What must have a column before the file can be read, as sentences.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let has = |field: &Field| self.column(*field).is_some();
        let needed = Field::needed(self.kind).iter().filter(|choices| !choices.iter().any(has));
        needed
            .map(|choices| {
                let names: Vec<&str> = choices.iter().map(|field| field.label()).collect();
                format!("Choose the column that holds {}.", names.join(" or "))
            })
            .collect()
    }

    /// Columns that two fields are read from, or that the table does not have, as sentences.
    #[must_use]
    pub fn faults(&self, table: &Table) -> Vec<String> {
        let mut faults = Vec::new();
        for (at, mapped) in self.columns.iter().enumerate() {
            let Some(column) = mapped.column else { continue };
            let heading = usize::try_from(column).ok().and_then(|column| table.header.get(column));
            let Some(heading) = heading else {
                faults.push(format!("There is no column {} for {}.", column.saturating_add(1), mapped.field.label()));
                continue;
            };
            if let Some(other) = self.columns.iter().take(at).find(|other| other.column == Some(column)) {
                let (one, two) = (other.field.label(), mapped.field.label());
                faults.push(format!("The column “{heading}” is chosen for both {one} and {two}. Choose it for one."));
            }
            if !mapped.field.belongs_to(self.kind) {
                faults.push(format!("A file of {} has no {}.", self.kind.word(), mapped.field.label()));
            }
        }
        faults
    }
}

/// Recognises the kind of `table` and its columns.
#[must_use]
pub fn guess(table: &Table) -> Mapping {
    let file = table.file.to_lowercase();
    let fit = |mapping: &Mapping| {
        let mapped = mapping.columns.iter().filter(|mapped| mapped.column.is_some()).count();
        (mapped > 1 && file.contains(mapping.kind.word()), mapping.missing().is_empty(), mapped)
    };
    let candidates = Kind::ALL.into_iter().rev().map(|kind| Mapping::of_kind(kind, table));
    candidates.max_by_key(fit).unwrap_or_else(|| Mapping::of_kind(Kind::Clients, table))
}

/// A heading without what varies: case, spaces, punctuation.
fn folded(heading: &str) -> String {
    heading.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(file: &str, header: &str) -> Table {
        Table::read(file, header.as_bytes()).unwrap()
    }

    fn check(file: &str, header: &str, expected: &str) {
        let mapping = guess(&table(file, header));
        let found = mapping.columns.iter().filter_map(|mapped| Some((mapped.column?, mapped.field.label())));
        let mut found: Vec<_> = found.collect();
        found.sort_unstable();
        let found: Vec<&str> = found.into_iter().map(|(_, label)| label).collect();
        assert_eq!(format!("{}: {}", mapping.kind.word(), found.join(", ")), expected);
    }

    #[test]
    fn files_are_recognised_by_their_headings() {
        check("a.csv", "Full Name,E-mail", "clients: the full name, the e-mail");
        check(
            "a.csv",
            "Surname;Given name;E-Mail Address;DOB",
            "clients: the last name, the first name, the e-mail, the date of birth",
        );
        check("a.csv", "Name,Duration,Price", "services: the name, the minutes, the fee");
        check("a.csv", "Item,Unit price,Stock", "products: the name, the price, the number in stock");
        check(
            "a.csv",
            "Client,Date,Time,Type,Status",
            "sessions: the client, the date, the start, the service, the attendance",
        );
        check("a.csv", "Patient name,Paid on,Amount,Paid by", "payments: the client, the date, the amount, the method");
    }

    #[test]
    fn the_file_s_name_decides_where_headings_do_not() {
        check("services.csv", "Name,Price", "services: the name, the fee");
        check("products 2026.csv", "Name,Price", "products: the name, the price");
    }

    #[test]
    fn what_is_missing_or_chosen_twice_is_said() {
        let table = table("a.csv", "Client,When,Amount");
        let mut mapping = Mapping::of_kind(Kind::Payments, &table);
        assert_eq!(mapping.missing(), ["Choose the column that holds the date."]);
        for mapped in &mut mapping.columns {
            if mapped.field == Field::Date {
                mapped.column = Some(2);
            }
            if mapped.field == Field::Method {
                mapped.column = Some(9);
            }
        }
        assert!(mapping.missing().is_empty());
        assert_eq!(
            mapping.faults(&table),
            [
                "The column “Amount” is chosen for both the date and the amount. Choose it for one.",
                "There is no column 10 for the method."
            ]
        );
    }
}
