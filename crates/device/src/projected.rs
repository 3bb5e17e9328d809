//! From a document to its projections.

use doorstep_model::field::Part;
use doorstep_model::household::{
    About, Action, Attachment, Demand, Expertise, Obstacle, Person, Plan, Service, Sharing,
    Strength, Visit, WhatMatters, Worry,
};
use doorstep_model::id::{DocKey, ItemId};
use doorstep_replica::Document;
use doorstep_replica::document::{Kind, Touched};
use doorstep_wire::id::DocId;
use rusqlite::Transaction;

use crate::store::StoreFault;
use crate::store::project::{self, Line};

/// Writes all projections of a document anew.
pub(crate) fn project_whole(
    tx: &Transaction<'_>,
    id: DocId,
    document: &Document,
) -> Result<(), StoreFault> {
    let key = DocKey::from(id.0);
    match document.kind() {
        Kind::Household => document
            .household(key)
            .map_or(Ok(()), |view| project::household(tx, id, &view)),
        Kind::Team => document
            .team(key)
            .map_or(Ok(()), |view| project::team(tx, id, &view)),
        Kind::SafetyNote => document
            .safety_note(key)
            .map_or(Ok(()), |view| project::safety_note(tx, id, &view.note)),
    }
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
