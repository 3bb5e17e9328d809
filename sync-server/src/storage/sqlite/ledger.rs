//! The SQLite store row by row.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ToSql, params_from_iter};

use super::SqliteStorage;
use crate::storage::StorageFault;
use crate::storage::ledger::{Access, From, Layout, Ledger, Row, Table, Value};

/// A SQLite store that is gone through row by row. Nobody else uses its connection.
pub struct SqliteLedger(SqliteStorage);

impl SqliteLedger {
    /// Takes an open store.
    pub fn new(storage: SqliteStorage) -> Self {
        Self(storage)
    }

    async fn read(&self, table: &'static Table, from: From) -> Result<Vec<Row>, StorageFault> {
        self.0
            .run(move |connection| {
                let mut statement = connection.prepare_cached(&table.select('?', &from))?;
                let mut rows = statement.query(params_from_iter(from.key()))?;
                let mut page = Vec::new();
                while let Some(row) = rows.next()? {
                    let columns = 0..table.columns.len();
                    let values = columns.map(|at| Ok(value(row.get_ref(at)?)));
                    page.push(values.collect::<Result<_, rusqlite::Error>>()?);
                }
                Ok(page)
            })
            .await
    }
}

impl Ledger for SqliteLedger {
    async fn begin(&self, access: Access) -> Result<(), StorageFault> {
        let begin = match access {
            Access::Look => "BEGIN",
            // To keep others from writing counts as writing.
            Access::Hold | Access::Fill => "PRAGMA query_only = 0; BEGIN IMMEDIATE",
        };
        self.0
            .run(move |connection| Ok(connection.execute_batch(begin)?))
            .await
    }

    async fn page(
        &self,
        table: &'static Table,
        after: Option<Row>,
    ) -> Result<Vec<Row>, StorageFault> {
        self.read(table, From::after(after)).await
    }

    async fn row(&self, table: &'static Table, key: Row) -> Result<Option<Row>, StorageFault> {
        Ok(self.read(table, From::At(key)).await?.pop())
    }

    async fn totals(&self, table: &'static Table) -> Result<(u64, u64), StorageFault> {
        self.0
            .run(move |connection| {
                let count = |row: &rusqlite::Row<'_>, at| row.get(at).map(i64::unsigned_abs);
                Ok(connection.query_row(&table.count(), [], |row| {
                    Ok((count(row, 0)?, count(row, 1)?))
                })?)
            })
            .await
    }

    async fn write(&self, table: &'static Table, rows: Vec<Row>) -> Result<(), StorageFault> {
        self.0
            .run(move |connection| {
                let mut insert = connection.prepare_cached(&table.insert('?'))?;
                for row in rows {
                    insert.execute(params_from_iter(row))?;
                }
                Ok(())
            })
            .await
    }

    async fn clear(&self, table: &'static Table) -> Result<(), StorageFault> {
        let delete = format!("DELETE FROM {}", table.name);
        self.0
            .run(move |connection| Ok(connection.execute_batch(&delete)?))
            .await
    }

    async fn commit(&self) -> Result<(), StorageFault> {
        self.0
            .run(|connection| Ok(connection.execute_batch("COMMIT")?))
            .await
    }

    async fn version(&self) -> Result<String, StorageFault> {
        Ok(format!("SQLite {}", rusqlite::version()))
    }

    async fn layout(&self) -> Result<Layout, StorageFault> {
        self.0.layout().await
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Bytes(bytes) => bytes.to_sql(),
            Self::Number(number) => number.to_sql(),
            Self::Text(text) => text.to_sql(),
        }
    }
}

/// The tables are strict and have no column that may be empty, so nothing else is there.
fn value(column: ValueRef<'_>) -> Value {
    match column {
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Integer(number) => Value::Number(number),
        ValueRef::Real(_) | ValueRef::Null => Value::Number(0),
    }
}
