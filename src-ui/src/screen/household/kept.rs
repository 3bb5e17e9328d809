//! Where everything about the household is: here, at the office, on whose devices.

use doorstep_model::call::{GetHouseholdKept, HouseholdKept, SyncState};
use doorstep_model::id::DocKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::is_unfolded;
use crate::say::{self, say};

/// The folded part; it asks when it is opened, and again while it is open and sync goes on.
#[component]
pub(super) fn Kept(id: DocKey) -> impl IntoView {
    let app = App::here();
    let open = RwSignal::new(false);
    let kept = RwSignal::new(None::<HouseholdKept>);
    Effect::new(move |_| {
        app.sync.track();
        if !open.get() {
            return;
        }
        let id = id.clone();
        spawn_local(async move {
            match ask(GetHouseholdKept { id }).await {
                Ok(found) => {
                    let _ = kept.try_set(Some(found));
                }
                Err(problem) => app.heed(&problem),
            }
        });
    });
    let practice = Memo::new(move |_| app.open().is_some_and(|open| open.practice));
    let has_server = Memo::new(move |_| {
        app.sync.with(|page| {
            page.as_ref()
                .is_some_and(|page| page.state != SyncState::NoServer)
        })
    });
    view! {
        <Show when=move || !practice.get()>
            <section class="part folded" data-test="part-kept">
                <details on:toggle=move |event| open.set(is_unfolded(&event))>
                    <summary data-test="fold-kept">
                        <h2>{say("kept-heading")}</h2>
                    </summary>
                    {move || kept.get().map(|kept| sentences(kept, has_server.get()))}
                </details>
            </section>
        </Show>
    }
}

fn sentences(kept: HouseholdKept, has_server: bool) -> impl IntoView {
    let here = match kept.only_here {
        0 => say("kept-here"),
        count => say::with("kept-only-here", [("count", count.into())]),
    };
    let server = match (has_server, kept.server) {
        (false, _) => say("kept-no-server"),
        (true, true) => say("kept-server"),
        (true, false) => say("kept-server-not-yet"),
    };
    let devices = kept.devices.into_iter().map(|device| {
        let name = match device.name.is_empty() {
            true => say("kept-somebody"),
            false => device.name,
        };
        let key = if device.all {
            "kept-device"
        } else {
            "kept-device-not-yet"
        };
        view! {
            <li data-test="kept-device" data-all=device.all.to_string()>
                {say::with(key, [("name", name.into())])}
            </li>
        }
    });
    view! {
        <ul class="kept" data-test="kept" data-server=kept.server.to_string()>
            <li data-test="kept-here">{here}</li>
            <li>{server}</li>
            {devices.collect_view()}
        </ul>
        <p class="note">{say("kept-note")}</p>
    }
}
