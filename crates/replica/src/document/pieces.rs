//! What came and went in a text, in words, for people to read.

use doorstep_model::history::Piece;
use similar::{ChangeTag, TextDiff};

/// Words around a change that are kept, at each side.
const AROUND: usize = 6;
/// Characters of one stretch that came or went.
const LONGEST: usize = 600;
/// Stretches of one moment.
const MOST: usize = 24;
/// Two texts whose differing middles are longer than this, in characters, are not compared word by
/// word: what was there went, and what is there came.
const COMPARED: usize = 20_000;

/// How one text became another.
pub(super) fn pieces(before: &str, after: &str) -> Vec<Piece> {
    let (start, end) = alike(before, after);
    let middle = |text: &str| {
        let upto = text.len().saturating_sub(end);
        text.get(start..upto).unwrap_or_default().to_owned()
    };
    let (went, came) = (middle(before), middle(after));
    let mut pieces = vec![Piece::Kept(before.get(..start).unwrap_or_default().into())];
    if went.len() > COMPARED || came.len() > COMPARED {
        push(&mut pieces, Piece::Went(went));
        push(&mut pieces, Piece::Came(came));
    } else {
        let diff = TextDiff::from_words(went.as_str(), came.as_str());
        for change in diff.iter_all_changes() {
            let value = change.value().to_owned();
            let piece = match change.tag() {
                ChangeTag::Equal => Piece::Kept(value),
                ChangeTag::Delete => Piece::Went(value),
                ChangeTag::Insert => Piece::Came(value),
            };
            push(&mut pieces, piece);
        }
    }
    let rest = before.len().saturating_sub(end);
    push(
        &mut pieces,
        Piece::Kept(before.get(rest..).unwrap_or_default().into()),
    );
    shortened(pieces)
}

/// Bytes that are the same at the start and at the end, in whole words.
fn alike(before: &str, after: &str) -> (usize, usize) {
    let start = before
        .split_inclusive(char::is_whitespace)
        .zip(after.split_inclusive(char::is_whitespace))
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.len())
        .sum();
    let rest = |text: &'_ str| text.get(start..).unwrap_or_default().to_owned();
    let (before, after) = (rest(before), rest(after));
    let words = |text: &str| {
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        words.reverse();
        words
    };
    let same = words(&before)
        .into_iter()
        .zip(words(&after))
        .take_while(|(one, other)| one == other);
    // Each with the space before it; the first word of all has none.
    let end: usize = same.map(|(word, _)| word.len() + 1).sum();
    let end = end.min(before.len()).min(after.len());
    (start, end)
}

fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), &piece) {
        (Some(Piece::Kept(last)), Piece::Kept(more))
        | (Some(Piece::Came(last)), Piece::Came(more))
        | (Some(Piece::Went(last)), Piece::Went(more)) => last.push_str(more),
        _ => pieces.push(piece),
    }
}

fn shortened(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = pieces
        .into_iter()
        .filter(|piece| match piece {
            Piece::Kept(text) | Piece::Came(text) | Piece::Went(text) => !text.is_empty(),
        })
        .collect();
    let last = pieces.len().saturating_sub(1);
    for (at, piece) in pieces.iter_mut().enumerate() {
        match piece {
            Piece::Kept(text) => *text = some_of(text, at > 0, at < last),
            Piece::Came(text) | Piece::Went(text) => cut(text),
        }
    }
    pieces.truncate(MOST);
    pieces
}

/// The words of a stretch that touch what is before and after it.
fn some_of(text: &str, before: bool, after: bool) -> String {
    let words: Vec<&str> = text.split_inclusive(' ').collect();
    let head = if before { AROUND } else { 0 };
    let tail = if after { AROUND } else { 0 };
    if words.len() <= head + tail || head + tail == 0 {
        return text.into();
    }
    let first = words.get(..head).unwrap_or_default().concat();
    let last = words.get(words.len() - tail..).unwrap_or_default().concat();
    format!("{first}… {last}")
}

fn cut(text: &mut String) {
    if let Some((at, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(at);
        text.push('…');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Piece {
        Piece::Kept(text.into())
    }
    fn came(text: &str) -> Piece {
        Piece::Came(text.into())
    }
    fn went(text: &str) -> Piece {
        Piece::Went(text.into())
    }

    #[test]
    fn words_that_came_and_went_are_told_with_a_few_around_them() {
        assert_eq!(pieces("", "The garden."), [came("The garden.")]);
        assert_eq!(
            pieces("The garden.", "The garden. And the dog."),
            [kept("The garden."), came(" And the dog.")]
        );
        assert_eq!(
            pieces("Tea with Ann today", "Tea with Bill today"),
            [kept("Tea with "), went("Ann"), came("Bill"), kept(" today")]
        );
        let long = "one two three four five six seven eight nine ten ".repeat(3);
        let after = format!("{long}end");
        assert_eq!(
            pieces(&long, &after),
            [kept("… five six seven eight nine ten "), came("end")]
        );
    }

    #[test]
    fn texts_of_any_writing_and_length_are_cut_between_characters() {
        let (one, other) = (
            "الحديقة والأولاد 👩‍👧 ".repeat(3_000),
            "القطة 🐈 ".repeat(4_000),
        );
        for (before, after) in [(&one, &other), (&other, &one)] {
            let told: usize = pieces(before, after)
                .iter()
                .map(|piece| match piece {
                    Piece::Kept(text) | Piece::Came(text) | Piece::Went(text) => {
                        text.chars().count()
                    }
                })
                .sum();
            assert!(told < 2 * (LONGEST + 1) + 50, "{told}");
        }
    }

    #[test]
    fn all_that_came_and_went_is_told_of_short_texts() {
        let texts = [
            "", "a", "a b", "b a", "a  b", "a b c", "c", " a", "a ", "a\nb", "a b\n",
        ];
        for before in texts {
            for after in texts {
                let told = pieces(before, after);
                let of = |with: fn(&Piece) -> Option<&str>| -> String {
                    told.iter().filter_map(with).collect()
                };
                let was = of(|piece| match piece {
                    Piece::Kept(text) | Piece::Went(text) => Some(text),
                    Piece::Came(_) => None,
                });
                let is = of(|piece| match piece {
                    Piece::Kept(text) | Piece::Came(text) => Some(text),
                    Piece::Went(_) => None,
                });
                assert_eq!((was.as_str(), is.as_str()), (before, after));
            }
        }
    }
}
