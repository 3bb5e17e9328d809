//! One photo: small, with what it shows in words; large when one touches it. Where it is not on
//! this device, that is said in its place, with a way to fetch it.

use doorstep_model::Problem;
use doorstep_model::call::{AttachmentState, GetAttachment};
use doorstep_model::field::Part;
use doorstep_model::id::{BlobKey, ItemId};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::both_changed::BothChanged;
use super::caption::{Caption, caption_of};
use crate::bridge::ask;
use crate::record::{Line, Record};
use crate::say::{self, say};

/// What there is to see.
#[derive(Debug, Clone, PartialEq)]
enum Seen {
    Looking,
    Here(String),
    Coming(u8),
    NotHere(Option<Problem>),
}

/// The photo.
#[component]
pub(super) fn Photo(
    record: Record,
    item: ItemId,
    editing: RwSignal<Option<ItemId>>,
    fetch: bool,
) -> impl IntoView {
    let line = record.line(Part::Attachments, Some(item.clone()));
    let is_removed = Memo::new(move |_| {
        line.with(|line| line.as_ref().is_some_and(|line| line.removed.is_some()))
    });
    let caption = caption_of(line);
    let (both, id) = (item.clone(), item.to_string());
    view! {
        <li
            class="photo"
            class:removed=is_removed
            data-test="attachment-row"
            data-item=id
            data-removed=move || is_removed.get().to_string()
        >
            <Picture record=record line=line caption=caption fetch=fetch />
            <BothChanged record=record part=Part::Attachments item=Some(both) />
            <Caption
                record=record
                item=item
                line=line
                caption=caption
                editing=editing
                label=say("field-attachment-caption")
                hint=say("hint-attachment-caption")
                blank="photo-no-caption"
            />
        </li>
    }
}

/// The picture, or what is said in its place.
#[component]
fn Picture(
    record: Record,
    line: Memo<Option<Line>>,
    caption: Memo<String>,
    fetch: bool,
) -> impl IntoView {
    let seen = RwSignal::new(Seen::Looking);
    let large = RwSignal::new(false);
    let blob = Memo::new(move |_| {
        let named = line.with(|line| line.as_ref().map(|line| line.text("blob")));
        named.and_then(|named| BlobKey::try_from(named).ok())
    });
    let look = move |fetch: bool| {
        let (Some(blob), Some(household)) = (blob.get_untracked(), record.household()) else {
            return;
        };
        spawn_local(async move {
            let call = GetAttachment {
                household,
                blob,
                fetch,
            };
            let found = match ask(call).await {
                Ok(AttachmentState::Here { media_type, base64 }) => {
                    Seen::Here(format!("data:{};base64,{base64}", media_type.word()))
                }
                Ok(AttachmentState::Fetching { percent }) => Seen::Coming(percent),
                Ok(AttachmentState::NotHere { problem }) => Seen::NotHere(problem),
                Err(problem) => Seen::NotHere(Some(problem)),
            };
            let _ = seen.try_set(found);
        });
    };
    // Once for each photo that the line names; again whenever one came or can't come.
    Effect::new(move |before: Option<Option<BlobKey>>| {
        let now = blob.get();
        record.app.attachments.track();
        let here = seen.with_untracked(|seen| matches!(seen, Seen::Here(_)));
        match before {
            Some(before) if before == now => {
                if !here {
                    look(false);
                }
            }
            _ => look(fetch),
        }
        now
    });
    let words = Memo::new(move |_| {
        let caption = caption.get();
        if caption.trim().is_empty() {
            say("photo-no-caption")
        } else {
            caption
        }
    });
    move || match seen.get() {
        Seen::Here(url) => view! {
            <button
                class="photo-open"
                data-test="open-attachment"
                aria-label=move || say::with("photo-open", [("what", words.get().into())])
                on:click=move |_| large.set(true)
            >
                <img src=url.clone() alt=move || words.get() />
            </button>
            <Show when=move || large.get()>
                <Large url=url.clone() words=words large=large />
            </Show>
        }
        .into_any(),
        Seen::Looking => gap("looking", say("photo-looking"), None).into_any(),
        Seen::Coming(percent) => {
            let said = say::with("photo-fetching", [("percent", percent.into())]);
            gap("fetching", said, None).into_any()
        }
        Seen::NotHere(problem) => {
            let mut said = say("photo-not-here");
            if let Some(problem) = &problem {
                said = format!("{said} {}", say::problem(problem));
            }
            let button = view! {
                <button
                    class="button quiet"
                    data-test="fetch-attachment"
                    aria-label=move || say::with("photo-fetch-this", [("what", words.get().into())])
                    on:click=move |_| {
                        seen.set(Seen::Looking);
                        look(true);
                    }
                >
                    {say("photo-fetch")}
                </button>
            };
            gap("not-here", said, Some(button.into_any())).into_any()
        }
    }
}

fn gap(state: &'static str, said: String, button: Option<AnyView>) -> impl IntoView {
    view! {
        <div class="photo-gap" data-test="attachment-gap" data-state=state>
            <p>{said}</p>
            {button}
        </div>
    }
}

/// The photo over everything else. Esc closes it and does nothing more.
#[component]
fn Large(url: String, words: Memo<String>, large: RwSignal<bool>) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog
            class="photo-large"
            node_ref=dialog
            data-test="attachment-large"
            aria-label=move || words.get()
            on:close=move |_| large.set(false)
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    event.stop_propagation();
                    event.prevent_default();
                    large.set(false);
                }
            }
        >
            <img src=url alt=move || words.get() />
            <p dir="auto">{move || words.get()}</p>
            <button
                class="button quiet"
                data-test="close-attachment"
                on:click=move |_| large.set(false)
            >
                {say("photo-close")}
            </button>
        </dialog>
    }
}
