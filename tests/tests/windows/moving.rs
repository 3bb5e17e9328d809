//! A household moves to another team with its history: one lead saves a file and reads out its code, somebody of the other
//! team takes it over and reads three words back. Neither team has a server.

use std::fs;
use std::path::PathBuf;

use doorstep_tests::axe::lets_all_in;
use doorstep_tests::failed::ensure;
use doorstep_tests::record::Visit;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::team::{self, Person};
use doorstep_tests::{At, Failed, Outcome, Stage, Window, record};

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const OMAR: Person = Person {
    name: "Omar",
    passphrase: "copper willow basin four",
};
const FROM: &str = "Quayside";
const TO: &str = "Riverside";
const HOUSEHOLD: &str = "The Okafors";
const VISIT: Visit = Visit {
    notes: "Sat in the yard with them.",
    strengths: &[("The yard is theirs to plant", "Mrs Okafor")],
    actions: &[("Ask about the fence", "worker")],
};
const SAFE: &str = "Ring first: the dog is loose.";
const AFTER: &str = "We want to be near our daughter.";

/// The folders from which somebody's window takes a file, and into which it puts one.
fn files(stage: &Stage, name: &str) -> Outcome<PathBuf> {
    let folder = stage.folder(&format!("{name}-files"));
    fs::create_dir_all(folder.join("open")).map_err(Failed::io("a folder for the file"))?;
    Ok(folder)
}

async fn start(window: &Window, person: Person, name: &str) -> Outcome<()> {
    let words = team::start(window, person, name).await?;
    team::type_words_back(window, &words).await
}

fn problem(code: &str) -> At {
    At::test("error-item").attr("data-code", code)
}

/// A picture of what is on the screen, which keeps nobody out.
async fn looked_at(window: &Window, name: &str) -> Outcome<()> {
    window.picture(name).await?;
    lets_all_in(window).await
}

/// Goes to where a household is moved.
async fn open_move(window: &Window, id: &str) -> Outcome<()> {
    record::open_household(window, id).await?;
    window.click("open-move").await?;
    window.screen("move").await
}

/// Chooses the file that was brought, and types the code.
async fn bring(window: &Window, code: &str) -> Outcome<()> {
    window.click("take-over-choose").await?;
    window
        .see(At::test("take-over-file").containing("doorstep-move"))
        .await?;
    window.write("take-over-code", code).await?;
    window.click("take-over-look").await
}

/// The code on the screen.
async fn code(window: &Window) -> Outcome<String> {
    let code = window.see("move-code").await?;
    let code = code.attr("data-code").to_owned();
    ensure(code.len() == 26, || format!("the code is {code}"))?;
    Ok(code)
}

/// Writes down the household that moves; gives its id.
async fn write_down(window: &Window) -> Outcome<String> {
    let id = record::add_household(window, HOUSEHOLD).await?;
    record::record_visit(window, &VISIT, async || Ok(())).await?;
    window.click("fold-safety").await?;
    window.click("add-safety").await?;
    window.write("new-safety-what", SAFE).await?;
    window.click("save-safety").await?;
    window.see("safety-note").await?;
    Ok(id)
}

/// Saves a file, writes something more, and saves another; gives the codes of both.
async fn save_twice(window: &Window, id: &str) -> Outcome<(String, String)> {
    open_move(window, id).await?;
    window
        .see(At::test("in-move").containing("1 visit"))
        .await?;
    window
        .see(At::test("in-move").containing("1 safety note"))
        .await?;
    looked_at(window, "move").await?;
    window.click("move-save").await?;
    window.see(problem("name-needed")).await?;
    window.see("field-error").await?;
    looked_at(window, "which-team").await?;
    window.write("move-to", TO).await?;
    window.click("move-save").await?;
    let first = code(window).await?;
    window.see_count("move-written-since", 0).await?;
    looked_at(window, "code").await?;

    record::open_household(window, id).await?;
    window
        .see(At::test("household-moving").containing(TO))
        .await?;
    looked_at(window, "on-its-way").await?;
    window.write_and_leave("matters-to-us", AFTER).await?;
    record::saved(window).await?;
    window.click("go-to-move").await?;
    window.screen("move").await?;
    window.see("move-written-since").await?;
    looked_at(window, "written-since").await?;
    window.click("move-save-since").await?;
    window.see_gone("move-written-since").await?;
    let second = code(window).await?;
    ensure(first != second, || "both files have one code".to_owned())?;
    Ok((first, second))
}

/// What was written in the team before is here, with who wrote it.
async fn shows_all(window: &Window) -> Outcome<()> {
    window
        .see(At::test("household-came-from").containing(FROM))
        .await?;
    record::shows_visit(window, &VISIT).await?;
    record::shows_text(window, "matters-to-us", AFTER).await?;
    // Who was there is of the other team, and is known by name.
    window
        .see(
            At::test("visit-row")
                .containing(VISIT.notes)
                .containing(NADIA.name),
        )
        .await?;
    window
        .see(At::test("safety-words").containing(SAFE))
        .await?;
    looked_at(window, "is-here").await?;
    window
        .click(
            At::test("visit-row")
                .containing(VISIT.notes)
                .then("open-visit"),
        )
        .await?;
    window.screen("visit").await?;
    window
        .see(At::test("visit-of-before").containing(NADIA.name))
        .await?;
    looked_at(window, "visit").await?;
    window.click("back").await?;
    window.screen("household").await?;
    record::more(window, "open-history").await?;
    window.screen("history").await?;
    window
        .see(At::test("moment").containing(NADIA.name))
        .await?;
    looked_at(window, "what-happened").await
}

/// Opens the page on which households of other teams are taken over.
async fn open_take_over(window: &Window) -> Outcome<()> {
    window.click("open-households").await?;
    window.screen("households").await?;
    window.click("open-take-over").await?;
    window.screen("take-over").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_household_moves_to_another_team_with_its_history() -> Outcome<()> {
    let stage = Stage::set("moving")?;
    let (out, brought) = (files(&stage, "nadia")?, files(&stage, "omar")?);
    let nadia = stage.window("nadia", TABLET).await?;
    let omar = stage.window("omar", LAPTOP).await?;
    start(&nadia, NADIA, FROM).await?;
    start(&omar, OMAR, TO).await?;
    let id = write_down(&nadia).await?;

    stage.tell("Nadia saves the file, writes something more, and saves it anew");
    let (old, new) = save_twice(&nadia, &id).await?;
    let name = "household-to-move.doorstep-move";
    fs::copy(out.join(name), brought.join("open").join(name)).map_err(Failed::io("the file"))?;

    stage.tell("Omar has the file, and the code of the first one: what he typed stays");
    open_take_over(&omar).await?;
    omar.see_count("take-over-code", 0).await?;
    looked_at(&omar, "take-over").await?;
    bring(&omar, &old).await?;
    omar.see(problem("move-wrong-code")).await?;
    omar.see("take-over-file").await?;
    omar.see(At::test("take-over-code").containing(&old))
        .await?;
    looked_at(&omar, "wrong-code").await?;

    stage.tell("With the right code, in small letters and with gaps, he sees what comes");
    let (one, other) = new.split_at(13);
    let typed = format!("{one} {other}").to_lowercase();
    omar.write("take-over-code", typed).await?;
    omar.click("take-over-look").await?;
    omar.see(At::test("take-over-looked").containing(HOUSEHOLD))
        .await?;
    omar.see(At::test("take-over-from").containing(FROM))
        .await?;
    omar.see(At::test("in-move").containing("1 visit")).await?;
    omar.see_count("take-over-here", 0).await?;
    looked_at(&omar, "what-comes").await?;
    omar.click("take-over-do").await?;
    let words = omar.see("six-words").await?.attr("data-words").to_owned();
    omar.see_count("six-word", 3).await?;
    looked_at(&omar, "words").await?;
    omar.click("taken-open").await?;
    omar.screen("household").await?;
    shows_all(&omar).await?;

    stage.tell("Nadia types other words first, and then those that he reads to her");
    open_move(&nadia, &id).await?;
    nadia.write("move-words", "abandon abandon abandon").await?;
    nadia.click("move-confirm").await?;
    nadia.see(problem("move-wrong-words")).await?;
    looked_at(&nadia, "wrong-words").await?;
    nadia.write("move-words", words.as_str()).await?;
    nadia.click("move-confirm").await?;
    nadia.see(At::test("move-there").containing(TO)).await?;
    nadia.see(At::test("move-there").then("open-erase")).await?;
    looked_at(&nadia, "is-there").await?;
    nadia.click("back").await?;
    nadia.screen("household").await?;
    nadia
        .see(At::test("household-moved").containing(TO))
        .await?;
    nadia.see("household-closed").await?;
    looked_at(&nadia, "moved").await?;

    stage.tell(
        "Omar takes the same file over again: it is here already, and the words are the same",
    );
    open_take_over(&omar).await?;
    omar.see(At::test("six-words").attr("data-words", &words))
        .await?;
    omar.click("taken-another").await?;
    bring(&omar, &new).await?;
    omar.see("take-over-here").await?;
    omar.see_count("take-over-worker", 0).await?;
    looked_at(&omar, "here-already").await?;
    omar.click("take-over-do").await?;
    omar.see(At::test("six-words").attr("data-words", &words))
        .await?;
    omar.click("open-households").await?;
    omar.screen("households").await?;
    omar.see_count("household-row", 1).await?;
    omar.picture("only-once").await?;
    nadia.close().await?;
    omar.close().await
}
