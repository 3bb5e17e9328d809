//! Every device is lost. The paper and the server bring the team back, and the words are looked at again.

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::team::{self, Person};
use doorstep_tests::{At, Outcome, Stage, record};

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const NEW_PASSPHRASE: &str = "lantern field spoon eleven";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_paper_a_new_laptop_brings_the_team_back() -> Outcome<()> {
    let stage = Stage::set("recovery")?;
    let server = stage.server("server")?;
    let lost = stage.window("lost", TABLET).await?;
    let words = team::start(&lost, NADIA, "Quayside").await?;
    lost.see("kit-save").await?;
    lost.picture("words").await?;
    team::type_words_back(&lost, &words).await?;
    team::connect(&lost, &server).await?;
    record::add_household(&lost, "The Okafors").await?;
    team::sync(&lost).await?;
    drop(lost);

    stage.tell("On a new laptop she types the address and the words from the paper");
    let nadia = stage.window("new", LAPTOP).await?;
    nadia.screen("first-run").await?;
    nadia.picture("doors").await?;
    nadia.click("door-recover").await?;
    nadia.screen("recover").await?;
    nadia.write("recover-address", server.address()).await?;
    nadia.write("recovery-typed", words.join(" ")).await?;
    nadia.write("my-name", NADIA.name).await?;
    nadia.write("passphrase", NADIA.passphrase).await?;
    nadia.picture("recover").await?;
    nadia.click("begin-recovery").await?;
    nadia.screen("recovering").await?;
    nadia.see_count("six-word", 6).await?;
    let shown = nadia.see_count("recovery-word", 24).await?;
    let new_words: Vec<String> = shown
        .iter()
        .map(|word| word.attr("data-word").to_owned())
        .collect();
    ensure(new_words != words, || "the words are the old ones".into())?;
    nadia.picture("new-words").await?;
    nadia.click("recovery-written").await?;
    nadia.screen("recovering-confirm").await?;
    nadia.write("recovery-typed", words.join(" ")).await?;
    nadia.click("confirm-recovery").await?;
    nadia.see("field-error").await?;
    nadia.write("recovery-typed", new_words.join(" ")).await?;
    nadia.click("confirm-recovery").await?;
    nadia.screen("recovering-finish").await?;
    nadia.picture("finish").await?;
    nadia.click("finish-recovery").await?;
    nadia.screen("home").await?;

    stage.tell("All is there, and the lost tablet can be removed");
    nadia.click("open-team").await?;
    nadia.screen("team").await?;
    nadia.see_count("device-row", 2).await?;
    nadia.see("recovery-checked").await?;
    nadia.see_count("recovery-due", 0).await?;
    nadia.picture("team").await?;
    nadia.click("recovery-check").await?;
    nadia.screen("recovery-confirm").await?;
    nadia.write("recovery-typed", words.join(" ")).await?;
    nadia.click("check-words").await?;
    nadia.see("field-error").await?;
    nadia.write("recovery-typed", new_words.join(" ")).await?;
    nadia.click("check-words").await?;
    nadia.see("check-words-right").await?;
    nadia.picture("checked").await?;

    stage.tell("She changes her passphrase");
    nadia.click("open-settings").await?;
    nadia.screen("settings").await?;
    nadia.write("current-passphrase", NADIA.passphrase).await?;
    nadia.write("new-passphrase", NEW_PASSPHRASE).await?;
    nadia
        .write("new-passphrase-again", "another one than that")
        .await?;
    nadia.click("change-passphrase").await?;
    nadia.see("field-error").await?;
    nadia.write("new-passphrase-again", NEW_PASSPHRASE).await?;
    nadia.click("change-passphrase").await?;
    nadia.see("passphrase-changed").await?;
    nadia.picture("passphrase").await?;
    nadia.click("lock-now").await?;
    nadia.screen("unlock").await?;
    nadia.write("passphrase", NEW_PASSPHRASE).await?;
    nadia.click("unlock").await?;
    nadia
        .see(At::test("screen").attr("data-screen", "settings"))
        .await?;
    Ok(())
}
