//! What one cell says: amounts, days, times, words. Each reader refuses with a sentence that has the value in it.

mod amount;
mod date;
mod time;
mod words;

use billing::{MoneyError, RateError};

pub(super) use amount::{fee_rule, minutes, money, percent, stock};
pub(super) use date::{DateReader, split_time};
pub(super) use time::time_of_day;
pub(super) use words::{attendance_and_waiver, invoicing, is_archived, is_email, is_reversed, shorten};

/// Why a cell was not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum CellError {
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("“{0}” has a comma. Write 12.50 for twelve and a half, or choose that this file has decimal commas.")]
    Comma(String),
    #[error("“{0}” has a point, but this file is read with decimal commas.")]
    Point(String),
    #[error(transparent)]
    Rate(#[from] RateError),
    #[error("“{0}” is not a length in minutes. Write a whole number, such as 50, up to 1440 (a day).")]
    Minutes(String),
    #[error("“{0}” is not a number in stock. Write a whole number from 0 to 1000000.")]
    Stock(String),
    #[error("“{0}” is not a date. Write it as year-month-day, such as 2026-03-31.")]
    NotADate(String),
    #[error("“{0}” has a year of two digits. Write all four, such as 2026-03-31.")]
    ShortYear(String),
    #[error("“{written}” does not exist: there is no month {month}.")]
    NoSuchMonth { written: String, month: u32 },
    #[error("“{written}” does not exist: {month} {year} has {days} days.")]
    NoSuchDay { written: String, month: &'static str, year: i32, days: u32 },
    #[error("“{0}” is outside the years 1900 to 2100.")]
    Year(String),
    #[error("“{0}” is not a time of day. Write it like 09:30 or 2:30 pm.")]
    Time(String),
    #[error(
        "“{0}” is not an attendance. Use Attended, Late cancelled, No-show, Cancelled, \
         Cancelled by therapist, or leave it empty."
    )]
    Attendance(String),
    #[error("“{0}” is not a status of a payment. Use received or reversed, or leave it empty.")]
    PaymentStatus(String),
    #[error("“{0}” is not a status. Use Active or Archived.")]
    Status(String),
    #[error("“{0}” does not say when invoices are made. Use For each session, Each month, By hand, or leave it empty.")]
    Invoicing(String),
    #[error("“{0}” is not an e-mail address. Correct it, or leave it empty.")]
    Email(String),
}
