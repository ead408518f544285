//! The only SQL of Daybook, one file per concept. Every statement runs inside a transaction or read of its caller.

pub(crate) mod awaiting;
pub(crate) mod catalogue;
pub(crate) mod check;
pub(crate) mod client;
pub(crate) mod credit;
pub(crate) mod credit_note;
pub(crate) mod effect;
pub(crate) mod invoice;
pub(crate) mod invoice_list;
pub(crate) mod known;
pub(crate) mod ledger;
pub(crate) mod link;
pub(crate) mod operation;
pub(crate) mod payment;
pub(crate) mod product;
pub(crate) mod profile;
pub(crate) mod record;
pub(crate) mod refund;
pub(crate) mod report;
pub(crate) mod returns;
pub(crate) mod session;
pub(crate) mod session_share;
pub(crate) mod source;
pub(crate) mod stock;
pub(crate) mod supplied;
pub(crate) mod tracking;
pub(crate) mod transfer;
pub(crate) mod undo;
pub(crate) mod why;

use billing::{Currency, Money};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::SqliteConnection;

use crate::{error::Error, view::Topic};

/// What an operation can make or change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Entity {
    Profile,
    Tax,
    Service,
    Product,
    Method,
    Client,
    Series,
    Session,
    Invoice,
    Payment,
    Credit,
    CreditNote,
    Refund,
    Record,
    Return,
    Link,
    Statement,
    Supplied,
}

impl Entity {
    const ALL: [Self; 18] = [
        Self::Profile,
        Self::Tax,
        Self::Service,
        Self::Product,
        Self::Method,
        Self::Client,
        Self::Series,
        Self::Session,
        Self::Invoice,
        Self::Payment,
        Self::Credit,
        Self::CreditNote,
        Self::Refund,
        Self::Record,
        Self::Return,
        Self::Link,
        Self::Statement,
        Self::Supplied,
    ];

    /// The name under which rows keep it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Tax => "tax",
            Self::Service => "service",
            Self::Product => "product",
            Self::Method => "payment_method",
            Self::Client => "client",
            Self::Series => "series",
            Self::Session => "session",
            Self::Invoice => "invoice",
            Self::Payment => "payment",
            Self::Credit => "credit",
            Self::CreditNote => "credit_note",
            Self::Refund => "refund",
            Self::Record => "record",
            Self::Return => "return",
            Self::Link => "client_link",
            Self::Statement => "statement",
            Self::Supplied => "supplied",
        }
    }

    /// The word for it in a sentence.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Profile => "practice",
            Self::Method => "payment method",
            Self::CreditNote => "credit note",
            Self::Link => "link between clients",
            Self::Statement => "account summary",
            Self::Supplied => "supplied copy",
            other => other.as_str(),
        }
    }

    pub(crate) fn parse(name: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|entity| entity.as_str() == name)
            .ok_or_else(|| Error::Inconsistent(format!("no such thing as {name}")))
    }

    /// What the page fetches again when it changes.
    pub(crate) fn topics(self) -> &'static [Topic] {
        match self {
            Self::Profile => &[Topic::Settings],
            Self::Tax | Self::Service | Self::Method => &[Topic::Catalogue],
            Self::Product => &[Topic::Catalogue, Topic::Goods],
            Self::Record | Self::Return => &[Topic::Goods],
            Self::Client => &[Topic::Clients],
            Self::Series | Self::Session => &[Topic::Sessions],
            Self::Invoice => &[Topic::Invoices, Topic::Balances],
            Self::Payment => &[Topic::Payments, Topic::Balances],
            Self::Credit | Self::CreditNote | Self::Refund => &[Topic::Credits, Topic::Balances],
            Self::Link => &[Topic::Clients],
            Self::Statement | Self::Supplied => &[Topic::Documents],
        }
    }
}

/// A row that can be edited. What it was before each change is kept, so that undo can put it back.
pub(crate) trait Tracked: Serialize + DeserializeOwned + PartialEq + Sync {
    const ENTITY: Entity;

    /// The row as it is; `None` if there is none.
    fn load(db: &mut SqliteConnection, id: i64) -> impl Future<Output = Result<Option<Self>, Error>> + Send;
    /// Writes a new row, under `id` if one is given, and returns its id.
    fn insert(&self, db: &mut SqliteConnection, id: Option<i64>) -> impl Future<Output = Result<i64, Error>> + Send;
    /// Overwrites the row, which was `before`.
    fn update(
        &self,
        db: &mut SqliteConnection,
        id: i64,
        before: &Self,
    ) -> impl Future<Output = Result<(), Error>> + Send;
    /// Deletes the row.
    fn delete(db: &mut SqliteConnection, id: i64) -> impl Future<Output = Result<(), Error>> + Send;
}

/// A stored sum; a negative one breaks a rule of the schema.
pub(crate) fn money(currency: Currency, minor: i64) -> Result<Money, Error> {
    currency.money(minor).ok_or_else(|| Error::Inconsistent("a sum below zero".to_owned()))
}

/// A stored value that the schema keeps in range.
pub(crate) fn stored<T>(value: Option<T>, what: &str) -> Result<T, Error> {
    value.ok_or_else(|| Error::Inconsistent(format!("a stored {what} out of range")))
}

/// A count from the store.
pub(crate) fn count(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// How many rows a page of a list has.
pub(crate) const PAGE_ROWS: u32 = 50;

/// `text` as a pattern that finds it anywhere, with its wildcards taken as letters.
pub(crate) fn anywhere(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.trim().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}
