//! Account summaries as documents: for a period, as of a day, and as they were supplied.

use std::{fs, path::Path, process::Command};

use practice::view::{DocumentRef, StatementOf};
use stories::{Story, empty_folder, fee, line, practice};

fn of(p: &Story, client: &str, from: &str, to: &str) -> DocumentRef {
    let from = (!from.is_empty()).then(|| from.parse().unwrap());
    DocumentRef::Statement(StatementOf { client_id: p.client(client), from, to: to.parse().unwrap() })
}

/// The words of a document as it is saved.
async fn words(p: &Story, document: DocumentRef, folder: &Path) -> String {
    let path = folder.join("words.pdf");
    p.practice.save_document(document, &path, &p.ask()).await.unwrap();
    let output = Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(&path).arg("-").output().unwrap();
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// 100.00 charged and 120.00 paid in March, 90.00 charged in April.
async fn quarter() -> Story {
    let p = practice().today("2026-03-02").client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    p.pay("Ana", "120.00").await;
    p.on_day("2026-04-07");
    p.issue("Ana", vec![line("Workshop", "1", "90.00")]).await;
    p
}

#[tokio::test]
async fn an_account_summary_is_printed_for_a_period_and_as_of_a_day() {
    let p = quarter().await;
    let folder = empty_folder();
    let text = words(&p, of(&p, "Ana", "2026-04-01", "2026-04-30"), folder.path()).await;
    for part in [
        "Account of Account position Ana $70.00",
        "From 1 April 2026",
        "To 30 April 2026",
        "1 Apr 2026 Opening position −20.00",
        "7 Apr 2026 Invoice INV-00002 90.00 70.00",
        "Balance owing 90.00",
        "Credit available −20.00",
        "Closing position $70.00",
        "INV-00002 21 April 2026 90.00",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(!text.contains("R-00001"), "the payment came before: {text}");
    let text = words(&p, of(&p, "Ana", "", "2026-03-31"), folder.path()).await;
    for part in ["As of 31 March 2026", "−$20.00", "in your favour", "2 Mar 2026 Payment R-00001 120.00 −20.00"] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(!text.contains("INV-00002") && !text.contains("Opening position"), "{text}");
}

#[tokio::test]
async fn an_account_summary_says_what_the_page_shows() {
    let p = quarter().await;
    let shown = p.practice.statement(p.client("Ana"), "", "2026-03-31", p.now()).await.unwrap();
    assert_eq!((shown.owing.as_str(), shown.credit.as_str(), shown.closing.as_str()), ("0.00", "20.00", "-20.00"));
    let shown = p.practice.statement(p.client("Ana"), "2026-04-01", "2026-04-30", p.now()).await.unwrap();
    assert_eq!((shown.owing.as_str(), shown.credit.as_str(), shown.closing.as_str()), ("90.00", "20.00", "70.00"));
}

#[tokio::test]
async fn an_account_summary_is_kept_as_it_was_supplied_until_the_account_moves() {
    let p = quarter().await;
    let (document, folder) = (of(&p, "Ana", "2026-03-01", "2026-04-30"), empty_folder());
    words(&p, document, folder.path()).await;
    let first = fs::read(folder.path().join("words.pdf")).unwrap();
    let printed = p.practice.print_document(document, folder.path(), &p.ask()).await.unwrap();
    assert_eq!(printed.sentence, "Printed the account summary of Ana");
    assert_eq!(printed.answer.file_name().unwrap(), "account-summary-2026-03-01-to-2026-04-30.pdf");
    assert!(fs::read(printed.answer).unwrap() == first, "the very bytes that were supplied");
    p.pay("Ana", "10.00").await;
    words(&p, document, folder.path()).await;
    let copies = p.practice.client_documents(p.client("Ana")).await.unwrap();
    let kept: Vec<(DocumentRef, &str, usize)> =
        copies.iter().map(|copy| (copy.document, copy.number.as_str(), copy.deliveries.len())).collect();
    assert_eq!(kept, [(document, "1 Mar 2026 to 30 Apr 2026", 1), (document, "1 Mar 2026 to 30 Apr 2026", 2)]);
    let earlier = p.practice.supplied_document(copies[1].id).await.unwrap();
    assert_eq!(earlier.file_name, "account-summary-2026-03-01-to-2026-04-30.pdf");
}

#[tokio::test]
async fn an_account_summary_goes_out_by_e_mail_to_who_pays() {
    let p = practice().today("2026-03-02").await;
    p.add_client("Ana", &fee("100.00"), |form| form.email = "ana@mail.example".into()).await;
    let folder = empty_folder();
    let document = of(&p, "Ana", "", "2026-03-31");
    let path = p.practice.email_document(document, folder.path(), &p.ask()).await.unwrap().answer;
    let message = fs::read_to_string(path).unwrap();
    for part in
        ["To: ana@mail.example", "account summary, as of 31 Mar 2026 from Quiet", "account-summary-2026-03-31.pdf"]
    {
        assert!(message.contains(part), "{part} is missing in {message}");
    }
    let refusal = p.refused(async |it, ask| it.delete_client(p.client("Ana"), ask).await).await;
    assert_eq!(
        refusal,
        "This client has sessions, invoices, payments or documents, which are kept. Archive the client instead."
    );
}
