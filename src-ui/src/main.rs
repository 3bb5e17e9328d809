//! Doorstep's screens.

#![expect(
    unreachable_pub,
    reason = "what `#[component]` makes of a function has no reach of its own"
)]

mod app;
mod bridge;
mod clock;
mod day;
mod draft;
mod fault;
mod form;
mod idle;
mod look;
mod merge;
mod money;
mod part;
mod place;
mod random;
mod record;
mod say;
mod screen;
mod timer;
mod undo;
mod voice;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::screen::Window;

fn main() {
    fault::tell();
    leptos::mount::mount_to_body(|| {
        let app = App::new();
        provide_context(app);
        look::follow(app);
        idle::watch(app);
        spawn_local(async move {
            if let Err(problem) = bridge::listen(move |stale| app.stale(&stale)).await {
                app.trouble.set(Some(problem));
            }
            app.look().await;
        });
        view! { <Window /> }
    });
}
