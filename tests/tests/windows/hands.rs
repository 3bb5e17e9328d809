//! What hands do to a screen: they pause in the middle of a word, put in what can't be read, leave
//! a field with a name in it, touch twice. Nothing that was typed goes, and nothing is made twice.

use std::time::Duration;

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::TABLET;
use doorstep_tests::team::{self, Person};
use doorstep_tests::window::PATIENCE;
use doorstep_tests::{At, Outcome, Stage, Window, record};
use serde_json::json;

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
/// The key that leaves a field.
const TAB: &str = "\u{e004}";
/// Longer than a field waits before it saves by itself.
const A_PAUSE: Duration = Duration::from_millis(2_500);

/// A team with one household, whose page is open.
async fn begin(window: &Window) -> Outcome<String> {
    let words = team::start(window, NADIA, "Harbour Ward team").await?;
    team::type_words_back(window, &words).await?;
    record::add_household(window, "The Amber family").await
}

/// The device sleeps for an hour and is woken by a touch, before any clock in it has run: it locks
/// itself all the same.
async fn locks_itself(window: &Window) -> Outcome<()> {
    let later = "const now = Date.now.bind(Date); Date.now = () => now() + 3600000;
        window.dispatchEvent(new PointerEvent('pointermove'));
        window.dispatchEvent(new PointerEvent('pointerdown'));";
    window.run(later, Vec::new()).await?;
    window.screen("unlock").await
}

async fn has(window: &Window, field: &str, wanted: &str) -> Outcome<()> {
    window
        .wait(
            &format!("{field} to have {wanted:?}"),
            PATIENCE,
            async || {
                let seen = window.look(field).await?;
                Ok(seen.iter().any(|seen| seen.words == wanted).then_some(()))
            },
        )
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pause_leaves_what_is_being_typed_as_it_is() -> Outcome<()> {
    let stage = Stage::set("hands-pause")?;
    let window = stage.window("device", TABLET).await?;
    begin(&window).await?;
    for (first, then, typed, left) in [
        ("Ann ", "Smith", "Ann Smith", "Ann Smith"),
        ("Ben", "", "Ben", "Ben"),
    ] {
        window.click("add-person").await?;
        window.write("person-name", first).await?;
        tokio::time::sleep(A_PAUSE).await;
        has(&window, "person-name", first).await?;
        if !then.is_empty() {
            window.press(then).await?;
        }
        has(&window, "person-name", typed).await?;
        window.press(TAB).await?;
        has(&window, "person-name", left).await?;
        window.click("done-person").await?;
        window.see(At::test("person-row").containing(left)).await?;
    }
    window.click("fold-service").await?;
    window.click("add-service").await?;
    window.click("more-service").await?;
    window.write("service-unit-cost-pence", "12.").await?;
    tokio::time::sleep(A_PAUSE).await;
    has(&window, "service-unit-cost-pence", "12.").await?;
    window.press("50").await?;
    has(&window, "service-unit-cost-pence", "12.50").await?;
    window.press(TAB).await?;
    has(&window, "service-unit-cost-pence", "£12.50").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_can_not_be_read_stays_and_is_not_called_saved() -> Outcome<()> {
    const DAY: &str = "when the rent comes";
    let stage = Stage::set("hands-unread")?;
    let window = stage.window("device", TABLET).await?;
    begin(&window).await?;
    window.write("matters-to-us", "Bread.").await?;
    record::saved(&window).await?;

    stage.tell("A line with nothing else in it is not closed over the words.");
    window.click("add-action").await?;
    window.write_and_leave("action-by-when", DAY).await?;
    window.click("done-action").await?;
    has(&window, "action-by-when", DAY).await?;
    window.see("field-error").await?;
    window
        .see(At::test("saved-line").attr("data-state", "not-read"))
        .await?;
    window.picture("not-read").await?;

    stage.tell("Locking keeps them, and they are seen again.");
    locks_itself(&window).await?;
    team::unlock(&window, NADIA).await?;
    window.screen("household").await?;
    has(&window, "action-by-when", DAY).await?;
    window.see("field-error").await?;

    stage.tell("Read as a day, the line closes and is saved.");
    window.write("action-what", "Ring the landlord").await?;
    window.write_and_leave("action-by-when", "tomorrow").await?;
    record::saved(&window).await?;
    window.click("done-action").await?;
    window
        .see(
            At::test("action-row")
                .containing("Ring the landlord")
                .containing("tomorrow"),
        )
        .await?;
    window.see_gone("action-by-when").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_or_a_day_in_a_field_is_not_lost_by_going_on() -> Outcome<()> {
    let stage = Stage::set("hands-left")?;
    let window = stage.window("device", TABLET).await?;
    let household = begin(&window).await?;

    stage.tell("A name stands in the field when the visit is locked, and when it is done.");
    window.click("record-visit").await?;
    window.screen("visit").await?;
    window.write("visit-notes", "Tea on the step.").await?;
    record::saved(&window).await?;
    window.click("visit-somebody").await?;
    window.write("visit-add-person", "Auntie Jo").await?;
    window.click("plan-open").await?;
    window.see(At::test("visit-person").css(":checked")).await?;
    window.write("plan-day", "3 dec").await?;
    window.write("plan-time", "after school").await?;
    window.write("visit-add-person", "Uncle Bo").await?;
    locks_itself(&window).await?;
    team::unlock(&window, NADIA).await?;
    window.screen("visit").await?;
    has(&window, "visit-add-person", "Uncle Bo").await?;
    has(&window, "plan-day", "3 dec").await?;
    has(&window, "plan-time", "after school").await?;
    window.add("visit-add-person", " Ray").await?;
    window.click("visit-done").await?;
    window.screen("household").await?;
    for name in ["Auntie Jo", "Uncle Bo Ray"] {
        window.see(At::test("person-row").containing(name)).await?;
    }
    window.see_count("person-row", 2).await?;

    stage.tell("Who is to be visited stays over the lock as well.");
    window.click("open-home").await?;
    window.screen("home").await?;
    window.click("record-visit").await?;
    window.screen("record-visit").await?;
    window.write("choose-search", "The Brown fam").await?;
    locks_itself(&window).await?;
    team::unlock(&window, NADIA).await?;
    window.screen("record-visit").await?;
    has(&window, "choose-search", "The Brown fam").await?;
    window.clear("choose-search").await?;
    window
        .click(At::test("choose-row").attr("data-household", &household))
        .await?;
    window.screen("visit").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_touches_make_one_of_it() -> Outcome<()> {
    let stage = Stage::set("hands-twice")?;
    let window = stage.window("device", TABLET).await?;
    let household = begin(&window).await?;
    let twice = "const e = document.querySelector(`[data-test=${arguments[0]}]`);
        e.click(); e.click();";

    window.click("fold-safety").await?;
    window.click("add-safety").await?;
    window
        .write("new-safety-what", "Two dogs in the yard.")
        .await?;
    window.run(twice, vec![json!("save-safety")]).await?;
    window.see("safety-note").await?;

    window.click("open-home").await?;
    window.screen("home").await?;
    window.click("record-visit").await?;
    window.screen("record-visit").await?;
    window.write("choose-search", "The Brown family").await?;
    window.see("choose-add").await?;
    window.run(twice, vec![json!("choose-add")]).await?;
    window.screen("visit").await?;
    window.click("open-households").await?;
    window.screen("households").await?;
    window.see_count("household-row", 2).await?;
    record::open_household(&window, &household).await?;
    window.see_count("safety-note", 1).await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_with_nothing_to_add_is_kept_when_it_is_done() -> Outcome<()> {
    let stage = Stage::set("hands-done")?;
    let window = stage.window("device", TABLET).await?;
    begin(&window).await?;
    window.click("record-visit").await?;
    window.screen("visit").await?;
    window.click("back").await?;
    window.screen("household").await?;
    window.click("record-visit").await?;
    window.screen("visit").await?;
    window.click("visit-done").await?;
    window.screen("household").await?;
    let said = window.see("undo-line").await?;
    ensure(said.words.contains("Visit noted"), || {
        format!("the line says {:?}", said.words)
    })?;
    window.see_count("visit-row", 1).await?;
    window.picture("noted").await?;
    window.click("undo").await?;
    window
        .see_gone(At::test("visit-row").attr("data-removed", "false"))
        .await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_choice_that_was_undone_is_shown_as_it_is() -> Outcome<()> {
    let stage = Stage::set("hands-choice")?;
    let window = stage.window("device", TABLET).await?;
    begin(&window).await?;
    window.click("add-action").await?;
    window.write("action-what", "Ring the landlord").await?;
    window.choose("action-done-by", "worker").await?;
    record::saved(&window).await?;
    window.choose("action-done-by", "family").await?;
    window
        .see(At::test("undo-line").containing("Changed"))
        .await?;
    window.click("undo").await?;
    window
        .see(At::test("undo-line").containing("Undone"))
        .await?;
    let set = At::test("action-done-by").css(":has([value=worker]:checked)");
    window.see(set).await?;
    window.close().await
}
