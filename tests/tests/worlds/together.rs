//! Two devices, both offline, change the same household; afterwards both show everything.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_model::call::{GetStanding, Standing};
use doorstep_model::edit::Edit;
use doorstep_model::household::{About, Visit, WhatMatters};
use doorstep_model::{DocKey, Heads};
use doorstep_tests::world::{Person, World};

const BEFORE: &str = "The garden, and seeing the boys on Sundays.";

/// A team of two with one household that both hold.
async fn two_with_a_household(world: &World) -> (Person, Person, DocKey) {
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(world).await;
    sam.join(&alex).await;
    for person in [&alex, &sam] {
        let standing = person.must(GetStanding {}).await;
        // Nobody is asked for words that they were never shown.
        assert!(matches!(standing, Standing::Open(open) if open.recovery_confirmed));
    }
    let id = alex.add_household("Number 12").await;
    let text = WhatMatters::matters_to_us
        .only()
        .write(&Heads::default(), BEFORE);
    alex.edit(&id, vec![text]).await;
    alex.sync().await;
    sam.sync().await;
    assert_eq!(
        sam.open(&id).await.household.what_matters.matters_to_us.0,
        BEFORE
    );
    (alex, sam, id)
}

async fn write_what_matters(person: &Person, id: &DocKey, text: &str) {
    let heads = person.open(id).await.household.heads;
    person
        .edit(
            id,
            vec![WhatMatters::matters_to_us.only().write(&heads, text)],
        )
        .await;
}

async fn set_locality(person: &Person, id: &DocKey, locality: &str) {
    let edit: Edit = About::locality.only().set(Some(locality.to_owned()));
    person.edit(id, vec![edit]).await;
}

/// What each of them did without signal.
async fn both_work_offline(alex: &Person, sam: &Person, id: &DocKey) {
    write_what_matters(alex, id, &format!("Peace and quiet. {BEFORE}")).await;
    set_locality(alex, id, "Riverside").await;
    alex.add_visit(
        id,
        "Tea in the kitchen",
        "Knows every neighbour",
        "Ask about the boiler",
    )
    .await;
    write_what_matters(sam, id, &format!("{BEFORE} And the dog.")).await;
    set_locality(sam, id, "The Quay").await;
    sam.add_visit(
        id,
        "Walked to the allotment",
        "Grows enough for the street",
        "Meet the club",
    )
    .await;
}

async fn shows_everything(person: &Person, id: &DocKey) {
    let opened = person.open(id).await;
    let household = &opened.household;
    let text = &household.what_matters.matters_to_us.0;
    assert_eq!(
        text,
        &format!("Peace and quiet. {BEFORE} And the dog."),
        "{}",
        person.name()
    );
    assert_eq!(household.visits.len(), 2);
    let mut notes: Vec<_> = household
        .visits
        .iter()
        .map(|visit| visit.notes.0.as_str())
        .collect();
    notes.sort_unstable();
    assert_eq!(notes, ["Tea in the kitchen", "Walked to the allotment"]);
    assert_eq!((household.strengths.len(), household.actions.len()), (2, 2));
    let locality = &household.about.locality;
    assert!(locality.is_both_changed());
    let mut said: Vec<(&str, &str)> = locality
        .both
        .iter()
        .map(|said| {
            let name = opened
                .names
                .get(&said.stamp.by)
                .expect("a name for each device");
            (name.as_str(), said.value.as_deref().expect("a value"))
        })
        .collect();
    said.sort_unstable();
    assert_eq!(said, [("Alex", "Riverside"), ("Sam", "The Quay")]);
    let page = person.sync_page().await;
    assert_eq!((page.waiting, page.quarantined, page.held_back), (0, 0, 0));
    let rows = person.search("allotment").await.rows;
    assert_eq!(rows.first().map(|row| row.both_changed), Some(1));
}

async fn in_this_order(alex_first: bool) {
    let mut world = World::begin().await;
    let (alex, sam, id) = two_with_a_household(&world).await;
    world.stop_server().await;
    both_work_offline(&alex, &sam, &id).await;
    assert!(
        alex.sync().await.problem.is_some(),
        "no server, and it says so"
    );
    world.start_server().await;
    let (first, second) = if alex_first {
        (&alex, &sam)
    } else {
        (&sam, &alex)
    };
    first.sync().await;
    second.sync().await;
    first.sync().await;
    shows_everything(&alex, &id).await;
    shows_everything(&sam, &id).await;
    settle(&alex, &sam, &id).await;
}

/// Somebody chooses, and that settles it for both.
async fn settle(alex: &Person, sam: &Person, id: &DocKey) {
    set_locality(sam, id, "The Quay").await;
    sam.sync().await;
    alex.sync().await;
    let locality = alex.open(id).await.household.about.locality;
    assert_eq!(
        (locality.value.as_deref(), locality.both.len()),
        (Some("The Quay"), 0)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_there_when_the_first_syncs_first() {
    in_this_order(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_there_when_the_second_syncs_first() {
    in_this_order(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_saved_is_there_after_a_restart_and_still_waits_to_be_sent() {
    let mut world = World::begin().await;
    let (alex, sam, id) = two_with_a_household(&world).await;
    world.stop_server().await;
    alex.add_visit(&id, "Came back to this", "Patient", "Call on Friday")
        .await;
    let waiting = alex.sync_page().await.waiting;
    assert!(waiting > 0);
    drop(alex);
    let alex = world.device("Alex");
    alex.unlock().await;
    assert_eq!(alex.sync_page().await.waiting, waiting);
    assert_eq!(alex.open(&id).await.household.visits.len(), 1);
    world.start_server().await;
    assert_eq!(alex.sync().await.waiting, 0);
    sam.sync().await;
    assert_eq!(
        sam.open(&id)
            .await
            .household
            .visits
            .first()
            .map(|visit| visit.notes.0.clone())
            .as_deref(),
        Some("Came back to this")
    );
}

/// What stands in the text of what matters.
async fn what_matters(person: &Person, id: &DocKey) -> String {
    let opened = person.open(id).await;
    opened.household.what_matters.matters_to_us.0
}

/// Sam's screen shows text based on what it read first; it reads again while Sam types, and goes on
/// showing Sam's words. So it has not shown Alex's, and the reply to the save has to say so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_save_on_an_older_base_says_that_there_is_more_to_show() {
    let world = World::begin().await;
    let (alex, sam, id) = two_with_a_household(&world).await;
    let write = |base: &Heads, text: &str| WhatMatters::matters_to_us.only().write(base, text);
    let base = sam.open(&id).await.household.heads;
    write_what_matters(&alex, &id, &format!("{BEFORE} And tea.")).await;
    alex.sync().await;
    sam.sync().await;

    sam.open(&id).await;
    let typed = format!("Often: {BEFORE}");
    let saved = sam.edit(&id, vec![write(&base, &typed)]).await;
    assert!(
        saved.more_arrived,
        "these heads hold words Sam was not shown"
    );
    let shown = what_matters(&sam, &id).await;
    assert_eq!(shown, format!("Often: {BEFORE} And tea."));

    // Having shown them, the screen goes on.
    let base = sam.open(&id).await.household.heads;
    let saved = sam
        .edit(&id, vec![write(&base, &format!("{shown} Yes."))])
        .await;
    assert!(!saved.more_arrived, "nothing but Sam's own words since");
    sam.sync().await;
    alex.sync().await;
    for person in [&alex, &sam] {
        let text = what_matters(person, &id).await;
        assert_eq!(text, format!("Often: {BEFORE} And tea. Yes."));
    }
}

/// A line is begun on Alex's screen with two empty texts; the first key brings it to Sam, who writes
/// in the other text before Alex does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_that_was_begun_empty_takes_nothing_out() {
    let world = World::begin().await;
    let (alex, sam, id) = two_with_a_household(&world).await;
    let visit = alex.add_visit(&id, "Tea", "Patient", "Ring").await;
    alex.sync().await;
    sam.sync().await;
    let heads = sam.open(&id).await.household.heads;
    let at = Visit::changed_since.of(&visit);
    sam.edit(&id, vec![at.clone().write(&heads, "They bake.")])
        .await;
    sam.sync().await;
    alex.sync().await;
    let saved = alex
        .edit(&id, vec![at.write(&Heads::default(), "We laughed. ")])
        .await;
    assert!(saved.more_arrived);
    let opened = alex.open(&id).await;
    let text = &opened.household.visits[0].changed_since.0;
    assert!(
        text.contains("They bake.") && text.contains("We laughed. "),
        "{text}"
    );
}

/// Alex's address arrives while Sam types another in the field that goes on showing Sam's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_arrives_while_one_types_is_not_replaced_unseen() {
    let world = World::begin().await;
    let (alex, sam, id) = two_with_a_household(&world).await;
    let address = |base: &Heads, to: &str| About::address.only().set_on(base, Some(to.to_owned()));
    let base = sam.open(&id).await.household.heads;
    alex.edit(&id, vec![address(&base, "3 Mill Lane")]).await;
    alex.sync().await;
    sam.sync().await;
    sam.open(&id).await;
    sam.edit(&id, vec![address(&base, "2 Mill Lane")]).await;
    // The last key came while that was on its way to the disk; what is Sam's own is replaced.
    sam.edit(&id, vec![address(&base, "2 Mill Lane, top")])
        .await;
    sam.sync().await;
    alex.sync().await;
    for person in [&alex, &sam] {
        let address = person.open(&id).await.household.about.address;
        let mut said: Vec<_> = address
            .both
            .into_iter()
            .filter_map(|said| said.value)
            .collect();
        said.sort();
        assert_eq!(
            said,
            ["2 Mill Lane, top", "3 Mill Lane"],
            "{}",
            person.name()
        );
    }
    // Having seen both, Sam types what it is: that settles it.
    let base = sam.open(&id).await.household.heads;
    sam.edit(&id, vec![address(&base, "3a Mill Lane")]).await;
    let address = sam.open(&id).await.household.about.address;
    assert_eq!(
        (address.value.as_deref(), address.both.len()),
        (Some("3a Mill Lane"), 0)
    );
}
