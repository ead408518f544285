//! Invoices and receipts as PDF: shown, saved, printed, sent, and kept as they were supplied.

use std::path::{Path, PathBuf};

use base64::{Engine, prelude::BASE64_STANDARD};
use billing::{Currency, InvoiceState, PaymentState};
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use crate::{
    Practice,
    documents::{
        AppliedKind, AppliedRow, Document, ENGLISH, InvoiceFacts, InvoiceLine, Letterhead, Logo, PaidInvoice, Paper,
        ReceiptFacts, Recipient, TaxRow, invoice, receipt, to_pdf,
    },
    error::Error,
    files,
    frozen::{self, FrozenPayer, FrozenPractice},
    ids::{ClientId, InvoiceId, PaymentId, SuppliedId},
    invoice::stored_price,
    mail,
    store::{self, Entity, ledger, money, supplied::NewCopy},
    transact::{Act, Ask, Done},
    vault::hex,
    view::{Acted, DeliveryRow, DocumentPreview, DocumentRef, SuppliedRow, Way},
};

impl Practice {
    /// A document as it would be supplied now: the very bytes of an earlier copy if nothing on it changed since.
    ///
    /// # Errors
    /// There is no such document.
    pub async fn preview_document(&self, document: DocumentRef) -> Result<DocumentPreview, Error> {
        let mut db = self.db().await?;
        let laid = lay_out(&mut db, document).await?;
        Ok(DocumentPreview {
            file_name: laid.file_name,
            pdf: BASE64_STANDARD.encode(&laid.bytes),
            warnings: laid.warnings,
            supplied: laid.supplied,
        })
    }

    /// A copy as it left the practice.
    ///
    /// # Errors
    /// There is no such copy.
    pub async fn supplied_document(&self, id: SuppliedId) -> Result<DocumentPreview, Error> {
        let copy = store::supplied::load(&mut *self.db().await?, id).await?;
        Ok(DocumentPreview {
            file_name: copy.file_name,
            pdf: BASE64_STANDARD.encode(&copy.bytes),
            warnings: vec![],
            supplied: Some(id),
        })
    }

    /// Saves a copy as it left the practice to `path`.
    ///
    /// # Errors
    /// There is no such copy, or the file cannot be written.
    pub async fn save_supplied(&self, id: SuppliedId, path: &Path) -> Result<(), Error> {
        let copy = store::supplied::load(&mut *self.db().await?, id).await?;
        files::save_atomically(path, &copy.bytes).map_err(|error| Error::File(error.to_string()))
    }

    /// What the file of a document is called.
    ///
    /// # Errors
    /// There is no such document.
    pub async fn document_file_name(&self, document: DocumentRef) -> Result<String, Error> {
        Ok(lay_out(&mut *self.db().await?, document).await?.file_name)
    }

    /// Saves a document as PDF to `path`, and keeps the copy.
    ///
    /// # Errors
    /// The file cannot be written; nothing is kept then.
    pub async fn save_document(&self, document: DocumentRef, path: &Path, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("save_document", ask, async |act| {
            let laid = supply(act, document, Way::Pdf, &file_name_of(path)).await?;
            write(ask, path, &laid.bytes)?;
            Ok(Done::Something((), format!("Saved {} as PDF", laid.number)))
        })
        .await
    }

    /// Writes a document into `folder` for the printer, and keeps the copy.
    ///
    /// # Errors
    /// The file cannot be written; nothing is kept then.
    pub async fn print_document(
        &self,
        document: DocumentRef,
        folder: &Path,
        ask: &Ask,
    ) -> Result<Acted<PathBuf>, Error> {
        self.transact("print_document", ask, async |act| {
            let laid = supply(act, document, Way::Print, "").await?;
            let path = folder.join(&laid.file_name);
            write(ask, &path, &laid.bytes)?;
            Ok(Done::Something(path, format!("Printed {}", laid.number)))
        })
        .await
    }

    /// Writes a ready e-mail with a document into `folder` for the user's mail program, and keeps the copy.
    ///
    /// # Errors
    /// An address that is none; the file cannot be written. Nothing is kept then.
    pub async fn email_document(
        &self,
        document: DocumentRef,
        folder: &Path,
        ask: &Ask,
    ) -> Result<Acted<PathBuf>, Error> {
        self.transact("email_document", ask, async |act| {
            let from = act.profile.email.clone();
            if from.is_empty() {
                return Err(Error::rule(
                    "The practice has no e-mail address yet. Enter it in Settings, Practice; the message is sent from it.",
                ));
            }
            let to = recipient_address(act.db(), document).await?;
            let laid = supply(act, document, Way::Email, &to).await?;
            let practice = act.profile.name.clone();
            let subject = format!("{} from {practice}", laid.title);
            let body = format!("Please find {} attached.\n\n{practice}\n", laid.title);
            let to = (!to.is_empty()).then_some(to.as_str());
            let message = mail::message(to, &from, &subject, &body, &laid.file_name, laid.bytes).map_err(Error::rule)?;
            let path = folder.join(Path::new(&laid.file_name).with_extension("eml"));
            write(ask, &path, &message)?;
            if to.is_none() {
                act.warn("There is no e-mail address to send to. Fill it in in the message, or on the client's page.");
            }
            Ok(Done::Something(path, format!("Made an e-mail with {}", laid.number)))
        })
        .await
    }

    /// The copies of all documents of a client, newest first.
    ///
    /// # Errors
    /// What the store says.
    pub async fn client_documents(&self, id: ClientId) -> Result<Vec<SuppliedRow>, Error> {
        let mut db = self.db().await?;
        let rows = store::supplied::list_by_client(&mut db, id).await?;
        with_deliveries(&mut db, rows).await
    }
}

/// The copies of one document for the page, newest first.
pub(crate) async fn supplied_rows(
    db: &mut SqliteConnection,
    entity: Entity,
    id: i64,
) -> Result<Vec<SuppliedRow>, Error> {
    let rows = store::supplied::list_by_entity(db, entity, id).await?;
    with_deliveries(db, rows).await
}

async fn with_deliveries(
    db: &mut SqliteConnection,
    rows: Vec<store::supplied::SuppliedRow>,
) -> Result<Vec<SuppliedRow>, Error> {
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let deliveries = store::supplied::list_deliveries(db, row.id).await?;
        views.push(SuppliedRow {
            id: row.id,
            document: match row.entity.as_str() {
                "invoice" => DocumentRef::Invoice(row.entity_id.into()),
                _ => DocumentRef::Receipt(row.entity_id.into()),
            },
            number: row.number,
            file_name: row.file_name,
            revision: store::count(row.revision),
            supplied_on: row.supplied_on.to_string(),
            sha256: row.sha256,
            deliveries: deliveries
                .into_iter()
                .map(|delivery| DeliveryRow {
                    way: match delivery.way.as_str() {
                        "print" => Way::Print,
                        "email" => Way::Email,
                        _ => Way::Pdf,
                    },
                    recipient: delivery.recipient,
                    delivered_at: delivery.delivered_at,
                })
                .collect(),
        });
    }
    Ok(views)
}

/// A document laid out, or a copy that says the same.
struct Laid {
    entity: Entity,
    entity_id: i64,
    client: ClientId,
    number: String,
    title: String,
    revision: i64,
    file_name: String,
    facts_sha256: String,
    bytes: Vec<u8>,
    warnings: Vec<String>,
    supplied: Option<SuppliedId>,
}

async fn lay_out(db: &mut SqliteConnection, document: DocumentRef) -> Result<Laid, Error> {
    match document {
        DocumentRef::Invoice(id) => lay_out_invoice(db, id).await,
        DocumentRef::Receipt(id) => lay_out_receipt(db, id).await,
    }
}

async fn lay_out_invoice(db: &mut SqliteConnection, id: InvoiceId) -> Result<Laid, Error> {
    let currency = store::profile::load(db).await?.currency()?;
    let row = store::invoice::load(db, id).await?;
    let practice: FrozenPractice = frozen::read(&row.letterhead)?;
    let payer: FrozenPayer = frozen::read(&row.bill_to)?;
    let standing = row.standing(currency)?;
    let paper = paper(&practice);
    let facts = InvoiceFacts {
        number: row.number.clone(),
        revision: store::count(row.revision),
        issued_on: row.issued_on,
        due_on: row.due_on,
        currency,
        client: client_if_other(&payer),
        bill_to: recipient(payer),
        lines: invoice_lines(db, row.version_id, currency).await?,
        subtotal: money(currency, row.gross_minor)?,
        discount: money(currency, row.discount_minor)?,
        taxes: tax_rows(db, &row, currency).await?,
        total: standing.total,
        applied: ledger::list_by_invoice(db, id)
            .await?
            .into_iter()
            .map(|applied| {
                Ok(AppliedRow {
                    kind: AppliedKind::Payment,
                    number: Some(applied.payment_number),
                    on: applied.applied_on,
                    amount: money(currency, applied.amount_minor)?,
                })
            })
            .collect::<Result<_, Error>>()?,
        due: standing.outstanding(),
        notes: some(row.note.clone()),
        void: standing.state == InvoiceState::Void,
        letterhead: letterhead(db, practice).await?,
    };
    let title = format!("invoice {}", row.number);
    let about = About {
        entity: Entity::Invoice,
        entity_id: id.get(),
        client: row.client_id,
        number: row.number,
        title,
        revision: row.revision,
    };
    finish(db, about, &facts, paper, || invoice(&facts, paper, &ENGLISH)).await
}

async fn lay_out_receipt(db: &mut SqliteConnection, id: PaymentId) -> Result<Laid, Error> {
    let currency = store::profile::load(db).await?.currency()?;
    let row = store::payment::load(db, id).await?;
    let practice: FrozenPractice = frozen::read(&row.letterhead)?;
    let payer: FrozenPayer = frozen::read(&row.received_from)?;
    let standing = row.standing(currency)?;
    let paper = paper(&practice);
    let mut applied = Vec::new();
    for share in ledger::list_by_source(db, id).await? {
        let issued_on = store::invoice::load(db, share.invoice_id).await?.issued_on;
        applied.push(PaidInvoice {
            number: share.invoice_number,
            issued_on,
            amount: money(currency, share.amount_minor)?,
        });
    }
    let reversed = standing.state == PaymentState::Reversed;
    let facts = ReceiptFacts {
        number: row.number.clone(),
        revision: store::count(row.revision),
        received_on: row.received_on,
        currency,
        client: client_if_other(&payer),
        received_from: recipient(payer),
        method: row.method,
        reference: some(row.reference),
        comment: some(row.comment),
        amount: standing.amount,
        applied,
        credit: standing.remaining(),
        reversed_on: if reversed { store::payment::reversed_on(db, id).await? } else { None },
        letterhead: letterhead(db, practice).await?,
    };
    let title = format!("receipt {}", row.number);
    let about = About {
        entity: Entity::Payment,
        entity_id: id.get(),
        client: row.client_id,
        number: row.number,
        title,
        revision: row.revision,
    };
    finish(db, about, &facts, paper, || receipt(&facts, paper, &ENGLISH)).await
}

struct About {
    entity: Entity,
    entity_id: i64,
    client: ClientId,
    number: String,
    title: String,
    revision: i64,
}

/// The bytes of an earlier copy that was laid out from the same facts, or a new layout.
async fn finish<F: Serialize>(
    db: &mut SqliteConnection,
    about: About,
    facts: &F,
    paper: Paper,
    layout: impl FnOnce() -> Document,
) -> Result<Laid, Error> {
    let facts = serde_json::to_vec(facts).map_err(|error| Error::Inconsistent(error.to_string()))?;
    let paper = if paper == Paper::Letter { "letter" } else { "a4" };
    let facts_sha256 = hex(&Sha256::new().chain_update(&facts).chain_update(paper).finalize());
    let About { entity, entity_id, client, number, title, revision } = about;
    let earlier = store::supplied::find_same(db, entity, entity_id, &facts_sha256).await?;
    let (bytes, warnings, supplied) = match earlier {
        Some(copy) => (copy.bytes, vec![], Some(copy.id)),
        None => {
            let document = layout();
            let bytes = to_pdf(&document).map_err(Error::rule)?;
            (bytes, document.warnings, None)
        }
    };
    let file_name = file_name(&number, revision);
    Ok(Laid { entity, entity_id, client, number, title, revision, file_name, facts_sha256, bytes, warnings, supplied })
}

/// Keeps the copy and its delivery.
async fn supply(act: &mut Act<'_>, document: DocumentRef, way: Way, to: &str) -> Result<Laid, Error> {
    let laid = lay_out(act.db(), document).await?;
    let (operation, now) = (act.operation, act.now);
    let id = match laid.supplied {
        Some(id) => id,
        None => {
            let sha256 = hex(&Sha256::digest(&laid.bytes));
            let copy = NewCopy {
                entity: laid.entity,
                entity_id: laid.entity_id,
                revision: laid.revision,
                file_name: &laid.file_name,
                facts_sha256: &laid.facts_sha256,
                sha256: &sha256,
                bytes: &laid.bytes,
                supplied_on: now.on,
            };
            let id = store::supplied::save(act.db(), operation, &copy).await?;
            act.made(Entity::Supplied, id.get());
            id
        }
    };
    let way = match way {
        Way::Pdf => "pdf",
        Way::Print => "print",
        Way::Email => "email",
    };
    store::supplied::save_delivery(act.db(), operation, id, way, to, &now.at_text()).await?;
    act.touched(Entity::Supplied, id.get());
    act.touched(laid.entity, laid.entity_id);
    act.touched(Entity::Client, laid.client.get());
    for warning in &laid.warnings {
        act.warn(warning.clone());
    }
    Ok(laid)
}

/// Writes the file of an act; a preview writes none.
fn write(ask: &Ask, path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if ask.key.preview {
        return Ok(());
    }
    files::save_atomically(path, bytes).map_err(|error| Error::File(error.to_string()))
}

async fn recipient_address(db: &mut SqliteConnection, document: DocumentRef) -> Result<String, Error> {
    let payer: FrozenPayer = match document {
        DocumentRef::Invoice(id) => frozen::read(&store::invoice::load(db, id).await?.bill_to)?,
        DocumentRef::Receipt(id) => frozen::read(&store::payment::load(db, id).await?.received_from)?,
    };
    Ok(payer.email)
}

async fn letterhead(db: &mut SqliteConnection, practice: FrozenPractice) -> Result<Letterhead, Error> {
    let logo = match practice.logo_id {
        Some(id) => Some(Logo::read(&store::profile::load_logo(db, id).await?).map_err(Error::rule)?),
        None => None,
    };
    Ok(Letterhead {
        practice: practice.name,
        owner: some(practice.owner),
        address: practice.address,
        phone: some(practice.phone),
        email: some(practice.email),
        tax_id: some(practice.tax_id),
        licence: some(practice.licence),
        npi: some(practice.npi),
        logo,
        how_to_pay: some(practice.how_to_pay),
        footer: some(practice.footer),
    })
}

async fn invoice_lines(
    db: &mut SqliteConnection,
    version_id: i64,
    currency: Currency,
) -> Result<Vec<InvoiceLine>, Error> {
    const QUANTITY_SCALE: u32 = 3;
    const PRICE_SCALE: u32 = 4;
    store::invoice::list_lines(db, version_id)
        .await?
        .into_iter()
        .map(|line| {
            let rates = line
                .taxes
                .iter()
                .map(|tax| Ok(store::stored(billing::Rate::from_e4(tax.rate_e4), "rate")?.to_string()));
            let rates: Vec<String> = rates.collect::<Result<_, Error>>()?;
            Ok(InvoiceLine {
                service_on: line.service_on,
                description: line.description,
                quantity: rust_decimal::Decimal::new(line.quantity_thousandths, QUANTITY_SCALE).normalize(),
                unit_price: rust_decimal::Decimal::new(line.unit_price_e4, PRICE_SCALE).normalize(),
                discount: money(currency, line.line_discount_minor)?,
                tax: (!rates.is_empty()).then(|| rates.join(" + ")),
                amount: money(currency, line.base_minor)?,
            })
        })
        .collect()
}

async fn tax_rows(
    db: &mut SqliteConnection,
    row: &store::invoice::InvoiceRow,
    currency: Currency,
) -> Result<Vec<TaxRow>, Error> {
    let priced = stored_price(db, row, currency).await?;
    Ok(priced
        .taxes
        .into_iter()
        .map(|tax| TaxRow {
            label: format!("{} {}", tax.name, tax.rate),
            base: tax.base,
            amount: tax.tax,
            included: tax.included,
        })
        .collect())
}

fn paper(practice: &FrozenPractice) -> Paper {
    if practice.paper == "letter" { Paper::Letter } else { Paper::A4 }
}

fn recipient(payer: FrozenPayer) -> Recipient {
    Recipient { name: payer.name, address: payer.address, email: some(payer.email) }
}

fn client_if_other(payer: &FrozenPayer) -> Option<String> {
    (payer.client_name != payer.name).then(|| payer.client_name.clone())
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A name that every system takes, from the document's number.
fn file_name(number: &str, revision: i64) -> String {
    let safe: String = number
        .chars()
        .map(|letter| if letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.') { letter } else { '-' })
        .collect();
    if revision > 1 { format!("{safe}-rev{revision}.pdf") } else { format!("{safe}.pdf") }
}

fn file_name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
