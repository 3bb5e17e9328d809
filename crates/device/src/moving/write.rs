//! Writing the file, and what follows on the household's record.

use std::io::{self, Write};

use doorstep_model::household::About;
use doorstep_model::{Date, DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::moving::{Head, MoveSecret, Piece, Pieces};
use doorstep_wire::code::encode_code;
use doorstep_wire::id::{BlobId, DocId};
use zeroize::Zeroizing;

use super::begins::marks;
use super::file::{Document, Filled, head_fits, problem};
use super::goes::Goes;
use super::noted::{self, Written, heads_of};
use crate::Device;
use crate::files::Chosen;
use crate::store::table::setting;
use crate::unlocked::Unlocked;

/// What goes into a file, as it was at one moment.
pub(crate) struct Packed {
    goes: Goes,
    head: Head,
    documents: Vec<Document>,
    without_lacking: bool,
    secret: MoveSecret,
}

/// A file that is there.
pub(crate) struct Sealed {
    /// By these the other team tells that it opened it.
    words: Vec<String>,
    /// Photos and voice notes that are not in it.
    lacks: u32,
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
    /// A photo or voice note for the file; `None` if this device does not have it, or has it damaged.
    fn packed_blob(
        &mut self,
        blob: BlobId,
        document: DocId,
        now: UnixMillis,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, Problem> {
        match self.read_blob(blob, document, now) {
            Err(problem) if problem.code == ProblemCode::AttachmentDamaged => Ok(None),
            read => read,
        }
    }

    /// Everything of a household as it is now, but the photos themselves.
    ///
    /// # Errors
    /// [`ProblemCode::MoveTooLarge`] if nobody could read it.
    pub(crate) fn pack(
        &mut self,
        goes: Goes,
        without_lacking: bool,
        now: UnixMillis,
    ) -> Result<Packed, Problem> {
        let (head, documents) = self.head_of(&goes, now.0)?;
        head_fits(&head)?;
        let mut filled = Filled::default();
        for one in &documents {
            filled.document(&one.whole)?;
        }
        goes.here.iter().try_for_each(|_| filled.attachment())?;
        Ok(Packed {
            goes,
            head,
            documents,
            without_lacking,
            secret: self.random.bytes(),
        })
    }

    /// The file is there: the household is on its way to this team. Answers what goes, with the marks of that.
    pub(crate) fn note_written(
        &mut self,
        packed: &Packed,
        sealed: Sealed,
        to: &str,
        now: UnixMillis,
    ) -> Result<Goes, Problem> {
        let household = packed.head.household;
        let key = DocKey::from(household.0);
        let since = self.what_goes(&key)?;
        let edits = marks(Some(to.to_owned()), None);
        self.edit_document(household, &edits, now)?;
        let goes = self.what_goes(&key)?;
        let written = Written {
            code: encode_code(&packed.secret),
            words: sealed.words,
            at: now,
            heads: heads_of(&goes),
            changed: since.documents != packed.goes.documents,
            restricted: packed.head.restricted,
            lacks: sealed.lacks,
            closed: None,
        };
        self.note(household, &written)?;
        Ok(goes)
    }

    fn note(&mut self, household: DocId, written: &Written) -> Result<(), Problem> {
        let name = noted::written(household);
        Ok(self.store.write(|tx| noted::put(tx, &name, written))?)
    }

    /// The file that this device wrote last about a household.
    pub(crate) fn written(&self, goes: &Goes) -> Result<Option<Written>, Problem> {
        let name = noted::written(goes.household()?);
        Ok(self.store.read(|conn| noted::get(conn, &name))?)
    }

    /// The other team said that it has it: the household is closed, with all that is shown as one with it. Answers
    /// what goes, with the marks of that.
    pub(crate) fn confirm_moved(
        &mut self,
        goes: &Goes,
        words: &str,
        today: Date,
        now: UnixMillis,
    ) -> Result<Goes, Problem> {
        let written = self.written(goes)?.ok_or_else(noted::none)?;
        let told = words.split(|c: char| !c.is_alphanumeric());
        let told = told.filter(|word| !word.is_empty()).map(str::to_lowercase);
        if !told.eq(written.words.iter().map(|word| word.to_lowercase())) {
            return Err(ProblemCode::MoveWrongWords.into());
        }
        let household = goes.household()?;
        let mut edits = vec![About::moved_on.only().set(Some(today))];
        if !goes.closed {
            edits.push(About::closed.only().set(Some(today)));
        }
        self.edit_household(household, &edits, now)?;
        // The marks themselves are nothing that the other team lacks.
        let after = self.what_goes(&DocKey::from(household.0))?;
        let written = Written {
            heads: heads_of(&after),
            changed: written.is_behind(goes),
            closed: (!goes.closed).then_some(today).or(written.closed),
            ..written
        };
        self.note(household, &written)?;
        Ok(after)
    }

    /// It does not move after all; closed by the move alone, it is open again.
    pub(crate) fn stop_move(&mut self, goes: &Goes, now: UnixMillis) -> Result<(), Problem> {
        let household = goes.household()?;
        let mut edits = marks(None, None).to_vec();
        let closed = self.written(goes)?.and_then(|written| written.closed);
        if closed.is_some() && goes.about.closed.value == closed {
            edits.push(About::closed.only().set(None::<Date>));
        }
        let name = noted::written(household);
        self.edit_household_and(household, &edits, now, |tx| setting::remove(tx, &name))?;
        Ok(())
    }
}

impl Device {
    /// Writes the file.
    ///
    /// # Errors
    /// If the file can't be written, or [`ProblemCode::MoveLacking`] if a photo can't be read: then there is none.
    pub(crate) fn write_packed(&self, file: &Chosen, packed: &Packed) -> Result<Sealed, Problem> {
        let mut random = self.outside.random.clone();
        let mut pieces = Pieces::begin(&packed.secret, &mut random);
        let mut lacks = u32::try_from(packed.goes.lacking.len()).unwrap_or(u32::MAX);
        let write = |out: &mut dyn Write| self.stream(out, packed, &mut pieces, &mut lacks);
        let written = self.write_chosen(file, write);
        match written {
            Ok(()) => Ok(Sealed {
                words: pieces.words(),
                lacks,
            }),
            Err(Broken::Io(error)) => Err(Problem::with(ProblemCode::FileNotWritten, error)),
            Err(Broken::Problem(problem)) => Err(problem),
        }
    }

    fn stream(
        &self,
        out: &mut dyn Write,
        packed: &Packed,
        pieces: &mut Pieces,
        lacks: &mut u32,
    ) -> Result<(), Broken> {
        out.write_all(pieces.header())?;
        let mut put = |piece: &Piece| -> Result<(), Broken> {
            let sealed = pieces.seal(piece).map_err(problem)?;
            Ok(out.write_all(&sealed)?)
        };
        put(&Piece::Head(Box::new(packed.head.clone())))?;
        for Document { id, whole, apart } in packed.documents.clone() {
            put(&Piece::Document { id, whole, apart })?;
        }
        for (document, blob) in &packed.goes.here {
            // One photo is in memory at a time.
            let content = self.with(|open, now| open.packed_blob(*blob, *document, now))?;
            let Some(content) = content else {
                // It is damaged, or was let go in this very moment.
                *lacks = lacks.saturating_add(1);
                match packed.without_lacking {
                    true => continue,
                    false => return Err(Problem::with(ProblemCode::MoveLacking, lacks).into()),
                }
            };
            put(&Piece::Attachment {
                document: *document,
                blob: *blob,
                content: content.to_vec().into(),
            })?;
        }
        put(&Piece::End)
    }
}
