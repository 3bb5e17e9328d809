//! Somebody with quick hands: a line is typed, something is chosen in it and it is closed, all
//! before the first of it is on the disk. Every word stays.

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::TABLET;
use doorstep_tests::team::{self, Person};
use doorstep_tests::{At, Outcome, Stage, record};

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const LINES: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lines_that_are_closed_at_once_keep_every_word() -> Outcome<()> {
    let stage = Stage::set("quick-hands")?;
    let window = stage.window("device", TABLET).await?;
    let words = team::start(&window, NADIA, "Harbour Ward team").await?;
    team::type_words_back(&window, &words).await?;
    let household = record::add_household(&window, "The Amber family").await?;
    window.click("record-visit").await?;
    window.screen("visit").await?;
    for line in 1..=LINES {
        window.click("add-strength").await?;
        window
            .write("strength-what", format!("Strength {line:02} of many."))
            .await?;
        window.write_and_leave("strength-said-by", "Gran").await?;
        window.click("done-strength").await?;
        window.click("add-action").await?;
        window
            .write("action-what", format!("Step {line:02} of many."))
            .await?;
        window.choose("action-done-by", "worker").await?;
        window.click("done-action").await?;
    }
    record::saved(&window).await?;
    window.click("visit-done").await?;
    window.close().await?;

    let window = stage.window("device", TABLET).await?;
    team::unlock(&window, NADIA).await?;
    record::open_household(&window, &household).await?;
    window.click("earlier-strength").await?;
    let rows = window.see_count("action-row", LINES).await?;
    let strengths = window.see_count("strength-row", LINES).await?;
    window.picture("lines").await?;
    for line in 1..=LINES {
        for (rows, what) in [
            (&rows, format!("Step {line:02} of many.")),
            (&strengths, format!("Strength {line:02} of many.")),
        ] {
            ensure(rows.iter().any(|row| row.words.contains(&what)), || {
                let there: Vec<&str> = rows.iter().map(|row| row.words.as_str()).collect();
                format!("{what:?} is lost; there are {there:?}")
            })?;
        }
    }
    window.see(At::test("visit-row")).await?;
    window.close().await
}
