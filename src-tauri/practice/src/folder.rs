//! The folder of a practice: what is in it, who has it open, and how it is opened.

use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use sqlx::{
    ConnectOptions, Connection, SqliteConnection,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous},
};

use crate::{
    files,
    vault::{DataKey, Vault, VaultError},
};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

pub(crate) const FILE: &str = "practice.db";
const VAULT: &str = "vault.json";
const LOCK: &str = "lock";
/// The file of a practice whose first start is under way.
const BEGUN: &str = "practice.begun";
/// Names of folders that cloud programs sync, in lower case.
const SYNCED: [&str; 9] = [
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "my drive",
    "icloud drive",
    "mobile documents",
    "nextcloud",
    "pcloud drive",
];

/// Why a practice does not open. Each message says what is wrong and what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The passphrase or the recovery code is wrong, or a new one cannot be taken.
    #[error("{0}")]
    Vault(VaultError),
    /// The file or the vault is damaged.
    #[error(
        "The file of your practice is damaged and was left as it is. Restore the folder from a backup; do not start a new practice over it."
    )]
    Damaged,
    /// Another Daybook has it open.
    #[error("Your practice is open in another Daybook window. Use that one, or close it first.")]
    InUse,
    /// Nothing can be written to the folder.
    #[error(
        "Daybook may not write to the folder of your practice. Give yourself the right to write to it, then try again."
    )]
    ReadOnly,
    /// A newer Daybook wrote it.
    #[error("A newer Daybook wrote this practice. Install that version to open it; nothing was changed.")]
    Newer,
    /// A Daybook from before the first release wrote it, whose file was laid out otherwise.
    #[error(
        "This practice was made by a Daybook from before the first release, and this one keeps its books otherwise. Start a new practice in another folder; nothing was changed in this one."
    )]
    Unreleased,
    /// Part of the folder is missing.
    #[error(
        "Part of your practice is missing: its folder must hold both {FILE} and {VAULT}. Put back the missing one from a backup; Daybook makes no new one over it."
    )]
    Missing,
    /// A cloud program syncs the folder.
    #[error(
        "This folder is synced by a cloud program, which can damage a file that is in use. Keep your practice in another folder; backups may go here."
    )]
    Synced,
    /// There is a practice already.
    #[error("There is a practice in this folder already. It was left as it is.")]
    Exists,
    /// The disk is full.
    #[error("The disk is full, so nothing was changed. Free some space, then try again.")]
    DiskFull,
    /// A file cannot be made.
    #[error("The practice could not be written: {0}")]
    File(String),
}

impl From<VaultError> for OpenError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Damaged => Self::Damaged,
            VaultError::Newer => Self::Newer,
            other => Self::Vault(other),
        }
    }
}

/// What a folder holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contents {
    /// No practice.
    Nothing,
    /// A practice that a passphrase opens.
    Practice,
}

/// The folder of a practice, locked against other Daybooks for as long as this value lives.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Takes the folder at `path`, making it if it does not exist.
    ///
    /// # Errors
    /// [`OpenError::Synced`], [`OpenError::ReadOnly`] or [`OpenError::InUse`].
    pub fn take(path: &Path) -> Result<Self, OpenError> {
        if is_synced(path) {
            return Err(OpenError::Synced);
        }
        fs::create_dir_all(path).map_err(|_| OpenError::ReadOnly)?;
        let lock = File::create(path.join(LOCK)).map_err(|_| OpenError::ReadOnly)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::InUse),
            Err(TryLockError::Error(_)) => return Err(OpenError::ReadOnly),
        }
        tempfile::tempfile_in(path).map_err(|_| OpenError::ReadOnly)?;
        Ok(Self { path: path.to_owned(), _lock: lock })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the practice file is still where it was opened: what is written to a file that was taken away is lost.
    pub(crate) fn has_file(&self) -> bool {
        self.path.join(FILE).exists()
    }

    /// What is in it.
    ///
    /// # Errors
    /// [`OpenError::Missing`] if there is only half of a practice.
    pub fn contents(&self) -> Result<Contents, OpenError> {
        match (self.path.join(FILE).exists(), self.path.join(VAULT).exists()) {
            (false, false) => Ok(Contents::Nothing),
            (true, true) => Ok(Contents::Practice),
            (false, true) if self.path.join(BEGUN).exists() => {
                self.take_up_begun()?;
                Ok(Contents::Practice)
            }
            _ => Err(OpenError::Missing),
        }
    }

    /// The vault that holds the key.
    ///
    /// # Errors
    /// [`OpenError::Missing`], [`OpenError::Damaged`] or [`OpenError::Newer`].
    pub fn vault(&self) -> Result<Vault, OpenError> {
        let bytes = fs::read(self.path.join(VAULT)).map_err(|_| OpenError::Missing)?;
        Ok(Vault::read(&String::from_utf8_lossy(&bytes))?)
    }

    /// Writes the vault, all of it or nothing.
    ///
    /// # Errors
    /// [`OpenError::File`] in words.
    pub fn save_vault(&self, vault: &Vault) -> Result<(), OpenError> {
        files::save_atomically(&self.path.join(VAULT), vault.to_text().as_bytes())
            .map_err(|error| OpenError::File(error.to_string()))
    }

    /// Makes the file of a new practice under `key`, aside: it becomes the practice by [`Folder::settle`].
    ///
    /// # Errors
    /// [`OpenError::Exists`] if there is a practice, or what the file says.
    pub(crate) async fn begin(&self, key: &DataKey) -> Result<SqliteConnection, OpenError> {
        if self.contents()? == Contents::Practice {
            return Err(OpenError::Exists);
        }
        self.discard_begun();
        let mut db = connect(&self.path.join(BEGUN), key, true).await?;
        MIGRATIONS.run(&mut db).await.map_err(|error| OpenError::File(error.to_string()))?;
        Ok(db)
    }

    /// Makes the file that was begun, and is closed, the practice. A start that is cut short before leaves no practice.
    ///
    /// # Errors
    /// [`OpenError::File`] in words.
    pub(crate) fn settle(&self, vault: &Vault) -> Result<(), OpenError> {
        self.save_vault(vault)?;
        self.take_up_begun()
    }

    /// Takes away a file that was begun and not settled.
    pub(crate) fn discard_begun(&self) {
        self.discard(BEGUN);
    }

    fn take_up_begun(&self) -> Result<(), OpenError> {
        fs::rename(self.path.join(BEGUN), self.path.join(FILE)).map_err(|error| OpenError::File(error.to_string()))
    }

    /// Opens the file with `key` and brings its schema up to date.
    ///
    /// # Errors
    /// [`OpenError::Damaged`], [`OpenError::Newer`] or [`OpenError::Unreleased`].
    pub(crate) async fn open(&self, key: &DataKey) -> Result<SqliteConnection, OpenError> {
        let mut db = connect(&self.path.join(FILE), key, false).await?;
        let applied: Vec<(i64, Vec<u8>)> =
            sqlx::query_as("select version, checksum from _sqlx_migrations where success order by version")
                .fetch_all(&mut db)
                .await
                .map_err(|_| OpenError::Damaged)?;
        let (from, ours) = (applied.last().map(|(version, _)| *version), MIGRATIONS.iter().map(|it| it.version).max());
        if from > ours {
            return Err(OpenError::Newer);
        }
        let differs = |(version, checksum): &(i64, Vec<u8>)| {
            MIGRATIONS.iter().any(|ours| ours.version == *version && ours.checksum.as_ref() != checksum.as_slice())
        };
        if applied.iter().any(differs) {
            return Err(OpenError::Unreleased);
        }
        if from < ours {
            db = self.migrate(key, db, from.unwrap_or_default()).await?;
        }
        Ok(db)
    }

    /// Copies the file aside, checks the copy, and only then changes the schema.
    async fn migrate(&self, key: &DataKey, db: SqliteConnection, from: i64) -> Result<SqliteConnection, OpenError> {
        db.close().await.map_err(in_words)?;
        self.copy(key, FILE, &format!("practice-before-update-{from}.db")).await?;
        let mut db = connect(&self.path.join(FILE), key, false).await?;
        MIGRATIONS.run(&mut db).await.map_err(|error| OpenError::File(error.to_string()))?;
        verify(&mut db).await?;
        Ok(db)
    }

    /// Copies a file that is closed, to the disk, and checks the copy.
    pub(crate) async fn copy(&self, key: &DataKey, from: &str, to: &str) -> Result<(), OpenError> {
        let to = self.path.join(to);
        fs::copy(self.path.join(from), &to).map_err(from_system)?;
        File::options().write(true).open(&to).and_then(|copy| copy.sync_all()).map_err(from_system)?;
        let mut check = options(&to, key).connect().await.map_err(|_| OpenError::Damaged)?;
        verify(&mut check).await?;
        check.close().await.map_err(in_words)
    }

    /// Takes away a file of the folder.
    pub(crate) fn discard(&self, name: &str) {
        // What cannot be removed is overwritten, or tried again when the practice opens.
        let _ = fs::remove_file(self.path.join(name));
    }
}

fn in_words(error: sqlx::Error) -> OpenError {
    OpenError::File(error.to_string())
}

/// What the system says about a file.
pub(crate) fn from_system(error: io::Error) -> OpenError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => OpenError::DiskFull,
        _ => OpenError::File(error.to_string()),
    }
}

/// Opens a file with its key, as every practice file is opened.
pub(crate) async fn connect(file: &Path, key: &DataKey, create: bool) -> Result<SqliteConnection, OpenError> {
    let mut db = options(file, key).create_if_missing(create).connect().await.map_err(|_| OpenError::Damaged)?;
    let cipher: Option<String> =
        sqlx::query_scalar("pragma cipher_version").fetch_optional(&mut db).await.map_err(|_| OpenError::Damaged)?;
    let foreign_keys: i64 =
        sqlx::query_scalar("pragma foreign_keys").fetch_one(&mut db).await.map_err(|_| OpenError::Damaged)?;
    if cipher.is_none() || foreign_keys != 1 {
        return Err(OpenError::File("this Daybook was built without encryption".to_owned()));
    }
    // A wrong key and a destroyed file show at the first read.
    sqlx::query("select count(*) from sqlite_schema").execute(&mut db).await.map_err(|_| OpenError::Damaged)?;
    Ok(db)
}

fn options(file: &Path, key: &DataKey) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .pragma("key", key.as_pragma())
        .journal_mode(SqliteJournalMode::Delete)
        .synchronous(SqliteSynchronous::Extra)
        .locking_mode(SqliteLockingMode::Exclusive)
        .foreign_keys(true)
        .statement_cache_capacity(512)
        // A list of thousands of rows is read without the two threads waiting for each other at every few of them.
        .row_buffer_size(4096)
        .pragma("trusted_schema", "off")
        .pragma("cache_size", "-65536")
        .pragma("temp_store", "memory")
        .disable_statement_logging();
    if cfg!(target_os = "macos") { options.pragma("fullfsync", "on") } else { options }
}

/// Whether every page, row and reference of a file is sound.
async fn verify(db: &mut SqliteConnection) -> Result<(), OpenError> {
    let sound: String =
        sqlx::query_scalar("pragma integrity_check").fetch_one(&mut *db).await.map_err(|_| OpenError::Damaged)?;
    let dangling = sqlx::query("pragma foreign_key_check").fetch_optional(db).await.map_err(|_| OpenError::Damaged)?;
    if sound == "ok" && dangling.is_none() { Ok(()) } else { Err(OpenError::Damaged) }
}

fn is_synced(path: &Path) -> bool {
    path.components().any(|part| {
        let name = part.as_os_str().to_string_lossy().to_lowercase();
        SYNCED.iter().any(|synced| name == *synced || name.starts_with(&format!("{synced} - ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_cloud_programs_sync_are_refused() {
        for path in ["/home/ana/Dropbox/daybook", "/home/ana/OneDrive - Practice/x", "/Users/a/Mobile Documents/x"] {
            assert!(is_synced(Path::new(path)), "{path}");
        }
        assert!(!is_synced(Path::new("/home/ana/.local/share/daybook")));
    }
}
