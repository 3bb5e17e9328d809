//! Somebody speaks until the disk is really full: a file system of a few megabytes, in a mount
//! namespace of its own. Not a moment of what was said is lost.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use std::path::PathBuf;

use doorstep_device::Format;
use doorstep_model::ProblemCode;
use doorstep_model::call::{
    GetVoice, KeepRecording, PlayVoice, RecordingEnd, Sounding, StartRecording,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_tests::sound::{FakeSound, likeness, speech};
use doorstep_tests::world::World;
use doorstep_tests::world::person::new_item;
use doorstep_tests::world::small_disk::with_small_disk;

/// Bytes that are given back when the person has made room.
const ROOM: usize = 1536 * 1024;

#[test]
fn a_full_disk_ends_recording_and_what_was_said_can_be_kept_later() {
    let this = (
        module_path!(),
        "a_full_disk_ends_recording_and_what_was_said_can_be_kept_later",
    );
    with_small_disk(4, this, on_a_small_disk);
}

#[tokio::main(flavor = "current_thread")]
async fn on_a_small_disk(folder: PathBuf) {
    let filler = folder.join("filler");
    std::fs::write(&filler, vec![1; ROOM]).expect("there is room at first");
    let world = World::begin_in(&folder);
    let alex = world.device("Alex");
    alex.start_team().await;
    let household = alex.add_household("Number 12").await;
    let sound = FakeSound::of(alex.device());
    alex.must(StartRecording {
        household: household.clone(),
        visit: new_item(),
        edits: Vec::new(),
    })
    .await;
    let said = speech(29.0 * 60.0, 1.0);
    let format = Format {
        rate: 16_000,
        channels: 1,
    };
    let mut handed_over = 0;
    let mut is_full = false;
    for piece in said.chunks(4_000) {
        handed_over += piece.len();
        is_full = !alex.device().heard(format, piece);
        if is_full {
            break;
        }
    }
    assert!(is_full, "{handed_over} samples found room");
    println!("full after {} s", handed_over / 16_000);
    let page = alex.must(GetVoice {}).await;
    assert_eq!(page.recording, None);
    let one = page.waiting.first().expect("it waits").clone();
    let Some(RecordingEnd::Problem(problem)) = &one.ended else {
        panic!("{one:?}");
    };
    assert_eq!(problem.code, ProblemCode::DiskFull);
    let item = new_item();
    let keep = KeepRecording {
        recording: one.recording.clone(),
        household: household.clone(),
        item: item.clone(),
        edits: vec![Edit::Add {
            line: ItemRef {
                part: Part::Attachments,
                item: item.clone(),
            },
            fields: Vec::new(),
        }],
    };
    let refused = alex.ask(keep.clone()).await.expect_err("still full");
    assert_eq!(refused.code, ProblemCode::DiskFull);
    assert_eq!(alex.must(GetVoice {}).await.waiting.len(), 1);

    // The person makes room: all of it is there, to the last sample that was handed over.
    std::fs::remove_file(&filler).expect("the filler goes");
    alex.must(keep).await;
    let opened = alex.open_unseen(&household).await.household;
    let line = opened.attachments.first().expect("it is kept");
    let length = line.length_ms.value.expect("it has a length");
    assert_eq!(length, i64::try_from(handed_over / 16).unwrap());
    let what = Sounding::Note {
        household,
        blob: line.blob.value.clone().unwrap(),
    };
    alex.must(PlayVoice { what, from_ms: 0 }).await;
    let heard = sound.hear_all();
    assert_eq!(heard.len(), handed_over);
    let last = handed_over - 48_000;
    let like = likeness(&said[last..handed_over], &heard[last..]);
    assert!(like > 0.8, "its last seconds too: {like}");
}
