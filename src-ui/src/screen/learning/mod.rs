//! What the team learns: each measure with its picture, its numbers and what it means; and the same
//! without small numbers, on paper, for a meeting.

mod actions;
mod chart;
mod demand;
mod expertise;
mod filter;
mod filters;
mod measure;
mod number;
mod obstacles;
mod services;
mod sorted;
mod take_along;

use doorstep_model::Problem;
use doorstep_model::call::{GetLearning, LearningPage};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::clock;
use crate::part::{ErrorSummary, Heading};
use crate::place::Place;
use crate::say::{self, say};

use filter::Filter;

/// The screen.
#[component]
pub(crate) fn Learning() -> impl IntoView {
    let app = App::here();
    let filter = RwSignal::new(Filter::kept(app));
    let (page, problems) = asked(app, filter, false);
    let nothing =
        Memo::new(move |_| page.with(|page| page.as_ref().is_some_and(|page| !page.anything)));
    let localities = Signal::derive(move || {
        let of = |page: &LearningPage| page.localities.clone();
        page.with(|page| page.as_ref().map(of).unwrap_or_default())
    });
    view! {
        <Heading text=say("place-learning") />
        <ErrorSummary problems=problems />
        <Show
            when=move || nothing.get()
            fallback=move || {
                view! {
                    <p class="lead">{say("learning-lead")}</p>
                    <filters::Filters filter=filter localities=localities />
                    {move || page.get().map(measures)}
                    <take_along::TakeAlong filter=filter problems=problems />
                }
            }
        >
            <p class="lead" data-test="learning-nothing">
                {say("learning-nothing")}
            </p>
            <ul class="first-steps">
                <li>{say("learning-first-demand")}</li>
                <li>{say("learning-first-visit")}</li>
                <li>{say("learning-first-action")}</li>
                <li>{say("learning-first-service")}</li>
            </ul>
            <p class="actions">
                <button
                    class="button"
                    data-test="learning-record"
                    on:click=move |_| app.go(Place::RecordVisit)
                >
                    {say("learning-record")}
                </button>
            </p>
        </Show>
    }
}

/// The page for a meeting, as it will be printed.
#[component]
pub(crate) fn Meeting() -> impl IntoView {
    let app = App::here();
    let filter = RwSignal::new(Filter::kept(app));
    let (page, problems) = asked(app, filter, true);
    let heading = Signal::derive(move || {
        let team = app.open().map(|open| open.team_name).unwrap_or_default();
        say::with("meeting-heading", [("team", team.into())])
    });
    view! {
        <Heading text=heading />
        <ErrorSummary problems=problems />
        <p class="actions not-printed">
            <button class="button" data-test="meeting-print" on:click=move |_| print()>
                {say("meeting-print")}
            </button>
        </p>
        {move || {
            page.get()
                .map(|page| {
                    view! {
                        <p class="note">{over(&page, filter.get_untracked().locality)}</p>
                        <p class="note">{say("meeting-left-out")}</p>
                        {measures(page)}
                    }
                })
        }}
    }
}

fn print() {
    if let Some(window) = web_sys::window() {
        // A window that can't print says so itself.
        let _ = window.print();
    }
}

/// From when to when, and where.
fn over(page: &LearningPage, locality: Option<String>) -> String {
    let place = locality.unwrap_or_else(|| say("learning-everywhere"));
    let until = clock::show(page.until);
    match page.from {
        Some(from) => say::with(
            "learning-over",
            [
                ("from", clock::show(from).into()),
                ("until", until.into()),
                ("place", place.into()),
            ],
        ),
        None => say::with(
            "learning-over-all",
            [("until", until.into()), ("place", place.into())],
        ),
    }
}

/// Asks, and asks again when something changed; only the newest answer is shown.
fn asked(
    app: App,
    filter: RwSignal<Filter>,
    to_give_away: bool,
) -> (RwSignal<Option<LearningPage>>, RwSignal<Vec<Problem>>) {
    let page = RwSignal::new(None::<LearningPage>);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let question = RwSignal::new(0_u32);
    Effect::new(move |_| {
        app.lists.track();
        let now = filter.get();
        now.keep(app);
        let call = GetLearning {
            period: now.period(),
            locality: now.locality,
            today: app.today.get(),
            to_give_away,
        };
        let this = question.get_untracked().wrapping_add(1);
        question.set(this);
        spawn_local(async move {
            let reply = ask(call).await;
            if question.try_get_untracked() != Some(this) {
                return;
            }
            match reply {
                Ok(reply) => {
                    problems.set(Vec::new());
                    // Drawn again only for news, so that what one opened stays open.
                    if page.with_untracked(|page| page.as_ref() != Some(&reply)) {
                        page.set(Some(reply));
                    }
                }
                Err(problem) => {
                    app.heed(&problem);
                    problems.set(vec![problem]);
                }
            }
        });
    });
    (page, problems)
}

/// Every measure, one below the other.
fn measures(page: LearningPage) -> impl IntoView {
    let paper = page.to_give_away;
    view! {
        <div data-test="learning-measures">
            {demand::demand(page.demand, paper)} {sorted::sorted(page.sorted, paper)}
            {actions::actions(page.doing, paper)} {expertise::expertise(page.expertise, paper)}
            {services::services(page.services, paper)} {obstacles::obstacles(page.obstacles, paper)}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::say::say;

    /// Names that are no sentences: of elements, and under which things are kept.
    const OTHERWISE: [&str; 5] = ["test=", "id=", "for=", "name=", "KEPT: &str = "];

    #[test]
    fn every_sentence_that_is_named_is_there() {
        let mut asked = 0;
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/screen/learning")];
        while let Some(path) = folders.pop() {
            if path.is_dir() {
                let entries = std::fs::read_dir(path).unwrap();
                folders.extend(entries.map(|entry| entry.unwrap().path()));
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            for start in ["\"learning-", "\"chart-", "\"meeting-"] {
                for (at, _) in source.match_indices(start) {
                    let before = source[..at].trim_end_matches("format!(");
                    let name = source[at + 1..].split('"').next().unwrap();
                    let is_class = before.ends_with("class=") || before.ends_with(", ");
                    let is_other = OTHERWISE.iter().any(|other| before.ends_with(other));
                    let is_name = !name.ends_with('-') && !name.contains(['{', '\\', ' ']);
                    if is_name && !is_other && !(is_class && name.starts_with("chart-")) {
                        assert_ne!(say(name), name, "{}", path.display());
                        asked += 1;
                    }
                }
            }
        }
        assert!(asked > 100, "the search finds what it looks for: {asked}");
    }
}
