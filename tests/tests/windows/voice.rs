//! Voice notes in a real window, with a real microphone of ALSA's that has no hardware: recorded,
//! heard, kept, thrown away, left and found again, taken out of a file.

use std::time::Duration;

use doorstep_tests::alsa::Alsa;
use doorstep_tests::axe::Axe;
use doorstep_tests::failed::ensure;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::sound::{speech, wav};
use doorstep_tests::window::PATIENCE;
use doorstep_tests::{At, Failed, Outcome, Stage, Window, record};
use serde_json::json;

/// A practice team is made, which takes a busy machine its time.
const BUSY: Duration = Duration::from_secs(60);

/// Waits until the sign says at least so many seconds.
async fn recorded_for(window: &Window, at: &str, seconds: u32) -> Outcome<()> {
    let told = format!("{seconds} s of recording");
    window
        .wait(&told, PATIENCE, async || {
            let words = window.see(at).await?.words;
            let time = words.rsplit(' ').next().unwrap_or_default().to_owned();
            let (minutes, rest) = time.split_once(':').unwrap_or(("0", "0"));
            let number = |text: &str| text.trim().parse::<u32>().unwrap_or(0);
            Ok((number(minutes) * 60 + number(rest) >= seconds).then_some(()))
        })
        .await
}

async fn plays(window: &Window, plays: bool) -> Outcome<()> {
    let player =
        At::test("voice-player").attr("data-playing", if plays { "true" } else { "false" });
    window.see(player).await.map(|_| ())
}

/// The page in the dark, and what axe says of it there and in the light.
async fn look(window: &Window, axe: Option<&Axe>, name: &str) -> Outcome<()> {
    window.picture(name).await?;
    let dress = "document.documentElement.dataset.theme = arguments[0];";
    for theme in ["dark", "light"] {
        window.run(dress, vec![json!(theme)]).await?;
        window.dressed().await?;
        if theme == "dark" {
            window.snapshot(&format!("{name}-dark")).await?;
        }
        if let Some(axe) = axe {
            let found = axe.look(window).await?;
            ensure(found.is_empty(), || format!("{name}, {theme}: {found:?}"))?;
        }
    }
    Ok(())
}

/// No control that is to be touched is smaller than 44 pixels.
async fn large_enough(window: &Window) -> Outcome<()> {
    let script = "return [...document.querySelectorAll('[data-test=part-voice] button, \
        [data-test=part-voice] input')].filter(e => e.getClientRects().length > 0) \
        .filter(e => e.getBoundingClientRect().height < 44) \
        .map(e => e.dataset.test)";
    let small = window.run(script, vec![]).await?;
    ensure(small == json!([]), || {
        format!("too small to touch: {small}")
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_during_a_visit_is_recorded_heard_and_kept() -> Outcome<()> {
    let stage = Stage::set("voice")?;
    let axe = Axe::find()?;
    let alsa = Alsa::beside(&stage.folder("newcomer"))?;
    let files = stage.folder("newcomer-files").join("open");
    std::fs::create_dir_all(&files).map_err(Failed::io(files.display()))?;
    let window = stage.window("newcomer", TABLET).await?;
    window.screen("first-run").await?;
    window.click("door-practice").await?;
    window.screen_within("home", BUSY).await?;
    let id = record::add_household(&window, "The Millers at number 3").await?;
    window.click("record-visit").await?;
    window.screen("visit").await?;

    // Asked first, then recorded; nothing was written in this visit before.
    window.see("voice-ask").await?;
    large_enough(&window).await?;
    into_view(&window).await?;
    look(&window, axe.as_ref(), "ready").await?;
    window.click("voice-record").await?;
    window.see("voice-recording").await?;
    recorded_for(&window, "voice-time", 2).await?;
    into_view(&window).await?;
    look(&window, axe.as_ref(), "recording").await?;
    // Whoever speaks breathes as well: it is loud now and then.
    let loud = async || {
        let loud = "return document.querySelector('.loudness').value";
        let loud = window.run(loud, vec![]).await?.as_f64();
        Ok((loud.unwrap_or_default() > 40.0).then_some(()))
    };
    window.wait("something loud", PATIENCE, loud).await?;

    // Elsewhere in the app it goes on, and is seen to.
    window.click("open-households").await?;
    window.screen("households").await?;
    window.see("voice-bar").await?;
    recorded_for(&window, "voice-bar-time", 5).await?;
    window.picture("elsewhere").await?;
    window.click("voice-bar-open").await?;
    window.screen("visit").await?;
    window.click("voice-stop").await?;
    let one = window.see("voice-waiting").await?;
    let length: u64 = one.attr("data-length").parse().unwrap_or(0);
    ensure(length > 5_000, || format!("{length} ms are left"))?;
    large_enough(&window).await?;
    into_view(&window).await?;
    look(&window, axe.as_ref(), "waiting").await?;

    // Heard before it is kept: it is what was said.
    alsa.take_heard();
    window.click("voice-play").await?;
    plays(&window, true).await?;
    window.snapshot("playing").await?;
    window.click("voice-play").await?;
    plays(&window, false).await?;
    tokio::time::sleep(Duration::from_millis(600)).await;
    alsa.take_heard();
    // With keys, back to the beginning.
    let focus = "document.querySelector('[data-test=voice-slider]').focus()";
    window.run(focus, vec![]).await?;
    window.press(thirtyfour::Key::Home).await?;
    window.click("voice-play").await?;
    plays(&window, true).await?;
    plays(&window, false).await?;
    tokio::time::sleep(Duration::from_millis(800)).await;
    let heard = alsa.take_heard();
    ensure(heard.len() > 4 * 16_000, || {
        format!("{} samples", heard.len())
    })?;
    let (like, unlike) = (best(&heard, &Alsa::said()), best(&heard, &speech(7.0, 2.7)));
    ensure(like > 0.85 && unlike < 0.8, || {
        format!("like what was said: {like}, like somebody else: {unlike}")
    })?;

    window.click("voice-keep").await?;
    window
        .write("attachment-caption", "How Ann fixed the boiler herself")
        .await?;
    window.click("done-attachment").await?;
    record::saved(&window).await?;
    window.see_count("voice-row", 1).await?;
    window.see("voice-record").await?;

    // One that nobody wants is thrown away, after a second thought.
    window.click("voice-record").await?;
    recorded_for(&window, "voice-time", 1).await?;
    window.click("voice-stop").await?;
    window.click("voice-throw-away").await?;
    window.see("voice-throw-away-yes").await?;
    into_view(&window).await?;
    window.picture("throw-away").await?;
    window.click("voice-throw-away-yes").await?;
    window.see_gone("voice-waiting").await?;
    window.see_count("voice-row", 1).await?;

    // The window is closed in the middle of one: it is there the next time, on every screen.
    window.click("voice-record").await?;
    recorded_for(&window, "voice-time", 2).await?;
    window.close().await?;
    let window = stage.window("newcomer", TABLET).await?;
    window.screen("home").await?;
    window
        .see(At::test("voice-bar-waiting").containing("Millers"))
        .await?;
    window.picture("found-again").await?;
    window.click("voice-bar-look").await?;
    window.screen("visit").await?;
    window.click("voice-keep").await?;
    window.click("done-attachment").await?;
    window.see_count("voice-row", 2).await?;

    // A file, and one that is none.
    let path = files.join("Memo.wav");
    let memo = wav(16_000, &speech(3.0, 1.2), b"");
    std::fs::write(&path, memo).map_err(Failed::io(path.display()))?;
    window.click("voice-choose").await?;
    window
        .write("attachment-caption", "The landlord's message")
        .await?;
    window.click("done-attachment").await?;
    window.see_count("voice-row", 3).await?;
    std::fs::write(&path, b"%PDF-1.7").map_err(Failed::io(path.display()))?;
    window.click("voice-choose").await?;
    window
        .see(At::test("error-item").attr("data-code", "not-a-sound"))
        .await?;
    window.picture("not-a-sound").await?;

    // On the household's page, with a way back for one that is removed.
    window.click("visit-done").await?;
    window.screen("household").await?;
    window.see_count("voice-row", 3).await?;
    window.click(remove("The landlord")).await?;
    window.see_count("voice-row", 2).await?;
    window.click("undo").await?;
    window.see_count("voice-row", 3).await?;
    window.resize(LAPTOP).await?;
    into_view(&window).await?;
    look(&window, axe.as_ref(), "household").await?;
    record::open_household(&window, &id).await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_microphone_it_is_said_and_the_visit_goes_on() -> Outcome<()> {
    let stage = Stage::set("voice-none")?;
    // No sound card at all, whatever this machine has.
    let settings = doorstep_tests::alsa::settings_beside(&stage.folder("quiet"));
    let none = "pcm.!default { type hw card 9 }\nctl.!default { type hw card 9 }\n";
    std::fs::write(&settings, none).map_err(Failed::io(settings.display()))?;
    let files = stage.folder("quiet-files").join("open");
    std::fs::create_dir_all(&files).map_err(Failed::io(files.display()))?;
    let path = files.join("Memo.wav");
    let memo = wav(16_000, &speech(2.0, 1.2), b"");
    std::fs::write(&path, memo).map_err(Failed::io(path.display()))?;
    let window = stage.window("quiet", TABLET).await?;
    window.screen("first-run").await?;
    window.click("door-practice").await?;
    window.screen_within("home", BUSY).await?;
    record::add_household(&window, "Number 12").await?;
    window.click("record-visit").await?;
    window.screen("visit").await?;
    window.click("voice-record").await?;
    window
        .see(At::test("error-item").attr("data-code", "no-microphone"))
        .await?;
    window.see("voice-record").await?;
    window.picture("no-microphone").await?;
    window.click("voice-choose").await?;
    window.click("done-attachment").await?;
    window.click("voice-play").await?;
    window
        .see(At::test("voice-problem").attr("data-code", "no-speaker"))
        .await?;
    into_view(&window).await?;
    window.picture("no-speaker").await?;
    window.close().await
}

async fn into_view(window: &Window) -> Outcome<()> {
    let script =
        "document.querySelector('[data-test=part-voice]').scrollIntoView({block: 'center'})";
    window.run(script, vec![]).await.map(|_| ())
}

fn remove(caption: &str) -> At {
    At::test("voice-row")
        .containing(caption)
        .then("remove-attachment")
}

/// How alike the best of a few moments is, wherever in the other it stands: the microphone did not
/// wait for the button, and on a busy machine a moment can be missing here and there.
fn best(heard: &[f32], said: &[f32]) -> f32 {
    let said = said.repeat(2);
    let loud = |moment: &[f32]| moment.iter().map(|x| x * x).sum::<f32>().sqrt();
    let moments = heard.chunks_exact(1_000).skip(5).step_by(9).take(6);
    let alike = moments.flat_map(|moment| {
        let own = loud(moment);
        let places = said.windows(moment.len()).step_by(2);
        places.map(move |there| {
            let together: f32 = moment.iter().zip(there).map(|(x, y)| x * y).sum();
            together / (own * loud(there)).max(f32::MIN_POSITIVE)
        })
    });
    alike.fold(-1.0, f32::max)
}
