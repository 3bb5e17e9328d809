//! Two households side by side, before they are joined.

use doorstep_model::Problem;
use doorstep_model::call::JoinHouseholds;
use doorstep_model::field::Part;
use doorstep_model::id::DocKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::clock;
use crate::part::Icon;
use crate::place::Place;
use crate::record::{Doc, Line, Record, View};
use crate::say::{self, say};
use crate::undo::Undo;

/// Visits of each that are shown.
/// Characters of a visit's notes.
const NOTES: usize = 90;
const VISITS: usize = 3;

/// Both, which name stays, and the button that joins them.
#[component]
pub(super) fn Both(
    first: DocKey,
    second: DocKey,
    problems: RwSignal<Vec<Problem>>,
    back: Callback<()>,
) -> impl IntoView {
    let app = App::here();
    let records = [&first, &second].map(|id| app.record(Doc::Household((*id).clone())));
    for record in records {
        spawn_local(async move { record.refresh(false).await });
    }
    // The one that is open stays, and of two that are, the one that somebody came from.
    let chosen = RwSignal::new(None::<bool>);
    let closed = move |at: usize| {
        let record = records.get(at).copied();
        record.is_some_and(|record| !about(record, "closed").is_empty())
    };
    let keeps_first = Memo::new(move |_| chosen.get().unwrap_or(!closed(0) || closed(1)));
    let busy = RwSignal::new(false);
    let ids = [first, second];
    let join = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let [first, second] = ids.clone();
        let (keep, other) = match keeps_first.get_untracked() {
            true => (first, second),
            false => (second, first),
        };
        spawn_local(async move {
            match ask(JoinHouseholds { keep, other }).await {
                Ok(joined) => {
                    let undo = Undo::did(Doc::Household(joined.shown.clone()), say("joined-done"));
                    app.go_instead(Place::Household(joined.shown));
                    app.did(undo, joined.steps);
                }
                Err(problem) => {
                    app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <div data-test="same-both">
            <h2>{say("same-both")}</h2>
            <div class="side-by-side">
                {records.into_iter().map(|record| view! { <One record=record /> }).collect_view()}
            </div>
            <fieldset class="part">
                <legend>{say("same-keep")}</legend>
                <p class="hint">{say("same-keep-hint")}</p>
                {records
                    .into_iter()
                    .enumerate()
                    .map(|(at, record)| {
                        view! {
                            <label class="check">
                                <input
                                    type="radio"
                                    name="same-keep"
                                    data-test="same-keep"
                                    prop:checked=move || keeps_first.get() == (at == 0)
                                    on:change=move |_| chosen.set(Some(at == 0))
                                />
                                <span dir="auto">
                                    {move || name_and_closed(record)}
                                </span>
                            </label>
                        }
                    })
                    .collect_view()}
            </fieldset>
            <p>{say("same-what-happens")}</p>
            <p class="actions">
                <button class="button" data-test="same-join" disabled=busy on:click=join>
                    <Icon name="join" />
                    {say("same-join")}
                </button>
                <button class="plain" data-test="same-other" on:click=move |_| back.run(())>
                    {say("same-other")}
                </button>
            </p>
        </div>
    }
}

fn about(record: Record, field: &str) -> String {
    record.view.with(|view| {
        let line = view.as_ref().and_then(|view| view.line(Part::About, None));
        line.map(|line| line.text(field)).unwrap_or_default()
    })
}

fn name_and_closed(record: Record) -> String {
    let name = about(record, "name");
    match about(record, "closed").is_empty() {
        true => name,
        false => say::with("same-closed", [("name", name.into())]),
    }
}

fn kept(view: &View, part: Part) -> impl Iterator<Item = &Line> {
    let lines = view.part(part).iter();
    lines.filter(|line| line.removed.is_none())
}

/// One of the two, as far as one needs it to say whether it is the other.
#[component]
fn One(record: Record) -> impl IntoView {
    let read = move |read: fn(&View) -> Vec<String>| {
        record
            .view
            .with(|view| view.as_ref().map(|view| read(view)).unwrap_or_default())
    };
    let place = move || {
        let parts = [about(record, "address"), about(record, "locality")].into_iter();
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    };
    let list = |words: Vec<String>| match words.is_empty() {
        true => view! { <p class="empty">{say("same-none")}</p> }.into_any(),
        false => {
            let items = words.into_iter();
            let items = items.map(|words| view! { <li dir="auto">{words}</li> });
            view! { <ul class="plain-list">{items.collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <section class="one" data-test="same-one">
            <h3 dir="auto">{move || about(record, "name")}</h3>
            <p dir="auto">{place}</p>
            <h4>{say("part-person")}</h4>
            {move || list(read(people))}
            <h4>{say("same-last-visits")}</h4>
            {move || list(read(visits))}
        </section>
    }
}

fn people(view: &View) -> Vec<String> {
    kept(view, Part::People)
        .map(|line| {
            let born = line.text("birth_year");
            match born.is_empty() {
                true => line.text("name"),
                false => {
                    let born = say::with("born", [("year", born.into())]);
                    format!("{}, {born}", line.text("name"))
                }
            }
        })
        .filter(|name| !name.trim().is_empty())
        .collect()
}

fn visits(view: &View) -> Vec<String> {
    let mut visits: Vec<&Line> = kept(view, Part::Visits)
        .filter(|line| line.flag("done"))
        .collect();
    visits.sort_by_key(|line| std::cmp::Reverse((line.text("date"), line.added.at)));
    let count = visits.len();
    let mut shown: Vec<String> = visits
        .into_iter()
        .take(VISITS)
        .map(|line| {
            let day = line
                .date("date")
                .map_or_else(|| say("visit-no-day"), clock::show);
            let notes = say::shortened(&line.text("notes"), NOTES);
            match notes.is_empty() {
                true => day,
                false => format!("{day}: {notes}"),
            }
        })
        .collect();
    if count > VISITS {
        let more = count.saturating_sub(VISITS);
        shown.push(say::with("same-more-visits", [("count", more.into())]));
    }
    shown
}
