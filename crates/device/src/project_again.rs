//! After an update that shows more than before, documents are projected anew in the background, a
//! few at a time between exchanges: nobody waits for it, and a crash in between costs nothing.

use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode};
use doorstep_wire::id::DocId;

use crate::Device;
use crate::documents::load;
use crate::projected::project_whole;
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
        let Some(id) = self.store.read(to_project::next)? else {
            return Ok(false);
        };
        self.project_again(id)?;
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
            if let Some(document) = &loaded {
                project_whole(tx, id, document)?;
            }
            to_project::done(tx, id)
        })?;
        Ok(())
    }
}
