//! Moving between teams, on the household's own page: where it came from, where it goes, and the way to where that
//! is done.

use doorstep_model::field::Part;
use doorstep_model::household::About;
use doorstep_model::id::DocKey;
use doorstep_model::team::Role;
use leptos::prelude::*;

use crate::app::App;
use crate::clock;
use crate::place::Place;
use crate::record::{Line, Record};
use crate::say::{self, say};

/// Whether the person may move a household.
fn may(app: App) -> Memo<bool> {
    Memo::new(move |_| {
        app.open()
            .is_some_and(|open| open.role != Role::Worker && !open.practice)
    })
}

/// Where it goes, in a sentence, and whether it is there.
fn goes(line: &Line) -> Option<(String, bool)> {
    let to = line.text(About::moving_to.name);
    let to = Some(to).filter(|to| !to.trim().is_empty())?;
    Some(match line.date(About::moved_on.name) {
        Some(day) => {
            let day = clock::show(day);
            let gaps = [("team", to.into()), ("day", day.into())];
            (say::with("household-moved", gaps), true)
        }
        None => (say::with("household-moving", [("team", to.into())]), false),
    })
}

/// Near the top: where it goes, and where it came from.
#[component]
pub(super) fn Moving(record: Record, id: DocKey) -> impl IntoView {
    let app = App::here();
    let may = may(app);
    let line = record.line(Part::About, None);
    let goes = Memo::new(move |_| line.with(|line| goes(line.as_ref()?)));
    let came = Memo::new(move |_| {
        let from = line.with(|line| Some(line.as_ref()?.text(About::moved_from.name)));
        from.filter(|from| !from.trim().is_empty())
    });
    view! {
        {move || {
            let id = id.clone();
            goes.get()
                .map(|(said, is_there)| {
                    let test = if is_there { "household-moved" } else { "household-moving" };
                    view! {
                        <div class="notice" data-test=test>
                            <p dir="auto">{said}</p>
                            <Show when=move || may.get()>
                                <button
                                    class="plain"
                                    data-test="go-to-move"
                                    on:click={
                                        let id = id.clone();
                                        move |_| app.go(Place::Move(id.clone()))
                                    }
                                >
                                    {say("household-moving-go")}
                                </button>
                            </Show>
                        </div>
                    }
                })
        }}
        {move || {
            came.get()
                .map(|team| {
                    view! {
                        <p class="note" dir="auto" data-test="household-came-from">
                            {say::with("household-came-from", [("team", team.into())])}
                        </p>
                    }
                })
        }}
    }
}

/// At the foot, for leads and admins: the way to where it is moved.
#[component]
pub(super) fn MoveAway(id: DocKey) -> impl IntoView {
    let app = App::here();
    let may = may(app);
    view! {
        <Show when=move || may.get()>
            <p class="actions">
                <button
                    class="plain"
                    data-test="open-move"
                    on:click={
                        let id = id.clone();
                        move |_| app.go(Place::Move(id.clone()))
                    }
                >
                    {say("open-move")}
                </button>
            </p>
        </Show>
    }
}
