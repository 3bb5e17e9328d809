//! Which numbers of a table are too small to be given away, and which others have to go with them.
//!
//! A number from one to four is hidden; nothing is about nobody, and stays. Where the sum of the
//! whole row is known, one hidden number would be what is missing from the sum, so others are hidden
//! beside it: the next in the row, never the next in size, since a rule that looks at sizes tells
//! them. It ends when every hidden number could be any of at least three, and their sum is not small
//! itself. That this holds even for somebody who knows the rule is tried out below over every small
//! table.

use doorstep_model::call::LEAST_GIVEN_AWAY;

/// Which numbers of a row are hidden, where the sum of the row is known. `unit` is what one thing
/// counts as in `numbers`.
pub(crate) fn hidden_beside_sum(numbers: &[u64], unit: u64) -> Vec<bool> {
    let too_small = numbers.iter().map(|number| is_small(*number, unit));
    beside_sum(numbers, too_small.collect(), unit, is_covered)
}

/// As [`hidden_beside_sum`], with numbers that are hidden for a reason of their own.
pub(crate) fn hidden_with(numbers: &[u64], hidden: &[bool], unit: u64) -> Vec<bool> {
    let both = numbers
        .iter()
        .zip(hidden.iter().chain(std::iter::repeat(&false)));
    let too_small = both.map(|(number, hidden)| *hidden || is_small(*number, unit));
    beside_sum(numbers, too_small.collect(), unit, is_covered)
}

/// Whether a number stays on the device, whatever stands around it.
pub(crate) fn is_small(number: u64, unit: u64) -> bool {
    number > 0 && number < u64::from(LEAST_GIVEN_AWAY).saturating_mul(unit)
}

/// Whether so many hidden numbers with this sum cover each other. Somebody may know that all of them
/// are small, from one to four: then there must be room above the least and below the most that they
/// can be together. With a larger one among them there is, if their sum is more than two can make.
fn is_covered(count: u64, sum: u64) -> bool {
    const ROOM: u64 = 2;
    let most = u64::from(LEAST_GIVEN_AWAY) - 1;
    let all_small = count.saturating_mul(most);
    let has_room = sum >= count + ROOM && sum + ROOM <= all_small;
    count >= 2 && sum > 2 * most && (sum > all_small || has_room)
}

fn beside_sum(
    numbers: &[u64],
    mut hidden: Vec<bool>,
    unit: u64,
    is_covered: fn(u64, u64) -> bool,
) -> Vec<bool> {
    let Some(first) = hidden.iter().position(|hidden| *hidden) else {
        return hidden;
    };
    let order = (first..numbers.len()).chain(0..first);
    for next in order {
        let behind = || numbers.iter().zip(&hidden).filter(|(_, hidden)| **hidden);
        let count = u64::try_from(behind().count()).unwrap_or(u64::MAX);
        let sum = behind().fold(0_u64, |sum, (number, _)| sum.saturating_add(*number));
        if is_covered(count, sum / unit.max(1)) {
            break;
        }
        if let Some(hidden) = hidden.get_mut(next) {
            *hidden = true;
        }
    }
    hidden
}

/// Every row of so many numbers with this sum.
#[cfg(test)]
pub(super) fn with_sum(count: usize, sum: u64) -> Vec<Vec<u64>> {
    if count == 1 {
        return vec![vec![sum]];
    }
    let mut all = Vec::new();
    for first in 0..=sum {
        for mut rest in with_sum(count - 1, sum - first) {
            rest.push(first);
            all.push(rest);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Tables of this many numbers are tried out, each with every sum up to `MOST`. What somebody
    /// sees includes the sum, so that whatever a table could be instead is among those tried out.
    const NUMBERS: std::ops::RangeInclusive<usize> = 2..=6;
    const MOST: u64 = 16;

    /// What somebody sees: the numbers that are shown, and the sum unless it is small itself.
    type Seen = (Vec<Option<u64>>, Option<u64>);

    /// Small numbers that somebody who knows the rule can tell to within fewer than three.
    fn told(rule: fn(&[u64]) -> Vec<bool>) -> usize {
        let mut told = 0;
        for count in NUMBERS {
            let mut by_sight: BTreeMap<Seen, Vec<Vec<u64>>> = BTreeMap::new();
            for sum in 0..=MOST {
                for numbers in with_sum(count, sum) {
                    let hidden = rule(&numbers);
                    let shown = numbers.iter().zip(&hidden);
                    let shown = shown.map(|(number, hidden)| (!hidden).then_some(*number));
                    let seen = (shown.collect(), (!is_small(sum, 1)).then_some(sum));
                    by_sight.entry(seen).or_default().push(numbers);
                }
            }
            for ((shown, _), possible) in by_sight {
                for at in 0..count {
                    let could_be: BTreeSet<u64> = possible.iter().map(|all| all[at]).collect();
                    let small = possible.iter().filter(|all| is_small(all[at], 1)).count();
                    assert!(
                        small == 0 || shown[at].is_none(),
                        "small numbers are hidden"
                    );
                    told += if could_be.len() < 3 { small } else { 0 };
                }
            }
        }
        told
    }

    #[test]
    fn nobody_can_tell_a_hidden_number_even_who_knows_the_rule() {
        assert_eq!(told(|numbers| hidden_beside_sum(numbers, 1)), 0);
    }

    /// That the test above can fail: hiding only small numbers, or only one beside them, is told.
    #[test]
    fn hiding_only_small_numbers_would_be_told() {
        let only_small = |numbers: &[u64]| {
            numbers
                .iter()
                .map(|number| is_small(*number, 1))
                .collect::<Vec<_>>()
        };
        assert!(told(only_small) > 0);
        let only_two = |numbers: &[u64]| {
            let hidden = numbers.iter().map(|number| is_small(*number, 1)).collect();
            beside_sum(numbers, hidden, 1, |count, _| count >= 2)
        };
        assert!(told(only_two) > 0);
        // All of them fours, with nothing shown between them that could have been hidden beside.
        let no_room = |numbers: &[u64]| {
            let hidden = numbers.iter().map(|number| is_small(*number, 1)).collect();
            beside_sum(numbers, hidden, 1, |count, sum| count >= 2 && sum > 8)
        };
        assert!(told(no_room) > 0);
    }

    #[test]
    fn large_numbers_stay_and_thousandths_count_as_what_they_are() {
        assert_eq!(hidden_beside_sum(&[5, 9, 12], 1), [false; 3]);
        assert_eq!(hidden_beside_sum(&[], 1), [false; 0]);
        assert_eq!(hidden_beside_sum(&[3, 20, 30], 1), [true, true, false]);
        assert_eq!(hidden_beside_sum(&[3, 1, 2, 30], 1), [true; 4]);
        assert_eq!(hidden_beside_sum(&[0, 20, 0, 30], 1), [false; 4]);
        assert_eq!(
            hidden_beside_sum(&[0, 3, 0, 20, 30], 1),
            [false, true, true, true, false]
        );
        assert_eq!(
            hidden_beside_sum(&[4_999, 20_000, 30_000], 1_000),
            [true, true, false]
        );
        assert_eq!(
            hidden_with(&[20, 20, 20], &[false, false, true], 1),
            [true, false, true]
        );
    }
}
