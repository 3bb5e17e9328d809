//! Parts that are seldom looked at stand folded, each with how much is in it; and the way to each
//! part, since the page is long.

use doorstep_model::field::Part;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::part::PartLines;
use crate::record::Record;
use crate::say::{self, say};

/// Lines of a part that are shown before one asks for the earlier ones.
pub(super) const FIRST: usize = 5;

/// A part that stands open.
#[component]
pub(super) fn Section(record: Record, part: Part, word: &'static str) -> impl IntoView {
    view! {
        <section class="part" data-test=format!("part-{word}")>
            <h2>{say(&format!("part-{word}"))}</h2>
            <PartLines record=record part=part first=FIRST empty=say(&format!("empty-{word}")) />
        </section>
    }
}

/// A part that opens when one touches its heading.
#[component]
pub(super) fn Folded(record: Record, part: Part, word: &'static str) -> impl IntoView {
    let count = Memo::new(move |_| {
        record.view.with(|view| {
            let lines = view.as_ref().map(|view| view.part(part));
            let lines = lines.unwrap_or_default().iter();
            lines.filter(|line| line.removed.is_none()).count()
        })
    });
    view! {
        <section class="part folded" data-test=format!("part-{word}")>
            <details>
                <summary data-test=format!("fold-{word}")>
                    <h2>
                        {say(&format!("part-{word}"))} " "
                        <span class="count">{move || counted(count.get())}</span>
                    </h2>
                </summary>
                <PartLines record=record part=part first=FIRST empty=say(&format!("empty-{word}")) />
            </details>
        </section>
    }
}

/// "(3)", or that there is nothing yet.
pub(super) fn counted(count: usize) -> String {
    say::with("part-count", [("count", count.into())])
}

/// Where one can go on the page: the word in the part's name, in the order of the page.
const WAYS: [&str; 8] = [
    "strength", "action", "visit", "person", "worry", "demand", "service", "safety",
];

/// A touch to each part.
#[component]
pub(super) fn Ways() -> impl IntoView {
    view! {
        <nav class="ways" aria-label=say("household-ways")>
            {WAYS
                .into_iter()
                .map(|word| {
                    view! {
                        <button
                            type="button"
                            class="way"
                            data-test="way"
                            data-part=word
                            on:click=move |_| go_to(word)
                        >
                            {say(&format!("part-{word}"))}
                        </button>
                    }
                })
                .collect_view()}
        </nav>
    }
}

/// Opens the part if it is folded, and moves there with the focus.
pub(super) fn go_to(word: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let found = |css: &str| {
        let found = document.as_ref()?.query_selector(css).ok().flatten()?;
        found.dyn_into::<HtmlElement>().ok()
    };
    let Some(part) = found(&format!("[data-test=\"part-{word}\"]")) else {
        return;
    };
    if let Some(fold) = found(&format!("[data-test=\"part-{word}\"] > details")) {
        // It opens; if it can't, one is at its heading all the same.
        let _ = fold.set_attribute("open", "");
    }
    let heading = found(&format!("[data-test=\"part-{word}\"] h2")).unwrap_or(part.clone());
    let _ = heading.set_attribute("tabindex", "-1");
    part.scroll_into_view();
    // Without the focus there the keyboard would go on from where it was.
    let _ = heading.focus();
}
