//! What search knows of lines that somebody is writing. A keystroke only marks its line; the words
//! go into the index once the line has rested, or when somebody searches. Without that each key
//! wrote the line's whole text and half a dozen pages of the index.

use doorstep_model::field::Part;
use doorstep_model::{ItemId, Problem, UnixMillis};
use doorstep_wire::id::DocId;

use crate::Device;
use crate::documents::load;
use crate::platform;
use crate::projected::project_words;
use crate::store::table::line_waiting::{self, Waiting};
use crate::unlocked::Unlocked;

/// How long a line rests before search learns it, unless somebody searches: in milliseconds.
pub(crate) const WORDS_REST_MS: i64 = 2_000;
/// Lines that are given to search while nobody else has the device: a household of twenty visits, so that
/// it is loaded once.
const AT_ONCE: u32 = 200;

/// How it stands with lines that rest.
enum Rested {
    /// The next will have rested after so many milliseconds, if any waits.
    Until(Option<u64>),
    /// More have rested.
    More,
}

impl Device {
    /// Gives search what has rested; whoever waits for the device has it in between. Answers after how
    /// many milliseconds the next will have; `None` where nothing waits.
    pub(crate) fn index_rested(&self) -> Option<u64> {
        loop {
            // A full disk is told by whoever saves; search tries again when it is asked.
            match self.with(Unlocked::index_what_rested) {
                Ok(Rested::More) => platform::give_way(),
                Ok(Rested::Until(left)) => return left,
                Err(_) => return None,
            }
        }
    }
}

impl Unlocked {
    /// Gives search everything that waits.
    ///
    /// # Errors
    /// What the store says; what was not written goes on waiting.
    pub(crate) fn index_words(&mut self) -> Result<(), Problem> {
        while self.words_wait_until.is_some() {
            self.index_some()?;
        }
        Ok(())
    }

    fn index_what_rested(&mut self, now: UnixMillis) -> Result<Rested, Problem> {
        let Some(until) = self.words_wait_until else {
            return Ok(Rested::Until(None));
        };
        let left = u64::try_from(until.0.saturating_sub(now.0)).unwrap_or_default();
        if left > 0 {
            return Ok(Rested::Until(Some(left)));
        }
        self.index_some()?;
        Ok(Rested::More)
    }

    /// Gives search some of what waits, and notes where nothing is left.
    fn index_some(&mut self) -> Result<(), Problem> {
        let waiting = self.store.read(|conn| line_waiting::some(conn, AT_ONCE))?;
        if waiting.is_empty() {
            self.words_wait_until = None;
        }
        for of_one in waiting.chunk_by(|one, next| one.doc == next.doc) {
            if let Some(first) = of_one.first() {
                self.index_lines(first.doc, of_one)?;
            }
        }
        Ok(())
    }

    fn index_lines(&mut self, doc: DocId, lines: &[Waiting]) -> Result<(), Problem> {
        let loaded;
        let document = match self.documents.loaded(doc) {
            Some(document) => Some(document),
            None => {
                // What can't be read is projected anew once it can; nothing waits for that.
                loaded = load(&self.store, doc, &self.identity).unwrap_or_default();
                loaded.as_ref()
            }
        };
        self.store.write(|tx| {
            for line in lines {
                let item = ItemId::try_from(line.item.clone()).ok();
                let part: Part = line.part;
                if let Some(document) = document {
                    project_words(tx, doc, document, part, item.as_ref())?;
                }
                line_waiting::done(tx, line)?;
            }
            Ok(())
        })?;
        Ok(())
    }
}
