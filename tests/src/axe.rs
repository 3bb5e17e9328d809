//! What axe-core finds on a screen: rules of WCAG 2.2 A and AA that it breaks.

use std::path::Path;

use serde_json::{Value, json};

use crate::failed::ensure;
use crate::window::PATIENCE;
use crate::{Failed, Outcome, Window};

/// axe-core, where `cargo xtask setup` could fetch it.
pub struct Axe {
    script: String,
}

impl Axe {
    /// Reads it; `None`, and a plain sentence on the output, if it is not there.
    #[expect(clippy::print_stdout, reason = "a skipped test says so")]
    pub fn find() -> Outcome<Option<Self>> {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("axe/node_modules/axe-core/axe.min.js");
        if !file.exists() {
            println!(
                "  SKIPPED: axe is not there, so no screen is looked at for accessibility. Install \
                 npm and run `cargo xtask setup`."
            );
            return Ok(None);
        }
        let script = std::fs::read_to_string(&file).map_err(Failed::io(file.display()))?;
        Ok(Some(Self { script }))
    }

    /// What the screen breaks: each rule with the first places.
    pub async fn look(&self, window: &Window) -> Outcome<Vec<String>> {
        let there = window.run("return typeof window.axe", Vec::new()).await?;
        if there != json!("object") {
            // Run in the page's own world, past its policy, as the driver's scripts are.
            window.run(&self.script, Vec::new()).await?;
        }
        let begin = "
            window.doorstepAxe = null;
            const options = {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
                resultTypes: ['violations'],
                preload: false,
            };
            window.axe.run(document, options).then(
                found => { window.doorstepAxe = found.violations.map(rule => rule.id + ': '
                    + rule.help + ' at ' + rule.nodes.slice(0, 3).map(node => node.html.slice(0, 160)
                        + ' {' + (node.any[0] || node.all[0] || node.none[0] || {}).message + '}').join(' | ')); },
                wrong => { window.doorstepAxe = ['axe failed: ' + wrong]; });";
        window.run(begin, Vec::new()).await?;
        let found = window
            .wait("axe to have looked", PATIENCE, async || {
                match window.run("return window.doorstepAxe", Vec::new()).await? {
                    Value::Null => Ok(None),
                    found => Ok(Some(found)),
                }
            })
            .await?;
        let found = found.as_array().cloned().unwrap_or_default();
        let rules = found.iter().filter_map(Value::as_str);
        Ok(rules.map(str::to_owned).collect())
    }
}

/// Nothing on the screen as it is keeps anybody out; says so where axe is not there to look.
pub async fn lets_all_in(window: &Window) -> Outcome<()> {
    let Some(axe) = Axe::find()? else {
        return Ok(());
    };
    let found = axe.look(window).await?;
    ensure(found.is_empty(), || found.join("\n"))
}
