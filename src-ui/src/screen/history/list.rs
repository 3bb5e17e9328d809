//! The story, newest first, day by day.

use std::collections::BTreeMap;

use doorstep_model::call::GetHistory;
use doorstep_model::field::Part;
use doorstep_model::history::Moment;
use doorstep_model::household::Household;
use doorstep_model::id::{DocKey, ItemId};
use doorstep_model::{Date, DeviceKey, Heads, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::bridge::ask;
use crate::clock;
use crate::part::{ErrorSummary, Pieces, Told, told, who, word_of};
use crate::record::Record;
use crate::say::{self, say};

/// Moments of one page.
const PAGE: u32 = 40;
/// Pages without a moment that are passed over before a person is asked to go on.
const PASSED_OVER: u32 = 40;

/// What stands in a line that nobody reads.
const UNTOLD: [(Part, &str); 1] = [(Part::Visits, "begun_at")];

#[derive(Clone, Copy)]
struct Story {
    record: Record,
    id: StoredValue<DocKey>,
    by: RwSignal<Option<ItemId>>,
    part: RwSignal<Option<Part>>,
    moments: RwSignal<Vec<Moment>>,
    names: RwSignal<BTreeMap<DeviceKey, String>>,
    members: RwSignal<Vec<(ItemId, String)>>,
    earlier: RwSignal<Option<Heads>>,
    busy: RwSignal<bool>,
    problems: RwSignal<Vec<Problem>>,
    /// Counts askings, so that an answer to an older one is passed over.
    asked: StoredValue<u32>,
}

impl Story {
    /// Asks for the first page, or for the next one.
    fn ask(self, from: Option<Heads>) {
        let first = from.is_none();
        let number = self.asked.get_value() + 1;
        self.asked.set_value(number);
        self.busy.set(true);
        spawn_local(async move {
            let mut until = from;
            let mut moments = Vec::new();
            for _ in 0..PASSED_OVER {
                let call = GetHistory {
                    id: self.id.get_value(),
                    until: until.clone(),
                    by: self.by.get_untracked(),
                    part: self.part.get_untracked(),
                    limit: PAGE,
                };
                let reply = ask(call).await;
                if self.asked.try_get_value() != Some(number) {
                    return;
                }
                match reply {
                    Ok(page) => {
                        self.names.set(page.names);
                        self.members.set(page.members);
                        moments.extend(page.moments.into_iter().filter(is_told));
                        until = page.earlier;
                    }
                    Err(problem) => {
                        self.record.app.heed(&problem);
                        self.problems.set(vec![problem]);
                        self.busy.set(false);
                        return;
                    }
                }
                if until.is_none() || !moments.is_empty() {
                    break;
                }
            }
            let count = moments.len();
            self.problems.set(Vec::new());
            self.earlier.set(until);
            if first {
                self.moments.set(moments);
            } else {
                self.moments.update(|shown| shown.extend(moments));
                let said = say::with("history-shown", [("count", count.into())]);
                self.record.app.announced.set(said);
            }
            self.busy.set(false);
        });
    }
}

fn is_told(moment: &Moment) -> bool {
    let field = moment.what.field().unwrap_or_default();
    !UNTOLD.contains(&(moment.part, field))
}

/// The story with its filters.
#[component]
pub(super) fn List(record: Record, id: DocKey) -> impl IntoView {
    let story = Story {
        record,
        id: StoredValue::new(id),
        by: RwSignal::new(None),
        part: RwSignal::new(None),
        moments: RwSignal::new(Vec::new()),
        names: RwSignal::new(BTreeMap::new()),
        members: RwSignal::new(Vec::new()),
        earlier: RwSignal::new(None),
        busy: RwSignal::new(false),
        problems: RwSignal::new(Vec::new()),
        asked: StoredValue::new(0),
    };
    // Again whenever the household has changed, or something else is wanted.
    let state = Memo::new(move |_| {
        let heads = record
            .view
            .with(|view| view.as_ref().map(|view| view.heads.clone()));
        (heads, story.by.get(), story.part.get())
    });
    Effect::new(move |_| {
        if state.with(|state| state.0.is_some()) {
            story.ask(None);
        }
    });
    let days = Memo::new(move |_| {
        let mut days: Vec<(Date, Vec<Moment>)> = Vec::new();
        for moment in story.moments.get() {
            let day = clock::day_of(moment.stamp.at);
            match days.last_mut() {
                Some((last, moments)) if *last == day => moments.push(moment),
                _ => days.push((day, vec![moment])),
            }
        }
        days
    });
    let none = Memo::new(move |_| story.moments.with(Vec::is_empty) && !story.busy.get());
    view! {
        <Filters story=story />
        <ErrorSummary problems=story.problems />
        <Show when=move || none.get()>
            <p class="empty">{say("history-none")}</p>
        </Show>
        {move || {
            days.get()
                .into_iter()
                .map(|(day, moments)| view! { <Day story=story day=day moments=moments /> })
                .collect_view()
        }}
        <p class="actions">
            <Show when=move || story.earlier.with(Option::is_some)>
                <button
                    class="button quiet"
                    data-test="history-more"
                    disabled=story.busy
                    on:click=move |_| story.ask(story.earlier.get_untracked())
                >
                    {say("history-more")}
                </button>
            </Show>
        </p>
    }
}

#[component]
fn Filters(story: Story) -> impl IntoView {
    let parts = Household::PARTS.iter().map(|schema| schema.part);
    let parts: Vec<(String, Part)> = parts
        .map(|part| (say(&format!("history-part-{}", word_of(part))), part))
        .collect();
    let options: Vec<(usize, String)> = parts
        .iter()
        .enumerate()
        .map(|(at, (label, _))| (at, label.clone()))
        .collect();
    view! {
        <div class="history-filters">
            <div class="field">
                <label for="history-by">{say("history-by")}</label>
                <select
                    id="history-by"
                    data-test="history-by"
                    on:change=move |event| {
                        story.by.set(ItemId::try_from(event_target_value(&event)).ok());
                    }
                >
                    <option value="">{say("history-anybody")}</option>
                    {move || {
                        story
                            .members
                            .get()
                            .into_iter()
                            .map(|(item, name)| {
                                let chosen = story.by.get_untracked() == Some(item.clone());
                                view! {
                                    <option value=item.to_string() prop:selected=chosen>
                                        {name}
                                    </option>
                                }
                            })
                            .collect_view()
                    }}
                </select>
            </div>
            <div class="field">
                <label for="history-part">{say("history-part")}</label>
                <select
                    id="history-part"
                    data-test="history-part"
                    on:change=move |event| {
                        let at: Option<usize> = event_target_value(&event).parse().ok();
                        let part = at.and_then(|at| parts.get(at)).map(|(_, part)| *part);
                        story.part.set(part);
                    }
                >
                    <option value="">{say("history-anything")}</option>
                    {options
                        .into_iter()
                        .map(|(at, label)| view! { <option value=at.to_string()>{label}</option> })
                        .collect_view()}
                </select>
            </div>
        </div>
    }
}

#[component]
fn Day(story: Story, day: Date, moments: Vec<Moment>) -> impl IntoView {
    let heading = clock::show_near(day);
    view! {
        <section class="history-day" data-test="history-day-part" data-day=day.to_string()>
            <h2>{heading}</h2>
            <ol>
                {moments
                    .into_iter()
                    .map(|moment| view! { <MomentRow story=story moment=moment /> })
                    .collect_view()}
            </ol>
        </section>
    }
}

#[component]
fn MomentRow(story: Story, moment: Moment) -> impl IntoView {
    let record = story.record;
    let name = story
        .names
        .with_untracked(|names| names.get(&moment.stamp.by).cloned());
    let who = who(record, &moment, name.as_ref());
    let Told {
        sentence,
        of,
        words,
        pieces,
    } = untrack(|| told(record, &moment, &who));
    view! {
        <li class="moment" data-test="moment" data-moment=moment.id>
            <p class="moment-said">
                <time class="note">{clock::time_of(moment.stamp.at)}</time>
                " "
                <span dir="auto">{sentence}</span>
            </p>
            {(!of.is_empty()).then(|| view! { <p class="note" dir="auto">{of}</p> })}
            {(!words.is_empty()).then(|| view! { <p class="moment-words" dir="auto">{words}</p> })}
            {(!pieces.is_empty()).then(|| view! { <Pieces pieces=pieces /> })}
        </li>
    }
}
