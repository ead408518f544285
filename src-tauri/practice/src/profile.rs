//! Settings: who the practice is and how it bills.

use base64::{Engine, prelude::BASE64_STANDARD};
use billing::{Invoicing, NumberFormat, SourceKind};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{
    Practice,
    credit::CREDIT_PREFIX,
    currency,
    documents::Logo,
    email,
    error::{Checks, Error},
    import::sample::PRACTICE_JSON,
    now::Now,
    store::{
        self,
        profile::{PROFILE, ProfileRow},
    },
    transact::{Act, Ask, Done},
    vault,
    view::{Acted, InvoicingView, NumberingForm, PaperSize, ProfileForm, SettingsView, TaxRoundingView, UseCredit},
};

impl Practice {
    /// Everything the page needs to know about the practice at all times.
    ///
    /// # Errors
    /// What the store says.
    pub async fn settings(&self, now: Now) -> Result<SettingsView, Error> {
        let mut db = self.db().await?;
        let profile = store::profile::load(&mut db).await?;
        let currency = profile.currency()?;
        let logo = match profile.logo_id {
            Some(id) => Some(data_url(&store::profile::load_logo(&mut db, id).await?)),
            None => None,
        };
        let next_invoice = store::invoice::next_sequence(&mut db, profile.invoice_first).await?;
        let next_receipt = store::source::next_sequence(&mut db, SourceKind::Payment, profile.receipt_first).await?;
        let next_credit_note =
            store::source::next_sequence(&mut db, SourceKind::CreditNote, profile.credit_note_first).await?;
        let next_refund = store::refund::next_sequence(&mut db, profile.refund_first).await?;
        let has_money = store::profile::has_money(&mut db).await?;
        Ok(SettingsView {
            decimals: u32::from(currency.decimals()),
            cannot_change_currency: has_money.then(|| CURRENCY_FIXED.to_owned()),
            next_invoice: profile.invoice_number(next_invoice)?,
            next_receipt: profile.receipt_number(next_receipt)?,
            next_credit_note: profile.credit_note_number(next_credit_note)?,
            next_refund: profile.refund_number(next_refund)?,
            closed_through: profile.closed_through.map(|day| day.to_string()),
            logo,
            services: crate::service::services(&mut db, currency).await?,
            taxes: crate::catalogue::taxes(&mut db).await?,
            products: crate::product::choices(&mut db, currency).await?,
            methods: crate::catalogue::methods(&mut db).await?,
            today: now.on.to_string(),
            profile: form(&profile),
        })
    }

    /// Saves who the practice is and how it bills. Documents that were issued keep what they say.
    ///
    /// # Errors
    /// Fields that cannot be taken; a currency or a first number that is fixed by now.
    pub async fn save_profile(&self, form: &ProfileForm, ask: &Ask) -> Result<Acted<()>, Error> {
        let read = read(form)?;
        self.transact("save_profile", ask, async |act| {
            let (logo_id, closed_through) = (act.profile.logo_id, act.profile.closed_through);
            let new = ProfileRow { logo_id, closed_through, ..read };
            let old = act.profile.clone();
            if new.currency != old.currency && store::profile::has_money(act.db()).await? {
                return Err(Error::field("currency", CURRENCY_FIXED));
            }
            let issued = store::invoice::next_sequence(act.db(), old.invoice_first).await? != old.invoice_first;
            if issued && new.invoice_first != old.invoice_first {
                return Err(Error::field("invoice_numbers.first", FIRST_FIXED));
            }
            for (kind, first, now, field) in [
                (SourceKind::Payment, old.receipt_first, new.receipt_first, "receipt_numbers.first"),
                (SourceKind::CreditNote, old.credit_note_first, new.credit_note_first, "credit_note_numbers.first"),
            ] {
                if now != first && store::source::next_sequence(act.db(), kind, first).await? != first {
                    return Err(Error::field(field, FIRST_FIXED));
                }
            }
            let refunded = store::refund::next_sequence(act.db(), old.refund_first).await? != old.refund_first;
            if refunded && new.refund_first != old.refund_first {
                return Err(Error::field("refund_numbers.first", FIRST_FIXED));
            }
            refuse_used_numbers(act, &new).await?;
            if act.put(PROFILE, &new).await? {
                Ok(Done::Something((), "Changed the settings of the practice".to_owned()))
            } else {
                Ok(Done::Nothing((), "Nothing was different".to_owned()))
            }
        })
        .await
    }

    /// Prints `bytes`, a PNG or JPEG, on documents from now on.
    ///
    /// # Errors
    /// Why the picture cannot be taken.
    pub async fn save_logo(&self, bytes: &[u8], ask: &Ask) -> Result<Acted<()>, Error> {
        let logo = Logo::read(bytes).map_err(|error| Error::field("logo", error))?;
        self.transact("save_logo", ask, async |act| {
            let sha256 = vault::hex(&Sha256::digest(logo.png()));
            let id = store::profile::save_logo(act.db(), &sha256, logo.png()).await?;
            let profile = ProfileRow { logo_id: Some(id), ..act.profile.clone() };
            act.put(PROFILE, &profile).await?;
            Ok(Done::Something((), "Changed the logo".to_owned()))
        })
        .await
    }

    /// Prints no logo from now on.
    ///
    /// # Errors
    /// What the store says.
    pub async fn remove_logo(&self, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("remove_logo", ask, async |act| {
            let profile = ProfileRow { logo_id: None, ..act.profile.clone() };
            if act.put(PROFILE, &profile).await? {
                Ok(Done::Something((), "Removed the logo".to_owned()))
            } else {
                Ok(Done::Nothing((), "There is no logo".to_owned()))
            }
        })
        .await
    }
}

/// Refuses numbering that would come to a number which a document has already.
pub(crate) async fn refuse_used_numbers(act: &mut Act<'_>, new: &ProfileRow) -> Result<(), Error> {
    let used = |format: &NumberFormat, numbers: Vec<String>, next: i64| {
        numbers
            .into_iter()
            .find(|number| format.sequence_of(number).is_some_and(|sequence| i64::from(sequence) >= next))
    };
    let refuse = |field: &str, number: &str| {
        let message = format!("{number} is in use already and would be given again. Choose another prefix.");
        Err(Error::field(field, message))
    };
    let format = new.invoice_format()?;
    let next = store::invoice::next_sequence(act.db(), new.invoice_first).await?;
    let numbers = store::invoice::list_numbers(act.db(), format.prefix()).await?;
    if let Some(number) = used(&format, numbers, next) {
        return refuse("invoice_numbers.prefix", &number);
    }
    for (kind, format, first, field) in [
        (SourceKind::Payment, new.receipt_format()?, new.receipt_first, "receipt_numbers.prefix"),
        (SourceKind::CreditNote, new.credit_note_format()?, new.credit_note_first, "credit_note_numbers.prefix"),
    ] {
        let next = store::source::next_sequence(act.db(), kind, first).await?;
        let numbers = store::source::list_numbers(act.db(), format.prefix()).await?;
        if let Some(number) = used(&format, numbers, next) {
            return refuse(field, &number);
        }
    }
    let format = new.refund_format()?;
    let next = store::refund::next_sequence(act.db(), new.refund_first).await?;
    let numbers = store::refund::list_numbers(act.db(), format.prefix()).await?;
    match used(&format, numbers, next) {
        Some(number) => refuse("refund_numbers.prefix", &number),
        None => Ok(()),
    }
}

/// Why the currency stays.
pub(crate) const CURRENCY_FIXED: &str =
    "The currency is fixed, because there are amounts in it already. Start another practice for another currency.";
const FIRST_FIXED: &str = "A number was given already, so the first one is fixed. Numbers run on without a gap.";

/// What a new practice is proposed to be.
#[must_use]
pub fn proposal() -> ProfileForm {
    let time_zone = iana_time_zone::get_timezone().unwrap_or_else(|_| "UTC".to_owned());
    let american = time_zone.starts_with("America/");
    ProfileForm {
        name: String::new(),
        owner: String::new(),
        address: String::new(),
        phone: String::new(),
        email: String::new(),
        tax_id: String::new(),
        npi: String::new(),
        licence: String::new(),
        currency: if time_zone.starts_with("Europe/") { "EUR" } else { "USD" }.to_owned(),
        time_zone,
        paper: if american { PaperSize::Letter } else { PaperSize::A4 },
        terms_days: "14".to_owned(),
        how_to_pay: String::new(),
        footer: String::new(),
        invoicing: InvoicingView::PerSession,
        tax_rounding: TaxRoundingView::PerDocument,
        invoice_numbers: numbering("INV-"),
        receipt_numbers: numbering("R-"),
        credit_note_numbers: numbering("CN-"),
        refund_numbers: numbering("RF-"),
        use_credit: UseCredit::Suggest,
    }
}

/// Who the sample practice is.
pub(crate) fn of_sample() -> Result<ProfileForm, Error> {
    #[derive(Deserialize)]
    struct Sample {
        name: String,
        owner: String,
        address: Vec<String>,
        phone: String,
        email: String,
        currency: String,
        time_zone: String,
        paper: String,
        tax_id: String,
        npi: String,
        licence: String,
        payment_terms_days: u16,
    }
    let sample: Sample = serde_json::from_str(PRACTICE_JSON).map_err(|error| Error::Inconsistent(error.to_string()))?;
    Ok(ProfileForm {
        name: sample.name,
        owner: sample.owner,
        address: sample.address.join("\n"),
        phone: sample.phone,
        email: sample.email,
        tax_id: sample.tax_id,
        npi: sample.npi,
        licence: sample.licence,
        currency: sample.currency,
        time_zone: sample.time_zone,
        paper: if sample.paper == "Letter" { PaperSize::Letter } else { PaperSize::A4 },
        terms_days: sample.payment_terms_days.to_string(),
        how_to_pay: "Please pay by bank transfer or card. Quote the number of the invoice.".to_owned(),
        ..proposal()
    })
}

fn numbering(prefix: &str) -> NumberingForm {
    NumberingForm { prefix: prefix.to_owned(), digits: "5".to_owned(), first: "1".to_owned() }
}

/// Reads what was typed.
pub(crate) fn read(form: &ProfileForm) -> Result<ProfileRow, Error> {
    let mut checks = Checks::default();
    if currency::find(&form.currency).is_none() {
        checks.wrong("currency", format!("“{}” is not a currency that Daybook can keep books in.", form.currency));
    }
    if form.time_zone.parse::<chrono_tz::Tz>().is_err() {
        checks.wrong("time_zone", format!("“{}” is not a time zone. Choose one from the list.", form.time_zone));
    }
    if let Err(message) = email::check(&form.email) {
        checks.wrong("email", message);
    }
    let terms = form.terms_days.trim().parse::<i64>().ok().filter(|days| (0..=365).contains(days));
    let terms = checks.take("terms_days", terms.ok_or("Enter a number of days from 0 to 365."));
    let invoices = read_numbering("invoice_numbers", &form.invoice_numbers, &mut checks);
    let receipts = read_numbering("receipt_numbers", &form.receipt_numbers, &mut checks);
    let notes = read_numbering("credit_note_numbers", &form.credit_note_numbers, &mut checks);
    let refunds = read_numbering("refund_numbers", &form.refund_numbers, &mut checks);
    let (receipt_prefix, note_prefix) = (form.receipt_numbers.prefix.trim(), form.credit_note_numbers.prefix.trim());
    for (field, prefix) in [("receipt_numbers.prefix", receipt_prefix), ("credit_note_numbers.prefix", note_prefix)] {
        if prefix == CREDIT_PREFIX {
            checks
                .wrong(field, format!("{CREDIT_PREFIX} stands before the numbers of credits. Choose another prefix."));
        }
    }
    if receipt_prefix == note_prefix {
        checks
            .wrong("credit_note_numbers.prefix", "Receipts have this prefix. Choose another, so that numbers differ.");
    }
    let (((terms_days, (invoices, receipts)), notes), refunds) =
        checks.ready(terms.zip(invoices.zip(receipts)).zip(notes).zip(refunds))?;
    let text = |text: &str| text.trim().to_owned();
    Ok(ProfileRow {
        name: text(&form.name),
        owner: text(&form.owner),
        address: text(&form.address),
        phone: text(&form.phone),
        email: text(&form.email),
        tax_id: text(&form.tax_id),
        npi: text(&form.npi),
        licence: text(&form.licence),
        currency: form.currency.clone(),
        time_zone: form.time_zone.clone(),
        paper: match form.paper {
            PaperSize::A4 => "a4",
            PaperSize::Letter => "letter",
        }
        .to_owned(),
        terms_days,
        how_to_pay: text(&form.how_to_pay),
        footer: text(&form.footer),
        invoicing: Invoicing::from(form.invoicing).as_str().to_owned(),
        tax_rounding: match form.tax_rounding {
            TaxRoundingView::PerDocument => "per_document",
            TaxRoundingView::PerLine => "per_line",
        }
        .to_owned(),
        invoice_prefix: invoices.0,
        invoice_digits: invoices.1,
        invoice_first: invoices.2,
        receipt_prefix: receipts.0,
        receipt_digits: receipts.1,
        receipt_first: receipts.2,
        credit_note_prefix: notes.0,
        credit_note_digits: notes.1,
        credit_note_first: notes.2,
        refund_prefix: refunds.0,
        refund_digits: refunds.1,
        refund_first: refunds.2,
        use_credit: form.use_credit.as_str().to_owned(),
        closed_through: None,
        logo_id: None,
    })
}

fn read_numbering(path: &str, form: &NumberingForm, checks: &mut Checks) -> Option<(String, i64, i64)> {
    const MOST_FIRST: i64 = 999_999_999;
    let digits = form.digits.trim().parse::<u8>().map_err(|_| "Enter a number of digits from 1 to 9.".to_owned());
    let format = digits.and_then(|digits| NumberFormat::new(&form.prefix, digits).map_err(|error| error.to_string()));
    let format = checks.take(format!("{path}.prefix"), format);
    let first = form.first.trim().parse::<i64>().ok().filter(|first| (1..=MOST_FIRST).contains(first));
    let first = checks.take(format!("{path}.first"), first.ok_or("Enter a number from 1 to 999999999."));
    format.zip(first).map(|(format, first)| (format.prefix().to_owned(), i64::from(format.digits()), first))
}

fn form(row: &ProfileRow) -> ProfileForm {
    ProfileForm {
        name: row.name.clone(),
        owner: row.owner.clone(),
        address: row.address.clone(),
        phone: row.phone.clone(),
        email: row.email.clone(),
        tax_id: row.tax_id.clone(),
        npi: row.npi.clone(),
        licence: row.licence.clone(),
        currency: row.currency.clone(),
        time_zone: row.time_zone.clone(),
        paper: if row.paper == "letter" { PaperSize::Letter } else { PaperSize::A4 },
        terms_days: row.terms_days.to_string(),
        how_to_pay: row.how_to_pay.clone(),
        footer: row.footer.clone(),
        invoicing: Invoicing::parse(&row.invoicing).unwrap_or(Invoicing::PerSession).into(),
        tax_rounding: if row.tax_rounding == "per_line" {
            TaxRoundingView::PerLine
        } else {
            TaxRoundingView::PerDocument
        },
        invoice_numbers: numbers(&row.invoice_prefix, row.invoice_digits, row.invoice_first),
        receipt_numbers: numbers(&row.receipt_prefix, row.receipt_digits, row.receipt_first),
        credit_note_numbers: numbers(&row.credit_note_prefix, row.credit_note_digits, row.credit_note_first),
        refund_numbers: numbers(&row.refund_prefix, row.refund_digits, row.refund_first),
        use_credit: UseCredit::of(&row.use_credit),
    }
}

fn numbers(prefix: &str, digits: i64, first: i64) -> NumberingForm {
    NumberingForm { prefix: prefix.to_owned(), digits: digits.to_string(), first: first.to_string() }
}

fn data_url(bytes: &[u8]) -> String {
    format!("data:image/png;base64,{}", BASE64_STANDARD.encode(bytes))
}
