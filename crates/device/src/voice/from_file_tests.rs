//! Sounds as phones, messengers and enemies write them.

use opus_pure::{Application, OggOpusWriter, OpusEncoder, OpusHead, OpusTags};

use super::super::speech::Spoken;
use super::super::speech::tests::{likeness, murmur};
use super::*;

fn taken(bytes: &[u8]) -> Result<Taken, Problem> {
    take_in(bytes, bytes.len() as u64)
}

fn code(bytes: &[u8]) -> ProblemCode {
    taken(bytes).map(|_| ()).unwrap_err().code
}

fn heard(taken: Taken) -> Vec<f32> {
    let mut spoken = Spoken::new(taken.packets, taken.samples, 0).unwrap();
    std::iter::from_fn(|| spoken.next_samples())
        .flatten()
        .collect()
}

fn stands(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// A WAV file of 16 bits; `before` are blocks that stand before its samples.
fn wav(rate: u32, channels: u16, samples: &[f32], before: &[u8]) -> Vec<u8> {
    let data: Vec<u8> = samples
        .iter()
        .flat_map(|x| ((x * 32_767.0) as i16).to_le_bytes())
        .collect();
    let bytes_a_frame = channels * 2;
    let format = [
        &1u16.to_le_bytes()[..],
        &channels.to_le_bytes(),
        &rate.to_le_bytes(),
        &(rate * u32::from(bytes_a_frame)).to_le_bytes(),
        &bytes_a_frame.to_le_bytes(),
        &16u16.to_le_bytes(),
    ]
    .concat();
    let inside = [
        &b"WAVE"[..],
        &block(b"fmt ", &format),
        before,
        &block(b"data", &data),
    ]
    .concat();
    block(b"RIFF", &inside)
}

fn block(name: &[u8; 4], inside: &[u8]) -> Vec<u8> {
    let len = u32::try_from(inside.len()).unwrap().to_le_bytes();
    // The next one begins at an even place.
    [&name[..], &len, inside, &[0; 2][..inside.len() % 2]].concat()
}

/// What a messenger writes, with tags of our choice.
fn opus(samples: &[f32], tags: OpusTags) -> Vec<u8> {
    let mut encoder = OpusEncoder::new(48_000, 1, Application::Voip).unwrap();
    let head = OpusHead::for_encoder(&encoder, 48_000);
    let mut ogg = OggOpusWriter::with_tags(Vec::new(), head, tags).unwrap();
    let mut packet = vec![0; MAX_PACKET_BYTES];
    for frame in samples.chunks_exact(960) {
        let len = encoder.encode(frame, 960, &mut packet).unwrap();
        ogg.write_packet(&packet[..len]).unwrap();
    }
    ogg.finish().unwrap()
}
use opus_pure::MAX_PACKET_BYTES;

fn tripled(samples: &[f32]) -> Vec<f32> {
    samples.iter().flat_map(|x| [*x; 3]).collect()
}

#[test]
fn nothing_of_the_file_but_what_is_heard_is_left() {
    let said = murmur(32_000);
    let info = [
        &b"INFO"[..],
        &block(b"IART", b"PLACEMARKER"),
        &block(b"ICMT", b"GPS 51.5"),
    ];
    let recorder = block(b"bext", &[&b"PLACEMARKER"[..], &[b' '; 700]].concat());
    let listed = [block(b"LIST", &info.concat()), recorder].concat();
    let mut tags = OpusTags::new();
    tags.push("LOCATION", "PLACEMARKER GPS 51.5").unwrap();
    for given in [wav(16_000, 1, &said, &listed), opus(&tripled(&said), tags)] {
        // The control: it is there.
        assert!(stands(&given, b"PLACEMARKER") && stands(&given, b"GPS"));
        let taken = taken(&given).unwrap();
        let kept = taken.packets.ogg(taken.samples).unwrap();
        assert!(!stands(&kept, b"PLACEMARKER") && !stands(&kept, b"GPS"));
        let reader = OggOpusReader::new(kept.as_slice()).unwrap();
        assert!(reader.tags().comments.is_empty());
        assert_eq!(reader.tags().vendor, "doorstep");
        // The control: it is the same sound.
        let like = likeness(&said, &heard(taken));
        assert!(like > 0.9, "{like}");
    }
}

#[test]
fn any_rate_and_any_number_of_channels_becomes_one() {
    let said = murmur(16_000);
    for (rate, repeat, channels) in [
        (16_000, 1, 1),
        (48_000, 3, 1),
        (48_000, 3, 2),
        (96_000, 6, 6),
    ] {
        let samples: Vec<f32> = said
            .iter()
            .flat_map(|x| vec![*x; repeat * usize::from(channels)])
            .collect();
        let taken = taken(&wav(rate, channels, &samples, b"")).unwrap();
        assert!(taken.samples.abs_diff(16_000) <= 1, "{}", taken.samples);
        let like = likeness(&said, &heard(taken));
        assert!(like > 0.9, "{rate} {channels}: {like}");
    }
}

#[test]
fn what_is_no_sound_is_said_plainly() {
    for bytes in [
        &b""[..],
        b"%PDF-1.7 and more",
        b"RIFF\x04\0\0\0WAVE",
        b"OggS and nothing",
        b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42",
        b"fLaC\0\0\0\x22",
        b"ID3\x04\0\0\x7f\x7f\x7f\x7f",
    ] {
        assert_eq!(code(bytes), ProblemCode::NotASound, "{bytes:?}");
    }
    assert_eq!(code(&wav(16_000, 1, &[], b"")), ProblemCode::NotASound);
}

#[test]
fn one_that_was_cut_off_is_not_taken_for_whole() {
    let said = murmur(32_000);
    for good in [
        wav(16_000, 1, &said, b""),
        opus(&tripled(&said), OpusTags::new()),
    ] {
        assert!(taken(&good).is_ok(), "the control");
        for cut in [20, 45, 100, good.len() / 2, good.len() * 9 / 10] {
            assert_eq!(code(&good[..cut]), ProblemCode::NotASound, "cut at {cut}");
        }
    }
}

#[test]
fn one_that_claims_too_much_is_refused() {
    let good = wav(16_000, 1, &murmur(1_600), b"");
    assert!(taken(&good).is_ok(), "the control");
    let with = |at: usize, bytes: &[u8]| {
        let mut bent = good.clone();
        bent[at..at + bytes.len()].copy_from_slice(bytes);
        bent
    };
    // Channels, rate.
    assert_eq!(
        code(&with(22, &60_000u16.to_le_bytes())),
        ProblemCode::NotASound
    );
    for rate in [0u32, 1, 3_999, 192_001, u32::MAX] {
        let bent = with(24, &rate.to_le_bytes());
        assert_eq!(code(&bent), ProblemCode::NotASound, "{rate}");
    }
    // Longer than half an hour, by its own word.
    let bytes = 16_000u32 * 2 * 60 * 31;
    let mut long = with(40, &bytes.to_le_bytes());
    long[4..8].copy_from_slice(&(bytes + 36).to_le_bytes());
    assert_eq!(code(&long), ProblemCode::SoundTooLong);
    // Longer, in truth.
    let silence = vec![0.0; 4_000 * 60 * 31];
    assert_eq!(
        code(&wav(4_000, 1, &silence, b"")),
        ProblemCode::SoundTooLong
    );
    let long = take_in(std::io::repeat(0), MAX_FILE + 1);
    assert_eq!(
        long.map(|_| ()).unwrap_err().code,
        ProblemCode::FileTooLarge
    );
    let lied = take_in(std::io::repeat(0), 10);
    assert_eq!(
        lied.map(|_| ()).unwrap_err().code,
        ProblemCode::FileTooLarge
    );
}

/// Whatever stands in a file, it is read or refused by its code.
#[test]
fn bent_files_are_read_or_refused() {
    let said = murmur(8_000);
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for good in [
        wav(16_000, 1, &said, b""),
        opus(&tripled(&said), OpusTags::new()),
    ] {
        for _ in 0..150 {
            let mut bent = good.clone();
            for _ in 0..next() % 8 + 1 {
                let at =
                    next() as usize % bent.len().min(if next() % 2 == 0 { 200 } else { 16_000 });
                bent[at] = next() as u8;
            }
            if let Err(problem) = taken(&bent) {
                let code = problem.code;
                let known = [ProblemCode::NotASound, ProblemCode::SoundTooLong];
                assert!(known.contains(&code), "{problem}");
            }
        }
    }
}
