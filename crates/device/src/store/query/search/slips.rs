//! Words that are one slip away from a typed one: a letter too few, too many, another, or two that
//! changed places.

use std::collections::BTreeSet;

/// A shorter word has too many neighbours that mean something else.
const SHORTEST: usize = 4;
/// A longer word is not looked at: nobody types one by hand.
const LONGEST: usize = 24;
/// Letters that a slip may have left out or replaced. Those after z have no accent that folding
/// would take away.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzæøłđß";

/// Whether two words are one slip apart.
pub(in crate::store::query) fn one_slip(one: &str, other: &str) -> bool {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    if one.len().min(other.len()) < 3 || one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let same = |(a, b): &(&char, &char)| a == b;
    let before = one.iter().zip(&other).take_while(same).count();
    let after = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(same)
        .count();
    let longest = one.len().max(other.len());
    if before + after + 1 >= longest {
        return true;
    }
    let swapped = one.len() == other.len() && before + after + 2 == longest;
    swapped && one.get(before) == other.get(before + 1) && one.get(before + 1) == other.get(before)
}

/// All words one slip away. Those that are as long come first, then longer ones; a shorter one also
/// stands for longer words that begin so.
pub(super) fn slips(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    if !(SHORTEST..=LONGEST).contains(&letters.len()) {
        return Vec::new();
    }
    let mut all = Vec::new();
    let mut seen = BTreeSet::from([word.to_owned()]);
    let mut take = |letters: Vec<char>| {
        let slip: String = letters.into_iter().collect();
        if seen.insert(slip.clone()) {
            all.push(slip);
        }
    };
    for at in 1..letters.len() {
        let mut swapped = letters.clone();
        swapped.swap(at - 1, at);
        take(swapped);
    }
    for at in 0..letters.len() {
        for letter in LETTERS.chars() {
            let mut other = letters.clone();
            if let Some(place) = other.get_mut(at) {
                *place = letter;
            }
            take(other);
        }
    }
    for at in 0..=letters.len() {
        for letter in LETTERS.chars() {
            let mut longer = letters.clone();
            longer.insert(at, letter);
            take(longer);
        }
    }
    for at in 0..letters.len() {
        let mut shorter = letters.clone();
        shorter.remove(at);
        take(shorter);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{one_slip, slips};

    #[test]
    fn every_slip_of_one_letter_is_there_and_no_other() {
        let all = slips("boyler");
        for near in ["boiler", "oyler", "boylers", "byoler", "boyle", "bøyler"] {
            assert!(all.iter().any(|slip| slip == near), "{near}");
            assert!(
                one_slip("boyler", near) && one_slip(near, "boyler"),
                "{near}"
            );
        }
        for far in ["boyler", "boils", "toiler", ""] {
            assert!(all.iter().all(|slip| slip != far), "{far}");
            assert!(far == "boyler" || !one_slip("boyler", far), "{far}");
        }
        assert!(all.len() < 500, "{}", all.len());
    }

    #[test]
    fn short_and_endless_words_have_none() {
        assert!(slips("cat").is_empty());
        assert!(slips(&"x".repeat(40)).is_empty());
    }
}
