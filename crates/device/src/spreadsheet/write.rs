//! A table on its way into a file.

use std::io::{self, Write};

use super::formula::guarded;

/// Tells spreadsheet programs that the text is UTF-8; without it some take it for another encoding
/// and show accents wrong.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A table that is being written, row by row. Cells are written as words or plain numbers; what a
/// spreadsheet would compute gets an apostrophe in front.
pub(crate) struct Table<W: Write> {
    rows: csv::Writer<W>,
}

impl<W: Write> Table<W> {
    /// Begins a table in `into`.
    ///
    /// # Errors
    /// What `into` says.
    pub(crate) fn begin(mut into: W) -> io::Result<Self> {
        into.write_all(BYTE_ORDER_MARK)?;
        let rows = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(into);
        Ok(Self { rows })
    }

    /// Writes the next row.
    ///
    /// # Errors
    /// What the file says.
    pub(crate) fn row<C: AsRef<str>>(
        &mut self,
        cells: impl IntoIterator<Item = C>,
    ) -> io::Result<()> {
        for cell in cells {
            self.rows
                .write_field(guarded(cell.as_ref()).as_bytes())
                .map_err(into_io)?;
        }
        self.rows.write_record(None::<&[u8]>).map_err(into_io)
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// What the file says.
    pub(crate) fn end(mut self) -> io::Result<()> {
        self.rows.flush()
    }
}

/// Writing fails by the file alone; rows may have any length.
fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    fn written(rows: &[&[&str]]) -> String {
        let mut bytes = Vec::new();
        let mut table = Table::begin(&mut bytes).unwrap();
        for row in rows {
            table.row(*row).unwrap();
        }
        table.end().unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_table_has_its_mark_its_quotes_and_its_line_ends() {
        let table = written(&[
            &["Week", "Tŷ"],
            &["a, b", "say \"hello\"\nagain"],
            &["=HYPERLINK(\"x\")", "-4"],
        ]);
        assert_eq!(
            table,
            "\u{feff}Week,Tŷ\r\n\"a, b\",\"say \"\"hello\"\"\nagain\"\r\n\"'=HYPERLINK(\"\"x\"\")\",-4\r\n"
        );
    }

    #[test]
    fn a_full_disk_is_told() {
        struct Full;
        impl std::io::Write for Full {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        assert!(Table::begin(Full).is_err());
    }
}
