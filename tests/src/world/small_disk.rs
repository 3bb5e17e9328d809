//! A disk that is really full: a file system of a few megabytes, in a mount namespace of its own.

use std::path::PathBuf;
use std::process::Command;

/// Names the small disk to the second run of the test, which is inside the namespace.
const SMALL_DISK: &str = "DOORSTEP_SMALL_DISK";

/// Runs `test` with the folder where a disk of four megabytes is mounted. For that the program of
/// the test, which has no other test in it, is started once more in a namespace of its own.
pub fn with_small_disk(test: impl FnOnce(PathBuf)) {
    match std::env::var_os(SMALL_DISK) {
        Some(folder) => test(folder.into()),
        None => mount_one(),
    }
}

fn mount_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let this = std::env::current_exe().expect("this test");
    let status = Command::new("unshare")
        .args(["--map-root-user", "--mount", "--", "sh", "-ec"])
        .arg("mount -t tmpfs -o size=4m tmpfs \"$1\"; exec \"$2\" --nocapture")
        .arg("sh")
        .args([folder.path(), &this])
        .env(SMALL_DISK, folder.path())
        .status()
        .expect("unshare can be run");
    assert!(status.success(), "inside: {status}");
}
