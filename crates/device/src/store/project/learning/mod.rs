//! What a household's lines count for in learning. A line writes only its own facts, and only if
//! they changed: notes, strengths and words of people touch nothing here. What hangs on the whole
//! household (stories of demand, services before and since the first visit) is made anew from the
//! lines kept for it, when one of them changes.

mod fact;
mod frame;
mod lines;
mod schema;
mod whole;

use std::collections::BTreeSet;

use doorstep_model::date::Date;
use doorstep_model::household::Household;
use doorstep_model::team::Team;
use rusqlite::{OptionalExtension, Transaction, params};

pub(crate) use fact::Measure;
pub(crate) use schema::CREATE_LEARNING;

use self::frame::Together;
use self::lines::{
    action_fact, demand_fact, expertise_fact, item, obstacle_fact, put_facts, put_words,
};
use self::whole::{put_demand, put_service, settle_services, settle_stories};
use super::Line;
use crate::store::StoreFault;

/// What is to be made anew when all lines are written.
#[derive(Debug, Default)]
pub(super) struct Anew {
    visits: bool,
    demands: bool,
    services: bool,
}

/// Looks, before a line is written to the other projections, whether it is a visit that may change
/// which visit was the first.
pub(super) fn before(
    tx: &Transaction<'_>,
    number: i64,
    line: Line<'_>,
) -> Result<Anew, StoreFault> {
    let Line::Visit(visit) = line else {
        return Ok(Anew::default());
    };
    let kept: Option<Option<String>> = tx
        .prepare_cached(
            "SELECT date FROM visit WHERE household_no = ?1 AND item = ?2 AND done = 1",
        )?
        .query_row(params![number, item(visit)], |row| row.get(0))
        .optional()?;
    let took_place = visit.removed.is_none() && visit.done.value == Some(true);
    let new = visit.date.value.filter(|_| took_place);
    Ok(Anew {
        visits: kept.flatten() != new.map(|date: Date| date.to_string()),
        ..Anew::default()
    })
}

/// Writes what one line counts for, after it was written to the other projections.
pub(super) fn line(
    tx: &Transaction<'_>,
    number: i64,
    line: Line<'_>,
    mut anew: Anew,
) -> Result<(), StoreFault> {
    put(tx, number, line, &mut anew)?;
    settle(tx, number, &anew)
}

/// Writes what a whole household counts for, and takes away what is not among its lines.
pub(super) fn household(
    tx: &Transaction<'_>,
    number: i64,
    view: &Household,
    lines: &[Line<'_>],
) -> Result<(), StoreFault> {
    let mut anew = Anew {
        visits: true,
        demands: true,
        services: true,
    };
    keep_only(tx, number, view)?;
    for line in lines {
        put(tx, number, *line, &mut anew)?;
    }
    settle(tx, number, &anew)
}

/// Writes the names of the lists that the team edits; those that were removed still name what was
/// counted under them.
pub(super) fn team(tx: &Transaction<'_>, view: &Team) -> Result<(), StoreFault> {
    tx.execute_batch("DELETE FROM learning_name")?;
    let causes = view.failure_causes.iter().map(|one| (&one.id, &one.name));
    let kinds = view.obstacle_kinds.iter().map(|one| (&one.id, &one.name));
    let mut insert =
        tx.prepare_cached("INSERT OR REPLACE INTO learning_name (item, name) VALUES (?1, ?2)")?;
    for (id, name) in causes.chain(kinds) {
        let id = id.as_ref().map(|id| id.as_str()).unwrap_or_default();
        insert.execute([id, name.value.as_deref().unwrap_or_default()])?;
    }
    Ok(())
}

fn put(
    tx: &Transaction<'_>,
    number: i64,
    line: Line<'_>,
    anew: &mut Anew,
) -> Result<(), StoreFault> {
    match line {
        Line::About(about) => {
            let before = frame::get(tx, number)?;
            let after = frame::with_about(tx, before, about)?;
            if after != before {
                frame::keep(tx, number, after)?;
                anew.services |= after.closed != before.closed;
            }
            Ok(())
        }
        Line::Demand(demand) => {
            anew.demands |= put_demand(tx, number, demand)?;
            put_facts(tx, number, demand, Measure::Demand, demand_fact)
        }
        Line::Action(action) => {
            put_words(tx, number, action)?;
            put_facts(tx, number, action, Measure::Action, action_fact)
        }
        Line::Expertise(expertise) => {
            put_facts(tx, number, expertise, Measure::Expertise, expertise_fact)
        }
        Line::Obstacle(obstacle) => {
            put_facts(tx, number, obstacle, Measure::Obstacle, obstacle_fact)
        }
        Line::Service(service) => {
            anew.services |= put_service(tx, number, service)?;
            Ok(())
        }
        _ => Ok(()),
    }
}

fn settle(tx: &Transaction<'_>, number: i64, anew: &Anew) -> Result<(), StoreFault> {
    let mut services = anew.services;
    if anew.visits {
        let before = frame::get(tx, number)?;
        let first_visit = frame::first_visit(tx, number)?;
        if first_visit != before.first_visit {
            frame::keep(
                tx,
                number,
                frame::Frame {
                    first_visit,
                    ..before
                },
            )?;
            services = true;
        }
    }
    if !anew.demands && !services {
        return Ok(());
    }
    let together = Together::with(tx, number)?;
    if anew.demands {
        settle_stories(tx, &together)?;
    }
    if services {
        settle_services(tx, &together)?;
    }
    Ok(())
}

/// Makes anew what hangs on a whole household, after it was joined with others or separated.
pub(super) fn together(tx: &Transaction<'_>, number: i64) -> Result<(), StoreFault> {
    let together = Together::with(tx, number)?;
    frame::put_in_place(tx, &together)?;
    settle_stories(tx, &together)?;
    settle_services(tx, &together)
}

/// Takes away what belongs to lines that the household does not have.
fn keep_only(tx: &Transaction<'_>, number: i64, view: &Household) -> Result<(), StoreFault> {
    let mut items: BTreeSet<&str> = BTreeSet::from([""]);
    items.extend(view.demands.iter().map(item));
    items.extend(view.actions.iter().map(item));
    items.extend(view.expertise.iter().map(item));
    items.extend(view.services.iter().map(item));
    items.extend(view.obstacles.iter().map(item));
    for table in [
        "learning_fact",
        "learning_demand",
        "learning_service",
        "learning_words",
    ] {
        let kept: Vec<String> = tx
            .prepare_cached(&format!(
                "SELECT DISTINCT item FROM {table} WHERE household_no = ?1"
            ))?
            .query_map([number], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for gone in kept.iter().filter(|item| !items.contains(item.as_str())) {
            tx.prepare_cached(&format!(
                "DELETE FROM {table} WHERE household_no = ?1 AND item = ?2"
            ))?
            .execute(params![number, gone])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use doorstep_model::edit::{Edit, ItemRef};
    use doorstep_model::field::Part;
    use doorstep_model::household::{Action, DoneBy, Strength, Visit};
    use doorstep_model::id::Heads;
    use doorstep_model::{ItemId, UnixMillis};
    use doorstep_replica::Document;
    use doorstep_replica::document::Kind;
    use doorstep_wire::id::{DeviceId, DocId};
    use rusqlite::Connection;

    use super::*;
    use crate::random;
    use crate::store::project;
    use crate::store::schema::migrate;

    const DOC: DocId = DocId([7; 16]);

    fn add(part: Part, item: &ItemId) -> Edit {
        Edit::Add {
            line: ItemRef {
                part,
                item: item.clone(),
            },
            fields: Vec::new(),
        }
    }

    /// From now on nothing may write to what is learned.
    fn close_tables(conn: &Connection) {
        for table in ["household", "demand", "service", "words", "fact", "tally"] {
            for write in ["INSERT", "UPDATE", "DELETE"] {
                conn.execute_batch(&format!(
                    "CREATE TEMP TRIGGER no_{write}_{table} BEFORE {write} ON learning_{table}
                     BEGIN SELECT RAISE(ABORT, 'touched'); END"
                ))
                .unwrap();
            }
        }
    }

    #[test]
    fn a_note_typed_into_a_visit_touches_nothing_that_is_learned() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let (visit, strength, action) = (
            ItemId::from([1; 16]),
            ItemId::from([2; 16]),
            ItemId::from([3; 16]),
        );
        let now = UnixMillis(1_800_000_000_000);
        let mut rng = random::system();
        let (mut document, _) =
            Document::create(Kind::Household, DeviceId([9; 16]), now, &mut rng).unwrap();
        let day = Date::parse("2026-11-20");
        let edits = [
            add(Part::Visits, &visit),
            Visit::date.of(&visit).set(day),
            Visit::done.of(&visit).set(Some(true)),
            add(Part::Strengths, &strength),
            add(Part::Actions, &action),
        ];
        document.edit(&edits, now, &mut rng).unwrap();
        let view = document
            .household(doorstep_model::DocKey::from(DOC.0))
            .unwrap();
        let tx = conn.transaction().unwrap();
        project::household(&tx, DOC, &view, &mut project::Words::default()).unwrap();
        tx.commit().unwrap();
        close_tables(&conn);

        let base = Heads::default();
        let edits = [
            Visit::notes
                .of(&visit)
                .write(&base, "He showed us the workbench."),
            Strength::what
                .of(&strength)
                .write(&base, "Mends anything with a plug"),
            Action::what.of(&action).write(&base, "Ring the café"),
            Action::done_by.of(&action).set(Some(DoneBy::Worker)),
        ];
        document.edit(&edits, now, &mut rng).unwrap();
        let typed: Visit = document.record(Some(&visit)).unwrap();
        let noticed: Strength = document.record(Some(&strength)).unwrap();
        let agreed: Action = document.record(Some(&action)).unwrap();
        assert_eq!(typed.notes.0, "He showed us the workbench.");
        let tx = conn.transaction().unwrap();
        project::line(&tx, DOC, Line::Visit(&typed)).unwrap();
        project::line(&tx, DOC, Line::Strength(&noticed)).unwrap();
        // That the test can fail: who does something is counted.
        assert!(project::line(&tx, DOC, Line::Action(&agreed)).is_err());
    }
}
