//! Two people's changes to one text, put together: what each did to the text both began with.
//!
//! The document merges character by character; this is only for what is typed while an answer is
//! on its way, and for where the caret goes.

/// The one stretch in which `to` differs from `from`, in characters: start, how many of `from` are
/// gone, and what stands there now.
struct Splice {
    start: usize,
    gone: usize,
    put: Vec<char>,
}

impl Splice {
    fn between(from: &[char], to: &[char]) -> Self {
        let start = from.iter().zip(to).take_while(|(a, b)| a == b).count();
        let rest = from.len().min(to.len()) - start;
        let tail = from
            .iter()
            .rev()
            .zip(to.iter().rev())
            .take(rest)
            .take_while(|(a, b)| a == b)
            .count();
        Self {
            start,
            gone: from.len() - tail - start,
            put: to.get(start..to.len() - tail).unwrap_or_default().to_vec(),
        }
    }

    fn end(&self) -> usize {
        self.start + self.gone
    }

    fn changes_nothing(&self) -> bool {
        self.gone == 0 && self.put.is_empty()
    }
}

/// What `mine` and `theirs` did to `from`, both of it. Where both changed the same stretch, what
/// each put there stays: mine, then theirs.
pub(crate) fn merge(from: &str, mine: &str, theirs: &str) -> String {
    if from == mine || mine == theirs {
        return theirs.into();
    }
    if from == theirs {
        return mine.into();
    }
    let chars = |text: &str| text.chars().collect::<Vec<_>>();
    let old = chars(from);
    let first = Splice::between(&old, &chars(mine));
    let second = Splice::between(&old, &chars(theirs));
    let (left, right) = if (second.start, second.end()) < (first.start, first.end()) {
        (&second, &first)
    } else {
        (&first, &second)
    };
    let part = |range: std::ops::Range<usize>| old.get(range).unwrap_or_default().iter();
    let mut merged = String::new();
    merged.extend(part(0..left.start));
    if left.end() <= right.start {
        merged.extend(&left.put);
        merged.extend(part(left.end()..right.start));
        merged.extend(&right.put);
        merged.extend(part(right.end()..old.len()));
    } else {
        // Both changed the same words. A stretch that one of them only took out stays out.
        merged.extend(&first.put);
        merged.extend(&second.put);
        merged.extend(part(left.end().max(right.end())..old.len()));
    }
    merged
}

/// Where a caret that stood at `caret` (in UTF-16 units) of `from` stands in `to`.
pub(crate) fn caret_after(from: &str, to: &str, caret: u32) -> u32 {
    let units = |chars: &[char]| chars.iter().map(|c| c.len_utf16()).sum::<usize>();
    let old: Vec<char> = from.chars().collect();
    let splice = Splice::between(&old, &to.chars().collect::<Vec<_>>());
    if splice.changes_nothing() {
        return caret;
    }
    let before = units(old.get(..splice.start).unwrap_or_default());
    let gone = units(old.get(splice.start..splice.end()).unwrap_or_default());
    let put = units(&splice.put);
    let caret = usize::try_from(caret).unwrap_or(usize::MAX);
    let moved = if caret <= before {
        caret
    } else if caret >= before + gone {
        caret - gone + put
    } else {
        before + put
    };
    u32::try_from(moved).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_changes_are_there() {
        assert_eq!(
            merge("a quiet life", "a very quiet life", "a quiet life here"),
            "a very quiet life here"
        );
        assert_eq!(merge("", "mine", "theirs"), "minetheirs");
        assert_eq!(merge("x", "x", "y"), "y");
        assert_eq!(merge("x", "y", "x"), "y");
        assert_eq!(merge("x", "y", "y"), "y");
        assert_eq!(merge("one two", "one", "one two three"), "one three");
    }

    #[test]
    fn what_each_put_into_the_same_words_stays() {
        let merged = merge("the cat sat", "the dog sat", "the cats sit");
        assert!(
            merged.contains("dog") && merged.contains("s sit"),
            "{merged}"
        );
    }

    #[test]
    fn the_caret_stays_by_the_words_it_was_at() {
        assert_eq!(caret_after("tea", "more tea", 3), 8);
        assert_eq!(caret_after("tea", "tea please", 2), 2);
        assert_eq!(caret_after("a🙂b", "xa🙂b", 3), 4);
        assert_eq!(caret_after("same", "same", 2), 2);
    }
}
