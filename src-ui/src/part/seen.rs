//! How long ago somebody was seen, as one says it.

use doorstep_model::Date;

use crate::say;
use crate::{clock, day};

/// Up to so many days are counted in days.
const IN_DAYS: i32 = 13;
/// Up to so many are counted in weeks; after three months the day itself says more.
const IN_WEEKS: i32 = 90;

/// "seen yesterday", "seen 6 weeks ago", "last seen 10 May".
pub(crate) fn seen(date: Date) -> String {
    match day::days_between(date, clock::today()) {
        i32::MIN..=0 => say::say("row-seen-today"),
        days @ 1..=IN_DAYS => say::with("row-seen", [("days", days.into())]),
        days @ ..=IN_WEEKS => say::with("row-seen-weeks", [("weeks", (days / 7).into())]),
        _ => say::with("row-last-seen", [("day", clock::show_short(date).into())]),
    }
}
