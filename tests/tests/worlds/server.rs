//! Requests that no device would send: each is refused with a code and a sentence, memory stays
//! bounded, and others are served.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use doorstep_tests::given;
use doorstep_tests::server::Server;
use doorstep_tests::world::World;
use doorstep_tests::world::raw::{Came, Founder, came, client};
use doorstep_wire::code::decode_code;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{Chain, SetupSecret};
use doorstep_wire::limits::MAX_REQUEST;
use doorstep_wire::refusal::RefusalCode as Code;
use doorstep_wire::sync::{SyncReply, SyncRequest};
use doorstep_wire::{decode, encode};
use reqwest::Method;

fn setup(world: &World) -> SetupSecret {
    SetupSecret(decode_code(world.setup_code()).expect("a code"))
}

fn refused(came: &Came) -> Code {
    came.refused
        .unwrap_or_else(|| panic!("it was taken: {}", came.status))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_get_no_answer_but_health() {
    let world = World::begin().await;
    let founder = Founder::begin(world.address(), &setup(&world)).await;
    let health = founder.send_as("", Method::GET, "/v1/health", None).await;
    assert_eq!((health.status, health.body.as_slice()), (200, &b"ok\n"[..]));
    let other_teams = founder.token().replace('0', "1");
    let blob = founder.path(&format!("blobs/{}", "0".repeat(32)));
    let left = founder.path(&format!("handed-over/{}/0", "0".repeat(32)));
    for token in ["", "00ff", "no hex", &"0".repeat(176), &other_teams] {
        for (method, path) in [
            (Method::GET, founder.path("membership?from=0")),
            (Method::POST, founder.path("membership")),
            (Method::POST, founder.path("sync")),
            (Method::GET, founder.path("events")),
            (Method::GET, founder.path("joins")),
            (Method::POST, founder.path("recovery")),
            (
                Method::PUT,
                founder.path(&format!("invites/{}", "0".repeat(32))),
            ),
            (
                Method::DELETE,
                founder.path(&format!("joins/{}", "0".repeat(32))),
            ),
            (Method::POST, founder.path("common")),
            (Method::POST, founder.path("inventory")),
            (Method::POST, founder.path("blobs")),
            (Method::GET, blob.clone()),
            (Method::PUT, blob.clone()),
            (Method::GET, format!("{blob}/parts/0")),
            (Method::PUT, format!("{blob}/parts/0")),
            (Method::GET, founder.path("handed-over")),
            (Method::POST, founder.path("handed-over")),
            (Method::GET, left.clone()),
            (Method::POST, founder.path("handed-over/check")),
            (Method::DELETE, left.clone()),
        ] {
            let came = founder
                .send_as(token, method, &path, Some(Vec::new()))
                .await;
            assert_eq!(refused(&came), Code::NoSession, "{path} with {token:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn malformed_requests_are_refused_with_their_code() {
    let world = World::begin().await;
    let founder = Founder::begin(world.address(), &setup(&world)).await;
    let zeros = |count: usize| "0".repeat(count);
    let cases: [(Method, String, Vec<u8>, Code); 18] = [
        (Method::GET, "/v1/nothing".into(), vec![], Code::NotFound),
        (
            Method::DELETE,
            "/v1/teams".into(),
            vec![],
            Code::WrongMethod,
        ),
        (
            Method::GET,
            "/v1/setup?nonce=12".into(),
            vec![],
            Code::Malformed,
        ),
        (
            Method::POST,
            "/v1/teams".into(),
            b"not CBOR".to_vec(),
            Code::Malformed,
        ),
        (
            Method::POST,
            "/v1/sessions".into(),
            vec![0x80],
            Code::Malformed,
        ),
        (
            Method::POST,
            "/v1/sessions/challenge".into(),
            vec![0xff; 40],
            Code::Malformed,
        ),
        (
            Method::POST,
            "/v1/recovery".into(),
            vec![0xff; 40],
            Code::Malformed,
        ),
        (
            Method::POST,
            "/v1/recovery".into(),
            vec![0; 5 * 1024],
            Code::TooLarge,
        ),
        (
            Method::GET,
            "/v1/invites/xyz".into(),
            vec![],
            Code::Malformed,
        ),
        (
            Method::GET,
            format!("/v1/invites/{}", zeros(32)),
            vec![],
            Code::InviteUnknown,
        ),
        (
            Method::GET,
            format!("/v1/teams/{}/joins", zeros(64)),
            vec![],
            Code::NotMember,
        ),
        (
            Method::GET,
            founder.path("membership?from=x"),
            vec![],
            Code::Malformed,
        ),
        (
            Method::POST,
            founder.path("sync"),
            b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff".to_vec(),
            Code::Malformed,
        ),
        // A member hands nothing over.
        (
            Method::POST,
            founder.path("handed-over"),
            vec![0x81, 0x80],
            Code::NotAllowed,
        ),
        (
            Method::GET,
            founder.path(&format!("handed-over/{}/x", zeros(32))),
            vec![],
            Code::Malformed,
        ),
        (
            Method::DELETE,
            founder.path("handed-over/00/1"),
            vec![],
            Code::Malformed,
        ),
        (
            Method::POST,
            founder.path("membership"),
            vec![0xa0],
            Code::Malformed,
        ),
        (
            Method::POST,
            "/v1/teams".into(),
            vec![0; 81 * 1024],
            Code::TooLarge,
        ),
    ];
    for (method, path, body, code) in cases {
        let came = founder.send(method.clone(), &path, Some(body)).await;
        assert_eq!(refused(&came), code, "{method} {path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn chunks_that_nobody_signed_or_that_do_not_follow_are_refused_whole() {
    let world = World::begin().await;
    let mut founder = Founder::begin(world.address(), &setup(&world)).await;
    let mut stranger = Founder::begin(world.address(), &setup(&world)).await;
    let good = founder.chunk(100).into_bytes();
    // Every byte counts: one a field of the header, one in the ciphertext, one in the signature.
    for at in [
        0,
        1,
        2,
        34,
        50,
        66,
        82,
        90,
        122,
        126,
        158,
        174,
        198,
        240,
        300,
        good.len() - 1,
    ] {
        let mut flipped = good.clone();
        flipped[at] ^= 1;
        let came = founder.push(vec![flipped]).await;
        let code = refused(&came);
        assert!(
            matches!(
                code,
                Code::BadChunk | Code::BadSignature | Code::NotMember | Code::TooLarge
            ),
            "byte {at}: {code:?}"
        );
    }
    let of_another_team = stranger.chunk(10).into_bytes();
    assert_eq!(
        refused(&founder.push(vec![of_another_team]).await),
        Code::BadChunk
    );
    let short = founder.push(vec![good[..100].to_vec()]).await;
    assert_eq!(refused(&short), Code::BadChunk);
    let huge = founder.push(vec![vec![1; 5 * 1024 * 1024]]).await;
    assert_eq!(refused(&huge), Code::TooLarge);
    let many = founder.push(vec![vec![1]; 1_001]).await;
    assert_eq!(refused(&many), Code::TooLarge);
    // The second does not follow without the first, and then neither is kept.
    let second = founder.chunk(10).into_bytes();
    let third = founder.chunk(10).into_bytes();
    assert_eq!(
        refused(&founder.push(vec![good.clone(), third]).await),
        Code::LogForked
    );
    let cursor = Cursor {
        seq: 1,
        chain: Chain([3; 32]),
    };
    let ahead = encode(&SyncRequest {
        cursor,
        push: vec![],
        max_bytes: 1,
    });
    let came = founder
        .send(Method::POST, &founder.path("sync"), Some(ahead))
        .await;
    assert_eq!(refused(&came), Code::ChainDiffers);
    // And what is in order is taken, once, however often it comes.
    for _ in 0..2 {
        let came = founder.push(vec![good.clone(), second.clone()]).await;
        let reply: SyncReply = decode(&came.body).expect("a reply");
        assert_eq!(
            (came.status, reply.cursor.seq, reply.chunks.len()),
            (200, 2, 2)
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_sync_is_small() {
    let world = World::begin().await;
    let mut founder = Founder::begin(world.address(), &setup(&world)).await;
    let good = founder.chunk(100).into_bytes();
    let came = founder.push(vec![good]).await;
    let reply: SyncReply = decode(&came.body).expect("a reply");
    let idle = encode(&SyncRequest {
        cursor: reply.cursor,
        push: vec![],
        max_bytes: 1 << 20,
    });
    let request_bytes = idle.len();
    let came = founder
        .send(Method::POST, &founder.path("sync"), Some(idle))
        .await;
    assert!(
        request_bytes + came.body.len() < 160,
        "{request_bytes} + {}",
        came.body.len()
    );
}

/// Peak memory of a process in KiB, since it began.
fn peak_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("Linux tells");
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .expect("a peak");
    line.split_whitespace()
        .nth(1)
        .and_then(|kib| kib.parse().ok())
        .expect("a number")
}

/// Many slow and huge requests at once, with and without a session, against the real program.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn floods_leave_memory_bounded_and_others_served() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = given::server().expect("the server's program");
    let server = Server::start(&program, folder.path()).expect("a server");
    let address = server.address().parse().expect("an address");
    let setup = SetupSecret(decode_code(server.setup_code()).expect("a code"));
    let mut founder = Founder::begin(address, &setup).await;
    let before = peak_kib(server.process_id());

    let flood: Vec<_> = (0..40)
        .map(|number| {
            let token = if number % 2 == 0 {
                founder.token().to_owned()
            } else {
                String::new()
            };
            let path = if number % 2 == 0 {
                founder.path("sync")
            } else {
                "/v1/teams".into()
            };
            tokio::spawn(send_slowly(format!("https://{address}{path}"), token))
        })
        .collect();
    tokio::time::sleep(Duration::from_secs(2)).await;

    // Meanwhile others are served.
    let began = Instant::now();
    let health = founder.send_as("", Method::GET, "/v1/health", None).await;
    assert_eq!(health.status, 200);
    let small = founder.chunk(100).into_bytes();
    let pushed = founder.push(vec![small]).await;
    assert_eq!(pushed.status, 200, "{pushed:?}");
    let took = began.elapsed();
    for sent in flood {
        sent.abort();
    }
    let grown = peak_kib(server.process_id()) - before;
    println!("served in {took:?} during the flood; peak memory grew by {grown} KiB");
    assert!(took < Duration::from_secs(3), "{took:?}");
    // 48 MiB of bodies may be in memory at once, each perhaps twice while it grows.
    assert!(grown < 120 * 1024, "{grown} KiB");
}

/// A body of 15 MiB, most of it at once and the rest never.
async fn send_slowly(url: String, token: String) {
    let piece = vec![0u8; 256 * 1024];
    let pieces = futures_util::stream::unfold(0, move |sent| {
        let piece = piece.clone();
        async move {
            if sent >= 56 {
                tokio::time::sleep(Duration::from_secs(120)).await;
            }
            Some((Ok::<_, std::io::Error>(piece), sent + 1))
        }
    });
    let request = client()
        .post(url)
        .header(doorstep_wire::session::SESSION_HEADER, token)
        .header("content-length", MAX_REQUEST.to_string())
        .body(reqwest::Body::wrap_stream(pieces));
    if let Ok(response) = request.send().await {
        let came = came(response).await;
        assert!(came.status >= 400, "{}", came.status);
    }
}

#[test]
fn the_server_says_what_is_wrong_with_its_settings_and_ends_cleanly() {
    let program = given::server().expect("the server's program");
    let folder = tempfile::tempdir().expect("a folder");
    let start = |arguments: &[&str]| -> Child {
        Command::new(&program)
            .arg("--data")
            .arg(folder.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts")
    };
    let plain = start(&["--listen", "0.0.0.0:0", "--plain-http"])
        .wait_with_output()
        .expect("it ends");
    assert!(!plain.status.success());
    assert!(
        String::from_utf8_lossy(&plain.stderr).contains("loopback"),
        "{plain:?}"
    );

    let running = start(&["--listen", "127.0.0.1:0"]);
    std::thread::sleep(Duration::from_secs(2));
    let asked = Command::new("kill").arg(running.id().to_string()).status();
    assert!(asked.expect("kill can be run").success());
    let ended = running.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success(), "{ended:?}");
    assert!(
        said.starts_with("listening 127.0.0.1:") && said.ends_with("stopped\n"),
        "{said}"
    );
}
