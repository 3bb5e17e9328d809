//! HTTP by reqwest: bounded answers, quiet time limits, the pin.

use doorstep_wire::id::Pin;
use doorstep_wire::limits::MAX_REPLY;
use doorstep_wire::session::SESSION_HEADER;
use reqwest::Response;

use super::RemoteFault;
use super::way::{Answered, Asked};

/// Requests over TLS.
#[derive(Clone)]
pub(super) struct Http {
    client: reqwest::Client,
    #[cfg(not(target_arch = "wasm32"))]
    verifier: std::sync::Arc<super::pin::PinVerifier>,
}

impl Http {
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn new(pin: Option<Pin>) -> Result<Self, RemoteFault> {
        use std::time::Duration;

        let verifier = super::pin::PinVerifier::new(pin);
        let tls = super::pin::tls(&verifier).ok_or(RemoteFault::BadAddress)?;
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .https_only(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(15))
            // Silence, not duration: a slow line may take long and is not dead.
            .read_timeout(Duration::from_secs(45))
            .build()
            .map_err(|_| RemoteFault::BadAddress)?;
        Ok(Self { client, verifier })
    }

    #[cfg(target_arch = "wasm32")]
    pub(super) fn new(_pin: Option<Pin>) -> Result<Self, RemoteFault> {
        // A browser checks certificates itself and tells nobody which it saw.
        Ok(Self {
            client: reqwest::Client::new(),
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

    /// Sends a request to `base`, which is `https://host:port`.
    pub(super) async fn send(&self, base: &str, asked: Asked) -> Result<Answered, RemoteFault> {
        #[cfg(not(target_arch = "wasm32"))]
        self.verifier.forget_refusal();
        let address = format!("{base}{}", asked.path);
        let mut request = self.client.request(asked.method, address);
        if let Some(token) = asked.token {
            request = request.header(SESSION_HEADER, token);
        }
        if let Some(body) = asked.body {
            request = request
                .header("content-type", "application/cbor")
                .body(body);
        }
        let response = request
            .send()
            .await
            .map_err(|fault| self.connection_fault(&fault))?;
        let status = response.status().as_u16();
        let body = self.body(response).await?;
        Ok(Answered { status, body })
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
