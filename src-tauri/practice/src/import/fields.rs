//! The fields that a file can have, with the headings by which they are usually known.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::columns::Kind;

/// One thing that a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the label of each says what it is")]
pub enum Field {
    FullName,
    FirstName,
    LastName,
    Email,
    Phone,
    Address,
    City,
    State,
    Zip,
    Country,
    BirthDate,
    Status,
    Invoicing,
    Notes,
    Code,
    Name,
    Minutes,
    Fee,
    TaxPercent,
    LateCancelFee,
    NoShowFee,
    Price,
    Stock,
    Client,
    ClientEmail,
    Date,
    Start,
    Service,
    Attendance,
    Amount,
    Method,
    Reference,
    Comment,
}

impl Field {
    /// The most names that a field has in [`Field::names`].
    pub(super) const MOST_NAMES: usize = 9;

    /// The field in a sentence.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::FullName => "the full name",
            Self::FirstName => "the first name",
            Self::LastName => "the last name",
            Self::Email => "the e-mail",
            Self::Phone => "the phone",
            Self::Address => "the address",
            Self::City => "the city",
            Self::State => "the state",
            Self::Zip => "the ZIP code",
            Self::Country => "the country",
            Self::BirthDate => "the date of birth",
            Self::Status => "the status",
            Self::Invoicing => "when invoices are made",
            Self::Notes => "the notes",
            Self::Code => "the code",
            Self::Name => "the name",
            Self::Minutes => "the minutes",
            Self::Fee => "the fee",
            Self::TaxPercent => "the tax",
            Self::LateCancelFee => "the late cancellation fee",
            Self::NoShowFee => "the no-show fee",
            Self::Price => "the price",
            Self::Stock => "the number in stock",
            Self::Client => "the client",
            Self::ClientEmail => "the client's e-mail",
            Self::Date => "the date",
            Self::Start => "the start",
            Self::Service => "the service",
            Self::Attendance => "the attendance",
            Self::Amount => "the amount",
            Self::Method => "the method",
            Self::Reference => "the reference",
            Self::Comment => "the comment",
        }
    }

    /// What a file of `kind` can have, in the order in which it is shown.
    pub(super) fn of(kind: Kind) -> &'static [Self] {
        use Field as F;
        match kind {
            Kind::Clients => &[
                F::FirstName,
                F::LastName,
                F::FullName,
                F::Email,
                F::Phone,
                F::Address,
                F::City,
                F::State,
                F::Zip,
                F::Country,
                F::BirthDate,
                F::Status,
                F::Invoicing,
                F::Fee,
                F::Notes,
            ],
            Kind::Services => &[F::Code, F::Name, F::Minutes, F::Fee, F::TaxPercent, F::LateCancelFee, F::NoShowFee],
            Kind::Products => &[F::Code, F::Name, F::Price, F::TaxPercent, F::Stock],
            Kind::Sessions => {
                &[F::Client, F::ClientEmail, F::Date, F::Start, F::Minutes, F::Service, F::Attendance, F::Fee, F::Notes]
            }
            Kind::Payments => {
                &[F::Client, F::ClientEmail, F::Date, F::Amount, F::Method, F::Reference, F::Comment, F::Status]
            }
        }
    }

    /// Whether a file of `kind` can have it.
    pub(super) fn belongs_to(self, kind: Kind) -> bool {
        Self::of(kind).contains(&self)
    }

    /// What a file of `kind` must have: one of each group.
    pub(super) fn needed(kind: Kind) -> &'static [&'static [Self]] {
        use Field as F;
        match kind {
            Kind::Clients => &[&[F::FirstName, F::LastName, F::FullName]],
            Kind::Services => &[&[F::Name, F::Code], &[F::Fee]],
            Kind::Products => &[&[F::Name, F::Code], &[F::Price]],
            Kind::Sessions => &[&[F::Client, F::ClientEmail], &[F::Date], &[F::Service]],
            Kind::Payments => &[&[F::Client, F::ClientEmail], &[F::Date], &[F::Amount]],
        }
    }

    /// Usual headings, folded to lower-case letters and digits, the most telling first.
    pub(super) fn names(self, kind: Kind) -> &'static [&'static str] {
        match self {
            Self::FullName => &["fullname", "clientname", "patientname", "client", "patient", "name"],
            Self::FirstName => &["firstname", "givenname", "forename", "first", "clientfirstname", "patientfirstname"],
            Self::LastName => &["lastname", "surname", "familyname", "last", "clientlastname", "patientlastname"],
            Self::Email => &["email", "emailaddress", "mail", "clientemail", "patientemail"],
            Self::Phone => &["phone", "phonenumber", "telephone", "mobile", "mobilephone", "cell", "cellphone", "tel"],
            Self::Address => &["address", "streetaddress", "street", "addressline1", "address1"],
            Self::City => &["city", "town"],
            Self::State => &["state", "province", "region", "county"],
            Self::Zip => &["zip", "zipcode", "postcode", "postalcode", "plz"],
            Self::Country => &["country"],
            Self::BirthDate => &["dateofbirth", "birthdate", "birthday", "dob", "born"],
            Self::Status => &["status", "clientstatus", "active"],
            Self::Invoicing => &["invoices", "invoicing", "invoicesmade", "autoinvoice", "autoinvoicing"],
            Self::Notes => &["notes", "note", "comment", "comments", "remarks"],
            Self::Code => &["code", "servicecode", "sku", "productcode", "itemcode", "cptcode", "cpt", "articlenumber"],
            Self::Name if kind == Kind::Products => {
                &["product", "productname", "item", "itemname", "name", "description"]
            }
            Self::Name => &["service", "servicename", "name", "description", "title"],
            Self::Minutes => &["minutes", "duration", "durationminutes", "durationmin", "length", "mins", "min"],
            Self::Fee if kind == Kind::Clients => &["fee", "agreedfee", "sessionfee", "rate"],
            Self::Fee => &["fee", "agreedfee", "sessionfee", "rate", "price", "standardfee", "charge", "amount"],
            Self::TaxPercent => &["tax", "taxpercent", "taxrate", "vat", "vatrate", "gst", "salestax"],
            Self::LateCancelFee => &["latecancelfee", "latecancellationfee", "latecancel", "latecancellation"],
            Self::NoShowFee => &["noshowfee", "noshow", "missedfee", "missedsessionfee"],
            Self::Price => &["price", "unitprice", "sellingprice", "retailprice", "cost", "amount", "fee"],
            Self::Stock => &["instock", "stock", "quantity", "qty", "onhand", "quantityonhand", "stocklevel"],
            Self::Client => {
                &["client", "clientname", "patient", "patientname", "fullname", "name", "customer", "payer", "from"]
            }
            Self::ClientEmail => &["clientemail", "patientemail", "email", "emailaddress", "mail"],
            Self::Date if kind == Kind::Payments => {
                &["date", "paymentdate", "paidon", "datepaid", "receivedon", "datereceived", "day"]
            }
            Self::Date => {
                &["date", "sessiondate", "appointmentdate", "dateofservice", "servicedate", "startdate", "day"]
            }
            Self::Start => &["start", "starttime", "time", "sessiontime", "appointmenttime", "startsat", "from"],
            Self::Service => &["service", "servicecode", "type", "sessiontype", "appointmenttype", "code", "cptcode"],
            Self::Attendance => &["attendance", "attendancestatus", "status", "sessionstatus", "appointmentstatus"],
            Self::Amount => &["amount", "amountpaid", "paymentamount", "paid", "payment", "received", "total", "sum"],
            Self::Method => &["method", "paymentmethod", "paidby", "paymenttype", "type", "paidwith"],
            Self::Reference => &["reference", "referencenumber", "ref", "chequenumber", "checknumber", "transactionid"],
            Self::Comment => &["comment", "comments", "note", "notes", "memo", "description"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_folded_and_within_the_most() {
        for kind in Kind::ALL {
            for field in Field::of(kind) {
                let names = field.names(kind);
                assert!(!names.is_empty() && names.len() <= Field::MOST_NAMES, "{field:?}");
                for name in names {
                    assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{name}");
                }
            }
        }
    }
}
