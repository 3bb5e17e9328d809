//! A household is for named people alone: who can open it is ticked on its page, it leaves a colleague's laptop with
//! its words, and is there again once they are ticked.

use doorstep_tests::axe::lets_all_in;
use doorstep_tests::failed::ensure;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::team::{self, Person};
use doorstep_tests::{At, Outcome, Stage, Window, record};

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const OMAR: Person = Person {
    name: "Omar",
    passphrase: "copper willow basin four",
};
const BEFORE: &str = "A quiet home near the school.";
const AFTER: &str = "Nobody else is to know of the move.";

/// Unfolds who can open the household that is shown.
async fn unfold(window: &Window) -> Outcome<()> {
    window.click("fold-openers").await?;
    window.see("openers-save").await.map(drop)
}

/// Unfolds who can open the safety note that is shown.
async fn unfold_note(window: &Window) -> Outcome<()> {
    window.click("safety-edit").await?;
    window.click("fold-note-openers").await?;
    window.see("openers-save").await.map(drop)
}

/// A picture of who can open it, wherever on the page that is.
async fn picture(window: &Window, name: &str) -> Outcome<()> {
    let shows = "document.querySelector('[data-test=part-openers]').scrollIntoView();";
    window.run(shows, Vec::new()).await?;
    // Another size draws the page anew, and folds it.
    window.snapshot(name).await
}

/// The box with somebody's name.
fn name_of(person: Person) -> At {
    At::test("openers-people").containing(person.name)
}

async fn row_count(window: &Window, id: &str, count: usize) -> Outcome<()> {
    window.click("open-households").await?;
    window.screen("households").await?;
    let row = At::test("household-row").attr("data-household", id);
    window.see_count(row, count).await.map(drop)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_household_is_for_named_people_alone_and_then_for_one_more() -> Outcome<()> {
    let stage = Stage::set("restricted")?;
    let server = stage.server("server")?;
    let nadia = stage.window("nadia", TABLET).await?;
    let omar = stage.window("omar", LAPTOP).await?;
    team::of_two((&nadia, NADIA), (&omar, OMAR), "Quayside", &server).await?;
    let id = record::add_household(&nadia, "The Okafors").await?;
    nadia.write_and_leave("matters-to-us", BEFORE).await?;
    record::saved(&nadia).await?;
    team::sync(&nadia).await?;
    team::sync(&omar).await?;
    record::open_household(&omar, &id).await?;
    record::shows_text(&omar, "matters-to-us", BEFORE).await?;

    stage.tell("Nadia sees that everybody can open it, and keeps it to herself");
    record::open_household(&nadia, &id).await?;
    nadia.see_count("household-openers", 0).await?;
    unfold(&nadia).await?;
    nadia.see_count("opener", 0).await?;
    picture(&nadia, "everybody").await?;
    nadia.click("openers-named").await?;
    nadia.see(name_of(OMAR)).await?;
    nadia.see_count("opener", 2).await?;
    nadia
        .see_count(At::test("opener").css(":checked"), 1)
        .await?;
    picture(&nadia, "ticking").await?;
    lets_all_in(&nadia).await?;
    nadia.click("openers-save").await?;
    nadia
        .see(At::test("household-openers").containing(NADIA.name))
        .await?;
    nadia.picture("for-one").await?;
    lets_all_in(&nadia).await?;
    nadia.write_and_leave("matters-to-us", AFTER).await?;
    record::saved(&nadia).await?;
    team::sync(&nadia).await?;

    stage.tell("It leaves Omar's laptop while he looks at it, and he is told why");
    omar.see(At::test("error-item").attr("data-code", "not-for-you"))
        .await?;
    omar.see_count("matters-to-us", 0).await?;
    omar.picture("not-for-you").await?;
    lets_all_in(&omar).await?;
    row_count(&omar, &id, 0).await?;
    omar.see_count("for-others", 0).await?;

    stage.tell("The team has it said that there are such households: not which");
    nadia.click("open-team").await?;
    nadia.screen("team").await?;
    nadia.click("show-restricted").await?;
    record::saved(&nadia).await?;
    team::sync(&nadia).await?;
    team::sync(&omar).await?;
    row_count(&omar, &id, 0).await?;
    omar.see("for-others").await?;
    omar.picture("for-others").await?;

    stage.tell("Nadia ticks Omar: he has all of it again, with what was written meanwhile");
    record::open_household(&nadia, &id).await?;
    unfold(&nadia).await?;
    nadia
        .click(At::test("opener").css(":not(:checked)"))
        .await?;
    nadia.click("openers-save").await?;
    nadia
        .see(At::test("household-openers").containing(OMAR.name))
        .await?;
    picture(&nadia, "for-two").await?;
    team::sync(&nadia).await?;
    team::sync(&omar).await?;
    row_count(&omar, &id, 1).await?;
    record::open_household(&omar, &id).await?;
    record::shows_text(&omar, "matters-to-us", AFTER).await?;
    let says = omar.see("household-openers").await?;
    ensure(says.words.contains(NADIA.name), || {
        format!("it says: {}", says.words)
    })?;
    omar.picture("again").await?;

    stage.tell("A safety note is for Nadia alone, and then for Omar too");
    let words = "Two ring before they come.";
    record::open_household(&nadia, &id).await?;
    nadia.click("fold-safety").await?;
    nadia.click("add-safety").await?;
    nadia.write("new-safety-what", words).await?;
    nadia.click("save-safety").await?;
    nadia.see("safety-note").await?;
    team::sync(&nadia).await?;
    team::sync(&omar).await?;
    record::open_household(&omar, &id).await?;
    omar.see(At::test("safety-words").containing(words)).await?;
    record::open_household(&nadia, &id).await?;
    unfold_note(&nadia).await?;
    nadia
        .see_count(At::test("opener").css(":checked"), 2)
        .await?;
    nadia
        .click(At::test("opener").css(":checked:not(:disabled)"))
        .await?;
    lets_all_in(&nadia).await?;
    // Another size draws the page anew, and folds it.
    nadia.snapshot("note-for-one").await?;
    nadia.click("openers-save").await?;
    nadia
        .see_count(At::test("opener").css(":checked"), 1)
        .await?;
    team::sync(&nadia).await?;
    team::sync(&omar).await?;
    record::open_household(&omar, &id).await?;
    omar.see_count("safety-words", 0).await?;
    record::open_household(&nadia, &id).await?;
    unfold_note(&nadia).await?;
    nadia
        .click(At::test("opener").css(":not(:checked)"))
        .await?;
    nadia.click("openers-save").await?;
    nadia
        .see_count(At::test("opener").css(":checked"), 2)
        .await?;
    team::sync(&nadia).await?;
    team::sync(&omar).await?;
    record::open_household(&omar, &id).await?;
    omar.see(At::test("safety-words").containing(words)).await?;
    nadia.close().await?;
    omar.close().await
}
