//! *Why?* on a figure: the rows that add up to it, in plain sentences (requirements G1).
//!
//! The rows are read from the signed rows that balances are sums of, so they add up to the figure by themselves; the
//! stories hold the one against the other.

mod accounts;
mod lines;
mod position;
mod reported;
mod rows;
mod sentence;

use billing::{Currency, Position, day_in_words};
use chrono::NaiveDate;
use sqlx::SqliteConnection;

use crate::{
    Practice,
    error::Error,
    now::Now,
    report::read_as_of,
    statement::refuse_backwards,
    store,
    view::{AccountsOf, Age, DueOf, Figure, StatementOf, WhyPart, WhyRow, WhyView},
};

/// A figure that is being told.
struct Told {
    title: String,
    about: String,
    meaning: String,
    reasons: Vec<Reason>,
    /// How many documents were left out because they come to nothing.
    settled: usize,
}

/// One row of a figure.
struct Reason {
    /// None for the rows of several days together.
    on: Option<NaiveDate>,
    sentence: Vec<WhyPart>,
    /// The act, where the sentence does not say it.
    act: String,
    minor: i64,
    figure: Option<Figure>,
}

/// When a figure is asked for.
#[derive(Clone, Copy)]
struct Moment {
    now: Now,
    /// The end of this day; at this moment where it is today.
    as_of: NaiveDate,
    /// The last day that counts; none for everything there is.
    until: Option<NaiveDate>,
}

impl Moment {
    /// Of an account at the end of a day; now, where it is today.
    fn of(account: &AccountsOf, now: Now) -> Result<Self, Error> {
        let as_of = read_as_of(&account.as_of, now)?;
        Ok(Self { now, as_of, until: (as_of != now.on).then_some(as_of) })
    }

    /// After the last day of an account summary, which may be still to come.
    fn after(of: StatementOf, now: Now) -> Result<Self, Error> {
        refuse_backwards(of.from, of.to)?;
        Ok(Self { now, as_of: of.to.min(now.on), until: Some(of.to) })
    }

    /// The day, for a figure of this moment's account.
    fn typed(self) -> String {
        self.until.map(|day| day.to_string()).unwrap_or_default()
    }
}

impl Practice {
    /// The rows that add up to a figure: a page of them, the newest page where none is named. What comes to nothing,
    /// such as a paid invoice, is left out unless `everything` is asked for.
    ///
    /// # Errors
    /// There is no such client or document; a day that does not exist or is still to come.
    pub async fn why(&self, figure: &Figure, everything: bool, page: Option<u32>, now: Now) -> Result<WhyView, Error> {
        let mut db = self.db().await?;
        let currency = store::profile::load(&mut db).await?.currency()?;
        let told = tell(&mut db, figure, everything, currency, now).await?;
        Ok(shown(told, page, currency))
    }
}

async fn tell(
    db: &mut SqliteConnection,
    figure: &Figure,
    everything: bool,
    currency: Currency,
    now: Now,
) -> Result<Told, Error> {
    let moment = |account: &AccountsOf| Moment::of(account, now);
    match figure {
        Figure::Owing(account) => match account.client_id {
            Some(client) => rows::owing(db, client, moment(account)?, everything).await,
            None => accounts::owing(db, currency, moment(account)?).await,
        },
        Figure::Credit(account) => match account.client_id {
            Some(client) => rows::credit(db, client, moment(account)?, everything).await,
            None => accounts::credit(db, currency, moment(account)?).await,
        },
        Figure::Due(DueOf { account, age }) => match account.client_id {
            Some(client) => accounts::due_of_client(db, client, *age, moment(account)?).await,
            None => accounts::due(db, currency, *age, moment(account)?).await,
        },
        Figure::Received(Some(client)) => rows::received(db, *client, now.on).await,
        Figure::Received(None) => accounts::received(db, now.on).await,
        Figure::Opening(of) => position::opening(db, *of, now).await,
        Figure::Closing(of) => position::closing(db, *of, currency, now).await,
        Figure::SummaryOwing(of) => rows::owing(db, of.client_id, Moment::after(*of, now)?, everything).await,
        Figure::SummaryCredit(of) => rows::credit(db, of.client_id, Moment::after(*of, now)?, everything).await,
        Figure::Reported(of) => reported::total(db, of, currency, everything).await,
        Figure::Lines(of) => lines::sum(db, *of, currency).await,
        Figure::Outstanding(invoice) => rows::outstanding(db, *invoice).await,
        Figure::Applied(invoice) => rows::applied(db, *invoice).await,
        Figure::WrittenOff(invoice) => rows::written_off(db, *invoice).await,
        Figure::Remaining(source) => rows::remaining(db, *source, now).await,
        Figure::Used(of) => rows::used(db, *of).await,
    }
}

/// A page of a figure's rows, with what the others add up to.
fn shown(told: Told, page: Option<u32>, currency: Currency) -> WhyView {
    let rows_each = usize::try_from(store::PAGE_ROWS).unwrap_or(usize::MAX);
    let pages = told.reasons.len().div_ceil(rows_each).max(1);
    let last = pages.saturating_sub(1);
    let page = page.map_or(last, |page| usize::try_from(page).unwrap_or(last).min(last));
    let amount = |minor| Position::new(minor, currency.zero()).to_string();
    let sum = |reasons: &[Reason]| amount(reasons.iter().map(|reason| reason.minor).sum());
    let (earlier, rest) = told.reasons.split_at(page.saturating_mul(rows_each).min(told.reasons.len()));
    let (here, later) = rest.split_at(rows_each.min(rest.len()));
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    WhyView {
        title: told.title,
        about: told.about,
        meaning: told.meaning,
        earlier_count: count(earlier.len()),
        earlier: sum(earlier),
        rows: here
            .iter()
            .map(|reason| WhyRow {
                on: reason.on.map(|day| day.to_string()).unwrap_or_default(),
                sentence: reason.sentence.clone(),
                act: reason.act.clone(),
                amount: amount(reason.minor),
                figure: reason.figure.clone(),
            })
            .collect(),
        later_count: count(later.len()),
        later: sum(later),
        total: sum(&told.reasons),
        page: count(page),
        settled_count: count(told.settled),
    }
}

/// The name of an age, as at the head of its column.
fn age_in_words(age: Age) -> &'static str {
    match age {
        Age::Current => "not past due",
        Age::To30 => "1–30 days past due",
        Age::To60 => "31–60 days past due",
        Age::To90 => "61–90 days past due",
        Age::Over90 => "more than 90 days past due",
        Age::Overdue => "past due",
    }
}

/// A sentence about now, or about the end of an earlier day: later acts do not count there.
fn as_of(meaning: &str, moment: Moment) -> String {
    match moment.until {
        Some(day) => format!("{meaning} As of {}; what came later does not count.", day_in_words(day)),
        None => meaning.to_owned(),
    }
}
