//! Voice notes: recording one, keeping it or not, taking one out of a file, and playing.

use serde::{Deserialize, Serialize};

use crate::edit::Edit;
use crate::id::{BlobKey, DocKey, FileTicket, ItemId, RecordingKey};
use crate::{Problem, UnixMillis};

/// The longest voice note, in milliseconds: half an hour.
pub const LONGEST_VOICE_MS: u64 = 30 * 60 * 1000;
/// How long before that the person is told, in milliseconds.
pub const VOICE_WARNING_MS: u64 = 2 * 60 * 1000;

/// What is being recorded or played, and what waits to be kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetVoice {}

/// Begins to record during a visit. From the first second on what is heard lies on the disk,
/// encrypted, and stays there until somebody keeps it or throws it away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartRecording {
    /// The household.
    pub household: DocKey,
    /// The visit.
    pub visit: ItemId,
    /// Saved before the microphone is opened: the visit, if it was only begun on the screen.
    pub edits: Vec<Edit>,
}

/// Ends the recording; it waits to be kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopRecording {}

/// Keeps a recording as a voice note of the household. Answers [`Saved`](super::Saved) once the
/// record and the bytes are on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepRecording {
    /// Which.
    pub recording: RecordingKey,
    /// The household.
    pub household: DocKey,
    /// The new line, which `edits` add.
    pub item: ItemId,
    /// As in [`AddAttachment`](super::AddAttachment).
    pub edits: Vec<Edit>,
}

/// Throws a recording away that was not kept. Nothing brings it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThrowRecordingAway {
    /// Which.
    pub recording: RecordingKey,
}

/// Takes a sound out of a file into a household's record. Answers [`Saved`](super::Saved) once the
/// record and the bytes are on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddVoiceNote {
    /// The household.
    pub household: DocKey,
    /// The file that was chosen.
    pub file: FileTicket,
    /// The new line, which `edits` add.
    pub item: ItemId,
    /// As in [`AddAttachment`](super::AddAttachment).
    pub edits: Vec<Edit>,
}

/// Where the bytes of a voice note are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindVoice {
    /// The household.
    pub household: DocKey,
    /// Which.
    pub blob: BlobKey,
    /// Whether to fetch it from the server if it is not on this device.
    pub fetch: bool,
}

/// Where a voice note is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoicePlace {
    /// On this device.
    Here,
    /// On its way to this device.
    Fetching {
        /// How much of it is here.
        percent: u8,
    },
    /// Not on this device.
    NotHere {
        /// Why it can't be fetched now, if it was tried.
        problem: Option<Problem>,
    },
}

/// Plays through this device's speaker. What was playing before ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayVoice {
    /// What.
    pub what: Sounding,
    /// From where on, in milliseconds.
    pub from_ms: u64,
}

/// Ends playing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseVoice {}

/// What can be played.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sounding {
    /// A recording that waits to be kept.
    Recording {
        /// Which.
        recording: RecordingKey,
    },
    /// A voice note on this device.
    Note {
        /// The household.
        household: DocKey,
        /// Which.
        blob: BlobKey,
    },
}

/// Recording and playing, as they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoicePage {
    /// What is being recorded.
    pub recording: Option<Recording>,
    /// Recordings that nobody has kept or thrown away yet, oldest first.
    pub waiting: Vec<WaitingRecording>,
    /// What is being played.
    pub playing: Option<Playing>,
}

/// A recording that goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// Its name.
    pub recording: RecordingKey,
    /// The household.
    pub household: DocKey,
    /// The visit.
    pub visit: ItemId,
    /// How much was heard, in milliseconds.
    pub length_ms: u64,
    /// How loud it is now, from 0 (nothing is heard) to 100.
    pub loudness: u8,
}

/// A recording that ended and waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingRecording {
    /// Its name.
    pub recording: RecordingKey,
    /// The household.
    pub household: DocKey,
    /// What the household is called.
    pub name: String,
    /// The visit.
    pub visit: ItemId,
    /// When it was begun.
    pub began: UnixMillis,
    /// How long it is, in milliseconds.
    pub length_ms: u64,
    /// Why it ended, if nobody ended it.
    pub ended: Option<RecordingEnd>,
}

/// Why a recording ended by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordingEnd {
    /// It was as long as one can be.
    AsLongAsCanBe,
    /// Something went wrong; what was heard before is kept.
    Problem(Problem),
    /// The program ended in the middle of it, or the device was locked.
    CutOff,
}

/// What is being played, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Playing {
    /// What.
    pub what: Sounding,
    /// Where it is, in milliseconds.
    pub at_ms: u64,
    /// How long it is, in milliseconds.
    pub length_ms: u64,
}
