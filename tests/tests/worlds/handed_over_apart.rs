//! A removed device had restricted a household to people who are gone, or to a colleague who is no admin. What it
//! hands over of that waits, and holds up nothing else.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]

use std::time::Duration;

use doorstep_model::call::{
    AcceptHandedOver, ChangeRole, DeclineHandedOver, GetOpeners, GetStanding, GetTeam,
    HandedOverPage, LookAtHandedOver, OpenHousehold, RemoveDevice, SetOpeners, Standing, SyncNow,
};
use doorstep_model::team::Role;
use doorstep_model::{DeviceKey, DocKey, ItemId, ProblemCode};
use doorstep_tests::world::{GRACE_MS, Person, World};

use super::recovery::{founded, read, recover, write};

const GRACE: Duration = Duration::from_millis(GRACE_MS + 100);

async fn device_of(person: &Person) -> DeviceKey {
    match person.must(GetStanding {}).await {
        Standing::Open(open) => open.device,
        other => panic!("{other:?}"),
    }
}

/// One of the team, as a household's page names them.
async fn person(who: &Person, document: &DocKey, name: &str) -> ItemId {
    let document = document.clone();
    let openers = who.must(GetOpeners { document }).await.people;
    let mut found = openers.into_iter().filter(|one| one.name == name);
    found.next().expect("in the team's record").person
}

/// These alone can open it from now on.
async fn restrict(who: &Person, document: &DocKey, names: &[&str]) {
    let mut people = Vec::new();
    for name in names {
        people.push(person(who, document, name).await);
    }
    let (document, people) = (document.clone(), Some(people));
    who.must(SetOpeners { document, people }).await;
}

/// An admin removes it; it hands over what it has not sent, and is cleared.
async fn leaves(person: &Person, admin: &Person) -> DeviceKey {
    let device = device_of(person).await;
    admin
        .must(RemoveDevice {
            device: device.clone(),
        })
        .await;
    let _ends_before_it_is_done = person.ask(SyncNow {}).await;
    person.device().exchange().await;
    tokio::time::sleep(GRACE).await;
    person.device().exchange().await;
    let standing = person.must(GetStanding {}).await;
    assert!(matches!(standing, Standing::Cleared { .. }), "{standing:?}");
    admin.sync().await;
    device
}

async fn look(admin: &Person, device: &DeviceKey) -> HandedOverPage {
    let device = device.clone();
    admin.must(LookAtHandedOver { device }).await
}

async fn accept(admin: &Person, device: &DeviceKey) -> HandedOverPage {
    let page = look(admin, device).await;
    let (device, seen) = (device.clone(), page.seen.clone());
    admin.must(AcceptHandedOver { device, seen }).await;
    page
}

/// Two households that everybody has: one to restrict, and another.
async fn two(admin: &Person, all: &[&Person]) -> (DocKey, DocKey) {
    let zebra = admin.add_household("Zebra Street").await;
    let other = admin.add_household("Number 12").await;
    write(admin, &zebra, "For everybody.").await;
    for _ in 0..2 {
        for person in all {
            person.sync().await;
        }
    }
    (zebra, other)
}

/// Without signal, Sam says that Zebra Street is for these alone, and writes there before and after, as at the other.
async fn works(sam: &Person, zebra: &DocKey, other: &DocKey, names: &[&str]) {
    write(sam, other, "Before.").await;
    restrict(sam, zebra, names).await;
    write(sam, zebra, "For everybody. Not for all.").await;
    write(sam, other, "Before. After.").await;
    sam.add_household("A new one").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_for_nobody_who_is_left_holds_up_nothing_else() {
    let world = World::begin().await;
    let (alex, sam, kim) = (
        world.device("Alex"),
        world.device("Sam"),
        world.device("Kim"),
    );
    let words = founded(&world, &alex).await;
    sam.join(&alex).await;
    kim.join(&alex).await;
    let (zebra, other) = two(&alex, &[&alex, &sam, &kim]).await;
    works(&sam, &zebra, &other, &["Sam"]).await;
    let gone = leaves(&sam, &alex).await;
    let page = accept(&alex, &gone).await;
    assert!(page.for_others > 0, "{page:?}");
    let mut names: Vec<_> = page
        .households
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["A new one", "Number 12"], "{page:?}");
    for person in [&kim, &alex] {
        person.sync().await;
        assert_eq!(read(person, &other).await, "Before. After.");
        // Nobody has lost it, and nobody reads what is for nobody.
        assert_eq!(read(person, &zebra).await, "For everybody.");
    }
    // It waits, and is told of: nothing is left that anybody here could take in.
    let team = alex.must(GetTeam {}).await;
    assert_eq!(team.handed_over, std::slice::from_ref(&gone));
    let page = accept(&alex, &gone).await;
    assert!(
        page.for_others > 0 && page.households.is_empty(),
        "{page:?}"
    );
    // Whoever comes with the paper opens it.
    let robin = world.device("Robin");
    recover(&world, &robin, &words).await;
    robin.sync().await;
    robin.sync().await;
    let page = accept(&robin, &gone).await;
    assert_eq!((page.for_others, page.unreadable), (0, 0), "{page:?}");
    robin.sync().await;
    assert_eq!(read(&robin, &zebra).await, "For everybody. Not for all.");
    assert!(robin.must(GetTeam {}).await.handed_over.is_empty());
    // Nobody else does.
    for person in [&kim, &alex] {
        person.sync().await;
        let id = zebra.clone();
        let refused = person.ask(OpenHousehold { id, seen: false }).await;
        assert_eq!(refused.unwrap_err().code, ProblemCode::NotForYou);
    }
}

/// As above, and it is given up: on purpose, by an admin who reads what that means.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_for_nobody_who_is_left_can_be_declined_once_the_rest_is_kept() {
    let world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(&world).await;
    sam.join(&alex).await;
    let (zebra, other) = two(&alex, &[&alex, &sam]).await;
    works(&sam, &zebra, &other, &["Sam"]).await;
    let gone = leaves(&sam, &alex).await;
    accept(&alex, &gone).await;
    let device = gone.clone();
    let team = alex.must(DeclineHandedOver { device }).await;
    assert!(team.handed_over.is_empty());
    alex.sync().await;
    assert_eq!(read(&alex, &other).await, "Before. After.");
    assert_eq!(read(&alex, &zebra).await, "For everybody.");
}

/// The control for the first: it waits for those who are named, and nobody else decides.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_for_a_colleague_waits_until_they_are_an_admin() {
    let world = World::begin().await;
    let (alex, sam, kim) = (
        world.device("Alex"),
        world.device("Sam"),
        world.device("Kim"),
    );
    alex.found(&world).await;
    sam.join(&alex).await;
    kim.join(&alex).await;
    let (zebra, other) = two(&alex, &[&alex, &sam, &kim]).await;
    works(&sam, &zebra, &other, &["Sam", "Kim"]).await;
    let gone = leaves(&sam, &alex).await;
    let page = accept(&alex, &gone).await;
    assert!(page.for_others > 0, "{page:?}");
    for person in [&kim, &alex] {
        person.sync().await;
        assert_eq!(read(person, &other).await, "Before. After.");
        assert_eq!(read(person, &zebra).await, "For everybody.");
    }
    let device = gone.clone();
    let refused = alex.ask(DeclineHandedOver { device }).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::HandedOverRestricted);
    let (device, role) = (device_of(&kim).await, Role::Admin);
    alex.must(ChangeRole { device, role }).await;
    kim.sync().await;
    let page = accept(&kim, &gone).await;
    assert_eq!((page.for_others, page.unreadable), (0, 0), "{page:?}");
    for person in [&kim, &alex] {
        person.sync().await;
    }
    assert_eq!(read(&kim, &zebra).await, "For everybody. Not for all.");
    let (id, seen) = (zebra, false);
    assert!(alex.ask(OpenHousehold { id, seen }).await.is_err());
    assert!(kim.must(GetTeam {}).await.handed_over.is_empty());
}

/// The control for all of these: whoever is named takes in all of it at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_for_the_admin_too_is_taken_in_with_the_rest() {
    let world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(&world).await;
    sam.join(&alex).await;
    let (zebra, other) = two(&alex, &[&alex, &sam]).await;
    works(&sam, &zebra, &other, &["Sam", "Alex"]).await;
    let gone = leaves(&sam, &alex).await;
    let page = accept(&alex, &gone).await;
    assert_eq!((page.for_others, page.unreadable), (0, 0), "{page:?}");
    alex.sync().await;
    assert_eq!(read(&alex, &other).await, "Before. After.");
    assert_eq!(read(&alex, &zebra).await, "For everybody. Not for all.");
    assert!(alex.must(GetTeam {}).await.handed_over.is_empty());
}
