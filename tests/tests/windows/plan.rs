//! The page a family keeps, through a real window: lines are chosen, it is saved as a PDF, and
//! that they have it is noted and taken back.

use std::path::Path;
use std::process::Command;

use doorstep_tests::failed::{Failed, ensure};
use doorstep_tests::screen::{LAPTOP, TABLET};
use doorstep_tests::window::PATIENCE;
use doorstep_tests::{At, Outcome, Stage, record};

fn text_of(file: &Path) -> String {
    let output = Command::new("pdftotext")
        .args(["-enc", "UTF-8"])
        .arg(file)
        .arg("-")
        .output();
    let bytes = output.map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_family_gets_its_page() -> Outcome<()> {
    let stage = Stage::set("plan")?;
    // What is written lands beside the device's own folder (`Window::open`).
    let files = doorstep_tests::window::files_beside(&stage.folder("plan"));
    std::fs::create_dir_all(&files).map_err(Failed::io("a folder for files"))?;
    let window = stage.window("plan", LAPTOP).await?;
    window.click("door-practice").await?;
    window.screen("home").await?;
    window.click("open-households").await?;
    window.screen("households").await?;
    let row = window.see("household-row").await?;
    let id = row.attr("data-household").to_owned();
    record::open_household(&window, &id).await?;
    window
        .write("matters-to-us", "Bread that smells of home.")
        .await?;
    record::saved(&window).await?;

    window.click("open-plan").await?;
    window.screen("plan").await?;
    window
        .see(At::test("paper").containing("Bread that smells of home."))
        .await?;
    window
        .see(At::test("plan-pages").containing("one page"))
        .await?;
    window.picture("plan").await?;
    let lines = window.look("plan-line").await?;
    let first = lines.first().map(|line| line.attr("data-item").to_owned());
    let first = first.unwrap_or_default();
    let before = window.see("paper").await?.words;
    window
        .click(At::test("plan-line").attr("data-item", &first))
        .await?;
    let changed = window
        .wait("the page without the line", PATIENCE, async || {
            let now = window.see("paper").await?.words;
            Ok((now != before).then_some(now))
        })
        .await?;
    ensure(changed.len() < before.len(), || {
        format!("the page grew when a line was taken off: {changed}")
    })?;

    window.click("plan-save").await?;
    window.see("plan-handed").await?;
    let file = std::fs::read_dir(&files)
        .ok()
        .and_then(|mut files| files.find_map(|file| Some(file.ok()?.path())));
    let text = text_of(&file.unwrap_or_default());
    ensure(text.contains("Bread that smells of home."), || {
        format!("the file says {text:?}")
    })?;

    window.click("plan-note").await?;
    window
        .see(At::test("undo-line").containing("has it"))
        .await?;
    window.click("plan-large-print").await?;
    window.resize(TABLET).await?;
    window.see("paper").await?;
    window.picture("plan-large").await?;

    record::open_household(&window, &id).await?;
    window.click("fold-sharing").await?;
    window
        .see(At::test("sharing-row").containing("Our plan"))
        .await?;
    record::more(&window, "open-copy").await?;
    window.screen("copy").await?;
    window
        .see(At::test("paper").containing("Bread that smells of home."))
        .await?;
    window.picture("copy").await?;
    window.click("copy-kind-json").await?;
    window.click("copy-write").await?;
    window
        .see(At::test("copy-done").containing(".json"))
        .await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_that_were_just_typed_are_on_the_page_that_is_handed_over() -> Outcome<()> {
    const WORDS: &str = "A garden, and the bus to town.";
    let stage = Stage::set("plan-just-typed")?;
    let files = doorstep_tests::window::files_beside(&stage.folder("plan"));
    std::fs::create_dir_all(&files).map_err(Failed::io("a folder for files"))?;
    let window = stage.window("plan", LAPTOP).await?;
    window.click("door-practice").await?;
    window.screen("home").await?;
    window.click("open-households").await?;
    window.screen("households").await?;
    window.click("household-row").await?;
    window.screen("household").await?;
    window.click("open-plan").await?;
    window.screen("plan").await?;
    window.see("paper").await?;
    // The last key and the button come in one moment.
    let type_and_print = "const field = document.querySelector('[data-test=plan-in-our-words]');
        const type = words => {
            field.focus();
            field.value = words;
            field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        };
        window.printed = null;
        window.print = () => {
            window.printed = document.querySelector('[data-test=paper]').innerText;
        };
        type('First words.');
        document.querySelector('[data-test=plan-print]').click();
        window.type = type;";
    window.run(type_and_print, Vec::new()).await?;
    let printed = window
        .wait("the page to be printed", PATIENCE, async || {
            let printed = window.run("return window.printed", Vec::new()).await?;
            Ok(printed.as_str().map(str::to_owned))
        })
        .await?;
    ensure(printed.contains("First words."), || {
        format!("what is printed says {printed:?}")
    })?;
    let type_and_save = "window.type(arguments[0]);
        document.querySelector('[data-test=plan-save]').click();";
    window.run(type_and_save, vec![WORDS.into()]).await?;
    window
        .see(At::test("plan-handed").containing("Saved as"))
        .await?;
    let file = std::fs::read_dir(&files)
        .ok()
        .and_then(|mut files| files.find_map(|file| Some(file.ok()?.path())));
    let file = file.unwrap_or_default();
    let text = text_of(&file);
    ensure(text.contains(WORDS), || format!("the file says {text:?}"))?;
    window.close().await
}
