//! The file in which a household goes to another team (`docs/protocol.md`, Moving).
//!
//! ```text
//! header: "doorstep-move/1\n" (16) ‖ beginning of the nonces (20)
//! piece:  length (4) ‖ ciphertext, XChaCha20-Poly1305, one after the other
//! ```
//!
//! What opens it is a code that people tell each other. Piece n (from 0) is sealed with the nonce header's 20 bytes ‖ n
//! (4) and with the header ‖ n as associated data; the last piece says that it is the last. So no piece can be
//! left out, swapped or put in from another file, and one that was cut off is noticed.

use doorstep_wire::id::{BlobId, DocId, TeamId};
use doorstep_wire::{decode, encode};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;

use crate::chunk::Snapshot;
use crate::crypto::aead;
use crate::crypto::key::{SecretKey, derive};
use crate::crypto::recovery::words_for;

/// What such a file begins with.
const MAGIC: [u8; 16] = *b"doorstep-move/1\n";
/// The part of that which later versions have too.
const ANY_VERSION: &[u8] = b"doorstep-move/";
const NONCE: usize = 20;
/// Bytes before the first piece.
pub const HEADER: usize = MAGIC.len() + NONCE;
/// Bytes of a piece before it is sealed, at most: a document, or a photo.
pub const MAX_PIECE: usize = 32 * 1024 * 1024;
/// What sealing adds.
const TAG: usize = 16;
/// Words by which one team tells the other that it has the file.
const WORDS: usize = 3;

/// The secret behind the code.
pub type MoveSecret = [u8; 16];

/// What stands in a file, piece by piece: the head first, then documents, then photos, then the end.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Piece {
    /// What it is about.
    #[n(0)]
    Head(#[n(0)] Box<Head>),
    /// A household or a note, whole.
    #[n(1)]
    Document {
        /// As the team that had it knows it.
        #[n(0)]
        id: DocId,
        /// All of it.
        #[n(1)]
        whole: Snapshot,
        /// A note that fewer people could open than the household that it is about.
        #[n(2)]
        apart: bool,
    },
    /// A photo or voice note, as it was before it was sealed.
    #[n(2)]
    Attachment {
        /// The household it belongs to.
        #[n(0)]
        document: DocId,
        /// As that names it.
        #[n(1)]
        blob: BlobId,
        /// Its bytes.
        #[n(2)]
        content: ByteVec,
    },
    /// Nothing follows.
    #[n(3)]
    End,
}

/// What a file is about.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Head {
    /// The team that had the household.
    #[n(0)]
    pub team: TeamId,
    /// As it calls itself.
    #[n(1)]
    pub team_name: String,
    /// When it was written, in milliseconds since 1970, by the clock of that device.
    #[n(2)]
    pub at_ms: i64,
    /// The household that shows all others; its document comes first.
    #[n(3)]
    pub household: DocId,
    /// As that team calls it.
    #[n(4)]
    pub name: String,
    /// Names of the households that are shown as one with it.
    #[n(5)]
    pub joined: Vec<String>,
    /// People, visits, photos and voice notes, notes for safety: to be shown.
    #[n(6)]
    pub counts: [u32; 4],
    /// Only some people of that team could open it.
    #[n(7)]
    pub restricted: bool,
    /// Names behind devices and members that stand in it.
    #[n(8)]
    pub people: Vec<Called>,
    /// What its lines name on that team's lists.
    #[n(9)]
    pub listed: Vec<Listed>,
}

/// A name.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Called {
    /// A device or a member, in hex.
    #[n(0)]
    pub key: String,
    /// As colleagues say it.
    #[n(1)]
    pub name: String,
}

/// Something on a team's own list.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Listed {
    /// Which list: `agencies`, `failure_causes`, `obstacle_kinds`.
    #[n(0)]
    pub list: String,
    /// Its line.
    #[n(1)]
    pub key: String,
    /// What it is called.
    #[n(2)]
    pub name: String,
}

/// Why a file does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoveFault {
    /// It does not begin as such files do.
    #[error("it is no such file")]
    NotOne,
    /// A later version wrote it.
    #[error("a later version wrote it")]
    Later,
    /// The code is another file's.
    #[error("the code does not open it")]
    WrongCode,
    /// It was cut off or changed.
    #[error("it is damaged")]
    Damaged,
    /// A piece is larger than one may be.
    #[error("a piece is too large")]
    TooLarge,
}

/// What seals and opens the pieces of one file, in their order.
pub struct Pieces {
    key: SecretKey,
    header: [u8; HEADER],
    number: u32,
}

impl Pieces {
    /// For a new file.
    pub fn begin(secret: &MoveSecret, rng: &mut impl CryptoRng) -> Self {
        let mut header = [0; HEADER];
        let (magic, nonce) = header.split_at_mut(MAGIC.len());
        magic.copy_from_slice(&MAGIC);
        rng.fill_bytes(nonce);
        Self::with(secret, header)
    }

    /// For a file that begins with `header`.
    ///
    /// # Errors
    /// [`MoveFault::NotOne`] or [`MoveFault::Later`].
    pub fn of(secret: &MoveSecret, header: [u8; HEADER]) -> Result<Self, MoveFault> {
        match header.starts_with(&MAGIC) {
            true => Ok(Self::with(secret, header)),
            false if header.starts_with(ANY_VERSION) => Err(MoveFault::Later),
            false => Err(MoveFault::NotOne),
        }
    }

    fn with(secret: &MoveSecret, header: [u8; HEADER]) -> Self {
        Self {
            key: derive(secret, b"doorstep/1/move"),
            header,
            number: 0,
        }
    }

    /// What the file begins with.
    pub fn header(&self) -> &[u8; HEADER] {
        &self.header
    }

    /// The words by which whoever has opened the file tells that to whoever wrote it.
    pub fn words(&self) -> Vec<String> {
        let purpose = [b"doorstep/1/move-words".as_slice(), &self.header].concat();
        words_for(self.key.derive(&purpose).expose(), WORDS)
    }

    /// The next piece, with its length in front.
    ///
    /// # Errors
    /// [`MoveFault::TooLarge`].
    pub fn seal(&mut self, piece: &Piece) -> Result<Vec<u8>, MoveFault> {
        let plain = zeroize::Zeroizing::new(encode(piece));
        if plain.len() > MAX_PIECE {
            return Err(MoveFault::TooLarge);
        }
        let (nonce, aad) = self.next()?;
        let sealed = aead::seal(&self.key, &nonce, &aad, &plain);
        let length = u32::try_from(sealed.len()).map_err(|_| MoveFault::TooLarge)?;
        Ok([&length.to_be_bytes()[..], &sealed].concat())
    }

    /// How many bytes follow, from the four in front of a piece.
    ///
    /// # Errors
    /// [`MoveFault::Damaged`] if no piece is so long.
    pub fn length(front: [u8; 4]) -> Result<usize, MoveFault> {
        let length = usize::try_from(u32::from_be_bytes(front)).map_err(|_| MoveFault::Damaged)?;
        match length <= MAX_PIECE + TAG {
            true => Ok(length),
            false => Err(MoveFault::Damaged),
        }
    }

    /// Opens the next piece.
    ///
    /// # Errors
    /// [`MoveFault::WrongCode`] if not even the first opens, [`MoveFault::Damaged`].
    pub fn open(&mut self, sealed: &[u8]) -> Result<Piece, MoveFault> {
        let is_first = self.number == 0;
        let (nonce, aad) = self.next()?;
        let fault = match is_first {
            true => MoveFault::WrongCode,
            false => MoveFault::Damaged,
        };
        let plain = aead::open(&self.key, &nonce, &aad, sealed).map_err(|_| fault)?;
        decode(&zeroize::Zeroizing::new(plain)).map_err(|_| MoveFault::Damaged)
    }

    fn next(&mut self) -> Result<([u8; 24], Vec<u8>), MoveFault> {
        let number = self.number.to_be_bytes();
        self.number = self.number.checked_add(1).ok_or(MoveFault::TooLarge)?;
        let mut nonce = [0; 24];
        let beginning = self.header.iter().skip(MAGIC.len());
        for (to, from) in nonce.iter_mut().zip(beginning.chain(&number)) {
            *to = *from;
        }
        Ok((nonce, [&self.header[..], &number].concat()))
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends where this fails"
)]
mod tests {
    use rand::SeedableRng as _;
    use rand::rngs::StdRng;

    use super::*;

    const SECRET: MoveSecret = [7; 16];

    fn photo(byte: u8) -> Piece {
        Piece::Attachment {
            document: DocId([byte; 16]),
            blob: BlobId([byte; 16]),
            content: vec![byte; 300].into(),
        }
    }

    /// Three pieces, each by itself.
    fn file() -> (Pieces, Vec<Vec<u8>>) {
        let mut pieces = Pieces::begin(&SECRET, &mut StdRng::seed_from_u64(1));
        let sealed = [photo(1), photo(2), Piece::End];
        let sealed = sealed.map(|piece| pieces.seal(&piece).unwrap());
        (pieces, sealed.to_vec())
    }

    fn open(
        secret: &MoveSecret,
        header: &[u8; HEADER],
        all: &[Vec<u8>],
    ) -> Result<Vec<Piece>, MoveFault> {
        let mut pieces = Pieces::of(secret, *header)?;
        let opened = all.iter().map(|piece| {
            let (front, sealed) = piece.split_first_chunk::<4>().unwrap();
            assert_eq!(Pieces::length(*front)?, sealed.len());
            pieces.open(sealed)
        });
        opened.collect()
    }

    #[test]
    fn what_was_sealed_opens_with_the_code_and_both_have_the_same_words() {
        let (pieces, sealed) = file();
        let header = *pieces.header();
        let opened = open(&SECRET, &header, &sealed);
        assert_eq!(opened, Ok(vec![photo(1), photo(2), Piece::End]));
        assert_eq!(Pieces::of(&SECRET, header).unwrap().words(), pieces.words());
        let other = Pieces::begin(&SECRET, &mut StdRng::seed_from_u64(2));
        assert_ne!(other.words(), pieces.words());
    }

    #[test]
    fn another_code_and_another_order_open_nothing() {
        let (pieces, mut sealed) = file();
        let header = pieces.header();
        assert_eq!(open(&[8; 16], header, &sealed), Err(MoveFault::WrongCode));
        sealed.remove(1);
        assert_eq!(open(&SECRET, header, &sealed), Err(MoveFault::Damaged));
    }

    #[test]
    fn a_flipped_bit_is_refused_wherever_it_is() {
        let (pieces, sealed) = file();
        for at in 0..HEADER {
            let mut header = *pieces.header();
            header[at] ^= 1;
            assert!(open(&SECRET, &header, &sealed).is_err(), "{at}");
        }
        for piece in 0..sealed.len() {
            for at in 4..sealed[piece].len() {
                let mut sealed = sealed.clone();
                sealed[piece][at] ^= 1;
                assert!(
                    open(&SECRET, pieces.header(), &sealed).is_err(),
                    "{piece} {at}"
                );
            }
        }
    }

    #[test]
    fn what_is_none_or_of_a_later_version_says_so() {
        let mut header = [0; HEADER];
        assert_eq!(Pieces::of(&SECRET, header).err(), Some(MoveFault::NotOne));
        header[..ANY_VERSION.len()].copy_from_slice(ANY_VERSION);
        assert_eq!(Pieces::of(&SECRET, header).err(), Some(MoveFault::Later));
        assert_eq!(Pieces::length([0xff; 4]), Err(MoveFault::Damaged));
    }
}
