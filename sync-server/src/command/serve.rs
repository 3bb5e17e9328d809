//! Serving, until it is asked to stop.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use doorstep_server::settings::{GIB, Transport};
use doorstep_server::{ServeFault, Settings, log_to_stderr, serve};
use doorstep_wire::code::encode_code;

use super::store::Database;

/// Serves.
#[derive(Args)]
pub(super) struct Serve {
    /// Folder for the database and the certificate; made if it is not there.
    #[arg(long, value_name = "DIR", required = true)]
    data: Option<PathBuf>,
    /// Where to listen, such as 0.0.0.0:8443. With port 0 the system chooses one.
    #[arg(long, value_name = "ADDR:PORT", required = true)]
    listen: Option<SocketAddr>,
    #[command(flatten)]
    database: Database,
    /// A certificate chain (PEM) to use in place of one of the server's own.
    #[arg(long, value_name = "FILE", requires = "key")]
    cert: Option<PathBuf>,
    /// The private key (PEM) of --cert.
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,
    /// No TLS, for a proxy on this machine; taken on loopback addresses alone.
    #[arg(long, conflicts_with = "cert")]
    plain_http: bool,
    /// Where figures are told in Prometheus' format, at /metrics and without TLS; taken on loopback
    /// addresses alone.
    #[arg(long, value_name = "ADDR:PORT")]
    metrics: Option<SocketAddr>,
    /// For how many days to keep what is in two confirmed snapshots of its record as well.
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    keep_bodies: u32,
    /// The file that remembers what was erased, so that a backup which is older forgets it again; in
    /// the data folder unless it is named here. Each server has its own.
    #[arg(long, value_name = "FILE")]
    erasures: Option<PathBuf>,
    /// How many requests without a session one address may make at once. Behind a proxy all devices come
    /// from one: allow two for each device.
    #[arg(long, value_name = "COUNT", default_value_t = 120)]
    strangers: u32,
    /// How much room the photos and voice notes of one team may take, in GiB.
    #[arg(long, value_name = "GIB", default_value_t = 20)]
    photos: u32,
}

impl Serve {
    pub(super) async fn run(self) -> Result<(), ServeFault> {
        log_to_stderr();
        // The parser asks for both, unless there is a word for something else to do.
        let (Some(data), Some(listen)) = (self.data, self.listen) else {
            return Ok(());
        };
        let mut settings = Settings::new(data);
        settings.metrics = self.metrics;
        settings.erasures = self.erasures;
        settings.database = self.database.address()?;
        settings.transport = match (self.cert, self.key) {
            (Some(chain), Some(key)) => Transport::Certificate { chain, key },
            _ if self.plain_http => Transport::PlainOnLoopback,
            _ => Transport::OwnCertificate,
        };
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .map_err(ServeFault::Listen)?;
        settings.max_blob_bytes_per_team = u64::from(self.photos) * GIB;
        settings.stranger_burst = self.strangers;
        settings.keep_bodies = Duration::from_secs(u64::from(self.keep_bodies) * 24 * 60 * 60);
        let running = serve(listener, settings).await?;
        println!("listening {}", running.address());
        if let Some(pin) = running.pin() {
            println!("pin {pin}");
        }
        println!("setup code {}", encode_code(&running.setup_secret().0));
        if let Some(address) = running.metrics() {
            println!("metrics {address}");
        }
        asked_to_stop().await;
        running.shutdown().await;
        println!("stopped");
        Ok(())
    }
}

/// Ctrl+C, or what a service manager sends.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without a signal to wait for, it runs until it is ended.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
