//! The certificate that devices pin. Where none is given the server makes its own, once.

use std::fs;
use std::io;
use std::path::Path;

use doorstep_wire::id::Pin;
use rcgen::{CertificateParams, DnType, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sha2::{Digest, Sha256};

use crate::serve::ServeFault;

pub(crate) const CHAIN: &str = "certificate.pem";
pub(crate) const KEY: &str = "certificate-key.pem";

/// A certificate chain, its key, and what devices remember of it.
pub(crate) struct Identity {
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) key: PrivateKeyDer<'static>,
    /// SHA-256 of the certificate's public key (SubjectPublicKeyInfo, DER), so that a renewed
    /// certificate with the same key keeps its pin.
    pub(crate) pin: Pin,
}

/// The server's own certificate, made at the first start.
pub(crate) fn own(folder: &Path) -> Result<Identity, ServeFault> {
    let (chain, key) = (folder.join(CHAIN), folder.join(KEY));
    if !chain.exists() {
        make(&chain, &key)?;
    }
    given(&chain, &key)
}

/// A certificate from PEM files.
pub(crate) fn given(chain: &Path, key: &Path) -> Result<Identity, ServeFault> {
    let unusable = |what: &Path, reason: String| ServeFault::Certificate {
        path: what.to_owned(),
        reason,
    };
    let certificates: Vec<_> = CertificateDer::pem_file_iter(chain)
        .and_then(Iterator::collect)
        .map_err(|error| unusable(chain, error.to_string()))?;
    let first = certificates
        .first()
        .ok_or_else(|| unusable(chain, "there is no certificate in it".into()))?;
    let parsed = webpki::EndEntityCert::try_from(first)
        .map_err(|error| unusable(chain, error.to_string()))?;
    let pin = Pin(Sha256::digest(parsed.subject_public_key_info().as_ref()).into());
    let private =
        PrivateKeyDer::from_pem_file(key).map_err(|error| unusable(key, error.to_string()))?;
    Ok(Identity {
        chain: certificates,
        key: private,
        pin,
    })
}

/// The key is what devices know the server by: one that is there is never replaced, so that a lost
/// certificate, or a crash between the two files, costs nothing.
fn make(chain: &Path, key: &Path) -> Result<(), ServeFault> {
    let failed = |error: rcgen::Error| ServeFault::Certificate {
        path: chain.to_owned(),
        reason: error.to_string(),
    };
    let kept = std::fs::read_to_string(key).ok();
    let pair = match &kept {
        Some(pem) => KeyPair::from_pem(pem).map_err(failed)?,
        None => KeyPair::generate().map_err(failed)?,
    };
    // Devices know the server by its key, so the names in it say nothing.
    let mut params = CertificateParams::new(vec!["doorstep.invalid".into()]).map_err(failed)?;
    params
        .distinguished_name
        .push(DnType::CommonName, "Doorstep sync server");
    let certificate = params.self_signed(&pair).map_err(failed)?;
    let key_written = match kept {
        Some(_) => Ok(()),
        None => write_private(key, pair.serialize_pem().as_bytes()),
    };
    let written = key_written.and_then(|()| write_private(chain, certificate.pem().as_bytes()));
    written.map_err(|cause| ServeFault::Folder {
        path: chain.to_owned(),
        cause,
    })
}

/// Writes a file that only the server's user can read, whole or not at all.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use io::Write as _;
    let new = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(new, path)
}

#[cfg(test)]
mod tests {
    use super::{CHAIN, own};

    #[test]
    fn a_lost_certificate_is_made_again_with_the_same_pin() {
        let folder = tempfile::tempdir().unwrap();
        let first = own(folder.path()).unwrap();
        assert_eq!(own(folder.path()).unwrap().pin, first.pin);
        std::fs::remove_file(folder.path().join(CHAIN)).unwrap();
        let again = own(folder.path()).unwrap();
        assert_eq!(again.pin, first.pin);
    }
}
