//! Days as people write them in lists: the day comes first, and months have names in English and
//! Welsh.

use doorstep_model::date::Date;

use super::words::plain;

/// Nobody on a list was met before; an earlier year is a slip.
const EARLIEST: u16 = 1950;

const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "ionawr", "ion"],
    &["february", "feb", "chwefror", "chwe", "chwef"],
    &["march", "mar", "mawrth", "maw"],
    &["april", "apr", "ebrill", "ebr"],
    &["may", "mai"],
    &["june", "jun", "mehefin", "meh"],
    &["july", "jul", "gorffennaf", "gorff", "gor"],
    &["august", "aug", "awst", "aws"],
    &["september", "sept", "sep", "medi", "med"],
    &["october", "oct", "hydref", "hyd"],
    &["november", "nov", "tachwedd", "tach"],
    &["december", "dec", "rhagfyr", "rhag"],
];

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A day that has been: `3/12/2024`, `3.12.24`, `2024-12-03`, `3 Dec 2024`, `Tue 3rd December 2024`,
/// each with a time behind it or not. `None` if it is no day of the calendar, lies after `today`
/// or before 1950.
pub(crate) fn read(text: &str, today: Date) -> Option<Date> {
    let date = any(text, today)?;
    (date.year >= EARLIEST && date <= today).then_some(date)
}

/// A year of birth: four digits, alone or as part of a day; not in the future, and nobody is older
/// than 125.
pub(crate) fn birth_year(text: &str, today: Date) -> Option<i64> {
    let whole = |digits: &str| digits.len() == 4;
    let mut digits = without_time(text).split(|letter: char| !letter.is_ascii_digit());
    // Of a short year nobody can say the century: people live that long.
    if !digits.any(whole) {
        return None;
    }
    let year = match plain(text).parse() {
        Ok(year) => year,
        Err(_) => any(text, today).filter(|day| *day <= today)?.year,
    };
    let possible = today.year.saturating_sub(125)..=today.year;
    possible.contains(&year).then(|| year.into())
}

fn any(text: &str, today: Date) -> Option<Date> {
    let words = plain(without_time(text.trim()));
    let words: Vec<&str> = words
        .split(' ')
        .filter(|word| !is_weekday(word) && *word != "of")
        .collect();
    let [first, second, third] = words.as_slice() else {
        return None;
    };
    match (month_name(first), month_name(second)) {
        (None, Some(month)) => date(third, month, first, today),
        // December 3, 2024
        (Some(month), None) => date(third, month, second, today),
        (None, None) if first.len() == 4 => date(first, number(second)?, third, today),
        (None, None) => date(third, number(second)?, first, today),
        (Some(_), Some(_)) => None,
    }
}

/// `2024-12-03T10:30:00` and `03/12/2024 10:30` without the time.
fn without_time(text: &str) -> &str {
    let before_clock = match text.find(':') {
        Some(colon) => text
            .get(..colon)
            .unwrap_or_default()
            .trim_end_matches(|letter: char| letter.is_ascii_digit()),
        None => text,
    };
    before_clock.trim_end_matches([' ', 'T', ','])
}

fn is_weekday(word: &str) -> bool {
    word.len() >= 3
        && WEEKDAYS.iter().any(|day| word.starts_with(day))
        && month_name(word).is_none()
}

fn month_name(word: &str) -> Option<u8> {
    let month = MONTHS.iter().position(|names| names.contains(&word))?;
    u8::try_from(month + 1).ok()
}

fn number(word: &str) -> Option<u8> {
    let digits = (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    if digits { word.parse().ok() } else { None }
}

fn date(year: &str, month: u8, day: &str, today: Date) -> Option<Date> {
    let day = ["st", "nd", "rd", "th", "af", "ain", "ydd", "fed"]
        .into_iter()
        .find_map(|end| day.strip_suffix(end))
        .unwrap_or(day);
    let year = match (year.len(), year.parse::<u16>()) {
        (4, Ok(year)) => year,
        // A short year is the last one that has been.
        (2, Ok(short)) => {
            let this = today.year / 100 * 100 + short;
            if this > today.year {
                this.checked_sub(100)?
            } else {
                this
            }
        }
        _ => return None,
    };
    Date::new(year, month, number(day)?)
}

#[cfg(test)]
mod tests {
    use super::{birth_year, read};
    use doorstep_model::date::Date;

    const TODAY: &str = "2026-11-24";

    fn day(text: &str) -> Option<String> {
        read(text, Date::parse(TODAY).unwrap()).map(|day| day.to_string())
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "3/12/2024",
            "03/12/2024",
            "3.12.24",
            "03-12-2024",
            "3 / 12 / 2024",
            "2024-12-03",
            "2024/12/3",
            "3 Dec 2024",
            "3rd December 2024",
            "3-Dec-24",
            "Tue 3 Dec 2024",
            "Tuesday, 3rd of December, 2024",
            "December 3, 2024",
            "3 Rhagfyr 2024",
            "2024-12-03T10:30:00",
            "2024-12-03 00:00:00",
            "03/12/2024 9:05",
        ] {
            assert_eq!(day(text).as_deref(), Some("2024-12-03"), "{text}");
        }
        assert_eq!(day("1 Mai 99").as_deref(), Some("1999-05-01"));
        assert_eq!(day("29/2/2024").as_deref(), Some("2024-02-29"));
        assert_eq!(day("24/11/26").as_deref(), Some("2026-11-24"));
        assert_eq!(day("1 Mar 2020").as_deref(), Some("2020-03-01"));
        assert_eq!(day("7 Sat 2020"), None);
    }

    #[test]
    fn what_can_be_no_day_is_none() {
        for text in [
            "",
            "soon",
            "31/02/2024",
            "29/2/2023",
            "12/31/2024",
            "2024",
            "12/2024",
            "3/12",
            "45629",
            "3/12/2027",
            "25/11/2026",
            "3/12/1724",
            "0/1/2024",
            "1/0/2024",
            "Dec Dec 2024",
            "3/12/20244",
            "3//2024",
            "-3/12/2024x",
            "2024-12-03-04",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn years_of_birth_have_four_digits() {
        let year = |text: &str| birth_year(text, Date::parse(TODAY).unwrap());
        assert_eq!(year("1950"), Some(1950));
        assert_eq!(year("b. 1950"), None);
        assert_eq!(year("3/12/1948"), Some(1948));
        assert_eq!(year("3 Dec 2011"), Some(2011));
        assert_eq!(year("2026"), Some(2026));
        for wrong in [
            "50",
            "3/12/48",
            "2027",
            "1850",
            "old",
            "31/2/1950",
            "3/12/2027",
        ] {
            assert_eq!(year(wrong), None, "{wrong}");
        }
    }
}
