//! Saving what happened to the rows.

use std::collections::BTreeMap;

use doorstep_model::Problem;
use doorstep_model::call::{
    ChooseFile, ImportNote, ImportState, ImportWhy, ReportSaved, SaveImportReport,
};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Import;
use crate::bridge::ask;
use crate::part::Icon;
use crate::say::{self, say};

/// Two buttons: every row, and those that were set aside.
#[component]
pub(super) fn Report(import: Import) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let aside = Memo::new(move |_| {
        import
            .page
            .with(|page| page.as_ref().is_some_and(|page| page.counts.aside > 0))
    });
    let planned = Memo::new(move |_| import.state() == Some(ImportState::Planned));
    let save_rows = move |only_aside: bool| {
        spawn_local(async move {
            match save(only_aside).await {
                Ok(Some(saved)) => {
                    let words = say::with("import-report-saved", [("rows", saved.rows.into())]);
                    import.app.announced.set(words.clone());
                    let _ = said.try_set(words);
                }
                Ok(None) => {}
                Err(problem) => import.failed(problem),
            }
        });
    };
    view! {
        <section class="import-report">
            <p class="actions">
                <Show when=move || aside.get()>
                    <button
                        class="button quiet"
                        data-test="import-report-aside"
                        on:click=move |_| save_rows(true)
                    >
                        <Icon name="edit" />
                        {say("import-report-aside")}
                    </button>
                </Show>
                <Show when=move || !planned.get()>
                    <button
                        class="button quiet"
                        data-test="import-report"
                        on:click=move |_| save_rows(false)
                    >
                        {say("import-report")}
                    </button>
                </Show>
            </p>
            <Show when=move || aside.get()>
                <p class="hint">{say("import-report-hint")}</p>
            </Show>
            <p class="note" data-test="import-report-saved">
                {said}
            </p>
        </section>
    }
}

async fn save(only_aside: bool) -> Result<Option<ReportSaved>, Problem> {
    let name = if only_aside {
        "import-report-aside-name"
    } else {
        "import-report-name"
    };
    let Some(chosen) = ask(ChooseFile::ToWrite { name: say(name) }).await? else {
        return Ok(None);
    };
    let call = SaveImportReport {
        ticket: chosen.ticket,
        only_aside,
        words: words(),
    };
    Ok(Some(ask(call).await?))
}

/// The report is written in the person's language.
fn words() -> BTreeMap<String, String> {
    let columns = ["row", "outcome", "why"]
        .into_iter()
        .map(|word| (word.to_owned(), say(&format!("import-report-{word}"))));
    let outcomes = ["make", "made", "join", "joined", "same", "aside"]
        .into_iter()
        .map(|word| (word.to_owned(), say(&format!("import-report-word-{word}"))));
    // The device writes what is wrong behind it.
    let whys = ImportWhy::ALL.iter().map(|why| {
        let said = super::rows::why_said(*why, "");
        (
            why.word().to_owned(),
            said.trim_end_matches([' ', ':']).to_owned(),
        )
    });
    let notes = ImportNote::ALL.iter().map(|note| {
        let said = say(&format!("choice-import-note-{}", note.word()));
        (note.word().to_owned(), said)
    });
    columns.chain(outcomes).chain(whys).chain(notes).collect()
}
