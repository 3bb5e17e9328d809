//! A household is erased: on the server and in what it restores, and on every device as it hears of it.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking"
)]

use std::path::{Path, PathBuf};

use doorstep_model::call::{
    AddSafetyNote, CreateInvite, EditSafetyNote, EditTeam, EraseHousehold, EraseLeftOver, Erasure,
    ErasureShown, GetErasure, GetSafetyNotes, GetTeam, JoinHouseholds, ListHouseholds,
    OpenHousehold, SyncPage, SyncState, TeamPage,
};
use doorstep_model::household::About;
use doorstep_model::safety_note::SafetyNote;
use doorstep_model::team::{Role, TeamAbout};
use doorstep_model::{Date, DocKey, ProblemCode};
use doorstep_server::backup::{back_up, restore};
use doorstep_server::erasures::ERASURES;
use doorstep_server::storage::{SqliteLedger, SqliteStorage};
use doorstep_server::verify::{Wrong, verify};
use doorstep_tests::world::copies::copy_folder;
use doorstep_tests::world::raw::Founder;
use doorstep_tests::world::{Person, World, photos};
use doorstep_wire::chunk::ChunkHeader;
use doorstep_wire::code::decode_code;
use doorstep_wire::id::SetupSecret;
use doorstep_wire::refusal::RefusalCode;
use memchr::memmem::find;
use rusqlite::Connection;

const WHY: &str = "They asked us to, in writing.";
const STORE: &str = "doorstep.db";

/// What is sealed in the store of a server about a document: a piece out of each body, key, and part.
fn sealed(folder: &Path, household: &DocKey) -> Vec<Vec<u8>> {
    let store = Connection::open(folder.join(STORE)).unwrap();
    let doc = household.to_bytes();
    let pieces = |sql: &str| -> Vec<Vec<u8>> {
        let mut rows = store.prepare(sql).unwrap();
        let rows = rows.query_map([doc], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let len = ChunkHeader::LEN;
    let mut all = pieces(&format!(
        "SELECT substr(bytes, {len} + 1, 24) FROM chunk
         WHERE substr(bytes, 35, 16) = ?1 AND substr(bytes, 1, 1) < X'80'"
    ));
    all.extend(pieces(
        "SELECT substr(bytes, 1000, 24) FROM blob_part JOIN blob USING (team_id, blob_id)
         WHERE doc_id = ?1",
    ));
    all.retain(|piece| piece.len() == 24);
    all
}

/// How many of these pieces stand in a server's files, whatever its tables say.
fn found(folder: &Path, pieces: &[Vec<u8>]) -> usize {
    let files: Vec<Vec<u8>> = [STORE, "doorstep.db-wal"]
        .iter()
        .filter_map(|name| std::fs::read(folder.join(name)).ok())
        .collect();
    assert!(!files.is_empty());
    let stands = |piece: &&Vec<u8>| files.iter().any(|file| find(file, piece).is_some());
    pieces.iter().filter(stands).count()
}

async fn is_whole(folder: &Path) {
    let store = SqliteStorage::look(&folder.join(STORE)).unwrap();
    let report = verify(&SqliteLedger::new(store)).await.unwrap();
    assert!(report.is_whole(), "{:?}", report.findings);
}

/// What an admin sees before.
async fn shown(admin: &Person, household: &DocKey) -> ErasureShown {
    let household = household.clone();
    admin.must(GetErasure { household }).await.shown
}

async fn erase(admin: &Person, household: &DocKey) -> TeamPage {
    admin
        .must(EraseHousehold {
            household: household.clone(),
            reason: WHY.into(),
            shown: shown(admin, household).await,
        })
        .await
}

async fn is_gone(person: &Person, household: &DocKey) {
    let call = OpenHousehold {
        id: household.clone(),
        seen: false,
    };
    let problem = person.ask(call).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::Erased, "{}", person.name());
    for words in ["whittling", "Number 12"] {
        let rows = person.search(words).await.rows.len();
        assert_eq!(rows, 0, "{} finds {words}", person.name());
    }
}

async fn all_is_well(person: &Person) -> SyncPage {
    let page = person.sync().await;
    let name = person.name();
    assert_eq!(page.problem, None, "{name}");
    assert_eq!(page.state, SyncState::UpToDate, "{name}");
    assert_eq!(
        (page.waiting, page.quarantined, page.held_back),
        (0, 0, 0),
        "{name}"
    );
    page
}

/// Whose devices have erased it, and whose have not been heard of.
fn devices(erasure: &Erasure) -> Vec<(&str, bool)> {
    let devices = erasure.devices.iter();
    devices
        .map(|device| (device.name.as_deref().unwrap_or_default(), device.erased))
        .collect()
}

/// Alex's team with Sam and Kim in it; two households that all have, the first with everything in it.
async fn three(world: &World) -> (Person, Person, Person, DocKey, DocKey) {
    let (alex, sam, kim) = (
        world.device("Alex"),
        world.device("Sam"),
        world.device("Kim"),
    );
    alex.found(world).await;
    sam.join(&alex).await;
    kim.join(&alex).await;
    let goes = alex.add_household("Number 12").await;
    alex.add_visit(&goes, "Noted: whittling.", "whittling", "ask again")
        .await;
    alex.must(AddSafetyNote {
        household: goes.clone(),
        what: "The dog bites.".into(),
        incident_on: None,
        approved_by: None,
        review_on: None,
    })
    .await;
    let photo = photos::noise(world.folder(), "garden.jpg", 300, [200, 90, 40]);
    photos::add(&alex, &goes, &photo, "The garden").await;
    let stays = alex.add_household("Number 14").await;
    alex.add_visit(&stays, "Noted: baking.", "baking", "ask again")
        .await;
    for person in [&alex, &sam, &kim] {
        all_is_well(person).await;
    }
    (alex, sam, kim, goes, stays)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_erased_is_nowhere_and_whoever_was_away_goes_on() {
    let world = World::begin().await;
    let server = world.server_folder();
    let (alex, sam, kim, goes, stays) = three(&world).await;
    let pieces = sealed(&server, &goes);
    let kept = sealed(&server, &stays);
    assert!(
        pieces.len() >= 4,
        "keys, bodies and parts: {}",
        pieces.len()
    );
    assert_eq!(found(&server, &pieces), pieces.len(), "the control");

    // Sam is away, and writes: about the one that goes, a note for safety too, and about the other.
    sam.add_visit(&goes, "Never sent.", "sings", "ask again")
        .await;
    sam.must(AddSafetyNote {
        household: goes.clone(),
        what: "The stairs are wet.".into(),
        incident_on: None,
        approved_by: None,
        review_on: None,
    })
    .await;
    sam.add_visit(&stays, "Noted: juggling.", "juggling", "ask again")
        .await;

    let ahead = alex
        .must(GetErasure {
            household: goes.clone(),
        })
        .await;
    assert_eq!(ahead.name, "Number 12");
    let counts = (
        ahead.shown.visits,
        ahead.shown.attachments,
        ahead.safety_notes,
    );
    assert_eq!(
        (counts, ahead.other_devices, ahead.hold),
        ((1, 1, 1), 2, None)
    );
    let page = erase(&alex, &goes).await;
    let [erasure] = page.erasures.as_slice() else {
        panic!("{:?}", page.erasures)
    };
    assert_eq!(erasure.reason.as_deref(), Some(WHY));
    assert_eq!(erasure.by.as_deref(), Some("Alex"));
    assert!(erasure.at.is_some_and(|at| at <= world.now()));
    assert_eq!(
        devices(erasure),
        [("Alex", true), ("Kim", false), ("Sam", false)]
    );
    assert_eq!(found(&server, &pieces), 0, "the server has forgotten it");
    assert_eq!(found(&server, &kept), kept.len(), "and nothing else");
    is_whole(&server).await;
    is_gone(&alex, &goes).await;

    // Who has not heard of it has it still; then it goes there as well, and that is told.
    assert!(kim.open_unseen(&goes).await.household.visits.len() == 1);
    kim.sync().await;
    is_gone(&kim, &goes).await;
    all_is_well(&alex).await;
    let page = alex.must(GetTeam {}).await;
    assert_eq!(
        devices(&page.erasures[0]),
        [("Alex", true), ("Kim", true), ("Sam", false)]
    );

    // What Sam wrote about it goes unsent; what he wrote about the other arrives.
    all_is_well(&sam).await;
    is_gone(&sam, &goes).await;
    for person in [&alex, &kim] {
        all_is_well(person).await;
        assert_eq!(person.search("juggling").await.rows.len(), 1);
        is_gone(person, &goes).await;
    }
    // The note that nobody knew of is told of, and goes when an admin says so.
    let page = alex.must(GetTeam {}).await;
    let said: Vec<_> = page.left_over.iter().map(|note| &*note.what).collect();
    assert_eq!(said, ["The stairs are wet."]);
    assert_eq!(
        devices(&page.erasures[0]),
        [("Alex", true), ("Kim", true), ("Sam", true)]
    );
    let page = alex.must(EraseLeftOver { notes: Vec::new() }).await;
    assert_eq!(
        (page.left_over.len(), page.erasures.len()),
        (1, 1),
        "what was not shown stays"
    );
    let notes = page.left_over.into_iter().map(|note| note.id).collect();
    let page = alex.must(EraseLeftOver { notes }).await;
    assert_eq!((page.left_over.len(), page.erasures.len()), (0, 2));
    assert_eq!(page.erasures[0].reason.as_deref(), Some(WHY));
    for person in [&sam, &kim, &alex] {
        all_is_well(person).await;
        let call = GetSafetyNotes {
            household: goes.clone(),
        };
        let notes = person.must(call).await.notes;
        assert!(notes.is_empty(), "{}", person.name());
    }

    // Whoever comes later never had it, and takes in the rest.
    let robin = world.device("Robin");
    robin.join(&alex).await;
    all_is_well(&robin).await;
    is_gone(&robin, &goes).await;
    assert_eq!(robin.search("juggling").await.rows.len(), 1);
    assert_eq!(robin.must(ListHouseholds::default()).await.total, 1);
    let page = robin.must(GetTeam {}).await;
    assert_eq!(page.erasures.len(), 2);
    assert!(
        page.erasures.iter().all(|it| devices(it).len() == 3),
        "not Robin"
    );
    assert_eq!(page.erasures[1].reason.as_deref(), Some(WHY));
    is_whole(&server).await;
    // After a restart it is as before, and photos go on.
    sam.lock_and_unlock().await;
    is_gone(&sam, &goes).await;
    let photo = photos::noise(world.folder(), "kitchen.jpg", 200, [20, 90, 140]);
    photos::add(&sam, &stays, &photo, "The kitchen").await;
    all_is_well(&sam).await;
}

/// Sets the server back to its store of before, and leaves what remembers erasures where it is.
fn set_back(server: &Path, backup: &Path) {
    for name in ["doorstep.db-wal", "doorstep.db-shm"] {
        let _not_there = std::fs::remove_file(server.join(name));
    }
    std::fs::copy(backup.join(STORE), server.join(STORE)).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_restored_from_before_forgets_again_before_it_serves() {
    let mut world = World::begin().await;
    let (server, before): (PathBuf, PathBuf) =
        (world.server_folder(), world.folder().join("before"));
    let (alex, sam, kim, goes, stays) = three(&world).await;
    world.stop_server().await;
    copy_folder(&server, &before);
    let pieces = sealed(&server, &goes);
    world.start_server().await;
    erase(&alex, &goes).await;
    all_is_well(&kim).await;
    world.stop_server().await;
    assert_eq!(found(&server, &pieces), 0);

    // The program's own way: what is restored has forgotten it before it is called restored.
    let backup = world.folder().join("backup");
    back_up(&before, &backup).await.unwrap();
    assert_eq!(found(&backup, &pieces), pieces.len(), "the control");
    let elsewhere = world.folder().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    std::fs::copy(server.join(ERASURES), elsewhere.join(ERASURES)).unwrap();
    restore(&backup, &elsewhere, None).await.unwrap();
    assert_eq!(found(&elsewhere, &pieces), 0);
    let third = world.folder().join("third");
    restore(&backup, &third, Some(server.join(ERASURES)))
        .await
        .unwrap();
    assert_eq!(found(&third, &pieces), 0);

    // A store that somebody put back: it is made to forget when the server starts, before anybody
    // who knows of the erasure has come.
    set_back(&server, &before);
    assert_eq!(found(&server, &pieces), pieces.len(), "the control");
    world.start_server().await;
    assert_eq!(found(&server, &pieces), 0);
    // Sam, who has not heard of it, comes first, with something new about it.
    sam.add_visit(&goes, "Never kept.", "sings", "ask again")
        .await;
    sam.sync().await;
    let again = sealed(&server, &goes);
    assert_eq!(found(&server, &pieces), 0);
    assert!(!again.is_empty(), "nothing new is swallowed meanwhile");
    // Kim brings the entry back, what was kept until then goes, and all is well with everybody.
    for person in [&kim, &sam, &alex, &kim] {
        person.sync().await;
    }
    assert_eq!(found(&server, &[&pieces[..], &again].concat()), 0);
    for person in [&alex, &sam, &kim] {
        all_is_well(person).await;
        is_gone(person, &goes).await;
        assert_eq!(person.search("baking").await.rows.len(), 1);
    }
    is_whole(&server).await;

    // Where what remembers is lost as well, it is there until somebody comes who knows.
    world.stop_server().await;
    set_back(&server, &before);
    std::fs::remove_file(server.join(ERASURES)).unwrap();
    world.start_server().await;
    assert_eq!(found(&server, &pieces), pieces.len(), "the control");
    all_is_well(&sam).await;
    assert_eq!(found(&server, &pieces), 0);
    for person in [&alex, &kim] {
        all_is_well(person).await;
    }
    is_whole(&server).await;
    let late = world.device("Late");
    late.join(&alex).await;
    all_is_well(&late).await;
    is_gone(&late, &goes).await;
    assert_eq!(late.open_unseen(&stays).await.household.visits.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_admins_at_once_erase_the_same_and_each_another() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.found(&world).await;
    let dana = world.device("Dana");
    let made = alex.must(CreateInvite { role: Role::Admin }).await;
    dana.join_with(&alex, made.address, made.invite.code).await;
    let mut all = Vec::new();
    for number in 0..3 {
        all.push(alex.add_household(&format!("Number {number}")).await);
    }
    all_is_well(&alex).await;
    all_is_well(&dana).await;
    let mut sees = Vec::new();
    for household in &all {
        sees.push(shown(&alex, household).await);
    }
    let of = |number: usize| EraseHousehold {
        household: all[number].clone(),
        reason: WHY.into(),
        shown: sees[number].clone(),
    };
    let (one, other) = tokio::join!(alex.ask(of(0)), dana.ask(of(0)));
    // The second one finds that it is gone, before it begins or after.
    let gone = |problem: &doorstep_model::Problem| problem.code == ProblemCode::Erased;
    assert!(one.is_ok() || one.as_ref().is_err_and(gone), "{one:?}");
    assert!(
        other.is_ok() || other.as_ref().is_err_and(gone),
        "{other:?}"
    );
    assert!(one.is_ok() || other.is_ok());
    let (one, other) = tokio::join!(alex.ask(of(1)), dana.ask(of(2)));
    one.unwrap();
    other.unwrap();
    for person in [&alex, &dana, &alex] {
        person.sync().await;
    }
    for person in [&alex, &dana] {
        all_is_well(person).await;
        let page = person.must(GetTeam {}).await;
        assert_eq!(page.erasures.len(), 3, "one entry each: {}", person.name());
        assert!(
            page.erasures
                .iter()
                .all(|it| devices(it) == [("Alex", true), ("Dana", true)])
        );
        assert_eq!(person.must(ListHouseholds::default()).await.total, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hold_a_missing_reason_and_a_worker_stop_it() {
    let world = World::begin().await;
    let (alex, sam, _kim, goes, stays) = three(&world).await;
    let seen = shown(&alex, &goes).await;
    let of = |reason: &str| EraseHousehold {
        household: goes.clone(),
        reason: reason.into(),
        shown: seen.clone(),
    };
    let refused = async |person: &Person, reason: &str| {
        let refused = person.ask(of(reason)).await.unwrap_err();
        refused.code
    };
    assert_eq!(refused(&sam, WHY).await, ProblemCode::AdminOnly);
    assert_eq!(refused(&alex, "  ").await, ProblemCode::ReasonNeeded);
    assert_eq!(
        refused(&alex, &"x".repeat(300)).await,
        ProblemCode::TextTooLong
    );
    let look = sam
        .ask(GetErasure {
            household: goes.clone(),
        })
        .await;
    assert_eq!(look.unwrap_err().code, ProblemCode::AdminOnly);
    // Sam says that it has to be kept; Alex's device reads that before it would send anything.
    let hold = |text: Option<&str>| {
        let text = text.map(str::to_owned);
        vec![About::legal_hold.only().set(text)]
    };
    sam.edit(&goes, hold(Some("The court asked for it."))).await;
    all_is_well(&sam).await;
    assert_eq!(refused(&alex, WHY).await, ProblemCode::OnHold);
    let ahead = alex
        .must(GetErasure {
            household: goes.clone(),
        })
        .await;
    assert_eq!(ahead.hold.as_deref(), Some("The court asked for it."));
    // What is shown as one with it is kept with it.
    alex.must(JoinHouseholds {
        keep: stays.clone(),
        other: goes.clone(),
    })
    .await;
    let both = EraseHousehold {
        household: stays.clone(),
        reason: WHY.into(),
        shown: shown(&alex, &stays).await,
    };
    let problem = alex.ask(both.clone()).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::OnHold);
    alex.edit(&goes, hold(None)).await;
    let ahead = alex
        .must(GetErasure {
            household: stays.clone(),
        })
        .await;
    assert_eq!((ahead.name.as_str(), ahead.joined.len()), ("Number 14", 1));
    alex.must(both).await;
    all_is_well(&alex).await;
    all_is_well(&sam).await;
    for household in [&goes, &stays] {
        is_gone(&sam, household).await;
    }
    assert_eq!(sam.must(ListHouseholds::default()).await.total, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_kept_long_enough_is_proposed_and_nothing_else_happens() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.found(&world).await;
    let closed = |year| vec![About::closed.only().set(Date::new(year, 3, 1))];
    let mut all = Vec::new();
    for (name, year) in [("Long ago", 2015), ("Held", 2014), ("Lately", 2026)] {
        let id = alex.add_household(name).await;
        alex.edit(&id, closed(year)).await;
        all.push(id);
    }
    alex.add_household("Open").await;
    let hold = || About::legal_hold.only();
    alex.edit(&all[1], vec![hold().set(Some("A claim.".to_owned()))])
        .await;
    let proposed = async || {
        let page = alex.must(GetTeam {}).await;
        let names = page.past_keeping.into_iter().map(|past| past.name);
        names.collect::<Vec<_>>()
    };
    let keep = async |years: Option<i64>| {
        let edits = vec![TeamAbout::keep_closed_years.only().set(years)];
        alex.must(EditTeam { edits }).await;
    };
    assert!(
        proposed().await.is_empty(),
        "it is off until somebody says so"
    );
    keep(Some(6)).await;
    assert_eq!(proposed().await, ["Long ago"]);
    keep(Some(30)).await;
    assert!(proposed().await.is_empty());
    keep(Some(6)).await;
    alex.edit(&all[1], vec![hold().set(None::<String>)]).await;
    assert_eq!(proposed().await, ["Held", "Long ago"]);
    let page = alex
        .must(ListHouseholds {
            with_closed: true,
            ..Default::default()
        })
        .await;
    assert_eq!(page.total, 4, "nothing happens by itself");
    keep(Some(0)).await;
    assert!(proposed().await.is_empty());
    keep(None).await;
    assert!(proposed().await.is_empty());
}

/// No more goes than the admin saw: somebody joined it with another one after that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_grown_since_it_was_shown_is_not_erased() {
    let world = World::begin().await;
    let server = world.server_folder();
    let (alex, sam, _kim, goes, stays) = three(&world).await;
    let pieces = [sealed(&server, &goes), sealed(&server, &stays)].concat();
    let seen = shown(&alex, &goes).await;
    sam.must(JoinHouseholds {
        keep: stays.clone(),
        other: goes.clone(),
    })
    .await;
    all_is_well(&sam).await;
    let erase = |shown: ErasureShown| EraseHousehold {
        household: goes.clone(),
        reason: WHY.into(),
        shown,
    };
    let refused = alex.ask(erase(seen.clone())).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::ErasureChanged);
    assert_eq!(found(&server, &pieces), pieces.len(), "nothing went");
    // One more visit is told as well.
    let joined = shown(&alex, &goes).await;
    assert_eq!(joined.documents.len(), seen.documents.len() + 1);
    sam.add_visit(&stays, "Noted: juggling.", "juggling", "ask again")
        .await;
    all_is_well(&sam).await;
    let refused = alex.ask(erase(joined)).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::ErasureChanged);
    // The preview reads what the server has; what it shows is what goes.
    let now = shown(&alex, &goes).await;
    assert_eq!(now.visits, 3);
    let page = alex.must(erase(now)).await;
    assert_eq!(page.erasures.len(), 1);
    assert_eq!(found(&server, &pieces), 0);
    for person in [&alex, &sam] {
        all_is_well(person).await;
        is_gone(person, &goes).await;
        is_gone(person, &stays).await;
    }
}

/// A note that ever named a household which stands is not offered with what was left over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_that_named_another_household_is_not_left_over() {
    let world = World::begin().await;
    let (alex, sam, _kim, goes, stays) = three(&world).await;
    let note = |household: &DocKey, what: &str| AddSafetyNote {
        household: household.clone(),
        what: what.into(),
        incident_on: None,
        approved_by: None,
        review_on: None,
    };
    let moved = sam.must(note(&stays, "The gate sticks.")).await.id;
    sam.must(note(&goes, "The stairs are wet.")).await;
    let edits = vec![SafetyNote::household.only().set(Some(goes.clone()))];
    sam.must(EditSafetyNote {
        id: moved.clone(),
        edits,
    })
    .await;
    erase(&alex, &goes).await;
    all_is_well(&sam).await;
    all_is_well(&alex).await;
    let left = alex.must(GetTeam {}).await.left_over;
    let said: Vec<_> = left.iter().map(|note| &*note.what).collect();
    assert_eq!(said, ["The stairs are wet."]);
    // Naming it does not help.
    let notes = vec![moved];
    let page = alex.must(EraseLeftOver { notes }).await;
    assert_eq!((page.erasures.len(), page.left_over.len()), (1, 1));
}

/// A server that was set back remembers an erasure, and its entry never comes back: the only one who knew
/// of it is gone, and the team goes on without it. Nothing that is written is swallowed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_waits_for_an_entry_in_vain_swallows_nothing() {
    let mut world = World::begin().await;
    let (server, before): (PathBuf, PathBuf) =
        (world.server_folder(), world.folder().join("before"));
    let (alex, sam, kim, goes, stays) = three(&world).await;
    let dana = world.device("Dana");
    let made = alex.must(CreateInvite { role: Role::Admin }).await;
    dana.join_with(&alex, made.address, made.invite.code).await;
    for person in [&alex, &sam, &kim, &dana] {
        all_is_well(person).await;
    }
    world.stop_server().await;
    copy_folder(&server, &before);
    world.start_server().await;
    let pieces = sealed(&server, &goes);
    erase(&alex, &goes).await;
    world.stop_server().await;
    set_back(&server, &before);
    world.start_server().await;
    assert_eq!(found(&server, &pieces), 0, "what it remembers it forgets");

    // While the entry may still come.
    sam.add_visit(&goes, "Noted: juggling.", "juggling", "ask again")
        .await;
    all_is_well(&sam).await;
    all_is_well(&dana).await;
    assert_eq!(dana.search("juggling").await.rows.len(), 1);
    let waiting = sealed(&server, &goes);
    assert!(!waiting.is_empty());
    // The team goes on: another entry stands in its place.
    let robin = world.device("Robin");
    robin.join(&dana).await;
    sam.add_visit(&goes, "Noted: sledging.", "sledging", "ask again")
        .await;
    for person in [&sam, &kim, &dana] {
        all_is_well(person).await;
    }
    for words in ["juggling", "sledging"] {
        assert_eq!(kim.search(words).await.rows.len(), 1, "{words}");
    }
    // Nor does the next start take it away.
    let all = sealed(&server, &goes);
    assert!(all.len() > waiting.len());
    world.stop_server().await;
    world.start_server().await;
    assert_eq!(found(&server, &all), all.len());
    for person in [&sam, &kim, &dana] {
        all_is_well(person).await;
        assert_eq!(person.open_unseen(&goes).await.household.visits.len(), 3);
    }
    robin.sync().await;
    assert_eq!(robin.open_unseen(&stays).await.household.visits.len(), 1);
    // What was destroyed stays so, and that is told.
    let store = SqliteStorage::look(&server.join(STORE)).unwrap();
    let report = verify(&SqliteLedger::new(store)).await.unwrap();
    let told = |wrong: &Wrong| matches!(wrong, Wrong::ErasedWrongly(_));
    assert!(!report.findings.is_empty());
    assert!(report.findings.iter().all(|it| told(&it.wrong)));
}

/// Whoever says that something was erased which was not is not believed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_takes_content_away_by_saying_that_it_was_erased() {
    let world = World::begin().await;
    let setup = SetupSecret(decode_code(world.setup_code()).unwrap());
    let mut member = Founder::begin(world.address(), &setup).await;
    let chunk = member.chunk(40);
    let refused = member.push(vec![chunk.erased().into_bytes()]).await;
    assert_eq!(refused.refused, Some(RefusalCode::BadChunk));
    let kept = member.push(vec![chunk.bytes().to_vec()]).await;
    assert_eq!(kept.status, 200);
}
