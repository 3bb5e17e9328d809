//! A household is erased for good: what goes is shown, a hold stops it, a reason is asked for, and the team's page tells
//! whose devices have.

use doorstep_tests::axe::lets_all_in;
use doorstep_tests::failed::ensure;
use doorstep_tests::record::Visit;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::team::{self, Person};
use doorstep_tests::world::scan::find_in_folder;
use doorstep_tests::{At, Outcome, Stage, Window, record};
use thirtyfour::Key;

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const OMAR: Person = Person {
    name: "Omar",
    passphrase: "copper willow basin four",
};
const HOUSEHOLD: &str = "The Okafors";
const VISIT: Visit = Visit {
    notes: "Sat in the yard with them.",
    strengths: &[("The yard is theirs to plant", "Mrs Okafor")],
    actions: &[],
};
const REASON: &str = "Asked for in writing on 3 May.";

/// The team's page says for whoever is named whether the device has erased it.
async fn tells(window: &Window, name: &str, has: &str) -> Outcome<()> {
    let line = At::test("erased-on")
        .attr("data-erased", has)
        .containing(name);
    window.see(line).await.map(drop)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_erases_a_household_and_sees_whose_devices_have() -> Outcome<()> {
    let stage = Stage::set("erasing")?;
    let server = stage.server("server")?;
    let nadia = stage.window("nadia", TABLET).await?;
    let omar = stage.window("omar", LAPTOP).await?;
    team::of_two((&nadia, NADIA), (&omar, OMAR), "Quayside", &server).await?;
    let id = record::add_household(&nadia, HOUSEHOLD).await?;
    record::record_visit(&nadia, &VISIT, async || Ok(())).await?;
    let other = record::add_household(&nadia, "The Lewises").await?;
    team::sync(&nadia).await?;
    team::sync(&omar).await?;

    stage.tell("Omar, who is no admin, finds no way to it");
    record::open_household(&omar, &id).await?;
    omar.see("record-visit").await?;
    omar.see_count("open-erase", 0).await?;

    stage.tell("Nadia is told that it has to be kept, writes that down, and takes it out again");
    record::open_household(&nadia, &id).await?;
    nadia.click("open-erase").await?;
    nadia.screen("erase").await?;
    nadia.see("erase-goes").await?;
    nadia.picture("what-goes").await?;
    nadia
        .write_and_leave("about-legal-hold", "The court asked on 2 May.")
        .await?;
    nadia.see("erase-held").await?;
    nadia.see_count("erase-household", 0).await?;
    nadia.picture("held").await?;
    lets_all_in(&nadia).await?;
    nadia.clear("about-legal-hold").await?;
    nadia.press(Key::Tab).await?;
    nadia.see_gone("erase-held").await?;

    stage.tell("Without a reason nothing is erased");
    nadia.click("erase-household").await?;
    nadia.click("erase-household-yes").await?;
    let code = At::test("error-item").attr("data-code", "reason-needed");
    nadia.see(code).await?;
    nadia.picture("no-reason").await?;

    stage.tell("While she reads, Omar writes: she is shown it again");
    record::open_household(&omar, &id).await?;
    omar.click("record-visit").await?;
    omar.screen("visit").await?;
    omar.click("visit-done").await?;
    omar.screen("household").await?;
    team::sync(&omar).await?;
    nadia.write("erase-reason", REASON).await?;
    if nadia.look("erase-household-yes").await?.is_empty() {
        nadia.click("erase-household").await?;
    }
    nadia.click("erase-household-yes").await?;
    let code = At::test("error-item").attr("data-code", "erasure-changed");
    nadia.see(code).await?;
    nadia
        .see(At::test("erase-goes").containing("2 visits"))
        .await?;
    nadia.picture("changed").await?;
    lets_all_in(&nadia).await?;

    stage.tell("She looks, and erases it");
    if nadia.look("erase-household-yes").await?.is_empty() {
        nadia.click("erase-household").await?;
    }
    nadia.click("erase-household-yes").await?;
    nadia.screen("team").await?;
    let erasure = nadia.see("erasure").await?;
    ensure(erasure.words.contains(REASON), || {
        format!("the reason is not there: {}", erasure.words)
    })?;
    ensure(!erasure.words.contains(HOUSEHOLD), || {
        format!("the household is named: {}", erasure.words)
    })?;
    nadia
        .see_count(At::test("erased-on").attr("data-erased", "true"), 1)
        .await?;
    tells(&nadia, OMAR.name, "false").await?;
    nadia.picture("erased").await?;

    stage.tell("Omar's laptop erases at its next look at the server, and says so");
    team::sync(&omar).await?;
    omar.click("open-households").await?;
    omar.screen("households").await?;
    let row = |id: &str| At::test("household-row").attr("data-household", id);
    omar.see(row(&other)).await?;
    omar.see_count(row(&id), 0).await?;
    omar.picture("gone").await?;
    team::sync(&nadia).await?;
    nadia.click("open-team").await?;
    nadia.screen("team").await?;
    tells(&nadia, OMAR.name, "true").await?;
    nadia.picture("everywhere").await?;
    lets_all_in(&nadia).await?;

    stage.tell("Nothing of it stands in any file of the two devices or of the server");
    nadia.close().await?;
    omar.close().await?;
    for name in ["nadia", "omar"] {
        let found = find_in_folder(&stage.folder(name), &["Okafor", VISIT.notes]);
        ensure(found.is_empty(), || format!("{name}: {found:?}"))?;
    }
    Ok(())
}
