//! Where a row of the file ends.
//!
//! A row is a line, unless a quoted cell goes over several. A quotation mark that is in a wrong
//! place or never ends would swallow the good rows after it; so only the line it stands in is
//! broken, and reading begins again with the next one.

use std::io::{self, Read};

use super::text::Text;

/// Bytes of text in one row, at most.
pub(crate) const MAX_ROW: usize = 64 * 1024;
/// How often reading begins again after a row over several lines turned out to be broken. Beyond
/// that, so that the work stays bounded, all lines of a broken row are set aside together.
const MAX_AGAIN: u32 = 4_096;
/// Bytes that are kept of a row that is too long.
const KEPT_OF_LONG: usize = 4 * 1024;

/// One row as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its text, without the line end.
    pub(crate) text: String,
    /// How many lines of the file it takes.
    pub(crate) lines: u32,
    pub(crate) state: Framed,
    /// Whether the file ends with it, without a line end.
    pub(crate) unended: bool,
}

/// Whether a row can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framed {
    Whole,
    /// A quotation mark where none can be.
    Quote,
    /// A quotation mark that never ends.
    OpenQuote,
    TooLong,
}

/// The rows of a file, one after the other.
pub(crate) struct Rows<R> {
    text: Text<R>,
    delimiter: u8,
    held: String,
    at: usize,
    more: bool,
    again: u32,
}

impl<R: Read> Rows<R> {
    pub(crate) fn new(text: Text<R>, delimiter: u8) -> Self {
        Self {
            text,
            delimiter,
            held: String::new(),
            at: 0,
            more: true,
            again: 0,
        }
    }

    /// The next row; `None` at the end of the file.
    ///
    /// # Errors
    /// What the file says.
    pub(crate) fn next(&mut self) -> io::Result<Option<Row>> {
        self.fill()?;
        let rest = self.rest();
        if rest.is_empty() {
            return Ok(None);
        }
        let rest_bytes = rest.len();
        let window = rest.as_bytes().get(..MAX_ROW).unwrap_or(rest.as_bytes());
        let (state, end) = match end(window, self.delimiter) {
            Ended::At(end) => (Framed::Whole, end),
            // The end of the file ends a row too.
            Ended::Not { quoted: false } if rest_bytes <= MAX_ROW => (Framed::Whole, rest_bytes),
            Ended::Not { quoted: false } => return self.long_line(),
            Ended::Not { quoted: true } => (Framed::OpenQuote, window.len()),
            Ended::Stray(at) => (Framed::Quote, at),
        };
        if state == Framed::Whole {
            return Ok(Some(self.take(end, Framed::Whole)));
        }
        let first_line = window.iter().position(|byte| *byte == b'\n');
        match first_line {
            Some(first) if self.again < MAX_AGAIN || first >= end => {
                self.again += u32::from(first < end);
                Ok(Some(self.take(first + 1, state)))
            }
            Some(_) => {
                // As far as the broken row reached, to the end of a line.
                let after = window.get(end..).unwrap_or_default();
                let end = match after.iter().position(|byte| *byte == b'\n') {
                    Some(more) => end + more + 1,
                    None => window.iter().rposition(|byte| *byte == b'\n').unwrap_or(0) + 1,
                };
                Ok(Some(self.take(end, state)))
            }
            // The file ends in the middle of it.
            None if window.len() == rest_bytes => Ok(Some(self.take(rest_bytes, state))),
            None => self.long_line(),
        }
    }

    /// Bytes of the file read so far.
    pub(crate) fn position(&self) -> u64 {
        self.text.position()
    }

    /// What was read, to be known again.
    pub(crate) fn digest(&self) -> [u8; 32] {
        self.text.digest()
    }

    fn rest(&self) -> &str {
        self.held.get(self.at..).unwrap_or_default()
    }

    /// Holds more than the longest row, unless the file ends before.
    fn fill(&mut self) -> io::Result<()> {
        while self.more && self.held.len() - self.at <= MAX_ROW {
            self.held.drain(..self.at);
            self.at = 0;
            self.more = self.text.more(&mut self.held)?;
        }
        Ok(())
    }

    /// Takes the next `bytes`, which end with a line or with the file.
    fn take(&mut self, bytes: usize, state: Framed) -> Row {
        let taken = self.rest().get(..bytes).unwrap_or_default();
        let unended = !taken.ends_with('\n');
        let ends = taken.bytes().filter(|byte| *byte == b'\n').count();
        let row = Row {
            text: taken.strip_suffix('\n').unwrap_or(taken).to_owned(),
            lines: u32::try_from(ends).unwrap_or(u32::MAX) + u32::from(unended),
            state,
            unended,
        };
        self.at += bytes;
        row
    }

    /// Takes a line that is longer than a row may be, and keeps its beginning.
    fn long_line(&mut self) -> io::Result<Option<Row>> {
        let mut kept = KEPT_OF_LONG;
        while !self.rest().is_char_boundary(kept) {
            kept -= 1;
        }
        let text = self.rest().get(..kept).unwrap_or_default().to_owned();
        let mut unended = false;
        loop {
            if let Some(end) = self.rest().find('\n') {
                self.at += end + 1;
                break;
            }
            self.at = self.held.len();
            self.fill()?;
            if self.rest().is_empty() {
                unended = true;
                break;
            }
        }
        Ok(Some(Row {
            text,
            lines: 1,
            state: Framed::TooLong,
            unended,
        }))
    }
}

/// Where the first row of `text` ends.
enum Ended {
    /// Before this byte, its line end included.
    At(usize),
    /// There is something after a closing quotation mark, at this byte.
    Stray(usize),
    /// It does not.
    Not { quoted: bool },
}

fn end(text: &[u8], delimiter: u8) -> Ended {
    #[derive(Clone, Copy)]
    enum In {
        Beginning,
        Cell,
        Quotes,
        AfterQuote,
    }
    let mut place = In::Beginning;
    for (at, byte) in text.iter().copied().enumerate() {
        place = match (place, byte) {
            (In::Beginning | In::AfterQuote, b'"') => In::Quotes,
            (In::Quotes, b'"') => In::AfterQuote,
            (In::Quotes, _) => In::Quotes,
            (_, b'\n') => return Ended::At(at + 1),
            (_, byte) if byte == delimiter => In::Beginning,
            (In::AfterQuote, _) => return Ended::Stray(at),
            _ => In::Cell,
        };
    }
    Ended::Not {
        quoted: matches!(place, In::Quotes),
    }
}

#[cfg(test)]
mod tests;
