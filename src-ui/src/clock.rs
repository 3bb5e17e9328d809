//! The time of day where the person is, from the browser.

use doorstep_model::{Date, UnixMillis};
use leptos::prelude::Update;

use crate::app::App;
use crate::{day, say};

/// Now.
pub(crate) fn now() -> UnixMillis {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds fit for ages")]
    UnixMillis(js_sys::Date::now() as i64)
}

/// The day it is here.
pub(crate) fn today() -> Date {
    local_day(&js_sys::Date::new_0())
}

/// The day of a moment, here.
pub(crate) fn day_of(at: UnixMillis) -> Date {
    local_day(&js_date(at))
}

/// The last moment of a day, here.
pub(crate) fn end_of(date: Date) -> UnixMillis {
    let (month, day) = (i32::from(date.month) - 1, i32::from(date.day) + 1);
    let next = js_sys::Date::new_with_year_month_day(u32::from(date.year), month, day);
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds fit for ages")]
    UnixMillis(next.get_time() as i64 - 1)
}

/// "14:02".
pub(crate) fn time_of(at: UnixMillis) -> String {
    let date = js_date(at);
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// "14:02" today, "Tue 14:02" within a week, else "Tue 3 Dec".
pub(crate) fn moment(at: UnixMillis) -> String {
    let (day, today) = (day_of(at), today());
    match day::days_between(day, today) {
        0 => time_of(at),
        1..=6 => {
            let shown = day::show(day, today, &say::day_words());
            let weekday = shown.split(' ').next().unwrap_or_default();
            format!("{weekday} {}", time_of(at))
        }
        _ => show(day),
    }
}

/// "Tue 3 Dec 14:02", for a moment to come.
pub(crate) fn moment_ahead(at: UnixMillis) -> String {
    format!("{} {}", show_near(day_of(at)), time_of(at))
}

/// "Tue 3 Dec".
pub(crate) fn show(date: Date) -> String {
    day::show(date, today(), &say::day_words())
}

/// "3 Dec".
pub(crate) fn show_short(date: Date) -> String {
    day::show_short(date, today().year, &say::day_words())
}

/// "today", "tomorrow", "yesterday", or the day.
pub(crate) fn show_near(date: Date) -> String {
    match day::days_between(today(), date) {
        0 => say::say("day-today"),
        1 => say::say("day-tomorrow"),
        -1 => say::say("day-yesterday"),
        _ => show(date),
    }
}

/// Looks again what day it is; screens that show "today" follow.
pub(crate) fn look_again(app: App) {
    let today = today();
    app.today.update(|day| {
        if *day != today {
            *day = today;
        }
    });
}

fn js_date(at: UnixMillis) -> js_sys::Date {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of our age fit")]
    let millis = at.0 as f64;
    js_sys::Date::new(&millis.into())
}

fn local_day(date: &js_sys::Date) -> Date {
    let number = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(date.get_full_year()).unwrap_or(1970);
    Date::new(year, number(date.get_month() + 1), number(date.get_date())).unwrap_or(Date {
        year: 1970,
        month: 1,
        day: 1,
    })
}
