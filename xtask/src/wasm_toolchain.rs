//! A compiler with a standard library for wasm32.
//!
//! Ordinarily rustup adds the target to the pinned toolchain. Where rustup's server can't be
//! reached, Debian's own Rust is used for wasm32 alone (`docs/decisions/0001-wasm-toolchain.md`).

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::debian_rust::DebianRust;
use crate::failure::Failure;
use crate::program::Program;
use crate::step::note;
use crate::workspace::{self, WASM};
use crate::{debian, debian_rust};

/// Set to `debian` to try the fallback on a machine that does not need it.
const CHOICE: &str = "DOORSTEP_WASM_RUST";
/// The target is some 20 MB; a server that can't be reached may not even say so.
const RUSTUP_LIMIT: Duration = Duration::from_secs(180);

/// Where wasm32 gets its standard library from.
pub(crate) enum WasmToolchain {
    /// The pinned toolchain itself.
    Pinned,
    /// Debian's, unpacked into a folder.
    Debian(DebianRust),
}

impl WasmToolchain {
    /// Cargo, set to build with this toolchain, in a target folder of its own.
    pub(crate) fn cargo(&self) -> Program {
        self.dress(workspace::cargo())
    }

    /// `cargo clippy`, set in the same way; the arguments that follow go to it.
    pub(crate) fn clippy(&self) -> Program {
        match self {
            Self::Pinned => self.cargo().args(["clippy"]),
            Self::Debian(rust) => {
                let program = Program::new(rust.program("cargo-clippy")).folder(workspace::root());
                self.dress(program.args(["clippy"]))
            }
        }
    }

    fn dress(&self, program: Program) -> Program {
        let (compiler, archiver) = c_compiler();
        let program = program
            .env("CARGO_TARGET_DIR", workspace::wasm_target())
            .env("CC_wasm32_unknown_unknown", compiler)
            .env("AR_wasm32_unknown_unknown", archiver);
        match self {
            Self::Pinned => program,
            Self::Debian(rust) => rust.dress(program),
        }
    }
}

/// The compiler of C for wasm32. What Apple ships can't do it, Homebrew's LLVM can.
fn c_compiler() -> (PathBuf, PathBuf) {
    for folder in ["/opt/homebrew/opt/llvm/bin", "/usr/local/opt/llvm/bin"] {
        let folder = Path::new(folder);
        if cfg!(target_os = "macos") && folder.join("clang").exists() {
            return (folder.join("clang"), folder.join("llvm-ar"));
        }
    }
    ("clang".into(), "llvm-ar".into())
}

/// Finds the standard library for wasm32, or gets it.
pub(crate) fn find_or_install() -> Result<WasmToolchain, Failure> {
    if std::env::var_os(CHOICE).is_some_and(|choice| choice == "debian") {
        note("DOORSTEP_WASM_RUST=debian: building for wasm32 with Debian's Rust.");
        return debian_rust::find_or_install().map(WasmToolchain::Debian);
    }
    if pinned_has_target()? {
        note("Standard library for wasm32: there.");
        return Ok(WasmToolchain::Pinned);
    }
    if let Some(rust) = debian_rust::find() {
        note("Standard library for wasm32: Debian's, as set up before.");
        return Ok(WasmToolchain::Debian(rust));
    }
    note("Getting the standard library for wasm32 from rustup ...");
    let added = Program::new("rustup")
        .args(["target", "add", WASM])
        .folder(workspace::root())
        .within(RUSTUP_LIMIT)
        .run();
    match added {
        Ok(()) if pinned_has_target()? => Ok(WasmToolchain::Pinned),
        _ if debian::is_debian_like() => {
            note("rustup could not add it; using Debian's Rust for wasm32 alone.");
            debian_rust::find_or_install().map(WasmToolchain::Debian)
        }
        _ => Err(Failure::NeedsPerson(format!(
            "The standard library for wasm32 is missing. Run `rustup target add {WASM}` in this \
             folder where rustup's server can be reached, then the same command again."
        ))),
    }
}

fn pinned_has_target() -> Result<bool, Failure> {
    let folder = Program::new("rustc")
        .args(["--print", "target-libdir", "--target", WASM])
        .folder(workspace::root())
        .without("RUSTC")
        .output()?;
    Ok(debian_rust::has_library(Path::new(folder.trim()), "core"))
}
