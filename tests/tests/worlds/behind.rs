//! A server that lacks what it had: restored from a copy of its folder, wiped, replaced. And devices
//! that were restored from a copy, or cloned.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_model::call::{ConnectServer, GetHouseholdKept, Lock, SyncPage, SyncState};
use doorstep_model::{DocKey, ProblemCode};
use doorstep_tests::world::copies::{copy_folder, held_by_server};
use doorstep_tests::world::{Person, World};

/// What the panel must say once all is held by the server.
fn all_is_well(page: &SyncPage) {
    assert_eq!(page.problem, None);
    assert_eq!(page.state, SyncState::UpToDate);
    assert_eq!((page.waiting, page.quarantined, page.held_back), (0, 0, 0));
    assert_eq!(
        page.server_behind.map_or(0, |behind| behind.to_give_back),
        0
    );
}

fn lacked(page: &SyncPage) -> Option<u32> {
    page.server_behind.map(|behind| behind.lacked)
}

async fn visit(person: &Person, id: &DocKey, what: &str) {
    person
        .add_visit(id, &format!("noted {what}"), what, "ask again")
        .await;
}

async fn knows(person: &Person, words: &[&str]) {
    for what in words {
        let found = person.search(what).await.rows.len();
        assert_eq!(found, 1, "{} lacks “{what}”", person.name());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_restored_from_a_copy_is_given_back_what_it_lost() {
    let mut world = World::begin().await;
    let backup = world.folder().join("backup");
    let (alex, sam, kim) = (
        world.device("Alex"),
        world.device("Sam"),
        world.device("Kim"),
    );
    alex.found(&world).await;
    sam.join(&alex).await;
    let id = alex.add_household("Number 12").await;
    visit(&alex, &id, "gardens").await;
    alex.sync().await;
    sam.sync().await;
    world.stop_server().await;
    copy_folder(&world.server_folder(), &backup);
    world.start_server().await;

    // After the copy: both write, and somebody joins.
    visit(&alex, &id, "whittling").await;
    alex.sync().await;
    sam.sync().await;
    visit(&sam, &id, "singing").await;
    sam.sync().await;
    kim.join(&alex).await;
    visit(&kim, &id, "baking").await;
    kim.sync().await;
    sam.sync().await;
    world.stop_server().await;
    let whole = held_by_server(&world.server_folder());
    copy_folder(&backup, &world.server_folder());
    let set_back = held_by_server(&world.server_folder());
    // Four chunks, two entries, and what devices say of having read.
    assert!(
        set_back.len() + 6 <= whole.len(),
        "the copy lacks something"
    );
    world.start_server().await;

    // Whoever joined later is unknown until somebody comes who was there before.
    let page = kim.sync().await;
    assert_eq!(
        page.problem.map(|problem| problem.code),
        Some(ProblemCode::ServerForgotDevice)
    );
    visit(&sam, &id, "bridge").await;
    let page = sam.sync().await;
    all_is_well(&page);
    assert!(lacked(&page) >= Some(4), "it is told: {page:?}");
    // What was given back stands where it stood, so the others find nothing amiss.
    for person in [&alex, &kim] {
        let page = person.sync().await;
        all_is_well(&page);
        assert_eq!(lacked(&page), None, "{}", person.name());
    }
    let words = ["gardens", "whittling", "singing", "baking", "bridge"];
    for person in [&alex, &sam, &kim] {
        knows(person, &words).await;
    }
    world.stop_server().await;
    let again = held_by_server(&world.server_folder());
    assert!(whole.is_subset(&again), "all that was there is there");
    world.start_server().await;
    let late = world.device("Late");
    late.join(&alex).await;
    late.sync().await;
    knows(&late, &words).await;
}

/// The server is set back to each state that it ever had, and somebody else comes first each time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_restored_to_any_point_is_given_back_everything() {
    let mut world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(&world).await;
    sam.join(&alex).await;
    let id = alex.add_household("Number 12").await;
    alex.sync().await;
    sam.sync().await;
    let (mut points, mut words) = (Vec::new(), Vec::new());
    for number in 0..12 {
        world.stop_server().await;
        let point = world.folder().join(format!("point {number}"));
        copy_folder(&world.server_folder(), &point);
        points.push(point);
        world.start_server().await;
        let writer = if number % 3 == 0 { &sam } else { &alex };
        let word = format!("word{}", char::from(b'a' + number));
        visit(writer, &id, &word).await;
        words.push(word);
        for person in [writer, &alex, &sam] {
            all_is_well(&person.sync().await);
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    world.stop_server().await;
    let whole = held_by_server(&world.server_folder());
    for (number, point) in points.iter().enumerate() {
        copy_folder(point, &world.server_folder());
        world.start_server().await;
        let (first, second) = if number % 2 == 0 {
            (&alex, &sam)
        } else {
            (&sam, &alex)
        };
        if number % 5 == 0 {
            // A crash, or a locked device, in between changes nothing.
            first.lock_and_unlock().await;
        }
        for person in [first, second, first] {
            all_is_well(&person.sync().await);
            knows(person, &words).await;
        }
        world.stop_server().await;
        let again = held_by_server(&world.server_folder());
        assert!(again == whole, "set back to point {number}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_lost_for_good_is_replaced_by_anybody_who_has_the_setup_code() {
    let mut world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(&world).await;
    sam.join(&alex).await;
    let id = alex.add_household("Number 12").await;
    visit(&alex, &id, "gardens").await;
    alex.sync().await;
    sam.sync().await;
    visit(&sam, &id, "singing").await;
    sam.sync().await;
    world.stop_server().await;
    world.start_stranger().await;
    let page = sam.sync().await;
    let problem = page.problem.map(|problem| problem.code);
    assert_eq!(problem, Some(ProblemCode::ServerNotTheSame));
    // Not by chance: the setup code, and a yes.
    let call = |replace, code: &str| ConnectServer {
        address: world.address().to_string(),
        setup_code: code.to_owned(),
        replace,
    };
    let unasked = sam.ask(call(false, world.setup_code())).await;
    assert_eq!(unasked.unwrap_err().code, ProblemCode::ServerNotTheSame);
    let wrong = doorstep_wire::code::encode_code(&[9; 16]);
    let guessed = sam.ask(call(true, &wrong)).await;
    assert_eq!(guessed.unwrap_err().code, ProblemCode::SetupCodeWrong);
    // Sam founded nothing and is no admin, and brings the whole team.
    let page = sam.must(call(true, world.setup_code())).await;
    all_is_well(&page);
    assert!(lacked(&page) >= Some(4), "{page:?}");
    // Alex held one chunk less; nothing is said twice.
    let page = alex.must(call(true, world.setup_code())).await;
    all_is_well(&page);
    for person in [&alex, &sam] {
        knows(person, &["gardens", "singing"]).await;
    }
    let late = world.device("Late");
    late.join(&alex).await;
    late.sync().await;
    knows(&late, &["gardens", "singing"]).await;
}

/// A tablet's folder is copied, and both go on: nobody's record is spoilt and nothing is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cloned_device_and_its_original_both_get_through() {
    let world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(&world).await;
    sam.join(&alex).await;
    let id = alex.add_household("Number 12").await;
    alex.sync().await;
    sam.sync().await;
    sam.must(Lock {}).await;
    copy_folder(&world.home("Sam"), &world.home("Sam's copy"));
    let copy = world.device("Sam's copy");
    for person in [&sam, &copy] {
        person.unlock().await;
    }
    visit(&sam, &id, "singing").await;
    visit(&copy, &id, "whittling").await;
    for person in [&sam, &copy, &sam, &copy, &alex] {
        all_is_well(&person.sync().await);
    }
    visit(&copy, &id, "baking").await;
    visit(&sam, &id, "gardens").await;
    for person in [&copy, &sam, &copy, &alex] {
        all_is_well(&person.sync().await);
    }
    for person in [&sam, &copy, &alex] {
        knows(person, &["singing", "whittling", "baking", "gardens"]).await;
    }
}

/// A device is set back to a copy in which something waited to be sent that was sent since.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_restored_from_a_copy_loses_nothing_that_was_sent() {
    let mut world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(&world).await;
    sam.join(&alex).await;
    let id = alex.add_household("Number 12").await;
    alex.sync().await;
    sam.sync().await;
    // Sealed and not sent: the server does not answer.
    world.stop_server().await;
    visit(&sam, &id, "singing").await;
    sam.sync().await;
    sam.must(Lock {}).await;
    copy_folder(&world.home("Sam"), &world.folder().join("copy"));
    world.start_server().await;
    sam.unlock().await;
    visit(&sam, &id, "whittling").await;
    all_is_well(&sam.sync().await);
    drop(sam);
    copy_folder(&world.folder().join("copy"), &world.home("Sam"));
    let sam = world.device("Sam");
    sam.unlock().await;
    visit(&sam, &id, "baking").await;
    for person in [&sam, &alex, &sam] {
        all_is_well(&person.sync().await);
        knows(person, &["singing", "whittling", "baking"]).await;
    }
}

/// A device is set back together with the server, and writes before anybody comes who knew more: for
/// one place of its log there are two chunks. What a teammate has of the other one stays with them.
/// All else is sent, and what builds on it waits where it is told that it waits: handing another's
/// chunk on would let it through.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_was_set_back_with_the_server_holds_up_nobody() {
    let mut world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(&world).await;
    sam.join(&alex).await;
    let id = alex.add_household("Number 12").await;
    alex.sync().await;
    sam.sync().await;
    sam.must(Lock {}).await;
    world.stop_server().await;
    let (server, device) = (
        world.folder().join("server copy"),
        world.folder().join("copy"),
    );
    copy_folder(&world.server_folder(), &server);
    copy_folder(&world.home("Sam"), &device);
    world.start_server().await;
    sam.unlock().await;
    visit(&sam, &id, "whittling").await;
    sam.sync().await;
    alex.sync().await;
    knows(&alex, &["whittling"]).await;
    drop(sam);
    world.stop_server().await;
    copy_folder(&server, &world.server_folder());
    copy_folder(&device, &world.home("Sam"));
    world.start_server().await;
    let sam = world.device("Sam");
    sam.unlock().await;
    visit(&sam, &id, "singing").await;
    sam.sync().await;

    // Alex has another chunk for the place at which that one stands now, and something of his own.
    visit(&alex, &id, "gardens").await;
    let mut page = alex.sync().await;
    for _ in 0..3 {
        page = alex.sync().await;
    }
    assert_eq!((page.problem, page.waiting), (None, 0));
    assert_eq!(page.not_taken, 1, "it is told");
    let page = sam.sync().await;
    assert!(
        page.held_back > 0,
        "it builds on what Sam has lost: {page:?}"
    );
    let apart: Vec<_> = page.apart.iter().map(|apart| apart.name.as_str()).collect();
    assert_eq!(apart, ["Number 12"], "and it is told where");
    assert_eq!(page.apart[0].held_back, page.held_back);
    knows(&sam, &["singing"]).await;
    knows(&alex, &["singing", "gardens", "whittling"]).await;
    world.pass_seconds(16 * 60);
    sam.sync().await;
    alex.sync().await;
    let kept = alex.must(GetHouseholdKept { id: id.clone() }).await;
    let said: Vec<bool> = kept.devices.iter().map(|device| device.all).collect();
    assert_eq!(
        (kept.server, said),
        (false, vec![false]),
        "no more is said than is so"
    );
}
