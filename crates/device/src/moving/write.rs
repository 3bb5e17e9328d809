//! Writing the file, and what follows on the household's record.

use std::io::{self, Write};

use doorstep_model::household::About;
use doorstep_model::{Date, DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::chunk::Snapshot;
use doorstep_replica::moving::{Head, MoveSecret, Piece, Pieces};
use doorstep_wire::code::encode_code;
use doorstep_wire::id::DocId;

use super::file::problem;
use super::goes::Goes;
use super::noted::{self, Written};
use crate::Device;
use crate::files::Chosen;
use crate::store::table::setting;
use crate::unlocked::Unlocked;

/// What goes into a file, as it was at one moment.
pub(crate) struct Packed {
    goes: Goes,
    head: Head,
    documents: Vec<(DocId, Snapshot)>,
    secret: MoveSecret,
}

/// Why the file ends before its end.
enum Broken {
    Io(io::Error),
    Problem(Problem),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Problem> for Broken {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl Unlocked {
    /// Everything of a household as it is now, but the photos themselves.
    pub(crate) fn pack(&mut self, goes: Goes, now: UnixMillis) -> Result<Packed, Problem> {
        let (head, documents) = self.head_of(&goes, now.0)?;
        Ok(Packed {
            goes,
            head,
            documents,
            secret: self.random.bytes(),
        })
    }

    /// The file is there: the household is on its way to this team.
    pub(crate) fn note_written(
        &mut self,
        packed: &Packed,
        words: Vec<String>,
        to: &str,
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let household = packed.head.household;
        let since = self.what_goes(&DocKey::from(household.0))?;
        let edits = [
            About::moving_to.only().set(Some(to.to_owned())),
            About::moved_on.only().set(None::<Date>),
        ];
        self.edit_document(household, &edits, now)?;
        let marked = self.what_goes(&DocKey::from(household.0))?;
        let heads = marked.documents.into_iter();
        let written = Written {
            code: encode_code(&packed.secret),
            words,
            at: now,
            heads: heads
                .map(|(id, heads)| (DocKey::from(id.0), heads))
                .collect(),
            changed: since.documents != packed.goes.documents,
            lacks: u32::try_from(packed.goes.lacking.len()).unwrap_or(u32::MAX),
        };
        let name = noted::written(household);
        Ok(self.store.write(|tx| noted::put(tx, &name, &written))?)
    }

    /// The file that this device wrote last about a household, and whether something was written since.
    pub(crate) fn written(&self, goes: &Goes) -> Result<Option<(Written, bool)>, Problem> {
        let (household, _) = goes.documents.first().ok_or(ProblemCode::NotHere)?;
        let name = noted::written(*household);
        let written: Option<Written> = self.store.read(|conn| noted::get(conn, &name))?;
        Ok(written.map(|written| {
            let is_as_it_was = goes.documents.len() == written.heads.len()
                && goes
                    .documents
                    .iter()
                    .all(|(id, heads)| written.heads.get(&DocKey::from(id.0)) == Some(heads));
            let since = written.changed || !is_as_it_was;
            (written, since)
        }))
    }

    /// The other team said that it has it.
    pub(crate) fn confirm_moved(
        &mut self,
        goes: &Goes,
        words: &str,
        today: Date,
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let (written, _) = self.written(goes)?.ok_or_else(noted::none)?;
        let told = words.split(|c: char| !c.is_alphanumeric());
        let told = told.filter(|word| !word.is_empty()).map(str::to_lowercase);
        if !told.eq(written.words.iter().map(|word| word.to_lowercase())) {
            return Err(ProblemCode::MoveWrongWords.into());
        }
        let (household, _) = goes.documents.first().ok_or(ProblemCode::NotHere)?;
        let mut edits = vec![About::moved_on.only().set(Some(today))];
        if goes.about.closed.value.is_none() {
            edits.push(About::closed.only().set(Some(today)));
        }
        self.edit_document(*household, &edits, now)?;
        // The mark itself is nothing that the other team lacks.
        let after = self.what_goes(&DocKey::from(household.0))?;
        let since = self.written(goes)?.is_some_and(|(_, since)| since);
        let heads = after.documents.into_iter();
        let written = Written {
            heads: heads
                .map(|(id, heads)| (DocKey::from(id.0), heads))
                .collect(),
            changed: since,
            ..written
        };
        let name = noted::written(*household);
        Ok(self.store.write(|tx| noted::put(tx, &name, &written))?)
    }

    /// It does not move after all.
    pub(crate) fn stop_move(&mut self, goes: &Goes, now: UnixMillis) -> Result<(), Problem> {
        let (household, _) = goes.documents.first().ok_or(ProblemCode::NotHere)?;
        let edits = [
            About::moving_to.only().set(None::<String>),
            About::moved_on.only().set(None::<Date>),
        ];
        let name = noted::written(*household);
        self.edit_document(*household, &edits, now)?;
        Ok(self.store.write(|tx| setting::remove(tx, &name))?)
    }
}

impl Device {
    /// Writes the file; answers the words that tell that somebody has opened it.
    ///
    /// # Errors
    /// If the file can't be written, or a photo can't be read: then there is none.
    pub(crate) fn write_packed(
        &self,
        file: &Chosen,
        packed: &Packed,
    ) -> Result<Vec<String>, Problem> {
        let mut random = self.outside.random.clone();
        let mut pieces = Pieces::begin(&packed.secret, &mut random);
        let written = self.write_chosen(file, |out| self.stream(out, packed, &mut pieces));
        match written {
            Ok(()) => Ok(pieces.words()),
            Err(Broken::Io(error)) => Err(Problem::with(ProblemCode::FileNotWritten, error)),
            Err(Broken::Problem(problem)) => Err(problem),
        }
    }

    fn stream(
        &self,
        out: &mut dyn Write,
        packed: &Packed,
        pieces: &mut Pieces,
    ) -> Result<(), Broken> {
        out.write_all(pieces.header())?;
        let mut put = |piece: &Piece| -> Result<(), Broken> {
            let sealed = pieces.seal(piece).map_err(problem)?;
            Ok(out.write_all(&sealed)?)
        };
        put(&Piece::Head(Box::new(packed.head.clone())))?;
        for (id, whole) in &packed.documents {
            put(&Piece::Document {
                id: *id,
                whole: whole.clone(),
            })?;
        }
        for (document, blob) in &packed.goes.here {
            // One photo is in memory at a time.
            let content = self.with(|open, now| open.read_blob(*blob, *document, now))?;
            // It was let go in this very moment.
            let content = content
                .ok_or(ProblemCode::AttachmentNotSent)
                .map_err(Problem::from)?;
            put(&Piece::Attachment {
                document: *document,
                blob: *blob,
                content: content.to_vec().into(),
            })?;
        }
        put(&Piece::End)
    }
}
