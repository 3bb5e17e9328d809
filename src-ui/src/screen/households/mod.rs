//! All households: a list, searched as one types, and a line to add one.

mod add;
mod filter;
mod filters;

use std::time::Duration;

use doorstep_model::Problem;
use doorstep_model::call::{HouseholdList, HouseholdRow, ListHouseholds};
use doorstep_model::field::Part;
use doorstep_model::id::{DocKey, ItemId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, Heading, HouseholdRows, SearchField};
use crate::place::Place;
use crate::say::{self, say};

use filter::Filter;

/// Rows asked for at a time.
const PAGE: u32 = 100;

/// The screen; stands beside a household where there is room.
#[component]
pub(crate) fn Households() -> impl IntoView {
    let app = App::here();
    let search = RwSignal::new(app.kept("household-search"));
    let filter = RwSignal::new(Filter::kept(app));
    Effect::new(move |_| filter.with(|filter| filter.keep(app)));
    let wanted = RwSignal::new(PAGE);
    let list = RwSignal::new(None::<HouseholdList>);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let asked = RwSignal::new(0_u32);
    Effect::new(move |_| {
        app.lists.track();
        let filter = filter.get();
        let not_seen_since = filter.not_seen_since(app.today.get());
        let call = ListHouseholds {
            search: search.get(),
            worker: filter.worker,
            locality: filter.locality,
            not_seen_since,
            with_closed: filter.with_closed,
            offset: 0,
            limit: wanted.get().min(200),
            today: Some(app.today.get()),
        };
        let question = asked.get_untracked().wrapping_add(1);
        asked.set(question);
        set_timeout(
            move || {
                // Only the newest question is asked, and only its answer is shown.
                if asked.try_get_untracked() != Some(question) {
                    return;
                }
                spawn_local(async move {
                    let reply = ask(call).await;
                    if asked.try_get_untracked() != Some(question) {
                        return;
                    }
                    match reply {
                        Ok(reply) => {
                            problems.set(Vec::new());
                            list.set(Some(reply));
                        }
                        Err(problem) => {
                            app.heed(&problem);
                            problems.set(vec![problem]);
                        }
                    }
                });
            },
            Duration::from_millis(60),
        );
    });
    let open = Memo::new(move |_| -> Option<DocKey> {
        app.place.with(|place| place.household().cloned())
    });
    let beside = app
        .place
        .with_untracked(|place| place.household().is_some());
    let localities = Signal::derive(move || {
        list.with(|list| {
            list.as_ref()
                .map(|list| list.localities.clone())
                .unwrap_or_default()
        })
    });
    let count = move || {
        list.with(|list| {
            list.as_ref().map(|list| match list.more {
                true => say::with("households-count-more", [("count", list.rows.len().into())]),
                false => say::with("households-count", [("count", list.total.into())]),
            })
        })
    };
    let rows = Memo::new(move |_| {
        list.with(|list| {
            list.as_ref()
                .map(|list| list.rows.clone())
                .unwrap_or_default()
        })
    });
    let go = Callback::new(move |id| app.go(Place::Household(id)));
    let hidden = move || {
        let shown = rows.with(|rows| u32::try_from(rows.len()).unwrap_or(u32::MAX));
        list.with(|list| {
            list.as_ref()
                .map_or(0, |list| list.total.saturating_sub(shown))
        })
    };
    view! {
        <Heading text=say("place-households") quiet=beside />
        <div class="list-ways">
            <add::AddHousehold problems=problems />
            <button
                class="plain"
                data-test="open-import"
                on:click=move |_| app.go(Place::Import)
            >
                {say("import-open")}
            </button>
            // Everybody in the practice team is made up: nothing moves into it.
            <Show when=move || app.open().is_some_and(|open| !open.practice)>
                <button
                    class="plain"
                    data-test="open-take-over"
                    on:click=move |_| app.go(Place::TakeOver)
                >
                    {say("take-over-open")}
                </button>
            </Show>
        </div>
        <ErrorSummary problems=problems />
        <SearchField
            name="household-search"
            label=say("households-search")
            value=search
            changed=Callback::new(move |text: String| {
                app.keep("household-search", text.clone());
                search.set(text);
            })
        />
        <filters::Filters filter=filter localities=localities />
        {move || {
            app.sync
                .with(|page| page.as_ref().is_some_and(|page| page.arriving.is_some()))
                .then(|| {
                    view! {
                        <p class="note" data-test="arriving">
                            {say("households-arriving")}
                        </p>
                    }
                })
        }}
        <p class="note" data-test="result-count" role="status">
            {count}
        </p>
        <Show when=move || list.with(Option::is_some) && rows.with(Vec::is_empty)>
            <p class="empty">
                {move || {
                    if search.with(|search| search.trim().is_empty()) && !filter.with(Filter::is_set)
                    {
                        say("households-empty")
                    } else {
                        say("households-none-found")
                    }
                }}
            </p>
        </Show>
        {move || {
            let count = list.with(|list| list.as_ref().map_or(0, |list| list.for_others));
            (count > 0)
                .then(|| {
                    view! {
                        <p class="note" data-test="for-others">
                            {say::with("households-for-others", [("count", count.into())])}
                        </p>
                    }
                })
        }}
        <HouseholdRows rows=rows test="household-row" open=open chosen=go more=open_found />
        <Show when=move || { hidden() > 0 }>
            <Show
                when=move || { wanted.get() < 200 }
                fallback=move || view! { <p class="note">{say("households-search-for-more")}</p> }
            >
                <button class="button quiet" on:click=move |_| wanted.set(200)>
                    {move || {
                        if list.with(|list| list.as_ref().is_some_and(|list| list.more)) {
                            say("households-more-some")
                        } else {
                            say::with("households-more", [("count", hidden().into())])
                        }
                    }}
                </button>
            </Show>
        </Show>
    }
}

/// The way to the visit that the search found something in.
fn open_found(row: &HouseholdRow) -> Option<AnyView> {
    let app = App::here();
    let visit = Place::Visit(row.id.clone(), found_visit(row)?);
    let button = view! {
        <span class="row-more">
            <button
                class="plain"
                data-test="found-open"
                on:click=move |_| app.go(visit.clone())
            >
                {say("found-open-visit")}
            </button>
        </span>
    };
    Some(button.into_any())
}

/// The visit that the search found something in.
fn found_visit(row: &HouseholdRow) -> Option<ItemId> {
    let found = row
        .found
        .as_ref()
        .filter(|found| found.part == Part::Visits);
    found.and_then(|found| found.item.clone())
}
