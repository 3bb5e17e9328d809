//! Where the database is, and how it is reached: without TLS on this machine, with TLS anywhere
//! else, and in no other way.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::storage::StorageFault;

/// What each session is told when it begins. What the address says itself comes after and counts.
///
/// - A process that is frozen within a transaction holds its team's row. PostgreSQL ends that session
///   after 5 s, so whoever waits for the row, for up to 10 s, goes on. No process has two sessions in
///   that queue (`turns`).
/// - A session whose machine is gone ends after a minute.
const SESSION: &str = "-c idle_in_transaction_session_timeout=5s -c lock_timeout=10s \
     -c statement_timeout=30s -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 \
     -c tcp_keepalives_count=3";
const CONNECT: Duration = Duration::from_secs(10);
/// How long the database may be silent on a connection where something is under way.
const SILENCE: Duration = Duration::from_secs(30);

/// A PostgreSQL database. Printed, it shows no password.
#[derive(Debug, Clone)]
pub struct PostgresAddress {
    config: Config,
    authorities: Option<PathBuf>,
}

/// Why an address is not used.
#[derive(Debug, thiserror::Error)]
pub enum UnusableAddress {
    /// It is no address of PostgreSQL.
    #[error("the database's address can't be read: {0}")]
    Malformed(String),
    /// It leaves this machine without TLS.
    #[error(
        "a database on another machine is reached with TLS alone: add sslmode=require to its \
         address, and --database-ca"
    )]
    WithoutTls,
    /// Nothing says whose certificate to believe.
    #[error(
        "with sslmode=require, --database-ca names the certificate (PEM) that the database's own \
         is signed with"
    )]
    WithoutAuthority,
}

impl PostgresAddress {
    /// Reads `postgres://user:password@host:port/database?option=value`. A unix socket is
    /// `postgres:///database?host=/folder`. `authorities` is a PEM file with the certificates that
    /// the database's may be signed with; its name is checked too.
    ///
    /// # Errors
    /// [`UnusableAddress`].
    pub fn parse(url: &str, authorities: Option<PathBuf>) -> Result<Self, UnusableAddress> {
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            let scheme = "it does not begin with postgres://".to_owned();
            return Err(UnusableAddress::Malformed(scheme));
        }
        let mut config: Config = url
            .parse()
            .map_err(|fault| UnusableAddress::Malformed(said(&fault)))?;
        if config.get_ssl_mode() == SslMode::Require {
            if authorities.is_none() {
                return Err(UnusableAddress::WithoutAuthority);
            }
        } else if is_on_this_machine(&config) {
            config.ssl_mode(SslMode::Disable);
        } else {
            return Err(UnusableAddress::WithoutTls);
        }
        let options = config.get_options().unwrap_or_default();
        config.options(format!("{SESSION} {options}"));
        if config.get_application_name().is_none() {
            config.application_name("doorstep-server");
        }
        config
            .connect_timeout(CONNECT)
            .keepalives_idle(SILENCE)
            .tcp_user_timeout(SILENCE);
        Ok(Self {
            config,
            authorities,
        })
    }

    /// What a pool connects with.
    pub(super) fn parts(&self) -> Result<(Config, MakeRustlsConnect), StorageFault> {
        Ok((self.config.clone(), self.tls()?))
    }

    /// A connection of one's own.
    pub(super) async fn connect(&self) -> Result<(Client, impl Messages + use<>), StorageFault> {
        Ok(self.config.connect(self.tls()?).await?)
    }

    fn tls(&self) -> Result<MakeRustlsConnect, StorageFault> {
        let mut roots = rustls::RootCertStore::empty();
        if let Some(file) = &self.authorities {
            let bad = |reason: String| {
                let file = file.display();
                StorageFault::Unusable(format!("the certificate {file} can't be used: {reason}"))
            };
            for certificate in certificates(file).map_err(|fault| bad(fault.to_string()))? {
                let added = roots.add(certificate);
                added.map_err(|fault| bad(fault.to_string()))?;
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(|fault| StorageFault::Unusable(fault.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(MakeRustlsConnect::new(config))
    }
}

/// A connection's own half, which has to be driven for its client to get answers.
pub(super) trait Messages: Send + Unpin + 'static {
    /// What the database says by itself; `None` once the connection has ended.
    fn poll_next(
        &mut self,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<tokio_postgres::AsyncMessage, tokio_postgres::Error>>>;
}

impl<T> Messages for tokio_postgres::Connection<Socket, T>
where
    T: tokio_postgres::tls::TlsStream + Unpin + Send + 'static,
{
    fn poll_next(
        &mut self,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<tokio_postgres::AsyncMessage, tokio_postgres::Error>>> {
        self.poll_message(context)
    }
}

fn is_on_this_machine(config: &Config) -> bool {
    let loopback = |name: &str| {
        name == "localhost"
            || name
                .parse()
                .is_ok_and(|address: IpAddr| address.is_loopback())
    };
    let hosts = config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => loopback(name),
        #[cfg(unix)]
        Host::Unix(_) => true,
    });
    hosts && config.get_hostaddrs().iter().all(IpAddr::is_loopback)
}

fn certificates(
    file: &Path,
) -> Result<Vec<CertificateDer<'static>>, rustls::pki_types::pem::Error> {
    CertificateDer::pem_file_iter(file)?.collect()
}

fn said(fault: &tokio_postgres::Error) -> String {
    std::error::Error::source(fault).map_or_else(|| fault.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::{PostgresAddress, UnusableAddress};

    #[test]
    fn only_this_machine_is_reached_without_tls() {
        let ca = || Some("ca.pem".into());
        for url in [
            "postgres://doorstep@localhost/doorstep",
            "postgresql://doorstep@127.0.0.1:5433/doorstep?sslmode=disable",
            "postgres://doorstep@[::1]/doorstep",
            "postgres:///doorstep?host=/run/postgresql&user=doorstep",
        ] {
            assert!(PostgresAddress::parse(url, None).is_ok(), "{url}");
        }
        for url in [
            "postgres://doorstep@db.example/doorstep",
            "postgres://doorstep@db.example/doorstep?sslmode=prefer",
            "postgres://doorstep@db.example/doorstep?sslmode=disable",
            "postgres://doorstep@localhost,db.example/doorstep",
            "postgres://doorstep@localhost/doorstep?hostaddr=192.0.2.1",
        ] {
            let refused = PostgresAddress::parse(url, ca());
            assert!(matches!(refused, Err(UnusableAddress::WithoutTls)), "{url}");
        }
        let asked = "postgres://doorstep@db.example/doorstep?sslmode=require";
        assert!(PostgresAddress::parse(asked, ca()).is_ok());
        assert!(matches!(
            PostgresAddress::parse(asked, None),
            Err(UnusableAddress::WithoutAuthority)
        ));
    }

    #[test]
    fn what_is_no_address_is_refused_and_no_password_is_shown() {
        for text in [
            "",
            "mysql://localhost/x",
            "postgres://localhost/x?nonsense=1",
        ] {
            assert!(PostgresAddress::parse(text, None).is_err(), "{text}");
        }
        let url = "postgres://doorstep:hush-hush@localhost/doorstep";
        let address = PostgresAddress::parse(url, None).unwrap();
        assert!(!format!("{address:?}").contains("hush-hush"));
    }
}
