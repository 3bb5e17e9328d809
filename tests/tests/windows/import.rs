//! Somebody brings in the list of a spreadsheet: sees what would happen to each row, says what a
//! column holds, does it, saves the rows that were set aside.

use std::fs;

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::{At, Failed, Outcome, Stage};

const LIST: &str = "Household,Address,Who,Relation,Phone,Worker,First met,Notes\r\n\
    Amber family,1 High Street,Ann Amber,mother,07700 900001,,3 Dec 2024,Likes a chat\r\n\
    Amber family,1 High Street,Bob Amber,son,,,,\r\n\
    Birch,2 High Street,Cai Birch,,,Nobody,,\r\n\
    ,,,,,,,only a note\r\n\
    Cedar,3 High Street,Dee Cedar,,,,31/2/2024,\r\n\
    Elm,\"4 High Street\r\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_comes_in_through_the_screens() -> Outcome<()> {
    let stage = Stage::set("import")?;
    let files = stage.folder("newcomer-files");
    fs::create_dir_all(files.join("open")).map_err(Failed::io("a folder for the list"))?;
    fs::write(files.join("open/our-list.csv"), LIST).map_err(Failed::io("the list"))?;

    let window = stage.window("newcomer", TABLET).await?;
    window.screen("first-run").await?;
    window.click("door-practice").await?;
    window.screen("home").await?;
    window.click("open-households").await?;
    window.screen("households").await?;
    window.picture("households").await?;
    window.click("open-import").await?;
    window.screen("import").await?;
    window.picture("begin").await?;

    stage.tell("The file is read; nothing is changed yet");
    window.click("import-choose").await?;
    window.see_count("import-row", 6).await?;
    window.see(count("make", 2)).await?;
    window.see(count("aside", 3)).await?;
    window.picture("plan").await?;
    window.click("import-columns").await?;
    window.picture("columns").await?;
    // "Who" is no name that Doorstep knows.
    let who = At::test("import-column").attr("data-column", "2");
    window.choose(who, "person-name").await?;
    window.click("import-look-again").await?;
    window
        .see(
            At::test("import-row")
                .attr("data-outcome", "join")
                .containing("Bob Amber"),
        )
        .await?;
    window.choose("import-filter", "aside").await?;
    window.see_count("import-row", 3).await?;
    window
        .see(
            At::test("import-row")
                .attr("data-why", "day")
                .containing("31/2/2024"),
        )
        .await?;
    window
        .see(At::test("import-row").attr("data-why", "open-quote"))
        .await?;
    window.resize(LAPTOP).await?;
    window.picture("aside").await?;

    stage.tell("It comes in; the rest is saved to be mended");
    window.click("import-run").await?;
    window.see("import-finish").await?;
    window.choose("import-filter", "all").await?;
    window
        .see(At::test("import-row").containing("made a new household"))
        .await?;
    window.picture("done").await?;
    window.click("import-report-aside").await?;
    window
        .see(At::test("import-report-saved").containing("3 rows"))
        .await?;
    let report =
        fs::read_to_string(files.join("set-aside.csv")).map_err(Failed::io("the report"))?;
    ensure(report.contains("Cedar,3 High Street,Dee Cedar"), || {
        format!("the report is {report}")
    })?;
    window.click("import-finish").await?;
    window.screen("households").await?;
    window.write("household-search", "Bob Amber").await?;
    window
        .see(At::test("household-row").containing("Amber family"))
        .await?;
    window.picture("found").await?;
    window.close().await
}

fn count(outcome: &str, count: usize) -> At {
    At::test("import-count")
        .attr("data-outcome", outcome)
        .attr("data-count", &count.to_string())
}
