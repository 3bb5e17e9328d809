//! Any field of a record, drawn as its form says.

use doorstep_model::Date;
use doorstep_model::edit::FieldRef;
use doorstep_model::field::{Part, Scalar, Value};
use doorstep_model::id::ItemId;
use leptos::html;
use leptos::prelude::*;

use super::brought::brought;
use super::cost;
use super::heading::focus_soon;
use super::pills_field::PillsField;
use super::single::{Kind, SingleField};
use super::soon::Soon;
use super::summary::pickable;
use super::text_input::described_by;
use super::words_field::WordsField;
use crate::form::{self, Control, Pick};
use crate::record::Record;
use crate::say::{self, say};
use crate::undo::field_label;

/// Answers that are few and short, and wanted while one sits with people: a touch each.
const AS_PILLS: [&str; 2] = ["done-by", "whose"];

/// Days from today for which a next step is often agreed.
const SOON: [u16; 3] = [1, 7, 14];

/// The field. Its name for tests is `<part>-<field>`, or `test` if that is given.
#[component]
pub(crate) fn FieldOf(
    record: Record,
    part: Part,
    item: Option<ItemId>,
    name: &'static str,
    #[prop(optional, into)] test: Option<String>,
    /// What it is called here, if not as in its form.
    #[prop(optional, into)]
    label: Option<String>,
    /// The line under its name here, if not as in its form.
    #[prop(optional, into)]
    hint: Option<String>,
    #[prop(optional)] focus: bool,
) -> impl IntoView {
    let form = form::of(part);
    let at = crate::record::place(part, item.as_ref(), name);
    let dashed = name.replace('_', "-");
    let test = test.unwrap_or_else(|| format!("{}-{dashed}", form.word));
    let label = label.unwrap_or_else(|| field_label(part, name));
    let hint = hint.or_else(|| say::maybe(&format!("hint-{}-{dashed}", form.word)));
    let Some(input) = form.input(name) else {
        return ().into_any();
    };
    let single = |kind: Kind, at: FieldRef, label: String, test: String, hint: Option<String>| {
        let hint = hint.or_else(|| matches!(kind, Kind::Day(_)).then(|| say("hint-day")));
        match hint {
            Some(hint) => view! {
                <SingleField record=record at=at label=label test=test kind=kind focus=focus hint=hint />
            }
            .into_any(),
            None => view! {
                <SingleField record=record at=at label=label test=test kind=kind focus=focus />
            }
            .into_any(),
        }
    };
    match input.control {
        Control::OwnWords | Control::Note => {
            let own = matches!(input.control, Control::OwnWords);
            match hint {
                Some(hint) => view! {
                    <WordsField record=record at=at label=label test=test own=own focus=focus hint=hint />
                }
                .into_any(),
                None => view! {
                    <WordsField record=record at=at label=label test=test own=own focus=focus />
                }
                .into_any(),
            }
        }
        Control::Line => single(Kind::Text, at, label, test, hint),
        Control::Day(lean) => {
            let soon = matches!((part, name), (Part::Actions, "by_when")).then(|| {
                let (at, disabled) = (at.clone(), record.is_fixed(&at));
                let chosen = Callback::new(move |then: Date| {
                    record.choose(at.clone(), Some(then.to_value()));
                });
                view! { <Soon days=&SOON test="action-soon" chosen=chosen disabled=disabled /> }
            });
            view! {
                {single(Kind::Day(lean), at, label, test, hint)}
                {soon}
            }
            .into_any()
        }
        Control::Number => single(Kind::Number, at, label, test, hint),
        Control::Pence => single(Kind::Pence, at, label, test, hint),
        Control::Choice { group, answers } => {
            let options = answers()
                .into_iter()
                .map(|word| (word.to_owned(), say(&format!("choice-{group}-{word}"))))
                .collect::<Vec<_>>();
            if AS_PILLS.contains(&group) {
                return view! {
                    <PillsField record=record at=at label=label test=test options=options />
                }
                .into_any();
            }
            let options = Signal::derive(move || options.clone());
            view! {
                <SelectField
                    record=record
                    at=at
                    label=label
                    test=test
                    options=options
                    group=group
                    focus=focus
                />
            }
            .into_any()
        }
        Control::Pick(pick) => {
            let own = item;
            let line = record.line(part, own.clone());
            let chosen = move || line.with(|line| Some(line.as_ref()?.text(name)));
            let options = Signal::derive(move || {
                let mut options = pickable(record, pick);
                if pick == Pick::Demand {
                    // A demand repeats another one, not itself.
                    options.retain(|(id, _)| own.as_ref().map(ItemId::as_str) != Some(id));
                }
                if pick == Pick::Member {
                    // Somebody of the team before is shown where they stand, and not offered.
                    let stands = chosen().unwrap_or_default();
                    let before = brought(record).into_iter();
                    options.extend(before.filter(|(id, _)| *id == stands));
                }
                options
            });
            view! {
                <SelectField
                    record=record
                    at=at
                    label=label
                    test=test
                    options=options
                    focus=focus
                />
            }
            .into_any()
        }
        Control::Several => {
            view! { <SeveralField record=record at=at label=label test=test focus=focus /> }
                .into_any()
        }
    }
}

/// One of a list.
#[component]
fn SelectField(
    record: Record,
    at: FieldRef,
    label: String,
    test: String,
    options: Signal<Vec<(String, String)>>,
    /// Of which group of answers; those of some have a line that explains them.
    #[prop(optional)]
    group: &'static str,
    #[prop(optional)] focus: bool,
) -> impl IntoView {
    let select = NodeRef::<html::Select>::new();
    if focus {
        Effect::new(move |_| {
            if let Some(select) = select.get() {
                focus_soon(select.into());
            }
        });
    }
    let line = record.line(at.part, at.item.clone());
    let name = at.field.clone();
    let chosen = Memo::new(move |_| {
        line.with(|line| {
            line.as_ref()
                .map(|line| line.text(&name))
                .unwrap_or_default()
        })
    });
    let item = at
        .item
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let id = format!("select-{test}-{item}");
    let about_id = format!("{id}-about");
    let is_fixed = record.is_fixed(&at);
    let about = Memo::new(move |_| {
        chosen.with(|word| match word.is_empty() || group.is_empty() {
            true => None,
            false => say::maybe(&format!("explain-{group}-{word}")),
        })
    });
    let described = {
        let about_id = about_id.clone();
        move || described_by([(about.with(Option::is_some), &about_id)])
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select
                id=id
                node_ref=select
                data-test=test
                aria-describedby=described
                disabled=is_fixed
                on:change=move |event| {
                    let word = event_target_value(&event);
                    let value = (!word.is_empty()).then_some(Value::Text(word));
                    record.choose(at.clone(), value.clone());
                    cost::fill(record, &at, value.as_ref());
                }
            >
                // The property, not the attribute: once a choice was made by hand the attribute no
                // longer says what is shown.
                <option value="" prop:selected=move || chosen.with(String::is_empty)>
                    {say("choose-none")}
                </option>
                {move || {
                    options
                        .get()
                        .into_iter()
                        .map(|(word, label)| {
                            let this = word.clone();
                            view! {
                                <option
                                    value=word
                                    prop:selected=move || chosen.with(|chosen| *chosen == this)
                                >
                                    {label}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
            <p class="hint means" id=about_id aria-live="polite">
                {about}
            </p>
        </div>
    }
}

/// Several short texts, each put in and taken out by itself.
#[component]
fn SeveralField(
    record: Record,
    at: FieldRef,
    label: String,
    test: String,
    #[prop(optional)] focus: bool,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    if focus {
        Effect::new(move |_| {
            if let Some(input) = input.get() {
                focus_soon(input.into());
            }
        });
    }
    let line = record.line(at.part, at.item.clone());
    let name = at.field.clone();
    let values = Memo::new(move |_| {
        line.with(|line| {
            line.as_ref()
                .map(|line| line.set(&name))
                .unwrap_or_default()
        })
    });
    let typed = RwSignal::new(String::new());
    let at_add = at.clone();
    let add = move || {
        let text = typed.try_get_untracked().unwrap_or_default();
        let text = text.trim().to_owned();
        if !text.is_empty() {
            record.include(at_add.clone(), Value::Text(text), true);
            typed.set(String::new());
        }
    };
    let (add_key, add_leave) = (add.clone(), add.clone());
    // The field may be taken away while it has the focus.
    let add_left = StoredValue::new_local(add);
    on_cleanup(move || add_left.with_value(|add| add()));
    let id = format!("several-{test}");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <ul class="tags">
                {move || {
                    values
                        .get()
                        .into_iter()
                        .map(|value| {
                            let (at, taken) = (at.clone(), value.clone());
                            view! {
                                <li class="tag" dir="auto">
                                    {value.clone()}
                                    <button
                                        class="tag-out"
                                        data-test="set-value"
                                        data-value=value.clone()
                                        aria-label=say::with(
                                            "take-out",
                                            [("what", value.into())],
                                        )
                                        on:click=move |_| {
                                            let value = Value::Text(taken.clone());
                                            record.include(at.clone(), value, false);
                                        }
                                    >
                                        "×"
                                    </button>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <input
                id=id
                node_ref=input
                type="text"
                dir="auto"
                autocomplete="off"
                data-test=test
                prop:value=typed
                on:input=move |event| typed.set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        add_key();
                    }
                }
                on:blur=move |_| add_leave()
            />
        </div>
    }
}
