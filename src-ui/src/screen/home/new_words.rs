//! An admin is told that somebody else put new recovery words in force, until they say that they know.

use std::sync::Arc;

use doorstep_model::Problem;
use doorstep_model::call::{HeardOfNewWords, TeamPage};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::Icon;
use crate::say::{self, say};

/// Who did, and that the former paper is worth nothing.
#[component]
pub(super) fn ByOthers() -> impl IntoView {
    let app = App::here();
    let by = Memo::new(move |_| {
        app.team
            .with(|page| page.as_ref().and_then(|page| page.new_words_by.clone()))
    });
    let sentence = |name: String| match name.is_empty() {
        true => say("words-by-nobody"),
        false => say::with("words-by-others", [("name", name.into())]),
    };
    let heard = move |_| {
        spawn_local(async move {
            let reply: Result<TeamPage, Problem> = ask(HeardOfNewWords {}).await;
            match reply {
                Ok(page) => app.team.set(Some(Arc::new(page))),
                Err(problem) => app.heed(&problem),
            }
        });
    };
    move || {
        by.get().map(|name| {
            view! {
                <p class="notice" data-test="new-words-by-others">
                    <span>{sentence(name)}</span>
                    <button class="plain" data-test="new-words-heard" on:click=heard>
                        <Icon name="done" />
                        {say("new-words-seen")}
                    </button>
                </p>
            }
        })
    }
}
