//! The PostgreSQL store row by row.

use futures_util::future::try_join_all;
use tokio::task::JoinHandle;
use tokio_postgres::Client;
use tokio_postgres::types::ToSql;

use super::pool::drive;
use super::query::count;
use super::{PostgresAddress, layout};
use crate::storage::StorageFault;
use crate::storage::ledger::{Access, From, Kind, Layout, Ledger, Row, TABLES, Table, Value};

/// A PostgreSQL store that is gone through row by row, on a connection of its own.
pub struct PostgresLedger {
    client: Client,
    driven: JoinHandle<()>,
}

impl PostgresLedger {
    /// Connects; the layout is expected to be up to date.
    ///
    /// # Errors
    /// [`StorageFault::Database`] if it can't be reached.
    pub async fn connect(address: &PostgresAddress) -> Result<Self, StorageFault> {
        let (client, connection) = address.connect().await?;
        let driven = drive(connection);
        Ok(Self { client, driven })
    }

    async fn read(&self, table: &'static Table, from: From) -> Result<Vec<Row>, StorageFault> {
        let select = table.select('$', &from);
        let rows = self.client.query(&select, &params(&from.key())).await?;
        rows.iter()
            .map(|row| {
                let columns = table.columns.iter().enumerate();
                columns
                    .map(|(at, (_, kind))| {
                        Ok(match kind {
                            Kind::Bytes => Value::Bytes(row.try_get(at)?),
                            Kind::Number => Value::Number(row.try_get(at)?),
                            Kind::Text => Value::Text(row.try_get(at)?),
                        })
                    })
                    .collect()
            })
            .collect()
    }
}

impl Drop for PostgresLedger {
    fn drop(&mut self) {
        self.driven.abort();
    }
}

impl Ledger for PostgresLedger {
    async fn begin(&self, access: Access) -> Result<(), StorageFault> {
        let tables: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
        let tables = tables.join(", ");
        // It takes as long as it takes, and this side may have to wait for the other.
        let patience = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0";
        // The snapshot is taken by the first query, after the lock.
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ";
        let begin = match access {
            Access::Look => format!("{patience}; {begin} READ ONLY"),
            Access::Hold => format!("{patience}; {begin}; LOCK TABLE {tables} IN SHARE MODE"),
            Access::Fill => format!("{patience}; {begin}; LOCK TABLE {tables} IN EXCLUSIVE MODE"),
        };
        Ok(self.client.batch_execute(&begin).await?)
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
        let row = self.client.query_one(&table.count(), &[]).await?;
        Ok((count(&row, 0)?, count(&row, 1)?))
    }

    async fn write(&self, table: &'static Table, rows: Vec<Row>) -> Result<(), StorageFault> {
        let insert = self.client.prepare(&table.insert('$')).await?;
        // All of a page is on its way before the first answer is read.
        try_join_all(
            rows.iter()
                .map(async |row| self.client.execute(&insert, &params(row)).await),
        )
        .await?;
        if table.name == "join_request" {
            // Those that come later stand after those that were brought.
            let count_on = "SELECT setval(pg_get_serial_sequence('join_request', 'id'), max(id))
                            FROM join_request HAVING max(id) IS NOT NULL";
            self.client.execute(count_on, &[]).await?;
        }
        Ok(())
    }

    async fn clear(&self, table: &'static Table) -> Result<(), StorageFault> {
        let delete = format!("DELETE FROM {}", table.name);
        Ok(self.client.batch_execute(&delete).await?)
    }

    async fn commit(&self) -> Result<(), StorageFault> {
        Ok(self.client.batch_execute("COMMIT").await?)
    }

    async fn version(&self) -> Result<String, StorageFault> {
        let row = self.client.query_one("SHOW server_version", &[]).await?;
        Ok(format!("PostgreSQL {}", row.try_get::<_, &str>(0)?))
    }

    async fn layout(&self) -> Result<Layout, StorageFault> {
        layout::found(&self.client).await
    }
}

fn params(row: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    row.iter().map(param).collect()
}

fn param(value: &Value) -> &(dyn ToSql + Sync) {
    match value {
        Value::Bytes(bytes) => bytes,
        Value::Number(number) => number,
        Value::Text(text) => text,
    }
}
