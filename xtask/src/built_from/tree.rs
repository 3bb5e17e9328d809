//! Which package is built with which, as `cargo tree` prints it. Unlike `cargo metadata` it turns on
//! the features that one package asks for when it is built alone, and no others.

use std::collections::{BTreeMap, BTreeSet};

use super::Id;
use crate::failure::Failure;
use crate::workspace;

/// A package and all below it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tree {
    pub(super) top: Id,
    pub(super) needs: BTreeMap<Id, BTreeSet<Id>>,
}

/// Asks cargo, for one target and for these kinds of dependency.
pub(super) fn read(package: &str, target: &str, edges: &str) -> Result<Tree, Failure> {
    let printed = workspace::cargo()
        .args(["tree", "--quiet", "--package", package, "--edges", edges])
        .args(["--target", target, "--prefix", "depth", "--format", "|{p}"])
        .output()?;
    parse(&printed).ok_or_else(|| Failure::Unreadable {
        program: "cargo tree".to_owned(),
        reason: "a line that is no package, or none at all".to_owned(),
    })
}

/// Each line is a depth and a package: `2|http v1.5.0 (*)`. What stands below a package was printed
/// already where it ends in a star.
fn parse(printed: &str) -> Option<Tree> {
    let mut above: Vec<Id> = Vec::new();
    let mut needs = BTreeMap::<Id, BTreeSet<Id>>::new();
    for line in printed.lines() {
        let (depth, package) = line.split_once('|')?;
        let depth: usize = depth.parse().ok()?;
        let id = id_of(package)?;
        above.truncate(depth);
        if above.len() != depth {
            return None;
        }
        if let Some(parent) = above.last() {
            needs.entry(parent.clone()).or_default().insert(id.clone());
        }
        needs.entry(id.clone()).or_default();
        above.push(id);
    }
    let (_, top) = printed.lines().next()?.split_once('|')?;
    Some(Tree {
        top: id_of(top)?,
        needs,
    })
}

fn id_of(package: &str) -> Option<Id> {
    let mut words = package.split_whitespace();
    Some(Id {
        name: words.next()?.to_owned(),
        version: words.next()?.strip_prefix('v')?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> Id {
        Id {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
        }
    }

    #[test]
    fn reads_who_stands_below_whom() {
        let printed = "0|a v1.0.0 (/somewhere)\n1|b v1.0.0\n2|c v1.0.0 (proc-macro)\n\
                       1|d v1.0.0\n2|b v1.0.0 (*)\n";
        let tree = parse(printed).unwrap();
        assert_eq!(tree.top, id("a"));
        let below = |name| tree.needs.get(&id(name)).unwrap().iter().cloned();
        assert_eq!(below("a").collect::<Vec<_>>(), [id("b"), id("d")]);
        assert_eq!(below("b").collect::<Vec<_>>(), [id("c")]);
        assert_eq!(below("c").count(), 0);
        assert_eq!(below("d").collect::<Vec<_>>(), [id("b")]);
    }

    #[test]
    fn half_a_tree_is_no_tree() {
        for printed in [
            "",
            "a v1.0.0",
            "0|a",
            "0|a 1.0.0",
            "1|a v1.0.0",
            "0|a v1.0.0\n2|b v1.0.0",
        ] {
            assert_eq!(parse(printed), None, "{printed:?}");
        }
    }
}
