//! The connection is cut after every byte of what goes either way: the exchange goes on from where
//! it was, with no loss and nothing twice.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking, and what was run is worth knowing"
)]

use doorstep_model::DocKey;
use doorstep_model::call::SyncState;
use doorstep_tests::world::photos::two_by_way_of;
use doorstep_tests::world::relay::{Direction, Relay};
use doorstep_tests::world::{Person, World};

/// In the ordinary run, bytes from one cut to the next: no divisor of the lengths of fields.
const STRIDE: usize = 13;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_at_many_bytes_the_exchange_goes_on() {
    cut_at_bytes(STRIDE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: some thousands of bytes either way"]
async fn cut_at_every_byte_the_exchange_goes_on() {
    cut_at_bytes(1).await;
}

async fn cut_at_bytes(stride: usize) {
    let world = World::begin().await;
    let relay = Relay::begin(world.address(), &world.server_folder()).await;
    let (alex, sam, id) = two_by_way_of(&world, &relay).await;
    alex.sync().await;
    sam.sync().await;
    let (from, to) = (relay.from_devices(), relay.to_devices());
    let mut number = 0;
    edit(&alex, &id, number).await;
    assert_eq!(alex.sync().await.state, SyncState::UpToDate);
    let lengths = [
        (Direction::FromDevices, relay.from_devices() - from),
        (Direction::ToDevices, relay.to_devices() - to),
    ];
    for (direction, length) in lengths {
        assert!(length > 100, "{direction:?}: {length} bytes go by");
        let (mut cuts, mut met) = (0, 0);
        for byte in (0..length).step_by(stride) {
            number += 1;
            edit(&alex, &id, number).await;
            relay.break_after(direction, byte);
            let cut = alex.sync().await;
            met += usize::from(cut.state != SyncState::UpToDate);
            relay.mend();
            let whole = alex.sync().await;
            assert_eq!(
                (whole.state, whole.waiting),
                (SyncState::UpToDate, 0),
                "{direction:?}, byte {byte}: {:?}",
                whole.problem
            );
            cuts += 1;
        }
        println!("  {direction:?}: {cuts} cuts in {length} bytes, {met} were met");
        assert!(met * 2 > cuts, "the control: most cuts are noticed");
    }
    sam.sync().await;
    for person in [&alex, &sam] {
        let household = person.open(&id).await.household;
        let text = serde_json::to_string(&household).expect("a record");
        for number in 0..=number {
            let times = text.matches(&format!("cut-{number}-")).count();
            assert_eq!(times, 3, "{}: cut {number}", person.name());
        }
    }
    let mut page = alex.sync_page().await;
    assert_eq!((page.quarantined, page.held_back), (0, 0));
    page = sam.sync_page().await;
    assert_eq!((page.quarantined, page.held_back), (0, 0));
}

async fn edit(person: &Person, id: &DocKey, number: usize) {
    let marker = format!("cut-{number}-");
    person.add_visit(id, &marker, &marker, &marker).await;
}
