//! Voice notes: recorded piece by piece into the encrypted store, or read out of a file; kept as
//! photos are; played.

mod from_file;
mod mono;
mod resample;
pub(crate) mod sound;
pub(crate) mod speech;
mod take;

use std::collections::HashMap;
use std::sync::Mutex;

use doorstep_model::call::{RecordingEnd, Sounding};
use doorstep_model::id::RecordingKey;
use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode};

pub(crate) use from_file::{Taken, take_in};
pub use resample::Resampler;
pub(crate) use take::Take;

use crate::Device;
use crate::device::lock;
use sound::{Format, Sound};

/// Samples a second of everything that is kept and played.
pub const RATE: u32 = 16_000;

/// What is being recorded and played. Locks are taken in the order of the fields, and the store's
/// last; none of them is held while the microphone is closed, which waits for what it still has to
/// hand over.
#[derive(Default)]
pub(crate) struct Voice {
    take: Mutex<Option<Take>>,
    sound: Mutex<Option<std::sync::Arc<dyn Sound>>>,
    playing: Mutex<Option<NowPlaying>>,
    /// Recordings that ended while the disk was full: their last moments are written as soon as
    /// there is room.
    left: Mutex<Vec<Take>>,
    /// Why recordings ended that nobody ended.
    ended: Mutex<HashMap<RecordingKey, RecordingEnd>>,
}

/// What is being played.
#[derive(Clone)]
pub(crate) struct NowPlaying {
    pub(crate) what: Sounding,
    /// Where it began and how long it is, in samples.
    pub(crate) from: u64,
    pub(crate) samples: u64,
}

impl Device {
    /// Sets microphone and speaker. Without, there are none.
    pub fn with_sound(&self, sound: impl Sound + 'static) {
        *lock(&self.voice.sound) = Some(std::sync::Arc::new(sound));
    }

    /// Takes in what the microphone heard; channels alternate. Answers whether it wants more.
    pub fn heard(&self, format: Format, samples: &[f32]) -> bool {
        let mut now = lock(&self.voice.take);
        let Some(take) = now.as_mut() else {
            return false;
        };
        let pushed = take.push(format, samples).and_then(|more| {
            if take.is_piece() {
                self.with_removed(|open, _| take.save(open))?;
                self.tell(&[Stale::Voice]);
            }
            Ok(more)
        });
        let end = match pushed {
            Ok(true) => return true,
            Ok(false) => RecordingEnd::AsLongAsCanBe,
            Err(problem) => RecordingEnd::Problem(problem),
        };
        let take = now.take();
        drop(now);
        self.end(take, Some(end));
        false
    }

    /// The microphone went away. What was heard before waits to be kept.
    pub fn microphone_lost(&self, problem: Problem) {
        let take = lock(&self.voice.take).take();
        self.end(take, Some(RecordingEnd::Problem(problem)));
    }

    /// What is being played ended by itself.
    pub fn playing_changed(&self) {
        self.tell(&[Stale::Voice]);
    }

    pub(crate) fn sound(&self) -> Option<std::sync::Arc<dyn Sound>> {
        lock(&self.voice.sound).clone()
    }

    /// Begins to record with this take, which `save` puts into the store once the microphone is
    /// open. What is heard meanwhile waits.
    pub(crate) fn begin_take(
        &self,
        take: Take,
        save: impl FnOnce(&Take) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let sound = self.sound().ok_or(ProblemCode::NoMicrophone)?;
        let begun = {
            let mut now = lock(&self.voice.take);
            if now.is_some() {
                return Err(ProblemCode::RecordingUnderWay.into());
            }
            sound.listen()?;
            save(&take).map(|()| *now = Some(take))
        };
        if begun.is_err() {
            sound.stop_listening();
        }
        begun
    }

    /// Ends the recording, if there is one; its rest goes to the store.
    pub(crate) fn end_take(&self, why: Option<RecordingEnd>) {
        if lock(&self.voice.take).is_none() {
            return;
        }
        if let Some(sound) = self.sound() {
            sound.stop_listening();
        }
        let take = lock(&self.voice.take).take();
        self.end(take, why);
    }

    fn end(&self, take: Option<Take>, mut why: Option<RecordingEnd>) {
        let Some(mut take) = take else {
            return;
        };
        let finished = take.finish();
        let saved = finished.and_then(|()| self.with_removed(|open, _| take.save(open)));
        let id = take.id.clone();
        if let Err(problem) = saved {
            lock(&self.voice.left).push(take);
            why.get_or_insert(RecordingEnd::Problem(problem));
        }
        if let Some(why) = why {
            lock(&self.voice.ended).insert(id, why);
        }
        self.tell(&[Stale::Voice]);
    }

    /// Writes what a full disk kept from the store.
    ///
    /// # Errors
    /// What the store says; then all of it is still here.
    pub(crate) fn save_left(&self) -> Result<(), Problem> {
        let mut left = lock(&self.voice.left);
        while let Some(take) = left.last_mut() {
            self.with_removed(|open, _| take.save(open))?;
            left.pop();
        }
        Ok(())
    }

    /// What is being recorded: for screens.
    pub(crate) fn with_take<T>(&self, look: impl FnOnce(Option<&Take>) -> T) -> T {
        look(lock(&self.voice.take).as_ref())
    }

    /// Why a recording ended that nobody ended. One that this run knows nothing of was cut off.
    pub(crate) fn why_ended(&self, recording: &RecordingKey) -> Option<RecordingEnd> {
        lock(&self.voice.ended).get(recording).cloned()
    }

    pub(crate) fn forget_ended(&self, recording: &RecordingKey) {
        lock(&self.voice.ended).remove(recording);
    }

    /// Ends recording and playing before the store is closed.
    pub(crate) fn end_sound(&self) {
        self.end_take(Some(RecordingEnd::CutOff));
        self.end_playing();
        // Where there is still no room, the last second goes with the key.
        let _rest = self.save_left();
        lock(&self.voice.left).clear();
    }

    pub(crate) fn end_playing(&self) {
        if lock(&self.voice.playing).take().is_some()
            && let Some(sound) = self.sound()
        {
            sound.stop_playing();
        }
    }

    pub(crate) fn now_playing(&self) -> Option<(NowPlaying, u64)> {
        let mut playing = lock(&self.voice.playing);
        let played = self.sound().and_then(|sound| sound.played());
        let (Some(now), Some(played)) = (playing.clone(), played) else {
            *playing = None;
            return None;
        };
        Some((now, played))
    }

    pub(crate) fn begin_playing(
        &self,
        now: NowPlaying,
        spoken: speech::Spoken,
    ) -> Result<(), Problem> {
        let sound = self.sound().ok_or(ProblemCode::NoSpeaker)?;
        let mut playing = lock(&self.voice.playing);
        *playing = None;
        sound.play(spoken)?;
        *playing = Some(now);
        Ok(())
    }
}
