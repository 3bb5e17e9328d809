//! Photos of a household or of one visit: added from a file, with what they show in words, removed
//! with a way back.

use doorstep_model::Problem;
use doorstep_model::call::ChooseFile;
use doorstep_model::field::{Part, Value};
use doorstep_model::id::ItemId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::Icon;
use super::newest::{MoreOfThem, Newest};
use super::photo::Photo;
use super::problem::ErrorSummary;
use super::voice::is_voice;
use crate::bridge::ask;
use crate::record::{Line, Record};
use crate::say::say;

/// Photos shown before one asks for more.
const FIRST: usize = 12;
/// Endings of files that can be read; others are said plainly.
const ENDINGS: [&str; 4] = ["jpg", "jpeg", "png", "webp"];

/// The photos that `keep` lets through, newest first, and a button to add one.
#[component]
pub(crate) fn Photos(
    record: Record,
    /// Which; all if not given.
    #[prop(optional, into)]
    keep: Option<Callback<Line, bool>>,
    /// What a new one begins with: its visit.
    #[prop(optional)]
    begins: Vec<(String, Value)>,
    /// Whether those that are not on this device are fetched as soon as the screen is opened.
    #[prop(optional)]
    fetch: bool,
) -> impl IntoView {
    let editing = RwSignal::new(None::<ItemId>);
    let busy = RwSignal::new(false);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let wanted =
        move |line: &Line| !is_voice(line) && keep.is_none_or(|keep| keep.run(line.clone()));
    let photos = Newest::of(record, Part::Attachments, FIRST, wanted, |line| {
        line.added.at
    });
    let add = move |_| {
        let fields = begins.clone();
        spawn_local(async move {
            match take_in(record, fields, busy).await {
                Ok(Some(item)) => {
                    record.app.announced.set(say("photo-added"));
                    let _ = problems.try_set(Vec::new());
                    let _ = editing.try_set(Some(item));
                }
                Ok(None) => {}
                Err(problem) => {
                    record.app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <ErrorSummary problems=problems />
        <Show when=move || photos.is_empty()>
            <p class="empty">{say("empty-attachment")}</p>
        </Show>
        <ul class="photos">
            <For each=move || photos.shown() key=ItemId::clone let:item>
                <Photo record=record item=item editing=editing fetch=fetch />
            </For>
        </ul>
        <p class="part-buttons">
            <Show when=move || !record.read_only().get()>
                <button
                    class="plain add"
                    data-test="add-attachment"
                    disabled=busy
                    on:click=add.clone()
                >
                    <Icon name="photo" />
                    {move || {
                        if busy.get() { say("photo-adding") } else { say("add-attachment") }
                    }}
                </button>
            </Show>
            <MoreOfThem
                newest=photos
                test="more-attachments"
                says="photos-more"
                removed_test="show-removed-attachment"
            />
        </p>
    }
}

/// Lets the person choose a file and takes it in; `None` if they chose none.
async fn take_in(
    record: Record,
    fields: Vec<(String, Value)>,
    busy: RwSignal<bool>,
) -> Result<Option<ItemId>, Problem> {
    let endings = ENDINGS.iter().map(|ending| (*ending).to_owned()).collect();
    let Some(chosen) = ask(ChooseFile::ToRead { endings }).await? else {
        return Ok(None);
    };
    let _ = busy.try_set(true);
    record.attach(chosen.ticket, fields).await.map(Some)
}
