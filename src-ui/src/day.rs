//! Days as people say them ("3 dec", "tomorrow", "next tue", "23/11/2026") and as they read them
//! ("Tue 3 Dec"). Pure: the present day and the language's words come in.

use doorstep_model::Date;
use jiff::civil;
use jiff::{Span, ToSpan};

/// A language's words for days, each list in the order of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DayWords {
    /// January to December.
    pub(crate) months: Vec<String>,
    /// The same, as short as they are written.
    pub(crate) months_short: Vec<String>,
    /// Monday to Sunday.
    pub(crate) weekdays: Vec<String>,
    /// The same, as short as they are written.
    pub(crate) weekdays_short: Vec<String>,
    /// Words that mean this day, the day after, the day before.
    pub(crate) today: Vec<String>,
    pub(crate) tomorrow: Vec<String>,
    pub(crate) yesterday: Vec<String>,
    /// Before a weekday or a unit, or after it: the coming one, the past one.
    pub(crate) next: Vec<String>,
    pub(crate) last: Vec<String>,
    /// Around a number and a unit: "in 3 days", "3 days ago".
    pub(crate) ahead: Vec<String>,
    pub(crate) ago: Vec<String>,
    /// Units.
    pub(crate) days: Vec<String>,
    pub(crate) weeks: Vec<String>,
    pub(crate) months_unit: Vec<String>,
    /// Words for one.
    pub(crate) one: Vec<String>,
    /// Words that say nothing: "on", "the", "of".
    pub(crate) filler: Vec<String>,
}

/// Which way a day without a year, or a bare weekday, is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lean {
    /// Something to come: a promise, a planned visit.
    Ahead,
    /// Something that was: a demand, an agreement.
    Back,
}

/// Reads what somebody typed; `None` if it can't be a day.
pub(crate) fn read(text: &str, today: Date, lean: Lean, words: &DayWords) -> Option<Date> {
    let today = to_civil(today)?;
    let text = text.trim().to_lowercase();
    if let Some(date) = Date::parse(&text) {
        return Some(date);
    }
    let tokens: Vec<String> = tokens(&text)
        .into_iter()
        .filter(|token| !is_one_of(&words.filler, token))
        .collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let found = relative(&tokens, today, words)
        .or_else(|| weekday(&tokens, today, lean, words))
        .or_else(|| calendar(&tokens, today, lean, words))?;
    from_civil(found)
}

/// "Tue 3 Dec", with the year if it is not this one.
pub(crate) fn show(date: Date, today: Date, words: &DayWords) -> String {
    let Some(day) = to_civil(date) else {
        return date.to_string();
    };
    let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
    let weekday = words.weekdays_short.get(weekday);
    let weekday = weekday.map(String::as_str).unwrap_or_default();
    let month = month_of(date, words);
    if date.year == today.year {
        format!("{weekday} {} {month}", date.day)
    } else {
        format!("{weekday} {} {month} {}", date.day, date.year)
    }
}

fn month_of(date: Date, words: &DayWords) -> &str {
    let month = usize::from(date.month).wrapping_sub(1);
    let month = words.months_short.get(month);
    month.map(String::as_str).unwrap_or_default()
}

/// "3 Dec", with the year if it is not `year`: where there is little room.
pub(crate) fn show_short(date: Date, year: u16, words: &DayWords) -> String {
    let month = month_of(date, words);
    if date.year == year {
        format!("{} {month}", date.day)
    } else {
        format!("{} {month} {}", date.day, date.year)
    }
}

/// This many days before, for "not seen for".
pub(crate) fn days_before(today: Date, days: i32) -> Option<Date> {
    from_civil(to_civil(today)?.checked_sub(days.days()).ok()?)
}

/// This many days after.
pub(crate) fn days_after(today: Date, days: i32) -> Option<Date> {
    from_civil(to_civil(today)?.checked_add(days.days()).ok()?)
}

/// How many days from one day to another; negative if it was before.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    match (to_civil(from), to_civil(to)) {
        (Some(from), Some(to)) => from.until(to).map_or(0, |span| span.get_days()),
        _ => 0,
    }
}

fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut kind = None;
    for c in text.chars() {
        let now = match c {
            c if c.is_ascii_digit() => Some(true),
            c if c.is_alphabetic() => Some(false),
            _ => None,
        };
        match (now, tokens.last_mut()) {
            (Some(_), Some(token)) if now == kind => token.push(c),
            (Some(_), _) => tokens.push(c.into()),
            (None, _) => {}
        }
        kind = now;
    }
    // "3rd" is 3.
    let mut kept: Vec<String> = Vec::new();
    for token in tokens {
        let ordinal = matches!(token.as_str(), "st" | "nd" | "rd" | "th");
        let after_number = kept
            .last()
            .is_some_and(|last| last.bytes().all(|c| c.is_ascii_digit()));
        if !(ordinal && after_number) {
            kept.push(token);
        }
    }
    kept
}

fn is_one_of(list: &[String], token: &str) -> bool {
    list.iter().any(|word| word == token)
}

/// The place of a name in a list: the name itself or its beginning, three letters at least.
fn named(list: &[String], token: &str) -> Option<usize> {
    if token.chars().count() < 3 {
        return None;
    }
    let mut found = list
        .iter()
        .enumerate()
        .filter(|(_, name)| name.to_lowercase().starts_with(token));
    let first = found.next();
    first.filter(|_| found.next().is_none()).map(|(at, _)| at)
}

fn relative(tokens: &[&str], today: civil::Date, words: &DayWords) -> Option<civil::Date> {
    let number = |token: &str| {
        if is_one_of(&words.one, token) {
            return Some(1);
        }
        token.parse::<i32>().ok().filter(|number| *number <= 3_650)
    };
    let unit = |token: &str, number: i32| -> Option<Span> {
        if is_one_of(&words.days, token) {
            Span::new().try_days(number).ok()
        } else if is_one_of(&words.weeks, token) {
            Span::new().try_weeks(number).ok()
        } else if is_one_of(&words.months_unit, token) {
            Span::new().try_months(number).ok()
        } else {
            None
        }
    };
    match *tokens {
        [one] if is_one_of(&words.today, one) => Some(today),
        [one] if is_one_of(&words.tomorrow, one) => today.tomorrow().ok(),
        [one] if is_one_of(&words.yesterday, one) => today.yesterday().ok(),
        [next, which] if is_one_of(&words.next, next) => today.checked_add(unit(which, 1)?).ok(),
        [which, next] if is_one_of(&words.next, next) => today.checked_add(unit(which, 1)?).ok(),
        [last, which] | [which, last] if is_one_of(&words.last, last) => {
            today.checked_sub(unit(which, 1)?).ok()
        }
        [which, ago] if is_one_of(&words.ago, ago) => today.checked_sub(unit(which, 1)?).ok(),
        [ahead, count, which] if is_one_of(&words.ahead, ahead) => {
            today.checked_add(unit(which, number(count)?)?).ok()
        }
        [count, which, ago] if is_one_of(&words.ago, ago) => {
            today.checked_sub(unit(which, number(count)?)?).ok()
        }
        _ => None,
    }
}

fn weekday(
    tokens: &[&str],
    today: civil::Date,
    lean: Lean,
    words: &DayWords,
) -> Option<civil::Date> {
    let (name, lean, same_day_counts) = match *tokens {
        [name] => (name, lean, true),
        [next, name] | [name, next] if is_one_of(&words.next, next) => (name, Lean::Ahead, false),
        [last, name] | [name, last] if is_one_of(&words.last, last) => (name, Lean::Back, false),
        _ => return None,
    };
    let offset = i8::try_from(named(&words.weekdays, name)?).ok()?;
    let wanted = civil::Weekday::from_monday_zero_offset(offset).ok()?;
    if same_day_counts && today.weekday() == wanted {
        return Some(today);
    }
    let step = if lean == Lean::Ahead { 1 } else { -1 };
    today.nth_weekday(step, wanted).ok()
}

fn calendar(
    tokens: &[&str],
    today: civil::Date,
    lean: Lean,
    words: &DayWords,
) -> Option<civil::Date> {
    // A weekday before the date ("tue 3 dec") adds nothing.
    let tokens = match tokens {
        [name, rest @ ..] if rest.len() >= 2 && named(&words.weekdays, name).is_some() => rest,
        all => all,
    };
    let month = |token: &str| -> Option<i8> {
        match named(&words.months, token) {
            Some(at) => i8::try_from(at + 1).ok(),
            None => token.parse().ok(),
        }
    };
    let (day, month, year) = match *tokens {
        [day, name] if named(&words.months, day).is_none() => (day, month(name)?, None),
        [name, day] => (day, month(name)?, None),
        [year, name, day] if year.len() == 4 => (day, month(name)?, Some(year)),
        [day, name, year] if named(&words.months, day).is_none() => (day, month(name)?, Some(year)),
        [name, day, year] => (day, month(name)?, Some(year)),
        _ => return None,
    };
    let day: i8 = day.parse().ok()?;
    match year {
        Some(year) => civil::Date::new(whole_year(year)?, month, day).ok(),
        None => nearest_year(today, month, day, lean),
    }
}

fn whole_year(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    match text.len() {
        2 => Some(2_000 + year),
        4 if year >= 1_800 => Some(year),
        _ => None,
    }
}

/// The day in the year that the lean asks for; up to eight years off for 29 February.
fn nearest_year(today: civil::Date, month: i8, day: i8, lean: Lean) -> Option<civil::Date> {
    (0..=8).find_map(|years| {
        let year = match lean {
            Lean::Ahead => today.year().checked_add(years)?,
            Lean::Back => today.year().checked_sub(years)?,
        };
        let date = civil::Date::new(year, month, day).ok()?;
        match lean {
            Lean::Ahead => date >= today,
            Lean::Back => date <= today,
        }
        .then_some(date)
    })
}

fn to_civil(date: Date) -> Option<civil::Date> {
    let year = i16::try_from(date.year).ok()?;
    let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    civil::Date::new(year, month, day).ok()
}

fn from_civil(date: civil::Date) -> Option<Date> {
    Date::new(
        u16::try_from(date.year()).ok()?,
        u8::try_from(date.month()).ok()?,
        u8::try_from(date.day()).ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::{self, Language};

    fn today() -> Date {
        Date::new(2026, 11, 23).unwrap()
    }

    #[track_caller]
    fn reads(text: &str, lean: Lean, expected: &str) {
        let words = say::day_words();
        let found = read(text, today(), lean, &words).map(|date| date.to_string());
        assert_eq!(found.as_deref().unwrap_or("none"), expected, "{text}");
    }

    #[test]
    fn days_as_people_say_them() {
        for (text, expected) in [
            ("today", "2026-11-23"),
            (" Tomorrow ", "2026-11-24"),
            ("yesterday", "2026-11-22"),
            ("3 dec", "2026-12-03"),
            ("dec 3", "2026-12-03"),
            ("3rd of December", "2026-12-03"),
            ("Tue 3 Dec 2030", "2030-12-03"),
            ("3 jan", "2027-01-03"),
            ("23/11/2026", "2026-11-23"),
            ("23.11.26", "2026-11-23"),
            ("1/2", "2027-02-01"),
            ("2026-11-23", "2026-11-23"),
            ("mon", "2026-11-23"),
            ("next mon", "2026-11-30"),
            ("next tue", "2026-11-24"),
            ("tues", "2026-11-24"),
            ("on friday", "2026-11-27"),
            ("next week", "2026-11-30"),
            ("in 2 weeks", "2026-12-07"),
            ("in a month", "2026-12-23"),
            ("29 feb", "2028-02-29"),
        ] {
            reads(text, Lean::Ahead, expected);
        }
        for (text, expected) in [
            ("3 dec", "2025-12-03"),
            ("fri", "2026-11-20"),
            ("last mon", "2026-11-16"),
            ("2 days ago", "2026-11-21"),
            ("a week ago", "2026-11-16"),
            ("last month", "2026-10-23"),
        ] {
            reads(text, Lean::Back, expected);
        }
    }

    #[test]
    fn days_as_people_say_them_in_welsh() {
        let words = Language::Welsh.day_words();
        for (text, lean, expected) in [
            ("heddiw", Lean::Ahead, "2026-11-23"),
            ("yfory", Lean::Ahead, "2026-11-24"),
            ("dydd Mawrth nesaf", Lean::Ahead, "2026-11-24"),
            ("nesaf Mawrth", Lean::Ahead, "2026-11-24"),
            ("3 Mawrth", Lean::Ahead, "2027-03-03"),
            ("wythnos nesaf", Lean::Ahead, "2026-11-30"),
            ("mis diwethaf", Lean::Back, "2026-10-23"),
            ("wythnos yn ôl", Lean::Back, "2026-11-16"),
            ("Gwen 3 Rhag", Lean::Ahead, "2026-12-03"),
        ] {
            let found = read(text, today(), lean, &words).map(|date| date.to_string());
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
        let shown = show(Date::new(2026, 3, 3).unwrap(), today(), &words);
        assert_eq!(shown, "Maw 3 Maw");
    }

    #[test]
    fn what_is_no_day_is_no_day() {
        for text in [
            "",
            "soon",
            "31 feb",
            "32/1/2026",
            "ju 3",
            "in two shakes",
            "3",
            "in 99999 days",
            "1/1/26/3",
            "0 dec",
            "٣ dec",
        ] {
            reads(text, Lean::Ahead, "none");
        }
    }

    #[test]
    fn shown_with_the_year_only_when_it_is_another() {
        let words = say::day_words();
        let show = |text| show(Date::parse(text).unwrap(), today(), &words);
        assert_eq!(show("2026-12-01"), "Tue 1 Dec");
        assert_eq!(show("2027-01-03"), "Sun 3 Jan 2027");
    }

    #[test]
    fn whatever_is_shown_can_be_typed() {
        let words = say::day_words();
        for days in 0..800 {
            let date = days_before(today(), days - 400).unwrap();
            let text = show(date, today(), &words);
            let lean = if date < today() {
                Lean::Back
            } else {
                Lean::Ahead
            };
            assert_eq!(read(&text, today(), lean, &words), Some(date), "{text}");
            assert_eq!(days_between(date, today()), days - 400);
        }
    }
}
