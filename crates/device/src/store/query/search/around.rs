//! The words around a hit. The text is looked through here and not by FTS5: one line is all that has
//! to be read.

use doorstep_model::Date;
use doorstep_model::call::Found;
use doorstep_model::field::Part;
use doorstep_model::id::ItemId;
use rusqlite::{Connection, OptionalExtension, params};

use crate::store::StoreFault;
use crate::store::project::{fold, part_of};
use crate::store::row;

/// Characters shown before and after a hit.
const AROUND: usize = 50;

/// The words of this line around the first one, folded, that `is_it` says yes to.
pub(super) fn around(
    conn: &Connection,
    line: i64,
    is_it: impl Fn(&str) -> bool,
) -> Result<Option<Found>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT text, part, item, household_no FROM line_text WHERE line_no = ?1",
    )?;
    let mut rows = statement.query([line])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let text = row.get_ref(0)?.as_str().unwrap_or_default();
    let Some((before, hit, after)) = find(text, is_it) else {
        return Ok(None);
    };
    let item: String = row.get(2)?;
    let part = part_of(row.get_ref(1)?.as_str().unwrap_or_default());
    let date = match part {
        Part::Visits => day_of(conn, row.get(3)?, &item)?,
        _ => None,
    };
    Ok(Some(Found {
        part,
        item: ItemId::try_from(item).ok(),
        date,
        before,
        hit,
        after,
    }))
}

fn day_of(conn: &Connection, household_no: i64, visit: &str) -> Result<Option<Date>, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT date FROM visit WHERE household_no = ?1 AND item = ?2")?;
    let day = statement.query_row(params![household_no, visit], |found| {
        row::maybe_name(found, 0)
    });
    Ok(day.optional()?.flatten())
}

/// What stands before the hit, the hit, and what stands after it.
fn find(text: &str, is_it: impl Fn(&str) -> bool) -> Option<(String, String, String)> {
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let word = rest.get(start..)?;
        let end = word
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        if is_it(&fold(word)) {
            let before = text.get(..text.len() - after.len() - word.len())?;
            return Some((last_words(before), word.to_owned(), first_words(after)));
        }
        rest = after;
    }
    None
}

/// The end of a text, from a whole word on, in one line.
fn last_words(text: &str) -> String {
    let from = text.char_indices().rev().nth(AROUND);
    match from {
        None => one_line(text),
        Some((at, _)) => {
            let cut = text.get(at..).unwrap_or_default();
            let whole = cut
                .split_once(char::is_whitespace)
                .map_or(cut, |(_, rest)| rest);
            format!("… {}", one_line(whole))
        }
    }
}

/// The beginning of a text, up to a whole word, in one line.
fn first_words(text: &str) -> String {
    match text.char_indices().nth(AROUND) {
        None => one_line(text),
        Some((at, _)) => {
            let cut = text.get(..at).unwrap_or_default();
            let whole = cut
                .rsplit_once(char::is_whitespace)
                .map_or(cut, |(first, _)| first);
            format!("{} …", one_line(whole))
        }
    }
}

/// Texts that stand below each other, in one line.
fn one_line(text: &str) -> String {
    const BREAK: [char; 2] = ['\n', '\r'];
    let mut joined = String::with_capacity(text.len());
    let mut broken = false;
    for (place, line) in text.split(BREAK).enumerate() {
        broken |= place > 0;
        if line.is_empty() {
            continue;
        }
        if broken {
            let goes_on = joined.ends_with(',');
            joined.push_str(if goes_on { " " } else { " · " });
        }
        broken = false;
        joined.push_str(line);
    }
    if broken {
        joined.push_str(" · ");
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::find;

    fn found(text: &str, beginning: &str) -> Option<(String, String, String)> {
        find(text, |word| word.starts_with(beginning))
    }

    #[test]
    fn a_hit_is_shown_with_what_is_around_it() {
        let whole = |before: &str, hit: &str, after: &str| {
            Some((before.to_owned(), hit.to_owned(), after.to_owned()))
        };
        assert_eq!(
            found("fix the Kettle,\nsoon", "kett"),
            whole("fix the ", "Kettle", ", soon")
        );
        assert_eq!(
            found("Colm made soup.\n\nFrom his garden", "soup"),
            whole("Colm made ", "soup", ". · From his garden")
        );
        assert_eq!(
            found("Tea\nsoup\nbread", "soup"),
            whole("Tea · ", "soup", " · bread")
        );
        assert_eq!(found("Siân came", "sian"), whole("", "Siân", " came"));
        assert_eq!(found("teakettle", "kettle"), None);
        let long = format!("{}kettle{}", "before ".repeat(20), " after".repeat(20));
        let (before, hit, after) = found(&long, "kettle").unwrap();
        assert!(
            before.starts_with("… before") && before.ends_with("before "),
            "{before}"
        );
        assert!(
            after.starts_with(" after") && after.ends_with("after …"),
            "{after}"
        );
        assert_eq!(hit, "kettle");
        assert!(before.chars().count() < 60 && after.chars().count() < 60);
    }
}
