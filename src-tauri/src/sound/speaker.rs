//! Something that is being played: decoded a little ahead of what is heard, on a thread that holds
//! the speaker open no longer than it lasts.

use std::sync::Arc;
use std::sync::Weak;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, channel, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use cpal::traits::{DeviceTrait as _, HostTrait as _, StreamTrait as _};
use cpal::{Error, ErrorKind, Stream};
use doorstep_device::{Device, RATE, Resampler, Spoken};
use doorstep_model::{Problem, ProblemCode};

use super::{OPENING, samples};

/// Pieces of 20 ms that are decoded ahead.
const AHEAD: usize = 16;
const LOOK_AGAIN: Duration = Duration::from_millis(8);
/// What the system still has in its hands when the last sample was given to it.
const LAST_WORDS: Duration = Duration::from_millis(250);

/// A speaker that is playing.
pub(super) struct Speaker {
    state: Arc<State>,
    thread: JoinHandle<()>,
}

#[derive(Default)]
struct State {
    stop: AtomicBool,
    done: AtomicBool,
    /// Moments that were given to the system, of which `rate` are a second.
    given: AtomicU64,
    rate: AtomicU64,
}

impl Speaker {
    /// Plays all of it; `device` is told at the end.
    pub(super) fn open(spoken: Spoken, device: Weak<Device>) -> Result<Self, Problem> {
        let state = Arc::new(State::default());
        let (opened, is_open) = channel();
        let shared = Arc::clone(&state);
        let thread = std::thread::Builder::new()
            .name("speaker".to_owned())
            .spawn(move || {
                let (pieces, to_play) = sync_channel(AHEAD);
                match begin(&shared, to_play) {
                    Ok((stream, rate)) => {
                        if opened.send(Ok(())).is_ok() {
                            say(spoken, rate, &shared, pieces);
                        }
                        drop(stream);
                        shared.done.store(true, Ordering::SeqCst);
                        if let Some(device) = device.upgrade() {
                            device.playing_changed();
                        }
                    }
                    Err(fault) => {
                        let _ = opened.send(Err(fault.kind()));
                    }
                }
            })
            .map_err(|_| Problem::with(ProblemCode::NoSpeaker, "thread"))?;
        match is_open.recv_timeout(OPENING) {
            Ok(Ok(())) => Ok(Self { state, thread }),
            Ok(Err(kind)) => Err(Problem::with(ProblemCode::NoSpeaker, format!("{kind:?}"))),
            Err(_) => Err(Problem::with(ProblemCode::NoSpeaker, "no answer")),
        }
    }

    /// Ends it at once.
    pub(super) fn close(self) {
        self.state.stop.store(true, Ordering::SeqCst);
        let _ = self.thread.join();
    }

    /// Samples that were heard; `None` when it is over.
    pub(super) fn played(&self) -> Option<u64> {
        if self.state.done.load(Ordering::SeqCst) {
            return None;
        }
        let rate = self.state.rate.load(Ordering::SeqCst).max(1);
        let given = self.state.given.load(Ordering::SeqCst);
        Some(given.saturating_mul(u64::from(RATE)) / rate)
    }
}

fn begin(state: &Arc<State>, to_play: Receiver<Vec<f32>>) -> Result<(Stream, u32), Error> {
    let speaker = cpal::default_host()
        .default_output_device()
        .ok_or(ErrorKind::DeviceNotAvailable)?;
    let config = speaker.default_output_config()?;
    let kind = config.sample_format();
    if !samples::known(kind) {
        return Err(ErrorKind::UnsupportedConfig.into());
    }
    let (rate, channels) = (config.sample_rate(), usize::from(config.channels()).max(1));
    state.rate.store(u64::from(rate), Ordering::SeqCst);
    let (filling, failing) = (Arc::clone(state), Arc::clone(state));
    let mut now = Vec::new().into_iter();
    let stream = speaker.build_output_stream_raw(
        config.config(),
        kind,
        move |data, _| {
            let (mut sample, mut place, mut given) = (0.0, 0_usize, 0);
            samples::write(data, || {
                // Every channel of a moment says the same.
                if place.is_multiple_of(channels) {
                    let next = now.next().or_else(|| {
                        now = to_play.try_recv().unwrap_or_default().into_iter();
                        now.next()
                    });
                    given += u64::from(next.is_some());
                    sample = next.unwrap_or_default();
                }
                place += 1;
                sample
            });
            filling.given.fetch_add(given, Ordering::SeqCst);
        },
        move |fault: Error| {
            let passing = [
                ErrorKind::Xrun,
                ErrorKind::RealtimeDenied,
                ErrorKind::DeviceChanged,
            ];
            if !passing.contains(&fault.kind()) {
                failing.stop.store(true, Ordering::SeqCst);
            }
        },
        Some(OPENING),
    )?;
    stream.play()?;
    Ok((stream, rate))
}

/// Hands over everything, as fast as it is taken, and waits until it was heard.
fn say(mut spoken: Spoken, rate: u32, state: &State, pieces: SyncSender<Vec<f32>>) {
    let mut resampler = Resampler::new(RATE, rate);
    let mut total = 0;
    let mut ended = false;
    while !ended {
        let mut piece = Vec::new();
        match spoken.next_samples() {
            Some(samples) => resampler.push(&samples, &mut piece),
            None => {
                ended = true;
                resampler.finish(&mut piece);
            }
        }
        total += piece.len() as u64;
        while let Err(TrySendError::Full(again)) = pieces.try_send(piece) {
            if state.stop.load(Ordering::SeqCst) {
                return;
            }
            piece = again;
            std::thread::sleep(LOOK_AGAIN);
        }
    }
    while state.given.load(Ordering::SeqCst) < total {
        if state.stop.load(Ordering::SeqCst) {
            return;
        }
        std::thread::sleep(LOOK_AGAIN);
    }
    std::thread::sleep(LAST_WORDS);
}
