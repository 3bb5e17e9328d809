//! A microphone and a speaker without hardware: a test says what is heard, and reads what was said.
#![allow(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test ends where its tools fail"
)]

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use doorstep_device::{Device, Format, RATE, Sound, Spoken};
use doorstep_model::{Problem, ProblemCode};

/// What the microphone gives: 48,000 samples a second on two channels, as most do.
pub const MICROPHONE: Format = Format {
    rate: 48_000,
    channels: 2,
};

/// The handle that a test keeps.
#[derive(Clone, Default)]
pub struct FakeSound {
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    listening: AtomicBool,
    refusal: Mutex<Option<ProblemCode>>,
    spoken: Mutex<Option<Spoken>>,
    played: Mutex<Option<u64>>,
}

impl FakeSound {
    /// Gives this device a microphone and a speaker.
    pub fn of(device: &Device) -> Self {
        let sound = Self::default();
        device.with_sound(sound.clone());
        sound
    }

    /// From now on it says no, with this code.
    pub fn refuse(&self, code: Option<ProblemCode>) {
        *self.state.refusal.lock().expect("no panic before") = code;
    }

    /// Whether the microphone is open.
    pub fn is_listening(&self) -> bool {
        self.state.listening.load(Ordering::SeqCst)
    }

    /// Everything that comes out of the speaker, to the end.
    pub fn hear_all(&self) -> Vec<f32> {
        let spoken = self.state.spoken.lock().expect("no panic before").take();
        let mut spoken = spoken.expect("something is played");
        let all = std::iter::from_fn(|| spoken.next_samples()).flatten();
        let all: Vec<f32> = all.collect();
        *self.state.played.lock().expect("no panic before") = None;
        all
    }

    /// So many samples have been heard.
    pub fn has_played(&self, samples: u64) {
        *self.state.played.lock().expect("no panic before") = Some(samples);
    }

    fn refused(&self) -> Result<(), Problem> {
        let refusal = *self.state.refusal.lock().expect("no panic before");
        refusal.map_or(Ok(()), |code| Err(code.into()))
    }
}

impl Sound for FakeSound {
    fn listen(&self) -> Result<(), Problem> {
        self.refused()?;
        self.state.listening.store(true, Ordering::SeqCst);
        Ok(())
    }

    fn stop_listening(&self) {
        self.state.listening.store(false, Ordering::SeqCst);
    }

    fn play(&self, spoken: Spoken) -> Result<(), Problem> {
        self.refused()?;
        *self.state.spoken.lock().expect("no panic before") = Some(spoken);
        *self.state.played.lock().expect("no panic before") = Some(0);
        Ok(())
    }

    fn stop_playing(&self) {
        *self.state.spoken.lock().expect("no panic before") = None;
        *self.state.played.lock().expect("no panic before") = None;
    }

    fn played(&self) -> Option<u64> {
        *self.state.played.lock().expect("no panic before")
    }
}

/// Something like speech, never twice the same: three tones that wander and swell, as the rate that
/// is kept has them.
pub fn speech(seconds: f64, voice: f32) -> Vec<f32> {
    let count = (seconds * f64::from(RATE)) as u32;
    let mut phases = [0.0_f32; 3];
    (0..count)
        .map(|n| {
            let t = n as f32 / RATE as f32;
            let swell = 0.6 + 0.4 * (std::f32::consts::TAU * 2.3 * t + voice).sin();
            let wander = 1.0 + 0.15 * (std::f32::consts::TAU * 0.7 * t + voice).sin();
            let tones = [(180.0, 0.25), (410.0, 0.2), (930.0, 0.1)];
            let mut sum = 0.0;
            for (phase, (hertz, loud)) in phases.iter_mut().zip(tones) {
                *phase += std::f32::consts::TAU * hertz * voice * wander / RATE as f32;
                sum += phase.sin() * loud;
            }
            sum * swell
        })
        .collect()
}

/// As the microphone hands it over: three times as many samples, on both channels, in pieces.
pub fn say(device: &Device, samples: &[f32]) -> bool {
    let mut more = true;
    for piece in samples.chunks(800) {
        let wide: Vec<f32> = piece.iter().flat_map(|x| [*x; 6]).collect();
        more = device.heard(MICROPHONE, &wide);
        if !more {
            break;
        }
    }
    more
}

/// How alike two sounds are: 1 is the same but for loudness. A codec may be early or late by half a
/// millisecond.
pub fn likeness(a: &[f32], b: &[f32]) -> f32 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>();
    let at = |early: usize, late: usize| {
        let (a, b) = (a.get(early..).unwrap_or(&[]), b.get(late..).unwrap_or(&[]));
        dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
    };
    let all = (0..8).flat_map(|lag| [at(lag, 0), at(0, lag)]);
    all.fold(-1.0, f32::max)
}

/// A WAV file of 16 bits and one channel; `before` are blocks that stand before its samples.
pub fn wav(rate: u32, samples: &[f32], before: &[u8]) -> Vec<u8> {
    let data: Vec<u8> = samples
        .iter()
        .flat_map(|x| ((x * 32_767.0) as i16).to_le_bytes())
        .collect();
    let format = [
        &[1, 0, 1, 0][..],
        &rate.to_le_bytes(),
        &(rate * 2).to_le_bytes(),
        &[2, 0, 16, 0],
    ];
    let inside = [
        &b"WAVE"[..],
        &block(*b"fmt ", &format.concat()),
        before,
        &block(*b"data", &data),
    ];
    block(*b"RIFF", &inside.concat())
}

/// One block of such a file.
pub fn block(name: [u8; 4], inside: &[u8]) -> Vec<u8> {
    let len = u32::try_from(inside.len()).unwrap_or(u32::MAX);
    let mut block = [&name[..], &len.to_le_bytes(), inside].concat();
    // The next one begins at an even place.
    if block.len() % 2 == 1 {
        block.push(0);
    }
    block
}
