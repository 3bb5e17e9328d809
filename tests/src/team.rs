//! How people come together in a team, as they do it on their screens.

use std::time::Duration;

use crate::failed::ensure;
use crate::server::Server;
use crate::{At, Outcome, Window};

/// A passphrase is stretched on purpose, and two windows may be busy with it at once.
const STRETCHING: Duration = Duration::from_secs(60);

/// Somebody with a device.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// What they are called.
    pub name: &'static str,
    /// What opens their device.
    pub passphrase: &'static str,
}

/// What an admin reads out to somebody who joins.
#[derive(Clone, Debug)]
pub struct Invite {
    /// `host:port`.
    pub address: String,
    /// The code as the screen shows it.
    pub code: String,
}

/// Starts a team; its 24 words are on the screen afterwards.
pub async fn start(window: &Window, person: Person, team: &str) -> Outcome<Vec<String>> {
    window.screen("first-run").await?;
    window.click("door-start").await?;
    window.screen("start-team").await?;
    window.write("team-name", team).await?;
    window.write("team-locality", "Harbour Ward").await?;
    window.write("my-name", person.name).await?;
    window.write("passphrase", person.passphrase).await?;
    window.click("start-team").await?;
    window.screen_within("recovery-words", STRETCHING).await?;
    let shown = window.see_count("recovery-word", 24).await?;
    for (place, word) in (1..).zip(&shown) {
        ensure(word.attr("data-position") == format!("{place}"), || {
            format!("word {place} stands at {}", word.attr("data-position"))
        })?;
    }
    Ok(shown
        .iter()
        .map(|word| word.attr("data-word").to_owned())
        .collect())
}

/// Types the words back from the paper, and comes to the first page.
pub async fn type_words_back(window: &Window, words: &[String]) -> Outcome<()> {
    window.click("recovery-written").await?;
    window.screen("recovery-confirm").await?;
    window.write("recovery-typed", words.join(" ")).await?;
    window.click("confirm-recovery").await?;
    window.screen("home").await
}

/// Tells the team's first device where the office's server is.
pub async fn connect(window: &Window, server: &Server) -> Outcome<()> {
    window.click("open-team").await?;
    window.screen("team").await?;
    window.click("connect-server").await?;
    window.screen("connect").await?;
    window.write("server-address", server.address()).await?;
    window.write("setup-code", server.setup_code()).await?;
    window.click("connect").await?;
    window.screen("sync").await?;
    up_to_date(window).await
}

/// Makes an invite for a worker and reads it from the screen.
pub async fn invite(window: &Window) -> Outcome<Invite> {
    invite_as(window, "worker").await
}

/// Makes an invite and reads it from the screen.
pub async fn invite_as(window: &Window, role: &str) -> Outcome<Invite> {
    window.click("open-team").await?;
    window.screen("team").await?;
    window.choose("invite-role", role).await?;
    window.click("invite").await?;
    let code = window.see("invite-code").await?;
    let address = window.see("invite-address").await?;
    Ok(Invite {
        address: address.attr("data-address").to_owned(),
        code: code.words.trim().to_owned(),
    })
}

/// Fills in the form of somebody who was invited, and sends it.
pub async fn ask(window: &Window, person: Person, invite: &Invite) -> Outcome<()> {
    window.screen("first-run").await?;
    window.click("door-join").await?;
    window.screen("join").await?;
    window
        .write("join-address", invite.address.as_str())
        .await?;
    window.write("join-code", invite.code.as_str()).await?;
    window.write("my-name", person.name).await?;
    window.write("passphrase", person.passphrase).await?;
    window.click("ask-to-join").await
}

/// Asks to be let in; the six words are on the screen afterwards.
pub async fn ask_to_join(window: &Window, person: Person, invite: &Invite) -> Outcome<String> {
    ask(window, person, invite).await?;
    window.screen_within("join-wait", STRETCHING).await?;
    six_words(window, At::test("six-words")).await
}

/// The six words of whoever asks to come in, as the admin's screen has them.
pub async fn words_of_request(window: &Window) -> Outcome<String> {
    six_words(window, At::test("join-request").then("six-words")).await
}

async fn six_words(window: &Window, at: At) -> Outcome<String> {
    let words = window.see(&at).await?.attr("data-words").to_owned();
    window.see_count(at.then("six-word"), 6).await?;
    Ok(words)
}

/// Lets somebody in, and waits until their device is in the team.
pub async fn approve(admin: &Window, joiner: &Window) -> Outcome<()> {
    admin
        .click(At::test("join-request").then("approve"))
        .await?;
    admin.see_gone("join-request").await?;
    joiner.screen("home").await?;
    up_to_date(joiner).await
}

/// Starts a team on one device, connects it, and lets a second one in.
pub async fn of_two(
    admin: (&Window, Person),
    joiner: (&Window, Person),
    name: &str,
    server: &Server,
) -> Outcome<()> {
    let words = start(admin.0, admin.1, name).await?;
    type_words_back(admin.0, &words).await?;
    connect(admin.0, server).await?;
    let invite = invite(admin.0).await?;
    ask_to_join(joiner.0, joiner.1, &invite).await?;
    approve(admin.0, joiner.0).await
}

/// Opens a device that is locked.
pub async fn unlock(window: &Window, person: Person) -> Outcome<()> {
    window.screen("unlock").await?;
    window.write("passphrase", person.passphrase).await?;
    window.click("unlock").await?;
    // Whoever locked it is back where they were.
    window.see_within("open-home", STRETCHING).await.map(drop)
}

/// Waits until the server has everything that this device has.
pub async fn up_to_date(window: &Window) -> Outcome<()> {
    let sent = At::test("sync-chip")
        .attr("data-state", "up-to-date")
        .attr("data-waiting", "0");
    window.see(sent).await.map(drop)
}

/// Asks for a sync and waits until all is sent and fetched.
pub async fn sync(window: &Window) -> Outcome<()> {
    window.click("sync-chip").await?;
    window.screen("sync").await?;
    window.click("sync-now").await?;
    // The button rests until the device has answered.
    window.see(At::test("sync-now").css(":enabled")).await?;
    up_to_date(window).await
}

/// Asks for a sync that finds nobody.
pub async fn sync_in_vain(window: &Window) -> Outcome<()> {
    window.click("sync-chip").await?;
    window.screen("sync").await?;
    window.click("sync-now").await?;
    window
        .see(At::test("sync-chip").attr("data-state", "offline"))
        .await
        .map(drop)
}
