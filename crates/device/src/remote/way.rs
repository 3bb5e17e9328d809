//! The ways to a server: HTTP, or one that whoever made the device gives.

use std::future::Future;
use std::sync::Arc;

use doorstep_wire::id::Pin;
use reqwest::Method;

/// A request as it leaves a device.
#[derive(Clone)]
pub struct Asked {
    /// GET, POST and so on.
    pub method: Method,
    /// The path with its query, as in `/v1/teams`.
    pub path: String,
    /// The session's token in hex, where there is a session. Not to be printed.
    pub token: Option<String>,
    /// CBOR.
    pub body: Option<Vec<u8>>,
}

/// What came back.
#[derive(Clone)]
pub struct Answered {
    /// The status of HTTP.
    pub status: u16,
    /// CBOR, or nothing.
    pub body: Vec<u8>,
}

/// An answer that is still under way; `None` if none will come.
pub type Awaited = std::pin::Pin<Box<dyn Future<Output = Option<Answered>> + Send>>;

/// A way to a server that is not HTTP.
pub trait Way: Send + Sync {
    /// The pin of whoever is at the other end.
    fn pin(&self) -> Pin;

    /// Sends a request. It is sent when this returns, not only when the answer is waited for.
    fn send(&self, asked: Asked) -> Awaited;
}

/// Which of them a device uses.
#[derive(Clone, Default)]
pub(crate) enum Network {
    /// HTTP with TLS.
    #[default]
    Http,
    /// What was given.
    Given(Arc<dyn Way>),
}
