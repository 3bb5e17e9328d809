//! Who was there: a touch for everybody who is known, a line for others.

use doorstep_model::call::FindAlike;
use doorstep_model::edit::FieldRef;
use doorstep_model::field::{Part, Scalar, Value};
use doorstep_model::household::{Person, Visit};
use doorstep_model::id::ItemId;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::form::Pick;
use crate::part::{AlikeRows, FieldOf, pickable};
use crate::record::{Record, place};
use crate::say::say;

/// Boxes for the household's people and the team's members.
#[component]
pub(super) fn Who(record: Record, visit: ItemId) -> impl IntoView {
    let app = record.app;
    // A name that is being typed outlives locking; any other way of leaving the field adds it.
    let kept = format!("there-{visit}");
    let name = RwSignal::new(app.kept(&kept));
    let people_at = place(Part::Visits, Some(&visit), Visit::people.name);
    let members_at = place(Part::Visits, Some(&visit), Visit::members.name);
    let add = {
        let (kept, at) = (kept.clone(), people_at.clone());
        move || {
            let typed = app.kept(&kept).trim().to_owned();
            // A locked device takes nothing: the name is in the field again once it is open.
            if typed.is_empty() || !app.is_open() {
                return;
            }
            app.keep(&kept, String::new());
            let _ = name.try_set(String::new());
            // The person and their being there are saved together.
            let person = record.begin(Part::People, vec![Person::name.with(typed)]);
            record.include(at.clone(), person.to_value(), true);
        }
    };
    on_cleanup(add.clone());
    let (add_key, add_left) = (add.clone(), add.clone());
    let leave = move |event: web_sys::FocusEvent| {
        if !goes_on_with_it(&event) && is_window_in_front() {
            add_left();
        }
    };
    let alike = Signal::derive(move || FindAlike {
        name: name.get(),
        except: record.household(),
        ..FindAlike::default()
    });
    // Nothing that was typed stands behind a fold.
    let has_name = name.with_untracked(|name| !name.trim().is_empty());
    let has_others = has_name
        || untrack(|| {
            let line = record.line(Part::Visits, Some(visit.clone()));
            line.with(|line| {
                line.as_ref()
                    .is_some_and(|line| !line.text("others").is_empty())
            })
        });
    let near = near(record, &visit, &members_at.field);
    let known = near.clone();
    let far = Memo::new(move |_| {
        let members = pickable(record, Pick::Member);
        members.iter().any(|(id, _)| !known.contains(id))
    });
    let (near_far, far_of) = (near.clone(), visit.clone());
    view! {
        <fieldset class="part who">
            <legend>{say("visit-who")}</legend>
            <div class="boxes">
                <Boxes
                    record=record
                    visit=visit.clone()
                    at=people_at
                    pick=Pick::Person
                    test="visit-person"
                />
                <Boxes
                    record=record
                    visit=visit.clone()
                    at=members_at.clone()
                    pick=Pick::Member
                    test="visit-member"
                    only=(near.clone(), true)
                />
            </div>
            <Show when=move || far.get()>
                <details class="who-else">
                    <summary data-test="visit-others-of-us">{say("visit-others-of-us")}</summary>
                    <div class="boxes">
                        <Boxes
                            record=record
                            visit=far_of.clone()
                            at=members_at.clone()
                            pick=Pick::Member
                            test="visit-member"
                            only=(near_far.clone(), false)
                        />
                    </div>
                </details>
            </Show>
            <details class="who-else" open=has_others>
                <summary data-test="visit-somebody">{say("visit-somebody")}</summary>
            <div class="field with-button">
                <label for="visit-add-person">{say("visit-add-person")}</label>
                <div class="together">
                    <input
                        id="visit-add-person"
                        type="text"
                        dir="auto"
                        autocomplete="off"
                        data-test="visit-add-person"
                        prop:value=name
                        on:input=move |event| {
                            let text = event_target_value(&event);
                            app.keep(&kept, text.clone());
                            name.set(text);
                        }
                        on:keydown=move |event| {
                            if event.key() == "Enter" {
                                add_key();
                            }
                        }
                        on:blur=leave
                    />
                    <button
                        class="button quiet"
                        data-test="visit-add-person-save"
                        on:click=move |_| add()
                    >
                        {say("add")}
                    </button>
                </div>
            </div>
            <AlikeRows typed=alike heading=say("alike-person-heading") />
            <FieldOf record=record part=Part::Visits item=Some(visit) name="others" />
            </details>
        </fieldset>
    }
}

/// Whether the focus went from the name to what is done with it.
fn goes_on_with_it(event: &web_sys::FocusEvent) -> bool {
    let to = event.related_target();
    let to = to.and_then(|to| to.dyn_into::<web_sys::Element>().ok());
    to.is_some_and(|to| {
        let own = "[data-test=visit-add-person-save], [data-test=alike-row]";
        to.closest(own).ok().flatten().is_some()
    })
}

/// A field loses the focus with the window as well; then nobody has finished typing.
fn is_window_in_front() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.has_focus().unwrap_or(true))
}

/// Those of us who are shown at once: oneself, and whoever was there when one came to the page. It
/// stays so while one is here, so that no box moves from under the finger.
fn near(record: Record, visit: &ItemId, field: &str) -> Vec<String> {
    untrack(|| {
        let line = record.line(Part::Visits, Some(visit.clone()));
        let mut near = line.with(|line| line.as_ref().map(|line| line.set(field)));
        let me = record.app.open().and_then(|open| open.me);
        near.get_or_insert_default()
            .extend(me.map(|me| me.to_string()));
        near.unwrap_or_default()
    })
}

#[component]
fn Boxes(
    record: Record,
    visit: ItemId,
    at: FieldRef,
    pick: Pick,
    test: &'static str,
    /// Only those in this list, or only the others.
    #[prop(optional, into)]
    only: Option<(Vec<String>, bool)>,
) -> impl IntoView {
    let line = record.line(Part::Visits, Some(visit.clone()));
    let name = at.field.clone();
    let there = Memo::new(move |_| {
        line.with(|line| {
            line.as_ref()
                .map(|line| line.set(&name))
                .unwrap_or_default()
        })
    });
    let is_fixed = record.is_fixed(&at);
    let options = Memo::new(move |_| {
        let me = record.app.open().and_then(|open| open.me);
        let me = me.map(|me| me.to_string());
        let mut options = pickable(record, pick);
        if let Some((near, wanted)) = &only {
            options.retain(|(id, _)| near.contains(id) == *wanted);
        }
        for (id, name) in &mut options {
            if me.as_ref() == Some(id) {
                *name = say("you");
            }
        }
        options
    });
    view! {
        {move || {
            options
                .get()
                .into_iter()
                .map(|(id, name)| {
                    let (at, this, value) = (at.clone(), id.clone(), id.clone());
                    view! {
                        <label class="box">
                            <input
                                type="checkbox"
                                data-test=test
                                data-item=id
                                disabled=is_fixed
                                prop:checked=move || there.with(|there| there.contains(&this))
                                on:change=move |event| {
                                    let value = Value::Text(value.clone());
                                    let included = event_target_checked(&event);
                                    record.include(at.clone(), value, included);
                                }
                            />
                            <span dir="auto">{name}</span>
                        </label>
                    }
                })
                .collect_view()
        }}
    }
}
