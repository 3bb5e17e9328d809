//! Whether the machine slept, by two clocks: one goes on meanwhile, the other stands still.

use std::time::{Duration, Instant};

use crate::Failure;

/// A shorter sleep is none: nobody else has sat down at the machine.
const TOO_LONG: Duration = Duration::from_secs(5);
/// Between two looks, by the clock that goes on. After a sleep that is too long the next look is
/// overdue, so it is the first thing that happens.
const REST: Duration = TOO_LONG;

/// What the clocks say at one moment.
#[derive(Clone, Copy)]
struct Reading {
    /// Of the clock that goes on.
    all: Duration,
    /// Of the clock that stands still.
    awake: Duration,
}

impl Reading {
    /// How long the machine slept between another moment and this one.
    fn slept_since(self, before: Self) -> Duration {
        let all = self.all.saturating_sub(before.all);
        all.saturating_sub(self.awake.saturating_sub(before.awake))
    }
}

/// Calls `then` after every sleep that was too long; it is done when the readings end.
fn each_sleep(readings: impl IntoIterator<Item = Reading>, mut then: impl FnMut()) {
    let mut readings = readings.into_iter();
    let Some(mut before) = readings.next() else {
        return;
    };
    for now in readings {
        if now.slept_since(before) > TOO_LONG {
            then();
        }
        before = now;
    }
}

/// Starts the thread that looks; it ends with the program.
pub(super) fn watch(then: impl Fn() + Send + 'static) -> Result<(), Failure> {
    let began = Instant::now();
    let mut rests = false;
    let look = move || {
        // The first reading is what later ones are held against.
        if std::mem::replace(&mut rests, true) {
            system::rest(REST);
        }
        Reading {
            all: system::all(),
            awake: began.elapsed(),
        }
    };
    std::thread::Builder::new()
        .name("slept".to_owned())
        .spawn(move || each_sleep(std::iter::repeat_with(look), then))
        .map_err(Failure::Thread)?;
    Ok(())
}

/// Linux has a clock for it. `Instant` is the one that stands still.
#[cfg(target_os = "linux")]
mod system {
    use std::time::Duration;

    use rustix::thread::{NanosleepRelativeResult, clock_nanosleep_relative};
    use rustix::time::{ClockId, Timespec, clock_gettime};

    pub(super) fn all() -> Duration {
        Duration::try_from(clock_gettime(ClockId::Boottime)).unwrap_or_default()
    }

    /// By the clock that goes on, so that the end of a rest that came while the machine slept is
    /// there as it wakes.
    pub(super) fn rest(time: Duration) {
        let rested =
            Timespec::try_from(time).map(|time| clock_nanosleep_relative(ClockId::Boottime, &time));
        // Where a sandbox does not let it, the look comes a little late. One that a signal woke comes early.
        if !matches!(
            rested,
            Ok(NanosleepRelativeResult::Ok | NanosleepRelativeResult::Interrupted(_))
        ) {
            std::thread::sleep(time);
        }
    }
}

/// Elsewhere the time of day has to do: a clock that is put forward locks once too often. `Instant` stands
/// still on a Mac; on Windows it goes on, and no sleep is seen.
#[cfg(not(target_os = "linux"))]
mod system {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    pub(super) fn all() -> Duration {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
    }

    pub(super) fn rest(time: Duration) {
        std::thread::sleep(time);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often a machine is found to have slept whose clocks said this, in seconds.
    fn sleeps(clocks: &[(u64, u64)]) -> usize {
        let mut found = 0;
        let readings = clocks.iter().map(|(all, awake)| Reading {
            all: Duration::from_secs(*all),
            awake: Duration::from_secs(*awake),
        });
        each_sleep(readings, || found += 1);
        found
    }

    #[test]
    fn a_machine_that_slept_is_noticed_once_for_each_sleep() {
        assert_eq!(sleeps(&[(100, 7), (105, 12), (3_705, 12), (3_710, 17)]), 1);
        assert_eq!(sleeps(&[(0, 0), (6, 0), (11, 5), (20, 6)]), 2);
    }

    #[test]
    fn a_machine_that_is_busy_or_hardly_slept_is_left_alone() {
        assert_eq!(sleeps(&[]), 0);
        assert_eq!(sleeps(&[(100, 7)]), 0, "nothing to hold it against");
        assert_eq!(sleeps(&[(0, 0), (5, 0), (10, 5)]), 0, "not for long");
        assert_eq!(sleeps(&[(0, 0), (900, 900)]), 0, "the thread had to wait");
    }

    #[test]
    fn a_clock_that_was_put_back_is_no_sleep() {
        assert_eq!(sleeps(&[(900, 0), (10, 5), (15, 10)]), 0);
        assert_eq!(sleeps(&[(900, 0), (10, 5), (60, 5)]), 1, "and one after it");
    }

    /// The clocks of this machine, which is awake, and a rest between two looks at them.
    #[test]
    fn the_systems_own_clocks_go_alike_while_it_is_awake() {
        let began = Instant::now();
        let read = || Reading {
            all: system::all(),
            awake: began.elapsed(),
        };
        let before = read();
        system::rest(Duration::from_millis(50));
        let now = read();
        assert!(now.all > before.all, "it goes on");
        assert!(now.awake - before.awake >= Duration::from_millis(49));
        assert!(now.slept_since(before) < Duration::from_secs(1));
    }
}
