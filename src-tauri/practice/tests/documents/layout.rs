//! What stands where on the pages.

use practice::documents::{
    AppliedKind, AppliedRow, Document, ENGLISH, Item, Page, Paper, RefundedRow, StatementPosition, credit_note,
    invoice, receipt, refund, statement,
};

use crate::sample::{
    day, letterhead, line, long_invoice, money, named, session, typical_credit_note, typical_invoice, typical_receipt,
    typical_refund, typical_statement, usd,
};

/// The texts of a page in the order in which they are read.
fn texts(page: &Page) -> Vec<&str> {
    page.items
        .iter()
        .filter_map(|item| if let Item::Text { line, .. } = item { Some(&*line.words) } else { None })
        .collect()
}

/// The text after `name`, on each page.
fn figures_after(document: &Document, name: &str) -> Vec<Option<String>> {
    let after = |page: &Page| {
        let texts = texts(page);
        let at = texts.iter().position(|text| *text == name)?;
        texts.get(at + 1).map(|figure| (*figure).to_owned())
    };
    document.pages.iter().map(after).collect()
}

/// Whether everything stands between the margins, above the foot's end, and no text runs into another at its right.
fn assert_tidy(document: &Document) {
    let (width, height) = (document.paper.width(), document.paper.height());
    for (page, number) in document.pages.iter().zip(1..) {
        for item in &page.items {
            if let Item::Text { left, baseline, line } = item {
                let right = left + line.width;
                assert!(
                    *left >= 56.0 && right <= width - 56.0,
                    "page {number}: {} reaches {left}..{right}",
                    line.words
                );
                assert!(*baseline > 40.0 && *baseline < height - 20.0, "page {number}: {} at {baseline}", line.words);
            }
        }
        let lines: Vec<(f32, f32, f32, &str)> = page
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Text { left, baseline, line } => Some((*left, left + line.width, *baseline, &*line.words)),
                _ => None,
            })
            .collect();
        for (position, one) in lines.iter().enumerate() {
            for other in lines.iter().skip(position + 1) {
                let beside = (one.2 - other.2).abs() > 6.0 || one.1 <= other.0 + 0.1 || other.1 <= one.0 + 0.1;
                assert!(beside, "page {number}: “{}” and “{}” overlap", one.3, other.3);
            }
        }
    }
}

#[test]
fn a_typical_invoice() {
    insta::assert_snapshot!(invoice(&typical_invoice(), Paper::A4, &ENGLISH));
}

#[test]
fn a_typical_receipt() {
    insta::assert_snapshot!(receipt(&typical_receipt(), Paper::Letter, &ENGLISH));
}

#[test]
fn a_typical_credit_note() {
    insta::assert_snapshot!(credit_note(&typical_credit_note(), Paper::A4, &ENGLISH));
}

#[test]
fn a_typical_refund() {
    insta::assert_snapshot!(refund(&typical_refund(), Paper::Letter, &ENGLISH));
}

#[test]
fn a_typical_statement() {
    insta::assert_snapshot!(statement(&typical_statement(), Paper::A4, &ENGLISH));
}

#[test]
fn a_long_statement_goes_on_over_pages_under_its_heads() {
    let mut facts = typical_statement();
    facts.account_of = named("רחל בן-דוד, 12 שנים");
    facts.rows = std::iter::repeat_n(facts.rows[1].clone(), 120).collect();
    facts.open = std::iter::repeat_n(facts.open[0].clone(), 40).collect();
    for paper in [Paper::A4, Paper::Letter] {
        let document = statement(&facts, paper, &ENGLISH);
        assert_tidy(&document);
        assert!(document.pages.len() > 3, "{} pages", document.pages.len());
        let pages: Vec<Vec<&str>> = document.pages.iter().map(texts).collect();
        let rows: usize = pages.iter().flatten().filter(|text| **text == "Invoice INV-00006").count();
        assert_eq!(rows, 120, "every row is there");
        assert!(pages[1].contains(&"Payments and credits"), "{:?}", pages[1]);
        assert_eq!(pages.iter().flatten().filter(|text| **text == "Closing position").count(), 1);
    }
}

#[test]
fn a_statement_as_of_a_day_has_no_opening_position_and_one_that_is_even_asks_for_nothing() {
    let mut facts = typical_statement();
    facts.from = None;
    let zero = StatementPosition { amount: usd().zero(), in_favour: false };
    (facts.closing, facts.owing, facts.available, facts.open) = (zero, usd().zero(), usd().zero(), vec![]);
    let document = statement(&facts, Paper::Letter, &ENGLISH);
    assert_tidy(&document);
    let texts = texts(&document.pages[0]);
    for absent in ["Opening position", "Open invoices", "How to pay"] {
        assert!(!texts.contains(&absent), "{absent}: {texts:?}");
    }
    assert_eq!(figures_after(&document, "As of"), [Some("31 March 2026".to_owned())]);
    assert!(texts.contains(&"USD · Nothing to pay."), "{texts:?}");
}

#[test]
fn a_note_without_tax_days_or_quantities_has_no_columns_for_them() {
    let mut facts = typical_credit_note();
    facts.lines.truncate(1);
    (facts.lines[0].service_on, facts.lines[0].quantity) = (None, rust_decimal::Decimal::ZERO);
    (facts.invoice, facts.taxes, facts.notes) = (None, vec![], None);
    let document = credit_note(&facts, Paper::A4, &ENGLISH);
    let texts = texts(&document.pages[0]);
    for absent in ["Net", "Tax", "Qty", "Notes", "Invoice"] {
        assert!(!texts.contains(&absent), "{absent}: {texts:?}");
    }
    assert_eq!(texts.iter().filter(|text| **text == "Date").count(), 1, "only above what became of it: {texts:?}");
}

#[test]
fn a_void_note_and_a_reversed_refund_are_marked_on_every_page() {
    let mut note = typical_credit_note();
    note.lines = std::iter::repeat_n(note.lines[1].clone(), 60).collect();
    let document = credit_note(&note, Paper::Letter, &ENGLISH);
    assert_tidy(&document);
    assert!(document.pages.len() > 1 && texts(&document.pages[1]).contains(&"Ana García Muñoz"));
    note.void_on = Some(day("2026-03-12"));
    let document = credit_note(&note, Paper::Letter, &ENGLISH);
    for page in &document.pages {
        assert!(texts(page).contains(&"VOID"), "{:?}", texts(page));
    }
    assert!(!document.pages.iter().flat_map(texts).any(|text| text == "Used for"), "nothing is left of it");
    let mut facts = typical_refund();
    facts.reason = Some("As agreed on the telephone. ".repeat(400));
    facts.reversed_on = Some(day("2026-03-12"));
    let document = refund(&facts, Paper::A4, &ENGLISH);
    assert_tidy(&document);
    assert!(document.pages.len() > 1);
    for page in &document.pages {
        assert!(texts(page).contains(&"REVERSED"), "{:?}", texts(page));
    }
}

#[test]
fn an_invoice_that_was_given_up_is_not_thanked_for() {
    let mut facts = typical_invoice();
    facts.applied.push(AppliedRow {
        kind: AppliedKind::WriteOff,
        number: None,
        on: day("2026-06-30"),
        amount: money("128.43"),
    });
    facts.due = usd().zero();
    let document = invoice(&facts, Paper::A4, &ENGLISH);
    let texts = texts(&document.pages[0]);
    assert!(texts.contains(&"Nothing to pay.") && texts.contains(&"Written off, 30 Jun 2026"), "{texts:?}");
    assert!(!texts.contains(&"Paid in full. Thank you."));
}

#[test]
fn a_receipt_says_what_went_back_and_what_was_moved() {
    let mut facts = typical_receipt();
    facts.used.refunded = vec![RefundedRow { number: "RF-00001".into(), on: day("2026-03-06"), amount: money("5.00") }];
    (facts.used.transferred, facts.used.credit) = (money("8.00"), money("7.00"));
    let document = receipt(&facts, Paper::A4, &ENGLISH);
    assert_tidy(&document);
    assert_eq!(figures_after(&document, "Refund RF-00001"), [Some("6 March 2026".to_owned())]);
    assert_eq!(figures_after(&document, "Moved to another account"), [Some("8.00".to_owned())]);
}

#[test]
fn sixty_lines_take_three_pages_and_the_carried_sums_add_up() {
    for paper in [Paper::A4, Paper::Letter] {
        let document = invoice(&long_invoice(60), paper, &ENGLISH);
        assert_eq!(document.pages.len(), 3);
        assert_tidy(&document);
        let mut sum = 0;
        for (page, number) in document.pages.iter().zip(1..) {
            let texts = texts(page);
            assert!(texts.contains(&"Description") && texts.contains(&&*format!("Page {number} of 3")), "{texts:?}");
            let brought = figures_after(&document, "Brought forward")[number - 1].clone();
            assert_eq!(brought, (sum > 0).then(|| ENGLISH.figure(usd().money(sum).unwrap())));
            let sessions = texts.iter().filter(|text| text.starts_with("Individual session")).count();
            sum += 14_000 * i64::try_from(sessions).unwrap();
            let carried = figures_after(&document, "Carried forward")[number - 1].clone();
            assert_eq!(carried, (number < 3).then(|| ENGLISH.figure(usd().money(sum).unwrap())));
        }
        assert_eq!(sum, 60 * 14_000);
    }
}

#[test]
fn every_number_of_lines_fits_its_pages() {
    for count in 0..=90 {
        for paper in [Paper::A4, Paper::Letter] {
            let mut facts = long_invoice(count);
            facts.notes = typical_invoice().notes;
            let document = invoice(&facts, paper, &ENGLISH);
            assert_tidy(&document);
            let lines = document.pages.iter().flat_map(texts).filter(|text| text.starts_with("Individual")).count();
            assert_eq!(i64::try_from(lines).unwrap(), count);
            assert_eq!(figures_after(&document, "Amount due").len(), document.pages.len());
        }
    }
}

#[test]
fn long_and_foreign_names_stay_on_the_page() {
    let names =
        ["W".repeat(300), "Wolfeschlegelsteinhausen ".repeat(12), "حداد ".repeat(60), "=SUM(\"A1\")'<>&".into()];
    for name in names {
        let mut facts = typical_invoice();
        facts.bill_to = named(&name);
        facts.client = Some(name.clone());
        facts.lines[0].description = name.clone();
        facts.letterhead.practice = name.clone();
        assert_tidy(&invoice(&facts, Paper::A4, &ENGLISH));
        let mut facts = typical_receipt();
        facts.received_from = named(&name);
        facts.comment = Some(name.clone());
        facts.reference = Some(name.clone());
        assert_tidy(&receipt(&facts, Paper::Letter, &ENGLISH));
        let mut facts = typical_credit_note();
        facts.credited_to = named(&name);
        facts.lines[0].description = name.clone();
        facts.invoice.as_mut().unwrap().number = name.chars().take(40).collect();
        assert_tidy(&credit_note(&facts, Paper::Letter, &ENGLISH));
        let mut facts = typical_refund();
        facts.paid_to = named(&name);
        facts.reference = Some(name.clone());
        facts.reason = Some(name.clone());
        assert_tidy(&refund(&facts, Paper::A4, &ENGLISH));
    }
}

#[test]
fn a_description_of_several_pages_loses_no_word() {
    let mut facts = long_invoice(3);
    facts.lines[1] = line("2025-01-13", &(0..4000).map(|n| format!("w{n} ")).collect::<String>(), "140.00");
    let document = invoice(&facts, Paper::A4, &ENGLISH);
    assert_tidy(&document);
    assert!(document.pages.len() > 4, "{}", document.pages.len());
    let all: Vec<&str> = document.pages.iter().flat_map(texts).flat_map(str::split_whitespace).collect();
    for n in [0, 1, 1000, 2500, 3999] {
        assert_eq!(all.iter().filter(|word| **word == format!("w{n}")).count(), 1, "w{n}");
    }
}

#[test]
fn what_no_typeface_has_is_a_warning() {
    let mut facts = typical_invoice();
    assert_eq!(invoice(&facts, Paper::A4, &ENGLISH).warnings, Vec::<String>::new());
    facts.bill_to = named("Wei 张 😀");
    assert_eq!(
        invoice(&facts, Paper::A4, &ENGLISH).warnings,
        ["These characters are in none of the typefaces and print as a box: 张 (U+5F20), 😀 (U+1F600)."]
    );
}

#[test]
fn a_paid_invoice_says_so_and_has_no_slip() {
    let mut facts = typical_invoice();
    (facts.applied[0].amount, facts.due) = (facts.total, usd().zero());
    let document = invoice(&facts, Paper::A4, &ENGLISH);
    let texts = texts(&document.pages[0]);
    assert!(texts.contains(&"Paid in full. Thank you.") && texts.contains(&"$0.00"), "{texts:?}");
    assert!(!texts.contains(&"Please return this part with your payment") && !texts.contains(&"How to pay"));
}

#[test]
fn a_void_invoice_is_marked_on_every_page() {
    let mut facts = long_invoice(60);
    facts.void = true;
    let document = invoice(&facts, Paper::A4, &ENGLISH);
    assert!(document.pages.len() > 1);
    for page in &document.pages {
        assert!(texts(page).contains(&"VOID"), "{:?}", texts(page));
    }
    assert!(document.pages[0].items.iter().any(|item| matches!(item, Item::Frame { .. })));
    assert!(!document.pages.iter().flat_map(texts).any(|text| text == "Amount due"));
}

#[test]
fn a_reversed_payment_s_receipt_no_longer_counts() {
    let mut facts = typical_receipt();
    facts.reversed_on = Some(day("2026-03-09"));
    let shown = receipt(&facts, Paper::A4, &ENGLISH).to_string();
    assert!(shown.contains("REVERSED") && shown.contains("9 March 2026"), "{shown}");
}

#[test]
fn what_a_small_invoice_does_not_need_is_not_there() {
    let mut facts = long_invoice(1);
    facts.letterhead = practice::documents::Letterhead { practice: letterhead().practice, ..Default::default() };
    facts.lines = vec![practice::documents::InvoiceLine { service_on: None, ..session("2026-03-02") }];
    let document = invoice(&facts, Paper::A4, &ENGLISH);
    let texts = texts(&document.pages[0]);
    for absent in ["Date", "Discount", "Tax", "Subtotal", "Revision", "Notes", "How to pay", "Client"] {
        let only_on_the_slip = usize::from(absent == "Client");
        assert_eq!(texts.iter().filter(|text| **text == absent).count(), only_on_the_slip, "{absent}: {texts:?}");
    }
    assert_eq!(money("140.00"), facts.due);
}

#[test]
fn facts_are_stored_as_text_and_come_back_the_same() {
    let invoice = typical_invoice();
    let stored = serde_json::to_string(&invoice).unwrap();
    assert!(stored.contains(r#""total":"178.43""#) && stored.contains(r#""currency":"USD 2""#), "{stored}");
    assert_eq!(serde_json::from_str::<practice::documents::InvoiceFacts>(&stored).unwrap(), invoice);
    let receipt = typical_receipt();
    let stored = serde_json::to_string(&receipt).unwrap();
    assert_eq!(serde_json::from_str::<practice::documents::ReceiptFacts>(&stored).unwrap(), receipt);
    let note = typical_credit_note();
    assert_eq!(
        serde_json::from_value::<practice::documents::CreditNoteFacts>(serde_json::to_value(&note).unwrap()).unwrap(),
        note
    );
    let refund = typical_refund();
    assert_eq!(
        serde_json::from_value::<practice::documents::RefundFacts>(serde_json::to_value(&refund).unwrap()).unwrap(),
        refund
    );
    assert!(serde_json::from_str::<practice::documents::ReceiptFacts>(&stored.replace("120.00", "-120.00")).is_err());
}
