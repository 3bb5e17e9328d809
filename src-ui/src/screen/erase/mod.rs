//! Erasing a household for good: what goes, what can't be taken back, why, and two touches.

use std::sync::Arc;

use doorstep_model::call::{EraseHousehold, ErasureAhead, ErasureShown, GetErasure};
use doorstep_model::field::Part;
use doorstep_model::id::DocKey;
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{ErrorSummary, FieldOf, Heading, SavedLine, Touches, TwoTouches};
use crate::place::Place;
use crate::record::{Doc, Record};
use crate::say::{self, say};

/// The most letters of a reason.
const LONGEST: &str = "250";

/// The screen.
#[component]
pub(crate) fn Erase(id: DocKey) -> impl IntoView {
    let app = App::here();
    let record = app.record(Doc::Household(id.clone()));
    spawn_local(async move { record.refresh(false).await });
    let problems = RwSignal::new(Vec::<Problem>::new());
    let ahead = RwSignal::new(None::<ErasureAhead>);
    let (asked, whole) = (id.clone(), StoredValue::new(id));
    // Asked again when what is said about the household changes: a hold that was written down just now.
    let again = RwSignal::new(());
    Effect::new(move |_| {
        record.view.track();
        again.track();
        let household = asked.clone();
        spawn_local(async move {
            match ask(GetErasure { household }).await {
                Ok(found) => {
                    let _ = ahead.try_set(Some(found));
                }
                Err(problem) => {
                    app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
        });
    });
    on_cleanup(move || record.flush());
    let heading = Signal::derive(move || {
        let name = ahead.with(|ahead| ahead.as_ref().map(|ahead| ahead.name.clone()));
        say::with("erase-heading", [("name", name.unwrap_or_default().into())])
    });
    let held = Memo::new(move |_| {
        ahead.with(|ahead| ahead.as_ref().is_some_and(|ahead| ahead.hold.is_some()))
    });
    view! {
        <Heading text=heading />
        <ErrorSummary problems=problems />
        <Show when=move || ahead.with(Option::is_some)>
            <section class="part">
                <h2>{say("erase-goes-heading")}</h2>
                <p>{say("erase-goes")}</p>
                {move || ahead.get().map(goes)}
            </section>
            <section class="part">
                <h2>{say("erase-stays-heading")}</h2>
                <ul class="lines">
                    <li class="line">{say("erase-stays-paper")}</li>
                    <li class="line">{say("erase-stays-removed")}</li>
                    <li class="line">{say("erase-stays-backups")}</li>
                </ul>
            </section>
            <Hold record=record held=held.into() />
            <Show when=move || !held.get()>
                <Do id=whole.get_value() ahead=ahead again=again problems=problems />
            </Show>
        </Show>
    }
}

/// What would go, a line each.
fn goes(ahead: ErasureAhead) -> impl IntoView {
    let counted = [
        ("erase-people", ahead.shown.people),
        ("erase-visits", ahead.shown.visits),
        ("erase-attachments", ahead.shown.attachments),
        ("erase-safety-notes", ahead.safety_notes),
    ];
    let mut lines: Vec<String> = counted
        .into_iter()
        .map(|(id, count)| say::with(id, [("count", count.into())]))
        .collect();
    let joined = ahead.joined.into_iter();
    lines.extend(joined.map(|name| say::with("erase-joined", [("name", name.into())])));
    if ahead.shown.unread > 0 {
        let count = ahead.shown.unread.into();
        lines.push(say::with("erase-unread", [("count", count)]));
    }
    if ahead.only_here > 0 {
        lines.push(say::with(
            "erase-only-here",
            [("count", ahead.only_here.into())],
        ));
    }
    lines.push(say::with(
        "erase-others",
        [("count", ahead.other_devices.into())],
    ));
    view! {
        <ul class="lines" data-test="erase-goes">
            {lines
                .into_iter()
                .map(|line| {
                    view! {
                        <li class="line" dir="auto">
                            {line}
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}

/// Why the record has to be kept, if it has to.
#[component]
fn Hold(record: Record, held: Signal<bool>) -> impl IntoView {
    view! {
        <section class="part">
            <h2>{say("hold-heading")}</h2>
            <p>{say("hold-says")}</p>
            <SavedLine record=record />
            <FieldOf record=record part=Part::About item=None name="legal_hold" />
            <Show when=move || held.get()>
                <p class="notice" data-test="erase-held">
                    {say("erase-held")}
                </p>
            </Show>
        </section>
    }
}

/// The reason, and two touches.
#[component]
fn Do(
    id: DocKey,
    ahead: RwSignal<Option<ErasureAhead>>,
    again: RwSignal<()>,
    problems: RwSignal<Vec<Problem>>,
) -> impl IntoView {
    let app = App::here();
    let reason = RwSignal::new(String::new());
    // Both touches begin anew where what was looked at is not so any more.
    let armed = RwSignal::new(0_u32);
    let busy = RwSignal::new(false);
    let touches = Touches {
        test: "erase-household",
        first: say("erase-do"),
        label: None,
        says: Some(say("erase-do-says")),
        yes: say("erase-yes"),
        doing: Some(say("erase-doing")),
    };
    // What is erased is what was on the screen at the first touch, whatever comes meanwhile.
    let looked_at = StoredValue::new(None::<ErasureShown>);
    let look = Callback::new(move |()| {
        looked_at.set_value(ahead.with_untracked(|ahead| Some(ahead.as_ref()?.shown.clone())));
    });
    let erase = Callback::new(move |()| {
        let Some(shown) = looked_at.get_value() else {
            return;
        };
        busy.set(true);
        let call = EraseHousehold {
            household: id.clone(),
            reason: reason.get_untracked(),
            shown,
        };
        spawn_local(async move {
            match ask(call).await {
                Ok(page) => {
                    app.team.set(Some(Arc::new(page)));
                    app.announced.set(say("erase-done"));
                    app.go_instead(Place::Team);
                }
                Err(problem) => {
                    app.heed(&problem);
                    // What there is now is shown, to be looked at before it is tried again.
                    if problem.code == ProblemCode::ErasureChanged {
                        again.set(());
                        armed.update(|times| *times += 1);
                    }
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    });
    view! {
        <section class="part">
            <h2>{say("erase-why-heading")}</h2>
            <div class="field">
                <label for="erase-reason">{say("erase-reason")}</label>
                <p class="hint" id="erase-reason-hint">
                    {say("erase-reason-hint")}
                </p>
                <textarea
                    id="erase-reason"
                    data-test="erase-reason"
                    rows="3"
                    dir="auto"
                    maxlength=LONGEST
                    aria-describedby="erase-reason-hint"
                    prop:value=reason
                    on:input=move |event| reason.set(event_target_value(&event))
                ></textarea>
            </div>
            {move || {
                armed.track();
                view! {
                    <TwoTouches touches=touches.clone() busy=busy on_yes=erase on_first=look />
                }
            }}
        </section>
    }
}
