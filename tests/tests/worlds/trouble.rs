//! What can go wrong between a device, its store and its server: each says what happened, and
//! nothing is lost.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_model::call::{
    AskToJoin, ConnectServer, CreateInvite, GetStanding, GetTeam, Lock, Standing, StartTeam,
    SyncState, Unlock, UnlockWithWords,
};
use doorstep_model::household::WhatMatters;
use doorstep_model::team::Role;
use doorstep_model::{Heads, Problem, ProblemCode};
use doorstep_tests::world::{PASSPHRASE, World};

fn code<T>(result: Result<T, Problem>) -> ProblemCode {
    result.err().expect("it does not go well").code
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_passphrase_opens_nothing_and_makes_the_next_ones_wait() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    let words = alex.start_team().await;
    let id = alex.add_household("Number 12").await;
    alex.must(Lock {}).await;
    assert_eq!(
        code(alex.ask(doorstep_model::call::GetTeam {}).await),
        ProblemCode::Locked
    );
    let wrong = || Unlock {
        passphrase: "correct horse battery stapler".into(),
    };
    for _ in 0..5 {
        assert_eq!(code(alex.ask(wrong()).await), ProblemCode::WrongPassphrase);
    }
    // Even the right one has to wait now, after a restart as well.
    drop(alex);
    let alex = world.device("Alex");
    let right = || Unlock {
        passphrase: PASSPHRASE.into(),
    };
    assert_eq!(code(alex.ask(right()).await), ProblemCode::WaitBeforeRetry);
    assert!(matches!(
        alex.must(GetStanding {}).await,
        Standing::Locked {
            wait_seconds: 1..=5
        }
    ));
    world.pass_seconds(6);
    alex.must(right()).await;
    assert_eq!(
        alex.open(&id).await.household.about.name.value.as_deref(),
        Some("Number 12")
    );

    // The words on paper open it too, and set another passphrase.
    alex.must(Lock {}).await;
    let mut other = words.clone();
    other.swap(0, 1);
    let with = |words: Vec<String>| UnlockWithWords {
        words,
        new_passphrase: "another long phrase".into(),
    };
    assert_eq!(code(alex.ask(with(other)).await), ProblemCode::WrongWords);
    alex.must(with(words)).await;
    alex.must(Lock {}).await;
    assert_eq!(code(alex.ask(right()).await), ProblemCode::WrongPassphrase);
    alex.must(Unlock {
        passphrase: "another long phrase".into(),
    })
    .await;
    assert_eq!(alex.search("").await.total, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_that_are_wrong_used_or_taken_let_nobody_in() {
    let world = World::begin().await;
    let (alex, sam, eve) = (
        world.device("Alex"),
        world.device("Sam"),
        world.device("Eve"),
    );
    alex.found(&world).await;
    let (address, invite) = alex.invite().await;
    let ask = |person: &doorstep_tests::world::Person, code: &str| -> AskToJoin {
        person.asking(address.clone(), code.to_owned())
    };
    // Of slips in one letter three in four are noticed before anybody is asked; this is one.
    let slip = |letter: char| invite.replacen(&invite[3..4], &letter.to_string(), 1);
    let slipped = ('A'..='H')
        .map(slip)
        .find(|typed| doorstep_wire::code::decode_code(typed).is_err())
        .expect("a slip that is noticed");
    assert_eq!(
        code(sam.ask(ask(&sam, &slipped)).await),
        ProblemCode::CodeNotValid
    );
    let unknown = doorstep_wire::code::encode_code(&[7; 16]);
    assert_eq!(
        code(sam.ask(ask(&sam, &unknown)).await),
        ProblemCode::CodeUnknown
    );
    assert!(
        matches!(sam.must(GetStanding {}).await, Standing::Fresh),
        "the doors are still there"
    );

    // The first device that asks has the invite.
    sam.join_with(&alex, address.clone(), invite.clone()).await;
    assert_eq!(
        code(eve.ask(ask(&eve, &invite)).await),
        ProblemCode::CodeUsed
    );
    let (_, second) = alex.invite().await;
    eve.must(ask(&eve, &second)).await;
    let late = world.device("Late");
    assert_eq!(
        code(late.ask(ask(&late, &second)).await),
        ProblemCode::CodeUsed
    );
    // Only an admin invites.
    assert_eq!(
        code(sam.ask(CreateInvite { role: Role::Worker }).await),
        ProblemCode::AdminOnly
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invite_that_is_over_lets_nobody_in() {
    let world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(&world).await;
    // The admin's clock is a month behind, so the invite has ended by the server's.
    world.pass_seconds(-31 * 24 * 3_600);
    let (address, invite) = alex.invite().await;
    let asking = sam.asking(address, invite);
    assert_eq!(code(sam.ask(asking).await), ProblemCode::CodeExpired);
    assert!(matches!(sam.must(GetStanding {}).await, Standing::Fresh));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_has_gone_or_is_another_stops_nobody_from_working() {
    let mut world = World::begin().await;
    let alex = world.device("Alex");
    alex.found(&world).await;
    let id = alex.add_household("Number 12").await;
    alex.sync().await;
    world.stop_server().await;
    alex.add_visit(&id, "No signal here", "Calm", "Nothing yet")
        .await;
    let page = alex.sync().await;
    assert_eq!(page.state, SyncState::Offline);
    assert_eq!(
        page.problem.map(|problem| problem.code),
        Some(ProblemCode::ServerGone)
    );
    assert!(page.waiting > 0);

    // Another certificate: nothing is sent, and it is said.
    world.start_stranger().await;
    let page = alex.sync().await;
    assert_eq!(page.state, SyncState::Trouble);
    assert_eq!(
        page.problem.map(|problem| problem.code),
        Some(ProblemCode::ServerNotTheSame)
    );
    assert!(page.waiting > 0);
    assert_eq!(alex.open(&id).await.household.visits.len(), 1);
    world.stop_server().await;
    world.start_server().await;
    let page = alex.sync().await;
    assert_eq!((page.state, page.waiting), (SyncState::UpToDate, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_setup_code_or_address_connects_nothing() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.start_team().await;
    let connect = |address: String, setup_code: &str| ConnectServer {
        address,
        setup_code: setup_code.to_owned(),
        replace: false,
    };
    let address = world.address().to_string();
    let other = doorstep_wire::code::encode_code(&[9; 16]);
    let wrong = alex.ask(connect(address.clone(), &other)).await;
    assert_eq!(code(wrong), ProblemCode::SetupCodeWrong);
    assert_eq!(
        code(alex.ask(connect(address.clone(), "nonsense")).await),
        ProblemCode::CodeNotValid
    );
    let nowhere = alex.ask(connect("office".into(), world.setup_code())).await;
    assert_eq!(code(nowhere), ProblemCode::AddressNotValid);
    let closed = alex
        .ask(connect("127.0.0.1:1".into(), world.setup_code()))
        .await;
    assert_eq!(code(closed), ProblemCode::ServerGone);
    assert_eq!(alex.must(GetTeam {}).await.server, None);
    alex.must(connect(address, world.setup_code())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_cannot_be_read_is_left_as_it_is() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.start_team().await;
    alex.must(Lock {}).await;
    let database = world.home("Alex").join("team/store.db");
    let whole = std::fs::read(&database).expect("the database");
    let mut damaged = whole.clone();
    damaged
        .iter_mut()
        .take(4096)
        .for_each(|byte| *byte = !*byte);
    std::fs::write(&database, &damaged).expect("it can be written");
    let unlock = || Unlock {
        passphrase: PASSPHRASE.into(),
    };
    assert_eq!(code(alex.ask(unlock()).await), ProblemCode::StoreUnreadable);
    assert_eq!(
        std::fs::read(&database).expect("still there"),
        damaged,
        "not recreated over"
    );
    let again = StartTeam {
        team_name: "Another".into(),
        locality: String::new(),
        my_name: "Alex".into(),
        passphrase: PASSPHRASE.into(),
    };
    assert_eq!(code(alex.ask(again).await), ProblemCode::TeamExists);
    std::fs::write(&database, whole).expect("put back");
    alex.unlock().await;
}

/// What a crash would leave of Alex's open device, as the device "Crashed".
fn crash(world: &World) -> std::path::PathBuf {
    let (open, crashed) = (
        world.home("Alex").join("team"),
        world.home("Crashed").join("team"),
    );
    std::fs::create_dir_all(&crashed).expect("a folder");
    for name in ["store.db", "store.db-wal", "slots-a", "slots-b"] {
        std::fs::copy(open.join(name), crashed.join(name)).expect("a copy");
    }
    crashed
}

/// As [`a_database_that_cannot_be_read_is_left_as_it_is`], where the app was ended by force before:
/// the log of changes beside the database belongs to it, and is left as well.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_crash_it_is_left_with_its_log() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.start_team().await;
    alex.add_household("Number 12").await;
    let crashed = crash(&world);
    let good = std::fs::read(crashed.join("store.db-wal")).expect("the log");
    assert!(
        !good.is_empty(),
        "there is something that the database alone does not have"
    );
    let read = |name: &str| std::fs::read(crashed.join(name)).expect("still there");
    // Both the first page and the log, whose copy of that page would stand in for it.
    let mut log = good.clone();
    log.iter_mut().skip(100).for_each(|byte| *byte = !*byte);
    let mut damaged = read("store.db");
    damaged.iter_mut().for_each(|byte| *byte = !*byte);
    std::fs::write(crashed.join("store.db"), &damaged).expect("it can be written");
    std::fs::write(crashed.join("store.db-wal"), &log).expect("it can be written");
    let device = world.device("Crashed");
    let unlock = device
        .ask(Unlock {
            passphrase: PASSPHRASE.into(),
        })
        .await;
    assert_eq!(code(unlock), ProblemCode::StoreUnreadable);
    assert!(read("store.db") == damaged, "the database");
    assert!(read("store.db-wal") == log, "its log");
}

/// The control: what a crash leaves opens, with everything in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_crash_leaves_opens_with_everything() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.start_team().await;
    alex.add_household("Number 12").await;
    crash(&world);
    let device = world.device("Crashed");
    device.unlock().await;
    assert_eq!(device.search("").await.total, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_torn_copy_of_the_slots_is_no_loss_and_two_are_said() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.start_team().await;
    alex.must(Lock {}).await;
    let slots = |name: &str| world.home("Alex").join("team").join(name);
    std::fs::write(slots("slots-a"), b"torn").expect("it can be written");
    alex.unlock().await;
    alex.must(Lock {}).await;
    // It was written anew then, so that the other one can be lost as well.
    std::fs::write(slots("slots-b"), b"torn").expect("it can be written");
    alex.unlock().await;
    alex.must(Lock {}).await;
    for name in ["slots-a", "slots-b"] {
        std::fs::write(slots(name), b"torn").expect("it can be written");
    }
    let unlock = alex
        .ask(Unlock {
            passphrase: PASSPHRASE.into(),
        })
        .await;
    assert_eq!(code(unlock), ProblemCode::StoreUnreadable);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_program_is_told_that_the_folder_is_in_use() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.start_team().await;
    let second = world.device("Alex");
    let unlock = second
        .ask(Unlock {
            passphrase: PASSPHRASE.into(),
        })
        .await;
    assert_eq!(code(unlock), ProblemCode::OpenElsewhere);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_edits_are_refused_whole_with_their_code() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.start_team().await;
    let id = alex.add_household("Number 12").await;
    let good = WhatMatters::good_life
        .only()
        .write(&Heads::default(), "Sundays");
    let too_long = WhatMatters::history
        .only()
        .write(&Heads::default(), "x".repeat(3_000_000));
    let call = doorstep_model::call::EditHousehold {
        id: id.clone(),
        edits: vec![good, too_long],
    };
    assert_eq!(code(alex.ask(call).await), ProblemCode::TextTooLong);
    assert!(
        alex.open(&id)
            .await
            .household
            .what_matters
            .good_life
            .is_blank(),
        "all or nothing"
    );
    let nowhere = doorstep_model::DocKey::from([1; 16]);
    let call = doorstep_model::call::OpenHousehold {
        id: nowhere,
        seen: true,
    };
    assert_eq!(code(alex.ask(call).await), ProblemCode::NotHere);
}
