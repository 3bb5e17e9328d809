//! What chunks that count for nothing yet would bring into a document. Nothing of it is kept.

use doorstep_model::history::{Happened, Piece};
use doorstep_model::{Problem, UnixMillis};
use doorstep_replica::document::{Kind, Wanted};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{ChunkId, DocId};

use super::read::parsed;
use super::reading::{Fate, Keys, Waiting};
use crate::projected::View;
use crate::store::table::held_back::{self, PAGE_BYTES};
use crate::unlocked::Unlocked;

/// Things that somebody did which are looked through for what they wrote.
const MOMENTS: usize = 200;
/// Texts that are shown, and characters of each.
const TEXTS: usize = 30;
const CHARACTERS: usize = 400;

/// What came of looking.
pub(crate) struct Preview {
    pub(crate) kind: Kind,
    /// A household's name.
    pub(crate) name: String,
    /// There was no such document here.
    pub(crate) is_new: bool,
    /// How many changes would come into it.
    pub(crate) changes: usize,
    /// Lines that would be taken out, and things that would be set.
    pub(crate) taken_out: u32,
    pub(crate) set: u32,
    /// What would be written, newest first.
    pub(crate) texts: Vec<String>,
    /// There is more than that.
    pub(crate) more: bool,
}

impl Unlocked {
    /// Looks what these chunks of one document would bring, if anything, and which of them can't be opened or
    /// believed.
    ///
    /// # Errors
    /// What the store says.
    pub(crate) fn preview(
        &mut self,
        id: DocId,
        chunks: Vec<SealedChunk>,
        now: UnixMillis,
    ) -> Result<(Option<Preview>, Vec<ChunkId>), Problem> {
        let before = self.look(id, |document| (document.heads(), document.change_count()))?;
        let mut keys = Keys::new();
        for chunk in &chunks {
            if let Some(grant) = self.restricted_grant(chunk)? {
                keys.extend(self.keys_in(chunk, &grant)?);
            }
        }
        let waiting = chunks
            .into_iter()
            .map(|chunk| Waiting { chunk, seq: None })
            .collect();
        let work = self.work_on(id, now, waiting)?.with_keys(keys);
        let found = work.done()?;
        let fates = found.waiting.iter().zip(&found.fates);
        let unreadable: Vec<ChunkId> = fates
            .filter(|(_, fate)| matches!(fate, Fate::SetAside(_) | Fate::Waits(_)))
            .map(|(waiting, _)| waiting.chunk.id())
            .collect();
        let Some(grown) = found.grown else {
            return Ok((None, unreadable));
        };
        let document = &grown.document;
        let is_new = before.is_none();
        let (since, had) = before.map_or((None, 0), |(heads, count)| (Some(heads), count));
        let told = document.history(
            &Wanted {
                since,
                limit: MOMENTS,
                ..Wanted::default()
            },
            now,
        );
        let mut texts: Vec<String> = told
            .moments
            .iter()
            .filter_map(|moment| written(&moment.what))
            .collect();
        let more = texts.len() > TEXTS || told.earlier.is_some();
        texts.truncate(TEXTS);
        let count = |of: fn(&Happened) -> bool| {
            let these = told.moments.iter().filter(|moment| of(&moment.what));
            u32::try_from(these.count()).unwrap_or(u32::MAX)
        };
        let found = Preview {
            kind: document.kind(),
            name: match found.view {
                Some(View::Household(household)) => household.about.name.value.unwrap_or_default(),
                _ => String::new(),
            },
            is_new,
            changes: document.change_count().saturating_sub(had),
            taken_out: count(|what| matches!(what, Happened::Removed | Happened::Excluded { .. })),
            set: count(|what| {
                matches!(
                    what,
                    Happened::Set { .. } | Happened::Included { .. } | Happened::Restored
                )
            }),
            texts,
            more,
        };
        Ok((Some(found), unreadable))
    }
}

impl Unlocked {
    /// What a document that was not read is, as far as everybody's keys open what waits of it.
    ///
    /// # Errors
    /// What the store says, or if it can't be read.
    pub(crate) fn waiting_kind(&self, id: DocId) -> Result<Option<Kind>, Problem> {
        let page = self
            .store
            .read(|conn| held_back::page(conn, id, 0, PAGE_BYTES))?;
        let waiting = parsed(page).flatten().collect();
        let found = self.work_on(id, UnixMillis(0), waiting)?.done()?;
        Ok(found.grown.map(|grown| grown.document.kind()))
    }
}

/// What somebody wrote, if they wrote.
fn written(what: &Happened) -> Option<String> {
    let text = match what {
        Happened::Added { words, .. } => words.clone(),
        Happened::Wrote { pieces, .. } => {
            let came = pieces.iter().filter_map(|piece| match piece {
                Piece::Came(text) => Some(text.as_str()),
                Piece::Kept(_) | Piece::Went(_) => None,
            });
            came.collect::<Vec<_>>().join(" … ")
        }
        _ => return None,
    };
    let text: String = text.trim().chars().take(CHARACTERS).collect();
    (!text.is_empty()).then_some(text)
}
