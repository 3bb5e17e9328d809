//! What a removed device had not sent: it is handed over to the server, an admin looks at it and decides, and
//! the device destroys what it has.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking"
)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use doorstep_model::call::{
    AcceptHandedOver, ClearRemoved, CreateInvite, DeclineHandedOver, EraseHousehold, GetErasure,
    GetStanding, GetTeam, HandedOverPage, LookAtHandedOver, RemoveDevice, Standing, SyncNow,
    TeamPage,
};
use doorstep_model::household::WhatMatters;
use doorstep_model::team::Role;
use doorstep_model::{DeviceKey, DocKey, Heads, ProblemCode};
use doorstep_tests::world::copies::copy_folder;
use doorstep_tests::world::{GRACE_MS, Person, World, photos};
use rusqlite::Connection;

/// Longer than a removed device waits for what is being typed.
const GRACE: Duration = Duration::from_millis(GRACE_MS + 100);

async fn device_of(person: &Person) -> DeviceKey {
    match person.must(GetStanding {}).await {
        Standing::Open(open) => open.device,
        other => panic!("{other:?}"),
    }
}

async fn write(person: &Person, id: &DocKey, text: &str) {
    let heads: Heads = person.open(id).await.household.heads;
    let edit = WhatMatters::matters_to_us.only().write(&heads, text);
    person.edit(id, vec![edit]).await;
}

async fn read(person: &Person, id: &DocKey) -> String {
    person.open(id).await.household.what_matters.matters_to_us.0
}

/// Alex's team with Sam and Kim in it, and a household that all have.
async fn three(world: &World) -> (Person, Person, Person, DocKey) {
    let (alex, sam, kim) = (
        world.device("Alex"),
        world.device("Sam"),
        world.device("Kim"),
    );
    alex.found(world).await;
    sam.join(&alex).await;
    kim.join(&alex).await;
    let id = alex.add_household("Number 12").await;
    write(&alex, &id, "The garden.").await;
    for person in [&alex, &sam, &kim] {
        person.sync().await;
    }
    (alex, sam, kim, id)
}

/// The device hears that it is out, waits as long as it must, and hands over what it can.
async fn leaves(person: &Person) -> Standing {
    let _ends_before_it_is_done = person.ask(SyncNow {}).await;
    person.device().exchange().await;
    tokio::time::sleep(GRACE).await;
    person.device().exchange().await;
    person.must(GetStanding {}).await
}

fn rows_at_server(world: &World) -> i64 {
    let conn = Connection::open(world.server_folder().join("doorstep.db")).unwrap();
    conn.query_row("SELECT count(*) FROM handed_over", [], |row| row.get(0))
        .unwrap()
}

async fn look(person: &Person, device: &DeviceKey) -> HandedOverPage {
    let device = device.clone();
    person.must(LookAtHandedOver { device }).await
}

async fn accept(person: &Person, device: &DeviceKey) -> TeamPage {
    let seen = look(person, device).await.seen;
    let device = device.clone();
    person.must(AcceptHandedOver { device, seen }).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_sent_is_handed_over_looked_at_and_kept() {
    let world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    write(&sam, &id, "The garden. Never sent.").await;
    let new = sam.add_household("Number 30").await;
    write(&sam, &new, "A new start.").await;
    let photo = photos::noise(world.folder(), "one.png", 600, [90, 90, 90]);
    let item = photos::add(&sam, &id, &photo, "The gate").await;
    let blob = photos::blob_of(&sam, &id, &item).await;
    let gone = device_of(&sam).await;
    alex.must(RemoveDevice {
        device: gone.clone(),
    })
    .await;

    // At first what is being typed has time to be saved, and it is told how much waits.
    let _ends_before_it_is_done = sam.ask(SyncNow {}).await;
    assert!(sam.device().exchange().await > 0);
    let Standing::Removed(removed) = sam.must(GetStanding {}).await else {
        panic!("the device is still there")
    };
    assert!(removed.unsent >= 3, "{removed:?}");
    assert_eq!(rows_at_server(&world), 0);
    let Standing::Cleared { team_name } = leaves(&sam).await else {
        panic!("it has cleared itself")
    };
    assert_eq!(team_name, "Riverside");
    assert!(
        !world.home("Sam").join("team").exists(),
        "its store is gone"
    );
    assert!(matches!(sam.must(ClearRemoved {}).await, Standing::Fresh));

    // It counts for nobody until an admin has looked at it; others are not asked.
    kim.sync().await;
    alex.sync().await;
    assert_eq!(read(&kim, &id).await, "The garden.");
    assert_eq!(read(&alex, &id).await, "The garden.");
    assert!(kim.must(GetTeam {}).await.handed_over.is_empty());
    let asked = LookAtHandedOver {
        device: gone.clone(),
    };
    assert_eq!(
        kim.ask(asked).await.unwrap_err().code,
        ProblemCode::AdminOnly
    );
    assert_eq!(
        alex.must(GetTeam {}).await.handed_over,
        std::slice::from_ref(&gone)
    );
    let page = look(&alex, &gone).await;
    let found: Vec<_> = page
        .households
        .iter()
        .map(|one| (one.name.as_str(), one.is_new))
        .collect();
    assert_eq!(found, [("Number 12", false), ("Number 30", true)]);
    let said = |at: usize, words: &str| {
        page.households[at]
            .texts
            .iter()
            .any(|one| one.contains(words))
    };
    assert!(said(0, "Never sent."), "{page:?}");
    assert!(said(1, "A new start."), "{page:?}");
    assert_eq!((page.photos, page.unreadable), (1, 0));
    // Looking changes nothing.
    assert_eq!(read(&alex, &id).await, "The garden.");

    let page = accept(&alex, &gone).await;
    assert!(page.handed_over.is_empty());
    assert_eq!(rows_at_server(&world), 0);
    kim.sync().await;
    for person in [&alex, &kim] {
        assert_eq!(read(person, &id).await, "The garden. Never sent.");
        assert_eq!(read(person, &new).await, "A new start.");
        let page = person.sync_page().await;
        assert_eq!(page.quarantined + page.held_back + page.waiting, 0);
        assert!(photos::fetched(person, &id, &blob).await.is_ok());
    }
    // Who comes later has it as well.
    let robin = world.device("Robin");
    robin.join(&alex).await;
    robin.sync().await;
    assert_eq!(read(&robin, &new).await, "A new start.");
}

/// What the server has now.
async fn copy_of_server(world: &mut World) -> PathBuf {
    world.stop_server().await;
    let copy = world.folder().join("copy");
    copy_folder(&world.server_folder(), &copy);
    world.start_server().await;
    copy
}

/// The server has what it had then, and nothing that came since.
async fn set_back(world: &mut World, copy: &Path) {
    world.stop_server().await;
    std::fs::remove_dir_all(world.server_folder()).unwrap();
    copy_folder(copy, &world.server_folder());
    world.start_server().await;
}

async fn erase(admin: &Person, id: &DocKey) {
    let household = id.clone();
    let shown = admin.must(GetErasure { household }).await.shown;
    let call = EraseHousehold {
        household: id.clone(),
        reason: "Asked for in writing.".to_owned(),
        shown,
    };
    admin.must(call).await;
}

/// Alex accepts what Sam wrote in a household that stands, though it comes after words in the same log about one
/// that was erased.
async fn is_kept_after_the_erased(world: &World, alex: &Person, kim: &Person, gone: &DeviceKey) {
    let page = look(alex, gone).await;
    let names: Vec<_> = page
        .households
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["Number 30"], "{page:?}");
    assert_eq!(page.unreadable, 0, "{page:?}");
    let stands = page.households[0].household.clone();
    let page = accept(alex, gone).await;
    assert!(page.handed_over.is_empty());
    assert_eq!(rows_at_server(world), 0);
    kim.sync().await;
    for person in [alex, kim] {
        assert_eq!(read(person, &stands).await, "A new start.");
        let page = person.sync_page().await;
        assert_eq!(page.quarantined + page.held_back + page.waiting, 0);
    }
    let robin = world.device("Robin");
    robin.join(alex).await;
    robin.sync().await;
    assert_eq!(read(&robin, &stands).await, "A new start.");
}

async fn writes_in_both(sam: &Person, id: &DocKey) {
    write(sam, id, "The garden. Sam was here.").await;
    let new = sam.add_household("Number 30").await;
    write(sam, &new, "A new start.").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_handed_over_after_words_about_an_erased_household_is_kept() {
    let world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    writes_in_both(&sam, &id).await;
    let device = device_of(&sam).await;
    let gone = device.clone();
    alex.must(RemoveDevice { device }).await;
    assert!(matches!(leaves(&sam).await, Standing::Cleared { .. }));
    alex.sync().await;
    erase(&alex, &id).await;
    is_kept_after_the_erased(&world, &alex, &kim, &gone).await;
}

/// The server had all of it and lost it again, and the device that hands it over has heard of the erasure.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_lost_after_words_about_an_erased_household_is_kept() {
    let mut world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    let copy = copy_of_server(&mut world).await;
    writes_in_both(&sam, &id).await;
    assert_eq!(sam.sync().await.waiting, 0, "it is sent");
    set_back(&mut world, &copy).await;
    let device = device_of(&sam).await;
    let gone = device.clone();
    alex.must(RemoveDevice { device }).await;
    erase(&alex, &id).await;
    assert!(matches!(leaves(&sam).await, Standing::Cleared { .. }));
    alex.sync().await;
    is_kept_after_the_erased(&world, &alex, &kim, &gone).await;
}

/// It came through the team's log too late, and was set aside: by Kim before the erasure, by Alex as well.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_came_too_late_after_words_about_an_erased_household_is_kept() {
    let mut world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    let gone = device_of(&sam).await;
    let copy = copy_of_server(&mut world).await;
    alex.must(RemoveDevice {
        device: gone.clone(),
    })
    .await;
    kim.sync().await;
    set_back(&mut world, &copy).await;
    writes_in_both(&sam, &id).await;
    sam.sync().await;
    for person in [&kim, &alex] {
        person.sync().await;
        assert!(person.sync_page().await.quarantined > 0);
    }
    erase(&alex, &id).await;
    kim.sync().await;
    is_kept_after_the_erased(&world, &alex, &kim, &gone).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_declined_comes_nowhere() {
    let world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    write(&sam, &id, "Rude words.").await;
    let gone = device_of(&sam).await;
    alex.must(RemoveDevice {
        device: gone.clone(),
    })
    .await;
    assert!(matches!(leaves(&sam).await, Standing::Cleared { .. }));
    alex.sync().await;
    assert!(rows_at_server(&world) > 0);
    let page = alex.must(DeclineHandedOver { device: gone }).await;
    assert!(page.handed_over.is_empty());
    assert_eq!(rows_at_server(&world), 0);
    for person in [&alex, &kim] {
        person.sync().await;
        assert_eq!(read(person, &id).await, "The garden.");
        assert!(person.must(GetTeam {}).await.handed_over.is_empty());
    }
}

/// The control for the one above: without a server, nothing is handed over, and nothing is destroyed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_server_the_device_keeps_all_until_somebody_clears_it() {
    let mut world = World::begin().await;
    let (alex, sam, _kim, id) = three(&world).await;
    write(&sam, &id, "Kept.").await;
    let gone = device_of(&sam).await;
    alex.must(RemoveDevice { device: gone }).await;
    let _ends_before_it_is_done = sam.ask(SyncNow {}).await;
    world.stop_server().await;
    for _ in 0..3 {
        let Standing::Removed(removed) = leaves(&sam).await else {
            panic!("it is still there")
        };
        assert_eq!(removed.unsent, 1);
        assert!(removed.problem.is_some());
        sam.lock_and_unlock().await;
    }
    world.start_server().await;
    assert!(matches!(leaves(&sam).await, Standing::Cleared { .. }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_admins_who_accept_at_once_do_it_once() {
    let world = World::begin().await;
    let (alex, sam, _kim, id) = three(&world).await;
    let dana = world.device("Dana");
    let made = alex.must(CreateInvite { role: Role::Admin }).await;
    dana.join_with(&alex, made.address, made.invite.code).await;
    dana.sync().await;
    write(&sam, &id, "Said once.").await;
    let gone = device_of(&sam).await;
    alex.must(RemoveDevice {
        device: gone.clone(),
    })
    .await;
    leaves(&sam).await;
    alex.sync().await;
    dana.sync().await;
    let seen = look(&alex, &gone).await.seen;
    assert_eq!(look(&dana, &gone).await.seen, seen);
    let call = AcceptHandedOver { device: gone, seen };
    let (one, other) = tokio::join!(alex.ask(call.clone()), dana.ask(call));
    one.unwrap();
    other.unwrap();
    assert_eq!(rows_at_server(&world), 0);
    for person in [&alex, &dana] {
        person.sync().await;
        assert_eq!(read(person, &id).await, "Said once.");
        let page = person.sync_page().await;
        assert_eq!(page.quarantined + page.held_back + page.waiting, 0);
    }
}

/// A server that was set back to a time before the removal takes what a removed device writes, and everybody
/// sets it aside. An admin is asked all the same, and it counts at the places where it stands.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_server_that_was_set_back_took_is_asked_about_too() {
    let mut world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    let gone = device_of(&sam).await;
    let copy = copy_of_server(&mut world).await;
    alex.must(RemoveDevice {
        device: gone.clone(),
    })
    .await;
    kim.sync().await;
    set_back(&mut world, &copy).await;
    write(&sam, &id, "Said too late.").await;
    sam.sync().await;
    for person in [&kim, &alex] {
        person.sync().await;
        assert_eq!(read(person, &id).await, "The garden.");
        assert!(person.sync_page().await.quarantined > 0);
    }
    assert_eq!(
        alex.must(GetTeam {}).await.handed_over,
        std::slice::from_ref(&gone)
    );
    let page = look(&alex, &gone).await;
    assert_eq!(page.households.len(), 1);
    accept(&alex, &gone).await;
    for person in [&alex, &kim] {
        person.sync().await;
        assert_eq!(read(person, &id).await, "Said too late.");
        assert_eq!(person.sync_page().await.quarantined, 0);
        assert!(person.must(GetTeam {}).await.handed_over.is_empty());
    }
}

/// A server that was set back has lost what a removed device had sent. It is asked before anything is
/// destroyed, and what it lacks is handed over; without that, nobody would bring it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_server_has_lost_meanwhile_is_handed_over_too() {
    let mut world = World::begin().await;
    let (alex, sam, _kim, id) = three(&world).await;
    let copy = copy_of_server(&mut world).await;
    write(&sam, &id, "Sent, and lost.").await;
    let photo = photos::noise(world.folder(), "one.png", 300, [90, 90, 90]);
    let item = photos::add(&sam, &id, &photo, "The gate").await;
    let blob = photos::blob_of(&sam, &id, &item).await;
    let page = sam.sync().await;
    assert_eq!(page.waiting, 0, "it is sent");
    set_back(&mut world, &copy).await;
    let gone = device_of(&sam).await;
    alex.must(RemoveDevice {
        device: gone.clone(),
    })
    .await;
    assert!(matches!(leaves(&sam).await, Standing::Cleared { .. }));
    alex.sync().await;
    assert_eq!(read(&alex, &id).await, "The garden.");
    accept(&alex, &gone).await;
    assert_eq!(read(&alex, &id).await, "Sent, and lost.");
    assert!(photos::fetched(&alex, &id, &blob).await.is_ok());
    assert_eq!(rows_at_server(&world), 0);
}

/// The same, where something was never sent besides: what the server had stands before that in the device's log,
/// and is asked after once that has gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_server_has_lost_is_handed_over_beside_what_it_never_had() {
    let mut world = World::begin().await;
    let (alex, sam, _kim, id) = three(&world).await;
    let copy = copy_of_server(&mut world).await;
    write(&sam, &id, "Sent, and lost.").await;
    let page = sam.sync().await;
    assert_eq!(page.waiting, 0, "it is sent");
    set_back(&mut world, &copy).await;
    write(&sam, &id, "Sent, and lost. Never sent.").await;
    let gone = device_of(&sam).await;
    alex.must(RemoveDevice {
        device: gone.clone(),
    })
    .await;
    assert!(matches!(leaves(&sam).await, Standing::Cleared { .. }));
    alex.sync().await;
    let page = look(&alex, &gone).await;
    assert_eq!(page.unreadable, 0, "{page:?}");
    accept(&alex, &gone).await;
    assert_eq!(read(&alex, &id).await, "Sent, and lost. Never sent.");
    assert_eq!(rows_at_server(&world), 0);
}

/// More has come since an admin looked: it is not accepted unseen.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_accepted_that_nobody_looked_at() {
    let world = World::begin().await;
    let (alex, sam, _kim, id) = three(&world).await;
    write(&sam, &id, "Harmless.").await;
    let gone = device_of(&sam).await;
    alex.must(RemoveDevice {
        device: gone.clone(),
    })
    .await;
    leaves(&sam).await;
    alex.sync().await;
    let mut seen = look(&alex, &gone).await.seen;
    seen.replace_range(..1, if seen.starts_with('0') { "1" } else { "0" });
    let device = gone.clone();
    let refused = alex.ask(AcceptHandedOver { device, seen }).await;
    assert_eq!(refused.unwrap_err().code, ProblemCode::HandedOverMore);
    assert_eq!(read(&alex, &id).await, "The garden.");
    accept(&alex, &gone).await;
    assert_eq!(read(&alex, &id).await, "Harmless.");
}
