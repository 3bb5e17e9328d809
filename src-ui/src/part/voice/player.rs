//! Plays one voice note: play and pause, where it is and how long it is, and a slider to go
//! elsewhere, with fingers or arrow keys.

use doorstep_model::Problem;
use doorstep_model::call::Sounding;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::part::icon::Icon;
use crate::say::{self, say};
use crate::voice::{gone, minutes};

/// An end that is this near was reached, in milliseconds: the device is asked four times a second.
const NEAR_THE_END: u64 = 600;

/// The player.
#[component]
pub(super) fn Player(
    what: Sounding,
    /// How long it is, in milliseconds.
    #[prop(into)]
    length: Signal<u64>,
    /// What it is about, for those who do not see what stands beside it.
    #[prop(into)]
    called: Signal<String>,
    /// It is not what it was taken for, or not there any more.
    #[prop(optional, into)]
    lost: Option<Callback<Problem>>,
) -> impl IntoView {
    let app = App::here();
    let voice = app.voice;
    let at = RwSignal::new(0_u64);
    let dragging = RwSignal::new(false);
    let problem = RwSignal::new(None::<Problem>);
    let what = StoredValue::new(what);
    let now = Memo::new(move |_| what.with_value(|what| voice.playing(what)));
    let plays = Memo::new(move |_| now.with(Option::is_some));
    Effect::new(move |before: Option<Option<u64>>| {
        let now = now.with(|now| now.as_ref().map(|now| now.at_ms));
        let last = before.flatten();
        match now {
            Some(now) if !dragging.get_untracked() => at.set(now),
            None if last.is_some_and(|last| last + NEAR_THE_END >= length.get_untracked()) => {
                at.set(0);
            }
            _ => {}
        }
        now
    });
    let play = move || {
        problem.set(None);
        let from = at.get_untracked();
        spawn_local(async move {
            if let Err(why) = voice.play(what.get_value(), from).await {
                app.heed(&why);
                match lost {
                    Some(lost) if gone(&why) => lost.run(why),
                    _ => {
                        let _ = problem.try_set(Some(why));
                    }
                }
            }
        });
    };
    let toggle = move |_| {
        if plays.get_untracked() {
            voice.pause();
        } else {
            play();
        }
    };
    // Nobody hears on when the page about it is gone.
    on_cleanup(move || {
        let playing = untrack(|| what.try_with_value(|what| voice.playing(what).is_some()));
        if playing == Some(true) {
            voice.pause();
        }
    });
    let label = move || {
        let name = if plays.get() {
            "voice-pause-this"
        } else {
            "voice-play-this"
        };
        say::with(name, [("what", called.get().into())])
    };
    let place = move || {
        let gaps = [
            ("at", minutes(at.get()).into()),
            ("length", minutes(length.get()).into()),
        ];
        say::with("voice-place", gaps)
    };
    view! {
        <div class="player" data-test="voice-player" data-playing=move || plays.get().to_string()>
            <button class="button quiet" data-test="voice-play" aria-label=label on:click=toggle>
                {move || {
                    let (icon, word) = if plays.get() {
                        ("pause", "voice-pause")
                    } else {
                        ("play", "voice-play")
                    };
                    view! {
                        <Icon name=icon />
                        <span>{say(word)}</span>
                    }
                }}
            </button>
            <input
                type="range"
                class="slider"
                data-test="voice-slider"
                min="0"
                step="1000"
                max=move || length.get().to_string()
                prop:value=move || at.get().to_string()
                aria-label=move || say::with("voice-where", [("what", called.get().into())])
                aria-valuetext=place
                on:input=move |event| {
                    if let Ok(place) = event_target_value(&event).parse() {
                        dragging.set(true);
                        at.set(place);
                    }
                }
                on:change=move |_| {
                    dragging.set(false);
                    if plays.get_untracked() {
                        play();
                    }
                }
            />
            <span class="player-time" data-test="voice-at" aria-hidden="true">
                {move || format!("{} / {}", minutes(at.get()), minutes(length.get()))}
            </span>
        </div>
        {move || {
            problem
                .get()
                .map(|problem| {
                    view! {
                        <p
                            class="notice"
                            role="alert"
                            data-test="voice-problem"
                            data-code=problem.code.word()
                        >
                            {say::problem(&problem)}
                        </p>
                    }
                })
        }}
    }
}
