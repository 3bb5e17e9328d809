//! Households and safety notes that named people alone can open.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking, and what was measured on its output"
)]

use std::time::Duration;

use doorstep_model::call::{
    AcceptHandedOver, AddSafetyNote, BeginRecovery, ConfirmRecovery, DeclineHandedOver,
    FinishRecovery, GetHome, GetOpeners, GetSafetyNotes, GetStanding, GetTeam, ListHouseholds,
    LookAtHandedOver, OpenHousehold, Openers, RemoveDevice, SetOpeners, Standing, SyncNow,
};
use doorstep_model::household::WhatMatters;
use doorstep_model::team::TeamAbout;
use doorstep_model::{DeviceKey, DocKey, Heads, ItemId, ProblemCode};
use doorstep_tests::world::colluder::{Colluder, Opened};
use doorstep_tests::world::person::a_day;
use doorstep_tests::world::{GRACE_MS, PASSPHRASE, Person, World};

const GRACE: Duration = Duration::from_millis(GRACE_MS + 100);

async fn write(person: &Person, id: &DocKey, text: &str) {
    let heads: Heads = person.open(id).await.household.heads;
    let edit = WhatMatters::matters_to_us.only().write(&heads, text);
    person.edit(id, vec![edit]).await;
}

async fn read(person: &Person, id: &DocKey) -> String {
    person.open(id).await.household.what_matters.matters_to_us.0
}

async fn all_sync(people: &[&Person]) {
    for _ in 0..2 {
        for person in people {
            let page = person.sync().await;
            assert_eq!(page.problem, None, "{}", person.name());
        }
    }
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
    let id = alex.add_household("Zebra Street").await;
    write(&alex, &id, "The quartz garden.").await;
    all_sync(&[&alex, &sam, &kim]).await;
    (alex, sam, kim, id)
}

async fn person_of(asks: &Person, name: &str) -> ItemId {
    let page = asks.must(GetTeam {}).await;
    let mut members = page.team.members.into_iter();
    let member = members.find(|member| member.name.value.as_deref() == Some(name));
    member.and_then(|member| member.id).expect("in the team")
}

/// Only these can open it from now on.
async fn name(asks: &Person, id: &DocKey, names: &[&str]) -> Openers {
    let mut people = Vec::new();
    for name in names {
        people.push(person_of(asks, name).await);
    }
    let call = SetOpeners {
        document: id.clone(),
        people: Some(people),
    };
    asks.must(call).await
}

async fn named(asks: &Person, id: &DocKey) -> Vec<String> {
    let openers = asks
        .must(GetOpeners {
            document: id.clone(),
        })
        .await;
    let named = openers.people.into_iter().filter(|one| one.named);
    named.map(|one| one.name).collect()
}

async fn listed(person: &Person) -> Vec<String> {
    let call = ListHouseholds {
        limit: 50,
        with_closed: true,
        ..Default::default()
    };
    let rows = person.must(call).await.rows;
    rows.into_iter().map(|row| row.name).collect()
}

/// Nothing of it is on any screen, and nothing is told of it as a failure.
async fn knows_nothing(person: &Person, id: &DocKey) {
    let call = OpenHousehold {
        id: id.clone(),
        seen: false,
    };
    let problem = person.ask(call).await.expect_err("it does not open");
    assert_eq!(problem.code, ProblemCode::NotForYou, "{}", person.name());
    assert!(!listed(person).await.contains(&"Zebra Street".to_owned()));
    for word in ["zebra", "quartz", "kettle"] {
        assert_eq!(person.search(word).await.total, 0, "{word}");
    }
    let home = person
        .must(GetHome {
            today: a_day(),
            promises: 20,
        })
        .await;
    assert!(!format!("{home:?}").contains("Zebra"), "{home:?}");
    let page = person.sync_page().await;
    assert_eq!((page.quarantined, page.held_back), (0, 0));
    assert_eq!((page.apart.len(), page.arriving), (0, None));
}

async fn device_of(person: &Person) -> DeviceKey {
    match person.must(GetStanding {}).await {
        Standing::Open(open) => open.device,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_not_named_opens_nothing_that_is_written_then() {
    let world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    let database = world.server_folder().join("doorstep.db");
    let robin = Colluder::join(&alex, world.address(), &database).await;
    all_sync(&[&alex, &sam, &kim]).await;
    // The control: before, everybody opens all of it and finds it.
    let Opened { all, opened } = robin.opens_of(&id, 0);
    assert!(all > 0 && opened == all, "{opened} of {all}");
    assert_eq!(kim.search("quartz").await.total, 1);

    let before = robin.last_place();
    let openers = name(&alex, &id, &["Alex", "Sam"]).await;
    assert!(openers.restricted && openers.has_admin);
    write(&alex, &id, "The quartz garden. The kettle.").await;
    all_sync(&[&alex, &sam, &kim]).await;
    write(&sam, &id, "The quartz garden. The kettle. Sam was here.").await;
    all_sync(&[&sam, &alex, &kim]).await;
    let Opened { all, opened } = robin.opens_of(&id, before);
    println!("of a restricted household: {opened} of {all} chunks opened");
    assert!(all >= 2, "{all}");
    assert_eq!(opened, 0, "of {all}");
    knows_nothing(&kim, &id).await;
    kim.lock_and_unlock().await;
    knows_nothing(&kim, &id).await;
    assert_eq!(
        read(&alex, &id).await,
        "The quartz garden. The kettle. Sam was here."
    );
    assert_eq!(sam.search("kettle").await.total, 1, "the control");
    assert_eq!(named(&sam, &id).await, ["Alex", "Sam"]);

    // Somebody is added: all that was written opens for them, and nothing after they are taken out.
    name(&sam, &id, &["Alex", "Sam", "Robin"]).await;
    all_sync(&[&sam, &alex, &kim]).await;
    let Opened { all, opened } = robin.opens_of(&id, before);
    assert_eq!(opened, all, "all of it, also what was written before");
    name(&alex, &id, &["Alex", "Sam"]).await;
    let before = robin.last_place();
    write(&alex, &id, "Robin is out.").await;
    all_sync(&[&alex, &sam, &kim]).await;
    write(&sam, &id, "Robin is out. So says Sam.").await;
    all_sync(&[&sam, &alex, &kim]).await;
    let Opened { all, opened } = robin.opens_of(&id, before);
    assert!(all >= 2 && opened == 0, "{opened} of {all}");
    assert_eq!(read(&alex, &id).await, "Robin is out. So says Sam.");
    knows_nothing(&kim, &id).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_sent_by_whoever_is_out_reaches_those_who_are_named() {
    let world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    let database = world.server_folder().join("doorstep.db");
    let robin = Colluder::join(&alex, world.address(), &database).await;
    all_sync(&[&alex, &sam, &kim]).await;
    let before = robin.last_place();
    write(&kim, &id, "The quartz garden. Kim's kettle.").await;
    name(&alex, &id, &["Alex", "Sam"]).await;
    alex.sync().await;
    // Away for long, Kim hears of it before anything is sent.
    kim.lock_and_unlock().await;
    kim.sync().await;
    let Opened { all, opened } = robin.opens_of(&id, before);
    assert!(all > 0 && opened == 0, "{opened} of {all}");
    all_sync(&[&kim, &alex, &sam]).await;
    knows_nothing(&kim, &id).await;
    assert_eq!(read(&sam, &id).await, "The quartz garden. Kim's kettle.");
    assert_eq!(kim.sync_page().await.waiting, 0);
    // Who can't open it can't say who can.
    let everybody = SetOpeners {
        document: id.clone(),
        people: None,
    };
    let problem = kim.ask(everybody.clone()).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::NotForYou);
    let without = SetOpeners {
        document: id.clone(),
        people: Some(vec![person_of(&alex, "Kim").await]),
    };
    let problem = alex.ask(without).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::NameYourself);

    // How many there are is said only where the team wants that.
    let told = async || {
        let call = ListHouseholds {
            limit: 5,
            ..Default::default()
        };
        kim.must(call).await.for_others
    };
    assert_eq!(told().await, 0);
    let edits = vec![TeamAbout::show_restricted.only().set(Some(true))];
    alex.must(doorstep_model::call::EditTeam { edits }).await;
    all_sync(&[&alex, &kim]).await;
    assert_eq!(told().await, 1);

    // Kim is named: all of it comes back, and is read as ever.
    name(&sam, &id, &["Alex", "Kim", "Sam"]).await;
    all_sync(&[&sam, &kim, &alex]).await;
    assert_eq!(read(&kim, &id).await, "The quartz garden. Kim's kettle.");
    assert_eq!(kim.search("zebra").await.total, 1);
    assert_eq!(told().await, 0);
    write(&kim, &id, "Kim is back.").await;
    all_sync(&[&kim, &alex, &sam]).await;
    assert_eq!(read(&alex, &id).await, "Kim is back.");

    // Taken out and everybody's again.
    name(&alex, &id, &["Alex"]).await;
    write(&alex, &id, "Alex alone.").await;
    all_sync(&[&alex, &kim, &sam]).await;
    knows_nothing(&kim, &id).await;
    knows_nothing(&sam, &id).await;
    alex.must(everybody).await;
    all_sync(&[&alex, &kim, &sam]).await;
    for person in [&kim, &sam] {
        assert_eq!(read(person, &id).await, "Alex alone.");
        let page = person.sync_page().await;
        assert_eq!((page.quarantined, page.held_back), (0, 0));
    }
    write(&sam, &id, "Everybody's.").await;
    all_sync(&[&sam, &kim, &alex]).await;
    assert_eq!(read(&kim, &id).await, "Everybody's.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_restrict_it_at_once_leave_whom_both_named_and_lose_nothing() {
    let world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    let database = world.server_folder().join("doorstep.db");
    let robin = Colluder::join(&alex, world.address(), &database).await;
    all_sync(&[&alex, &sam, &kim]).await;
    let before = robin.last_place();
    name(&alex, &id, &["Alex", "Sam", "Robin"]).await;
    write(&alex, &id, "The quartz garden. Alex.").await;
    name(&sam, &id, &["Sam", "Kim", "Alex"]).await;
    write(&sam, &id, "The quartz garden. Sam.").await;
    write(&kim, &id, "The quartz garden. Kim.").await;
    alex.sync().await;
    all_sync(&[&sam, &alex, &kim, &sam, &alex]).await;
    assert_eq!(named(&alex, &id).await, ["Alex", "Sam"]);
    assert_eq!(named(&sam, &id).await, ["Alex", "Sam"]);
    knows_nothing(&kim, &id).await;
    let text = read(&alex, &id).await;
    for said in ["Alex.", "Sam.", "Kim."] {
        assert!(text.contains(said), "{text}");
    }
    assert_eq!(text, read(&sam, &id).await);
    // What Alex wrote in between was for Robin too; what is written from then on is not.
    assert!(robin.opens_of(&id, before).opened > 0);
    let before = robin.last_place();
    write(&sam, &id, "Of two.").await;
    all_sync(&[&sam, &alex]).await;
    write(&alex, &id, "Of two. So it is.").await;
    all_sync(&[&alex, &sam]).await;
    let Opened { all, opened } = robin.opens_of(&id, before);
    assert!(all >= 2 && opened == 0, "{opened} of {all}");
    assert_eq!(read(&sam, &id).await, "Of two. So it is.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_device_is_removed_those_who_are_left_go_on() {
    let world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    let database = world.server_folder().join("doorstep.db");
    let robin = Colluder::join(&alex, world.address(), &database).await;
    all_sync(&[&alex, &sam, &kim]).await;
    name(&alex, &id, &["Alex", "Sam", "Robin"]).await;
    write(&alex, &id, "With Robin.").await;
    all_sync(&[&alex, &sam, &kim]).await;
    let Opened { all, opened } = robin.opens_of(&id, 0);
    assert_eq!(opened, all, "the control");
    alex.must(RemoveDevice {
        device: robin.device(),
    })
    .await;
    let before = robin.last_place();
    write(&alex, &id, "Without Robin.").await;
    all_sync(&[&alex, &sam, &kim]).await;
    write(&sam, &id, "Without Robin. Sam.").await;
    all_sync(&[&sam, &alex, &kim]).await;
    let Opened { all, opened } = robin.opens_of(&id, before);
    assert!(all >= 2 && opened == 0, "{opened} of {all}");
    assert_eq!(read(&alex, &id).await, "Without Robin. Sam.");
    knows_nothing(&kim, &id).await;
    // Who was let in later has the former keys of the team, and nothing of this all the same.
    let lee = world.device("Lee");
    lee.join(&alex).await;
    all_sync(&[&alex, &lee]).await;
    knows_nothing(&lee, &id).await;
    assert_eq!(listed(&lee).await, [""; 0], "nothing else is there");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_words_on_paper_get_it_back() {
    let world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    let words = alex.start_team().await;
    alex.connect(&world.address().to_string(), world.setup_code())
        .await;
    sam.join(&alex).await;
    let id = alex.add_household("Zebra Street").await;
    all_sync(&[&alex, &sam]).await;
    name(&alex, &id, &["Alex"]).await;
    write(&alex, &id, "For Alex alone.").await;
    all_sync(&[&alex, &sam]).await;
    knows_nothing(&sam, &id).await;
    // Alex's device is gone.
    let robin = world.device("Robin");
    let begun = robin
        .must(BeginRecovery {
            address: world.address().to_string(),
            words,
            team_words: Vec::new(),
            my_name: "Robin".into(),
            passphrase: PASSPHRASE.into(),
        })
        .await;
    let typed = ConfirmRecovery {
        words: begun.new_words.clone(),
    };
    assert!(robin.must(typed).await.wrong.is_empty());
    robin.must(FinishRecovery {}).await;
    all_sync(&[&robin, &robin, &sam]).await;
    assert_eq!(read(&robin, &id).await, "For Alex alone.");
    assert_eq!(named(&robin, &id).await, ["Alex", "Robin"]);
    write(&robin, &id, "Found again.").await;
    all_sync(&[&robin, &sam]).await;
    knows_nothing(&sam, &id).await;
    // Alex's device was not gone after all.
    all_sync(&[&alex, &robin]).await;
    assert_eq!(read(&alex, &id).await, "Found again.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_safety_note_goes_with_its_household_or_is_restricted_by_itself() {
    let world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    let add = |what: &str| AddSafetyNote {
        household: id.clone(),
        what: what.into(),
        incident_on: None,
        approved_by: None,
        review_on: None,
    };
    let notes = async |person: &Person| {
        let household = id.clone();
        let notes = person.must(GetSafetyNotes { household }).await.notes;
        let mut words: Vec<String> = notes.into_iter().map(|one| one.note.what.0).collect();
        words.sort();
        words
    };
    // By itself: the household stays everybody's.
    let quiet = alex.must(add("Ask Alex.")).await.id;
    alex.must(add("The dog bites.")).await;
    all_sync(&[&alex, &sam, &kim]).await;
    assert_eq!(notes(&kim).await.len(), 2, "the control");
    name(&alex, &quiet, &["Alex", "Kim"]).await;
    all_sync(&[&alex, &sam, &kim]).await;
    assert_eq!(notes(&sam).await, ["The dog bites."]);
    assert_eq!(notes(&kim).await.len(), 2);
    // With the household: a new one too, and nobody gets the other one by that.
    name(&alex, &id, &["Alex", "Sam"]).await;
    alex.must(add("Ring first.")).await;
    all_sync(&[&alex, &sam, &kim]).await;
    assert_eq!(notes(&sam).await, ["Ring first.", "The dog bites."]);
    assert_eq!(notes(&kim).await, [""; 0]);
    assert_eq!(notes(&alex).await.len(), 3);
    let call = ListHouseholds {
        limit: 5,
        ..Default::default()
    };
    assert_eq!(kim.must(call).await.total, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_removed_device_hands_over_of_it_goes_past_an_admin_who_can_not_open_it() {
    let world = World::begin().await;
    let (alex, sam, kim, id) = three(&world).await;
    name(&sam, &id, &["Kim", "Sam"]).await;
    all_sync(&[&sam, &kim, &alex]).await;
    knows_nothing(&alex, &id).await;
    write(&sam, &id, "Never sent.").await;
    let device = device_of(&sam).await;
    alex.must(RemoveDevice {
        device: device.clone(),
    })
    .await;
    let _ends_before_it_is_done = sam.ask(SyncNow {}).await;
    sam.device().exchange().await;
    tokio::time::sleep(GRACE).await;
    sam.device().exchange().await;
    assert!(matches!(
        sam.must(GetStanding {}).await,
        Standing::Cleared { .. }
    ));
    let look = || LookAtHandedOver {
        device: device.clone(),
    };
    alex.sync().await;
    let page = alex.must(look()).await;
    assert!(page.unseen > 0 && page.for_others == 0, "{page:?}");
    assert_eq!(page.households.len(), 0);
    let decline = DeclineHandedOver {
        device: device.clone(),
    };
    let problem = alex.ask(decline).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::HandedOverRestricted);
    // Alex takes it in without a look, and Kim, who can open it, has it.
    let accept = AcceptHandedOver {
        device: device.clone(),
        seen: page.seen,
    };
    alex.must(accept).await;
    all_sync(&[&kim, &alex]).await;
    assert_eq!(read(&kim, &id).await, "Never sent.");
    knows_nothing(&alex, &id).await;
}
