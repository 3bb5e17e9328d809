//! Moving a household to another team: what goes, the file and its code, and the words by which this team knows that
//! it is there.

mod goes;
mod save;
mod state;
mod there;
mod told;
mod written;

use doorstep_model::field::Part;
use doorstep_model::household::About;
use doorstep_model::id::DocKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::part::{ErrorSummary, Heading};
use crate::record::Doc;
use crate::say::{self, say};
use crate::timer::sleep;

pub(super) use goes::{MOVE_ENDING, in_it};

use state::Moving;

/// Between two questions how it stands, however many photos come.
const PAUSE_MILLIS: i32 = 1_000;

/// The screen.
#[component]
pub(crate) fn MoveScreen(id: DocKey) -> impl IntoView {
    let app = App::here();
    let record = app.record(Doc::Household(id.clone()));
    spawn_local(async move { record.refresh(false).await });
    let moving = Moving::of(app, id);
    let waits = StoredValue::new(false);
    // Asked again when a photo has come, and when somebody has written about the household.
    Effect::new(move |before: Option<()>| {
        app.attachments.track();
        record.view.track();
        if before.is_none() {
            spawn_local(moving.look());
        } else if !waits.get_value() {
            waits.set_value(true);
            spawn_local(async move {
                sleep(PAUSE_MILLIS).await;
                if waits.try_set_value(false).is_none() && app.is_open() {
                    moving.look().await;
                }
            });
        }
    });
    let about = record.line(Part::About, None);
    let heading = Signal::derive(move || {
        let name = about.with(|about| Some(about.as_ref()?.text(About::name.name)));
        say::with("move-heading", [("name", name.unwrap_or_default().into())])
    });
    let problems = Signal::derive(move || {
        let unknown = moving.unknown.get().into_iter();
        unknown.chain(moving.problems.get()).collect::<Vec<_>>()
    });
    let known = Memo::new(move |_| moving.page.with(Option::is_some));
    let is_there = Memo::new(move |_| {
        moving
            .page
            .with(|page| page.as_ref().is_some_and(|page| page.moved_on.is_some()))
    });
    view! {
        <Heading text=heading />
        <ErrorSummary problems=problems />
        <Show when=move || known.get()>
            <Show when=move || is_there.get() fallback=move || view! { <OnItsWay moving=moving /> }>
                <there::There moving=moving />
            </Show>
        </Show>
    }
}

/// Not there yet: nothing was done so far, or the file was written.
#[component]
fn OnItsWay(moving: Moving) -> impl IntoView {
    let has_file = Memo::new(move |_| moving.written().is_some());
    let is_moving = Memo::new(move |_| moving.team().is_some());
    let elsewhere = move || {
        let team = moving.team().filter(|_| !has_file.get())?;
        Some(say::with("move-elsewhere", [("team", team.into())]))
    };
    view! {
        <p class="lead">{say("move-lead")}</p>
        {move || {
            elsewhere()
                .map(|said| {
                    view! {
                        <p class="notice" dir="auto" data-test="move-elsewhere">
                            {said}
                        </p>
                    }
                })
        }}
        <Show when=move || has_file.get()>
            <written::Written moving=moving />
            <told::Told moving=moving />
        </Show>
        <goes::Goes moving=moving />
        <save::Save moving=moving />
        <Show when=move || is_moving.get()>
            <told::Stop moving=moving />
        </Show>
    }
}
