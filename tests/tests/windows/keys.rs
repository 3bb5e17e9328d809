//! Somebody who sees the screen through the keyboard or a screen reader: the focus always stands on
//! something, what is wrong with a field is said with the field, and the box for going places does
//! not outlive the lock.

use doorstep_tests::failed::ensure;
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::team::{self, Person};
use doorstep_tests::window::PATIENCE;
use doorstep_tests::{At, Failed, Outcome, Stage, Window, record};

const NADIA: Person = Person {
    name: "Nadia",
    passphrase: "kettle moth harbour nine",
};
const ENTER: &str = "\u{e007}";

async fn begin(window: &Window) -> Outcome<()> {
    let words = team::start(window, NADIA, "Harbour Ward team").await?;
    team::type_words_back(window, &words).await?;
    record::add_household(window, "The Amber family").await?;
    // The page says itself once it is read; who types before has the keys in two places.
    focus_is_on(window, "heading").await
}

/// Puts the focus on something and presses Enter.
async fn enter(window: &Window, test: &str) -> Outcome<()> {
    window.see(test).await?;
    let script = "const all = [...document.querySelectorAll(`[data-test=${arguments[0]}]`)];
        const e = all.find(e => e.getClientRects().length > 0);
        e.scrollIntoView({ block: 'center', behavior: 'instant' });
        e.focus(); return document.activeElement === e;";
    let there = window.run(script, vec![test.into()]).await?;
    ensure(there == true, || format!("{test} takes no focus"))?;
    window.press(ENTER).await
}

/// Waits until the focus is on this, and never found on nothing once it is.
async fn focus_is_on(window: &Window, test: &str) -> Outcome<()> {
    let script = "const e = document.activeElement;
        return `${e?.tagName ?? ''} ${e?.dataset?.test ?? ''}`;";
    let on = async || window.run(script, Vec::new()).await;
    let waited = window
        .wait(&format!("the focus on {test}"), PATIENCE, async || {
            let now = on().await?;
            let now = now.as_str().unwrap_or_default();
            Ok(now.ends_with(&format!(" {test}")).then_some(()))
        })
        .await;
    match waited {
        Err(Failed::Waited { .. }) => {
            let now = on().await?;
            Err(Failed::Wrong(format!(
                "the focus is on {now}, not on {test}"
            )))
        }
        other => other,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_focus_never_falls_to_the_body() -> Outcome<()> {
    let stage = Stage::set("keys-focus")?;
    let window = stage.window("device", LAPTOP).await?;
    begin(&window).await?;
    window.click("fold-expertise").await?;
    for (part, first) in [
        ("strength", "strength-what"),
        ("person", "person-name"),
        ("expertise", "expertise-kind"),
    ] {
        enter(&window, &format!("add-{part}")).await?;
        focus_is_on(&window, first).await?;
        enter(&window, &format!("done-{part}")).await?;
        // Nothing was put in: the line is gone, and what began it is there.
        focus_is_on(&window, &format!("add-{part}")).await?;
    }
    enter(&window, "add-person").await?;
    focus_is_on(&window, "person-name").await?;
    window.press("Ann Smith").await?;
    enter(&window, "done-person").await?;
    focus_is_on(&window, "edit-person").await?;
    enter(&window, "edit-person").await?;
    focus_is_on(&window, "person-name").await?;
    enter(&window, "done-person").await?;
    focus_is_on(&window, "edit-person").await?;
    enter(&window, "remove-person").await?;
    focus_is_on(&window, "undo").await?;
    enter(&window, "show-removed-person").await?;
    enter(&window, "restore-person").await?;
    focus_is_on(&window, "undo").await?;
    enter(&window, "undo").await?;
    focus_is_on(&window, "heading").await?;
    enter(&window, "redo").await?;
    focus_is_on(&window, "heading").await?;
    enter(&window, "undo-dismiss").await?;
    focus_is_on(&window, "heading").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_said_with_its_field() -> Outcome<()> {
    let stage = Stage::set("keys-wrong")?;
    let window = stage.window("device", TABLET).await?;
    window.screen("first-run").await?;
    window.click("door-start").await?;
    window.screen("start-team").await?;
    window.click("start-team").await?;
    window.see("field-error").await?;
    said_with_fields(&window).await?;
    window.click("back").await?;
    begin(&window).await?;
    window.click("add-action").await?;
    window
        .write_and_leave("action-by-when", "when the rent comes")
        .await?;
    window.see("field-error").await?;
    said_with_fields(&window).await?;
    window.click("open-households").await?;
    window.screen("households").await?;
    window.click("add-household").await?;
    window.click("save-household").await?;
    window.see("field-error").await?;
    said_with_fields(&window).await?;
    window.close().await
}

/// Every field that is marked as wrong is described by the sentence that says so, and every id in a
/// description is there.
async fn said_with_fields(window: &Window) -> Outcome<()> {
    let script = "
        const fields = [...document.querySelectorAll('[aria-describedby]')];
        const missing = fields.flatMap(e => e.getAttribute('aria-describedby').split(' ')
            .filter(id => id && !document.getElementById(id)).map(id => `no ${id}`));
        const wrong = [...document.querySelectorAll('[aria-invalid=true]')];
        const unsaid = wrong.filter(e => {
            const error = e.closest('.field')?.querySelector('[data-test=field-error]');
            const ids = (e.getAttribute('aria-describedby') ?? '').split(' ');
            const said = ids.map(id => document.getElementById(id)?.innerText ?? '').join(' ');
            return !error || !said.includes(error.innerText);
        }).map(e => `${e.dataset.test} does not say what is wrong`);
        return wrong.length === 0 ? ['no field is wrong'] : missing.concat(unsaid);";
    let found = window.run(script, Vec::new()).await?;
    ensure(found == serde_json::json!([]), || found.to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_box_for_going_places_goes_with_the_lock() -> Outcome<()> {
    let stage = Stage::set("keys-palette")?;
    let window = stage.window("device", TABLET).await?;
    begin(&window).await?;
    window.press_with_control('k').await?;
    window.write("palette-search", "Amber").await?;
    let row = At::test("palette-row").attr("data-what", "household");
    window.see(&row).await?;
    let later = "const now = Date.now.bind(Date); Date.now = () => now() + 3600000;";
    window.run(later, Vec::new()).await?;
    window
        .see(At::test("screen").attr("data-screen", "unlock"))
        .await?;
    window.see_gone("palette").await?;
    window.picture("locked").await?;
    team::unlock(&window, NADIA).await?;
    window.see_gone("palette").await?;
    window.close().await
}
