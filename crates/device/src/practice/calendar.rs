//! Days and times of day counted from the day on which somebody begins to practise.

use doorstep_model::UnixMillis;
use doorstep_model::date::Date;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// Today, as the person and as the clock have it.
#[derive(Clone, Copy)]
pub(super) struct Calendar {
    pub(super) today: Date,
    pub(super) now: UnixMillis,
}

impl Calendar {
    /// The day so many days from today; one beyond the calendar is today.
    pub(super) fn day(self, days: i32) -> Date {
        let shift = || {
            let year = i16::try_from(self.today.year).ok()?;
            let (month, day) = (
                i8::try_from(self.today.month).ok()?,
                i8::try_from(self.today.day).ok()?,
            );
            let start = jiff::civil::Date::new(year, month, day).ok()?;
            let there = start.checked_add(jiff::Span::new().days(days)).ok()?;
            Date::parse(&there.to_string())
        };
        shift().unwrap_or(self.today)
    }

    /// A moment of such a day, in minutes after midnight; never one that has not come yet.
    pub(super) fn moment(self, days: i32, minutes: i64) -> UnixMillis {
        let midnight = self.now.0 - self.now.0.rem_euclid(DAY_MS);
        let there = midnight + i64::from(days) * DAY_MS + minutes * MINUTE_MS;
        UnixMillis(there.min(self.now.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(today: &str) -> Calendar {
        Calendar {
            today: Date::parse(today).unwrap(),
            now: UnixMillis(1_800_000_000_000),
        }
    }

    #[test]
    fn days_are_counted_over_months_years_and_leap_days() {
        for (from, days, to) in [
            ("2026-11-23", 0, "2026-11-23"),
            ("2026-12-31", 1, "2027-01-01"),
            ("2024-02-28", 1, "2024-02-29"),
            ("2023-02-28", 1, "2023-03-01"),
            ("2026-03-01", -1, "2026-02-28"),
            ("2026-01-15", -400, "2024-12-11"),
        ] {
            let there = calendar(from).day(days).to_string();
            assert_eq!(there, to, "{from} and {days} days");
        }
    }

    #[test]
    fn no_moment_is_still_to_come() {
        let calendar = calendar("2027-01-15");
        let noon_before = calendar.moment(-1, 12 * 60);
        assert_eq!(noon_before.0 % DAY_MS, 12 * 60 * MINUTE_MS);
        assert!(calendar.now.0 - noon_before.0 < 2 * DAY_MS);
        assert_eq!(calendar.moment(1, 0), calendar.now);
    }
}
