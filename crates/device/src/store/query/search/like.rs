//! Names that are nearly a typed word: they share enough pieces of three letters.

use rusqlite::{Connection, params};

use crate::store::StoreFault;

/// Of its pieces of three letters, a name must have this part to pass for a slip.
const LIKE_ENOUGH: f64 = 0.45;
/// Words of names that are compared with a typed one, at most.
const COMPARED: u32 = 200;
/// Words of names that are taken, at most.
const MOST: usize = 12;

/// Words that stand in names and are nearly this one, the likest first.
pub(super) fn words_of_names_like(
    conn: &Connection,
    word: &str,
) -> Result<Vec<String>, StoreFault> {
    let typed = pieces(word);
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let query: Vec<String> = typed.iter().map(|piece| format!("\"{piece}\"")).collect();
    let mut statement = conn.prepare_cached(
        "SELECT word FROM search_pieces WHERE search_pieces MATCH ?1 ORDER BY rank LIMIT ?2",
    )?;
    let rows = statement.query_map(params![query.join(" OR "), COMPARED], |row| {
        row.get::<_, String>(0)
    })?;
    let mut found = Vec::new();
    for there in rows {
        let there = there?;
        let alike = likeness(&typed, &pieces(&there));
        if alike >= LIKE_ENOUGH {
            found.push((alike, there));
        }
    }
    found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    Ok(found
        .into_iter()
        .map(|(_, there)| there)
        .take(MOST)
        .collect())
}

/// Every three letters in a row; a word of fewer has none.
pub(in crate::store::query) fn pieces(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    letters
        .windows(3)
        .map(|three| three.iter().collect())
        .collect()
}

/// Dice's coefficient of two sets of pieces: 1 for the same, 0 for nothing in common.
pub(in crate::store::query) fn likeness(one: &[String], other: &[String]) -> f64 {
    let shared = one.iter().filter(|piece| other.contains(piece)).count();
    let all = one.len() + other.len();
    if all == 0 {
        0.0
    } else {
        2.0 * shared as f64 / all as f64
    }
}

#[cfg(test)]
mod tests {
    use super::{LIKE_ENOUGH, likeness, pieces};

    #[test]
    fn a_slip_is_like_and_another_name_is_not() {
        assert!(likeness(&pieces("katherine"), &pieces("katharine")) >= LIKE_ENOUGH);
        assert!(likeness(&pieces("katherine"), &pieces("northgate")) < LIKE_ENOUGH);
    }
}
