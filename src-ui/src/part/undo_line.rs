//! What was just done and can be taken back, or was just taken back. Stays until it is dismissed.
//! Its buttons go when they are pressed; the focus goes to the screen's heading then, never to
//! nothing.

use leptos::html;
use leptos::prelude::*;

use super::heading::{focus_first_of, focus_heading};
use super::icon::Icon;
use crate::app::App;
use crate::say::{self, say};
use crate::undo::UndoNote;

/// The line.
#[component]
pub(crate) fn UndoLine() -> impl IntoView {
    let app = App::here();
    let shown = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let has_note = app.undo_note.with(Option::is_some);
        if has_note
            && let Some(line) = shown.get()
            && app.takes_undo_focus()
        {
            focus_first_of((*line).clone().into(), "button".to_owned());
        }
    });
    view! {
        {move || {
            app.undo_note
                .get()
                .map(|note| {
                    let (said, button) = match note {
                        UndoNote::Did { id, said, button } => {
                            let button = view! {
                                <button data-test="undo" on:click=move |_| {
                                    app.undo_this(id);
                                    focus_heading();
                                }>
                                    <Icon name="undo" />
                                    {button}
                                </button>
                            };
                            (said, Some(button.into_any()))
                        }
                        UndoNote::TookBack(said) => {
                            let button = view! {
                                <button data-test="redo" on:click=move |_| {
                                    app.redo();
                                    focus_heading();
                                }>
                                    {say("redo-do")}
                                </button>
                            };
                            (said, Some(button.into_any()))
                        }
                        UndoNote::Plain(said) => (said, None),
                    };
                    view! {
                        <div class="undo-line" data-test="undo-line" node_ref=shown>
                            <span>{said}</span>
                            {button}
                            <button
                                class="dismiss"
                                data-test="undo-dismiss"
                                aria-label=say("dismiss")
                                on:click=move |_| {
                                    app.undo_note.set(None);
                                    focus_heading();
                                }
                            >
                                <Icon name="remove" />
                            </button>
                        </div>
                    }
                })
        }}
    }
}

/// Takes back what was done last, for hands without keys: beside "saved", while there is something.
#[component]
pub(crate) fn UndoLast() -> impl IntoView {
    let app = App::here();
    let last = Memo::new(move |_| {
        app.undo
            .with(|stack| stack.last().map(|last| last.said.clone()))
    });
    view! {
        <Show when=move || last.with(Option::is_some)>
            <button
                class="plain quiet undo-last"
                data-test="undo-last"
                aria-label=move || {
                    let said = last.get().unwrap_or_default();
                    say::with("undo-last-this", [("what", said.into())])
                }
                on:click=move |_| app.undo()
            >
                <Icon name="undo" />
                {say("undo-last")}
            </button>
        </Show>
    }
}
