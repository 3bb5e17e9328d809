//! Asking one server: CBOR in, CBOR out, by whichever way leads there.

use std::sync::Arc;

use doorstep_wire::decode;
use doorstep_wire::id::Pin;
use doorstep_wire::limits::MAX_REPLY;
use doorstep_wire::refusal::Refusal;
use minicbor::Decode;
use reqwest::Method;

use super::http::Http;
use super::way::{Answered, Asked, Network, Way};
use super::{RemoteFault, Token};

/// A client for one address.
#[derive(Clone)]
pub(super) struct Client {
    line: Line,
    base: String,
}

#[derive(Clone)]
enum Line {
    Http(Http),
    Given(Arc<dyn Way>),
}

impl Client {
    pub(super) fn new(
        network: &Network,
        address: &str,
        pin: Option<Pin>,
    ) -> Result<Self, RemoteFault> {
        let line = match network {
            Network::Http => Line::Http(Http::new(pin)?),
            Network::Given(way) => Line::Given(Arc::clone(way)),
        };
        Ok(Self {
            line,
            base: base(address)?,
        })
    }

    pub(super) fn seen_pin(&self) -> Option<Pin> {
        match &self.line {
            Line::Http(http) => http.seen_pin(),
            Line::Given(way) => Some(way.pin()),
        }
    }

    /// A request with an answer.
    pub(super) async fn ask<T: for<'b> Decode<'b, ()>>(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
        token: Option<&Token>,
    ) -> Result<T, RemoteFault> {
        let bytes = self.send(method, path, body, token).await?;
        decode(&bytes).map_err(|_| RemoteFault::Garbled)
    }

    /// A request whose answer is only that it went well.
    pub(super) async fn tell(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
        token: Option<&Token>,
    ) -> Result<(), RemoteFault> {
        self.send(method, path, body, token).await.map(drop)
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
        token: Option<&Token>,
    ) -> Result<Vec<u8>, RemoteFault> {
        let asked = Asked {
            method,
            path: path.to_owned(),
            token: token.map(|Token(token)| token.clone()),
            body,
        };
        let Answered { status, body } = match &self.line {
            Line::Http(http) => http.send(&self.base, asked).await?,
            Line::Given(way) => way.send(asked).await.ok_or(RemoteFault::Gone)?,
        };
        if body.len() > MAX_REPLY {
            return Err(RemoteFault::Garbled);
        }
        if (200..300).contains(&status) {
            return Ok(body);
        }
        Err(decode::<Refusal>(&body).map_or(RemoteFault::Garbled, RemoteFault::Refused))
    }
}

/// `https://host:port`, if that is what the address says.
fn base(address: &str) -> Result<String, RemoteFault> {
    let address = address.trim().trim_end_matches('/');
    let address = address.strip_prefix("https://").unwrap_or(address);
    let (host, port) = address.rsplit_once(':').ok_or(RemoteFault::BadAddress)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let fits = !host.is_empty()
        && host.chars().all(plain)
        && port.parse::<u16>().is_ok_and(|port| port > 0);
    if fits {
        Ok(format!("https://{host}:{port}"))
    } else {
        Err(RemoteFault::BadAddress)
    }
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn addresses_are_host_and_port() {
        assert_eq!(
            base(" office.example:8443/ ").as_deref(),
            Ok("https://office.example:8443")
        );
        assert_eq!(base("https://[::1]:9").as_deref(), Ok("https://[::1]:9"));
        for wrong in [
            "",
            "office",
            "office:",
            ":1",
            "office:0",
            "a/b:1",
            "http://x:1",
            "x:99999",
        ] {
            assert!(base(wrong).is_err(), "{wrong}");
        }
    }
}
