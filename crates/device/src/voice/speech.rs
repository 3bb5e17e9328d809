//! Speech as it is kept: Opus, one channel, 16,000 samples a second, in packets of 20 ms; in the
//! end one Ogg file without a single tag.

use doorstep_model::{Problem, ProblemCode};
use opus_pure::{
    Application, MAX_PACKET_BYTES, OggOpusReader, OggOpusWriter, OpusDecoder, OpusEncoder,
    OpusHead, OpusTags,
};

use super::RATE;

/// Samples of a packet.
pub(crate) const FRAME: usize = RATE as usize / 50;
/// Bits a second: speech in its full width is easily understood.
const BITS: i32 = 24_000;
/// How hard the encoder thinks, of 10: an old tablet keeps up with this easily.
const EFFORT: i32 = 5;
/// Ogg counts at this rate, whatever the sound's is.
const TICKS: u64 = 48_000 / RATE as u64;
/// Packets decoded before the place that is wanted, so that the decoder has found its way.
const RUN_UP: u64 = 4;

/// Writes packets out of samples.
pub(crate) struct Encoder {
    opus: OpusEncoder,
    /// Less than a packet.
    rest: Vec<f32>,
    packet: Vec<u8>,
}

/// Packets, each after its length in two bytes: how pieces of a recording lie in the store.
#[derive(Default, Clone)]
pub(crate) struct Packets(Vec<u8>);

impl Encoder {
    pub(crate) fn new() -> Result<Self, Problem> {
        let mut opus = OpusEncoder::new(RATE as i32, 1, Application::Voip).map_err(fault)?;
        opus.bitrate_bps = BITS;
        opus.complexity = EFFORT;
        Ok(Self {
            opus,
            rest: Vec::with_capacity(FRAME),
            packet: vec![0; MAX_PACKET_BYTES],
        })
    }

    /// Samples that the encoder keeps back; silence brings them out.
    fn lag(&self) -> usize {
        self.opus.lookahead()
    }

    /// Takes samples in; every packet that is full goes to `to`.
    pub(crate) fn push(&mut self, samples: &[f32], to: &mut Packets) -> Result<(), Problem> {
        for sample in samples {
            self.rest.push(sample.clamp(-1.0, 1.0));
            if self.rest.len() == FRAME {
                let written = self.opus.encode(&self.rest, FRAME, &mut self.packet);
                self.rest.clear();
                to.push(self.packet.get(..written.map_err(fault)?).unwrap_or(&[]));
            }
        }
        Ok(())
    }

    /// The rest. Afterwards all samples are in packets, with silence behind them.
    pub(crate) fn finish(&mut self, to: &mut Packets) -> Result<(), Problem> {
        let wanted = self.rest.len() + self.lag();
        let silence = wanted.next_multiple_of(FRAME) - self.rest.len();
        self.push(&vec![0.0; silence], to)
    }
}

impl Packets {
    pub(crate) fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    fn push(&mut self, packet: &[u8]) {
        // Opus itself allows no longer ones than 1,275 bytes a frame.
        let len = u16::try_from(packet.len()).unwrap_or(0);
        self.0.extend(len.to_be_bytes());
        self.0.extend(packet.iter().take(usize::from(len)));
    }

    /// One after the other; ends where something is not whole.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.0.as_slice();
        std::iter::from_fn(move || {
            let (len, after) = rest.split_first_chunk::<2>()?;
            let (packet, after) = after.split_at_checked(u16::from_be_bytes(*len).into())?;
            rest = after;
            Some(packet)
        })
    }

    /// The samples in it, at most: a recording that was cut off lacks what the encoder kept back.
    pub(crate) fn samples(&self, heard: u64) -> u64 {
        let all = self.iter().count() as u64 * FRAME as u64;
        let lag = u64::from(OpusHead::RECOMMENDED_PRE_SKIP) / TICKS;
        heard.min(all.saturating_sub(lag))
    }

    /// An Ogg file of `samples` samples.
    pub(crate) fn ogg(&self, samples: u64) -> Result<Vec<u8>, Problem> {
        let head = OpusHead::new(1, RATE).map_err(fault)?;
        let last_tick = u64::from(head.pre_skip) + samples * TICKS;
        let tags = OpusTags {
            vendor: "doorstep".to_owned(),
            comments: Vec::new(),
        };
        let mut ogg = OggOpusWriter::with_tags(Vec::new(), head, tags).map_err(fault)?;
        let mut packets = self.iter().peekable();
        while let Some(packet) = packets.next() {
            let so_far = u64::try_from(ogg.granule()).unwrap_or(0);
            let left = last_tick.saturating_sub(so_far);
            if packets.peek().is_some() && left > FRAME as u64 * TICKS {
                ogg.write_packet(packet).map_err(fault)?;
            } else {
                let left = u32::try_from(left).unwrap_or(0);
                ogg.write_packet_with_duration(packet, left)
                    .map_err(fault)?;
                break;
            }
        }
        ogg.finish().map_err(fault)
    }
}

/// Speech to be played, decoded as it is needed: half an hour of samples is never in memory.
pub struct Spoken {
    packets: Packets,
    /// Where in the packets' bytes the next one begins.
    next: usize,
    decoder: OpusDecoder,
    /// Samples to be left out before the first that is heard.
    skip: usize,
    /// Samples that are still to be heard.
    left: u64,
}

impl Spoken {
    /// From a sample on. `samples` is how many there are in all.
    pub(crate) fn new(packets: Packets, samples: u64, from: u64) -> Result<Self, Problem> {
        let from = from.min(samples);
        let lag = u64::from(OpusHead::RECOMMENDED_PRE_SKIP) / TICKS;
        let place = from + lag;
        let begin = (place / FRAME as u64).saturating_sub(RUN_UP);
        let before = usize::try_from(begin).unwrap_or(usize::MAX);
        let next = packets.iter().take(before).map(|p| p.len() + 2).sum();
        Ok(Self {
            packets,
            next,
            decoder: OpusDecoder::new(RATE as i32, 1).map_err(fault)?,
            skip: usize::try_from(place - begin * FRAME as u64).unwrap_or(0),
            left: samples - from,
        })
    }

    /// The next samples, [`RATE`] a second between -1 and 1; `None` at the end.
    pub fn next_samples(&mut self) -> Option<Vec<f32>> {
        while self.left > 0 {
            let rest = self.packets.0.get(self.next..)?;
            let (len, after) = rest.split_first_chunk::<2>()?;
            let packet = after.get(..usize::from(u16::from_be_bytes(*len)))?;
            self.next += packet.len() + 2;
            let mut samples = vec![0.0; FRAME];
            // What can't be decoded is silence, as on a telephone.
            let _heard = self.decoder.decode(packet, FRAME, &mut samples);
            let skipped = self.skip.min(samples.len());
            self.skip -= skipped;
            samples.drain(..skipped);
            samples.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
            if !samples.is_empty() {
                self.left = self.left.saturating_sub(samples.len() as u64);
                return Some(samples);
            }
        }
        None
    }
}

/// Reads a file that [`Packets::ogg`] wrote, here or on another device: packets and samples.
///
/// # Errors
/// [`ProblemCode::AttachmentDamaged`] if it is anything else.
pub(crate) fn read_ogg(content: &[u8]) -> Result<(Packets, u64), Problem> {
    let damaged = |_| Problem::with(ProblemCode::AttachmentDamaged, "sound");
    let mut ogg = OggOpusReader::new(content).map_err(damaged)?;
    let mut packets = Packets::default();
    let mut ticks = 0;
    while let Some(packet) = ogg.read_packet().map_err(damaged)? {
        packets.push(&packet.data);
        ticks = u64::try_from(packet.page_granule).unwrap_or(ticks);
    }
    let skipped = u64::from(ogg.head().pre_skip);
    let samples = packets.samples(ticks.saturating_sub(skipped) / TICKS);
    if samples == 0 {
        return Err(Problem::with(ProblemCode::AttachmentDamaged, "silence"));
    }
    Ok((packets, samples))
}

/// The encoder refuses only what this program gets wrong.
fn fault(fault: opus_pure::Error) -> Problem {
    Problem::with(ProblemCode::Unexpected, format!("opus: {fault}"))
}

/// Milliseconds of samples.
pub(crate) fn millis(samples: u64) -> u64 {
    samples.saturating_mul(1_000) / u64::from(RATE)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Speech-like: three tones that come and go.
    pub(crate) fn murmur(count: usize) -> Vec<f32> {
        let at = |n: usize| {
            let t = n as f32 / RATE as f32;
            let tone = |hertz: f32| (std::f32::consts::TAU * hertz * t).sin();
            let swell = 0.5 + 0.5 * (std::f32::consts::TAU * 3.0 * t).sin();
            swell * (tone(220.0) * 0.3 + tone(440.0) * 0.2 + tone(1_320.0) * 0.05)
        };
        (0..count).map(at).collect()
    }

    /// How alike two sounds are: 1 is the same but for loudness. A codec may be early or late by
    /// half a millisecond.
    pub(crate) fn likeness(a: &[f32], b: &[f32]) -> f32 {
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>();
        let at = |early: usize, late: usize| {
            let (a, b) = (&a[early.min(a.len())..], &b[late.min(b.len())..]);
            dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
        };
        let all: Vec<f32> = (0..8).flat_map(|lag| [at(lag, 0), at(0, lag)]).collect();
        all.into_iter().fold(-1.0, f32::max)
    }

    fn encoded(samples: &[f32]) -> Packets {
        let (mut encoder, mut packets) = (Encoder::new().unwrap(), Packets::default());
        for piece in samples.chunks(1_111) {
            encoder.push(piece, &mut packets).unwrap();
        }
        encoder.finish(&mut packets).unwrap();
        packets
    }

    fn heard(packets: Packets, samples: u64, from: u64) -> Vec<f32> {
        let mut spoken = Spoken::new(packets, samples, from).unwrap();
        std::iter::from_fn(|| spoken.next_samples())
            .flatten()
            .collect()
    }

    #[test]
    fn what_was_said_is_what_is_heard_to_the_sample() {
        for count in [1, 319, 320, 321, 16_000, 50_123] {
            let said = murmur(count);
            let packets = encoded(&said);
            let ogg = packets.ogg(count as u64).unwrap();
            let (read, samples) = read_ogg(&ogg).unwrap();
            assert_eq!(samples, count as u64);
            let back = heard(read, samples, 0);
            assert_eq!(back.len(), said.len());
            if count > 1_000 {
                let like = likeness(&said, &back);
                assert!(like > 0.95, "{count}: {like}");
            }
        }
    }

    #[test]
    fn one_can_begin_in_the_middle() {
        let said = murmur(48_000);
        let packets = encoded(&said);
        for from in [0, 5_000, 20_000, 47_999, 48_000, 90_000] {
            let back = heard(packets.clone(), 48_000, from as u64);
            let rest = said.get(from..).unwrap_or(&[]);
            assert_eq!(back.len(), rest.len(), "{from}");
            if rest.len() > 2_000 {
                let like = likeness(rest, &back);
                assert!(like > 0.95, "{from}: {like}");
            }
        }
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "the size is worth knowing")]
    fn a_minute_of_speech_is_small() {
        let bytes = encoded(&murmur(60 * RATE as usize)).ogg(60 * u64::from(RATE));
        let bytes = bytes.unwrap().len();
        println!("a minute takes {bytes} bytes");
        assert!(bytes < 220_000, "{bytes}");
    }

    #[test]
    fn a_recording_that_was_cut_off_is_as_long_as_it_can_be() {
        let said = murmur(16_000);
        let (mut encoder, mut packets) = (Encoder::new().unwrap(), Packets::default());
        encoder.push(&said, &mut packets).unwrap();
        let samples = packets.samples(16_000);
        assert!((15_800..16_000).contains(&samples), "{samples}");
        let (read, again) = read_ogg(&packets.ogg(samples).unwrap()).unwrap();
        assert_eq!(again, samples);
        assert_eq!(heard(read, samples, 0).len() as u64, samples);
    }

    #[test]
    fn what_is_no_voice_note_is_damaged() {
        let good = encoded(&murmur(4_000)).ogg(4_000).unwrap();
        assert!(read_ogg(&good).is_ok(), "the control");
        let code = |bytes: &[u8]| read_ogg(bytes).map(|_| ()).unwrap_err().code;
        for bytes in [&b""[..], b"OggS", b"RIFF....WAVE", &good[..60]] {
            assert_eq!(code(bytes), ProblemCode::AttachmentDamaged);
        }
    }
}
