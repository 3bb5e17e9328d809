//! The pin: a server in an office makes its own certificate, and the invite says which.
//!
//! The certificate's dates and names are not looked at, since nobody vouches for them; its key is,
//! and so is the handshake signature made with it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use doorstep_wire::id::Pin;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, ring, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use sha2::{Digest, Sha256};

/// Takes a certificate by the hash of its public key.
#[derive(Debug)]
pub(super) struct PinVerifier {
    expected: Option<Pin>,
    seen: Mutex<Option<Pin>>,
    refused: AtomicBool,
    algorithms: WebPkiSupportedAlgorithms,
}

impl PinVerifier {
    pub(super) fn new(expected: Option<Pin>) -> Arc<Self> {
        let algorithms = ring::default_provider().signature_verification_algorithms;
        let refused = AtomicBool::new(false);
        Arc::new(Self {
            expected,
            seen: Mutex::new(None),
            refused,
            algorithms,
        })
    }

    /// The pin of the certificate that was shown last.
    pub(super) fn seen(&self) -> Option<Pin> {
        self.seen.lock().map_or(None, |seen| *seen)
    }

    /// Before another try: what a stranger on the way once showed says nothing about the next.
    pub(super) fn forget_refusal(&self) {
        self.refused.store(false, Ordering::SeqCst);
    }

    /// Whether the last certificate was another than the expected one.
    pub(super) fn refused(&self) -> bool {
        self.refused.load(Ordering::SeqCst)
    }
}

/// TLS 1.3 alone, with this verifier.
pub(super) fn tls(verifier: &Arc<PinVerifier>) -> Option<ClientConfig> {
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .ok()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(verifier) as _)
        .with_no_client_auth();
    // On a connection of HTTP/2 what every request says is said once.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Some(config)
}

impl ServerCertVerifier for PinVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let certificate = webpki::EndEntityCert::try_from(end_entity)
            .map_err(|_| Error::InvalidCertificate(CertificateError::BadEncoding))?;
        let key = certificate.subject_public_key_info();
        let pin = Pin(Sha256::digest(key.as_ref()).into());
        if let Ok(mut seen) = self.seen.lock() {
            *seen = Some(pin);
        }
        let fits = self.expected.is_none_or(|expected| expected == pin);
        self.refused.store(!fits, Ordering::SeqCst);
        if fits {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(Error::InvalidCertificate(
                CertificateError::ApplicationVerificationFailure,
            ))
        }
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("only TLS 1.3 is spoken".into()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
