//! What a photo shows or a voice note is about, in words, and the field in which that is changed.

use doorstep_model::field::Part;
use doorstep_model::id::ItemId;
use leptos::prelude::*;

use super::field::FieldOf;
use super::icon::Icon;
use crate::clock;
use crate::record::{Line, Record};
use crate::say::{self, say};

/// The words of such a line; empty without any.
pub(super) fn caption_of(line: Memo<Option<Line>>) -> Memo<String> {
    Memo::new(move |_| {
        line.with(|line| {
            line.as_ref()
                .map(|line| line.text("caption"))
                .unwrap_or_default()
        })
    })
}

/// The words with their buttons, or the field while they are changed.
#[component]
pub(super) fn Caption(
    record: Record,
    item: ItemId,
    line: Memo<Option<Line>>,
    caption: Memo<String>,
    editing: RwSignal<Option<ItemId>>,
    /// What the field is called, and the line under its name.
    label: String,
    hint: String,
    /// What is said while nobody has said it.
    blank: &'static str,
) -> impl IntoView {
    let open = {
        let item = item.clone();
        Memo::new(move |_| editing.with(|editing| editing.as_ref() == Some(&item)))
    };
    let close = move |_| {
        editing.set(None);
        record.flush();
    };
    view! {
        <Show
            when=move || open.get()
            fallback=move || {
                view! {
                    <Words
                        record=record
                        line=line
                        caption=caption
                        editing=editing
                        blank=blank
                    />
                }
            }
        >
            <div class="editor">
                <FieldOf
                    record=record
                    part=Part::Attachments
                    item=Some(item.clone())
                    name="caption"
                    label=label.clone()
                    hint=hint.clone()
                    focus=true
                />
                <p class="actions">
                    <button class="button quiet" data-test="done-attachment" on:click=close>
                        {say("done")}
                    </button>
                </p>
            </div>
        </Show>
    }
}

/// What it shows or is about, and what can be done with it.
#[component]
fn Words(
    record: Record,
    line: Memo<Option<Line>>,
    caption: Memo<String>,
    editing: RwSignal<Option<ItemId>>,
    /// What is said while nobody has said it.
    blank: &'static str,
) -> impl IntoView {
    let text = move || {
        let caption = caption.get();
        if caption.trim().is_empty() {
            view! { <p class="line-text blank">{say(blank)}</p> }.into_any()
        } else {
            view! { <p class="line-text" dir="auto" data-test="attachment-words">{caption}</p> }
                .into_any()
        }
    };
    let buttons = move || {
        let line = line.get()?;
        let item = line.id.clone()?;
        if record.read_only().get() {
            return None;
        }
        if let Some(removed) = &line.removed {
            let said = say::with("removed-when", [("when", clock::moment(removed.at).into())]);
            return Some(
                view! {
                    <span class="note">{said}</span>
                    <button
                        class="plain"
                        data-test="restore-attachment"
                        on:click=move |_| record.restore(Part::Attachments, &item)
                    >
                        {say("undo-restore")}
                    </button>
                }
                .into_any(),
            );
        }
        let called = caption.get();
        let called: String = called.chars().take(60).collect();
        let (edit, remove) = (item.clone(), item);
        Some(
            view! {
                <button
                    class="plain"
                    data-test="edit-attachment"
                    aria-label=say::with("edit-this", [("what", called.clone().into())])
                    on:click=move |_| editing.set(Some(edit.clone()))
                >
                    <Icon name="edit" />
                    {say("edit")}
                </button>
                <button
                    class="plain"
                    data-test="remove-attachment"
                    aria-label=say::with("remove-this", [("what", called.into())])
                    on:click=move |_| record.remove(Part::Attachments, &remove)
                >
                    <Icon name="remove" />
                    {say("remove")}
                </button>
            }
            .into_any(),
        )
    };
    view! {
        {text}
        <div class="line-buttons">{buttons}</div>
    }
}
