//! Every sentence on the screens, by its name, through Fluent. Other languages come in beside
//! English, one folder each.

use std::cell::RefCell;

use doorstep_model::{Problem, ProblemCode};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::day::DayWords;

mod language;

pub(crate) use language::Language;

const ENGLISH: &[&str] = &[
    include_str!("../locales/en/shell.ftl"),
    include_str!("../locales/en/begin.ftl"),
    include_str!("../locales/en/household.ftl"),
    include_str!("../locales/en/fields.ftl"),
    include_str!("../locales/en/team.ftl"),
    include_str!("../locales/en/import.ftl"),
    include_str!("../locales/en/record.ftl"),
    include_str!("../locales/en/paper.ftl"),
    include_str!("../locales/en/problems.ftl"),
    include_str!("../locales/en/learning.ftl"),
    include_str!("../locales/en/photos.ftl"),
    include_str!("../locales/en/history.ftl"),
    include_str!("../locales/en/joined.ftl"),
];

thread_local! {
    static SAID: RefCell<FluentBundle<FluentResource>> = RefCell::new(bundle("en-GB", ENGLISH));
}

fn bundle(tag: &str, sources: &[&'static str]) -> FluentBundle<FluentResource> {
    // A test sees to it that these can be read.
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![language]);
    bundle.set_use_isolating(false);
    for source in sources {
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        // A name that stands twice keeps its first sentence; a test sees to it that none does.
        let _ = bundle.add_resource(resource);
    }
    bundle
}

/// A sentence without gaps.
pub(crate) fn say(name: &str) -> String {
    with(name, [])
}

/// A sentence with something put into it.
pub(crate) fn with<const N: usize>(name: &str, gaps: [(&str, FluentValue<'_>); N]) -> String {
    find(name, gaps).unwrap_or_else(|| name.into())
}

/// A sentence if there is one of this name.
pub(crate) fn maybe(name: &str) -> Option<String> {
    find(name, [])
}

fn find<const N: usize>(name: &str, gaps: [(&str, FluentValue<'_>); N]) -> Option<String> {
    SAID.with_borrow(|bundle| format(bundle, name, gaps))
}

fn format<const N: usize>(
    bundle: &FluentBundle<FluentResource>,
    name: &str,
    gaps: [(&str, FluentValue<'_>); N],
) -> Option<String> {
    let pattern = bundle.get_message(name)?.value()?;
    let mut arguments = FluentArgs::new();
    for (gap, value) in gaps {
        arguments.set(gap.to_owned(), value);
    }
    let mut wrong = Vec::new();
    let said = bundle.format_pattern(pattern, Some(&arguments), &mut wrong);
    Some(said.into_owned())
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
    day_words_by(say)
}

fn day_words_by(say: impl Fn(&str) -> String) -> DayWords {
    let list = |name: &str| {
        say(name)
            .split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    DayWords {
        months: list("day-months"),
        weekdays: list("day-weekdays"),
        today: list("day-word-today"),
        tomorrow: list("day-word-tomorrow"),
        yesterday: list("day-word-yesterday"),
        next: list("day-word-next"),
        last: list("day-word-last"),
        ahead: list("day-word-ahead"),
        ago: list("day-word-ago"),
        days: list("day-unit-days"),
        weeks: list("day-unit-weeks"),
        months_unit: list("day-unit-months"),
        one: list("day-word-one"),
        filler: list("day-word-filler"),
    }
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
