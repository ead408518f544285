//! The copy of a practice file from before an import, and how it becomes the practice again.

use std::fs;

use sqlx::SqliteConnection;

use crate::{
    files,
    folder::{FILE, Folder, OpenError, connect, from_system},
    ids::OperationId,
    vault::DataKey,
};

/// The file that takes the practice's place once it is complete.
const RESTORING: &str = "practice.restoring";
/// What the copies from before an import are called, with the number of its operation between.
const BEFORE_IMPORT: (&str, &str) = ("practice-before-import-", ".db");

impl Folder {
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
        self.path().join(before_import(import)).exists()
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
        for entry in fs::read_dir(self.path()).into_iter().flatten().flatten() {
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
        connect(&self.path().join(RESTORING), key, false).await
    }

    /// Makes the file that was restored, and is closed like the present one, the practice.
    ///
    /// # Errors
    /// [`OpenError::File`] in words; the practice is as it was.
    pub(crate) fn put_back(&self) -> Result<(), OpenError> {
        if self.path().join(format!("{FILE}-journal")).exists() {
            // It would be played back into the wrong file.
            return Err(OpenError::File("the practice was not closed".to_owned()));
        }
        let (from, to) = (self.path().join(RESTORING), self.path().join(FILE));
        fs::rename(from, to).and_then(|()| files::sync_folder(self.path())).map_err(from_system)
    }
}

fn before_import(operation: OperationId) -> String {
    let (start, end) = BEFORE_IMPORT;
    format!("{start}{operation}{end}")
}
