//! Voice notes: recorded into the encrypted store, kept or not, sent and heard by a teammate as they
//! were said; cut off, locked or too long, nothing that was said is lost.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking"
)]

use std::path::Path;

use doorstep_model::call::{
    AddVoiceNote, AttachmentState, ChooseFile, FindVoice, GetAttachment, GetVoice, KeepRecording,
    LONGEST_VOICE_MS, Lock, PlayVoice, RecordingEnd, Sounding, StartRecording, StopRecording,
    ThrowRecordingAway, VoicePage, VoicePlace,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{Attachment, AttachmentKind, MediaType, Visit};
use doorstep_model::id::{BlobKey, DocKey, ItemId, RecordingKey};
use doorstep_model::{Problem, ProblemCode};
use doorstep_tests::sound::{FakeSound, block, likeness, say, speech, wav};
use doorstep_tests::world::person::new_item;
use doorstep_tests::world::{Person, World};

/// Alex and Sam in a team at the server, with a household that both have.
async fn two(world: &World) -> (Person, Person, DocKey) {
    let (alex, sam) = (world.device("Alex"), world.device("Sam"));
    alex.found(world).await;
    sam.join(&alex).await;
    let household = alex.add_household("Number 12").await;
    alex.sync().await;
    sam.sync().await;
    (alex, sam, household)
}

fn addition(part: Part, item: &ItemId) -> ItemRef {
    ItemRef {
        part,
        item: item.clone(),
    }
}

/// Begins to record in a visit that is on the screen only.
async fn start(person: &Person, household: &DocKey) -> Result<ItemId, Problem> {
    let visit = new_item();
    let begun = person
        .ask(StartRecording {
            household: household.clone(),
            visit: visit.clone(),
            edits: vec![Edit::Add {
                line: addition(Part::Visits, &visit),
                fields: vec![Visit::done.with(true)],
            }],
        })
        .await;
    begun.map(|_| visit)
}

async fn page(person: &Person) -> VoicePage {
    person.must(GetVoice {}).await
}

/// The one that waits.
async fn waiting(person: &Person) -> (RecordingKey, u64, Option<RecordingEnd>) {
    let mut waiting = page(person).await.waiting;
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    let one = waiting.remove(0);
    (one.recording, one.length_ms, one.ended)
}

async fn keep(person: &Person, household: &DocKey, recording: &RecordingKey) -> Attachment {
    let item = new_item();
    let call = KeepRecording {
        recording: recording.clone(),
        household: household.clone(),
        item: item.clone(),
        edits: vec![Edit::Add {
            line: addition(Part::Attachments, &item),
            fields: Vec::new(),
        }],
    };
    person.must(call).await;
    line(person, household, &item).await.expect("it is there")
}

async fn line(person: &Person, household: &DocKey, item: &ItemId) -> Option<Attachment> {
    let opened = person.open(household).await.household;
    let mut lines = opened.attachments.into_iter();
    lines.find(|line| line.id.as_ref() == Some(item))
}

fn note(household: &DocKey, blob: &BlobKey) -> Sounding {
    Sounding::Note {
        household: household.clone(),
        blob: blob.clone(),
    }
}

/// Plays from the beginning to the end.
async fn heard(person: &Person, sound: &FakeSound, what: Sounding) -> Vec<f32> {
    person.must(PlayVoice { what, from_ms: 0 }).await;
    sound.hear_all()
}

async fn find(person: &Person, household: &DocKey, blob: &BlobKey, fetch: bool) -> VoicePlace {
    person
        .must(FindVoice {
            household: household.clone(),
            blob: blob.clone(),
            fetch,
        })
        .await
}

/// The bytes of a voice note, as they are kept inside the seal.
async fn content(person: &Person, household: &DocKey, blob: &BlobKey) -> Vec<u8> {
    let state = person
        .must(GetAttachment {
            household: household.clone(),
            blob: blob.clone(),
            fetch: false,
        })
        .await;
    let AttachmentState::Here { media_type, base64 } = state else {
        panic!("it is not here: {state:?}");
    };
    assert_eq!(media_type, MediaType::Ogg);
    data_encoding::BASE64.decode(base64.as_bytes()).unwrap()
}

/// Every file below a folder, as it is now: what a power cut would leave.
fn photographed(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, to) = {
            let entry = entry.unwrap();
            (entry.path(), to.join(entry.file_name()))
        };
        if path.is_dir() {
            photographed(&path, &to);
        } else {
            std::fs::copy(&path, &to).unwrap();
        }
    }
}

/// In how many files below a folder one of these pieces stands.
fn files_with(folder: &Path, pieces: &[Vec<u8>]) -> usize {
    let mut found = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found += files_with(&path, pieces);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let stands = |piece: &Vec<u8>| bytes.windows(piece.len()).any(|window| window == piece);
        found += usize::from(pieces.iter().any(stands));
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_is_kept_sent_and_heard_as_it_was_said() {
    let world = World::begin().await;
    let (alex, sam, household) = two(&world).await;
    let (at_alex, at_sam) = (FakeSound::of(alex.device()), FakeSound::of(sam.device()));
    let said = speech(5.3, 1.0);
    let visit = start(&alex, &household).await.unwrap();
    assert!(at_alex.is_listening());
    assert!(say(alex.device(), &said));
    let now = page(&alex).await.recording.expect("it goes on");
    assert_eq!((&now.visit, &now.household), (&visit, &household));
    assert!(now.length_ms.abs_diff(5_300) < 10, "{}", now.length_ms);
    assert!(now.loudness > 50, "{}", now.loudness);
    alex.must(StopRecording {}).await;
    assert!(!at_alex.is_listening());

    // One listens before keeping, also from the middle on.
    let (recording, length_ms, ended) = waiting(&alex).await;
    assert_eq!(ended, None);
    assert!(length_ms.abs_diff(5_300) <= 1, "{length_ms}");
    let what = Sounding::Recording {
        recording: recording.clone(),
    };
    let first = heard(&alex, &at_alex, what.clone()).await;
    assert!(first.len().abs_diff(said.len()) <= 16, "{}", first.len());
    assert!(likeness(&said, &first) > 0.9, "{}", likeness(&said, &first));
    // The control: somebody else sounds otherwise.
    assert!(likeness(&speech(5.3, 1.3), &first) < 0.5);
    alex.must(PlayVoice {
        what: what.clone(),
        from_ms: 2_000,
    })
    .await;
    at_alex.has_played(16_000);
    let playing = page(&alex).await.playing.expect("it is played");
    assert_eq!((playing.at_ms, playing.what), (3_000, what));
    let rest = at_alex.hear_all();
    assert!(likeness(&said[32_000..], &rest) > 0.9);
    assert_eq!(page(&alex).await.playing, None);

    // Kept: the record says what it is, and nothing waits any more.
    let kept = keep(&alex, &household, &recording).await;
    assert_eq!(kept.kind.value, Some(AttachmentKind::Voice));
    assert_eq!(kept.media_type.value, Some(MediaType::Ogg));
    assert_eq!(kept.length_ms.value, i64::try_from(length_ms).ok());
    assert!(page(&alex).await.waiting.is_empty());
    let blob = kept.blob.value.unwrap();
    let at_home = heard(&alex, &at_alex, note(&household, &blob)).await;
    assert!(at_home == first, "keeping changes no sample");
    alex.sync().await;

    // Sam reads that there is one, fetches it and hears the very same.
    sam.sync().await;
    assert!(
        line(&sam, &household, kept.id.as_ref().unwrap())
            .await
            .is_some()
    );
    let place = find(&sam, &household, &blob, false).await;
    assert_eq!(place, VoicePlace::NotHere { problem: None });
    find(&sam, &household, &blob, true).await;
    sam.sync().await;
    assert_eq!(find(&sam, &household, &blob, false).await, VoicePlace::Here);
    let there = heard(&sam, &at_sam, note(&household, &blob)).await;
    assert!(there == first, "the same samples");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_said_is_ever_plain_on_the_disk() {
    let world = World::begin().await;
    let (alex, _sam, household) = two(&world).await;
    FakeSound::of(alex.device());
    let said = speech(6.0, 1.1);
    start(&alex, &household).await.unwrap();
    say(alex.device(), &said);
    // In the middle of it.
    let during = world.folder().join("during");
    photographed(&world.home("Alex"), &during);
    alex.must(StopRecording {}).await;
    let (recording, ..) = waiting(&alex).await;
    let after = world.folder().join("after");
    photographed(&world.home("Alex"), &after);
    let kept = keep(&alex, &household, &recording).await;
    let ogg = content(&alex, &household, &kept.blob.value.unwrap()).await;
    alex.must(Lock {}).await;

    // As samples of either kind, and as the packets that are really written.
    let samples: Vec<u8> = said[8_000..8_032]
        .iter()
        .flat_map(|x| ((x * 32_767.0) as i16).to_le_bytes())
        .collect();
    let floats: Vec<u8> = said[8_000..8_016]
        .iter()
        .flat_map(|x| x.to_le_bytes())
        .collect();
    let mut pieces = vec![samples, floats];
    pieces.extend(
        (300..ogg.len() - 24)
            .step_by(40)
            .map(|at| ogg[at..at + 16].to_vec()),
    );
    assert!(pieces.len() > 200, "{}", pieces.len());
    for folder in [&during, &after, &world.home("Alex"), &world.server_folder()] {
        assert_eq!(files_with(folder, &pieces), 0, "{}", folder.display());
    }
    // The control: the search finds each of them where it is.
    let control = world.folder().join("control");
    std::fs::create_dir(&control).unwrap();
    std::fs::write(control.join("ogg"), &ogg).unwrap();
    std::fs::write(control.join("wav"), wav(16_000, &said, b"")).unwrap();
    for (piece, name) in [
        (&pieces[0], "wav"),
        (&pieces[2], "ogg"),
        (&pieces[150], "ogg"),
    ] {
        let alone = world.folder().join(format!("only-{name}"));
        std::fs::create_dir_all(&alone).unwrap();
        std::fs::copy(control.join(name), alone.join(name)).unwrap();
        assert_eq!(files_with(&alone, std::slice::from_ref(piece)), 1);
    }
    // The control of the control: what was recorded by then is in the photograph, sealed.
    let size = |folder: &Path| {
        let store = folder.join("team");
        let files = std::fs::read_dir(store).unwrap();
        files
            .map(|file| file.unwrap().metadata().unwrap().len())
            .sum::<u64>()
    };
    assert!(size(&during) > ogg.len() as u64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_in_the_middle_keeps_what_was_said_to_the_second() {
    let world = World::begin().await;
    let (alex, _sam, household) = two(&world).await;
    let at_alex = FakeSound::of(alex.device());
    let said = speech(7.5, 0.9);
    let visit = start(&alex, &household).await.unwrap();
    say(alex.device(), &said);
    photographed(&world.home("Alex"), &world.home("After the crash"));

    let again = world.device("After the crash");
    let sound = FakeSound::of(again.device());
    again.unlock().await;
    let one = page(&again).await.waiting.remove(0);
    assert_eq!((&one.visit, one.name.as_str()), (&visit, "Number 12"));
    assert!(
        (6_400..=7_500).contains(&one.length_ms),
        "{}",
        one.length_ms
    );
    // The visit is on the disk too, so that it has somewhere to be.
    let opened = again.open(&household).await.household;
    assert!(
        opened
            .visits
            .iter()
            .any(|line| line.id.as_ref() == Some(&visit))
    );
    let kept = keep(&again, &household, &one.recording).await;
    let back = heard(&again, &sound, note(&household, &kept.blob.value.unwrap())).await;
    assert!(back.len() > 6 * 16_000, "{}", back.len());
    let like = likeness(&said[..back.len()], &back);
    assert!(like > 0.8, "{like}");

    // Where it did not crash, nothing at all is missing.
    alex.must(StopRecording {}).await;
    let (recording, length_ms, _) = waiting(&alex).await;
    assert!(length_ms.abs_diff(7_500) <= 1, "{length_ms}");
    let whole = heard(&alex, &at_alex, Sounding::Recording { recording }).await;
    assert!(whole[..back.len()] == back, "the same samples");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_ends_recording_and_loses_nothing() {
    let world = World::begin().await;
    let (alex, _sam, household) = two(&world).await;
    let sound = FakeSound::of(alex.device());
    start(&alex, &household).await.unwrap();
    say(alex.device(), &speech(2.72, 1.0));
    alex.must(Lock {}).await;
    assert!(!sound.is_listening(), "nobody listens behind a lock");
    assert!(
        !say(alex.device(), &speech(1.0, 1.0)),
        "and nothing is heard"
    );
    let locked = alex.ask(GetVoice {}).await.unwrap_err();
    assert_eq!(locked.code, ProblemCode::Locked);
    alex.unlock().await;
    let (recording, length_ms, ended) = waiting(&alex).await;
    assert!(length_ms.abs_diff(2_720) <= 1, "{length_ms}");
    assert_eq!(ended, Some(RecordingEnd::CutOff));
    // Playing ends too.
    let what = Sounding::Recording { recording };
    alex.must(PlayVoice { what, from_ms: 0 }).await;
    alex.must(Lock {}).await;
    assert_eq!(doorstep_device::Sound::played(&sound), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_the_limit_it_stops_by_itself_and_all_of_it_is_there() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.start_team().await;
    let household = alex.add_household("Number 12").await;
    FakeSound::of(alex.device());
    start(&alex, &household).await.unwrap();
    let minute = speech(60.0, 1.0);
    let format = doorstep_device::Format {
        rate: 16_000,
        channels: 1,
    };
    let mut minutes = 0;
    while alex.device().heard(format, &minute) {
        minutes += 1;
        assert!(minutes < 31, "it never stops");
    }
    let (recording, length_ms, ended) = waiting(&alex).await;
    assert_eq!(length_ms, LONGEST_VOICE_MS);
    assert_eq!(ended, Some(RecordingEnd::AsLongAsCanBe));
    assert_eq!(page(&alex).await.recording, None);
    // The longest one fits into what is sent.
    let kept = keep(&alex, &household, &recording).await;
    assert!(kept.bytes.value.unwrap() < 8 * 1024 * 1024);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_microphone_that_is_not_there_is_said_and_nothing_is_written() {
    let world = World::begin().await;
    let (alex, _sam, household) = two(&world).await;
    // Without any sound at all, as in a browser.
    let code = |begun: Result<ItemId, Problem>| begun.unwrap_err().code;
    assert_eq!(
        code(start(&alex, &household).await),
        ProblemCode::NoMicrophone
    );
    let sound = FakeSound::of(alex.device());
    for refusal in [
        ProblemCode::NoMicrophone,
        ProblemCode::MicrophoneBusy,
        ProblemCode::MicrophoneNotAllowed,
    ] {
        sound.refuse(Some(refusal));
        assert_eq!(code(start(&alex, &household).await), refusal);
    }
    assert!(alex.open(&household).await.household.visits.is_empty());
    assert_eq!(page(&alex).await, VoicePage::default());
    // The control: it works once there is one, and only once at a time.
    sound.refuse(None);
    start(&alex, &household).await.unwrap();
    let second = start(&alex, &household).await;
    assert_eq!(code(second), ProblemCode::RecordingUnderWay);
    assert_eq!(alex.open(&household).await.household.visits.len(), 1);
    // It is pulled out in the middle.
    say(alex.device(), &speech(1.5, 1.0));
    alex.device()
        .microphone_lost(ProblemCode::MicrophoneLost.into());
    let (recording, length_ms, ended) = waiting(&alex).await;
    assert!(length_ms.abs_diff(1_500) <= 1, "{length_ms}");
    let lost = Problem::new(ProblemCode::MicrophoneLost);
    assert_eq!(ended, Some(RecordingEnd::Problem(lost)));
    // Thrown away it is gone, and can't be kept by a screen that still shows it.
    alex.must(ThrowRecordingAway {
        recording: recording.clone(),
    })
    .await;
    assert!(page(&alex).await.waiting.is_empty());
    let late = alex
        .ask(KeepRecording {
            recording,
            household: household.clone(),
            item: new_item(),
            edits: Vec::new(),
        })
        .await;
    assert_eq!(late.unwrap_err().code, ProblemCode::RecordingGone);
    // A speaker that is not there.
    start(&alex, &household).await.unwrap();
    say(alex.device(), &speech(1.0, 1.0));
    alex.must(StopRecording {}).await;
    let (recording, ..) = waiting(&alex).await;
    sound.refuse(Some(ProblemCode::NoSpeaker));
    let what = Sounding::Recording { recording };
    let silent = alex.ask(PlayVoice { what, from_ms: 0 }).await;
    assert_eq!(silent.unwrap_err().code, ProblemCode::NoSpeaker);
}

/// Chooses this file and takes it in.
async fn add_file(person: &Person, household: &DocKey, path: &Path) -> Result<ItemId, Problem> {
    let chosen = path.to_owned();
    person
        .device()
        .on_choose_file(move |_| Some(chosen.clone().into()));
    let endings = vec!["wav".into()];
    let chosen = person.must(ChooseFile::ToRead { endings }).await.unwrap();
    let item = new_item();
    let call = AddVoiceNote {
        household: household.clone(),
        file: chosen.ticket,
        item: item.clone(),
        edits: vec![Edit::Add {
            line: addition(Part::Attachments, &item),
            fields: Vec::new(),
        }],
    };
    person.ask(call).await.map(|_| item)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sound_file_is_written_anew_without_names_and_places() {
    let world = World::begin().await;
    let (alex, sam, household) = two(&world).await;
    let sound = FakeSound::of(sam.device());
    let said = speech(3.0, 1.2);
    let info = [&b"INFO"[..], &block(*b"IART", b"PLACEMARKER 51.501 -0.142")].concat();
    let given = wav(16_000, &said, &block(*b"LIST", &info));
    let path = world.folder().join("Recording at PLACEMARKER.wav");
    std::fs::write(&path, &given).unwrap();
    let item = add_file(&alex, &household, &path).await.unwrap();
    let kept = line(&alex, &household, &item).await.unwrap();
    assert_eq!(kept.length_ms.value, Some(3_000));
    let blob = kept.blob.value.unwrap();
    let ogg = content(&alex, &household, &blob).await;
    let marker = |bytes: &[u8]| bytes.windows(11).any(|window| window == b"PLACEMARKER");
    assert!(marker(&given), "the control");
    assert!(!marker(&ogg));
    assert!(
        ogg.len() * 5 < given.len(),
        "{} of {}",
        ogg.len(),
        given.len()
    );
    alex.sync().await;
    sam.sync().await;
    find(&sam, &household, &blob, true).await;
    sam.sync().await;
    let there = heard(&sam, &sound, note(&household, &blob)).await;
    assert_eq!(there.len(), said.len());
    assert!(likeness(&said, &there) > 0.9);

    // What can't be read is said by its code, and the record stays as it is.
    let before = alex.open(&household).await.household.attachments.len();
    let long = [0.0].repeat(31 * 60 * 4_000);
    for (bytes, code) in [
        (b"%PDF-1.7 no sound".to_vec(), ProblemCode::NotASound),
        (given[..given.len() / 2].to_vec(), ProblemCode::NotASound),
        (Vec::new(), ProblemCode::NotASound),
        (wav(4_000, &long, b""), ProblemCode::SoundTooLong),
        (vec![0; 65 * 1024 * 1024], ProblemCode::FileTooLarge),
    ] {
        std::fs::write(&path, bytes).unwrap();
        let refused = add_file(&alex, &household, &path).await;
        assert_eq!(refused.unwrap_err().code, code);
    }
    std::fs::remove_file(&path).unwrap();
    let gone = add_file(&alex, &household, &path).await;
    assert_eq!(gone.unwrap_err().code, ProblemCode::FileUnreadable);
    let after = alex.open(&household).await.household.attachments.len();
    assert_eq!(before, after);
}
