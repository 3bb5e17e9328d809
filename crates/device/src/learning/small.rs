//! Which numbers of a table are too small to be given away, and which others have to go with them.
//!
//! A number under five is hidden. Where the sum of the whole row is known, one hidden number would
//! be what is missing from the sum, so others are hidden beside it: the next in the row, never the
//! next in size, since a rule that looks at sizes tells them. It ends when every hidden number
//! could be any of at least three, and their sum is not small itself. That this holds even for somebody who knows the rule is tried
//! out below over every small table.

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
    number < u64::from(LEAST_GIVEN_AWAY).saturating_mul(unit)
}

/// Whether so many hidden numbers with this sum cover each other: the sum is not small itself, and
/// each of them could be anything from nothing to four, or there is room for a larger one.
fn is_covered(count: u64, sum: u64) -> bool {
    let most = u64::from(LEAST_GIVEN_AWAY) - 1;
    count >= 2 && ((most + 1..=most * (count - 1)).contains(&sum) || sum > 2 * most)
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

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Tables of this many numbers are tried out, each up to `MOST` or, for what is looked at,
    /// `LOOKED_AT` (so that what it could be instead is among those tried out).
    const NUMBERS: std::ops::RangeInclusive<usize> = 2..=4;
    const MOST: u64 = 15;
    const LOOKED_AT: u64 = 8;

    /// What somebody sees: the numbers that are shown, and the sum unless it is small itself.
    type Seen = (Vec<Option<u64>>, Option<u64>);

    /// Small numbers that somebody who knows the rule can tell to within fewer than three.
    fn told(rule: fn(&[u64]) -> Vec<bool>) -> usize {
        let mut told = 0;
        for count in NUMBERS {
            let mut by_sight: BTreeMap<Seen, Vec<Vec<u64>>> = BTreeMap::new();
            for which in 0..(MOST + 1).pow(u32::try_from(count).unwrap()) {
                let place = |at: usize| which / (MOST + 1).pow(u32::try_from(at).unwrap());
                let numbers: Vec<u64> = (0..count).map(|at| place(at) % (MOST + 1)).collect();
                let hidden = rule(&numbers);
                let shown = numbers.iter().zip(&hidden);
                let shown = shown.map(|(number, hidden)| (!hidden).then_some(*number));
                let sum: u64 = numbers.iter().sum();
                let seen = (shown.collect(), (!is_small(sum, 1)).then_some(sum));
                by_sight.entry(seen).or_default().push(numbers);
            }
            for ((shown, _), possible) in by_sight {
                let looked_at = possible
                    .iter()
                    .filter(|numbers| numbers.iter().all(|number| *number <= LOOKED_AT));
                for (numbers, at) in
                    looked_at.flat_map(|numbers| (0..count).map(move |at| (numbers, at)))
                {
                    if is_small(numbers[at], 1) {
                        assert_eq!(shown[at], None, "a small number is hidden");
                        let could_be: BTreeSet<u64> = possible.iter().map(|all| all[at]).collect();
                        told += usize::from(could_be.len() < 3);
                    }
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
    }

    #[test]
    fn large_numbers_stay_and_thousandths_count_as_what_they_are() {
        assert_eq!(hidden_beside_sum(&[5, 9, 12], 1), [false; 3]);
        assert_eq!(hidden_beside_sum(&[], 1), [false; 0]);
        assert_eq!(hidden_beside_sum(&[3, 20, 30], 1), [true, true, false]);
        assert_eq!(
            hidden_beside_sum(&[3, 1, 2, 30], 1),
            [true, true, true, false]
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
