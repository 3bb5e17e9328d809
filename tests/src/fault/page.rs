//! Pages of a database by kind, and a flipped bit in one of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use doorstep_replica::crypto::key::SecretKey;

use super::prepared::connect;

/// Bytes of a page.
pub const PAGE: usize = 4096;

/// A kind of page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The one that holds the salt and the list of tables.
    First,
    /// Leads to others.
    Interior,
    /// Holds rows.
    Leaf,
    /// Goes on with a row that is too long for one page.
    Overflow,
    /// Holds nothing any more.
    Free,
}

/// One page of a table or an index.
#[derive(Clone, Debug)]
pub struct Page {
    /// From 1.
    pub number: usize,
    /// The table or index that it is part of; empty for a free one.
    pub of: String,
}

/// The pages of a closed database, by kind.
pub fn pages(database: &Path, key: &SecretKey) -> BTreeMap<Kind, Vec<Page>> {
    let connection = connect(database, key);
    let mut statement = connection
        .prepare("SELECT pageno, pagetype, name FROM dbstat")
        .expect("the list of pages");
    let rows = statement
        .query_map([], |row| {
            Ok((
                row.get(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
            ))
        })
        .expect("rows");
    let mut pages: BTreeMap<Kind, Vec<Page>> = BTreeMap::new();
    let mut used = BTreeSet::new();
    for row in rows {
        let (number, kind, of): (u32, String, String) = row.expect("a row");
        let number = usize::try_from(number).expect("a page");
        used.insert(number);
        let kind = match (number, kind.as_str()) {
            (1, _) => Kind::First,
            (_, "internal") => Kind::Interior,
            (_, "leaf") => Kind::Leaf,
            _ => Kind::Overflow,
        };
        pages.entry(kind).or_default().push(Page { number, of });
    }
    let all = std::fs::read(database).expect("the database").len() / PAGE;
    let free = (1..=all).filter(|number| !used.contains(number));
    let free = free.map(|number| Page {
        number,
        of: String::new(),
    });
    pages.insert(Kind::Free, free.collect());
    pages
}

/// Flips one bit of a file.
pub fn flip(file: &Path, byte: usize, bit: u8) {
    let mut bytes = std::fs::read(file).expect("a file");
    bytes[byte] ^= 1 << bit;
    std::fs::write(file, bytes).expect("it can be written");
}
