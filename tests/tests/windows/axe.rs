//! axe looks at every main screen of the practice team: on a tablet and on a phone, light and dark,
//! and with text of twice the size.

use doorstep_tests::axe::Axe;
use doorstep_tests::failed::ensure;
use doorstep_tests::screen::{Size, TABLET};
use doorstep_tests::{Outcome, Stage, Window, record};
use serde_json::json;

const PHONE: Size = Size {
    width: 360,
    height: 740,
};

/// Size of the window, theme, size of the text.
const WAYS: [(Size, &str, &str); 4] = [
    (TABLET, "light", "100"),
    (TABLET, "dark", "100"),
    (PHONE, "light", "100"),
    (PHONE, "dark", "200"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_main_screen_keeps_anybody_out() -> Outcome<()> {
    let Some(axe) = Axe::find()? else {
        return Ok(());
    };
    let stage = Stage::set("axe")?;
    let window = stage.window("device", TABLET).await?;
    window.screen("first-run").await?;
    window.click("door-practice").await?;
    window.screen("home").await?;
    let mut found = look(&axe, &window, "home").await?;

    window.click("open-households").await?;
    window.screen("households").await?;
    let first = window.see("household-row").await?;
    let household = first.attr("data-household").to_owned();
    found.extend(look(&axe, &window, "households").await?);
    record::open_household(&window, &household).await?;
    window.click("fold-safety").await?;
    window.click("add-safety").await?;
    window.write("new-safety-what", "Ring first.").await?;
    window.click("save-safety").await?;
    window.see("safety-note").await?;
    window.click("edit-strength").await?;
    found.extend(look(&axe, &window, "household").await?);
    window.click("record-visit").await?;
    window.screen("visit").await?;
    window.click("quick-action").await?;
    found.extend(look(&axe, &window, "visit").await?);
    window.click("open-home").await?;
    window.click("plan-visit").await?;
    window.screen("plan-visit").await?;
    window.click("choose-row").await?;
    window.screen("planning").await?;
    found.extend(look(&axe, &window, "planning").await?);
    window.click("open-home").await?;
    window
        .click(doorstep_tests::At::test("look-row").attr("data-why", "asked-for"))
        .await?;
    window.screen("asked-for").await?;
    window.click("asked-look").await?;
    window.see("demand-class").await?;
    found.extend(look(&axe, &window, "asked-for").await?);
    for place in ["team", "settings"] {
        window.click(format!("open-{place}").as_str()).await?;
        window.screen(place).await?;
        found.extend(look(&axe, &window, place).await?);
    }
    // One is in the settings now.
    window.click("open-licences").await?;
    window.screen("licences").await?;
    let row = |name| doorstep_tests::At::test("licence-row").attr("data-name", name);
    window.see(row("automerge")).await?;
    window.click(row("Doorstep")).await?;
    let texts = window.see_count("licence-text", 2).await?;
    ensure(
        texts[0].words.contains("Permission is hereby granted"),
        || format!("the licence says {:?}", texts[0].words),
    )?;
    found.extend(look(&axe, &window, "licences").await?);
    window.click("sync-chip").await?;
    window.screen("sync").await?;
    found.extend(look(&axe, &window, "sync").await?);
    ensure(found.is_empty(), || found.join("\n"))?;

    // The look is a look: what is put in wrong is found.
    let spoil = "const wrong = document.createElement('img');
        document.querySelector('main').append(wrong);";
    window.run(spoil, Vec::new()).await?;
    let spoilt = axe.look(&window).await?;
    ensure(
        spoilt.iter().any(|rule| rule.starts_with("image-alt")),
        || format!("axe does not see a picture without words: {spoilt:?}"),
    )?;
    window.close().await
}

async fn look(axe: &Axe, window: &Window, screen: &str) -> Outcome<Vec<String>> {
    let mut all = Vec::new();
    for (size, theme, text) in WAYS {
        if window
            .run("return [innerWidth, innerHeight]", Vec::new())
            .await?
            != json!([size.width, size.height])
        {
            window.resize(size).await?;
        }
        dress(window, theme, text).await?;
        window.snapshot(&format!("{screen}-{theme}-{text}")).await?;
        let found = axe.look(window).await?;
        let way = format!(
            "{screen}, {}x{}, {theme}, {text} %",
            size.width, size.height
        );
        all.extend(found.into_iter().map(|rule| format!("{way}: {rule}")));
    }
    window.resize(TABLET).await?;
    dress(window, "light", "100").await?;
    Ok(all)
}

/// As the settings would: without colours that are still on their way to others.
async fn dress(window: &Window, theme: &str, text: &str) -> Outcome<()> {
    let script = "document.documentElement.dataset.theme = arguments[0];
        document.documentElement.dataset.text = arguments[1];";
    window.run(script, vec![json!(theme), json!(text)]).await?;
    window.dressed().await
}
