//! `cargo xtask release`: the app and the server as they are given to people, each with the list of
//! what it is built from inside it, the same list beside it, and the licences.

mod inside;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::built_from::{self, BuiltFrom, Shipped};
use crate::failure::Failure;
use crate::program::Program;
use crate::screens::{self, Speed};
use crate::step::{note, step};
use crate::tool::Tool;
use crate::{licences, sbom, setup, workspace};

const AUDITABLE: Tool = Tool {
    name: "cargo-auditable",
    version: "0.7.7",
    takes: "half a minute",
};
const BUILD_LIMIT: Duration = Duration::from_secs(2 * 60 * 60);

/// Builds both, or the server alone, and puts all that belongs to them into `target/release-files`.
pub(crate) fn run(server_alone: bool) -> Result<(), Failure> {
    let all: &[Shipped] = if server_alone {
        &[Shipped::Server]
    } else {
        &Shipped::ALL
    };
    let wasm = setup::setup()?;
    if all.contains(&Shipped::App) {
        screens::build(&wasm, Speed::QuickToStart)?;
    }
    let folder = workspace::target().join("release-files");
    if folder.exists() {
        // What an earlier release left must not go out with this one.
        fs::remove_dir_all(&folder).map_err(Failure::file(&folder, "removed"))?;
    }
    fs::create_dir_all(&folder).map_err(Failure::file(&folder, "created"))?;
    for shipped in all {
        step(shipped.name(), || release(*shipped, &folder))?;
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&workspace::root().join(name), &folder.join(name))?;
    }
    note(&format!("To be given to people: {}", folder.display()));
    Ok(())
}

fn release(shipped: Shipped, folder: &Path) -> Result<(), Failure> {
    let built = built_from::read(shipped)?;
    let program = build(shipped)?;
    // A second time nothing is left to do, and cargo says at once what it had compiled.
    let messages = building(shipped)?
        .args(["--message-format", "json"])
        .output()?;
    let compiled = inside::compiled(&messages)?;
    let listed = inside::listed_in(&program)?;
    let missing = inside::missing(&compiled, &listed, &built.parts.keys().cloned().collect());
    if !missing.is_empty() {
        return Err(Failure::Sbom(missing));
    }
    note(&format!(
        "{} packages were compiled. The program lists {}, the file beside it {}.",
        compiled.len(),
        listed.len(),
        built.parts.len()
    ));
    sbom::write(&built, folder)?;
    write_licences(&built, shipped, folder)?;
    let name = format!("{}{}", shipped.name(), std::env::consts::EXE_SUFFIX);
    copy(&program, &folder.join(name))
}

/// Builds it with the list of its packages inside, and returns the program.
fn build(shipped: Shipped) -> Result<PathBuf, Failure> {
    building(shipped)?.within(BUILD_LIMIT).run()?;
    let name = format!("{}{}", shipped.name(), std::env::consts::EXE_SUFFIX);
    Ok(workspace::target().join("release").join(name))
}

fn building(shipped: Shipped) -> Result<Program, Failure> {
    let auditable = AUDITABLE.find_or_install()?;
    Ok(workspace::as_cargo(&auditable)
        .args(["auditable", "build", "--release", "--locked"])
        .args(["--package", shipped.name()]))
}

fn write_licences(built: &BuiltFrom, shipped: Shipped, folder: &Path) -> Result<(), Failure> {
    let text = licences::of(built, shipped)?.to_text();
    let file = folder.join(format!("{}-licences.txt", shipped.name()));
    fs::write(&file, text).map_err(Failure::file(&file, "written"))
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::copy(from, to)
        .map(|_| ())
        .map_err(Failure::file(from, "copied"))
}
