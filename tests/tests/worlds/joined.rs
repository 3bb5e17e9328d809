//! Two households that are one: found while adding, joined, separated, with a colleague who writes
//! on; no visit is ever lost.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_model::call::{
    AddAttachment, AlikeWhy, AttachmentState, ChooseFile, EditHousehold, FindAlike, GetAttachment,
    GetHome, HaveLooked, HouseholdSeparated, HouseholdsJoined, JoinHouseholds, ListHouseholds,
    SeparateHousehold, UndoHousehold,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::{
    About, Attachment, Demand, Person as PersonLine, Strength, Visit, WhatMatters,
};
use doorstep_model::{DocKey, ProblemCode};
use doorstep_tests::world::person::{a_day, new_item};
use doorstep_tests::world::{Person, World};

async fn join(who: &Person, keep: &DocKey, other: &DocKey) -> HouseholdsJoined {
    who.must(JoinHouseholds {
        keep: keep.clone(),
        other: other.clone(),
    })
    .await
}

async fn separate(who: &Person, id: &DocKey) -> HouseholdSeparated {
    who.must(SeparateHousehold { id: id.clone() }).await
}

async fn visit(who: &Person, id: &DocKey, notes: &str) -> doorstep_model::ItemId {
    who.add_visit(
        id,
        notes,
        &format!("strength of {notes}"),
        &format!("step of {notes}"),
    )
    .await
}

async fn names(who: &Person, typed: &str) -> Vec<String> {
    let rows = who.search(typed).await.rows.into_iter();
    rows.map(|row| row.name).collect()
}

/// The notes of all visits that a household shows.
async fn notes(who: &Person, id: &DocKey) -> Vec<String> {
    let visits = who.open_unseen(id).await.household.visits.into_iter();
    let mut notes: Vec<String> = visits
        .filter(|visit| visit.removed.is_none())
        .map(|visit| visit.notes.0)
        .collect();
    notes.sort();
    notes
}

/// What is lost: visits that were written and that no household of the list shows, or that more than
/// one shows.
async fn lost(who: &Person, written: &[&str]) -> Vec<String> {
    let call = ListHouseholds {
        with_closed: true,
        limit: 200,
        ..Default::default()
    };
    let mut shown = Vec::new();
    for row in who.must(call).await.rows {
        shown.extend(notes(who, &row.id).await);
    }
    let once = |note: &&&str| shown.iter().filter(|shown| shown == *note).count() != 1;
    written
        .iter()
        .filter(once)
        .map(|note| (*note).to_owned())
        .collect()
}

fn line_of(visit: &doorstep_model::ItemId) -> ItemRef {
    ItemRef {
        part: Part::Visits,
        item: visit.clone(),
    }
}

async fn both_sync(alex: &Person, sam: &Person) {
    for who in [alex, sam, alex, sam] {
        who.sync().await;
    }
}

async fn team(world: &World) -> (Person, Person) {
    let alex = world.device("Alex");
    alex.found(world).await;
    let sam = world.device("Sam");
    sam.join(&alex).await;
    sam.sync().await;
    (alex, sam)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_join_loses_no_visit_of_a_colleague_who_writes_on() {
    let world = World::begin().await;
    let (alex, sam) = team(&world).await;
    let bell = alex.add_household("Bell Street").await;
    let flat = alex.add_household("Flat 2").await;
    visit(&alex, &bell, "bell one").await;
    visit(&alex, &flat, "flat one").await;
    let write = WhatMatters::matters_to_us.only();
    let words = |text: &str| write.clone().write(&Default::default(), text);
    alex.edit(&bell, vec![words("A garden")]).await;
    alex.edit(&flat, vec![words("A quiet place")]).await;
    both_sync(&alex, &sam).await;

    // Without a server Alex joins them, while Sam still writes in the one that is joined away.
    let joined = join(&alex, &bell, &flat).await;
    assert_eq!((&joined.shown, &joined.joined), (&bell, &flat));
    let by_sam = visit(&sam, &flat, "flat two").await;
    visit(&sam, &bell, "bell two").await;
    let written = ["bell one", "flat one", "flat two", "bell two"];
    assert_eq!(
        lost(&alex, &written).await,
        ["flat two", "bell two"],
        "control: what Alex does not have yet counts as lost"
    );
    both_sync(&alex, &sam).await;

    for who in [&alex, &sam] {
        assert_eq!(lost(who, &written).await, Vec::<String>::new());
        assert_eq!(names(who, "").await, ["Bell Street"]);
        let found = who.search("flat").await.rows;
        assert_eq!(found.len(), 1, "the other name finds it, once");
        assert_eq!(found[0].id, bell);
        assert_eq!(found[0].open_actions, 4);
        // Each word may stand in another of the two.
        assert_eq!(names(who, "bell flat two one").await, ["Bell Street"]);
        let home = who
            .must(GetHome {
                today: a_day(),
                promises: 0,
            })
            .await;
        assert_eq!(home.household_count, 1);
        let opened = who.open(&bell).await;
        let home = who
            .must(GetHome {
                today: a_day(),
                promises: 0,
            })
            .await;
        assert_eq!(home.recently_seen.len(), 1);
        assert!(home.needs_a_look.is_empty(), "both were looked at");
        assert_eq!(opened.household.strengths.len(), 4);
        // What each says about itself stays its own.
        assert_eq!(opened.household.what_matters.matters_to_us.0, "A garden");
        assert_eq!(opened.joined.len(), 1);
        assert_eq!(
            (opened.joined[0].name.as_str(), &opened.joined[0].id),
            ("Flat 2", &flat)
        );
        let by = opened.joined[0].by.as_ref().expect("who joined them");
        assert_eq!(opened.names.get(&by.by).map(String::as_str), Some("Alex"));
        let own = who.open_unseen(&flat).await;
        assert_eq!(own.shown_in, Some(bell.clone()));
        assert_eq!(own.household.what_matters.matters_to_us.0, "A quiet place");
    }

    // Both write into the same visit, Alex where both are shown, Sam on the page of the one.
    let at = Visit::notes.of(&by_sam);
    let alex_base = alex.open(&bell).await.household.heads;
    alex.must(HaveLooked {
        id: bell.clone(),
        heads: alex_base.clone(),
    })
    .await;
    let sam_base = sam.open(&flat).await.household.heads;
    alex.edit(
        &bell,
        vec![at.clone().write(&alex_base, "We said: flat two")],
    )
    .await;
    sam.edit(&flat, vec![at.write(&sam_base, "flat two and tea")])
        .await;
    both_sync(&alex, &sam).await;
    for who in [&alex, &sam] {
        assert!(
            notes(who, &bell)
                .await
                .contains(&"We said: flat two and tea".to_owned())
        );
    }
    // What is new goes to the one that shows both, and stays there.
    visit(&alex, &bell, "after").await;
    let separated = separate(&alex, &flat).await;
    assert_eq!((separated.was_in, separated.stays), (bell.clone(), 6));
    both_sync(&alex, &sam).await;
    for who in [&alex, &sam] {
        assert_eq!(names(who, "").await, ["Bell Street", "Flat 2"]);
        assert_eq!(notes(who, &bell).await, ["after", "bell one", "bell two"]);
        assert_eq!(
            notes(who, &flat).await,
            ["We said: flat two and tea", "flat one"]
        );
        let opened = who.open(&bell).await;
        assert!(opened.joined.is_empty());
        assert_eq!(names(who, "flat").await, ["Flat 2"]);
    }
    // Both are taken back like any other change, on the page that shows them.
    let undo = |id: &DocKey, steps: Vec<String>| UndoHousehold {
        id: id.clone(),
        steps,
        keep_visits: false,
    };
    alex.must(undo(&bell, separated.steps)).await;
    assert_eq!(names(&alex, "").await, ["Bell Street"]);
    let saved = alex.edit(&bell, vec![Edit::Remove(line_of(&by_sam))]).await;
    assert!(
        !notes(&alex, &bell)
            .await
            .contains(&"We said: flat two and tea".to_owned())
    );
    alex.must(undo(&bell, saved.steps)).await;
    assert!(
        notes(&alex, &bell)
            .await
            .contains(&"We said: flat two and tea".to_owned())
    );
    separate(&alex, &flat).await;
    let again = join(&alex, &bell, &flat).await;
    assert_eq!(names(&alex, "").await, ["Bell Street"]);
    alex.must(undo(&bell, again.steps)).await;
    assert_eq!(names(&alex, "").await, ["Bell Street", "Flat 2"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn marks_in_a_circle_and_in_a_row_are_read_the_same_everywhere() {
    let world = World::begin().await;
    let (alex, sam) = team(&world).await;
    let mut ids = Vec::new();
    for name in ["One", "Two", "Three"] {
        let id = alex.add_household(name).await;
        visit(&alex, &id, name).await;
        ids.push(id);
    }
    both_sync(&alex, &sam).await;
    let [one, two, three] = [&ids[0], &ids[1], &ids[2]];
    let written = ["One", "Two", "Three"];

    // Each joins the other way round, without knowing of each other.
    join(&alex, one, two).await;
    join(&sam, two, one).await;
    both_sync(&alex, &sam).await;
    let first = one.min(two);
    let second = one.max(two);
    for who in [&alex, &sam] {
        assert_eq!(lost(who, &written).await, Vec::<String>::new());
        assert_eq!(who.search("").await.total, 2);
        assert_eq!(notes(who, first).await, ["One", "Two"]);
        assert_eq!(who.open_unseen(second).await.shown_in.as_ref(), Some(first));
        let same = who
            .ask(JoinHouseholds {
                keep: one.clone(),
                other: two.clone(),
            })
            .await;
        assert_eq!(same.unwrap_err().code, ProblemCode::SameHousehold);
    }
    separate(&sam, second).await;
    both_sync(&alex, &sam).await;
    for who in [&alex, &sam] {
        assert_eq!(who.search("").await.total, 3, "both marks are gone");
        assert_eq!(lost(who, &written).await, Vec::<String>::new());
    }

    // Three in a row, each mark made on another device.
    join(&alex, two, one).await;
    join(&sam, three, two).await;
    both_sync(&alex, &sam).await;
    for who in [&alex, &sam] {
        assert_eq!(names(who, "").await, ["Three"]);
        assert_eq!(names(who, "one").await, ["Three"]);
        assert_eq!(notes(who, three).await, ["One", "Three", "Two"]);
        assert_eq!(lost(who, &written).await, Vec::<String>::new());
    }
    // What was joined into the one in the middle goes with it.
    separate(&alex, two).await;
    both_sync(&alex, &sam).await;
    for who in [&alex, &sam] {
        assert_eq!(notes(who, two).await, ["One", "Two"]);
        assert_eq!(notes(who, three).await, ["Three"]);
    }

    // A device that comes in later reads the same.
    let kim = world.device("Kim");
    kim.join(&alex).await;
    kim.sync().await;
    assert_eq!(notes(&kim, two).await, ["One", "Two"]);
    assert_eq!(kim.search("").await.total, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_does_not_know_yet_loses_no_word() {
    let world = World::begin().await;
    let (alex, sam) = team(&world).await;
    let bell = alex.add_household("Bell Street").await;
    let flat = alex.add_household("Flat 2").await;
    let seen = visit(&alex, &flat, "flat one").await;
    join(&alex, &bell, &flat).await;
    both_sync(&alex, &sam).await;

    // Sam's page shows both; meanwhile Alex separates them, and Sam writes on in the same page.
    let at = Visit::notes.of(&seen);
    let base = sam.open(&bell).await.household.heads;
    let saved = sam
        .edit(&bell, vec![at.clone().write(&base, "flat one, and")])
        .await;
    separate(&alex, &flat).await;
    both_sync(&alex, &sam).await;
    let saved = sam
        .edit(
            &bell,
            vec![at.clone().write(&saved.heads, "flat one, and more")],
        )
        .await;
    sam.edit(
        &bell,
        vec![at.clone().write(&saved.heads, "flat one, and more to say")],
    )
    .await;
    assert_eq!(notes(&sam, &flat).await, ["flat one, and more to say"]);
    assert!(notes(&sam, &bell).await.is_empty());
    let elsewhere = EditHousehold {
        id: bell.clone(),
        edits: vec![at.write(&alex.open(&bell).await.household.heads, "gone")],
    };
    let refused = sam.ask(elsewhere).await.unwrap_err();
    assert_eq!(
        refused.code,
        ProblemCode::NoSuchPlace,
        "a state it was never shown at"
    );

    // A page of the joined household alone: what a colleague writes through the other is news to it.
    join(&sam, &bell, &flat).await;
    both_sync(&alex, &sam).await;
    let alone = sam.open(&flat).await.household.heads;
    let whole = sam.open(&bell).await.household.heads;
    let at = Visit::notes.of(&seen);
    sam.edit(
        &bell,
        vec![at.clone().write(&whole, "Yes: flat one, and more to say")],
    )
    .await;
    let other = Visit::changed_since.of(&seen);
    let saved = sam.edit(&flat, vec![other.write(&alone, "nothing")]).await;
    assert!(
        saved.more_arrived,
        "the page has to be read again before it writes on that state"
    );

    // Two marks that were made at the same time are two values to choose from.
    let third = alex.add_household("Mill Lane").await;
    both_sync(&alex, &sam).await;
    separate(&alex, &flat).await;
    both_sync(&alex, &sam).await;
    join(&alex, &bell, &flat).await;
    join(&sam, &third, &flat).await;
    both_sync(&alex, &sam).await;
    let marks = alex.open_unseen(&flat).await;
    assert_eq!(marks.household.about.joined_into.both.len(), 2);
    let shown = marks.shown_in.clone().expect("one of the two");
    assert_eq!(sam.open_unseen(&flat).await.shown_in, Some(shown));
    let choose = About::joined_into.only().set(Some(third.clone()));
    alex.edit(&flat, vec![choose]).await;
    both_sync(&alex, &sam).await;
    assert_eq!(
        notes(&sam, &third).await,
        ["Yes: flat one, and more to say"]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_be_there_already_is_shown_while_one_types() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.start_team().await;
    let bell = alex.add_household("The Pritchards").await;
    let larch = alex.add_household("The Larches").await;
    let address = About::address.only().set(Some("12 Bell Street".to_owned()));
    alex.edit(&bell, vec![address]).await;
    for (id, name) in [(&bell, "Siân Pritchard"), (&larch, "Łukasz Nowak")] {
        let line = ItemRef {
            part: Part::People,
            item: new_item(),
        };
        let fields = vec![PersonLine::name.with(name.to_owned())];
        alex.edit(id, vec![Edit::Add { line, fields }]).await;
    }
    let alike = async |name: &str, address: &str, except: Option<&DocKey>| {
        let call = FindAlike {
            name: name.into(),
            address: address.into(),
            except: except.cloned(),
        };
        let found = alex.must(call).await.found.into_iter();
        found
            .map(|found| (found.household.name, found.why))
            .collect::<Vec<_>>()
    };
    let bell_is = |why| vec![("The Pritchards".to_owned(), why)];
    assert_eq!(
        alike("Pritchard family", "", None).await,
        bell_is(AlikeWhy::Name)
    );
    assert_eq!(
        alike("Sian Prichard", "", None).await,
        bell_is(AlikeWhy::Person)
    );
    assert_eq!(
        alike("Owen", "12 bell st", None).await,
        bell_is(AlikeWhy::Address)
    );
    let both = alike("Prichard", "12 Bell St, Riverside", None).await;
    assert_eq!(both, bell_is(AlikeWhy::NameAndAddress));
    let person = alike("Lukasz Novak", "", None).await;
    assert_eq!(person, [("The Larches".to_owned(), AlikeWhy::Person)]);
    for nothing in ["Owen Pritchard", "Amber", "P", "", "the family", "\"*"] {
        assert!(alike(nothing, "", None).await.is_empty(), "{nothing}");
    }
    assert!(alike("Siân Pritchard", "", Some(&bell)).await.is_empty());

    // A slip is forgiven in notes, strengths, actions and addresses too, and what is found is named.
    let seen = alex
        .add_visit(&larch, "The boiler leaks", "Patient teacher", "Ring")
        .await;
    let found = alex.search("boyler").await.rows;
    assert_eq!(found.len(), 1);
    let words = found[0].found.as_ref().expect("where it stands");
    assert_eq!(
        (words.part, words.item.as_ref()),
        (Part::Visits, Some(&seen))
    );
    assert_eq!((words.hit.as_str(), words.date), ("boiler", Some(a_day())));
    let found = alex.search("paitent techer").await.rows;
    assert_eq!(
        found[0].found.as_ref().map(|found| found.part),
        Some(Part::Strengths)
    );
    assert_eq!(names(&alex, "12 Bel Stret").await, ["The Pritchards"]);
    assert_eq!(names(&alex, "lukasz boyler").await, ["The Larches"]);
    assert!(names(&alex, "boyler zanzibar").await.is_empty());

    // With the two joined, either is found as the one that shows both.
    join(&alex, &larch, &bell).await;
    let found = alike("Sian Prichard", "", None).await;
    assert_eq!(found, [("The Larches".to_owned(), AlikeWhy::Person)]);
    let held = ListHouseholds {
        worker: Some(new_item()),
        limit: 10,
        ..Default::default()
    };
    assert_eq!(alex.must(held).await.total, 0);
    let value = Value::Text(larch.to_string());
    let itself = EditHousehold {
        id: larch.clone(),
        edits: vec![Edit::Set {
            at: About::joined_into.only(),
            value: Some(value),
            base: None,
        }],
    };
    alex.must(itself).await;
    assert_eq!(
        names(&alex, "").await,
        ["The Larches"],
        "a mark into itself is none"
    );
}

/// Offline, Alex closes what Sam joins an open household into.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_household_that_is_shown_in_a_closed_one_stays_in_sight() {
    let world = World::begin().await;
    let (alex, sam) = team(&world).await;
    let bell = alex.add_household("Bell Street").await;
    let flat = alex.add_household("Flat 2").await;
    both_sync(&alex, &sam).await;
    let planned = Edit::Add {
        line: line_of(&new_item()),
        fields: vec![Visit::date.with(a_day()), Visit::done.with(false)],
    };
    sam.edit(&flat, vec![planned]).await;
    let closed = |on| About::closed.only().set(on);
    alex.edit(&bell, vec![closed(Some(a_day()))]).await;
    join(&sam, &bell, &flat).await;
    both_sync(&alex, &sam).await;
    for who in [&alex, &sam] {
        let call = GetHome {
            today: a_day(),
            promises: 20,
        };
        let home = who.must(call).await;
        assert_eq!(home.visits_today.len(), 1, "{}", who.name());
        assert_eq!(names(who, "").await, ["Bell Street"]);
        let about = who.open(&bell).await.household.about;
        assert_eq!(about.closed.value, None, "the page says so too");
    }
    // Closed on that page, all of it is; taken back, none of what was open.
    let saved = alex.edit(&bell, vec![closed(Some(a_day()))]).await;
    both_sync(&alex, &sam).await;
    for who in [&alex, &sam] {
        assert_eq!(names(who, "").await, Vec::<String>::new());
        assert!(who.open(&bell).await.household.about.closed.value.is_some());
    }
    alex.must(UndoHousehold {
        id: bell.clone(),
        steps: saved.steps,
        keep_visits: false,
    })
    .await;
    assert_eq!(names(&alex, "").await, ["Bell Street"]);
    // Each says again for itself once they are two.
    separate(&alex, &flat).await;
    assert_eq!(names(&alex, "").await, ["Flat 2"]);
}

/// What is tied to a visit is where the visit is, and goes with it when the two are separated.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_added_to_a_joined_households_visit_stays_with_it() {
    let world = World::begin().await;
    let (alex, _) = team(&world).await;
    let bell = alex.add_household("Bell Street").await;
    let flat = alex.add_household("Flat 2").await;
    let seen = visit(&alex, &flat, "flat one").await;
    join(&alex, &bell, &flat).await;
    let add = |part, fields| {
        let item = new_item();
        (
            Edit::Add {
                line: ItemRef {
                    part,
                    item: item.clone(),
                },
                fields,
            },
            item,
        )
    };
    let (strength, _) = add(
        Part::Strengths,
        vec![
            Strength::what.with("Bakes".to_owned()),
            Strength::visit.with(seen.clone()),
        ],
    );
    let (demand, asked) = add(Part::Demands, vec![Demand::visit.with(seen.clone())]);
    let (again, _) = add(Part::Demands, vec![Demand::repeats.with(asked)]);
    let (free, _) = add(
        Part::Strengths,
        vec![Strength::what.with("Sings".to_owned())],
    );
    alex.edit(&bell, vec![strength, demand, again, free]).await;

    let path = alex_photo(&world);
    alex.device()
        .on_choose_file(move |_| Some(path.clone().into()));
    let endings = vec!["png".into()];
    let chosen = alex.must(ChooseFile::ToRead { endings }).await.unwrap();
    let (photo, item) = add(Part::Attachments, vec![Attachment::visit.with(seen)]);
    alex.must(AddAttachment {
        household: bell.clone(),
        file: chosen.ticket,
        item,
        edits: vec![photo],
    })
    .await;
    let both = alex.open(&bell).await.household;
    assert_eq!((both.attachments.len(), both.demands.len()), (1, 2));
    let look = |household: &DocKey| GetAttachment {
        household: household.clone(),
        blob: both.attachments[0].blob.value.clone().unwrap(),
        fetch: false,
    };
    let here = |state| matches!(state, AttachmentState::Here { .. });
    assert!(here(alex.must(look(&bell)).await));

    separate(&alex, &flat).await;
    let flat_alone = alex.open(&flat).await.household;
    let has = |household: &doorstep_model::household::Household| {
        (
            household.attachments.len(),
            household.demands.len(),
            household.strengths.len(),
        )
    };
    assert_eq!(has(&flat_alone), (1, 2, 2));
    assert_eq!(has(&alex.open(&bell).await.household), (0, 0, 1));
    assert!(here(alex.must(look(&flat)).await));
}

fn alex_photo(world: &World) -> std::path::PathBuf {
    let path = world.folder().join("photo.png");
    image::RgbImage::from_pixel(8, 8, image::Rgb([90, 120, 60]))
        .save(&path)
        .unwrap();
    path
}
