//! What a journey is given: the programs, already built, and where its pictures go.

use std::path::{Path, PathBuf};

use crate::{Failed, Outcome};

/// The app.
pub fn app() -> Outcome<PathBuf> {
    named("DOORSTEP_APP")
}

/// The sync server.
pub fn server() -> Outcome<PathBuf> {
    named("DOORSTEP_SERVER")
}

/// The folder for pictures.
pub fn pictures() -> Outcome<PathBuf> {
    named("DOORSTEP_SCREENSHOTS")
}

fn named(variable: &'static str) -> Outcome<PathBuf> {
    std::env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
        .ok_or(Failed::NotGiven { variable })
}

/// The sentence that people read when something went wrong, by the problem's code; for those that
/// name no detail.
pub fn sentence(code: &str) -> Outcome<String> {
    text("problems", &format!("problem-{code}"))
}

/// What stands on a screen in English, by the file and the name that it has there; for what names no detail.
pub fn text(file: &str, name: &str) -> Outcome<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-ui/locales/en");
    let file = folder.join(file).with_extension("ftl");
    let messages = std::fs::read_to_string(&file).map_err(Failed::io(file.display()))?;
    messages
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "))
        .map(str::to_owned)
        .ok_or_else(|| Failed::Wrong(format!("there is no text {name}")))
}
