//! HTTP by reqwest: bounded answers, quiet time limits, the pin.

use doorstep_wire::decode;
use doorstep_wire::id::Pin;
use doorstep_wire::limits::MAX_REPLY;
use doorstep_wire::refusal::Refusal;
use doorstep_wire::session::SESSION_HEADER;
use minicbor::Decode;
use reqwest::{Method, Response};

use super::{RemoteFault, Token};

/// A client for one address.
#[derive(Clone)]
pub(super) struct Client {
    http: reqwest::Client,
    base: String,
    #[cfg(not(target_arch = "wasm32"))]
    verifier: std::sync::Arc<super::pin::PinVerifier>,
}

impl Client {
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn new(address: &str, pin: Option<Pin>) -> Result<Self, RemoteFault> {
        use std::time::Duration;

        let verifier = super::pin::PinVerifier::new(pin);
        let tls = super::pin::tls(&verifier).ok_or(RemoteFault::BadAddress)?;
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .https_only(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(15))
            // Silence, not duration: a slow line may take long and is not dead.
            .read_timeout(Duration::from_secs(45))
            .build()
            .map_err(|_| RemoteFault::BadAddress)?;
        Ok(Self {
            http,
            base: base(address)?,
            verifier,
        })
    }

    #[cfg(target_arch = "wasm32")]
    pub(super) fn new(address: &str, _pin: Option<Pin>) -> Result<Self, RemoteFault> {
        // A browser checks certificates itself and tells nobody which it saw.
        Ok(Self {
            http: reqwest::Client::new(),
            base: base(address)?,
        })
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn seen_pin(&self) -> Option<Pin> {
        self.verifier.seen()
    }

    #[cfg(target_arch = "wasm32")]
    pub(super) fn seen_pin(&self) -> Option<Pin> {
        None
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
        #[cfg(not(target_arch = "wasm32"))]
        self.verifier.forget_refusal();
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(Token(token)) = token {
            request = request.header(SESSION_HEADER, token);
        }
        if let Some(body) = body {
            request = request
                .header("content-type", "application/cbor")
                .body(body);
        }
        let response = request
            .send()
            .await
            .map_err(|fault| self.connection_fault(&fault))?;
        let went_well = response.status().is_success();
        let bytes = self.body(response).await?;
        if went_well {
            return Ok(bytes);
        }
        Err(decode::<Refusal>(&bytes).map_or(RemoteFault::Garbled, RemoteFault::Refused))
    }

    /// Reads an answer, and never more than the limit.
    #[cfg(not(target_arch = "wasm32"))]
    async fn body(&self, mut response: Response) -> Result<Vec<u8>, RemoteFault> {
        let mut bytes = Vec::new();
        while let Some(piece) = response
            .chunk()
            .await
            .map_err(|fault| self.connection_fault(&fault))?
        {
            if bytes.len() + piece.len() > MAX_REPLY {
                return Err(RemoteFault::Garbled);
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }

    /// Reads an answer. A browser hands over whole bodies; one that announces too much is left.
    #[cfg(target_arch = "wasm32")]
    async fn body(&self, response: Response) -> Result<Vec<u8>, RemoteFault> {
        let limit = u64::try_from(MAX_REPLY).unwrap_or(u64::MAX);
        if response.content_length().is_none_or(|len| len > limit) {
            return Err(RemoteFault::Garbled);
        }
        let bytes = response
            .bytes()
            .await
            .map_err(|fault| self.connection_fault(&fault))?;
        Ok(bytes.to_vec())
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn connection_fault(&self, _fault: &reqwest::Error) -> RemoteFault {
        if self.verifier.refused() {
            RemoteFault::NotTheSame
        } else {
            RemoteFault::Gone
        }
    }

    #[cfg(target_arch = "wasm32")]
    fn connection_fault(&self, _fault: &reqwest::Error) -> RemoteFault {
        RemoteFault::Gone
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
