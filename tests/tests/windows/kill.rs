//! SIGKILL while somebody types: whatever was on the screen when it said "Saved" is there again.
//!
//! `DOORSTEP_KILLS` says how often; the seed of the moments is printed, and `DOORSTEP_SEED` takes
//! it back.
#![expect(clippy::print_stdout, reason = "what was run is worth knowing")]

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use doorstep_tests::failed::ensure;
use doorstep_tests::process;
use doorstep_tests::screen::LAPTOP;
use doorstep_tests::team::{self, Person};
use doorstep_tests::{Failed, Outcome, Stage, Window, record};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
/// Milliseconds after the first key until the app is killed: some saves are a few of them apart.
const MOMENTS: std::ops::Range<u64> = 100..3_500;

const THINKING: Duration = Duration::from_millis(900);

/// In one look: whether the screen says that all is saved, and what is on it.
const LOOK: &str = r#"
    const all = name => [...document.querySelectorAll(`[data-test="${name}"]`)];
    const row = e => e.querySelector('[data-test="strength-what"]')?.value ?? e.innerText;
    return {
        state: all('saved-line')[0]?.dataset.state ?? '',
        matters: all('matters-to-us')[0]?.value ?? '',
        strengths: all('strength-row').map(row),
    };
"#;

/// What a screen showed.
#[derive(Clone, Debug, Default)]
struct Shown {
    is_saved: bool,
    matters: String,
    strengths: Vec<String>,
}

impl Shown {
    async fn now(window: &Window) -> Outcome<Self> {
        // The page shows the newest ones until somebody asks for all.
        let all = "document.querySelector('[data-test=earlier-strength]')?.click();";
        window.run(all, Vec::new()).await?;
        let shown = window.run(LOOK, Vec::new()).await?;
        let text = |name: &str| shown.get(name).and_then(Value::as_str).unwrap_or_default();
        Ok(Self {
            is_saved: text("state") == "saved",
            matters: text("matters").to_owned(),
            strengths: shown
                .get("strengths")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        })
    }

    /// Every whole strength: they are typed as `strength 0012.`, the last key is the full stop.
    fn whole_strengths(&self) -> impl Iterator<Item = &str> {
        self.strengths.iter().filter_map(|text| {
            let from = text.find("strength ")?;
            text.get(from..from + STRENGTH_CHARS)
                .filter(|whole| whole.ends_with('.'))
        })
    }
}

const STRENGTH_CHARS: usize = "strength 0000.".len();

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_called_saved_outlives_a_kill() -> Outcome<()> {
    let kills = number("DOORSTEP_KILLS").unwrap_or(12);
    let seed = number("DOORSTEP_SEED").unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        now.map_or(1, |now| now.as_secs())
    });
    println!("  {kills} kills, DOORSTEP_SEED={seed}");
    let mut chance = StdRng::seed_from_u64(seed);

    let stage = Stage::set("kill")?;
    let mut window = stage.window("device", LAPTOP).await?;
    let words = team::start(&window, NADIA, "Harbour Ward team").await?;
    team::type_words_back(&window, &words).await?;
    let household = record::add_household(&window, "The Amber family").await?;

    let mut written = 0;
    let mut saved = Shown::default();
    for kill in 1..=kills {
        let moment = Duration::from_millis(chance.random_range(MOMENTS));
        let before = saved.clone();
        type_until_killed(window, moment, &mut written, &mut saved).await?;
        window = stage.window("device", LAPTOP).await?;
        team::unlock(&window, NADIA).await?;
        record::open_household(&window, &household).await?;
        record::shows_at_least(&window, "matters-to-us", &saved.matters).await?;
        let shown = Shown::now(&window).await?;
        check(&saved, &shown)?;
        let grown = saved.matters.len() - before.matters.len();
        println!(
            "  {kill:>2}. killed after {:>4} ms: {grown:>3} letters and {} strengths more were \
             called saved, and are there",
            moment.as_millis(),
            saved.strengths.len() - before.strengths.len(),
        );
        // What is on the disk now, without having been called saved, must stay as well.
        saved = shown;
    }
    ensure(
        saved.matters.len() > 20 && !saved.strengths.is_empty(),
        || "nothing was ever called saved, so nothing was tested".to_owned(),
    )?;
    window.picture("after-all-kills").await?;
    window.close().await
}

/// Types until the app is gone. `saved` becomes what was last called saved.
async fn type_until_killed(
    window: Window,
    moment: Duration,
    written: &mut u32,
    saved: &mut Shown,
) -> Outcome<()> {
    let app = window.app_process()?;
    let killer = std::thread::spawn(move || {
        std::thread::sleep(moment);
        process::kill(app);
    });
    // It ends in an error, always: the window goes away below it.
    let ended = type_on(&window, written, saved).await;
    let _ = killer.join();
    process::wait_until_gone(app, Duration::from_secs(5))?;
    match ended {
        Ok(()) | Err(Failed::Driver { .. }) => Ok(()),
        Err(other) => Err(other),
    }
}

async fn type_on(window: &Window, written: &mut u32, saved: &mut Shown) -> Outcome<()> {
    loop {
        *written += 1;
        if written.is_multiple_of(4) {
            window.click("add-strength").await?;
            window
                .add("strength-what", format!("strength {written:04}."))
                .await?;
            look(window, saved).await?;
            window.click("done-strength").await?;
        } else {
            window
                .add("matters-to-us", format!("word{written} ").as_str())
                .await?;
        }
        // Somebody who thinks between two sentences sees "Saved", and types on just after it.
        if written.is_multiple_of(3) {
            let until = Instant::now() + THINKING;
            while !look(window, saved).await? && Instant::now() < until {}
        } else {
            look(window, saved).await?;
        }
    }
}

/// Takes what is called saved for saved; whether it is.
async fn look(window: &Window, saved: &mut Shown) -> Outcome<bool> {
    let shown = Shown::now(window).await?;
    let is_saved = shown.is_saved;
    if is_saved {
        *saved = shown;
    }
    Ok(is_saved)
}

fn check(saved: &Shown, shown: &Shown) -> Outcome<()> {
    ensure(shown.matters.starts_with(&saved.matters), || {
        format!(
            "lost from {:?}: only {:?} is there",
            saved.matters, shown.matters
        )
    })?;
    for strength in saved.whole_strengths() {
        ensure(
            shown.whole_strengths().any(|there| there == strength),
            || format!("{strength:?} is gone: {:?}", shown.strengths),
        )?;
    }
    Ok(())
}

fn number<T: std::str::FromStr>(variable: &str) -> Option<T> {
    std::env::var(variable).ok()?.parse().ok()
}
