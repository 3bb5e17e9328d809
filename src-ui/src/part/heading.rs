//! A screen's heading. Coming to a screen moves the focus there and says it.

use leptos::html;
use leptos::prelude::*;
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

/// Moves the focus there once what is being drawn stands.
pub(crate) fn focus_soon(element: HtmlElement) {
    request_animation_frame(move || {
        // An element that has gone meanwhile takes no focus, and nothing is lost by it.
        let _ = element.focus();
    });
}

fn set_title(said: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(&format!("{said} – {}", say("app-name")));
    }
}
