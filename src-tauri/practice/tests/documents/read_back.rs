//! PDFs as poppler and qpdf read them.

use std::{path::Path, process::Command};

use practice::documents::{Document, ENGLISH, Logo, Paper, credit_note, invoice, receipt, refund, statement, to_pdf};
use tempfile::TempDir;

use crate::sample::{
    long_invoice, named, typical_credit_note, typical_invoice, typical_receipt, typical_refund, typical_statement,
};

/// A PDF in a folder of its own.
struct Saved {
    folder: TempDir,
    bytes: Vec<u8>,
}

impl Saved {
    fn of(document: &Document) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bytes = to_pdf(document).unwrap();
        std::fs::write(folder.path().join("a.pdf"), &bytes).unwrap();
        Self { folder, bytes }
    }

    /// What `program` says about the file; it must be content with it.
    fn told_by(&self, program: &str, before: &[&str], after: &[&str]) -> String {
        let file = self.path("a.pdf");
        let output = Command::new(program).args(before).arg(&file).args(after).output();
        let output = output.unwrap_or_else(|error| panic!("{program} (packages poppler-utils, qpdf): {error}"));
        let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && complaints.is_empty(), "{program}: {complaints}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn path(&self, name: &str) -> String {
        Path::join(self.folder.path(), name).to_str().unwrap().to_owned()
    }

    fn text(&self) -> String {
        self.told_by("pdftotext", &["-layout", "-enc", "UTF-8"], &["-"])
    }
}

/// The words without marks of direction, which pdftotext puts around what is read from right to left.
fn plain(text: &str) -> String {
    let shown: String =
        text.chars().filter(|c| !matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}')).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn an_invoice_is_sound_small_and_says_what_it_should() {
    for (paper, size) in [(Paper::A4, "595.276 x 841.89 pts (A4)"), (Paper::Letter, "612 x 792 pts (letter)")] {
        let saved = Saved::of(&invoice(&typical_invoice(), paper, &ENGLISH));
        saved.told_by("qpdf", &["--check"], &[]);
        assert!(saved.bytes.len() < 20_000, "{} bytes", saved.bytes.len());
        let about = plain(&saved.told_by("pdfinfo", &[], &[]));
        for part in [
            "Title: Invoice INV-00007",
            "Author: Quiet Harbor Counseling",
            "CreationDate: Mon Mar 2 00:00:00 2026",
            "Pages: 1",
            size,
        ] {
            assert!(about.contains(part), "{part} is missing in {about}");
        }
        let text = plain(&saved.text());
        for part in [
            "Number INV-00007",
            "Ana García Muñoz",
            "$128.43 USD · due 16 March 2026",
            "Individual session, 50 minutes 1 140.00 140.00",
            "Sales tax 8.5 % on 40.38 3.43",
            "Payment R-00003, 5 Mar 2026 −50.00",
            "Workbook “Living with worry”",
            "Tax ID 00-0000000 · Licence LCSW 00000 · NPI 0000000000 Page 1 of 1",
        ] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
    }
}

#[test]
fn a_receipt_is_sound_small_and_says_what_it_should() {
    let saved = Saved::of(&receipt(&typical_receipt(), Paper::Letter, &ENGLISH));
    saved.told_by("qpdf", &["--check"], &[]);
    assert!(saved.bytes.len() < 20_000, "{} bytes", saved.bytes.len());
    let text = plain(&saved.text());
    for part in ["$120.00", "7962", "the rest is for next week", "Invoice INV-00001", "Kept as credit"] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn a_credit_note_a_refund_advice_and_an_account_summary_are_sound_small_and_say_what_they_should() {
    let says = |document: &Document, parts: &[&str]| {
        let saved = Saved::of(document);
        saved.told_by("qpdf", &["--check"], &[]);
        assert!(saved.bytes.len() < 20_000, "{} bytes", saved.bytes.len());
        let text = plain(&saved.text());
        for part in parts {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
    };
    let account = [
        "From 1 January 2026",
        "Account of Account position",
        "2 Feb 2026 Invoice INV-00006 1,140.00 1,080.00",
        "31 Mar 2026 Unusable credit CR-00001 25.00 910.00",
        "Closing position $910.00",
        "INV-00006 16 February 2026 950.00",
    ];
    says(&statement(&typical_statement(), Paper::Letter, &ENGLISH), &account);
    let note = typical_credit_note();
    says(
        &credit_note(&note, Paper::A4, &ENGLISH),
        &[
            "Number CN-00001",
            "Invoice INV-00007",
            "USD · Invoice INV-00007 of 2 March 2026",
            "2 Mar 2026 Individual session, 50 minutes 1 134.61 0.00 134.61",
            "Sales tax 8.5 % on 8.22 0.70",
            "Amount credited $143.53",
            "Invoice INV-00007 2 March 2026 100.00",
            "Refund RF-00002 10 March 2026 33.53",
            "Kept as credit for your next invoices 10.00",
            "one diary came back",
        ],
    );
    let advice = typical_refund();
    let parts = [
        "Refund advice",
        "Number RF-00002",
        "Paid to",
        "Leo García",
        "$33.53",
        "Refunded from Credit note CN-00001 of 9 March 2026",
        "Method Bank transfer",
        "Reference HS-2026-03-10/7",
        "as agreed on the telephone",
    ];
    says(&refund(&advice, Paper::Letter, &ENGLISH), &parts);
}

#[test]
fn every_font_is_embedded_as_a_subset_with_its_text() {
    let mut facts = typical_invoice();
    facts.bill_to = named("דנה לוי");
    facts.client = Some("نور حداد".into());
    let fonts = Saved::of(&invoice(&facts, Paper::A4, &ENGLISH)).told_by("pdffonts", &[], &[]);
    let fonts: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(fonts.len(), 5, "{fonts:#?}");
    for font in fonts {
        assert!(font.contains("CID TrueType") && font.contains("yes yes yes"), "{font}");
    }
}

#[test]
fn names_of_every_script_can_be_searched_and_copied() {
    for name in [
        "Olu Adébáyọ̀",
        "Noah Nguyễn",
        "Zoë Müller-Łukasiewicz",
        "Hanna Þórsdóttir",
        "Дмитрий Соколов",
        "Ελένη Παπαδοπούλου",
        "דנה לוי",
        "نور حداد",
    ] {
        let mut facts = typical_receipt();
        facts.received_from = named(name);
        let text = plain(&Saved::of(&receipt(&facts, Paper::A4, &ENGLISH)).text());
        assert!(text.contains(name), "{name} is missing in {text}");
    }
}

#[test]
fn sixty_lines_are_three_pages_in_print() {
    let saved = Saved::of(&invoice(&long_invoice(60), Paper::Letter, &ENGLISH));
    saved.told_by("qpdf", &["--check"], &[]);
    let pages = saved.text().split('\u{C}').map(plain).filter(|page| !page.is_empty()).collect::<Vec<_>>();
    assert_eq!(pages.len(), 3);
    assert!(pages[2].contains("Brought forward") && pages[2].contains("Amount due $8,400.00"), "{}", pages[2]);
}

#[test]
fn the_same_facts_give_the_same_bytes_and_others_another_id() {
    let id = |bytes: &[u8]| lopdf::Document::load_mem(bytes).unwrap().trailer.get(b"ID").unwrap().clone();
    let once = to_pdf(&invoice(&typical_invoice(), Paper::A4, &ENGLISH)).unwrap();
    let again = to_pdf(&invoice(&typical_invoice(), Paper::A4, &ENGLISH)).unwrap();
    assert_eq!(once, again);
    let mut facts = typical_invoice();
    facts.number = "INV-00008".into();
    let other = to_pdf(&invoice(&facts, Paper::A4, &ENGLISH)).unwrap();
    assert_ne!(id(&once), id(&other));
}

#[test]
fn a_logo_is_part_of_the_file() {
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(900, 300).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let mut facts = typical_invoice();
    facts.letterhead.logo = Some(Logo::read(&png.into_inner()).unwrap());
    let saved = Saved::of(&invoice(&facts, Paper::A4, &ENGLISH));
    saved.told_by("qpdf", &["--check"], &[]);
    let images = saved.told_by("pdfimages", &["-list"], &[]);
    assert!(plain(&images).contains("1 0 image 540 180 rgb 3 8"), "{images}");
}
