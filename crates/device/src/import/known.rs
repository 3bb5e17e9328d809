//! Households that are on this device, to see which of the file one has already.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};

use doorstep_wire::id::DocId;
use rusqlite::Connection;

use super::entry::Entry;
use super::words::plain;
use crate::store::StoreFault;
use crate::store::query;

/// Words around a name that say nothing of whose it is.
const AROUND: [&str; 14] = [
    "the",
    "family",
    "household",
    "mr",
    "mrs",
    "miss",
    "ms",
    "mx",
    "dr",
    "teulu",
    "aelwyd",
    "y",
    "yr",
    "and",
];
/// Households read in one go.
const AT_ONCE: usize = 1_000;

/// Names and addresses, as numbers that are different in each run, so that nobody can make up two
/// that are the same.
#[derive(Default)]
pub(crate) struct Known {
    hasher: RandomState,
    exact: HashMap<u64, DocId>,
    names: HashSet<u64>,
    names_without_address: HashSet<u64>,
    addresses: HashSet<u64>,
    reached: i64,
}

impl Known {
    /// Reads some more households; answers whether there are more.
    pub(crate) fn read_some(&mut self, conn: &Connection) -> Result<bool, StoreFault> {
        let some = query::names_after(conn, self.reached, AT_ONCE)?;
        for named in &some {
            self.reached = named.number;
            self.add(named.household, &named.name, &named.address);
        }
        Ok(some.len() >= AT_ONCE)
    }

    fn add(&mut self, household: DocId, name: &str, address: &str) {
        let loose = self.number(&[&loosely(name)]);
        let address_words = plain(address);
        let whole = self.whole(name, address);
        self.exact.insert(whole, household);
        self.names.insert(loose);
        if address_words.is_empty() {
            self.names_without_address.insert(loose);
        } else {
            let number = self.number(&[&address_words]);
            self.addresses.insert(number);
        }
    }

    /// Name and address as one number.
    pub(crate) fn whole(&self, name: &str, address: &str) -> u64 {
        self.number(&[&plain(name), &plain(address)])
    }

    /// The household of the same name and address.
    pub(crate) fn same(&self, entry: &Entry) -> Option<DocId> {
        self.exact
            .get(&self.whole(&entry.name, &entry.address))
            .copied()
    }

    /// Whether one household may be meant: another name at the same address, or nearly the same
    /// name where one of the two has no address.
    pub(crate) fn near(&self, entry: &Entry) -> bool {
        let name = self.number(&[&loosely(&entry.name)]);
        let address = plain(&entry.address);
        if address.is_empty() {
            return self.names.contains(&name);
        }
        self.names_without_address.contains(&name)
            || self.addresses.contains(&self.number(&[&address]))
    }

    fn number(&self, words: &[&str]) -> u64 {
        self.hasher.hash_one(words)
    }
}

/// A name without what stands around it.
fn loosely(name: &str) -> String {
    let plain = plain(name);
    let words: Vec<&str> = plain
        .split(' ')
        .filter(|word| !AROUND.contains(word))
        .collect();
    if words.is_empty() {
        plain
    } else {
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Known};
    use doorstep_wire::id::DocId;

    fn entry(name: &str, address: &str) -> Entry {
        Entry {
            name: name.into(),
            address: address.into(),
            ..Entry::default()
        }
    }

    #[test]
    fn the_same_the_nearly_same_and_another() {
        let mut known = Known::default();
        known.add(DocId([1; 16]), "The Lee family", "1 High Street");
        known.add(DocId([2; 16]), "Kay", "");
        let same = |name, address| known.same(&entry(name, address));
        let near = |name, address| known.near(&entry(name, address));
        assert_eq!(
            same("THE LEE  FAMILY", "1, High street."),
            Some(DocId([1; 16]))
        );
        assert_eq!(same("kay", " "), Some(DocId([2; 16])));
        assert_eq!(same("Lee", "1 High Street"), None);
        assert!(near("Lee", "1 High Street"));
        assert!(near("Other", "1 high street"));
        assert!(near("Lee", ""));
        assert!(near("Kay family", "3 Low Road"));
        // There are many Lees.
        assert!(!near("Lee", "9 Other Road"));
        assert!(!near("Bond", ""));
    }
}
