//! The way of working, in two real windows: a first visit, a follow-up by a colleague, what was
//! asked for is looked at together, two addresses at once, taking back what a colleague has written
//! on to, the page that the family keeps, and a look at what is learnt.

use std::process::Command;

use doorstep_tests::failed::ensure;
use doorstep_tests::record::Visit;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::server::Server;
use doorstep_tests::team::{self, Person};
use doorstep_tests::window::files_beside;
use doorstep_tests::{At, Failed, Outcome, Stage, Window, record};

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const SAM: Person = Person {
    name: "Sam",
    passphrase: "gravel pear lantern two",
};
const MATTERS: &str = "That the children keep their school.";
const MORE: &str = " And that Gran can stay.";
const ASKED: &str = "I have rung four times about the boiler.";
const FIRST: Visit = Visit {
    notes: "At the kitchen table. The boiler has been out since September.",
    strengths: &[("We always eat together", "Mum")],
    actions: &[
        ("Ring the landlord with Mum", "worker"),
        ("Ask the neighbour about the heater", "family"),
    ],
};
const FOLLOW_UP: Visit = Visit {
    notes: "The neighbour brought a heater the same evening.",
    strengths: &[("Mr Okoro next door fixes things", "Mum")],
    actions: &[("Show Leo how to bleed a radiator", "community")],
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_practice() -> Outcome<()> {
    let stage = Stage::set("whole-practice")?;
    let mut server = stage.server("office")?;
    let nadia = stage.window("nadia", TABLET).await?;
    let sam = stage.window("sam", LAPTOP).await?;
    let words = team::start(&nadia, NADIA, "Harbour Ward team").await?;
    team::type_words_back(&nadia, &words).await?;
    team::connect(&nadia, &server).await?;

    let household = first_visit(&stage, &nadia).await?;
    let invite = team::invite(&nadia).await?;
    team::ask_to_join(&sam, SAM, &invite).await?;
    team::words_of_request(&nadia).await?;
    team::approve(&nadia, &sam).await?;
    team::sync(&sam).await?;

    follow_up(&stage, &sam, &household).await?;
    team::sync(&sam).await?;
    team::sync(&nadia).await?;
    look_together(&stage, &nadia).await?;
    both_change(&stage, &mut server, &nadia, &sam, &household).await?;
    take_back(&stage, &nadia, &sam, &household).await?;
    hand_over_the_plan(&stage, &nadia, &household).await?;

    nadia.click("open-learning").await?;
    nadia.screen("learning").await?;
    nadia.see(At::test("says-actions").containing("3")).await?;
    nadia.picture("learning").await?;
    stage.tell("Learning counts what the two of them wrote down.");
    nadia.close().await?;
    sam.close().await
}

async fn first_visit(stage: &Stage, nadia: &Window) -> Outcome<String> {
    let household = record::add_household(nadia, "The Amber family").await?;
    record::record_visit(nadia, &FIRST, async || {
        nadia.write("matters-to-us", MATTERS).await?;
        nadia.click("quick-demand").await?;
        nadia.write("demand-exact-words", ASKED).await?;
        nadia.click("done-demand").await?;
        record::saved(nadia).await?;
        nadia.picture("first-visit").await
    })
    .await?;
    record::shows_text(nadia, "matters-to-us", MATTERS).await?;
    nadia.see(At::test("demand-row").containing(ASKED)).await?;
    nadia.picture("after-the-first-visit").await?;
    stage
        .tell("Nadia's first visit: notes, what matters, a strength, two actions, what was asked.");
    Ok(household)
}

async fn follow_up(stage: &Stage, sam: &Window, household: &str) -> Outcome<()> {
    record::open_household(sam, household).await?;
    record::shows_visit(sam, &FIRST).await?;
    let neighbour = At::test("action-row").containing("Ask the neighbour");
    sam.click(neighbour.then("action-done")).await?;
    record::record_visit(sam, &FOLLOW_UP, async || sam.picture("follow-up").await).await?;
    sam.see_count("visit-row", 2).await?;
    sam.picture("after-the-follow-up").await?;
    stage.tell("Sam goes on where Nadia was: one action is done, a second visit is noted.");
    Ok(())
}

/// What was asked for is sorted into value and failure later, by the team.
async fn look_together(stage: &Stage, nadia: &Window) -> Outcome<()> {
    nadia.click("open-team").await?;
    nadia.screen("team").await?;
    nadia
        .click(At::test("offer").attr("data-part", "failure-cause").nth(0))
        .await?;
    nadia.see("failure-cause-row").await?;
    nadia.click("open-home").await?;
    nadia.screen("home").await?;
    nadia
        .click(At::test("look-row").attr("data-why", "asked-for"))
        .await?;
    nadia.screen("asked-for").await?;
    nadia.see(At::test("asked-row").containing(ASKED)).await?;
    nadia.click("asked-look").await?;
    nadia
        .click(At::test("demand-class").attr("data-value", "failure"))
        .await?;
    nadia.see("demand-failure-cause").await?;
    nadia.picture("looked-at-together").await?;
    stage.tell("Together they see that this demand was failure demand.");
    Ok(())
}

async fn both_change(
    stage: &Stage,
    server: &mut Server,
    nadia: &Window,
    sam: &Window,
    household: &str,
) -> Outcome<()> {
    team::sync(nadia).await?;
    team::sync(sam).await?;
    server.stop();
    for (window, address) in [(nadia, "12 Harbour Street"), (sam, "12a Harbour Street")] {
        team::sync_in_vain(window).await?;
        record::open_household(window, household).await?;
        record::set_about(window, "about-address", address).await?;
    }
    server.resume()?;
    for window in [nadia, sam, nadia] {
        team::sync(window).await?;
    }
    record::open_household(nadia, household).await?;
    let both = At::test("both-changed").attr("data-field", "about-address");
    let values = nadia.see_count(both.clone().then("both-value"), 2).await?;
    ensure(
        values.iter().any(|value| value.words.contains("Sam")),
        || format!("nobody says that Sam changed it: {values:?}"),
    )?;
    nadia.picture("both-changed").await?;
    let theirs = both
        .clone()
        .then("both-value")
        .attr("data-value", "12a Harbour Street");
    nadia.click(theirs.then("choose-value")).await?;
    nadia.see_gone(both).await?;
    record::saved(nadia).await?;
    stage.tell("Both set the address without signal; both stand there until Nadia chooses.");
    Ok(())
}

/// Nadia takes her words back after Sam has written on to them: Sam's stay.
async fn take_back(stage: &Stage, nadia: &Window, sam: &Window, household: &str) -> Outcome<()> {
    nadia
        .write_and_leave("matters-to-us", "That we get out of here.")
        .await?;
    record::saved(nadia).await?;
    team::sync(nadia).await?;
    team::sync(sam).await?;
    record::open_household(sam, household).await?;
    record::shows_text(sam, "matters-to-us", "That we get out of here.").await?;
    sam.add("matters-to-us", MORE).await?;
    record::saved(sam).await?;
    team::sync(sam).await?;
    team::sync(nadia).await?;
    record::open_household(nadia, household).await?;
    record::shows_text(
        nadia,
        "matters-to-us",
        &format!("That we get out of here.{MORE}"),
    )
    .await?;
    nadia.click("heading").await?;
    nadia.press_with_control('z').await?;
    record::shows_text(nadia, "matters-to-us", &format!("{MATTERS}{MORE}")).await?;
    nadia.picture("taken-back").await?;
    stage.tell("Nadia takes her words back; what Sam wrote on to them stays.");
    Ok(())
}

async fn hand_over_the_plan(stage: &Stage, nadia: &Window, household: &str) -> Outcome<()> {
    let files = files_beside(&stage.folder("nadia"));
    std::fs::create_dir_all(&files).map_err(Failed::io("a folder for files"))?;
    record::open_household(nadia, household).await?;
    nadia.click("open-plan").await?;
    nadia.screen("plan").await?;
    nadia.see(At::test("paper").containing(MATTERS)).await?;
    nadia.picture("our-plan").await?;
    nadia.click("plan-save").await?;
    nadia.see("plan-handed").await?;
    let file = std::fs::read_dir(&files)
        .map_err(Failed::io("the folder for files"))?
        .find_map(|file| Some(file.ok()?.path()))
        .unwrap_or_default();
    let said = Command::new("pdftotext")
        .arg(&file)
        .arg("-")
        .output()
        .map_err(Failed::io("pdftotext"))?;
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    ensure(text.contains("We always eat together"), || {
        format!("the family's page says {text:?}")
    })?;
    stage.tell("The family's page is a PDF that says their strength.");
    Ok(())
}
