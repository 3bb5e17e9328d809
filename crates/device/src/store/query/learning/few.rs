//! Of how many households each part of a page is known: what is known of a few is about them.

use doorstep_model::call::{GetLearning, LEAST_GIVEN_AWAY, LearningPart};
use rusqlite::{Connection, params};

use super::{EVERYWHERE, Reading};
use crate::store::StoreFault;
use crate::store::project::Measure;

/// The parts that may not be given away. Where there are fewer than [`LEAST_GIVEN_AWAY`] households
/// at all these are all parts: that nothing happened would be about them too. Households that are
/// one count as one.
pub(super) fn too_few(
    reading: &Reading<'_>,
    call: &GetLearning,
) -> Result<Vec<LearningPart>, StoreFault> {
    if !call.to_give_away {
        return Ok(Vec::new());
    }
    if is_few(households(reading.conn, call.locality.as_deref())?) {
        return Ok(LearningPart::ALL.to_vec());
    }
    let mut found = Vec::new();
    for part in LearningPart::ALL {
        let measure = match part {
            LearningPart::Demand => Measure::Demand,
            LearningPart::Sorted => Measure::Sorted,
            LearningPart::Doing => Measure::Action,
            LearningPart::Expertise => Measure::Expertise,
            LearningPart::Obstacles => Measure::Obstacle,
            // These say themselves how many households they are known of.
            LearningPart::Services => continue,
        };
        let households = of_measure(reading, measure)?;
        if households > 0 && is_few(households) {
            found.push(*part);
        }
    }
    Ok(found)
}

fn is_few(households: u32) -> bool {
    households < LEAST_GIVEN_AWAY
}

/// How many households there are, [`LEAST_GIVEN_AWAY`] at most.
fn households(conn: &Connection, locality: Option<&str>) -> Result<u32, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT count(*) FROM (SELECT 1 FROM household
             WHERE shown_in IS NULL AND (?1 IS NULL OR locality = ?1) LIMIT ?2)",
    )?;
    Ok(statement.query_row(params![locality, LEAST_GIVEN_AWAY], |row| row.get(0))?)
}

/// The same of those with something of this measure in the period.
fn of_measure(reading: &Reading<'_>, measure: Measure) -> Result<u32, StoreFault> {
    let (from, until) = match measure {
        Measure::Demand => reading.weeks(),
        _ => reading.range.months(),
    };
    let mut statement = reading.conn.prepare_cached(
        "SELECT count(*) FROM (
             SELECT DISTINCT coalesce(household.shown_in, household.household_no)
             FROM learning_fact JOIN household USING (household_no)
             WHERE measure = ?1 AND (?2 = ?3 OR place = ?2) AND at BETWEEN ?4 AND ?5 LIMIT ?6)",
    )?;
    let key = params![
        measure.word(),
        reading.place,
        EVERYWHERE,
        from,
        until,
        LEAST_GIVEN_AWAY
    ];
    Ok(statement.query_row(key, |row| row.get(0))?)
}
