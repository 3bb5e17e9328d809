//! Somebody leaves, or a laptop is lost: an admin removes the device, and what the team writes from then on
//! it can't read, whatever the server does.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_model::call::{
    ChangeRole, ClearRemoved, CreateInvite, GetStanding, GetTeam, ListHouseholds, RemoveDevice,
    Standing, SyncNow, TeamPage,
};
use doorstep_model::household::WhatMatters;
use doorstep_model::team::Role;
use doorstep_model::{DeviceKey, DocKey, Heads, ProblemCode};
use doorstep_tests::world::colluder::{Colluder, Opened};
use doorstep_tests::world::raw::Founder;
use doorstep_tests::world::{Person, World, photos};
use doorstep_wire::code::decode_code;
use doorstep_wire::id::SetupSecret;
use doorstep_wire::refusal::RefusalCode;

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

async fn remove(admin: &Person, device: DeviceKey) -> TeamPage {
    admin.must(RemoveDevice { device }).await
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removed_device_shows_nothing_and_the_rest_goes_on() {
    let world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    let gone = device_of(&sam).await;
    let page = remove(&alex, gone.clone()).await;
    assert!(page.devices.iter().all(|device| device.device != gone));
    assert_eq!(page.former.len(), 1);
    assert_eq!(page.former[0].name.as_deref(), Some("Sam"));

    // Until it hears of that from the log, it is as before; then nothing is shown, unlocked or not.
    assert_eq!(read(&sam, &id).await, "The garden.");
    let _ends_before_it_is_done = sam.ask(SyncNow {}).await;
    let Standing::Removed(removed) = sam.must(GetStanding {}).await else {
        panic!("it is shown that the device was removed")
    };
    assert_eq!(
        (removed.team_name.as_str(), removed.unsent),
        ("Riverside", 0)
    );
    let refused = sam.ask(ListHouseholds::default()).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Removed);
    sam.lock_and_unlock().await;
    assert!(matches!(
        sam.must(GetStanding {}).await,
        Standing::Removed(_)
    ));

    // The others go on, and those who come later read what was before.
    write(&kim, &id, "The garden, and peace.").await;
    kim.sync().await;
    alex.sync().await;
    assert_eq!(read(&alex, &id).await, "The garden, and peace.");
    let robin = world.device("Robin");
    robin.join(&alex).await;
    robin.sync().await;
    assert_eq!(read(&robin, &id).await, "The garden, and peace.");
    for person in [&alex, &kim, &robin] {
        let page = person.sync_page().await;
        assert_eq!(page.quarantined + page.held_back, 0, "{}", person.name());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_all_that_the_server_has_a_removed_device_opens_nothing_of_it() {
    let world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    let database = world.server_folder().join("doorstep.db");
    let robin = Colluder::join(&alex, world.address(), &database).await;
    for person in [&alex, &sam, &kim] {
        person.sync().await;
    }
    write(&kim, &id, "Said while Robin was here.").await;
    kim.sync().await;
    // The control: a member opens every chunk.
    let Opened { all, opened } = robin.opens_after(0);
    assert!(all > 5 && opened == all, "{opened} of {all}");

    remove(&alex, robin.device()).await;
    let before = robin.last_place();
    write(&alex, &id, "Said when Robin was gone.").await;
    let second = alex.add_household("Number 14").await;
    write(&alex, &second, "A dog.").await;
    alex.sync().await;
    kim.sync().await;
    write(&kim, &id, "Said by Kim.").await;
    kim.sync().await;
    sam.sync().await;
    let Opened { all, opened } = robin.opens_after(before);
    println!("after the removal: {opened} of {all} chunks opened");
    assert!(all > 3, "{all}");
    assert_eq!(opened, 0, "of {all}");
    assert_eq!(read(&sam, &id).await, "Said by Kim.");
    assert_eq!(read(&sam, &second).await, "A dog.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_sealed_before_and_never_sent_is_sealed_anew() {
    let mut world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    let database = world.server_folder().join("doorstep.db");
    let robin = Colluder::join(&alex, world.address(), &database).await;
    for person in [&alex, &sam, &kim] {
        person.sync().await;
    }
    // Sealed with the key that Robin has, and not sent, since nobody answers.
    world.stop_server().await;
    write(&kim, &id, "Said on a doorstep without signal.").await;
    let third = kim.add_household("Number 16").await;
    write(&kim, &third, "A cat.").await;
    let page = kim.sync().await;
    assert!(page.problem.is_some() && page.waiting > 0);
    world.start_server().await;
    remove(&alex, robin.device()).await;
    let before = robin.last_place();
    kim.sync().await;
    sam.sync().await;
    let Opened { all, opened } = robin.opens_after(before);
    assert!(all > 1, "{all}");
    assert_eq!(opened, 0, "of {all}");
    assert_eq!(read(&sam, &id).await, "Said on a doorstep without signal.");
    assert_eq!(read(&sam, &third).await, "A cat.");
    assert_eq!(kim.sync_page().await.waiting, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_sent_is_kept_and_told_until_somebody_clears_the_device() {
    let world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    // What reached the server before counts, though Alex has not read it yet.
    write(&sam, &id, "The garden, said Sam.").await;
    sam.sync().await;
    write(&sam, &id, "Never sent.").await;
    remove(&alex, device_of(&sam).await).await;
    let _ends_before_it_is_done = sam.ask(SyncNow {}).await;
    let Standing::Removed(removed) = sam.must(GetStanding {}).await else {
        panic!("it is shown that the device was removed")
    };
    assert_eq!(removed.unsent, 1);
    kim.sync().await;
    for person in [&alex, &kim] {
        assert_eq!(read(person, &id).await, "The garden, said Sam.");
        assert_eq!(person.sync_page().await.quarantined, 0);
    }
    assert!(matches!(sam.must(ClearRemoved {}).await, Standing::Fresh));
    // The same person comes back with new keys.
    sam.join(&alex).await;
    sam.sync().await;
    assert_eq!(read(&sam, &id).await, "The garden, said Sam.");
    // On a device that is in its team nothing is cleared.
    assert!(matches!(sam.must(ClearRemoved {}).await, Standing::Open(_)));
    assert_eq!(read(&sam, &id).await, "The garden, said Sam.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_admins_at_once_make_one_chain_and_nobody_is_locked_out() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.found(&world).await;
    let dana = world.device("Dana");
    let made = alex.must(CreateInvite { role: Role::Admin }).await;
    dana.join_with(&alex, made.address, made.invite.code).await;
    let (sam, kim, robin) = (
        world.device("Sam"),
        world.device("Kim"),
        world.device("Robin"),
    );
    for person in [&sam, &kim, &robin] {
        person.join(&alex).await;
    }
    for person in [&alex, &dana, &sam, &kim, &robin] {
        person.sync().await;
    }
    let (first, second) = (device_of(&sam).await, device_of(&kim).await);
    let (one, other) = tokio::join!(
        alex.ask(RemoveDevice { device: first }),
        dana.ask(RemoveDevice { device: second })
    );
    one.unwrap();
    other.unwrap();
    // The same device twice, and oneself.
    let (first, me) = (device_of(&robin).await, device_of(&dana).await);
    let (one, other) = tokio::join!(
        alex.ask(RemoveDevice {
            device: first.clone()
        }),
        dana.ask(RemoveDevice { device: first })
    );
    one.unwrap();
    other.unwrap();
    let own = dana.ask(RemoveDevice { device: me }).await.unwrap_err();
    assert_eq!(own.code, ProblemCode::OwnDevice);
    for person in [&alex, &dana] {
        person.sync().await;
        let page = person.must(GetTeam {}).await;
        assert_eq!((page.devices.len(), page.former.len()), (2, 3));
    }
    let id = dana.add_household("Number 12").await;
    dana.sync().await;
    alex.sync().await;
    write(&alex, &id, "Both go on.").await;
    alex.sync().await;
    dana.sync().await;
    assert_eq!(read(&dana, &id).await, "Both go on.");

    // An admin removes the other one.
    remove(&dana, device_of(&alex).await).await;
    let refused = alex.ask(CreateInvite { role: Role::Worker }).await;
    assert!(refused.is_err());
    let _ends_before_it_is_done = alex.ask(SyncNow {}).await;
    assert!(matches!(
        alex.must(GetStanding {}).await,
        Standing::Removed(_)
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_an_admin_removes_and_says_who_is_one() {
    let world = World::begin().await;
    let (alex, sam, kim, _) = three(&world).await;
    let (me, device, others) = (
        device_of(&sam).await,
        device_of(&kim).await,
        device_of(&alex).await,
    );
    let to = |device: &DeviceKey, role| ChangeRole {
        device: device.clone(),
        role,
    };
    let removing = RemoveDevice {
        device: device.clone(),
    };
    let refused = sam.ask(removing.clone()).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::AdminOnly);
    let refused = sam.ask(to(&me, Role::Admin)).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::AdminOnly);
    assert_eq!(alex.must(GetTeam {}).await.devices.len(), 3);

    let last = alex.ask(to(&others, Role::Worker)).await.unwrap_err();
    assert_eq!(last.code, ProblemCode::LastAdmin);
    let page = alex.must(to(&me, Role::Admin)).await;
    let role = |page: &TeamPage, of: &DeviceKey| {
        let found = page.devices.iter().find(|device| device.device == *of);
        found.unwrap().role
    };
    assert_eq!(role(&page, &me), Role::Admin);
    sam.sync().await;
    let page = sam.must(to(&others, Role::Worker)).await;
    assert_eq!(role(&page, &others), Role::Worker);
    sam.must(removing).await;
    alex.sync().await;
    let refused = alex.ask(to(&others, Role::Admin)).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::AdminOnly);
    assert_eq!(alex.must(GetTeam {}).await.devices.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photo_that_waited_while_the_key_changed_can_be_looked_at() {
    let mut world = World::begin().await;
    let (alex, sam, kim, _) = three(&world).await;
    let gone = world.device("Robin");
    gone.join(&alex).await;
    kim.sync().await;
    world.stop_server().await;
    let id = kim.add_household("Number 16").await;
    let path = photos::noise(world.folder(), "kitchen.png", 600, [250, 200, 90]);
    let item = photos::add(&kim, &id, &path, "The kitchen").await;
    let blob = photos::blob_of(&kim, &id, &item).await;
    let original = photos::bytes(&kim, &id, &blob).await.unwrap();
    assert!(kim.sync().await.problem.is_some());
    world.start_server().await;
    remove(&alex, device_of(&gone).await).await;
    assert_eq!(kim.sync().await.attachments_waiting, 0);
    sam.sync().await;
    assert_eq!(photos::fetched(&sam, &id, &blob).await, Ok(original));
}

/// What nobody could ever count would keep its writer in the team.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chunk_of_an_epoch_that_has_not_begun_is_refused() {
    let world = World::begin().await;
    let setup = SetupSecret(decode_code(world.setup_code()).unwrap());
    let mut founder = Founder::begin(world.address(), &setup).await;
    let chunk = founder.chunk_of_epoch(100, 1);
    let came = founder.push(vec![chunk.into_bytes()]).await;
    assert_eq!(came.refused, Some(RefusalCode::MembershipMoved));
    // The control: the same writer, in the epoch in force.
    let mut founder = Founder::begin(world.address(), &setup).await;
    let chunk = founder.chunk(100);
    let came = founder.push(vec![chunk.into_bytes()]).await;
    assert_eq!((came.status, came.refused), (200, None));
}
