//! One voice note: what it is about in words, and a player. Where it is not on this device, that is
//! said in its place, with a way to fetch it.

use doorstep_model::Problem;
use doorstep_model::call::{FindVoice, Sounding, VoicePlace};
use doorstep_model::field::{Part, Value};
use doorstep_model::id::{BlobKey, ItemId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::player::Player;
use crate::bridge::ask;
use crate::clock;
use crate::part::both_changed::BothChanged;
use crate::part::caption::{Caption, caption_of};
use crate::record::{Line, Record};
use crate::say::{self, say};

/// Where its sound is.
#[derive(Debug, Clone, PartialEq)]
enum Place {
    Looking,
    Here,
    Coming(u8),
    NotHere(Option<Problem>),
}

/// The voice note.
#[component]
pub(super) fn Note(
    record: Record,
    item: ItemId,
    editing: RwSignal<Option<ItemId>>,
) -> impl IntoView {
    let line = record.line(Part::Attachments, Some(item.clone()));
    let is_removed = Memo::new(move |_| {
        line.with(|line| line.as_ref().is_some_and(|line| line.removed.is_some()))
    });
    let caption = caption_of(line);
    let (both, id) = (item.clone(), item.to_string());
    let when = move || {
        let at = line.with(|line| line.as_ref().map(|line| line.added.at));
        at.map(clock::moment)
    };
    view! {
        <li
            class="voice"
            class:removed=is_removed
            data-test="voice-row"
            data-item=id
            data-removed=move || is_removed.get().to_string()
        >
            <Caption
                record=record
                item=item
                line=line
                caption=caption
                editing=editing
                label=say("voice-caption")
                hint=say("voice-caption-hint")
                blank="voice-no-caption"
            />
            <BothChanged record=record part=Part::Attachments item=Some(both) />
            <Heard record=record line=line caption=caption />
            <p class="note">{when}</p>
        </li>
    }
}

/// The player, or what is said in its place.
#[component]
fn Heard(record: Record, line: Memo<Option<Line>>, caption: Memo<String>) -> impl IntoView {
    let place = RwSignal::new(Place::Looking);
    let blob = Memo::new(move |_| {
        let named = line.with(|line| line.as_ref().map(|line| line.text("blob")));
        named.and_then(|named| BlobKey::try_from(named).ok())
    });
    let length = Signal::derive(move || {
        let length = line.with(|line| line.as_ref().and_then(|line| line.value("length_ms")));
        match length {
            Some(Value::Number(length)) => u64::try_from(length).unwrap_or(0),
            _ => 0,
        }
    });
    let called = Signal::derive(move || {
        let caption = caption.get();
        if caption.trim().is_empty() {
            say("voice-no-caption")
        } else {
            caption.chars().take(60).collect()
        }
    });
    let look = move |fetch: bool| {
        let (Some(blob), Some(household)) = (blob.get_untracked(), record.household()) else {
            return;
        };
        spawn_local(async move {
            let call = FindVoice {
                household,
                blob,
                fetch,
            };
            let found = match ask(call).await {
                Ok(VoicePlace::Here) => Place::Here,
                Ok(VoicePlace::Fetching { percent }) => Place::Coming(percent),
                Ok(VoicePlace::NotHere { problem }) => Place::NotHere(problem),
                Err(problem) => Place::NotHere(Some(problem)),
            };
            let _ = place.try_set(found);
        });
    };
    // Once for each sound that the line names; again whenever one came, went or can't come.
    Effect::new(move |_| {
        let _ = blob.get();
        record.app.attachments.track();
        look(false);
    });
    let lost = Callback::new(move |problem: Problem| place.set(Place::NotHere(Some(problem))));
    let shown = Memo::new(move |_| place.get());
    move || match shown.get() {
        Place::Here => {
            let (Some(blob), Some(household)) = (blob.get(), record.household()) else {
                return ().into_any();
            };
            let what = Sounding::Note { household, blob };
            view! { <Player what=what length=length called=called lost=lost /> }.into_any()
        }
        Place::Looking => gap("looking", say("voice-looking"), None).into_any(),
        Place::Coming(percent) => {
            let said = say::with("voice-fetching", [("percent", percent.into())]);
            gap("fetching", said, None).into_any()
        }
        Place::NotHere(problem) => {
            let mut said = say("voice-not-here");
            if let Some(problem) = &problem {
                said = format!("{said} {}", say::problem(problem));
            }
            let button = view! {
                <button
                    class="button quiet"
                    data-test="voice-fetch"
                    aria-label=move || say::with("voice-fetch-this", [("what", called.get().into())])
                    on:click=move |_| {
                        place.set(Place::Looking);
                        look(true);
                    }
                >
                    {say("voice-fetch")}
                </button>
            };
            gap("not-here", said, Some(button.into_any())).into_any()
        }
    }
}

fn gap(state: &'static str, said: String, button: Option<AnyView>) -> impl IntoView {
    view! {
        <div class="voice-gap" data-test="voice-gap" data-state=state>
            <p>{said}</p>
            {button}
        </div>
    }
}
