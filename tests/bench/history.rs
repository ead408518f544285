//! A made-up practice of any size, the same for the same size, brought in by the import like any other.

use std::{
    error::Error,
    fmt::Write as _,
    path::Path,
    sync::atomic::AtomicBool,
    time::{Duration, Instant},
};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use practice::{
    Ask, Folder, ImportCounts, Now, Practice,
    import::{FileError, Source, Table, guess, sample},
    view::{FirstStartForm, ProfileForm},
};

/// The last day of the history.
pub const TODAY: &str = "2026-11-20";
/// What opens the practices that are made here.
pub const PASSPHRASE: &str = "look around";

/// A practice that was made, still open.
#[derive(Debug)]
pub struct Made {
    /// The practice.
    pub practice: Practice,
    /// What the import added.
    pub counts: ImportCounts,
    /// How long the import took.
    pub took: Duration,
}

/// The last day of the history.
#[must_use]
pub fn today() -> NaiveDate {
    TODAY.parse().unwrap_or_default()
}

/// Makes a practice with so many sessions in `folder`.
///
/// # Errors
/// There is a practice already, or the folder cannot be written to.
pub async fn make(sessions: u32, folder: &Path) -> Result<Made, Box<dyn Error>> {
    let mut profile = practice::proposal();
    "Quiet Harbor Counseling".clone_into(&mut profile.name);
    "billing@quietharbor.example".clone_into(&mut profile.email);
    "USD".clone_into(&mut profile.currency);
    "America/New_York".clone_into(&mut profile.time_zone);
    bring_in(folder, profile, false, &sources(sessions, today())?).await
}

/// Makes the sample practice in `folder`.
///
/// # Errors
/// There is a practice already, or the folder cannot be written to.
pub async fn make_sample(folder: &Path) -> Result<Made, Box<dyn Error>> {
    let sources =
        sample::SPREADSHEETS.iter().map(|(file, bytes)| source(file, bytes)).collect::<Result<Vec<_>, _>>()?;
    bring_in(folder, practice::proposal(), true, &sources).await
}

async fn bring_in(
    folder: &Path,
    profile: ProfileForm,
    sample: bool,
    sources: &[Source],
) -> Result<Made, Box<dyn Error>> {
    let practice = Practice::in_folder(Folder::take(folder)?);
    let form = FirstStartForm {
        profile,
        services: vec![],
        passphrase: PASSPHRASE.to_owned(),
        passphrase_again: PASSPHRASE.to_owned(),
        sample,
    };
    practice.create(&form).await?;
    let started = Instant::now();
    let ask = Ask::new(Now::noon(today()), "history");
    let acted = practice.import(sources, false, |_| (), &AtomicBool::new(false), &ask).await?;
    Ok(Made { practice, counts: acted.answer, took: started.elapsed() })
}

fn source(file: &str, bytes: &[u8]) -> Result<Source, FileError> {
    let table = Table::read(file, bytes)?;
    let mapping = guess(&table);
    Ok(Source { table, mapping })
}

const FIRST_NAMES: [&str; 20] = [
    "Ana", "Zoë", "John", "Priya", "Wei", "Olu", "Maya", "Lucas", "Hanna", "Dmitri", "Noah", "Fatima", "Ingrid",
    "Chloe", "Ruth", "Marek", "Aoife", "Kenji", "Nadia", "נועה",
];
const LAST_NAMES: [&str; 25] = [
    "Archer", "Bianchi", "Castro", "Demir", "Eriksen", "Fontaine", "Günther", "Horvat", "Ivanova", "Jansen", "Kovač",
    "Lindgren", "Moreira", "Novák", "Okafor", "Petrov", "Quist", "Rahman", "Silva", "Tanaka", "Usman", "Varga",
    "Weber", "Yilmaz", "Żak",
];
/// Hours of a working day at which sessions begin.
const HOURS: [u32; 8] = [9, 10, 11, 13, 14, 15, 16, 17];
/// Whole amounts, so that sums can be made by hand.
const FEES: [u32; 2] = [140, 175];

/// The files of a practice of `sessions` sessions that ends on `until`, as an import reads them.
fn sources(sessions: u32, until: NaiveDate) -> Result<Vec<Source>, FileError> {
    let history = History::new(sessions, until);
    [
        ("services.csv", history.services()),
        ("clients.csv", history.clients()),
        ("sessions.csv", history.sessions()),
        ("payments.csv", history.payments()),
    ]
    .into_iter()
    .map(|(file, text)| source(file, text.as_bytes()))
    .collect()
}

struct History {
    clients: u32,
    visits: Vec<Visit>,
}

struct Visit {
    client: u32,
    day: NaiveDate,
    hour: u32,
    attendance: &'static str,
    fee: u32,
}

impl History {
    fn new(sessions: u32, until: NaiveDate) -> Self {
        let clients = (sessions / 60).clamp(10, 500);
        let mut dice = Dice(20_261_120);
        let mut days: Vec<NaiveDate> = std::iter::successors(Some(until), |day| day.checked_sub_days(Days::new(1)))
            .filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
            .take(usize::try_from(sessions).unwrap_or(usize::MAX).div_ceil(HOURS.len()))
            .collect();
        days.reverse();
        let slots = days.into_iter().flat_map(|day| HOURS.map(|hour| (day, hour)));
        let visits = slots
            .zip(0..sessions)
            .map(|((day, hour), place)| Visit {
                client: place % clients,
                day,
                hour,
                attendance: match dice.roll(100) {
                    0..=84 => "Attended",
                    85..=90 => "Cancelled",
                    91..=95 => "Late cancelled",
                    96..=98 => "No-show",
                    _ => "Cancelled by therapist",
                },
                fee: place % 2,
            })
            .collect();
        Self { clients, visits }
    }

    fn services(&self) -> String {
        let [single, couple] = FEES;
        format!(
            "Code,Service,Minutes,Fee,Tax %,Late cancel fee,No-show fee\n\
             IND50,\"Individual session, 50 minutes\",50,{single}.00,,70.00,{single}.00\n\
             CPL60,\"Couple session, 60 minutes\",60,{couple}.00,,90.00,{couple}.00\n"
        )
    }

    fn clients(&self) -> String {
        let mut text = String::from("First Name,Last Name,Email,Phone,Address,City,State,Zip,Country,Status\n");
        for client in 0..self.clients {
            let (first, last) = name(client);
            let _ = writeln!(
                text,
                "{first},{last},{},+1 603 555 0100,{client} Oak Court,Portsmouth,NH,03801,USA,Active",
                email(client)
            );
        }
        text
    }

    fn sessions(&self) -> String {
        let mut text = String::from("Client,Client email,Date,Start,Minutes,Service,Attendance\n");
        for visit in &self.visits {
            let (first, last) = name(visit.client);
            let (service, minutes) = if visit.fee == 0 { ("IND50", 50) } else { ("CPL60", 60) };
            let _ = writeln!(
                text,
                "{first} {last},{},{},{:02}:00,{minutes},{service},{}",
                email(visit.client),
                visit.day,
                visit.hour,
                visit.attendance
            );
        }
        text
    }

    /// Most visits are paid a week later; some later still, some in part, some too much.
    fn payments(&self) -> String {
        let mut dice = Dice(7);
        let mut text = String::from("Client,Client email,Date,Amount,Method,Reference,Comment\n");
        let last = self.visits.last().map(|visit| visit.day);
        for visit in self.visits.iter().filter(|visit| visit.attendance == "Attended") {
            let fee = FEES.get(usize::try_from(visit.fee).unwrap_or_default()).copied().unwrap_or_default();
            let amount = match dice.roll(100) {
                0..=4 => continue,
                5..=8 => fee / 2,
                9..=11 => fee + 20,
                _ => fee,
            };
            let paid_on = visit.day + Days::new(u64::from(7 + dice.roll(21)));
            if last.is_some_and(|last| paid_on > last) {
                continue;
            }
            let (first, name_last) = name(visit.client);
            let _ = writeln!(
                text,
                "{first} {name_last},{},{paid_on},{amount}.00,{},{},",
                email(visit.client),
                ["Card", "Cash", "Cheque", "Bank transfer"].get(dice.index(4)).unwrap_or(&"Card"),
                1000 + dice.roll(9000)
            );
        }
        text
    }
}

fn name(client: u32) -> (&'static str, &'static str) {
    let place = usize::try_from(client).unwrap_or_default();
    let first = FIRST_NAMES.get(place % FIRST_NAMES.len()).copied().unwrap_or("Ana");
    let last = LAST_NAMES.get(place / FIRST_NAMES.len() % LAST_NAMES.len()).copied().unwrap_or("Archer");
    (first, last)
}

fn email(client: u32) -> String {
    format!("client{client:03}@mail.example")
}

/// Numbers that look thrown and are the same each time (a linear congruential generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(sides)).unwrap_or_default()
    }

    fn index(&mut self, sides: u32) -> usize {
        usize::try_from(self.roll(sides)).unwrap_or_default()
    }
}
