//! What stands between the cells of a file, by its first rows.

use std::io::{self, Read};

use super::cells::Splitter;
use super::frame::{Framed, Row, Rows};

/// What spreadsheets write between cells.
pub(crate) const DELIMITERS: [u8; 3] = *b",;\t";
/// Rows that are looked at.
pub(crate) const LOOKED_AT: usize = 30;

/// The delimiter by which most of the first rows have as many cells as the very first.
/// `open` gives the rows as read with a delimiter.
///
/// # Errors
/// What the file says.
pub(crate) fn find<R: Read>(mut open: impl FnMut(u8) -> io::Result<Rows<R>>) -> io::Result<u8> {
    let mut best = (b',', (0, 0));
    for delimiter in DELIMITERS {
        let rows = first_rows(&mut open(delimiter)?)?;
        let mut splitter = Splitter::new(delimiter);
        let counts: Vec<usize> = rows
            .iter()
            .filter_map(|row| splitter.split(&row.text))
            .map(|cells| cells.len())
            .collect();
        let first = counts.first().copied().unwrap_or(0);
        let alike = counts.iter().filter(|count| **count == first).count();
        if first > 1 && (alike, first) > best.1 {
            best = (delimiter, (alike, first));
        }
    }
    Ok(best.0)
}

/// The first rows that can be read and have something in them.
///
/// # Errors
/// What the file says.
pub(crate) fn first_rows<R: Read>(rows: &mut Rows<R>) -> io::Result<Vec<Row>> {
    let mut found = Vec::new();
    for _ in 0..LOOKED_AT {
        match rows.next()? {
            None => break,
            Some(row) if row.state != Framed::Whole || row.text.trim().is_empty() => {}
            Some(row) => found.push(row),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::import::frame::Rows;
    use crate::import::text::Text;
    use encoding_rs::UTF_8;

    fn delimiter(file: &str) -> char {
        let open = |delimiter| {
            let text = Text::new(file.as_bytes(), UTF_8, 0, 1 << 30);
            Ok(Rows::new(text, delimiter))
        };
        char::from(find(open).unwrap())
    }

    #[test]
    fn commas_semicolons_and_tabs_are_told_apart() {
        assert_eq!(delimiter("a,b\n1,2\n"), ',');
        assert_eq!(delimiter("a;b\n\"1,5\";2\n3,4;5,6\n"), ';');
        assert_eq!(delimiter("a\tb, c\n1, x, y\t2\n"), '\t');
        assert_eq!(delimiter("Name,Address\nLee,\"1; 2\"\nKay,3; 4\n"), ',');
        assert_eq!(delimiter("one column\nand no more\n"), ',');
        assert_eq!(delimiter(""), ',');
    }
}
