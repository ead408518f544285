//! Who the practice is and how it bills.

use billing::{Currency, Invoicing, NumberFormat, TaxRounding};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::{Entity, Tracked, stored};
use crate::{currency, error::Error};

/// The one row of the practice's profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProfileRow {
    pub name: String,
    pub owner: String,
    pub address: String,
    pub phone: String,
    pub email: String,
    pub tax_id: String,
    pub npi: String,
    pub licence: String,
    pub currency: String,
    pub time_zone: String,
    pub paper: String,
    pub terms_days: i64,
    pub how_to_pay: String,
    pub footer: String,
    pub invoicing: String,
    pub tax_rounding: String,
    pub invoice_prefix: String,
    pub invoice_digits: i64,
    pub invoice_first: i64,
    pub receipt_prefix: String,
    pub receipt_digits: i64,
    pub receipt_first: i64,
    pub credit_note_prefix: String,
    pub credit_note_digits: i64,
    pub credit_note_first: i64,
    pub refund_prefix: String,
    pub refund_digits: i64,
    pub refund_first: i64,
    pub use_credit: String,
    pub closed_through: Option<NaiveDate>,
    pub logo_id: Option<i64>,
}

/// The id of the one row.
pub(crate) const PROFILE: i64 = 1;

impl ProfileRow {
    pub(crate) fn currency(&self) -> Result<Currency, Error> {
        stored(currency::find(&self.currency), "currency")
    }

    pub(crate) fn terms_days(&self) -> u16 {
        u16::try_from(self.terms_days).unwrap_or_default()
    }

    /// When invoices are made, where a client has no own setting.
    pub(crate) fn invoicing(&self) -> Result<Invoicing, Error> {
        stored(Invoicing::parse(&self.invoicing), "way of invoicing")
    }

    pub(crate) fn tax_rounding(&self) -> TaxRounding {
        if self.tax_rounding == "per_line" { TaxRounding::PerLine } else { TaxRounding::PerDocument }
    }

    pub(crate) fn invoice_number(&self, sequence: i64) -> Result<String, Error> {
        number(&self.invoice_format()?, sequence)
    }

    pub(crate) fn receipt_number(&self, sequence: i64) -> Result<String, Error> {
        number(&self.receipt_format()?, sequence)
    }

    pub(crate) fn invoice_format(&self) -> Result<NumberFormat, Error> {
        format(&self.invoice_prefix, self.invoice_digits)
    }

    pub(crate) fn receipt_format(&self) -> Result<NumberFormat, Error> {
        format(&self.receipt_prefix, self.receipt_digits)
    }

    pub(crate) fn credit_note_number(&self, sequence: i64) -> Result<String, Error> {
        number(&self.credit_note_format()?, sequence)
    }

    pub(crate) fn refund_number(&self, sequence: i64) -> Result<String, Error> {
        number(&self.refund_format()?, sequence)
    }

    pub(crate) fn credit_note_format(&self) -> Result<NumberFormat, Error> {
        format(&self.credit_note_prefix, self.credit_note_digits)
    }

    pub(crate) fn refund_format(&self) -> Result<NumberFormat, Error> {
        format(&self.refund_prefix, self.refund_digits)
    }

    pub(crate) fn time_zone(&self) -> Result<chrono_tz::Tz, Error> {
        stored(self.time_zone.parse().ok(), "time zone")
    }
}

fn format(prefix: &str, digits: i64) -> Result<NumberFormat, Error> {
    stored(u8::try_from(digits).ok().and_then(|digits| NumberFormat::new(prefix, digits).ok()), "number format")
}

fn number(format: &NumberFormat, sequence: i64) -> Result<String, Error> {
    Ok(format.format(stored(u32::try_from(sequence).ok(), "number")?))
}

/// The practice's profile.
pub(crate) async fn load(db: &mut SqliteConnection) -> Result<ProfileRow, Error> {
    ProfileRow::load(db, PROFILE).await?.ok_or(Error::NotFound("practice"))
}

impl Tracked for ProfileRow {
    const ENTITY: Entity = Entity::Profile;

    async fn load(db: &mut SqliteConnection, id: i64) -> Result<Option<Self>, Error> {
        Ok(sqlx::query_as!(
            Self,
            r#"select name, owner, address, phone, email, tax_id, npi, licence, currency, time_zone, paper, terms_days,
                      how_to_pay, footer, invoicing, tax_rounding,
                      invoice_prefix, invoice_digits, invoice_first, receipt_prefix, receipt_digits, receipt_first,
                      credit_note_prefix, credit_note_digits, credit_note_first, refund_prefix, refund_digits, refund_first,
                      use_credit, closed_through as "closed_through: NaiveDate", logo_id
               from profile where id = ?1"#,
            id,
        )
        .fetch_optional(db)
        .await?)
    }

    async fn insert(&self, db: &mut SqliteConnection, id: Option<i64>) -> Result<i64, Error> {
        let id = id.unwrap_or(PROFILE);
        sqlx::query!(
            "insert into profile (id, name, owner, address, phone, email, tax_id, npi, licence, currency, time_zone, paper,
                terms_days, how_to_pay, footer, invoicing, tax_rounding, invoice_prefix, invoice_digits, invoice_first,
                receipt_prefix, receipt_digits, receipt_first, credit_note_prefix, credit_note_digits, credit_note_first,
                refund_prefix, refund_digits, refund_first, use_credit, closed_through, logo_id)
             values (?1, '', '', '', '', '', '', '', '', ?2, ?3, ?4, ?5, '', '', ?6, ?7, '', ?8, ?9, '', ?10, ?11, '', ?12,
                ?13, '', ?14, ?15, ?16, null, null)",
            id,
            self.currency,
            self.time_zone,
            self.paper,
            self.terms_days,
            self.invoicing,
            self.tax_rounding,
            self.invoice_digits,
            self.invoice_first,
            self.receipt_digits,
            self.receipt_first,
            self.credit_note_digits,
            self.credit_note_first,
            self.refund_digits,
            self.refund_first,
            self.use_credit,
        )
        .execute(&mut *db)
        .await?;
        self.update(db, id, self).await?;
        Ok(id)
    }

    async fn update(&self, db: &mut SqliteConnection, id: i64, _: &Self) -> Result<(), Error> {
        sqlx::query!(
            "update profile set name = ?2, owner = ?3, address = ?4, phone = ?5, email = ?6, tax_id = ?7, npi = ?8,
                licence = ?9, currency = ?10, time_zone = ?11, paper = ?12, terms_days = ?13, how_to_pay = ?14,
                footer = ?15, invoicing = ?16, tax_rounding = ?17, invoice_prefix = ?18, invoice_digits = ?19,
                invoice_first = ?20, receipt_prefix = ?21, receipt_digits = ?22, receipt_first = ?23, credit_note_prefix = ?24,
                credit_note_digits = ?25, credit_note_first = ?26, refund_prefix = ?27, refund_digits = ?28,
                refund_first = ?29, use_credit = ?30, closed_through = ?31, logo_id = ?32
             where id = ?1",
            id,
            self.name,
            self.owner,
            self.address,
            self.phone,
            self.email,
            self.tax_id,
            self.npi,
            self.licence,
            self.currency,
            self.time_zone,
            self.paper,
            self.terms_days,
            self.how_to_pay,
            self.footer,
            self.invoicing,
            self.tax_rounding,
            self.invoice_prefix,
            self.invoice_digits,
            self.invoice_first,
            self.receipt_prefix,
            self.receipt_digits,
            self.receipt_first,
            self.credit_note_prefix,
            self.credit_note_digits,
            self.credit_note_first,
            self.refund_prefix,
            self.refund_digits,
            self.refund_first,
            self.use_credit,
            self.closed_through,
            self.logo_id,
        )
        .execute(db)
        .await?;
        Ok(())
    }

    async fn delete(db: &mut SqliteConnection, id: i64) -> Result<(), Error> {
        sqlx::query!("delete from profile where id = ?1", id).execute(db).await?;
        Ok(())
    }
}

/// The bytes of the practice's logo.
pub(crate) async fn load_logo(db: &mut SqliteConnection, id: i64) -> Result<Vec<u8>, Error> {
    Ok(sqlx::query_scalar!("select bytes from logo where id = ?1", id).fetch_one(db).await?)
}

/// Keeps a logo, each picture once, and returns its id.
pub(crate) async fn save_logo(db: &mut SqliteConnection, sha256: &str, bytes: &[u8]) -> Result<i64, Error> {
    sqlx::query!("insert or ignore into logo (sha256, bytes) values (?1, ?2)", sha256, bytes).execute(&mut *db).await?;
    Ok(sqlx::query_scalar!(r#"select id as "id!" from logo where sha256 = ?1"#, sha256).fetch_one(db).await?)
}

/// Whether there is any amount in the practice's currency.
pub(crate) async fn has_money(db: &mut SqliteConnection) -> Result<bool, Error> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from invoice) or exists (select 1 from source)
               or exists (select 1 from service) or exists (select 1 from product) as "has: bool""#
    )
    .fetch_one(db)
    .await?)
}
