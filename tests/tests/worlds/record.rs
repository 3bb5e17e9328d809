//! What a worker keeps beside the record itself: visits that are planned, what people asked for and
//! nobody has looked at yet, and what to know before one knocks.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_model::call::{
    AddSafetyNote, EditSafetyNote, GetHome, GetSafetyNotes, GetStanding, Home, ListAskedFor, Look,
    PlannedVisit, Standing,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::{About, Demand, DemandClass, Visit};
use doorstep_model::id::ItemId;
use doorstep_model::safety_note::SafetyNote;
use doorstep_model::{Date, DocKey, Heads, ProblemCode};
use doorstep_tests::world::person::new_item;
use doorstep_tests::world::{Person, World};

fn day(month: u8, day: u8) -> Date {
    Date::new(2026, month, day).expect("a day of the calendar")
}

fn today() -> Date {
    day(11, 20)
}

async fn add(person: &Person, id: &DocKey, part: Part, fields: Vec<(String, Value)>) -> ItemId {
    let item = new_item();
    let line = ItemRef {
        part,
        item: item.clone(),
    };
    person.edit(id, vec![Edit::Add { line, fields }]).await;
    item
}

async fn plan(person: &Person, id: &DocKey, on: Date, time: &str, who: &[ItemId]) -> ItemId {
    let mut fields = vec![
        Visit::date.with(on),
        Visit::done.with(false),
        Visit::time.with(time.to_owned()),
    ];
    fields.extend(who.iter().map(|member| Visit::members.with(member.clone())));
    add(person, id, Part::Visits, fields).await
}

async fn ask_for(person: &Person, id: &DocKey, words: &str, on: Option<Date>) -> ItemId {
    let mut fields = vec![Demand::exact_words.with(words.to_owned())];
    fields.extend(on.map(|on| Demand::date.with(on)));
    add(person, id, Part::Demands, fields).await
}

async fn home(person: &Person) -> Home {
    person
        .must(GetHome {
            today: today(),
            promises: 0,
        })
        .await
}

async fn me(person: &Person) -> ItemId {
    match person.must(GetStanding {}).await {
        Standing::Open(open) => open.me.expect("a member"),
        other => panic!("{other:?}"),
    }
}

fn visits(planned: &[PlannedVisit]) -> Vec<&ItemId> {
    planned.iter().map(|planned| &planned.visit).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn home_has_the_visits_of_today_those_not_noted_and_the_coming_week() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.start_team().await;
    let id = alex.add_household("Number 12").await;
    let alex_id = me(&alex).await;

    let noon = plan(&alex, &id, today(), "12:00", std::slice::from_ref(&alex_id)).await;
    let nine = plan(&alex, &id, today(), "09:30", &[]).await;
    let missed = plan(&alex, &id, day(11, 17), "", &[]).await;
    let last_day = plan(&alex, &id, day(11, 27), "", &[]).await;
    let tomorrow = plan(&alex, &id, day(11, 21), "", &[]).await;
    let _too_late = plan(&alex, &id, day(11, 28), "", &[]).await;
    let _long_ago = plan(&alex, &id, day(10, 1), "", &[]).await;

    let seen = home(&alex).await;
    assert_eq!(visits(&seen.visits_today), [&nine, &noon]);
    assert_eq!(seen.visits_today[1].members, [(alex_id, "Alex".to_owned())]);
    assert_eq!(visits(&seen.visits_not_noted), [&missed]);
    assert_eq!(visits(&seen.visits_coming), [&tomorrow, &last_day]);

    // One that took place is planned no more, nor is one that was taken out; both come back.
    let done_at = Visit::done.of(&noon);
    let took_place = done_at.clone().set(Some(true));
    let gone = ItemRef {
        part: Part::Visits,
        item: missed.clone(),
    };
    alex.edit(&id, vec![took_place, Edit::Remove(gone.clone())])
        .await;
    let seen = home(&alex).await;
    assert_eq!(visits(&seen.visits_today), [&nine]);
    assert!(seen.visits_not_noted.is_empty());
    alex.edit(&id, vec![done_at.set(Some(false)), Edit::Restore(gone)])
        .await;
    let seen = home(&alex).await;
    assert_eq!(visits(&seen.visits_today), [&nine, &noon]);
    assert_eq!(visits(&seen.visits_not_noted), [&missed]);

    // A closed household's plans are nobody's any more, until it is opened again.
    let close = |on: Option<Date>| About::closed.only().set(on);
    alex.edit(&id, vec![close(Some(today()))]).await;
    let seen = home(&alex).await;
    assert!(seen.visits_today.is_empty() && seen.visits_coming.is_empty());
    alex.edit(&id, vec![close(None)]).await;
    assert_eq!(home(&alex).await.visits_today.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_asked_for_waits_until_the_team_has_looked_at_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.start_team().await;
    let (one, other) = (
        alex.add_household("Number 12").await,
        alex.add_household("The Larches").await,
    );
    let older = ask_for(&alex, &one, "Which form is it this time?", Some(day(11, 2))).await;
    let newer = ask_for(&alex, &other, "Could somebody ring me?", Some(day(11, 9))).await;
    let undated = ask_for(&alex, &one, "It is the damp again.", None).await;
    let list = async |offset, limit| alex.must(ListAskedFor { offset, limit }).await;

    let all = list(0, 50).await;
    let demands: Vec<_> = all.rows.iter().map(|row| &row.demand).collect();
    assert_eq!(demands, [&newer, &older, &undated]);
    assert_eq!(all.rows[0].exact_words, "Could somebody ring me?");
    assert_eq!(all.rows[0].household_name, "The Larches");
    assert_eq!(home(&alex).await.asked_for_count, 3);
    // A page at a time.
    let page = list(1, 1).await;
    assert_eq!((page.rows.len(), page.total), (1, 3));
    assert_eq!(page.rows[0].demand, older);

    // Not clear yet comes after what nobody has looked at; what is clear is done with.
    let class = |demand: &ItemId, class| Demand::class.of(demand).set(Some(class));
    alex.edit(&other, vec![class(&newer, DemandClass::NotYetClear)])
        .await;
    alex.edit(&one, vec![class(&older, DemandClass::Failure)])
        .await;
    let all = list(0, 50).await;
    let demands: Vec<_> = all.rows.iter().map(|row| &row.demand).collect();
    assert_eq!(demands, [&undated, &newer]);
    assert!(all.rows[1].not_yet_clear);
    // Taking the answer back brings it back, and so does a restart's look at the whole document.
    let cleared = Demand::class.of(&older).set(None::<DemandClass>);
    alex.edit(&one, vec![cleared]).await;
    assert_eq!(list(0, 50).await.total, 3);

    // However many there are, an answer is bounded.
    for number in 0..130_u32 {
        ask_for(&alex, &one, &format!("Question {number}"), None).await;
    }
    let many = list(0, 10_000).await;
    assert_eq!((many.rows.len(), many.total), (100, 133));
}

async fn safety(person: &Person, household: &DocKey) -> Vec<(DocKey, String, bool)> {
    let call = GetSafetyNotes {
        household: household.clone(),
    };
    let notes = person.must(call).await.notes;
    let short = notes.into_iter().map(|document| {
        let lifted = document.note.lifted_on.value.is_some();
        (document.id, document.note.what.0, lifted)
    });
    short.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_safety_note_comes_to_a_colleague_and_no_search_finds_it() {
    let world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(&world).await;
    sam.join(&alex).await;
    let id = alex.add_household("Number 12").await;
    plan(&alex, &id, today(), "10:00", &[]).await;
    alex.add_visit(&id, "The zebra clock", "Mends clocks", "Bring oil")
        .await;
    let note = |what: &str| AddSafetyNote {
        household: id.clone(),
        what: what.to_owned(),
        incident_on: Some(day(11, 1)),
        approved_by: None,
        review_on: Some(day(12, 1)),
    };
    let empty = alex.ask(note("  ")).await.expect_err("it says nothing");
    assert_eq!(empty.code, ProblemCode::SafetyNoteEmpty);
    let nowhere = AddSafetyNote {
        household: DocKey::from([9; 16]),
        ..note("Something")
    };
    let nowhere = alex.ask(nowhere).await.expect_err("no such household");
    assert_eq!(nowhere.code, ProblemCode::NotHere);
    let words = "The quagga in the yard bites. Ring first.";
    let made = alex.must(note(words)).await.id;
    assert_eq!(
        safety(&alex, &id).await,
        [(made.clone(), words.to_owned(), false)]
    );
    assert!(home(&alex).await.visits_today[0].safety_note);

    // It waits under its household's name, and arrives like the rest.
    let page = alex.sync_page().await;
    let names: Vec<_> = page.unsent.iter().map(|row| row.name.as_str()).collect();
    assert!(names.contains(&"Number 12"), "{names:?}");
    alex.sync().await;
    sam.sync().await;
    assert_eq!(
        safety(&sam, &id).await,
        [(made.clone(), words.to_owned(), false)]
    );
    assert!(home(&sam).await.visits_today[0].safety_note);

    // No list and no search has its words; the visit's words, written at the same time, are found.
    for person in [&alex, &sam] {
        assert!(person.search("quagga").await.rows.is_empty());
        assert!(person.search("bites").await.rows.is_empty());
        assert_eq!(person.search("zebra").await.rows.len(), 1);
    }

    // Both change it; taking it down can be set back.
    let edit = |edits: Vec<Edit>| EditSafetyNote {
        id: made.clone(),
        edits,
    };
    let lifted = |on: Option<Date>| SafetyNote::lifted_on.only().set(on);
    sam.must(edit(vec![lifted(Some(today()))])).await;
    assert!(!home(&sam).await.visits_today[0].safety_note);
    assert!(safety(&sam, &id).await[0].2);
    sam.must(edit(vec![lifted(None)])).await;
    assert!(home(&sam).await.visits_today[0].safety_note);
    let more = format!("{words} Use the side gate.");
    let heads = sam
        .must(GetSafetyNotes {
            household: id.clone(),
        })
        .await
        .notes[0]
        .heads
        .clone();
    sam.must(edit(vec![
        SafetyNote::what.only().write(&heads, more.clone()),
    ]))
    .await;
    sam.sync().await;
    alex.sync().await;
    assert_eq!(safety(&alex, &id).await, [(made.clone(), more, false)]);

    // Past its day it needs a look, on the day and not before.
    let reviews = |home: &Home| {
        let looks = home.needs_a_look.iter();
        looks
            .filter(|look| matches!(look.why, Look::SafetyReview(_)))
            .count()
    };
    assert_eq!(reviews(&home(&alex).await), 0);
    let on_the_day = alex
        .must(GetHome {
            today: day(12, 1),
            promises: 0,
        })
        .await;
    assert_eq!(reviews(&on_the_day), 1);

    // A household's calls do not reach into a note, nor the other way round.
    let wrong = EditSafetyNote {
        id: id.clone(),
        edits: vec![About::name.only().set(Some("Other".to_owned()))],
    };
    let refused = alex.ask(wrong).await.expect_err("that is a household");
    assert_eq!(refused.code, ProblemCode::NotHere);
    let heads = Heads::default();
    assert_ne!(alex.open(&id).await.household.heads, heads);

    // Locked, nothing is answered; unlocked, all is there as it was.
    alex.lock_and_unlock().await;
    assert_eq!(safety(&alex, &id).await.len(), 1);
}

/// Put up again by one and taken down again by the other at the same time: it stands on both devices,
/// whichever of the two a device happens to show, and somebody is asked to look.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_that_one_took_down_and_the_other_put_up_stands() {
    let world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(&world).await;
    sam.join(&alex).await;
    for alex_wins in [true, false] {
        let id = alex.add_household("Number 12").await;
        plan(&alex, &id, today(), "10:00", &[]).await;
        let note = AddSafetyNote {
            household: id.clone(),
            what: "Ring first.".to_owned(),
            incident_on: None,
            approved_by: None,
            review_on: None,
        };
        let note = alex.must(note).await.id;
        let edit = |field: Edit| EditSafetyNote {
            id: note.clone(),
            edits: vec![field],
        };
        let lifted = |on: Option<Date>| edit(SafetyNote::lifted_on.only().set(on));
        alex.must(lifted(Some(day(11, 2)))).await;
        alex.sync().await;
        sam.sync().await;
        // Whoever has written more in it has the value that is shown.
        let wins = if alex_wins { &alex } else { &sam };
        let incident = SafetyNote::incident_on.only();
        wins.must(edit(incident.set(Some(day(11, 1))))).await;
        alex.must(lifted(None)).await;
        sam.must(lifted(Some(day(11, 3)))).await;
        for who in [&alex, &sam, &alex] {
            who.sync().await;
        }
        for who in [&alex, &sam] {
            let call = GetSafetyNotes {
                household: id.clone(),
            };
            let read = who.must(call).await.notes;
            let shown = read[0].note.lifted_on.value;
            assert_eq!(shown.is_none(), alex_wins, "the control: both winners");
            assert!(read[0].note.stands());
            let home = home(who).await;
            let visits = home.visits_today.iter();
            let warned = visits.filter(|visit| visit.household == id && visit.safety_note);
            assert_eq!(warned.count(), 1, "{}", who.name());
            let looks = home.needs_a_look.iter();
            let both = looks.filter(|look| {
                look.household.as_ref() == Some(&id) && look.why == Look::SafetyBothChanged(1)
            });
            assert_eq!(both.count(), 1, "{}", who.name());
        }
        sam.must(lifted(Some(day(11, 4)))).await;
        let settled = home(&sam).await;
        let mut looks = settled.needs_a_look.iter();
        assert!(!looks.any(|look| look.why == Look::SafetyBothChanged(1)));
        sam.sync().await;
        alex.sync().await;
    }
}

/// Sam writes in a line that Alex has removed; Sam does not know of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_that_arrive_in_what_was_removed_ask_for_a_look() {
    let world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(&world).await;
    sam.join(&alex).await;
    let id = alex.add_household("Number 12").await;
    let visit = alex.add_visit(&id, "Tea", "Patient", "Ring").await;
    for who in [&alex, &sam, &alex] {
        who.sync().await;
    }
    alex.open(&id).await;
    let line = ItemRef {
        part: Part::Visits,
        item: visit.clone(),
    };
    alex.edit(&id, vec![Edit::Remove(line.clone())]).await;
    let write = |heads: &Heads, text: &str| Visit::notes.of(&visit).write(heads, text);
    let heads = sam.open(&id).await.household.heads;
    sam.edit(&id, vec![write(&heads, "Tea, and the money is gone")])
        .await;
    sam.sync().await;
    alex.sync().await;
    let looks =
        |home: &Home| -> Vec<Look> { home.needs_a_look.iter().map(|look| look.why).collect() };
    assert_eq!(looks(&home(&alex).await), [Look::WroteInRemoved]);
    alex.open(&id).await;
    assert_eq!(looks(&home(&alex).await), []);

    // The control: what Sam writes there knowing of the removal, or in another line, is plain news.
    sam.sync().await;
    let heads = sam.open(&id).await.household.heads;
    sam.edit(&id, vec![write(&heads, "Tea, and no more")]).await;
    sam.add_visit(&id, "Cake", "Bakes", "Ask").await;
    sam.sync().await;
    alex.sync().await;
    assert_eq!(looks(&home(&alex).await), [Look::Arrived]);
}
