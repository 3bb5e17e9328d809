//! Voice notes of a household or of one visit: recorded or taken out of a file, played, removed
//! with a way back.

mod bar;
mod note;
mod player;
mod recorder;

use doorstep_model::Problem;
use doorstep_model::call::ChooseFile;
use doorstep_model::field::{Part, Value};
use doorstep_model::household::AttachmentKind;
use doorstep_model::id::ItemId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::Icon;
use super::problem::ErrorSummary;
use crate::bridge::ask;
use crate::record::{Line, Record};
use crate::say::{self, say};

pub(crate) use bar::VoiceBar;
use note::Note;
use recorder::Recorder;

/// Endings of files that can be read; others are said plainly.
const ENDINGS: [&str; 9] = [
    "m4a", "mp3", "opus", "ogg", "oga", "wav", "flac", "mp4", "aac",
];
/// Voice notes shown before one asks for more.
const FIRST: usize = 12;

/// Whether a line is a voice note.
pub(super) fn is_voice(line: &Line) -> bool {
    line.text("kind") == AttachmentKind::Voice.word()
}

/// The voice notes that `keep` lets through, newest first, and ways to add one.
#[component]
pub(crate) fn VoiceNotes(
    record: Record,
    /// Which; all if not given.
    #[prop(optional, into)]
    keep: Option<Callback<Line, bool>>,
    /// What a new one begins with: its visit.
    #[prop(optional)]
    begins: Vec<(String, Value)>,
    /// The visit during which one can record.
    #[prop(optional, into)]
    visit: Option<ItemId>,
) -> impl IntoView {
    let editing = RwSignal::new(None::<ItemId>);
    let removed_shown = RwSignal::new(false);
    let all = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let notes = Memo::new(move |_| {
        record.view.with(|view| {
            let lines = view.as_ref().map(|view| view.part(Part::Attachments));
            let mut lines: Vec<&Line> = lines.unwrap_or_default().iter().collect();
            lines.retain(|line| is_voice(line));
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
        let notes = notes.get().into_iter();
        let kept = notes.filter(|(_, removed)| with_removed || !removed);
        kept.map(|(item, _)| item).collect::<Vec<_>>()
    });
    let shown = move || {
        let count = if all.get() { usize::MAX } else { FIRST };
        kept.get().into_iter().take(count).collect::<Vec<_>>()
    };
    let hidden = Memo::new(move |_| {
        if all.get() {
            0
        } else {
            kept.with(Vec::len).saturating_sub(FIRST)
        }
    });
    let removed = Memo::new(move |_| {
        notes.with(|notes| notes.iter().filter(|(_, removed)| *removed).count())
    });
    let added = Callback::new(move |added: Result<Option<ItemId>, Problem>| match added {
        Ok(Some(item)) => {
            record.app.announced.set(say("voice-added"));
            let _ = problems.try_set(Vec::new());
            let _ = editing.try_set(Some(item));
        }
        Ok(None) => {}
        Err(problem) => {
            record.app.heed(&problem);
            let _ = problems.try_set(vec![problem]);
        }
    });
    let fields = StoredValue::new(begins);
    let choose = move |_| {
        spawn_local(async move {
            added.run(take_in(record, fields.get_value(), busy).await);
            let _ = busy.try_set(false);
        });
    };
    let recorder = visit.map(|visit| {
        let with = fields.get_value();
        view! { <Recorder record=record visit=visit begins=with problems=problems added=added /> }
    });
    let can_record = recorder.is_some();
    view! {
        <ErrorSummary problems=problems />
        <Show when=move || { !can_record && kept.with(Vec::is_empty) }>
            <p class="empty">{say("empty-voice")}</p>
        </Show>
        {recorder}
        <ul class="voices">
            <For each=shown key=ItemId::clone let:item>
                <Note record=record item=item editing=editing />
            </For>
        </ul>
        <p class="part-buttons">
            <Show when=move || !record.read_only().get()>
                <button class="plain add" data-test="voice-choose" disabled=busy on:click=choose>
                    <Icon name="add" />
                    {move || if busy.get() { say("voice-adding") } else { say("voice-choose") }}
                </button>
            </Show>
            <Show when=move || { hidden.get() > 0 }>
                <button class="plain" data-test="more-voices" on:click=move |_| all.set(true)>
                    {move || say::with("voices-more", [("count", hidden.get().into())])}
                </button>
            </Show>
            <Show when=move || { removed.get() > 0 }>
                <button
                    class="plain quiet"
                    data-test="show-removed-voice"
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
    record.attach_voice(chosen.ticket, fields).await.map(Some)
}
