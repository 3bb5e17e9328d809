//! A slow line between devices and the server: so many bits a second each way, each of them late.
//! It doesn't look into what it carries.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::Instant;

/// Bytes that are on their way as one piece, at most: what a network would put into one packet.
const PIECE: usize = 1_400;
/// Pieces on their way at once; whoever sends more has to wait, as with any full line.
const ON_THE_WAY: usize = 64;

/// What a line is like, each way for itself.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// How much goes into it.
    pub bits_per_second: u32,
    /// How much later it comes out.
    pub delay: Duration,
}

impl Line {
    fn time_of(self, bytes: usize) -> Duration {
        let bits = u32::try_from(bytes * 8).expect("a piece is small");
        Duration::from_secs(1) * bits / self.bits_per_second
    }
}

/// A running line.
pub struct SlowLine {
    address: SocketAddr,
    from_devices: Arc<AtomicUsize>,
}

impl SlowLine {
    /// Listens on loopback, in front of this server.
    pub async fn begin(server: SocketAddr, line: Line) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let from_devices = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&from_devices);
        tokio::spawn(async move {
            while let Ok((device, _)) = listener.accept().await {
                tokio::spawn(both_ways(device, server, line, Arc::clone(&count)));
            }
        });
        Self {
            address,
            from_devices,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many bytes devices have sent so far.
    pub fn from_devices(&self) -> usize {
        self.from_devices.load(Ordering::SeqCst)
    }
}

async fn both_ways(device: TcpStream, server: SocketAddr, line: Line, count: Arc<AtomicUsize>) {
    let Ok(server) = TcpStream::connect(server).await else {
        return;
    };
    let (from_device, to_device) = device.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::join!(
        one_way(from_device, to_server, line, count),
        one_way(from_server, to_device, line, Arc::default())
    );
}

async fn one_way(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    line: Line,
    count: Arc<AtomicUsize>,
) {
    let (enter, mut leave) = mpsc::channel::<(Instant, Vec<u8>)>(ON_THE_WAY);
    let entering = async move {
        let mut piece = vec![0; PIECE];
        while let Ok(read) = from.read(&mut piece).await {
            if read == 0 {
                break;
            }
            tokio::time::sleep(line.time_of(read)).await;
            count.fetch_add(read, Ordering::SeqCst);
            let at = Instant::now() + line.delay;
            if enter.send((at, piece[..read].to_vec())).await.is_err() {
                break;
            }
        }
    };
    let leaving = async move {
        while let Some((at, bytes)) = leave.recv().await {
            tokio::time::sleep_until(at).await;
            if to.write_all(&bytes).await.is_err() {
                break;
            }
        }
        // The other side has gone already.
        let _gone = to.shutdown().await;
    };
    tokio::join!(entering, leaving);
}
