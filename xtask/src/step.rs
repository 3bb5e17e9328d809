//! Says what is being done and how long it took.

use std::time::{Duration, Instant};

use crate::failure::Failure;

/// Prints the name of a step, does it, and prints how long it took.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    println!("\n=== {name}");
    let begun = Instant::now();
    let result = work();
    let word = if result.is_ok() { "done" } else { "FAILED" };
    println!("=== {name}: {word} in {}", spoken(begun.elapsed()));
    result
}

/// Prints a remark below the step it belongs to.
pub(crate) fn note(text: &str) {
    println!("    {text}");
}

/// A time as people say it: `0.4 s`, `12 s`, `3 min 05 s`.
pub(crate) fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds >= 60 {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    } else if seconds >= 10 {
        format!("{seconds} s")
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}

/// Several steps of which a later one is worth doing although an earlier one failed.
#[derive(Default)]
pub(crate) struct Steps {
    finished: Vec<(&'static str, Duration, bool)>,
}

impl Steps {
    /// Does a step; a failure is printed and remembered. True when it succeeded.
    pub(crate) fn take(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<(), Failure>,
    ) -> bool {
        let begun = Instant::now();
        let result = step(name, work);
        if let Err(failure) = &result {
            println!("    {failure}");
        }
        self.finished.push((name, begun.elapsed(), result.is_ok()));
        result.is_ok()
    }

    /// Prints each step with its time, and fails when one of them did.
    pub(crate) fn summary(self) -> Result<(), Failure> {
        println!("\n=== Summary");
        let mut total = Duration::ZERO;
        let mut failed = Vec::new();
        for (name, time, succeeded) in self.finished {
            let word = if succeeded { "ok    " } else { "FAILED" };
            println!("    {word}  {:>13}  {name}", spoken(time));
            total += time;
            if !succeeded {
                failed.push(name);
            }
        }
        println!("    total   {:>13}", spoken(total));
        if failed.is_empty() {
            Ok(())
        } else {
            Err(Failure::Steps(failed))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_spoken() {
        assert_eq!(spoken(Duration::from_millis(420)), "0.4 s");
        assert_eq!(spoken(Duration::from_secs(12)), "12 s");
        assert_eq!(spoken(Duration::from_secs(185)), "3 min 05 s");
    }

    #[test]
    fn one_failed_step_fails_the_whole_and_later_ones_still_run() {
        let mut steps = Steps::default();
        assert!(!steps.take("first", || Err(Failure::NeedsPerson("Do it.".into()))));
        assert!(steps.take("second", || Ok(())));
        match steps.summary() {
            Err(Failure::Steps(names)) => assert_eq!(names, ["first"]),
            other => panic!("{other:?}"),
        }
    }
}
