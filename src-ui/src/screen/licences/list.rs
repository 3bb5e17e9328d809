//! The list of what Doorstep is built from. It lies beside the screens (`xtask/src/licences`) and is
//! fetched when somebody wants to see it: it is as large as the screens themselves.

use doorstep_model::{Problem, ProblemCode};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::timer;

const FILE: &str = "./licences.json";
/// On a busy machine a file is now and then not handed over at the first try.
const TRIES: u32 = 3;
const PAUSE_MILLIS: i32 = 500;

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Licences {
    pub(super) ours: Vec<Entry>,
    pub(super) typefaces: Vec<Entry>,
    pub(super) packages: Vec<Entry>,
    /// Each text once.
    texts: Vec<String>,
}

/// Something with a licence.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Entry {
    pub(super) name: String,
    /// May be empty.
    pub(super) version: String,
    /// An expression such as `MIT OR Apache-2.0`.
    pub(super) licence: String,
    /// An address where it can be had; may be empty.
    pub(super) source: String,
    texts: Vec<usize>,
}

impl Licences {
    /// The texts that hold for an entry.
    pub(super) fn texts_of(&self, entry: &Entry) -> Vec<String> {
        let places = entry.texts.iter();
        places
            .filter_map(|place| self.texts.get(*place).cloned())
            .collect()
    }
}

/// Fetches it.
pub(super) async fn fetch() -> Result<Licences, Problem> {
    let mut left = TRIES;
    loop {
        left -= 1;
        match fetch_once().await {
            Err(_) if left > 0 => timer::sleep(PAUSE_MILLIS).await,
            fetched => return fetched,
        }
    }
}

async fn fetch_once() -> Result<Licences, Problem> {
    let window = web_sys::window().ok_or_else(|| unexpected("no window"))?;
    let reply = JsFuture::from(window.fetch_with_str(FILE)).await;
    let reply: Response = reply.and_then(JsCast::dyn_into).map_err(refused)?;
    if !reply.ok() {
        return Err(unexpected(&format!("{FILE}: {}", reply.status())));
    }
    let text = JsFuture::from(reply.text().map_err(refused)?).await;
    let text = text.map_err(refused)?.as_string().unwrap_or_default();
    read(&text)
}

fn read(text: &str) -> Result<Licences, Problem> {
    serde_json::from_str(text).map_err(|error| unexpected(&error.to_string()))
}

fn refused(error: JsValue) -> Problem {
    let says = error.dyn_into::<js_sys::Error>();
    let says = says.map(|error| String::from(error.message()));
    unexpected(&says.unwrap_or_else(|_| FILE.to_owned()))
}

fn unexpected(what: &str) -> Problem {
    Problem::with(ProblemCode::Unexpected, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_its_own_texts() {
        let licences = read(
            r#"{"ours":[],"typefaces":[],"packages":[{"name":"a","version":"1.0.0",
            "licence":"MIT","source":"","texts":[2,0]}],"texts":["zero","one","two"]}"#,
        );
        let licences = licences.unwrap();
        let texts = licences.texts_of(&licences.packages[0]);
        assert_eq!(texts, ["two", "zero"]);
    }

    #[test]
    fn half_a_list_is_none() {
        for text in ["", "{}", r#"{"ours":[],"typefaces":[],"packages":[]}"#] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }
}
