//! Connections that requests share.

use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use futures_util::future::poll_fn;
use tokio::task::JoinHandle;
use tokio_postgres::Client;

use super::DatabaseFault;
use super::address::{Messages, PostgresAddress};
use crate::storage::StorageFault;

/// Connections of one process; one more listens. Requests beyond them wait.
const CONNECTIONS: usize = 16;
/// How long a request waits for a connection.
const TURN: Duration = Duration::from_secs(10);

/// What holds in each session whatever the database's settings are: an answer "stored" means that it
/// is on the disk, and (from PostgreSQL 17 on) no transaction takes longer than a minute.
const SESSION: &str = "
    SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') = 'off';
    SELECT set_config('transaction_timeout', '60s', false)
    WHERE current_setting('transaction_timeout', true) = '0'";

/// Makes a pool; it connects when the first request comes.
pub(super) fn pool(address: &PostgresAddress) -> Result<Pool, StorageFault> {
    let (config, tls) = address.parts()?;
    let manager = Manager::from_config(
        config,
        tls,
        ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        },
    );
    let begin = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
        Box::pin(async move {
            let begun = client.batch_execute(SESSION).await;
            begun.map_err(HookError::Backend)
        })
    });
    let pool = Pool::builder(manager)
        .max_size(CONNECTIONS)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(TURN))
        .create_timeout(Some(TURN))
        .recycle_timeout(Some(TURN))
        .post_create(begin)
        .build();
    pool.map_err(|fault| DatabaseFault::NoConnection(fault.to_string()).into())
}

/// Drives a connection that is used without the pool, until its client is dropped.
pub(super) fn drive(mut connection: impl Messages) -> JoinHandle<()> {
    tokio::spawn(async move {
        while let Some(Ok(_)) = poll_fn(|context| connection.poll_next(context)).await {}
    })
}

/// Says so if the database itself is set up to lose what it calls stored.
pub(super) async fn warn_of_settings(client: &Client) -> Result<(), StorageFault> {
    for setting in ["fsync", "full_page_writes"] {
        let row = client
            .query_one("SELECT current_setting($1)", &[&setting])
            .await?;
        let value: &str = row.try_get(0)?;
        if value == "off" {
            tracing::warn!(
                setting,
                "the database may lose what it calls stored when its machine fails"
            );
        }
    }
    Ok(())
}
