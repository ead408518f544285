//! Programs that a journey starts, and that end with it whatever happens.

use std::{
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process_group};

/// How long a program may take to end by itself before it is ended.
const GRACE: Duration = Duration::from_secs(3);

/// A program with all that it starts in turn; dropping it ends them.
pub(super) struct Process {
    child: Child,
}

impl Process {
    /// Starts `command` in a process group of its own.
    pub(super) fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).process_group(0).spawn();
        Self { child: child.unwrap_or_else(|error| panic!("{name} cannot be started: {error}")) }
    }

    /// Starts `command` and waits for the line by which it says where it can be reached.
    pub(super) fn start_and_hear(command: &mut Command) -> (Self, String) {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut process = Self::start(command.stdout(Stdio::piped()));
        let mut line = String::new();
        let stdout = process.child.stdout.take().expect("stdout was asked for");
        BufReader::new(stdout).read_line(&mut line).unwrap_or_else(|error| panic!("{name} cannot be heard: {error}"));
        assert!(!line.is_empty(), "{name} ended before it was ready");
        (process, line.trim().to_owned())
    }

    /// The process id, also the id of the group.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    fn signal(&self, signal: Signal) {
        let group = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        // A group that has already ended needs no signal.
        let _ = group.map(|group| kill_process_group(group, signal));
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.signal(Signal::TERM);
        let deadline = Instant::now() + GRACE;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::yield_now();
        }
        self.signal(Signal::KILL);
        let _ = self.child.wait();
    }
}
