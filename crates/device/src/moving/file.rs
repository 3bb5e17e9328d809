//! Reading a file from another team: one piece at a time, and no more of it than a household can be. Nobody writes
//! one that is not read.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Read};

use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::chunk::Snapshot;
use doorstep_replica::moving::{HEADER, Head, MoveFault, MoveSecret, Piece, Pieces};
use doorstep_wire::code::decode_code;
use doorstep_wire::id::{BlobId, DocId};

use super::lists;
use crate::files::Chosen;

/// Documents in a file, at most: as many as are ever shown as one, and their notes.
const MOST_DOCUMENTS: usize = 64;
/// Bytes of documents that are held in memory, at most.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Photos and voice notes, at most.
const MOST_ATTACHMENTS: usize = 20_000;
/// Names that come along, at most; each is an edit.
pub(super) const MOST_NAMES: usize = 400;
/// The longest name of anything, in letters.
pub(crate) const LONGEST_NAME: usize = 200;

/// A document in a file.
#[derive(Clone)]
pub(crate) struct Document {
    /// As the team that had it knows it.
    pub(crate) id: DocId,
    pub(crate) whole: Snapshot,
    /// It is a note that fewer people could open than its household.
    pub(crate) apart: bool,
}

/// A file whose head was read.
pub(crate) struct Opened<R> {
    from: R,
    pieces: Pieces,
    pub(crate) head: Head,
}

/// All of a file but the photos themselves.
pub(crate) struct Whole {
    pub(crate) header: [u8; HEADER],
    pub(crate) words: Vec<String>,
    pub(crate) head: Head,
    pub(crate) documents: Vec<Document>,
    pub(crate) attachments: BTreeSet<BlobId>,
}

/// Opens a file with the code that was told.
///
/// # Errors
/// [`ProblemCode::CodeNotValid`], [`ProblemCode::FileUnreadable`], or what [`MoveFault`] says.
pub(crate) fn open(file: &Chosen, code: &str) -> Result<Opened<impl Read + use<>>, Problem> {
    let secret: MoveSecret = decode_code(code).map_err(|_| ProblemCode::CodeNotValid)?;
    let (mut from, _) = file.open().map_err(unreadable)?;
    let mut header = [0; HEADER];
    from.read_exact(&mut header)
        .map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => ProblemCode::MoveNotOne.into(),
            _ => unreadable(error),
        })?;
    let mut pieces = Pieces::of(&secret, header).map_err(problem)?;
    let first = next(&mut from, &mut pieces)?;
    let Piece::Head(mut head) = first else {
        return Err(ProblemCode::MoveDamaged.into());
    };
    let texts = [&mut head.team_name, &mut head.name].into_iter();
    for text in texts.chain(&mut head.joined) {
        *text = text.chars().take(LONGEST_NAME).collect();
    }
    head_fits(&head)?;
    Ok(Opened {
        from,
        pieces,
        head: *head,
    })
}

impl<R: Read> Opened<R> {
    /// What the file begins with.
    pub(crate) fn header(&self) -> &[u8; HEADER] {
        self.pieces.header()
    }

    /// The next piece; `None` at the end, after which nothing may follow.
    pub(crate) fn next(&mut self) -> Result<Option<Piece>, Problem> {
        match next(&mut self.from, &mut self.pieces)? {
            Piece::End => {
                let more = self.from.read(&mut [0]).map_err(unreadable)?;
                match more {
                    0 => Ok(None),
                    _ => Err(ProblemCode::MoveDamaged.into()),
                }
            }
            Piece::Head(_) => Err(ProblemCode::MoveDamaged.into()),
            piece => Ok(Some(piece)),
        }
    }
}

/// Reads all of it, to the end: nothing is kept of a file that is not whole.
///
/// # Errors
/// As [`open`], and [`ProblemCode::MoveTooLarge`].
pub(crate) fn read_all(file: &Chosen, code: &str) -> Result<Whole, Problem> {
    let mut opened = open(file, code)?;
    let (mut documents, mut attachments) = (Vec::new(), BTreeSet::new());
    let mut filled = Filled::default();
    while let Some(piece) = opened.next()? {
        match piece {
            Piece::Document { id, whole, apart } => {
                filled.document(&whole)?;
                documents.push(Document { id, whole, apart });
            }
            // One that stands there twice takes no more room.
            Piece::Attachment { blob, .. } => {
                if attachments.insert(blob) {
                    filled.attachment()?;
                }
            }
            Piece::Head(_) | Piece::End => {}
        }
    }
    let is_first = documents.first().map(|one| one.id) == Some(opened.head.household);
    let different: BTreeSet<DocId> = documents.iter().map(|one| one.id).collect();
    if !is_first || different.len() != documents.len() {
        return Err(ProblemCode::MoveDamaged.into());
    }
    Ok(Whole {
        header: *opened.pieces.header(),
        words: opened.pieces.words(),
        head: opened.head,
        documents,
        attachments,
    })
}

/// What is in a file so far, against what one holds.
#[derive(Default)]
pub(super) struct Filled {
    documents: usize,
    bytes: usize,
    attachments: usize,
}

impl Filled {
    /// One document more.
    ///
    /// # Errors
    /// [`ProblemCode::MoveTooLarge`].
    pub(super) fn document(&mut self, whole: &Snapshot) -> Result<(), Problem> {
        self.documents += 1;
        self.bytes = self.bytes.saturating_add(whole.saved.len());
        fits(
            self.documents <= MOST_DOCUMENTS
                && self.bytes <= MOST_BYTES
                && whole.is_within_bounds(),
        )
    }

    /// One photo or voice note more.
    ///
    /// # Errors
    /// [`ProblemCode::MoveTooLarge`].
    pub(super) fn attachment(&mut self) -> Result<(), Problem> {
        self.attachments += 1;
        fits(self.attachments <= MOST_ATTACHMENTS)
    }
}

/// What stands at the front names no more than a file holds.
///
/// # Errors
/// [`ProblemCode::MoveTooLarge`].
pub(super) fn head_fits(head: &Head) -> Result<(), Problem> {
    fits(
        head.people.len() <= MOST_NAMES
            && head.listed.len() <= lists::MOST
            && head.joined.len() <= MOST_DOCUMENTS,
    )
}

fn fits(it_does: bool) -> Result<(), Problem> {
    match it_does {
        true => Ok(()),
        false => Err(ProblemCode::MoveTooLarge.into()),
    }
}

fn next(from: &mut impl Read, pieces: &mut Pieces) -> Result<Piece, Problem> {
    let cut_off = |error: std::io::Error| match error.kind() {
        ErrorKind::UnexpectedEof => ProblemCode::MoveDamaged.into(),
        _ => unreadable(error),
    };
    let mut front = [0; 4];
    from.read_exact(&mut front).map_err(cut_off)?;
    let length = Pieces::length(front).map_err(problem)?;
    let mut sealed = Vec::new();
    let limit = u64::try_from(length).unwrap_or(u64::MAX);
    from.take(limit)
        .read_to_end(&mut sealed)
        .map_err(unreadable)?;
    if sealed.len() != length {
        return Err(ProblemCode::MoveDamaged.into());
    }
    pieces.open(&sealed).map_err(problem)
}

fn unreadable(error: std::io::Error) -> Problem {
    Problem::with(ProblemCode::FileUnreadable, error.kind())
}

/// What a fault of the file is called.
pub(super) fn problem(fault: MoveFault) -> Problem {
    let code = match fault {
        MoveFault::NotOne => ProblemCode::MoveNotOne,
        MoveFault::Later => ProblemCode::MoveLater,
        MoveFault::WrongCode => ProblemCode::MoveWrongCode,
        MoveFault::Damaged => ProblemCode::MoveDamaged,
        MoveFault::TooLarge => ProblemCode::MoveTooLarge,
    };
    code.into()
}
