//! A server from its settings: certificate, store, socket, and what runs beside them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use doorstep_wire::id::{Pin, SetupSecret};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::{AbortHandle, JoinHandle};
use tokio_rustls::TlsAcceptor;

use crate::certificate::{self, Identity};
use crate::dropping;
use crate::erasures::ErasuresFault;
use crate::http::{Office, router};
use crate::listen::Door;
use crate::metrics::Metrics;
use crate::places::Places;
use crate::settings::{Settings, Transport};
use crate::storage::{PostgresStorage, SqliteStorage, Storage, StorageFault, UnusableAddress};

/// The SQLite store's file in the data folder.
pub const DATABASE: &str = "doorstep.db";

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeFault {
    /// The data folder can't be used.
    #[error("{path} can't be used: {cause}")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// The certificate or its key can't be used.
    #[error("the certificate {path} can't be used: {reason}")]
    Certificate {
        /// Which file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// TLS can't be set up with it.
    #[error("TLS can't be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// Without TLS the server listens on loopback alone.
    #[error("plain HTTP is for loopback addresses alone, and {0} is none")]
    PlainBeyondLoopback(SocketAddr),
    /// Figures are told on loopback alone.
    #[error("metrics are for loopback addresses alone, and {0} is none")]
    MetricsBeyondLoopback(SocketAddr),
    /// The database's address can't be used.
    #[error(transparent)]
    Database(#[from] UnusableAddress),
    /// The store can't be opened.
    #[error(transparent)]
    Storage(#[from] StorageFault),
    /// What was erased could not be read, or not be erased again.
    #[error("what was erased can't be kept so: {0}")]
    Erasures(#[from] ErasuresFault),
    /// The address can't be listened on.
    #[error("the address can't be listened on: {0}")]
    Listen(#[source] std::io::Error),
}

/// A server that runs until it is shut down.
pub struct Running {
    address: SocketAddr,
    pin: Option<Pin>,
    setup: SetupSecret,
    metrics: Option<SocketAddr>,
    stop: watch::Sender<bool>,
    ended: JoinHandle<()>,
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What devices pin; `None` on plain HTTP.
    pub fn pin(&self) -> Option<Pin> {
        self.pin
    }

    /// What the founder of a team types, as bytes.
    pub fn setup_secret(&self) -> SetupSecret {
        self.setup
    }

    /// Where figures are told, if they are.
    pub fn metrics(&self) -> Option<SocketAddr> {
        self.metrics
    }

    /// Takes no more connections, finishes the requests that are there, closes the store.
    pub async fn shutdown(self) {
        // The task may have ended by itself; then there is nobody to tell.
        let _ended = self.stop.send(true);
        let _panicked = self.ended.await;
    }
}

/// Serves on this listener until [`Running::shutdown`].
///
/// # Errors
/// [`ServeFault`] if it can't begin.
pub async fn serve(listener: TcpListener, settings: Settings) -> Result<Running, ServeFault> {
    let folder = &settings.data_dir;
    private_folder(folder).map_err(|cause| ServeFault::Folder {
        path: folder.clone(),
        cause,
    })?;
    let address = listener.local_addr().map_err(ServeFault::Listen)?;
    let identity = match &settings.transport {
        Transport::OwnCertificate => Some(certificate::own(folder)?),
        Transport::Certificate { chain, key } => Some(certificate::given(chain, key)?),
        Transport::PlainOnLoopback if address.ip().is_loopback() => None,
        Transport::PlainOnLoopback => return Err(ServeFault::PlainBeyondLoopback(address)),
    };
    let pin = identity.as_ref().map(|identity| identity.pin);
    let tls = identity.map(acceptor).transpose()?;
    let plan = Plan {
        address,
        pin,
        tls,
        settings: &settings,
    };
    match settings.database.clone() {
        None => begin(listener, plan, SqliteStorage::open(&folder.join(DATABASE))?).await,
        Some(database) => begin(listener, plan, PostgresStorage::open(database).await?).await,
    }
}

/// What is decided before the store is opened.
struct Plan<'a> {
    address: SocketAddr,
    pin: Option<Pin>,
    tls: Option<TlsAcceptor>,
    settings: &'a Settings,
}

async fn begin<S: Storage>(
    listener: TcpListener,
    plan: Plan<'_>,
    storage: S,
) -> Result<Running, ServeFault> {
    let Plan {
        address,
        pin,
        tls,
        settings,
    } = plan;
    let metrics = Metrics::new();
    let told = match settings.metrics {
        Some(address) => Some(tell(address, &metrics).await?),
        None => None,
    };
    let erased = settings.erasures().apply(&storage).await?;
    if erased > 0 {
        tracing::warn!(
            erased,
            "the store was older than an erasure, and forgot once more"
        );
    }
    let secrets = storage.secrets().await?;
    let setup = secrets.setup;
    let office = Office::new(
        storage.clone(),
        secrets,
        pin.unwrap_or(Pin::ZERO),
        settings,
        metrics.clone(),
    );
    let hearing = storage.clone();
    let news = office.news.clone();
    let hears = tokio::spawn(async move { hearing.hear_of_others(news).await });
    let drops = tokio::spawn(dropping::now_and_then(
        storage.clone(),
        settings.keep_bodies,
    ));
    let notes = settings.erasures().note_now_and_then(storage.clone());
    let notes = tokio::spawn(notes);
    let (stop, stopped) = watch::channel(false);
    let door = Door {
        tls,
        storage,
        app: router(Arc::new(office)),
        places: Arc::new(Semaphore::new(settings.max_connections)),
        by_address: Places::new(settings.max_connections_per_address),
        connections: GracefulShutdown::new(),
        metrics,
        beside: [
            Some(hears.abort_handle()),
            Some(drops.abort_handle()),
            Some(notes.abort_handle()),
            told.as_ref().map(|(_, task)| task.clone()),
        ],
    };
    let ended = tokio::spawn(door.keep(listener, stopped));
    Ok(Running {
        address,
        pin,
        setup,
        metrics: told.map(|(address, _)| address),
        stop,
        ended,
    })
}

/// Tells figures at this address.
async fn tell(
    address: SocketAddr,
    metrics: &Metrics,
) -> Result<(SocketAddr, AbortHandle), ServeFault> {
    if !address.ip().is_loopback() {
        return Err(ServeFault::MetricsBeyondLoopback(address));
    }
    let listener = TcpListener::bind(address)
        .await
        .map_err(ServeFault::Listen)?;
    let address = listener.local_addr().map_err(ServeFault::Listen)?;
    let router = metrics.router();
    let told = tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::warn!(%error, "figures are not told any more");
        }
    });
    Ok((address, told.abort_handle()))
}

/// Makes the folder if it is not there; only the server's user can look into it then.
///
/// # Errors
/// What the system says.
pub fn private_folder(path: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)
}

fn acceptor(identity: Identity) -> Result<TlsAcceptor, ServeFault> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(identity.chain, identity.key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
