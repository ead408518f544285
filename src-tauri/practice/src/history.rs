//! Histories: what was done, with what, and what was taken back.

use sqlx::SqliteConnection;

use crate::{
    Practice,
    error::Error,
    ids::OperationId,
    store::{self, Entity, operation::HistoryLine},
    take_over::IMPORT,
    undo,
    view::HistoryRow,
};

const SHOWN: u32 = 200;

impl Practice {
    /// The latest acts, newest first.
    ///
    /// # Errors
    /// What the store says.
    pub async fn recent_operations(&self) -> Result<Vec<HistoryRow>, Error> {
        let mut db = self.db().await?;
        let newest = store::operation::newest_id(&mut db).await?;
        let lines = store::operation::list_recent(&mut db, SHOWN).await?;
        Ok(lines.into_iter().map(|line| row(line, newest)).collect())
    }
}

/// What was done with a thing, newest first.
pub(crate) async fn of(db: &mut SqliteConnection, entity: Entity, id: i64) -> Result<Vec<HistoryRow>, Error> {
    let newest = store::operation::newest_id(db).await?;
    let lines = store::operation::list_history(db, entity, id, SHOWN).await?;
    Ok(lines.into_iter().map(|line| row(line, newest)).collect())
}

fn row(line: HistoryLine, newest: OperationId) -> HistoryRow {
    HistoryRow {
        operation: line.id,
        sentence: line.sentence,
        acted_at: line.acted_at,
        is_undo: line.undoes.is_some(),
        undone: line.undone_by.is_some(),
        can_undo: !undo::is_final(&line.kind) && (line.kind != IMPORT || line.id == newest),
    }
}
