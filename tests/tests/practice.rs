//! Somebody who has just installed the app tries it with the practice team: no server, no
//! passphrase, working within a minute.

use std::time::{Duration, Instant};

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::LAPTOP;
use doorstep_tests::{At, Outcome, Stage, record};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newcomer_works_within_a_minute() -> Outcome<()> {
    let stage = Stage::set("practice")?;
    let began = Instant::now();
    let window = stage.window("newcomer", LAPTOP).await?;
    window.screen("first-run").await?;
    window.click("door-practice").await?;
    window.screen("home").await?;
    window.picture("home").await?;
    window.click("open-households").await?;
    window.screen("households").await?;
    let rows = window.look("household-row").await?;
    ensure(rows.len() >= 6, || format!("{} households", rows.len()))?;
    window.picture("households").await?;
    let first = window.see("household-row").await?;
    let id = first.attr("data-household").to_owned();
    record::open_household(&window, &id).await?;
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
    record::shows_at_least(&window, "matters-to-us", "And a place to sit.").await?;
    window.see(At::test("visit-row")).await?;
    window.close().await
}
