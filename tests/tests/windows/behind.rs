//! The server at the office is set back to an old copy, and then lost for good: what the person is
//! told, what they do, and where their household's record is meanwhile.

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::team::{self, Person};
use doorstep_tests::world::copies::copy_folder;
use doorstep_tests::{At, Outcome, Stage, Window, record};

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const OMAR: Person = Person {
    name: "Omar",
    passphrase: "copper willow basin four",
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_lost_something_is_given_it_back_and_one_that_is_gone_is_replaced()
-> Outcome<()> {
    let stage = Stage::set("behind")?;
    let mut server = stage.server("server")?;
    let nadia = stage.window("nadia", TABLET).await?;
    let omar = stage.window("omar", LAPTOP).await?;
    team::of_two((&nadia, NADIA), (&omar, OMAR), "Quayside", &server).await?;
    team::sync(&nadia).await?;

    stage.tell("The folder of the server is copied; then Nadia visits and sends");
    server.stop();
    let backup = stage.folder("backup");
    copy_folder(server.folder(), &backup);
    let id = record::add_household(&nadia, "The Okafors").await?;
    kept(&nadia, "false").await?;
    nadia.snapshot("on-this-device-only").await?;
    server.resume()?;
    team::sync(&nadia).await?;
    team::sync(&omar).await?;
    record::open_household(&nadia, &id).await?;
    kept(&nadia, "true").await?;
    nadia.snapshot("at-the-office").await?;

    stage.tell("The server is set back to the copy: Nadia's device gives back what it lost");
    server.stop();
    let folder = server.folder().to_owned();
    copy_folder(&backup, &folder);
    server.resume()?;
    team::sync(&nadia).await?;
    let told = nadia.see("sync-server-behind").await?;
    ensure(told.words.contains("gave"), || {
        format!("it says {}", told.words)
    })?;
    nadia.snapshot("given-back").await?;
    team::sync(&omar).await?;

    stage.tell("It is lost for good, and another one stands in its place");
    server.replace(&stage.folder("another"))?;
    nadia.click("sync-now").await?;
    nadia
        .see(At::test("sync-problem").attr("data-code", "server-not-the-same"))
        .await?;
    nadia.snapshot("another-answers").await?;
    nadia.click("connect-again").await?;
    nadia.screen("connect").await?;
    nadia.clear("server-address").await?;
    nadia.write("server-address", server.address()).await?;
    nadia.clear("setup-code").await?;
    nadia.write("setup-code", server.setup_code()).await?;
    nadia.click("connect").await?;
    nadia.see("connect-replace").await?;
    nadia.snapshot("use-this-one").await?;
    nadia.click("connect-replace").await?;
    nadia.screen("sync").await?;
    team::up_to_date(&nadia).await?;

    stage.tell("Omar finds his team there in the same way, though he founded nothing");
    omar.click("sync-now").await?;
    omar.click("connect-again").await?;
    omar.screen("connect").await?;
    omar.clear("server-address").await?;
    omar.write("server-address", server.address()).await?;
    omar.clear("setup-code").await?;
    omar.write("setup-code", server.setup_code()).await?;
    omar.click("connect").await?;
    omar.click("connect-replace").await?;
    omar.screen("sync").await?;
    team::up_to_date(&omar).await?;
    record::open_household(&omar, &id).await?;
    kept(&omar, "true").await?;
    omar.see(
        At::test("kept-device")
            .containing("Nadia")
            .attr("data-all", "true"),
    )
    .await?;
    omar.snapshot("on-both-devices").await
}

/// Opens the page's last part, and waits until it says whether the server holds everything.
async fn kept(window: &Window, server: &str) -> Outcome<()> {
    // A click that a busy page took twice would fold it again.
    for _ in 0..3 {
        let open = At::test("part-kept").css(" details[open]");
        if window.look(open).await?.is_empty() {
            window.click("fold-kept").await?;
        }
    }
    window
        .see(At::test("kept").attr("data-server", server))
        .await
        .map(drop)
}
