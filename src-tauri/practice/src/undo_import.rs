//! The undo of an import: the file from before it is put back, with a record of both.

use std::collections::BTreeMap;

use sqlx::{Connection, SqliteConnection};

use crate::{
    Practice,
    error::Error,
    ids::OperationId,
    sentence::foreseen,
    store::{self, operation::OperationRow},
    transact::Ask,
    undo::UNDID,
    view::{Acted, Topic},
};

/// The kind of operation that takes back an import.
pub(crate) const UNDO_IMPORT: &str = "undo_import";

const COPY_GONE: &str = "The copy of your practice from before this import is not there any more, so the import cannot \
                         be undone. Correct single documents instead.";

impl Practice {
    /// Takes back an import while it is the newest act: an import gives numbers that only it uses, so no mirror of its
    /// rows would leave the books as they were. The file that was copied before it becomes the practice again; that the
    /// import was made and undone stays on record there, under both keys.
    ///
    /// # Errors
    /// Something was done since, which is named; the copy is gone; the disk is full. Nothing is changed then.
    pub(crate) async fn undo_import(&self, import: OperationId, ask: &Ask) -> Result<Acted<()>, Error> {
        let mut turn = self.turn().await?;
        let db = turn.db()?;
        if let Some(earlier) = self.earlier::<()>(db, UNDO_IMPORT, ask).await? {
            return Ok(answer(earlier.sentence));
        }
        let imported = store::operation::load(db, import).await?;
        refuse_later(db, &imported).await?;
        if !self.folder().has_copy_before(import) {
            return Err(Error::rule(COPY_GONE));
        }
        let sentence = format!("{UNDID}{}", imported.sentence);
        if !ask.key.preview {
            let undone = OperationRow {
                id: (import.get() + 1).into(),
                kind: UNDO_IMPORT.to_owned(),
                sentence: sentence.clone(),
                acted_on: ask.now.on,
                acted_at: ask.now.at_text(),
                key: ask.key.key.clone(),
                undoes: Some(import),
                answer: "null".to_owned(),
            };
            turn.while_closed(async |folder, key| {
                let mut db = folder.begin_restore(key, import).await?;
                let recorded = record(&mut db, &[imported, undone]).await;
                let closed = db.close().await;
                recorded?;
                closed?;
                Ok(folder.put_back()?)
            })
            .await?;
            self.folder().tidy((import.get() + 1).into());
        }
        Ok(answer(if ask.key.preview { foreseen(&sentence) } else { sentence }))
    }
}

/// Refuses if the import was undone, or anything was done since.
async fn refuse_later(db: &mut SqliteConnection, imported: &OperationRow) -> Result<(), Error> {
    if store::operation::is_undone(db, imported.id).await? {
        return Err(Error::rule(format!("“{}” was undone already.", imported.sentence)));
    }
    let newest = store::operation::newest_id(db).await?;
    if newest != imported.id {
        let newest = store::operation::load(db, newest).await?.sentence;
        return Err(Error::rule(format!(
            "An import can be undone only until the next act, and “{newest}” came since. Correct single documents instead."
        )));
    }
    Ok(())
}

/// Writes both acts into the file from before the import. They touched nothing that is there.
async fn record(db: &mut SqliteConnection, acts: &[OperationRow; 2]) -> Result<(), Error> {
    let [imported, _] = acts;
    if store::operation::next_id(db).await? != imported.id {
        return Err(Error::rule(COPY_GONE));
    }
    let mut transaction = db.begin_with("begin immediate").await?;
    for act in acts {
        store::operation::save(&mut transaction, act, &BTreeMap::new()).await?;
    }
    Ok(transaction.commit().await?)
}

/// Everything may be different now; it is not done again from here, so there is no operation to undo.
fn answer(sentence: String) -> Acted<()> {
    Acted { answer: (), operation: None, sentence, changed: Topic::ALL.to_vec(), effects: vec![], warnings: vec![] }
}
