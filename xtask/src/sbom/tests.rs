//! The list names every package, and a list that does not is found out.

use std::collections::BTreeSet;

use super::*;

fn both() -> Vec<(BuiltFrom, Value)> {
    Shipped::ALL
        .into_iter()
        .map(|shipped| {
            let built = built_from::read_once(shipped);
            let document = document(&built, Some("2026-01-01T00:00:00+00:00"));
            (built, document)
        })
        .collect()
}

#[test]
fn names_every_package_that_a_program_is_built_from() {
    for (built, document) in both() {
        assert_eq!(complete::missing(&document, &built), Vec::<String>::new());
        assert!(complete::listed(&document).len() > 150);
    }
}

/// The control: each package that another one needs is missed when it is left out.
#[test]
fn a_package_that_is_left_out_is_missed() {
    let (built, whole) = both().remove(1);
    let needed: BTreeSet<&String> = built
        .parts
        .values()
        .flat_map(|part| &part.about.cant_do_without)
        .collect();
    let mut tried = 0;
    for id in built.parts.keys().filter(|id| needed.contains(&id.name)) {
        let mut document = whole.clone();
        let components = document["components"].as_array_mut().unwrap();
        components.retain(|one| one["name"] != id.name.as_str());
        let missing = complete::missing(&document, &built);
        assert!(!missing.is_empty(), "{id:?}");
        tried += 1;
    }
    assert!(tried > 50);
}

#[test]
fn every_reference_leads_somewhere_and_stands_once() {
    for (_, document) in both() {
        let components = document["components"].as_array().unwrap();
        let top = &document["metadata"]["component"];
        let mut references = BTreeSet::new();
        for one in components.iter().chain([top]) {
            assert!(references.insert(one["bom-ref"].as_str().unwrap()));
        }
        for one in document["dependencies"].as_array().unwrap() {
            assert!(references.contains(one["ref"].as_str().unwrap()));
            for needed in one["dependsOn"].as_array().unwrap() {
                assert!(references.contains(needed.as_str().unwrap()), "{needed}");
            }
        }
    }
}

#[test]
fn libraries_in_c_stand_by_their_own_names() {
    for (_, document) in both() {
        let components = document["components"].as_array().unwrap();
        for name in ["openssl", "sqlcipher", "sqlite", "rust-std"] {
            let mut found = components.iter().filter(|one| one["name"] == name);
            let one = found.next().unwrap();
            assert_eq!(one["scope"], "required");
            let purl = one["purl"].as_str().unwrap();
            assert!(purl.starts_with(&format!("pkg:generic/{name}@")), "{purl}");
            assert!(found.next().is_none());
        }
    }
}

#[test]
fn what_only_helps_to_build_is_marked() {
    let (_, document) = both().remove(0);
    let scope = |name: &str| {
        let mut components = document["components"].as_array().unwrap().iter();
        let one = components.find(|one| one["name"] == name).unwrap();
        one["scope"].clone()
    };
    assert_eq!(scope("tauri-build"), "excluded");
    assert_eq!(scope("automerge"), "required");
    assert_eq!(scope("leptos"), "required");
}
