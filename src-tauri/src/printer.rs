//! Printers of the system, by CUPS's own programs `lpstat` and `lp`; there are none where these are missing.

use std::{
    path::Path,
    process::{Command, Stdio},
};

/// The names of the printers.
pub fn list() -> Vec<String> {
    let output = Command::new("lpstat").arg("-e").stdin(Stdio::null()).stderr(Stdio::null()).output();
    match output {
        Ok(output) if output.status.success() => names(&String::from_utf8_lossy(&output.stdout)),
        _ => vec![],
    }
}

/// Hands the file at `path` to `printer`; whether it was taken.
pub fn print(path: &Path, printer: &str) -> bool {
    let mut command = Command::new("lp");
    command.args(["-d", printer, "--"]).arg(path);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn names(listing: &str) -> Vec<String> {
    listing.lines().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printers_are_listed_one_on_each_row() {
        assert_eq!(names("Office\n  Front_desk \n\n"), ["Office", "Front_desk"]);
        assert!(names("").is_empty());
    }

    #[test]
    fn a_printer_that_is_not_there_takes_nothing() {
        assert!(!print(Path::new("/nowhere/INV-00001.pdf"), "no such printer"));
    }
}
