//! A recording while it is being made: what is heard becomes packets, and every second of packets
//! becomes a piece in the encrypted store.

use doorstep_model::call::LONGEST_VOICE_MS;
use doorstep_model::id::{DocKey, ItemId, RecordingKey};
use doorstep_model::{Problem, UnixMillis};

use super::RATE;
use super::mono::Mono;
use super::sound::Format;
use super::speech::{Encoder, Packets, millis};
use crate::store::table::recording;
use crate::unlocked::Unlocked;

/// How much is at most lost when the power goes, in samples: a second.
const PIECE: u64 = RATE as u64;
/// The longest recording, in samples.
const MAX_SAMPLES: u64 = LONGEST_VOICE_MS * RATE as u64 / 1_000;
/// How fast the sign for loudness falls back.
const FALL: f32 = 0.8;

/// One recording that goes on.
pub(crate) struct Take {
    pub(crate) id: RecordingKey,
    pub(crate) household: DocKey,
    pub(crate) visit: ItemId,
    mono: Mono,
    encoder: Encoder,
    /// What the store does not have yet.
    unsaved: Packets,
    unsaved_samples: u64,
    samples: u64,
    loudness: f32,
}

impl Take {
    pub(crate) fn new(household: DocKey, visit: ItemId) -> Result<Self, Problem> {
        Ok(Self {
            id: RecordingKey::from(crate::random::bytes::<16>()),
            household,
            visit,
            mono: Mono::default(),
            encoder: Encoder::new()?,
            unsaved: Packets::default(),
            unsaved_samples: 0,
            samples: 0,
            loudness: 0.0,
        })
    }

    /// How much was heard, in milliseconds.
    pub(crate) fn length_ms(&self) -> u64 {
        millis(self.samples)
    }

    /// From 0 to 100; what is said at a table is about 70.
    pub(crate) fn loudness(&self) -> u8 {
        let decibels = 20.0 * self.loudness.max(0.000_1).log10();
        // From -60 dB to full.
        ((decibels + 60.0) / 60.0 * 100.0).clamp(0.0, 100.0) as u8
    }

    /// Takes in what was heard. Answers whether there is room for more.
    pub(crate) fn push(&mut self, format: Format, samples: &[f32]) -> Result<bool, Problem> {
        let heard = self.mono.push(format.rate, format.channels, samples);
        self.write(&heard)
    }

    fn write(&mut self, heard: &[f32]) -> Result<bool, Problem> {
        let room = usize::try_from(MAX_SAMPLES.saturating_sub(self.samples)).unwrap_or(usize::MAX);
        let heard = heard.get(..room).unwrap_or(heard);
        let peak = heard.iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
        self.loudness = peak.max(self.loudness * FALL);
        self.encoder.push(heard, &mut self.unsaved)?;
        self.samples += heard.len() as u64;
        self.unsaved_samples += heard.len() as u64;
        Ok(self.samples < MAX_SAMPLES)
    }

    /// Whether enough came together for a piece.
    pub(crate) fn is_piece(&self) -> bool {
        self.unsaved_samples >= PIECE
    }

    /// What the encoder still holds becomes packets. To be called once, at the end.
    pub(crate) fn finish(&mut self) -> Result<(), Problem> {
        let rest = self.mono.finish();
        self.write(&rest)?;
        self.encoder.finish(&mut self.unsaved)
    }

    /// Puts what came together into the store; on a full disk, photos that can be fetched again
    /// make room. What could not be written stays here and is written with the next.
    pub(crate) fn save(&mut self, open: &mut Unlocked) -> Result<(), Problem> {
        if self.unsaved.is_empty() {
            return Ok(());
        }
        open.making_room(|open| {
            Ok(open.store.write(|tx| {
                recording::add_piece(tx, &self.id, self.unsaved.as_bytes(), self.unsaved_samples)
            })?)
        })?;
        self.unsaved.clear();
        self.unsaved_samples = 0;
        Ok(())
    }

    /// Names it in the store, before anything is heard.
    pub(crate) fn row(&self, now: UnixMillis) -> recording::New {
        recording::New {
            id: self.id.clone(),
            household: self.household.clone(),
            visit: self.visit.clone(),
            began: now,
        }
    }
}
