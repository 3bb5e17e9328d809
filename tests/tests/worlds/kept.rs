//! What the screens say about where a household's record is: here only, at the office, on whose
//! devices. Never more than is so.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_model::DocKey;
use doorstep_model::call::{GetHouseholdKept, HouseholdKept};
use doorstep_tests::world::copies::copy_folder;
use doorstep_tests::world::{Person, World};

async fn kept(person: &Person, id: &DocKey) -> HouseholdKept {
    person.must(GetHouseholdKept { id: id.clone() }).await
}

/// Whose devices are said to hold everything.
fn held_by(kept: &HouseholdKept) -> Vec<&str> {
    let all = kept.devices.iter().filter(|device| device.all);
    all.map(|device| device.name.as_str()).collect()
}

const A_WHILE: i64 = 16 * 60;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_told_who_holds_what_and_no_sooner_than_it_is_so() {
    let mut world = World::begin().await;
    let (alex, sam, kim) = (
        world.device("Alex"),
        world.device("Sam"),
        world.device("Kim"),
    );
    alex.found(&world).await;
    sam.join(&alex).await;
    kim.join(&alex).await;
    for person in [&alex, &sam, &kim, &alex] {
        person.sync().await;
    }
    world.pass_seconds(A_WHILE);
    let backup = world.folder().join("backup");
    world.stop_server().await;
    copy_folder(&world.server_folder(), &backup);
    world.start_server().await;

    let id = alex.add_household("Number 12").await;
    alex.add_visit(&id, "noted", "gardens", "ask again").await;
    let now = kept(&alex, &id).await;
    assert!(now.only_here > 0 && !now.server, "{now:?}");
    assert_eq!(held_by(&now), [""; 0]);

    // At the office, and nobody has fetched it.
    alex.sync().await;
    let now = kept(&alex, &id).await;
    assert_eq!((now.only_here, now.server), (0, true));
    assert_eq!(held_by(&now), [""; 0], "nobody has said so");

    // Sam only reads, and says so. Kim has it and her word has not come back yet.
    sam.sync().await;
    alex.sync().await;
    let now = kept(&alex, &id).await;
    assert_eq!(held_by(&now), ["Sam"]);
    kim.sync().await;
    assert_eq!(held_by(&kept(&alex, &id).await), ["Sam"]);
    // Kim heard from the others herself: Alex wrote it, Sam said so.
    assert_eq!(held_by(&kept(&kim, &id).await), ["Alex", "Sam"]);
    alex.sync().await;
    assert_eq!(held_by(&kept(&alex, &id).await), ["Kim", "Sam"]);

    // One more change, and what they said is not about that.
    alex.add_visit(&id, "noted", "baking", "ask again").await;
    assert_eq!(held_by(&kept(&alex, &id).await), [""; 0]);
    alex.sync().await;
    sam.sync().await;
    // Sam writes too, which says as much as a receipt.
    sam.add_visit(&id, "noted", "singing", "ask again").await;
    sam.sync().await;
    alex.sync().await;
    assert_eq!(held_by(&kept(&alex, &id).await), ["Sam"]);

    // The server is set back: what it lost is not said to be there until it is.
    world.stop_server().await;
    copy_folder(&backup, &world.server_folder());
    world.start_server().await;
    kim.sync().await;
    alex.sync().await;
    let now = kept(&alex, &id).await;
    assert_eq!((now.only_here, now.server), (0, true), "it was given back");
}

/// Receipts come to an end: nobody answers one with another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_only_reads_says_so_once_and_then_is_silent() {
    let world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(&world).await;
    sam.join(&alex).await;
    let id = alex.add_household("Number 12").await;
    for _ in 0..3 {
        alex.sync().await;
        sam.sync().await;
        world.pass_seconds(A_WHILE);
    }
    let chunks = || {
        let file = world.server_folder().join("doorstep.db");
        let server = rusqlite::Connection::open(file).unwrap();
        let count = server.query_row("SELECT count(*) FROM chunk", [], |row| row.get::<_, i64>(0));
        count.unwrap()
    };
    let before = chunks();
    for _ in 0..4 {
        alex.sync().await;
        sam.sync().await;
        world.pass_seconds(A_WHILE);
    }
    assert_eq!(chunks(), before, "nothing was said about nothing");
    alex.add_visit(&id, "noted", "gardens", "ask again").await;
    for _ in 0..4 {
        alex.sync().await;
        sam.sync().await;
        world.pass_seconds(A_WHILE);
    }
    assert_eq!(chunks(), before + 2, "a visit and a receipt");
}
