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
    ids::OperationId,
    vault::{DataKey, Vault, VaultError},
};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

const FILE: &str = "practice.db";
const VAULT: &str = "vault.json";
const LOCK: &str = "lock";
/// The file of a practice whose first start is under way.
const BEGUN: &str = "practice.begun";
/// The file that takes the practice's place once it is complete.
const RESTORING: &str = "practice.restoring";
/// What the copies from before an import are called, with the number of its operation between.
const BEFORE_IMPORT: (&str, &str) = ("practice-before-import-", ".db");
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
    /// [`OpenError::Damaged`] or [`OpenError::Newer`].
    pub(crate) async fn open(&self, key: &DataKey) -> Result<SqliteConnection, OpenError> {
        let mut db = connect(&self.path.join(FILE), key, false).await?;
        let applied: Option<i64> = sqlx::query_scalar("select max(version) from _sqlx_migrations where success")
            .fetch_one(&mut db)
            .await
            .map_err(|_| OpenError::Damaged)?;
        let ours = MIGRATIONS.iter().map(|migration| migration.version).max();
        if applied > ours {
            return Err(OpenError::Newer);
        }
        if applied < ours {
            db = self.migrate(key, db, applied.unwrap_or_default()).await?;
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

    /// Keeps a checked copy of the file, which is closed, as it is before an import that will be `operation`.
    ///
    /// # Errors
    /// [`OpenError::DiskFull`], or what the file says; no copy is left then.
    pub(crate) async fn copy_before_import(&self, key: &DataKey, operation: OperationId) -> Result<(), OpenError> {
        let name = before_import(operation);
        let copied = self.copy(key, FILE, &name).await;
        if copied.is_err() {
            self.discard(&name);
        }
        copied
    }

    /// Whether there is a copy from before an import.
    pub(crate) fn has_copy_before(&self, import: OperationId) -> bool {
        self.path.join(before_import(import)).exists()
    }

    /// Takes away the copy from before an import, which can be undone no more.
    pub(crate) fn discard_copy_before(&self, import: OperationId) {
        self.discard(&before_import(import));
    }

    /// Takes away what an act that was cut short left: a file that was to be put back, and copies from before any
    /// import but `newest`, the newest operation.
    pub(crate) fn tidy(&self, newest: OperationId) {
        self.discard(RESTORING);
        let kept = before_import(newest);
        for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_copy = name.starts_with(BEFORE_IMPORT.0) && name.ends_with(BEFORE_IMPORT.1);
            if is_copy && name != kept {
                self.discard(&name);
            }
        }
    }

    /// Opens the file from before an import, aside: it becomes the practice by [`Folder::put_back`].
    ///
    /// # Errors
    /// [`OpenError::DiskFull`], or what the file says; the practice is as it was.
    pub(crate) async fn begin_restore(
        &self,
        key: &DataKey,
        import: OperationId,
    ) -> Result<SqliteConnection, OpenError> {
        self.discard(RESTORING);
        self.copy(key, &before_import(import), RESTORING).await?;
        connect(&self.path.join(RESTORING), key, false).await
    }

    /// Makes the file that was restored, and is closed like the present one, the practice.
    ///
    /// # Errors
    /// [`OpenError::File`] in words; the practice is as it was.
    pub(crate) fn put_back(&self) -> Result<(), OpenError> {
        if self.path.join(format!("{FILE}-journal")).exists() {
            // It would be played back into the wrong file.
            return Err(OpenError::File("the practice was not closed".to_owned()));
        }
        let (from, to) = (self.path.join(RESTORING), self.path.join(FILE));
        fs::rename(from, to).and_then(|()| files::sync_folder(&self.path)).map_err(from_system)
    }

    /// Copies a file that is closed, to the disk, and checks the copy.
    async fn copy(&self, key: &DataKey, from: &str, to: &str) -> Result<(), OpenError> {
        let to = self.path.join(to);
        fs::copy(self.path.join(from), &to).map_err(from_system)?;
        File::options().write(true).open(&to).and_then(|copy| copy.sync_all()).map_err(from_system)?;
        let mut check = options(&to, key).connect().await.map_err(|_| OpenError::Damaged)?;
        verify(&mut check).await?;
        check.close().await.map_err(in_words)
    }

    fn discard(&self, name: &str) {
        // What cannot be removed is overwritten, or tried again when the practice opens.
        let _ = fs::remove_file(self.path.join(name));
    }
}

fn before_import(operation: OperationId) -> String {
    let (start, end) = BEFORE_IMPORT;
    format!("{start}{operation}{end}")
}

fn in_words(error: sqlx::Error) -> OpenError {
    OpenError::File(error.to_string())
}

fn from_system(error: io::Error) -> OpenError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => OpenError::DiskFull,
        _ => OpenError::File(error.to_string()),
    }
}

async fn connect(file: &Path, key: &DataKey, create: bool) -> Result<SqliteConnection, OpenError> {
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
