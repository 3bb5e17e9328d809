//! What search knows of lines that somebody is writing. A keystroke only marks its line; the words
//! go into the index once the line has rested, or when somebody searches. Without that each key
//! wrote the line's whole text and half a dozen pages of the index.

use doorstep_model::field::Part;
use doorstep_model::{ItemId, Problem, UnixMillis};
use doorstep_wire::id::DocId;

use crate::Device;
use crate::documents::load;
use crate::projected::project_words;
use crate::store::table::line_waiting::{self, Waiting};
use crate::unlocked::Unlocked;

/// How long a line rests before search learns it, unless somebody searches: in milliseconds.
pub(crate) const WORDS_REST_MS: i64 = 2_000;
/// Lines in one transaction.
const AT_ONCE: u32 = 64;

impl Device {
    /// Gives search what has rested. Answers after how many milliseconds the next will have; `None`
    /// where nothing waits.
    pub(crate) fn index_rested(&self) -> Option<u64> {
        let due = |open: &mut Unlocked, now: UnixMillis| {
            let Some(until) = open.words_wait_until else {
                return Ok(None);
            };
            let left = u64::try_from(until.0.saturating_sub(now.0)).unwrap_or_default();
            if left == 0 {
                open.index_words()?;
                return Ok(None);
            }
            Ok(Some(left))
        };
        // A full disk is told by whoever saves; search tries again when it is asked.
        self.with(due).unwrap_or_default()
    }
}

impl Unlocked {
    /// Gives search everything that waits.
    ///
    /// # Errors
    /// What the store says; what was not written goes on waiting.
    pub(crate) fn index_words(&mut self) -> Result<(), Problem> {
        if self.words_wait_until.is_none() {
            return Ok(());
        }
        loop {
            let waiting = self.store.read(|conn| line_waiting::some(conn, AT_ONCE))?;
            if waiting.is_empty() {
                self.words_wait_until = None;
                return Ok(());
            }
            for of_one in waiting.chunk_by(|one, next| one.doc == next.doc) {
                if let Some(first) = of_one.first() {
                    self.index_lines(first.doc, of_one)?;
                }
            }
        }
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
