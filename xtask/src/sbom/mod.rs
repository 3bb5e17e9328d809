//! `cargo xtask sbom`: what the app and the server are built from, for programs that look up known
//! faults. CycloneDX 1.6, JSON (`docs/decisions/0044-supply-chain.md`). Made from the same sources it
//! is the same file.

mod carried;
mod complete;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::built_from::{self, BuiltFrom, Id, Part, Shipped};
use crate::failure::Failure;
use crate::program::Program;
use crate::step::{note, step};
use crate::workspace;

/// Writes both into `target/sbom`.
pub(crate) fn run() -> Result<(), Failure> {
    step("What it is built from", || {
        let folder = workspace::target().join("sbom");
        for shipped in Shipped::ALL {
            let built = built_from::read(shipped)?;
            let file = write(&built, &folder)?;
            let names = built.parts.len();
            note(&format!("{}: {names} packages.", file.display()));
        }
        Ok(())
    })
}

/// Writes one file into a folder, which is made if it is not there. Fails when a part is missing.
pub(crate) fn write(built: &BuiltFrom, folder: &Path) -> Result<PathBuf, Failure> {
    let document = document(built, when().as_deref());
    let missing = complete::missing(&document, built);
    if !missing.is_empty() {
        return Err(Failure::Sbom(missing));
    }
    fs::create_dir_all(folder).map_err(Failure::file(folder, "created"))?;
    let file = folder.join(format!("{}.cdx.json", built.top.name));
    let text = format!("{document:#}\n");
    fs::write(&file, text).map_err(Failure::file(&file, "written"))?;
    Ok(file)
}

/// When what is built was committed; nothing where there is no repository.
fn when() -> Option<String> {
    let git = Program::new("git").folder(workspace::root());
    let says = git.args(["log", "-1", "--format=%cI"]).output_quietly()?;
    let says = says.trim();
    (!says.is_empty()).then(|| says.to_owned())
}

fn document(built: &BuiltFrom, when: Option<&str>) -> Value {
    let mut components: Vec<Value> = vec![json!({
        "type": "library",
        "bom-ref": rust_reference(built),
        "name": "rust-std",
        "version": built.rust,
        "description": "The standard library of Rust, which is in every program.",
        "scope": "required",
        "licenses": [{ "expression": "MIT OR Apache-2.0" }],
        "purl": rust_reference(built),
    })];
    let mut dependencies = Vec::new();
    for part in built.parts.values() {
        let mut needs: Vec<String> = part.needs.iter().map(reference).collect();
        for one in carried::by(&part.id) {
            let purl = format!("pkg:generic/{}@{}", one.name, one.version);
            needs.push(purl.clone());
            let licences = one.licence().map(|name| json!({ "expression": name }));
            components.push(json!({
                "type": "library",
                "bom-ref": purl,
                "name": one.name,
                "version": one.version,
                "description": format!("Its sources are in {}.", part.id.name),
                "scope": scope(part),
                "licenses": licences.into_iter().collect::<Vec<_>>(),
                "purl": purl,
            }));
        }
        if part.id == built.top {
            needs.push(rust_reference(built));
        } else {
            components.push(component(part));
        }
        dependencies.push(json!({ "ref": reference(&part.id), "dependsOn": needs }));
    }
    let mut metadata = json!({
        "lifecycles": [{ "phase": "build" }],
        "tools": { "components": [{ "type": "application", "name": "xtask" }] },
        "component": top(built),
        "properties": [{ "name": "doorstep:target", "value": built.target }],
    });
    if let (Some(when), Some(metadata)) = (when, metadata.as_object_mut()) {
        metadata.insert("timestamp".to_owned(), when.into());
    }
    json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": metadata,
        "components": components,
        "dependencies": dependencies,
    })
}

fn top(built: &BuiltFrom) -> Value {
    json!({
        "type": "application",
        "bom-ref": reference(&built.top),
        "name": built.top.name,
        "version": built.top.version,
        "licenses": [{ "expression": "MIT OR Apache-2.0" }],
    })
}

fn component(part: &Part) -> Value {
    let mut component = json!({
        "type": "library",
        "bom-ref": reference(&part.id),
        "name": part.id.name,
        "version": part.id.version,
        "scope": scope(part),
    });
    let Some(fields) = component.as_object_mut() else {
        return component;
    };
    if !part.about.licence.is_empty() {
        let licence = json!([{ "expression": part.about.licence }]);
        fields.insert("licenses".to_owned(), licence);
    }
    // Packages of ours were never published anywhere that such an address could mean.
    if !part.about.ours {
        fields.insert("purl".to_owned(), reference(&part.id).into());
    }
    if let Some(checksum) = &part.checksum {
        let hash = json!([{ "alg": "SHA-256", "content": checksum }]);
        fields.insert("hashes".to_owned(), hash);
    }
    if let Some(repository) = &part.about.repository {
        let reference = json!([{ "type": "vcs", "url": repository }]);
        fields.insert("externalReferences".to_owned(), reference);
    }
    component
}

/// CycloneDX's word for what is not in the program is "excluded".
fn scope(part: &Part) -> &'static str {
    if part.in_program {
        "required"
    } else {
        "excluded"
    }
}

/// A package's name all over the world (purl), and in this file.
fn reference(id: &Id) -> String {
    // The one character of a version that has a meaning of its own in an address.
    format!("pkg:cargo/{}@{}", id.name, id.version.replace('+', "%2B"))
}

fn rust_reference(built: &BuiltFrom) -> String {
    format!("pkg:generic/rust-std@{}", built.rust)
}

#[cfg(test)]
mod tests;
