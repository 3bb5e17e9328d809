//! Services over months: a span counts for each month with its share of the days.

use doorstep_model::call::SERVICE_MONTHS;

use super::calendar::{first_of, month_of};

/// No line of a record counts for more uses than this, or costs more pence than this a use: a
/// slip in typing doesn't drown everything else, and sums stay numbers.
const MOST_USES: i64 = 10_000;
const MOST_PENCE: i64 = 100_000_000;
/// Uses are counted in thousandths.
const THOUSAND: i64 = 1_000;

/// A line of a record as far as this goes. Days as in [`super::calendar`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// The first day.
    pub(crate) from: i32,
    /// The last day.
    pub(crate) until: i32,
    /// How many times.
    pub(crate) count: i64,
    /// What one costs.
    pub(crate) pence: i64,
}

/// What one month has of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    /// Months from that of the first visit: below zero before it, above zero since.
    pub(crate) month: i32,
    /// Uses, in thousandths.
    pub(crate) thousandths: i64,
    /// Cost.
    pub(crate) pence: i64,
}

impl Span {
    /// A span with what people may have left out: one day where there is no last one, once where
    /// there is no count.
    pub(crate) fn new(
        from: i32,
        until: Option<i32>,
        count: Option<i64>,
        pence: Option<i64>,
    ) -> Self {
        Self {
            from,
            until: until.unwrap_or(from).max(from),
            count: count.unwrap_or(1).clamp(0, MOST_USES),
            pence: pence.unwrap_or(0).clamp(0, MOST_PENCE),
        }
    }

    /// The shares of the months around that of the first visit, without that month itself, which
    /// is both before and since. Shares are cut so that all of them together are the whole.
    pub(crate) fn shares(self, first_visit: i32, closed: Option<i32>) -> Vec<Share> {
        let visited = month_of(first_visit);
        let far = i32::try_from(SERVICE_MONTHS).unwrap_or(i32::MAX);
        let last = closed.map_or(far, |closed| known_months(first_visit, closed));
        let thousandths = self.count.saturating_mul(THOUSAND);
        let pence = self.count.saturating_mul(self.pence);
        (-far..=last)
            .filter(|month| *month != 0)
            .filter_map(|month| {
                let (before, with) = (
                    self.days_until(first_of(visited.saturating_add(month))),
                    self.days_until(first_of(visited.saturating_add(month + 1))),
                );
                (with > before).then(|| Share {
                    month,
                    thousandths: self.part(thousandths, with) - self.part(thousandths, before),
                    pence: self.part(pence, with) - self.part(pence, before),
                })
            })
            .collect()
    }

    fn days(self) -> i64 {
        i64::from(self.until) - i64::from(self.from) + 1
    }

    /// Days of the span before this one.
    fn days_until(self, day: i32) -> i64 {
        (i64::from(day) - i64::from(self.from)).clamp(0, self.days())
    }

    /// What the first days of the span have of a whole.
    fn part(self, whole: i64, days: i64) -> i64 {
        let part = i128::from(whole) * i128::from(days) / i128::from(self.days());
        i64::try_from(part).unwrap_or(i64::MAX)
    }
}

/// Whole calendar months after that of the first visit that were over when the household closed.
pub(crate) fn known_months(first_visit: i32, closed: i32) -> i32 {
    let far = i32::try_from(SERVICE_MONTHS).unwrap_or(i32::MAX);
    (month_of(closed) - month_of(first_visit) - 1).clamp(0, far)
}

#[cfg(test)]
mod tests {
    use doorstep_model::Date;

    use super::super::calendar::day_of;
    use super::*;

    fn day(text: &str) -> i32 {
        day_of(Date::parse(text).unwrap())
    }

    fn shares(span: Span, first_visit: &str, closed: Option<&str>) -> Vec<(i32, i64, i64)> {
        let shares = span.shares(day(first_visit), closed.map(day));
        shares
            .into_iter()
            .map(|share| (share.month, share.thousandths, share.pence))
            .collect()
    }

    #[test]
    fn a_day_counts_for_its_month_and_a_span_by_its_days() {
        let once = Span::new(day("2026-03-10"), None, None, Some(250));
        assert_eq!(shares(once, "2026-05-01", None), [(-2, 1_000, 250)]);
        assert_eq!(shares(once, "2026-03-31", None), [], "the month itself");
        assert_eq!(shares(once, "2026-02-01", None), [(1, 1_000, 250)]);
        assert_eq!(shares(once, "2027-03-01", None), [(-12, 1_000, 250)]);
        assert_eq!(shares(once, "2027-04-01", None), []);
        // 30 days, 10 of them in April and 20 in May.
        let span = Span::new(
            day("2026-04-21"),
            Some(day("2026-05-20")),
            Some(3),
            Some(100),
        );
        assert_eq!(
            shares(span, "2026-06-15", None),
            [(-2, 1_000, 100), (-1, 2_000, 200)]
        );
        assert_eq!(shares(span, "2026-04-15", None), [(1, 2_000, 200)]);
        // Seven uses over three months of 31, 28 and 31 days: nothing is lost in cutting.
        let span = Span::new(
            day("2026-01-01"),
            Some(day("2026-03-31")),
            Some(7),
            Some(33),
        );
        let cut = shares(span, "2026-06-15", None);
        assert_eq!(cut, [(-5, 2_411, 79), (-4, 2_177, 72), (-3, 2_412, 80)]);
        assert_eq!(cut.iter().map(|share| share.1).sum::<i64>(), 7_000);
        assert_eq!(cut.iter().map(|share| share.2).sum::<i64>(), 231);
    }

    #[test]
    fn what_comes_after_closing_is_not_counted() {
        let late = Span::new(day("2026-06-10"), None, Some(2), None);
        assert_eq!(
            shares(late, "2026-04-15", Some("2026-07-01")),
            [(2, 2_000, 0)]
        );
        assert_eq!(shares(late, "2026-04-15", Some("2026-06-30")), []);
        assert_eq!(known_months(day("2026-04-15"), day("2026-04-20")), 0);
        assert_eq!(known_months(day("2026-04-15"), day("2030-04-20")), 12);
    }

    #[test]
    fn what_people_type_wrong_stays_small() {
        let wild = Span::new(i32::MAX - 1, Some(i32::MIN), Some(i64::MAX), Some(i64::MIN));
        assert_eq!((wild.count, wild.pence), (MOST_USES, 0));
        assert_eq!(wild.until, wild.from);
        let long = Span::new(
            day("0001-01-01"),
            Some(day("9999-12-31")),
            Some(i64::MAX),
            Some(i64::MAX),
        );
        assert_eq!(shares(long, "2026-06-15", None).len(), 24);
    }
}
