//! A sound as it is kept, out of whatever file it came in: decoded and written anew, so that
//! nothing of the file but what is heard is left: no place, no name, no picture, no program.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use doorstep_model::call::LONGEST_VOICE_MS;
use doorstep_model::{Problem, ProblemCode};
use opus_pure::{MAX_PACKET_SAMPLES, OggOpusReader, Trim};
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoderOptions};
use symphonia::core::common::Limit;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;

use super::RATE;
use super::mono::Mono;
use super::speech::{Encoder, Packets};

/// The longest file that is read, in bytes.
const MAX_FILE: u64 = 64 * 1024 * 1024;
/// The longest sound, in samples as they are kept.
const MAX_SAMPLES: u64 = LONGEST_VOICE_MS * RATE as u64 / 1_000;
/// Samples of all channels that are decoded, at most: half an hour of the best stereo that phones
/// record. A small file can claim more.
const MAX_DECODED: u64 = LONGEST_VOICE_MS / 1_000 * 96_000 * 2;
/// Rates that are read, in samples a second.
const RATES: std::ops::RangeInclusive<u32> = 4_000..=192_000;
/// Channels that are read.
const CHANNELS: std::ops::RangeInclusive<usize> = 1..=8;
/// Bytes that a tag or a picture may take in memory. None is looked at.
const MAX_TAG: usize = 64 * 1024;
/// Packets in a row that may be spoilt, as the first ones of a cut MP3 are.
const SPOILT: u32 = 16;

/// Speech that was read out of a file.
pub(crate) struct Taken {
    pub(crate) packets: Packets,
    pub(crate) samples: u64,
}

/// Reads a sound.
///
/// # Errors
/// [`ProblemCode::FileTooLarge`], [`ProblemCode::SoundTooLong`], [`ProblemCode::NotASound`] or
/// [`ProblemCode::FileUnreadable`].
pub(crate) fn take_in(file: impl Read, len: u64) -> Result<Taken, Problem> {
    let too_large = || Problem::with(ProblemCode::FileTooLarge, MAX_FILE / (1024 * 1024));
    if len > MAX_FILE {
        return Err(too_large());
    }
    // All of it at once, so that it does not grow to twice its size.
    let mut bytes = Vec::with_capacity(usize::try_from(len + 1).unwrap_or(0));
    file.take(MAX_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Problem::with(ProblemCode::FileUnreadable, error.kind()))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(too_large());
    }
    // Decoders are not ours: one that gives up in its own way says no more than "not a sound".
    catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or_else(|_| Err(not_a_sound("a fault")))
}

fn read(bytes: Vec<u8>) -> Result<Taken, Problem> {
    let mut writing = Writing::new()?;
    if is_opus(&bytes) {
        read_opus(&bytes, &mut writing)?;
    } else {
        read_other(bytes, &mut writing)?;
    }
    writing.finish()
}

/// What messengers write: Opus in Ogg.
fn is_opus(bytes: &[u8]) -> bool {
    let start = bytes.get(..64).unwrap_or(bytes);
    start.starts_with(b"OggS") && start.windows(8).any(|window| window == b"OpusHead")
}

fn read_opus(bytes: &[u8], writing: &mut Writing) -> Result<(), Problem> {
    let spoilt = |_| not_a_sound("opus");
    let mut ogg = OggOpusReader::new(bytes).map_err(spoilt)?;
    let channels = usize::from(ogg.head().channel_count);
    if !(1..=2).contains(&channels) {
        return Err(not_a_sound("channels"));
    }
    let mut decoder = ogg.head().decoder(RATE as i32).map_err(spoilt)?;
    let mut trim = Trim::new(ogg.head(), RATE as i32, channels).map_err(spoilt)?;
    let mut samples = vec![0.0; MAX_PACKET_SAMPLES * channels];
    let mut whole = false;
    while let Some(packet) = ogg.read_packet().map_err(spoilt)? {
        let count = decoder.decode(&packet.data, MAX_PACKET_SAMPLES, &mut samples);
        let decoded = samples.get(..count.map_err(spoilt)? * channels);
        let heard = trim.keep(&packet, decoded.unwrap_or(&[]));
        writing.push(RATE, channels, heard)?;
        whole = packet.end_of_stream;
    }
    if whole { Ok(()) } else { Err(not_whole()) }
}

fn read_other(bytes: Vec<u8>, writing: &mut Writing) -> Result<(), Problem> {
    let source = MediaSourceStream::new(Box::new(Cursor::new(bytes)), Default::default());
    let tags = MetadataOptions::default()
        .limit_tag_bytes(Limit::Maximum(MAX_TAG))
        .limit_visual_bytes(Limit::Maximum(MAX_TAG));
    let mut format = symphonia::default::get_probe()
        .probe(&Hint::new(), source, FormatOptions::default(), tags)
        .map_err(|_| not_a_sound("format"))?;
    let track = format.default_track(TrackType::Audio);
    let track = track.ok_or_else(|| not_a_sound("no sound in it"))?;
    let (id, promised) = (track.id, track.num_frames);
    let params = track
        .codec_params
        .as_ref()
        .and_then(|params| params.audio());
    let params = params.ok_or_else(|| not_a_sound("no sound in it"))?;
    check(params, promised)?;
    let mut decoder = symphonia::default::get_codecs()
        .make_audio_decoder(params, &AudioDecoderOptions::default())
        .map_err(|_| not_a_sound("codec"))?;
    let (mut samples, mut frames, mut spoilt) = (Vec::<f32>::new(), 0_u64, 0);
    loop {
        let packet = match format.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => break,
            Err(_) => return Err(not_whole()),
        };
        // Nothing that stands beside the sound is kept, not even for a moment.
        while !format.metadata().is_latest() {
            format.metadata().pop();
        }
        if packet.track_id != id {
            continue;
        }
        match decoder.decode(&packet) {
            Ok(decoded) => {
                let (rate, channels) = (decoded.spec().rate(), decoded.num_planes());
                if !RATES.contains(&rate) || !CHANNELS.contains(&channels) {
                    return Err(not_a_sound("rate or channels"));
                }
                decoded.copy_to_vec_interleaved(&mut samples);
                frames = frames.saturating_add(decoded.frames() as u64);
                spoilt = 0;
                writing.push(rate, channels, &samples)?;
            }
            Err(Error::DecodeError(_)) if spoilt < SPOILT => spoilt += 1,
            Err(_) => return Err(not_a_sound("spoilt")),
        }
    }
    // What is missing at the end of a file that was cut is no more than the file said.
    let missing = promised.unwrap_or(0).saturating_sub(frames);
    if missing > frames / 50 {
        return Err(not_whole());
    }
    Ok(())
}

/// What the file claims, before anything is made for it.
fn check(params: &AudioCodecParameters, frames: Option<u64>) -> Result<(), Problem> {
    let channels = params
        .channels
        .as_ref()
        .map_or(1, |channels| channels.count());
    let rate = params.sample_rate.unwrap_or(RATE);
    if !RATES.contains(&rate) || !CHANNELS.contains(&channels) {
        return Err(not_a_sound("rate or channels"));
    }
    let millis = frames.unwrap_or(0).saturating_mul(1_000) / u64::from(rate);
    if millis > LONGEST_VOICE_MS + 1_000 {
        return Err(too_long());
    }
    Ok(())
}

/// The new sound, as it grows.
struct Writing {
    mono: Mono,
    encoder: Encoder,
    packets: Packets,
    samples: u64,
    decoded: u64,
}

impl Writing {
    fn new() -> Result<Self, Problem> {
        Ok(Self {
            mono: Mono::default(),
            encoder: Encoder::new()?,
            packets: Packets::default(),
            samples: 0,
            decoded: 0,
        })
    }

    fn push(&mut self, rate: u32, channels: usize, samples: &[f32]) -> Result<(), Problem> {
        self.decoded = self.decoded.saturating_add(samples.len() as u64);
        if self.decoded > MAX_DECODED {
            return Err(too_long());
        }
        let heard = self.mono.push(rate, channels, samples);
        self.write(&heard)
    }

    fn write(&mut self, heard: &[f32]) -> Result<(), Problem> {
        self.samples = self.samples.saturating_add(heard.len() as u64);
        if self.samples > MAX_SAMPLES {
            return Err(too_long());
        }
        self.encoder.push(heard, &mut self.packets)
    }

    fn finish(mut self) -> Result<Taken, Problem> {
        let rest = self.mono.finish();
        self.write(&rest)?;
        if self.samples == 0 {
            return Err(not_a_sound("nothing in it"));
        }
        self.encoder.finish(&mut self.packets)?;
        Ok(Taken {
            packets: self.packets,
            samples: self.samples,
        })
    }
}

fn too_long() -> Problem {
    Problem::with(ProblemCode::SoundTooLong, LONGEST_VOICE_MS / 60_000)
}

fn not_whole() -> Problem {
    not_a_sound("not whole")
}

fn not_a_sound(why: impl ToString) -> Problem {
    Problem::with(ProblemCode::NotASound, why)
}

#[cfg(test)]
#[path = "from_file_tests.rs"]
mod tests;
