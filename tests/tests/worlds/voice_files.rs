//! Sound files that lie about what they are: each is refused by its code, and none takes more memory
//! than the largest file that is read. Alone in its process, so that the memory is its own.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use std::path::Path;

use doorstep_model::call::{AddVoiceNote, ChooseFile};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::id::DocKey;
use doorstep_model::{Problem, ProblemCode};
use doorstep_tests::sound::{block, speech, wav};
use doorstep_tests::world::person::new_item;
use doorstep_tests::world::{Person, World};

/// What reading one may take above what the program has: the largest file, and as much again.
const MEMORY: u64 = 140 * 1024 * 1024;

async fn add(person: &Person, household: &DocKey, path: &Path) -> Result<(), Problem> {
    let chosen = path.to_owned();
    person
        .device()
        .on_choose_file(move |_| Some(chosen.clone().into()));
    let endings = Vec::new();
    let chosen = person.must(ChooseFile::ToRead { endings }).await.unwrap();
    let item = new_item();
    let line = ItemRef {
        part: Part::Attachments,
        item: item.clone(),
    };
    let call = AddVoiceNote {
        household: household.clone(),
        file: chosen.ticket,
        item,
        edits: vec![Edit::Add {
            line,
            fields: Vec::new(),
        }],
    };
    person.ask(call).await.map(|_| ())
}

/// A number of bytes out of what Linux says of this process.
fn memory(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(what)).unwrap();
    let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes * 1024
}

/// The most memory since [`forget_peak`].
fn peak() -> u64 {
    memory("VmHWM:")
}

fn forget_peak() {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// A box of an MP4 file.
fn atom(name: &[u8; 4], inside: &[u8]) -> Vec<u8> {
    let len = u32::try_from(inside.len() + 8).unwrap();
    [&len.to_be_bytes()[..], name, inside].concat()
}

/// An M4A whose tables claim four thousand million entries, in a file of a kilobyte.
fn m4a_with_endless_tables() -> Vec<u8> {
    let endless = |name: &[u8; 4], before: &[u8]| {
        atom(name, &[before, &u32::MAX.to_be_bytes(), &[0; 16]].concat())
    };
    let entry = [
        &[0; 6][..],
        &[0, 1],
        &[0; 8],
        &[0, 1, 0, 16, 0, 0, 0, 0],
        &(16_000_u32 << 16).to_be_bytes(),
    ];
    let described = atom(b"sowt", &entry.concat());
    let stsd = atom(
        b"stsd",
        &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &described].concat(),
    );
    let tables = [
        stsd,
        endless(b"stts", &[0; 4]),
        endless(b"stsc", &[0; 4]),
        endless(b"stsz", &[0; 8]),
        endless(b"stco", &[0; 4]),
    ];
    let header = |len: usize| vec![0; len];
    let media = atom(
        b"mdia",
        &[
            atom(
                b"mdhd",
                &[&header(12)[..], &16_000_u32.to_be_bytes(), &[0; 8]].concat(),
            ),
            atom(b"hdlr", &[&[0; 8][..], b"soun", &[0; 13]].concat()),
            atom(b"minf", &atom(b"stbl", &tables.concat())),
        ]
        .concat(),
    );
    let track = atom(b"trak", &[atom(b"tkhd", &header(84)), media].concat());
    let movie = atom(b"moov", &[atom(b"mvhd", &header(100)), track].concat());
    [
        atom(b"ftyp", b"M4A \0\0\0\0M4A mp42"),
        movie,
        atom(b"mdat", &[0; 64]),
    ]
    .concat()
}

/// One page of an Ogg file that goes on for ever.
fn ogg_without_end() -> Vec<u8> {
    let mut page = b"OggS\0\x02".to_vec();
    page.extend([0; 20]);
    page.push(1);
    page.push(19);
    page.extend(b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0");
    for _ in 0..200 {
        page.extend(b"OggS\0\x01");
        page.extend([0xff; 20]);
        page.push(255);
        page.extend([255; 255]);
        page.extend(vec![0; 255 * 255]);
    }
    page
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_lies_is_refused_within_bounds() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.start_team().await;
    let household = alex.add_household("Number 12").await;
    let path = world.folder().join("sound");
    let good = wav(16_000, &speech(1.0, 1.0), b"");
    std::fs::write(&path, &good).unwrap();
    // The control, which also loads what reading needs.
    add(&alex, &household, &path).await.unwrap();

    let tag = |len: u32| {
        let size = [21, 14, 7, 0].map(|shift| ((len >> shift) & 0x7f) as u8);
        [&b"ID3\x04\0\0"[..], &size, &[0; 512]].concat()
    };
    let mut wide = good.clone();
    wide[22..24].copy_from_slice(&u16::MAX.to_le_bytes());
    let mut flac = b"fLaC\x80\0\0\x22\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff".to_vec();
    flac.extend([0xff; 4_096]);
    let mut endless = wav(16_000, &speech(1.0, 1.0), &block(*b"LIST", b"INFO"));
    let last = endless.len();
    endless[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    endless.truncate(last - 100);
    // As the app does: a place and no more. A whole trace takes more memory than any file.
    std::panic::set_hook(Box::new(|panic| println!("{panic}")));
    let files: [(&str, Vec<u8>, &[ProblemCode]); 10] = [
        (
            "zeros",
            vec![0; 64 * 1024 * 1024],
            &[ProblemCode::NotASound],
        ),
        (
            "too large",
            vec![0; 64 * 1024 * 1024 + 1],
            &[ProblemCode::FileTooLarge],
        ),
        (
            "M4A tables",
            m4a_with_endless_tables(),
            &[ProblemCode::NotASound],
        ),
        (
            "a tag of 256 MB",
            tag(0x0fff_ffff),
            &[ProblemCode::NotASound],
        ),
        ("65,535 channels", wide, &[ProblemCode::NotASound]),
        (
            "FLAC of ones",
            flac,
            &[ProblemCode::NotASound, ProblemCode::SoundTooLong],
        ),
        (
            "Ogg without end",
            ogg_without_end(),
            &[ProblemCode::NotASound],
        ),
        ("cut off", endless, &[ProblemCode::NotASound]),
        (
            "MP3 of ones",
            vec![0xff; 8 * 1024 * 1024],
            &[ProblemCode::NotASound],
        ),
        (
            "silence that is long",
            wav(4_000, &vec![0.0; 32 * 60 * 4_000], b""),
            &[ProblemCode::SoundTooLong],
        ),
    ];
    for (name, bytes, codes) in files {
        std::fs::write(&path, &bytes).unwrap();
        drop(bytes);
        let before = memory("VmRSS:");
        forget_peak();
        let begun = std::time::Instant::now();
        let refused = add(&alex, &household, &path).await.unwrap_err();
        let took = peak().saturating_sub(before);
        let seconds = begun.elapsed().as_secs_f32();
        println!(
            "{name}: {refused}, {} MB, {seconds:.1} s",
            took / 1024 / 1024
        );
        assert!(codes.contains(&refused.code), "{name}: {refused}");
        assert!(took < MEMORY, "{name}: {} MB", took / 1024 / 1024);
        assert!(seconds < 60.0, "{name}: {seconds} s");
    }
    // The control: the measure sees memory that is taken.
    let before = memory("VmRSS:");
    forget_peak();
    let taken = vec![1_u8; 2 * usize::try_from(MEMORY).unwrap()];
    assert!(peak().saturating_sub(before) > MEMORY, "{}", taken.len());
}
