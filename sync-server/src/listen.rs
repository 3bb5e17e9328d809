//! The socket: bounds on connections and on patience, and an orderly end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
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
use tokio::task::AbortHandle;
use tokio_rustls::TlsAcceptor;

use crate::idle::Activity;
use crate::metrics::{Counted, Metrics};
use crate::places::Places;
use crate::storage::Storage;

/// A TLS handshake that takes longer is given up.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// A request's head that takes longer is given up.
const HEAD: Duration = Duration::from_secs(15);
/// Requests at once on one connection.
const STREAMS: u32 = 32;
/// How long requests may take to finish when the server is asked to stop.
const FAREWELL: Duration = Duration::from_secs(8);

/// Where connections come in.
pub(crate) struct Door<S> {
    pub(crate) tls: Option<TlsAcceptor>,
    pub(crate) storage: S,
    pub(crate) app: axum::Router,
    pub(crate) places: Arc<Semaphore>,
    pub(crate) by_address: Places,
    pub(crate) connections: GracefulShutdown,
    pub(crate) metrics: Metrics,
    /// What listens to other processes on the store, and what tells figures.
    pub(crate) beside: [Option<AbortHandle>; 4],
}

impl<S: Storage> Door<S> {
    /// Lets connections in until it is stopped; then lets requests finish and closes the store.
    pub(crate) async fn keep(self, listener: TcpListener, mut stopped: watch::Receiver<bool>) {
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
        for task in self.beside.iter().flatten() {
            task.abort();
        }
        self.storage.finish().await;
    }

    fn welcome(&self, stream: TcpStream, from: SocketAddr, place: OwnedSemaphorePermit) {
        let Some(own_place) = self.by_address.take(from.ip()) else {
            return;
        };
        let counted = Counted::in_(&self.metrics.connections);
        let watcher = self.connections.watcher();
        let app = self.app.clone();
        let tls = self.tls.clone();
        tokio::spawn(async move {
            let _places = (place, own_place, counted);
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
