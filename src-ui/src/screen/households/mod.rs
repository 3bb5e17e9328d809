//! All households: a list, searched as one types, and a line to add one.

mod add;
mod filters;

use std::time::Duration;

use doorstep_model::Problem;
use doorstep_model::call::{HouseholdList, HouseholdRow, ListHouseholds};
use doorstep_model::field::Part;
use doorstep_model::id::ItemId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, Heading, HouseholdItem};
use crate::place::Place;
use crate::say::{self, say};
use crate::{clock, day};

/// Rows asked for at a time.
const PAGE: u32 = 100;

/// What narrows the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filter {
    worker: Option<ItemId>,
    locality: Option<String>,
    not_seen_days: Option<i32>,
    with_closed: bool,
}

impl Filter {
    fn is_set(&self) -> bool {
        *self != Self::default()
    }
}

/// The screen; stands beside a household where there is room.
#[component]
pub(crate) fn Households() -> impl IntoView {
    let app = App::here();
    let search = RwSignal::new(app.kept("household-search"));
    let filter = RwSignal::new(Filter::default());
    let wanted = RwSignal::new(PAGE);
    let list = RwSignal::new(None::<HouseholdList>);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let asked = RwSignal::new(0_u32);
    Effect::new(move |_| {
        app.lists.track();
        let filter = filter.get();
        let call = ListHouseholds {
            search: search.get(),
            worker: filter.worker,
            locality: filter.locality,
            not_seen_since: filter
                .not_seen_days
                .and_then(|days| day::days_before(app.today.get(), days)),
            with_closed: filter.with_closed,
            offset: 0,
            limit: wanted.get().min(200),
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
    let open = Memo::new(move |_| app.place.with(|place| place.household().cloned()));
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
            list.as_ref()
                .map(|list| say::with("households-count", [("count", list.total.into())]))
        })
    };
    let rows = Memo::new(move |_| {
        list.with(|list| {
            list.as_ref()
                .map(|list| list.rows.clone())
                .unwrap_or_default()
        })
    });
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
        </div>
        <ErrorSummary problems=problems />
        <div class="field search">
            <label for="household-search">{say("households-search")}</label>
            <input
                id="household-search"
                type="search"
                dir="auto"
                autocomplete="off"
                data-test="household-search"
                prop:value=search
                on:input=move |event| {
                    let text = event_target_value(&event);
                    app.keep("household-search", text.clone());
                    search.set(text);
                }
            />
        </div>
        <filters::Filters filter=filter localities=localities />
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
        <ul class="rows">
            {move || {
                rows.get()
                    .into_iter()
                    .map(|row| {
                        let id = row.id.clone();
                        let this = row.id.clone();
                        let current = Signal::derive(move || open.get().as_ref() == Some(&this));
                        let visit = found_visit(&row).map(|visit| Place::Visit(id.clone(), visit));
                        let go = Callback::new(move |()| app.go(Place::Household(id.clone())));
                        view! {
                            <li>
                                <HouseholdItem
                                    row=row
                                    test="household-row"
                                    current=current
                                    chosen=go
                                />
                                {visit
                                    .map(|visit| {
                                        view! {
                                            <span class="row-more">
                                                <button
                                                    class="plain"
                                                    data-test="found-open"
                                                    on:click=move |_| app.go(visit.clone())
                                                >
                                                    {say("found-open-visit")}
                                                </button>
                                            </span>
                                        }
                                    })}
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
        <Show when=move || { hidden() > 0 }>
            <Show
                when=move || { wanted.get() < 200 }
                fallback=move || view! { <p class="note">{say("households-search-for-more")}</p> }
            >
                <button class="button quiet" on:click=move |_| wanted.set(200)>
                    {move || say::with("households-more", [("count", hidden().into())])}
                </button>
            </Show>
        </Show>
    }
}

/// The visit that the search found something in.
fn found_visit(row: &HouseholdRow) -> Option<ItemId> {
    let found = row
        .found
        .as_ref()
        .filter(|found| found.part == Part::Visits);
    found.and_then(|found| found.item.clone())
}

/// What "not seen for" offers, in days.
pub(super) const NOT_SEEN_DAYS: [i32; 4] = [14, 28, 56, 91];

/// The day that long ago, as it is shown beside the choice.
pub(super) fn not_seen_label(days: i32) -> String {
    let weeks = days / 7;
    let since = day::days_before(clock::today(), days)
        .map(clock::show)
        .unwrap_or_default();
    say::with(
        "filter-not-seen-weeks",
        [("weeks", weeks.into()), ("day", since.into())],
    )
}
