//! The words around a hit. The text is looked through here and not by FTS5, which would read every
//! place of a common word in the whole caseload to find the one in this household.

use doorstep_model::call::Found;
use rusqlite::Connection;

use crate::store::StoreFault;
use crate::store::project::fold;

/// Characters shown before and after a hit.
const AROUND: usize = 50;

/// The first line of a household, other than its names, with a word that begins as one of these.
pub(super) fn around(
    conn: &Connection,
    household_no: i64,
    beginnings: &[String],
) -> Result<Option<Found>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT text FROM line_text WHERE household_no = ?1 AND is_name = 0 ORDER BY line_no",
    )?;
    let mut rows = statement.query([household_no])?;
    while let Some(row) = rows.next()? {
        let text = row.get_ref(0)?.as_str().unwrap_or_default();
        if let Some(found) = find(text, beginnings) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn find(text: &str, beginnings: &[String]) -> Option<Found> {
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let word = rest.get(start..)?;
        let end = word
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        let folded = fold(word);
        if beginnings
            .iter()
            .any(|beginning| folded.starts_with(beginning))
        {
            let before = text.get(..text.len() - after.len() - word.len())?;
            return Some(Found {
                before: last_words(before),
                hit: word.to_owned(),
                after: first_words(after),
            });
        }
        rest = after;
    }
    None
}

/// The end of a text, from a whole word on, in one line.
fn last_words(text: &str) -> String {
    let from = text.char_indices().rev().nth(AROUND);
    let line = |text: &str| text.replace(['\n', '\r'], " ");
    match from {
        None => line(text),
        Some((at, _)) => {
            let cut = text.get(at..).unwrap_or_default();
            let whole = cut
                .split_once(char::is_whitespace)
                .map_or(cut, |(_, rest)| rest);
            format!("… {}", line(whole))
        }
    }
}

/// The beginning of a text, up to a whole word, in one line.
fn first_words(text: &str) -> String {
    let line = |text: &str| text.replace(['\n', '\r'], " ");
    match text.char_indices().nth(AROUND) {
        None => line(text),
        Some((at, _)) => {
            let cut = text.get(..at).unwrap_or_default();
            let whole = cut
                .rsplit_once(char::is_whitespace)
                .map_or(cut, |(first, _)| first);
            format!("{} …", line(whole))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn found(text: &str, beginning: &str) -> Option<(String, String, String)> {
        let found = find(text, &[beginning.to_owned()])?;
        Some((found.before, found.hit, found.after))
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
