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
    /// What went by; `None` if it is counted only.
    seen: Option<Vec<u8>>,
    from_devices: usize,
    to_devices: usize,
    turns: usize,
    last: Option<Direction>,
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

    fn count(&mut self, bytes: &[u8], direction: Direction) {
        match direction {
            Direction::FromDevices => self.from_devices += bytes.len(),
            Direction::ToDevices => self.to_devices += bytes.len(),
        }
        if self.last.replace(direction) != Some(direction) && direction == Direction::FromDevices {
            self.turns += 1;
        }
        if let Some(seen) = &mut self.seen {
            seen.extend_from_slice(bytes);
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
        Self::begin_with(server, Some(both_ends(server_folder, b"http/1.1")), true).await
    }

    /// The same with HTTP/2, as devices and the server speak to each other.
    pub async fn begin_http2(server: SocketAddr, server_folder: &Path) -> Self {
        Self::begin_with(server, Some(both_ends(server_folder, b"h2")), true).await
    }

    /// The same, which counts what goes by and keeps none of it.
    pub async fn begin_counting(server: SocketAddr, server_folder: &Path) -> Self {
        Self::begin_with(server, Some(both_ends(server_folder, b"h2")), false).await
    }

    /// Counts in front of a server that speaks without TLS.
    pub async fn begin_plain(server: SocketAddr) -> Self {
        Self::begin_with(server, None, false).await
    }

    async fn begin_with(server: SocketAddr, ends: Option<Ends>, keeps: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let way = Shared::new(Mutex::new(Way {
            seen: keeps.then(Vec::new),
            ..Way::default()
        }));
        let kept = Arc::clone(&way);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if at(&kept).is_broken() {
                    continue;
                }
                tokio::spawn(relay(stream, server, ends.clone(), Arc::clone(&kept)));
            }
        });
        Self { address, way }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every byte that went by, in both directions; none where they are counted only.
    pub fn seen(&self) -> Vec<u8> {
        at(&self.way).seen.clone().unwrap_or_default()
    }

    /// How many bytes devices have sent so far.
    pub fn from_devices(&self) -> usize {
        at(&self.way).from_devices
    }

    /// How many bytes devices have got so far.
    pub fn to_devices(&self) -> usize {
        at(&self.way).to_devices
    }

    /// How often devices have spoken after the server did: the round trips, if one device speaks at a
    /// time.
    pub fn turns(&self) -> usize {
        at(&self.way).turns
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

/// TLS towards devices and towards the server.
type Ends = (TlsAcceptor, TlsConnector);

/// The same protocol on both sides, so that all goes by as it is.
fn both_ends(folder: &Path, protocol: &[u8]) -> Ends {
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

async fn relay(device: TcpStream, server: SocketAddr, ends: Option<Ends>, way: Shared) {
    // Neither side is to wait for more bytes to send along.
    let _slower = device.set_nodelay(true);
    let Some((acceptor, connector)) = ends else {
        if let Ok(server) = TcpStream::connect(server).await {
            let _slower = server.set_nodelay(true);
            both_ways(device, server, way).await;
        }
        return;
    };
    let name = ServerName::try_from("doorstep.invalid").expect("a name");
    let Ok(device) = acceptor.accept(device).await else {
        return;
    };
    let Ok(stream) = TcpStream::connect(server).await else {
        return;
    };
    let _slower = stream.set_nodelay(true);
    if let Ok(server) = connector.connect(name, stream).await {
        both_ways(device, server, way).await;
    }
}

async fn both_ways(
    device: impl AsyncRead + AsyncWrite,
    server: impl AsyncRead + AsyncWrite,
    way: Shared,
) {
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
            way.count(piece.get(..by).unwrap_or_default(), direction);
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
