//! The paper with the recovery words was seen by somebody: an admin makes new ones, and is told at every step which
//! paper counts.

use doorstep_tests::axe::lets_all_in;
use doorstep_tests::failed::ensure;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::team::{self, Person};
use doorstep_tests::{At, Outcome, Stage, Window, given, record};

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};

/// An admin too.
const OMAR: Person = Person {
    name: "Omar",
    passphrase: "copper willow basin four",
};

/// What is said of the two papers.
async fn says(window: &Window, key: &str) -> Outcome<()> {
    let sentence = given::text("begin", key)?;
    let stand = At::test("new-words-stand").containing(&sentence);
    window.see(stand).await.map(drop)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_makes_new_words_and_always_knows_which_paper_counts() -> Outcome<()> {
    let stage = Stage::set("new-words")?;
    let mut server = stage.server("server")?;
    let nadia = stage.window("nadia", TABLET).await?;
    let former = team::start(&nadia, NADIA, "Quayside").await?;
    team::type_words_back(&nadia, &former).await?;
    team::connect(&nadia, &server).await?;
    let omar = stage.window("omar", LAPTOP).await?;
    let invite = team::invite_as(&nadia, "admin").await?;
    team::ask_to_join(&omar, OMAR, &invite).await?;
    team::approve(&nadia, &omar).await?;
    record::add_household(&nadia, "The Okafors").await?;
    team::sync(&nadia).await?;

    stage.tell("She makes new words and writes them down");
    nadia.click("open-team").await?;
    nadia.screen("team").await?;
    nadia.click("new-words").await?;
    nadia.screen("new-words").await?;
    nadia.picture("what-for").await?;
    lets_all_in(&nadia).await?;
    nadia.click("begin-new-words").await?;
    let shown = nadia.see_count("recovery-word", 24).await?;
    let words: Vec<String> = shown
        .iter()
        .map(|word| word.attr("data-word").to_owned())
        .collect();
    ensure(words != former, || "the words are the old ones".into())?;
    says(&nadia, "new-words-not-yet").await?;
    nadia.picture("words").await?;
    lets_all_in(&nadia).await?;

    stage.tell("She types the former ones by mistake, and then the new ones");
    nadia.click("recovery-written").await?;
    nadia.write("recovery-typed", former.join(" ")).await?;
    nadia.click("confirm-recovery").await?;
    nadia.see("field-error").await?;
    nadia.write("recovery-typed", words.join(" ")).await?;
    nadia.click("confirm-recovery").await?;
    nadia.see("finish-new-words").await?;
    nadia.picture("finish").await?;
    lets_all_in(&nadia).await?;

    stage.tell("The server has gone: the former paper counts, and she is told so");
    server.stop();
    nadia.click("finish-new-words").await?;
    nadia
        .see(At::test("error-item").attr("data-code", "server-gone"))
        .await?;
    says(&nadia, "new-words-not-yet").await?;
    nadia.picture("no-server").await?;

    stage.tell("It is back: now the new paper counts");
    server.resume()?;
    nadia
        .see(At::test("finish-new-words").css(":enabled"))
        .await?;
    nadia.click("finish-new-words").await?;
    says(&nadia, "new-words-in-force").await?;
    nadia.see_count("recovery-word", 0).await?;
    nadia.picture("in-force").await?;
    lets_all_in(&nadia).await?;
    nadia.click("new-words-seen").await?;
    nadia.screen("team").await?;
    nadia.see_count("new-words-stand", 0).await?;

    stage.tell("The other admin is told on his first page, until he says that he knows");
    team::sync(&omar).await?;
    omar.click("open-home").await?;
    omar.screen("home").await?;
    omar.see(At::test("new-words-by-others").containing(NADIA.name))
        .await?;
    omar.picture("by-others").await?;
    lets_all_in(&omar).await?;
    omar.click("new-words-heard").await?;
    omar.see_gone("new-words-by-others").await?;
    nadia.click("open-home").await?;
    nadia.screen("home").await?;
    nadia.see_count("new-words-by-others", 0).await?;
    nadia.click("open-team").await?;
    nadia.screen("team").await?;

    stage.tell("The yearly look takes the new words alone");
    nadia.click("recovery-check").await?;
    nadia.screen("recovery-confirm").await?;
    nadia.write("recovery-typed", former.join(" ")).await?;
    nadia.click("check-words").await?;
    nadia
        .see(At::test("error-item").attr("data-code", "words-used"))
        .await?;
    nadia.picture("former").await?;
    nadia.write("recovery-typed", words.join(" ")).await?;
    nadia.click("check-words").await?;
    nadia.see("check-words-right").await?;
    nadia.close().await?;
    omar.close().await
}
