//! Whether a list of parts names all of them. It is held against what each package says that it can't
//! be built without, and not against the tree that the list was made from.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::built_from::{BuiltFrom, Id};

/// What is missing, each in a sentence; empty when nothing is.
pub(super) fn missing(document: &Value, built: &BuiltFrom) -> Vec<String> {
    let listed = listed(document);
    let names: BTreeSet<&str> = listed.iter().map(|id| id.name.as_str()).collect();
    let mut missing = Vec::new();
    for id in &listed {
        let Some(part) = built.parts.get(id) else {
            missing.push(format!("{} {} is listed and no part", id.name, id.version));
            continue;
        };
        for name in &part.about.cant_do_without {
            if !names.contains(name.as_str()) {
                missing.push(format!("{} needs {name}, which is not listed", id.name));
            }
        }
    }
    for (id, part) in &built.parts {
        if part.checksum.is_none() && !part.about.ours {
            missing.push(format!(
                "{} {} has no checksum in Cargo.lock",
                id.name, id.version
            ));
        }
    }
    if !listed.contains(&built.top) {
        missing.push(format!("{} itself is not listed", built.top.name));
    }
    missing
}

/// All packages of cargo's that a document names, the program itself among them.
pub(super) fn listed(document: &Value) -> BTreeSet<Id> {
    let components = document.get("components").and_then(Value::as_array);
    let top = document.pointer("/metadata/component");
    components
        .into_iter()
        .flatten()
        .chain(top)
        .filter(|one| {
            let reference = one.get("bom-ref").and_then(Value::as_str);
            reference.is_some_and(|reference| reference.starts_with("pkg:cargo/"))
        })
        .filter_map(|one| {
            Some(Id {
                name: one.get("name")?.as_str()?.to_owned(),
                version: one.get("version")?.as_str()?.to_owned(),
            })
        })
        .collect()
}
