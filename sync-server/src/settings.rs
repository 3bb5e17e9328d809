//! What an operator decides.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::erasures::{ERASURES, Erasures};
use crate::limits::Limit;
use crate::storage::PostgresAddress;

/// A gibibyte, in bytes.
pub const GIB: u64 = 1024 * 1024 * 1024;

/// How the server is reached over the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transport {
    /// TLS with a certificate that the server makes for itself, pinned by invites.
    OwnCertificate,
    /// TLS with a certificate chain and key from these PEM files.
    Certificate {
        /// The chain, the server's own first.
        chain: PathBuf,
        /// Its private key.
        key: PathBuf,
    },
    /// No TLS; taken on loopback addresses alone, for a proxy on the same machine.
    PlainOnLoopback,
}

/// Settings of one server.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the certificate lies, and the SQLite database if there is no other.
    pub data_dir: PathBuf,
    /// A PostgreSQL database in place of the SQLite one; any number of servers may share it.
    pub database: Option<PostgresAddress>,
    /// TLS or not.
    pub transport: Transport,
    /// Connections at once; further ones wait.
    pub max_connections: usize,
    /// Connections at once from one address; further ones are closed.
    pub max_connections_per_address: usize,
    /// Bytes of members' large request bodies held in memory at once; further requests wait, then are refused.
    pub max_body_bytes_in_flight: usize,
    /// Bytes of answers with chunks held in memory at once until they are sent; further ones are smaller, then
    /// wait, then are refused.
    pub max_reply_bytes_in_flight: usize,
    /// Bytes that the photos and voice notes of one team may take; further ones are refused.
    pub max_blob_bytes_per_team: u64,
    /// Requests without a session that one address may make in a burst.
    pub stranger_burst: u32,
    /// Looks for a team by its recovery words that one address may make in a burst.
    pub recovery_burst: u32,
    /// What one device may ask and store.
    pub device_limit: Limit,
    /// What one team may, with all its devices.
    pub team_limit: Limit,
    /// How long the server keeps what is in two confirmed snapshots as well.
    pub keep_bodies: Duration,
    /// The file that remembers what was erased, in place of the one in the data folder.
    pub erasures: Option<PathBuf>,
    /// Where figures are told in Prometheus' format; taken on loopback addresses alone.
    pub metrics: Option<SocketAddr>,
}

impl Settings {
    /// The settings an office needs.
    pub fn new(data_dir: PathBuf) -> Self {
        Self {
            data_dir,
            database: None,
            transport: Transport::OwnCertificate,
            max_connections: 512,
            max_connections_per_address: 128,
            max_body_bytes_in_flight: 48 * 1024 * 1024,
            max_reply_bytes_in_flight: 24 * 1024 * 1024,
            max_blob_bytes_per_team: 20 * GIB,
            stranger_burst: 120,
            recovery_burst: 10,
            device_limit: Limit::DEVICE,
            team_limit: Limit::TEAM,
            keep_bodies: Duration::from_secs(30 * 24 * 60 * 60),
            erasures: None,
            metrics: None,
        }
    }

    /// What was erased, outside the store.
    pub fn erasures(&self) -> Erasures {
        let file = self.erasures.clone();
        Erasures::at(file.unwrap_or_else(|| self.data_dir.join(ERASURES)))
    }
}
