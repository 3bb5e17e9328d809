//! What automerge's columns claim, before automerge believes it. They are runs: ten bytes may say that
//! a value stands there 2³⁴ times, and what automerge allocates for that can't be taken back by
//! catching a panic. So whatever comes from outside is measured first.
//!
//! Numbers are LEB128. A chunk is magic (4), checksum (4), type (1), length, body. A column says what
//! it is (its kind in the lowest three bits, the fourth set if it is compressed) and how long it is.

/// Rows that a column may have: a person who types all day makes some ten thousand.
const MOST_ROWS: u64 = 1_000_000;
const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const DOCUMENT: u8 = 0;
const CHANGE: u8 = 1;
const HASH_LEN: u64 = 32;

/// Whether bytes are one saved document and nothing else, with no column that is compressed or has too
/// many rows.
pub(super) fn is_plain_document(saved: &[u8]) -> bool {
    let measured = || {
        let mut rest = body(saved, DOCUMENT)?;
        for _actor in 0..rest.number()? {
            rest.pass_prefixed()?;
        }
        for _head in 0..rest.number()? {
            rest.take(HASH_LEN)?;
        }
        let (changes, operations) = (rest.columns()?, rest.columns()?);
        rest.measure(&changes)?;
        rest.measure(&operations)
    };
    measured().is_some()
}

/// The same for one change.
pub(super) fn is_plain_change(change: &[u8]) -> bool {
    let measured = || {
        let mut rest = body(change, CHANGE)?;
        for _dependency in 0..rest.number()? {
            rest.take(HASH_LEN)?;
        }
        rest.pass_prefixed()?;
        let _sequence = rest.number()?;
        let _first_operation = rest.number()?;
        let _time = rest.signed()?;
        rest.pass_prefixed()?;
        for _other_actor in 0..rest.number()? {
            rest.pass_prefixed()?;
        }
        let operations = rest.columns()?;
        rest.measure(&operations)
    };
    measured().is_some()
}

fn body(chunk: &[u8], wanted: u8) -> Option<Reader<'_>> {
    let (magic, rest) = chunk.split_first_chunk::<4>()?;
    let (_checksum, rest) = rest.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_first()?;
    let mut rest = Reader(rest);
    let len = rest.number()?;
    let is_all = *magic == MAGIC && *kind == wanted && usize::try_from(len) == Ok(rest.0.len());
    is_all.then_some(rest)
}

/// What a column says of itself.
struct Column {
    kind: u64,
    len: u64,
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn columns(&mut self) -> Option<Vec<Column>> {
        const IS_COMPRESSED: u64 = 0b1000;
        let mut columns = Vec::new();
        for _column in 0..self.number()? {
            let (says, len) = (self.number()?, self.number()?);
            if says & IS_COMPRESSED != 0 {
                return None;
            }
            columns.push(Column {
                kind: says & 0b111,
                len,
            });
        }
        Some(columns)
    }

    /// `None` if one of them has too many rows, or is no column.
    fn measure(&mut self, columns: &[Column]) -> Option<()> {
        for column in columns {
            let bytes = Reader(self.take(column.len)?);
            bytes.rows(column.kind)?;
        }
        Some(())
    }

    fn rows(mut self, kind: u64) -> Option<u64> {
        const SIGNED: u64 = 3;
        const TRUE_OR_FALSE: u64 = 4;
        const TEXT: u64 = 5;
        const BYTES_OF_VALUES: u64 = 7;
        let mut rows = 0_u64;
        while kind != BYTES_OF_VALUES && !self.0.is_empty() {
            let value = |reader: &mut Self| match kind {
                SIGNED => reader.signed().map(|_| ()),
                TEXT => reader.pass_prefixed(),
                _ => reader.number().map(|_| ()),
            };
            let run = match kind {
                TRUE_OR_FALSE => self.number()?,
                _ => match self.signed()? {
                    0 => self.number()?,
                    run @ 1.. => {
                        value(&mut self)?;
                        run.unsigned_abs()
                    }
                    singly => {
                        for _ in 0..singly.unsigned_abs() {
                            value(&mut self)?;
                        }
                        singly.unsigned_abs()
                    }
                },
            };
            rows = rows.checked_add(run).filter(|rows| *rows <= MOST_ROWS)?;
        }
        Some(rows)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let mut number = 0_i64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let is_negative = byte & 0x40 != 0 && shift + 7 < 64;
                return Some(if is_negative {
                    number | (-1 << (shift + 7))
                } else {
                    number
                });
            }
        }
        None
    }

    fn pass_prefixed(&mut self) -> Option<()> {
        let len = self.number()?;
        self.take(len).map(|_| ())
    }

    fn take(&mut self, len: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(usize::try_from(len).ok()?)?;
        self.0 = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

    use automerge::transaction::Transactable;
    use automerge::{Automerge, ObjType, ROOT};

    use super::*;

    fn written() -> Automerge {
        let mut doc = Automerge::new();
        let mut tx = doc.transaction();
        let text = tx.put_object(ROOT, "text", ObjType::Text).unwrap();
        tx.splice_text(&text, 0, 0, &"what matters to us ".repeat(50))
            .unwrap();
        tx.put(ROOT, "number", -7).unwrap();
        tx.put(ROOT, "yes", true).unwrap();
        tx.put(ROOT, "none", automerge::ScalarValue::Null).unwrap();
        tx.commit();
        let mut tx = doc.transaction();
        tx.splice_text(&text, 3, 400, "else").unwrap();
        tx.delete(ROOT, "number").unwrap();
        tx.commit();
        doc
    }

    #[test]
    fn what_automerge_writes_is_plain() {
        let doc = written();
        assert!(is_plain_document(&doc.save_nocompress()));
        for change in doc.get_changes(&[]) {
            assert!(is_plain_change(change.raw_bytes()));
            assert!(!is_plain_document(change.raw_bytes()));
        }
        // The control: compressed columns, and a tail.
        assert!(!is_plain_document(&doc.save()));
        assert!(!is_plain_document(
            &[doc.save_nocompress(), vec![0]].concat()
        ));
    }

    #[test]
    fn rows_are_counted_and_not_believed() {
        let rows = |kind, bytes: &[u8]| Reader(bytes).rows(kind);
        assert_eq!(rows(2, &[3, 9]), Some(3), "three times nine");
        assert_eq!(rows(2, &[0x7e, 9, 8]), Some(2), "nine and eight");
        assert_eq!(rows(2, &[0, 5]), Some(5), "nothing, five times");
        assert_eq!(rows(3, &[2, 0x7f]), Some(2), "minus one, twice");
        assert_eq!(rows(4, &[2, 3, 0]), Some(5), "no, no, yes, yes, yes");
        assert_eq!(rows(5, &[2, 1, b'a']), Some(2));
        assert_eq!(rows(7, &[1, 2, 3]), Some(0));
        // 2³⁴ times, in six bytes.
        let many = [0x80, 0x80, 0x80, 0x80, 0xc0, 0x00, 9];
        assert_eq!(rows(1, &many), None);
        assert_eq!(rows(4, &many[..6]), None);
        assert_eq!(rows(2, &[0, 0x80, 0x80, 0x80, 0x80, 0x40]), None);
        assert_eq!(rows(2, &[0x7e, 9]), None, "one is missing");
        // The least that a signed number can be is no run of that many values.
        let least = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f];
        assert_eq!(rows(2, &least), None);
    }
}
