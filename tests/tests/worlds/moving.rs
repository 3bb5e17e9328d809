//! A household goes from one team to another, each with a server of its own, and is whole for everybody there.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking"
)]

use std::path::PathBuf;

use doorstep_model::call::{
    ChooseFile, ConfirmMoved, GetMove, GetOpeners, LookAtMove, OpenHousehold, SetOpeners, TakeOver,
    TakenOver, WriteMove,
};
use doorstep_model::id::FileTicket;
use doorstep_model::{DocKey, ProblemCode};
use doorstep_tests::world::person::a_day;
use doorstep_tests::world::photos::{add, blob_of, bytes, fetched, noise, two};
use doorstep_tests::world::{Person, World};

use super::recovery::{founded, read, write};
use super::restricted_left::alone;

async fn to_write(person: &Person, path: PathBuf) -> FileTicket {
    person
        .device()
        .on_choose_file(move |_| Some(path.clone().into()));
    let name = "household.doorstep-move".into();
    let chosen = person.must(ChooseFile::ToWrite { name }).await;
    chosen.unwrap().ticket
}

async fn to_read(person: &Person, path: PathBuf) -> FileTicket {
    person
        .device()
        .on_choose_file(move |_| Some(path.clone().into()));
    let endings = vec!["doorstep-move".into()];
    let chosen = person.must(ChooseFile::ToRead { endings }).await;
    chosen.unwrap().ticket
}

fn file(world: &World) -> PathBuf {
    world.folder().join("household.doorstep-move")
}

/// Writes the file; answers the code.
async fn written(world: &World, person: &Person, household: &DocKey) -> String {
    let call = WriteMove {
        household: household.clone(),
        to: "Hillside".into(),
        ticket: to_write(person, file(world)).await,
        without_lacking: false,
    };
    person.must(call).await.written.unwrap().code
}

async fn taken(world: &World, person: &Person, code: String) -> TakenOver {
    let ticket = to_read(person, file(world)).await;
    let looked = person
        .must(LookAtMove {
            ticket: ticket.clone(),
            code: code.clone(),
        })
        .await;
    let worker = looked.me;
    let call = TakeOver {
        ticket,
        code,
        worker,
    };
    person.must(call).await
}

/// Robin and Kim, a worker, in a team of their own at a server of their own.
async fn other_team(world: &World) -> (Person, Person) {
    let (robin, kim) = (world.device("Robin"), world.device("Kim"));
    founded(world, &robin).await;
    kim.join(&robin).await;
    kim.sync().await;
    (robin, kim)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_teammate_there_reads_all_of_it_and_sees_who_wrote_it() {
    let world = World::begin().await;
    let (alex, sam, id) = two(&world).await;
    let visit = sam
        .add_visit(&id, "Tea in the garden.", "Bakes", "Ring the school")
        .await;
    let path = noise(world.folder(), "garden.png", 200, [90, 160, 90]);
    let photo = add(&sam, &id, &path, "The garden").await;
    write(&alex, &id, "The garden.").await;
    sam.sync().await;
    alex.sync().await;
    // A worker moves nothing.
    let household = id.clone();
    let refused = sam.ask(GetMove { household }).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::LeadOnly);
    // Sam took the photo, and it is not on Alex's device.
    let household = id.clone();
    let ahead = alex.must(GetMove { household }).await;
    assert_eq!((ahead.lacking, ahead.fetches), (1, true));
    alex.sync().await;
    let household = id.clone();
    assert_eq!(alex.must(GetMove { household }).await.lacking, 0);
    let code = written(&world, &alex, &id).await;

    let hill = World::begin().await;
    let (robin, kim) = other_team(&hill).await;
    let here = taken(&world, &robin, code).await;
    assert_eq!(here.lacks, 0);
    robin.sync().await;
    kim.sync().await;
    for person in [&robin, &kim] {
        let opened = person.open(&here.household).await;
        let view = &opened.household;
        assert_eq!(view.what_matters.matters_to_us.0, "The garden.");
        let line = view
            .visits
            .iter()
            .find(|line| line.id == Some(visit.clone()));
        let line = line.unwrap();
        assert_eq!(line.notes.0, "Tea in the garden.");
        let name = opened.names.get(&line.added.by);
        assert_eq!(name.map(String::as_str), Some("Sam"), "{}", person.name());
        assert_eq!(view.about.moved_from.value.as_deref(), Some("Riverside"));
    }
    let blob = blob_of(&kim, &here.household, &photo).await;
    let there = blob_of(&sam, &id, &photo).await;
    assert_ne!(blob, there, "a photo has another name there");
    let theirs = fetched(&kim, &here.household, &blob).await.unwrap();
    assert_eq!(Some(theirs), bytes(&sam, &id, &there).await);
    // Kim goes on, and Robin reads it.
    kim.add_visit(&here.household, "All well.", "Sings", "Plant beans")
        .await;
    kim.sync().await;
    robin.sync().await;
    let visits = robin.open(&here.household).await.household.visits;
    assert_eq!(visits.len(), 2);

    // The first team's other devices see that it has gone.
    let call = ConfirmMoved {
        household: id.clone(),
        words: here.words.join(" "),
        today: a_day(),
    };
    alex.must(call).await;
    alex.sync().await;
    sam.sync().await;
    let about = sam.open(&id).await.household.about;
    assert_eq!(about.moving_to.value.as_deref(), Some("Hillside"));
    assert_eq!(about.moved_on.value, Some(a_day()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_restricted_is_for_nobody_there_until_it_is_said() {
    for restricted in [true, false] {
        let world = World::begin().await;
        let alex = world.device("Alex");
        founded(&world, &alex).await;
        let id = alex.add_household("Zebra Street").await;
        write(&alex, &id, "For Alex alone.").await;
        if restricted {
            alone(&alex, &id).await;
        }
        alex.sync().await;
        let code = written(&world, &alex, &id).await;

        let hill = World::begin().await;
        let (robin, kim) = other_team(&hill).await;
        let here = taken(&world, &robin, code).await.household;
        robin.sync().await;
        kim.sync().await;
        let open = OpenHousehold {
            id: here.clone(),
            seen: false,
        };
        match restricted {
            true => {
                let refused = kim.ask(open).await.unwrap_err();
                assert_eq!(refused.code, ProblemCode::NotForYou);
                // Robin lets Kim in.
                let document = here.clone();
                let openers = robin.must(GetOpeners { document }).await.people;
                let people = openers.into_iter().map(|one| one.person).collect();
                robin
                    .must(SetOpeners {
                        document: here.clone(),
                        people: Some(people),
                    })
                    .await;
                robin.sync().await;
                kim.sync().await;
                assert_eq!(read(&kim, &here).await, "For Alex alone.");
            }
            false => assert_eq!(read(&kim, &here).await, "For Alex alone.", "the control"),
        }
    }
}
