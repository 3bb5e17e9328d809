//! What cargo knows about packages, from what they say about themselves.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::Id;
use crate::failure::Failure;
use crate::workspace;

/// What a package says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct About {
    /// An expression of SPDX's licences; empty where it says none.
    pub(crate) licence: String,
    /// A file of its own licence that it names.
    pub(crate) licence_file: Option<PathBuf>,
    pub(crate) authors: Vec<String>,
    /// Where its source can be had.
    pub(crate) repository: Option<String>,
    /// Where its files lie on this machine.
    pub(crate) folder: PathBuf,
    /// It is a package of this workspace.
    pub(crate) ours: bool,
    /// Packages that it can't be built without, on any machine and with any features.
    pub(crate) cant_do_without: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    license_file: Option<PathBuf>,
    authors: Vec<String>,
    repository: Option<String>,
    manifest_path: PathBuf,
    source: Option<String>,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
    optional: bool,
    target: Option<String>,
}

/// Asks cargo about every package that may be built for one of these targets.
pub(super) fn read(targets: &[&str]) -> Result<BTreeMap<Id, About>, Failure> {
    let text = workspace::cargo()
        .args(["metadata", "--format-version", "1"])
        .args(
            targets
                .iter()
                .flat_map(|target| ["--filter-platform", target]),
        )
        .output()?;
    let metadata: Metadata = serde_json::from_str(&text).map_err(|error| Failure::Unreadable {
        program: "cargo metadata".to_owned(),
        reason: error.to_string(),
    })?;
    Ok(metadata.packages.into_iter().map(about).collect())
}

fn about(package: Package) -> (Id, About) {
    let id = Id {
        name: package.name,
        version: package.version,
    };
    let folder = package.manifest_path.parent();
    let folder = folder.map(PathBuf::from).unwrap_or_default();
    let needed = package.dependencies.into_iter().filter(|one| {
        let kind = one.kind.as_deref();
        matches!(kind, None | Some("build")) && !one.optional && one.target.is_none()
    });
    let about = About {
        // Older packages write a stroke for "or".
        licence: or(&package.license.unwrap_or_default()),
        licence_file: package.license_file.map(|file| folder.join(file)),
        authors: package.authors,
        repository: package.repository,
        ours: package.source.is_none(),
        cant_do_without: needed.map(|one| one.name).collect(),
        folder,
    };
    (id, about)
}

fn or(licence: &str) -> String {
    let either: Vec<&str> = licence.split('/').map(str::trim).collect();
    either.join(" OR ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stroke_is_an_or() {
        assert_eq!(or("MIT/Apache-2.0"), "MIT OR Apache-2.0");
        assert_eq!(or("Apache-2.0 / MIT"), "Apache-2.0 OR MIT");
        assert_eq!(or("MIT AND ISC"), "MIT AND ISC");
    }
}
