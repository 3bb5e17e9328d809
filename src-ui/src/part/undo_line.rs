//! What was just done and can be set back. Stays until it is dismissed.

use leptos::prelude::*;

use super::icon::Icon;
use crate::app::App;
use crate::say::say;

/// The line.
#[component]
pub(crate) fn UndoLine() -> impl IntoView {
    let app = App::here();
    let last = Memo::new(move |_| {
        let last = app.undo.with(|stack| stack.last().cloned());
        last.filter(|_| app.undo_shown.get())
    });
    view! {
        {move || {
            last.get()
                .map(|last| {
                    view! {
                        <div class="undo-line" data-test="undo-line">
                            <span>{last.said}</span>
                            <button data-test="undo" on:click=move |_| app.undo()>
                                <Icon name="undo" />
                                {last.button}
                            </button>
                            <button
                                class="dismiss"
                                data-test="undo-dismiss"
                                aria-label=say("dismiss")
                                on:click=move |_| app.undo_shown.set(false)
                            >
                                <Icon name="remove" />
                            </button>
                        </div>
                    }
                })
        }}
    }
}
