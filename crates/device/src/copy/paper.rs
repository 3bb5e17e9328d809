//! How a household reads: what matters and strengths first, then who does what, then the rest.

use std::collections::BTreeMap;

use doorstep_model::Date;
use doorstep_model::call::{CopyChoices, CopyWords};
use doorstep_model::field::{Part, Record};
use doorstep_model::household::Household;
use doorstep_paper::{Block, Pair, Paper};
use serde::Serialize;

use super::ToCopy;
use super::read::{Read, fields_of};

/// What things are called, in the reader's language.
pub(crate) struct Words<'a>(pub(crate) &'a CopyWords);

impl Words<'_> {
    /// A sentence; its own name if it was not brought along.
    pub(super) fn say(&self, name: &str) -> String {
        self.maybe(name).unwrap_or_else(|| name.to_owned())
    }

    pub(super) fn field(&self, part: Part, field: &str) -> Option<String> {
        self.maybe(&format!("field:{part:?}.{field}"))
    }

    pub(super) fn choice(&self, part: Part, field: &str, word: &str) -> Option<String> {
        self.maybe(&format!("choice:{part:?}.{field}.{word}"))
    }

    pub(super) fn is_money(&self, part: Part, field: &str) -> bool {
        self.0.contains_key(&format!("money:{part:?}.{field}"))
    }

    pub(crate) fn day(&self, date: Date) -> String {
        let months = self.maybe("day-months").unwrap_or_default();
        let at = usize::from(date.month).saturating_sub(1);
        match months.split_whitespace().nth(at) {
            Some(month) => format!("{} {month} {}", date.day, date.year),
            None => date.to_string(),
        }
    }

    fn maybe(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }
}

/// A household from which everything chosen was left out, as a paper. Removed lines are not read.
pub(crate) fn compose(
    copy: &ToCopy,
    choices: &CopyChoices,
    words: &Words<'_>,
    names: &BTreeMap<String, String>,
) -> Paper {
    let household = &copy.household;
    let mut blocks = Vec::new();
    blocks.extend(made_up(copy.practice, words));
    if let Some(person) = &choices.for_person {
        let whose = names.get(person.as_str()).cloned().unwrap_or_default();
        blocks.push(Block::Paragraph {
            text: format!("{} {whose}", words.say("copy-made-for")),
        });
    }
    let mut about = fields_of(&household.about, words, names);
    // The page has it as its title.
    let _title = take_out(&mut about, "name");
    push_about(&mut blocks, about);
    push_texts(&mut blocks, household, words, names, 1);
    for joined in &copy.joined {
        blocks.push(Block::Heading {
            level: 1,
            text: words.say("copy-joined"),
        });
        push_about(&mut blocks, fields_of(&joined.about, words, names));
        push_texts(&mut blocks, joined, words, names, 2);
    }
    let mut lines = Lines {
        blocks: &mut blocks,
        words,
        names,
    };
    lines.push(&household.strengths);
    lines.push(&household.actions);
    lines.push(&household.people);
    lines.push(&household.worries);
    lines.push(&household.demands);
    lines.push(&household.visits);
    lines.push(&household.expertise);
    lines.push(&household.services);
    lines.push(&household.obstacles);
    lines.push(&household.sharing);
    blocks.push(Block::Small {
        text: words.say("copy-not-in-it"),
    });
    Paper {
        language: words.say("copy-language"),
        title: household.about.name.value.clone().unwrap_or_default(),
        foot: match copy.practice {
            true => format!(
                "{} · {}",
                words.say("copy-foot"),
                words.say("copy-practice")
            ),
            false => words.say("copy-foot"),
        },
        missing_letters: words.say("copy-missing-letters"),
        blocks,
        ..Paper::default()
    }
}

/// That everybody in it is made up, where that is so.
pub(super) fn made_up(practice: bool, words: &Words<'_>) -> Option<Block> {
    practice.then(|| Block::Paragraph {
        text: words.say("copy-practice"),
    })
}

fn push_about(blocks: &mut Vec<Block>, about: Vec<Read>) {
    let pairs = pairs_of(about);
    if !pairs.is_empty() {
        blocks.push(Block::Pairs(pairs));
    }
}

fn push_texts(
    blocks: &mut Vec<Block>,
    household: &Household,
    words: &Words<'_>,
    names: &BTreeMap<String, String>,
    level: u8,
) {
    for text in fields_of(&household.what_matters, words, names) {
        blocks.push(Block::Heading {
            level,
            text: text.label,
        });
        blocks.push(own_words(text.text));
    }
}

/// What is needed to write the lines of one part after the other.
struct Lines<'a, 'b> {
    blocks: &'a mut Vec<Block>,
    words: &'a Words<'b>,
    names: &'a BTreeMap<String, String>,
}

impl Lines<'_, '_> {
    /// A heading, and a block a line: what it is about, then its other fields.
    fn push<R: Record + Serialize>(&mut self, lines: &[R]) {
        let part = R::SCHEMA.part;
        let mut lines = lines.iter().filter(|line| !line.is_removed()).peekable();
        if lines.peek().is_none() {
            return;
        }
        self.blocks.push(Block::Heading {
            level: 1,
            text: self.words.say(&format!("part:{part:?}")),
        });
        for line in lines {
            let mut fields = fields_of(line, self.words, self.names);
            match take_out(&mut fields, headline_of(part)) {
                Some(headline) if is_own_words(part) => self.blocks.push(own_words(headline)),
                Some(headline) => self.blocks.push(Block::Heading {
                    level: 2,
                    text: headline,
                }),
                // A line without what it is about still begins somewhere.
                None => self.blocks.push(Block::Heading {
                    level: 2,
                    text: self.words.say(&format!("one:{part:?}")),
                }),
            }
            let pairs = pairs_of(fields);
            if !pairs.is_empty() {
                self.blocks.push(Block::Pairs(pairs));
            }
        }
    }
}

fn own_words(text: String) -> Block {
    Block::OwnWords {
        text,
        by: String::new(),
        language: None,
    }
}

/// The field that says what a line is about.
fn headline_of(part: Part) -> &'static str {
    match part {
        Part::People => "name",
        Part::Demands => "exact_words",
        Part::Visits => "date",
        Part::Expertise => "what_for",
        Part::Services => "note",
        Part::Sharing => "with_whom",
        _ => "what",
    }
}

/// Whether that field holds people's own words.
fn is_own_words(part: Part) -> bool {
    matches!(
        part,
        Part::Demands | Part::Strengths | Part::Worries | Part::Actions
    )
}

fn take_out(fields: &mut Vec<Read>, name: &str) -> Option<String> {
    let at = fields.iter().position(|field| field.name == name)?;
    Some(fields.remove(at).text)
}

fn pairs_of(fields: Vec<Read>) -> Vec<Pair> {
    fields
        .into_iter()
        .map(|field| Pair {
            name: field.label,
            text: field.text,
        })
        .collect()
}
