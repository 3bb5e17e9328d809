//! Looking back through a real window: what to record first where there is nothing, every measure
//! of a year's work with its picture, numbers and meaning, the page for a meeting, and the table.

#[path = "../worlds/learning/year.rs"]
mod year;

use std::path::Path;
use std::time::Duration;

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::window::files_beside;
use doorstep_tests::world::{PASSPHRASE, World};
use doorstep_tests::{At, Failed, Outcome, Stage};
use thirtyfour::Key;

const PATIENCE: Duration = Duration::from_secs(10);
const MEASURES: [&str; 6] = [
    "demand",
    "sorted",
    "actions",
    "expertise",
    "services",
    "obstacles",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_team_looks_back_on_its_year() -> Outcome<()> {
    let stage = Stage::set("learning")?;
    let home = stage.folder("lead");
    let folder = home.parent().unwrap_or(Path::new("."));
    {
        let world = World::begin_in(folder);
        let alex = world.device("lead");
        alex.start_team().await;
        year::fill(&alex).await;
    }
    let files = files_beside(&home);
    std::fs::create_dir_all(&files).map_err(Failed::io(files.display()))?;

    let window = stage.window("lead", LAPTOP).await?;
    window.screen("unlock").await?;
    window.write("passphrase", PASSPHRASE).await?;
    window.click("unlock").await?;
    window.screen("home").await?;
    window.click("open-learning").await?;
    window.screen("learning").await?;
    for measure in MEASURES {
        window.see(At::test(&format!("learning-{measure}"))).await?;
    }
    for chart in [
        "demand",
        "week",
        "sorted",
        "actions",
        "expertise",
        "services",
    ] {
        window.see(At::test(&format!("chart-{chart}"))).await?;
    }
    // Each picture is named and described, and each name is there.
    let unnamed = window
        .run(
            "return Array.from(document.querySelectorAll('svg.chart')).filter(svg =>
                svg.getAttribute('role') !== 'img' || svg.getAttribute('aria-labelledby').split(' ')
                .some(id => !document.getElementById(id)?.textContent.trim())).length;",
            Vec::new(),
        )
        .await?;
    ensure(unnamed == 0, || {
        format!("{unnamed} pictures without a name")
    })?;
    window.picture("laptop-top").await?;
    show(&window, "learning-sorted").await?;
    window.picture("laptop-sorted").await?;
    show(&window, "learning-actions").await?;
    window.picture("laptop-actions").await?;
    show(&window, "learning-services").await?;
    window.picture("laptop-services").await?;
    show(&window, "learning-obstacles").await?;
    window.picture("laptop-obstacles").await?;

    // The numbers and what they mean are one click away.
    window.click("numbers-services").await?;
    window.click("means-services").await?;
    show(&window, "learning-services").await?;
    window.picture("laptop-numbers").await?;

    // Narrower: a place, a shorter time.
    let everywhere = window.see("says-demand").await?.words;
    window.choose("learning-locality", "The Quay").await?;
    window
        .wait("another number", PATIENCE, async || {
            let words = window.see("says-demand").await?.words;
            Ok((words != everywhere).then_some(()))
        })
        .await?;
    window.choose("learning-locality", "").await?;
    window.choose("learning-period", "three").await?;
    window.picture("laptop-three-months").await?;

    // A day that can't be read is not "for ever": what is shown stays, and nothing goes out.
    window.choose("learning-period", "own").await?;
    window.write("learning-from", "1 jan 2020").await?;
    window.write("learning-until", "2 jan 2020").await?;
    let stays = window
        .wait("the short period", PATIENCE, async || {
            let words = window.see("says-demand").await?.words;
            // Nothing was written down in those two days.
            Ok(words.contains("Nobody asked").then_some(words))
        })
        .await?;
    window.write("learning-from", "31 feb of then").await?;
    window.see("learning-unread").await?;
    for button in ["learning-export", "learning-meeting"] {
        window.see(At::test(button).css(":disabled")).await?;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let now = window.see("says-demand").await?.words;
    ensure(now == stays, || {
        format!("a day that can't be read changes {stays:?} to {now:?}")
    })?;
    window.choose("learning-period", "twelve").await?;
    window.see_gone("learning-unread").await?;

    // A table for a spreadsheet.
    window.click("learning-export").await?;
    window
        .wait("the table is written", PATIENCE, async || {
            let said = window.see("learning-saved").await?.words;
            Ok(said.contains(".csv").then_some(()))
        })
        .await?;
    let written = std::fs::read_dir(&files)
        .map_err(Failed::io(files.display()))?
        .flatten()
        .filter(|file| {
            file.path()
                .extension()
                .is_some_and(|ending| ending == "csv")
        })
        .count();
    ensure(written == 1, || format!("{written} tables were written"))?;

    // The page for a meeting, and back by keyboard.
    window.click("learning-meeting").await?;
    window.screen("meeting").await?;
    window.see("says-demand").await?;
    window.picture("meeting").await?;
    show(&window, "learning-services").await?;
    window.picture("meeting-services").await?;
    window.press(Key::Escape).await?;
    window.screen("learning").await?;
    window.see("chart-demand").await?;
    window.close().await
}

async fn show(window: &doorstep_tests::Window, name: &str) -> Outcome<()> {
    let script = format!("document.querySelector('[data-test={name}]').scrollIntoView();");
    window.run(&script, Vec::new()).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_there_is_nothing_it_says_what_to_record_first() -> Outcome<()> {
    let stage = Stage::set("learning-nothing")?;
    let home = stage.folder("lead");
    {
        let world = World::begin_in(home.parent().unwrap_or(Path::new(".")));
        world.device("lead").start_team().await;
    }
    let window = stage.window("lead", TABLET).await?;
    window.screen("unlock").await?;
    window.write("passphrase", PASSPHRASE).await?;
    window.click("unlock").await?;
    window.screen("home").await?;
    window.click("open-learning").await?;
    window.see("learning-nothing").await?;
    window.picture("nothing").await?;
    window.click("learning-record").await?;
    window.screen("record-visit").await?;
    window.close().await
}
