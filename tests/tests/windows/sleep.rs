//! The lid is shut: before the machine sleeps the device locks, and the words that were being written
//! are there again once it is unlocked. logind is played by the test, on a bus of its own.

use std::time::Duration;

use doorstep_tests::failed::ensure;
use doorstep_tests::login::Login;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::team::{self, Person};
use doorstep_tests::window::PATIENCE;
use doorstep_tests::{At, Outcome, Stage, Window, record};

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const HOUSEHOLD: &str = "The Amber family";
const NOTES: &str = "Gran is home from hospital and";
/// Longer than going to sleep takes where the device is told of it.
const A_WHILE: Duration = Duration::from_secs(3);
/// A practice team is made, which takes a busy machine its time.
const BUSY: Duration = Duration::from_secs(60);

/// A visit that is being written.
async fn write_half(window: &Window) -> Outcome<()> {
    let words = team::start(window, NADIA, "Harbour Ward team").await?;
    team::type_words_back(window, &words).await?;
    record::add_household(window, HOUSEHOLD).await?;
    window.click("record-visit").await?;
    window.screen("visit").await?;
    window.write("visit-notes", NOTES).await
}

/// The screen that asks for the passphrase is there and nothing else is.
async fn is_locked(window: &Window) -> Outcome<()> {
    window.screen("unlock").await?;
    let page = "return document.documentElement.innerHTML";
    let page = window.run(page, Vec::new()).await?.to_string();
    ensure(!page.contains(NOTES) && !page.contains(HOUSEHOLD), || {
        "the page still has words of the record".to_owned()
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_machine_sleeps_once_the_device_is_locked() -> Outcome<()> {
    let stage = Stage::set("sleep")?;
    let login = Login::beside(&stage.folder("device")).await?;
    let window = stage.window("device", LAPTOP).await?;
    login.holds(1, PATIENCE).await?;
    ensure(login.asked() == ["sleep delay"], || {
        format!("asked for {:?}", login.asked())
    })?;
    write_half(&window).await?;

    // The control: nobody says that the machine is going to sleep.
    tokio::time::sleep(A_WHILE).await;
    window.screen("visit").await?;
    ensure(login.held() == 1 && login.store_is_open(), || {
        "it locked, or let go, by itself".to_owned()
    })?;

    for and_then in [" wants to", " go out again."] {
        window.add("visit-notes", and_then).await?;
        // In the middle of a word: not even the field was left.
        login.prepare_for_sleep(true).await?;
        login.holds(0, PATIENCE).await?;
        ensure(login.released().iter().all(|open| !open), || {
            "the machine may sleep while the store is open".to_owned()
        })?;
        is_locked(&window).await?;
        window.picture("locked").await?;

        login.prepare_for_sleep(false).await?;
        login.holds(1, PATIENCE).await?;
        is_locked(&window).await?;
        team::unlock(&window, NADIA).await?;
        window.screen("visit").await?;
        ensure(login.store_is_open(), || "nothing was unlocked".to_owned())?;
    }
    let all = format!("{NOTES} wants to go out again.");
    record::shows_text(&window, "visit-notes", &all).await?;
    ensure(login.released().len() == 2, || {
        format!("let go {} times", login.released().len())
    })?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_is_locked_locks_the_device() -> Outcome<()> {
    let stage = Stage::set("sleep-session")?;
    let login = Login::beside(&stage.folder("device")).await?;
    let window = stage.window("device", TABLET).await?;
    login.holds(1, PATIENCE).await?;
    write_half(&window).await?;
    login.lock_session().await?;
    is_locked(&window).await?;
    ensure(login.held() == 1, || {
        "nothing was said of sleeping, and it let go".to_owned()
    })?;
    team::unlock(&window, NADIA).await?;
    window.screen("visit").await?;
    record::shows_text(&window, "visit-notes", NOTES).await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_needs_no_lock_stays_and_holds_nobody_up() -> Outcome<()> {
    let stage = Stage::set("sleep-practice")?;
    let login = Login::beside(&stage.folder("device")).await?;
    let window = stage.window("device", TABLET).await?;
    // Half a form on a device where nothing is yet.
    window.screen("first-run").await?;
    window.click("door-start").await?;
    window.write("team-name", "Harbour Ward").await?;
    sleep_and_wake(&login).await?;
    let name = window.see("team-name").await?.words;
    ensure(name == "Harbour Ward", || format!("it has {name:?}"))?;
    // Made-up people, whom anybody may see.
    window.click("back").await?;
    window.click("door-practice").await?;
    window.screen_within("home", BUSY).await?;
    sleep_and_wake(&login).await?;
    window.click("open-households").await?;
    window.see(At::test("household-row")).await?;
    window.close().await
}

async fn sleep_and_wake(login: &Login) -> Outcome<()> {
    login.holds(1, PATIENCE).await?;
    login.prepare_for_sleep(true).await?;
    login.holds(0, PATIENCE).await?;
    login.prepare_for_sleep(false).await?;
    login.holds(1, PATIENCE).await
}
