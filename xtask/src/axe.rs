//! axe-core, which looks at the screens in tests for what keeps people out. It is fetched by npm with
//! the lock file in `tests/axe`, where npm is there; a test without it says that it was skipped.

use std::path::Path;
use std::time::Duration;

use crate::failure::Failure;
use crate::program::Program;
use crate::step::note;
use crate::workspace;

const LIMIT: Duration = Duration::from_secs(3 * 60);

/// Fetches the pinned version if another one is there, or none.
pub(crate) fn install_if_possible() -> Result<(), Failure> {
    let folder = workspace::root().join("tests/axe");
    let wanted = read(&folder.join("package-lock.json"));
    // npm writes what it installed beside it, in the same form.
    let installed = read(&folder.join("node_modules/.package-lock.json"));
    let wanted = seal_of(&wanted);
    if wanted.is_some() && wanted == seal_of(&installed) {
        note("axe: there.");
        return Ok(());
    }
    if !Program::new("npm").args(["--version"]).quietly().succeeds() {
        note(
            "axe: skipped, since there is no npm. The screens are not looked at for accessibility. \
             On Debian: apt-get install npm.",
        );
        return Ok(());
    }
    Program::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .folder(&folder)
        .within(LIMIT)
        .run()
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_default()
}

/// The checksum of the only package in a lock file.
fn seal_of(lock: &str) -> Option<&str> {
    let (_, rest) = lock.split_once("\"integrity\": \"")?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_pins_one_package_by_its_checksum() {
        let lock = read(&workspace::root().join("tests/axe/package-lock.json"));
        assert!(seal_of(&lock).is_some_and(|seal| seal.starts_with("sha512-")));
        assert_eq!(lock.matches("\"integrity\"").count(), 1);
        assert_eq!(seal_of("{}"), None);
    }
}
