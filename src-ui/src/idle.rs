//! Locking by itself after a while without a touch, and saving when the window is put away. When the
//! machine sleeps, the program around the screens locks: a page has no clock that goes on meanwhile.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use doorstep_model::field::{Part, Value};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::clock;
use crate::record::View;

/// How often to look whether it is time.
const LOOK: Duration = Duration::from_secs(5);

/// What a team may ask for. Anything else is a slip, and asks for nothing.
const TEAM_MINUTES: std::ops::RangeInclusive<i64> = 1..=240;

/// Minutes after which the team wants each of its devices locked; the least, where two people said
/// different things.
pub(crate) fn team_minutes(team: &View) -> Option<u16> {
    let line = team.line(Part::Team, None)?;
    let both = line.both("auto_lock_minutes").into_iter();
    let said = line.value("auto_lock_minutes").into_iter();
    said.chain(both.filter_map(|one| one.value))
        .filter_map(|value| match value {
            Value::Number(minutes) if TEAM_MINUTES.contains(&minutes) => minutes.try_into().ok(),
            _ => None,
        })
        .min()
}

/// A device may lock sooner than its team wants, and not later. 0 is never.
fn sooner(own: u16, team: Option<u16>) -> u16 {
    match (own, team) {
        (own, None) => own,
        (0, Some(team)) => team,
        (own, Some(team)) => own.min(team),
    }
}

/// Whether so much time has gone by since the last touch that the device is to be locked. Never with
/// `minutes` 0.
fn is_overdue(now: i64, touched: i64, minutes: u16) -> bool {
    minutes > 0 && now.saturating_sub(touched) >= i64::from(minutes) * 60_000
}

/// When a person was last there, and what follows from it.
#[derive(Clone)]
struct Watch {
    app: App,
    touched: Rc<Cell<i64>>,
}

impl Watch {
    /// Locks if it is time; whether it was.
    fn look(&self) -> bool {
        let own = self
            .app
            .settings
            .with_untracked(|settings| settings.auto_lock_minutes);
        let team = self.app.is_open().then(|| self.app.team_record().view);
        let team = team.and_then(|view| view.with_untracked(|view| team_minutes(view.as_ref()?)));
        let minutes = sooner(own, team);
        let now = clock::now().0;
        // Somebody speaks and touches nothing. It ends by itself.
        if self.app.voice.is_recording() {
            self.touched.set(now);
        }
        let overdue = is_overdue(now, self.touched.get(), minutes);
        if !overdue || !self.app.is_to_be_locked() {
            return false;
        }
        self.touched.set(now);
        let app = self.app;
        spawn_local(async move { app.lock().await });
        true
    }

    /// A person is there. A device that slept wakes by a touch, before any clock of ours has run:
    /// whether it is time is looked at first.
    fn touch(&self) {
        if !self.look() {
            self.touched.set(clock::now().0);
        }
    }
}

/// Watches as long as the window lives.
pub(crate) fn watch(app: App) {
    let watch = Watch {
        app,
        touched: Rc::new(Cell::new(clock::now().0)),
    };
    let (by_key, by_pointer, by_move) = (watch.clone(), watch.clone(), watch.clone());
    window_event_listener(ev::keydown, move |_| by_key.touch());
    window_event_listener(ev::pointerdown, move |_| by_pointer.touch());
    window_event_listener(ev::pointermove, move |_| by_move.touch());
    // The window may never come back: what was typed goes to the disk now. When it does come back,
    // it may be to somebody else.
    let by_sight = watch.clone();
    document_listener("visibilitychange", move || {
        app.flush();
        by_sight.look();
    });
    document_listener("pagehide", move || app.flush());
    window_event_listener(ev::blur, move |_| app.flush());
    let look = move || {
        clock::look_again(app);
        watch.look();
    };
    // The window's own listeners and this one end with the window.
    let _ = set_interval_with_handle(look, LOOK);
}

fn document_listener(name: &'static str, then: impl Fn() + 'static) {
    window_event_listener(ev::Custom::<web_sys::Event>::new(name), move |_| then());
}

#[cfg(test)]
mod tests {
    use super::{is_overdue, sooner};

    #[test]
    fn a_device_locks_no_later_than_its_team_wants() {
        assert_eq!(sooner(10, None), 10);
        assert_eq!(sooner(0, None), 0);
        assert_eq!(sooner(0, Some(15)), 15);
        assert_eq!(sooner(60, Some(15)), 15);
        assert_eq!(sooner(5, Some(15)), 5);
    }

    #[test]
    fn a_touch_after_a_long_sleep_comes_too_late() {
        let minute = 60_000;
        assert!(!is_overdue(10 * minute - 1, 0, 10));
        assert!(is_overdue(10 * minute, 0, 10));
        assert!(is_overdue(600 * minute, 0, 10));
        assert!(
            !is_overdue(600 * minute, 0, 0),
            "it is not to lock by itself"
        );
        assert!(!is_overdue(0, minute, 1), "the clock was put back");
    }
}
