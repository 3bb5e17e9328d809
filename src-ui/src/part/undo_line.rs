//! What was just done and can be taken back, or was just taken back. Stays until it is dismissed.
//! Its buttons go when they are pressed; the focus goes to the screen's heading then, never to
//! nothing.

use leptos::html;
use leptos::prelude::*;

use super::heading::{focus_first_of, focus_heading};
use super::icon::Icon;
use crate::app::App;
use crate::record::Record;
use crate::say::{self, say};
use crate::undo::{UndoNote, said_at};

/// The line. It says of which household it is: one may have gone on to another one.
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
                    let named = note.clone();
                    let said = move || {
                        said_at(named.doc().and_then(|doc| app.name_of(doc)), named.said())
                    };
                    let button = match note {
                        UndoNote::Did { id, button, .. } => {
                            let button = view! {
                                <button data-test="undo" on:click=move |_| {
                                    app.undo_this(id);
                                    focus_heading();
                                }>
                                    <Icon name="undo" />
                                    {button}
                                </button>
                            };
                            Some(button.into_any())
                        }
                        UndoNote::TookBack(..) => {
                            let button = view! {
                                <button data-test="redo" on:click=move |_| {
                                    app.redo();
                                    focus_heading();
                                }>
                                    {say("redo-do")}
                                </button>
                            };
                            Some(button.into_any())
                        }
                        UndoNote::Plain(_) => None,
                    };
                    view! {
                        <div class="undo-line" data-test="undo-line" node_ref=shown>
                            <span dir="auto">{said}</span>
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

/// Takes back what was done last in this document, for hands without keys: beside "saved", while
/// there is something. What was done elsewhere is taken back elsewhere.
#[component]
pub(crate) fn UndoLast(record: Record) -> impl IntoView {
    let app = record.app;
    let doc = record.doc();
    let last = Memo::new(move |_| {
        app.undo.with(|stack| {
            let last = stack.iter().rfind(|undo| undo.is_in(&doc))?;
            Some((last.id(), last.said.clone()))
        })
    });
    view! {
        <Show when=move || last.with(Option::is_some)>
            <button
                class="plain quiet undo-last"
                data-test="undo-last"
                aria-label=move || {
                    let said = last.get().map(|(_, said)| said).unwrap_or_default();
                    say::with("undo-last-this", [("what", said.into())])
                }
                on:click=move |_| {
                    if let Some((id, _)) = last.get_untracked() {
                        app.undo_this(id);
                    }
                }
            >
                <Icon name="undo" />
                <span class="undo-last-word">{say("undo-last")}</span>
            </button>
        </Show>
    }
}
