//! How the letters of a file are written, found out by reading it once from end to end; and what
//! makes a file known again.

use std::io::{self, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use sha2::{Digest as _, Sha256};

/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;
/// How much of the beginning is looked at to see whether it is text.
const LOOKED_AT: usize = 8 * 1024;

/// What one reading of the whole file says.
pub(crate) struct Survey {
    pub(crate) encoding: &'static Encoding,
    /// Bytes of the byte order mark at the beginning.
    pub(crate) mark: usize,
    pub(crate) digest: [u8; 32],
    pub(crate) bytes: u64,
    /// Whether it can be a table at all.
    pub(crate) is_text: bool,
}

/// Reads everything once; the memory it takes does not grow with the file.
///
/// # Errors
/// What the file says; [`io::ErrorKind::FileTooLarge`] if there is more than `limit`.
pub(crate) fn survey(mut file: impl Read, limit: u64) -> io::Result<Survey> {
    let mut digest = Sha256::new();
    let mut beginning = Vec::new();
    let mut utf8 = Utf8Count::default();
    let mut bytes = 0_u64;
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = file.read(&mut chunk)?;
        let Some(read) = chunk.get(..read).filter(|read| !read.is_empty()) else {
            break;
        };
        bytes += u64::try_from(read.len()).unwrap_or(u64::MAX);
        if bytes > limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        digest.update(read);
        utf8.more(read);
        let missing = LOOKED_AT.saturating_sub(beginning.len());
        beginning.extend(read.iter().take(missing));
    }
    utf8.end();
    let (encoding, mark) = match beginning.as_slice() {
        [0xef, 0xbb, 0xbf, ..] => (UTF_8, 3),
        [0xff, 0xfe, ..] => (UTF_16LE, 2),
        [0xfe, 0xff, ..] => (UTF_16BE, 2),
        _ if utf8.is_likely() => (UTF_8, 0),
        _ => (WINDOWS_1252, 0),
    };
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    Ok(Survey {
        encoding,
        mark,
        digest: digest.finalize().into(),
        bytes,
        is_text: wide || is_text(&beginning),
    })
}

/// Spreadsheets' own formats, pictures and programs show themselves in their first bytes.
fn is_text(beginning: &[u8]) -> bool {
    const OTHERS: [&[u8]; 8] = [
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"%PDF",
        b"{\\rtf",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"\x1f\x8b",
    ];
    let strange = beginning
        .iter()
        .filter(|byte| matches!(byte, 0..=8 | 11 | 14..=26 | 28..=31 | 127))
        .count();
    // A few signs that are no text spoil a row, not the file.
    !OTHERS.iter().any(|other| beginning.starts_with(other)) && strange * 10 <= beginning.len()
}

/// Letters beyond ASCII that are UTF-8, and bytes that can't be.
#[derive(Default)]
struct Utf8Count {
    good: u64,
    bad: u64,
    /// The beginning of a letter that the last chunk ended in.
    cut: Vec<u8>,
}

impl Utf8Count {
    fn more(&mut self, chunk: &[u8]) {
        let mut joined = std::mem::take(&mut self.cut);
        joined.extend_from_slice(chunk);
        let mut rest = joined.as_slice();
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.count(text);
                    return;
                }
                Err(fault) => {
                    let (valid, after) = rest.split_at(fault.valid_up_to());
                    self.count(std::str::from_utf8(valid).unwrap_or_default());
                    let Some(bad) = fault.error_len() else {
                        self.cut = after.to_vec();
                        return;
                    };
                    self.bad += 1;
                    rest = after.get(bad..).unwrap_or_default();
                }
            }
        }
    }

    fn count(&mut self, text: &str) {
        let beyond = text.chars().filter(|letter| !letter.is_ascii()).count();
        self.good += u64::try_from(beyond).unwrap_or(u64::MAX);
    }

    fn end(&mut self) {
        self.bad += u64::from(!self.cut.is_empty());
    }

    /// A few broken letters among many good ones are broken letters; otherwise the file is of an
    /// older kind, where every byte is a letter.
    fn is_likely(&self) -> bool {
        self.bad == 0 || self.good > self.bad
    }
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, survey};

    fn name(bytes: &[u8]) -> (&'static str, bool) {
        let survey = survey(bytes, 1 << 30).unwrap();
        (survey.encoding.name(), survey.is_text)
    }

    #[test]
    fn the_encoding_is_found_out() {
        assert_eq!(name(b"Name\nAnn"), ("UTF-8", true));
        assert_eq!(name(b"\xef\xbb\xbfName"), ("UTF-8", true));
        assert_eq!(name(b"\xff\xfeN\0"), ("UTF-16LE", true));
        assert_eq!(name(b"\xfe\xff\0N"), ("UTF-16BE", true));
        assert_eq!(name("Siân, Tŷ, Ŵyn".as_bytes()), ("UTF-8", true));
        assert_eq!(name(b"Si\xe2n \x96 Ren\xe9e"), ("windows-1252", true));
        // One broken letter does not make another encoding of the rest.
        let mut broken = "Siân Ŵyn Tŷ ".repeat(20).into_bytes();
        broken.push(0xe2);
        assert_eq!(name(&broken), ("UTF-8", true));
    }

    #[test]
    fn a_letter_that_two_chunks_share_is_one_letter() {
        let mut bytes = vec![b'a'; CHUNK - 1];
        bytes.extend("ŵ".as_bytes());
        bytes.extend("ŵ".as_bytes());
        assert_eq!(name(&bytes), ("UTF-8", true));
    }

    #[test]
    fn what_is_no_text_is_no_table() {
        for other in [
            &b"PK\x03\x04\x14\0\x06\0"[..],
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"%PDF-1.7",
            b"\x89PNG\r\n\x1a\n",
            b"N\0a\0m\0e\0\n\0",
        ] {
            assert!(!name(other).1, "{other:?}");
        }
        assert!(name(b"Name\nAnn\0e,1 High Street\nBob,2 High Street\n").1);
        assert!(name(b"").1);
    }

    #[test]
    fn no_more_than_the_bound_is_read() {
        let endless = std::io::repeat(b'a');
        let fault = survey(endless, 1_000_000).err().unwrap();
        assert_eq!(fault.kind(), std::io::ErrorKind::FileTooLarge);
    }
}
