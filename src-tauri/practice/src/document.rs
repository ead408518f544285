//! Documents as PDF: shown, saved, printed, sent, and kept as they were supplied.

use std::path::{Path, PathBuf};

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use crate::{
    Practice,
    error::Error,
    files::{self, Saved},
    frozen::{self, FrozenPayer},
    ids::{ClientId, SuppliedId},
    lay_out::{Laid, lay_out},
    mail,
    now::Now,
    statement,
    store::{self, Entity, supplied::NewCopy},
    transact::{Act, Ask, Done},
    vault::hex,
    view::{Acted, DeliveryRow, DocumentPreview, DocumentRef, StatementOf, SuppliedRow, Way},
};

impl Practice {
    /// A document as it would be supplied now: the very bytes of an earlier copy if nothing on it changed since.
    ///
    /// # Errors
    /// There is no such document.
    pub async fn preview_document(&self, document: DocumentRef, now: Now) -> Result<DocumentPreview, Error> {
        let mut db = self.db().await?;
        let laid = lay_out(&mut db, document, now.on).await?;
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
    pub async fn document_file_name(&self, document: DocumentRef, now: Now) -> Result<String, Error> {
        Ok(lay_out(&mut *self.db().await?, document, now.on).await?.file_name)
    }

    /// Saves a document as PDF to `path`, and keeps the copy.
    ///
    /// # Errors
    /// The file cannot be written; nothing is kept then.
    pub async fn save_document(&self, document: DocumentRef, path: &Path, ask: &Ask) -> Result<Acted<()>, Error> {
        let mut saved = None;
        let acted = self.transact("save_document", ask, async |act| {
            let laid = supply(act, document, Way::Pdf, &file_name_of(path)).await?;
            saved = write(ask, path, &laid.bytes)?;
            Ok(Done::Something((), format!("Saved {} as PDF", laid.number)))
        });
        kept(acted.await, saved)
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
        let mut saved = None;
        let acted = self.transact("print_document", ask, async |act| {
            let laid = supply(act, document, Way::Print, "").await?;
            let path = folder.join(&laid.file_name);
            saved = write(ask, &path, &laid.bytes)?;
            Ok(Done::Something(path, format!("Printed {}", laid.number)))
        });
        kept(acted.await, saved)
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
        let mut saved = None;
        let acted = self.transact("email_document", ask, async |act| {
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
            saved = write(ask, &path, &message)?;
            if to.is_none() {
                act.warn("There is no e-mail address to send to. Fill it in in the message, or on the client's page.");
            }
            Ok(Done::Something(path, format!("Made an e-mail with {}", laid.number)))
        });
        kept(acted.await, saved)
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
            document: match Entity::parse(&row.entity)? {
                Entity::Payment => DocumentRef::Receipt(row.entity_id.into()),
                Entity::CreditNote => DocumentRef::CreditNote(row.entity_id.into()),
                Entity::Refund => DocumentRef::Refund(row.entity_id.into()),
                Entity::Statement => DocumentRef::Statement(StatementOf {
                    client_id: row.entity_id.into(),
                    from: row.from_on,
                    to: store::stored(row.to_on, "day of a statement")?,
                }),
                _ => DocumentRef::Invoice(row.entity_id.into()),
            },
            number: match row.to_on {
                Some(to) => statement::in_words(row.from_on, to),
                None => row.number,
            },
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

/// Keeps the copy and its delivery.
async fn supply(act: &mut Act<'_>, document: DocumentRef, way: Way, to: &str) -> Result<Laid, Error> {
    let today = act.now.on;
    let laid = lay_out(act.db(), document, today).await?;
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
                days: laid.days,
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

/// Writes the file of an act; a preview writes none. It stands before the act is committed, so that no copy is kept
/// of a document that did not get out.
fn write(ask: &Ask, path: &Path, bytes: &[u8]) -> Result<Option<Saved>, Error> {
    if ask.key.preview {
        return Ok(None);
    }
    files::save_for_act(path, bytes).map(Some).map_err(|error| Error::File(error.to_string()))
}

/// What came of an act that wrote a file: the file goes if the act is not kept.
fn kept<T>(acted: Result<T, Error>, saved: Option<Saved>) -> Result<T, Error> {
    if let (Err(_), Some(saved)) = (&acted, saved) {
        saved.take_back();
    }
    acted
}

async fn recipient_address(db: &mut SqliteConnection, document: DocumentRef) -> Result<String, Error> {
    let payer = match document {
        DocumentRef::Invoice(id) => store::invoice::load(db, id).await?.bill_to,
        DocumentRef::Receipt(id) => store::payment::load(db, id).await?.received_from,
        DocumentRef::CreditNote(id) => store::credit_note::load(db, id).await?.bill_to,
        DocumentRef::Refund(id) => store::refund::load(db, id).await?.paid_to,
        DocumentRef::Statement(of) => {
            let client = store::client::load(db, of.client_id).await?;
            return Ok(frozen::payer_now(&client).email);
        }
    };
    Ok(frozen::read::<FrozenPayer>(&payer)?.email)
}

fn file_name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
