//! What somebody did, in plain words.

use doorstep_model::field::{Part, Value};
use doorstep_model::history::{Happened, Moment, Piece};
use doorstep_model::household::About;
use doorstep_model::id::ItemId;
use leptos::prelude::*;

use super::both_changed::read_value;
use super::summary::{picked, summary};
use crate::form::{self, Pick};
use crate::record::{Record, View};
use crate::say::{self, say};
use crate::{clock, undo};

/// A day that no form has.
const DAY_ALONE: (Part, &str) = (Part::About, About::moved_on.name);

/// A moment as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    /// "Sam added a strength".
    pub(crate) sentence: String,
    /// Which line it was about, if the sentence does not say.
    pub(crate) of: String,
    /// People's words that came with it.
    pub(crate) words: String,
    /// What came and went in a text.
    pub(crate) pieces: Vec<Piece>,
}

/// Tells a moment; `names` are those of the devices in the reply that it came with.
pub(crate) fn told(record: Record, moment: &Moment, who: &str) -> Told {
    let thing = say(&format!("thing-{}", word_of(moment.part)));
    let field = moment.what.field().map(|field| label(moment.part, field));
    let field = field.unwrap_or_default();
    let sentence = say::with(
        match (&moment.what, moment.part) {
            (
                Happened::Set {
                    field,
                    after: Some(_),
                    ..
                },
                Part::Demands,
            ) if field == "sorted_on" => "told-sorted",
            (what, _) => name_of(what),
        },
        [
            ("who", who.to_owned().into()),
            ("thing", thing.clone().into()),
            ("field", field.into()),
        ],
    );
    let sentence = if moment.undid {
        say::with("told-undid", [("said", sentence.into())])
    } else {
        sentence
    };
    let read = |field: &str, value: Option<&Value>| value_of(record, moment.part, field, value);
    let (words, pieces) = match &moment.what {
        Happened::Added { words, .. } => (words.clone(), Vec::new()),
        Happened::Set {
            field,
            before,
            after,
        } => (
            changed(before, after.as_ref(), |value| read(field, value)),
            Vec::new(),
        ),
        Happened::Included { field, value } | Happened::Excluded { field, value } => {
            (in_set(record, field, value), Vec::new())
        }
        Happened::Wrote { pieces, .. } => (String::new(), pieces.clone()),
        Happened::Began | Happened::Removed | Happened::Restored | Happened::BothAgain { .. } => {
            (String::new(), Vec::new())
        }
    };
    let of = match (&moment.what, &moment.item) {
        (Happened::Added { .. }, _) | (_, None) => String::new(),
        (_, Some(item)) => match line_name(record, moment.part, item) {
            name if name.is_empty() => String::new(),
            name => say::with("told-of", [("thing", thing.into()), ("name", name.into())]),
        },
    };
    Told {
        sentence,
        of,
        words,
        pieces,
    }
}

/// The name behind a stamp: "You" for oneself.
pub(crate) fn who(record: Record, moment: &Moment, name: Option<&String>) -> String {
    let me = record.app.open_untracked().map(|open| open.device);
    if me.as_ref() == Some(&moment.stamp.by) {
        return say("you");
    }
    name.cloned().unwrap_or_else(|| say("somebody"))
}

fn name_of(what: &Happened) -> &'static str {
    match what {
        Happened::Began => "told-began",
        Happened::Added { planned: true, .. } => "told-planned",
        Happened::Added { .. } => "told-added",
        Happened::Removed => "told-removed",
        Happened::Restored => "told-restored",
        Happened::Set { before, after, .. } => match (before.len(), after) {
            (_, None) => "told-cleared",
            (0, Some(_)) => "told-set",
            (1, Some(_)) => "told-changed",
            (_, Some(_)) => "told-chose",
        },
        Happened::BothAgain { .. } => "told-both-again",
        Happened::Wrote { .. } => "told-wrote",
        Happened::Included { .. } => "told-included",
        Happened::Excluded { .. } => "told-excluded",
    }
}

/// A part in the names of sentences.
pub(crate) fn word_of(part: Part) -> &'static str {
    match (form::maybe(part), part) {
        (Some(form), _) => form.word,
        (None, Part::Attachments) => "attachment",
        (None, Part::Plan) => "plan",
        (None, _) => "line",
    }
}

fn label(part: Part, field: &str) -> String {
    let name = format!("field-{}-{}", word_of(part), field.replace('_', "-"));
    let told = format!("told-{name}");
    say::maybe(&told)
        .or_else(|| say::maybe(&name))
        .unwrap_or_else(|| match form::maybe(part) {
            Some(_) => undo::field_label(part, field),
            None => field.replace('_', " "),
        })
}

fn value_of(record: Record, part: Part, field: &str, value: Option<&Value>) -> String {
    let input = form::maybe(part).and_then(|form| form.input(field));
    match (input, value) {
        (Some(input), value) => untrack(|| read_value(record, input, value)),
        (None, Some(Value::Text(text))) if (part, field) == DAY_ALONE => {
            doorstep_model::Date::parse(text).map_or_else(|| text.clone(), clock::show)
        }
        (None, Some(Value::Text(text))) => text.clone(),
        (None, Some(Value::Flag(true))) => say("yes"),
        (None, Some(Value::Flag(false))) => say("no"),
        (None, Some(Value::Number(number))) => number.to_string(),
        (None, None) => String::new(),
    }
}

fn changed(
    before: &[Value],
    after: Option<&Value>,
    read: impl Fn(Option<&Value>) -> String,
) -> String {
    let was: Vec<String> = before.iter().map(|value| read(Some(value))).collect();
    let was = was.join(" / ");
    match (was.is_empty(), after) {
        (true, None) => String::new(),
        (true, Some(_)) => read(after),
        (false, None) => say::with("told-was", [("was", was.into())]),
        (false, Some(_)) => {
            let is = read(after);
            say::with("told-was-is", [("was", was.into()), ("is", is.into())])
        }
    }
}

fn in_set(record: Record, field: &str, value: &str) -> String {
    let pick = match field {
        "people" => Pick::Person,
        "members" => Pick::Member,
        _ => return value.into(),
    };
    match untrack(|| picked(record, pick, value)) {
        name if name.is_empty() => say("somebody"),
        name => name,
    }
}

/// What a line is about, shortly.
fn line_name(record: Record, part: Part, item: &ItemId) -> String {
    record.view.with(|view| {
        let line = view
            .as_ref()
            .and_then(|view: &std::sync::Arc<View>| view.line(part, Some(item)));
        let Some(line) = line else {
            return String::new();
        };
        let words = match (part, line.date("date")) {
            (Part::Visits, Some(date)) => clock::show(date),
            _ => untrack(|| summary(record, part, line).words),
        };
        match words.char_indices().nth(60) {
            Some((at, _)) => format!("{}…", words.get(..at).unwrap_or_default()),
            None => words,
        }
    })
}

/// What came and went in a text. Nobody needs to see colours for it.
#[component]
pub(crate) fn Pieces(pieces: Vec<Piece>) -> impl IntoView {
    view! {
        <p class="pieces" dir="auto">
            {pieces
                .into_iter()
                .map(|piece| match piece {
                    Piece::Kept(text) => view! { <span>{text}</span> }.into_any(),
                    Piece::Came(text) => {
                        view! {
                            <ins>
                                <span class="unseen">{say("told-came")}</span>
                                {text}
                            </ins>
                        }
                            .into_any()
                    }
                    Piece::Went(text) => {
                        view! {
                            <del>
                                <span class="unseen">{say("told-went")}</span>
                                {text}
                            </del>
                        }
                            .into_any()
                    }
                })
                .collect_view()}
        </p>
    }
}
