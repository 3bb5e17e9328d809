//! Odd files, and that every line of any file is in exactly one row.

use encoding_rs::UTF_8;
use proptest::prelude::*;

use super::{Framed, MAX_ROW, Row, Rows};
use crate::import::text::Text;

fn rows(file: &str) -> Vec<Row> {
    let text = Text::new(file.as_bytes(), UTF_8, 0, 1 << 30);
    let mut rows = Rows::new(text, b',');
    let mut all = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        all.push(row);
    }
    all
}

fn shown(file: &str) -> Vec<(String, u32, Framed)> {
    rows(file)
        .into_iter()
        .map(|row| (row.text, row.lines, row.state))
        .collect()
}

fn whole(text: &str, lines: u32) -> (String, u32, Framed) {
    (text.into(), lines, Framed::Whole)
}

#[test]
fn a_row_is_a_line_unless_a_quoted_cell_goes_on() {
    assert_eq!(
        shown("a,b\n\n\"1\n2\",\"say \"\"x\"\"\"\nc\"d,e"),
        [
            whole("a,b", 1),
            whole("", 1),
            whole("\"1\n2\",\"say \"\"x\"\"\"", 2),
            whole("c\"d,e", 1),
        ]
    );
    assert_eq!(shown(""), []);
    assert!(rows("a,b")[0].unended);
    assert!(!rows("a,b\n")[0].unended);
}

#[test]
fn a_quotation_mark_that_never_ends_breaks_its_own_line_alone() {
    assert_eq!(
        shown("a,\"b\nc,d\ne,f\n"),
        [
            ("a,\"b".into(), 1, Framed::OpenQuote),
            whole("c,d", 1),
            whole("e,f", 1),
        ]
    );
    assert_eq!(
        shown("a,\"b\nc,\"d, e\"\nf\n"),
        [
            ("a,\"b".into(), 1, Framed::Quote),
            whole("c,\"d, e\"", 1),
            whole("f", 1),
        ]
    );
    assert_eq!(shown("a\n\"cut o")[1].2, Framed::OpenQuote);
    assert_eq!(
        shown("\"Ann \"Nan\" Lee\",x\nb\n"),
        [
            ("\"Ann \"Nan\" Lee\",x".into(), 1, Framed::Quote),
            whole("b", 1)
        ]
    );
}

#[test]
fn a_line_beyond_the_bound_is_one_row_and_the_next_is_read() {
    for length in [MAX_ROW - 1, MAX_ROW, MAX_ROW + 1, 5 * MAX_ROW] {
        for (mark, end) in [("", "\n"), ("\"", "\n"), ("ŵ", ""), ("\"", "")] {
            let file = format!("{mark}{}{end}b,c\n", "x".repeat(length));
            let found = rows(&file);
            let lines: u32 = found.iter().map(|row| row.lines).sum();
            assert_eq!(lines as usize, file.lines().count(), "{length} {mark:?}");
            assert!(found.iter().all(|row| row.text.len() <= MAX_ROW));
            if end == "\n" {
                assert_eq!(found.last().unwrap().text, "b,c");
            }
        }
    }
}

#[test]
fn marks_that_open_again_and_again_take_bounded_work() {
    // As a beginning each line opens a mark, and within one it closes and opens one.
    let file = "a\"b,\"c\n".repeat(200_000);
    let begun = std::time::Instant::now();
    let found = rows(&file);
    let lines: u32 = found.iter().map(|row| row.lines).sum();
    assert_eq!(lines, 200_000);
    assert!(begun.elapsed().as_secs() < 60);
}

/// Lines by another way than ours.
fn lines(file: &str) -> usize {
    let one_end = file.replace("\r\n", "\n").replace('\r', "\n");
    one_end.matches('\n').count() + usize::from(!one_end.is_empty() && !one_end.ends_with('\n'))
}

proptest! {
    #[test]
    fn every_line_is_in_exactly_one_row(
        file in "(a|ŵ|,|\"|\n|\r|\r\n| ){0,200}",
    ) {
        let found = rows(&file);
        let counted: usize = found.iter().map(|row| row.lines as usize).sum();
        prop_assert_eq!(counted, lines(&file));
        // And with its text, in order.
        let joined = found.iter().map(|row| row.text.clone() + "\n").collect::<String>();
        let one_end = file.replace("\r\n", "\n").replace('\r', "\n");
        prop_assert_eq!(joined.trim_end_matches('\n'), one_end.trim_end_matches('\n'));
    }

    #[test]
    fn a_file_without_slips_has_the_rows_that_another_reader_finds(
        table in prop::collection::vec(prop::collection::vec("[a ,\"\nŵ]{1,6}", 1..4), 1..20),
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let file = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(file.as_bytes());
        let theirs = reader.records().count();
        let found = rows(&file);
        prop_assert!(found.iter().all(|row| row.state == Framed::Whole));
        prop_assert_eq!(found.len(), theirs);
    }
}
