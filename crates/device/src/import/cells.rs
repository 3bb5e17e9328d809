//! A row's text as cells.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::spreadsheet::unguarded;

/// Cells of one row, at most; more columns than any list of households has.
pub(crate) const MAX_CELLS: usize = 512;

/// Splits rows that [`super::frame`] found whole.
pub(crate) struct Splitter {
    reader: Reader,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Splitter {
    pub(crate) fn new(delimiter: u8) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            bytes: Vec::new(),
            ends: vec![0; MAX_CELLS],
        }
    }

    /// The cells, trimmed, without what guards them against being computed; `None` if there are
    /// more than [`MAX_CELLS`].
    pub(crate) fn split(&mut self, row: &str) -> Option<Vec<String>> {
        self.reader.reset();
        // The reader passes over empty rows, and over a mark at the beginning.
        if row.is_empty() {
            return Some(vec![String::new()]);
        }
        self.bytes.resize(row.len(), 0);
        let (mut taken, mut written, mut cells) = (0, 0, 0);
        loop {
            let (result, read, wrote, ended) = self.reader.read_record(
                row.as_bytes().get(taken..)?,
                self.bytes.get_mut(written..)?,
                self.ends.get_mut(cells..)?,
            );
            taken += read;
            written += wrote;
            cells += ended;
            match result {
                // An empty input is the end of the row.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record | ReadRecordResult::End => break,
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => return None,
            }
        }
        let mut begin = 0;
        let mut found = Vec::with_capacity(cells);
        for end in self.ends.get(..cells)? {
            let cell = self.bytes.get(begin..*end)?;
            found.push(clean(&String::from_utf8_lossy(cell)));
            begin = *end;
        }
        // So it does over one that is nothing but the sign of a line's end.
        if found.is_empty() {
            found.push(String::new());
        }
        Some(found)
    }
}

/// The words of a cell: no space around them, no signs that can't be seen within.
fn clean(cell: &str) -> String {
    let around = |c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}';
    let cell = unguarded(cell.trim_matches(around)).trim_matches(around);
    if cell.contains(|c: char| c.is_control() && c != '\n') {
        cell.replace(|c: char| c.is_control() && c != '\n', " ")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_CELLS, Splitter};

    #[test]
    fn cells_are_words_without_their_quotation_marks() {
        let mut splitter = Splitter::new(b';');
        let mut split = |row: &str| splitter.split(row).unwrap();
        assert_eq!(split(" a ;\"b;\n\"\"c\"\" \";"), ["a", "b;\n\"c\"", ""]);
        assert_eq!(
            split("'=1+1;'+44 1;=1+1;\u{a0}x\ty"),
            ["=1+1", "+44 1", "=1+1", "x y"]
        );
        assert_eq!(split("a"), ["a"]);
        assert_eq!(split(""), [""]);
        assert_eq!(split("\"\""), [""]);
        assert_eq!(split("\r"), [""]);
        assert_eq!(split("\u{feff}Tŷ;b"), ["Tŷ", "b"]);
    }

    #[test]
    fn there_is_a_bound_to_the_cells() {
        let mut splitter = Splitter::new(b',');
        assert_eq!(
            splitter.split(&",".repeat(MAX_CELLS - 1)).unwrap().len(),
            MAX_CELLS
        );
        assert!(splitter.split(&",".repeat(MAX_CELLS)).is_none());
        assert_eq!(splitter.split("a,b").unwrap(), ["a", "b"]);
    }
}
