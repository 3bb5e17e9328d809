//! Days, weeks and months as numbers that can be counted on. A day is days since 1970-01-01; a week
//! begins on Monday (ISO 8601) and is weeks since that of 1970-01-01; a month is months since
//! January of the year 0.

use doorstep_model::call::Period;
use doorstep_model::{Date, UnixMillis};
use jiff::ToSpan as _;
use jiff::civil;

const DAY_MS: i64 = 86_400_000;
/// 1970-01-01 was a Thursday: its week began three days before.
const FROM_MONDAY: i32 = 3;
/// The first and last day that a [`Date`] can name.
const FIRST_DAY: i32 = -719_162;
const LAST_DAY: i32 = 2_932_896;

fn epoch() -> civil::Date {
    civil::Date::constant(1970, 1, 1)
}

/// The number of a day.
pub(crate) fn day_of(date: Date) -> i32 {
    let year = i16::try_from(date.year).unwrap_or(i16::MAX);
    let month = i8::try_from(date.month).unwrap_or(1);
    let day = i8::try_from(date.day).unwrap_or(1);
    let civil = civil::Date::new(year, month, day).unwrap_or_else(|_| epoch());
    epoch().until(civil).map_or(0, |span| span.get_days())
}

/// The day of a number; the nearest that can be named.
pub(crate) fn date_of(day: i32) -> Date {
    let day = day.clamp(FIRST_DAY, LAST_DAY);
    let civil = epoch().saturating_add(day.days());
    let whole = |number: i8| u8::try_from(number).unwrap_or(1);
    Date::new(
        u16::try_from(civil.year()).unwrap_or(1),
        whole(civil.month()),
        whole(civil.day()),
    )
    .unwrap_or(Date {
        year: 1970,
        month: 1,
        day: 1,
    })
}

/// The day (UTC) of a moment.
pub(crate) fn day_at(moment: UnixMillis) -> i32 {
    let day = moment.0.div_euclid(DAY_MS);
    i32::try_from(day)
        .unwrap_or(if day < 0 { FIRST_DAY } else { LAST_DAY })
        .clamp(FIRST_DAY, LAST_DAY)
}

/// The week of a day.
pub(crate) fn week_of(day: i32) -> i32 {
    (day + FROM_MONDAY).div_euclid(7)
}

/// The Monday of a week.
pub(crate) fn monday_of(week: i32) -> i32 {
    week * 7 - FROM_MONDAY
}

/// The month of a day.
pub(crate) fn month_of(day: i32) -> i32 {
    let date = date_of(day);
    i32::from(date.year) * 12 + i32::from(date.month) - 1
}

/// The first day of a month.
pub(crate) fn first_of(month: i32) -> i32 {
    let year = u16::try_from(month.div_euclid(12))
        .unwrap_or(1)
        .clamp(1, 9999);
    let month = u8::try_from(month.rem_euclid(12) + 1).unwrap_or(1);
    Date::new(year, month, 1).map_or(FIRST_DAY, day_of)
}

/// The days, weeks and months of a period: weeks and months that begin within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    /// The first day; `None` for all there is.
    pub(crate) from: Option<i32>,
    /// The last day.
    pub(crate) until: i32,
    /// The day it is.
    pub(crate) today: i32,
}

impl Range {
    /// A period as seen on a day. Nothing after that day counts.
    pub(crate) fn of(period: Period, today: Date) -> Self {
        let today = day_of(today);
        let (from, until) = match period {
            Period::LastMonths(months) => {
                let months = i32::try_from(months).unwrap_or(i32::MAX).min(12 * 9999);
                let first = month_of(today).saturating_sub(months).max(12);
                (Some(first_of(first)), today)
            }
            Period::All => (None, today),
            Period::Own { from, until } => (Some(day_of(from)), day_of(until).min(today)),
        };
        Self { from, until, today }
    }

    /// Its first and last week.
    pub(crate) fn weeks(self) -> (i32, i32) {
        let first = self.from.map_or(i32::MIN, |from| week_of(from + 6));
        (first, week_of(self.until))
    }

    /// Its first and last month.
    pub(crate) fn months(self) -> (i32, i32) {
        let first = self.from.map_or(i32::MIN, |from| {
            let month = month_of(from);
            if first_of(month) == from {
                month
            } else {
                month + 1
            }
        });
        (first, month_of(self.until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> i32 {
        day_of(Date::parse(text).unwrap())
    }

    fn date(day: i32) -> String {
        date_of(day).to_string()
    }

    #[test]
    fn days_weeks_and_months_are_those_of_the_calendar() {
        assert_eq!((day("1970-01-01"), day("1969-12-31")), (0, -1));
        // A Monday, the Sunday before it, and the turn of a year (ISO week 53 of 2026).
        assert_eq!(date(monday_of(week_of(day("2026-11-23")))), "2026-11-23");
        assert_eq!(date(monday_of(week_of(day("2026-11-22")))), "2026-11-16");
        assert_eq!(date(monday_of(week_of(day("2027-01-03")))), "2026-12-28");
        assert_eq!(date(monday_of(week_of(day("1969-12-30")))), "1969-12-29");
        assert_eq!(date(first_of(month_of(day("2024-02-29")))), "2024-02-01");
        assert_eq!(month_of(day("2025-01-01")) - month_of(day("2024-12-31")), 1);
        for text in ["0001-01-01", "9999-12-31", "2000-02-29"] {
            assert_eq!(date(day(text)), text);
        }
        assert_eq!(day("0001-01-01"), FIRST_DAY);
        assert_eq!(day("9999-12-31"), LAST_DAY);
        assert_eq!(date_of(i32::MAX).to_string(), "9999-12-31");
        assert_eq!(day_at(UnixMillis(i64::MIN)), FIRST_DAY);
        assert_eq!(day_at(UnixMillis(-1)), -1);
    }

    #[test]
    fn weeks_and_months_count_whole() {
        let today = Date::parse("2026-11-24").unwrap();
        let months = Range::of(Period::LastMonths(3), today);
        assert_eq!(months.from.map(date), Some("2026-08-01".into()));
        assert_eq!(date(months.until), "2026-11-24");
        // 1 August 2026 is a Saturday: the first week that begins within is that of the 3rd.
        assert_eq!(date(monday_of(months.weeks().0)), "2026-08-03");
        assert_eq!(date(monday_of(months.weeks().1)), "2026-11-23");
        assert_eq!(date(first_of(months.months().0)), "2026-08-01");
        let own = Period::Own {
            from: Date::parse("2026-08-02").unwrap(),
            until: Date::parse("2030-01-01").unwrap(),
        };
        let own = Range::of(own, today);
        assert_eq!(date(own.until), "2026-11-24", "nothing after today");
        assert_eq!(date(first_of(own.months().0)), "2026-09-01");
        assert_eq!(Range::of(Period::All, today).weeks().0, i32::MIN);
        assert!(
            Range::of(Period::LastMonths(u32::MAX), today)
                .from
                .is_some()
        );
    }
}
