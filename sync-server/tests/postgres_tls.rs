//! A database that is reached over the network is reached with TLS, and only if it is the right one.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    reason = "a test says what is wrong by panicking"
)]

#[allow(dead_code, reason = "other tests need all of it")]
#[path = "../../tests/src/postgres.rs"]
mod cluster;

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use cluster::Cluster;
use doorstep_server::storage::{PostgresAddress, PostgresStorage, Storage as _, StorageFault};

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A certificate for this name, which is its own authority; and its key.
fn certificate(name: &str) -> (String, String) {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    (made.cert.pem(), made.signing_key.serialize_pem())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_is_used_where_it_is_asked_for_and_with_the_right_certificate_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (right, key) = certificate("localhost");
    let (wrong, _) = certificate("localhost");
    let file = |name: &str, pem: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, pem).unwrap();
        file
    };
    let (right_file, wrong_file) = (file("right.pem", &right), file("wrong.pem", &wrong));
    let port = free_port();
    let settings = [
        "ssl=on",
        "ssl_cert_file={folder}/certificate.pem",
        "ssl_key_file={folder}/key.pem",
        "listen_addresses=127.0.0.1",
        &format!("port={port}"),
    ];
    let prepare = |folder: &Path| {
        std::fs::write(folder.join("certificate.pem"), &right)?;
        std::fs::write(folder.join("key.pem"), &key)?;
        let secret = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(folder.join("key.pem"), secret)
    };
    let cluster = Cluster::start_prepared(&settings, prepare).unwrap();
    let address = |host: &str, authority: &Path| {
        let url = format!("postgres://postgres@{host}:{port}/postgres?sslmode=require");
        PostgresAddress::parse(&url, Some(authority.to_owned())).unwrap()
    };
    let storage = PostgresStorage::open(address("localhost", &right_file))
        .await
        .unwrap();
    storage.secrets().await.unwrap();
    let with_tls = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
                    WHERE ssl AND version = 'TLSv1.3' AND application_name = 'doorstep-server'";
    assert_eq!(cluster.ask("postgres", with_tls).unwrap(), "1");

    // Another authority, and another name than the certificate's.
    for refused in [
        address("localhost", &wrong_file),
        address("127.0.0.1", &right_file),
    ] {
        let refused = PostgresStorage::open(refused).await;
        assert!(matches!(refused, Err(StorageFault::Database(_))));
    }
    let no_certificate = PostgresStorage::open(address("localhost", folder.path())).await;
    assert!(matches!(no_certificate, Err(StorageFault::Unusable(_))));
}
