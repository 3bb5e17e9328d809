//! Where things lie in this workspace.

use std::path::{Path, PathBuf};

use crate::program::Program;

/// The target that the screens, and a device in a browser, are built for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The top folder of the workspace.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Where cargo puts what it builds for this machine.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Where cargo puts what it builds for wasm32. It is another folder because another compiler may
/// build it, and in one folder the two would throw away each other's work.
pub(crate) fn wasm_target() -> PathBuf {
    target().join("wasm")
}

/// The file of a program that was built for this machine in the debug profile.
pub(crate) fn debug_program(name: &str) -> PathBuf {
    target()
        .join("debug")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The cargo that runs this program, started in the top folder.
pub(crate) fn cargo() -> Program {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    as_by_hand(Program::new(cargo))
}

/// A program that stands in for cargo, started in the top folder.
pub(crate) fn as_cargo(program: &Path) -> Program {
    as_by_hand(Program::new(program))
}

/// Cargo of another toolchain, started in the top folder.
pub(crate) fn cargo_of(toolchain: &str) -> Program {
    as_by_hand(Program::new("rustup").args(["run", toolchain, "cargo"]))
}

fn as_by_hand(program: Program) -> Program {
    let mut program = program.folder(root());
    // Cargo sets these for the program it runs. Passed on, build scripts that look at them would
    // see another value than under a plain `cargo build`, and be run again and again.
    for (name, _) in std::env::vars_os() {
        if let Some(text) = name.to_str()
            && (text.starts_with("CARGO_PKG_")
                || text.starts_with("CARGO_MANIFEST_")
                || text.starts_with("CARGO_BIN_")
                || text == "CARGO_CRATE_NAME"
                || text == "CARGO_PRIMARY_PACKAGE"
                || text == "OUT_DIR")
        {
            program = program.without(text);
        }
    }
    program
}
