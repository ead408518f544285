//! Credit notes and refund advices as documents, and what invoices and receipts say of them.

use std::{fs, path::Path, process::Command};

use practice::view::{
    CreditCause, CreditNoteForm, CreditNoteRef, DocumentRef, NoteLineForm, RefundForm, SettlementForm, SplitForm,
    WantedForm, Way,
};
use stories::{Story, empty_folder, fee, practice};

/// An invoice of 100.00, paid with 120.00, with 60.00 of it credited: 25.00 went back, the rest is kept.
async fn credited() -> (Story, CreditNoteRef) {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "120.00").await;
    p.on_day("2026-03-09");
    let split = SplitForm {
        applied: String::new(),
        refunded: "25.00".into(),
        refunded_on: "2026-03-09".into(),
        method: "Bank transfer".into(),
        reference: "7/2026".into(),
    };
    let form = CreditNoteForm {
        client_id: None,
        invoice_id: Some(p.invoice_id("INV-00001").await),
        version: 1,
        cause: CreditCause::Service,
        note: "Only half of the session was given.".into(),
        lines: vec![NoteLineForm {
            description: String::new(),
            wanted: WantedForm::Amount("60.00".into()),
            restock: String::new(),
            deactivate: false,
        }],
        settlement: SettlementForm::Split(split),
    };
    let note = p.practice.issue_credit_note(&form, &p.ask()).await.unwrap().answer;
    (p, note)
}

/// The words of a document as it would be supplied now.
async fn words(p: &Story, document: DocumentRef, folder: &Path) -> String {
    let path = folder.join("words.pdf");
    p.practice.save_document(document, &path, &p.ask()).await.unwrap();
    let output = Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(&path).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[tokio::test]
async fn a_credit_note_says_what_it_lowers_and_how_it_was_settled_and_is_kept_as_it_was_supplied() {
    let (p, note) = credited().await;
    let (document, folder) = (DocumentRef::CreditNote(note.id), empty_folder());
    let parts = [
        "Number CN-00001",
        "Invoice INV-00001",
        "Reason Service credit",
        "2 Mar 2026 Session 60.00",
        "Amount credited $60.00",
        "Refund RF-00001 9 March 2026 25.00",
        "Kept as credit for your next invoices 35.00",
        "Only half of the session was given.",
    ];
    says(&words(&p, document, folder.path()).await, &parts);
    let first = fs::read(folder.path().join("words.pdf")).unwrap();
    p.on_day("2026-03-20");
    let path = p.practice.print_document(document, folder.path(), &p.ask()).await.unwrap().answer;
    assert_eq!(path.file_name().unwrap(), "CN-00001.pdf");
    assert!(fs::read(path).unwrap() == first, "the very bytes that were supplied");
    let page = p.practice.credit_note_page(note.id, p.now()).await.unwrap();
    assert_eq!((page.supplied.len(), page.supplied[0].document), (1, document));
    let ways: Vec<Way> = page.supplied[0].deliveries.iter().map(|delivery| delivery.way).collect();
    assert_eq!(ways, [Way::Pdf, Way::Print]);
}

#[tokio::test]
async fn a_void_credit_note_says_that_nothing_is_credited_by_it() {
    let (p, note) = credited().await;
    let (document, folder) = (DocumentRef::CreditNote(note.id), empty_folder());
    let refund = p.practice.credit_note_page(note.id, p.now()).await.unwrap().refunds[0].id;
    p.practice.reverse_refund(refund, &p.ask()).await.unwrap();
    says(&words(&p, document, folder.path()).await, &["Kept as credit for your next invoices 60.00"]);
    p.on_day("2026-03-11");
    p.practice.void_credit_note(note.id, "", "", &p.ask()).await.unwrap();
    let text = words(&p, document, folder.path()).await;
    says(&text, &["VOID", "$60.00 on 11 March 2026. Nothing is credited by it."]);
    assert!(!text.contains("Kept as credit"), "{text}");
}

#[tokio::test]
async fn a_refund_advice_says_where_the_money_came_from_and_that_it_was_taken_back() {
    let (p, note) = credited().await;
    let refund = p.practice.credit_note_page(note.id, p.now()).await.unwrap().refunds[0].id;
    let (document, folder) = (DocumentRef::Refund(refund), empty_folder());
    let parts = [
        "Refund advice",
        "Number RF-00001",
        "Paid to",
        "Ana",
        "$25.00",
        "Refunded from Credit note CN-00001 of 9 March 2026",
        "Method Bank transfer",
        "Reference 7/2026",
    ];
    says(&words(&p, document, folder.path()).await, &parts);
    let path = p.practice.email_document(document, folder.path(), &p.ask()).await.unwrap().answer;
    let message = fs::read_to_string(path).unwrap();
    says(&message, &["Subject: refund advice RF-00001 from Quiet Harbor", "RF-00001.pdf"]);
    p.on_day("2026-03-12");
    p.practice.reverse_refund(refund, &p.ask()).await.unwrap();
    says(&words(&p, document, folder.path()).await, &["REVERSED", "$25.00 on 12 March 2026."]);
    let copies = p.practice.client_documents(p.client("Ana")).await.unwrap();
    assert_eq!(copies.iter().map(|copy| copy.document).collect::<Vec<_>>(), [document, document]);
    assert_eq!(copies[0].file_name, "RF-00001.pdf");
}

#[tokio::test]
async fn receipts_and_invoices_say_what_went_back_and_what_was_given_up() {
    let (p, note) = credited().await;
    let folder = empty_folder();
    let payment = p.payment_id("R-00001").await;
    let form = RefundForm {
        source_id: payment.into(),
        amount: "15.00".into(),
        refunded_on: "2026-03-09".into(),
        method: "Cash".into(),
        reference: String::new(),
        reason: String::new(),
        applied: None,
    };
    p.practice.refund(&form, &p.ask()).await.unwrap();
    let receipt = words(&p, DocumentRef::Receipt(payment), folder.path()).await;
    says(&receipt, &["Invoice INV-00001 2 March 2026 100.00", "Refund RF-00002 9 March 2026 15.00", "Kept as credit"]);
    p.attend("Ana", "2026-03-16").await;
    let invoice = p.invoice_id("INV-00002").await;
    let sheet = practice::view::InvoiceSheetForm {
        shares: vec![practice::view::SourceShareForm { source_id: note.id.into(), amount: "35.00".into() }],
    };
    p.practice.apply_to_invoice(invoice, &sheet, &p.ask()).await.unwrap();
    p.practice.write_off(invoice, "65.00", "Hardship", &p.ask()).await.unwrap();
    p.on_day("2026-03-18");
    p.practice.reverse_write_off(invoice, "20.00", &p.ask()).await.unwrap();
    let text = words(&p, DocumentRef::Invoice(invoice), folder.path()).await;
    says(&text, &["Credit note CN-00001, 16 Mar 2026 −35.00", "Written off, 16 Mar 2026 −45.00", "Amount due $20.00"]);
    p.practice.write_off(invoice, "", "Hardship", &p.ask()).await.unwrap();
    let text = words(&p, DocumentRef::Invoice(invoice), folder.path()).await;
    says(&text, &["Written off, 18 Mar 2026 −20.00", "Nothing to pay."]);
}
