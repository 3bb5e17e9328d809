//! Somebody who has logged in to their own computer opens Doorstep without the passphrase, if they want that, until
//! Doorstep locks.

use std::time::Duration;

use doorstep_tests::axe::lets_all_in;
use doorstep_tests::failed::ensure;
use doorstep_tests::screen::TABLET;
use doorstep_tests::team::{self, Person};
use doorstep_tests::{At, Outcome, Stage, Window, record};

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const LONG: Duration = Duration::from_secs(30);
const TEAM: &str = "Harbour Ward team";
const HOUSEHOLD: &str = "The Amber family";

/// A team on a device whose computer has a keychain.
async fn begin(stage: &Stage) -> Outcome<(Window, String)> {
    let window = stage.window("device", TABLET).await?;
    let words = team::start(&window, NADIA, TEAM).await?;
    team::type_words_back(&window, &words).await?;
    let household = record::add_household(&window, HOUSEHOLD).await?;
    Ok((window, household))
}

async fn turn(window: &Window, on: bool) -> Outcome<()> {
    window.click("open-settings").await?;
    window.screen("settings").await?;
    window.click("use-keychain").await?;
    let state = At::test("keychain-state").attr("data-on", &on.to_string());
    window.see(state).await.map(drop)
}

/// It has as many secrets of ours, and none tells of anybody.
fn keeps(stage: &Stage, count: usize) -> Outcome<()> {
    let items = stage.keychain()?.items()?;
    ensure(items.len() == count, || format!("it has {items:?}"))?;
    for name in [NADIA.name, TEAM, "Harbour", HOUSEHOLD, "Amber"] {
        let told = items.iter().any(|item| item.contains(name));
        ensure(!told, || format!("{name} stands in {items:?}"))?;
    }
    Ok(())
}

/// The same in its own time: nobody waits for a keychain when they lock or unlock.
async fn comes_to_keep(stage: &Stage, window: &Window, count: usize) -> Outcome<()> {
    window
        .wait("the keychain to keep", LONG, async || {
            let items = stage.keychain()?.items()?;
            Ok((items.len() == count).then_some(()))
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_start_opens_and_a_lock_wants_the_passphrase() -> Outcome<()> {
    let stage = Stage::set("keychain")?.with_keychain()?;
    let (window, household) = begin(&stage).await?;
    window.click("open-settings").await?;
    window.screen("settings").await?;
    let off = At::test("keychain-state").attr("data-on", "false");
    window.see(off).await?;
    keeps(&stage, 0)?;
    stage.tell("The control: as it is, a start asks for the passphrase");
    window.close().await?;
    let window = stage.window("device", TABLET).await?;
    team::unlock(&window, NADIA).await?;
    keeps(&stage, 0)?;

    stage.tell("She turns it on, closes Doorstep and opens it again");
    turn(&window, true).await?;
    keeps(&stage, 1)?;
    window.picture("settings").await?;
    lets_all_in(&window).await?;
    window.close().await?;
    let window = stage.window("device", TABLET).await?;
    window.screen("home").await?;
    record::open_household(&window, &household).await?;
    window.close().await?;
    let window = stage.window("device", TABLET).await?;
    window.screen("home").await?;

    stage.tell("She locks it: the passphrase is wanted, also after a restart");
    window.click("open-settings").await?;
    window.screen("settings").await?;
    window.click("lock-now").await?;
    window.screen("unlock").await?;
    comes_to_keep(&stage, &window, 0).await?;
    window.close().await?;
    let window = stage.window("device", TABLET).await?;
    team::unlock(&window, NADIA).await?;

    stage.tell("That armed it anew; she turns it off");
    comes_to_keep(&stage, &window, 1).await?;
    window.close().await?;
    let window = stage.window("device", TABLET).await?;
    window.screen("home").await?;
    turn(&window, false).await?;
    keeps(&stage, 0)?;
    window.close().await?;
    let window = stage.window("device", TABLET).await?;
    team::unlock(&window, NADIA).await?;
    keeps(&stage, 0)?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_keychain_that_hangs_or_is_gone_means_the_passphrase() -> Outcome<()> {
    let mut stage = Stage::set("keychain-hangs")?.with_keychain()?;
    let (window, _) = begin(&stage).await?;
    turn(&window, true).await?;
    window.close().await?;
    let before = stage.keychain()?.items()?;
    stage.keychain()?.hangs(true)?;
    let window = stage.window("device", TABLET).await?;
    team::unlock(&window, NADIA).await?;
    stage.keychain()?.hangs(false)?;
    // Not the one from before, which it has until it comes to itself.
    window
        .wait("the keychain to keep a new one", LONG, async || {
            let items = stage.keychain()?.items()?;
            Ok((items.len() == 1 && items != before).then_some(()))
        })
        .await?;
    window.close().await?;
    // The control: it would have opened.
    let window = stage.window("device", TABLET).await?;
    window.screen("home").await?;
    window.close().await?;
    stage.without_keychain();
    let window = stage.window("device", TABLET).await?;
    team::unlock(&window, NADIA).await?;
    window.click("open-settings").await?;
    window.screen("settings").await?;
    let on = At::test("keychain-state").attr("data-on", "true");
    window.see(on).await?;
    // Off and on again: there is no place for it now, and that is said.
    window.click("use-keychain").await?;
    let off = At::test("keychain-state").attr("data-on", "false");
    window.see(off.clone()).await?;
    window.click("use-keychain").await?;
    window
        .see(At::test("error-item").attr("data-code", "no-keychain"))
        .await?;
    window.see(off).await?;
    window.picture("refused").await?;
    lets_all_in(&window).await?;
    window.close().await
}
