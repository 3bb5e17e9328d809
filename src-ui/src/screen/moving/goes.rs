//! What goes to the other team, and what does not yet.

use doorstep_model::call::InMove;
use leptos::prelude::*;

use super::Moving;
use crate::say::{self, say};

/// How the name of such a file ends.
pub(crate) const MOVE_ENDING: &str = "doorstep-move";

/// What is in a file, a line each.
pub(crate) fn in_it(what: &InMove) -> impl IntoView + use<> {
    let joined = what.joined.iter();
    let mut lines: Vec<String> = joined
        .map(|name| say::with("move-joined", [("name", name.clone().into())]))
        .collect();
    let counted = [
        ("erase-people", what.people),
        ("erase-visits", what.visits),
        ("erase-attachments", what.attachments),
        ("erase-safety-notes", what.safety_notes),
    ];
    lines.extend(counted.map(|(name, count)| say::with(name, [("count", count.into())])));
    lines.push(say("move-history"));
    let lines = lines.into_iter().map(|line| {
        view! {
            <li class="line" dir="auto">
                {line}
            </li>
        }
    });
    view! {
        <ul class="lines" data-test="in-move">
            {lines.collect_view()}
        </ul>
    }
}

/// The section about it.
#[component]
pub(super) fn Goes(moving: Moving) -> impl IntoView {
    let page = moving.page;
    let goes = Memo::new(move |_| page.with(|page| Some(page.as_ref()?.goes.clone())));
    let restricted =
        Memo::new(move |_| goes.with(|goes| goes.as_ref().is_some_and(|goes| goes.restricted)));
    let lacking = Memo::new(move |_| {
        page.with(|page| {
            let page = page.as_ref().filter(|page| page.lacking > 0)?;
            Some((page.lacking, page.fetches))
        })
    });
    let lacks = move |(count, fetches): (u32, bool)| {
        let gaps = [("count", count.into())];
        let said = if fetches {
            say::with("move-lacking-fetched", gaps)
        } else {
            say::with("move-lacking", gaps)
        };
        view! {
            <p class="notice" role="status" data-test="move-lacking" data-count=count.to_string()>
                {said}
            </p>
        }
    };
    view! {
        <section class="part">
            <h2>{say("move-goes-heading")}</h2>
            {move || goes.with(|goes| goes.as_ref().map(in_it))}
            <Show when=move || restricted.get()>
                <p class="note" data-test="move-restricted">
                    {say("move-restricted")}
                </p>
            </Show>
            {move || lacking.get().map(lacks)}
        </section>
    }
}
