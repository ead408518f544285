//! What the window works with: the practice in its folder, the clock, and a private folder for what other programs open.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
};

use practice::{Ask, Error, Folder, Now, OpenError, Practice, import::Source, view::ActKey};
use tempfile::TempDir;
use tokio::{runtime::Handle, sync::Mutex, task::spawn_blocking};

use crate::{
    clock,
    commands::error::{CommandError, ErrorCode},
};

const DEFECT: &str = "Daybook met a defect. What you did was not done; try it again.";

/// The practice that this window is about, from the first try to take its folder on.
pub struct Desk {
    folder: PathBuf,
    practice: Mutex<Option<Arc<Practice>>>,
    outgoing: Mutex<Option<TempDir>>,
    /// The files of the import that is being prepared.
    pub import: Mutex<Vec<Source>>,
    /// Set while an import is to stop.
    pub stop_import: Arc<AtomicBool>,
}

impl Desk {
    /// For the practice in `folder`, which is not taken yet.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            practice: Mutex::new(None),
            outgoing: Mutex::new(None),
            import: Mutex::new(Vec::new()),
            stop_import: Arc::new(AtomicBool::new(false)),
        }
    }

    /// Where the practice is, or would be.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The practice, taking its folder if that was not possible before.
    pub async fn practice(&self) -> Result<Arc<Practice>, OpenError> {
        let mut practice = self.practice.lock().await;
        if let Some(practice) = practice.as_ref() {
            return Ok(Arc::clone(practice));
        }
        let taken = Arc::new(Practice::in_folder(Folder::take(&self.folder)?));
        *practice = Some(Arc::clone(&taken));
        Ok(taken)
    }

    /// Does something with the practice, on a thread of its own: what it does may block and may hold the connection.
    pub async fn with<T, E, F>(&self, work: impl FnOnce(Arc<Practice>) -> F + Send + 'static) -> Result<T, CommandError>
    where
        F: Future<Output = Result<T, E>>,
        T: Send + 'static,
        CommandError: From<E>,
    {
        let practice = self.practice().await?;
        let runtime = Handle::current();
        let working = spawn_blocking(move || runtime.block_on(work(practice)).map_err(CommandError::from));
        working.await.unwrap_or_else(|_| Err(CommandError::new(ErrorCode::Failed, DEFECT)))
    }

    /// Reads from the open practice at this moment.
    pub async fn read<T, F>(
        &self,
        read: impl FnOnce(Arc<Practice>, Now) -> F + Send + 'static,
    ) -> Result<T, CommandError>
    where
        F: Future<Output = Result<T, Error>>,
        T: Send + 'static,
    {
        self.with(move |practice: Arc<Practice>| async move {
            let now = clock::now(&practice).await?;
            read(practice, now).await
        })
        .await
    }

    /// Does the act that is asked for, at this moment.
    pub async fn act<T, F>(
        &self,
        key: ActKey,
        act: impl FnOnce(Arc<Practice>, Ask) -> F + Send + 'static,
    ) -> Result<T, CommandError>
    where
        F: Future<Output = Result<T, Error>>,
        T: Send + 'static,
    {
        self.read(|practice, now| act(practice, Ask { now, key })).await
    }

    /// A folder that only this user can read, for files that another program opens; it goes when Daybook ends.
    pub async fn outgoing(&self) -> Result<PathBuf, CommandError> {
        let mut outgoing = self.outgoing.lock().await;
        if let Some(folder) = outgoing.as_ref().filter(|folder| folder.path().is_dir()) {
            return Ok(folder.path().to_owned());
        }
        let made = tempfile::Builder::new().prefix("daybook-").tempdir().map_err(|_| {
            CommandError::new(
                ErrorCode::Failed,
                "There is no room for a temporary file. Free some space, then try again.",
            )
        })?;
        let path = made.path().to_owned();
        *outgoing = Some(made);
        Ok(path)
    }
}
