//! Households that turned out to be one.
//!
//! A join is a mark in the joined household's own document; nothing is copied, so that taking the
//! mark away separates them again. From all marks follows which household shows the lines of which:
//! one follows the marks to their end. Where marks made at the same time lead round in a circle, the
//! household with the smallest id shows the others. So every device that has the same documents
//! shows the same, in whatever order they arrived.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_model::household::About;
use doorstep_wire::id::DocId;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::household::summarise_lines;
use super::learning;
use crate::store::StoreFault;
use crate::store::row;

/// SQL for the numbers of the households that household ?1 shows: its own, and those joined into it.
pub(super) const TOGETHER: &str =
    "SELECT ?1 UNION ALL SELECT household_no FROM household WHERE shown_in = ?1";

/// The number of the household that shows the lines of this one.
pub(super) fn shown(tx: &Transaction<'_>, number: i64) -> Result<i64, StoreFault> {
    let mut statement = tx.prepare_cached(
        "SELECT coalesce(shown_in, household_no) FROM household WHERE household_no = ?1",
    )?;
    Ok(statement.query_row([number], |found| found.get(0))?)
}

/// Takes over the mark that the household's document has.
pub(super) fn mark(tx: &Transaction<'_>, number: i64, about: &About) -> Result<(), StoreFault> {
    let into = about.joined_into.value.as_ref();
    let into = into.map(|key| DocId(key.to_bytes()));
    let before = Marked::by_number(tx, number)?;
    if before.into == into {
        return Ok(());
    }
    tx.prepare_cached("UPDATE household SET joined_into = ?2 WHERE household_no = ?1")?
        .execute(params![number, into.map(|into| into.0)])?;
    if let Some(into) = into {
        tx.prepare_cached("INSERT OR IGNORE INTO joined_once (doc_id, into_id) VALUES (?1, ?2)")?
            .execute(params![before.doc.0, into.0])?;
    }
    settle(tx, number)
}

/// Finds anew who shows whom, for this household and all whose marks lead to it. The cost is their
/// number, whatever the caseload.
pub(super) fn settle(tx: &Transaction<'_>, number: i64) -> Result<(), StoreFault> {
    let mut heads = BTreeMap::new();
    let mut changed = BTreeSet::new();
    for marked in leading_to(tx, number)? {
        let head = head_of(tx, &marked, &mut heads)?;
        let shown_in = (head != marked.number).then_some(head);
        if shown_in != marked.shown_in {
            tx.prepare_cached("UPDATE household SET shown_in = ?2 WHERE household_no = ?1")?
                .execute(params![marked.number, shown_in])?;
            changed.insert(marked.shown_in.unwrap_or(marked.number));
            changed.insert(head);
        }
    }
    for head in changed {
        carry_news(tx, head)?;
        summarise_lines(tx, head)?;
        learning::together(tx, head)?;
    }
    Ok(())
}

/// A household and where its mark leads.
struct Marked {
    number: i64,
    doc: DocId,
    into: Option<DocId>,
    shown_in: Option<i64>,
}

impl Marked {
    const COLUMNS: &str = "household_no, doc_id, joined_into, shown_in";

    fn read(found: &Row<'_>) -> rusqlite::Result<Self> {
        let into: Option<Vec<u8>> = found.get(2)?;
        Ok(Self {
            number: found.get(0)?,
            doc: row::id(found, 1)?,
            into: into.and_then(|bytes| DocId::try_from(bytes.as_slice()).ok()),
            shown_in: found.get(3)?,
        })
    }

    fn by_number(tx: &Transaction<'_>, number: i64) -> Result<Self, StoreFault> {
        let columns = Self::COLUMNS;
        let mut statement = tx.prepare_cached(&format!(
            "SELECT {columns} FROM household WHERE household_no = ?1"
        ))?;
        Ok(statement.query_row([number], Self::read)?)
    }

    /// `None` if it is not on this device yet; until then the mark leads nowhere.
    fn by_doc(tx: &Transaction<'_>, doc: DocId) -> Result<Option<Self>, StoreFault> {
        let columns = Self::COLUMNS;
        let mut statement = tx.prepare_cached(&format!(
            "SELECT {columns} FROM household WHERE doc_id = ?1"
        ))?;
        Ok(statement.query_row([doc.0], Self::read).optional()?)
    }
}

/// The household, and every one whose marks lead to it.
fn leading_to(tx: &Transaction<'_>, number: i64) -> Result<Vec<Marked>, StoreFault> {
    let mut found = BTreeMap::new();
    let mut to_look_at = vec![number];
    let mut marked_so =
        tx.prepare_cached("SELECT household_no FROM household WHERE joined_into = ?1")?;
    while let Some(number) = to_look_at.pop() {
        if found.contains_key(&number) {
            continue;
        }
        let marked = Marked::by_number(tx, number)?;
        let before = marked_so.query_map([marked.doc.0], |found| found.get(0))?;
        for number in before {
            to_look_at.push(number?);
        }
        found.insert(number, marked);
    }
    Ok(found.into_values().collect())
}

/// Follows the marks to their end. `heads` keeps what was found, so that no way is gone twice.
fn head_of(
    tx: &Transaction<'_>,
    from: &Marked,
    heads: &mut BTreeMap<i64, i64>,
) -> Result<i64, StoreFault> {
    let mut way = vec![(from.number, from.doc)];
    let mut into = from.into;
    let head = loop {
        let next = match into {
            Some(doc) => Marked::by_doc(tx, doc)?,
            None => None,
        };
        let Some(next) = next else {
            break way.last().map_or(from.number, |(number, _)| *number);
        };
        if let Some(head) = heads.get(&next.number) {
            break *head;
        }
        if let Some(at) = way.iter().position(|(number, _)| *number == next.number) {
            let circle = way.iter().skip(at);
            let smallest = circle.min_by_key(|(_, doc)| *doc);
            break smallest.map_or(from.number, |(number, _)| *number);
        }
        way.push((next.number, next.doc));
        into = next.into;
    };
    heads.extend(way.into_iter().map(|(number, _)| (number, head)));
    Ok(head)
}

/// What nobody has looked at in a joined household, nobody has looked at in the one that shows it.
fn carry_news(tx: &Transaction<'_>, head: i64) -> Result<(), StoreFault> {
    tx.prepare_cached(&format!(
        "WITH together (number) AS ({TOGETHER})
         UPDATE household SET
             seen_ms = (SELECT max(seen_ms) FROM household
                 WHERE household_no IN (SELECT number FROM together)),
             arrived_ms = (SELECT max(arrived_ms) FROM household
                 WHERE household_no IN (SELECT number FROM together)),
             wrote_in_removed_ms = (SELECT max(wrote_in_removed_ms) FROM household
                 WHERE household_no IN (SELECT number FROM together))
         WHERE household_no = ?1"
    ))?
    .execute([head])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use doorstep_wire::id::DocId;
    use rusqlite::{Connection, Transaction, params};

    use super::super::household::number;
    use super::settle;
    use crate::store::schema::migrate;

    const HOUSEHOLDS: u8 = 7;

    /// Numbers that look like chance and are the same for the same seed.
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, end: u64) -> u64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695);
            (self.0 >> 33) % end
        }

        fn household(&mut self) -> u8 {
            u8::try_from(1 + self.below(u64::from(HOUSEHOLDS))).unwrap()
        }
    }

    fn doc(name: u8) -> DocId {
        DocId([name; 16])
    }

    fn set_mark(tx: &Transaction<'_>, from: u8, into: Option<u8>) {
        let no = number(tx, doc(from)).unwrap();
        tx.execute(
            "UPDATE household SET joined_into = ?2 WHERE household_no = ?1",
            params![no, into.map(|into| doc(into).0)],
        )
        .unwrap();
        settle(tx, no).unwrap();
    }

    /// Which household shows which, by the store.
    fn stored(tx: &Transaction<'_>) -> BTreeMap<Vec<u8>, Vec<u8>> {
        let mut statement = tx
            .prepare(
                "SELECT own.doc_id, shown.doc_id FROM household AS own
                 JOIN shown_household AS shown USING (household_no)",
            )
            .unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.unwrap().collect::<Result<_, _>>().unwrap()
    }

    /// The same, worked out from the marks alone.
    fn meant(marks: &BTreeMap<u8, Option<u8>>) -> BTreeMap<Vec<u8>, Vec<u8>> {
        let next = |at: &u8| {
            marks
                .get(at)
                .copied()
                .flatten()
                .filter(|into| marks.contains_key(into))
        };
        let head = |from: u8| {
            let mut way = vec![from];
            loop {
                match next(way.last().unwrap()) {
                    None => return *way.last().unwrap(),
                    Some(into) => match way.iter().position(|at| *at == into) {
                        Some(at) => return *way[at..].iter().min().unwrap(),
                        None => way.push(into),
                    },
                }
            }
        };
        let all = marks
            .keys()
            .map(|from| (doc(*from).0.to_vec(), doc(head(*from)).0.to_vec()));
        all.collect()
    }

    #[test]
    fn whatever_the_order_of_marks_the_same_households_show_the_same() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        for seed in 0..300 {
            let mut chance = Chance(seed);
            // Taken back at its end: each begins with nothing.
            let tx = conn.transaction().unwrap();
            let mut marks = BTreeMap::new();
            for _ in 0..30 {
                let from = chance.household();
                // Also into one that is not here yet, and into itself.
                let into = (chance.below(10) < 7).then(|| chance.household());
                set_mark(&tx, from, into);
                marks.insert(from, into);
                assert_eq!(stored(&tx), meant(&marks), "seed {seed}, marks {marks:?}");
            }
            let (counted, shown): (i64, i64) = tx
                .query_row(
                    "SELECT (SELECT households FROM tally WHERE name = 'all'),
                            (SELECT count(*) FROM household WHERE shown_in IS NULL)",
                    [],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .unwrap();
            assert_eq!(counted, shown, "seed {seed}");
        }
    }
}
