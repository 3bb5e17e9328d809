//! The system packages that Doorstep needs on Debian and its relatives.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use crate::failure::Failure;
use crate::program::Program;
use crate::step::note;

/// What is needed, and what for.
const PACKAGES: [&str; 25] = [
    // To compile and link, OpenSSL (inside SQLCipher) included.
    "build-essential",
    "pkg-config",
    "perl",
    "git",
    "curl",
    "ca-certificates",
    // To compile C for wasm32: SQLCipher and zstd for a device in a browser.
    "clang",
    "llvm",
    // The window.
    "libwebkit2gtk-4.1-dev",
    "libjavascriptcoregtk-4.1-dev",
    "libsoup-3.0-dev",
    "librsvg2-dev",
    "libxdo-dev",
    "libayatana-appindicator3-dev",
    // Microphone and speaker.
    "libasound2-dev",
    // To drive real windows on a machine without a screen.
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "dbus-x11",
    // A system bus of a test's own, on which it says that the machine is going to sleep.
    "dbus-daemon",
    // WebKitGTK draws no text at all without one font on the system.
    "fonts-dejavu-core",
    // Reads back the PDFs that tests write.
    "poppler-utils",
    // The server's second store; tests start a cluster of their own from it.
    "postgresql",
    // A keychain of a test's own, on a bus of its own.
    "gnome-keyring",
    // Faults at system calls.
    "strace",
];

/// Downloading a gigabyte over a slow line takes its time; waiting for ever helps nobody.
const INSTALL_LIMIT: Duration = Duration::from_secs(45 * 60);
const REFRESH_LIMIT: Duration = Duration::from_secs(5 * 60);

/// Installs the packages that are missing; on another Linux says what to install.
pub(crate) fn install_missing() -> Result<(), Failure> {
    if !is_debian_like() {
        note(
            "This Linux is no Debian, so nothing is installed by itself. Install WebKitGTK 4.1 \
             and its WebDriver, libsoup 3, librsvg, xdo, ayatana-appindicator3, ALSA, Xvfb, a \
             C compiler, clang with llvm-ar, make, perl, PostgreSQL, dbus-daemon and gnome-keyring, with \
             headers, if they are missing.",
        );
        return Ok(());
    }
    let missing = missing_of(&PACKAGES)?;
    if missing.is_empty() {
        note("System packages: all there.");
        return Ok(());
    }
    note(&format!("System packages missing: {}.", missing.join(" ")));
    refresh_lists()?;
    apt_get(
        &["install", "-y", "--no-install-recommends"],
        &missing,
        INSTALL_LIMIT,
    )
}

/// Brings apt's lists up to date, so that what they name can still be downloaded.
pub(crate) fn refresh_lists() -> Result<(), Failure> {
    apt_get(&["update"], &[], REFRESH_LIMIT)
}

/// Whether this is Debian, Ubuntu or another system that is made from Debian's packages.
pub(crate) fn is_debian_like() -> bool {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    names_debian(&release) && Path::new("/usr/bin/apt-get").exists()
}

/// `ID` and `ID_LIKE` of os-release(5) tell what a system is and what it was made from.
fn names_debian(os_release: &str) -> bool {
    os_release
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter(|(key, _)| *key == "ID" || *key == "ID_LIKE")
        .flat_map(|(_, value)| value.trim_matches('"').split_whitespace())
        .any(|name| name == "debian" || name == "ubuntu")
}

fn missing_of(packages: &[&'static str]) -> Result<Vec<&'static str>, Failure> {
    // It fails when it does not know one of the names, and still prints the others.
    let answer = Program::new("sh")
        .args([
            "-c",
            "dpkg-query -W -f '${db:Status-Abbrev} ${Package}\\n' \"$@\" 2>/dev/null; true",
        ])
        .args(["sh"])
        .args(packages)
        .output()?;
    let installed = installed_in(&answer);
    Ok(packages
        .iter()
        .copied()
        .filter(|name| !installed.contains(name))
        .collect())
}

/// Lines are `ii name`; the second letter is the state and `i` means installed whole.
fn installed_in(answer: &str) -> BTreeSet<&str> {
    answer
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(state, _)| state.chars().nth(1) == Some('i'))
        .map(|(_, name)| name.trim())
        .collect()
}

fn apt_get(arguments: &[&str], packages: &[&str], limit: Duration) -> Result<(), Failure> {
    let program = if is_root()? {
        Program::new("apt-get")
    } else if Program::new("sudo").args(["-n", "true"]).succeeds() {
        Program::new("sudo").args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
    } else {
        let wanted = if packages.is_empty() {
            PACKAGES.as_slice()
        } else {
            packages
        };
        return Err(Failure::NeedsPerson(format!(
            "Installing system packages needs root, and sudo asks for a password. Run this, then \
             the same command again:\n    sudo apt-get update && sudo apt-get install {}",
            wanted.join(" ")
        )));
    };
    program
        .args(arguments)
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .within(limit)
        .run()
}

fn is_root() -> Result<bool, Failure> {
    Ok(Program::new("id").args(["-u"]).output()?.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_debian_and_its_relatives() {
        assert!(names_debian("NAME=\"Debian GNU/Linux\"\nID=debian\n"));
        assert!(names_debian("ID=ubuntu\nID_LIKE=debian\n"));
        assert!(names_debian("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!names_debian(
            "ID=fedora\nHOME_URL=\"https://debian.example\"\n"
        ));
    }

    #[test]
    fn only_whole_packages_count_as_installed() {
        let answer = "ii  clang\nrc  xvfb\niF  git\nun  curl\nhi  perl\n";
        let installed = installed_in(answer);
        assert_eq!(installed.into_iter().collect::<Vec<_>>(), ["clang", "perl"]);
    }
}
