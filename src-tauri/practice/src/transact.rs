//! The one way through: every act runs in [`Practice::transact`], which alone begins, commits and keeps the books of acts.

use std::collections::{BTreeMap, BTreeSet};

use billing::Currency;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{Connection, Sqlite, SqliteConnection, Transaction};

use crate::{
    Practice, effect,
    error::Error,
    ids::{OperationId, SourceId},
    now::Now,
    sentence::foreseen,
    store::{self, Entity, Tracked, profile::ProfileRow},
    view::{ActKey, Acted, Topic},
};

/// When and how an act is asked for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The moment, read once at the edge.
    pub now: Now,
    /// Its key, and whether it is only to be shown.
    pub key: ActKey,
}

impl Ask {
    /// An act that is to be done, once for each `key`.
    #[must_use]
    pub fn new(now: Now, key: impl Into<String>) -> Self {
        Self { now, key: ActKey { key: key.into(), preview: false } }
    }
}

/// What an act did, as it tells [`Practice::transact`].
pub(crate) enum Done<T> {
    /// It wrote something: the answer, and what happened in one sentence.
    Something(T, String),
    /// Everything was so already; nothing is written, no operation is kept.
    Nothing(T, String),
}

/// An act under way.
pub(crate) struct Act<'c> {
    db: Transaction<'c, Sqlite>,
    /// The operation that every written row points to.
    pub operation: OperationId,
    /// The moment of the act.
    pub now: Now,
    /// Who the practice is and how it bills.
    pub profile: ProfileRow,
    /// The practice's currency.
    pub currency: Currency,
    subjects: BTreeMap<(Entity, i64), bool>,
    warnings: Vec<String>,
    undoes: Option<OperationId>,
}

impl Act<'_> {
    /// The connection, inside the act's transaction.
    pub(crate) fn db(&mut self) -> &mut SqliteConnection {
        &mut self.db
    }

    /// Notes that the act makes a thing.
    pub(crate) fn made(&mut self, entity: Entity, id: i64) {
        self.subjects.insert((entity, id), true);
    }

    /// Notes that the act changes a thing, so that its history shows the act.
    pub(crate) fn touched(&mut self, entity: Entity, id: i64) {
        self.subjects.entry((entity, id)).or_insert(false);
    }

    /// Notes that the act changes a source of money, under what history calls its kind.
    pub(crate) async fn touched_source(&mut self, source: SourceId) -> Result<(), Error> {
        let kind = store::source::load_kind(&mut self.db, source).await?;
        self.touched(store::source::entity(kind), source.get());
        Ok(())
    }

    /// Says something that the user should know, without being stopped by it.
    pub(crate) fn warn(&mut self, warning: impl Into<String>) {
        self.warnings.push(warning.into());
    }

    /// Notes that the act takes back another.
    pub(crate) fn undoes(&mut self, operation: OperationId) {
        self.undoes = Some(operation);
    }

    /// Adds a thing that can be edited; its absence before is what undo puts back.
    pub(crate) async fn add<T: Tracked>(&mut self, row: &T) -> Result<i64, Error> {
        let id = row.insert(&mut self.db, None).await?;
        let operation = self.operation;
        store::operation::save_change(&mut self.db, operation, T::ENTITY, id, None::<&T>, Some(row)).await?;
        self.made(T::ENTITY, id);
        Ok(id)
    }

    /// Changes a thing that can be edited; what it was before is what undo puts back.
    /// Says whether anything was different.
    pub(crate) async fn put<T: Tracked>(&mut self, id: i64, row: &T) -> Result<bool, Error> {
        let before = T::load(&mut self.db, id).await?.ok_or(Error::NotFound(T::ENTITY.word()))?;
        if before == *row {
            return Ok(false);
        }
        row.update(&mut self.db, id, &before).await?;
        let operation = self.operation;
        store::operation::save_change(&mut self.db, operation, T::ENTITY, id, Some(&before), Some(row)).await?;
        self.touched(T::ENTITY, id);
        Ok(true)
    }

    /// Deletes a thing that can be edited and has no history.
    pub(crate) async fn remove<T: Tracked>(&mut self, id: i64) -> Result<(), Error> {
        let before = T::load(&mut self.db, id).await?.ok_or(Error::NotFound(T::ENTITY.word()))?;
        T::delete(&mut self.db, id).await?;
        let operation = self.operation;
        store::operation::save_change(&mut self.db, operation, T::ENTITY, id, Some(&before), None::<&T>).await?;
        self.touched(T::ENTITY, id);
        Ok(())
    }

    fn topics(&self) -> Vec<Topic> {
        let topics: BTreeSet<Topic> =
            self.subjects.keys().flat_map(|(entity, _)| entity.topics().iter().copied()).collect();
        topics.into_iter().collect()
    }
}

impl Practice {
    /// Runs `act` as one operation: all of it is kept, or nothing. A second call with the same key has no further
    /// effect and gives the same answer; a preview runs the same and keeps nothing.
    ///
    /// # Errors
    /// Whatever `act` refuses, or what the store says; nothing is changed then.
    pub(crate) async fn transact<T, F>(&self, kind: &'static str, ask: &Ask, act: F) -> Result<Acted<T>, Error>
    where
        T: Serialize + DeserializeOwned,
        F: AsyncFnOnce(&mut Act<'_>) -> Result<Done<T>, Error>,
    {
        self.transact_on(&mut *self.db().await?, kind, ask, act).await
    }

    /// The same, where the caller has the connection already.
    pub(crate) async fn transact_on<T, F>(
        &self,
        db: &mut SqliteConnection,
        kind: &'static str,
        ask: &Ask,
        act: F,
    ) -> Result<Acted<T>, Error>
    where
        T: Serialize + DeserializeOwned,
        F: AsyncFnOnce(&mut Act<'_>) -> Result<Done<T>, Error>,
    {
        if let Some(earlier) = self.earlier(db, kind, ask).await? {
            return Ok(earlier);
        }
        let profile = store::profile::load(db).await?;
        let currency = profile.currency()?;
        let operation = store::operation::next_id(db).await?;
        let mut running = Act {
            db: db.begin_with("begin immediate").await?,
            operation,
            now: ask.now,
            profile,
            currency,
            subjects: BTreeMap::new(),
            warnings: Vec::new(),
            undoes: None,
        };
        let done = act(&mut running).await?;
        let acted = finish(running, kind, ask, done).await?;
        if acted.operation.is_some() {
            // An import is undone only until the next act.
            self.folder().discard_copy_before((operation.get() - 1).into());
        }
        Ok(acted)
    }

    /// The answer to the same act if it was done before under its key.
    ///
    /// # Errors
    /// An act without a key, or with that of another; the file is gone.
    pub(crate) async fn earlier<T: DeserializeOwned>(
        &self,
        db: &mut SqliteConnection,
        kind: &'static str,
        Ask { key: ActKey { key, .. }, .. }: &Ask,
    ) -> Result<Option<Acted<T>>, Error> {
        if key.trim().is_empty() {
            return Err(Error::Inconsistent("an act without a key".to_owned()));
        }
        if !self.folder().has_file() {
            return Err(Error::Unreachable);
        }
        match store::operation::find_by_key(db, key).await? {
            Some(earlier) => repeated(db, kind, earlier).await.map(Some),
            None => Ok(None),
        }
    }
}

/// Keeps the operation and commits, or rolls back a preview and an act that had nothing to do.
async fn finish<T: Serialize>(
    mut act: Act<'_>,
    kind: &'static str,
    ask: &Ask,
    done: Done<T>,
) -> Result<Acted<T>, Error> {
    let (answer, sentence) = match done {
        Done::Something(answer, sentence) => (answer, sentence),
        Done::Nothing(answer, sentence) => {
            act.db.rollback().await?;
            let warnings = act.warnings;
            let sentence = if ask.key.preview { foreseen(&sentence) } else { sentence };
            return Ok(Acted { answer, operation: None, sentence, changed: vec![], effects: vec![], warnings });
        }
    };
    if ask.key.preview {
        let effects = effect::list(&mut act).await?;
        let changed = act.topics();
        act.db.rollback().await?;
        let sentence = foreseen(&sentence);
        return Ok(Acted { answer, operation: None, sentence, changed, effects, warnings: act.warnings });
    }
    let stored = store::operation::OperationRow {
        id: act.operation,
        kind: kind.to_owned(),
        sentence,
        acted_on: act.now.on,
        acted_at: act.now.at_text(),
        key: ask.key.key.clone(),
        undoes: act.undoes,
        answer: serde_json::to_string(&answer).map_err(|error| Error::Inconsistent(error.to_string()))?,
    };
    let subjects = std::mem::take(&mut act.subjects);
    store::operation::save(&mut act.db, &stored, &subjects).await?;
    act.subjects = subjects;
    let changed = act.topics();
    act.db.commit().await?;
    Ok(Acted {
        answer,
        operation: Some(act.operation),
        sentence: stored.sentence,
        changed,
        effects: vec![],
        warnings: act.warnings,
    })
}

/// The answer to an act that was done before under the same key.
async fn repeated<T: DeserializeOwned>(
    db: &mut SqliteConnection,
    kind: &'static str,
    earlier: store::operation::OperationRow,
) -> Result<Acted<T>, Error> {
    if earlier.kind != kind {
        return Err(Error::Inconsistent("one key for two acts".to_owned()));
    }
    let changed: BTreeSet<Topic> = store::operation::list_subjects(db, earlier.id)
        .await?
        .into_iter()
        .flat_map(|((entity, _), _)| entity.topics().iter().copied())
        .collect();
    Ok(Acted {
        answer: serde_json::from_str(&earlier.answer).map_err(|error| Error::Inconsistent(error.to_string()))?,
        operation: Some(earlier.id),
        sentence: earlier.sentence,
        changed: changed.into_iter().collect(),
        effects: vec![],
        warnings: vec![],
    })
}
