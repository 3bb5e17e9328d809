//! The paper was lost, or somebody saw it, and devices are at hand: an admin makes new words. From then on
//! these bring the team back, and the former ones do nothing any more.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use doorstep_device::{Answered, Asked, Awaited, Way};
use doorstep_model::call::{
    BeginNewWords, CancelRecovery, ChangeRole, CheckRecoveryWords, ConfirmNewWords, CreateInvite,
    FinishNewWords, GetRecoveryKit, GetStanding, GetTeam, HeardOfNewWords, Lock, NewWordsStand,
    PutNewWordsAway, RemoveDevice, StartTeam, TeamPage, UnlockWithWords, WordsCount,
};
use doorstep_model::team::Role;
use doorstep_model::{Problem, ProblemCode};
use doorstep_tests::world::colluder::{Colluder, Opened};
use doorstep_tests::world::copies::copy_folder;
use doorstep_tests::world::raw::client;
use doorstep_tests::world::{PASSPHRASE, Person, World};
use doorstep_wire::id::Pin;
use doorstep_wire::session::SESSION_HEADER;

use super::recovery::{beginning, due, founded, open, read, recover, refused, write};

/// What becomes of new words on somebody's device.
async fn stand(person: &Person) -> Option<NewWordsStand> {
    person.must(GetTeam {}).await.new_words
}

/// New words, shown and typed back; nothing was sent.
async fn written_down(person: &Person) -> Vec<String> {
    let words = person.must(BeginNewWords {}).await.words;
    let typed = ConfirmNewWords {
        words: words.clone(),
    };
    assert!(person.must(typed).await.wrong.is_empty());
    words
}

async fn finish(person: &Person) -> Result<(), Problem> {
    let page = person.ask(FinishNewWords {}).await?;
    assert_eq!(page.new_words, Some(NewWordsStand::InForce));
    assert!(!page.recovery_due, "they were typed in today");
    Ok(())
}

/// Puts away what is known of them now.
async fn put_away(person: &Person) -> TeamPage {
    let seen = person.must(GetTeam {}).await.new_words;
    let seen = seen.expect("something is told of new words");
    person.must(PutNewWordsAway { seen }).await
}

/// Puts new words in force; answers them.
async fn replace(person: &Person) -> Vec<String> {
    let words = written_down(person).await;
    finish(person).await.expect("they are in force");
    // Whoever was told before that they don't count is told first that they do.
    let seen = NewWordsStand::NotInForce;
    let page = person.must(PutNewWordsAway { seen }).await;
    assert_eq!(page.new_words, Some(NewWordsStand::InForce));
    put_away(person).await;
    words
}

/// Whether the server lets somebody begin who has these words, and nothing else; nothing comes of it.
async fn count(world: &World, words: &[String]) -> Result<(), ProblemCode> {
    let somebody = world.device("somebody");
    let began = somebody.ask(beginning(world, "Somebody", words)).await;
    began.map_err(|problem| problem.code)?;
    somebody.must(CancelRecovery {}).await;
    Ok(())
}

fn forgotten(words: &[String]) -> UnlockWithWords {
    UnlockWithWords {
        words: words.to_vec(),
        new_passphrase: PASSPHRASE.into(),
    }
}

fn check(words: &[String]) -> CheckRecoveryWords {
    CheckRecoveryWords {
        words: words.to_vec(),
    }
}

async fn code_of<C>(person: &Person, call: C) -> ProblemCode
where
    C: doorstep_model::call::Call,
    C::Reply: std::fmt::Debug,
    doorstep_device::Device: doorstep_device::Answer<C>,
{
    person.ask(call).await.expect_err("it is refused").code
}

/// Somebody who comes in as an admin.
async fn second_admin(world: &World, alex: &Person) -> Person {
    let dana = world.device("Dana");
    let made = alex.must(CreateInvite { role: Role::Admin }).await;
    dana.join_with(alex, made.address, made.invite.code).await;
    dana.sync().await;
    dana
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_words_bring_the_team_back_and_the_former_ones_do_nothing_any_more() {
    let world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    let former = founded(&world, &alex).await;
    sam.join(&alex).await;
    let id = alex.add_household("Number 12").await;
    write(&alex, &id, "The garden.").await;
    for person in [&alex, &sam] {
        person.sync().await;
    }
    let database = world.server_folder().join("doorstep.db");
    let finder = Colluder::with_words(&former, &database);

    // Shown, and typed back with a slip: nothing is sent, and the paper from before counts.
    assert_eq!(stand(&alex).await, None);
    let begun = alex.must(BeginNewWords {}).await;
    assert_eq!((begun.words.len(), begun.typed_back), (24, false));
    assert_ne!(begun.words, former);
    let kit = alex.must(GetRecoveryKit {}).await;
    assert_eq!(kit.count, WordsCount::OnceReplaced);
    assert_eq!(
        code_of(&alex, FinishNewWords {}).await,
        ProblemCode::WordsNotTyped
    );
    let mut slip = begun.words.clone();
    slip.swap(0, 1);
    let wrong = alex.must(ConfirmNewWords { words: slip }).await.wrong;
    assert!(wrong.is_empty() == (begun.words[0] == begun.words[1]));
    let new = written_down(&alex).await;
    assert_eq!(new, begun.words, "the same are shown again");
    assert_eq!(stand(&alex).await, Some(NewWordsStand::NotInForce));
    // The control: until then the former words open all there is, and the new ones nothing.
    assert_eq!(count(&world, &former).await, Ok(()));
    assert_eq!(count(&world, &new).await, Err(ProblemCode::WordsUnknown));
    let Opened { all, opened } = finder.opens_after(0);
    assert!(all > 3 && opened == all, "{opened} of {all}");
    alex.must(check(&former)).await;

    finish(&alex).await.expect("they are in force");
    assert_eq!(count(&world, &former).await, Err(ProblemCode::WordsUsed));
    assert_eq!(count(&world, &new).await, Ok(()));
    assert_eq!(alex.must(GetRecoveryKit {}).await.count, WordsCount::Now);
    assert_eq!(code_of(&alex, check(&former)).await, ProblemCode::WordsUsed);
    alex.must(check(&new)).await;
    // Nothing here knows them any more.
    let page = put_away(&alex).await;
    assert_eq!((page.new_words, page.recovery_due), (None, false));
    assert_ne!(alex.must(BeginNewWords {}).await.words, new);
    put_away(&alex).await;

    // Devices open with them as soon as they have read of it.
    alex.must(Lock {}).await;
    assert_eq!(
        code_of(&alex, forgotten(&former)).await,
        ProblemCode::WrongWords
    );
    alex.must(forgotten(&new)).await;
    sam.must(Lock {}).await;
    sam.must(forgotten(&former)).await;
    sam.sync().await;
    sam.must(Lock {}).await;
    assert_eq!(
        code_of(&sam, forgotten(&former)).await,
        ProblemCode::WrongWords
    );
    sam.must(forgotten(&new)).await;

    // What is written from then on is closed to whoever has the paper and all that the server has.
    let before = finder.last_place();
    write(&alex, &id, "The garden, and peace.").await;
    let second = alex.add_household("Number 14").await;
    write(&alex, &second, "A dog.").await;
    alex.sync().await;
    sam.sync().await;
    write(&sam, &id, "Said by Sam.").await;
    for person in [&sam, &alex] {
        let page = person.sync().await;
        assert_eq!(page.problem, None);
        assert_eq!(page.quarantined + page.held_back, 0);
    }
    let Opened { all, opened } = finder.opens_after(before);
    println!("with the former paper: {opened} of {all} chunks opened");
    assert!(all > 3, "{all}");
    assert_eq!(opened, 0, "of {all}");
    let rightly = Colluder::with_words(&new, &database).opens_after(0);
    assert_eq!(rightly.opened, rightly.all, "the new words open everything");

    // Every device is lost.
    drop((alex, sam));
    let robin = world.device("Robin");
    let code = refused(&robin, beginning(&world, "Robin", &former)).await;
    assert_eq!(code, ProblemCode::WordsUsed);
    recover(&world, &robin, &new).await;
    robin.sync().await;
    assert_eq!(read(&robin, &id).await, "Said by Sam.");
    assert_eq!(read(&robin, &second).await, "A dog.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_was_away_takes_the_new_key_and_what_it_wrote_is_for_that() {
    let mut world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    let former = founded(&world, &alex).await;
    sam.join(&alex).await;
    let id = alex.add_household("Number 12").await;
    write(&alex, &id, "The garden.").await;
    for person in [&alex, &sam] {
        person.sync().await;
    }
    // Sealed with the key that the former words open, and not sent.
    world.stop_server().await;
    write(&sam, &id, "Said on a doorstep without signal.").await;
    let page = sam.sync().await;
    assert!(page.problem.is_some() && page.waiting > 0);
    world.start_server().await;
    let new = replace(&alex).await;
    let database = world.server_folder().join("doorstep.db");
    let finder = Colluder::with_words(&former, &database);
    let before = finder.last_place();

    sam.sync().await;
    assert_eq!(sam.sync_page().await.waiting, 0);
    let Opened { all, opened } = finder.opens_after(before);
    assert!(all > 0, "{all}");
    assert_eq!(opened, 0, "of {all}");
    alex.sync().await;
    assert_eq!(read(&alex, &id).await, "Said on a doorstep without signal.");
    // Whoever comes in later reads all of it, and knows the words that count.
    let kim = world.device("Kim");
    kim.join(&alex).await;
    kim.sync().await;
    assert_eq!(read(&kim, &id).await, "Said on a doorstep without signal.");
    kim.must(Lock {}).await;
    assert_eq!(
        code_of(&kim, forgotten(&former)).await,
        ProblemCode::WrongWords
    );
    kim.must(forgotten(&new)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_admins_at_once_one_is_first_and_the_other_is_told() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    let former = founded(&world, &alex).await;
    let dana = second_admin(&world, &alex).await;
    let (ours, theirs) = (written_down(&alex).await, written_down(&dana).await);
    let (one, other) = tokio::join!(finish(&alex), finish(&dana));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let (first, late, counts, never) = match one.is_ok() {
        true => (&alex, &dana, ours, theirs),
        false => (&dana, &alex, theirs, ours),
    };
    let problem = one.and(other).unwrap_err();
    assert_eq!(problem.code, ProblemCode::WordsOvertaken);
    assert_eq!(stand(late).await, Some(NewWordsStand::Overtaken));
    assert_eq!(stand(first).await, Some(NewWordsStand::InForce));
    let typed = ConfirmNewWords {
        words: never.clone(),
    };
    assert_eq!(code_of(late, typed).await, ProblemCode::WordsOvertaken);
    assert_eq!(count(&world, &counts).await, Ok(()));
    assert_eq!(count(&world, &never).await, Err(ProblemCode::WordsUnknown));
    assert_eq!(count(&world, &former).await, Err(ProblemCode::WordsUsed));
    for person in [first, late] {
        person.sync().await;
    }
    assert!(!due(late).await, "the one who was first has noted it");

    // Once they were told, they can make others, in the place of those that count.
    assert_eq!(put_away(late).await.new_words, None);
    let third = replace(late).await;
    assert_eq!(count(&world, &counts).await, Err(ProblemCode::WordsUsed));
    assert_eq!(count(&world, &third).await, Ok(()));
    // Both go on in one chain of keys.
    let id = late.add_household("Number 12").await;
    late.sync().await;
    first.sync().await;
    write(first, &id, "Both go on.").await;
    first.sync().await;
    late.sync().await;
    assert_eq!(read(late, &id).await, "Both go on.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_goes_meanwhile_and_the_new_words_still_come_into_force() {
    let world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    let former = founded(&world, &alex).await;
    sam.join(&alex).await;
    let dana = second_admin(&world, &alex).await;
    let new = written_down(&dana).await;
    let device = open(&sam).await.device;
    alex.must(RemoveDevice { device }).await;
    finish(&dana)
        .await
        .expect("the words are the same as before");
    assert_eq!(count(&world, &former).await, Err(ProblemCode::WordsUsed));
    assert_eq!(count(&world, &new).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_an_admin_makes_new_words() {
    let world = World::begin().await;
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    let former = founded(&world, &alex).await;
    sam.join(&alex).await;
    assert_eq!(
        code_of(&sam, BeginNewWords {}).await,
        ProblemCode::AdminOnly
    );
    assert_eq!(
        code_of(&sam, FinishNewWords {}).await,
        ProblemCode::NoNewWords
    );
    // Nor one who was an admin when they were made.
    let dana = second_admin(&world, &alex).await;
    let never = written_down(&dana).await;
    let device = open(&dana).await.device;
    let role = Role::Lead;
    alex.must(ChangeRole { device, role }).await;
    assert_eq!(
        code_of(&dana, FinishNewWords {}).await,
        ProblemCode::AdminOnly
    );
    assert_eq!(count(&world, &never).await, Err(ProblemCode::WordsUnknown));
    assert_eq!(count(&world, &former).await, Ok(()));
    put_away(&dana).await;
    // The control.
    replace(&alex).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_server_nothing_changes_and_it_is_said() {
    let mut world = World::begin().await;
    let alex = world.device("Alex");
    let former = alex.start_team().await;
    assert_eq!(
        code_of(&alex, BeginNewWords {}).await,
        ProblemCode::NoServer
    );
    alex.connect(&world.address().to_string(), world.setup_code())
        .await;
    world.stop_server().await;
    assert_eq!(
        code_of(&alex, BeginNewWords {}).await,
        ProblemCode::ServerGone
    );
    assert_eq!(stand(&alex).await, None);
    world.start_server().await;
    let new = written_down(&alex).await;
    world.stop_server().await;
    assert_eq!(
        code_of(&alex, FinishNewWords {}).await,
        ProblemCode::ServerGone
    );
    // Nothing went out, so it is clear what counts; the words are shown again without a server.
    assert_eq!(stand(&alex).await, Some(NewWordsStand::NotInForce));
    alex.lock_and_unlock().await;
    let again = alex.must(BeginNewWords {}).await;
    assert_eq!((again.words, again.typed_back), (new.clone(), true));
    alex.must(check(&former)).await;
    world.start_server().await;
    assert_eq!(count(&world, &former).await, Ok(()));
    finish(&alex).await.expect("it goes on");
    assert_eq!(count(&world, &new).await, Ok(()));

    // Given up before anything was sent: all is as before.
    put_away(&alex).await;
    let never = written_down(&alex).await;
    world.stop_server().await;
    assert_eq!(put_away(&alex).await.new_words, None);
    world.start_server().await;
    assert_eq!(count(&world, &never).await, Err(ProblemCode::WordsUnknown));
    assert_eq!(count(&world, &new).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_that_wait_to_be_typed_back_since_the_beginning_are_not_asked_for_any_more() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.must(StartTeam {
        team_name: "Riverside".into(),
        locality: String::new(),
        my_name: "Alex".into(),
        passphrase: PASSPHRASE.into(),
    })
    .await;
    alex.connect(&world.address().to_string(), world.setup_code())
        .await;
    assert!(!open(&alex).await.recovery_confirmed);
    replace(&alex).await;
    assert!(open(&alex).await.recovery_confirmed);
}

/// How a line breaks.
const WHOLE: u8 = 0;
/// The next entry reaches the server, and from then on nothing gets through.
const BREAKS_AFTER: u8 = 1;
/// The next entry does not reach it either.
const BREAKS_BEFORE: u8 = 2;
const BROKEN: u8 = 3;

/// A way to the server that breaks when an entry goes out.
struct Breaking {
    server: SocketAddr,
    http: reqwest::Client,
    line: Arc<AtomicU8>,
}

impl Way for Breaking {
    fn pin(&self) -> Pin {
        Pin([5; 32])
    }

    fn send(&self, asked: Asked) -> Awaited {
        let (http, line) = (self.http.clone(), Arc::clone(&self.line));
        let url = format!("https://{}{}", self.server, asked.path);
        Box::pin(async move {
            let is_entry = asked.path.ends_with("/membership");
            match line.load(Ordering::SeqCst) {
                BROKEN => return None,
                BREAKS_BEFORE if is_entry => {
                    line.store(BROKEN, Ordering::SeqCst);
                    return None;
                }
                _ => {}
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
            if is_entry && line.load(Ordering::SeqCst) == BREAKS_AFTER {
                line.store(BROKEN, Ordering::SeqCst);
                return None;
            }
            Some(Answered { status, body })
        })
    }
}

/// Alex's team, over a line that can break.
async fn over_a_line(world: &World) -> (Person, Vec<String>, Arc<AtomicU8>) {
    let line = Arc::new(AtomicU8::new(WHOLE));
    let way = Breaking {
        server: world.address(),
        http: client(),
        line: Arc::clone(&line),
    };
    let founder = world.device("Alex");
    let former = founded(world, &founder).await;
    drop(founder);
    let alex = world.device_by(way, "Alex");
    alex.unlock().await;
    (alex, former, line)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_answer_was_lost_it_is_said_and_the_log_tells_what_counts() {
    let world = World::begin().await;
    let (alex, former, line) = over_a_line(&world).await;
    let new = written_down(&alex).await;
    line.store(BREAKS_AFTER, Ordering::SeqCst);
    assert_eq!(
        code_of(&alex, FinishNewWords {}).await,
        ProblemCode::ServerGone
    );
    assert_eq!(stand(&alex).await, Some(NewWordsStand::Unclear));
    alex.lock_and_unlock().await;
    assert_eq!(stand(&alex).await, Some(NewWordsStand::Unclear));
    assert_eq!(alex.must(BeginNewWords {}).await.words, new);
    // While it is not clear, they are not given up.
    assert_eq!(
        code_of(
            &alex,
            PutNewWordsAway {
                seen: NewWordsStand::Unclear
            }
        )
        .await,
        ProblemCode::ServerGone
    );
    line.store(WHOLE, Ordering::SeqCst);
    // Whoever wants to give them up is told that they count.
    let page = put_away(&alex).await;
    assert_eq!(page.new_words, Some(NewWordsStand::InForce));
    assert_eq!(count(&world, &former).await, Err(ProblemCode::WordsUsed));
    assert_eq!(count(&world, &new).await, Ok(()));
    let page = put_away(&alex).await;
    assert_eq!((page.new_words, page.recovery_due), (None, false));

    // It did not get there: the paper from before counts, and it can be given up or done again.
    let never = written_down(&alex).await;
    line.store(BREAKS_BEFORE, Ordering::SeqCst);
    assert_eq!(
        code_of(&alex, FinishNewWords {}).await,
        ProblemCode::ServerGone
    );
    assert_eq!(stand(&alex).await, Some(NewWordsStand::Unclear));
    line.store(WHOLE, Ordering::SeqCst);
    assert_eq!(put_away(&alex).await.new_words, None);
    assert_eq!(count(&world, &never).await, Err(ProblemCode::WordsUnknown));
    assert_eq!(count(&world, &new).await, Ok(()));
    let third = written_down(&alex).await;
    line.store(BREAKS_BEFORE, Ordering::SeqCst);
    let _broken = alex.ask(FinishNewWords {}).await.unwrap_err();
    line.store(WHOLE, Ordering::SeqCst);
    finish(&alex).await.expect("it goes on");
    assert_eq!(count(&world, &third).await, Ok(()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_off_by_a_crash_the_device_finds_its_words_in_the_log() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    let former = founded(&world, &alex).await;
    let new = written_down(&alex).await;
    drop(alex);
    copy_folder(&world.home("Alex"), &world.home("before"));
    let alex = world.device("Alex");
    alex.unlock().await;
    finish(&alex).await.expect("they are in force");
    drop(alex);
    copy_folder(&world.home("before"), &world.home("Alex"));
    let alex = world.device("Alex");
    alex.unlock().await;
    assert_eq!(stand(&alex).await, Some(NewWordsStand::NotInForce));
    alex.sync().await;
    assert_eq!(stand(&alex).await, Some(NewWordsStand::InForce));
    assert_eq!(code_of(&alex, check(&former)).await, ProblemCode::WordsUsed);
    finish(&alex).await.expect("nothing is left to do");
    alex.must(check(&new)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_used_a_paper_first_does_not_keep_the_recovery() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    let former = founded(&world, &alex).await;
    let id = alex.add_household("Number 12").await;
    alex.sync().await;
    let never = written_down(&alex).await;
    // Somebody found the paper, and is faster.
    let thief = world.device("Thief");
    let theirs = recover(&world, &thief, &former).await;
    assert_eq!(
        code_of(&alex, FinishNewWords {}).await,
        ProblemCode::WordsOvertaken
    );
    let page = put_away(&alex).await;
    let came = page.devices.iter().find(|device| device.by_words);
    let device = came.expect("it shows").device.clone();
    alex.must(RemoveDevice { device }).await;
    // The control: removing the device alone leaves the recovery with whoever was first.
    assert_eq!(count(&world, &theirs).await, Ok(()));
    let new = replace(&alex).await;
    for words in [&former, &theirs] {
        assert_eq!(count(&world, words).await, Err(ProblemCode::WordsUsed));
    }
    assert_eq!(count(&world, &never).await, Err(ProblemCode::WordsUnknown));
    write(&alex, &id, "Ours alone.").await;
    alex.sync().await;
    let kim = world.device("Kim");
    recover(&world, &kim, &new).await;
    kim.sync().await;
    assert_eq!(read(&kim, &id).await, "Ours alone.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_set_back_is_told_of_the_new_words_again() {
    let mut world = World::begin().await;
    let alex = world.device("Alex");
    let former = founded(&world, &alex).await;
    alex.sync().await;
    world.stop_server().await;
    let backup = world.folder().join("backup");
    copy_folder(&world.server_folder(), &backup);
    world.start_server().await;
    let new = replace(&alex).await;
    world.stop_server().await;
    copy_folder(&backup, &world.server_folder());
    world.start_server().await;
    // Until a device comes, that server knows the former words alone.
    assert_eq!(count(&world, &former).await, Ok(()));
    alex.sync().await;
    assert_eq!(count(&world, &former).await, Err(ProblemCode::WordsUsed));
    assert_eq!(count(&world, &new).await, Ok(()));
    let standing = alex.must(GetStanding {}).await;
    assert!(matches!(standing, doorstep_model::call::Standing::Open(_)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_other_admins_are_told_who_put_new_words_in_force() {
    let world = World::begin().await;
    let (alex, kim) = (world.device("Alex"), world.device("Kim"));
    founded(&world, &alex).await;
    let dana = second_admin(&world, &alex).await;
    kim.join(&alex).await;
    for person in [&alex, &dana, &kim] {
        person.sync().await;
    }
    let by = async |person: &Person| person.must(GetTeam {}).await.new_words_by;
    assert_eq!(by(&dana).await, None, "the control");
    replace(&alex).await;
    for person in [&dana, &kim] {
        person.sync().await;
    }
    assert_eq!(by(&dana).await.as_deref(), Some("Alex"));
    assert_eq!(by(&alex).await, None, "who made them");
    assert_eq!(by(&kim).await, None, "who is no admin");
    // Nobody is told of what was before they came.
    let lee = world.device("Lee");
    let made = alex.must(CreateInvite { role: Role::Admin }).await;
    lee.join_with(&alex, made.address, made.invite.code).await;
    lee.sync().await;
    assert_eq!(by(&lee).await, None);
    // Until she says so, also after she has locked.
    dana.must(Lock {}).await;
    dana.unlock().await;
    assert_eq!(by(&dana).await.as_deref(), Some("Alex"));
    let page = dana.must(HeardOfNewWords {}).await;
    assert_eq!(page.new_words_by, None);
    dana.sync().await;
    replace(&dana).await;
    alex.sync().await;
    assert_eq!(by(&alex).await.as_deref(), Some("Dana"));
    assert_eq!(by(&dana).await, None);
}
