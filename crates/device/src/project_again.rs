//! After an update that shows more than before, documents are projected anew in the background, a
//! few at a time between exchanges: nobody waits for it, and a crash in between costs nothing.

use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode};
use doorstep_wire::id::DocId;

use crate::Device;
use crate::documents::load;
use crate::projected::{project_unreadable, project_whole};
use crate::store::table::to_project;
use crate::unlocked::Unlocked;

/// Documents in one go; a screen that asks meanwhile waits for one of them at most.
const AT_ONCE: usize = 16;

impl Device {
    /// Projects some documents. Answers whether it is to be called again at once.
    pub(crate) fn project_some(&self) -> bool {
        for _ in 0..AT_ONCE {
            // A full disk is told by whoever saves; this tries again with the next exchange.
            match self.with(|open, _| open.project_one()) {
                Ok(true) => {}
                Ok(false) | Err(_) => return false,
            }
        }
        true
    }
}

impl Unlocked {
    fn project_one(&mut self) -> Result<bool, Problem> {
        let Some((id, tries)) = self.store.read(to_project::next)? else {
            return Ok(false);
        };
        match self.project_again(id) {
            Ok(()) => {}
            Err(problem) if problem.code == ProblemCode::DiskFull => return Err(problem),
            Err(problem) => {
                // One that goes wrong stops no other. It is tried again when these are done, once
                // an exchange.
                self.store.write(|tx| to_project::put_last(tx, id))?;
                return if tries == 0 { Ok(true) } else { Err(problem) };
            }
        }
        if self.store.read(to_project::next)?.is_none() {
            self.stale(Stale::Lists);
        }
        Ok(true)
    }

    fn project_again(&mut self, id: DocId) -> Result<(), Problem> {
        // Not through the documents in memory, which are those that somebody looks at.
        let loaded = match load(&self.store, id, &self.identity) {
            Ok(loaded) => loaded,
            // What this version can't read keeps the projections it has.
            Err(problem) if problem.code == ProblemCode::MadeByNewerVersion => None,
            Err(problem) if problem.code == ProblemCode::StoreUnreadable => None,
            Err(problem) => return Err(problem),
        };
        self.store.write(|tx| {
            match &loaded {
                Some(document) => project_whole(tx, id, document)?,
                None => project_unreadable(tx, id)?,
            }
            to_project::done(tx, id)
        })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use doorstep_model::DocKey;
    use doorstep_wire::id::DocId;

    use crate::alone::Alone;
    use crate::store::StoreFault;
    use crate::store::table::to_project;

    fn waiting(alone: &Alone) -> Vec<DocId> {
        let read = |conn: &rusqlite::Connection| {
            let mut statement = conn.prepare("SELECT doc_id FROM to_project")?;
            let rows = statement.query_map([], |found| found.get::<_, [u8; 16]>(0))?;
            let ids = rows.collect::<Result<Vec<_>, _>>()?;
            Ok::<_, StoreFault>(ids.into_iter().map(DocId).collect())
        };
        alone
            .device
            .with(|open, _| Ok(open.store.read(read)?))
            .unwrap()
    }

    #[test]
    fn a_document_that_goes_wrong_stops_no_other() {
        let alone = Alone::begin();
        let mut all: Vec<DocKey> = (0..5).map(|_| alone.household("Bell Street")).collect();
        all.sort();
        let wrong = DocId(all[0].to_bytes());
        let name: String = wrong.0.iter().map(|byte| format!("{byte:02x}")).collect();
        let broken = format!(
            "CREATE TRIGGER broken BEFORE DELETE ON to_project WHEN old.doc_id = x'{name}'
             BEGIN SELECT raise(ABORT, 'broken'); END;"
        );
        let begin = |tx: &rusqlite::Transaction<'_>| {
            tx.execute_batch(&broken)?;
            tx.execute_batch(to_project::ALL)?;
            Ok(())
        };
        alone
            .device
            .with(|open, _| Ok(open.store.write(begin)?))
            .unwrap();
        assert!(waiting(&alone).len() >= 5);
        assert!(!alone.device.project_some());
        assert_eq!(waiting(&alone), [wrong]);
        // It is tried again, and nothing turns round in a circle.
        assert!(!alone.device.project_some());
        let mend = |tx: &rusqlite::Transaction<'_>| Ok(tx.execute_batch("DROP TRIGGER broken")?);
        alone
            .device
            .with(|open, _| Ok(open.store.write(mend)?))
            .unwrap();
        assert!(!alone.device.project_some());
        assert_eq!(waiting(&alone), []);
    }

    #[test]
    fn what_can_not_be_read_is_still_found_by_its_name() {
        let alone = Alone::begin();
        let bell = alone.household("Bell Street");
        alone.sql("UPDATE document SET saved = x'00' WHERE doc_id = ?1", &bell);
        alone.forget();
        // As the step from version 1 leaves it.
        alone.sql(
            "DELETE FROM line_text WHERE household_no =
                 (SELECT household_no FROM household WHERE doc_id = ?1)",
            &bell,
        );
        let empty = "INSERT INTO search_names (search_names) VALUES ('delete-all')";
        let no_words = "DELETE FROM name_word;
            INSERT INTO search_pieces (search_pieces) VALUES ('rebuild')";
        let write = |sql: &'static str| {
            let write = |tx: &rusqlite::Transaction<'_>| Ok(tx.execute_batch(sql)?);
            alone
                .device
                .with(|open, _| Ok(open.store.write(write)?))
                .unwrap();
        };
        write(empty);
        write(no_words);
        let found = || {
            let call = doorstep_model::call::ListHouseholds {
                search: "bell".into(),
                limit: 9,
                ..Default::default()
            };
            alone.must(call).rows.len()
        };
        assert_eq!(found(), 0, "the control: its name is not known");
        write(to_project::ALL);
        while alone.device.project_some() {}
        assert_eq!(found(), 1);
    }
}
