//! A disk that is really full: a file system of a few megabytes, in a mount namespace of its own.

use std::path::PathBuf;
use std::process::Command;

/// Names the small disk to the second run of the test, which is inside the namespace.
const SMALL_DISK: &str = "DOORSTEP_SMALL_DISK";

/// Runs `test` with the folder where a disk of so many megabytes is mounted. For that the program of
/// the test is started once more, in a namespace of its own, for the test of this name alone: its
/// `module_path!()` and the function.
pub fn with_small_disk(
    megabytes: u32,
    (module, function): (&str, &str),
    test: impl FnOnce(PathBuf),
) {
    match std::env::var_os(SMALL_DISK) {
        Some(folder) => test(folder.into()),
        None => mount_one(megabytes, &within_its_program(module, function)),
    }
}

/// A test's name, which does not begin with the program's.
fn within_its_program(module: &str, function: &str) -> String {
    match module.split_once("::") {
        Some((_program, module)) => format!("{module}::{function}"),
        None => function.to_owned(),
    }
}

fn mount_one(megabytes: u32, test: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let this = std::env::current_exe().expect("this test");
    let inside = Command::new("unshare")
        .args(["--map-root-user", "--mount", "--", "sh", "-ec"])
        .arg("mount -t tmpfs -o size=\"$1\" tmpfs \"$2\"; exec \"$3\" --exact \"$4\" --nocapture")
        .args(["sh", &format!("{megabytes}m")])
        .args([folder.path(), &this])
        .arg(test)
        .env(SMALL_DISK, folder.path())
        .output()
        .expect("unshare can be run");
    let said = String::from_utf8_lossy(&inside.stdout);
    assert!(
        inside.status.success() && said.contains("1 passed"),
        "inside: {}\n{said}\n{}",
        inside.status,
        String::from_utf8_lossy(&inside.stderr)
    );
}
