//! Taking back never takes more than one sees: words go and the visit stays, a line that is out
//! says so where one writes, home keeps its rows in place, and what was done elsewhere is not
//! touched by the button that stands here.

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::TABLET;
use doorstep_tests::team::{self, Person};
use doorstep_tests::{At, Outcome, Stage, Window, record};
use serde_json::json;

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn taking_back_takes_what_one_sees_and_no_more() -> Outcome<()> {
    let stage = Stage::set("undo")?;
    let window = stage.window("device", TABLET).await?;
    let words = team::start(&window, NADIA, "Harbour Ward team").await?;
    team::type_words_back(&window, &words).await?;
    let amber = record::add_household(&window, "The Amber family").await?;

    stage.tell("What was typed is taken back in the visit: the visit stays, and one types on.");
    window.click("record-visit").await?;
    window.screen("visit").await?;
    window
        .see(At::test("heading").containing("Visit today: The Amber family"))
        .await?;
    window.write("visit-notes", "Tea on the step.").await?;
    record::saved(&window).await?;
    window.click("undo-last").await?;
    window.see("redo").await?;
    record::shows_text(&window, "visit-notes", "").await?;
    ensure(window.look("taken-out").await?.is_empty(), || {
        "the visit went with the words".to_owned()
    })?;
    goes_on_typing_at_once(&window).await?;
    window.add("visit-notes", "They laughed a lot.").await?;
    record::saved(&window).await?;
    window.picture("typed-on").await?;
    window.click("visit-done").await?;
    window.screen("household").await?;
    window
        .see(At::test("visit-row").containing("They laughed a lot."))
        .await?;
    window
        .see(At::test("visit-noted").containing("today"))
        .await?;
    window.picture("noted").await?;

    stage.tell("A visit that was taken out says so, and takes no words until it is back.");
    window.click("remove-visit").await?;
    window.click("show-removed-visit").await?;
    window.click("open-visit").await?;
    window.screen("visit").await?;
    window.see(At::test("taken-out").nth(1)).await?;
    let fixed = window
        .run(
            "return document.querySelector('[data-test=visit-notes]').readOnly",
            Vec::new(),
        )
        .await?;
    ensure(fixed == json!(true), || {
        "a visit that is out can be written in".to_owned()
    })?;
    window.picture("taken-out").await?;
    window.click("bring-back").await?;
    window.see_gone("taken-out").await?;
    window.add("visit-notes", " Soup too.").await?;
    record::saved(&window).await?;

    stage.tell("The line says where, and the button beside \"saved\" knows this household only.");
    record::open_household(&window, &amber).await?;
    window.click("add-strength").await?;
    window.write("strength-what", "Sings in the choir.").await?;
    record::saved(&window).await?;
    window.click("done-strength").await?;
    window.click("remove-strength").await?;
    window
        .see(At::test("undo-line").containing("The Amber family"))
        .await?;
    let birch = record::add_household(&window, "The Birch family").await?;
    ensure(window.look("undo-last").await?.is_empty(), || {
        "a page offers to take back what was done in another household".to_owned()
    })?;
    ensure(window.look("undo-line").await?.is_empty(), || {
        "the line about what was done follows one for ever".to_owned()
    })?;

    for household in [&amber, &birch] {
        promise(&window, household).await?;
    }
    twice(&window, &stage).await?;
    window.close().await
}

/// The line is put away and the very next touch is in the field: the focus stays there, or the first
/// words would be typed into nothing.
async fn goes_on_typing_at_once(window: &Window) -> Outcome<()> {
    let script = "document.querySelector('[data-test=undo-dismiss]').click();
        document.querySelector('[data-test=visit-notes]').focus();";
    window.run(script, Vec::new()).await?;
    window.see_gone("undo-line").await?;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let focus = window
        .run("return document.activeElement.dataset.test", Vec::new())
        .await?;
    ensure(focus == json!("visit-notes"), || {
        format!("the focus went away from the field that was gone to: {focus}")
    })
}

/// Something was promised to a household for yesterday.
async fn promise(window: &Window, household: &str) -> Outcome<()> {
    record::open_household(window, household).await?;
    window.click("add-action").await?;
    window.write("action-what", "Ring the school").await?;
    window.choose("action-done-by", "worker").await?;
    window.see("action-who").await?;
    window
        .write_and_leave("action-by-when", "yesterday")
        .await?;
    record::saved(window).await?;
    window.click("done-action").await
}

/// Two touches in one place mark one promise, never the next one.
async fn twice(window: &Window, stage: &Stage) -> Outcome<()> {
    stage.tell("Two touches in one place on home mark one promise.");
    window.click("open-home").await?;
    window.screen("home").await?;
    window.see_count("promised-row", 2).await?;
    let touch = "const [x, y] = arguments;
        document.elementFromPoint(x, y).closest('button').click();";
    let place = window
        .run(
            "const at = document.querySelector('[data-test=promise-done]').getBoundingClientRect();
             return [at.left + at.width / 2, at.top + at.height / 2];",
            Vec::new(),
        )
        .await?;
    let at = place.as_array().cloned().unwrap_or_default();
    window.run(touch, at.clone()).await?;
    let done = At::test("promise-done").attr("data-done", "true");
    window.see_count(&done, 1).await?;
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    window.run(touch, at.clone()).await?;
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    window.picture("touched-twice").await?;
    window.see_count(&done, 1).await?;
    window.see_count("promised-row", 2).await?;
    // Later the same button takes it back.
    window.run(touch, at).await?;
    window.see_gone(&done).await?;
    window.see_count("promised-row", 2).await.map(drop)
}
