//! Taking it along: a table for a spreadsheet, and the page for a meeting.

use doorstep_model::Problem;
use doorstep_model::call::{ChooseFile, ExportLearning};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::filter::Filter;
use super::filters::Unread;
use crate::app::App;
use crate::bridge::ask;
use crate::place::Place;
use crate::say::{self, say};

/// The buttons, and what became of them.
#[component]
pub(super) fn TakeAlong(
    filter: RwSignal<Filter>,
    unread: Unread,
    problems: RwSignal<Vec<Problem>>,
) -> impl IntoView {
    let app = App::here();
    let busy = RwSignal::new(false);
    let saved = RwSignal::new(String::new());
    // A table or a page that goes out says what period it is about: not while that can't be read.
    let is_unread = Memo::new(move |_| unread.with(|unread| !unread.is_empty()));
    let export = move |_| {
        if busy.get_untracked() || is_unread.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match write(app, &filter.get_untracked()).await {
                Ok(Some(name)) => {
                    let said = say::with("learning-saved", [("name", name.into())]);
                    app.announced.set(said.clone());
                    problems.set(Vec::new());
                    let _ = saved.try_set(said);
                }
                Ok(None) => {}
                Err(problem) => {
                    app.heed(&problem);
                    problems.set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <section>
            <h2>{say("learning-take-along")}</h2>
            <p>{say("learning-take-along-says")}</p>
            <p class="actions">
                <button
                    class="button quiet"
                    data-test="learning-meeting"
                    disabled=is_unread
                    on:click=move |_| app.go(Place::Meeting)
                >
                    {say("learning-meeting")}
                </button>
                <button
                    class="button quiet"
                    data-test="learning-export"
                    disabled=move || busy.get() || is_unread.get()
                    on:click=export
                >
                    {say("learning-export")}
                </button>
            </p>
            <Show when=move || is_unread.get()>
                <p class="note" role="status" data-test="learning-unread">
                    {say("learning-unread")}
                </p>
            </Show>
            <p class="note" data-test="learning-saved">
                {saved}
            </p>
        </section>
    }
}

/// The name of the file that was written; `None` if nobody chose one.
async fn write(app: App, filter: &Filter) -> Result<Option<String>, Problem> {
    let today = app.today.get_untracked();
    let practice = app.open_untracked().is_some_and(|open| open.practice);
    let name = match practice {
        true => say("learning-file-practice"),
        false => say("learning-file"),
    };
    let name = format!("{name}-{today}.csv");
    let Some(file) = ask(ChooseFile::ToWrite { name }).await? else {
        return Ok(None);
    };
    let call = ExportLearning {
        period: filter.period(),
        locality: filter.locality.clone(),
        today,
        ticket: file.ticket,
    };
    ask(call).await?;
    Ok(Some(file.name))
}
