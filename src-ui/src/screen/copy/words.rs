//! What things are called in a copy that people read: the words of the forms, by field and answer,
//! so that a copy says what the screens say.

use doorstep_model::call::CopyWords;
use doorstep_model::field::Part;
use doorstep_model::household::{About, Visit};

use crate::form::{self, Control};
use crate::say::{self, say};
use crate::undo::field_label;

/// Sentences that are in every copy.
const SENTENCES: [&str; 12] = [
    "copy-made-for",
    "copy-joined",
    "copy-practice",
    "copy-not-in-it",
    "copy-foot",
    "copy-missing-letters",
    "copy-yes",
    "copy-no",
    "copy-unreadable",
    "copy-households-in-all",
    "day-months",
    "copy-visit-people",
];

/// Parts whose lines are in a copy.
const PARTS: [Part; 12] = [
    Part::About,
    Part::WhatMatters,
    Part::Strengths,
    Part::Actions,
    Part::People,
    Part::Worries,
    Part::Demands,
    Part::Visits,
    Part::Expertise,
    Part::Services,
    Part::Obstacles,
    Part::Sharing,
];

/// All of them.
pub(super) fn words() -> CopyWords {
    let mut words: CopyWords = SENTENCES
        .iter()
        .map(|name| ((*name).to_owned(), say(name)))
        .collect();
    words.insert("copy-language".to_owned(), say::spoken().tag().to_owned());
    for part in PARTS {
        let form = form::of(part);
        words.insert(
            format!("part:{part:?}"),
            say(&format!("part-{}", form.word)),
        );
        words.insert(
            format!("one:{part:?}"),
            say(&format!("part-one-{}", form.word)),
        );
        for input in form.inputs() {
            let at = format!("{part:?}.{}", input.name);
            words.insert(format!("field:{at}"), field_label(part, input.name));
            match input.control {
                Control::Choice { group, answers } => {
                    for word in answers() {
                        let said = say(&format!("choice-{group}-{word}"));
                        words.insert(format!("choice:{at}.{word}"), said);
                    }
                }
                Control::Pence => {
                    words.insert(format!("money:{at}"), String::new());
                }
                _ => {}
            }
        }
    }
    // Written by moving, without a form.
    for field in [
        About::moved_from.name,
        About::moving_to.name,
        About::moved_on.name,
    ] {
        let at = format!("field:{:?}.{field}", Part::About);
        words.insert(at, field_label(Part::About, field));
    }
    // Edited on the visit's own page, without a form.
    for field in [Visit::people, Visit::members] {
        let at = format!("field:{:?}.{}", field.part, field.name);
        words.insert(at, say("copy-visit-people"));
    }
    words
}
