//! At the top of every screen: that a recording goes on, with the button that ends it; and on every
//! other one that a recording waits to be kept.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::part::icon::Icon;
use crate::place::Place;
use crate::say::{self, say};
use crate::voice::minutes;

/// The bar; nothing where there is nothing to say.
#[component]
pub(crate) fn VoiceBar() -> impl IntoView {
    let app = App::here();
    let voice = app.voice;
    let here = Memo::new(move |_| {
        app.place.with(|place| match place {
            Place::Visit(_, visit) => Some(visit.clone()),
            _ => None,
        })
    });
    let going = Memo::new(move |_| {
        let now = voice.recording()?;
        let elsewhere = here.with(|here| here.as_ref() != Some(&now.visit));
        Some(elsewhere.then_some((now.household, now.visit)))
    });
    let length = Memo::new(move |_| voice.recording().map_or(0, |now| now.length_ms));
    let waiting = Memo::new(move |_| {
        let of_others = here.with(|here| voice.waiting(|visit| here.as_ref() != Some(visit)));
        of_others.into_iter().next()
    });
    let stop = move |_| {
        spawn_local(async move {
            match voice.stop().await {
                Ok(()) => app.announced.set(say("voice-announce-off")),
                Err(problem) => app.heed(&problem),
            }
        });
    };
    view! {
        {move || {
            going
                .get()
                .map(|visit| {
                    view! {
                        <div class="voice-bar goes-on" data-test="voice-bar">
                            <span class="recording-dot" aria-hidden="true"></span>
                            <span class="voice-bar-words">
                                <strong>{say("voice-recording")}</strong>
                                " "
                                <span data-test="voice-bar-time">
                                    {move || minutes(length.get())}
                                </span>
                            </span>
                            {visit
                                .map(|(household, visit)| {
                                    view! {
                                        <button
                                            class="plain"
                                            data-test="voice-bar-open"
                                            on:click=move |_| {
                                                let to = (household.clone(), visit.clone());
                                                app.go(Place::Visit(to.0, to.1));
                                            }
                                        >
                                            {say("voice-bar-open")}
                                        </button>
                                    }
                                })}
                            <button class="button" data-test="voice-bar-stop" on:click=stop>
                                <Icon name="stop" />
                                {say("voice-bar-stop")}
                            </button>
                        </div>
                    }
                })
        }}
        {move || {
            waiting
                .get()
                .map(|one| {
                    let said = say::with("voice-bar-waiting", [("name", one.name.clone().into())]);
                    view! {
                        <div class="voice-bar" data-test="voice-bar-waiting">
                            <span class="voice-bar-words" dir="auto">{said}</span>
                            <button
                                class="plain"
                                data-test="voice-bar-look"
                                on:click=move |_| {
                                    app.go(Place::Visit(one.household.clone(), one.visit.clone()));
                                }
                            >
                                {say("voice-bar-look")}
                            </button>
                        </div>
                    }
                })
        }}
    }
}
