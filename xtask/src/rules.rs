//! Who may depend on whom.
//!
//! Each package is looked at alone, as it is built alone: building the workspace as a whole would
//! hide that one package only works because of what another one turned on. The rules themselves
//! are the two tables below; they are what makes the server blind and the screens plain.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::failure::Failure;
use crate::step::{note, step};
use crate::workspace;

/// Each package of ours with those of ours that it may depend on, for building and for testing.
const MAY_DEPEND_ON: [(&str, &[&str]); 11] = [
    ("doorstep-paper", &[]),
    ("doorstep-model", &["doorstep-paper"]),
    ("doorstep-wire", &[]),
    ("doorstep-sqlite-memory", &[]),
    ("doorstep-replica", &["doorstep-model", "doorstep-wire"]),
    (
        "doorstep-device",
        &[
            "doorstep-replica",
            "doorstep-model",
            "doorstep-paper",
            "doorstep-sqlite-memory",
            "doorstep-wire",
        ],
    ),
    ("doorstep", &["doorstep-device", "doorstep-model"]),
    // Its tests set the pages that it composes as the device does; what is shipped goes without.
    ("doorstep-ui", &["doorstep-model", "doorstep-paper"]),
    ("doorstep-server", &["doorstep-wire"]),
    (
        "doorstep-tests",
        &[
            "doorstep-device",
            "doorstep-model",
            "doorstep-paper",
            "doorstep-replica",
            "doorstep-server",
            "doorstep-wire",
        ],
    ),
    ("xtask", &[]),
];

/// Packages that must not have these crates anywhere below them, and why.
const MUST_NOT_HOLD: [(&str, &[&str], &str); 5] = [
    (
        "doorstep-server",
        &[
            "automerge",
            "chacha20poly1305",
            "hpke",
            "x25519-dalek",
            "argon2",
            "bip39",
        ],
        "the server must have no way to open what it stores",
    ),
    (
        "doorstep-ui",
        &[
            "automerge",
            "rusqlite",
            "libsqlite3-sys",
            "chacha20poly1305",
            "hpke",
            "krilla",
            "parley",
            "reqwest",
            "tokio",
        ],
        "the screens know no documents, no SQL, no keys and no network, and carry no fonts of PDFs",
    ),
    (
        "doorstep-replica",
        &["tokio", "reqwest", "rusqlite", "axum"],
        "the replica does no input or output",
    ),
    (
        "doorstep-model",
        &["automerge", "rusqlite", "tokio"],
        "the model is plain types",
    ),
    (
        "doorstep-wire",
        &["automerge", "rusqlite", "tokio", "hpke"],
        "the server shares it",
    ),
];

/// What each crate below must be seen to hold. If it is not, the reading has gone wrong and
/// an empty answer would pass every rule above.
const MUST_BE_SEEN: [(&str, &str); 3] = [
    ("doorstep-replica", "automerge"),
    ("doorstep-device", "rusqlite"),
    ("doorstep-device", "krilla"),
];

/// What the rules are about.
#[derive(Default)]
struct Graph {
    /// Direct dependencies of ours on ours, of every kind.
    edges: Vec<(String, String)>,
    /// All crates below each package of ours that end up in what is shipped.
    below: BTreeMap<String, BTreeSet<String>>,
}

/// Reads the workspace and holds it against the rules.
pub(crate) fn check() -> Result<(), Failure> {
    step("Dependency rules", || {
        let graph = read()?;
        let broken = broken_rules(&graph);
        if !broken.is_empty() {
            return Err(Failure::Rules(broken));
        }
        note(&format!(
            "{} packages, {} dependencies among them, as the rules allow.",
            graph.below.len(),
            graph.edges.len()
        ));
        Ok(())
    })
}

fn broken_rules(graph: &Graph) -> Vec<String> {
    let mut broken = Vec::new();
    for package in graph.below.keys() {
        if !MAY_DEPEND_ON.iter().any(|(name, _)| name == package) {
            broken.push(format!(
                "{package} has no rule; add one to xtask/src/rules.rs"
            ));
        }
    }
    for (from, to) in &graph.edges {
        let allowed = MAY_DEPEND_ON.iter().find(|(name, _)| name == from);
        if !allowed.is_some_and(|(_, allowed)| allowed.contains(&to.as_str())) {
            broken.push(format!("{from} must not depend on {to}"));
        }
    }
    let holds = |package: &str, name: &str| {
        graph
            .below
            .get(package)
            .is_some_and(|below| below.contains(name))
    };
    for (package, crates, why) in MUST_NOT_HOLD {
        for name in crates.iter().filter(|name| holds(package, name)) {
            broken.push(format!("{package} must not hold {name}: {why}"));
        }
    }
    for (package, name) in MUST_BE_SEEN {
        if !holds(package, name) {
            broken.push(format!(
                "{package} should hold {name}; the tree was not read rightly"
            ));
        }
    }
    broken
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
}

fn read() -> Result<Graph, Failure> {
    let text = workspace::cargo()
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()?;
    let metadata: Metadata = serde_json::from_str(&text).map_err(|error| Failure::Unreadable {
        program: "cargo metadata".to_owned(),
        reason: error.to_string(),
    })?;
    let ours: BTreeSet<&str> = metadata
        .packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let mut graph = Graph::default();
    for package in &metadata.packages {
        for dependency in package
            .dependencies
            .iter()
            .filter(|one| ours.contains(one.name.as_str()))
        {
            graph
                .edges
                .push((package.name.clone(), dependency.name.clone()));
        }
        graph
            .below
            .insert(package.name.clone(), crates_below(&package.name)?);
    }
    Ok(graph)
}

fn crates_below(package: &str) -> Result<BTreeSet<String>, Failure> {
    // The screens are only ever built for wasm32. For the others all platforms count: what a
    // server on Windows holds matters as much.
    let target = if package == "doorstep-ui" {
        workspace::WASM
    } else {
        "all"
    };
    let tree = workspace::cargo()
        .args(["tree", "--quiet", "--package", package, "--edges", "normal"])
        .args(["--target", target, "--prefix", "none", "--format", "{p}"])
        .output()?;
    Ok(names_in(&tree, package))
}

fn names_in(tree: &str, package: &str) -> BTreeSet<String> {
    tree.lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != package)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound() -> Graph {
        let mut graph = Graph::default();
        for (package, allowed) in MAY_DEPEND_ON {
            let below = graph.below.entry(package.to_owned()).or_default();
            below.extend(allowed.iter().map(|name| (*name).to_owned()));
            let edges = allowed
                .iter()
                .map(|name| (package.to_owned(), (*name).to_owned()));
            graph.edges.extend(edges);
        }
        for (package, name) in MUST_BE_SEEN {
            graph
                .below
                .get_mut(package)
                .unwrap()
                .insert(name.to_owned());
        }
        graph
    }

    fn add(graph: &mut Graph, package: &str, name: &str) {
        graph
            .below
            .entry(package.to_owned())
            .or_default()
            .insert(name.to_owned());
    }

    #[test]
    fn a_graph_as_it_should_be_breaks_nothing() {
        assert_eq!(broken_rules(&sound()), Vec::<String>::new());
    }

    #[test]
    fn a_server_that_could_open_chunks_is_found() {
        let mut graph = sound();
        add(&mut graph, "doorstep-server", "chacha20poly1305");
        let broken = broken_rules(&graph);
        assert_eq!(broken.len(), 1);
        assert!(broken[0].starts_with("doorstep-server must not hold chacha20poly1305"));
    }

    #[test]
    fn every_forbidden_crate_is_found() {
        for (package, crates, _) in MUST_NOT_HOLD {
            for name in crates {
                let mut graph = sound();
                add(&mut graph, package, name);
                assert_eq!(broken_rules(&graph).len(), 1, "{package} with {name}");
            }
        }
    }

    #[test]
    fn every_dependency_that_is_not_in_the_table_is_found() {
        for (from, allowed) in MAY_DEPEND_ON {
            for (to, _) in MAY_DEPEND_ON {
                let mut graph = sound();
                graph.edges.push((from.to_owned(), to.to_owned()));
                let expected = usize::from(!allowed.contains(&to));
                assert_eq!(broken_rules(&graph).len(), expected, "{from} on {to}");
            }
        }
    }

    #[test]
    fn a_new_package_needs_a_rule() {
        let mut graph = sound();
        graph
            .below
            .insert("doorstep-extra".to_owned(), BTreeSet::new());
        assert_eq!(broken_rules(&graph).len(), 1);
    }

    #[test]
    fn a_tree_that_was_not_read_is_no_proof() {
        let mut graph = sound();
        graph.below.values_mut().for_each(BTreeSet::clear);
        assert_eq!(broken_rules(&graph).len(), MUST_BE_SEEN.len());
    }

    #[test]
    fn reads_what_cargo_tree_prints() {
        let tree = "a v0.1.0 (/somewhere)\nautomerge v0.12.0\nserde v1.0.0 (*)\n";
        let names = names_in(tree, "a");
        assert_eq!(
            names.into_iter().collect::<Vec<_>>(),
            ["automerge", "serde"]
        );
    }
}
