//! Everything that a machine with only Rust and Node lacks.

use std::{env, fs, path::Path, process::Command};

use crate::{
    command::{Done, ask, program, project, run},
    page,
};

/// To build the shell, to drive its window, and to check the documents, by Debian's names.
const PACKAGES: [&str; 13] = [
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "libayatana-appindicator3-dev",
    "build-essential",
    "perl",
    "pkg-config",
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "dbus",
    "dbus-x11",
    "poppler-utils",
    "qpdf",
];

/// Node as Vite needs it.
const NODE: &str = "Node.js 20.19 or newer is needed (https://nodejs.org)";

/// Installs the missing packages, gets the page's packages, and builds the page.
pub fn set_up() -> Done {
    system_packages()?;
    if ask(program("node").arg("--version")).is_none() {
        return Err(NODE.into());
    }
    for folder in npm_folders() {
        page::packages(&folder)?;
    }
    page::build()
}

/// The folders that npm fills: the page, and the fonts of the documents.
fn npm_folders() -> Vec<std::path::PathBuf> {
    let folders = ["ui", "src-tauri/practice/fonts"].map(|folder| project().join(folder));
    folders.into_iter().filter(|folder| folder.join("package-lock.json").is_file()).collect()
}

fn system_packages() -> Done {
    match env::consts::OS {
        "linux" if Path::new("/usr/bin/apt-get").exists() => apt(),
        "linux" => other_linux(),
        "macos" if ask(program("xcode-select").arg("-p")).is_none() => {
            Err("Apple's command line tools are needed: xcode-select --install".into())
        }
        "windows" if ask(program("perl").arg("-v")).is_none() => Err(
            "Perl is needed to build OpenSSL: winget install StrawberryPerl.StrawberryPerl; also the Microsoft C++ \
                 Build Tools, and WebView2 where Windows does not bring it"
                .into(),
        ),
        _ => Ok(()),
    }
}

fn apt() -> Done {
    let missing: Vec<&str> = PACKAGES.into_iter().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("sudo apt-get install {}", missing.join(" "));
    let mut as_root: Vec<&str> = Vec::new();
    if ask(program("id").arg("-u")).as_deref() != Some("0") {
        if ask(program("sudo").arg("--version")).is_none() {
            return Err(format!("Some packages are missing. As an administrator, run: {by_hand}").into());
        }
        as_root.push("sudo");
    }
    let apt_get = |arguments: &[&str]| {
        let words: Vec<&str> = as_root
            .iter()
            .copied()
            .chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"])
            .chain(arguments.iter().copied())
            .collect();
        words.split_first().map_or_else(
            || program("true"),
            |(first, rest)| {
                let mut command = program(first);
                command.args(rest);
                command
            },
        )
    };
    println!("Missing packages: {}", missing.join(" "));
    let install = [&["install", "--no-install-recommends"], missing.as_slice()].concat();
    run("Refresh the package lists", &mut apt_get(&["update"]))
        .and_then(|()| run("Install the missing packages", &mut apt_get(&install)))
        .map_err(|failure| format!("{failure}\nBy hand: {by_hand}").into())
}

fn installed(package: &str) -> bool {
    let status = ask(Command::new("dpkg-query").args(["-W", "-f=${Status}", package]));
    status.is_some_and(|status| status.ends_with(" installed"))
}

fn other_linux() -> Done {
    let libraries = ["webkit2gtk-4.1", "librsvg-2.0"];
    let libraries_there = ask(program("pkg-config").arg("--exists").args(libraries)).is_some();
    let programs = ["WebKitWebDriver", "Xvfb", "dbus-daemon", "pdftotext", "qpdf", "perl", "cc"];
    if libraries_there && programs.into_iter().all(on_path) {
        return Ok(());
    }
    Err("Some packages are missing. Install them with your distribution's tool:\n\
         Fedora:   sudo dnf install webkit2gtk4.1-devel webkit2gtk-driver librsvg2-devel libappindicator-gtk3-devel \
         gcc gcc-c++ make perl pkgconf xorg-x11-server-Xvfb dbus-daemon poppler-utils qpdf\n\
         Arch:     sudo pacman -S webkit2gtk-4.1 librsvg libappindicator-gtk3 base-devel perl xorg-server-xvfb dbus \
         poppler qpdf\n\
         openSUSE: sudo zypper install webkit2gtk3-devel librsvg-devel libappindicator3-devel gcc gcc-c++ make perl \
         pkg-config xorg-x11-server-Xvfb dbus-1 poppler-tools qpdf\n\
         Elsewhere: what brings pkg-config's webkit2gtk-4.1 and librsvg-2.0, and the programs WebKitWebDriver, Xvfb, \
         dbus-daemon, pdftotext, qpdf, perl and cc"
        .into())
}

fn on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| fs::metadata(folder.join(program)).is_ok_and(|file| file.is_file()))
}
