//! What is given away of a table that can be read in two ways: by week and by class, with the sums of
//! both.
//!
//! Either no number in it is small: then it is given away as it is. Or none of the numbers within it
//! is given away, only its sums: those of the weeks and those of the classes, each as a row of its
//! own ([`super::small`]). With some numbers of it beside the sums of both ways, others could be
//! worked out across the corner.

use super::small::{hidden_beside_sum, hidden_with, is_small};

/// How many classes there are.
pub(crate) const CLASSES: usize = 3;

/// What is given away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Given {
    /// The numbers within the table.
    pub(crate) within: bool,
    /// For each week, whether its sum is.
    pub(crate) weeks: Vec<bool>,
    /// For each class, whether its sum is.
    pub(crate) classes: Vec<bool>,
}

/// Decides about a table of which the sum of everything is known. `rest` is what is in the sums of
/// the classes and in no week that is listed.
pub(crate) fn given(weeks: &[[u64; CLASSES]], rest: [u64; CLASSES]) -> Given {
    let within = weeks.iter().chain([&rest]).flatten();
    let mut by_week: Vec<u64> = weeks.iter().map(|week| week.iter().sum()).collect();
    let mut kept = vec![false; by_week.len()];
    let rest_sum: u64 = rest.iter().sum();
    if rest_sum > 0 {
        by_week.push(rest_sum);
        kept.push(true);
    }
    let by_class: Vec<u64> = (0..CLASSES)
        .map(|class| {
            let all = weeks.iter().chain([&rest]);
            all.filter_map(|week| week.get(class)).sum()
        })
        .collect();
    let mut within = within.copied();
    if !within.any(|number| is_small(number, 1)) {
        return Given {
            within: true,
            weeks: vec![true; weeks.len()],
            classes: vec![true; CLASSES],
        };
    }
    let mut weeks_given = open(hidden_with(&by_week, &kept, 1));
    weeks_given.truncate(weeks.len());
    Given {
        within: false,
        weeks: weeks_given,
        classes: open(hidden_beside_sum(&by_class, 1)),
    }
}

fn open(hidden: Vec<bool>) -> Vec<bool> {
    hidden.into_iter().map(|hidden| !hidden).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::small::with_sum;
    use super::*;

    /// Weeks and classes of the tables that are tried out, and the largest sum of each.
    const TABLES: [(usize, usize, u64); 3] = [(2, 3, 13), (3, 2, 13), (2, 2, 20)];

    type Rule = fn(&[[u64; CLASSES]], [u64; CLASSES]) -> Given;

    /// A table, then the sums of its weeks, then those of its classes.
    fn with_sums(weeks: &[[u64; CLASSES]]) -> Vec<u64> {
        let mut all: Vec<u64> = weeks.iter().flatten().copied().collect();
        all.extend(weeks.iter().map(|week| week.iter().sum::<u64>()));
        all.extend((0..CLASSES).map(|class| weeks.iter().map(|week| week[class]).sum::<u64>()));
        all
    }

    fn seen(weeks: &[[u64; CLASSES]], given: &Given) -> Vec<Option<u64>> {
        let within = std::iter::repeat_n(given.within, weeks.len() * CLASSES);
        let given = within
            .chain(given.weeks.clone())
            .chain(given.classes.clone());
        let all = with_sums(weeks).into_iter().zip(given);
        all.map(|(number, given)| given.then_some(number)).collect()
    }

    /// Small numbers anywhere in a table that somebody who knows the rule, and the sum of
    /// everything, can tell to within fewer than three.
    fn told(rule: Rule) -> usize {
        let mut told = 0;
        for (weeks, classes, most) in TABLES {
            // A sum that is small is not given away, and nothing else of its table is.
            for sum in 5..=most {
                let mut by_sight: BTreeMap<Vec<Option<u64>>, Vec<Vec<u64>>> = BTreeMap::new();
                for numbers in with_sum(weeks * classes, sum) {
                    let mut table = vec![[0; CLASSES]; weeks];
                    for (at, number) in numbers.iter().enumerate() {
                        table[at / classes][at % classes] = *number;
                    }
                    let seen = seen(&table, &rule(&table, [0; CLASSES]));
                    by_sight.entry(seen).or_default().push(with_sums(&table));
                }
                for (seen, possible) in by_sight {
                    for at in 0..seen.len() {
                        let could_be: BTreeSet<u64> = possible.iter().map(|all| all[at]).collect();
                        let small = possible.iter().filter(|all| is_small(all[at], 1)).count();
                        told += if could_be.len() < 3 { small } else { 0 };
                    }
                }
            }
        }
        told
    }

    #[test]
    fn nobody_can_tell_a_small_number_in_either_way() {
        assert_eq!(told(given), 0);
    }

    /// That the test above can fail: with each column hidden by itself beside the sums of weeks.
    #[test]
    fn hiding_by_column_beside_the_sums_of_weeks_would_be_told() {
        let by_column: Rule = |weeks, rest| Given {
            within: weeks
                .iter()
                .all(|week| week.iter().all(|number| *number != 1)),
            ..given(weeks, rest)
        };
        assert!(told(by_column) > 0);
    }

    #[test]
    fn a_table_without_small_numbers_is_given_away_whole() {
        let whole = given(&[[8, 6, 0], [9, 0, 0], [0, 0, 0]], [0; CLASSES]);
        assert!(whole.within && whole.weeks.iter().chain(&whole.classes).all(|given| *given));
        let one_small = given(&[[8, 6, 0], [9, 3, 0], [7, 7, 5]], [0; CLASSES]);
        assert!(!one_small.within);
        assert_eq!(one_small.weeks, [true; 3]);
        assert_eq!(one_small.classes, [true; 3]);
        // Weeks that are not listed are a part of the sums too.
        let unlisted = given(&[[8, 6, 0], [9, 6, 0]], [2, 0, 0]);
        assert!(!unlisted.within);
        assert_eq!(unlisted.weeks, [false, true]);
    }
}
