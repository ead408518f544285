//! What a person types, in as few words as a story needs.
#![allow(clippy::unwrap_used, reason = "a story stops at the first surprise, and that is its report")]

use practice::{
    InvoiceId, TaxId,
    import::{Source, Table, guess},
    view::{
        AppliedForm, DiscountForm, DiscountKind, FeeRuleForm, FirstStartForm, InvoicingView, LineForm, NumberingForm,
        PaperSize, ProfileForm, ServiceForm, ShareForm, TaxRoundingView, UseCredit, VoidForm,
    },
};

/// Opens the practices of the stories.
pub const PASSPHRASE: &str = "quiet harbor";

/// A fee agreed with a client, or none.
#[derive(Debug, Clone)]
pub struct Fee(pub(crate) Option<String>);

/// A fee agreed with a client for the service *Session*.
#[must_use]
pub fn fee(amount: &str) -> Fee {
    Fee(Some(amount.to_owned()))
}

/// The service's own fee, 140.00.
#[must_use]
pub fn the_service_s() -> Fee {
    Fee(None)
}

/// Who the practice of the stories is: dollars, New York, 14 days to pay.
#[must_use]
pub fn profile() -> ProfileForm {
    let numbers = |prefix: &str| NumberingForm { prefix: prefix.into(), digits: "5".into(), first: "1".into() };
    ProfileForm {
        name: "Quiet Harbor".into(),
        owner: "Marta Lindqvist".into(),
        address: "48 Alder Street\nPortsmouth".into(),
        phone: String::new(),
        email: "billing@quietharbor.example".into(),
        tax_id: String::new(),
        npi: String::new(),
        licence: String::new(),
        currency: "USD".into(),
        time_zone: "America/New_York".into(),
        paper: PaperSize::A4,
        terms_days: "14".into(),
        how_to_pay: String::new(),
        footer: String::new(),
        invoicing: InvoicingView::PerSession,
        tax_rounding: TaxRoundingView::PerDocument,
        invoice_numbers: numbers("INV-"),
        receipt_numbers: numbers("R-"),
        credit_note_numbers: numbers("CN-"),
        refund_numbers: numbers("RF-"),
        use_credit: UseCredit::Suggest,
    }
}

/// The service *Session*: 50 minutes for 140.00; a late cancellation costs half, a no-show 80.00.
#[must_use]
pub fn service(tax_ids: Vec<TaxId>) -> ServiceForm {
    ServiceForm {
        code: "S".into(),
        name: "Session".into(),
        minutes: "50".into(),
        fee: "140.00".into(),
        tax_ids,
        late_cancel: FeeRuleForm { kind: DiscountKind::Percent, value: "50".into() },
        no_show: FeeRuleForm { kind: DiscountKind::Amount, value: "80.00".into() },
    }
}

/// What the first start asks for.
#[must_use]
pub fn first_start() -> FirstStartForm {
    FirstStartForm {
        profile: profile(),
        services: vec![service(vec![])],
        passphrase: PASSPHRASE.into(),
        passphrase_again: PASSPHRASE.into(),
        sample: false,
    }
}

/// No discount.
#[must_use]
pub fn no_discount() -> DiscountForm {
    DiscountForm { kind: DiscountKind::None, value: String::new() }
}

/// A discount of a sum.
#[must_use]
pub fn amount(value: &str) -> DiscountForm {
    DiscountForm { kind: DiscountKind::Amount, value: value.into() }
}

/// A discount in percent.
#[must_use]
pub fn percent(value: &str) -> DiscountForm {
    DiscountForm { kind: DiscountKind::Percent, value: value.into() }
}

/// A line of free text.
#[must_use]
pub fn line(description: &str, quantity: &str, unit_price: &str) -> LineForm {
    LineForm {
        session_id: None,
        service_id: None,
        product_id: None,
        record_id: None,
        description: description.into(),
        service_on: String::new(),
        quantity: quantity.into(),
        unit_price: unit_price.into(),
        discount: no_discount(),
        taxes: vec![],
    }
}

/// How an invoice is made void.
#[must_use]
pub fn voiding(reason: &str, release: bool) -> VoidForm {
    VoidForm { reason: reason.into(), release, goods: vec![] }
}

/// A payment shared out by hand.
#[must_use]
pub fn shares(shares: &[(InvoiceId, &str)]) -> AppliedForm {
    let share =
        |(invoice_id, amount): &(InvoiceId, &str)| ShareForm { invoice_id: *invoice_id, amount: (*amount).into() };
    AppliedForm::ByHand(shares.iter().map(share).collect())
}

/// A file that is to be imported, with its columns as they are recognised.
#[must_use]
pub fn source(name: &str, bytes: &[u8]) -> Source {
    let table = Table::read(name, bytes).unwrap();
    Source { mapping: guess(&table), table }
}

/// A query for every row of a list.
#[must_use]
pub fn anybody() -> practice::view::PaymentsQuery {
    practice::view::PaymentsQuery {
        client_id: None,
        search: String::new(),
        filter: practice::view::PaymentFilter::All,
        method: String::new(),
        from: String::new(),
        to: String::new(),
        sort: practice::view::PaymentSort::Number,
        descending: false,
        page: 0,
    }
}
