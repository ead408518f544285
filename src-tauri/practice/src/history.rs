//! Histories: what was done, with what, and what was taken back.

use sqlx::SqliteConnection;

use crate::{
    Practice,
    error::Error,
    ids::{ClientId, OperationId},
    store::{
        self, Entity, PAGE_ROWS,
        operation::{HistoryLine, HistoryPage},
    },
    take_over::IMPORT,
    undo,
    view::{HistoryRow, Listed},
};

/// What was done, and why where that was said.
pub(crate) fn because(sentence: String, reason: &str) -> String {
    match reason.trim() {
        "" => sentence,
        reason => format!("{sentence}: {reason}"),
    }
}

impl Practice {
    /// One page of all acts, newest first.
    ///
    /// # Errors
    /// What the store says.
    pub async fn recent_operations(&self, page: u32) -> Result<Listed<HistoryRow>, Error> {
        let mut db = self.db().await?;
        let lines = store::operation::list_recent(&mut db, HistoryPage::of(page)).await?;
        let rows = rows(&mut db, lines).await?;
        let total = store::operation::count_all(&mut db).await?;
        Ok(Listed { rows, total, page, page_size: PAGE_ROWS })
    }

    /// One page of what happened with a client, newest first.
    ///
    /// # Errors
    /// What the store says.
    pub async fn client_history(&self, id: ClientId, page: u32) -> Result<Listed<HistoryRow>, Error> {
        let mut db = self.db().await?;
        let lines = store::operation::list_history(&mut db, Entity::Client, id.get(), HistoryPage::of(page)).await?;
        let rows = rows(&mut db, lines).await?;
        let total = store::operation::count_history(&mut db, Entity::Client, id.get()).await?;
        Ok(Listed { rows, total, page, page_size: PAGE_ROWS })
    }
}

/// All that was done with a document, newest first.
pub(crate) async fn of(db: &mut SqliteConnection, entity: Entity, id: i64) -> Result<Vec<HistoryRow>, Error> {
    let lines = store::operation::list_history(db, entity, id, HistoryPage::WHOLE).await?;
    rows(db, lines).await
}

async fn rows(db: &mut SqliteConnection, lines: Vec<HistoryLine>) -> Result<Vec<HistoryRow>, Error> {
    let newest = store::operation::newest_id(db).await?;
    Ok(lines.into_iter().map(|line| row(line, newest)).collect())
}

fn row(line: HistoryLine, newest: OperationId) -> HistoryRow {
    HistoryRow {
        operation: line.id,
        is_undo: line.undoes.is_some() && !undo::is_done_again(&line.sentence),
        sentence: line.sentence,
        acted_at: line.acted_at,
        undone: line.undone,
        can_undo: line.undone_by.is_none() && !undo::is_final(&line.kind) && (line.kind != IMPORT || line.id == newest),
    }
}
