//! Taking back after a teammate's change came through a real server; what happened, as it was, and
//! what is new, as a device answers.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_model::call::{
    EditTeam, GetHistory, GetHouseholdThen, GetNews, GetTeam, HaveLooked, History, News,
    UndoHousehold, UndoTeam, Undone,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::history::Happened;
use doorstep_model::household::{About, Strength, WhatMatters};
use doorstep_model::team::TeamAbout;
use doorstep_model::{DocKey, ProblemCode, UnixMillis};
use doorstep_tests::world::person::new_item;
use doorstep_tests::world::{Person, World};

const DAY: i64 = 24 * 60 * 60;

async fn two(world: &World) -> (Person, Person, DocKey) {
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(world).await;
    sam.join(&alex).await;
    let id = alex.add_household("Number 12").await;
    write(&alex, &id, "The garden.").await;
    both(&alex, &sam).await;
    (alex, sam, id)
}

async fn both(one: &Person, other: &Person) {
    one.sync().await;
    other.sync().await;
    one.sync().await;
}

async fn write(person: &Person, id: &DocKey, text: &str) -> Vec<String> {
    let heads = person.open(id).await.household.heads;
    let edit = WhatMatters::matters_to_us.only().write(&heads, text);
    person.edit(id, vec![edit]).await.steps
}

async fn address(person: &Person, id: &DocKey, to: &str) -> Vec<String> {
    let edit = About::address.only().set(Some(to.to_owned()));
    person.edit(id, vec![edit]).await.steps
}

async fn undo(person: &Person, id: &DocKey, steps: Vec<String>) -> Undone {
    let id = id.clone();
    let call = UndoHousehold {
        id,
        steps,
        keep_visits: false,
    };
    person.must(call).await
}

async fn matters(person: &Person, id: &DocKey) -> String {
    person
        .open_unseen(id)
        .await
        .household
        .what_matters
        .matters_to_us
        .0
}

async fn history(person: &Person, id: &DocKey) -> History {
    let call = GetHistory {
        id: id.clone(),
        until: None,
        by: None,
        part: None,
        limit: 100,
    };
    person.must(call).await
}

async fn news(person: &Person, id: &DocKey) -> News {
    person.must(GetNews { id: id.clone() }).await
}

async fn look(person: &Person, id: &DocKey) {
    let heads = person.open_unseen(id).await.household.heads;
    let id = id.clone();
    person.must(HaveLooked { id, heads }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_undo_after_a_teammates_change_takes_back_ones_own_part_alone() {
    let world = World::begin().await;
    let (alex, sam, id) = two(&world).await;
    let wrote = write(&alex, &id, "The allotment.").await;
    let moved = address(&alex, &id, "1 Mill Lane").await;
    both(&alex, &sam).await;
    write(&sam, &id, "The allotment. And the dog.").await;
    address(&sam, &id, "2 Mill Lane").await;
    both(&alex, &sam).await;

    // It holds over a lock, since a screen keeps the steps and the document the rest.
    alex.lock_and_unlock().await;
    let undone = undo(&alex, &id, wrote).await;
    assert!(undone.left.is_empty());
    let kept = undo(&alex, &id, moved).await;
    assert!(kept.saved.steps.is_empty());
    assert_eq!(kept.left[0].field.as_deref(), Some("address"));
    assert_eq!(kept.names[&kept.left[0].stamp.by], "Sam");
    both(&alex, &sam).await;
    for person in [&alex, &sam] {
        assert_eq!(matters(person, &id).await, "The garden. And the dog.");
        let shown = person.open(&id).await.household.about.address;
        assert_eq!(
            (shown.value.as_deref(), shown.both.len()),
            (Some("2 Mill Lane"), 0)
        );
    }
    // Lists and search read what the undo wrote.
    assert_eq!(sam.search("allotment").await.rows.len(), 0);
    assert_eq!(sam.search("garden").await.rows.len(), 1);

    // And again.
    undo(&alex, &id, undone.saved.steps).await;
    both(&alex, &sam).await;
    assert_eq!(matters(&sam, &id).await, "The allotment. And the dog.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_and_a_choice_are_taken_back_and_travel() {
    let world = World::begin().await;
    let (alex, sam, id) = two(&world).await;
    let item = new_item();
    let line = ItemRef {
        part: Part::Strengths,
        item: item.clone(),
    };
    let add = Edit::Add {
        line: line.clone(),
        fields: vec![Strength::what.with(String::from("Bakes"))],
    };
    alex.edit(&id, vec![add]).await;
    both(&alex, &sam).await;
    let removed = alex.edit(&id, vec![Edit::Remove(line)]).await.steps;
    let words = Strength::what
        .of(&item)
        .write(&sam.open(&id).await.household.heads, "Bakes for the street");
    sam.edit(&id, vec![words]).await;
    both(&alex, &sam).await;
    assert!(sam.open(&id).await.household.strengths[0].removed.is_some());
    undo(&alex, &id, removed).await;
    address(&alex, &id, "1 Mill Lane").await;
    address(&sam, &id, "2 Mill Lane").await;
    both(&alex, &sam).await;
    let strength = &sam.open(&id).await.household.strengths[0];
    assert!(strength.removed.is_none());
    assert_eq!(strength.what.0, "Bakes for the street");

    let rows = sam.search("Number 12").await.rows;
    assert_eq!(rows[0].both_changed, 1);
    let chosen = address(&sam, &id, "2 Mill Lane").await;
    assert_eq!(sam.search("Number 12").await.rows[0].both_changed, 0);
    undo(&sam, &id, chosen).await;
    both(&alex, &sam).await;
    for person in [&alex, &sam] {
        let opened = person.open(&id).await;
        let said = opened.household.about.address.both.iter();
        let mut said: Vec<_> = said
            .map(|said| {
                (
                    opened.names[&said.stamp.by].as_str(),
                    said.value.as_deref().unwrap(),
                )
            })
            .collect();
        said.sort_unstable();
        assert_eq!(said, [("Alex", "1 Mill Lane"), ("Sam", "2 Mill Lane")]);
        assert_eq!(person.search("Number 12").await.rows[0].both_changed, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_team_goes_back_too_and_nobody_takes_back_anothers_part() {
    let world = World::begin().await;
    let (alex, sam, id) = two(&world).await;
    let name = |to: &str| EditTeam {
        edits: vec![TeamAbout::name.only().set(Some(to.to_owned()))],
    };
    let before = alex.must(GetTeam {}).await.team.about.name.value;
    let saved = alex.must(name("Harbour Ward")).await;
    alex.must(UndoTeam { steps: saved.steps }).await;
    assert_eq!(alex.must(GetTeam {}).await.team.about.name.value, before);

    let theirs = address(&sam, &id, "2 Mill Lane").await;
    both(&alex, &sam).await;
    let refused = alex
        .ask(UndoHousehold {
            id: id.clone(),
            steps: theirs,
            keep_visits: false,
        })
        .await;
    assert_eq!(refused.unwrap_err().code, ProblemCode::NoSuchPlace);
    let shown = alex.open(&id).await.household.about.address.value;
    assert_eq!(shown.as_deref(), Some("2 Mill Lane"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_tells_what_happened_what_is_new_and_how_it_was() {
    let world = World::begin().await;
    let (alex, sam, id) = two(&world).await;
    assert_eq!(news(&alex, &id).await.since, None, "nobody has looked yet");
    look(&alex, &id).await;
    let then = alex.open(&id).await.household;
    world.pass_seconds(2 * DAY);
    address(&sam, &id, "2 Mill Lane").await;
    write(&sam, &id, "The garden. And the dog.").await;
    both(&alex, &sam).await;

    let new = news(&alex, &id).await;
    let what: Vec<_> = new
        .moments
        .iter()
        .map(|moment| moment.what.field())
        .collect();
    assert_eq!(what, [Some("matters_to_us"), Some("address")]);
    assert_eq!(new.names[&new.moments[0].stamp.by], "Sam");
    assert!(
        news(&sam, &id).await.moments.is_empty(),
        "no news to oneself"
    );
    // It stays new until somebody has looked, over a restart too.
    drop(alex);
    let alex = world.device("Alex");
    alex.unlock().await;
    assert_eq!(news(&alex, &id).await.moments.len(), 2);
    look(&alex, &id).await;
    assert_eq!(news(&alex, &id).await.moments, []);

    let told = history(&alex, &id).await;
    assert_eq!(told.moments.len(), 5, "{:?}", told.moments);
    assert!(matches!(told.moments[4].what, Happened::Began));
    assert_eq!(told.earlier, None);
    let by_sam = GetHistory {
        id: id.clone(),
        until: None,
        by: told
            .members
            .iter()
            .find(|(_, name)| name == "Sam")
            .map(|(item, _)| item.clone()),
        part: Some(Part::About),
        limit: 100,
    };
    let by_sam = alex.must(by_sam).await.moments;
    assert_eq!(by_sam, [told.moments[1].clone()]);

    let until = UnixMillis(told.moments[1].stamp.at.0 - DAY * 1_000);
    let was = alex
        .must(GetHouseholdThen {
            id: id.clone(),
            until,
        })
        .await;
    let was = was.household.unwrap();
    assert!(was.read_only);
    assert_eq!(was.about, then.about);
    assert_eq!(was.what_matters, then.what_matters);
    let until = UnixMillis(0);
    let before = alex.must(GetHouseholdThen { id, until }).await;
    assert_eq!((before.household, before.changed_at), (None, None));
}
