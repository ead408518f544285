//! Files outside the practice file, written whole or not at all.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

/// Why a file was not saved. Nothing was left behind; what stood there before still stands.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The disk or the user's share of it is full.
    #[error("There is no space left in {folder}. Make room or choose another folder.")]
    NoSpace {
        /// Where it should have gone.
        folder: PathBuf,
    },
    /// The folder was removed, or the drive taken out.
    #[error("The folder {folder} is not there any more. Choose another one.")]
    FolderGone {
        /// Where it should have gone.
        folder: PathBuf,
    },
    /// The folder, the drive or the file is read-only for this user.
    #[error("{folder} cannot be written to. Choose another folder.")]
    ReadOnly {
        /// Where it should have gone.
        folder: PathBuf,
    },
    /// A folder stands where the file should go, or the name cannot be one.
    #[error("“{name}” cannot be the name of a file here. Choose another one.")]
    BadName {
        /// The name.
        name: String,
    },
    /// Anything else that the system says.
    #[error("The file could not be saved in {folder}: {source}")]
    Other {
        /// Where it should have gone.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Saves `bytes` as `path`, replacing what is there: written beside it, flushed to the disk, then renamed, so that at
/// no moment there is half a file.
///
/// # Errors
/// A [`FileError`] that says what to do; the temporary file is gone by then.
pub fn save_atomically(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let name = path.file_name().ok_or_else(|| FileError::BadName { name: path.display().to_string() })?;
    if path.is_dir() {
        return Err(FileError::BadName { name: name.to_string_lossy().into_owned() });
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    write(folder, path, bytes).map_err(|error| explain(error, folder, &name.to_string_lossy()))
}

/// A file that was saved by an act which is not kept yet, and what stood in its place.
#[derive(Debug)]
pub(crate) struct Saved {
    path: PathBuf,
    before: Option<Vec<u8>>,
}

impl Saved {
    /// Puts back what was there before the act, which is not kept.
    pub(crate) fn take_back(self) {
        // The act failed already, and says why; there is nothing more to say here.
        let _ = match self.before {
            Some(bytes) => save_atomically(&self.path, &bytes).is_ok(),
            None => fs::remove_file(&self.path).is_ok(),
        };
    }
}

/// The same as [`save_atomically`], for an act that may still fail: then the file is taken back.
///
/// # Errors
/// A [`FileError`] that says what to do.
pub(crate) fn save_for_act(path: &Path, bytes: &[u8]) -> Result<Saved, FileError> {
    let before = fs::read(path).ok();
    save_atomically(path, bytes)?;
    Ok(Saved { path: path.to_owned(), before })
}

fn write(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = NamedTempFile::with_prefix_in(".daybook-", folder)?;
    file.write_all(bytes)?;
    keep_permissions(file.as_file(), path)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|refused| refused.error)?;
    sync_folder(folder)
}

/// A temporary file is the user's alone; a saved document is like any other that the user saves.
#[cfg(unix)]
fn keep_permissions(file: &File, replaced: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    const READABLE: u32 = 0o644;
    let permissions =
        fs::metadata(replaced).map_or_else(|_| PermissionsExt::from_mode(READABLE), |old| old.permissions());
    file.set_permissions(permissions)
}

#[cfg(not(unix))]
fn keep_permissions(_file: &File, _replaced: &Path) -> io::Result<()> {
    Ok(())
}

/// The rename is on the disk once the folder is.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

fn explain(error: io::Error, folder: &Path, name: &str) -> FileError {
    let folder = folder.to_owned();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => FileError::NoSpace { folder },
        ErrorKind::NotFound | ErrorKind::NotADirectory => FileError::FolderGone { folder },
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => FileError::ReadOnly { folder },
        ErrorKind::InvalidFilename | ErrorKind::IsADirectory => FileError::BadName { name: name.to_owned() },
        _ => FileError::Other { folder, source: error },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_saved_and_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Invoice INV-00007.pdf");
        save_atomically(&path, b"first").unwrap();
        save_atomically(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(names_in(folder.path()), ["Invoice INV-00007.pdf"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_saved_file_can_be_read_by_others_like_any_other() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        save_atomically(&path, b"x").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o644);
    }

    #[test]
    fn a_folder_that_is_gone_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        let error = save_atomically(&gone.join("a.pdf"), b"x").unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("The folder {} is not there any more. Choose another one.", gone.display())
        );
    }

    #[test]
    fn a_folder_in_the_place_of_the_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a.pdf")).unwrap();
        let error = save_atomically(&folder.path().join("a.pdf"), b"x").unwrap_err();
        assert_eq!(error.to_string(), "“a.pdf” cannot be the name of a file here. Choose another one.");
        assert_eq!(names_in(folder.path()), ["a.pdf"]);
    }

    #[test]
    fn what_the_system_says_becomes_a_sentence() {
        let told = |kind: ErrorKind| explain(kind.into(), Path::new("Bills"), "a.pdf").to_string();
        let full = "There is no space left in Bills. Make room or choose another folder.";
        assert_eq!(told(ErrorKind::StorageFull), full);
        assert_eq!(told(ErrorKind::QuotaExceeded), full);
        assert_eq!(told(ErrorKind::ReadOnlyFilesystem), "Bills cannot be written to. Choose another folder.");
        assert_eq!(told(ErrorKind::PermissionDenied), "Bills cannot be written to. Choose another folder.");
    }
}
