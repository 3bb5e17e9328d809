//! How sync stands, in words, on every screen.

use doorstep_model::call::{Arriving, SyncPage, SyncState};
use leptos::prelude::*;

use super::icon::Icon;
use crate::app::App;
use crate::clock;
use crate::place::Place;
use crate::say::{self, say};

/// After this many milliseconds without the server, waiting changes are worth a look.
const LONG_MILLIS: i64 = 3 * 24 * 60 * 60 * 1_000;

/// The chip; opens the panel.
#[component]
pub(crate) fn SyncChip() -> impl IntoView {
    let app = App::here();
    let practice = Memo::new(move |_| app.open().is_some_and(|open| open.practice));
    let state = move || {
        app.sync
            .with(|page| page.as_ref().map_or("no-server", state_word))
    };
    let waiting = move || {
        app.sync
            .with(|page| page.as_ref().map_or(0, |page| page.waiting))
    };
    let photos = move || {
        app.sync
            .with(|page| page.as_ref().map_or(0, |page| page.attachments_waiting))
    };
    let icon = move || match state() {
        "offline" => view! { <Icon name="offline" /> }.into_any(),
        "no-server" => view! { <Icon name="device" /> }.into_any(),
        "trouble" => view! { <Icon name="warning" /> }.into_any(),
        _ => view! { <Icon name="sync" /> }.into_any(),
    };
    view! {
        <button
            class="chip"
            data-test="sync-chip"
            data-state=state
            data-waiting=move || waiting().to_string()
            data-photos=move || photos().to_string()
            class:long=move || app.sync.with(|page| page.as_ref().is_some_and(is_long))
            on:click=move |_| app.go(Place::Sync)
        >
            {icon}
            <span>
                {move || {
                    if practice.get() {
                        return say("sync-practice");
                    }
                    app.sync
                        .with(|page| {
                            page.as_ref().map_or_else(|| say("sync-looking"), sync_sentence)
                        })
                }}
            </span>
        </button>
    }
}

/// The state as names for tests and styles have it.
pub(crate) fn state_word(page: &SyncPage) -> &'static str {
    match page.state {
        SyncState::NoServer => "no-server",
        SyncState::Syncing => "syncing",
        SyncState::UpToDate => "up-to-date",
        SyncState::Offline => "offline",
        SyncState::Trouble => "trouble",
    }
}

/// "3 changes waiting to send · last synced Tue 16:40".
pub(crate) fn sync_sentence(page: &SyncPage) -> String {
    let to_give_back = page.server_behind.map_or(0, |behind| behind.to_give_back);
    let arriving = page.arriving.map(arriving_sentence);
    let first = match (page.state, page.waiting) {
        (SyncState::Syncing | SyncState::UpToDate, 0) if arriving.is_some() => {
            arriving.unwrap_or_default()
        }
        (SyncState::Syncing | SyncState::UpToDate, 0) if to_give_back > 0 => {
            say::with("sync-giving-back", [("count", to_give_back.into())])
        }
        (SyncState::NoServer, _) => say("sync-no-server"),
        (SyncState::Syncing, 0) => say("sync-syncing"),
        (SyncState::Trouble, 0) => say("sync-trouble"),
        (SyncState::Offline, 0) => say("sync-offline"),
        (SyncState::UpToDate, 0) => say("sync-all-sent"),
        (SyncState::Offline, waiting) => {
            say::with("sync-offline-waiting", [("count", waiting.into())])
        }
        (_, waiting) => say::with("sync-waiting", [("count", waiting.into())]),
    };
    let photos = say::with(
        "photos-waiting",
        [("count", page.attachments_waiting.into())],
    );
    let first = match (page.state, page.waiting, page.attachments_waiting) {
        (SyncState::NoServer, ..) | (_, _, 0) => first,
        (SyncState::UpToDate, 0, _) => photos,
        _ => format!("{first} · {photos}"),
    };
    match page.last_synced {
        Some(at) if page.state != SyncState::NoServer => {
            let last = say::with("sync-last", [("when", clock::moment(at).into())]);
            format!("{first} · {last}")
        }
        _ => first,
    }
}

/// What is on its way, and how long it takes.
fn arriving_sentence(arriving: Arriving) -> String {
    let what = match arriving.to_fetch {
        0 => say::with("sync-reading", [("count", arriving.to_read.into())]),
        pieces => say::with("sync-fetching", [("count", pieces.into())]),
    };
    match arriving.seconds_left {
        None => what,
        Some(seconds) => {
            let minutes = seconds.div_ceil(60);
            let left = say::with("sync-minutes-left", [("count", minutes.into())]);
            format!("{what} · {left}")
        }
    }
}

fn is_long(page: &SyncPage) -> bool {
    let waits = page.waiting + page.attachments_waiting > 0 && page.state != SyncState::NoServer;
    let last = page.last_synced.map_or(0, |at| at.0);
    waits && clock::now().0.saturating_sub(last) > LONG_MILLIS && last > 0
}
