//! Copies of all households, for a team that wants to take its records along.

use doorstep_model::Problem;
use doorstep_model::call::{
    ChooseFile, GetTeamCopy, StopTeamCopy, TeamCopied, TeamCopying, WriteTeamCopy,
};
use doorstep_model::team::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::words::words;
use crate::app::App;
use crate::bridge::ask;
use crate::part::ErrorSummary;
use crate::say::{self, say};
use crate::timer::sleep;

/// Between two looks at how far it is, in milliseconds.
const PAUSE_MS: i32 = 400;

/// On the team's screen; only a lead or an admin sees it.
#[component]
pub(crate) fn TeamCopy() -> impl IntoView {
    let app = App::here();
    let may = Memo::new(move |_| app.open().is_some_and(|open| open.role != Role::Worker));
    let failed = RwSignal::new(None::<Problem>);
    let problems = Signal::derive(move || failed.get().into_iter().collect::<Vec<_>>());
    let busy = RwSignal::new(false);
    let progress = RwSignal::new(None::<TeamCopying>);
    let done = RwSignal::new(None::<String>);
    let write = move |to_read: bool| {
        if busy.get_untracked() {
            return;
        }
        failed.set(None);
        done.set(None);
        busy.set(true);
        spawn_local(async move {
            match written(to_read).await {
                Ok(said) => {
                    if let Some(said) = &said {
                        app.announced.set(said.clone());
                    }
                    done.try_set(said);
                }
                Err(problem) => {
                    failed.try_set(Some(problem));
                }
            }
            busy.try_set(false);
            progress.try_set(None);
        });
        spawn_local(async move {
            while busy.try_get_untracked() == Some(true) {
                if let Ok(now) = ask(GetTeamCopy {}).await {
                    progress.try_set(now);
                }
                sleep(PAUSE_MS).await;
            }
        });
    };
    let far = move || match progress.get() {
        Some(TeamCopying { done, of }) => {
            say::with("team-copy-far", [("done", done.into()), ("of", of.into())])
        }
        None => say("team-copy-begins"),
    };
    view! {
        <Show when=move || may.get()>
            <section class="part" data-test="team-copy">
                <h2>{say("team-copy-heading")}</h2>
                <ErrorSummary problems=problems />
                <p>{say("team-copy-intro")}</p>
                <p class="notice" data-test="team-copy-plain">{say("copy-plain")}</p>
                <Show
                    when=move || busy.get()
                    fallback=move || {
                        view! {
                            <div class="actions">
                                <button
                                    class="button quiet"
                                    data-test="team-copy-json"
                                    on:click=move |_| write(false)
                                >
                                    {say("team-copy-json")}
                                </button>
                                <button
                                    class="button quiet"
                                    data-test="team-copy-html"
                                    on:click=move |_| write(true)
                                >
                                    {say("team-copy-html")}
                                </button>
                            </div>
                        }
                    }
                >
                    <p data-test="team-copy-progress" role="status">{far}</p>
                    <button
                        class="button quiet"
                        data-test="team-copy-stop"
                        on:click=move |_| {
                            spawn_local(async move {
                                // It ends by itself if this is not heard.
                                let _ = ask(StopTeamCopy {}).await;
                            });
                        }
                    >
                        {say("team-copy-stop")}
                    </button>
                </Show>
                <Show when=move || done.with(Option::is_some)>
                    <p class="notice" data-test="team-copy-done">{move || done.get()}</p>
                </Show>
            </section>
        </Show>
    }
}

/// Lets the person choose a file and writes it; answers what to say of it.
async fn written(to_read: bool) -> Result<Option<String>, Problem> {
    let ending = if to_read { "html" } else { "json" };
    let name = format!("{}.{ending}", say("team-copy-file"));
    let Some(chosen) = ask(ChooseFile::ToWrite { name }).await? else {
        return Ok(None);
    };
    let call = WriteTeamCopy {
        words: words(),
        to_read,
        ticket: chosen.ticket,
    };
    let TeamCopied {
        households,
        unreadable,
        stopped,
    } = ask(call).await?;
    if stopped {
        return Ok(Some(say("team-copy-stopped")));
    }
    let said = say::with(
        "team-copy-saved",
        [("count", households.into()), ("file", chosen.name.into())],
    );
    Ok(Some(if unreadable == 0 {
        said
    } else {
        let left = say::with("team-copy-unreadable", [("count", unreadable.into())]);
        format!("{said} {left}")
    }))
}
