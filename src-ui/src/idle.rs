//! Locking by itself after a while without a touch, and saving when the window is put away.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::clock;

/// How often to look whether it is time.
const LOOK: Duration = Duration::from_secs(5);

/// Watches as long as the window lives.
pub(crate) fn watch(app: App) {
    let touched = Rc::new(Cell::new(clock::now().0));
    let touch = |touched: &Rc<Cell<i64>>| {
        let touched = Rc::clone(touched);
        move || touched.set(clock::now().0)
    };
    let (by_key, by_pointer, by_move) = (touch(&touched), touch(&touched), touch(&touched));
    window_event_listener(ev::keydown, move |_| by_key());
    window_event_listener(ev::pointerdown, move |_| by_pointer());
    window_event_listener(ev::pointermove, move |_| by_move());
    // The window may never come back: what was typed goes to the disk now.
    document_listener("visibilitychange", move || app.flush());
    document_listener("pagehide", move || app.flush());
    window_event_listener(ev::blur, move |_| app.flush());
    let look = move || {
        clock::look_again(app);
        let minutes = app
            .settings
            .with_untracked(|settings| settings.auto_lock_minutes);
        let practice = app.open_untracked().is_some_and(|open| open.practice);
        // Somebody speaks and touches nothing. It ends by itself.
        if app.voice.is_recording() {
            touched.set(clock::now().0);
        }
        let idle_millis = clock::now().0.saturating_sub(touched.get());
        if minutes > 0 && app.is_open() && !practice && idle_millis >= i64::from(minutes) * 60_000 {
            touched.set(clock::now().0);
            spawn_local(async move { app.lock().await });
        }
    };
    // The window's own listeners and this one end with the window.
    let _ = set_interval_with_handle(look, LOOK);
}

fn document_listener(name: &'static str, then: impl Fn() + 'static) {
    window_event_listener(ev::Custom::<web_sys::Event>::new(name), move |_| then());
}
