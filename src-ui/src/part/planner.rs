//! Planning the next visit: the day as people say it, a time, who goes.

use std::collections::BTreeSet;

use doorstep_model::field::Part;
use doorstep_model::household::{Visit, VisitPlace};
use doorstep_model::id::ItemId;
use leptos::prelude::*;

use super::icon::Icon;
use super::soon::Soon;
use super::summary::pickable;
use super::text_input::TextInput;
use crate::clock;
use crate::day::{self, Lean};
use crate::form::Pick;
use crate::record::Record;
use crate::say::{self, say};

/// Days from today that take one touch.
const SOON: [u16; 4] = [1, 7, 14, 28];

/// Under which name what is typed is kept.
fn kept(record: Record, field: &str) -> String {
    match record.household() {
        Some(household) => format!("plan-{field}-{household}"),
        None => format!("plan-{field}"),
    }
}

/// Whether a day or a time for this household was typed and is not planned yet.
pub(crate) fn is_being_planned(record: Record) -> bool {
    let typed = |field| record.app.kept(&kept(record, field));
    ["day", "time"]
        .into_iter()
        .any(|field| !typed(field).trim().is_empty())
}

/// The fields and the button; `planned` is told when a visit was planned.
#[component]
pub(crate) fn Planner(
    record: Record,
    #[prop(optional, into)] planned: Option<Callback<()>>,
) -> impl IntoView {
    let app = record.app;
    // A day that is being thought about stays over locking and going elsewhere.
    let (kept_day, kept_time) = (kept(record, "day"), kept(record, "time"));
    let date = RwSignal::new(app.kept(&kept_day));
    let time = RwSignal::new(app.kept(&kept_time));
    let keep = move |day: String, at: String| {
        app.keep(&kept_day, day);
        app.keep(&kept_time, at);
    };
    let keep_typed = keep.clone();
    Effect::new(move |_| keep_typed(date.get(), time.get()));
    let wrong = RwSignal::new(None::<String>);
    let me = app.open_untracked().and_then(|open| open.me);
    let going = RwSignal::new(
        me.map(|me| me.to_string())
            .into_iter()
            .collect::<BTreeSet<_>>(),
    );
    let members = Memo::new(move |_| pickable(record, Pick::Member));
    let read = move |raw: &str| day::read(raw, clock::today(), Lean::Ahead, &say::day_words());
    let means = move || {
        let read = date.with(|raw| read(raw));
        read.map(clock::show)
    };
    Effect::new(move |_| {
        date.track();
        wrong.set(None);
    });
    let plan = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(day) = date.with_untracked(|raw| read(raw)) else {
            wrong.set(Some(say("error-day")));
            return;
        };
        let mut fields = vec![
            Visit::date.with(day),
            Visit::done.with(false),
            Visit::place.with(VisitPlace::Home),
        ];
        let at = time.get_untracked().trim().to_owned();
        if !at.is_empty() {
            fields.push(Visit::time.with(at));
        }
        let going = going.get_untracked().into_iter();
        let going = going.filter_map(|member| ItemId::try_from(member).ok());
        fields.extend(going.map(|member| Visit::members.with(member)));
        let said = say::with("plan-done", [("day", clock::show_near(day).into())]);
        record.add(Part::Visits, fields, said);
        // Not left to what follows the fields: they may go with the screen.
        keep(String::new(), String::new());
        date.set(String::new());
        time.set(String::new());
        if let Some(planned) = planned {
            planned.run(());
        }
    };
    let soon = Callback::new(move |then| date.set(clock::show(then)));
    view! {
        <form class="planner" on:submit=plan>
            <Soon days=&SOON test="plan-soon" chosen=soon />
            <div class="side-by-side">
                <div>
                    <TextInput
                        test="plan-day"
                        label=say("plan-day")
                        hint=say("hint-day")
                        value=date
                        wrong=wrong
                    />
                    <p class="hint means" aria-live="polite">
                        {means}
                    </p>
                </div>
                <TextInput
                    test="plan-time"
                    label=say("plan-time")
                    hint=say("hint-visit-time")
                    value=time
                />
            </div>
            <Show when=move || { members.with(Vec::len) > 1 }>
                <fieldset class="who">
                    <legend class="small">{say("plan-who")}</legend>
                    <div class="boxes">
                        {move || {
                            members
                                .get()
                                .into_iter()
                                .map(|(id, name)| {
                                    let (this, change) = (id.clone(), id.clone());
                                    view! {
                                        <label class="box">
                                            <input
                                                type="checkbox"
                                                data-test="plan-member"
                                                data-item=id
                                                prop:checked=move || {
                                                    going.with(|going| going.contains(&this))
                                                }
                                                on:change=move |event| {
                                                    let goes = event_target_checked(&event);
                                                    let change = change.clone();
                                                    going
                                                        .update(|going| {
                                                            if goes {
                                                                going.insert(change);
                                                            } else {
                                                                going.remove(&change);
                                                            }
                                                        });
                                                }
                                            />
                                            <span dir="auto">{name}</span>
                                        </label>
                                    }
                                })
                                .collect_view()
                        }}
                    </div>
                </fieldset>
            </Show>
            <p class="actions">
                <button type="submit" class="button quiet" data-test="planned-save">
                    <Icon name="done" />
                    {say("planning-save")}
                </button>
            </p>
        </form>
    }
}
