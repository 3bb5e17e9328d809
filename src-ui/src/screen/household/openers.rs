//! Who alone can open this household, at its top.

use leptos::prelude::*;

use super::fold::go_to;
use crate::record::Record;
use crate::say::{self, say};

/// Says at the top who alone can open it.
#[component]
pub(super) fn Only(record: Record) -> impl IntoView {
    let names = Memo::new(move |_| record.view.with(|view| view.as_ref()?.openers.clone()));
    move || {
        names.get().map(|openers| {
            let names = openers.names.join(", ");
            let unknown = (openers.unknown > 0).then(|| {
                let count = openers.unknown.into();
                format!(" {}", say::with("openers-unknown", [("count", count)]))
            });
            // Nobody else can put it right, and the part where they do is folded.
            let some_lack = openers.some_lack.then(|| {
                view! {
                    <p class="notice" data-test="household-some-lack">
                        {say("household-some-lack")} " "
                        <button
                            type="button"
                            class="button quiet"
                            data-test="go-to-openers"
                            on:click=move |_| go_to("openers")
                        >
                            {say("household-some-lack-go")}
                        </button>
                    </p>
                }
            });
            view! {
                <p class="note" data-test="household-openers">
                    {say::with("household-openers", [("names", names.into())])} {unknown}
                </p>
                {some_lack}
            }
        })
    }
}
