//! Somebody who has just installed the app tries it with the practice team: no server, no
//! passphrase, working within a minute.

use std::time::{Duration, Instant};

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::LAPTOP;
use doorstep_tests::{At, Outcome, Stage, Window, record};

/// Made-up households in the practice team.
const HOUSEHOLDS: usize = 24;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newcomer_works_within_a_minute() -> Outcome<()> {
    let stage = Stage::set("practice")?;
    let began = Instant::now();
    let window = stage.window("newcomer", LAPTOP).await?;
    window.screen("first-run").await?;
    window.click("door-practice").await?;
    window.screen("home").await?;
    marked(&window).await?;
    window.picture("home").await?;
    window.click("open-households").await?;
    window.screen("households").await?;
    window.see_count("household-row", HOUSEHOLDS).await?;
    window.picture("households").await?;
    let first = window.see("household-row").await?;
    let id = first.attr("data-household").to_owned();
    record::open_household(&window, &id).await?;
    marked(&window).await?;
    window.picture("household").await?;
    window.add("matters-to-us", " And a place to sit.").await?;
    record::saved(&window).await?;
    ensure(began.elapsed() < Duration::from_secs(60), || {
        format!("it took {:?}", began.elapsed())
    })?;

    // It is still there after a restart, and nothing asks for a passphrase.
    window.close().await?;
    let window = stage.window("newcomer", LAPTOP).await?;
    window.screen("home").await?;
    record::open_household(&window, &id).await?;
    let text = window.see("matters-to-us").await?;
    ensure(text.words.ends_with("And a place to sit."), || {
        format!("what was written is {:?}", text.words)
    })?;
    window.see(At::test("visit-row")).await?;

    // Leaving puts all of it away.
    window.click("open-settings").await?;
    window.screen("settings").await?;
    marked(&window).await?;
    window.click("leave-practice").await?;
    window.click("leave-practice-yes").await?;
    window.screen("first-run").await?;
    window.close().await
}

/// The screen says that nobody on it exists.
async fn marked(window: &Window) -> Outcome<()> {
    let note = window.see("practice-note").await?;
    ensure(note.words.contains("made-up"), || {
        format!("the line says {:?}", note.words)
    })
}
