//! A laptop is lost: an admin removes it on the team's page, and whoever has it sees nothing any more. What
//! it had not sent comes to the admin.

use std::path::PathBuf;
use std::time::Duration;

use doorstep_tests::failed::{Failed, ensure};
use doorstep_tests::record::Visit;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::team::{self, Person};
use doorstep_tests::world::scan::find_in_folder;
use doorstep_tests::{At, Outcome, Stage, record};

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const OMAR: Person = Person {
    name: "Omar",
    passphrase: "copper willow basin four",
};

/// Unlocking, and hearing from the server.
const HEARS: Duration = Duration::from_secs(60);
/// What is being typed has ten seconds to be saved before it begins.
const HANDS_OVER: Duration = Duration::from_secs(60);

/// Nothing that was shown or typed stands in any file of a closed device: not in its store, nor in what the
/// system's web view keeps for itself.
fn leaves_no_words(stage: &Stage, name: &str, words: &[&str]) -> Outcome<()> {
    let folder = stage.folder(name);
    let profile = folder.join("window");
    ensure(profile.exists(), || "the web view has a folder".to_owned())?;
    let found = find_in_folder(&folder, words);
    ensure(found.is_empty(), || format!("{found:?}"))?;
    // The control: in the same folder it would have been found.
    let control = profile.join("control");
    let io = |cause| Failed::Io {
        what: "a file in the web view's folder".to_owned(),
        cause,
    };
    std::fs::write(&control, words.join(" ")).map_err(io)?;
    let found = find_in_folder(&folder, words);
    std::fs::remove_file(&control).map_err(io)?;
    ensure(!found.is_empty(), || {
        "the search finds nothing at all".to_owned()
    })
}

fn home_of_team(stage: &Stage, name: &str) -> PathBuf {
    stage.folder(name).join("team")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_laptop_is_removed_and_shows_nothing_any_more() -> Outcome<()> {
    let stage = Stage::set("removal")?;
    let mut server = stage.server("server")?;
    let nadia = stage.window("nadia", TABLET).await?;
    let omar = stage.window("omar", LAPTOP).await?;
    team::of_two((&nadia, NADIA), (&omar, OMAR), "Quayside", &server).await?;
    let id = record::add_household(&nadia, "The Okafors").await?;
    team::sync(&nadia).await?;
    team::sync(&omar).await?;
    record::open_household(&omar, &id).await?;

    stage.tell("Omar can't remove anybody");
    omar.click("open-team").await?;
    omar.screen("team").await?;
    omar.see_count("device-row", 2).await?;
    omar.see_count("remove-device", 0).await?;

    stage.tell("Without a signal he records a visit, and the laptop is gone before that is sent");
    server.stop();
    record::open_household(&omar, &id).await?;
    let visit = Visit {
        notes: "Sat in the yard with them.",
        strengths: &[("The yard is theirs to plant", "Mrs Okafor")],
        actions: &[],
    };
    record::record_visit(&omar, &visit, async || Ok(())).await?;
    omar.close().await?;
    server.resume()?;
    leaves_no_words(&stage, "omar", &["Okafor", visit.notes, OMAR.passphrase])?;

    stage.tell("Nadia removes his laptop, and changes her mind first");
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

    stage.tell("Somebody opens it: it hears of that, and shows nothing of the team");
    let omar = stage.window("omar", LAPTOP).await?;
    omar.screen("unlock").await?;
    omar.write("passphrase", OMAR.passphrase).await?;
    omar.click("unlock").await?;
    omar.screen_within("removed", HEARS).await?;
    let page = omar.see(At::test("screen")).await?;
    ensure(!page.words.contains("Okafor"), || {
        format!("a household is still named: {}", page.words)
    })?;
    omar.picture("shows-nothing").await?;
    omar.click("clear-removed").await?;
    omar.see("clear-removed-yes").await?;
    omar.picture("clear").await?;

    stage.tell("What was not sent is handed over, and then nothing is left on it");
    omar.screen_within("cleared", HANDS_OVER).await?;
    omar.picture("cleared").await?;
    ensure(!home_of_team(&stage, "omar").exists(), || {
        "the team's store is still on the laptop".to_owned()
    })?;
    omar.click("cleared-go-on").await?;
    omar.screen("first-run").await?;

    stage.tell("Nadia looks at what he had written, and keeps it");
    team::sync(&nadia).await?;
    nadia.click("open-team").await?;
    nadia.screen("team").await?;
    nadia.see("handed-over").await?;
    nadia.picture("handed-over").await?;
    nadia.click("handed-over-look").await?;
    let found = nadia.see("handed-over-household").await?;
    for words in ["The Okafors", visit.notes, "The yard is theirs to plant"] {
        ensure(found.words.contains(words), || {
            format!("{words} is not shown: {}", found.words)
        })?;
    }
    nadia.picture("looked-at").await?;
    nadia.click("handed-over-decline").await?;
    nadia.see("handed-over-decline-yes").await?;
    nadia.click("handed-over-decline-no").await?;
    nadia.click("handed-over-accept").await?;
    nadia.see_gone("handed-over").await?;
    record::open_household(&nadia, &id).await?;
    record::shows_visit(&nadia, &visit).await
}
