//! The socket: TLS 1.3, bounds on connections and on patience, and an orderly end.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
use doorstep_wire::id::{Pin, SetupSecret};
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::certificate::{self, Identity};
use crate::http::{Office, router};
use crate::idle::Activity;
use crate::places::Places;
use crate::settings::{Settings, Transport};
use crate::storage::{SqliteStorage, Storage, StorageFault};

/// The store, in the data folder.
pub(crate) const DATABASE: &str = "doorstep.db";
/// A TLS handshake that takes longer is given up.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// A request's head that takes longer is given up.
const HEAD: Duration = Duration::from_secs(15);
/// Requests at once on one connection.
const STREAMS: u32 = 32;
/// How long requests may take to finish when the server is asked to stop.
const FAREWELL: Duration = Duration::from_secs(8);

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
    /// The store can't be opened.
    #[error(transparent)]
    Storage(#[from] StorageFault),
    /// The address can't be listened on.
    #[error("the address can't be listened on: {0}")]
    Listen(#[source] std::io::Error),
}

/// A server that runs until it is shut down.
pub struct Running {
    address: SocketAddr,
    pin: Option<Pin>,
    setup: SetupSecret,
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
    let storage = SqliteStorage::open(&folder.join(DATABASE))?;
    let secrets = storage.secrets().await?;
    let setup = secrets.setup;
    let office = Office::new(
        storage.clone(),
        secrets,
        pin.unwrap_or(Pin::ZERO),
        &settings,
    );
    let (stop, stopped) = watch::channel(false);
    let door = Door {
        tls,
        storage,
        app: router(Arc::new(office)),
        places: Arc::new(Semaphore::new(settings.max_connections)),
        by_address: Places::new(settings.max_connections_per_address),
        connections: GracefulShutdown::new(),
    };
    let ended = tokio::spawn(door.keep(listener, stopped));
    Ok(Running {
        address,
        pin,
        setup,
        stop,
        ended,
    })
}

/// Makes the folder if it is not there; only the server's user can look into it then.
pub(crate) fn private_folder(path: &std::path::Path) -> std::io::Result<()> {
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

struct Door<S> {
    tls: Option<TlsAcceptor>,
    storage: S,
    app: axum::Router,
    places: Arc<Semaphore>,
    by_address: Places,
    connections: GracefulShutdown,
}

impl<S: Storage> Door<S> {
    async fn keep(self, listener: TcpListener, mut stopped: watch::Receiver<bool>) {
        loop {
            let place = tokio::select! {
                _ = stopped.changed() => break,
                place = Arc::clone(&self.places).acquire_owned() => place,
            };
            let Ok(place) = place else { break };
            tokio::select! {
                _ = stopped.changed() => break,
                accepted = listener.accept() => match accepted {
                    Ok((stream, from)) => self.welcome(stream, from, place),
                    Err(error) => {
                        // Out of file handles, mostly: others go, then it goes on.
                        tracing::warn!(%error, "a connection could not be taken");
                        tokio::time::sleep(Duration::from_millis(100)).await;
                    }
                },
            }
        }
        drop(listener);
        if tokio::time::timeout(FAREWELL, self.connections.shutdown())
            .await
            .is_err()
        {
            tracing::warn!("some requests did not finish in time");
        }
        self.storage.finish().await;
    }

    fn welcome(&self, stream: TcpStream, from: SocketAddr, place: OwnedSemaphorePermit) {
        let Some(own_place) = self.by_address.take(from.ip()) else {
            return;
        };
        let watcher = self.connections.watcher();
        let app = self.app.clone();
        let tls = self.tls.clone();
        tokio::spawn(async move {
            let _places = (place, own_place);
            // Small answers go out at once.
            let _unsupported = stream.set_nodelay(true);
            let Some(tls) = tls else {
                return speak(stream, from, app, watcher).await;
            };
            if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await {
                speak(stream, from, app, watcher).await;
            }
        });
    }
}

async fn speak(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    from: SocketAddr,
    app: axum::Router,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let app = TowerToHyperService::new(app);
    let activity = Activity::begin();
    let seen = activity.clone();
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(from));
        let (asked, answer) = (seen.asked(), app.call(request));
        async move {
            let answer = answer.await;
            drop(asked);
            answer
        }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .keep_alive_interval(Duration::from_secs(60))
        .keep_alive_timeout(Duration::from_secs(30));
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    // A connection that broke is a device that went out of reach.
    tokio::select! {
        _broken = watcher.watch(connection.into_owned()) => {}
        () = activity.too_quiet() => {}
    }
}
