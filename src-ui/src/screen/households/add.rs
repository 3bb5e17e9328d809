//! A line to add a household. Nothing but a name is needed.

use doorstep_model::call::{AddHousehold as AddCall, FindAlike};
use doorstep_model::household::About;
use doorstep_model::{Problem, ProblemCode};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::bridge::ask;
use crate::part::{AlikeRows, FieldWrong, Icon, beside, described_by, focus_soon};
use crate::place::Place;
use crate::say::say;

/// The button, and the line that it opens.
#[component]
pub(super) fn AddHousehold(problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    let app = App::here();
    let name = RwSignal::new(app.kept("household-name"));
    let address = RwSignal::new(app.kept("household-address"));
    let open = RwSignal::new(!name.with_untracked(String::is_empty));
    let busy = RwSignal::new(false);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if open.get()
            && let Some(field) = field.get()
        {
            focus_soon(field.into());
        }
    });
    let wrong = beside(problems, &[ProblemCode::NameNeeded]);
    let is_wrong = move || wrong.get().is_some();
    let write = move |text: String| {
        app.keep("household-name", text.clone());
        name.set(text);
    };
    let write_address = move |text: String| {
        app.keep("household-address", text.clone());
        address.set(text);
    };
    let alike = Signal::derive(move || FindAlike {
        name: name.get(),
        address: address.get(),
        except: None,
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let typed = name.get_untracked().trim().to_owned();
        if typed.is_empty() {
            problems.set(vec![ProblemCode::NameNeeded.into()]);
            return;
        }
        let lives = address.get_untracked().trim().to_owned();
        let about = match lives.is_empty() {
            true => Vec::new(),
            false => vec![About::address.with(lives)],
        };
        busy.set(true);
        spawn_local(async move {
            let call = AddCall { name: typed, about };
            match ask(call).await {
                Ok(added) => {
                    write(String::new());
                    write_address(String::new());
                    problems.set(Vec::new());
                    open.set(false);
                    app.can_not_undo(say("undo-not-household"));
                    app.go(Place::Household(added.id));
                }
                Err(problem) => {
                    app.heed(&problem);
                    problems.set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <Show
            when=move || open.get()
            fallback=move || {
                view! {
                    <button
                        class="button quiet"
                        data-test="add-household"
                        on:click=move |_| open.set(true)
                    >
                        <Icon name="add" />
                        {say("households-add")}
                    </button>
                }
            }
        >
            <form class="add-household" on:submit=save novalidate=true>
                <div class="field" class:wrong=is_wrong>
                    <label for="household-name">{say("households-name")}</label>
                    <p class="hint" id="household-name-hint">
                        {say("households-name-hint")}
                    </p>
                    <FieldWrong id="household-name-wrong".to_owned() wrong=wrong />
                    <input
                        id="household-name"
                        node_ref=field
                        type="text"
                        dir="auto"
                        autocomplete="off"
                        data-test="household-name"
                        aria-describedby=move || {
                            described_by([
                                (is_wrong(), "household-name-wrong"),
                                (true, "household-name-hint"),
                            ])
                        }
                        aria-invalid=move || is_wrong().to_string()
                        prop:value=name
                        on:input=move |event| write(event_target_value(&event))
                    />
                </div>
                <div class="field">
                    <label for="household-address">{say("households-address")}</label>
                    <p class="hint" id="household-address-hint">
                        {say("households-address-hint")}
                    </p>
                    <input
                        id="household-address"
                        type="text"
                        dir="auto"
                        autocomplete="off"
                        data-test="household-address"
                        aria-describedby="household-address-hint"
                        prop:value=address
                        on:input=move |event| write_address(event_target_value(&event))
                    />
                </div>
                <AlikeRows typed=alike heading=say("alike-heading") />
                <p class="actions">
                    <button class="button" type="submit" data-test="save-household" disabled=busy>
                        {say("households-save")}
                    </button>
                    <button
                        class="plain"
                        type="button"
                        data-test="cancel-add-household"
                        on:click=move |_| {
                            write(String::new());
                            write_address(String::new());
                            open.set(false);
                        }
                    >
                        {say("cancel")}
                    </button>
                </p>
            </form>
        </Show>
    }
}
