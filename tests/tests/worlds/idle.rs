//! A look for news costs one round trip of under 300 bytes, headers included, whatever the caseload.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_model::call::ConnectServer;
use doorstep_tests::world::World;
use doorstep_tests::world::relay::Relay;

/// As the figures of the protocol have it.
const AT_MOST: usize = 300;
const LOOKS: usize = 10;

/// Bytes of a look for news on an open connection, both ways.
async fn look(world: &World, relay: &Relay, households: usize) -> usize {
    let alex = world.device(&format!("Alex {}", relay.address().port()));
    alex.start_team().await;
    for number in 0..households {
        alex.add_household(&format!("Number {number}")).await;
    }
    alex.must(ConnectServer {
        address: relay.address().to_string(),
        setup_code: world.setup_code().into(),
        replace: false,
    })
    .await;
    // Until what was to be sent and to be told is sent and told.
    for _ in 0..5 {
        alex.sync().await;
    }
    let before = relay.from_devices() + relay.to_devices();
    for _ in 0..LOOKS {
        let page = alex.sync().await;
        assert_eq!((page.problem, page.waiting), (None, 0));
    }
    (relay.from_devices() + relay.to_devices() - before) / LOOKS
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_for_news_is_small_and_does_not_grow() {
    let world = World::begin().await;
    let folder = world.server_folder();
    let mut bytes = Vec::new();
    for households in [1, 80] {
        let relay = Relay::begin_http2(world.address(), &folder).await;
        bytes.push(look(&world, &relay, households).await);
    }
    println!("bytes of a look for news with 1 and with 80 households: {bytes:?}");
    assert!(bytes.iter().all(|bytes| *bytes < AT_MOST), "{bytes:?}");
    let most = bytes.iter().max().unwrap();
    let least = bytes.iter().min().unwrap();
    // A number that is written with a byte more, now and then.
    assert!(most - least <= 8, "{bytes:?}");
}

/// The same look where each request says everything anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_control_the_bytes_are_really_counted() {
    let world = World::begin().await;
    let relay = Relay::begin(world.address(), &world.server_folder()).await;
    let bytes = look(&world, &relay, 1).await;
    assert!(bytes > AT_MOST, "{bytes}");
}
