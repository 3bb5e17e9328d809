//! A relay between devices and the server that holds the server's own key: it sees, and keeps,
//! everything that TLS would hide from others on the way. It can also break the way.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, TlsConnector};

/// A running relay.
pub struct Relay {
    address: SocketAddr,
    way: Arc<Mutex<Way>>,
}

/// What went by, and what still may.
#[derive(Default)]
struct Way {
    seen: Vec<u8>,
    from_devices: usize,
    /// In this direction the way breaks after so many bytes more; `None` if it is whole.
    left: Option<(Direction, usize)>,
}

/// Which way bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Requests.
    FromDevices,
    /// Replies.
    ToDevices,
}

impl Way {
    fn is_broken(&self) -> bool {
        matches!(self.left, Some((_, 0)))
    }

    /// How many of these bytes go by.
    fn lets_by(&mut self, bytes: usize, direction: Direction) -> usize {
        if self.is_broken() {
            return 0;
        }
        match &mut self.left {
            Some((broken, left)) if *broken == direction => {
                let by = bytes.min(*left);
                *left -= by;
                by
            }
            _ => bytes,
        }
    }
}

type Shared = Arc<Mutex<Way>>;

fn at(way: &Shared) -> std::sync::MutexGuard<'_, Way> {
    way.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Relay {
    /// Listens on loopback, in front of the server whose folder this is. It speaks HTTP/1.1, in which
    /// every word crosses as it is.
    pub async fn begin(server: SocketAddr, server_folder: &Path) -> Self {
        Self::begin_with(server, server_folder, b"http/1.1").await
    }

    /// The same with HTTP/2, as devices and the server speak to each other.
    pub async fn begin_http2(server: SocketAddr, server_folder: &Path) -> Self {
        Self::begin_with(server, server_folder, b"h2").await
    }

    async fn begin_with(server: SocketAddr, server_folder: &Path, protocol: &[u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let (acceptor, connector) = both_ends(server_folder, protocol);
        let way = Shared::default();
        let kept = Arc::clone(&way);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if at(&kept).is_broken() {
                    continue;
                }
                let (acceptor, connector) = (acceptor.clone(), connector.clone());
                tokio::spawn(relay(
                    stream,
                    server,
                    acceptor,
                    connector,
                    Arc::clone(&kept),
                ));
            }
        });
        Self { address, way }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every byte that went by, in both directions.
    pub fn seen(&self) -> Vec<u8> {
        at(&self.way).seen.clone()
    }

    /// How many bytes devices have sent so far.
    pub fn from_devices(&self) -> usize {
        at(&self.way).from_devices
    }

    /// How many bytes devices have got so far.
    pub fn to_devices(&self) -> usize {
        let way = at(&self.way);
        way.seen.len() - way.from_devices
    }

    /// The way breaks once this many bytes more went in this direction; nothing goes by after that,
    /// either way.
    pub fn break_after(&self, direction: Direction, bytes: usize) {
        at(&self.way).left = Some((direction, bytes));
    }

    /// The way is whole again.
    pub fn mend(&self) {
        at(&self.way).left = None;
    }
}

/// HTTP/1.1 on both sides, so that heads are text and bodies stand in one piece.
fn both_ends(folder: &Path, protocol: &[u8]) -> (TlsAcceptor, TlsConnector) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let chain: Vec<_> = CertificateDer::pem_file_iter(folder.join("certificate.pem"))
        .and_then(Iterator::collect)
        .expect("the server's certificate");
    let key = PrivateKeyDer::from_pem_file(folder.join("certificate-key.pem")).expect("its key");
    let mut roots = rustls::RootCertStore::empty();
    roots
        .add(chain.first().expect("a certificate").clone())
        .expect("a root");
    let mut server = rustls::ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a certificate with its key");
    server.alpn_protocols = vec![protocol.to_vec()];
    let mut client = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    client.alpn_protocols = vec![protocol.to_vec()];
    (
        TlsAcceptor::from(Arc::new(server)),
        TlsConnector::from(Arc::new(client)),
    )
}

async fn relay(
    device: TcpStream,
    server: SocketAddr,
    acceptor: TlsAcceptor,
    connector: TlsConnector,
    way: Shared,
) {
    let name = ServerName::try_from("doorstep.invalid").expect("a name");
    let Ok(device) = acceptor.accept(device).await else {
        return;
    };
    let Ok(stream) = TcpStream::connect(server).await else {
        return;
    };
    let Ok(server) = connector.connect(name, stream).await else {
        return;
    };
    let (from_device, to_device) = tokio::io::split(device);
    let (from_server, to_server) = tokio::io::split(server);
    let other = Arc::clone(&way);
    tokio::join!(
        copy(from_device, to_server, way, Direction::FromDevices),
        copy(from_server, to_device, other, Direction::ToDevices)
    );
}

async fn copy(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    way: Shared,
    direction: Direction,
) {
    let mut piece = vec![0; 16 * 1024];
    while let Ok(read) = from.read(&mut piece).await {
        if read == 0 {
            break;
        }
        let (by, is_broken) = {
            let mut way = at(&way);
            let by = way.lets_by(read, direction);
            if direction == Direction::FromDevices {
                way.from_devices += by;
            }
            way.seen
                .extend_from_slice(piece.get(..by).unwrap_or_default());
            (by, way.is_broken())
        };
        let bytes = piece.get(..by).unwrap_or_default();
        if to.write_all(bytes).await.is_err() || to.flush().await.is_err() || is_broken {
            break;
        }
    }
    // The other side has gone already.
    let _gone = to.shutdown().await;
}
