//! The main job, in two real windows: two people write in the same household without signal, and
//! afterwards both see everything, whoever syncs first.

use doorstep_tests::failed::ensure;
use doorstep_tests::record::{self, Visit};
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::server::Server;
use doorstep_tests::team::{self, Person};
use doorstep_tests::{At, Outcome, Stage, Window};

mod rounds;

use rounds::{Away, NADIA, ROUNDS, Round, SAM};

const HOUSEHOLD: &str = "The Amber family";
const AT_FIRST: &str = "We want to stay in this house.";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn main_job() -> Outcome<()> {
    let stage = Stage::set("main-job")?;
    let mut server = stage.server("office")?;
    stage.tell("A sync server runs at the office.");
    let mut nadia = stage.window("nadia", LAPTOP).await?;
    let mut sam = stage.window("sam", TABLET).await?;
    nadia.screen("first-run").await?;
    nadia.picture("first-run").await?;

    start_team(&stage, &nadia, &server).await?;
    let household = first_words(&stage, &nadia).await?;
    join_team(&stage, &nadia, &sam).await?;
    record::open_household(&sam, &household).await?;
    record::shows_text(&sam, "matters-to-us", AT_FIRST).await?;
    sam.picture("household-arrived").await?;
    stage.tell("Sam's device has the household that Nadia wrote down.");

    let mut matters = AT_FIRST.to_owned();
    let mut visits = Vec::new();
    for round in &ROUNDS {
        matters = format!("{}{matters}{}", round.first.words, round.second.words);
        visits.extend([&round.first.visit, &round.second.visit]);
        server.stop();
        stage.tell("The server is gone: nobody has a signal.");
        let (first, second) = match round.first.person.name {
            name if name == NADIA.name => (&nadia, &sam),
            _ => (&sam, &nadia),
        };
        write_alone(&stage, first, &household, &round.first, End::Start).await?;
        write_alone(&stage, second, &household, &round.second, End::End).await?;

        // Whoever's window is closed can't sync before the other one has.
        let second_was_sam = second.name() == sam.name();
        let (stays, goes) = if second_was_sam {
            (nadia, sam)
        } else {
            (sam, nadia)
        };
        let (name, size) = (goes.name().to_owned(), goes.size());
        goes.close().await?;
        server.resume()?;
        team::sync(&stays).await?;
        stage.tell(&format!(
            "The server is back. {} syncs first, while the other window is closed.",
            round.first.person.name
        ));
        let back = stage.window(&name, size).await?;
        team::unlock(&back, round.second.person).await?;
        team::sync(&back).await?;
        team::sync(&stays).await?;
        stage.tell(&format!(
            "{} opens the app again and syncs.",
            round.second.person.name
        ));
        for (window, other) in [(&stays, &round.second.person), (&back, &round.first.person)] {
            sees_everything(window, other, &household, &matters, &visits, round).await?;
        }
        stage.tell("Both see both visits, both edits in the text, and both addresses with names.");
        choose(&stage, &stays, &back, &household, round).await?;
        (nadia, sam) = if second_was_sam {
            (stays, back)
        } else {
            (back, stays)
        };
    }
    nadia.close().await?;
    sam.close().await
}

async fn start_team(stage: &Stage, window: &Window, server: &Server) -> Outcome<()> {
    let words = team::start(window, NADIA, "Harbour Ward team").await?;
    window.picture("recovery-words").await?;
    team::type_words_back(window, &words).await?;
    window.picture("home-empty").await?;
    stage.tell("Nadia starts a team, and types its 24 recovery words back.");
    team::connect(window, server).await?;
    window.picture("connected").await?;
    stage.tell("She connects it to the server.");
    Ok(())
}

async fn first_words(stage: &Stage, window: &Window) -> Outcome<String> {
    let household = record::add_household(window, HOUSEHOLD).await?;
    window.write("matters-to-us", AT_FIRST).await?;
    record::saved(window).await?;
    record::set_about(window, "about-address", "12 Harbour Street").await?;
    window.picture("household-new").await?;
    stage.tell("She writes down a household and what matters to them.");
    team::up_to_date(window).await?;
    Ok(household)
}

async fn join_team(stage: &Stage, admin: &Window, joiner: &Window) -> Outcome<()> {
    let invite = team::invite(admin).await?;
    admin.picture("invite").await?;
    stage.tell("Nadia makes an invite and reads out address and code.");
    let joiners = team::ask_to_join(joiner, SAM, &invite).await?;
    joiner.picture("join-wait").await?;
    let admins = team::words_of_request(admin).await?;
    ensure(joiners == admins, || {
        format!("the six words differ: {joiners:?} and {admins:?}")
    })?;
    admin.picture("join-request").await?;
    stage.tell("Sam types them in. The same six words stand on both screens.");
    team::approve(admin, joiner).await?;
    joiner.picture("joined").await?;
    stage.tell("Nadia lets Sam in.");
    Ok(())
}

/// Where somebody writes in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Start,
    End,
}

async fn write_alone(
    stage: &Stage,
    window: &Window,
    household: &str,
    away: &Away,
    end: End,
) -> Outcome<()> {
    let name = away.person.name;
    team::sync_in_vain(window).await?;
    record::open_household(window, household).await?;
    if end == End::Start {
        window.add_before("matters-to-us", away.words).await?;
    } else {
        window.add("matters-to-us", away.words).await?;
    }
    record::saved(window).await?;
    record::set_about(window, "about-address", away.address).await?;
    window.picture("offline-household").await?;
    record::record_visit(window, &away.visit, async || {
        window.picture("offline-visit").await
    })
    .await?;
    window.picture("offline-visit-done").await?;
    let chip = window.see("sync-chip").await?;
    ensure(chip.attr("data-state") == "offline", || {
        format!("{name}'s device thinks it is {:?}", chip.attr("data-state"))
    })?;
    ensure(chip.attr("data-waiting") != "0", || {
        format!("{name}'s device says that nothing waits: {:?}", chip.words)
    })?;
    let place = if end == End::Start { "start" } else { "end" };
    stage.tell(&format!(
        "{name} writes at the {place} of what matters, sets the address, and records a visit: \
         {:?}",
        chip.words.trim()
    ));
    Ok(())
}

async fn sees_everything(
    window: &Window,
    other: &Person,
    household: &str,
    matters: &str,
    visits: &[&Visit],
    round: &Round,
) -> Outcome<()> {
    record::open_household(window, household).await?;
    record::shows_text(window, "matters-to-us", matters).await?;
    window.see_count("visit-row", visits.len()).await?;
    for visit in visits {
        record::shows_visit(window, visit).await?;
    }
    let both = both_addresses();
    let values = window.see_count(both.clone().then("both-value"), 2).await?;
    for away in [&round.first, &round.second] {
        let who = match away.person.name {
            name if name == other.name => name,
            _ => "You",
        };
        let is_there = values.iter().any(|value| {
            let words = &value.words;
            value.attr("data-value") == away.address
                && words.contains(away.address)
                && words.contains(who)
        });
        ensure(is_there, || {
            let address = away.address;
            format!("{}: no {address:?} by {who:?} in {values:?}", window.name())
        })?;
    }
    window
        .picture(&format!("both-changed-{}", round.name))
        .await
}

/// One of them chooses the other's address; both have it, and nothing is asked any more.
async fn choose(
    stage: &Stage,
    chooser: &Window,
    other: &Window,
    household: &str,
    round: &Round,
) -> Outcome<()> {
    let chosen = round.second.address;
    let value = both_addresses()
        .then("both-value")
        .attr("data-value", chosen);
    chooser.click(value.then("choose-value")).await?;
    chooser.see_gone(both_addresses()).await?;
    record::saved(chooser).await?;
    team::sync(chooser).await?;
    team::sync(other).await?;
    for window in [chooser, other] {
        record::open_household(window, household).await?;
        window.see_gone(both_addresses()).await?;
        doorstep_tests::record::more(window, "edit-about").await?;
        record::shows_text(window, "about-address", chosen).await?;
        window.click("done-about").await?;
        window.picture(&format!("chosen-{}", round.name)).await?;
    }
    stage.tell(&format!(
        "{} chooses {chosen:?}; both have it.",
        round.first.person.name
    ));
    Ok(())
}

fn both_addresses() -> At {
    At::test("both-changed").attr("data-field", "about-address")
}
