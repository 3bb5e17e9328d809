//! Licences, duplicates and sources of everything that Doorstep is built from, by cargo-deny.

use std::time::Duration;

use crate::failure::Failure;
use crate::program::Program;
use crate::step::{note, step};
use crate::tool::Tool;
use crate::workspace;

const DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
    takes: "two minutes",
};
/// The database of advisories is small; where its host can't be reached this is what is lost.
const DATABASE_LIMIT: Duration = Duration::from_secs(60);

/// Checks `deny.toml`. Known vulnerabilities are looked up where their database can be reached.
pub(crate) fn check() -> Result<(), Failure> {
    step("Licences and sources", || {
        let program = DENY.find_or_install()?;
        let deny = || Program::new(&program).folder(workspace::root());
        deny()
            .args(["--log-level", "error", "check", "--hide-inclusion-graph"])
            .args(["licenses", "bans", "sources"])
            .run()?;
        deny()
            .args(["--log-level", "error", "--manifest-path", "fuzz/Cargo.toml"])
            .args(["check", "--hide-inclusion-graph"])
            // It is built from less than the rest.
            .args(["--allow", "license-not-encountered"])
            .args(["--allow", "license-exception-not-encountered"])
            .args(["licenses", "bans", "sources"])
            .run()?;
        if deny()
            .args(["fetch", "db"])
            .within(DATABASE_LIMIT)
            .succeeds()
        {
            deny()
                .args(["check", "--disable-fetch", "advisories"])
                .run()
        } else {
            note("SKIPPED: known vulnerabilities. Their database can't be reached from here; run");
            note("`cargo xtask deny` where it can.");
            Ok(())
        }
    })
}
