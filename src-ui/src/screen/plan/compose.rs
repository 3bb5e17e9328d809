//! The family's page, in words: what matters, strengths, who does what by when, then what else they
//! chose. Its own words are in the language of the page.

use doorstep_model::Date;
use doorstep_model::field::Part;
use doorstep_model::paper::{Block, Item, Paper, PrintSize};

use super::lines::{Group, TEXTS, has_line, has_text};
use crate::day;
use crate::record::{Line, View};
use crate::say::Language;

/// Composes the page out of what the record says.
pub(super) fn compose(
    view: &View,
    members: &[(String, String)],
    language: Language,
    today: Date,
    practice: bool,
) -> Paper {
    let plan = view.line(Part::Plan, None);
    let name = view.line(Part::About, None).map(|about| about.text("name"));
    let page = Page {
        view,
        members,
        plan,
        language,
        today,
    };
    let mut blocks = Vec::new();
    page.push_texts(&mut blocks);
    for group in Group::ALL {
        page.push_group(group, &mut blocks);
    }
    let own = plan
        .map(|plan| plan.text("in_our_words"))
        .unwrap_or_default();
    if !own.trim().is_empty() {
        blocks.push(heading(language.say("plan-head-own")));
        blocks.push(own_words(own, String::new()));
    }
    let foot = language.with("plan-foot", [("day", page.day(today).into())]);
    let large = plan.is_some_and(|plan| plan.flag("large_print"));
    Paper {
        language: language.tag().to_owned(),
        title: language.with("plan-title", [("name", name.unwrap_or_default().into())]),
        size: if large {
            PrintSize::Large
        } else {
            PrintSize::Normal
        },
        foot: match practice {
            true => format!("{foot} · {}", language.say("copy-practice")),
            false => foot,
        },
        missing_letters: language.say("paper-missing-letters"),
        blocks,
    }
}

struct Page<'a> {
    view: &'a View,
    members: &'a [(String, String)],
    plan: Option<&'a Line>,
    language: Language,
    today: Date,
}

impl Page<'_> {
    fn push_texts(&self, blocks: &mut Vec<Block>) {
        let Some(matters) = self.view.line(Part::WhatMatters, None) else {
            return;
        };
        for field in TEXTS {
            let text = matters.text(field);
            if has_text(self.plan, field) && !text.trim().is_empty() {
                let name = format!("plan-head-{}", field.replace('_', "-"));
                blocks.push(heading(self.language.say(&name)));
                blocks.push(own_words(text, String::new()));
            }
        }
    }

    fn push_group(&self, group: Group, blocks: &mut Vec<Block>) {
        let lines: Vec<Line> = group
            .lines(self.view, self.today)
            .into_iter()
            .filter(|line| {
                let id = line.id.as_ref();
                id.is_some_and(|id| has_line(self.plan, group, id))
            })
            .collect();
        if lines.is_empty() {
            return;
        }
        let head = format!("plan-head-{}", group.word());
        blocks.push(heading(self.language.say(&head)));
        match group {
            Group::Strengths | Group::Worries => {
                blocks.extend(
                    lines
                        .iter()
                        .map(|line| own_words(line.text("what"), self.said_by(line))),
                );
            }
            _ => {
                let items = lines.iter().map(|line| self.item(group, line)).collect();
                blocks.push(Block::List(items));
            }
        }
    }

    fn item(&self, group: Group, line: &Line) -> Item {
        let text = match group {
            Group::Visits => line
                .date("date")
                .map(|date| self.day(date))
                .unwrap_or_default(),
            _ => line.text(group.main_field()),
        };
        let note = match group {
            Group::Actions => {
                let by = line.date("by_when").map(|date| {
                    self.language
                        .with("plan-by-day", [("day", self.day(date).into())])
                });
                joined([self.who(line), by.unwrap_or_default()])
            }
            Group::Ended => joined([
                self.who(line),
                self.choice("ended", &line.text("ended")),
                line.text("can_do_now"),
            ]),
            Group::Visits => line.text("time"),
            _ => line.text("relation"),
        };
        Item { text, note }
    }

    /// Who does it, by name if there is one.
    fn who(&self, line: &Line) -> String {
        let person = line.text("person");
        let of_household = self.view.part(Part::People).iter();
        let person = of_household
            .filter(|each| each.id.as_ref().is_some_and(|id| id.as_str() == person))
            .map(|each| each.text("name"))
            .next();
        let member = line.text("member");
        let member = self.members.iter().find(|(id, _)| *id == member);
        let member = member.map(|(_, name)| name.clone()).unwrap_or_default();
        let names = [line.text("who"), person.unwrap_or_default(), member];
        let name = names.into_iter().find(|name| !name.trim().is_empty());
        name.unwrap_or_else(|| self.choice("done-by", &line.text("done_by")))
    }

    fn said_by(&self, line: &Line) -> String {
        match line.text("said_by") {
            who if who.trim().is_empty() => String::new(),
            who => self.language.with("plan-said-by", [("who", who.into())]),
        }
    }

    fn choice(&self, group: &str, word: &str) -> String {
        if word.is_empty() {
            return String::new();
        }
        self.language.say(&format!("choice-{group}-{word}"))
    }

    fn day(&self, date: Date) -> String {
        day::show(date, self.today, &self.language.day_words())
    }
}

fn joined<const N: usize>(texts: [String; N]) -> String {
    let said: Vec<String> = texts
        .into_iter()
        .filter(|text| !text.trim().is_empty())
        .collect();
    said.join(", ")
}

fn heading(text: String) -> Block {
    Block::Heading { level: 1, text }
}

fn own_words(text: String, by: String) -> Block {
    Block::OwnWords {
        text,
        by,
        language: None,
    }
}
