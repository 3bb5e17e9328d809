//! The rows that a server stores, written with nothing around them: no places to give out, no log to go on with, no
//! answer to read. As durable: what is said to be written is on the disk.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use doorstep_wire::chunk::SealedChunk;
use futures_util::future::join_all;
use rusqlite::{Connection, params};
use tokio_postgres::{Client, NoTls};

use super::Requests;

/// As the server's own table, with its indexes.
const SQLITE: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE chunk (
        id INTEGER NOT NULL PRIMARY KEY, team_id BLOB NOT NULL, seq INTEGER NOT NULL,
        chunk_id BLOB NOT NULL, chain BLOB NOT NULL, bytes BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX chunk_by_seq ON chunk (team_id, seq);
    CREATE UNIQUE INDEX chunk_by_id ON chunk (team_id, chunk_id);";

const POSTGRES: &str = "
    CREATE TABLE chunk (
        team_id bytea NOT NULL, seq bigint NOT NULL, chunk_id bytea NOT NULL,
        chain bytea NOT NULL, bytes bytea NOT NULL,
        PRIMARY KEY (team_id, seq), UNIQUE (team_id, chunk_id)
    );
    ALTER TABLE chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;";

/// One connection, since SQLite writes one transaction at a time.
pub(crate) struct Sqlite(Arc<Mutex<Connection>>);

impl Sqlite {
    pub(crate) fn open(file: &Path) -> Self {
        let connection = Connection::open(file).expect("a database");
        connection.execute_batch(SQLITE).expect("a table");
        Self(Arc::new(Mutex::new(connection)))
    }

    /// A transaction a request, all teams at once, from as many threads as ask a server's storage. One
    /// thread alone would wait longer for the disk each time, and come out slower than the server.
    pub(crate) async fn insert(&self, round: &[Requests]) -> Duration {
        let round = round.to_vec();
        let began = Instant::now();
        join_all(round.into_iter().map(async |requests| {
            for request in requests {
                let connection = Arc::clone(&self.0);
                let inserted = tokio::task::spawn_blocking(move || {
                    let mut connection = connection.lock().expect("no panic");
                    insert(&mut connection, &request)
                });
                inserted.await.expect("it ends").expect("inserted");
            }
        }))
        .await;
        began.elapsed()
    }
}

fn insert(connection: &mut Connection, request: &[SealedChunk]) -> rusqlite::Result<()> {
    let tx = connection.transaction()?;
    for chunk in request {
        let header = chunk.header();
        let row = params![
            header.team_id.0,
            header.log_seq.cast_signed(),
            chunk.id().0,
            header.previous.0,
            chunk.bytes()
        ];
        tx.prepare_cached(
            "INSERT INTO chunk (team_id, seq, chunk_id, chain, bytes)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(row)?;
    }
    tx.commit()
}

/// A connection for each team.
pub(crate) struct Postgres(Vec<(Client, tokio_postgres::Statement)>);

impl Postgres {
    pub(crate) async fn open(database: &str, connections: usize) -> Self {
        let mut all = Vec::new();
        for number in 0..connections {
            let connected = tokio_postgres::connect(database, NoTls).await;
            let (client, connection) = connected.expect("a connection");
            tokio::spawn(connection);
            if number == 0 {
                client.batch_execute(POSTGRES).await.expect("a table");
            }
            let insert = client
                .prepare(
                    "INSERT INTO chunk (team_id, seq, chunk_id, chain, bytes)
                     SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bytea[], $4::bytea[], $5::bytea[])",
                )
                .await
                .expect("prepared");
            all.push((client, insert));
        }
        Self(all)
    }

    /// A statement a request, which is a transaction of its own; all teams at once.
    pub(crate) async fn insert(&self, round: &[Requests]) -> Duration {
        let began = Instant::now();
        let all = self.0.iter().zip(round);
        join_all(all.map(async |((client, insert), requests)| {
            for request in requests {
                let headers = || request.iter().map(SealedChunk::header);
                let ids: Vec<[u8; 32]> = request.iter().map(|chunk| chunk.id().0).collect();
                let ids: Vec<&[u8]> = ids.iter().map(<[u8; 32]>::as_slice).collect();
                let teams: Vec<&[u8]> = headers()
                    .map(|header| header.team_id.0.as_slice())
                    .collect();
                let places: Vec<i64> = headers()
                    .map(|header| header.log_seq.cast_signed())
                    .collect();
                let chains: Vec<&[u8]> = headers()
                    .map(|header| header.previous.0.as_slice())
                    .collect();
                let bytes: Vec<&[u8]> = request.iter().map(|chunk| chunk.bytes()).collect();
                client
                    .execute(insert, &[&teams, &places, &ids, &chains, &bytes])
                    .await
                    .expect("inserted");
            }
        }))
        .await;
        began.elapsed()
    }
}
