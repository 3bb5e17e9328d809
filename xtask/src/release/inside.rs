//! What a program was built from, by three accounts: what cargo compiled for it, what it lists inside
//! itself, and the file beside it. The first is what happened; the other two must miss nothing of it.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use crate::built_from::Id;
use crate::failure::Failure;
use crate::program::Program;
use crate::tool::Tool;

const READER: Tool = Tool {
    name: "rust-audit-info",
    version: "0.5.4",
    takes: "half a minute",
};

/// What is missing, each in a sentence.
pub(super) fn missing(
    compiled: &BTreeSet<Id>,
    inside: &BTreeSet<Id>,
    beside: &BTreeSet<Id>,
) -> Vec<String> {
    let in_one = |list: &BTreeSet<Id>, which: &str| {
        let missing = compiled.difference(list);
        let missing = missing.map(|id| format!("{} {}: not {which}", id.name, id.version));
        missing.collect::<Vec<_>>()
    };
    let mut all = in_one(inside, "in the program's own list");
    all.extend(in_one(beside, "in the file beside the program"));
    all
}

/// What a program lists inside itself.
pub(super) fn listed_in(program: &Path) -> Result<BTreeSet<Id>, Failure> {
    let reader = READER.find_or_install()?;
    let says = Program::new(reader).args([program]).output()?;
    listed(&says).map_err(|reason| Failure::Unreadable {
        program: READER.name.to_owned(),
        reason,
    })
}

#[derive(Deserialize)]
struct Inside {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

fn listed(says: &str) -> Result<BTreeSet<Id>, String> {
    let inside: Inside = serde_json::from_str(says).map_err(|error| error.to_string())?;
    if inside.packages.is_empty() {
        return Err("no packages".to_owned());
    }
    let packages = inside.packages.into_iter();
    Ok(packages
        .map(|package| Id {
            name: package.name,
            version: package.version,
        })
        .collect())
}

#[derive(Deserialize)]
struct Message {
    reason: String,
    package_id: Option<String>,
}

/// What cargo compiled, or had compiled before, by its messages: one in each line.
pub(super) fn compiled(messages: &str) -> Result<BTreeSet<Id>, Failure> {
    let unreadable = |reason: String| Failure::Unreadable {
        program: "cargo build".to_owned(),
        reason,
    };
    let mut found = BTreeSet::new();
    for line in messages.lines() {
        let message: Message =
            serde_json::from_str(line).map_err(|error| unreadable(error.to_string()))?;
        if message.reason == "compiler-artifact"
            && let Some(id) = message.package_id
        {
            let id = id_of(&id).ok_or_else(|| unreadable(format!("no package in {id}")))?;
            found.insert(id);
        }
    }
    if found.is_empty() {
        return Err(unreadable("it compiled nothing".to_owned()));
    }
    Ok(found)
}

/// `address#name@version`, or `address#version` where the address ends in the name.
fn id_of(id: &str) -> Option<Id> {
    let (address, behind) = id.rsplit_once('#')?;
    let (name, version) = match behind.split_once('@') {
        Some(both) => both,
        None => (address.rsplit('/').next()?, behind),
    };
    Some(Id {
        name: name.to_owned(),
        version: version.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGES: &str = r#"{"reason":"compiler-artifact","package_id":"path+file:///x/a#1.0.0"}
{"reason":"build-script-executed","package_id":"registry+somewhere#c@3.0.0"}
{"reason":"compiler-artifact","package_id":"registry+somewhere#b@2.0.0+b.7"}
{"reason":"build-finished","success":true}"#;
    const INSIDE: &str = r#"{"packages":[{"name":"a","version":"1.0.0","root":true},
        {"name":"b","version":"2.0.0+b.7","kind":"build"},{"name":"d","version":"4.0.0"}]}"#;

    #[test]
    fn what_was_compiled_has_to_stand_in_both_lists() {
        let compiled = compiled(MESSAGES).unwrap();
        assert_eq!(compiled.len(), 2);
        let inside = listed(INSIDE).unwrap();
        let beside = inside.clone();
        assert!(missing(&compiled, &inside, &beside).is_empty());
        let without = |list: &BTreeSet<Id>, name: &str| {
            let rest = list.iter().filter(|id| id.name != name);
            rest.cloned().collect::<BTreeSet<_>>()
        };
        assert_eq!(
            missing(&compiled, &without(&inside, "b"), &beside),
            ["b 2.0.0+b.7: not in the program's own list"]
        );
        assert_eq!(
            missing(&compiled, &inside, &without(&beside, "a")),
            ["a 1.0.0: not in the file beside the program"]
        );
    }

    #[test]
    fn an_account_of_nothing_is_no_proof() {
        assert!(listed(r#"{"packages":[]}"#).is_err());
        assert!(listed("").is_err());
        assert!(compiled("").is_err());
        assert!(compiled(r#"{"reason":"build-finished","success":true}"#).is_err());
        assert!(compiled("no message").is_err());
    }
}
