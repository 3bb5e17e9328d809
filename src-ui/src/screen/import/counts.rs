//! How many rows of each kind; together they are all rows of the file.

use leptos::prelude::*;

use super::Import;
use crate::say;

/// The list of numbers.
#[component]
pub(super) fn Counts(import: Import) -> impl IntoView {
    let lines = move || {
        let counts = import
            .page
            .with(|page| page.as_ref().map(|page| page.counts).unwrap_or_default());
        [
            ("make", counts.make),
            ("join", counts.join),
            ("same", counts.same),
            ("aside", counts.aside),
            ("empty", counts.empty),
            ("names", counts.names),
        ]
        .into_iter()
        .filter(|(word, count)| *count > 0 || *word == "make")
        .map(|(word, count)| {
            let mut said = say::with(&format!("import-count-{word}"), [("count", count.into())]);
            if word == "make" && counts.people > 0 {
                let people = say::with("import-count-people", [("count", counts.people.into())]);
                said = format!("{said}, {people}");
            }
            view! {
                <li data-test="import-count" data-outcome=word data-count=count.to_string()>
                    {said}
                </li>
            }
        })
        .collect_view()
    };
    let all = move || {
        let counts = import
            .page
            .with(|page| page.as_ref().map(|page| page.counts).unwrap_or_default());
        let mut said = say::with("import-count-all", [("count", counts.rows.into())]);
        if counts.noted > 0 {
            let noted = say::with("import-count-noted", [("count", counts.noted.into())]);
            said = format!("{said} {noted}.");
        }
        said
    };
    view! {
        <ul class="import-counts">{lines}</ul>
        <p class="note">{all}</p>
    }
}
