//! A screen's heading. Coming to a screen moves the focus there and says it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::app::App;
use crate::say::say;

/// The heading; `quiet` where it stands beside what one came for.
#[component]
pub(crate) fn Heading(
    #[prop(into)] text: Signal<String>,
    #[prop(optional)] quiet: bool,
    #[prop(optional)] own: bool,
) -> impl IntoView {
    let app = App::here();
    let heading = NodeRef::<html::H1>::new();
    if !quiet {
        Effect::new(move |came: Option<bool>| {
            let Some(element) = heading.get() else {
                return came.unwrap_or_default();
            };
            let said = text.get();
            set_title(&said);
            if came != Some(true) && !said.is_empty() {
                app.announced.set(said);
                focus_soon(element.into());
                return true;
            }
            came.unwrap_or_default()
        });
    }
    view! {
        <h1
            node_ref=heading
            tabindex="-1"
            dir="auto"
            class=if own { "heading own" } else { "heading" }
            data-test=if quiet { "heading-beside" } else { "heading" }
        >
            {text}
        </h1>
    }
}

/// A screen before a team is open: nothing around it.
#[component]
pub(crate) fn Page(
    name: &'static str,
    #[prop(into)] heading: Signal<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <main id="main" class="page-alone" data-test="screen" data-screen=name>
            <div class="sheet">
                <p class="mark">{say("app-name")}</p>
                <Heading text=heading />
                {children()}
            </div>
        </main>
    }
}

/// Moves the focus there once what is being drawn stands. Whoever has gone to a field meanwhile
/// stays in it: on a slow device the rest of a word would land somewhere else.
pub(crate) fn focus_soon(element: HtmlElement) {
    once_drawn(move || {
        // An element that has gone meanwhile takes no focus, and nothing is lost by it.
        let _ = element.focus();
    });
}

/// As [`focus_soon`], into what lies over the page: nothing below it is scrolled.
pub(crate) fn focus_above_soon(element: HtmlElement) {
    once_drawn(move || focus_in_place(&element));
}

/// Moves the focus to the screen's heading, where what had it goes. Nothing is scrolled: who touched
/// a button at the foot of a page stays there. Whoever has gone to a field meanwhile stays in it.
pub(crate) fn focus_heading() {
    once_drawn(|| {
        if let Some(heading) = find("#main h1").or_else(|| find("#main")) {
            focus_in_place(&heading);
        }
    });
}

/// Does this once what is being drawn stands, unless the person has gone to a field meanwhile.
fn once_drawn(go: impl FnOnce() + 'static) {
    let before = active();
    request_animation_frame(move || {
        if !is_in_a_field() || active() == before {
            go();
        }
    });
}

/// Moves the focus to the first of these that is there, once what is being drawn stands. Whoever has
/// gone to a field meanwhile stays in it.
pub(crate) fn focus_first_of(within: web_sys::Element, selector: String) {
    request_animation_frame(move || {
        request_animation_frame(move || {
            if is_in_a_field() {
                return;
            }
            let found = within.query_selector(&selector).ok().flatten();
            if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok())
            {
                let _ = element.focus();
            }
        });
    });
}

/// Moves the focus there if it is there; whether nothing is left to do. Whoever has gone to a field
/// meanwhile stays in it.
pub(crate) fn focus_if_there(selector: &str) -> bool {
    if is_in_a_field() {
        return true;
    }
    let found = find(selector);
    // The page stays where it is: another finger may be on its way to a button.
    found
        .as_ref()
        .inspect(|element| focus_in_place(element))
        .is_some()
}

fn is_in_a_field() -> bool {
    let is_field = |tag: &str| matches!(tag, "INPUT" | "TEXTAREA" | "SELECT");
    active().is_some_and(|active| is_field(&active.tag_name()))
}

/// What has the focus.
fn active() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.active_element()
}

fn find(selector: &str) -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    let found = document.query_selector(selector).ok().flatten()?;
    found.dyn_into::<HtmlElement>().ok()
}

/// `element.focus({preventScroll: true})`.
fn focus_in_place(element: &HtmlElement) {
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"preventScroll".into(), &true.into());
    let focus = js_sys::Reflect::get(element, &"focus".into());
    if let Some(focus) = focus
        .ok()
        .and_then(|focus| focus.dyn_into::<js_sys::Function>().ok())
    {
        // What can't take the focus leaves it where it is.
        let _ = focus.call1(element, &options);
    }
}

fn set_title(said: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(&format!("{said} – {}", say("app-name")));
    }
}
