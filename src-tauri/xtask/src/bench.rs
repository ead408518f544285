//! The figures of the budgets, one line of JSON each: the practice by itself, then the window's start and memory.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::command::{Done, Failure, built_release, out, program, run};

/// The size at which the window is measured.
const SESSIONS: &str = "30000";

/// Measures in the release profile. It takes some minutes, mostly to build.
pub fn bench() -> Done {
    let words = ["build", "--release", "--package", "bench", "--package", "daybook", "--bins"];
    run("Build for measuring", program("cargo").args(words))?;
    let mut figures = program(built_release("bench"));
    figures.args(env::args().skip(2));
    run("Measure the practice", &mut figures)?;
    window()
}

/// Opens the window on a practice, waits until the page says that it is usable, and reads the memory of its processes.
fn window() -> Done {
    let folder = out().join("bench-practice");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    }
    run("Make a practice for the window", program(built_release("make-practice")).arg(SESSIONS).arg(&folder))?;
    let mut window = start(&folder)?;
    let heard = listen(&mut window);
    let memory = memory_of(window.id());
    end(&window)?;
    let ended = window.wait();
    println!("{}", heard?.replace("ready_ms", "figure\":\"start_to_usable_window\",\"ms"));
    println!("{{\"figure\":\"memory\",\"mib\":{}}}", memory.div_euclid(1024));
    ended.map(|_| ()).map_err(|error| error.to_string().into())
}

fn start(folder: &Path) -> Result<Child, Failure> {
    let virtual_display = env::consts::OS == "linux" && env::var_os("DISPLAY").is_none();
    let program = built_release("daybook");
    let mut command = if virtual_display {
        let mut command = Command::new("xvfb-run");
        command.args(["-a", "dbus-run-session", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
        .arg("--practice")
        .arg(folder)
        .env("DAYBOOK_REPORT_READY", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("The window cannot be opened: {error}").into())
}

/// Ends the window with everything that was started for it: the virtual display and the bus are in its group.
#[cfg(unix)]
fn end(window: &Child) -> Done {
    run("End the window", program("kill").args(["-TERM", "--"]).arg(format!("-{}", window.id())))
}

/// Ends the window.
#[cfg(not(unix))]
fn end(window: &Child) -> Done {
    run("End the window", program("taskkill").args(["/T", "/F", "/PID"]).arg(window.id().to_string()))
}

fn listen(window: &mut Child) -> Result<String, Failure> {
    let stdout = window.stdout.take().ok_or("The window says nothing")?;
    // The bus of a virtual display speaks on the same stream.
    let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
    lines.find(|line| line.contains("ready_ms")).ok_or_else(|| "The window closed before its page was usable".into())
}

/// What a process and those that it started hold in memory, each shared page counted once in parts, in KiB.
fn memory_of(process: u32) -> u64 {
    let own = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let own = own.lines().find_map(|line| line.strip_prefix("Pss:")?.split_whitespace().next()?.parse().ok());
    let name = fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
    let counted = ["daybook", "WebKit"].iter().any(|ours| name.starts_with(ours));
    let tasks = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let children: u64 = tasks
        .filter_map(|task| fs::read_to_string(task.path().join("children")).ok())
        .flat_map(|children| children.split_whitespace().filter_map(|child| child.parse().ok()).collect::<Vec<u32>>())
        .map(memory_of)
        .sum();
    children + if counted { own.unwrap_or(0) } else { 0 }
}
