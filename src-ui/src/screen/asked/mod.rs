//! "Not yet looked at together": what people asked for, in their exact words, for the team's weekly
//! talk about what kind of asking it was.

use doorstep_model::Problem;
use doorstep_model::call::{AskedFor as Asked, AskedForList, ListAskedFor};
use doorstep_model::field::Part;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::clock;
use crate::part::{AskedLater, ErrorSummary, Heading, Icon};
use crate::place::Place;
use crate::record::Doc;
use crate::say::{self, say};

/// Rows at a time.
const AT_ONCE: u32 = 20;

/// The screen.
#[component]
pub(crate) fn AskedFor() -> impl IntoView {
    let app = App::here();
    let rows = RwSignal::new(Vec::<Asked>::new());
    let total = RwSignal::new(None::<u32>);
    let limit = RwSignal::new(AT_ONCE);
    let problems = RwSignal::new(Vec::<Problem>::new());
    Effect::new(move |_| {
        app.lists.track();
        let wanted = limit.get();
        spawn_local(async move {
            let mut offset = 0;
            while offset < wanted {
                let call = ListAskedFor {
                    offset,
                    limit: AT_ONCE,
                };
                match ask(call).await {
                    Ok(AskedForList {
                        rows: read,
                        total: count,
                    }) => {
                        let _ = problems.try_set(Vec::new());
                        let _ = total.try_set(Some(count));
                        rows.try_update(|rows| *rows = with_new(std::mem::take(rows), read));
                        if offset + AT_ONCE >= count {
                            return;
                        }
                    }
                    Err(problem) => {
                        app.heed(&problem);
                        let _ = problems.try_set(vec![problem]);
                        return;
                    }
                }
                offset += AT_ONCE;
            }
        });
    });
    let left = Memo::new(move |_| total.get().unwrap_or_default().saturating_sub(limit.get()));
    view! {
        <Heading text=say("asked-heading") />
        <p class="lead">{say("asked-lead")}</p>
        <ErrorSummary problems=problems />
        <p class="note" role="status" data-test="asked-count">
            {move || total.get().map(|count| say::with("asked-count", [("count", count.into())]))}
        </p>
        <ul class="asked">
            <For
                each=move || rows.get()
                key=|row| (row.household.clone(), row.demand.clone())
                let:row
            >
                <Row row=row />
            </For>
        </ul>
        <Show when=move || { left.get() > 0 }>
            <button
                class="plain"
                data-test="asked-more"
                on:click=move |_| limit.update(|limit| *limit += AT_ONCE)
            >
                {move || say::with("asked-more", [("count", left.get().into())])}
            </button>
        </Show>
    }
}

/// What is on the screen stays where it is, so that one can go on with what was just chosen; what
/// is new comes after it.
fn with_new(mut shown: Vec<Asked>, read: Vec<Asked>) -> Vec<Asked> {
    for row in read {
        let there = shown
            .iter()
            .any(|old| old.household == row.household && old.demand == row.demand);
        if !there {
            shown.push(row);
        }
    }
    shown
}

#[component]
fn Row(row: Asked) -> impl IntoView {
    let app = App::here();
    let record = app.record(Doc::Household(row.household.clone()));
    let open = RwSignal::new(false);
    let there = Memo::new(move |_| record.view.with(Option::is_some));
    let look = move |_| {
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            spawn_local(async move { record.refresh(false).await });
        }
    };
    let facts = [
        row.date.map(clock::show).unwrap_or_default(),
        row.who_asked.clone(),
        row.door
            .map(|door| say(&format!("choice-door-{}", door.word())))
            .unwrap_or_default(),
    ];
    let facts = facts.into_iter().filter(|fact| !fact.is_empty());
    let facts = facts.collect::<Vec<_>>().join(" · ");
    let words = match row.exact_words.trim() {
        "" => say("nothing-written"),
        words => words.to_owned(),
    };
    let name = match row.household_name.as_str() {
        "" => say("look-unknown"),
        name => name.to_owned(),
    };
    let called: String = words.chars().take(60).collect();
    let (household, demand) = (row.household.clone(), row.demand.clone());
    let chosen = {
        let line = record.line(Part::Demands, Some(demand.clone()));
        Memo::new(move |_| line.with(|line| line.as_ref().map(|line| line.text("class"))))
    };
    let stands = move || {
        let class = chosen.get().unwrap_or_default();
        match class.as_str() {
            "" if row.not_yet_clear => Some(say("asked-not-yet-clear")),
            "" => None,
            class => Some(say(&format!("choice-class-{class}"))),
        }
    };
    view! {
        <li class="asked-row" data-test="asked-row" data-item=row.demand.to_string()>
            <blockquote class="line-text own" dir="auto">
                {words}
            </blockquote>
            <p class="note" dir="auto">
                {facts}
            </p>
            <p class="line-buttons">
                <button
                    class="plain"
                    data-test="asked-household"
                    on:click=move |_| app.go(Place::Household(household.clone()))
                >
                    {name}
                </button>
                <span class="label" data-test="asked-class">
                    {stands}
                </span>
                <button
                    class="plain"
                    data-test="asked-look"
                    aria-expanded=move || open.get().to_string()
                    aria-label=say::with("asked-look-at", [("what", called.into())])
                    on:click=look
                >
                    <Icon name="look" />
                    {say("asked-look")}
                </button>
            </p>
            <Show when=move || open.get() && there.get()>
                <AskedLater record=record item=demand.clone() />
            </Show>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use doorstep_model::{DocKey, ItemId};

    use super::*;

    fn row(number: u8) -> Asked {
        Asked {
            household: DocKey::from([1; 16]),
            household_name: String::new(),
            demand: ItemId::from([number; 16]),
            exact_words: String::new(),
            date: None,
            who_asked: String::new(),
            door: None,
            not_yet_clear: false,
        }
    }

    #[test]
    fn what_was_just_chosen_stays_in_its_place() {
        let shown = vec![row(1), row(2)];
        let read = vec![row(3), row(2)];
        let numbers: Vec<_> = with_new(shown, read)
            .into_iter()
            .map(|row| row.demand)
            .collect();
        let expected = [1, 2, 3].map(|number| ItemId::from([number; 16]));
        assert_eq!(numbers, expected);
    }
}
