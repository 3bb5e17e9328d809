//! Two people in two windows: one takes back what they wrote after the other's words have arrived,
//! brings a removed line back, reads what happened, and looks at the household as it was.

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::team::{self, Person};
use doorstep_tests::{At, Outcome, Stage, Window, record};

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const SAM: Person = Person {
    name: "Sam",
    passphrase: "purple stairs and thunder",
};
const AT_FIRST: &str = "We want to stay in this house.";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn taking_back_leaves_what_a_teammate_wrote() -> Outcome<()> {
    let stage = Stage::set("history")?;
    let server = stage.server("office")?;
    let nadia = stage.window("nadia", LAPTOP).await?;
    let sam = stage.window("sam", TABLET).await?;
    let words = team::start(&nadia, NADIA, "Harbour Ward team").await?;
    team::type_words_back(&nadia, &words).await?;
    team::connect(&nadia, &server).await?;
    let household = record::add_household(&nadia, "The Amber family").await?;
    nadia.write("matters-to-us", AT_FIRST).await?;
    record::saved(&nadia).await?;
    let invite = team::invite(&nadia).await?;
    team::ask_to_join(&sam, SAM, &invite).await?;
    team::words_of_request(&nadia).await?;
    team::approve(&nadia, &sam).await?;
    team::sync(&sam).await?;
    record::open_household(&sam, &household).await?;
    record::shows_text(&sam, "matters-to-us", AT_FIRST).await?;
    // Sam has looked, so that what comes after this is new to Sam.
    sam.click("open-home").await?;
    sam.screen("home").await?;

    // Nadia replaces her words and leaves the field; Sam adds some without knowing of it.
    record::open_household(&nadia, &household).await?;
    nadia
        .write_and_leave("matters-to-us", "We want to move.")
        .await?;
    record::saved(&nadia).await?;
    record::set_about(&nadia, "about-address", "12 Harbour Street").await?;
    team::sync(&nadia).await?;
    team::sync(&sam).await?;
    news(&sam, &household).await?;
    let with_more = "We want to move. And the dog.";
    sam.write_and_leave("matters-to-us", with_more).await?;
    record::saved(&sam).await?;
    sam.click("add-strength").await?;
    sam.write("strength-what", "Sings in the choir.").await?;
    sam.click("done-strength").await?;
    record::saved(&sam).await?;
    team::sync(&sam).await?;
    team::sync(&nadia).await?;
    record::open_household(&nadia, &household).await?;
    record::shows_text(&nadia, "matters-to-us", with_more).await?;
    nadia.see("written-since").await?;
    nadia.see("news-mark").await?;
    nadia.picture("news").await?;

    // The address first, then the words: the last is taken back first.
    nadia.click("heading").await?;
    nadia.press_with_control('z').await?;
    nadia
        .see(At::test("undo-line").containing("Address"))
        .await?;
    nadia.click("undo-last").await?;
    let back = format!("{AT_FIRST} And the dog.");
    record::shows_text(&nadia, "matters-to-us", &back).await?;
    nadia.see("redo").await?;
    nadia.picture("undone").await?;

    removal(&nadia).await?;
    story(&nadia).await?;
    team::sync(&nadia).await?;
    team::sync(&sam).await?;
    record::open_household(&sam, &household).await?;
    record::shows_text(&sam, "matters-to-us", &back).await?;
    record::more(&sam, "open-history").await?;
    sam.screen("history").await?;
    sam.see("moment").await?;
    sam.picture("history").await?;
    nadia.close().await?;
    sam.close().await
}

/// Sam sees what Nadia did, and says that it was seen.
async fn news(sam: &Window, household: &str) -> Outcome<()> {
    record::open_household(sam, household).await?;
    let items = sam.see_count("news-item", 2).await?;
    ensure(
        items.iter().all(|item| item.words.contains("Nadia")),
        || format!("the news are {items:?}"),
    )?;
    sam.see(At::test("written-since").containing("move"))
        .await?;
    sam.picture("news").await?;
    sam.click("news-away").await?;
    sam.see_gone("news").await
}

/// A line goes and comes back, by the line and by the key.
async fn removal(nadia: &Window) -> Outcome<()> {
    let row = At::test("strength-row").containing("choir");
    nadia.click("remove-strength").await?;
    nadia.see_gone(row.clone()).await?;
    nadia.click("undo").await?;
    nadia.see(row.clone()).await?;
    nadia.click("redo").await?;
    nadia.see_gone(row.clone()).await?;
    nadia.press_with_control('z').await?;
    nadia.see(row).await.map(drop)
}

/// What happened, and the household as it was yesterday and is today.
async fn story(nadia: &Window) -> Outcome<()> {
    record::more(nadia, "open-history").await?;
    nadia.screen("history").await?;
    nadia
        .see(
            At::test("moment")
                .containing("Sam added a strength")
                .containing("choir"),
        )
        .await?;
    nadia.see(At::test("moment").containing("You")).await?;
    nadia.picture("history").await?;
    nadia.choose("history-part", "7").await?;
    nadia
        .see_gone(At::test("moment").containing("What matters to us"))
        .await?;
    nadia.write_and_leave("history-day", "today").await?;
    nadia.click("history-show-day").await?;
    nadia
        .see(At::test("then").containing("And the dog."))
        .await?;
    nadia.picture("then").await?;
    nadia.click("then-back").await?;
    nadia.write_and_leave("history-day", "yesterday").await?;
    nadia.click("history-show-day").await?;
    nadia
        .see(At::test("then-banner").containing("Nothing had been written"))
        .await?;
    nadia.click("then-back").await?;
    nadia.click("history-to-household").await?;
    nadia.screen("household").await
}
