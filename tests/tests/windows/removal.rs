//! A laptop is lost: an admin removes it on the team's page, and whoever has it sees nothing any more.

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::team::{self, Person};
use doorstep_tests::{At, Outcome, Stage, record};

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const OMAR: Person = Person {
    name: "Omar",
    passphrase: "copper willow basin four",
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_laptop_is_removed_and_shows_nothing_any_more() -> Outcome<()> {
    let stage = Stage::set("removal")?;
    let server = stage.server("server")?;
    let nadia = stage.window("nadia", TABLET).await?;
    let omar = stage.window("omar", LAPTOP).await?;
    let words = team::start(&nadia, NADIA, "Quayside").await?;
    team::type_words_back(&nadia, &words).await?;
    team::connect(&nadia, &server).await?;
    let invite = team::invite(&nadia).await?;
    team::ask_to_join(&omar, OMAR, &invite).await?;
    team::approve(&nadia, &omar).await?;
    let id = record::add_household(&nadia, "The Okafors").await?;
    team::sync(&nadia).await?;
    team::sync(&omar).await?;
    record::open_household(&omar, &id).await?;

    stage.tell("Omar can't remove anybody; Nadia removes his laptop, and changes her mind first");
    omar.click("open-team").await?;
    omar.screen("team").await?;
    omar.see_count("device-row", 2).await?;
    omar.see_count("remove-device", 0).await?;
    record::open_household(&omar, &id).await?;
    nadia.click("open-team").await?;
    nadia.screen("team").await?;
    nadia.see_count("remove-device", 1).await?;
    nadia.picture("devices").await?;
    nadia.click("remove-device").await?;
    nadia.see("remove-device-yes").await?;
    nadia.picture("are-you-sure").await?;
    nadia.click("remove-device-no").await?;
    nadia.see("remove-device").await?;
    nadia.click("remove-device").await?;
    nadia.click("remove-device-yes").await?;
    nadia.see("former-device-row").await?;
    nadia.see_count("device-row", 1).await?;
    nadia.picture("removed").await?;

    stage.tell("Omar's laptop hears of it, and what was on its screen is gone");
    omar.screen("removed").await?;
    omar.see(At::test("removed-unsent").attr("data-unsent", "0"))
        .await?;
    let page = omar.see(At::test("screen")).await?;
    ensure(!page.words.contains("Okafor"), || {
        format!("a household is still named: {}", page.words)
    })?;
    omar.picture("shows-nothing").await?;
    omar.click("clear-removed").await?;
    omar.see("clear-removed-yes").await?;
    omar.picture("clear").await?;
    omar.click("clear-removed-yes").await?;
    omar.screen("first-run").await?;
    Ok(())
}
