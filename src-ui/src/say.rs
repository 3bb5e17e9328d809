//! Every sentence on the screens, by its name, through Fluent; one folder of `locales` a language.

use std::cell::Cell;

use doorstep_model::{Problem, ProblemCode};
use fluent_bundle::FluentValue;

use crate::day::DayWords;

mod language;

pub(crate) use language::Language;

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

/// From here on sentences are in this language; what is on the screen already is not.
pub(crate) fn speak(language: Language) {
    SPOKEN.set(language);
}

/// The screens' language.
pub(crate) fn spoken() -> Language {
    SPOKEN.get()
}

/// A sentence without gaps.
pub(crate) fn say(name: &str) -> String {
    with(name, [])
}

/// A sentence with something put into it.
pub(crate) fn with<const N: usize>(name: &str, gaps: [(&str, FluentValue<'_>); N]) -> String {
    spoken().with(name, gaps)
}

/// A sentence if there is one of this name.
pub(crate) fn maybe(name: &str) -> Option<String> {
    spoken().maybe(name, [])
}

/// What happened and what to do about it.
pub(crate) fn problem(problem: &Problem) -> String {
    let detail = problem.detail.clone().unwrap_or_default();
    let name = format!("problem-{}", problem.code.word());
    let number: Option<f64> = detail.parse().ok();
    match number {
        Some(number) => with(&name, [("detail", number.into())]),
        None if detail.is_empty() && problem.code == ProblemCode::WaitBeforeRetry => {
            with(&name, [("detail", 1.into())])
        }
        None => with(&name, [("detail", detail.into())]),
    }
}

/// The words for days of the language.
pub(crate) fn day_words() -> DayWords {
    spoken().day_words()
}

/// The beginning of a text, at most so many characters, up to a whole word.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(most) else {
        return text.to_owned();
    };
    let cut = text.get(..end).unwrap_or_default();
    // What is one long word is cut where it must be.
    let whole = cut
        .rsplit_once(char::is_whitespace)
        .map_or(cut, |(whole, _)| whole);
    format!("{} …", whole.trim_end())
}

#[cfg(test)]
mod tests;
