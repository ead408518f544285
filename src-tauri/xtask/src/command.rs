//! Other programs: started, shown, and held to their exit code.

use std::{
    env,
    ffi::OsStr,
    fmt, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

/// Features of the journeys: a clock that can be set, dialogs that answer themselves, and the window's driver. Every
/// build for checks and tests uses the same, so that nothing is compiled twice.
const FEATURES: &str = "daybook/test-clock,daybook/test-dialogs,daybook/test-wire,stories/e2e";

/// Why a command of ours stops, in a sentence.
#[derive(Debug)]
pub struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<S: Into<String>> From<S> for Failure {
    fn from(sentence: S) -> Self {
        Self(sentence.into())
    }
}

/// The outcome of a step.
pub type Done = Result<(), Failure>;

/// The project's top folder.
pub fn project() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Where runs leave pictures, documents and sample practices.
pub fn out() -> PathBuf {
    project().join("out")
}

/// What cargo builds in the debug profile.
pub fn built(name: &str) -> PathBuf {
    in_target("debug", name)
}

/// What cargo builds in the release profile.
pub fn built_release(name: &str) -> PathBuf {
    in_target("release", name)
}

fn in_target(profile: &str, name: &str) -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| project().join("target"), PathBuf::from);
    target.join(profile).join(name).with_extension(env::consts::EXE_EXTENSION)
}

/// `program` in the project's top folder.
pub fn program(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(project());
    command
}

/// `cargo <verb>` over the whole workspace, always with the same features.
pub fn cargo(verb: &str) -> Command {
    let mut command = program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args([verb, "--workspace", "--features", FEATURES]);
    command
}

/// `npm` in `folder`.
pub fn npm(folder: &Path) -> Command {
    let mut command = program(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder);
    command
}

/// Runs `command`, shows what it prints, and says how long it took.
pub fn run(what: &str, command: &mut Command) -> Done {
    println!("==> {what}");
    let started = Instant::now();
    let status = command.stdin(Stdio::null()).status().map_err(|error| unstartable(command, &error))?;
    if !status.success() {
        return Err(format!("{what}: failed ({status}). The command was: {}", shown(command)).into());
    }
    println!("    {what}: {:.0} s", started.elapsed().as_secs_f64());
    Ok(())
}

/// Runs `command` quietly and gives what it printed to stdout; `None` when it is not there or fails.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn unstartable(command: &Command, error: &io::Error) -> Failure {
    format!("{} cannot be started: {error}", command.get_program().to_string_lossy()).into()
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
