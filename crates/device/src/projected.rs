//! From a document to its projections.

use doorstep_model::field::Part;
use doorstep_model::household::{
    About, Action, Attachment, Demand, Expertise, Household, Obstacle, Person, Plan, Service,
    Sharing, Strength, Visit, WhatMatters, Worry,
};
use doorstep_model::id::{DocKey, ItemId};
use doorstep_model::safety_note::SafetyNote;
use doorstep_model::team::Team;
use doorstep_replica::Document;
use doorstep_replica::document::{Kind, Touched};
use doorstep_wire::id::DocId;
use rusqlite::Transaction;

use crate::store::StoreFault;
use crate::store::project::{self, Line, Words};

/// A whole document as its projections are written from it.
pub(crate) enum View {
    Household(Box<Household>),
    Team(Box<Team>),
    SafetyNote(Box<SafetyNote>),
}

impl View {
    /// Reads it out of the document; `None` if it is not one of its kind.
    pub(crate) fn of(id: DocId, document: &Document) -> Option<Self> {
        let key = DocKey::from(id.0);
        match document.kind() {
            Kind::Household => document.household(key).map(Box::new).map(Self::Household),
            Kind::Team => document.team(key).map(Box::new).map(Self::Team),
            Kind::SafetyNote => {
                let view = document.safety_note(key)?;
                Some(Self::SafetyNote(Box::new(view.note)))
            }
        }
    }

    /// Writes all projections anew but for what search has to learn, which is added to `words`: of
    /// several documents it is written at once.
    pub(crate) fn project_but_words(
        &self,
        tx: &Transaction<'_>,
        id: DocId,
        words: &mut Words,
    ) -> Result<(), StoreFault> {
        match self {
            Self::Household(view) => project::household(tx, id, view, words),
            Self::Team(view) => project::team(tx, id, view),
            Self::SafetyNote(note) => project::safety_note(tx, id, note),
        }
    }
}

/// Writes all projections of a document anew.
pub(crate) fn project_whole(
    tx: &Transaction<'_>,
    id: DocId,
    document: &Document,
) -> Result<(), StoreFault> {
    let mut words = Words::default();
    if let Some(view) = View::of(id, document) {
        view.project_but_words(tx, id, &mut words)?;
    }
    words.write(tx)
}

/// Of a document that can't be read the rows stay as they are; search gets the names in them.
pub(crate) fn project_unreadable(tx: &Transaction<'_>, id: DocId) -> Result<(), StoreFault> {
    project::names_of_rows(tx, id)
}

/// Writes the projections of the lines that an edit touched. Where one only typed a text that
/// nothing but search reads, all there is to write is that it waits for search.
pub(crate) fn project_touched(
    tx: &Transaction<'_>,
    id: DocId,
    document: &Document,
    touched: &[Touched],
) -> Result<(), StoreFault> {
    if document.kind() != Kind::Household {
        return project_whole(tx, id, document);
    }
    for Touched {
        part,
        item,
        texts_only,
    } in touched
    {
        if *texts_only && project::only_search_reads_texts(*part) {
            project::words_wait(tx, id, *part, item.as_ref())?;
            continue;
        }
        with_line(document, *part, item.as_ref(), |line| {
            project::line(tx, id, line)
        })?;
    }
    Ok(())
}

/// Gives search the words of one line.
pub(crate) fn project_words(
    tx: &Transaction<'_>,
    id: DocId,
    document: &Document,
    part: Part,
    item: Option<&ItemId>,
) -> Result<(), StoreFault> {
    with_line(document, part, item, |line| project::words(tx, id, line))
}

/// One line of a household's document, if it is there.
fn with_line(
    document: &Document,
    part: Part,
    item: Option<&ItemId>,
    with: impl FnOnce(Line<'_>) -> Result<(), StoreFault>,
) -> Result<(), StoreFault> {
    macro_rules! line {
        ($($part:ident => $record:ident,)*) => {
            match part {
                $(Part::$part => match document.record::<$record>(item) {
                    Some(record) => with(Line::$record(&record)),
                    None => Ok(()),
                },)*
                _ => Ok(()),
            }
        };
    }
    line! {
        About => About,
        WhatMatters => WhatMatters,
        People => Person,
        Demands => Demand,
        Visits => Visit,
        Strengths => Strength,
        Worries => Worry,
        Actions => Action,
        Expertise => Expertise,
        Services => Service,
        Obstacles => Obstacle,
        Sharing => Sharing,
        Attachments => Attachment,
        Plan => Plan,
    }
}

#[cfg(test)]
mod tests;
