//! One household written down twice: shown while it is typed, joined, looked at, separated, and
//! nothing is gone. Search says where it found what.

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::window::PATIENCE;
use doorstep_tests::{At, Outcome, Stage, Window, record};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_household_written_twice_is_found_joined_and_separated() -> Outcome<()> {
    let stage = Stage::set("joined")?;
    let window = stage.window("device", TABLET).await?;
    window.screen("first-run").await?;
    window.click("door-practice").await?;
    window.screen("home").await?;

    stage.tell("What is there already is shown while a name with a slip is typed");
    window.click("open-households").await?;
    window.screen("households").await?;
    let harpers = window
        .see(At::test("household-row").containing("The Harpers"))
        .await?
        .attr("data-household")
        .to_owned();
    let all = window.look("household-row").await?.len();
    record::open_household(&window, &harpers).await?;
    window.see("visit-row").await?;
    all_visits(&window).await?;
    let theirs = window.look("visit-row").await?.len();
    window.click("open-households").await?;
    window.screen("households").await?;
    window.click("add-household").await?;
    window.write("household-name", "Harpper").await?;
    window
        .see(At::test("alike-row").containing("The Harpers"))
        .await?;
    window
        .write("household-name", "Maureen and her lad")
        .await?;
    window.write("household-address", "14 tannery wynd").await?;
    let same_address = At::test("alike-row")
        .containing("The Harpers")
        .containing("address is the same");
    window.see(same_address).await?;
    window.snapshot("alike").await?;

    stage.tell("It stands in nobody's way: the household is added all the same, with a visit");
    window.click("save-household").await?;
    window.screen("household").await?;
    window
        .see(At::test("heading").containing("Maureen and her lad"))
        .await?;
    window.click("record-visit").await?;
    window.screen("visit").await?;
    window
        .write("visit-notes", "Kyle mended the trellis.")
        .await?;
    window.click("visit-somebody").await?;
    window.write("visit-add-person", "Kile Harper").await?;
    window
        .see(At::test("alike-row").containing("The Harpers"))
        .await?;
    window.snapshot("person-alike").await?;
    window.clear("visit-add-person").await?;
    record::saved(&window).await?;
    window.click("visit-done").await?;
    window.screen("household").await?;

    stage.tell("Somebody sees that it is the same household, looks at both and joins them");
    record::more(&window, "same-as").await?;
    window.screen("same").await?;
    window
        .see(At::test("alike-row").containing("The Harpers"))
        .await?;
    window.snapshot("same").await?;
    window.write("same-search", "maureen harper").await?;
    window
        .click(At::test("same-row").attr("data-household", &harpers))
        .await?;
    window.see_count("same-one", 2).await?;
    window
        .see(At::test("same-one").containing("Kyle mended the trellis"))
        .await?;
    window.snapshot("both").await?;
    window.click(At::test("same-keep").nth(1)).await?;
    window.click("same-join").await?;
    window.screen("household").await?;
    window
        .see(At::test("heading").containing("The Harpers"))
        .await?;
    window
        .see(At::test("joined").containing("Maureen and her lad"))
        .await?;
    window
        .see(At::test("visit-row").containing("Kyle mended the trellis"))
        .await?;
    all_visits(&window).await?;
    window.see_count("visit-row", theirs + 1).await?;
    window.snapshot("joined").await?;
    window.click("show-joined").await?;
    window
        .write("joined-matters-to-us", "A gate that shuts.")
        .await?;
    window.snapshot("joined-own").await?;

    stage.tell("The list has it once and finds it by both names; the hit says where it is");
    window.resize(LAPTOP).await?;
    window.click("open-households").await?;
    window.screen("households").await?;
    window.see_count("household-row", all).await?;
    window
        .write("household-search", "maureen and her lad")
        .await?;
    window.see_count("household-row", 1).await?;
    window.write("household-search", "trelis").await?;
    let row = window
        .see(At::test("household-row").containing("trellis"))
        .await?;
    ensure(row.words.contains("In the visit of"), || {
        format!("it says {:?}", row.words)
    })?;
    window.snapshot("found").await?;
    window.click("found-open").await?;
    window.screen("visit").await?;
    window
        .see(At::test("visit-notes").containing("Kyle mended the trellis."))
        .await?;
    window
        .write("visit-notes", "Kyle mended the trellis, and the door.")
        .await?;
    record::saved(&window).await?;
    window.click("visit-done").await?;
    window.screen("household").await?;

    stage.tell("They are separated: each has what was written in it; undone, they are one again");
    window.snapshot("joined-wide").await?;
    window.click("separate").await?;
    window.see_gone("joined").await?;
    all_visits(&window).await?;
    window.see_count("visit-row", theirs).await?;
    window.snapshot("separated").await?;
    window.click("undo").await?;
    window.see("joined").await?;
    all_visits(&window).await?;
    window.see_count("visit-row", theirs + 1).await?;
    window.click("separate").await?;
    window.see_gone("joined").await?;
    window.click("open-households").await?;
    window.write("household-search", "her lad").await?;
    window
        .click(At::test("household-row").containing("Maureen and her lad"))
        .await?;
    window
        .see(At::test("heading").containing("Maureen and her lad"))
        .await?;
    window
        .see(At::test("visit-row").containing("and the door"))
        .await?;
    window
        .see(At::test("matters-to-us").containing("A gate that shuts."))
        .await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_is_narrowed_by_whose_where_and_when() -> Outcome<()> {
    let stage = Stage::set("joined-filters")?;
    let window = stage.window("device", LAPTOP).await?;
    window.screen("first-run").await?;
    window.click("door-practice").await?;
    window.screen("home").await?;
    window.click("open-households").await?;
    window.screen("households").await?;
    window.see("household-row").await?;
    let all = window.look("household-row").await?.len();
    window.click("show-filters").await?;
    window.choose("filter-locality", "Riverside").await?;
    let elsewhere = At::test("household-row").containing("Eastfield");
    window.see_gone(elsewhere).await?;
    window
        .see(At::test("household-row").containing("Riverside"))
        .await?;
    window.snapshot("locality").await?;
    window.choose("filter-locality", "").await?;
    window.see_count("household-row", all).await?;
    window.choose("filter-not-seen", "14").await?;
    window
        .see(At::test("result-count").css(":not(:empty)"))
        .await?;
    window.snapshot("not-seen").await?;
    window.choose("filter-not-seen", "").await?;
    window.see_count("household-row", all).await?;
    window.click("filter-closed").await?;
    let more = async || {
        let now = window.look("household-row").await?.len();
        Ok((now > all).then_some(()))
    };
    window.wait("closed households", PATIENCE, more).await?;
    window.resize(TABLET).await?;
    window.snapshot("tablet").await?;
    window.close().await
}

/// The household's page shows the newest visits; the others are one touch away.
async fn all_visits(window: &Window) -> Outcome<()> {
    if window.look("visits-more").await?.is_empty() {
        return Ok(());
    }
    window.click("visits-more").await?;
    window.see_gone("visits-more").await
}
