//! Photos and voice notes: taking one in, looking at it, and the room they take on this device.

use serde::{Deserialize, Serialize};

use crate::edit::Edit;
use crate::household::MediaType;
use crate::id::{BlobKey, DocKey, FileTicket, ItemId};

/// Takes a photo or a sound out of a file into a household's record. Answers
/// [`Saved`](super::Saved) once the record and the bytes are on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddAttachment {
    /// The household.
    pub household: DocKey,
    /// The file that was chosen.
    pub file: FileTicket,
    /// The new line, which `edits` add.
    pub item: ItemId,
    /// Saved together with it: lines that were begun on the screen, and the new line itself with
    /// its visit and caption. What the file holds is filled in by the device.
    pub edits: Vec<Edit>,
}

/// A photo or voice note, to look at or listen to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetAttachment {
    /// The household.
    pub household: DocKey,
    /// Which.
    pub blob: BlobKey,
    /// Whether to fetch it from the server if it is not on this device.
    pub fetch: bool,
}

/// Where a photo or voice note is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentState {
    /// On this device.
    Here {
        /// What the bytes are.
        media_type: MediaType,
        /// The bytes, in base 64.
        base64: String,
    },
    /// On its way to this device.
    Fetching {
        /// How much of it is here.
        percent: u8,
    },
    /// Not on this device.
    NotHere {
        /// Why it can't be fetched now, if it was tried.
        problem: Option<crate::Problem>,
    },
}

/// The room that photos and voice notes take on this device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetAttachmentSpace {}

/// Lets go of the photos and voice notes that the server holds too; they can be fetched again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetAttachmentsGo {}

/// Photos and voice notes on this device.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentSpace {
    /// How many are here.
    pub count: u32,
    /// Bytes that they take.
    pub bytes: u64,
    /// How many of them only this device has.
    pub only_here: u32,
    /// Bytes that those take; they are never let go.
    pub only_here_bytes: u64,
}
