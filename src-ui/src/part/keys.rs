//! What the keyboard does everywhere, and the list of it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::heading::focus_above_soon;
use crate::app::App;
use crate::place::Place;
use crate::say::say;

/// What takes back or does again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Undo,
    Redo,
}

/// What a key means while Control is held. Whether Shift is held counts, not how large the letter
/// is: with Caps Lock on it is large without.
fn step_of(key: &str, shift: bool) -> Option<Step> {
    match (key.to_lowercase().as_str(), shift) {
        ("z", false) => Some(Step::Undo),
        ("z", true) | ("y", false) => Some(Step::Redo),
        _ => None,
    }
}

/// A key was pressed somewhere in the window.
pub(crate) fn on_key(app: App, event: &KeyboardEvent) {
    // It goes to what puts letters together: its Esc ends that, and leaves nothing else.
    if event.is_composing() {
        return;
    }
    if event.key() == "Escape" {
        if app.palette_shown.get_untracked() {
            app.palette_shown.set(false);
        } else if app.keys_shown.get_untracked() {
            app.keys_shown.set(false);
        } else if app.is_open() {
            app.back();
        }
        return;
    }
    let command = event.ctrl_key() || event.meta_key();
    if command && event.key().eq_ignore_ascii_case("k") && app.is_open() {
        event.prevent_default();
        app.palette_shown.update(|shown| *shown = !*shown);
        return;
    }
    let typing = is_typing(event);
    // A field takes back by itself what is being typed into it. What was there when one came to it,
    // and what went on its way since, is ours.
    let ours = app.is_open() && (!typing || !app.field_undoes.get_value());
    if command
        && ours
        && let Some(step) = step_of(&event.key(), event.shift_key())
    {
        event.prevent_default();
        match step {
            Step::Undo => app.undo(),
            Step::Redo => app.redo(),
        }
        return;
    }
    match event.key().as_str() {
        _ if typing => {}
        _ if command || event.alt_key() => {}
        "?" => app.keys_shown.update(|shown| *shown = !*shown),
        "/" if app.is_open() => {
            event.prevent_default();
            if !focus_search() {
                app.go(Place::Households);
                request_animation_frame(|| {
                    request_animation_frame(|| {
                        focus_search();
                    });
                });
            }
        }
        _ => {}
    }
}

/// Whether the key goes into a field.
fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.is_some_and(|element| {
        let kind = element.get_attribute("type").unwrap_or_default();
        matches!(element.tag_name().as_str(), "TEXTAREA" | "SELECT")
            || (element.tag_name() == "INPUT" && kind != "checkbox")
    })
}

fn focus_search() -> bool {
    let found = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector("input[type=search]").ok().flatten())
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|element| element.focus().is_ok())
}

/// The list of keys.
#[component]
pub(crate) fn KeysList() -> impl IntoView {
    let app = App::here();
    let close = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if app.keys_shown.get()
            && let Some(button) = close.get()
        {
            focus_above_soon(button.into());
        }
    });
    let row = |key: &'static str, what: String| {
        view! {
            <div>
                <dt>
                    <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
            </div>
        }
    };
    view! {
        <Show when=move || app.keys_shown.get()>
            <div
                class="keys"
                role="dialog"
                aria-modal="false"
                aria-labelledby="keys-heading"
                data-test="keys-list"
            >
                <h2 id="keys-heading">{say("keys-heading")}</h2>
                <dl>
                    {row("Ctrl+K", say("keys-palette"))} {row("/", say("keys-search"))}
                    {row("Esc", say("keys-back"))} {row("Ctrl+Z", say("keys-undo"))}
                    {row("Ctrl+Shift+Z", say("keys-redo"))} {row("Tab", say("keys-next"))}
                    {row("?", say("keys-this"))}
                </dl>
                <button
                    class="button quiet"
                    data-test="keys-close"
                    node_ref=close
                    on:click=move |_| app.keys_shown.set(false)
                >
                    {say("close")}
                </button>
            </div>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, step_of};

    #[test]
    fn caps_lock_does_not_turn_taking_back_round() {
        assert_eq!(step_of("z", false), Some(Step::Undo));
        assert_eq!(step_of("Z", false), Some(Step::Undo));
        assert_eq!(step_of("Z", true), Some(Step::Redo));
        assert_eq!(step_of("z", true), Some(Step::Redo));
        assert_eq!(step_of("Y", false), Some(Step::Redo));
        assert_eq!(step_of("x", false), None);
    }
}
