//! Sessions: who, when, what, and what became of it.

use billing::{Attendance, Money, day_in_words, time_in_words};
use chrono::{LocalResult, NaiveDateTime, TimeZone};

use super::{FileReader, Mention, RowReader};
use crate::import::{
    Problem,
    cells::{attendance_and_waiver, minutes, split_time, time_of_day},
    fields::Field,
};

/// A session as a file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The file's name.
    pub file: String,
    /// The row in the file.
    pub row: u32,
    /// Whose.
    pub client: Mention,
    /// Start in the practice's local time.
    pub starts_at: NaiveDateTime,
    /// How long; `None` means as the service says.
    pub minutes: Option<u32>,
    /// Code or name of the service, as written.
    pub service: String,
    /// What became of it; `None` while it is to come.
    pub attendance: Option<Attendance>,
    /// No fee is charged for the late cancellation or no-show.
    pub fee_waived: bool,
    /// Its own fee; `None` means the client's or the service's.
    pub fee: Option<Money>,
    /// Remarks.
    pub note: String,
}

pub(in crate::import) fn read(reader: &FileReader<'_>, problems: &mut Vec<Problem>) -> Vec<SessionRow> {
    reader.rows(problems, session)
}

fn session(row: &mut RowReader<'_>) -> Option<SessionRow> {
    let client = row.mention();
    let starts_at = start(row);
    let length = row.optional(Field::Minutes, minutes);
    if length == Some(0) {
        row.error(Field::Minutes, "A session lasts at least 1 minute. Correct the minutes.");
    }
    let service = row.line(Field::Service);
    let (attendance, fee_waived) = row.optional(Field::Attendance, attendance_and_waiver).unwrap_or_default();
    let fee = row.money(Field::Fee);
    let note = row.note(Field::Notes);
    let today = row.rules().today;
    if let Some(starts_at) = starts_at.filter(|start| start.date() > today)
        && attendance == Some(Attendance::Attended)
    {
        let day = day_in_words(starts_at.date());
        row.warning(
            Field::Attendance,
            format!("The session of {day} is marked attended, but that day is still to come."),
        );
    }
    let session = SessionRow {
        file: row.file().to_owned(),
        row: row.number(),
        client: client?,
        starts_at: starts_at?,
        minutes: length,
        service,
        attendance,
        fee_waived,
        fee,
        note,
    };
    (!row.failed()).then_some(session)
}

fn start(row: &mut RowReader<'_>) -> Option<NaiveDateTime> {
    if row.cell(Field::Date).is_empty() {
        row.error(Field::Date, "The row has no date. Fill it in.");
    }
    let day = row.day(Field::Date);
    let with_date = split_time(row.cell(Field::Date)).1.map(str::to_owned);
    let time = match with_date.filter(|_| row.cell(Field::Start).is_empty()) {
        Some(time) => time_of_day(&time).ok(),
        None => row.needed(Field::Start, |text| time_of_day(split_time(text).1.unwrap_or(text))),
    };
    let start = day?.and_time(time?);
    let zone = row.rules().time_zone;
    match zone.from_local_datetime(&start) {
        LocalResult::Single(_) => {}
        LocalResult::Ambiguous(..) => row.warning(
            Field::Start,
            format!("{} comes twice in {zone}, because the clocks go back. The first is taken.", time_in_words(start)),
        ),
        LocalResult::None => {
            row.error(
                Field::Start,
                format!(
                    "{} does not exist in {zone}: the clocks go forward over it. Correct the time.",
                    time_in_words(start)
                ),
            );
            return None;
        }
    }
    Some(start)
}
