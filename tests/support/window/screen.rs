//! A screen and a message bus of a journey's own, so that journeys neither see the desktop nor each other.

use std::{
    fs::{self, File},
    os::unix::fs::DirBuilderExt,
    path::PathBuf,
    process::Command,
};

use tempfile::TempDir;

use super::process::Process;

/// Where everything that is started writes, in the private home.
const LOG: &str = "daybook.log";

/// A session bus that starts no service by itself: no portal, no settings daemon, nothing of the desktop.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=FOLDER</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// An X server without a screen, a session bus and a home folder, all private and gone when dropped.
pub(super) struct Screen {
    display: String,
    bus: String,
    home: TempDir,
    log: File,
    _bus: Process,
    _server: Process,
}

impl Screen {
    /// Starts them; the X server picks a display that is free.
    pub(super) fn start() -> Self {
        let home = TempDir::with_prefix("daybook-e2e-").expect("a temporary folder");
        let log = File::create(home.path().join(LOG)).expect("a log in the home");
        let (server, number) = Process::start_and_hear(Command::new("Xvfb").stderr(handle(&log)).args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1440x900x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ]));
        let settings = home.path().join("bus.conf");
        fs::write(&settings, BUS.replace("FOLDER", &home.path().to_string_lossy())).expect("the bus's settings");
        let (bus_process, bus) = Process::start_and_hear(
            Command::new("dbus-daemon")
                .stderr(handle(&log))
                .arg(format!("--config-file={}", settings.display()))
                .args(["--nofork", "--nopidfile", "--print-address=1"]),
        );
        Self { display: format!(":{number}"), bus, home, log, _bus: bus_process, _server: server }
    }

    /// Lets `command` appear on this screen, with this home.
    pub(super) fn give_to(&self, command: &mut Command) {
        for (variable, folder) in [
            ("HOME", "home"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_RUNTIME_DIR", "run"),
        ] {
            let folder = self.folder(folder);
            fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).expect("a folder in the home");
            command.env(variable, folder);
        }
        command
            .stdout(handle(&self.log))
            .stderr(handle(&self.log))
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("GTK_A11Y", "none")
            .env("LC_ALL", "C.UTF-8")
            .env_remove("WAYLAND_DISPLAY");
    }

    /// What all the programs on this screen wrote, the screen itself included.
    pub(super) fn log(&self) -> String {
        fs::read_to_string(self.folder(LOG)).unwrap_or_default()
    }

    /// A file or folder in the private home.
    pub(super) fn folder(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }
}

fn handle(log: &File) -> File {
    log.try_clone().expect("another handle of the log")
}
