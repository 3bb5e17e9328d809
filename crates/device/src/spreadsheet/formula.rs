//! Cells that a spreadsheet would compute instead of showing.
//!
//! Spreadsheets take a cell of a CSV file for a formula by its first sign. A formula can read other
//! cells, fetch addresses and start programs, and the words in it come from people outside of the
//! team. An apostrophe in front makes it words again, as the programs themselves write it (OWASP,
//! CSV injection).

use std::borrow::Cow;

/// First signs of formulas, in their wide forms too, and those that a program may skip before one.
const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
const GUARD: char = '\'';

/// The cell with an apostrophe in front if it would be computed. Plain numbers stay numbers.
/// A cell that begins like a guarded one is guarded once more, so that [`unguarded`] always gives
/// back what was there.
pub(crate) fn guarded(cell: &str) -> Cow<'_, str> {
    if needs_guard(cell) && !is_number(cell) {
        Cow::Owned(format!("{GUARD}{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell as it was before [`guarded`].
pub(crate) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix(GUARD) {
        Some(rest) if needs_guard(rest) => rest,
        _ => cell,
    }
}

fn needs_guard(cell: &str) -> bool {
    cell.trim_start_matches([' ', '\u{a0}', GUARD])
        .starts_with(STARTS)
}

/// `-3`, `+2.5`: digits with at most one point, which nothing can be hidden in.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(part)
}

#[cfg(test)]
mod tests {
    use super::{guarded, unguarded};

    #[test]
    fn what_would_be_computed_is_words_and_comes_back_as_it_was() {
        for formula in [
            "=1+1",
            "+44 7700 900123",
            "-2+cmd|' /C calc'!A0",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "＝1",
            "'=1",
            "''@x",
            "-1-1",
            "+1.2.3",
            "-",
        ] {
            let safe = guarded(formula);
            assert!(safe.starts_with('\''), "{formula:?}");
            assert_eq!(unguarded(&safe), formula);
        }
    }

    #[test]
    fn words_and_plain_numbers_are_left_alone() {
        for plain in [
            "",
            "Ann",
            "'t Hooft",
            "3",
            "-3",
            "+2.5",
            "-0.75",
            "2024-12-03",
            "a=b",
        ] {
            assert_eq!(guarded(plain), plain);
            assert_eq!(unguarded(plain), plain);
        }
    }
}
