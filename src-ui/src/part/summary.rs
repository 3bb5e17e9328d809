//! A line of a record in a few words, and the names behind the ids that it holds.

use doorstep_model::field::Part;
use doorstep_model::household::DemandClass;
use leptos::prelude::*;

use super::brought::brought;
use super::cost::comes_to;
use crate::form::{self, Control, Pick};
use crate::record::{Line, Record};
use crate::say::{self, say};
use crate::{clock, money};

/// A line as its row shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    /// What the row is about.
    pub(crate) words: String,
    /// They are people's own words.
    pub(crate) own: bool,
    /// Who, when, whose.
    pub(crate) notes: Vec<String>,
    /// What kind it is, where that tells one line from another at a glance.
    pub(crate) label: String,
    /// What has a line of its own below.
    pub(crate) below: Vec<String>,
}

/// Everything there is to pick from: ids and what they are called.
pub(crate) fn pickable(record: Record, pick: Pick) -> Vec<(String, String)> {
    let of_household = |part: Part, name: &dyn Fn(&Line) -> String| {
        record.view.with(|view| {
            let Some(view) = view else {
                return Vec::new();
            };
            let lines = view.part(part).iter().filter(|line| line.removed.is_none());
            lines
                .filter_map(|line| Some((line.id.as_ref()?.to_string(), name(line))))
                .collect()
        })
    };
    let of_team = |part: Part| {
        record.app.team.with(|_| ());
        record.app.team_record().view.with(|view| {
            let Some(view) = view else {
                return Vec::new();
            };
            let lines = view.part(part).iter().filter(|line| line.removed.is_none());
            lines
                .filter_map(|line| Some((line.id.as_ref()?.to_string(), line.text("name"))))
                .collect()
        })
    };
    let dated = |line: &Line, text: String| match line.date("date") {
        Some(date) if text.is_empty() => clock::show(date),
        Some(date) => format!("{}: {text}", clock::show(date)),
        None => text,
    };
    match pick {
        Pick::Member => of_team(Part::Members),
        Pick::Agency => of_team(Part::Agencies),
        Pick::FailureCause => of_team(Part::FailureCauses),
        Pick::ObstacleKind => of_team(Part::ObstacleKinds),
        Pick::Person => of_household(Part::People, &|line| line.text("name")),
        Pick::Visit => of_household(Part::Visits, &|line| dated(line, String::new())),
        Pick::Demand => of_household(Part::Demands, &|line| {
            let words: String = line.text("exact_words").chars().take(40).collect();
            dated(line, words)
        }),
    }
}

/// What a picked id is called; empty if it is not known here.
pub(crate) fn picked(record: Record, pick: Pick, id: &str) -> String {
    if id.is_empty() {
        return String::new();
    }
    let of = |options: Vec<(String, String)>| {
        let mut options = options.into_iter();
        options
            .find(|(option, _)| option == id)
            .map(|(_, name)| name)
    };
    let found = of(pickable(record, pick));
    match pick {
        // Whoever was there, or promised something, in the team that had it before.
        Pick::Member => found.or_else(|| of(brought(record))),
        _ => found,
    }
    .unwrap_or_default()
}

/// A field as it reads, whatever its kind.
pub(crate) fn read_field(record: Record, part: Part, line: &Line, name: &str) -> String {
    let text = line.text(name);
    if text.is_empty() {
        return text;
    }
    match form::of(part).input(name).map(|input| input.control) {
        Some(Control::Day(_)) => line.date(name).map(clock::show_near).unwrap_or(text),
        Some(Control::Choice { group, .. }) => {
            say::maybe(&format!("choice-{group}-{text}")).unwrap_or(text)
        }
        Some(Control::Pick(pick)) => picked(record, pick, &text),
        Some(Control::Pence) => text.parse().map(money::show).unwrap_or(text),
        _ => text,
    }
}

/// The line in a few words.
pub(crate) fn summary(record: Record, part: Part, line: &Line) -> Summary {
    let read = |name: &str| read_field(record, part, line, name);
    let (main, own, notes): (String, bool, Vec<String>) = match part {
        Part::People => (
            read("name"),
            false,
            vec![
                read("relation"),
                best_way(line),
                read("contact"),
                read("preferred_language"),
                born(line),
            ],
        ),
        Part::Demands => (
            read("exact_words"),
            true,
            vec![
                read("date"),
                read("who_asked"),
                read("door"),
                line.date("sorted_on").map(sorted).unwrap_or_default(),
            ],
        ),
        Part::Visits => (read("notes"), false, vec![read("place"), read("others")]),
        Part::Strengths | Part::Worries => {
            let person = read("person");
            let whose = if person.is_empty() {
                read("whose")
            } else {
                person
            };
            (read("what"), true, vec![whose, said_by(line)])
        }
        Part::Actions => {
            let name = [read("who"), read("person"), read("member")];
            let name = name.into_iter().find(|name| !name.is_empty());
            (
                read("what"),
                false,
                vec![
                    name.unwrap_or_else(|| read("done_by")),
                    by_when(line),
                    read("ended"),
                    read("ended_why"),
                ],
            )
        }
        Part::Expertise => (
            read("what_for"),
            false,
            vec![read("who"), read("agency"), read("date")],
        ),
        Part::Services => (
            first_of(&[read("note"), read("agency"), read("kind")]),
            false,
            vec![
                read("agency"),
                span(&read("from"), &read("until")),
                comes_to(line).unwrap_or_default(),
                read("sureness"),
            ],
        ),
        Part::Obstacles => (
            read("what"),
            false,
            vec![
                read("date"),
                line.date("cleared_on").map(cleared).unwrap_or_default(),
            ],
        ),
        Part::Sharing => (
            first_of(&[read("what"), read("with_whom")]),
            false,
            vec![
                read("with_whom"),
                read("why"),
                read("basis"),
                read("condition"),
                read("date"),
            ],
        ),
        Part::UnitCosts => (
            read("what"),
            false,
            vec![
                read("agency"),
                read("kind"),
                read("cost_pence"),
                read("source"),
                read("year"),
            ],
        ),
        Part::Members => (read("name"), false, vec![read("role"), read("agency")]),
        _ => (read("name"), false, vec![read("contact"), read("agency")]),
    };
    let notes = notes
        .into_iter()
        .filter(|note| !note.is_empty() && *note != main)
        .collect();
    let label = match part {
        Part::Expertise | Part::Services | Part::Obstacles => read("kind"),
        Part::Demands => read("class"),
        _ => String::new(),
    };
    let below = match part {
        Part::People => agreement(&read, line),
        Part::Actions => vec![can_do_now(line)],
        Part::Demands => asked_before(&read, line),
        _ => Vec::new(),
    };
    Summary {
        label: if label == main { String::new() } else { label },
        words: main,
        own,
        notes,
        below: below.into_iter().filter(|text| !text.is_empty()).collect(),
    }
}

/// Their own agreement to being supported, at a glance: how it stands, when, with whom, in what words.
fn agreement(read: &impl Fn(&str) -> String, line: &Line) -> Vec<String> {
    let stands = read("agreement");
    if stands.is_empty() {
        return vec![say("agreement-not-asked")];
    }
    let with = match line.text("agreement_with") {
        who if who.is_empty() => who,
        who => say::with("agreement-said-to", [("who", who.into())]),
    };
    let said = [stands, read("agreement_on"), with];
    let said = said.into_iter().filter(|text| !text.is_empty());
    let words = match line.text("agreement_words") {
        words if words.trim().is_empty() => String::new(),
        words => say::with(
            "in-their-words",
            [("words", words.trim().to_owned().into())],
        ),
    };
    vec![said.collect::<Vec<_>>().join(" · "), words]
}

fn can_do_now(line: &Line) -> String {
    match line.text("can_do_now") {
        words if words.trim().is_empty() => String::new(),
        words => say::with("can-do-now", [("words", words.trim().to_owned().into())]),
    }
}

fn asked_before(read: &impl Fn(&str) -> String, line: &Line) -> Vec<String> {
    let repeats = match read("repeats") {
        earlier if earlier.is_empty() => earlier,
        earlier => say::with("asked-before", [("earlier", earlier.into())]),
    };
    let cause = match read("failure_cause") {
        cause if cause.is_empty() || line.text("class") != DemandClass::Failure.word() => {
            String::new()
        }
        cause => cause,
    };
    vec![cause, repeats]
}

fn best_way(line: &Line) -> String {
    match line.text("preferred_contact") {
        way if way.is_empty() => way,
        way => say::with("best-way", [("way", way.into())]),
    }
}

fn first_of(texts: &[String]) -> String {
    let found = texts.iter().find(|text| !text.is_empty());
    found.cloned().unwrap_or_default()
}

fn span(from: &str, until: &str) -> String {
    if until.is_empty() {
        from.into()
    } else {
        format!("{from} – {until}")
    }
}

fn born(line: &Line) -> String {
    match line.text("birth_year") {
        year if year.is_empty() => year,
        year => say::with("born", [("year", year.into())]),
    }
}

fn said_by(line: &Line) -> String {
    match line.text("said_by") {
        who if who.is_empty() => who,
        who => say::with("said-by", [("who", who.into())]),
    }
}

fn by_when(line: &Line) -> String {
    match line.date("by_when") {
        Some(date) if line.text("ended").is_empty() => {
            say::with("by-day", [("day", clock::show_near(date).into())])
        }
        _ => String::new(),
    }
}

fn sorted(date: doorstep_model::Date) -> String {
    say::with("sorted-on", [("day", clock::show(date).into())])
}

fn cleared(date: doorstep_model::Date) -> String {
    say::with("cleared-on", [("day", clock::show(date).into())])
}

/// The words for an empty line.
pub(crate) fn nothing_written() -> String {
    say("nothing-written")
}
