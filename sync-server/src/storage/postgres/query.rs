//! Statements that are prepared once a connection, and columns of a fixed length.

use deadpool_postgres::GenericClient;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::storage::StorageFault;

pub(super) type Given<'a> = &'a [&'a (dyn ToSql + Sync)];

/// Prepares what this connection has not prepared yet.
pub(super) async fn prepare(
    on: &impl GenericClient,
    statements: &[&str],
) -> Result<(), StorageFault> {
    for sql in statements {
        on.prepare_cached(sql).await?;
    }
    Ok(())
}

/// The one row, if there is one.
pub(super) async fn one(
    on: &impl GenericClient,
    sql: &str,
    given: Given<'_>,
) -> Result<Option<Row>, StorageFault> {
    let statement = on.prepare_cached(sql).await?;
    Ok(on.query_opt(&statement, given).await?)
}

/// Every row.
pub(super) async fn all(
    on: &impl GenericClient,
    sql: &str,
    given: Given<'_>,
) -> Result<Vec<Row>, StorageFault> {
    let statement = on.prepare_cached(sql).await?;
    Ok(on.query(&statement, given).await?)
}

/// How many rows it touched.
pub(super) async fn run(
    on: &impl GenericClient,
    sql: &str,
    given: Given<'_>,
) -> Result<u64, StorageFault> {
    let statement = on.prepare_cached(sql).await?;
    Ok(on.execute(&statement, given).await?)
}

/// An identifier or a hash.
pub(super) fn id<const N: usize>(row: &Row, column: usize) -> Result<[u8; N], StorageFault> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map_err(|_| {
        StorageFault::Unusable(format!("{N} bytes were expected, not {}", bytes.len()))
    })
}

/// A count or a place, which is never below zero.
pub(super) fn count(row: &Row, column: usize) -> Result<u64, StorageFault> {
    Ok(u64::try_from(row.try_get::<_, i64>(column)?).unwrap_or_default())
}

/// PostgreSQL has signed integers; counts never come near their end.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
