//! A line of 64 kbit/s on which everything takes two seconds each way: what was written gets to the
//! server, and no screen waits for it meanwhile.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking, and what was run is worth knowing"
)]

use std::time::{Duration, Instant};

use doorstep_model::call::SyncState;
use doorstep_tests::fault::slow::{Line, SlowLine};
use doorstep_tests::world::World;

const LINE: Line = Line {
    bits_per_second: 64_000,
    delay: Duration::from_secs(2),
};
/// Longer than any screen may be waited for.
const STALLED: Duration = Duration::from_millis(500);
/// Until then all of it is to be there.
const LIMIT: Duration = Duration::from_secs(90);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_slow_line_sync_goes_on_and_no_screen_waits() {
    let world = World::begin().await;
    let line = SlowLine::begin(world.address(), LINE).await;
    let alex = world.device("Alex");
    alex.found(&world).await;
    alex.connect(&line.address().to_string(), world.setup_code())
        .await;
    let id = alex.add_household("Number 12").await;
    // Noise doesn't shrink: 40 kilobytes are five seconds of this line.
    for visit in 0..4 {
        let noise: String = (0..10_000)
            .map(|_| char::from(rand::random_range(b'a'..=b'z')))
            .collect();
        alex.add_visit(&id, &format!("Visit {visit} {noise}"), "Calm", "Ring")
            .await;
    }
    assert!(alex.sync_page().await.waiting > 0);
    let begun = Instant::now();
    let syncing = alex.sync();
    let mut slowest = Duration::ZERO;
    let mut calls = 0;
    let screens = async {
        let mut written = 0;
        loop {
            written += 1;
            let before = Instant::now();
            alex.search("Number").await;
            alex.open(&id).await;
            alex.sync_page().await;
            slowest = slowest.max(before.elapsed());
            // Nothing more is written near the end, so that there is one.
            if begun.elapsed() < Duration::from_secs(8) {
                let before = Instant::now();
                alex.add_visit(&id, &format!("Meanwhile {written}"), "Calm", "Ring")
                    .await;
                slowest = slowest.max(before.elapsed());
            }
            calls += 4;
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    };
    let page = tokio::select! {
        page = tokio::time::timeout(LIMIT, syncing) => page.expect("it is there in time"),
        () = screens => unreachable!("screens are looked at as long as it takes"),
    };
    let took = begun.elapsed();
    println!("  sent in {took:?}; {calls} calls meanwhile, the slowest three took {slowest:?}");
    assert_eq!(
        (page.state, page.waiting),
        (SyncState::UpToDate, 0),
        "{:?}",
        page.problem
    );
    assert!(slowest < STALLED, "a screen waited for {slowest:?}");
    assert!(calls > 20);
    // The control: it was this line that it went by, and it is as slow as it says.
    let (least_bytes, least) = (40_000, Duration::from_secs(5) + LINE.delay * 2);
    assert!(
        line.from_devices() > least_bytes / 2,
        "{} bytes",
        line.from_devices()
    );
    assert!(took > least, "it took only {took:?}");
}
