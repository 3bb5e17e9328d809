//! Who can open a household or a safety note: everybody in the team, or the people whose names are ticked.

use std::collections::BTreeSet;

use doorstep_model::Problem;
use doorstep_model::call::{GetOpeners, Opener, Openers, SetOpeners};
use doorstep_model::id::{DocKey, ItemId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{ErrorSummary, is_unfolded};
use crate::app::App;
use crate::bridge::ask;
use crate::say::{self, say};

/// What is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opened {
    /// A household, with its notes.
    Household,
    /// A safety note by itself, where it is being changed.
    Note,
}

impl Opened {
    fn part(self) -> &'static str {
        match self {
            Self::Household => "part-openers",
            Self::Note => "part-note-openers",
        }
    }

    fn fold(self) -> &'static str {
        match self {
            Self::Household => "fold-openers",
            Self::Note => "fold-note-openers",
        }
    }

    /// A note has a heading of its own above.
    fn heading(self) -> impl IntoView {
        match self {
            Self::Household => view! { <h2>{say("openers-heading")}</h2> }.into_any(),
            Self::Note => view! { <h3>{say("openers-note-heading")}</h3> }.into_any(),
        }
    }

    fn says(self) -> &'static str {
        match self {
            Self::Household => "openers-says",
            Self::Note => "openers-note-says",
        }
    }

    fn no_admin(self) -> &'static str {
        match self {
            Self::Household => "openers-no-admin",
            Self::Note => "openers-note-no-admin",
        }
    }
}

/// What is ticked and not said yet.
#[derive(Clone, Default, PartialEq, Eq)]
struct Ticked {
    restricted: bool,
    people: BTreeSet<ItemId>,
}

impl Ticked {
    fn of(openers: &Openers) -> Self {
        // Whoever restricts it is among those who can open it.
        let is_ticked = |one: &&Opener| one.named || (!openers.restricted && one.me);
        let people = openers.people.iter().filter(is_ticked);
        Self {
            restricted: openers.restricted,
            people: people.map(|one| one.person.clone()).collect(),
        }
    }
}

/// The folded part; it asks when it is opened.
#[component]
pub(crate) fn WhoCanOpen(
    /// A household or a safety note.
    id: DocKey,
    /// Which of them.
    what: Opened,
) -> impl IntoView {
    let app = App::here();
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let openers = RwSignal::new(None::<Openers>);
    let ticked = RwSignal::new(Ticked::default());
    let problems = RwSignal::new(Vec::<Problem>::new());
    let came = move |reply: Result<Openers, Problem>| match reply {
        Ok(found) => {
            let _ = problems.try_set(Vec::new());
            let _ = ticked.try_set(Ticked::of(&found));
            let _ = openers.try_set(Some(found));
        }
        Err(problem) => {
            app.heed(&problem);
            let _ = problems.try_set(vec![problem]);
        }
    };
    let asked = id.clone();
    Effect::new(move |_| {
        if open.get() {
            let document = asked.clone();
            spawn_local(async move { came(ask(GetOpeners { document }).await) });
        }
    });
    let save = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let now = ticked.get_untracked();
        let people = now.restricted.then(|| now.people.into_iter().collect());
        let document = id.clone();
        spawn_local(async move {
            let reply = ask(SetOpeners { document, people }).await;
            let is_done = reply.is_ok();
            came(reply);
            let _ = busy.try_set(false);
            if is_done {
                app.announced.set(say("openers-saved"));
            }
        });
    });
    let practice = Memo::new(move |_| app.open().is_some_and(|open| open.practice));
    view! {
        <Show when=move || !practice.get()>
            <section class="part folded" data-test=what.part()>
                <details on:toggle=move |event| open.set(is_unfolded(&event))>
                    <summary data-test=what.fold()>{what.heading()}</summary>
                    <ErrorSummary problems=problems />
                    {move || {
                        openers
                            .get()
                            .map(|openers| {
                                view! {
                                    <Choosing
                                        what=what
                                        openers=openers
                                        ticked=ticked
                                        busy=busy
                                        save=save
                                    />
                                }
                            })
                    }}
                </details>
            </section>
        </Show>
    }
}

#[component]
fn Choosing(
    what: Opened,
    openers: Openers,
    ticked: RwSignal<Ticked>,
    busy: RwSignal<bool>,
    save: Callback<()>,
) -> impl IntoView {
    let restricted = Memo::new(move |_| ticked.with(|ticked| ticked.restricted));
    let before = Ticked::of(&openers);
    let new_devices = openers.people.iter().any(|one| one.new_devices > 0);
    let some_lack = openers.some_lack;
    let again = new_devices || some_lack;
    let changed = Memo::new(move |_| again || ticked.with(|ticked| *ticked != before));
    let way = move |only: bool, key: &'static str| {
        let test = if only {
            "openers-named"
        } else {
            "openers-everybody"
        };
        view! {
            <label class="pill" data-test=test>
                <input
                    type="radio"
                    name=what.fold()
                    prop:checked=move || restricted.get() == only
                    on:change=move |_| ticked.update(|ticked| ticked.restricted = only)
                />
                <span>{say(key)}</span>
            </label>
        }
    };
    let without_admin = openers.restricted && !openers.has_admin;
    let unknown = openers.unknown;
    let people = openers.people;
    let boxes = move || {
        let named = restricted.get().then(|| people.clone());
        let named = named.unwrap_or_default().into_iter();
        let boxes = named.map(|one| view! { <Name one=one ticked=ticked /> });
        view! {
            <div class="boxes" data-test="openers-people">
                {boxes.collect_view()}
            </div>
        }
    };
    view! {
        <fieldset class="field pill-choice">
            <legend class="small">{say("openers-question")}</legend>
            <div class="pills">
                {way(false, "openers-everybody")} {way(true, "openers-named")}
            </div>
        </fieldset>
        {boxes}
        {(unknown > 0)
            .then(|| {
                view! {
                    <p class="note">{say::with("openers-unknown", [("count", unknown.into())])}</p>
                }
            })}
        {some_lack.then(|| view! { <p class="notice">{say("openers-some-lack")}</p> })}
        {without_admin.then(|| view! { <p class="notice">{say(what.no_admin())}</p> })}
        <Show when=move || restricted.get()>
            <p class="note">{say(what.says())}</p>
            <p class="note">{say("openers-had-it")}</p>
        </Show>
        <p class="actions">
            <button
                class="button"
                data-test="openers-save"
                disabled=move || busy.get() || !changed.get()
                on:click=move |_| save.run(())
            >
                {say("openers-save")}
            </button>
        </p>
    }
}

/// Somebody who can be ticked: with a device, and not oneself.
#[component]
fn Name(one: Opener, ticked: RwSignal<Ticked>) -> impl IntoView {
    let (person, this) = (one.person.clone(), one.person.clone());
    let note = match (one.devices, one.new_devices, one.me) {
        (0, _, _) => say("openers-no-device"),
        (_, 1.., _) => say("openers-new-device"),
        (2.., _, _) => say::with("openers-devices", [("count", one.devices.into())]),
        (_, _, true) => say("openers-you"),
        _ => String::new(),
    };
    view! {
        <label class="box">
            <input
                type="checkbox"
                data-test="opener"
                data-item=one.person.to_string()
                disabled=one.me || (one.devices == 0 && !one.named)
                prop:checked=move || ticked.with(|ticked| ticked.people.contains(&this))
                on:change=move |event| {
                    let is_in = event_target_checked(&event);
                    let person = person.clone();
                    ticked
                        .update(|ticked| {
                            if is_in {
                                ticked.people.insert(person);
                            } else {
                                ticked.people.remove(&person);
                            }
                        });
                }
            />
            <span>
                <bdi dir="auto">{one.name}</bdi>
                " "
                <span class="small">{note}</span>
            </span>
        </label>
    }
}
