//! The open practice.

use chrono::{DateTime, Utc};
use sqlx::{Connection, SqliteConnection};
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use crate::{
    error::Error,
    first_start,
    folder::{Contents, Folder, OpenError},
    now::Now,
    profile, store,
    vault::{DataKey, Vault, VaultError},
    view::FirstStartForm,
};

/// One practice file. It has one connection; every act and every read waits for its turn.
pub struct Practice {
    folder: Folder,
    open: Mutex<Option<Open>>,
}

struct Open {
    db: SqliteConnection,
    key: DataKey,
    /// By its recovery code, which then stands in for the passphrase.
    by_code: bool,
}

impl std::fmt::Debug for Practice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Practice").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Practice {
    /// The practice in a folder, still locked.
    #[must_use]
    pub fn in_folder(folder: Folder) -> Self {
        Self { folder, open: Mutex::new(None) }
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Whether it is open.
    pub async fn is_open(&self) -> bool {
        self.open.lock().await.is_some()
    }

    /// Makes a new practice, opens it, and returns its recovery code, which is kept nowhere. One that only looks around
    /// gets the profile of the sample practice; its spreadsheets are then imported like any.
    ///
    /// # Errors
    /// Fields that cannot be taken, or why the file could not be made. Nothing is left behind then.
    pub async fn create(&self, form: &FirstStartForm) -> Result<String, CreateError> {
        let (profile, services) =
            if form.sample { (profile::read(&profile::of_sample()?)?, vec![]) } else { first_start::read(form)? };
        let (vault, key, code) = Vault::create(&form.passphrase, &form.passphrase_again).map_err(new_passphrase)?;
        let mut db = self.folder.begin(&key).await?;
        let begun = first_start::write(&mut db, &profile, services).await;
        let closed = db.close().await.map_err(|error| CreateError::Refused(error.into()));
        let settled = match begun {
            Ok(()) => closed.and_then(|()| self.folder.settle(&vault).map_err(CreateError::Open)),
            Err(error) => Err(CreateError::Refused(error)),
        };
        if let Err(error) = settled {
            self.folder.discard_begun();
            return Err(error);
        }
        self.open_with(key, false).await?;
        Ok(code)
    }

    /// Opens the practice with its passphrase.
    ///
    /// # Errors
    /// Why it does not open; the file is never changed by that.
    pub async fn unlock(&self, passphrase: &str) -> Result<(), OpenError> {
        let key = self.present_vault()?.open(passphrase)?;
        self.open_with(key, false).await
    }

    /// Opens the practice with its recovery code.
    ///
    /// # Errors
    /// Why it does not open; the file is never changed by that.
    pub async fn unlock_with_recovery_code(&self, code: &str) -> Result<(), OpenError> {
        let key = self.present_vault()?.open_by_recovery_code(code)?;
        self.open_with(key, true).await
    }

    /// Gives the vault another passphrase. The old one is not asked for after the recovery code opened the practice.
    ///
    /// # Errors
    /// A wrong old passphrase, or a new one that cannot be taken.
    pub async fn change_passphrase(&self, old: &str, new: &str, again: &str) -> Result<(), OpenError> {
        let vault = self.present_vault()?;
        let key = vault.open(old)?;
        self.folder.save_vault(&vault.with_passphrase(&key, new, again)?)
    }

    /// Sets a new passphrase for a practice that its recovery code opened.
    ///
    /// # Errors
    /// A new passphrase that cannot be taken; [`VaultError::WrongPassphrase`] if its passphrase opened it;
    /// [`OpenError::Missing`] if it is not open.
    pub async fn reset_passphrase(&self, new: &str, again: &str) -> Result<(), OpenError> {
        let open = self.open.lock().await;
        let Open { key, by_code, .. } = open.as_ref().ok_or(OpenError::Missing)?;
        if !by_code {
            return Err(VaultError::WrongPassphrase.into());
        }
        self.folder.save_vault(&self.present_vault()?.with_passphrase(key, new, again)?)
    }

    /// The instant `at` in the practice's own time zone.
    ///
    /// # Errors
    /// The practice is not open.
    pub async fn now_at(&self, at: DateTime<Utc>) -> Result<Now, Error> {
        let profile = store::profile::load(&mut *self.db().await?).await?;
        Ok(Now::in_zone(at, profile.time_zone()?))
    }

    /// Closes the file; the key is wiped from memory.
    pub async fn lock(&self) {
        if let Some(open) = self.open.lock().await.take() {
            // Between commits the file is complete; there is nothing left to write.
            let _ = open.db.close().await;
        }
    }

    /// The connection, for one act or one read.
    pub(crate) async fn db(&self) -> Result<MappedMutexGuard<'_, SqliteConnection>, Error> {
        let Turn { open, .. } = self.turn().await?;
        MutexGuard::try_map(open, |open| open.as_mut().map(|open| &mut open.db)).map_err(|_| Error::Locked)
    }

    /// A turn at the practice, for an act that has to do with its file as well.
    pub(crate) async fn turn(&self) -> Result<Turn<'_>, Error> {
        let mut open = self.open.lock().await;
        if let Some(present) = open.take() {
            *open = Some(self.between_acts(present).await?);
        }
        Ok(Turn { folder: &self.folder, open })
    }

    /// A connection that is in no transaction. SQLite rolls back by itself when the disk is full, which the connection
    /// does not hear of: it could begin no other act, so it is replaced.
    async fn between_acts(&self, mut open: Open) -> Result<Open, Error> {
        // A rollback that is under way is over once the connection answers.
        if !open.db.is_in_transaction() || (open.db.ping().await.is_ok() && !open.db.is_in_transaction()) {
            return Ok(open);
        }
        // Whatever it was in the middle of is not kept.
        let _ = open.db.close().await;
        let db = self.folder.open(&open.key).await.map_err(|_| Error::Unreachable)?;
        Ok(Open { db, ..open })
    }

    fn present_vault(&self) -> Result<Vault, OpenError> {
        match self.folder.contents()? {
            Contents::Practice => self.folder.vault(),
            Contents::Nothing => Err(OpenError::Missing),
        }
    }

    async fn open_with(&self, key: DataKey, by_code: bool) -> Result<(), OpenError> {
        let mut open = self.open.lock().await;
        if open.is_none() {
            let mut db = self.folder.open(&key).await?;
            if let Ok(newest) = store::operation::newest_id(&mut db).await {
                self.folder.tidy(newest);
            }
            *open = Some(Open { db, key, by_code });
        }
        Ok(())
    }
}

/// A turn at the practice: nobody else acts on it or reads it meanwhile.
pub(crate) struct Turn<'a> {
    folder: &'a Folder,
    open: MutexGuard<'a, Option<Open>>,
}

impl Turn<'_> {
    /// The connection.
    pub(crate) fn db(&mut self) -> Result<&mut SqliteConnection, Error> {
        self.open.as_mut().map(|open| &mut open.db).ok_or(Error::Locked)
    }

    /// Does something with the file while it is closed, and opens it again whatever came of that.
    pub(crate) async fn while_closed<T>(
        &mut self,
        work: impl AsyncFnOnce(&Folder, &DataKey) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Open { db, key, by_code } = self.open.take().ok_or(Error::Locked)?;
        let done = match db.close().await {
            Ok(()) => work(self.folder, &key).await,
            Err(error) => Err(error.into()),
        };
        let db = self.folder.open(&key).await.map_err(|_| Error::Unreachable)?;
        *self.open = Some(Open { db, key, by_code });
        done
    }
}

/// Why a new practice was not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// What was typed cannot be taken.
    #[error(transparent)]
    Refused(#[from] Error),
    /// The file could not be made.
    #[error(transparent)]
    Open(#[from] OpenError),
}

pub(crate) fn new_passphrase(error: VaultError) -> CreateError {
    match error {
        VaultError::TooShort => CreateError::Refused(Error::field("passphrase", error)),
        VaultError::NotTheSame => CreateError::Refused(Error::field("passphrase_again", error)),
        other => CreateError::Open(other.into()),
    }
}
