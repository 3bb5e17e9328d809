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
use super::newest::{MoreOfThem, Newest};
use super::problem::ErrorSummary;
use crate::bridge::ask;
use crate::record::{Line, Record};
use crate::say::say;

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
    let busy = RwSignal::new(false);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let wanted =
        move |line: &Line| is_voice(line) && keep.is_none_or(|keep| keep.run(line.clone()));
    let notes = Newest::of(record, Part::Attachments, FIRST, wanted, |line| {
        line.added.at
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
        <Show when=move || { !can_record && notes.is_empty() }>
            <p class="empty">{say("empty-voice")}</p>
        </Show>
        {recorder}
        <ul class="voices">
            <For each=move || notes.shown() key=ItemId::clone let:item>
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
            <MoreOfThem
                newest=notes
                test="more-voices"
                says="voices-more"
                removed_test="show-removed-voice"
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
    record.attach_voice(chosen.ticket, fields).await.map(Some)
}
