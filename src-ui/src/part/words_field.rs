//! A text that merges: it goes to the disk as one types, and what others write comes in without
//! moving the caret away from its words.

use std::cell::RefCell;
use std::rc::Rc;

use doorstep_model::edit::FieldRef;
use leptos::html;
use leptos::prelude::*;

use super::heading::focus_soon;
use super::news::WrittenSince;
use super::text_input::{FieldWrong, described_by};
use crate::app::tick;
use crate::draft::Standing;
use crate::merge::caret_after;
use crate::record::Record;
use crate::say;

/// The text area. `own` marks people's own words, which are set larger.
#[component]
pub(crate) fn WordsField(
    record: Record,
    at: FieldRef,
    #[prop(into)] label: String,
    #[prop(into)] test: String,
    #[prop(optional)] own: bool,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] focus: bool,
) -> impl IntoView {
    let draft = record.draft(&at);
    let shown = Memo::new(move |_| draft.with(|draft| draft.shown().to_owned()));
    let wrong = Memo::new(move |_| {
        draft.with(|draft| match draft.standing() {
            Standing::Failed(problem) => Some(say::problem(&problem)),
            _ => None,
        })
    });
    let area = NodeRef::<html::Textarea>::new();
    Effect::new(move |before: Option<String>| {
        let now = shown.get();
        if let Some(area) = area.get()
            && area.value() != now
        {
            let caret = |end: Option<u32>| {
                caret_after(
                    before.as_deref().unwrap_or_default(),
                    &now,
                    end.unwrap_or(0),
                )
            };
            let start = caret(area.selection_start().ok().flatten());
            let end = caret(area.selection_end().ok().flatten());
            area.set_value(&now);
            // What the field itself could take back is no longer what stands in it.
            record.app.field_undoes.set_value(false);
            if is_focused(&area) {
                let _ = area.set_selection_range(start, end);
            }
        }
        now
    });
    if focus {
        Effect::new(move |_| {
            if let Some(area) = area.get() {
                focus_soon(area.into());
            }
        });
    }
    // Leaving the screen takes the field away first and tells it of the loss of focus after that:
    // what is asked for then must not go with the field.
    let came_with = Rc::new(RefCell::new(String::new()));
    let came_before = Rc::clone(&came_with);
    let text_now = move || draft.with_untracked(|draft| draft.shown().to_owned());
    let (at_input, at_leave) = (at.clone(), at.clone());
    let leave = move || {
        record.pump(&at_leave);
        record.catch_up();
        let before = came_before.borrow().clone();
        let now = text_now();
        // Words that were there have been changed: that deserves a line.
        if !now.starts_with(&before) && !before.trim().is_empty() {
            record
                .app
                .show_undo_of(draft.with_untracked(|draft| draft.session));
        }
    };
    let item = at
        .item
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let id = format!("words-{test}-{item}");
    let hint_id = format!("{id}-hint");
    let wrong_id = format!("{id}-wrong");
    let has_hint = hint.is_some();
    let described = {
        let (hint_id, wrong_id) = (hint_id.clone(), wrong_id.clone());
        move || {
            described_by([
                (wrong.with(Option::is_some), &wrong_id),
                (has_hint, &hint_id),
            ])
        }
    };
    let is_fixed = record.is_fixed(&at);
    view! {
        <div class="field words" class:own=own class:wrong=move || wrong.get().is_some()>
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id.clone()>{hint}</p> })}
            <FieldWrong id=wrong_id wrong=wrong />
            <div class="grow" data-text=move || shown.get()>
                <textarea
                    id=id
                    node_ref=area
                    rows="1"
                    dir="auto"
                    data-test=test
                    aria-describedby=described
                    aria-invalid=move || wrong.with(Option::is_some).to_string()
                    readonly=is_fixed
                    prop:value=shown.get_untracked()
                    on:input=move |event| record.typed(&at_input, event_target_value(&event))
                    on:focus=move |_| {
                        *came_with.borrow_mut() = text_now();
                        draft.update_untracked(|draft| draft.session = tick());
                    }
                    on:blur=move |_| leave()
                ></textarea>
            </div>
            <WrittenSince record=record at=at />
        </div>
    }
}

fn is_focused(element: &web_sys::HtmlTextAreaElement) -> bool {
    let active = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.active_element());
    active.is_some_and(|active| active.is_same_node(Some(element)))
}
