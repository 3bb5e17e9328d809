//! Recording during a visit: one large button to begin, a plain sign that it goes on, one to stop;
//! then one listens, keeps it or throws it away.

use doorstep_model::Problem;
use doorstep_model::call::{
    LONGEST_VOICE_MS, RecordingEnd, Sounding, VOICE_WARNING_MS, WaitingRecording,
};
use doorstep_model::field::Value;
use doorstep_model::id::ItemId;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::player::Player;
use crate::clock;
use crate::part::heading::focus_soon;
use crate::part::icon::Icon;
use crate::record::Record;
use crate::say::{self, say};
use crate::voice::minutes;

/// The recorder of a visit.
#[component]
pub(super) fn Recorder(
    record: Record,
    visit: ItemId,
    /// What a kept one begins with.
    begins: Vec<(String, Value)>,
    problems: RwSignal<Vec<Problem>>,
    /// One was kept, or could not be.
    added: Callback<Result<Option<ItemId>, Problem>>,
) -> impl IntoView {
    let voice = record.app.voice;
    let this = StoredValue::new(visit);
    let begins = StoredValue::new(begins);
    let recording = Memo::new(move |_| {
        let now = voice.recording();
        now.map(|now| this.with_value(|this| now.visit == *this))
    });
    let waiting = Memo::new(move |_| {
        let going = voice.recording().map(|now| now.recording);
        let mut waiting = this.with_value(|this| voice.waiting(|visit| visit == this));
        waiting.retain(|one| Some(&one.recording) != going.as_ref());
        waiting
    });
    let opening = RwSignal::new(false);
    let start = move |_| {
        opening.set(true);
        spawn_local(async move {
            let begun = record.start_recording(this.get_value()).await;
            let _ = opening.try_set(false);
            match begun {
                Ok(()) => {
                    record.app.announced.set(say("voice-announce-on"));
                    let _ = problems.try_set(Vec::new());
                }
                Err(problem) => {
                    record.app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
        });
    };
    let ready = move || {
        view! {
            <p class="voice-ask" data-test="voice-ask">{say("voice-ask")}</p>
            <button
                class="button big voice-start"
                data-test="voice-record"
                disabled=move || opening.get()
                on:click=start
            >
                <Icon name="microphone" />
                {move || if opening.get() { say("voice-opening") } else { say("voice-record") }}
            </button>
        }
        .into_any()
    };
    view! {
        <For each=move || waiting.get() key=|one| one.recording.clone() let:one>
            <Waiting record=record one=one begins=begins added=added />
        </For>
        {move || match recording.get() {
            Some(true) => view! { <GoesOn record=record problems=problems /> }.into_any(),
            Some(false) => view! { <p class="note">{say("voice-elsewhere")}</p> }.into_any(),
            None if record.read_only().get() => ().into_any(),
            // One after the other: what was said waits for a word first.
            None if waiting.with(Vec::is_empty) => ready(),
            None => ().into_any(),
        }}
    }
}

/// The sign that it goes on, and the button that ends it.
#[component]
fn GoesOn(record: Record, problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    let app = record.app;
    let voice = app.voice;
    let stop = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(stop) = stop.get() {
            focus_soon(stop.into());
        }
    });
    let length = Memo::new(move |_| voice.recording().map_or(0, |now| now.length_ms));
    let loudness = Memo::new(move |_| voice.recording().map_or(0, |now| now.loudness));
    let left = Memo::new(move |_| {
        let left = LONGEST_VOICE_MS.saturating_sub(length.get());
        (left <= VOICE_WARNING_MS).then(|| left.div_ceil(60_000).max(1))
    });
    let end = move |_| {
        spawn_local(async move {
            match voice.stop().await {
                Ok(()) => app.announced.set(say("voice-announce-off")),
                Err(problem) => {
                    app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
        });
    };
    view! {
        <div class="recording" data-test="voice-recording">
            <p class="recording-sign">
                <span class="recording-dot" aria-hidden="true"></span>
                <strong>{say("voice-recording")}</strong>
                // Read out by whoever looks for it, not by itself each second.
                <span role="timer" aria-live="off" class="recording-time" data-test="voice-time">
                    {move || minutes(length.get())}
                </span>
            </p>
            <meter
                class="loudness"
                min="0"
                max="100"
                aria-label=say("voice-loudness")
                prop:value=move || f64::from(loudness.get())
            ></meter>
            <p class="note" role="status" data-test="voice-left">
                {move || match left.get() {
                    Some(minutes) => say::with("voice-left", [("minutes", minutes.into())]),
                    None => {
                        let most = LONGEST_VOICE_MS / 60_000;
                        say::with("voice-limit", [("minutes", most.into())])
                    }
                }}
            </p>
            <button
                class="button big voice-stop"
                data-test="voice-stop"
                node_ref=stop
                on:click=end
            >
                <Icon name="stop" />
                {say("voice-stop")}
            </button>
        </div>
    }
}

/// One that waits to be kept or thrown away.
#[component]
fn Waiting(
    record: Record,
    one: WaitingRecording,
    begins: StoredValue<Vec<(String, Value)>>,
    added: Callback<Result<Option<ItemId>, Problem>>,
) -> impl IntoView {
    let app = record.app;
    let busy = RwSignal::new(false);
    let asked = RwSignal::new(false);
    let id = StoredValue::new(one.recording.clone());
    let keep = move |_| {
        busy.set(true);
        spawn_local(async move {
            let kept = record
                .keep_recording(id.get_value(), begins.get_value())
                .await;
            let _ = busy.try_set(false);
            added.run(kept.map(Some));
        });
    };
    let throw_away = move |_| {
        busy.set(true);
        spawn_local(async move {
            match app.voice.throw_away(id.get_value()).await {
                Ok(()) => app.can_not_undo(say("voice-thrown-away")),
                Err(problem) => added.run(Err(problem)),
            }
            let _ = busy.try_set(false);
        });
    };
    let card = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(card) = card.get() {
            focus_soon(card.into());
        }
    });
    let what = Sounding::Recording {
        recording: one.recording.clone(),
    };
    let why = one.ended.as_ref().map(|ended| match ended {
        RecordingEnd::AsLongAsCanBe => {
            let most = LONGEST_VOICE_MS / 60_000;
            say::with("voice-ended-limit", [("minutes", most.into())])
        }
        RecordingEnd::Problem(problem) => {
            format!("{} {}", say("voice-ended-problem"), say::problem(problem))
        }
        RecordingEnd::CutOff => say("voice-ended-cut-off"),
    });
    let began = clock::moment(one.began);
    let length = one.length_ms;
    view! {
        <div
            class="recorded"
            tabindex="-1"
            node_ref=card
            data-test="voice-waiting"
            data-recording=one.recording.to_string()
            data-length=length.to_string()
        >
            <h3>{say::with("voice-waiting", [("when", began.into())])}</h3>
            {why.map(|why| view! { <p class="notice" data-test="voice-ended">{why}</p> })}
            <Player what=what length=length called=say("voice-this-recording") />
            <Show
                when=move || asked.get()
                fallback=move || {
                    view! {
                        <p class="actions">
                            <button
                                class="button"
                                data-test="voice-keep"
                                disabled=busy
                                on:click=keep
                            >
                                <Icon name="done" />
                                {move || {
                                    if busy.get() { say("voice-keeping") } else { say("voice-keep") }
                                }}
                            </button>
                            <button
                                class="plain"
                                data-test="voice-throw-away"
                                disabled=busy
                                on:click=move |_| asked.set(true)
                            >
                                <Icon name="remove" />
                                {say("voice-throw-away")}
                            </button>
                        </p>
                    }
                }
            >
                <p role="alert" class="voice-sure">{say("voice-sure")}</p>
                <p class="actions">
                    <button
                        class="button quiet"
                        data-test="voice-throw-away-yes"
                        disabled=busy
                        on:click=throw_away
                    >
                        {say("voice-throw-away-yes")}
                    </button>
                    <button
                        class="plain"
                        data-test="voice-throw-away-no"
                        on:click=move |_| asked.set(false)
                    >
                        {say("voice-throw-away-no")}
                    </button>
                </p>
            </Show>
        </div>
    }
}
