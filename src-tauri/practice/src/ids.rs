//! Row ids, one type per concept. They cross to the page as text, because a page's numbers are floats.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type, specta::Type)]
        #[sqlx(transparent)]
        #[specta(transparent)]
        pub struct $name(#[specta(type = String)] i64);

        impl $name {
            /// The number of the row.
            #[must_use]
            pub fn get(self) -> i64 {
                self.0
            }
        }

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )+};
}

ids! {
    /// One act of the user.
    OperationId,
    /// A person who is seen.
    ClientId,
    /// What is offered.
    ServiceId,
    /// What is sold.
    ProductId,
    /// A tax that lines can carry.
    TaxId,
    /// A way of paying.
    MethodId,
    /// One appointment.
    SessionId,
    /// A product or service that a client was given.
    RecordId,
    /// Goods that came back.
    ReturnId,
    /// Appointments that repeat.
    SeriesId,
    /// An invoice.
    InvoiceId,
    /// A source of a client's money: a payment, a credit or a credit note.
    SourceId,
    /// A payment.
    PaymentId,
    /// A credit.
    CreditId,
    /// A credit note.
    CreditNoteId,
    /// Money that went back to a client.
    RefundId,
    /// That two clients may use each other's money.
    LinkId,
    /// A document as it left the practice.
    SuppliedId,
}

macro_rules! sources {
    ($($name:ident),+ $(,)?) => {$(
        impl From<$name> for SourceId {
            fn from(id: $name) -> Self {
                Self(id.0)
            }
        }
    )+};
}

sources!(PaymentId, CreditId, CreditNoteId);
