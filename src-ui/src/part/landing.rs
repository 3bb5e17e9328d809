//! A heading inside a page to which what somebody did leads.

use leptos::html;
use leptos::prelude::*;

use super::focus_soon;

/// The heading; it takes the focus whenever `acted` has grown.
#[component]
pub(crate) fn Landing(#[prop(into)] text: Signal<String>, acted: RwSignal<u32>) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if acted.get() > 0
            && let Some(heading) = heading.get()
        {
            focus_soon(heading.into());
        }
    });
    view! {
        <h2 node_ref=heading tabindex="-1" dir="auto">
            {text}
        </h2>
    }
}
