//! Process behaviour (XmR) charts: what of a row of values is only noise, and what is a signal
//! (Wheeler, *Understanding Variation*).

use doorstep_model::call::{Mark, Xmr};

/// Limits from fewer values than this say nothing.
pub(crate) const LEAST_VALUES: usize = 6;
/// 3 / d2 for moving ranges of two values: 3 / 1.128.
const SCALE: f64 = 2.66;
/// So many in a row on one side of the mean are a signal.
const RUN: usize = 8;

/// How the values behave, in the order in which they came; `None` for fewer than
/// [`LEAST_VALUES`].
pub(crate) fn xmr(values: &[f64]) -> Option<Xmr> {
    if values.len() < LEAST_VALUES {
        return None;
    }
    let mean = average(values.iter().copied())?;
    let moves = values.iter().zip(values.iter().skip(1));
    let moving_range = average(moves.map(|(before, after)| (after - before).abs()))?;
    let (upper, lower) = (
        mean + SCALE * moving_range,
        (mean - SCALE * moving_range).max(0.0),
    );
    let mut marks: Vec<Mark> = values
        .iter()
        .map(|value| Mark {
            outside: *value > upper || *value < lower,
            run: false,
        })
        .collect();
    for run in runs(values, mean) {
        for mark in marks.iter_mut().skip(run.start).take(run.len()) {
            mark.run = true;
        }
    }
    Some(Xmr {
        mean,
        moving_range,
        upper,
        lower,
        marks,
    })
}

fn average(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0_u32, 0.0), |(count, sum), value| (count + 1, sum + value));
    (count > 0).then(|| sum / f64::from(count))
}

/// Places of runs that are long enough. A value on the mean is on neither side and ends a run.
fn runs(values: &[f64], mean: f64) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<(std::ops::Range<usize>, Option<bool>)> = Vec::new();
    for (at, value) in values.iter().enumerate() {
        let side = (*value != mean).then_some(*value > mean);
        match runs.last_mut() {
            Some((run, of)) if *of == side && side.is_some() => run.end = at + 1,
            _ => runs.push((at..at + 1, side)),
        }
    }
    runs.into_iter()
        .filter(|(run, side)| side.is_some() && run.len() >= RUN)
        .map(|(run, _)| run)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn limits_are_those_worked_out_by_hand() {
        let values = [5.0, 7.0, 5.0, 9.0, 3.0, 9.0, 7.0, 4.0, 7.0, 4.0];
        let made = xmr(&values).unwrap();
        // The sum is 60. From one to the next: 2 2 4 6 6 2 3 3 3, which is 31 over nine moves.
        assert!(near(made.mean, 6.0));
        assert!(near(made.moving_range, 31.0 / 9.0));
        assert!(near(made.upper, 6.0 + 2.66 * 31.0 / 9.0));
        assert_eq!(made.lower, 0.0, "6 - 9.16 is below zero");
        assert!(made.marks.iter().all(|mark| *mark == Mark::default()));
    }

    #[test]
    fn a_value_outside_is_marked() {
        let values = [9.0, 10.0, 9.0, 10.0, 9.0, 10.0, 9.0, 10.0, 9.0, 10.0, 25.0];
        // Sum 120, mean 10.909…; moves 9 × 1 + 15 = 24, mean 2.4; upper 17.293…, lower 4.525…
        let made = xmr(&values).unwrap();
        assert!(near(made.mean, 120.0 / 11.0));
        assert!(near(made.moving_range, 2.4));
        assert!(near(made.upper, 120.0 / 11.0 + 6.384));
        assert!(near(made.lower, 120.0 / 11.0 - 6.384));
        let outside: Vec<bool> = made.marks.iter().map(|mark| mark.outside).collect();
        assert_eq!(outside.iter().filter(|outside| **outside).count(), 1);
        assert!(outside[10]);
        // The ten before it are all below the mean: a run.
        assert!(made.marks[..10].iter().all(|mark| mark.run));
        assert!(!made.marks[10].run);
    }

    #[test]
    fn seven_in_a_row_are_no_run_and_the_mean_is_on_no_side() {
        let eight: Vec<f64> = [vec![1.0; 8], vec![9.0; 8]].concat();
        assert!(xmr(&eight).unwrap().marks.iter().all(|mark| mark.run));
        let seven: Vec<f64> = [vec![1.0; 7], vec![9.0; 7]].concat();
        assert!(xmr(&seven).unwrap().marks.iter().all(|mark| !mark.run));
        // 4 + 1 + 4 below, the one in the middle on the mean itself.
        let broken = [
            1.0, 1.0, 1.0, 1.0, 5.0, 1.0, 1.0, 1.0, 1.0, 9.0, 9.0, 9.0, 9.0, 5.0, 9.0, 9.0, 9.0,
            9.0,
        ];
        let made = xmr(&broken).unwrap();
        assert_eq!(made.mean, 5.0);
        assert!(made.marks.iter().all(|mark| !mark.run));
    }

    #[test]
    fn a_few_values_have_no_limits_and_equal_ones_have_narrow_ones() {
        assert_eq!(xmr(&[]), None);
        assert_eq!(xmr(&[1.0; LEAST_VALUES - 1]), None);
        let flat = xmr(&[4.0; 9]).unwrap();
        assert_eq!((flat.lower, flat.mean, flat.upper), (4.0, 4.0, 4.0));
        assert!(flat.marks.iter().all(|mark| *mark == Mark::default()));
    }
}
