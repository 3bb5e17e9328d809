//! Recording and playing, as the device says they stand: one page for the whole window, so that a
//! recording is seen on every screen.

use doorstep_model::call::{
    GetVoice, PauseVoice, PlayVoice, Playing, Recording, Sounding, StopRecording,
    ThrowRecordingAway, VoicePage, WaitingRecording,
};
use doorstep_model::id::{ItemId, RecordingKey};
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::bridge::ask;
use crate::timer;

/// How often the device is asked while something is recorded or played, in milliseconds.
const LOOK: i32 = 250;

/// What the window knows of it; a handle that is copied around.
#[derive(Clone, Copy)]
pub(crate) struct Voice {
    /// As the device last said.
    page: RwSignal<VoicePage>,
    /// Somebody asks again and again until nothing is recorded or played.
    looking: StoredValue<bool>,
}

impl Voice {
    pub(crate) fn new() -> Self {
        Self {
            page: RwSignal::new(VoicePage::default()),
            looking: StoredValue::new(false),
        }
    }

    /// The device said how it stands.
    pub(crate) fn stands(self, page: VoicePage) {
        let busy = page.recording.is_some() || page.playing.is_some();
        if self.page.with_untracked(|now| *now != page) {
            self.page.set(page);
        }
        if busy && !self.looking.get_value() {
            self.looking.set_value(true);
            spawn_local(async move { self.look().await });
        }
    }

    async fn look(self) {
        loop {
            timer::sleep(LOOK).await;
            let page = ask(GetVoice {}).await.unwrap_or_default();
            let busy = page.recording.is_some() || page.playing.is_some();
            self.stands(page);
            if !busy {
                break;
            }
        }
        self.looking.set_value(false);
    }

    /// Asks the device.
    pub(crate) fn ask(self) {
        spawn_local(async move {
            // A locked device has nothing to say about it.
            self.stands(ask(GetVoice {}).await.unwrap_or_default());
        });
    }

    /// The device was locked.
    pub(crate) fn forget(self) {
        self.page.set(VoicePage::default());
    }

    pub(crate) fn is_recording(self) -> bool {
        self.page.with_untracked(|page| page.recording.is_some())
    }

    /// What is being recorded, followed as it changes.
    pub(crate) fn recording(self) -> Option<Recording> {
        self.page.with(|page| page.recording.clone())
    }

    /// What waits to be kept, of one visit or of all others.
    pub(crate) fn waiting(self, keep: impl Fn(&ItemId) -> bool) -> Vec<WaitingRecording> {
        self.page.with(|page| {
            let waiting = page.waiting.iter().filter(|one| keep(&one.visit));
            waiting.cloned().collect()
        })
    }

    /// Where playing is, if it is this that is played.
    pub(crate) fn playing(self, what: &Sounding) -> Option<Playing> {
        self.page
            .with(|page| page.playing.clone().filter(|now| now.what == *what))
    }

    pub(crate) async fn stop(self) -> Result<(), Problem> {
        self.stands(ask(StopRecording {}).await?);
        Ok(())
    }

    pub(crate) async fn throw_away(self, recording: RecordingKey) -> Result<(), Problem> {
        self.stands(ask(ThrowRecordingAway { recording }).await?);
        Ok(())
    }

    pub(crate) async fn play(self, what: Sounding, from_ms: u64) -> Result<(), Problem> {
        self.stands(ask(PlayVoice { what, from_ms }).await?);
        Ok(())
    }

    pub(crate) fn pause(self) {
        spawn_local(async move {
            if let Ok(page) = ask(PauseVoice {}).await {
                self.stands(page);
            }
        });
    }
}

/// "3:05".
pub(crate) fn minutes(millis: u64) -> String {
    let seconds = millis / 1_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// A problem that is about the voice note itself, not about the window.
pub(crate) fn gone(problem: &Problem) -> bool {
    matches!(
        problem.code,
        ProblemCode::AttachmentDamaged | ProblemCode::RecordingGone
    )
}
