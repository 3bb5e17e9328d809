//! What hangs on a whole household: stories of demand, and services around the first visit. Both
//! are made anew from the lines kept for it.

use doorstep_model::household::{Demand, Service};
use rusqlite::{Transaction, params};

use super::fact::{self, Fact, Measure, Of};
use super::frame::Together;
use super::lines::{day, item};
use crate::learning::calendar::{day_at, day_of, month_of};
use crate::learning::spread::{Span, known_months};
use crate::learning::story::{Asked, stories};
use crate::store::StoreFault;

/// Keeps what stories need of a demand; answers whether that changed.
pub(super) fn put_demand(
    tx: &Transaction<'_>,
    number: i64,
    demand: &Demand,
) -> Result<bool, StoreFault> {
    if demand.removed.is_some() {
        let removed = tx
            .prepare_cached("DELETE FROM learning_demand WHERE household_no = ?1 AND item = ?2")?
            .execute(params![number, item(demand)])?;
        return Ok(removed > 0);
    }
    let repeats = demand.repeats.value.as_ref();
    let written = tx
        .prepare_cached(
            "INSERT INTO learning_demand (household_no, item, day, repeats, sorted)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE
             SET day = excluded.day, repeats = excluded.repeats, sorted = excluded.sorted
             WHERE day <> excluded.day OR repeats <> excluded.repeats
                 OR sorted IS NOT excluded.sorted",
        )?
        .execute(params![
            number,
            item(demand),
            day(demand.date.value, &demand.added),
            repeats.map_or("", |repeats| repeats.as_str()),
            demand.sorted_on.value.map(day_of)
        ])?;
    Ok(written > 0)
}

/// Writes the stories of households that are one.
pub(super) fn settle_stories(tx: &Transaction<'_>, together: &Together) -> Result<(), StoreFault> {
    let mut demands: Vec<Asked> = Vec::new();
    let mut of_one = tx.prepare_cached(
        "SELECT item, day, repeats, sorted FROM learning_demand WHERE household_no = ?1",
    )?;
    for number in &together.all {
        let rows = of_one.query_map([number], |row| {
            Ok(Asked {
                item: row.get(0)?,
                day: row.get(1)?,
                repeats: row.get(2)?,
                sorted: row.get(3)?,
            })
        })?;
        for demand in rows {
            demands.push(demand?);
        }
    }
    let ended = stories(&demands);
    let place = together.frame(tx)?.place;
    for measure in [Measure::Story, Measure::Sorted] {
        let facts: Vec<Fact> = ended
            .iter()
            .map(|story| {
                let (at, order) = match measure {
                    Measure::Story => (story.sorted, story.least.as_str()),
                    _ => (month_of(story.sorted), ""),
                };
                Fact {
                    amount: i64::from(story.days),
                    ..Fact::once(at, order)
                }
            })
            .collect();
        put(tx, together, measure, place, &facts)?;
    }
    Ok(())
}

/// Facts of households that are one are facts of the one that shows the others.
fn put(
    tx: &Transaction<'_>,
    together: &Together,
    measure: Measure,
    place: i64,
    facts: &[Fact],
) -> Result<(), StoreFault> {
    for number in &together.all {
        let of = Of {
            household_no: *number,
            measure,
            item: "",
        };
        let facts = if *number == together.shown {
            facts
        } else {
            &[]
        };
        fact::put(tx, of, place, facts)?;
    }
    Ok(())
}

/// Keeps what is counted of a service; answers whether that changed.
pub(super) fn put_service(
    tx: &Transaction<'_>,
    number: i64,
    service: &Service,
) -> Result<bool, StoreFault> {
    let days = (
        service.from.value.map(day_of),
        service.until.value.map(day_of),
    );
    let from = match days {
        (Some(from), _) => from,
        (None, Some(until)) => until,
        (None, None) => day_at(service.added.at),
    };
    if service.removed.is_some() {
        let removed = tx
            .prepare_cached("DELETE FROM learning_service WHERE household_no = ?1 AND item = ?2")?
            .execute(params![number, item(service)])?;
        return Ok(removed > 0);
    }
    let span = Span::new(
        from,
        days.1,
        service.count.value,
        service.unit_cost_pence.value,
    );
    let written = tx
        .prepare_cached(
            "INSERT INTO learning_service (household_no, item, kind, sureness, from_day, until_day,
                 uses, pence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT DO UPDATE SET kind = excluded.kind, sureness = excluded.sureness,
                 from_day = excluded.from_day, until_day = excluded.until_day,
                 uses = excluded.uses, pence = excluded.pence
             WHERE (kind, sureness, from_day, until_day, uses, pence) IS NOT
                 (excluded.kind, excluded.sureness, excluded.from_day, excluded.until_day,
                  excluded.uses, excluded.pence)",
        )?
        .execute(params![
            number,
            item(service),
            service.kind.value.map_or("", |kind| kind.word()),
            service.sureness.value.map_or("", |sure| sure.word()),
            span.from,
            span.until,
            span.count,
            span.pence
        ])?;
    Ok(written > 0)
}

/// Writes what households that are one used before the first visit and since.
pub(super) fn settle_services(tx: &Transaction<'_>, together: &Together) -> Result<(), StoreFault> {
    let frame = together.frame(tx)?;
    let mut services: Vec<(String, String, Span)> = Vec::new();
    let mut of_one = tx.prepare_cached(
        "SELECT kind, sureness, from_day, until_day, uses, pence FROM learning_service
         WHERE household_no = ?1 ORDER BY item",
    )?;
    for number in &together.all {
        let rows = of_one.query_map([number], |row| {
            let span = Span {
                from: row.get(2)?,
                until: row.get(3)?,
                count: row.get(4)?,
                pence: row.get(5)?,
            };
            Ok((row.get(0)?, row.get(1)?, span))
        })?;
        for service in rows {
            services.push(service?);
        }
    }
    let mut cohort = Vec::new();
    let mut uses = Vec::new();
    if let Some(first_visit) = frame.first_visit.filter(|_| !services.is_empty()) {
        let month = month_of(first_visit);
        let known = frame.closed.map(|closed| known_months(first_visit, closed));
        cohort.push(Fact {
            more: known.unwrap_or(-1),
            ..Fact::once(month, "")
        });
        for (kind, sureness, span) in services {
            for share in span.shares(first_visit, frame.closed) {
                uses.push(Fact {
                    at: month,
                    kind: kind.clone(),
                    detail: sureness.clone(),
                    more: share.month,
                    times: share.thousandths,
                    amount: share.pence,
                });
            }
        }
    }
    for (measure, facts) in [(Measure::Cohort, cohort), (Measure::Use, uses)] {
        put(tx, together, measure, frame.place, &facts)?;
    }
    Ok(())
}
