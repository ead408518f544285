//! Documents: laid out, saved, printed, e-mailed, and kept as they were supplied.

use std::{fs, path::Path};

use base64::{Engine, prelude::BASE64_STANDARD};
use practice::{
    Error,
    view::{DocumentRef, SuppliedRow, Way},
};
use sha2::{Digest, Sha256};
use stories::{PASSPHRASE, SmallDisk, Story, empty_folder, fee, line, practice, raw, voiding};

async fn attended() -> (Story, DocumentRef) {
    let p = practice().client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    let invoice = DocumentRef::Invoice(p.invoice_id("INV-00001").await);
    (p, invoice)
}

async fn save(p: &Story, document: DocumentRef, path: &Path) -> Vec<u8> {
    p.practice.save_document(document, path, &p.ask()).await.unwrap();
    fs::read(path).unwrap()
}

async fn kept(p: &Story) -> Vec<SuppliedRow> {
    p.practice.client_documents(p.client("Ana")).await.unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn asking_again_gives_the_same_bytes() {
    let (p, invoice) = attended().await;
    let folder = empty_folder();
    let preview = p.practice.preview_document(invoice, p.now()).await.unwrap();
    let first = save(&p, invoice, &folder.path().join("first.pdf")).await;
    assert!(first.starts_with(b"%PDF-"));
    assert_eq!(BASE64_STANDARD.encode(&first), preview.pdf, "what was shown is what is saved");
    assert_eq!((preview.file_name.as_str(), preview.supplied), ("INV-00001.pdf", None));
    p.on_day("2026-04-20");
    let second = save(&p, invoice, &folder.path().join("second.pdf")).await;
    assert!(first == second);
    let kept = kept(&p).await;
    assert_eq!(kept.len(), 1, "one copy, delivered twice");
    assert_eq!((kept[0].sha256.as_str(), kept[0].supplied_on.as_str()), (sha256(&first).as_str(), "2026-03-02"));
    let told: Vec<_> = kept[0].deliveries.iter().map(|one| (one.way, one.recipient.as_str())).collect();
    assert_eq!(told, [(Way::Pdf, "first.pdf"), (Way::Pdf, "second.pdf")]);
    let again = p.practice.supplied_document(kept[0].id).await.unwrap();
    assert_eq!(again.pdf, preview.pdf);
}

#[tokio::test]
async fn after_a_payment_there_is_a_new_copy_and_the_first_is_kept() {
    let (p, invoice) = attended().await;
    let folder = empty_folder();
    let first = save(&p, invoice, &folder.path().join("a.pdf")).await;
    p.pay("Ana", "40.00").await;
    let second = save(&p, invoice, &folder.path().join("b.pdf")).await;
    assert!(first != second);
    let kept = kept(&p).await;
    let hashes: Vec<_> = kept.iter().map(|copy| copy.sha256.clone()).collect();
    assert_eq!(hashes, [sha256(&second), sha256(&first)], "newest first");
    p.practice.save_supplied(kept[1].id, &folder.path().join("c.pdf")).await.unwrap();
    assert!(fs::read(folder.path().join("c.pdf")).unwrap() == first);
    p.undo_latest().await.unwrap_err();
}

#[tokio::test]
async fn an_issued_document_keeps_the_names_that_it_was_issued_with() {
    let (p, invoice) = attended().await;
    let before = p.practice.preview_document(invoice, p.now()).await.unwrap().pdf;
    let mut form = p.practice.client_page(p.client("Ana"), p.now()).await.unwrap().form;
    form.last_name = "García".into();
    p.practice.save_client(Some(p.client("Ana")), &form, &p.ask()).await.unwrap();
    let mut profile = p.practice.settings(p.now()).await.unwrap().profile;
    profile.name = "Louder Harbor".into();
    p.practice.save_profile(&profile, &p.ask()).await.unwrap();
    assert_eq!(p.practice.preview_document(invoice, p.now()).await.unwrap().pdf, before);
    p.attend("Ana", "2026-03-09").await;
    let page = p.practice.invoice_page(p.invoice_id("INV-00002").await, p.now()).await.unwrap();
    assert_eq!(page.bill_to[0], "Ana García");
}

#[tokio::test]
async fn a_receipt_that_was_supplied_gets_its_next_revision_when_it_changes() {
    let (p, _) = attended().await;
    p.pay("Ana", "40.00").await;
    let id = p.payment_id("R-00001").await;
    let folder = empty_folder();
    save(&p, DocumentRef::Receipt(id), &folder.path().join("a.pdf")).await;
    let edited = p.edit_payment("R-00001", |form| form.comment = "Thank you".into()).await.unwrap();
    assert_eq!(edited.warnings, ["R-00001 was supplied already, so this becomes its revision 2."]);
    let preview = p.practice.preview_document(DocumentRef::Receipt(id), p.now()).await.unwrap();
    assert_eq!(preview.file_name, "R-00001-rev2.pdf");
    save(&p, DocumentRef::Receipt(id), &folder.path().join("b.pdf")).await;
    let revisions: Vec<_> = kept(&p).await.iter().map(|copy| copy.revision).collect();
    assert_eq!(revisions, [2, 1]);
}

#[tokio::test]
async fn undoing_a_change_never_gives_a_supplied_revision_to_another_wording() {
    let (p, invoice) = attended().await;
    let folder = empty_folder();
    for (revision, note) in ["one", "two", "three"].into_iter().enumerate() {
        p.edit("INV-00001", |form| form.note = note.into()).await.unwrap();
        save(&p, invoice, &folder.path().join(format!("{revision}.pdf"))).await;
    }
    let changes = p.practice.recent_operations(0).await.unwrap().rows;
    for row in changes.iter().filter(|row| row.sentence == "Changed INV-00001") {
        p.practice.undo(row.operation, &p.ask()).await.unwrap();
        save(&p, invoice, &folder.path().join("undone.pdf")).await;
    }
    let mut copies = kept(&p).await;
    copies.reverse();
    let revisions: Vec<_> = copies.iter().map(|copy| copy.revision).collect();
    assert_eq!(revisions, [1, 2, 3, 4, 5, 6]);
}

#[tokio::test]
async fn undoing_a_change_that_was_supplied_makes_the_next_revision() {
    let (p, invoice) = attended().await;
    let folder = empty_folder();
    let edited = p.edit("INV-00001", |form| form.note = "another".into()).await.unwrap();
    save(&p, invoice, &folder.path().join("edited.pdf")).await;
    p.practice.undo(edited.operation.unwrap(), &p.ask()).await.unwrap();
    save(&p, invoice, &folder.path().join("undone.pdf")).await;
    let mut revisions: Vec<_> = kept(&p).await.iter().map(|copy| copy.revision).collect();
    revisions.sort_unstable();
    assert_eq!(revisions, [1, 2]);
}

#[tokio::test]
async fn a_charge_that_was_supplied_is_not_taken_off_silently() {
    let (p, invoice) = attended().await;
    save(&p, invoice, &empty_folder().path().join("a.pdf")).await;
    let session = p.all_sessions().await[0].id;
    assert_eq!(
        p.refused(async |it, ask| it.mark_attendance(&[session], None, false, ask).await).await,
        "INV-00001 charges this session and was supplied on 2 Mar 2026. \
         Keep the charge, make the session free of charge, or charge the fee for the new mark instead; \
         the last two issue a credit note."
    );
    let id = p.invoice_id("INV-00001").await;
    let void = p.practice.void_invoice(id, &voiding("", false), &p.ask()).await.unwrap();
    assert_eq!(void.warnings, ["INV-00001 was supplied on 2 Mar 2026. Tell the client that it is void."]);
    p.mark(&[session], None).await.unwrap();
    assert_eq!(p.balance("Ana").await, "owing 0.00, credit 0.00");
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_said_and_nothing_is_recorded() {
    let (p, invoice) = attended().await;
    let folder = empty_folder();
    let gone = folder.path().join("gone");
    let refusal = p.refused(async |it, ask| it.save_document(invoice, &gone.join("a.pdf"), ask).await).await;
    assert_eq!(refusal, format!("The folder {} is not there any more. Choose another one.", gone.display()));
    p.refused(async |it, ask| it.print_document(invoice, &gone, ask).await).await;
    p.refused(async |it, ask| it.email_document(invoice, &gone, ask).await).await;
    fs::create_dir(folder.path().join("a.pdf")).unwrap();
    let refusal = p.refused(async |it, ask| it.save_document(invoice, &folder.path().join("a.pdf"), ask).await).await;
    assert_eq!(refusal, "“a.pdf” cannot be the name of a file here. Choose another one.");
    assert!(kept(&p).await.is_empty());
    save(&p, invoice, &folder.path().join("b.pdf")).await;
}

#[tokio::test]
async fn a_full_disk_is_said_and_no_copy_is_recorded() {
    let Some(disk) = SmallDisk::of_kib(64) else { return };
    let (p, invoice) = attended().await;
    let path = disk.path().join("a.pdf");
    disk.fill();
    let refusal = p.refused(async |it, ask| it.save_document(invoice, &path, ask).await).await;
    let folder = disk.path().display();
    assert_eq!(refusal, format!("There is no space left in {folder}. Make room or choose another folder."));
    assert_eq!(fs::read_dir(disk.path()).unwrap().count(), 1, "nothing half written");
    disk.make_room();
    save(&p, invoice, &path).await;
}

#[tokio::test]
async fn a_document_whose_copy_is_not_kept_leaves_no_file() {
    let (p, invoice) = attended().await;
    p.practice.lock().await;
    let mut db = raw::open(&p.file(), &raw::key(p.practice.folder().path(), PASSPHRASE)).await;
    // What refuses an act only once it is committed.
    raw::run(&mut db, "create table late (id integer references operation (id) deferrable initially deferred)").await;
    let trigger = "create trigger fails after insert on delivery begin insert into late values (9999); end";
    raw::run(&mut db, trigger).await;
    sqlx::Connection::close(db).await.unwrap();
    p.practice.unlock(PASSPHRASE).await.unwrap();

    let folder = empty_folder();
    let (new, replaced) = (folder.path().join("new.pdf"), folder.path().join("replaced.pdf"));
    fs::write(&replaced, b"another file").unwrap();
    for path in [&new, &replaced] {
        let refusal = p.refused(async |it, ask| it.save_document(invoice, path, ask).await).await;
        assert!(refusal.starts_with("Daybook stopped this"), "{refusal}");
    }
    p.refused(async |it, ask| it.print_document(invoice, folder.path(), ask).await).await;
    p.refused(async |it, ask| it.email_document(invoice, folder.path(), ask).await).await;
    assert!(fs::read(&replaced).unwrap() == b"another file", "what stood there stands again");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "only what was there");
}

#[tokio::test]
async fn a_payment_on_a_full_disk_is_not_recorded_and_the_program_goes_on() {
    let Some(disk) = SmallDisk::of_kib(2048) else { return };
    let p = practice().on_disk(disk.path()).client("Ana", fee("100.00")).await;
    p.attend("Ana", "2026-03-02").await;
    disk.fill();
    let mut refusal = None;
    // A practice file has a little room of its own; its journal has none.
    for _ in 0..50 {
        if let Err(error) = p.record("Ana", "1.00", practice::view::AppliedForm::ToCredit).await {
            refusal = Some(error);
            break;
        }
    }
    let refusal = refusal.expect("the disk is full");
    assert!(matches!(refusal, Error::DiskFull), "{refusal:?}");
    disk.make_room();
    let before = p.all_payments().await.len();
    p.pay("Ana", "40.00").await;
    assert_eq!(p.all_payments().await.len(), before + 1);
    p.check_books().await;
}

#[tokio::test]
async fn a_preview_of_saving_writes_no_file() {
    let (p, invoice) = attended().await;
    let folder = empty_folder();
    let path = folder.path().join("a.pdf");
    let file = p.dump().await;
    let preview = p.practice.save_document(invoice, &path, &p.preview()).await.unwrap();
    assert_eq!(preview.sentence, "Saves INV-00001 as PDF");
    assert!(!path.exists());
    assert_eq!(p.dump().await, file);
}

#[tokio::test]
async fn a_printed_document_is_kept_as_printed() {
    let (p, invoice) = attended().await;
    let folder = empty_folder();
    let path = p.practice.print_document(invoice, folder.path(), &p.ask()).await.unwrap().answer;
    assert_eq!(path, folder.path().join("INV-00001.pdf"));
    let kept = kept(&p).await;
    assert_eq!(
        (kept[0].sha256.as_str(), kept[0].deliveries[0].way),
        (sha256(&fs::read(path).unwrap()).as_str(), Way::Print)
    );
}

#[tokio::test]
async fn an_e_mail_is_ready_to_send_with_the_pdf_attached() {
    let p = practice().await;
    p.add_client("Ana", &fee("100.00"), |form| form.email = "ana@mail.example".into()).await;
    p.attend("Ana", "2026-03-02").await;
    let invoice = DocumentRef::Invoice(p.invoice_id("INV-00001").await);
    let folder = empty_folder();
    let path = p.practice.email_document(invoice, folder.path(), &p.ask()).await.unwrap().answer;
    assert_eq!(path, folder.path().join("INV-00001.eml"));
    let message = fs::read_to_string(path).unwrap();
    for part in [
        "X-Unsent: 1\r\n",
        "To: ana@mail.example\r\n",
        "From: billing@quietharbor.example\r\n",
        "Subject: invoice INV-00001 from Quiet Harbor\r\n",
        "filename=\"INV-00001.pdf\"",
    ] {
        assert!(message.contains(part), "{part} is missing in\n{}", &message[..600]);
    }
    let pdf = BASE64_STANDARD.decode(p.practice.preview_document(invoice, p.now()).await.unwrap().pdf).unwrap();
    let base64 = BASE64_STANDARD.encode(&pdf);
    assert!(message.replace("\r\n", "").contains(&base64));
    let kept = kept(&p).await;
    let delivery = &kept[0].deliveries[0];
    assert_eq!((delivery.way, delivery.recipient.as_str()), (Way::Email, "ana@mail.example"));
    assert_eq!(kept[0].sha256, sha256(&pdf));
}

#[tokio::test]
async fn an_e_mail_goes_to_who_pays() {
    let p = practice().await;
    let change = |form: &mut practice::view::ClientForm| {
        form.email = "ana@mail.example".into();
        form.bill_to_name = "Insurance".into();
        form.bill_to_email = "claims@insurance.example".into();
    };
    p.add_client("Ana", &fee("100.00"), change).await;
    p.attend("Ana", "2026-03-02").await;
    let invoice = DocumentRef::Invoice(p.invoice_id("INV-00001").await);
    let folder = empty_folder();
    let path = p.practice.email_document(invoice, folder.path(), &p.ask()).await.unwrap().answer;
    assert!(fs::read_to_string(path).unwrap().contains("To: claims@insurance.example\r\n"));
    let page = p.practice.invoice_page(p.invoice_id("INV-00001").await, p.now()).await.unwrap();
    assert_eq!(page.bill_to[0], "Insurance");
}

#[tokio::test]
async fn without_an_address_of_the_practice_there_is_no_e_mail() {
    let p = practice().client("Ana", fee("100.00")).settings(|it| it.email.clear()).await;
    p.issue("Ana", vec![line("Letter", "1", "45.00")]).await;
    let invoice = DocumentRef::Invoice(p.invoice_id("INV-00001").await);
    let folder = empty_folder();
    assert_eq!(
        p.refused(async |it, ask| it.email_document(invoice, folder.path(), ask).await).await,
        "The practice has no e-mail address yet. Enter it in Settings, Practice; the message is sent from it."
    );
}

#[tokio::test]
async fn the_folder_that_vanishes_while_running_is_said_and_the_program_goes_on() {
    let (p, _) = attended().await;
    let away = empty_folder();
    let folder = p.file().parent().unwrap().to_owned();
    fs::rename(&folder, away.path().join("practice")).unwrap();
    let refusal = p.record("Ana", "40.00", practice::view::AppliedForm::OldestFirst).await.unwrap_err();
    assert!(matches!(refusal, Error::Unreachable), "{refusal:?}");
    fs::rename(away.path().join("practice"), &folder).unwrap();
    p.pay("Ana", "40.00").await;
    assert_eq!(p.balance("Ana").await, "owing 60.00, credit 0.00");
    p.check_books().await;
}
