//! The tables, version by version, and the secrets that are made with them.

use tokio_postgres::{Client, Transaction};

use crate::storage::StorageFault;
use crate::storage::ledger::Layout;

/// What each version adds to the layout; the last one's number is what this version writes.
const LAYOUTS: [&str; 4] = [
    include_str!("layout_1.sql"),
    include_str!("layout_2.sql"),
    include_str!("layout_3.sql"),
    include_str!("layout_4.sql"),
];

/// Whoever changes the layout holds this lock; several processes may start at once. The number is
/// nobody else's: the first bytes of "doorstep".
const LOCK: i64 = i64::from_be_bytes(*b"doorstep");

/// Brings the database to the layout that this version writes, all of it or nothing.
///
/// # Errors
/// [`StorageFault::Unusable`] if a newer version made it, or other tables have our names; the
/// database is left as it is.
pub(super) async fn bring_up_to_date(client: &mut Client) -> Result<(), StorageFault> {
    let tx = client.transaction().await?;
    // Another process may be at it for longer than a request would wait.
    tx.batch_execute(
        "SET LOCAL lock_timeout = '2min'; SET LOCAL statement_timeout = 0;
         SET LOCAL client_min_messages = warning",
    )
    .await?;
    tx.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])
        .await?;
    tx.batch_execute(
        "CREATE TABLE IF NOT EXISTS doorstep_layout (
             version bigint      NOT NULL PRIMARY KEY,
             made    timestamptz NOT NULL DEFAULT now()
         )",
    )
    .await
    .map_err(unusable)?;
    let row = tx
        .query_one("SELECT coalesce(max(version), 0) FROM doorstep_layout", &[])
        .await
        .map_err(unusable)?;
    let found: i64 = row.try_get(0)?;
    let done = usize::try_from(found).unwrap_or(usize::MAX);
    let Some(missing) = LAYOUTS.get(done..) else {
        let known = LAYOUTS.len();
        return Err(StorageFault::Unusable(format!(
            "it was made by a newer version (layout {found}, this one knows {known})"
        )));
    };
    for (version, layout) in (found + 1..).zip(missing) {
        tx.batch_execute(layout).await.map_err(unusable)?;
        if version == 1 {
            make_secrets(&tx).await?;
        }
        tx.execute(
            "INSERT INTO doorstep_layout (version) VALUES ($1)",
            &[&version],
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What the database has, without changing it.
pub(super) async fn found(client: &Client) -> Result<Layout, StorageFault> {
    let row = client
        .query_one("SELECT coalesce(max(version), 0) FROM doorstep_layout", &[])
        .await
        .map_err(unusable)?;
    Ok(Layout {
        found: row.try_get(0)?,
        known: i64::try_from(LAYOUTS.len()).unwrap_or(i64::MAX),
    })
}

fn unusable(fault: tokio_postgres::Error) -> StorageFault {
    StorageFault::Unusable(super::DatabaseFault::from(fault).to_string())
}

async fn make_secrets(tx: &Transaction<'_>) -> Result<(), StorageFault> {
    for (name, len) in [("setup", 16usize), ("token_key", 32)] {
        let mut bytes = vec![0; len];
        getrandom::fill(&mut bytes).map_err(|fault| StorageFault::Unusable(fault.to_string()))?;
        tx.execute(
            "INSERT INTO server_secret (name, bytes) VALUES ($1, $2)",
            &[&name, &bytes],
        )
        .await?;
    }
    Ok(())
}
