//! Bringing in a list of households: choose a file, see what would happen to each row, do it, see
//! what happened.

mod columns;
mod counts;
mod report;
mod rows;

use doorstep_model::call::{
    ChooseFile, ForgetImport, GetImport, ImportChoices, ImportField, ImportPage, ImportState,
    PlanImport, RunImport, StopImport,
};
use doorstep_model::id::FileTicket;
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, Heading, Icon};
use crate::place::Place;
use crate::say::{self, say};

/// Where the window keeps which file was chosen.
const TICKET: &str = "import-ticket";

/// The screen's state; a handle that is copied around.
#[derive(Clone, Copy)]
pub(super) struct Import {
    app: App,
    page: RwSignal<Option<ImportPage>>,
    problems: RwSignal<Vec<Problem>>,
    /// A file is being read or households are being written, at this screen's wish.
    busy: RwSignal<bool>,
}

impl Import {
    fn state(self) -> Option<ImportState> {
        self.page.with(|page| page.as_ref().map(|page| page.state))
    }

    async fn look(self) {
        match ask(GetImport {}).await {
            Ok(page) => {
                let _ = self.page.try_set(page);
            }
            Err(problem) => self.failed(problem),
        }
    }

    fn failed(self, problem: Problem) {
        // Stopping is what the person asked for.
        if problem.code != ProblemCode::ImportStopped {
            self.app.heed(&problem);
            let _ = self.problems.try_set(vec![problem]);
        }
    }

    /// Lets the person choose a file, and reads it.
    fn choose(self) {
        if self.busy.get_untracked() {
            return;
        }
        spawn_local(async move {
            let call = ChooseFile::ToRead {
                endings: vec!["csv".into(), "tsv".into(), "txt".into()],
            };
            match ask(call).await {
                Ok(Some(chosen)) => {
                    self.app.keep(TICKET, chosen.ticket.to_string());
                    self.plan(None);
                }
                Ok(None) => {}
                Err(problem) => self.failed(problem),
            }
        });
    }

    /// Reads the file and says what would happen.
    fn plan(self, choices: Option<ImportChoices>) {
        let Some(ticket) = self.ticket() else {
            self.failed(ProblemCode::FileGone.into());
            return;
        };
        let call = PlanImport {
            ticket,
            choices,
            today: self.app.today.get_untracked(),
        };
        self.work("import-plan", async move { ask(call).await });
    }

    /// Does it, or goes on with it.
    fn run(self) {
        let begun = self.state() == Some(ImportState::Stopped);
        let call = RunImport {
            ticket: self.ticket().filter(|_| !begun),
        };
        self.work("import-done", async move { ask(call).await });
    }

    fn work(
        self,
        then: &'static str,
        asked: impl Future<Output = Result<ImportPage, Problem>> + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.problems.set(Vec::new());
        spawn_local(async move {
            match asked.await {
                Ok(page) => {
                    let _ = self.page.try_set(Some(page));
                    self.app.announced.set(say(then));
                }
                Err(problem) => {
                    self.look().await;
                    self.failed(problem);
                }
            }
            let _ = self.busy.try_set(false);
        });
    }

    fn stop(self) {
        spawn_local(async move {
            match ask(StopImport {}).await {
                Ok(page) => {
                    let _ = self.page.try_set(page);
                }
                Err(problem) => self.failed(problem),
            }
        });
    }

    /// Forgets the list; the households stay.
    fn forget(self, leave: bool) {
        spawn_local(async move {
            match ask(ForgetImport {}).await {
                Ok(page) => {
                    self.app.keep(TICKET, String::new());
                    let _ = self.page.try_set(page);
                    if leave {
                        self.app.go(Place::Households);
                    }
                }
                Err(problem) => self.failed(problem),
            }
        });
    }

    fn ticket(self) -> Option<FileTicket> {
        FileTicket::try_from(self.app.kept(TICKET)).ok()
    }
}

/// The screen.
#[component]
pub(crate) fn ImportScreen() -> impl IntoView {
    let app = App::here();
    let import = Import {
        app,
        page: RwSignal::new(None),
        problems: RwSignal::new(Vec::new()),
        busy: RwSignal::new(false),
    };
    Effect::new(move |_| {
        app.import.track();
        spawn_local(async move { import.look().await });
    });
    let state = Memo::new(move |_| import.state());
    view! {
        <Heading text=say("import-heading") />
        <ErrorSummary problems=import.problems />
        {move || match state.get() {
            None => view! { <Begin import=import /> }.into_any(),
            Some(ImportState::Planning | ImportState::Running) => {
                view! { <AtWork import=import /> }.into_any()
            }
            Some(_) => view! { <Known import=import /> }.into_any(),
        }}
    }
}

/// Nothing was chosen yet.
#[component]
fn Begin(import: Import) -> impl IntoView {
    let names = ImportField::ALL
        .iter()
        .map(|field| view! { <li>{field_label(*field)}</li> })
        .collect_view();
    view! {
        <p class="lead">{say("import-lead")}</p>
        <p class="actions">
            <button
                class="button"
                data-test="import-choose"
                disabled=import.busy
                on:click=move |_| import.choose()
            >
                <Icon name="households" />
                {move || if import.busy.get() { say("import-reading") } else { say("import-choose") }}
            </button>
        </p>
        <section>
            <p>{say("import-how")}</p>
            <ul class="import-fields">{names}</ul>
            <p>{say("import-how-names")}</p>
        </section>
    }
}

/// The file is being read, or households are being written.
#[component]
fn AtWork(import: Import) -> impl IntoView {
    let page = import.page;
    let reading = Memo::new(move |_| import.state() == Some(ImportState::Planning));
    let progress = move || page.with(|page| page.as_ref().map_or(0, |page| page.progress));
    let said = move || {
        page.with(|page| {
            let counts = page.as_ref().map(|page| page.counts).unwrap_or_default();
            if reading.get() {
                say::with("import-reading-rows", [("rows", counts.rows.into())])
            } else {
                say::with(
                    "import-writing-count",
                    [("made", counts.made.into()), ("make", counts.make.into())],
                )
            }
        })
    };
    view! {
        <FileName import=import />
        <div class="import-progress" data-test="import-progress">
            <label for="import-progress">
                {move || if reading.get() { say("import-reading") } else { say("import-writing") }}
            </label>
            <progress id="import-progress" max="1000" value=progress></progress>
            <p class="note">{said}</p>
        </div>
        <p class="actions">
            <button class="button quiet" data-test="import-stop" on:click=move |_| import.stop()>
                {say("import-stop")}
            </button>
        </p>
    }
}

/// It is known what would happen, or what happened.
#[component]
fn Known(import: Import) -> impl IntoView {
    let state = Memo::new(move |_| import.state());
    let planned = Memo::new(move |_| state.get() == Some(ImportState::Planned));
    let counts = move || {
        import
            .page
            .with(|page| page.as_ref().map(|page| page.counts).unwrap_or_default())
    };
    let some = Memo::new(move |_| counts().make > 0);
    let columns = Memo::new(move |_| {
        import.page.with(|page| {
            page.as_ref()
                .map(|page| (page.columns.clone(), page.choices.clone()))
        })
    });
    let do_it = move || match state.get() {
        Some(ImportState::Stopped) => say("import-go-on"),
        _ => say::with("import-run", [("count", counts().make.into())]),
    };
    view! {
        <FileName import=import />
        {move || {
            columns.with(|_| ());
            planned.get().then(|| view! { <columns::Columns import=import /> })
        }}
        <section>
            <h2>
                {move || if planned.get() { say("import-plan") } else { say("import-done") }}
            </h2>
            <Show when=move || planned.get()>
                <p class="hint">{say("import-plan-hint")}</p>
            </Show>
            <Show when=move || state.get() == Some(ImportState::Stopped)>
                <p class="notice" data-test="import-stopped">
                    {move || {
                        let counts = counts();
                        say::with(
                            "import-stopped",
                            [("made", counts.made.into()), ("make", counts.make.into())],
                        )
                    }}
                </p>
            </Show>
            <counts::Counts import=import />
            <p class="actions">
                <Show when=move || state.get() != Some(ImportState::Done) && some.get()>
                    <button
                        class="button"
                        data-test="import-run"
                        disabled=import.busy
                        on:click=move |_| import.run()
                    >
                        {do_it}
                    </button>
                </Show>
                <Show when=move || state.get() == Some(ImportState::Done)>
                    <button
                        class="button"
                        data-test="import-finish"
                        on:click=move |_| import.forget(true)
                    >
                        {say("import-finish")}
                    </button>
                </Show>
                <Show when=move || planned.get()>
                    <button
                        class="button quiet"
                        data-test="import-choose"
                        disabled=import.busy
                        on:click=move |_| import.choose()
                    >
                        {say("import-choose-other")}
                    </button>
                </Show>
                <Show when=move || state.get() != Some(ImportState::Done)>
                    <button
                        class="plain"
                        data-test="import-forget"
                        on:click=move |_| import.forget(false)
                    >
                        {say("import-forget")}
                    </button>
                </Show>
            </p>
            <Show when=move || planned.get() && !some.get()>
                <p class="note" data-test="import-nothing">
                    {say("import-nothing-to-do")}
                </p>
            </Show>
        </section>
        <rows::Rows import=import />
        <Show when=move || !planned.get() || (counts().aside > 0)>
            <report::Report import=import />
        </Show>
    }
}

#[component]
fn FileName(import: Import) -> impl IntoView {
    let name = move || {
        import
            .page
            .with(|page| page.as_ref().map(|page| page.file_name.clone()))
    };
    view! {
        <p class="lead" dir="auto" data-test="import-file">
            {name}
        </p>
    }
}

/// What a field is called.
pub(super) fn field_label(field: ImportField) -> String {
    say(&format!("choice-import-field-{}", field.word()))
}
