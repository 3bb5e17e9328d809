//! A worker's day around one household: a visit is planned, takes place with one touch and is noted
//! under the thumb; what was asked for is looked at later; a safety note stands at the door; what
//! was promised is ended from home. No screen says a word that we do not use.

use std::path::Path;

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::TABLET;
use doorstep_tests::team::{self, Person};
use doorstep_tests::{At, Failed, Outcome, Stage, Window, record};

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const ASKED: &str = "Which form is it this time?";
const SAFE: &str = "Two dogs loose in the yard. Ring first and wait at the gate.";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_plans_notes_and_looks_back() -> Outcome<()> {
    let stage = Stage::set("record")?;
    let window = stage.window("device", TABLET).await?;
    let words = team::start(&window, NADIA, "Harbour Ward team").await?;
    team::type_words_back(&window, &words).await?;
    let household = record::add_household(&window, "The Amber family").await?;
    says_our_words(&window).await?;

    stage.tell("A visit is planned for today, as one says it.");
    window.click("plan-visit").await?;
    window.screen("planning").await?;
    window.click("planned-save").await?;
    window.see("field-error").await?;
    window.write("plan-day", "today").await?;
    window.write("plan-time", "2 pm").await?;
    window.picture("planning").await?;
    window.click("planned-save").await?;
    window.screen("household").await?;
    window
        .see(
            At::test("visit-row")
                .containing("Planned")
                .containing("2 pm"),
        )
        .await?;

    stage.tell("A safety note goes up; taking it down can be undone.");
    window.click("fold-safety").await?;
    window.click("add-safety").await?;
    window.write("new-safety-what", SAFE).await?;
    window.click("save-safety").await?;
    let note = At::test("safety-words").containing(SAFE);
    window.see(&note).await?;
    window.click("safety-take-down").await?;
    window.see_gone(&note).await?;
    window.click("undo").await?;
    window.see(&note).await?;
    window.picture("household").await?;

    stage.tell("It is today: home has the visit, and one touch begins it.");
    window.click("open-home").await?;
    window.screen("home").await?;
    window
        .see(At::test("today-row").attr("data-household", &household))
        .await?;
    window.see("row-safety").await?;
    window.picture("home-planned").await?;
    window
        .click(At::test("row-met").attr("data-household", &household))
        .await?;
    window.screen("visit").await?;
    window.see(&note).await?;
    window.write("visit-notes", "Tea on the step.").await?;
    window.click("quick-strength").await?;
    window
        .write("strength-what", "They look out for each other.")
        .await?;
    window.click("quick-action").await?;
    window
        .write("action-what", "Ring the school together")
        .await?;
    window.choose("action-done-by", "worker").await?;
    window
        .write_and_leave("action-by-when", "yesterday")
        .await?;
    window.click("quick-demand").await?;
    window.write("demand-exact-words", ASKED).await?;
    record::saved(&window).await?;
    window.picture("visit").await?;
    says_our_words(&window).await?;
    window.click("visit-done").await?;
    window.screen("household").await?;
    window
        .see(At::test("visit-row").containing("Tea on the step."))
        .await?;
    says_our_words(&window).await?;

    stage.tell("Home says plainly for when something was, and ends it with one touch.");
    window.click("open-home").await?;
    window.screen("home").await?;
    let promise = At::test("promised-row").containing("was for yesterday");
    window.see(&promise).await?;
    window.picture("home-promised").await?;
    window.click("promise-done").await?;
    let done = At::test("promise-done").attr("data-done", "true");
    window.see(&done).await?;
    // It stays in its place, so that nothing slides under the finger.
    window.see(&promise).await?;
    window.picture("home-promise-done").await?;
    window.click("undo").await?;
    window.see_gone(&done).await?;
    window.see(&promise).await?;
    window.see_gone(At::test("today-row")).await?;
    says_our_words(&window).await?;

    stage.tell("What was asked for is looked at together.");
    window
        .click(At::test("look-row").attr("data-why", "asked-for"))
        .await?;
    window.screen("asked-for").await?;
    window.see(At::test("asked-row").containing(ASKED)).await?;
    window.click("asked-look").await?;
    window
        .click(At::test("demand-class").attr("data-value", "failure"))
        .await?;
    window.see(At::test("demand-failure-cause")).await?;
    window
        .see(At::test("asked-count").containing("All of it"))
        .await?;
    window.picture("asked-for").await?;
    says_our_words(&window).await?;

    stage.tell("It is sorted, and the household is closed and opened again.");
    record::open_household(&window, &household).await?;
    window.click("demand-sorted").await?;
    window
        .see(At::test("demand-row").containing("sorted"))
        .await?;
    record::more(&window, "close-household").await?;
    window.see("household-closed").await?;
    window
        .write("about-closed-why", "They can go on without us.")
        .await?;
    record::saved(&window).await?;
    window.click("open-again").await?;
    window.see_gone(At::test("household-closed")).await?;
    window.see("close-household").await?;

    stage.tell("The team's own lists begin with what is offered.");
    window.click("open-team").await?;
    window.screen("team").await?;
    window
        .click(At::test("offer").attr("data-part", "failure-cause").nth(0))
        .await?;
    window.see_count("failure-cause-row", 1).await?;
    window.picture("team").await?;
    says_our_words(&window).await?;
    window.close().await
}

/// Nothing that the screen shows is one of the words on the list.
async fn says_our_words(window: &Window) -> Outcome<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-ui/locales/en/never.txt");
    let list = std::fs::read_to_string(&file).map_err(Failed::io(file.display()))?;
    let shown = window
        .run("return document.body.innerText", Vec::new())
        .await?;
    let shown = letters(shown.as_str().unwrap_or_default());
    ensure(shown.len() > 40, || "the screen shows nothing".to_owned())?;
    let never = list
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    for never in never {
        ensure(!shown.contains(&format!(" {never} ")), || {
            format!("a screen says {never:?}: {shown}")
        })?;
    }
    Ok(())
}

fn letters(text: &str) -> String {
    let letters: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphabetic() { c } else { ' ' })
        .collect();
    format!(
        " {} ",
        letters.split_whitespace().collect::<Vec<_>>().join(" ")
    )
}
