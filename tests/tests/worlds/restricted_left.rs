//! Restricted households when those who can open them go: with new recovery words, and when a device is removed.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]

use std::time::Duration;

use doorstep_model::DocKey;
use doorstep_model::ItemId;
use doorstep_model::call::{
    AcceptHandedOver, BeginNewWords, ConfirmNewWords, FinishNewWords, GetOpeners, GetStanding,
    GetTeam, LookAtHandedOver, OpenHousehold, RemoveDevice, SetOpeners, Standing, SyncNow,
};
use doorstep_tests::world::{GRACE_MS, Person, World};

use super::recovery::{founded, read, recover, write};

const GRACE: Duration = Duration::from_millis(GRACE_MS + 100);

async fn me(person: &Person, document: &DocKey) -> ItemId {
    let document = document.clone();
    let openers = person.must(GetOpeners { document }).await.people;
    let mut mine = openers.into_iter().filter(|one| one.me);
    mine.next().expect("in the team's record").person
}

/// They alone can open it from now on.
pub(super) async fn alone(person: &Person, document: &DocKey) {
    let people = Some(vec![me(person, document).await]);
    let document = document.clone();
    person.must(SetOpeners { document, people }).await;
}

async fn new_words(admin: &Person) -> Vec<String> {
    let words = admin.must(BeginNewWords {}).await.words;
    let typed = ConfirmNewWords {
        words: words.clone(),
    };
    assert!(admin.must(typed).await.wrong.is_empty());
    admin.must(FinishNewWords {}).await;
    words
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_words_are_given_its_keys_before_it_is_said_that_they_count() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    founded(&world, &alex).await;
    let id = alex.add_household("Zebra Street").await;
    alone(&alex, &id).await;
    write(&alex, &id, "For Alex alone.").await;
    alex.sync().await;
    let words = new_words(&alex).await;
    // Alex's device falls into a lake at once.
    let robin = world.device("Robin");
    recover(&world, &robin, &words).await;
    robin.sync().await;
    robin.sync().await;
    assert_eq!(read(&robin, &id).await, "For Alex alone.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_went_with_former_words_waits_for_nobody() {
    let world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    founded(&world, &alex).await;
    sam.join(&alex).await;
    sam.sync().await;
    let id = sam.add_household("Zebra Street").await;
    alone(&sam, &id).await;
    write(&sam, &id, "For Sam alone.").await;
    sam.sync().await;
    alex.sync().await;
    // Sam's device never hears of them.
    let words = new_words(&alex).await;
    let robin = world.device("Robin");
    recover(&world, &robin, &words).await;
    let mut page = robin.sync().await;
    for _ in 0..3 {
        page = robin.sync().await;
    }
    assert_eq!((page.problem, page.held_back), (None, 0));
    assert!(page.apart.is_empty(), "{:?}", page.apart);
    let open = |id: DocKey| OpenHousehold { id, seen: false };
    assert!(robin.ask(open(id.clone())).await.is_err());
    // Sam's device was not lost after all, and gives Robin the keys.
    sam.sync().await;
    sam.sync().await;
    robin.sync().await;
    robin.sync().await;
    assert_eq!(read(&robin, &id).await, "For Sam alone.", "the control");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_removed_device_restricted_and_lifted_is_for_everybody() {
    let world = World::begin().await;
    let (alex, sam, kim) = (
        world.device("Alex"),
        world.device("Sam"),
        world.device("Kim"),
    );
    alex.found(&world).await;
    sam.join(&alex).await;
    kim.join(&alex).await;
    let id = alex.add_household("Zebra Street").await;
    for person in [&alex, &sam, &kim] {
        person.sync().await;
    }
    // Without signal.
    alone(&sam, &id).await;
    write(&sam, &id, "First. ").await;
    let document = id.clone();
    let people = None;
    sam.must(SetOpeners { document, people }).await;
    write(&sam, &id, "First. Then.").await;
    let page = alex.must(GetTeam {}).await;
    let device = page
        .devices
        .into_iter()
        .find(|one| one.name.as_deref() == Some("Sam"));
    let device = device.expect("in the team").device;
    alex.must(RemoveDevice {
        device: device.clone(),
    })
    .await;
    let _ends_before_it_is_done = sam.ask(SyncNow {}).await;
    sam.device().exchange().await;
    tokio::time::sleep(GRACE).await;
    sam.device().exchange().await;
    let standing = sam.must(GetStanding {}).await;
    assert!(matches!(standing, Standing::Cleared { .. }), "{standing:?}");
    alex.sync().await;
    let look = LookAtHandedOver {
        device: device.clone(),
    };
    let page = alex.must(look).await;
    assert_eq!(page.unreadable, 0, "{page:?}");
    let seen = page.seen;
    alex.must(AcceptHandedOver { device, seen }).await;
    kim.sync().await;
    kim.sync().await;
    for person in [&alex, &kim] {
        assert_eq!(read(person, &id).await, "First. Then.");
    }
}
