//! What the engine that shows the page is told before it is loaded.

/// Has the page painted by the processor and not by a graphics driver.
///
/// The page is forms and tables: it is painted as fast, and the engine keeps some 50 MiB less. WebKitGTK reads this from
/// the environment alone and a program cannot safely change its own, so Daybook begins anew with it, in the same process.
/// What somebody has set stays as it is; where beginning anew fails, all goes on as it was.
#[cfg(target_os = "linux")]
pub fn paint_plainly() {
    use std::{env, os::unix::process::CommandExt, process::Command};

    const PAINT_BY_PROCESSOR: &str = "WEBKIT_SKIA_ENABLE_CPU_RENDERING";

    if env::var_os(PAINT_BY_PROCESSOR).is_some() {
        return;
    }
    if let Ok(program) = env::current_exe() {
        let mut words = env::args_os();
        let mut anew = Command::new(program);
        if let Some(name) = words.next() {
            anew.arg0(name);
        }
        let _ = anew.args(words).env(PAINT_BY_PROCESSOR, "1").exec();
    }
}

/// Nothing: the engines of other systems share their painting with the system.
#[cfg(not(target_os = "linux"))]
pub fn paint_plainly() {}
