//! Settings and the catalogue, as the page sees them.

use billing::Invoicing;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ids::{MethodId, ServiceId, TaxId};

use super::ProductView;

/// Who the practice is and how it bills, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProfileForm {
    /// Name of the practice.
    pub name: String,
    /// Name of the therapist, with titles.
    pub owner: String,
    /// Printed rows.
    pub address: String,
    /// As written.
    pub phone: String,
    /// One address, or nothing.
    pub email: String,
    /// Tax number.
    pub tax_id: String,
    /// National provider identifier.
    pub npi: String,
    /// Number of the licence.
    pub licence: String,
    /// ISO 4217 code; fixed once money is entered.
    pub currency: String,
    /// IANA name.
    pub time_zone: String,
    /// Size of printed pages.
    pub paper: PaperSize,
    /// Days from issue to due, as typed.
    pub terms_days: String,
    /// Printed on invoices.
    pub how_to_pay: String,
    /// Printed at the foot of documents.
    pub footer: String,
    /// When invoices are made, for clients without an own setting.
    pub invoicing: InvoicingView,
    /// Where tax is rounded.
    pub tax_rounding: TaxRoundingView,
    /// Numbers of invoices.
    pub invoice_numbers: NumberingForm,
    /// Numbers of receipts.
    pub receipt_numbers: NumberingForm,
    /// Numbers of credit notes.
    pub credit_note_numbers: NumberingForm,
    /// Numbers of refunds.
    pub refund_numbers: NumberingForm,
    /// What happens with available credit when an invoice is issued.
    pub use_credit: UseCredit,
}

/// What happens with available credit when an invoice is issued (requirements C8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UseCredit {
    /// Nothing.
    Off,
    /// The screen offers it.
    Suggest,
    /// It is applied at once.
    Automatic,
}

impl UseCredit {
    /// The code as it is stored.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Suggest => "suggest",
            Self::Automatic => "automatic",
        }
    }

    /// The choice of a stored code; the schema keeps out any other.
    pub(crate) fn of(code: &str) -> Self {
        match code {
            "off" => Self::Off,
            "automatic" => Self::Automatic,
            _ => Self::Suggest,
        }
    }
}

/// How documents of a kind are numbered, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NumberingForm {
    /// Before the digits.
    pub prefix: String,
    /// At least so many digits.
    pub digits: String,
    /// The first number; fixed once one is issued.
    pub first: String,
}

/// Size of printed pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PaperSize {
    /// 210 x 297 mm.
    A4,
    /// 8.5 x 11 in.
    Letter,
}

/// When invoices are made of what sessions charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum InvoicingView {
    /// One for each session, at once.
    PerSession,
    /// One for each month, once it is over.
    Monthly,
    /// When the therapist says so.
    ByHand,
}

impl From<InvoicingView> for Invoicing {
    fn from(view: InvoicingView) -> Self {
        match view {
            InvoicingView::PerSession => Self::PerSession,
            InvoicingView::Monthly => Self::Monthly,
            InvoicingView::ByHand => Self::ByHand,
        }
    }
}

impl From<Invoicing> for InvoicingView {
    fn from(way: Invoicing) -> Self {
        match way {
            Invoicing::PerSession => Self::PerSession,
            Invoicing::Monthly => Self::Monthly,
            Invoicing::ByHand => Self::ByHand,
        }
    }
}

/// Where tax is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TaxRoundingView {
    /// Once per rate on the document.
    PerDocument,
    /// On each line.
    PerLine,
}

/// Everything the page needs to know about the practice at all times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SettingsView {
    /// Who the practice is and how it bills.
    pub profile: ProfileForm,
    /// Decimals of the currency.
    pub decimals: u32,
    /// Why the currency cannot change, if so.
    pub cannot_change_currency: Option<String>,
    /// Next number of an invoice.
    pub next_invoice: String,
    /// Next number of a receipt.
    pub next_receipt: String,
    /// Next number of a credit note.
    pub next_credit_note: String,
    /// Next number of a refund.
    pub next_refund: String,
    /// The last day of the closed books, YYYY-MM-DD.
    pub closed_through: Option<String>,
    /// The logo as a data URL, if there is one.
    pub logo: Option<String>,
    /// Services, active first.
    pub services: Vec<ServiceView>,
    /// Taxes, active first.
    pub taxes: Vec<TaxView>,
    /// Products, active first.
    pub products: Vec<ProductView>,
    /// Payment methods in their order, active first.
    pub methods: Vec<MethodView>,
    /// Today, YYYY-MM-DD.
    pub today: String,
}

/// A service, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ServiceForm {
    /// Short code, may be empty.
    pub code: String,
    /// What it is called on invoices.
    pub name: String,
    /// How long, as typed; 0 for one without a session.
    pub minutes: String,
    /// The fee.
    pub fee: String,
    /// Taxes on it.
    pub tax_ids: Vec<TaxId>,
    /// Fee for a late cancellation.
    pub late_cancel: FeeRuleForm,
    /// Fee for a no-show.
    pub no_show: FeeRuleForm,
}

/// A fee for a session that did not take place, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FeeRuleForm {
    /// How it is meant.
    pub kind: super::DiscountKind,
    /// The amount or the percent of the session's fee; empty without one.
    pub value: String,
}

/// A service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ServiceView {
    /// Which.
    pub id: ServiceId,
    /// Its details.
    pub form: ServiceForm,
    /// Put away.
    pub archived: bool,
    /// Why it cannot be deleted, if so.
    pub cannot_delete: Option<String>,
}

/// A tax, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TaxForm {
    /// Its name on documents.
    pub name: String,
    /// Percent with up to 4 decimals.
    pub rate: String,
    /// Prices have it in already.
    pub included: bool,
}

/// A tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct TaxView {
    /// Which.
    pub id: TaxId,
    /// Its details.
    pub form: TaxForm,
    /// Put away.
    pub archived: bool,
}

/// A way of paying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MethodView {
    /// Which.
    pub id: MethodId,
    /// Its name.
    pub name: String,
    /// Put away.
    pub archived: bool,
}

/// What the first start asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FirstStartForm {
    /// Who the practice is and how it bills.
    pub profile: ProfileForm,
    /// Fees; may be empty.
    pub services: Vec<ServiceForm>,
    /// Opens the file from now on.
    pub passphrase: String,
    /// Typed a second time.
    pub passphrase_again: String,
    /// Bring in the sample practice.
    pub sample: bool,
}

/// Whether a practice is open, and if not, why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum PracticeState {
    /// There is none in the folder yet.
    None {
        /// Where it would be.
        folder: String,
        /// What the first start proposes.
        proposal: Box<ProfileForm>,
    },
    /// It waits for its passphrase.
    Locked {
        /// Where it is.
        folder: String,
    },
    /// It is open.
    Open {
        /// Where it is.
        folder: String,
    },
    /// It cannot be opened.
    Problem {
        /// Where it should be.
        folder: String,
        /// What is wrong.
        problem: OpenProblem,
        /// What is wrong and what to do, in words.
        message: String,
    },
}

/// Why a practice cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum OpenProblem {
    /// The file or the vault is damaged.
    Damaged,
    /// Another Daybook has it open.
    InUse,
    /// Nothing can be written to the folder.
    ReadOnly,
    /// A newer Daybook wrote it.
    Newer,
    /// Part of the folder is missing.
    Missing,
    /// A cloud program syncs the folder.
    Synced,
}
