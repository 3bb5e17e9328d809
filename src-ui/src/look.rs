//! How the window looks: theme and text size from the settings, and whether there is room for two
//! columns.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::app::App;
use crate::part::on_key;
use crate::say::{self, Language};

/// Width in rem from which a list and what is open stand side by side. At 200 % text a rem is twice
/// as wide, so that a large screen with large text counts as a narrow one.
const WIDE_REM: f64 = 62.0;

/// Follows the settings and the window's size, and hears the keys that work everywhere.
pub(crate) fn follow(app: App) {
    Effect::new(move |_| {
        let settings = app.settings.get();
        if let Some(root) = root() {
            // Attributes that our own styles read; nothing else can go wrong here.
            let _ = root.set_attribute("data-theme", settings.theme.word());
            let _ = root.set_attribute("data-text", &settings.text_size_percent.to_string());
        }
        request_animation_frame(move || measure(app));
    });
    Effect::new(move |_| {
        let language = language(app);
        say::speak(language);
        if let Some(root) = root() {
            let _ = root.set_attribute("lang", language.tag());
        }
        app.language.set(language);
    });
    measure(app);
    window_event_listener(ev::resize, move |_| measure(app));
    window_event_listener(ev::keydown, move |event| on_key(app, &event));
    window_event_listener(ev::focusin, move |_| app.field_undoes.set_value(false));
    window_event_listener(ev::input, move |event| {
        if has_undo_of_its_own(&event) {
            app.field_undoes.set_value(true);
        }
    });
}

/// The one that was chosen here, else the team's, else the system's.
fn language(app: App) -> Language {
    let chosen = app
        .settings
        .with(|settings| Language::known(&settings.language));
    let teams = || {
        let about = app.team.with(|team| {
            let team = team.as_ref()?;
            team.team.about.language.value.clone()
        });
        about.and_then(|tag| Language::known(&tag))
    };
    let systems = || Language::known(&web_sys::window()?.navigator().language()?);
    chosen.or_else(teams).or_else(systems).unwrap_or_default()
}

fn root() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.document_element()
}

/// Whether what was typed went into a field that can take it back by itself.
fn has_undo_of_its_own(event: &web_sys::Event) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
    target.is_some_and(|element| {
        let kind = element.get_attribute("type").unwrap_or_default();
        match element.tag_name().as_str() {
            "TEXTAREA" => true,
            "INPUT" => kind != "checkbox" && kind != "radio",
            _ => false,
        }
    })
}

fn measure(app: App) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let width = window.inner_width().ok().and_then(|width| width.as_f64());
    let rem = root()
        .and_then(|root| window.get_computed_style(&root).ok().flatten())
        .and_then(|style| style.get_property_value("font-size").ok())
        .and_then(|size| size.trim_end_matches("px").parse::<f64>().ok());
    let wide = width.unwrap_or(0.0) / rem.unwrap_or(18.0).max(1.0) >= WIDE_REM;
    if app.wide.get_untracked() != wide {
        app.wide.set(wide);
    }
}
