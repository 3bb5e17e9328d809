//! Projections: what lists, the home screen and search read. They are written in the transaction
//! that keeps the change, line by line, and could all be made anew from the documents.

mod fold;
mod forget;
mod household;
pub(crate) mod index;
mod joined;
mod learning;
mod lines;
mod listed;
mod safety;
mod schema;

use doorstep_model::UnixMillis;
use doorstep_model::field::{Part, Record};
use doorstep_model::household::{
    About, Action, Attachment, Demand, Expertise, Household, Obstacle, Person, Plan, Service,
    Sharing, Strength, Visit, WhatMatters, Worry,
};
use doorstep_model::id::ItemId;
use doorstep_model::team::Team;
use doorstep_wire::id::DocId;
use rusqlite::{Transaction, params};

pub(crate) use fold::{fold, words_of};
pub(crate) use forget::{forget, forget_shared};
pub(crate) use index::Words;
pub(crate) use learning::{CREATE_LEARNING, Measure};
pub(crate) use lines::{part_of, part_word};
pub(crate) use safety::{CREATE_SAFETY_NOTE, household_of_note, safety_note, safety_notes_of};
pub(crate) use schema::*;

use super::StoreFault;
use super::table::{document, line_waiting, member_name, setting};
use crate::unlocked::LAST_SYNCED;

/// One line of a household, whatever it is.
#[derive(Clone, Copy)]
pub(crate) enum Line<'a> {
    About(&'a About),
    WhatMatters(&'a WhatMatters),
    Person(&'a Person),
    Demand(&'a Demand),
    Visit(&'a Visit),
    Strength(&'a Strength),
    Worry(&'a Worry),
    Action(&'a Action),
    Expertise(&'a Expertise),
    Service(&'a Service),
    Obstacle(&'a Obstacle),
    Sharing(&'a Sharing),
    Attachment(&'a Attachment),
    Plan(&'a Plan),
}

/// What every line has.
struct Common<'a> {
    part: Part,
    item: &'a str,
    removed: bool,
    both_changed: u32,
    texts: Vec<&'a str>,
}

impl<'a> Line<'a> {
    fn common(self) -> Common<'a> {
        fn of<R: Record>(record: &R) -> Common<'_> {
            Common {
                part: R::SCHEMA.part,
                item: record.id().map_or("", |id| id.as_str()),
                removed: record.is_removed(),
                both_changed: record.both_changed(),
                texts: record.texts(),
            }
        }
        match self {
            Line::About(record) => of(record),
            Line::WhatMatters(record) => of(record),
            Line::Person(record) => of(record),
            Line::Demand(record) => of(record),
            Line::Visit(record) => of(record),
            Line::Strength(record) => of(record),
            Line::Worry(record) => of(record),
            Line::Action(record) => of(record),
            Line::Expertise(record) => of(record),
            Line::Service(record) => of(record),
            Line::Obstacle(record) => of(record),
            Line::Sharing(record) => of(record),
            Line::Attachment(record) => of(record),
            Line::Plan(record) => of(record),
        }
    }
}

/// Writes what one line changes; the cost does not grow with the household or the caseload.
pub(crate) fn line(tx: &Transaction<'_>, doc: DocId, line: Line<'_>) -> Result<(), StoreFault> {
    let household_no = household::number(tx, doc)?;
    let mut words = Words::default();
    let anew = learning::before(tx, household_no, line)?;
    lines::write(tx, household_no, line, &mut words)?;
    household::summarise(tx, household_no, line)?;
    learning::line(tx, household_no, line, anew)?;
    words.write(tx)
}

/// Whether search alone reads the texts of this part's lines: no list shows them and nothing is
/// counted by them.
pub(crate) fn only_search_reads_texts(part: Part) -> bool {
    match part {
        Part::About
        | Part::WhatMatters
        | Part::People
        | Part::Visits
        | Part::Strengths
        | Part::Worries
        | Part::Sharing
        | Part::Attachments
        | Part::Brought
        | Part::Plan => true,
        // What is promised is on the home screen, what was asked for waits there, and words of the
        // others stand in what is learnt.
        _ => false,
    }
}

/// Search is to be given the words of one line.
pub(crate) fn words_wait(
    tx: &Transaction<'_>,
    doc: DocId,
    part: Part,
    item: Option<&ItemId>,
) -> Result<(), StoreFault> {
    let number = household::number(tx, doc)?;
    line_waiting::add(tx, number, part, item.map_or("", ItemId::as_str))
}

/// Gives search the names of a household whose document can't be read: its rows are all that is known.
pub(crate) fn names_of_rows(tx: &Transaction<'_>, doc: DocId) -> Result<(), StoreFault> {
    let mut words = Words::default();
    if let Some(number) = household::known_number(tx, doc)? {
        lines::write_names_of_rows(tx, number, &mut words)?;
    }
    words.write(tx)
}

/// Gives search the words of one line.
pub(crate) fn words(tx: &Transaction<'_>, doc: DocId, line: Line<'_>) -> Result<(), StoreFault> {
    let mut words = Words::default();
    lines::write_words(tx, household::number(tx, doc)?, line, &mut words)?;
    words.write(tx)
}

/// Writes a whole household anew; lines that are as they were cost a comparison. What search has to
/// learn is added to `words`.
pub(crate) fn household(
    tx: &Transaction<'_>,
    doc: DocId,
    view: &Household,
    words: &mut Words,
) -> Result<(), StoreFault> {
    let household_no = household::number(tx, doc)?;
    let mut all = vec![
        Line::About(&view.about),
        Line::WhatMatters(&view.what_matters),
        Line::Plan(&view.plan),
    ];
    all.extend(view.people.iter().map(Line::Person));
    all.extend(view.demands.iter().map(Line::Demand));
    all.extend(view.visits.iter().map(Line::Visit));
    all.extend(view.strengths.iter().map(Line::Strength));
    all.extend(view.worries.iter().map(Line::Worry));
    all.extend(view.actions.iter().map(Line::Action));
    all.extend(view.expertise.iter().map(Line::Expertise));
    all.extend(view.services.iter().map(Line::Service));
    all.extend(view.obstacles.iter().map(Line::Obstacle));
    all.extend(view.sharing.iter().map(Line::Sharing));
    all.extend(view.attachments.iter().map(Line::Attachment));
    lines::replace(tx, household_no, &all, words)?;
    household::summarise(tx, household_no, Line::About(&view.about))?;
    household::summarise_lines(tx, household_no)?;
    learning::household(tx, household_no, view, &all)
}

/// Writes the team's names.
pub(crate) fn team(tx: &Transaction<'_>, doc: DocId, view: &Team) -> Result<(), StoreFault> {
    // A second document that claims to be the team's renames nobody.
    if document::team(tx)? != Some(doc) {
        return Ok(());
    }
    learning::team(tx, view)?;
    let says = view.about.show_restricted.value == Some(true);
    setting::put(tx, setting::SHOW_RESTRICTED, if says { "1" } else { "0" })?;
    let name = view.about.name.value.as_deref().unwrap_or_default();
    let members = view
        .members
        .iter()
        .filter(|member| member.removed.is_none());
    let named = members.filter_map(|member| {
        let name = member.name.value.as_deref().unwrap_or_default();
        member
            .id
            .as_ref()
            .map(|id| (id, name, member.devices.as_slice()))
    });
    member_name::replace(tx, name, named)
}

/// Others' changes came, to a household or to a note about it. While a new device still reads everything for the first time, that is
/// no news.
pub(crate) fn arrived(tx: &Transaction<'_>, doc: DocId, now: UnixMillis) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "UPDATE household SET arrived_ms = ?2
         WHERE household_no = (
                 SELECT coalesce(shown_in, household_no) FROM household
                 WHERE household.doc_id = coalesce(
                     (SELECT household_doc_id FROM safety_note WHERE safety_note.doc_id = ?1), ?1))
             AND EXISTS (SELECT 1 FROM setting WHERE name = ?3)",
    )?
    .execute(params![doc.0, now.0, LAST_SYNCED])?;
    Ok(())
}

/// Words of a teammate have arrived in a line of it that was removed.
pub(crate) fn wrote_in_removed(
    tx: &Transaction<'_>,
    doc: DocId,
    now: UnixMillis,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "UPDATE household SET wrote_in_removed_ms = ?2
         WHERE household_no = (
             SELECT coalesce(shown_in, household_no) FROM household WHERE doc_id = ?1)",
    )?
    .execute(params![doc.0, now.0])?;
    Ok(())
}

/// Somebody looked at it.
pub(crate) fn seen(tx: &Transaction<'_>, doc: DocId, now: UnixMillis) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "WITH shown (number) AS (
             SELECT coalesce(shown_in, household_no) FROM household WHERE doc_id = ?1)
         UPDATE household SET seen_ms = ?2, arrived_ms = NULL, wrote_in_removed_ms = NULL
         WHERE household_no IN (
             SELECT number FROM shown UNION ALL
             SELECT household_no FROM household WHERE shown_in = (SELECT number FROM shown))",
    )?
    .execute(params![doc.0, now.0])?;
    Ok(())
}
