//! Debian's Rust, unpacked into a cache folder and given a standard library for wasm32.
//!
//! Installed the ordinary way its packages push rustup out, so they are only unpacked. Debian 12
//! ships the sources of the standard library and not its wasm32 build, so that is built once.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::debian;
use crate::failure::Failure;
use crate::program::Program;
use crate::step::note;
use crate::workspace::{self, WASM};

/// The packages whose names do not depend on a version; two more are found through them.
const PACKAGES: [&str; 4] = [
    "rustc-web",
    "libstd-rust-web-dev",
    "rust-web-src",
    "rust-web-clippy",
];

/// An unpacked and completed toolchain.
pub(crate) struct DebianRust {
    /// What would be `/usr`, had it been installed.
    usr: PathBuf,
    /// Where its programs' own libraries lie; unpacked, the system does not look there.
    shared: PathBuf,
}

impl DebianRust {
    fn in_folder(folder: &Path) -> Result<Self, Failure> {
        let triple = Program::new("dpkg-architecture")
            .args(["-qDEB_HOST_MULTIARCH"])
            .output()?;
        let usr = folder.join("usr");
        let shared = usr.join("lib").join(triple.trim());
        Ok(Self { usr, shared })
    }

    /// The file of one of its programs.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.usr.join("bin").join(name)
    }

    /// Sets a program up to compile with it.
    pub(crate) fn dress(&self, program: Program) -> Program {
        program
            .env("RUSTC", self.program("rustc"))
            .env("LD_LIBRARY_PATH", &self.shared)
    }

    fn library(&self, target: &str) -> PathBuf {
        self.usr.join("lib/rustlib").join(target).join("lib")
    }
}

/// The toolchain, if it was completed before.
pub(crate) fn find() -> Option<DebianRust> {
    if !folder().is_dir() {
        return None;
    }
    let rust = DebianRust::in_folder(&folder()).ok()?;
    has_library(&rust.library(WASM), "std").then_some(rust)
}

/// The toolchain; it is downloaded and completed if it is not there.
pub(crate) fn find_or_install() -> Result<DebianRust, Failure> {
    if let Some(rust) = find() {
        return Ok(rust);
    }
    if !debian::is_debian_like() {
        return Err(Failure::NeedsPerson(
            "Debian's Rust for wasm32 can only be had on Debian.".to_owned(),
        ));
    }
    // All work is done in a folder beside, so that a run that is stopped leaves nothing half done.
    let partial = folder().with_extension("partial");
    remove(&partial)?;
    create(&partial)?;
    download(&partial)?;
    let rust = DebianRust::in_folder(&partial)?;
    complete(&rust)?;
    build_standard_library(&rust, &partial.join("std"))?;
    for done_with in ["std", "usr/src", "usr/share"] {
        remove(&partial.join(done_with))?;
    }
    remove(&folder())?;
    fs::rename(&partial, folder()).map_err(Failure::file(folder(), "put in place"))?;
    find().ok_or_else(|| {
        Failure::NeedsPerson(format!(
            "Debian's Rust was unpacked into {} and still has no standard library for wasm32.",
            folder().display()
        ))
    })
}

/// Whether a folder of libraries has the compiled form of this one.
pub(crate) fn has_library(folder: &Path, name: &str) -> bool {
    let begin = format!("lib{name}-");
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            entry
                .file_name()
                .to_str()
                .is_some_and(|file| file.starts_with(&begin) && file.ends_with(".rlib"))
        })
    })
}

/// In the person's cache, since it serves every clone and outlives `cargo clean`.
fn folder() -> PathBuf {
    let named = |name| std::env::var_os(name).filter(|value: &OsString| !value.is_empty());
    let cache = named("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| named("HOME").map(|home| PathBuf::from(home).join(".cache")));
    cache
        .unwrap_or_else(workspace::target)
        .join("doorstep")
        .join("debian-rust")
}

fn download(into: &Path) -> Result<(), Failure> {
    note("Downloading Debian's Rust (about 150 MB) ...");
    if fetch(into, &PACKAGES).is_err() {
        debian::refresh_lists()?;
        fetch(into, &PACKAGES).map_err(|_| {
            Failure::NeedsPerson(
                "apt-get knows no package rustc-web. Add Debian's security suite to apt's \
                 sources, or run `rustup target add wasm32-unknown-unknown` where rustup's \
                 server can be reached, then the same command again."
                    .to_owned(),
            )
        })?;
    }
    let standard = dependency(into, "libstd-rust-web-dev", "libstd-rust-web-")?;
    fetch(into, &[&standard])?;
    let llvm = dependency(into, &standard, "libllvm")?;
    fetch(into, &[&llvm])?;
    for package in archives(into)? {
        Program::new("dpkg")
            .args(["-x"])
            .args([&package, into])
            .quietly()
            .run()?;
        remove(&package)?;
    }
    Ok(())
}

fn fetch(into: &Path, packages: &[&str]) -> Result<(), Failure> {
    Program::new("apt-get")
        // Run by root, apt would rather download as a user who can't write into this folder.
        .args(["-qq", "-o", "APT::Sandbox::User=root", "download"])
        .args(packages)
        .folder(into)
        .within(Duration::from_secs(15 * 60))
        .run()
}

/// The name of the package that `package` depends on and that begins in this way.
fn dependency(folder: &Path, package: &str, begin: &str) -> Result<String, Failure> {
    let unread = |reason: String| Failure::Unreadable {
        program: "dpkg-deb".into(),
        reason,
    };
    let archive = archives(folder)?.into_iter().find(|file| {
        let name = file
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        name.split_once('_')
            .is_some_and(|(before, _)| before == package)
    });
    let archive = archive.ok_or_else(|| unread(format!("{package} was not downloaded")))?;
    let depends = Program::new("dpkg-deb")
        .args(["-f"])
        .args([&archive])
        .args(["Depends"])
        .output()?;
    named_in(&depends, begin)
        .map(str::to_owned)
        .ok_or_else(|| unread(format!("{package} depends on no {begin}*")))
}

fn named_in<'a>(depends: &'a str, begin: &str) -> Option<&'a str> {
    depends
        .split([',', '|'])
        .filter_map(|entry| entry.split_whitespace().next())
        .find(|name| name.starts_with(begin) && *name != format!("{begin}dev"))
}

fn archives(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(Failure::file(folder, "listed"))?;
    let files = entries.flatten().map(|entry| entry.path());
    Ok(files
        .filter(|file| file.extension().is_some_and(|end| end == "deb"))
        .collect())
}

/// Puts in place what the packages' install scripts or other packages would have done.
fn complete(rust: &DebianRust) -> Result<(), Failure> {
    // The linker for wasm32 is rustup's; it finds its LLVM only from where it lies.
    let sysroot = Program::new("rustc")
        .args(["--print", "sysroot"])
        .folder(workspace::root())
        .without("RUSTC")
        .output()?;
    let host = host_triple()?;
    let linker = format!("lib/rustlib/{host}/bin/rust-lld");
    let from = Path::new(sysroot.trim()).join(&linker);
    let to = rust.usr.join(&linker);
    if let Some(folder) = to.parent() {
        create(folder)?;
    }
    link(&from, &to)
}

fn host_triple() -> Result<String, Failure> {
    let version = Program::new("rustc")
        .args(["-vV"])
        .folder(workspace::root())
        .output()?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Failure::Unreadable {
        program: "rustc -vV".into(),
        reason: version.clone(),
    })
}

/// Builds an empty crate with its standard library, and keeps the library.
fn build_standard_library(rust: &DebianRust, work: &Path) -> Result<(), Failure> {
    note("Building the standard library for wasm32 (about a minute) ...");
    create(&work.join("src"))?;
    write(&work.join("src/lib.rs"), "")?;
    write(
        &work.join("Cargo.toml"),
        "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n",
    )?;
    rust.dress(workspace::cargo())
        .folder(work)
        .args(["build", "--quiet", "--release", "--target", WASM])
        .args(["-Zbuild-std=std,panic_abort,proc_macro"])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", work.join("target"))
        .within(Duration::from_secs(15 * 60))
        .run()?;
    let built = work.join("target").join(WASM).join("release/deps");
    let library = rust.library(WASM);
    create(&library)?;
    for entry in fs::read_dir(&built)
        .map_err(Failure::file(&built, "listed"))?
        .flatten()
    {
        let file = entry.path();
        let name = entry.file_name();
        let ours = name
            .to_str()
            .is_some_and(|name| name.starts_with("libnothing"));
        if file.extension().is_some_and(|end| end == "rlib") && !ours {
            fs::copy(&file, library.join(name)).map_err(Failure::file(&file, "copied"))?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> Result<(), Failure> {
    std::os::unix::fs::symlink(from, to).map_err(Failure::file(to, "linked"))
}

#[cfg(not(unix))]
fn link(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::copy(from, to)
        .map(|_| ())
        .map_err(Failure::file(to, "copied"))
}

fn create(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(Failure::file(folder, "created"))
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    fs::write(file, text).map_err(Failure::file(file, "written"))
}

fn remove(path: &Path) -> Result<(), Failure> {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::file(path, "removed")(error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_versioned_packages() {
        let depends = "libstd-rust-web-1.96 (= 1.96.0+dfsg1-1~deb12u2), libc6 (>= 2.34)";
        assert_eq!(
            named_in(depends, "libstd-rust-web-"),
            Some("libstd-rust-web-1.96")
        );
        assert_eq!(
            named_in("libc6, libllvm22 (>= 1:22)", "libllvm"),
            Some("libllvm22")
        );
        assert_eq!(
            named_in("libstd-rust-web-dev, libc6", "libstd-rust-web-"),
            None
        );
    }
}
