//! The time from the program's start until the page is usable.

use std::{
    env, panic,
    sync::{Condvar, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

/// How long the page may take before the therapist is told that it does not come.
const PATIENCE: Duration = Duration::from_secs(30);

/// When the program began, and whether the page has reported that it is usable.
pub struct Startup {
    started: Instant,
    ready: Mutex<bool>,
    reported: Condvar,
}

impl Startup {
    pub(crate) fn new(started: Instant) -> Self {
        Self { started, ready: Mutex::new(false), reported: Condvar::new() }
    }

    /// Takes the page's report; only the first counts. With `DAYBOOK_REPORT_READY=1` the time goes to stdout as one
    /// line of JSON.
    pub(crate) fn page_is_ready(&self) {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        if *ready {
            return;
        }
        *ready = true;
        self.reported.notify_all();
        if env::var_os("DAYBOOK_REPORT_READY").is_some_and(|wanted| wanted == "1") {
            println!("{}", serde_json::json!({ "ready_ms": self.started.elapsed().as_secs_f64() * 1000.0 }));
        }
    }

    /// Waits for the page's report; false when it did not come in time.
    fn wait(&self, patience: Duration) -> bool {
        let ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.reported.wait_timeout_while(ready, patience, |ready| !*ready);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Says so when the page does not come; an empty window explains nothing.
pub(crate) fn watch(app: AppHandle) {
    thread::spawn(move || {
        if !app.state::<Startup>().wait(PATIENCE) {
            app.dialog()
                .message(
                    "Daybook's window stays empty because its page did not load. Nothing in your practice was \
                     changed. Close Daybook and open it again; if that does not help, install it again.",
                )
                .title("Daybook")
                .kind(MessageDialogKind::Error)
                .show(|_| ());
        }
    });
}

/// Keeps what a defect carries out of the log: its place is written, its message may quote a client.
pub(crate) fn silence_panics() {
    panic::set_hook(Box::new(|defect| match defect.location() {
        Some(place) => eprintln!("Daybook met a defect at {}:{}", place.file(), place.line()),
        None => eprintln!("Daybook met a defect"),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_never_reports_is_noticed() {
        assert!(!Startup::new(Instant::now()).wait(Duration::from_millis(1)));
    }

    #[test]
    fn a_page_that_reports_ends_the_wait() {
        let startup = Startup::new(Instant::now());
        thread::scope(|threads| {
            threads.spawn(|| startup.page_is_ready());
            assert!(startup.wait(PATIENCE));
        });
    }
}
