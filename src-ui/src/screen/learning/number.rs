//! Numbers as people read them.

use doorstep_model::Date;
use doorstep_model::call::{Times, Uses};
use fluent_bundle::FluentValue;

use crate::say::{self, say};

/// How often; a word where it is left out.
pub(super) fn times(times: Times) -> String {
    times.map_or_else(|| say("learning-left-out"), |times| times.to_string())
}

/// The same in a sentence, which may say one thing otherwise than many.
pub(super) fn counted(count: Times) -> FluentValue<'static> {
    count.map_or_else(|| times(count).into(), FluentValue::from)
}

/// One digit behind the point, if it says something.
pub(super) fn decimal(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// "22 Dec", below a picture; the table beside it has the year.
pub(super) fn short_day(date: Date) -> String {
    format!("{} {}", date.day, short_month(date))
}

fn short_month(date: Date) -> String {
    let months = say::day_words().months;
    let name = months.get(usize::from(date.month).wrapping_sub(1));
    name.map(|name| name.chars().take(3).collect())
        .unwrap_or_default()
}

/// "Aug 2026".
pub(super) fn month(date: Date) -> String {
    format!("{} {}", short_month(date), date.year)
}

/// Uses a month of one household.
pub(super) fn rate(uses: &Uses, months: u32) -> Option<f64> {
    let thousandths = uses.thousandths.filter(|_| months > 0)?;
    Some(float(thousandths) / 1_000.0 / f64::from(months))
}

/// "£12.50" a month of one household.
pub(super) fn cost(uses: &Uses, months: u32) -> Option<String> {
    let pence = uses.pence.filter(|_| months > 0)?;
    Some(crate::money::show(
        i64::try_from(pence / u64::from(months)).unwrap_or(i64::MAX),
    ))
}

/// A number of things as a picture draws it.
#[expect(clippy::cast_precision_loss, reason = "a picture has no digits")]
pub(super) fn float(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(decimal(3.0), "3");
        assert_eq!(decimal(3.04), "3");
        assert_eq!(decimal(16.666), "16.7");
        let august = Date::parse("2026-08-01").unwrap();
        assert_eq!(
            (month(august), short_day(august)),
            ("Aug 2026".into(), "1 Aug".into())
        );
        let uses = Uses {
            thousandths: Some(6_000),
            pence: Some(25_000),
        };
        assert_eq!(rate(&uses, 4), Some(1.5));
        assert_eq!(cost(&uses, 4).as_deref(), Some("£62.50"));
        assert_eq!((rate(&uses, 0), cost(&Uses::default(), 4)), (None, None));
    }
}
