//! Nothing is cut off and nothing scrolls sideways on the narrowest phone, in English and in Welsh,
//! on every screen of the practice team (WCAG 2.2, 1.4.10: 320 CSS pixels).

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::{Size, TABLET};
use doorstep_tests::{At, Outcome, Stage, Window, record};
use serde_json::{Value, json};
use thirtyfour::Key;

const NARROW: Size = Size {
    width: 320,
    height: 640,
};

/// What sticks out of the window, and what is cut off, by its name for tests or its words. A table
/// or a picture that is wider scrolls by itself, and may.
const LOOK: &str = "
    const page = document.documentElement, wrong = [];
    if (page.scrollWidth > page.clientWidth + 1) wrong.push('the page scrolls sideways');
    const name = e => (e.closest('[data-test]') || e).dataset.test + ': '
        + (e.innerText || e.value || e.tagName).slice(0, 40).replace(/\\s+/g, ' ');
    const scrolls = e => { for (let at = e.parentElement; at; at = at.parentElement)
        if (['auto', 'scroll'].includes(getComputedStyle(at).overflowX)
            && at !== document.body && at !== page) return true; return false; };
    for (const e of document.body.querySelectorAll('*')) {
        const style = getComputedStyle(e), box = e.getBoundingClientRect();
        if (!box.width || style.visibility === 'hidden' || e.closest('svg')) continue;
        // Read aloud only.
        if (style.position === 'absolute' && box.width <= 1) continue;
        if (box.right > innerWidth + 1 && !scrolls(e)) wrong.push('sticks out, ' + name(e));
        const hides = ['hidden', 'clip'].includes(style.overflowX);
        if (hides && e.scrollWidth > e.clientWidth + 1 && e.innerText
            && style.textOverflow !== 'ellipsis') wrong.push('is cut off, ' + name(e));
    }
    return [...new Set(wrong)].slice(0, 8);";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_narrowest_window_shows_everything() -> Outcome<()> {
    tour("en-GB").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_welsh_too() -> Outcome<()> {
    tour("cy").await
}

async fn tour(language: &str) -> Outcome<()> {
    let stage = Stage::set(&format!("reflow-{language}"))?;
    let window = stage.window("device", TABLET).await?;
    window.screen("first-run").await?;
    window.click("door-practice").await?;
    window.screen("home").await?;
    window.click("open-settings").await?;
    window.screen("settings").await?;
    window.choose("setting-language", language).await?;
    window
        .see(At::test("screen").attr("data-screen", "settings"))
        .await?;
    let spoken = window
        .run("return document.documentElement.lang", Vec::new())
        .await?;
    ensure(spoken.as_str().is_some_and(|lang| lang == language), || {
        format!("the page says that it is in {spoken}")
    })?;
    // What was on the screen already is said anew.
    let home = match language {
        "cy" => "Hafan",
        _ => "Home",
    };
    window.see(At::test("open-home").containing(home)).await?;
    let mut tour = Tour {
        window: &window,
        wrong: Vec::new(),
    };
    tour.look("settings").await?;
    tour.places().await?;
    tour.household().await?;
    let wrong = tour.wrong;
    ensure(wrong.is_empty(), || wrong.join("\n"))?;

    // That the look can fail.
    let spoil = "const wide = document.createElement('p');
        wide.style.width = '400px'; wide.innerText = 'Wide.';
        document.querySelector('main').append(wide);";
    window.run(spoil, Vec::new()).await?;
    let found = window.run(LOOK, Vec::new()).await?;
    ensure(found != json!([]), || {
        "what sticks out is not seen".to_owned()
    })?;
    window.close().await
}

struct Tour<'a> {
    window: &'a Window,
    wrong: Vec<String>,
}

impl Tour<'_> {
    /// A picture of the screen as it stands on a tablet and in a narrow window, and what is wrong
    /// there.
    async fn look(&mut self, screen: &str) -> Outcome<()> {
        self.stand_at(TABLET).await?;
        self.window.snapshot(screen).await?;
        self.stand_at(NARROW).await?;
        self.window.snapshot(&format!("{screen}-narrow")).await?;
        let found = self.window.run(LOOK, Vec::new()).await?;
        let found = found.as_array().cloned().unwrap_or_default();
        let found = found.iter().filter_map(Value::as_str);
        self.wrong
            .extend(found.map(|what| format!("{screen}: {what}")));
        Ok(())
    }

    /// In a window of this size, where the person is on the page.
    async fn stand_at(&self, size: Size) -> Outcome<()> {
        self.window.resize(size).await?;
        self.window.dressed().await?;
        let script = "document.activeElement.scrollIntoView({ block: 'center' })";
        self.window.run(script, Vec::new()).await.map(drop)
    }

    async fn go(&mut self, by: &str, screen: &str) -> Outcome<()> {
        self.window.click(by).await?;
        self.window.screen(screen).await?;
        self.look(screen).await
    }

    async fn places(&mut self) -> Outcome<()> {
        self.go("sync-chip", "sync").await?;
        self.go("open-team", "team").await?;
        self.go("open-learning", "learning").await?;
        self.go("learning-meeting", "meeting").await?;
        self.go("open-home", "home").await?;
        self.window.press_with_control('k').await?;
        self.window.write("palette-search", "a").await?;
        self.window.see("palette-row").await?;
        self.look("palette").await?;
        self.window.press(Key::Escape).await?;
        self.window.see_gone("palette").await?;
        self.window.press("?").await?;
        self.window.see("keys-list").await?;
        self.look("keys").await?;
        self.window.click("keys-close").await?;
        self.window
            .click(At::test("look-row").attr("data-why", "asked-for"))
            .await?;
        self.window.screen("asked-for").await?;
        self.look("asked-for").await?;
        self.window.click("open-home").await?;
        self.go("plan-visit", "plan-visit").await?;
        self.window.click("open-households").await?;
        self.go("open-import", "import").await?;
        self.go("open-households", "households").await
    }

    async fn household(&mut self) -> Outcome<()> {
        let first = self.window.see("household-row").await?;
        let id = first.attr("data-household").to_owned();
        record::open_household(self.window, &id).await?;
        self.window.click("household-more").await?;
        self.look("household-more").await?;
        for (act, screen) in [
            ("open-history", "history"),
            ("open-copy", "copy"),
            ("same-as", "same"),
        ] {
            self.go(act, screen).await?;
            record::open_household(self.window, &id).await?;
            self.window.click("household-more").await?;
        }
        self.go("open-plan", "plan").await?;
        record::open_household(self.window, &id).await?;
        for edit in ["edit-strength", "add-action", "fold-demand", "fold-service"] {
            if !self.window.look(edit).await?.is_empty() {
                self.window.click(edit).await?;
            }
        }
        self.look("household-editors").await?;
        self.go("record-visit", "visit").await
    }
}
