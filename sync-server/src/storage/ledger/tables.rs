//! The tables of a store, in an order in which each needs only those before it.

use super::{Row, Value};
use crate::storage::StorageFault;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Bytes.
    Bytes,
    /// A signed 64-bit number.
    Number,
    /// Text.
    Text,
}

/// A table.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns; those of the key, which order it, come first.
    pub columns: &'static [(&'static str, Kind)],
    /// How many columns the key has.
    pub key: usize,
    /// Rows read at once: together at most some 16 MiB.
    pub page: usize,
}

use Kind::{Bytes, Number, Text};

/// Every table.
pub static TABLES: [Table; 13] = [
    Table {
        name: "server_secret",
        columns: &[("name", Text), ("bytes", Bytes)],
        key: 1,
        page: 100,
    },
    Table {
        name: "team",
        columns: &[
            ("team_id", Bytes),
            ("head", Number),
            ("chain", Bytes),
            ("membership_head", Bytes),
            ("entry_count", Number),
        ],
        key: 1,
        page: 1_000,
    },
    Table {
        name: "membership",
        columns: &[("team_id", Bytes), ("position", Number), ("bytes", Bytes)],
        key: 2,
        page: 100,
    },
    Table {
        name: "chunk",
        columns: &[
            ("team_id", Bytes),
            ("seq", Number),
            ("chunk_id", Bytes),
            ("chain", Bytes),
            ("bytes", Bytes),
        ],
        key: 2,
        page: 4,
    },
    Table {
        name: "writer",
        columns: &[
            ("team_id", Bytes),
            ("device_id", Bytes),
            ("log_id", Bytes),
            ("next_seq", Number),
            ("last", Bytes),
        ],
        key: 3,
        page: 1_000,
    },
    Table {
        name: "snapshot",
        columns: &[
            ("team_id", Bytes),
            ("doc_id", Bytes),
            ("seq", Number),
            ("covers", Number),
            ("device_id", Bytes),
            ("confirmed", Number),
            ("dropped", Number),
        ],
        key: 3,
        page: 1_000,
    },
    Table {
        name: "ticket",
        columns: &[
            ("locator", Bytes),
            ("team_id", Bytes),
            ("invite", Bytes),
            ("sealed", Bytes),
        ],
        key: 1,
        page: 1_000,
    },
    Table {
        name: "join_request",
        columns: &[
            ("id", Number),
            ("locator", Bytes),
            ("device_id", Bytes),
            ("request", Bytes),
        ],
        key: 1,
        page: 1_000,
    },
    Table {
        name: "handed_over",
        columns: &[
            ("team_id", Bytes),
            ("device_id", Bytes),
            ("number", Number),
            ("name", Bytes),
            ("bytes", Bytes),
        ],
        key: 3,
        page: 4,
    },
    Table {
        name: "blob",
        columns: &[
            ("team_id", Bytes),
            ("blob_id", Bytes),
            ("doc_id", Bytes),
            ("head", Bytes),
            ("begun", Number),
            ("missing", Number),
        ],
        key: 2,
        page: 100,
    },
    Table {
        name: "blob_part",
        columns: &[
            ("team_id", Bytes),
            ("blob_id", Bytes),
            ("number", Number),
            ("bytes", Bytes),
        ],
        key: 3,
        page: 100,
    },
    Table {
        name: "blob_total",
        columns: &[("team_id", Bytes), ("blobs", Number), ("bytes", Number)],
        key: 1,
        page: 1_000,
    },
    Table {
        name: "erased",
        columns: &[
            ("team_id", Bytes),
            ("doc_id", Bytes),
            ("position", Number),
            ("in_log", Number),
        ],
        key: 2,
        page: 1_000,
    },
];

impl Table {
    /// The table of this name.
    ///
    /// # Errors
    /// [`StorageFault::Unusable`] if there is none.
    pub fn of(name: &str) -> Result<&'static Self, StorageFault> {
        let found = TABLES.iter().find(|table| table.name == name);
        found.ok_or_else(|| StorageFault::Unusable(format!("there is no table {name}")))
    }

    /// The key of one of its rows.
    pub fn key_of(&self, row: &[Value]) -> Row {
        row.iter().take(self.key).cloned().collect()
    }

    /// The statement that reads a page. `mark` is how the database marks its parameters: `?` or `$`.
    pub(in crate::storage) fn select(&self, mark: char, from: &From) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        let key = names.get(..self.key).unwrap_or_default().join(", ");
        let marks = marks(mark, self.key);
        let after = match from {
            From::Start => String::new(),
            From::After(_) => format!("WHERE ({key}) > ({marks})"),
            From::At(_) => format!("WHERE ({key}) = ({marks})"),
        };
        let (name, page) = (self.name, self.page);
        let names = names.join(", ");
        format!("SELECT {names} FROM {name} {after} ORDER BY {key} LIMIT {page}")
    }

    /// The statement that counts rows and bytes.
    pub(in crate::storage) fn count(&self) -> String {
        let has_bytes = self.columns.contains(&("bytes", Kind::Bytes));
        // Both databases know this name for the length of bytes.
        let bytes = if has_bytes {
            "octet_length(bytes)"
        } else {
            "0"
        };
        let name = self.name;
        format!("SELECT count(*), CAST(coalesce(sum({bytes}), 0) AS bigint) FROM {name}")
    }

    /// The statement that adds a row.
    pub(in crate::storage) fn insert(&self, mark: char) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        let marks = marks(mark, names.len());
        format!(
            "INSERT INTO {} ({}) VALUES ({marks})",
            self.name,
            names.join(", ")
        )
    }
}

/// Where reading begins.
pub(in crate::storage) enum From {
    /// At the first row.
    Start,
    /// After the row with this key.
    After(Row),
    /// At the row with this key, and there it ends.
    At(Row),
}

impl From {
    pub(in crate::storage) fn after(key: Option<Row>) -> Self {
        key.map_or(Self::Start, Self::After)
    }

    /// What the statement's parameters stand for.
    pub(in crate::storage) fn key(self) -> Row {
        match self {
            Self::Start => Row::new(),
            Self::After(key) | Self::At(key) => key,
        }
    }
}

fn marks(mark: char, count: usize) -> String {
    let marks: Vec<String> = (1..=count)
        .map(|number| format!("{mark}{number}"))
        .collect();
    marks.join(", ")
}
