//! Sounds out of any file, and voice notes that a teammate's device has kept.

use doorstep_fuzz_parsers::read::{self, RATE};
use opus_pure::{OggOpusWriter, OpusHead, OpusTags};

use crate::{choice, seed};

/// Samples of the longest voice note.
const LONGEST: u64 = 30 * 60 * RATE as u64;

/// The first byte says whether the rest is a file or a voice note.
pub fn run(bytes: &[u8]) {
    match choice(bytes, 2) {
        Some((0, file)) => taken(file),
        Some((_, note)) => {
            spoken(note, 0);
            spoken(note, 700);
        }
        None => {}
    }
}

/// What is kept of a file is a voice note of the length that was said.
fn taken(file: &[u8]) {
    let Some((ogg, samples)) = read::sound(file) else {
        return;
    };
    assert!((1..=LONGEST).contains(&samples));
    assert_eq!(read::spoken(&ogg, 0), Some((samples, samples)));
}

/// Never more is heard than is said to be there.
fn spoken(note: &[u8], from: u64) {
    if let Some((samples, heard)) = read::spoken(note, from) {
        assert!(heard <= samples.saturating_sub(from));
    }
}

fn block(name: &[u8; 4], inside: &[u8]) -> Vec<u8> {
    let len = (inside.len() as u32).to_le_bytes();
    [&name[..], &len, inside].concat()
}

/// A WAV file of one channel: `kind` 1 for integers, 3 for floats.
fn wav(kind: u16, bits: u16, rate: u32, data: &[u8]) -> Vec<u8> {
    let bytes = bits / 8;
    let format = [
        &kind.to_le_bytes()[..],
        &1_u16.to_le_bytes(),
        &rate.to_le_bytes(),
        &(rate * u32::from(bytes)).to_le_bytes(),
        &bytes.to_le_bytes(),
        &bits.to_le_bytes(),
    ];
    let inside = [
        &b"WAVE"[..],
        &block(b"fmt ", &format.concat()),
        &block(b"data", data),
    ];
    block(b"RIFF", &inside.concat())
}

/// Opus in Ogg, of the packets that mean silence; `ticks` is what the last one says it lasts.
fn opus(channels: u8, packets: usize, ticks: u32) -> Vec<u8> {
    let head = OpusHead::new(channels, 48_000).expect("one or two channels");
    let mut ogg = OggOpusWriter::with_tags(Vec::new(), head, OpusTags::new()).expect("memory");
    for _ in 1..packets {
        // 20 ms of SILK, one frame, nothing in it.
        ogg.write_packet(&[0x48, 0xff, 0xfe])
            .expect("memory can be written to");
    }
    ogg.write_packet_with_duration(&[0x48, 0xff, 0xfe], ticks)
        .expect("memory can be written to");
    ogg.finish().expect("memory can be written to")
}

/// A FLAC file of one constant frame of 192 samples.
fn flac() -> Vec<u8> {
    let info = [
        &[0x80, 0, 0, 34, 0, 192, 0, 192, 0, 0, 0, 0, 0, 0][..],
        // 16,000 samples a second, one channel, 16 bits, 192 samples.
        &[0x03, 0xe8, 0x00, 0xf0, 0, 0, 0, 192],
        &[0; 16],
    ];
    let frame = [0xff, 0xf8, 0x15, 0x08, 0x00, 0x2e, 0x00, 0x01, 0x00, 0, 0];
    [&b"fLaC"[..], &info.concat(), &frame].concat()
}

/// Silence in what is read; a voice note that is whole, and one whose end lies.
pub fn seeds() -> Vec<Vec<u8>> {
    let ramp: Vec<u8> = (0..400_u16)
        .flat_map(|at| (at * 64).to_le_bytes())
        .collect();
    let mp3 = [&[0xff, 0xfb, 0x14, 0xc4][..], &[0; 140]]
        .concat()
        .repeat(4);
    let adts = [
        0xff, 0xf1, 0x60, 0x40, 0x01, 0x7f, 0xfc, 0x01, 0x40, 0x20, 0x07,
    ]
    .repeat(4);
    let files = [
        wav(1, 16, 16_000, &ramp),
        wav(1, 8, 8_000, &ramp),
        wav(3, 32, 44_100, &ramp),
        wav(0x11, 4, 16_000, &ramp),
        opus(1, 3, 960),
        opus(2, 3, 100),
        flac(),
        mp3,
        adts,
    ];
    let mut seeds: Vec<Vec<u8>> = files.iter().map(|file| seed(0, file)).collect();
    for (packets, ticks) in [(3, 960), (3, 1), (1, 0), (6, 960)] {
        seeds.push(seed(1, &opus(1, packets, ticks)));
    }
    seeds
}
