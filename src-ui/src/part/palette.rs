//! Ctrl+K: type a few letters, go to a household or a place, or begin something, all by keyboard.

use doorstep_model::call::{HouseholdRow, ListHouseholds};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{HtmlElement, KeyboardEvent};

use super::heading::focus_soon;
use crate::app::App;
use crate::bridge::ask;
use crate::place::{Corner, Place};
use crate::say::say;

/// Households that are offered, at most.
const HOUSEHOLDS: u32 = 8;

/// What a row does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Goal {
    Go(Place),
    Undo,
    Lock,
}

/// A row: its word for tests, what it says, what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Choice {
    word: &'static str,
    says: String,
    /// What kind of thing it is, or the words it was found by.
    kind: String,
    goal: Goal,
}

/// Places and things to do, in the order of how often they are wanted.
fn choices() -> Vec<Choice> {
    let choice = |word, name: &str, goal| Choice {
        word,
        says: say(name),
        kind: say("palette-begin"),
        goal,
    };
    let corners = Corner::ALL.map(|corner| Choice {
        word: corner.word(),
        says: say(&format!("place-{}", corner.word())),
        kind: say("palette-place"),
        goal: Goal::Go(corner.place()),
    });
    let mut all = vec![
        choice("record-visit", "record-visit", Goal::Go(Place::RecordVisit)),
        choice("plan-visit", "plan-visit", Goal::Go(Place::PlanVisit)),
        choice("asked-for", "asked-heading", Goal::Go(Place::AskedFor)),
    ];
    all.extend(corners);
    all.push(choice("sync", "sync-heading", Goal::Go(Place::Sync)));
    all.push(choice("undo", "keys-undo", Goal::Undo));
    all.push(choice("lock", "lock-now", Goal::Lock));
    all
}

/// How well words fit: each of those typed begins a word, or each is somewhere in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Begins,
    Has,
}

fn fit(says: &str, typed: &str) -> Option<Fit> {
    let (says, typed) = (says.to_lowercase(), typed.to_lowercase());
    let begins = |word: &str| says.split_whitespace().any(|says| says.starts_with(word));
    if typed.split_whitespace().all(begins) {
        Some(Fit::Begins)
    } else {
        let has = typed.split_whitespace().all(|word| says.contains(word));
        has.then_some(Fit::Has)
    }
}

/// What can be done by its words comes first: nobody who types "record" means a family whose notes
/// say it. Then households by their name, by what is written in them, and what else has the letters.
fn in_order(all: &[Choice], households: Vec<Choice>, typed: &str) -> Vec<Choice> {
    let fits = |wanted: Fit| {
        let found = all
            .iter()
            .filter(move |choice| fit(&choice.says, typed) == Some(wanted));
        found.cloned()
    };
    let (by_name, by_words): (Vec<Choice>, Vec<Choice>) = households
        .into_iter()
        .partition(|row| row.word == "household");
    fits(Fit::Begins)
        .chain(by_name)
        .chain(by_words)
        .chain(fits(Fit::Has))
        .collect()
}

/// The row after this many steps up or down, round at the ends.
fn step(at: usize, by: isize, count: usize) -> usize {
    let count = isize::try_from(count).unwrap_or(1).max(1);
    let at = isize::try_from(at).unwrap_or(0);
    usize::try_from((at + by).rem_euclid(count)).unwrap_or(0)
}

/// The box, while it is open.
#[component]
pub(crate) fn Palette() -> impl IntoView {
    let app = App::here();
    view! {
        <Show when=move || app.palette_shown.get() && app.open().is_some()>
            <Opened />
        </Show>
    }
}

#[component]
fn Opened() -> impl IntoView {
    let app = App::here();
    let typed = RwSignal::new(String::new());
    let households = RwSignal::new(Vec::<Choice>::new());
    let at = RwSignal::new(0_usize);
    let input = NodeRef::<html::Input>::new();
    let came_from = StoredValue::new_local(focused());
    on_cleanup(move || {
        let element = came_from.try_with_value(Clone::clone).flatten();
        // Where one goes to another screen, that takes the focus.
        if let Some(element) = element.filter(|element| element.is_connected()) {
            focus_soon(element);
        }
    });
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            focus_soon(input.into());
        }
    });
    Effect::new(move |_| {
        let search = typed.get().trim().to_owned();
        at.set(0);
        if search.is_empty() {
            households.set(Vec::new());
            return;
        }
        // Until the answer is there, none of those shown is one that no longer fits.
        households.update(|rows| rows.retain(|row| fit(&row.says, &search).is_some()));
        spawn_local(async move {
            let call = ListHouseholds {
                search: search.clone(),
                limit: HOUSEHOLDS,
                ..ListHouseholds::default()
            };
            match ask(call).await {
                Ok(list) => {
                    // An answer to something older is not shown.
                    if typed.try_with_untracked(|now| now.trim() == search) == Some(true) {
                        let rows = list.rows.into_iter();
                        households.set(rows.map(|row| household(row, &search)).collect());
                    }
                }
                Err(problem) => app.heed(&problem),
            }
        });
    });
    let all = choices();
    let rows = Memo::new(move |_| {
        let households = households.get();
        typed.with(|typed| in_order(&all, households, typed))
    });
    let run = move |goal: Goal| {
        app.palette_shown.set(false);
        match goal {
            Goal::Go(place) => app.go(place),
            Goal::Undo => app.undo(),
            Goal::Lock => spawn_local(async move { app.lock().await }),
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let count = rows.with_untracked(Vec::len);
        match event.key().as_str() {
            // There is nothing else in the box to go to; Esc leaves it.
            "Tab" => {}
            "ArrowDown" => at.update(|at| *at = step(*at, 1, count)),
            "ArrowUp" => at.update(|at| *at = step(*at, -1, count)),
            "Enter" => {
                let row = rows.with_untracked(|rows| rows.get(at.get_untracked()).cloned());
                if let Some(row) = row {
                    run(row.goal);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move |_| {
        let chosen = format!("palette-{}", at.get());
        // Once the row stands there.
        request_animation_frame(move || bring_into_view(&chosen));
    });
    let active =
        move || rows.with(|rows| (!rows.is_empty()).then(|| format!("palette-{}", at.get())));
    view! {
        <div class="palette" role="dialog" aria-modal="true" aria-label=say("palette-name") data-test="palette">
            <input
                id="palette-search"
                type="text"
                role="combobox"
                dir="auto"
                autocomplete="off"
                spellcheck="false"
                aria-label=say("palette-name")
                aria-expanded="true"
                aria-controls="palette-rows"
                aria-activedescendant=active
                placeholder=say("palette-hint")
                data-test="palette-search"
                node_ref=input
                prop:value=typed
                on:input=move |event| typed.set(event_target_value(&event))
                on:keydown=on_key
            />
            <ul id="palette-rows" role="listbox" aria-label=say("palette-name")>
                {move || {
                    rows.get()
                        .into_iter()
                        .enumerate()
                        .map(|(place, row)| {
                            let Choice { word, says, kind, goal } = row;
                            view! {
                                <li
                                    id=format!("palette-{place}")
                                    role="option"
                                    class="palette-row"
                                    dir="auto"
                                    data-test="palette-row"
                                    data-what=word
                                    aria-selected=move || (at.get() == place).to_string()
                                    on:click=move |_| run(goal.clone())
                                >
                                    <span class="palette-says">{says}</span>
                                    <span class="palette-kind">{kind}</span>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <p class="note" role="status">
                {move || rows.with(Vec::is_empty).then(|| say("palette-nothing"))}
            </p>
        </div>
    }
}

fn household(row: HouseholdRow, typed: &str) -> Choice {
    let (word, kind) = match row.found.filter(|_| fit(&row.name, typed).is_none()) {
        None => ("household", say("palette-household")),
        Some(found) => (
            "household-found",
            format!("{}{}{}", found.before, found.hit, found.after),
        ),
    };
    Choice {
        word,
        says: row.name,
        kind,
        goal: Goal::Go(Place::Household(row.id)),
    }
}

/// `element.scrollIntoView({block: "nearest"})`: a row that is in view already does not move.
fn bring_into_view(id: &str) {
    use wasm_bindgen::JsCast;
    let document = web_sys::window().and_then(|window| window.document());
    let Some(row) = document.and_then(|document| document.get_element_by_id(id)) else {
        return;
    };
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"block".into(), &"nearest".into());
    let scroll = js_sys::Reflect::get(&row, &"scrollIntoView".into());
    if let Some(scroll) = scroll
        .ok()
        .and_then(|scroll| scroll.dyn_into::<js_sys::Function>().ok())
    {
        // A row that can't be brought into view is chosen all the same.
        let _ = scroll.call1(&row, &options);
    }
}

fn focused() -> Option<HtmlElement> {
    use wasm_bindgen::JsCast;
    let active = web_sys::window()?.document()?.active_element()?;
    active.dyn_into::<HtmlElement>().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(households: Vec<Choice>, typed: &str) -> Vec<&'static str> {
        let rows = in_order(&choices(), households, typed).into_iter();
        rows.map(|choice| choice.word).collect()
    }

    fn family(name: &str, word: &'static str) -> Choice {
        Choice {
            word,
            says: name.into(),
            kind: String::new(),
            goal: Goal::Undo,
        }
    }

    #[test]
    fn words_in_any_order_find_what_can_be_done() {
        assert_eq!(words(Vec::new(), "visit rec"), ["record-visit"]);
        assert_eq!(words(Vec::new(), "VISIT"), ["record-visit", "plan-visit"]);
        assert_eq!(words(Vec::new(), "").len(), choices().len());
        assert!(words(Vec::new(), "zzz").is_empty());
    }

    #[test]
    fn a_command_that_was_typed_comes_before_a_family_that_was_found() {
        let found = vec![
            family("The Harpers", "household-found"),
            family("Recorder", "household"),
        ];
        assert_eq!(
            words(found, "record"),
            ["record-visit", "household", "household-found"]
        );
        let named = vec![family("The Isits", "household")];
        assert_eq!(
            words(named, "isit"),
            ["household", "record-visit", "plan-visit"]
        );
    }

    #[test]
    fn the_arrows_go_round() {
        assert_eq!(step(0, -1, 3), 2);
        assert_eq!(step(2, 1, 3), 0);
        assert_eq!(step(0, 1, 0), 0);
    }
}
