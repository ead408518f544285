//! Facts of made-up documents, plain and awkward.

use billing::{Currency, Money};
use chrono::NaiveDate;
use practice::documents::{
    AppliedKind, AppliedRow, CreditNoteFacts, CreditNoteLine, CreditedInvoice, InvoiceFacts, InvoiceLine, Letterhead,
    MovedBy, NoteCause, OpenRow, PaidInvoice, ReceiptFacts, Recipient, RefundFacts, RefundedRow, StatementFacts,
    StatementPosition, StatementRow, TaxRow, Used,
};
use rust_decimal::Decimal;

pub fn usd() -> Currency {
    Currency::new("USD", 2).unwrap()
}

pub fn money(typed: &str) -> Money {
    usd().parse(typed).unwrap()
}

pub fn day(written: &str) -> NaiveDate {
    written.parse().unwrap()
}

pub fn letterhead() -> Letterhead {
    Letterhead {
        practice: "Quiet Harbor Counseling".into(),
        owner: Some("Marta Lindqvist, LCSW".into()),
        address: vec!["48 Alder Street, Suite 3".into(), "Portsmouth, NH 03801".into(), "USA".into()],
        phone: Some("+1 603 555 0142".into()),
        email: Some("billing@quietharbor.example".into()),
        tax_id: Some("00-0000000".into()),
        licence: Some("LCSW 00000".into()),
        npi: Some("0000000000".into()),
        logo: None,
        how_to_pay: Some(
            "Cheque to Quiet Harbor Counseling, or by bank transfer:\nHarbor Savings, account 000 123 456.\nPlease \
             give the invoice number."
                .into(),
        ),
        footer: Some("Thank you for your trust.".into()),
    }
}

pub fn ana() -> Recipient {
    Recipient {
        name: "Ana García Muñoz".into(),
        address: vec!["3 Oak Court".into(), "Portsmouth, NH 03801".into(), "USA".into()],
        email: Some("client01@mail.example".into()),
    }
}

pub fn line(on: &str, description: &str, amount: &str) -> InvoiceLine {
    InvoiceLine {
        service_on: Some(day(on)),
        description: description.into(),
        quantity: Decimal::ONE,
        unit_price: money(amount).to_decimal(),
        discount: usd().zero(),
        tax: None,
        amount: money(amount),
    }
}

pub fn session(on: &str) -> InvoiceLine {
    line(on, "Individual session, 50 minutes", "140.00")
}

/// A session and two taxed products, 50.00 of which came already.
pub fn typical_invoice() -> InvoiceFacts {
    let products = [
        ("Workbook “Living with worry”", 1, "24.90", "0.00", "24.90"),
        ("Sleep diary, spiral bound, with a page for each night of the quarter", 2, "9.50", "1.90", "17.10"),
    ];
    let products = products.map(|(description, quantity, price, discount, amount)| InvoiceLine {
        quantity: Decimal::from(quantity),
        unit_price: money(price).to_decimal(),
        discount: money(discount),
        tax: Some("8.5 %".into()),
        ..line("2026-03-02", description, amount)
    });
    InvoiceFacts {
        number: "INV-00007".into(),
        revision: 1,
        issued_on: day("2026-03-02"),
        due_on: day("2026-03-16"),
        currency: usd(),
        letterhead: letterhead(),
        bill_to: ana(),
        client: None,
        lines: [session("2026-03-02")].into_iter().chain(products).collect(),
        subtotal: money("182.00"),
        discount: money("7.00"),
        taxes: vec![TaxRow {
            label: "Sales tax 8.5 %".into(),
            base: money("40.38"),
            amount: money("3.43"),
            included: false,
        }],
        total: money("178.43"),
        applied: vec![AppliedRow {
            kind: AppliedKind::Payment,
            number: Some("R-00003".into()),
            on: day("2026-03-05"),
            amount: money("50.00"),
        }],
        due: money("128.43"),
        notes: Some("Thank you for coming in on short notice. The workbook’s second part follows in April.".into()),
        void: false,
    }
}

/// `count` sessions of 140.00 and nothing paid.
pub fn long_invoice(count: i64) -> InvoiceFacts {
    let lines: Vec<InvoiceLine> =
        (0..count).map(|week| session(&(day("2025-01-06") + chrono::TimeDelta::weeks(week)).to_string())).collect();
    let total = usd().money(count * 14_000).unwrap();
    InvoiceFacts {
        number: "INV-00060".into(),
        lines,
        subtotal: total,
        discount: usd().zero(),
        taxes: vec![],
        total,
        applied: vec![],
        due: total,
        notes: None,
        ..typical_invoice()
    }
}

/// 120.00 by cheque for an invoice of 100.00.
pub fn typical_receipt() -> ReceiptFacts {
    ReceiptFacts {
        number: "R-00001".into(),
        revision: 1,
        received_on: day("2026-03-02"),
        currency: usd(),
        letterhead: letterhead(),
        received_from: ana(),
        client: None,
        method: "Cheque".into(),
        reference: Some("7962".into()),
        comment: Some("For the session of 2 March; the rest is for next week. Thank you.".into()),
        amount: money("120.00"),
        used: Used {
            applied: vec![PaidInvoice {
                number: "INV-00001".into(),
                issued_on: day("2026-03-02"),
                amount: money("100.00"),
            }],
            refunded: vec![],
            transferred: usd().zero(),
            credit: money("20.00"),
        },
        reversed_on: None,
    }
}

/// A session and one of two diaries of an invoice are credited: partly applied, partly refunded, partly kept.
pub fn typical_credit_note() -> CreditNoteFacts {
    let credited = |description: &str, net: &str, tax: &str| CreditNoteLine {
        service_on: Some(day("2026-03-02")),
        description: description.into(),
        quantity: Decimal::ONE,
        net: money(net),
        tax: money(tax),
        total: money(net).plus(money(tax)),
    };
    CreditNoteFacts {
        number: "CN-00001".into(),
        issued_on: day("2026-03-09"),
        currency: usd(),
        letterhead: letterhead(),
        credited_to: ana(),
        client: None,
        cause: NoteCause::Correction,
        invoice: Some(CreditedInvoice { number: "INV-00007".into(), issued_on: day("2026-03-02") }),
        lines: vec![
            credited("Individual session, 50 minutes", "134.61", "0.00"),
            credited("Sleep diary, spiral bound, with a page for each night of the quarter", "8.22", "0.70"),
        ],
        net: money("142.83"),
        taxes: vec![TaxRow {
            label: "Sales tax 8.5 %".into(),
            base: money("8.22"),
            amount: money("0.70"),
            included: false,
        }],
        total: money("143.53"),
        used: Used {
            applied: vec![PaidInvoice {
                number: "INV-00007".into(),
                issued_on: day("2026-03-02"),
                amount: money("100.00"),
            }],
            refunded: vec![RefundedRow { number: "RF-00002".into(), on: day("2026-03-10"), amount: money("33.53") }],
            transferred: usd().zero(),
            credit: money("10.00"),
        },
        notes: Some("The session of 2 March was meant to be free, and one diary came back.".into()),
        void_on: None,
    }
}

/// 33.53 back to a bank account.
pub fn typical_refund() -> RefundFacts {
    RefundFacts {
        number: "RF-00002".into(),
        refunded_on: day("2026-03-10"),
        currency: usd(),
        letterhead: letterhead(),
        paid_to: ana(),
        client: Some("Leo García".into()),
        source_kind: AppliedKind::CreditNote,
        source_number: "CN-00001".into(),
        source_on: day("2026-03-09"),
        method: "Bank transfer".into(),
        reference: Some("HS-2026-03-10/7".into()),
        reason: Some("Credit note CN-00001, as agreed on the telephone.".into()),
        amount: money("33.53"),
        reversed_on: None,
    }
}

/// A quarter of an account: charged, paid, credited and partly in the client's favour.
pub fn typical_statement() -> StatementFacts {
    let position = |typed: &str| match typed.strip_prefix('-') {
        Some(amount) => StatementPosition { amount: money(amount), in_favour: true },
        None => StatementPosition { amount: money(typed), in_favour: false },
    };
    let row = |on: &str, moved_by, document: &str, amount: &str, lowers, after: &str| StatementRow {
        on: day(on),
        moved_by,
        document: document.into(),
        amount: money(amount),
        lowers,
        position: position(after),
    };
    StatementFacts {
        from: Some(day("2026-01-01")),
        to: day("2026-03-31"),
        currency: usd(),
        letterhead: letterhead(),
        account_of: ana(),
        client: Some("Leo García".into()),
        opening: position("140.00"),
        rows: vec![
            row("2026-01-12", MovedBy::Payment, "R-00003", "200.00", true, "-60.00"),
            row("2026-02-02", MovedBy::Invoice, "INV-00006", "1140.00", false, "1080.00"),
            row("2026-02-03", MovedBy::CreditNote, "CN-00001", "40.00", true, "1040.00"),
            row("2026-02-10", MovedBy::Refund, "RF-00001", "20.00", false, "1060.00"),
            row("2026-02-20", MovedBy::WriteOff, "INV-00006", "60.00", true, "1000.00"),
            row("2026-03-01", MovedBy::Credit, "CR-00001", "25.00", true, "975.00"),
            row("2026-03-09", MovedBy::Linked, "R-00009", "90.00", true, "885.00"),
            row("2026-03-31", MovedBy::Lapse, "CR-00001", "25.00", false, "910.00"),
        ],
        closing: position("910.00"),
        owing: money("950.00"),
        available: money("40.00"),
        open: vec![OpenRow { number: "INV-00006".into(), due_on: day("2026-02-16"), outstanding: money("950.00") }],
    }
}

pub fn named(name: &str) -> Recipient {
    Recipient { name: name.into(), ..ana() }
}
