//! What an operator sees of a server, and what keeps one device or team from taking all of it.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking"
)]

use std::fs::File;
use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;

use doorstep_server::limits::Limit;
use doorstep_server::rate::Allowance;
use doorstep_server::{Running, Settings, serve};
use doorstep_tests::given;
use doorstep_tests::process::Process;
use doorstep_tests::world::raw::{Came, Founder, client};
use doorstep_wire::code::decode_code;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::encode;
use doorstep_wire::id::{Mac, SetupSecret};
use doorstep_wire::refusal::RefusalCode as Code;
use doorstep_wire::setup::CreateTeam;
use doorstep_wire::sync::SyncRequest;
use reqwest::Method;

/// Asks for what may not be had, in four ways, after one chunk that may.
async fn misbehave(founder: &mut Founder) {
    let good = founder.chunk(100).into_bytes();
    assert_eq!(founder.push(vec![good.clone()]).await.status, 200);
    let mut unsigned = founder.chunk(100).into_bytes();
    let last = unsigned.len() - 1;
    unsigned[last] ^= 1;
    let came = founder.push(vec![unsigned]).await;
    assert_eq!(came.refused, Some(Code::BadSignature));
    let too_far = founder.chunk(100).into_bytes();
    assert_eq!(
        founder.push(vec![too_far]).await.refused,
        Some(Code::LogForked)
    );
    let elsewhere = format!("/v1/teams/{}/joins", "0".repeat(64));
    let came = founder.send(Method::GET, &elsewhere, None).await;
    assert_eq!(came.refused, Some(Code::NotMember));
    let create = encode(&CreateTeam {
        genesis: founder.genesis().to_vec().into(),
        mac: Mac([0; 32]),
        entries: Vec::new(),
    });
    let came = founder.send(Method::POST, "/v1/teams", Some(create)).await;
    assert_eq!(came.refused, Some(Code::BadSetupCode));
    let mut stranger = founder.send_as("", Method::GET, "/v1/setup", None).await;
    for _ in 0..200 {
        if stranger.refused == Some(Code::TooMany) {
            return;
        }
        stranger = founder.send_as("", Method::GET, "/v1/setup", None).await;
    }
    panic!("a stranger may ask without end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_and_the_log_tell_of_events_and_of_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let mut command = Command::new(given::server().expect("the server's program"));
    command.arg("--data").arg(folder.path().join("data"));
    command.args(["--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0"]);
    command.stderr(File::create(&log).expect("a file"));
    let mut process = Process::start(command).expect("it starts");
    let mut said = |word: &str| {
        let line = process.line(Duration::from_secs(20)).expect("a line");
        line.strip_prefix(word).expect("as expected").to_owned()
    };
    let address: SocketAddr = said("listening ").parse().expect("an address");
    said("pin ");
    let setup = SetupSecret(decode_code(&said("setup code ")).expect("a code"));
    let metrics = said("metrics ");
    let mut founder = Founder::begin(address, &setup).await;
    misbehave(&mut founder).await;

    let answer = client()
        .get(format!("http://{metrics}/metrics"))
        .send()
        .await;
    let figures = answer.expect("an answer").text().await.expect("a text");
    let log = std::fs::read_to_string(&log).expect("a log");
    assert!(
        figures.contains("doorstep_chunks_stored_total 1\n"),
        "{figures}"
    );
    assert!(figures.contains("doorstep_connections 1\n"), "{figures}");
    let sync = r#"doorstep_requests_total{route="/v1/teams/{team}/sync",status="200"} 1"#;
    assert!(figures.contains(sync), "{figures}");
    for event in [
        "signature_refused",
        "log_forked",
        "unknown_device",
        "wrong_setup_code",
        "many_strangers",
    ] {
        let figure = format!("doorstep_security_events_total{{event=\"{event}\"}} 1\n");
        assert!(figures.contains(&figure), "{event}: {figures}");
        assert!(
            log.contains(&format!("\"event\":\"{event}\"")),
            "{event}: {log}"
        );
    }
    for (what, text) in [("figures", &figures), ("log", &log)] {
        for private in [&founder.team_id().to_string(), founder.token(), "127.0.0.1"] {
            assert!(!text.contains(private), "{private} in the {what}");
        }
    }
}

#[test]
fn figures_are_told_on_loopback_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(given::server().expect("the server's program"));
    command.arg("--data").arg(folder.path());
    command.args(["--listen", "127.0.0.1:0", "--metrics", "0.0.0.0:0"]);
    let refused = command.output().expect("it ends");
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(
        !refused.status.success() && said.contains("loopback"),
        "{said}"
    );
}

async fn limited(device: Limit, team: Limit) -> (tempfile::TempDir, Running) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut settings = Settings::new(folder.path().to_owned());
    (settings.device_limit, settings.team_limit) = (device, team);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let running = serve(listener.expect("a port"), settings).await;
    (folder, running.expect("it starts"))
}

async fn ask(founder: &Founder) -> Came {
    let idle = encode(&SyncRequest {
        cursor: Cursor::START,
        push: vec![],
        max_bytes: 1,
    });
    let path = founder.path("sync");
    founder.send(Method::POST, &path, Some(idle)).await
}

/// Each of the four limits by itself; another team has its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_device_or_team_does_not_take_everything() {
    let few = Allowance {
        burst: 10.0,
        per_second: 0.01,
    };
    let little = Allowance {
        burst: 5_000.0,
        per_second: 1.0,
    };
    let requests = |limit: Limit| Limit {
        requests: few,
        ..limit
    };
    let bytes = |limit: Limit| Limit {
        bytes: little,
        ..limit
    };
    for (device, team) in [
        (requests(Limit::DEVICE), Limit::TEAM),
        (Limit::DEVICE, requests(Limit::TEAM)),
    ] {
        let (_folder, server) = limited(device, team).await;
        let one = Founder::begin(server.address(), &server.setup_secret()).await;
        let other = Founder::begin(server.address(), &server.setup_secret()).await;
        for _ in 0..10 {
            assert_eq!(ask(&one).await.status, 200);
        }
        assert_eq!(ask(&one).await.refused, Some(Code::TooMany));
        assert_eq!(ask(&other).await.status, 200);
    }
    for (device, team) in [
        (bytes(Limit::DEVICE), Limit::TEAM),
        (Limit::DEVICE, bytes(Limit::TEAM)),
    ] {
        let (_folder, server) = limited(device, team).await;
        let mut one = Founder::begin(server.address(), &server.setup_secret()).await;
        let mut other = Founder::begin(server.address(), &server.setup_secret()).await;
        let (first, second) = (one.chunk(3_000), one.chunk(3_000));
        assert_eq!(one.push(vec![first.into_bytes()]).await.status, 200);
        let came = one.push(vec![second.into_bytes()]).await;
        assert_eq!(came.refused, Some(Code::TooMany));
        // To read is not to store.
        assert_eq!(ask(&one).await.status, 200);
        let others = other.chunk(3_000).into_bytes();
        assert_eq!(other.push(vec![others]).await.status, 200);
    }
}
