//! How people write in a household's record, as they do it on their screens.

use crate::window::PATIENCE;
use crate::{At, Failed, Outcome, Window};

/// A visit as somebody records it.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    /// Their own notes.
    pub notes: &'static str,
    /// Each in the household's words, with who said it.
    pub strengths: &'static [(&'static str, &'static str)],
    /// What was agreed, with by whom: a word of the model.
    pub actions: &'static [(&'static str, &'static str)],
}

/// Adds a household by its name; its page is open afterwards. Gives its id.
pub async fn add_household(window: &Window, name: &str) -> Outcome<String> {
    window.click("open-households").await?;
    window.screen("households").await?;
    window.click("add-household").await?;
    window.write("household-name", name).await?;
    window.click("save-household").await?;
    window.screen("household").await?;
    window.see(At::test("heading").containing(name)).await?;
    window.click("open-households").await?;
    let row = window
        .see(At::test("household-row").containing(name))
        .await?;
    let id = row.attr("data-household").to_owned();
    open_household(window, &id).await?;
    Ok(id)
}

/// Goes to a household's page, from anywhere.
pub async fn open_household(window: &Window, id: &str) -> Outcome<()> {
    window.click("open-households").await?;
    window.screen("households").await?;
    window
        .click(At::test("household-row").attr("data-household", id))
        .await?;
    window.screen("household").await?;
    window.see("matters-to-us").await.map(drop)
}

/// Does what stands behind "More" on a household's page.
pub async fn more(window: &Window, act: &str) -> Outcome<()> {
    window.click("household-more").await?;
    window.click(act).await
}

/// Writes a field of the lines under the household's name.
pub async fn set_about(window: &Window, field: &str, value: &str) -> Outcome<()> {
    more(window, "edit-about").await?;
    window.write_and_leave(field, value).await?;
    saved(window).await?;
    window.click("done-about").await
}

/// Waits until everything that was typed is said to be on the disk.
pub async fn saved(window: &Window) -> Outcome<()> {
    window
        .see(At::test("saved-line").attr("data-state", "saved"))
        .await
        .map(drop)
}

/// Records a visit from beginning to end, beginning at a household's page and ending there.
/// `at_the_end` sees the visit before it is left.
pub async fn record_visit(
    window: &Window,
    visit: &Visit,
    at_the_end: impl AsyncFnOnce() -> Outcome<()>,
) -> Outcome<()> {
    window.click("record-visit").await?;
    window.screen("visit").await?;
    window.write("visit-notes", visit.notes).await?;
    for (what, said_by) in visit.strengths {
        window.click("add-strength").await?;
        window.write("strength-what", *what).await?;
        window.write_and_leave("strength-said-by", said_by).await?;
        window.click("done-strength").await?;
        window
            .see(At::test("strength-row").containing(what))
            .await?;
    }
    for (what, done_by) in visit.actions {
        window.click("add-action").await?;
        window.write("action-what", *what).await?;
        window.choose("action-done-by", done_by).await?;
        window.click("done-action").await?;
        window.see(At::test("action-row").containing(what)).await?;
    }
    saved(window).await?;
    at_the_end().await?;
    window.click("visit-done").await?;
    window.screen("household").await?;
    shows_visit(window, visit).await
}

/// Waits until a household's page shows a visit, with what came up in it and what was agreed.
pub async fn shows_visit(window: &Window, visit: &Visit) -> Outcome<()> {
    let mut row = At::test("visit-row").containing(visit.notes);
    window.see(&row).await?;
    for (what, _) in visit.strengths.iter().chain(visit.actions) {
        row = row.containing(what);
        window.see(&row).await?;
    }
    for (what, said_by) in visit.strengths {
        window
            .see(
                At::test("strength-row")
                    .containing(what)
                    .containing(said_by),
            )
            .await?;
    }
    for (what, _) in visit.actions {
        window.see(At::test("action-row").containing(what)).await?;
    }
    Ok(())
}

/// Waits until a text of a household's page is exactly this.
pub async fn shows_text(window: &Window, field: &str, text: &str) -> Outcome<()> {
    shows(window, field, &format!("{text:?}"), |words| words == text).await
}

/// Waits until a text of a household's page begins with this.
pub async fn shows_at_least(window: &Window, field: &str, text: &str) -> Outcome<()> {
    let wanted = format!("something that begins with {text:?}");
    shows(window, field, &wanted, |words| words.starts_with(text)).await
}

async fn shows(
    window: &Window,
    field: &str,
    wanted: &str,
    is_it: impl Fn(&str) -> bool,
) -> Outcome<()> {
    let look = async || {
        let seen = window.look(field).await?;
        Ok(seen.iter().any(|seen| is_it(&seen.words)).then_some(()))
    };
    let waited = window
        .wait(&format!("{field} to be {wanted}"), PATIENCE, look)
        .await;
    match waited {
        Err(Failed::Waited { .. }) => {
            let seen = window.look(field).await?;
            let has: Vec<&str> = seen.iter().map(|seen| seen.words.as_str()).collect();
            let name = window.name();
            Err(Failed::Wrong(format!(
                "{name}: {field} has {has:?}, not {wanted}"
            )))
        }
        other => other,
    }
}
