//! Every device of a team is lost. The words on paper and the server bring it back on a new device, whole,
//! with new keys and new words.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use std::fs;
use std::io::Read as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Instant, SystemTime};

use doorstep_device::{Answered, Asked, Awaited, Way};
use doorstep_model::call::{
    BeginRecovery, CancelRecovery, CheckRecoveryWords, ChooseFile, ConfirmRecovery, FinishRecovery,
    GetRecoveryKit, GetStanding, GetTeam, ListHouseholds, Lock, Open, PaperKind, RecoveryProgress,
    RemoveDevice, Standing, StartTeam, SyncNow, Unlock, UnlockWithWords, WritePaper,
};
use doorstep_model::household::WhatMatters;
use doorstep_model::paper::{Block, Paper};
use doorstep_model::team::Role;
use doorstep_model::{DocKey, Heads, ProblemCode};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_tests::fault::slots::key_by_words;
use doorstep_tests::world::copies::copy_folder;
use doorstep_tests::world::raw::{Founder, client, token_for_words};
use doorstep_tests::world::scan::find_in_folder;
use doorstep_tests::world::{PASSPHRASE, Person, World};
use doorstep_wire::code::decode_code;
use doorstep_wire::encode;
use doorstep_wire::id::{Pin, SetupSecret};
use doorstep_wire::limits::MAX_RECOVERY_TEAMS;
use doorstep_wire::membership::Append;
use doorstep_wire::refusal::RefusalCode;
use doorstep_wire::session::SESSION_HEADER;
use reqwest::Method;
use rusqlite::Connection;

const HOUSEHOLDS: usize = 30;
const DAY: i64 = 24 * 60 * 60;

/// Alex's team at the world's server, and its words.
async fn founded(world: &World, alex: &Person) -> Vec<String> {
    let words = alex.start_team().await;
    alex.connect(&world.address().to_string(), world.setup_code())
        .await;
    words
}

fn beginning(world: &World, name: &str, words: &[String]) -> BeginRecovery {
    BeginRecovery {
        address: world.address().to_string(),
        words: words.to_vec(),
        team_words: Vec::new(),
        my_name: name.into(),
        passphrase: PASSPHRASE.into(),
    }
}

async fn type_back(person: &Person, progress: &RecoveryProgress) {
    let words = progress.new_words.clone();
    let confirmed = person.must(ConfirmRecovery { words }).await;
    assert!(confirmed.wrong.is_empty(), "{:?}", confirmed.wrong);
}

/// All of it; returns the new words.
async fn recover(world: &World, person: &Person, words: &[String]) -> Vec<String> {
    let progress = person.must(beginning(world, person.name(), words)).await;
    type_back(person, &progress).await;
    let standing = person.must(FinishRecovery {}).await;
    assert!(matches!(standing, Standing::Open(_)), "{standing:?}");
    progress.new_words.clone()
}

async fn open(person: &Person) -> Open {
    match person.must(GetStanding {}).await {
        Standing::Open(open) => open,
        other => panic!("{}: {other:?}", person.name()),
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

async fn due(person: &Person) -> bool {
    person.must(GetTeam {}).await.recovery_due
}

async fn refused(person: &Person, call: BeginRecovery) -> ProblemCode {
    let began = person.ask(call).await;
    began.expect_err("it is refused").code
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_and_server_bring_everything_back_on_a_new_device() {
    let world = World::begin().await;
    let (alex, sam, kim) = (
        world.device("Alex"),
        world.device("Sam"),
        world.device("Kim"),
    );
    let words = founded(&world, &alex).await;
    sam.join(&alex).await;
    kim.join(&alex).await;
    let mut all = Vec::new();
    for number in 0..HOUSEHOLDS {
        // Half of them before the team's key changed, half after it, and by two devices.
        if number == HOUSEHOLDS / 2 {
            for person in [&alex, &sam, &kim] {
                person.sync().await;
            }
            let device = open(&kim).await.device;
            alex.must(RemoveDevice { device }).await;
            sam.sync().await;
        }
        let writer = if number % 2 == 0 { &alex } else { &sam };
        let id = writer.add_household(&format!("Household {number}")).await;
        write(writer, &id, &format!("What matters {number}")).await;
        let notes = format!("Note {number}");
        writer
            .add_visit(&id, &notes, "A strength", "An action")
            .await;
        all.push((id, format!("What matters {number}"), notes));
    }
    for person in [&alex, &sam, &alex] {
        let page = person.sync().await;
        assert_eq!(page.problem, None);
    }
    let me = open(&alex).await.me;
    let kit = alex.must(GetRecoveryKit {}).await;
    for person in [alex, sam, kim] {
        let name = person.name().to_owned();
        drop(person);
        fs::remove_dir_all(world.home(&name)).expect("the device is gone");
    }

    let began = Instant::now();
    let new = world.device("alex");
    let progress = new.must(beginning(&world, "alex", &words)).await;
    assert_eq!(progress.team_words, kit.team_words, "it is the same team");
    assert_ne!(progress.new_words, words);
    assert_eq!(progress.devices, 2, "one was removed");
    assert!(!progress.typed_back);
    // Nothing has changed for the team before the new words were typed back, and those alone count.
    let too_early = new.ask(FinishRecovery {}).await.unwrap_err();
    assert_eq!(too_early.code, ProblemCode::WordsNotTyped);
    let wrong = new
        .must(ConfirmRecovery {
            words: words.clone(),
        })
        .await
        .wrong;
    assert!(!wrong.is_empty());
    let refusal = new.ask(GetTeam {}).await.unwrap_err();
    assert_eq!(refusal.code, ProblemCode::NotHere);
    type_back(&new, &progress).await;
    let finished = new.must(FinishRecovery {}).await;
    assert!(matches!(finished, Standing::Open(_)), "{finished:?}");
    loop {
        let page = new.sync().await;
        assert_eq!(page.problem, None);
        assert_eq!(page.quarantined + page.held_back, 0);
        if new.device().exchange().await > 0 {
            break;
        }
    }
    let list = new
        .must(ListHouseholds {
            limit: 200,
            ..Default::default()
        })
        .await;
    let took = began.elapsed();
    println!(
        "{HOUSEHOLDS} households were back after {:.2} s",
        took.as_secs_f64()
    );
    assert_eq!(list.rows.len(), HOUSEHOLDS);
    for (id, matters, notes) in &all {
        assert_eq!(read(&new, id).await, *matters);
        let visits = new.open(id).await.household.visits;
        assert!(
            visits.iter().any(|visit| visit.notes.0 == *notes),
            "{notes}"
        );
    }
    let standing = open(&new).await;
    assert_eq!(standing.team_name, "Riverside");
    assert_eq!(standing.role, Role::Admin);
    assert_eq!(standing.me, me, "a name that is known is that person's");
    let page = new.must(GetTeam {}).await;
    assert_eq!(page.devices.len(), 3, "the lost ones can be removed");
    assert!(!page.recovery_due);
    for device in page.devices.iter().filter(|device| !device.this_device) {
        let device = device.device.clone();
        new.must(RemoveDevice { device }).await;
    }
    assert_eq!(new.must(GetTeam {}).await.devices.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_that_were_used_are_refused_and_the_new_ones_do_all_that_they_did() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    let words = founded(&world, &alex).await;
    let id = alex.add_household("Number 12").await;
    write(&alex, &id, "The garden.").await;
    alex.sync().await;
    let before = open(&alex).await.device;

    let robin = world.device("Robin");
    let new_words = recover(&world, &robin, &words).await;
    assert_eq!(read(&robin, &id).await, "The garden.");

    // Used up, for coming in, and known as such everywhere.
    let second = world.device("second");
    let code = refused(&second, beginning(&world, "Robin", &words)).await;
    assert_eq!(code, ProblemCode::WordsUsed);
    assert!(matches!(second.must(GetStanding {}).await, Standing::Fresh));
    let never = Recovery::generate(&mut rand::rng()).words();
    let code = refused(&second, beginning(&world, "Robin", &never)).await;
    assert_eq!(code, ProblemCode::WordsUnknown);
    let check = |words: &[String]| CheckRecoveryWords {
        words: words.to_vec(),
    };
    let used = robin.ask(check(&words)).await.unwrap_err();
    assert_eq!(used.code, ProblemCode::WordsUsed);
    let other = robin.ask(check(&never)).await.unwrap_err();
    assert_eq!(other.code, ProblemCode::WrongWords);
    robin.must(check(&new_words)).await;

    // A forgotten passphrase: a device opens with the words that are in force as far as it has read.
    let forgotten = |words: &[String]| UnlockWithWords {
        words: words.to_vec(),
        new_passphrase: "another long passphrase".into(),
    };
    robin.must(Lock {}).await;
    let not_these = robin.ask(forgotten(&words)).await.unwrap_err();
    assert_eq!(not_these.code, ProblemCode::WrongWords);
    robin.must(forgotten(&new_words)).await;
    alex.must(Lock {}).await;
    let not_these = alex.ask(forgotten(&new_words)).await.unwrap_err();
    assert_eq!(not_these.code, ProblemCode::WrongWords);
    alex.must(forgotten(&words)).await;

    // A device that was not lost after all goes on with the new key, until it is removed.
    alex.sync().await;
    alex.must(Lock {}).await;
    let not_these = alex.ask(forgotten(&words)).await.unwrap_err();
    assert_eq!(not_these.code, ProblemCode::WrongWords);
    alex.must(forgotten(&new_words)).await;
    // So does one that has never seen any words.
    let sam = world.device("Sam");
    sam.join(&robin).await;
    sam.must(Lock {}).await;
    sam.must(forgotten(&new_words)).await;
    assert_eq!(sam.search("Number").await.rows.len(), 1);
    write(&alex, &id, "The garden, and peace.").await;
    alex.sync().await;
    robin.sync().await;
    assert_eq!(read(&robin, &id).await, "The garden, and peace.");
    let used = alex.ask(check(&words)).await.unwrap_err();
    assert_eq!(used.code, ProblemCode::WordsUsed);
    robin.must(RemoveDevice { device: before }).await;
    write(&robin, &id, "After it was removed.").await;
    robin.sync().await;
    let _ends = alex.ask(SyncNow {}).await;
    assert!(matches!(
        alex.must(GetStanding {}).await,
        Standing::Removed(_)
    ));

    // And all once more, with the new words.
    let kim = world.device("Kim");
    let third = recover(&world, &kim, &new_words).await;
    assert!(third != new_words && third != words);
    assert_eq!(read(&kim, &id).await, "After it was removed.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_off_anywhere_it_goes_on_and_nobody_is_locked_out() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    let words = founded(&world, &alex).await;
    let id = alex.add_household("Number 12").await;
    write(&alex, &id, "The garden.").await;
    alex.sync().await;
    drop(alex);

    // Before they are typed back: the words are shown again.
    let robin = world.device("Robin");
    let progress = robin.must(beginning(&world, "Robin", &words)).await;
    drop(robin);
    let robin = world.device("Robin");
    robin.unlock().await;
    let Standing::Recovering(again) = robin.must(GetStanding {}).await else {
        panic!("it goes on after a restart")
    };
    assert_eq!(again, progress);

    // Given up before anything was sent: all is as before, and the words still count.
    let standing = robin.must(CancelRecovery {}).await;
    assert!(matches!(standing, Standing::Fresh));
    assert!(!world.home("Robin").join("team").join("store.db").exists());
    let progress = robin.must(beginning(&world, "Robin", &words)).await;
    type_back(&robin, &progress).await;
    drop(robin);

    // The server takes the entry, and the device does not hear of it.
    copy_folder(&world.home("Robin"), &world.home("before"));
    let robin = world.device("Robin");
    robin.unlock().await;
    robin.must(FinishRecovery {}).await;
    drop(robin);
    copy_folder(&world.home("before"), &world.home("Robin"));
    let robin = world.device("Robin");
    robin.unlock().await;
    let Standing::Recovering(again) = robin.must(GetStanding {}).await else {
        panic!("it has not heard of it")
    };
    assert!(again.typed_back);
    let standing = robin.must(FinishRecovery {}).await;
    assert!(matches!(standing, Standing::Open(_)), "{standing:?}");
    robin.sync().await;
    assert_eq!(read(&robin, &id).await, "The garden.");
    let devices = robin.must(GetTeam {}).await.devices;
    assert_eq!(devices.len(), 2, "it came in once");
    let named = devices.iter().filter(|device| device.this_device);
    let names: Vec<_> = named.map(|device| device.name.clone()).collect();
    assert_eq!(names, [Some("Robin".to_owned())]);

    // Given up after the server took it, and the store cleared: the new paper is what counts.
    drop(robin);
    copy_folder(&world.home("before"), &world.home("Robin"));
    let robin = world.device("Robin");
    robin.unlock().await;
    robin.must(CancelRecovery {}).await;
    let code = refused(&robin, beginning(&world, "Robin", &words)).await;
    assert_eq!(code, ProblemCode::WordsUsed);
    recover(&world, &robin, &progress.new_words).await;
    assert_eq!(read(&robin, &id).await, "The garden.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_with_the_same_words_one_comes_in_and_the_other_is_told() {
    let mut world = World::begin().await;
    let alex = world.device("Alex");
    let words = founded(&world, &alex).await;
    let (one, two) = (world.device("One"), world.device("Two"));
    for person in [&one, &two] {
        let progress = person.must(beginning(&world, person.name(), &words)).await;
        type_back(person, &progress).await;
    }
    // Without a server nothing happens, and it is said.
    world.stop_server().await;
    let gone = one.ask(FinishRecovery {}).await.unwrap_err();
    assert_eq!(gone.code, ProblemCode::ServerGone);
    world.start_server().await;
    one.must(FinishRecovery {}).await;
    let late = two.ask(FinishRecovery {}).await.unwrap_err();
    assert_eq!(late.code, ProblemCode::WordsUsed);
    assert!(matches!(
        two.must(GetStanding {}).await,
        Standing::Recovering(_)
    ));
    let standing = two.must(CancelRecovery {}).await;
    assert!(matches!(standing, Standing::Fresh));
    let code = refused(&two, beginning(&world, "Two", &words)).await;
    assert_eq!(code, ProblemCode::WordsUsed);
}

/// What happens just before a device's entry goes out.
enum Meanwhile {
    /// Somebody else gets the team back.
    OtherFinishes(Arc<Person>),
    /// The person at the same device stops.
    IsGivenUp(Arc<Person>),
}

/// A way to the server on which something happens meanwhile, once.
struct Overtaken {
    server: SocketAddr,
    http: reqwest::Client,
    meanwhile: Arc<Mutex<Option<Meanwhile>>>,
}

impl Overtaken {
    fn by(world: &World, meanwhile: &Arc<Mutex<Option<Meanwhile>>>) -> Self {
        Self {
            server: world.address(),
            http: client(),
            meanwhile: Arc::clone(meanwhile),
        }
    }
}

impl Way for Overtaken {
    fn pin(&self) -> Pin {
        Pin([5; 32])
    }

    fn send(&self, asked: Asked) -> Awaited {
        let (http, meanwhile) = (self.http.clone(), Arc::clone(&self.meanwhile));
        let url = format!("https://{}{}", self.server, asked.path);
        Box::pin(async move {
            if asked.path.starts_with("/v1/teams/") && asked.path.ends_with("/recovery") {
                let meanwhile = meanwhile.lock().unwrap().take();
                match meanwhile {
                    Some(Meanwhile::OtherFinishes(other)) => {
                        other.must(FinishRecovery {}).await;
                    }
                    Some(Meanwhile::IsGivenUp(person)) => {
                        person.must(CancelRecovery {}).await;
                    }
                    None => {}
                }
            }
            let mut request = http.request(asked.method, url);
            if let Some(token) = &asked.token {
                request = request.header(SESSION_HEADER, token);
            }
            if let Some(body) = asked.body {
                request = request.body(body);
            }
            let answer = request.send().await.ok()?;
            let status = answer.status().as_u16();
            let body = answer.bytes().await.ok()?.to_vec();
            Some(Answered { status, body })
        })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_overtaken_at_the_last_moment_is_told_that_the_words_were_used() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    let words = founded(&world, &alex).await;
    let first = world.device("First");
    let progress = first.must(beginning(&world, "First", &words)).await;
    type_back(&first, &progress).await;
    let meanwhile = Arc::new(Mutex::new(Some(Meanwhile::OtherFinishes(Arc::new(first)))));
    let late = world.device_by(Overtaken::by(&world, &meanwhile), "Late");
    let progress = late.must(beginning(&world, "Late", &words)).await;
    type_back(&late, &progress).await;
    let told = late.ask(FinishRecovery {}).await.unwrap_err();
    assert!(meanwhile.lock().unwrap().is_none(), "it was overtaken");
    assert_eq!(told.code, ProblemCode::WordsUsed);
    let standing = late.must(CancelRecovery {}).await;
    assert!(matches!(standing, Standing::Fresh));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_given_up_while_it_goes_out_leaves_an_empty_device_and_new_words_that_count() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    let words = founded(&world, &alex).await;
    let meanwhile = Arc::new(Mutex::new(None));
    let robin = Arc::new(world.device_by(Overtaken::by(&world, &meanwhile), "Robin"));
    let progress = robin.must(beginning(&world, "Robin", &words)).await;
    type_back(&robin, &progress).await;
    *meanwhile.lock().unwrap() = Some(Meanwhile::IsGivenUp(Arc::clone(&robin)));
    let ended = robin.ask(FinishRecovery {}).await.unwrap_err();
    assert_eq!(ended.code, ProblemCode::Locked);
    assert!(matches!(robin.must(GetStanding {}).await, Standing::Fresh));
    assert!(!world.home("Robin").join("team").join("store.db").exists());
    let another = world.device("Another");
    let code = refused(&another, beginning(&world, "Another", &words)).await;
    assert_eq!(code, ProblemCode::WordsUsed);
    recover(&world, &another, &progress.new_words).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_set_back_after_it_gets_it_again_with_the_setup_code() {
    let mut world = World::begin().await;
    let alex = world.device("Alex");
    let words = founded(&world, &alex).await;
    let id = alex.add_household("Number 12").await;
    write(&alex, &id, "The garden.").await;
    alex.sync().await;
    drop(alex);
    world.stop_server().await;
    let backup = world.folder().join("backup");
    copy_folder(&world.server_folder(), &backup);
    world.start_server().await;
    let robin = world.device("Robin");
    let new_words = recover(&world, &robin, &words).await;
    write(&robin, &id, "The garden, and peace.").await;
    robin.sync().await;

    world.stop_server().await;
    copy_folder(&backup, &world.server_folder());
    world.start_server().await;
    let problem = robin.sync().await.problem;
    assert_eq!(
        problem.map(|problem| problem.code),
        Some(ProblemCode::ServerForgotDevice)
    );
    // That server knows the words from before alone.
    let another = world.device("Another");
    let code = refused(&another, beginning(&world, "Another", &new_words)).await;
    assert_eq!(code, ProblemCode::WordsUnknown);
    robin
        .connect(&world.address().to_string(), world.setup_code())
        .await;
    let page = robin.sync().await;
    assert_eq!(page.problem, None);
    recover(&world, &another, &new_words).await;
    assert_eq!(read(&another, &id).await, "The garden, and peace.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_look_for_a_team_at_once_wait_for_each_other() {
    let world = World::begin().await;
    let setup = SetupSecret(decode_code(world.setup_code()).expect("a code"));
    let founder = Founder::begin(world.address(), &setup).await;
    let words = founder.recovery().identity();
    let looks = (0..12).map(|_| token_for_words(&founder, &words, &words));
    for (came, teams) in futures_util::future::join_all(looks).await {
        assert_eq!((came.refused, teams.len()), (None, 1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_looks_for_a_team_only_so_often() {
    let mut world = World::begin().await;
    world.stop_server().await;
    world.limit_looks(10);
    world.start_server().await;
    let setup = SetupSecret(decode_code(world.setup_code()).expect("a code"));
    let founder = Founder::begin(world.address(), &setup).await;
    let words = founder.recovery().identity();
    for _ in 0..10 {
        let (came, _) = token_for_words(&founder, &words, &words).await;
        assert_eq!(came.refused, None);
    }
    let (came, teams) = token_for_words(&founder, &words, &words).await;
    assert_eq!((came.refused, teams.len()), (Some(RefusalCode::TooMany), 0));
    // What else strangers ask is not counted with it.
    let _other = Founder::begin(world.address(), &setup).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_changed_between_is_not_taken_for_the_same() {
    let mut world = World::begin().await;
    let alex = world.device("Alex");
    let words = founded(&world, &alex).await;
    let robin = world.device("Robin");
    let progress = robin.must(beginning(&world, "Robin", &words)).await;
    type_back(&robin, &progress).await;
    world.stop_server().await;
    world.start_stranger().await;
    let other = robin.ask(FinishRecovery {}).await.unwrap_err();
    assert_eq!(other.code, ProblemCode::ServerNotTheSame);
    world.stop_server().await;
    world.start_server().await;
    robin.must(FinishRecovery {}).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_team_that_somebody_founded_with_the_same_words_is_not_taken_for_it() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    let words = founded(&world, &alex).await;
    let ours = alex.must(GetRecoveryKit {}).await.team_words;
    // The control: while there is one team, it is found, and the six words say which.
    let robin = world.device("Robin");
    let progress = robin.must(beginning(&world, "Robin", &words)).await;
    assert_eq!(progress.team_words, ours);
    robin.must(CancelRecovery {}).await;

    // So many that one answer of the server does not hold them.
    let setup = SetupSecret(decode_code(world.setup_code()).expect("a code"));
    for _ in 0..MAX_RECOVERY_TEAMS + 2 {
        let same = Recovery::from_words(&words).expect("words");
        let _other = Founder::with_words(world.address(), &setup, same).await;
    }
    let began = robin.ask(beginning(&world, "Robin", &words)).await;
    let problem = began.expect_err("nobody said which");
    assert_eq!(problem.code, ProblemCode::RecoverySeveral);
    let told = problem.detail.unwrap_or_default();
    assert!(told.contains(&ours.join(" ")), "{told}");
    assert_eq!(told.split(" · ").count(), MAX_RECOVERY_TEAMS + 3, "{told}");
    assert!(matches!(robin.must(GetStanding {}).await, Standing::Fresh));
    // The one that is named comes back, whatever else is there.
    let named = BeginRecovery {
        team_words: ours.clone(),
        ..beginning(&world, "Robin", &words)
    };
    let progress = robin.must(named).await;
    assert_eq!(progress.team_words, ours);
    type_back(&robin, &progress).await;
    let standing = robin.must(FinishRecovery {}).await;
    assert!(matches!(standing, Standing::Open(_)), "{standing:?}");
    assert_eq!(robin.must(GetTeam {}).await.devices.len(), 2);
    let robin = world.device("Another");

    // On a server where only the other one is, the six words differ from those on the paper.
    let elsewhere = World::begin().await;
    let setup = SetupSecret(decode_code(elsewhere.setup_code()).expect("a code"));
    let same = Recovery::from_words(&words).expect("words");
    let _other = Founder::with_words(elsewhere.address(), &setup, same).await;
    let shown = robin.must(beginning(&elsewhere, "Robin", &words)).await;
    assert_ne!(shown.team_words, ours);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_words_let_a_device_in_at_the_server_and_do_nothing_else() {
    let world = World::begin().await;
    let setup = SetupSecret(decode_code(world.setup_code()).expect("a code"));
    let founder = Founder::begin(world.address(), &setup).await;
    let words = founder.recovery().identity();
    let other = Recovery::generate(&mut rand::rng()).identity();
    let (_, found) = token_for_words(&founder, &words, &words).await;
    let [(team, token)] = found.as_slice() else {
        panic!("one team: {found:?}")
    };
    assert_eq!(*team, founder.team_id());
    // Words of no team, and somebody who has the public half alone.
    let (came, none) = token_for_words(&founder, &other, &other).await;
    assert_eq!((came.refused, none.len()), (Some(RefusalCode::NotFound), 0));
    let (came, none) = token_for_words(&founder, &words, &other).await;
    assert_eq!(
        (came.refused, none.len()),
        (Some(RefusalCode::BadSignature), 0)
    );

    // The log can be read, and nothing else of the team.
    let log = founder
        .send_as(token, Method::GET, &founder.path("membership?from=0"), None)
        .await;
    assert_eq!(log.status, 200);
    for (method, path) in [
        (Method::POST, "sync"),
        (Method::GET, "events"),
        (Method::GET, "joins"),
        (Method::POST, "inventory"),
        (Method::POST, "membership"),
    ] {
        let came = founder
            .send_as(token, method, &founder.path(path), Some(Vec::new()))
            .await;
        assert_eq!(came.refused, Some(RefusalCode::NotMember), "{path}");
    }
    // No entry but the one that is for this, and that by the words alone.
    let (role, recovery) = (founder.role_entry(), founder.recover_entry());
    let append = |entry: &doorstep_wire::entry::Entry| {
        encode(&Append {
            expected_head: entry.place.previous,
            entry: entry.bytes().to_vec().into(),
            only_if_all_is_read: None,
            read_to: None,
        })
    };
    let path = founder.path("recovery");
    let send = |token: &str, body| {
        let token = token.to_owned();
        let (founder, path) = (&founder, path.as_str());
        async move {
            founder
                .send_as(&token, Method::POST, path, Some(body))
                .await
        }
    };
    let came = send(token, append(&role)).await;
    assert_eq!(came.refused, Some(RefusalCode::NotAllowed));
    let came = send(founder.token(), append(&recovery)).await;
    assert_eq!(came.refused, Some(RefusalCode::NotAllowed));
    let came = send("", append(&recovery)).await;
    assert_eq!(came.refused, Some(RefusalCode::NoSession));
    // The control: by the words it goes, once.
    let came = send(token, append(&recovery)).await;
    assert_eq!(came.status, 204, "{came:?}");
    let came = send(token, append(&recovery)).await;
    assert_eq!(came.refused, Some(RefusalCode::NotAllowed));
    let log = founder
        .send_as(token, Method::GET, &founder.path("membership?from=0"), None)
        .await;
    assert_eq!(log.status, 200, "that they were used can be read");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_that_others_took_the_place_of_are_not_asked_for_any_more() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    let started = alex.must(StartTeam {
        team_name: "Riverside".into(),
        locality: String::new(),
        my_name: "Alex".into(),
        passphrase: PASSPHRASE.into(),
    });
    let words = started.await.recovery_words;
    alex.connect(&world.address().to_string(), world.setup_code())
        .await;
    alex.sync().await;
    assert!(!open(&alex).await.recovery_confirmed);
    let robin = world.device("Robin");
    let new_words = recover(&world, &robin, &words).await;
    // As long as it has not read of it, they are what counts.
    alex.sync().await;
    assert!(open(&alex).await.recovery_confirmed);
    let confirm = |words: &[String]| ConfirmRecovery {
        words: words.to_vec(),
    };
    let used = alex.ask(confirm(&words)).await.unwrap_err();
    assert_eq!(used.code, ProblemCode::WordsUsed);
    let confirmed = alex.must(confirm(&new_words)).await;
    assert!(confirmed.wrong.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_year_every_admin_is_asked_to_look_at_the_words() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    let words = founded(&world, &alex).await;
    let sam = world.device("Sam");
    sam.join(&alex).await;
    assert!(!due(&alex).await, "they were typed back today");
    world.pass_seconds(364 * DAY);
    assert!(!due(&alex).await);
    world.pass_seconds(2 * DAY);
    assert!(due(&alex).await);
    sam.sync().await;
    assert!(!due(&sam).await, "who is no admin is not asked");
    let sams = open(&sam).await.device;
    alex.must(doorstep_model::call::ChangeRole {
        device: sams,
        role: Role::Admin,
    })
    .await;
    sam.sync().await;
    assert!(due(&sam).await);
    // One of them types them in, without a server, and the other need not.
    let wrong = alex
        .ask(CheckRecoveryWords {
            words: words[1..].to_vec(),
        })
        .await
        .unwrap_err();
    assert_eq!(wrong.code, ProblemCode::WrongWords);
    assert!(due(&alex).await);
    alex.must(CheckRecoveryWords {
        words: words.clone(),
    })
    .await;
    assert!(!due(&alex).await);
    alex.sync().await;
    sam.sync().await;
    assert!(!due(&sam).await);
    // A clock that was ahead when it was noted does not put it off for as long, unless clocks differ so much.
    for ahead in [30, 364, 3_650] {
        let words = words.clone();
        world.pass_seconds(ahead * DAY);
        alex.must(CheckRecoveryWords { words }).await;
        world.pass_seconds(-ahead * DAY);
        assert!(due(&alex).await, "{ahead}");
    }
    world.pass_seconds(DAY / 2);
    alex.must(CheckRecoveryWords {
        words: words.clone(),
    })
    .await;
    world.pass_seconds(-DAY / 2);
    assert!(!due(&alex).await);

    // That the words were looked at says nothing of those that came after them.
    let robin = world.device("Robin");
    let progress = robin.must(beginning(&world, "Robin", &words)).await;
    type_back(&robin, &progress).await;
    robin.must(FinishRecovery {}).await;
    let removed = robin.must(GetTeam {}).await;
    assert!(!removed.recovery_due, "they were typed back");
    let came: Vec<_> = removed
        .devices
        .iter()
        .map(|device| device.by_words)
        .collect();
    assert_eq!(came.iter().filter(|by_words| **by_words).count(), 1);
    let mine = removed.devices.iter().find(|device| device.this_device);
    assert!(mine.is_some_and(|device| device.by_words));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passphrase_is_changed_and_the_old_one_opens_nothing() {
    const NEW: &str = "newpassphrasemarker and more";
    let world = World::begin().await;
    let alex = world.device("Alex");
    let words = alex.start_team().await;
    let id = alex.add_household("Number 12").await;
    let change = |passphrase: &str, new: &str| doorstep_model::call::ChangePassphrase {
        passphrase: passphrase.into(),
        new_passphrase: new.into(),
    };
    let short = alex.ask(change(PASSPHRASE, "short")).await.unwrap_err();
    assert_eq!(short.code, ProblemCode::ShortPassphrase);
    // Wrong ones count as they do where one unlocks: after the fifth one has to wait.
    for _ in 0..5 {
        let wrong = alex.ask(change("not the passphrase", NEW)).await;
        assert_eq!(wrong.unwrap_err().code, ProblemCode::WrongPassphrase);
    }
    let wait = alex.ask(change(PASSPHRASE, NEW)).await.unwrap_err();
    assert_eq!(wait.code, ProblemCode::WaitBeforeRetry);
    world.pass_seconds(6);
    let database = fs::metadata(world.home("Alex").join("team").join("store.db"));
    let before = database.expect("a store").len();
    alex.must(change(PASSPHRASE, NEW)).await;
    let database = fs::metadata(world.home("Alex").join("team").join("store.db"));
    assert_eq!(database.expect("a store").len(), before);

    alex.must(Lock {}).await;
    let old = alex
        .ask(Unlock {
            passphrase: PASSPHRASE.into(),
        })
        .await
        .unwrap_err();
    assert_eq!(old.code, ProblemCode::WrongPassphrase);
    alex.must(Unlock {
        passphrase: NEW.into(),
    })
    .await;
    assert_eq!(
        alex.open(&id).await.household.about.name.value.as_deref(),
        Some("Number 12")
    );
    // The words open it as before, and give it another.
    alex.must(Lock {}).await;
    let locked = alex.ask(change(NEW, PASSPHRASE)).await.unwrap_err();
    assert_eq!(locked.code, ProblemCode::Locked);
    alex.must(UnlockWithWords {
        words,
        new_passphrase: PASSPHRASE.into(),
    })
    .await;
    alex.must(Lock {}).await;
    alex.unlock().await;
    let marker = ["newpassphrasemarker"];
    let found = find_in_folder(world.folder(), &marker);
    assert_eq!(found, Vec::new(), "no file holds it");
}

/// Files that begin as a PDF does; in folders within as well, if so asked.
fn pdfs(folder: &Path, within: bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            if within {
                found.extend(pdfs(&path, true));
            }
            continue;
        }
        let mut head = [0; 5];
        let read = fs::File::open(&path).and_then(|mut file| file.read_exact(&mut head));
        if read.is_ok() && head == *b"%PDF-" {
            found.push(path);
        }
    }
    found
}

/// A page with the words, as a screen would compose it.
fn page(words: &[String]) -> Paper {
    Paper {
        language: "en-GB".into(),
        title: "Recovery words".into(),
        blocks: vec![Block::OwnWords {
            text: words.join(" "),
            by: String::new(),
            language: None,
        }],
        ..Paper::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_printed_page_is_where_it_was_put_and_nowhere_else() {
    let began = SystemTime::now();
    let world = World::begin().await;
    let alex = world.device("Alex");
    let words = founded(&world, &alex).await;
    let pairs: Vec<String> = words
        .windows(2)
        .flat_map(|pair| [pair.join(" "), format!("\"{}\",\"{}\"", pair[0], pair[1])])
        .collect();
    let pairs: Vec<&str> = pairs.iter().map(String::as_str).collect();
    let out = tempfile::tempdir().expect("a folder");
    let path = Arc::new(Mutex::new(PathBuf::new()));
    let chosen = Arc::clone(&path);
    alex.device()
        .on_choose_file(move |_| Some(chosen.lock().unwrap().clone().into()));
    for (name, kind) in [("kit.pdf", PaperKind::Pdf), ("kit.html", PaperKind::Html)] {
        *path.lock().unwrap() = out.path().join(name);
        let chosen = alex.must(ChooseFile::ToWrite { name: name.into() }).await;
        alex.must(WritePaper {
            paper: page(&words),
            kind,
            ticket: chosen.expect("a file was chosen").ticket,
        })
        .await;
    }
    let mut names: Vec<_> = fs::read_dir(out.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["kit.html", "kit.pdf"], "and no half of either");
    // The control: where they are in plain, they are found.
    let found = find_in_folder(out.path(), &pairs);
    assert!(found.len() >= words.len() - 1, "{found:?}");
    let none: Vec<(PathBuf, String)> = Vec::new();
    assert_eq!(find_in_folder(world.folder(), &pairs), none, "while open");
    // Text in a PDF is packed, so files are known by how they begin. The control is the one that is meant.
    assert_eq!(pdfs(out.path(), true), [out.path().join("kit.pdf")]);
    assert_eq!(pdfs(world.folder(), true), Vec::<PathBuf>::new());
    let lies_about = pdfs(&std::env::temp_dir(), false);
    let since = |path: &PathBuf| fs::metadata(path).and_then(|data| data.modified()).ok();
    let new = lies_about.iter().filter(|path| since(path) >= Some(began));
    assert_eq!(new.count(), 0, "{lies_about:?}");
    // Nor is anything in the store that says them: they are compared by their public half.
    let progress = alex.must(GetRecoveryKit {}).await;
    let said = format!("{progress:?}{:?}", alex.must(GetStanding {}).await);
    assert!(pairs.iter().all(|pair| !said.contains(pair)));
    alex.must(Lock {}).await;
    let key = key_by_words(&world.home("Alex").join("team"), &words);
    let store = Connection::open(world.home("Alex").join("team").join("store.db")).unwrap();
    let hex: String = key
        .expose()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    store
        .pragma_update(None, "key", format!("x'{hex}'"))
        .unwrap();
    let secrets: Vec<String> = store
        .prepare("SELECT name FROM secret ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(secrets, ["identity"], "the words left with the typing back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_getting_back_stands_in_plain_on_the_disk() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    let words = founded(&world, &alex).await;
    let robin = world.device("Robin");
    let progress = robin.must(beginning(&world, "Robin", &words)).await;
    let both = [words, progress.new_words.clone()];
    let secrets = both
        .iter()
        .map(|words| Recovery::from_words(words).expect("words"));
    let mut sought: Vec<String> = secrets
        .map(|secret| {
            secret
                .expose()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect()
        })
        .collect();
    sought.extend(
        both.iter()
            .flatten()
            .zip(both.iter().flatten().skip(1))
            .map(|(one, next)| format!("{one} {next}")),
    );
    let raw: Vec<Vec<u8>> = both
        .iter()
        .map(|words| {
            Recovery::from_words(words)
                .expect("words")
                .expose()
                .to_vec()
        })
        .collect();
    let sought: Vec<&str> = sought.iter().map(String::as_str).collect();
    let none: Vec<(PathBuf, String)> = Vec::new();
    for finished in [false, true] {
        if finished {
            type_back(&robin, &progress).await;
            robin.must(FinishRecovery {}).await;
        }
        assert_eq!(find_in_folder(world.folder(), &sought), none);
        for entry in fs::read_dir(world.home("Robin").join("team")).unwrap() {
            let Ok(bytes) = fs::read(entry.unwrap().path()) else {
                continue;
            };
            for raw in &raw {
                assert!(memchr::memmem::find(&bytes, raw).is_none());
            }
        }
    }
    // The control.
    fs::write(world.folder().join("leak"), both[0].join(" ")).unwrap();
    assert!(!find_in_folder(world.folder(), &sought).is_empty());
}
