//! A file as text, as it comes: decoded, with one kind of line end. Bytes that are no letter become
//! the replacement sign (U+FFFD), which later sets their row aside.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};
use sha2::{Digest as _, Sha256};

/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;

/// A file on its way to text.
pub(crate) struct Text<R> {
    file: R,
    decoder: Decoder,
    digest: Sha256,
    chunk: Vec<u8>,
    decoded: String,
    /// Bytes of the byte order mark that are still to be passed over.
    mark: usize,
    read: u64,
    limit: u64,
    /// The last letter was a carriage return: a line feed after it ends no other line.
    after_return: bool,
    ended: bool,
}

impl<R: Read> Text<R> {
    /// Reads `file` as `encoding` after `mark` bytes; at most `limit` bytes in all.
    pub(crate) fn new(file: R, encoding: &'static Encoding, mark: usize, limit: u64) -> Self {
        Self {
            file,
            decoder: encoding.new_decoder_without_bom_handling(),
            digest: Sha256::new(),
            chunk: vec![0; CHUNK],
            decoded: String::with_capacity(CHUNK * 3),
            mark,
            read: 0,
            limit,
            after_return: false,
            ended: false,
        }
    }

    /// Adds some more text to `held`. Answers whether there may be more.
    ///
    /// # Errors
    /// What the file says; [`io::ErrorKind::FileTooLarge`] if it grew past the limit.
    pub(crate) fn more(&mut self, held: &mut String) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let read = self.file.read(&mut self.chunk)?;
        self.read += u64::try_from(read).unwrap_or(u64::MAX);
        if self.read > self.limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let bytes = self.chunk.get(..read).unwrap_or_default();
        self.digest.update(bytes);
        let skipped = self.mark.min(bytes.len());
        self.mark -= skipped;
        self.ended = read == 0;
        let mut rest = bytes.get(skipped..).unwrap_or_default();
        loop {
            let (result, taken, _) =
                self.decoder
                    .decode_to_string(rest, &mut self.decoded, self.ended);
            rest = rest.get(taken..).unwrap_or_default();
            one_line_end(&mut self.decoded, &mut self.after_return, held);
            if result == CoderResult::InputEmpty {
                return Ok(!self.ended);
            }
        }
    }

    /// Bytes read so far.
    pub(crate) fn position(&self) -> u64 {
        self.read
    }

    /// What was read, to be known again.
    pub(crate) fn digest(&self) -> [u8; 32] {
        self.digest.clone().finalize().into()
    }
}

/// Moves what is decoded, with one kind of line end.
fn one_line_end(decoded: &mut String, after_return: &mut bool, held: &mut String) {
    for letter in decoded.chars() {
        match letter {
            '\n' if *after_return => {}
            '\r' => held.push('\n'),
            letter => held.push(letter),
        }
        *after_return = letter == '\r';
    }
    decoded.clear();
}

#[cfg(test)]
mod tests {
    use super::Text;
    use encoding_rs::{UTF_8, UTF_16LE, WINDOWS_1252};
    use std::io::Read;

    /// Gives one byte at a time, so that every letter is cut.
    struct Dribble<'a>(&'a [u8]);

    impl Read for Dribble<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else {
                return Ok(0);
            };
            into[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn read(bytes: &[u8], encoding: &'static encoding_rs::Encoding, mark: usize) -> String {
        let mut text = Text::new(Dribble(bytes), encoding, mark, 1_000);
        let mut held = String::new();
        while text.more(&mut held).unwrap() {}
        held
    }

    #[test]
    fn letters_and_line_ends_come_whole() {
        assert_eq!(
            read("a\r\nŵ\rb\n\n\r\nc".as_bytes(), UTF_8, 0),
            "a\nŵ\nb\n\n\nc"
        );
        assert_eq!(read(b"\xff\xfeT\0\x77\x01\r\0\n\0", UTF_16LE, 2), "Tŷ\n");
        assert_eq!(read(b"Ren\xe9e \x80", WINDOWS_1252, 0), "Renée €");
    }

    #[test]
    fn what_is_no_letter_is_marked_and_stops_nothing() {
        assert_eq!(read(b"a\xffb\nc\xe2", UTF_8, 0), "a\u{fffd}b\nc\u{fffd}");
        assert_eq!(read(b"a\0\x00\xd8b\0\0", UTF_16LE, 0), "a\u{fffd}b\u{fffd}");
    }
}
