//! Every word that documents carry, and how they write days and amounts. English first; a language is one more value.

use std::fmt::Write;

use billing::{Currency, Money};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::facts::{AppliedKind, NoteCause};

/// The words and figures of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is named after what it says")]
pub struct Words {
    /// The language's code, as PDF readers want it.
    pub language: &'static str,
    pub months: [&'static str; 12],
    pub short_months: [&'static str; 12],
    /// Between the whole part and the decimals.
    pub decimal_mark: char,
    /// Between each three digits of the whole part.
    pub thousands_mark: char,
    pub invoice: &'static str,
    pub receipt: &'static str,
    pub refund_advice: &'static str,
    pub refund: &'static str,
    pub number: &'static str,
    pub revision: &'static str,
    pub issued: &'static str,
    pub due: &'static str,
    pub received: &'static str,
    pub bill_to: &'static str,
    pub client: &'static str,
    pub received_from: &'static str,
    pub credited_to: &'static str,
    pub paid_to: &'static str,
    pub amount_due: &'static str,
    pub amount_received: &'static str,
    pub amount_credited: &'static str,
    pub amount_refunded: &'static str,
    /// Before the day for paying, beneath the amount due.
    pub due_by: &'static str,
    pub paid_in_full: &'static str,
    pub nothing_to_pay: &'static str,
    pub void: &'static str,
    pub void_means: &'static str,
    /// The same of a credit note, after its amount and the day.
    pub void_note_means: &'static str,
    pub reversed: &'static str,
    /// Before the day of a reversal.
    pub reversed_on: &'static str,
    pub reversed_means: &'static str,
    pub reversed_refund_means: &'static str,
    pub date: &'static str,
    pub description: &'static str,
    pub quantity: &'static str,
    pub unit_price: &'static str,
    pub discount: &'static str,
    pub tax: &'static str,
    pub amount: &'static str,
    pub carried_forward: &'static str,
    pub brought_forward: &'static str,
    pub subtotal: &'static str,
    pub net: &'static str,
    /// Between a tax and what it is counted on.
    pub tax_on: &'static str,
    pub tax_included: &'static str,
    pub total: &'static str,
    pub payment: &'static str,
    pub credit: &'static str,
    pub credit_note: &'static str,
    pub write_off: &'static str,
    pub how_to_pay: &'static str,
    pub notes: &'static str,
    pub slip: &'static str,
    pub pay_to: &'static str,
    pub method: &'static str,
    pub reference: &'static str,
    pub comment: &'static str,
    pub reason: &'static str,
    /// Above what became of a sum.
    pub used_for: &'static str,
    pub refunded_from: &'static str,
    /// Between a document's number and its day.
    pub of_day: &'static str,
    pub transferred: &'static str,
    pub kept_as_credit: &'static str,
    pub kept_means: &'static str,
    pub correction: &'static str,
    pub service_credit: &'static str,
    pub goodwill: &'static str,
    pub goods_return: &'static str,
    pub account_summary: &'static str,
    pub account_of: &'static str,
    pub account_position: &'static str,
    pub as_of: &'static str,
    pub from_day: &'static str,
    pub to_day: &'static str,
    pub document: &'static str,
    pub charges: &'static str,
    pub payments_and_credits: &'static str,
    pub position: &'static str,
    pub opening_position: &'static str,
    pub closing_position: &'static str,
    pub balance_owing: &'static str,
    pub credit_available: &'static str,
    /// What a position above and one below zero mean to who reads it.
    pub to_be_paid: &'static str,
    pub in_your_favour: &'static str,
    pub lapsed: &'static str,
    pub linked_account: &'static str,
    pub open_invoices: &'static str,
    pub outstanding: &'static str,
    pub tax_id: &'static str,
    pub licence: &'static str,
    pub npi: &'static str,
    pub page: &'static str,
    /// Between a page's number and how many there are.
    pub of: &'static str,
    /// Before and after the characters that print as boxes.
    pub uncovered: (&'static str, &'static str),
}

/// English.
pub const ENGLISH: Words = Words {
    language: "en",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    short_months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    decimal_mark: '.',
    thousands_mark: ',',
    invoice: "Invoice",
    receipt: "Receipt",
    refund_advice: "Refund advice",
    refund: "Refund",
    number: "Number",
    revision: "Revision",
    issued: "Issued",
    due: "Due",
    received: "Received",
    bill_to: "Bill to",
    client: "Client",
    received_from: "Received from",
    credited_to: "Credited to",
    paid_to: "Paid to",
    amount_due: "Amount due",
    amount_received: "Amount received",
    amount_credited: "Amount credited",
    amount_refunded: "Amount refunded",
    due_by: "due",
    paid_in_full: "Paid in full. Thank you.",
    nothing_to_pay: "Nothing to pay.",
    void: "VOID",
    void_means: "This invoice is void. Nothing is owed on it.",
    void_note_means: "Nothing is credited by it.",
    reversed: "REVERSED",
    reversed_on: "on",
    reversed_means: "This payment was taken back; this receipt no longer counts.",
    reversed_refund_means: "This refund was taken back; this advice no longer counts.",
    date: "Date",
    description: "Description",
    quantity: "Qty",
    unit_price: "Unit price",
    discount: "Discount",
    tax: "Tax",
    amount: "Amount",
    carried_forward: "Carried forward",
    brought_forward: "Brought forward",
    subtotal: "Subtotal",
    net: "Net",
    tax_on: "on",
    tax_included: "included",
    total: "Total",
    payment: "Payment",
    credit: "Credit",
    credit_note: "Credit note",
    write_off: "Written off",
    how_to_pay: "How to pay",
    notes: "Notes",
    slip: "Please return this part with your payment",
    pay_to: "Pay to",
    method: "Method",
    reference: "Reference",
    comment: "Comment",
    reason: "Reason",
    used_for: "Used for",
    refunded_from: "Refunded from",
    of_day: "of",
    transferred: "Moved to another account",
    kept_as_credit: "Kept as credit",
    kept_means: "for your next invoices",
    correction: "Correction",
    service_credit: "Service credit",
    goodwill: "Goodwill",
    goods_return: "Return",
    account_summary: "Account summary",
    account_of: "Account of",
    account_position: "Account position",
    as_of: "As of",
    from_day: "From",
    to_day: "To",
    document: "Document",
    charges: "Charges",
    payments_and_credits: "Payments and credits",
    position: "Position",
    opening_position: "Opening position",
    closing_position: "Closing position",
    balance_owing: "Balance owing",
    credit_available: "Credit available",
    to_be_paid: "to be paid",
    in_your_favour: "in your favour",
    lapsed: "Unusable credit",
    linked_account: "Linked account",
    open_invoices: "Open invoices",
    outstanding: "Left to pay",
    tax_id: "Tax ID",
    licence: "Licence",
    npi: "NPI",
    page: "Page",
    of: "of",
    uncovered: ("These characters are in none of the typefaces and print as a box:", "."),
};

impl Words {
    /// A day in full, such as `2 March 2026`.
    #[must_use]
    pub fn day(&self, on: NaiveDate) -> String {
        Self::written(on, &self.months)
    }

    /// A day in a table, such as `2 Mar 2026`.
    #[must_use]
    pub fn short_day(&self, on: NaiveDate) -> String {
        Self::written(on, &self.short_months)
    }

    /// An amount in a column, such as `1,234.50`.
    #[must_use]
    pub fn figure(&self, money: Money) -> String {
        self.grouped(&money.to_string())
    }

    /// An amount that is taken away, with a true minus.
    #[must_use]
    pub fn taken(&self, money: Money) -> String {
        if money.is_zero() { self.figure(money) } else { format!("−{}", self.figure(money)) }
    }

    /// An amount that stands alone, such as `$1,234.50` or `CHF 1,234.50`.
    #[must_use]
    pub fn amount(&self, money: Money, currency: Currency) -> String {
        let symbol = iso_currency::Currency::from_code(currency.code()).map(|known| known.symbol().symbol);
        let mut characters = symbol.iter().flat_map(|symbol| symbol.chars());
        match (characters.next(), characters.next()) {
            (Some(sign), None) if !sign.is_alphanumeric() && sign != '¤' => format!("{sign}{}", self.figure(money)),
            _ => format!("{}\u{A0}{}", currency.code(), self.figure(money)),
        }
    }

    /// A quantity, without decimals that say nothing.
    #[must_use]
    pub fn quantity_of(&self, quantity: Decimal) -> String {
        self.grouped(&quantity.normalize().to_string())
    }

    /// A unit price: the currency's decimals, and more where the price has them.
    #[must_use]
    pub fn price(&self, price: Decimal, currency: Currency) -> String {
        let mut price = price.normalize();
        if price.scale() < u32::from(currency.decimals()) {
            price.rescale(u32::from(currency.decimals()));
        }
        self.grouped(&price.to_string())
    }

    /// `Page 1 of 3`.
    #[must_use]
    pub fn page_of(&self, number: usize, count: usize) -> String {
        format!("{} {number} {} {count}", self.page, self.of)
    }

    /// What lowered an amount due.
    #[must_use]
    pub fn applied(&self, kind: AppliedKind) -> &'static str {
        match kind {
            AppliedKind::Payment => self.payment,
            AppliedKind::Credit => self.credit,
            AppliedKind::CreditNote => self.credit_note,
            AppliedKind::WriteOff => self.write_off,
        }
    }

    /// Why a credit note was issued.
    #[must_use]
    pub fn cause(&self, cause: NoteCause) -> &'static str {
        match cause {
            NoteCause::Correction => self.correction,
            NoteCause::Service => self.service_credit,
            NoteCause::Goodwill => self.goodwill,
            NoteCause::Return => self.goods_return,
        }
    }

    /// A document by its number and day, such as `Invoice INV-00007 of 2 March 2026`.
    #[must_use]
    pub fn document_of(&self, kind: &str, number: &str, on: NaiveDate) -> String {
        format!("{kind} {number} {} {}", self.of_day, self.day(on))
    }

    /// The sentence about characters that no typeface has.
    #[must_use]
    pub fn uncovered_characters(&self, characters: impl Iterator<Item = char>) -> String {
        let mut sentence = self.uncovered.0.to_owned();
        for (c, separator) in characters.zip(std::iter::once(" ").chain(std::iter::repeat(", "))) {
            // Writing to a string cannot fail.
            let _ = write!(sentence, "{separator}{c} (U+{:04X})", u32::from(c));
        }
        sentence + self.uncovered.1
    }

    fn written(on: NaiveDate, months: &[&str; 12]) -> String {
        let month = usize::try_from(on.month0()).ok().and_then(|month| months.get(month)).copied().unwrap_or_default();
        format!("{} {month} {}", on.day(), on.year())
    }

    fn grouped(&self, plain: &str) -> String {
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let mut text = String::new();
        for (digit, left) in whole.chars().zip((0..whole.len()).rev()) {
            text.push(digit);
            if left > 0 && left % 3 == 0 {
                text.push(self.thousands_mark);
            }
        }
        if !fraction.is_empty() {
            text.push(self.decimal_mark);
            text.push_str(fraction);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, decimals: u8, minor: i64, expected: &str) {
        let currency = Currency::new(code, decimals).unwrap();
        assert_eq!(ENGLISH.amount(currency.money(minor).unwrap(), currency), expected);
    }

    #[test]
    fn amounts_carry_their_sign_or_code() {
        check("USD", 2, 123_450, "$1,234.50");
        check("USD", 2, 0, "$0.00");
        check("EUR", 2, 9_999_999_999, "€99,999,999.99");
        check("GBP", 2, 100_000, "£1,000.00");
        check("JPY", 0, 14_000, "¥14,000");
        check("ILS", 2, 14_000, "₪140.00");
        check("SEK", 2, 14_000, "SEK\u{A0}140.00");
        check("KWD", 3, 1_005, "KWD\u{A0}1.005");
        check("XTS", 2, 5, "XTS\u{A0}0.05");
    }

    #[test]
    fn what_is_taken_away_has_a_true_minus() {
        let usd = Currency::new("USD", 2).unwrap();
        assert_eq!(ENGLISH.taken(usd.money(123_456).unwrap()), "−1,234.56");
        assert_eq!(ENGLISH.taken(usd.zero()), "0.00");
    }

    #[test]
    fn prices_keep_the_decimals_that_they_have() {
        let usd = Currency::new("USD", 2).unwrap();
        assert_eq!(ENGLISH.price(Decimal::new(1_400_000, 4), usd), "140.00");
        assert_eq!(ENGLISH.price(Decimal::new(1250, 4), usd), "0.125");
        assert_eq!(ENGLISH.quantity_of(Decimal::new(1500, 3)), "1.5");
        assert_eq!(ENGLISH.quantity_of(Decimal::new(2000, 0)), "2,000");
    }
}
