//! What each column of the file holds, as found out and as the person says.

use doorstep_model::call::{ImportChoices, ImportField};
use leptos::prelude::*;

use super::{Import, field_label};
use crate::say::{self, say};

/// The columns, each with a choice.
#[component]
pub(super) fn Columns(import: Import) -> impl IntoView {
    let page = import.page.get_untracked();
    let columns = page
        .as_ref()
        .map(|page| page.columns.clone())
        .unwrap_or_default();
    let read_as = page.as_ref().map(|page| {
        let between = match page.delimiter {
            ';' => "import-between-semicolon",
            '\t' => "import-between-tab",
            _ => "import-between-comma",
        };
        say::with(
            "import-read-as",
            [
                ("encoding", page.encoding.clone().into()),
                ("delimiter", say(between).into()),
            ],
        )
    });
    let choices = RwSignal::new(page.map(|page| page.choices).unwrap_or(ImportChoices {
        columns: Vec::new(),
        first_row_names: true,
        name_after_person: true,
    }));
    let nobody = Memo::new(move |_| choices.with(|choices| !names_somebody(choices)));
    let changed = Memo::new(move |_| {
        import.page.with(|page| {
            page.as_ref()
                .is_some_and(|page| choices.with(|now| page.choices != *now))
        })
    });
    let rows = columns
        .into_iter()
        .enumerate()
        .map(|(at, column)| {
            let id = format!("import-column-{at}");
            let held = move || choices.with(|choices| choices.columns.get(at).copied().flatten());
            let example = (!column.example.is_empty()).then(|| {
                say::with(
                    "import-column-example",
                    [("example", column.example.clone().into())],
                )
            });
            view! {
                <div class="field import-column">
                    <label for=id.clone() dir="auto">
                        {column.name}
                    </label>
                    <p class="hint" dir="auto">
                        {example}
                    </p>
                    <select
                        id=id
                        data-test="import-column"
                        data-column=at.to_string()
                        on:change=move |event| {
                            let word = event_target_value(&event);
                            let field = ImportField::ALL
                                .iter()
                                .copied()
                                .find(|field| field.word() == word);
                            choices
                                .update(|choices| {
                                    if let Some(column) = choices.columns.get_mut(at) {
                                        *column = field;
                                    }
                                });
                        }
                    >
                        <option value="" prop:selected=move || held().is_none()>
                            {say("import-column-none")}
                        </option>
                        {ImportField::ALL
                            .iter()
                            .copied()
                            .map(|field| {
                                view! {
                                    <option
                                        value=field.word()
                                        prop:selected=move || held() == Some(field)
                                    >
                                        {field_label(field)}
                                    </option>
                                }
                            })
                            .collect_view()}
                    </select>
                </div>
            }
        })
        .collect_view();
    view! {
        <details class="part import-columns" open=nobody.get_untracked()>
            <summary data-test="import-columns">{say("import-columns")}</summary>
            <p class="hint">{say("import-columns-hint")}</p>
            <Show when=move || nobody.get()>
                <p class="field-error" data-test="field-error">
                    {say("import-no-names")}
                </p>
            </Show>
            <div class="import-grid">{rows}</div>
            <label class="check">
                <input
                    type="checkbox"
                    data-test="import-first-row"
                    prop:checked=move || choices.with(|choices| choices.first_row_names)
                    on:change=move |event| {
                        let names = event_target_checked(&event);
                        choices.update(|choices| choices.first_row_names = names);
                    }
                />
                <span>{say("import-first-row")}</span>
            </label>
            <label class="check">
                <input
                    type="checkbox"
                    data-test="import-name-after"
                    prop:checked=move || choices.with(|choices| choices.name_after_person)
                    on:change=move |event| {
                        let after = event_target_checked(&event);
                        choices.update(|choices| choices.name_after_person = after);
                    }
                />
                <span>{say("import-name-after")}</span>
            </label>
            <p class="note">{read_as}</p>
            <p class="actions">
                <button
                    class="button quiet"
                    data-test="import-look-again"
                    disabled=move || import.busy.get() || !changed.get()
                    on:click=move |_| import.plan(Some(choices.get_untracked()))
                >
                    {say("import-look-again")}
                </button>
            </p>
        </details>
    }
}

/// Whether any column can give a household a name.
fn names_somebody(choices: &ImportChoices) -> bool {
    let has = |field| choices.columns.contains(&Some(field));
    let person =
        has(ImportField::PersonName) || has(ImportField::FirstName) || has(ImportField::Surname);
    has(ImportField::HouseholdName) || (choices.name_after_person && person)
}
