//! From rows of one household to the edits that make its document.

use doorstep_model::ItemId;
use doorstep_model::date::Date;
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{About, Person, WhatMatters};
use doorstep_model::id::Heads;

use super::entry::{Entry, PersonEntry, Worker};
use super::words::plain;

/// The edits of a new document. What a later row says of the household fills gaps; what differs
/// from the first is kept with the history, so that no word is lost. The same person in two rows
/// is one. `new_item` gives ids that were never used.
pub(super) fn edits(rows: &[Entry], mut new_item: impl FnMut() -> ItemId) -> Vec<Edit> {
    let mut gathered = Gathered::default();
    for row in rows {
        gathered.add(row);
    }
    let now = Heads::default();
    let mut edits = Vec::new();
    let singles = [
        (About::name, gathered.name),
        (About::address, gathered.address),
        (About::locality, gathered.locality),
    ];
    edits.extend(
        singles
            .into_iter()
            .filter(|(_, words)| !words.is_empty())
            .map(|(field, words)| field.only().set(Some(words))),
    );
    let fields = [About::named_worker, About::second_worker];
    let workers = gathered.workers.into_iter().zip(fields);
    edits.extend(workers.map(|(worker, field)| field.only().set(Some(worker.member))));
    edits.extend(
        gathered
            .first_met
            .map(|day| About::opened.only().set(Some(day))),
    );
    if !gathered.how_to_find.is_empty() {
        edits.push(About::how_to_find.only().write(&now, gathered.how_to_find));
    }
    edits.extend(
        gathered
            .languages
            .into_iter()
            .map(|language| Edit::Include {
                at: About::languages.only(),
                value: doorstep_model::field::Value::Text(language),
            }),
    );
    if !gathered.history.is_empty() {
        let history = gathered.history.join("\n");
        edits.push(WhatMatters::history.only().write(&now, history));
    }
    // Lines of one moment stand in the order of their ids: people stay in the order of the file.
    let mut items: Vec<ItemId> = gathered.people.iter().map(|_| new_item()).collect();
    items.sort();
    edits.extend(
        gathered
            .people
            .iter()
            .zip(items)
            .map(|(person, item)| add(person, item)),
    );
    edits
}

#[derive(Default)]
struct Gathered {
    name: String,
    address: String,
    locality: String,
    how_to_find: String,
    languages: Vec<String>,
    /// Those for whom there are fields: the first, and who stands in.
    workers: Vec<Worker>,
    first_met: Option<Date>,
    people: Vec<PersonEntry>,
    history: Vec<String>,
}

impl Gathered {
    fn add(&mut self, row: &Entry) {
        let Self { history, .. } = self;
        let mut keep = |words: &str| {
            if !words.is_empty() && !history.iter().any(|line| line == words) {
                history.push(words.to_owned());
            }
        };
        for (kept, words) in [
            (&mut self.name, &row.name),
            (&mut self.address, &row.address),
            (&mut self.locality, &row.locality),
            (&mut self.how_to_find, &row.how_to_find),
        ] {
            if kept.is_empty() {
                kept.clone_from(words);
            } else if plain(kept) != plain(words) {
                keep(words);
            }
        }
        match (self.first_met, row.first_met) {
            // They were met when the first of them was.
            (Some(first), Some(later)) => self.first_met = Some(first.min(later)),
            (first, later) => self.first_met = first.or(later),
        }
        for worker in &row.workers {
            let known = self.workers.iter().any(|one| one.member == worker.member);
            if !known && self.workers.len() < 2 {
                self.workers.push(worker.clone());
            } else if !known {
                keep(&worker.said);
            }
        }
        for language in &row.languages {
            if !self.languages.contains(language) {
                self.languages.push(language.clone());
            }
        }
        for words in &row.history {
            keep(words);
        }
        for person in &row.people {
            match self.people.iter_mut().find(|known| known.may_be(person)) {
                Some(known) => known.fill(person),
                None => self.people.push(person.clone()),
            }
        }
    }
}

impl PersonEntry {
    /// Of the same name, with nothing that says otherwise: a father and a son may share a name.
    fn may_be(&self, other: &Self) -> bool {
        let same = |one: &str, other: &str| {
            one.is_empty() || other.is_empty() || plain(one) == plain(other)
        };
        let years = [self.birth_year, other.birth_year];
        plain(&self.name) == plain(&other.name)
            && same(&self.relation, &other.relation)
            && same(&self.contact, &other.contact)
            && same(&self.language, &other.language)
            && (years.contains(&None) || self.birth_year == other.birth_year)
    }

    fn fill(&mut self, other: &Self) {
        for (kept, words) in [
            (&mut self.relation, &other.relation),
            (&mut self.contact, &other.contact),
            (&mut self.language, &other.language),
        ] {
            if kept.is_empty() {
                kept.clone_from(words);
            }
        }
        self.birth_year = self.birth_year.or(other.birth_year);
    }
}

fn add(person: &PersonEntry, item: ItemId) -> Edit {
    let mut fields = vec![Person::name.with(person.name.clone())];
    let words = [
        (Person::relation, &person.relation),
        (Person::contact, &person.contact),
        (Person::preferred_language, &person.language),
    ];
    fields.extend(
        words
            .into_iter()
            .filter(|(_, words)| !words.is_empty())
            .map(|(field, words)| field.with(words.clone())),
    );
    fields.extend(person.birth_year.map(|year| Person::birth_year.with(year)));
    Edit::Add {
        line: ItemRef {
            part: Part::People,
            item,
        },
        fields,
    }
}
