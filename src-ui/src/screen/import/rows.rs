//! What happens to the rows, a page at a time.

use doorstep_model::call::{
    ImportOutcome, ImportRow, ImportRows, ImportState, ImportWhy, ListImportRows,
};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Import;
use crate::bridge::ask;
use crate::place::Place;
use crate::say::{self, say};

/// Rows on a page.
const PAGE: u32 = 25;

/// The rows, and what narrows them.
#[component]
pub(super) fn Rows(import: Import) -> impl IntoView {
    let outcome = RwSignal::new(None::<ImportOutcome>);
    let from = RwSignal::new(0_u32);
    let rows = RwSignal::new(None::<ImportRows>);
    let asked = StoredValue::new(0_u32);
    Effect::new(move |_| {
        import.page.track();
        let call = ListImportRows {
            outcome: outcome.get(),
            from: from.get(),
            limit: PAGE,
        };
        let question = asked.get_value().wrapping_add(1);
        asked.set_value(question);
        spawn_local(async move {
            let reply = ask(call).await;
            // Only the newest question's answer is shown.
            if asked.try_get_value() != Some(question) {
                return;
            }
            match reply {
                Ok(reply) => rows.set(Some(reply)),
                Err(problem) => import.failed(problem),
            }
        });
    });
    let options = std::iter::once(None)
        .chain(ImportOutcome::ALL.iter().copied().map(Some))
        .map(|choice| {
            let word = choice.map_or("all", ImportOutcome::word);
            view! {
                <option value=word prop:selected=move || outcome.get() == choice>
                    {say(&format!("import-show-{word}"))}
                </option>
            }
        })
        .collect_view();
    let none = move || rows.with(|rows| rows.as_ref().is_some_and(|rows| rows.rows.is_empty()));
    let next = Memo::new(move |_| rows.with(|rows| rows.as_ref().and_then(|rows| rows.next)));
    let list = move || {
        rows.get()
            .unwrap_or_default()
            .rows
            .into_iter()
            .map(|row| view! { <RowItem import=import row=row /> })
            .collect_view()
    };
    view! {
        <section>
            <h2>{say("import-rows")}</h2>
            <div class="field">
                <label for="import-filter">{say("import-show")}</label>
                <select
                    id="import-filter"
                    data-test="import-filter"
                    on:change=move |event| {
                        let word = event_target_value(&event);
                        let chosen = ImportOutcome::ALL
                            .iter()
                            .copied()
                            .find(|outcome| outcome.word() == word);
                        from.set(0);
                        outcome.set(chosen);
                    }
                >
                    {options}
                </select>
            </div>
            <Show when=none>
                <p class="empty">{say("import-rows-none")}</p>
            </Show>
            <ol class="rows import-rows">{list}</ol>
            <p class="actions">
                <Show when=move || next.get().is_some()>
                    <button
                        class="button quiet"
                        data-test="import-rows-next"
                        on:click=move |_| {
                            if let Some(next) = next.get_untracked() {
                                from.set(next);
                            }
                        }
                    >
                        {say("import-rows-next")}
                    </button>
                </Show>
                <Show when=move || { from.get() > 0 }>
                    <button
                        class="plain"
                        data-test="import-rows-first"
                        on:click=move |_| from.set(0)
                    >
                        {say("import-rows-first")}
                    </button>
                </Show>
            </p>
        </section>
    }
}

#[component]
fn RowItem(import: Import, row: ImportRow) -> impl IntoView {
    let app = import.app;
    let happens = match (row.outcome, row.done, row.joins) {
        (ImportOutcome::Join, done, Some(joins)) => {
            let name = if done {
                "import-row-joined"
            } else {
                "import-row-join"
            };
            say::with(name, [("row", joins.into())])
        }
        (ImportOutcome::Make, true, _) => say("import-row-made"),
        (outcome, ..) => say(&format!("import-row-{}", outcome.word())),
    };
    let number = say::with("import-row", [("row", row.row.into())]);
    let mut says: Vec<String> = row
        .why
        .map(|why| why_said(why, &row.detail))
        .into_iter()
        .collect();
    says.extend(
        row.notes
            .iter()
            .map(|note| say(&format!("choice-import-note-{}", note.word()))),
    );
    let people = (!row.people.is_empty())
        .then(|| say::with("import-row-people", [("people", row.people.clone().into())]));
    let aside = row.outcome == ImportOutcome::Aside;
    let planned = import.page.with_untracked(|page| {
        page.as_ref()
            .is_some_and(|page| page.state == ImportState::Planned)
    });
    let open = row
        .household
        .filter(|_| !planned || row.outcome == ImportOutcome::Same)
        .map(|id| {
            view! {
                <button
                    class="plain"
                    data-test="import-row-open"
                    on:click=move |_| app.go(Place::Household(id.clone()))
                >
                    {say("import-row-open")}
                </button>
            }
        });
    view! {
        <li
            class="import-row"
            data-test="import-row"
            data-row=row.row.to_string()
            data-outcome=row.outcome.word()
            data-why=row.why.map(ImportWhy::word)
        >
            <p class="import-row-what">
                <span class="note">{number}</span>
                <span class="label" class:strong=aside>
                    {happens}
                </span>
            </p>
            {(!row.name.is_empty())
                .then(|| view! { <p class="import-row-name" dir="auto">{row.name}</p> })}
            {people.map(|people| view! { <p class="row-people" dir="auto">{people}</p> })}
            {says
                .into_iter()
                .map(|said| view! { <p class="import-row-says" dir="auto">{said}</p> })
                .collect_view()}
            {aside.then(|| view! { <p class="import-row-text" dir="auto">{row.text}</p> })}
            {open}
        </li>
    }
}

/// Why a row is set aside.
pub(super) fn why_said(why: ImportWhy, detail: &str) -> String {
    say::with(
        &format!("choice-import-why-{}", why.word()),
        [("detail", detail.to_owned().into())],
    )
}
