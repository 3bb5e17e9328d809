//! Photos of a household or of one visit: added from a file, with what they show in words, removed
//! with a way back.

use doorstep_model::Problem;
use doorstep_model::call::ChooseFile;
use doorstep_model::field::{Part, Value};
use doorstep_model::id::ItemId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::Icon;
use super::photo::Photo;
use super::problem::ErrorSummary;
use super::voice::is_voice;
use crate::bridge::ask;
use crate::record::{Line, Record};
use crate::say::{self, say};

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
    let removed_shown = RwSignal::new(false);
    let all = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let photos = Memo::new(move |_| {
        record.view.with(|view| {
            let lines = view.as_ref().map(|view| view.part(Part::Attachments));
            let mut lines: Vec<&Line> = lines.unwrap_or_default().iter().collect();
            lines.retain(|line| !is_voice(line));
            lines.retain(|line| keep.is_none_or(|keep| keep.run((*line).clone())));
            lines.sort_by_key(|line| std::cmp::Reverse(line.added.at));
            lines
                .into_iter()
                .filter_map(|line| Some((line.id.clone()?, line.removed.is_some())))
                .collect::<Vec<_>>()
        })
    });
    let kept = Memo::new(move |_| {
        let with_removed = removed_shown.get();
        let photos = photos.get().into_iter();
        let kept = photos.filter(|(_, removed)| with_removed || !removed);
        kept.map(|(item, _)| item).collect::<Vec<_>>()
    });
    let shown = move || {
        let count = if all.get() { usize::MAX } else { FIRST };
        kept.get().into_iter().take(count).collect::<Vec<_>>()
    };
    let hidden = Memo::new(move |_| {
        let count = kept.with(Vec::len);
        if all.get() {
            0
        } else {
            count.saturating_sub(FIRST)
        }
    });
    let removed = Memo::new(move |_| {
        photos.with(|photos| photos.iter().filter(|(_, removed)| *removed).count())
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
        <Show when=move || kept.with(Vec::is_empty)>
            <p class="empty">{say("empty-attachment")}</p>
        </Show>
        <ul class="photos">
            <For each=shown key=ItemId::clone let:item>
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
            <Show when=move || { hidden.get() > 0 }>
                <button
                    class="plain"
                    data-test="more-attachments"
                    on:click=move |_| all.set(true)
                >
                    {move || say::with("photos-more", [("count", hidden.get().into())])}
                </button>
            </Show>
            <Show when=move || { removed.get() > 0 }>
                <button
                    class="plain quiet"
                    data-test="show-removed-attachment"
                    aria-expanded=move || removed_shown.get().to_string()
                    on:click=move |_| removed_shown.update(|shown| *shown = !*shown)
                >
                    {move || {
                        if removed_shown.get() {
                            say("hide-removed")
                        } else {
                            say::with("show-removed", [("count", removed.get().into())])
                        }
                    }}
                </button>
            </Show>
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
