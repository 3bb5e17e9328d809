//! What people read when something goes wrong, in the real window; and that nothing is lost by it.

use std::path::Path;

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::team::{self, Invite, Person};
use doorstep_tests::{At, Failed, Outcome, Stage, Window, given, record};
use doorstep_wire::code::encode_code;

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const SAM: Person = Person {
    name: "Sam",
    passphrase: "gravel pear lantern two",
};
const WRONG: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour ten",
};
const HOUSEHOLD: &str = "The Amber family";
const WORDS: &str = "We want to stay in this house.";

/// A team with one household, on one device.
async fn team_with_household(window: &Window) -> Outcome<String> {
    let words = team::start(window, NADIA, "Harbour Ward team").await?;
    team::type_words_back(window, &words).await?;
    let household = record::add_household(window, HOUSEHOLD).await?;
    window.write("matters-to-us", WORDS).await?;
    record::saved(window).await?;
    Ok(household)
}

/// Waits until a form says what went wrong, in the sentence of that problem.
async fn reads(window: &Window, code: &str) -> Outcome<()> {
    let said = window
        .see(At::test("error-item").attr("data-code", code))
        .await?;
    is_sentence(window, code, &said.words).await
}

/// The same on the page about sync.
async fn reads_about_sync(window: &Window, code: &str) -> Outcome<()> {
    window.click("sync-chip").await?;
    window.screen("sync").await?;
    let said = window
        .see(At::test("sync-problem").attr("data-code", code))
        .await?;
    is_sentence(window, code, &said.words).await
}

async fn is_sentence(window: &Window, code: &str, said: &str) -> Outcome<()> {
    let sentence = given::sentence(code)?;
    ensure(said.trim() == sentence, || {
        format!("{code}: it says {said:?} instead of {sentence:?}")
    })?;
    window.picture(code).await
}

async fn try_to_unlock(window: &Window, person: Person) -> Outcome<()> {
    window.screen("unlock").await?;
    window.write("passphrase", person.passphrase).await?;
    window.click("unlock").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_passphrase_makes_one_wait_and_wipes_nothing() -> Outcome<()> {
    let stage = Stage::set("errors-passphrase")?;
    let window = stage.window("device", LAPTOP).await?;
    let household = team_with_household(&window).await?;
    window.click("open-settings").await?;
    window.click("lock-now").await?;
    for _ in 0..5 {
        try_to_unlock(&window, WRONG).await?;
        reads(&window, "wrong-passphrase").await?;
        // The next try must not take this answer for its own.
        window.clear("passphrase").await?;
        window.see(At::test("unlock").css(":enabled")).await?;
    }
    try_to_unlock(&window, NADIA).await?;
    window
        .see(At::test("error-item").attr("data-code", "wait-before-retry"))
        .await?;
    window.picture("wait-before-retry").await?;
    window.see("wait-seconds").await?;
    window.see_gone("wait-seconds").await?;
    team::unlock(&window, NADIA).await?;
    record::open_household(&window, &household).await?;
    record::shows_text(&window, "matters-to-us", WORDS).await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_cannot_be_read_is_left_as_it_is() -> Outcome<()> {
    let stage = Stage::set("errors-database")?;
    let window = stage.window("device", LAPTOP).await?;
    let household = team_with_household(&window).await?;
    window.close().await?;

    let database = stage.folder("device").join("team").join("store.db");
    let good = read(&database)?;
    let mut broken = good.clone();
    broken
        .iter_mut()
        .take(8 * 1024)
        .for_each(|byte| *byte = !*byte);
    write(&database, &broken)?;

    let window = stage.window("device", LAPTOP).await?;
    try_to_unlock(&window, NADIA).await?;
    reads(&window, "store-unreadable").await?;
    window.close().await?;
    ensure(read(&database)? == broken, || {
        "the unreadable database was written to".to_owned()
    })?;

    // Whoever helps puts the file back from a copy.
    write(&database, &good)?;
    let window = stage.window("device", LAPTOP).await?;
    team::unlock(&window, NADIA).await?;
    record::open_household(&window, &household).await?;
    record::shows_text(&window, "matters-to-us", WORDS).await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_that_are_wrong_unknown_or_used_are_told_apart() -> Outcome<()> {
    let stage = Stage::set("errors-codes")?;
    let mut server = stage.server("office")?;
    let admin = stage.window("admin", LAPTOP).await?;
    team_with_household(&admin).await?;

    admin.click("open-team").await?;
    admin.click("connect-server").await?;
    admin.write("server-address", server.address()).await?;
    admin.write("setup-code", encode_code(&[7; 16])).await?;
    admin.click("connect").await?;
    reads(&admin, "setup-code-wrong").await?;
    has(&admin, "server-address", server.address()).await?;
    admin.write("setup-code", server.setup_code()).await?;
    admin.click("connect").await?;
    admin.screen("sync").await?;
    team::up_to_date(&admin).await?;
    let invite = team::invite(&admin).await?;

    let joiner = stage.window("joiner", TABLET).await?;
    let slip = Invite {
        code: invite.code.chars().skip(1).collect(),
        ..invite.clone()
    };
    team::ask(&joiner, SAM, &slip).await?;
    reads(&joiner, "code-not-valid").await?;
    joiner.write("join-code", encode_code(&[7; 16])).await?;
    joiner.click("ask-to-join").await?;
    reads(&joiner, "code-unknown").await?;
    server.stop();
    joiner.write("join-code", invite.code.as_str()).await?;
    joiner.click("ask-to-join").await?;
    reads(&joiner, "server-gone").await?;
    // Nothing has to be typed a second time.
    has(&joiner, "join-address", &invite.address).await?;
    has(&joiner, "join-code", &invite.code).await?;
    has(&joiner, "my-name", SAM.name).await?;
    server.resume()?;
    joiner.click("ask-to-join").await?;
    joiner.screen("join-wait").await?;
    team::words_of_request(&admin).await?;
    team::approve(&admin, &joiner).await?;
    joiner.close().await?;

    let late = stage.window("late", TABLET).await?;
    team::ask(&late, SAM, &invite).await?;
    reads(&late, "code-used").await?;
    has(&late, "join-code", &invite.code).await?;
    late.close().await?;
    admin.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_server_a_device_keeps_everything() -> Outcome<()> {
    let stage = Stage::set("errors-server")?;
    let mut server = stage.server("office")?;
    let window = stage.window("device", LAPTOP).await?;
    let household = team_with_household(&window).await?;
    team::connect(&window, &server).await?;

    server.stop();
    let gone = format!("{WORDS} The server was away.");
    write_words(&window, &household, &gone).await?;
    team::sync_in_vain(&window).await?;
    waits(&window).await?;
    reads_about_sync(&window, "server-gone").await?;

    let own = server.folder().to_owned();
    server.replace(&stage.folder("stranger"))?;
    let stranger = format!("{gone} Somebody else answered.");
    write_words(&window, &household, &stranger).await?;
    window.click("sync-chip").await?;
    window.click("sync-now").await?;
    window
        .see(At::test("sync-chip").attr("data-state", "trouble"))
        .await?;
    waits(&window).await?;
    reads_about_sync(&window, "server-not-the-same").await?;

    server.replace(&own)?;
    team::sync(&window).await?;
    record::open_household(&window, &household).await?;
    record::shows_text(&window, "matters-to-us", &stranger).await?;
    window.picture("all-sent").await?;
    window.close().await
}

async fn write_words(window: &Window, household: &str, words: &str) -> Outcome<()> {
    record::open_household(window, household).await?;
    window.write("matters-to-us", words).await?;
    record::saved(window).await
}

/// The chip says that something is on this device only.
async fn waits(window: &Window) -> Outcome<()> {
    let some = At::test("sync-chip").css(":not([data-waiting=\"0\"])");
    window.see(some).await.map(drop)
}

async fn has(window: &Window, field: &str, words: &str) -> Outcome<()> {
    let seen = window.see(field).await?;
    ensure(seen.words == words, || {
        format!("{field} has {:?} instead of {words:?}", seen.words)
    })
}

fn read(file: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(file).map_err(Failed::io(file.display()))
}

fn write(file: &Path, bytes: &[u8]) -> Outcome<()> {
    std::fs::write(file, bytes).map_err(Failed::io(file.display()))
}
